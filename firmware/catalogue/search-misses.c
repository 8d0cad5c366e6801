/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-misses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-get.h"
#include "base/office.h"
#include "base/text.h"
#include "catalogue/vn-fold.h"

static bool is_digit(const char *at)
{
	/* U+FF10 … U+FF19 are full-width digits. */
	return (*at >= '0' && *at <= '9') ||
		(strncmp(at, "\xEF\xBC", 2) == 0 && (unsigned char)at[2] >= 0x90 &&
			(unsigned char)at[2] <= 0x99);
}

/* Of nine people in ten, and of those who live where Thái, Mường and Mông do. */
static const struct family_name {
	const char *name;
	bool is_sure; /* also without marks it is hardly another word */
	bool is_word; /* also with its marks it is one: "quản lý thị trường" */
} family_names[] = {{"Bạch"}, {"Bùi"}, {"Cao", .is_word = true}, {"Cầm"}, {"Chu"}, {"Cút"},
	{"Dương"}, {"Đào"}, {"Đặng"}, {"Đèo"}, {"Đinh"}, {"Đoàn", .is_word = true}, {"Đỗ"},
	{"Giàng", true}, {"Hà"}, {"Hoàng", true}, {"Hồ"}, {"Huỳnh", true}, {"Kha"}, {"Khang"},
	{"Lầu"}, {"Lê"}, {"Lò"}, {"Lục"}, {"Lương", .is_word = true}, {"Lường"}, {"Lưu"},
	{"Lý", .is_word = true}, {"Mai"}, {"Mùa", .is_word = true}, {"Ngân"}, {"Ngô"},
	{"Nguyễn", true}, {"Nông", .is_word = true}, {"Phạm", true}, {"Phan"}, {"Phùng", true},
	{"Quách", true}, {"Quàng", true}, {"Sùng", true}, {"Tạ"}, {"Thào", true}, {"Tô"}, {"Tòng"},
	{"Tống"}, {"Trần", true}, {"Triệu"}, {"Trịnh", true}, {"Trương", true}, {"Vàng"}, {"Vi"},
	{"Võ"}, {"Vũ"}, {"Vương", true}, {"Xa"}};

static bool is_family_name(const struct vn_word *word, bool is_first)
{
	for (size_t i = 0; i < ELEMENTS(family_names); i++) {
		const struct family_name *family = &family_names[i];
		const char *text = family->name;
		bool fits = is_first || (vn_fold_marked(word) ? !family->is_word : family->is_sure);
		struct vn_word name;

		(void)vn_fold_next(&text, &name);
		fits = fits && strcmp(word->plain, name.plain) == 0;
		if (fits && (!vn_fold_marked(word) || strcmp(word->telex, name.telex) == 0)) {
			return true;
		}
	}
	return false;
}

/* A family name before "văn" or "thị", and another word: "lò thị hoa", "con ông Nguyễn Văn An", but
 * not "đất đô thị". A family name alone mostly is a word, too. */
static bool has_name(const char *text)
{
	struct vn_word words[2] = {0};
	int n = 0;

	for (struct vn_word word; vn_fold_next(&text, &word); n++) {
		if (n >= 2 &&
			(strcmp(words[1].plain, "van") == 0 ||
				strcmp(words[1].plain, "thi") == 0) &&
			is_family_name(&words[0], n == 2)) {
			return true;
		}
		words[0] = words[1];
		words[1] = word;
	}
	return false;
}

bool search_miss_may_be_kept(const char *text)
{
	const char *rest = text;
	struct vn_word word;
	size_t digits = 0;

	for (const char *at = text; *at; at++) {
		digits += is_digit(at);
	}
	return digits <= MISS_DIGITS && !strchr(text, '@') && vn_fold_next(&rest, &word) &&
		!has_name(text);
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
	if (!folded[strspn(folded, " ")] || !search_miss_may_be_kept(text)) {
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
