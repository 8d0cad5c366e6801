/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's screen: what the flow says is drawn, what is touched is told to the flow. Runs in the
 * owner's event loop; nothing here blocks but drawing, some ten milliseconds on a small board. */
#pragma once

#include "kiosk/kiosk-context.h"

struct kiosk_display;

struct kiosk_display_calls {
	/* Somebody chose something. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* The display shows pictures, or there is none. Called on opening and at each redraw. */
	void (*health)(bool shown, void *userdata);
};

/* Opens the board's screen; *ret stays NULL when it has none. Logs its errors. When a person closes
 * the window, the loop ends. */
int kiosk_display_open(const struct kiosk_context *context, const struct kiosk_display_calls *calls,
	void *userdata, struct kiosk_display **ret) _warn_unused_;
void kiosk_display_close(struct kiosk_display *display);
DEFINE_CLEANUP(struct kiosk_display *, kiosk_display_close);

/* What is shown may have changed: draws soon. Drawing waits a little for what a visitor waits for:
 * the hub's answer, the slip. Accepts NULL, as does the next. */
void kiosk_display_show(struct kiosk_display *display);
/* The slip is on its way: nothing to wait for any more. */
void kiosk_display_hurry(struct kiosk_display *display);
