/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "hub/hub-monthly.h"

static void test_a_month_is_made_when_it_is_over_and_once(void **state)
{
	static const struct {
		const char *newest;
		const char *today;
		const char *next; /* NULL: none */
	} cases[] = {
		{"", "2026-11-30", "2026-10"}, {"", "2026-01-01", "2025-12"},
		{"2026-09", "2026-11-01", "2026-10"},
		{"2026-08", "2026-11-01", "2026-09"}, /* the hub was off for a while */
		{"2025-12", "2026-02-28", "2026-01"}, {"2026-10", "2026-11-30", NULL},
		{"2026-11", "2026-11-30", NULL},
		{"2027-05", "2026-11-30", NULL}, /* the clock has been wrong */
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		char month[MONTH_LENGTH + 1];
		bool any = monthly_next(cases[i].newest, cases[i].today, month);

		assert_int_equal(any, cases[i].next != NULL);
		if (any) {
			assert_string_equal(month, cases[i].next);
		}
	}
}

static void test_a_month_has_its_days(void **state)
{
	static const char *const months[][2] = {{"2026-10", "2026-10-31"},
		{"2026-11", "2026-11-30"}, {"2026-02", "2026-02-28"}, {"2028-02", "2028-02-29"}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(months); i++) {
		char from[DAY_LENGTH + 1];
		char to[DAY_LENGTH + 1];

		monthly_days(months[i][0], from, to);
		assert_memory_equal(from, months[i][0], MONTH_LENGTH);
		assert_string_equal(from + MONTH_LENGTH, "-01");
		assert_string_equal(to, months[i][1]);
	}
}

static void test_only_names_of_reports_are_paths(void **state)
{
	static const char *const wrong[] = {"", "2026-10", "2026-13.pdf", "2026-10.pdf.1.new",
		"../layso.db", "2026-10.PDF", "2026-10.csv", "a026-10.pdf"};
	_cleanup_free_ char *pdf = monthly_path("/data", "2026-10.pdf");

	(void)state;
	assert_string_equal(pdf, "/data/reports/2026-10.pdf");
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		assert_null(monthly_path("/data", wrong[i]));
	}
}

static void write_empty(const char *folder, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/reports/%s", folder, name);

	assert_int_equal(text_write_file(path, "x", 1, 0600), 0);
}

static void test_the_list_has_the_newest_first(void **state)
{
	static const char *const names[] = {
		"2026-09.pdf", "2026-10.pdf", "2026-10.xlsx", "2025-12.xlsx", "2026-10.pdf.9.new"};
	char folder[] = "/tmp/test-monthly-XXXXXX";
	_cleanup_free_ struct monthly_entry *list = memory_new(MONTHLY_MAX, sizeof(*list));
	_cleanup_free_ char *reports = NULL;
	int n = -1;

	(void)state;
	assert_non_null(mkdtemp(folder));
	assert_int_equal(monthly_list(folder, list, &n), 0);
	assert_int_equal(n, 0);
	reports = text_printf("%s/reports", folder);
	assert_int_equal(mkdir(reports, 0700), 0);
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		write_empty(folder, names[i]);
	}
	assert_int_equal(monthly_list(folder, list, &n), 0);
	assert_int_equal(n, 3);
	assert_string_equal(list[0].month, "2026-10");
	assert_int_equal(list[0].pdf + list[0].xlsx, 2);
	assert_int_equal(list[1].xlsx, 0);
	assert_string_equal(list[2].month, "2025-12");
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", reports, names[i]);

		(void)unlink(path);
	}
	(void)rmdir(reports);
	(void)rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_month_is_made_when_it_is_over_and_once),
		cmocka_unit_test(test_a_month_has_its_days),
		cmocka_unit_test(test_only_names_of_reports_are_paths),
		cmocka_unit_test(test_the_list_has_the_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
