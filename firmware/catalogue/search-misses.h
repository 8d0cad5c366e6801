/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was searched for and not found: a text and how often. For staff, who learn from it which
 * words people use. There is no trace of who asked, or where; when is known by the month alone, so
 * that what nobody asks any more goes. A text that can be somebody's is not kept: one with five
 * digits or more (identity cards, telephones, dates of birth, number plates) or with an @. Bounded:
 * a text is cut, and of too many the one that was asked least goes, so that nobody can flush what
 * people really ask. Pure.
 */
#pragma once

#include <jansson.h>

#include "base/cleanup.h"
#include "base/zone.h"

enum {
	MISSES_MAX = 500,
	MISS_CHARACTERS = 60, /* of a text; the rest is cut */
	MISS_DIGITS = 4, /* a text with more is not kept */
	MISS_MONTHS = 3, /* what was not asked for longer goes */
	MISS_MONTH_LENGTH = 7, /* "2026-11" */
	MISS_COUNT_MAX = 1000000,
};

struct search_miss {
	char month[MISS_MONTH_LENGTH + 1]; /* the last one in which it was asked */
	char text[4 * MISS_CHARACTERS + 1]; /* as it was written first, spaces single */
	int count; /* the same without marks, case and punctuation is the same */
};

struct search_misses {
	size_t n;
	struct search_miss miss[MISSES_MAX]; /* in the order in which they came first */
};

/* Whether a text may be kept: it cannot be somebody's, and there are words in it. */
bool search_miss_may_be_kept(const char *text);

/* Counts a text, which was asked on that day. False: it was none, or may not be kept. */
bool search_misses_add(struct search_misses *misses, const char *day, const char *text);

/* [{"month", "text", "count"}, …]; reading leaves out what makes no sense. */
json_t *search_misses_to_json(const struct search_misses *misses) _warn_unused_;
void search_misses_from_json(struct search_misses *misses, const json_t *list);
