/* SPDX-License-Identifier: Apache-2.0 */
#include "base/office.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vn-vowel.h"

/* The length in bytes of the character at text, which may be a control character; 0: not valid
 * UTF-8. */
static size_t character_length(const char *text)
{
	return (unsigned char)*text < 0x80 ? 1 : utf8_clean_length((const unsigned char *)text);
}

/* Letters with marks, by the code points of their blocks; upper and lower case give the same
 * letter. */
static const struct {
	unsigned first;
	unsigned last;
	char letter;
} plain[] = {
	{0xC0, 0xC5, 'a'},
	{0xC8, 0xCB, 'e'},
	{0xCC, 0xCF, 'i'},
	{0xD2, 0xD6, 'o'},
	{0xD9, 0xDC, 'u'},
	{0xDD, 0xDD, 'y'},
	{0xE0, 0xE5, 'a'},
	{0xE8, 0xEB, 'e'},
	{0xEC, 0xEF, 'i'},
	{0xF2, 0xF6, 'o'},
	{0xF9, 0xFC, 'u'},
	{0xFD, 0xFD, 'y'},
	{0x102, 0x103, 'a'},
	{0x110, 0x111, 'd'},
	{0x128, 0x129, 'i'},
	{0x168, 0x169, 'u'},
	{0x1A0, 0x1A1, 'o'},
	{0x1AF, 0x1B0, 'u'},
	{0x1EA0, 0x1EB7, 'a'},
	{0x1EB8, 0x1EC7, 'e'},
	{0x1EC8, 0x1ECB, 'i'},
	{0x1ECC, 0x1EE3, 'o'},
	{0x1EE4, 0x1EF1, 'u'},
	{0x1EF2, 0x1EF9, 'y'},
};

/* The code point of a valid UTF-8 sequence. */
static unsigned point_of(const char *text, size_t length)
{
	unsigned first = (unsigned char)text[0];
	unsigned point = length == 1 ? first : first & (0xFFU >> (length + 1));

	for (size_t i = 1; i < length; i++) {
		point = point << 6 | ((unsigned char)text[i] & 0x3F);
	}
	return point;
}

/* The letter without its mark, in lower case; '\0' when the table has none. */
static char plain_letter(unsigned point)
{
	if (point < 0x80) {
		return (char)tolower((int)point);
	}
	for (size_t i = 0; i < ELEMENTS(plain); i++) {
		if (point >= plain[i].first && point <= plain[i].last) {
			return plain[i].letter;
		}
	}
	return '\0';
}

void office_fold(char *ret, size_t size, const char *text)
{
	size_t n = 0;

	for (const char *at = text; *at;) {
		size_t length = MAX_OF(character_length(at), (size_t)1);
		unsigned point = point_of(at, length);
		char letter = plain_letter(point);

		if (n + (letter ? 1 : length) + 1 > size) {
			break;
		}
		if (!letter && (point < 0x300 || point > 0x36F)) { /* not a combining mark */
			memcpy(ret + n, at, length);
			n += length;
		} else if (letter && isalnum((unsigned char)letter)) {
			ret[n++] = letter;
		} else if (letter && n > 0 && ret[n - 1] != ' ') {
			ret[n++] = ' ';
		}
		at += length;
	}
	n -= n > 0 && ret[n - 1] == ' ';
	ret[n] = '\0';
}

/* Writes a code point as UTF-8 into at least 4 bytes; returns its length. */
static size_t write_point(char *ret, unsigned point)
{
	size_t length = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

	for (size_t i = length - 1; i > 0; i--) {
		ret[i] = (char)(0x80 | (point & 0x3F));
		point >>= 6;
	}
	ret[0] = (char)(length == 1 ? point : (0xF00U >> length & 0xFF) | point);
	return length;
}

static void add_point(struct textbuf *buffer, unsigned point)
{
	char bytes[4];

	textbuf_add_bytes(buffer, bytes, write_point(bytes, point));
}

/* Adds a combining mark to a vowel; false: it does not fit. */
static bool add_mark(struct vn_vowel *vowel, unsigned mark)
{
	int tone = vn_vowel_tone(mark);
	char shape = vn_vowel_shape(mark, vowel->letter);

	if (tone && !vowel->tone) {
		vowel->tone = tone;
	} else if (shape && !vowel->shape) {
		vowel->shape = shape;
	} else {
		return false;
	}
	return true;
}

void office_compose(char *text)
{
	char *out = text;

	for (const char *at = text; *at;) {
		size_t length = MAX_OF(character_length(at), (size_t)1);
		const char *next = at + length;
		size_t mark = character_length(next);
		struct vn_vowel vowel;

		if (mark < 2 || character_length(at) == 0 ||
			!vn_vowel_find(point_of(at, length), &vowel) ||
			!add_mark(&vowel, point_of(next, mark))) {
			memmove(out, at, length);
			out += length;
			at = next;
			continue;
		}
		/* Never longer than what it replaces. */
		do {
			next += mark;
			mark = character_length(next);
		} while (mark > 1 && add_mark(&vowel, point_of(next, mark)));
		out += write_point(out, vn_vowel_point(&vowel));
		at = next;
	}
	*out = '\0';
}

static void decode_utf16(const unsigned char *bytes, size_t size, bool big, struct textbuf *ret)
{
	unsigned high = 0; /* the first half of a pair */

	for (size_t i = 0; i + 1 < size; i += 2) {
		unsigned unit = (unsigned)bytes[i + !big] << 8 | bytes[i + big];
		bool is_low = unit >= 0xDC00 && unit <= 0xDFFF;

		if (high && !is_low) {
			add_point(ret, 0xFFFD);
		}
		if (unit >= 0xD800 && unit <= 0xDBFF) {
			high = unit;
			continue;
		}
		add_point(ret,
			!is_low        ? unit
				: high ? 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
				       : 0xFFFD);
		high = 0;
	}
	if (high || size % 2 != 0) {
		add_point(ret, 0xFFFD);
	}
}

void office_decode(const char *bytes, size_t size, bool mend, struct textbuf *ret)
{
	_cleanup_(textbuf_done) struct textbuf plain_text = {0};
	const char *rest;

	textbuf_add(&plain_text, "");
	if (size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
		decode_utf16((const unsigned char *)bytes + 2, size - 2, bytes[0] == '\xFE',
			&plain_text);
	} else {
		size_t mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

		textbuf_add_bytes(&plain_text, bytes + mark, size - mark);
	}
	if (!mend) {
		*ret = plain_text;
		plain_text = (struct textbuf){0};
		return;
	}
	textbuf_add(ret, "");
	rest = plain_text.data;
	while (rest < plain_text.data + plain_text.size) {
		size_t length = *rest ? character_length(rest) : 0;

		textbuf_add_bytes(ret, length ? rest : "\xEF\xBF\xBD", length ? length : 3);
		rest += length ? length : 1;
	}
}

enum { NUMBER_MAX = 60 }; /* bytes of a number with its groups */

bool office_is_among(const char *words, const char *folded)
{
	size_t size = strlen(words) + 1;
	_cleanup_free_ char *word = memory_new(2, size);
	char *word_folded = word + size;

	while (*words) {
		size_t length = strcspn(words, "|");

		text_copy_cut(word, length + 1, words);
		office_fold(word_folded, size, word);
		if (*folded && strcmp(word_folded, folded) == 0) {
			return true;
		}
		words += length + (words[length] == '|');
	}
	return false;
}

const char *office_skip_digits(const char *at, size_t min, size_t max)
{
	size_t n = at ? strspn(at, "0123456789") : 0;

	return at && n >= min && n <= max ? at + n : NULL;
}

/* Copies what stands from from to end so that it ends before to. */
static void put_before(char *to, const char *from, const char *end)
{
	memcpy(to - (end - from), from, (size_t)(end - from));
}

const char *office_parse_day(const char *text, char ret[DAY_LENGTH + 1])
{
	const char *first = office_skip_digits(text, 1, 4);
	const char *second = first && *first && strchr("-/.", *first)
		? office_skip_digits(first + 1, 1, 2)
		: NULL;
	const char *third =
		second && *second == *first ? office_skip_digits(second + 1, 1, 4) : NULL;
	bool year_first = third && first - text == 4 && third - second <= 3;
	char day[DAY_LENGTH + 1];

	if (!third || (!year_first && (first - text > 2 || third - second != 5))) {
		return NULL;
	}
	memcpy(day, "0000-00-00", sizeof(day));
	put_before(day + 4, year_first ? text : second + 1, year_first ? first : third);
	put_before(day + 7, first + 1, second);
	put_before(day + DAY_LENGTH, year_first ? second + 1 : text, year_first ? third : first);
	if (!zone_day_valid(day)) {
		return NULL;
	}
	memcpy(ret, day, sizeof(day));
	return third;
}

int office_parse_whole(const char *text, int64_t max, int64_t *ret)
{
	char digits[NUMBER_MAX + 1];
	const char *at = office_skip_digits(text, 1, NUMBER_MAX);
	size_t n = at ? (size_t)(at - text) : 0;
	char mark = at && n <= 3 && *text != '0' && *at && strchr("., ", *at) ? *at : '\0';

	memcpy(digits, text, n);
	while (mark && *at == mark && office_skip_digits(at + 1, 3, 3) && n + 3 <= NUMBER_MAX) {
		memcpy(digits + n, at + 1, 3);
		n += 3;
		at += 4;
	}
	digits[n] = '\0';
	if (at && (*at == '.' || *at == ',') && (n <= 3 || *at != mark)) {
		at += at[1] == '0' ? 2 + (at[2] == '0') : 0;
	}
	return at && !*at ? text_parse_int(digits, 0, max, ret) : -EINVAL;
}

int office_parse_decimal(
	const char *text, int64_t max, bool may_be_grouped, int64_t *ret, int *ret_decimals)
{
	const char *mark = office_skip_digits(text, 1, 9);
	bool has_mark = mark && (*mark == ',' || *mark == '.');
	const char *end = has_mark ? office_skip_digits(mark + 1, 1, OFFICE_DECIMALS) : mark;
	int decimals = has_mark && end ? (int)(end - mark) - 1 : 0;
	int64_t value = 0;

	if (!end || *end) {
		return -EINVAL;
	}
	for (const char *at = text; at < end; at++) {
		value = at == mark ? value : value * 10 + (*at - '0');
	}
	for (int i = decimals; i < OFFICE_DECIMALS; i++) {
		value *= 10;
	}
	if (value > max * OFFICE_UNIT) {
		return -EINVAL;
	}
	if (may_be_grouped && decimals == 3 && *text != '0' && mark - text <= 3) {
		return -ENOTUNIQ;
	}
	*ret = value;
	*ret_decimals = decimals;
	return 0;
}
