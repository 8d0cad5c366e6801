/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's screen: what the flow says is drawn, what is touched is told to the flow. */
#pragma once

#include "drivers/screen.h"
#include "kiosk/tap.h"
#include "ui/kiosk-screen.h"

struct kiosk;

struct kiosk_display {
	struct screen *screen; /* NULL: the board has none */
	bool drawn; /* view is what the screen shows */
	struct kiosk_view view;
	struct tap tap;
	sd_event_source *draw;
};

/* Opens the board's screen, if it has one. Logs its errors. */
int kiosk_display_open(struct kiosk *kiosk) _warn_unused_;
void kiosk_display_done(struct kiosk *kiosk);
/* What is shown may have changed: draws soon. Drawing waits a little for what a visitor waits for:
 * the hub's answer, the slip. */
void kiosk_display_show(struct kiosk *kiosk);
/* The slip is on its way: nothing to wait for any more. */
void kiosk_display_hurry(struct kiosk *kiosk);
