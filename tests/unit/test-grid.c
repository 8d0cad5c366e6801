/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/grid.h"

static void fill(struct grid *grid)
{
	grid_add_column(grid, GRID_TEXT, "key", "Service", NULL);
	grid_fix_columns(grid);
	grid_add_column(grid, GRID_COUNT, "issued", "Issued", NULL);
	grid_add_column(grid, GRID_SECONDS, "wait_s", "Wait (seconds)", "Wait");
	grid_add_column(grid, GRID_DECIMAL, "percent", "Per cent", NULL);
	grid_add_column(grid, GRID_DAY, "since", "Since", NULL);
	grid_add_text(grid, "=1+1");
	grid_add_number(grid, 12);
	grid_add_number(grid, 3661);
	grid_add_decimal(grid, "97.40");
	grid_add_day(grid, "2026-11-23");
	grid_add_key(grid, "2026-11", "11/2026");
	grid_add_number(grid, -3);
	grid_add_none(grid);
	grid_add_decimal(grid, "");
	grid_add_none(grid);
}

static char *csv_of(const struct grid *grid, char separator, char decimal)
{
	const struct csv_style style = {.separator = separator, .decimal = decimal};
	struct textbuf text = {0};

	grid_put_csv(grid, &style, &text);
	return text.data;
}

static void test_a_csv_has_bare_numbers_and_no_formulas(void **state)
{
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_free_ char *commas = NULL;
	_cleanup_free_ char *semicolons = NULL;
	_cleanup_free_ char *odd = NULL;

	(void)state;
	fill(&grid);
	commas = csv_of(&grid, ',', '.');
	semicolons = csv_of(&grid, ';', ',');
	odd = csv_of(&grid, ',', ',');
	assert_string_equal(commas,
		"\xEF\xBB\xBFService,Issued,Wait (seconds),Per cent,Since\r\n"
		"\"'=1+1\",12,3661,97.40,2026-11-23\r\n"
		"2026-11,-3,,,\r\n");
	assert_non_null(strstr(semicolons, "\"'=1+1\";12;3661;97,40;2026-11-23\r\n"));
	assert_non_null(strstr(odd, ",\"97,40\",")); /* or it would be two cells */
}

static void test_columns_are_chosen_by_name_in_their_own_order(void **state)
{
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_free_ char *unknown = NULL;
	_cleanup_free_ char *few = NULL;
	_cleanup_free_ char *none = NULL;

	(void)state;
	fill(&grid);
	assert_int_equal(grid_choose(&grid, "since,issued", &unknown), 0);
	few = csv_of(&grid, ',', '.');
	assert_string_equal(few,
		"\xEF\xBB\xBFService,Issued,Since\r\n\"'=1+1\",12,2026-11-23\r\n2026-11,-3,\r\n");
	assert_int_equal(grid_choose(&grid, "key", &unknown), 0);
	none = csv_of(&grid, ',', '.');
	assert_string_equal(none, "\xEF\xBB\xBFService\r\n\"'=1+1\"\r\n2026-11\r\n");
	assert_null(unknown);
}

static void test_names_that_say_nothing_are_left_out(void **state)
{
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_free_ char *csv = NULL;

	(void)state;
	grid_add_column(&grid, GRID_TEXT, "key", "Key", NULL);
	grid_add_column(&grid, GRID_TEXT, "name", "Name", NULL);
	grid_fix_columns(&grid);
	grid_add_column(&grid, GRID_COUNT, "n", "N", NULL);
	grid_add_text(&grid, "a");
	grid_add_text(&grid, "");
	grid_add_none(&grid);
	grid_leave_out_blank(&grid);
	csv = csv_of(&grid, ',', '.');
	assert_string_equal(csv, "\xEF\xBB\xBFKey,N\r\na,\r\n");
}

static void test_an_unknown_column_is_named(void **state)
{
	static const char *const lists[][2] = {
		{"issued,issue", "issue"}, {"Issued", "Issued"}, {"issued,,wait_s", ""}, {",", ""}};
	_cleanup_(grid_done) struct grid grid = {0};

	(void)state;
	fill(&grid);
	for (size_t i = 0; i < ELEMENTS(lists); i++) {
		_cleanup_free_ char *unknown = NULL;

		assert_int_equal(grid_choose(&grid, lists[i][0], &unknown), -EINVAL);
		assert_string_equal(unknown, lists[i][1]);
	}
}

static void test_json_keeps_the_kinds_apart(void **state)
{
	_cleanup_(grid_done) struct grid grid = {0};
	_cleanup_free_ char *unknown = NULL;
	struct out out = {0};

	(void)state;
	fill(&grid);
	grid.has_total = true;
	assert_int_equal(grid_choose(&grid, "wait_s,percent,since", &unknown), 0);
	out_open(&out, '{');
	grid_put_json(&grid, &out);
	out_close(&out, '}');
	assert_string_equal(out.text.data,
		"{\"total\":true,\"columns\":["
		"{\"label\":\"Service\",\"kind\":\"text\",\"fixed\":true},"
		"{\"label\":\"Wait\",\"kind\":\"seconds\",\"fixed\":false},"
		"{\"label\":\"Per cent\",\"kind\":\"decimal\",\"fixed\":false},"
		"{\"label\":\"Since\",\"kind\":\"day\",\"fixed\":false}],"
		"\"rows\":[[\"=1+1\",3661,[\"97.40\"],[\"2026-11-23\"]],"
		"[\"11/2026\",null,null,null]]}");
	textbuf_done(&out.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_csv_has_bare_numbers_and_no_formulas),
		cmocka_unit_test(test_columns_are_chosen_by_name_in_their_own_order),
		cmocka_unit_test(test_names_that_say_nothing_are_left_out),
		cmocka_unit_test(test_an_unknown_column_is_named),
		cmocka_unit_test(test_json_keeps_the_kinds_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
