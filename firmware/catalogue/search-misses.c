/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-misses.h"

#include <stdlib.h>
#include <string.h>

#include "base/office.h"
#include "base/text.h"
#include "catalogue/catalogue-age.h"

static bool is_digit(const char *at)
{
	/* U+FF10 … U+FF19 are full-width digits. */
	return (*at >= '0' && *at <= '9') ||
		(strncmp(at, "\xEF\xBC", 2) == 0 && (unsigned char)at[2] >= 0x90 &&
			(unsigned char)at[2] <= 0x99);
}

static bool may_be_kept(const char *text)
{
	size_t digits = 0;

	for (const char *at = text; *at; at++) {
		digits += is_digit(at);
	}
	return digits <= MISS_DIGITS && !strchr(text, '@');
}

/* Copies a text with single spaces, cut after so many characters. */
static void clean(const char *text, char ret[4 * MISS_CHARACTERS + 1])
{
	size_t characters = 0;
	size_t n = 0;
	bool space = false;

	for (const char *at = text; *at; at++) {
		bool starts = ((unsigned char)*at & 0xC0) != 0x80;

		if (strchr(" \t\r\n", *at)) {
			space = n > 0;
			continue;
		}
		characters += starts + (starts && space);
		if (characters > MISS_CHARACTERS || n + 2 > 4 * MISS_CHARACTERS) {
			break;
		}
		if (space) {
			ret[n++] = ' ';
			space = false;
		}
		ret[n++] = *at;
	}
	ret[n] = '\0';
}

static bool is_same(const struct search_miss *miss, const char *day, const char *text)
{
	char one[sizeof(miss->text)];
	char two[sizeof(miss->text)];

	if (strcmp(miss->day, day) != 0) {
		return false;
	}
	office_fold(one, sizeof(one), miss->text);
	office_fold(two, sizeof(two), text);
	return strcmp(one, two) == 0;
}

static bool is_old(const struct search_miss *miss, const char *today)
{
	int days;

	return catalogue_age_days(miss->day, today, &days) < 0 || days > MISS_DAYS;
}

static void drop_old(struct search_misses *misses, const char *today)
{
	size_t kept = 0;

	for (size_t i = 0; i < misses->n; i++) {
		if (!is_old(&misses->miss[i], today)) {
			misses->miss[kept++] = misses->miss[i];
		}
	}
	misses->n = kept;
}

static void append(struct search_misses *misses, const char *day, const char *text, int count)
{
	struct search_miss *miss;

	if (misses->n == MISSES_MAX) {
		misses->n--;
		memmove(&misses->miss[0], &misses->miss[1], misses->n * sizeof(misses->miss[0]));
	}
	miss = &misses->miss[misses->n++];
	*miss = (struct search_miss){.count = count};
	text_copy_cut(miss->day, sizeof(miss->day), day);
	text_copy_cut(miss->text, sizeof(miss->text), text);
}

bool search_misses_add(struct search_misses *misses, const char *day, const char *text)
{
	char cleaned[4 * MISS_CHARACTERS + 1];
	char folded[4 * MISS_CHARACTERS + 1];

	clean(text, cleaned);
	office_fold(folded, sizeof(folded), cleaned);
	if (!zone_day_valid(day) || !folded[strspn(folded, " ")] || !may_be_kept(text)) {
		return false;
	}
	drop_old(misses, day);
	for (size_t i = misses->n; i > 0; i--) {
		struct search_miss *miss = &misses->miss[i - 1];

		if (is_same(miss, day, cleaned)) {
			miss->count = MIN_OF(miss->count + 1, (int)MISS_COUNT_MAX);
			return true;
		}
	}
	append(misses, day, cleaned, 1);
	return true;
}

json_t *search_misses_to_json(const struct search_misses *misses)
{
	json_t *list = json_array();

	for (size_t i = 0; i < misses->n; i++) {
		const struct search_miss *miss = &misses->miss[i];

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:i}", "day", miss->day, "text", miss->text, "count",
				miss->count));
	}
	return list;
}

void search_misses_from_json(struct search_misses *misses, const json_t *list)
{
	size_t i;
	json_t *entry;

	misses->n = 0;
	json_array_foreach (list, i, entry) {
		const char *day = json_string_value(json_object_get(entry, "day"));
		const char *text = json_string_value(json_object_get(entry, "text"));
		json_int_t count = json_integer_value(json_object_get(entry, "count"));
		char cleaned[4 * MISS_CHARACTERS + 1];

		if (!day || !text || !zone_day_valid(day) || !may_be_kept(text) || count < 1 ||
			count > MISS_COUNT_MAX) {
			continue;
		}
		clean(text, cleaned);
		if (*cleaned) {
			append(misses, day, cleaned, (int)count);
		}
	}
}
