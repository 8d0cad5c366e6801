/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One page for each role: what one does from morning to evening. The texts stand in ui/strings,
 * numbered in the order of reading, and there are as many as the first language has:
 *
 *     guide.clerk.title     whose guide it is
 *     guide.clerk.lead      a sentence above all
 *     guide.clerk.1         a part's heading; 1 is also what marks it in the picture
 *     guide.clerk.1.1       a step of it
 *
 * In a step {page.action.finish} stands for that text, so that a key has the name that it has on
 * the page, and [F] for a key of the keyboard, [page.keys.space] for one that has a name. The same
 * source makes pages and PDF files. Pure.
 */
#pragma once

#include <stdbool.h>

#include "base/text.h"
#include "ui/phrases.h"

enum { GUIDE_KEY_SIZE = 48, GUIDE_PARTS_MAX = 12, GUIDE_STEPS_MAX = 8 };

/* The roles that have a guide, in order; NULL after the last. */
const char *guide_role(size_t place);
bool guide_is_role(const char *role);

/* The key of a step; of a part's heading with step 0. Parts and steps are counted from 1. */
void guide_key(char ret[GUIDE_KEY_SIZE], const char *role, int part, int step);
/* Whether the first language has such a text. */
bool guide_has(const struct phrases *phrases, const char *role, int part, int step);

/* What a text of a page and a key of the keyboard stand between. */
struct guide_tags {
	const char *text_open, *text_close;
	const char *key_open, *key_close;
};

/* Adds a text with what it refers to filled in, escaped as HTML and Pango's markup want it. */
void guide_put(const struct phrases *phrases, const char *language, const char *key,
	const struct guide_tags *tags, struct textbuf *out);

/* A language that there are words in: that one, or the first. Valid as long as phrases. */
const char *guide_language(const struct phrases *phrases, const char *language);
