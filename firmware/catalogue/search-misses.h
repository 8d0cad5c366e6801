/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was searched for and not found: a day, a text, how often. For staff, who learn from it which
 * words people use. There is no trace of who asked, where, or at what time of the day. A text that
 * can be somebody's is not kept: one with five digits or more (identity cards, telephones, dates of
 * birth, number plates) or with an @. Bounded: a text is cut, the oldest goes. Pure.
 */
#pragma once

#include <jansson.h>

#include "base/cleanup.h"
#include "base/zone.h"

enum {
	MISSES_MAX = 500,
	MISS_CHARACTERS = 60, /* of a text; the rest is cut */
	MISS_DIGITS = 4, /* a text with more is not kept */
	MISS_DAYS = 92, /* older ones go */
	MISS_COUNT_MAX = 1000000,
};

struct search_miss {
	char day[DAY_LENGTH + 1];
	char text[4 * MISS_CHARACTERS + 1]; /* as it was written first, spaces single */
	int count; /* on that day; the same without marks, case and punctuation is the same */
};

struct search_misses {
	size_t n;
	struct search_miss miss[MISSES_MAX]; /* in the order in which they came first */
};

/* Counts a text. False: it was none, or may not be kept. */
bool search_misses_add(struct search_misses *misses, const char *day, const char *text);

/* [{"day", "text", "count"}, …]; reading leaves out what makes no sense. */
json_t *search_misses_to_json(const struct search_misses *misses) _warn_unused_;
void search_misses_from_json(struct search_misses *misses, const json_t *list);
