/* SPDX-License-Identifier: Apache-2.0 */
/* How the questions of "layso setup" and their answers are said, in the terminal as on the page.
 * Pure. */
#pragma once

#include "ctl/setup-plan.h"
#include "ui/phrases.h"

struct setup_words {
	const struct phrases *phrases;
	const char *language;
};

/* The kind's name, which ends its phrases' keys: "printer". */
const char *setup_words_kind(enum setup_kind kind);
/* What is asked. Heap. */
char *setup_words_question(
	const struct setup_words *words, const struct setup *setup, struct setup_question question);
/* A value as a person reads it: words of ours in their language. Heap. */
char *setup_words_value(const struct setup_words *words, const char *value);
/* The other way round: what was typed may be a word of the person's language. Borrowed. */
const char *setup_words_meant(const struct setup_words *words, const char *typed);
