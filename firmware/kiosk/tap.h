/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which key a finger meant. A key counts when the finger came down on it and left it there: whoever
 * slips may slide away. Not meant is a key that
 *
 *   - came, or came elsewhere, under the finger while it was on the glass;
 *   - is younger than TAP_SEE_MS: nobody has read it and chosen;
 *   - came within TAP_AGAIN_MS after a tap and under its place, or near it: that is the second tap
 *     of slow hands, on the key that was there before. A third and a fourth are, too, until
 *     TAP_AGAIN_MAX_MS after the keys came.
 *
 * Who has read the new page and reaches for another place of it loses nothing after TAP_SEE_MS.
 * Pure; times are monotonic.
 */
#pragma once

#include "ui/kiosk-screen.h"

enum {
	TAP_SEE_MS = 500,
	TAP_AGAIN_MS = 1200, /* people of eighty tap twice within a second */
	TAP_AGAIN_MAX_MS = 2000,
	TAP_NEAR = 8, /* near is less than this part of the screen's shorter side: 2 to 3 cm */
};

struct tap {
	int64_t shown_ms; /* since when the keys are as they are; 0 never */
	bool tapped; /* last_… is known */
	int64_t last_ms; /* when a finger touched last, on a key or beside it … */
	int last_x, last_y; /* … and where */
	struct kiosk_target pressed; /* the key that the finger went down on, and means */
};

/* Another view is shown: before is the one that was, NULL none. */
void tap_shown(struct tap *tap, const struct kiosk_view *before, const struct kiosk_view *view,
	int64_t now_ms);

/* A finger on the screen of this size that shows the view. */
void tap_down(struct tap *tap, const struct kiosk_view *view, int width, int height, int x, int y,
	int64_t now_ms);
/* Returns whether the finger has just left its key. */
bool tap_move(struct tap *tap, const struct kiosk_view *view, int width, int height, int x, int y);
/* Returns the key that was meant. */
struct kiosk_target tap_up(struct tap *tap, const struct kiosk_view *view, int width, int height,
	int x, int y, int64_t now_ms);
