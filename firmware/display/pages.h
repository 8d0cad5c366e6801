/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The site's pages, in turns: which one stands when, in the main panel of a hall's screen or on a
 * notice board. In a hall they take turns with what the panel shows without them (the last call, a
 * welcome, "closed"), which has the first rest_ms after the last call, and after each round. A call
 * interrupts a page; later the turns go on where they stopped, so that in a busy hall the last page
 * comes as often as the first. Where calls come so close together that no page has stood for
 * PAGES_LATEST_MS, the next one does not wait for the rest after a call, only for the end of its
 * announcement, until it has stood for as long as it takes to read. Pure.
 *
 *     page                                                       shown
 *     for the other place; "on": false; nothing in it;           no
 *     its picture is not here
 *     with "from" or "to", and the time is not known             no
 *     before its "from", after its "to" (a day: after its end;   no, from that minute on
 *     a day with a time: from that minute on)
 *     else                                                       for its "seconds", each of its
 * parts
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "display/page-table.h"

enum {
	PAGES_REST_MS = 20000,
	PAGES_SECONDS = 12, /* unless a page says another number */
	PAGES_AGAIN_MS = 3000, /* an interrupted page with less to go has had its turn */
	PAGES_LATEST_MS = 180000,
};

/* What the turns depend on; borrowed for the call. */
struct pages_now {
	const json_t *pages; /* the site's list; NULL or what is no list: empty */
	struct page_reading reading;
	const char *time; /* local, "2026-11-23T08:00"; "" not known */
	int64_t boot_ms;
	bool held; /* nothing is shown: a call is being announced */
	int64_t rest_ms; /* 0 on a board, and while the hub has not been heard of */
	int64_t called_ms; /* boot_ms of the last call */
	bool (*has)(const char *picture, void *userdata); /* tells whether a picture is here */
	void *userdata;
};

/* Where the turns are; zeros to begin with. */
struct pages_turns {
	int page, part; /* that stands, or is next */
	int64_t gone_ms; /* of its time */
	bool stands;
	int64_t seen_ms; /* boot_ms of the last step, while it stands */
	int64_t round_ms; /* boot_ms of the last round's end; 0 none yet */
	int64_t read_ms; /* that pages have stood since due_ms was set, less than PAGES_SECONDS */
	int64_t due_ms; /* boot_ms from which the next page is overdue; 0 not yet set */
};

struct pages_turn {
	int index; /* of the site's pages; −1 none: it is not their turn */
	int part; /* of its table, from 0 */
	int64_t left_ms; /* until this can change; INT64_MAX never, by time alone */
};

/* Whether a page that is for here is not shown because the time is not known. */
bool pages_held_back(const struct pages_now *now);
/* Goes on to now, which is not before the last step. */
struct pages_turn pages_step(struct pages_turns *turns, const struct pages_now *now);
