/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The timing of a panel: when a button was moved, how long it is held, and when a blinking lamp is
 * lit. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "drivers/panel-settings.h"

/*
 * Tracks the kernel's edge events: whether any was missed, and when each happened.
 *
 * The kernel numbers the events of a request from 1. When nobody reads for long, it drops the
 * oldest ones, which shows as a gap in the numbers: then the lines must be read again. With
 * debouncing, the kernel timestamps an event when the line has been quiet for the period, not when
 * the button was moved.
 */
struct panel_edges {
	uint64_t last; /* the number of the last event; 0 none yet */
	int debounce_ms;
};

/* Records an event's number; returns how many events are missing before it. */
uint64_t panel_edges_take(struct panel_edges *edges, uint64_t number);
/* When the button was moved, monotonic, from the kernel's timestamp; never later than now_us. */
int64_t panel_edges_time_us(const struct panel_edges *edges, uint64_t timestamp_ns, int64_t now_us);

/* Which buttons are down, and which are stuck: held since the panel was connected, or longer than a
 * person would hold one. */
enum { PANEL_STUCK_MS = 15000 };

struct panel_hold {
	struct {
		bool down;
		bool stuck;
		int64_t since_ms;
	} button[PANEL_BUTTONS_MAX];
};

enum panel_news {
	PANEL_NEWS_NONE, /* no change */
	PANEL_NEWS_PRESS,
	PANEL_NEWS_RELEASE,
	PANEL_NEWS_STUCK,
	PANEL_NEWS_FREE, /* a stuck button was released: neither a press nor a release */
};

/* Records that a button is down or up. first: the position when the panel was connected, not a
 * person's action. */
enum panel_news panel_hold_take(
	struct panel_hold *hold, int button, bool down, bool first, int64_t now_ms);
/* Returns a button that has become stuck by now; −1 none. Call until it returns −1. */
int panel_hold_next_stuck(struct panel_hold *hold, int64_t now_ms);
/* When the next button will become stuck if it stays down; 0 never. */
int64_t panel_hold_deadline(const struct panel_hold *hold);

/* When a blinking lamp is lit. All lamps of one rate blink together. */
enum { LAMP_BLINK_MS = 500, LAMP_FLASH_MS = 200 }; /* lit for this long, then dark for as long */

bool panel_lamp_lit(enum lamp lamp, int64_t now_ms);
/* When one of the n lamps changes next; −1 none does. */
int64_t panel_lamps_next_ms(const enum lamp *lamps, int n, int64_t now_ms);
