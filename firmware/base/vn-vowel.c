/* SPDX-License-Identifier: Apache-2.0 */
#include "base/vn-vowel.h"

#include <stddef.h>

#include "base/cleanup.h"

/* Each without a tone and with the five of them. An upper case letter stands one before its lower
 * case one, or 0x20 in Latin-1. */
static const struct {
	char letter;
	char shape;
	unsigned points[VN_TONES];
} rows[] = {
	{'a', 0, {'a', 0xE0, 0xE1, 0x1EA3, 0xE3, 0x1EA1}},
	{'a', VN_HORN, {0x103, 0x1EB1, 0x1EAF, 0x1EB3, 0x1EB5, 0x1EB7}},
	{'a', VN_ROOF, {0xE2, 0x1EA7, 0x1EA5, 0x1EA9, 0x1EAB, 0x1EAD}},
	{'e', 0, {'e', 0xE8, 0xE9, 0x1EBB, 0x1EBD, 0x1EB9}},
	{'e', VN_ROOF, {0xEA, 0x1EC1, 0x1EBF, 0x1EC3, 0x1EC5, 0x1EC7}},
	{'i', 0, {'i', 0xEC, 0xED, 0x1EC9, 0x129, 0x1ECB}},
	{'o', 0, {'o', 0xF2, 0xF3, 0x1ECF, 0xF5, 0x1ECD}},
	{'o', VN_ROOF, {0xF4, 0x1ED3, 0x1ED1, 0x1ED5, 0x1ED7, 0x1ED9}},
	{'o', VN_HORN, {0x1A1, 0x1EDD, 0x1EDB, 0x1EDF, 0x1EE1, 0x1EE3}},
	{'u', 0, {'u', 0xF9, 0xFA, 0x1EE7, 0x169, 0x1EE5}},
	{'u', VN_HORN, {0x1B0, 0x1EEB, 0x1EE9, 0x1EED, 0x1EEF, 0x1EF1}},
	{'y', 0, {'y', 0x1EF3, 0xFD, 0x1EF7, 0x1EF9, 0x1EF5}},
};

static const struct {
	unsigned mark;
	char letter;
	char shape;
} shapes[] = {
	{0x302, 'a', VN_ROOF},
	{0x302, 'e', VN_ROOF},
	{0x302, 'o', VN_ROOF},
	{0x306, 'a', VN_HORN},
	{0x31B, 'o', VN_HORN},
	{0x31B, 'u', VN_HORN},
};

static unsigned upper_of(unsigned point)
{
	return point < 0x100 ? point - 0x20 : point - 1;
}

bool vn_vowel_find(unsigned point, struct vn_vowel *ret)
{
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		for (int tone = 0; tone < VN_TONES; tone++) {
			unsigned lower = rows[i].points[tone];

			if (point == lower || point == upper_of(lower)) {
				*ret = (struct vn_vowel){
					rows[i].letter, rows[i].shape, tone, point != lower};
				return true;
			}
		}
	}
	return false;
}

unsigned vn_vowel_point(const struct vn_vowel *vowel)
{
	size_t i = 0;

	while (rows[i].letter != vowel->letter || rows[i].shape != vowel->shape) {
		i++;
	}
	return vowel->is_upper ? upper_of(rows[i].points[vowel->tone])
			       : rows[i].points[vowel->tone];
}

int vn_vowel_tone(unsigned mark)
{
	static const unsigned tones[VN_TONES] = {0, 0x300, 0x301, 0x309, 0x303, 0x323};

	for (int i = 1; i < VN_TONES; i++) {
		if (mark == tones[i]) {
			return i;
		}
	}
	return 0;
}

char vn_vowel_shape(unsigned mark, char letter)
{
	for (size_t i = 0; i < ELEMENTS(shapes); i++) {
		if (mark == shapes[i].mark && letter == shapes[i].letter) {
			return shapes[i].shape;
		}
	}
	return 0;
}
