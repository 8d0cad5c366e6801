/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What "layso setup --page" and its page say to each other, as JSON. Pure.
 *
 * The page sends {"code", "language", "do", …}; each answer is all that there is to show:
 * {"found", "questions", "wrong", "changes", "busy", "result", "written"}.
 */
#pragma once

#include <jansson.h>

#include "ctl/setup-words.h"

enum { SETUP_CODE_DIGITS = 8 };

enum setup_act {
	SETUP_ACT_LOOK,
	SETUP_ACT_ANSWER, /* id, value */
	SETUP_ACT_TRY, /* id: a trial */
	SETUP_ACT_PRESS, /* id: wait for the press of this button */
	SETUP_ACT_LIGHT, /* value: a line */
	SETUP_ACT_SHOW, /* numbers on the screens */
	SETUP_ACT_ADMIN, /* name, secret */
	SETUP_ACT_WRITE,
	SETUP_ACTS
};

struct setup_wish {
	enum setup_act act;
	const char *language, *id, *value, *name, *secret; /* borrowed; "" not said */
};

/* −EACCES: the code is not this one; −EINVAL: what is wanted is not known. */
int setup_wish_parse(const json_t *request, const char *code, struct setup_wish *ret) _warn_unused_;

/* Whether a question is the page's: files of this computer, secrets and the last word are not. */
bool setup_is_for_page(enum setup_kind kind);
/* The devices that were found, by kind: [{"name", "text"}]. */
json_t *setup_found_json(const struct setup_found *found);
/* [{"id", "kind", "item", "text", "value", "trial", "choices": [{"value", "label", "text"}]}] */
json_t *setup_questions_json(const struct setup_words *words, const struct setup *setup);
