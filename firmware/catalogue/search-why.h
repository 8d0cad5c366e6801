/* SPDX-License-Identifier: Apache-2.0 */
/* Why a procedure was found: which of its words the question has. Pure. */
#pragma once

#include "catalogue/procedure.h"
#include "catalogue/search-words.h"

enum search_why_in {
	SEARCH_WHY_CODE,
	SEARCH_WHY_EVERYDAY,
	SEARCH_WHY_KEYWORDS,
	SEARCH_WHY_NAME,
	SEARCH_WHY_SECTOR,
	SEARCH_WHY_WORDS, /* everyday words that the list of words has for its words */
	SEARCH_WHY_SIMILAR, /* only words that are written similarly */
	SEARCH_WHYS
};
const char *search_why_name(enum search_why_in in); /* "code" … */

struct search_why {
	enum search_why_in in;
	char text[200]; /* as the procedure writes it, cut; "" of SIMILAR */
};

/* words may be NULL. The most words in a row count; words that say nothing do not begin or end
 * them. */
void search_why_find(const char *question, const struct search_words *words,
	const struct procedure *procedure, struct search_why *ret);
