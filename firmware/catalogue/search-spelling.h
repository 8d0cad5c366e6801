/* SPDX-License-Identifier: Apache-2.0 */
/* What a word of a question may have been meant to be: Telex that stayed, missing spaces, slips of
 * the finger, and spellings that sound the same. Inside of the search; pure. */
#pragma once

#include <stdbool.h>

#include "catalogue/search-vocabulary.h"

enum {
	SPELLING_PIECES = 6,
	QUERY_CORRECTIONS = 3,
};

/* A word's spellings, the likeliest first; at least one. */
struct spelled_word {
	struct vn_word choices[QUERY_CORRECTIONS];
	double factors[QUERY_CORRECTIONS]; /* how sure: 1 as typed */
	size_t count;
	bool certain; /* as typed, so that its marks count */
};

/* Takes words apart that were typed without a space between; one piece when they were not. */
size_t spelling_split(const struct vn_word *word, const struct vocabulary *vocabulary,
	query_count_fn *count, void *context, struct vn_word ret[SPELLING_PIECES]);

/* The spellings of one word. Compares it with each word of the vocabulary when it is unknown. */
void spelling_correct(
	const struct vn_word *word, const struct vocabulary *vocabulary, struct spelled_word *ret);

/* Letters to insert, drop, change, or swap with their neighbour; more than limit is limit + 1. */
int spelling_distance(const char *one, const char *two, int limit);
