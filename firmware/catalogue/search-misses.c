/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-misses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/office.h"
#include "base/text.h"

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

static int number_of_month(const char *day)
{
	int year = 0;
	int month = 0;

	(void)sscanf(day, "%4d-%2d", &year, &month); /* NOLINT(cert-err34-c): valid, else 0 */
	return 12 * year + month;
}

/* A clock that was set back makes nothing old. */
static void drop_old(struct search_misses *misses, const char *today)
{
	int oldest = number_of_month(today) - MISS_MONTHS;
	size_t kept = 0;

	for (size_t i = 0; i < misses->n; i++) {
		if (number_of_month(misses->miss[i].month) >= oldest) {
			misses->miss[kept++] = misses->miss[i];
		}
	}
	misses->n = kept;
}

static void remove_least_asked(struct search_misses *misses)
{
	size_t least = 0;

	for (size_t i = 1; i < misses->n; i++) {
		if (misses->miss[i].count < misses->miss[least].count) {
			least = i;
		}
	}
	misses->n--;
	memmove(&misses->miss[least], &misses->miss[least + 1],
		(misses->n - least) * sizeof(misses->miss[0]));
}

static struct search_miss *find(struct search_misses *misses, const char *folded)
{
	for (size_t i = 0; i < misses->n; i++) {
		char other[sizeof(misses->miss[i].text)];

		office_fold(other, sizeof(other), misses->miss[i].text);
		if (strcmp(other, folded) == 0) {
			return &misses->miss[i];
		}
	}
	return NULL;
}

static bool add(struct search_misses *misses, const char *month, const char *text, int count)
{
	char cleaned[4 * MISS_CHARACTERS + 1];
	char folded[sizeof(cleaned)];
	struct search_miss *miss;

	clean(text, cleaned);
	office_fold(folded, sizeof(folded), cleaned);
	if (!folded[strspn(folded, " ")] || !may_be_kept(text)) {
		return false;
	}
	miss = find(misses, folded);
	if (!miss) {
		if (misses->n == MISSES_MAX) {
			remove_least_asked(misses);
		}
		miss = &misses->miss[misses->n++];
		*miss = (struct search_miss){0};
		text_copy_cut(miss->text, sizeof(miss->text), cleaned);
	}
	text_copy_cut(miss->month, sizeof(miss->month), month);
	miss->count = MIN_OF(miss->count + count, (int)MISS_COUNT_MAX);
	return true;
}

bool search_misses_add(struct search_misses *misses, const char *day, const char *text)
{
	char month[MISS_MONTH_LENGTH + 1];

	if (!zone_day_valid(day)) {
		return false;
	}
	drop_old(misses, day);
	text_copy_cut(month, sizeof(month), day);
	return add(misses, month, text, 1);
}

json_t *search_misses_to_json(const struct search_misses *misses)
{
	json_t *list = json_array();

	for (size_t i = 0; i < misses->n; i++) {
		const struct search_miss *miss = &misses->miss[i];

		(void)json_array_append_new(list,
			json_pack("{s:s, s:s, s:i}", "month", miss->month, "text", miss->text,
				"count", miss->count));
	}
	return list;
}

void search_misses_from_json(struct search_misses *misses, const json_t *list)
{
	size_t i;
	json_t *entry;

	misses->n = 0;
	json_array_foreach (list, i, entry) {
		const char *month = json_get_text(entry, "month");
		const char *text = json_get_text(entry, "text");
		int64_t count = json_get_int(entry, "count");
		_cleanup_free_ char *day = text_printf("%s-01", month);

		if (zone_day_valid(day) && count >= 1 && count <= MISS_COUNT_MAX) {
			(void)add(misses, month, text, (int)count);
		}
	}
}
