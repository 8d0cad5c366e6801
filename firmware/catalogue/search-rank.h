/* SPDX-License-Identifier: Apache-2.0 */
/* How well a procedure answers a question, and when to ask back. Inside of the search; pure. */
#pragma once

#include "catalogue/search-answer.h"
#include "catalogue/search-query.h"

/* A row of the index. */
struct search_entry {
	const char *key;
	const char *name;
	const char *everyday;
	const char *keywords;
	const char *sector;
	bool common; /* wins when all else is equal */
};

/* From 0 (nothing in common) upwards. Comparable for one question alone. */
double rank_score(const struct query *query, const struct search_entry *entry,
	const struct vocabulary *vocabulary, const struct search_words *words);

/* The most that rank_score can give an entry whose terms have this sum of query_term.most. */
double rank_score_max(double most);

/* Fills the answer's choices from its hits, which are in order. */
void rank_choices(struct search_answer *answer);
