/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a number is said: 0 to 9,999 as the words of a grammar, which a voice pack names. Pure.
 *
 *   "vietnamese"  105 một trăm linh năm, 115 một trăm mười lăm, 1021 một nghìn không trăm hai mươi
 *                 mốt, 24 hai mươi tư
 *   "english"     105 one hundred and five, 1021 one thousand and twenty one
 *   "digits"      105 as its digits 1 0 5, for a language whose numbers nobody has written down
 * here
 */
#pragma once

#include <stddef.h>

#include "base/text.h"

enum {
	SPOKEN_MAX = 9999, /* the greatest number */
	SPOKEN_WORDS_MAX = 10, /* words in a number */
};

/* One word and the clip that says it. The clip of a word that is a number by itself is that
 * number's: "number-5" says "năm". */
struct spoken_word {
	const char *clip;
	const char *text;
};

struct spoken_grammar;

/* NULL: there is no grammar of this name. */
const struct spoken_grammar *spoken_grammar_find(const char *name);
const char *spoken_grammar_name(const struct spoken_grammar *grammar);

/* Every word of the grammar, by its place from 0; NULL after the last. */
const struct spoken_word *spoken_grammar_word(const struct spoken_grammar *grammar, size_t place);

/* The words of a number, first to last; returns how many, 0 outside 0 … SPOKEN_MAX. */
int spoken_number(const struct spoken_grammar *grammar, int value,
	const struct spoken_word *ret_words[SPOKEN_WORDS_MAX]);

/* The words of a number with blanks between. */
void spoken_number_text(const struct spoken_grammar *grammar, int value, struct textbuf *out);

/* What stands in a text beside its numbers. "" where the grammar says nothing for it. */
struct spoken_marks {
	const char *date, *month, *year; /* before each of them; month "": by its name */
	const char *hour, *until, *comma, *point, *percent;
	const char *slash, *per, *and, *at;
	const char *ordinal, *first, *fourth; /* the word before an ordinal, and two of them */
};

/* NULL: the grammar has none, since it says digits. */
const struct spoken_marks *spoken_grammar_marks(const struct spoken_grammar *grammar);

/* The same of a number up to SPOKEN_LARGE_MAX: "mười lăm nghìn", "four billion". */
#define SPOKEN_LARGE_MAX INT64_C(999999999999)
void spoken_number_large(const struct spoken_grammar *grammar, int64_t value, struct textbuf *out);
