/* SPDX-License-Identifier: Apache-2.0 */
/* Which page of the media area is shown when. */
#include "check.h"

#include <string.h>

#include "display/pages.h"

static bool has(const char *picture, void *userdata)
{
	(void)userdata;
	return strcmp(picture, "here") == 0;
}

/* Which page is shown so many seconds after the last call. */
static int at(const char *text, const char *day, int second)
{
	json_t *pages = json_loads(text, 0, NULL);
	struct pages_turn turn;

	assert_non_null(pages);
	turn = pages_find(pages, day, second * 1000LL, PAGES_REST_MS, has, NULL);
	assert_true(turn.left_ms > 0);
	json_decref(pages);
	return turn.index;
}

static void test_pages_take_turns_after_a_rest(void **state)
{
	static const char pages[] = "[{\"title\": {\"vi\": \"a\"}, \"seconds\": 10}, "
				    "{\"picture\": \"here\"}, "
				    "{\"text\": {\"vi\": \"c\"}, \"seconds\": 5}]";
	static const struct {
		int second, index;
	} cases[] = {{0, -1}, {19, -1}, {20, 0}, {29, 0}, {30, 1}, {41, 1}, {42, 2}, {46, 2},
		{47, -1}, {66, -1}, {67, 0}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(at(pages, "2026-11-23", cases[i].second), cases[i].index);
	}
}

static void test_what_must_not_be_shown_is_not(void **state)
{
	static const char *const pages[] = {
		"[]",
		"[{}]",
		"[{\"title\": {\"vi\": \"a\"}, \"on\": false}]",
		"[{\"picture\": \"elsewhere\"}]",
		"[{\"picture\": \"elsewhere\", \"title\": {\"vi\": \"a\"}}]",
		"[{\"title\": {\"vi\": \"a\"}, \"to\": \"2026-11-22\"}]",
		"[{\"title\": {\"vi\": \"a\"}, \"from\": \"2026-11-24\"}]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		assert_int_equal(at(pages[i], "2026-11-23", 21), -1);
	}
	assert_int_equal(pages_find(NULL, "", 21000, PAGES_REST_MS, has, NULL).index, -1);
}

static void test_first_and_last_day_belong_to_a_page(void **state)
{
	static const char page[] = "[{\"title\": {\"vi\": \"a\"}, "
				   "\"from\": \"2026-11-22\", \"to\": \"2026-11-24\"}]";

	(void)state;
	assert_int_equal(at(page, "2026-11-21", 21), -1);
	assert_int_equal(at(page, "2026-11-22", 21), 0);
	assert_int_equal(at(page, "2026-11-24", 21), 0);
	assert_int_equal(at(page, "2026-11-25", 21), -1);
	assert_int_equal(at(page, "", 21), -1); /* nobody knows the day */
}

static void test_it_says_when_it_changes(void **state)
{
	json_t *pages = json_loads("[{\"picture\": \"here\", \"seconds\": 7}]", 0, NULL);

	(void)state;
	assert_true(pages_find(pages, "", 0, PAGES_REST_MS, has, NULL).left_ms == PAGES_REST_MS);
	assert_true(pages_find(pages, "", 22000, PAGES_REST_MS, has, NULL).left_ms == 5000);
	assert_int_equal(pages_find(pages, "", 0, 0, has, NULL).index, 0);
	assert_true(pages_find(pages, "", 1000, 0, has, NULL).left_ms == 6000);
	json_array_clear(pages);
	assert_true(pages_find(pages, "", 0, 0, has, NULL).left_ms == INT64_MAX);
	json_decref(pages);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pages_take_turns_after_a_rest),
		cmocka_unit_test(test_what_must_not_be_shown_is_not),
		cmocka_unit_test(test_first_and_last_day_belong_to_a_page),
		cmocka_unit_test(test_it_says_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
