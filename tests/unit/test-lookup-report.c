/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-report.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

static const struct lookup_report_row *find(
	const struct lookup_report *report, enum lookup_group group, const char *key)
{
	for (size_t i = 0; i < report->n; i++) {
		if (report->rows[i].group == group && strcmp(report->rows[i].key, key) == 0) {
			return &report->rows[i];
		}
	}
	fail_msg("no row %s %s", lookup_group_name(group), key);
	return NULL;
}

static void assert_row(const struct lookup_report *report, enum lookup_group group, const char *key,
	int lookups, int printed, int searches, int unanswered)
{
	const struct lookup_report_row *row = find(report, group, key);

	assert_int_equal(row->lookups, lookups);
	assert_int_equal(row->printed, printed);
	assert_int_equal(row->searches, searches);
	assert_int_equal(row->unanswered, unanswered);
}

/* December and February are of this version, January is of a former one, March is not known. */
static void fill(struct lookup_counts *counts)
{
	json_auto_t *former = json_loads("{\"2026-01\":{\"1.1\":{\"kiosk\":{\"9\":7}}}}", 0, NULL);

	lookup_counts_from_json(counts, former);
	(void)lookup_counts_add(counts, "2025-12-30", 9, "1.2", LOOKUP_STAFF);
	(void)lookup_counts_add(counts, "2026-02-01", 10, "1.2", LOOKUP_PHONE);
	(void)lookup_counts_add(counts, "2026-02-01", 9, "1.3", LOOKUP_KIOSK);
	(void)lookup_counts_add_printed(counts, "2026-02-01", "1.3", LOOKUP_KIOSK);
	(void)lookup_counts_add_search(counts, "2026-02-01", LOOKUP_KIOSK, true);
	(void)lookup_counts_add_search(counts, "2026-02-28", LOOKUP_PHONE, false);
}

static void test_figures_add_up_by_each_group(void **state)
{
	struct lookup_counts counts = {0};
	struct lookup_report report;

	(void)state;
	fill(&counts);
	lookup_report_make(&counts, "2025-12-31", "2026-03-01", &report);
	assert_int_equal(report.months, 4);
	assert_int_equal(report.counted, 3);
	assert_int_equal(report.searches_counted, 2);
	assert_row(&report, LOOKUP_TOTAL, "", 10, 1, 2, 1);
	assert_row(&report, LOOKUP_BY_MONTH, "2025-12", 1, 0, 0, 0);
	assert_row(&report, LOOKUP_BY_MONTH, "2026-01", 7, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_MONTH, "2026-02", 2, 1, 2, 1);
	assert_row(&report, LOOKUP_BY_MONTH, "2026-03", -1, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_PLACE, "kiosk", 8, 1, 1, 1);
	assert_row(&report, LOOKUP_BY_PLACE, "phone", 1, 0, 1, 0);
	assert_row(&report, LOOKUP_BY_PLACE, "staff", 1, 0, 0, 0);
	assert_row(&report, LOOKUP_BY_HOUR, "9", 9, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_HOUR, "10", 1, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_HOUR, "23", 0, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_PROCEDURE, "1.1", 7, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_PROCEDURE, "1.2", 2, 0, -1, -1);
	assert_row(&report, LOOKUP_BY_PROCEDURE, "1.3", 1, 1, -1, -1);
	assert_int_equal(report.n, 1 + 4 + 3 + 24 + 3);
	assert_string_equal(report.rows[report.n - 3].key, "1.1");
	lookup_report_done(&report);
	lookup_counts_done(&counts);
}

static void test_nothing_is_not_zero(void **state)
{
	struct lookup_counts counts = {0};
	struct lookup_report report;

	(void)state;
	lookup_report_make(&counts, "2026-11-30", "2026-11-30", &report);
	assert_int_equal(report.months, 1);
	assert_int_equal(report.counted, 0);
	assert_row(&report, LOOKUP_TOTAL, "", -1, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_PLACE, "staff", -1, -1, -1, -1);
	assert_row(&report, LOOKUP_BY_HOUR, "9", -1, -1, -1, -1);
	assert_int_equal(report.n, 1 + 1 + 3 + 24);
	lookup_report_done(&report);
}

/* A day that nobody means, but that can be asked for. */
static void test_the_last_month_of_all_ends(void **state)
{
	struct lookup_counts counts = {0};
	struct lookup_report report;

	(void)state;
	lookup_report_make(&counts, "9999-11-30", "9999-12-31", &report);
	assert_int_equal(report.months, 2);
	assert_row(&report, LOOKUP_BY_MONTH, "9999-12", -1, -1, -1, -1);
	lookup_report_done(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_figures_add_up_by_each_group),
		cmocka_unit_test(test_nothing_is_not_zero),
		cmocka_unit_test(test_the_last_month_of_all_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
