/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's screen: draws the flow's page and feeds touches to the flow. Runs in the owner's
 * event loop; only drawing takes time, some ten milliseconds on a small board. */
#pragma once

#include "client/client.h"
#include "kiosk/kiosk-context.h"

struct kiosk_display;

struct kiosk_display_calls {
	/* A person chose something on the screen: kind is not NONE. lookup is what a page of the
	 * look-up showed; NULL: it was another page. */
	void (*choose)(const struct kiosk_view *view, const struct lookup_view *lookup,
		struct kiosk_target target, void *userdata);
	/* shown: the display works; false: there is none. above_mm: so far above what a person in a
	 * wheelchair reaches are keys of the pages shown until now; 0 none. no_lookup: the board
	 * has the look-up, and the screen no room for it or for the key that leads there: at most
	 * for a code that leads to a phone. Called on opening, at each redraw, and when one of
	 * these changes. */
	void (*health)(bool shown, int above_mm, bool no_lookup, void *userdata);
};

/* Opens the board's screen; *ret stays NULL when it has none. Logs its errors. When a person closes
 * the window, the loop ends. */
int kiosk_display_open(const struct kiosk_context *context, const struct kiosk_display_calls *calls,
	void *userdata, struct kiosk_display **ret) _warn_unused_;
void kiosk_display_close(struct kiosk_display *display);
DEFINE_CLEANUP(struct kiosk_display *, kiosk_display_close);

/* The view may have changed: draws soon. Waits a little for the hub's answer and for the slip,
 * which matter more to the visitor. Accepts NULL, as does the next function. */
void kiosk_display_show(struct kiosk_display *display);
/* What the screen shows, or would show; and its size, 1280x800 without one. */
void kiosk_display_fill_view(const struct kiosk_context *context, struct kiosk_view *view);
/* The same of a page of the look-up, in a view filled before. Returns whether there is one now;
 * else lookup is zeros. */
bool kiosk_display_fill_lookup(
	const struct kiosk_context *context, struct kiosk_view *view, struct lookup_view *lookup);
struct kiosk_size kiosk_display_size(const struct kiosk_display *display);
/* The hub's client, from now on; and: somebody there looks at the screen, seen as for
 * screen_report_look. */
void kiosk_display_use(struct kiosk_display *display, struct client *client);
void kiosk_display_look(struct kiosk_display *display, bool seen);
/* The slip is on its way to the printer: draw without waiting any longer. */
void kiosk_display_hurry(struct kiosk_display *display);
