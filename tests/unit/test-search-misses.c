/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/search-misses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

static void test_the_same_text_is_counted_once(void **state)
{
	_cleanup_free_ struct search_misses *misses = memory_new(1, sizeof(*misses));

	(void)state;
	assert_true(search_misses_add(misses, "2026-11-28", "  Cấp  lại thẻ\tnhà báo "));
	assert_true(search_misses_add(misses, "2026-11-28", "cap lai the nha bao?"));
	assert_true(search_misses_add(misses, "2026-12-01", "cap lai the nha bao"));
	assert_int_equal(misses->n, 1);
	assert_string_equal(misses->miss[0].text, "Cấp lại thẻ nhà báo");
	assert_int_equal(misses->miss[0].count, 3);
	assert_string_equal(misses->miss[0].month, "2026-12");
	/* A clock that was set back makes nothing old; a quarter later it is gone. */
	assert_true(search_misses_add(misses, "1970-01-01", "x"));
	assert_true(search_misses_add(misses, "2027-03-31", "y"));
	assert_int_equal(misses->n, 2);
	assert_true(search_misses_add(misses, "2027-04-01", "y"));
	assert_int_equal(misses->n, 1);
	assert_int_equal(misses->miss[0].count, 2);
}

static void test_what_can_be_somebody_s_is_not_kept(void **state)
{
	static const char *const not_kept[] = {"0912345678", "sđt 0912 345 678", "038.085.001.234",
		"cccd 038085001234 của Hùng", "sinh 12/05/1990", "36A-123.45",
		"０３８０８５００１２３４", "hung@example.org", "", "  ?! ", "12345"};
	_cleanup_free_ struct search_misses *misses = memory_new(1, sizeof(*misses));

	(void)state;
	for (size_t i = 0; i < ELEMENTS(not_kept); i++) {
		assert_false(search_misses_add(misses, "2026-11-29", not_kept[i]));
	}
	assert_false(search_misses_add(misses, "today", "a"));
	assert_int_equal(misses->n, 0);
	assert_true(search_misses_add(misses, "2026-11-29", "luật đất đai 2024"));
}

static void test_a_person_s_name_is_not_kept(void **state)
{
	static const char *const names[] = {"Lò Thị Hoa", "LO THI HOA", "nguyễn văn an",
		"con ông Nguyễn  Văn An", "khai sinh cho cháu quàng văn bình", "do thi hoa",
		"ho so cua tran thi be", "Lý Thị Mùa", "giàng thị dính ở bản", "đỗ-văn-hùng"};
	static const char *const words[] = {"đất đô thị", "dat do thi", "giấy tờ đô thị loại 4",
		"quản lý thị trường", "gia đình văn hóa", "xin xác nhận bằng văn bản",
		"lãnh đạo văn phòng", "nguyện vọng thi", "thị trấn văn lang", "trần nhà", "lò mổ",
		"nguyễn văn"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		assert_false(search_miss_may_be_kept(names[i]));
	}
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		assert_true(search_miss_may_be_kept(words[i]));
	}
}

static void test_they_are_bounded_and_the_least_asked_goes(void **state)
{
	_cleanup_free_ struct search_misses *misses = memory_new(1, sizeof(*misses));
	char text[16];
	char longer[301];

	(void)state;
	assert_true(search_misses_add(misses, "2026-11-29", "từ 0"));
	for (int i = 0; i <= MISSES_MAX; i++) {
		(void)snprintf(text, sizeof(text), "từ %d", i);
		assert_true(search_misses_add(misses, "2026-11-29", text));
	}
	assert_int_equal(misses->n, MISSES_MAX);
	assert_string_equal(misses->miss[0].text, "từ 0");
	assert_string_equal(misses->miss[1].text, "từ 2");
	assert_string_equal(misses->miss[MISSES_MAX - 1].text, "từ 500");
	/* Cut between two letters, not inside one. */
	for (size_t i = 0; i < 300; i += 3) {
		memcpy(longer + i, "ế", 3);
	}
	longer[300] = '\0';
	assert_true(search_misses_add(misses, "2026-11-29", longer));
	assert_int_equal(strlen(misses->miss[MISSES_MAX - 1].text), 3 * MISS_CHARACTERS);
}

static void test_they_are_written_and_read(void **state)
{
	_cleanup_free_ struct search_misses *misses = memory_new(1, sizeof(*misses));
	_cleanup_free_ struct search_misses *again = memory_new(1, sizeof(*again));
	json_t *list;

	(void)state;
	assert_true(search_misses_add(misses, "2026-11-28", "thẻ nhà báo"));
	assert_true(search_misses_add(misses, "2026-11-28", "thẻ nhà báo"));
	list = search_misses_to_json(misses);
	(void)json_array_append_new(list, json_pack("{s:s}", "month", "2026-11"));
	(void)json_array_append_new(list,
		json_pack("{s:s, s:s, s:i}", "month", "2026-11", "text", "0912345678", "count", 1));
	(void)json_array_append_new(
		list, json_pack("{s:s, s:s, s:i}", "month", "2026-13", "text", "x", "count", 1));
	search_misses_from_json(again, list);
	json_decref(list);
	assert_int_equal(again->n, 1);
	assert_memory_equal(&again->miss[0], &misses->miss[0], sizeof(misses->miss[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_same_text_is_counted_once),
		cmocka_unit_test(test_what_can_be_somebody_s_is_not_kept),
		cmocka_unit_test(test_a_person_s_name_is_not_kept),
		cmocka_unit_test(test_they_are_bounded_and_the_least_asked_goes),
		cmocka_unit_test(test_they_are_written_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
