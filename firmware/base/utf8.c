/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <string.h>

#include "base/cleanup.h"

/* The length of the valid UTF-8 sequence at text, or 0 (Unicode, table 3-7). */
static size_t utf8_length(const unsigned char *text)
{
	size_t more;
	unsigned char low = 0x80;
	unsigned char high = 0xBF;

	if (text[0] < 0x80) {
		return 1;
	}
	if (text[0] >= 0xC2 && text[0] <= 0xDF) {
		more = 1;
	} else if ((text[0] & 0xF0) == 0xE0) {
		more = 2;
		low = text[0] == 0xE0 ? 0xA0 : 0x80;
		high = text[0] == 0xED ? 0x9F : 0xBF;
	} else if (text[0] >= 0xF0 && text[0] <= 0xF4) {
		more = 3;
		low = text[0] == 0xF0 ? 0x90 : 0x80;
		high = text[0] == 0xF4 ? 0x8F : 0xBF;
	} else {
		return 0;
	}
	for (size_t i = 1; i <= more; i++) {
		if (text[i] < low || text[i] > high) {
			return 0;
		}
		low = 0x80;
		high = 0xBF;
	}
	return more + 1;
}

size_t utf8_clean_length(const unsigned char *text)
{
	return (*text < 0x20 && *text != '\n') || *text == 0x7F ? 0 : utf8_length(text);
}

void utf8_make_clean(char *text)
{
	while (*text) {
		size_t length = utf8_clean_length((unsigned char *)text);

		if (length == 0 && *text != '\t') {
			*text = '?';
		}
		text += MAX_OF(length, 1);
	}
}

size_t utf8_count(const char *text, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		n += ((unsigned char)text[i] & 0xC0) != 0x80;
	}
	return n;
}

bool utf8_fits(const char *text, size_t characters)
{
	return utf8_count(text, strlen(text)) <= characters;
}
