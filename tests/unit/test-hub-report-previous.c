/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hub/hub-report-out.h"

static void test_the_period_before_is_of_the_same_kind(void **state)
{
	static const struct {
		const char *from, *to, *before_from, *before_to;
	} cases[] = {
		{"2026-11-30", "2026-11-30", "2026-11-29", "2026-11-29"},
		{"2026-03-01", "2026-03-01", "2026-02-28", "2026-02-28"},
		{"2026-11-23", "2026-11-29", "2026-11-16", "2026-11-22"},
		{"2026-11-01", "2026-11-15", "2026-10-17", "2026-10-31"},
		{"2026-11-01", "2026-11-30", "2026-10-01", "2026-10-31"},
		{"2028-03-01", "2028-03-31", "2028-02-01", "2028-02-29"},
		{"2026-01-01", "2026-01-31", "2025-12-01", "2025-12-31"},
		{"2026-07-01", "2026-09-30", "2026-04-01", "2026-06-30"},
		{"2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"},
		{"2025-11-15", "2026-02-14", "2025-08-15", "2025-11-14"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		char from[DAY_LENGTH + 1];
		char to[DAY_LENGTH + 1];

		report_previous_days(cases[i].from, cases[i].to, from, to);
		assert_string_equal(from, cases[i].before_from);
		assert_string_equal(to, cases[i].before_to);
	}
}

/* The first day that there is has none before it; it is written as a day all the same. */
static void test_the_first_of_all_days_has_a_day_before(void **state)
{
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];

	(void)state;
	report_previous_days("0000-01-01", "0000-12-31", from, to);
	assert_string_equal(from, "0000-01-01");
	assert_string_equal(to, "0000-01-01");
	report_previous_days("1970-01-01", "1970-01-31", from, to);
	assert_string_equal(from, "1969-12-01");
	assert_string_equal(to, "1969-12-31");
}

/* What is not known has no difference, and a difference may be below 0. */
static void test_totals_stand_beside_each_other(void **state)
{
	static const struct report_row now = {
		.issued = 10, .wait_median_s = 30, .within_percent = 9740, .rating_mean = -1};
	static const struct report_row before = {
		.issued = 15, .wait_median_s = 95, .within_percent = 9790, .rating_mean = 450};
	struct report_view view = {.words = {.language = "none"}};
	const struct report_comparison comparison = {.now = &now, .before = &before};
	_cleanup_(grid_done) struct grid report = {0};
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_free_ char *unknown = NULL;
	struct out out = {.text = {0}};
	char folder[] = "/tmp/layso-test-XXXXXX";
	_cleanup_free_ char *file = NULL;
	struct phrases *phrases;

	(void)state;
	assert_non_null(mkdtemp(folder));
	file = text_printf("%s/aa.json", folder);
	assert_int_equal(text_write_file(file, "{\"a\":\"b\"}", 9, 0600), 0);
	assert_int_equal(phrases_load(folder, &phrases), 0);
	view.words.phrases = phrases;
	grid_add_column(&report, GRID_TEXT, "key", "key", NULL);
	grid_fix_columns(&report);
	grid_add_column(&report, GRID_COUNT, "issued", "issued", NULL);
	grid_add_column(&report, GRID_COUNT, "served", "served", NULL);
	grid_add_column(&report, GRID_SECONDS, "wait_median_s", "wait", NULL);
	grid_add_column(&report, GRID_DECIMAL, "within_percent", "within", NULL);
	grid_add_column(&report, GRID_DECIMAL, "rating_mean", "rating", NULL);
	assert_int_equal(
		grid_choose(&report, "issued,wait_median_s,within_percent,rating_mean", &unknown),
		0);
	report_fill_previous(&grid, &view, &report, &comparison);
	out_open(&out, '{');
	grid_put_json(&grid, &out);
	out_close(&out, '}');
	assert_non_null(strstr(out.text.data,
		"\"rows\":[[\"issued\",10,15,-5],[\"wait\",[30],[95],[-65]],"
		"[\"within\",[\"97.40\"],[\"97.90\"],[\"-0.50\"]],"
		"[\"rating\",null,[\"4.50\"],null]]"));
	textbuf_done(&out.text);
	phrases_free(phrases);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_period_before_is_of_the_same_kind),
		cmocka_unit_test(test_the_first_of_all_days_has_a_day_before),
		cmocka_unit_test(test_totals_stand_beside_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
