/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people say, and what the procedures call it: the list of everyday words.
 *
 * A line says "everyday words | others = official words | other official words"; the same everyday
 * words may stand in several lines, and all of them hold. "~" instead of "=" is a hint that counts
 * half ("cụ già ~ người cao tuổi"). "everyday words = -" makes words that say nothing
 * about what is wanted ("xin", "tôi muốn"); they count little. "words = !" are of official names,
 * which they make special cases ("đăng ký lại", "có yếu tố nước ngoài"): such a procedure is less
 * likely meant where nothing of them is asked for. # begins a comment.
 *
 * Words are compared without marks when the question has none; else with them, so that "mộ" in a
 * question is not "mô".
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/cleanup.h"
#include "catalogue/vn-fold.h"

enum {
	SEARCH_PHRASE_MAX = 16, /* words on one side of a rule */
	SEARCH_RULES_MAX = 10000,
	SEARCH_SPECIAL_MAX = 200,
	SEARCH_LIST_BYTES = 1024 * 1024,
};

struct search_phrase {
	struct vn_word *words;
	size_t count;
};

struct search_rule {
	struct search_phrase everyday;
	struct search_phrase official; /* no words: the everyday ones are filler */
	bool hint; /* counts half */
};

/* Open inside the folder; others only hand it on. */
struct search_words {
	struct search_rule *rules;
	size_t count;
	struct search_phrase *special;
	size_t special_count;
};

struct search_words *search_words_new(void) _warn_unused_;
void search_words_free(struct search_words *words);
DEFINE_CLEANUP(struct search_words *, search_words_free);

/* Adds the rules of one line, as staff enter its two sides, "|" between several; hint: as "~".
 * −EINVAL: a side has no words or more than SEARCH_PHRASE_MAX; −ENOSPC: there are SEARCH_RULES_MAX
 * or SEARCH_SPECIAL_MAX. Nothing is added then. */
int search_words_add(struct search_words *words, const char *everyday, const char *official,
	bool hint) _warn_unused_;

/* Adds the rules of a file's text. −EINVAL and the line in *ret_line (from 1); the lines before it
 * are then added. */
int search_words_parse(struct search_words *words, const char *text, int *ret_line) _warn_unused_;

/* The installed list and the centre's own, the site data's "catalogue": {"words": …} (NULL none).
 * What cannot be read is logged and left out. Blocks on the disk. */
struct search_words *search_words_read(const json_t *own) _warn_unused_;

/* Reads a file whole; blocks on the disk. −errno; −EINVAL as search_words_parse. */
int search_words_load(struct search_words *words, const char *path, int *ret_line) _warn_unused_;
