/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of the hall's media area: which of the site's "pages" is shown when. They take turns
 * with what the area shows without them (the last call, a welcome, "closed"), which has the first
 * rest_ms of each round (PAGES_REST_MS, or 0 when the hub has not been heard of yet). A round
 * begins at the last call, so that a call that has just been announced stays for a while. Pure.
 *
 *     page                                                       shown
 *     "on": false; nothing in it; its picture is not here        no
 *     with "from" or "to", and the day is not known              no
 *     before its first day, after its last day                   no
 *     else                                                       for its "seconds"
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum { PAGES_REST_MS = 20000, PAGES_SECONDS = 12 /* unless a page says another number */ };

struct pages_turn {
	int index; /* of the site's pages; −1 none: it is not their turn */
	int64_t left_ms; /* until this can change; INT64_MAX never, by time alone */
};

/* pages is the site's list, NULL or what is no list: empty. day is "2026-11-23", "" not known.
 * since_ms, from 0: since the last call. has tells whether a picture is here. */
struct pages_turn pages_find(const json_t *pages, const char *day, int64_t since_ms,
	int64_t rest_ms, bool (*has)(const char *picture, void *userdata), void *userdata);
