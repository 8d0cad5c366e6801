/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kernel's edge events: none missed, and when each happened. Pure.
 *
 * The kernel numbers the events of a request from 1. When nobody reads for long it throws the
 * oldest away, which is seen as a gap: then the lines are to be read anew. With debouncing it
 * timestamps an event when the line has been quiet for the period, not when the finger came.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct panel_edges {
	uint64_t last; /* the number of the last event; 0 none yet */
	int debounce_ms;
};

/* Takes an event's number; how many are missing before it. */
uint64_t panel_edges_take(struct panel_edges *edges, uint64_t number);
/* When the button was moved, monotonic, of the kernel's timestamp; not after now. */
int64_t panel_edges_time_us(const struct panel_edges *edges, uint64_t timestamp_ns, int64_t now_us);
