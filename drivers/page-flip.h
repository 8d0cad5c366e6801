/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the last page flip is complete: until then the kernel takes no other, and a display pipe
 * that fails completes none. Pure.
 *
 *     IDLE ── begin ──► UNDER WAY ── end ──► IDLE
 *                          └── STUCK_MS later ──► STUCK ── end ──► IDLE
 *                                                   └── LOST_MS after begin ──► LOST ── end ──►
 * IDLE
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	PAGE_FLIP_STUCK_MS = 3000, /* a display completes 60 page flips a second */
	PAGE_FLIP_LOST_MS = 30000, /* a television takes less time to wake up */
};

enum page_flip_state { PAGE_FLIP_IDLE, PAGE_FLIP_UNDER_WAY, PAGE_FLIP_STUCK, PAGE_FLIP_LOST };

/* Filled with zeros: idle. */
struct page_flip {
	enum page_flip_state state;
	int64_t since_ms;
};

/* The kernel has taken a page flip, or says that it is complete. */
void page_flip_begin(struct page_flip *flip, int64_t now_ms);
void page_flip_end(struct page_flip *flip);
/* Whether time alone has changed the state. */
bool page_flip_tick(struct page_flip *flip, int64_t now_ms);
/* False while the display shows nothing new, although it should have long ago. */
bool page_flip_works(const struct page_flip *flip);
