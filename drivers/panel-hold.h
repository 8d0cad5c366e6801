/* SPDX-License-Identifier: Apache-2.0 */
/* Which buttons are down, and which are stuck: held since the panel came, or for longer than a
 * person does. Pure. */
#pragma once

#include <stdint.h>

#include "drivers/panel.h"

enum { PANEL_STUCK_MS = 15000 };

struct panel_hold {
	struct {
		bool down;
		bool stuck;
		int64_t since_ms;
	} button[PANEL_BUTTONS_MAX];
};

enum panel_news {
	PANEL_NEWS_NONE, /* known already */
	PANEL_NEWS_PRESS,
	PANEL_NEWS_RELEASE,
	PANEL_NEWS_STUCK,
	PANEL_NEWS_FREE, /* was stuck, is released: no press, no release */
};

/* A button is down or up. first: it is how the panel came, not something somebody did. */
enum panel_news panel_hold_take(
	struct panel_hold *hold, int button, bool down, bool first, int64_t now_ms);
/* A button that has become stuck by now; −1 none. Call until there is none. */
int panel_hold_next_stuck(struct panel_hold *hold, int64_t now_ms);
/* When a button will become stuck if nobody lets go; 0 never. */
int64_t panel_hold_deadline(const struct panel_hold *hold);
