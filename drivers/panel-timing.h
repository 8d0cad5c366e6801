/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is a matter of time on a panel: when a button was moved, how long it is held, and when a
 * lamp that blinks is lit. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "drivers/panel-settings.h"

/*
 * The kernel's edge events: none missed, and when each happened.
 *
 * The kernel numbers the events of a request from 1. When nobody reads for long it throws the
 * oldest away, which is seen as a gap: then the lines are to be read anew. With debouncing it
 * timestamps an event when the line has been quiet for the period, not when the finger came.
 */
struct panel_edges {
	uint64_t last; /* the number of the last event; 0 none yet */
	int debounce_ms;
};

/* Takes an event's number; how many are missing before it. */
uint64_t panel_edges_take(struct panel_edges *edges, uint64_t number);
/* When the button was moved, monotonic, of the kernel's timestamp; not after now. */
int64_t panel_edges_time_us(const struct panel_edges *edges, uint64_t timestamp_ns, int64_t now_us);

/* Which buttons are down, and which are stuck: held since the panel came, or for longer than a
 * person does. */
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

/* When a lamp that blinks is lit. All that blink do so together. */
enum { LAMP_BLINK_MS = 500, LAMP_FLASH_MS = 200 }; /* lit so long, dark so long */

bool panel_lamp_lit(enum lamp lamp, int64_t now_ms);
/* When one of n lamps changes next; −1 none does. */
int64_t panel_lamps_next_ms(const enum lamp *lamps, int n, int64_t now_ms);
