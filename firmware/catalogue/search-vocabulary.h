/* SPDX-License-Identifier: Apache-2.0 */
/* The words that stand in the index, and what finding one is worth. Inside of the search; pure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "catalogue/vn-fold.h"

enum {
	TERM_SIZE = 2 * VN_PLAIN_SIZE + 2,
};

/* A word that stands in the index or in a rule. */
struct vocabulary_word {
	char plain[VN_PLAIN_SIZE];
	char sound[VN_PLAIN_SIZE];
	int64_t count; /* entries that have it; 0: a rule alone */
	double rarity;
};

struct vocabulary {
	struct vocabulary_word *words; /* by plain */
	size_t count;
	int64_t entries;
};

/* How many entries have a term. */
typedef int64_t query_count_fn(void *context, const char *term);

/* Of pairs: "khai_sinh". ret has TERM_SIZE bytes. */
void query_pair(const char *first, const char *second, char *ret);
/* The same of words whose sounds are known. */
void query_pair_of_sounds(const char *first, const char *second, char *ret);
uint32_t query_hash(const char *text);
/* What it is worth that count of entries have a term. */
double query_rarity(int64_t count, int64_t entries);
const struct vocabulary_word *vocabulary_find(
	const struct vocabulary *vocabulary, const char *plain);
