/* SPDX-License-Identifier: Apache-2.0 */
/* What is answered: search.h says how. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "catalogue/procedure-code.h"

enum {
	SEARCH_HITS = 20,
	SEARCH_CHOICES = 5,
	SEARCH_LABEL_SIZE = 512,
	SEARCH_QUERY_MAX = 800, /* bytes of a question that are read */
	SEARCH_TEXT_MAX = 4000, /* bytes of one text of a record that are indexed */
};

struct search_hit {
	char key[PROCEDURE_KEY_MAX + 1];
	char name[SEARCH_LABEL_SIZE]; /* cut where it is longer */
	char sector[SEARCH_LABEL_SIZE];
	double score; /* only to be compared inside one answer */
};

/* One choice of a question back: a procedure, or the procedures of a sector. */
struct search_choice {
	const char *label; /* a hit's name or sector, inside the answer */
	bool sector;
	size_t hits[SEARCH_HITS]; /* places in the answer's hits, best first */
	size_t hit_count;
};

struct search_answer {
	struct search_hit hits[SEARCH_HITS]; /* best first */
	size_t hit_count;
	/* 0: the first hit is meant. Else two to SEARCH_CHOICES, to be asked before the list. */
	struct search_choice choices[SEARCH_CHOICES];
	size_t choice_count;
};
