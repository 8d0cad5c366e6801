/* SPDX-License-Identifier: Apache-2.0 */
/* The words of reports and of the tables that are imported: report.* and import.* of ui/strings.
 * What only reads phrases here may run on any thread. */
#pragma once

#include "base/grid.h"
#include "queue/dossier.h"
#include "queue/evaluation.h"
#include "ui/phrases.h"

#define REPORT_LANGUAGE_NONE "none" /* the names that JSON has, for programs */

/* Of a CSV: headings, and the words among the keys. */
struct report_words {
	const struct phrases *phrases;
	const char *language; /* "" the first; or REPORT_LANGUAGE_NONE */
};

/* Whether a report can be in a language; otherwise *ret_known (heap) lists those that it can. */
bool report_language_is_known(
	const struct phrases *phrases, const char *language, char **ret_known) _warn_unused_;

/* The word of a name: in the language, else in the first, else the name itself. */
const char *report_word(const struct report_words *words, const char *name);

/* The text of a whole key of ui/strings: in the language, else in the first, else the key. */
const char *report_find_phrase(const struct report_words *words, const char *key);
/* The language that texts of the site are to be in. */
const char *report_language(const struct report_words *words);

/* What people call a column where its unit shows ("figures.col.wait_median_s"), else its word. */
const char *report_label(const struct report_words *words, const char *name);

/* As "report.separator" and "number.decimal" say that it is at home with the language: an Excel set
 * to Vietnam takes 97.40 for 9740 without a word, while one that is set to another country shows a
 * table with semicolons in a single column, which everybody sees. */
struct csv_style report_csv_style(const struct report_words *words);

/* What an import's table may say in any of the languages: the words of reports, and what offices
 * write ("import.heading.received", "import.half_day"). *ret is the caller's to free, its texts are
 * those of phrases. */
size_t report_import_words(const struct phrases *phrases, struct dossier_word **ret);
/* The same of an evaluation's figures ("import.evaluation.numerator"). */
size_t report_evaluation_words(const struct phrases *phrases, struct evaluation_word **ret);
