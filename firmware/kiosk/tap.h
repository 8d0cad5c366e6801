/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which key a finger meant. A key counts when the finger came down on it and is lifted from it:
 * a visitor who has touched the wrong key may slide off it. A key was not meant if it
 *
 *   - appeared, or moved, under the finger while the finger was on the glass;
 *   - is younger than TAP_SEE_MS: nobody can have read it and chosen;
 *   - appeared within TAP_AGAIN_MS after a tap, at the tap's place or near it: that is the second
 *     tap of slow hands, meant for the previous key. So are a third and a fourth, until
 *     TAP_AGAIN_MAX_MS after the keys appeared.
 *
 * A visitor who has read the new page and taps another place on it is not delayed after TAP_SEE_MS.
 * Pure; times are monotonic.
 */
#pragma once

#include "ui/kiosk-layout.h"

enum {
	TAP_SEE_MS = 500,
	TAP_AGAIN_MS = 1200, /* people of eighty tap twice within a second */
	TAP_AGAIN_MAX_MS = 2000,
	TAP_NEAR = 8, /* near: within this fraction of the screen's shorter side, 2 to 3 cm */
};

struct tap {
	int64_t shown_ms; /* when the present keys appeared; 0 never */
	bool tapped; /* last_ms, last_x and last_y are valid */
	int64_t last_ms; /* when a finger last touched, on a key or beside it … */
	int last_x, last_y; /* … and where */
	struct kiosk_target pressed; /* the key that the finger went down on and meant */
};

/* Another page is shown. other_keys: its keys are not the previous page's, in the same places. */
void tap_shown(struct tap *tap, bool other_keys, int64_t now_ms);

/* A finger came down on the page. */
void tap_down(struct tap *tap, const struct kiosk_layout *layout, int x, int y, int64_t now_ms);
/* Returns whether the finger has just left its key. */
bool tap_move(struct tap *tap, const struct kiosk_layout *layout, int x, int y);
/* Returns the key that was meant. */
struct kiosk_target tap_up(
	struct tap *tap, const struct kiosk_layout *layout, int x, int y, int64_t now_ms);
