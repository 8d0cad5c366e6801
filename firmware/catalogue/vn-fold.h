/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vietnamese words as a search compares them. Pure; does not block; any thread.
 *
 * A word has two forms. `plain` has no marks: "được" is "duoc" (đ does not decompose in Unicode; it
 * is folded to d here). `telex` keeps the marks in ASCII, as Telex would be typed with the tone at
 * the end: "được" is "dduwowcj", "hòa" and "hoà" are both "hoaf". So a mark that an input method
 * left unconverted is already in the form in which it is looked for.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum {
	VN_PLAIN_SIZE =
		20, /* the longest syllable has seven letters; the rest is for joined words */
	VN_TELEX_SIZE = 2 * VN_PLAIN_SIZE + 2,
};

struct vn_word {
	char plain[VN_PLAIN_SIZE];
	char telex[VN_TELEX_SIZE];
};

/* Takes the next word of *text (UTF-8, composed or not; bytes that are no UTF-8 separate words) and
 * moves *text behind it. Letters and digits make words; a longer word is cut into several. False at
 * the end. */
bool vn_fold_next(const char **text, struct vn_word *ret);

/* What a word means when its letters are Telex or VNI that stayed unconverted, wherever the marks
 * were typed: "giaays", "giayas", "giay61", "nhâjn". False when nothing in it is such a mark. */
bool vn_fold_typed(const struct vn_word *word, struct vn_word *ret);

/* Whether the word carries a mark. */
bool vn_fold_marked(const struct vn_word *word);

/* Whether plain has the shape of a Vietnamese syllable: a known onset and a known rhyme. */
bool vn_fold_syllable(const char *plain);

/* The sound of a plain word, in which those that people confuse in writing are one: s and x, tr and
 * ch, d and gi and r, c and k and q, i and y, f and ph. ret has VN_PLAIN_SIZE bytes. */
void vn_fold_sound(const char *plain, char *ret);
