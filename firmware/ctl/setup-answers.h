/* SPDX-License-Identifier: Apache-2.0 */
/* A file of answers for "layso setup --answers": lines of "question = answer" and "#" comments, for
 * the second board of a kind. Pure. */
#pragma once

#include <stdbool.h>

#include "base/text.h"
#include "ctl/setup-plan.h"

enum { SETUP_ANSWERS_SIZE = 64 * 1024 };

struct setup_answer {
	char id[SETUP_ID_SIZE];
	char text[SETUP_TEXT_SIZE];
	int line; /* in the file, from 1 */
	bool used;
};

struct setup_answers {
	int n;
	struct setup_answer *answer; /* heap */
};

void setup_answers_done(struct setup_answers *answers);
/* −EINVAL: *ret_error (heap) says the line and what is wrong with it. ret is the caller's to free
 * also then. */
int setup_answers_parse(
	const char *text, struct setup_answers *ret, char **ret_error) _warn_unused_;
/* NULL: the file does not answer it. It then counts as used. */
const struct setup_answer *setup_answers_find(struct setup_answers *answers, const char *id);
/* Answers a question, or answers it anew. −EMSGSIZE: name or answer is too long. */
int setup_answers_put(
	struct setup_answers *answers, const char *id, const char *text) _warn_unused_;
/* Takes an answer back; one that was never given is none. */
void setup_answers_drop(struct setup_answers *answers, const char *id);
/* Answers everything anew that is asked after before: from the file, else with what is answered
 * when nothing is said. Nothing is tried. −EINVAL: ret_id names the question whose answer cannot be
 * taken, *ret_reason is the key of a phrase that says why. */
int setup_answers_apply(struct setup_answers *answers, const struct setup *before,
	struct setup *ret, char ret_id[SETUP_ID_SIZE], const char **ret_reason) _warn_unused_;
/* The first answer to a question that was not asked; NULL none. */
const struct setup_answer *setup_answers_unused(const struct setup_answers *answers);
/* All answers of a setup as such a file; no secret is in it. */
void setup_answers_write(const struct setup *setup, struct textbuf *out);
