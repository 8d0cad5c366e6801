/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The letters of the keyboard on the screen. They are capitals in the order of the alphabet, for
 * people who do not type: in Vietnamese the 23 letters without marks, of which Đ is one; in any
 * other language A to Z. The search needs no marks, so nobody has to set them; who wants them
 * presses the key for marks, and chooses among the forms of the letter that was typed last. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum letter_set { LETTERS_PLAIN, LETTERS_MARKED, LETTERS_DIGITS };

enum {
	LETTERS_MAX = 26, /* the keys of a set */
	LETTER_SIZE = 4, /* bytes of a letter, with the NUL */
};

/* The letter on a key of a set; typed: what was typed before. Returns the letters' number when at
 * is beyond them, and then leaves ret empty. */
int letter_keys_at(enum letter_set set, const char *language, const char *typed, int at,
	char ret[LETTER_SIZE]);

/* Whether the last letter of a text has forms with marks. */
bool letter_keys_has_marks(const char *typed);

/* Removes the last letter of a text. */
void letter_keys_remove_last(char *typed);

/* The first letter of a text; returns its bytes, 0 at the end. */
size_t letter_keys_next(const char *text, char ret[LETTER_SIZE]);

/* How a letter is spelled: its form without marks, its shape and its tone. */
enum letter_shape { LETTER_OWN_SHAPE, LETTER_BREVE, LETTER_HAT, LETTER_HORN };
enum letter_tone {
	LETTER_LEVEL,
	LETTER_RISING,
	LETTER_FALLING,
	LETTER_ASKING,
	LETTER_TUMBLING,
	LETTER_HEAVY
};

struct letter_spelling {
	char plain[LETTER_SIZE];
	enum letter_shape shape;
	enum letter_tone tone;
};

void letter_keys_spell(const char *letter, struct letter_spelling *ret);
