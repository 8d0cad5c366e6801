/* SPDX-License-Identifier: Apache-2.0 */
#include "base/personal-data.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

enum {
	DIGITS_IN_A_ROW = 5,
	DIGITS_OF_A_PERSON = 9, /* of a telephone or identity number, in groups */
	JOINERS_MAX = 4, /* between two groups of one number */
	COMMA_AFTER = 3, /* digits; after fewer a comma parts a list, such as of days */
	YEAR_FIRST = 1900,
	YEAR_LAST = 2199,
};

/* ---- the text in plain characters ---- */

/* The plain characters of others, as UTF-8. */
static const struct {
	const char *other;
	char plain;
} plain_of[] = {
	{"\u00A0", ' '},
	{"\u202F", ' '},
	{"\u3000", ' '},
	{"\u200B", ' '},
	{"\t", ' '},
	{"\u2010", '-'},
	{"\u2011", '-'},
	{"\u2012", '-'},
	{"\u2013", '-'},
	{"\u2014", '-'},
	{"\u2015", '-'},
	{"\u2212", '-'},
	{"\u00B7", '.'},
	{"\u2022", '.'},
};

/* The plain character at a place, and how many bytes it has there. */
static char plain_at(const char *at, size_t *ret_bytes)
{
	const unsigned char *byte = (const unsigned char *)at;

	*ret_bytes = 1;
	for (size_t i = 0; i < ELEMENTS(plain_of); i++) {
		size_t bytes = strlen(plain_of[i].other);

		if (strncmp(at, plain_of[i].other, bytes) == 0) {
			*ret_bytes = bytes;
			return plain_of[i].plain;
		}
	}
	/* Full width: U+FF01 … U+FF5E are '!' … '~'. */
	if (byte[0] == 0xEF && (byte[1] == 0xBC || byte[1] == 0xBD) && byte[2] >= 0x80) {
		int plain = (byte[1] - 0xBC) * 0x40 + byte[2] - 0x80 + 0x20;

		*ret_bytes = 3;
		return (char)(plain < 0x7F ? plain : 'x');
	}
	return byte[0] < 0x80 ? *at : 'x';
}

/* Heap. */
static char *plain_text(const char *text)
{
	char *plain = memory_new(strlen(text) + 1, 1);
	size_t n = 0;
	size_t bytes;

	for (; *text; text += bytes) {
		plain[n++] = plain_at(text, &bytes);
	}
	return plain;
}

/* ---- dates ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A group of at most four digits that ends there; its value, or −1. */
static int read_group(const char **at, int *ret_digits)
{
	int value = 0;

	for (*ret_digits = 0; is_digit(**at); (*at)++) {
		if (++*ret_digits > 4) {
			return -1;
		}
		value = value * 10 + **at - '0';
	}
	return *ret_digits > 0 ? value : -1;
}

static bool is_year(int value, int digits)
{
	return digits == 4 && value >= YEAR_FIRST && value <= YEAR_LAST;
}

static bool is_part(int value, int digits, int last)
{
	return digits <= 2 && value >= 1 && value <= last;
}

/* How long a date is that begins here: 23/11/2026, 23.11.2026, 2026-11-23, 11/2026; 0: none does.
 */
static size_t date_length(const char *text)
{
	const char *at = text;
	int digits[3];
	int value[3];
	char separator;

	value[0] = read_group(&at, &digits[0]);
	separator = *at;
	if (value[0] < 0 || !separator || !strchr("/.-", separator)) {
		return 0;
	}
	at++;
	value[1] = read_group(&at, &digits[1]);
	if (value[1] < 0) {
		return 0;
	}
	if (separator == '/' && is_part(value[0], digits[0], 12) && is_year(value[1], digits[1])) {
		return (size_t)(at - text);
	}
	if (*at != separator || !is_part(value[1], digits[1], 12)) {
		return 0;
	}
	at++;
	value[2] = read_group(&at, &digits[2]);
	return value[2] >= 0 &&
			((is_part(value[0], digits[0], 31) && is_year(value[2], digits[2])) ||
				(is_year(value[0], digits[0]) && is_part(value[2], digits[2], 31)))
		? (size_t)(at - text)
		: 0;
}

/* ---- numbers ---- */

bool personal_data_in(const char *text)
{
	_cleanup_free_ char *plain = plain_text(text);
	int row = 0; /* digits, up to here */
	int groups = 0; /* digits of a number in groups, up to here */
	int joiners = 0; /* since its last digit */
	const char *at = plain;

	while (*at) {
		size_t date = row == 0 ? date_length(at) : 0;

		if (date > 0) {
			at += date;
			groups = 0;
			continue;
		}
		if (is_digit(*at)) {
			row++;
			groups++;
			joiners = 0;
		} else {
			bool joins = strchr(" .-/()_+", *at) || (*at == ',' && row >= COMMA_AFTER);

			groups = joins && ++joiners <= JOINERS_MAX ? groups : 0;
			row = 0;
		}
		if (*at == '@' || row == DIGITS_IN_A_ROW || groups == DIGITS_OF_A_PERSON) {
			return true;
		}
		at++;
	}
	return false;
}
