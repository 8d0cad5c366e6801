/* SPDX-License-Identifier: Apache-2.0 */
/* The vowels of Vietnamese with their marks, and Unicode's combining marks. Pure. */
#pragma once

#include <stdbool.h>

/* What changes a vowel into another one. */
enum { VN_ROOF = '^', VN_HORN = '+' /* of ơ and ư, and the breve of ă */ };

enum { VN_TONES = 6 };

struct vn_vowel {
	char letter; /* of "aeiouy" */
	char shape; /* VN_ROOF, VN_HORN, 0 none */
	int tone; /* 0 none; 1 … 5 in Telex's order f s r x j: à á ả ã ạ */
	bool is_upper;
};

/* Whether a code point is a vowel; marks that Vietnamese does not have make it none. */
bool vn_vowel_find(unsigned point, struct vn_vowel *ret);

/* The code point; the vowel has a shape that its letter can have. */
unsigned vn_vowel_point(const struct vn_vowel *vowel);

/* The tone that a combining mark is; 0: it is none. */
int vn_vowel_tone(unsigned mark);

/* The shape that a combining mark gives to a letter; 0: none. */
char vn_vowel_shape(unsigned mark, char letter);
