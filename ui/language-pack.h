/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The texts of a language that local people write: one object with the keys of the first language's
 * file. A text that is missing or "" is a hole, and the first language is shown there; keys that
 * begin with "#" are for those who write, and hold what the first language says. Pure.
 */
#pragma once

#include <jansson.h>

#include "base/text.h"

struct language_report {
	int texts; /* that the first language has */
	int filled;
	int faults; /* texts that would be wrong on a screen, and keys that no program asks for */
	struct textbuf lines; /* each fault, then each hole */
};

/* Compares a pack with the first language's texts. Free with language_report_done. */
void language_check(const json_t *first, const json_t *pack, struct language_report *ret);
void language_report_done(struct language_report *report);

/* A pack to write in: what pack (NULL: none yet) has, holes as "", each beside the first language's
 * text. */
void language_put_words(const json_t *first, const json_t *pack, struct textbuf *out);
