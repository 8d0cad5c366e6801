/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question taken apart: which words of the procedures it may mean, and what each is worth.
 * Inside of the search. Pure but for the counts, which are asked of the index.
 *
 * A question is a list of concepts. Each concept has alternatives (as typed, as corrected, as the
 * official words say it), each alternative is a set of terms, and a procedure gets of a concept
 * what its best alternative gives. Terms are plain words, and pairs of neighbours by their sound:
 * "khai_sinh". Pairs matter, for a Vietnamese word often has two syllables.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "catalogue/search-vocabulary.h"
#include "catalogue/search-words.h"

enum {
	QUERY_WORDS = 24,
	QUERY_TERMS = 256,
	QUERY_USES = 1024,
	QUERY_ALTERNATIVES = 256,
	QUERY_CONCEPTS = 64,
};

/* Something that may be found in an entry. */
struct query_term {
	char text[TERM_SIZE];
	char telex[VN_TELEX_SIZE]; /* of a word whose marks are known; else "" */
	uint32_t hash;
	int64_t count;
	double rarity;
	double weight; /* the most that it can add to a concept; chooses the rows to compare */
	double most; /* … to all concepts together */
	size_t concept; /* the last that it was seen in, from 1 on, */
	double most_before; /* and to the ones before that */
	bool pair;
};

/* Terms [first, first + count) of the uses. */
struct query_alternative {
	size_t first;
	size_t count;
	double total; /* sum of its terms' rarity */
	double factor;
};

/* Alternatives [first, first + count). */
struct query_concept {
	size_t first;
	size_t count;
	double weight;
};

struct query {
	struct query_term terms[QUERY_TERMS];
	size_t term_count;
	uint16_t uses[QUERY_USES];
	size_t use_count;
	struct query_alternative alternatives[QUERY_ALTERNATIVES];
	size_t alternative_count;
	struct query_concept concepts[QUERY_CONCEPTS];
	size_t concept_count;
	bool marked; /* the question has marks, so that their absence says something */
};

/* Of words (without those that nobody knows) to terms. */
void query_parse(struct query *query, const char *question, const struct vocabulary *vocabulary,
	const struct search_words *rules, query_count_fn *count, void *context);
