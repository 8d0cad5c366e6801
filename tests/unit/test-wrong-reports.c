/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/wrong-reports.h"

#include <stdio.h>

#include "base/text.h"
#include "check.h"

static void test_reports_are_counted_until_somebody_has_looked(void **state)
{
	_cleanup_free_ struct wrong_reports *reports = memory_new(1, sizeof(*reports));

	(void)state;
	assert_true(wrong_reports_add(reports, "2026-11-28", "1.013313"));
	assert_true(wrong_reports_add(reports, "2026-12-01", "1.013313"));
	assert_true(wrong_reports_add(reports, "2026-12-01", "2.000001"));
	assert_false(wrong_reports_add(reports, "today", "1.013313"));
	assert_false(wrong_reports_add(reports, "2026-12-01", "a b"));
	assert_int_equal(reports->n, 2);
	assert_int_equal(reports->report[0].count, 2);
	assert_string_equal(reports->report[0].month, "2026-12");
	/* One came after the list was read. */
	assert_true(wrong_reports_add(reports, "2026-12-02", "1.013313"));
	assert_true(wrong_reports_seen(reports, "1.013313", 2));
	assert_int_equal(reports->report[0].count, 1);
	assert_false(wrong_reports_seen(reports, "1.013313", 2)); /* sent twice */
	assert_int_equal(reports->report[0].count, 1);
	assert_true(wrong_reports_seen(reports, "1.013313", 3));
	assert_false(wrong_reports_seen(reports, "1.013313", 3));
	assert_int_equal(reports->n, 1);
	assert_string_equal(reports->report[0].key, "2.000001");
}

/* What was seen comes again, late, when the same procedure is said to be wrong anew. */
static void test_what_was_seen_takes_nothing_of_what_is_said_later(void **state)
{
	_cleanup_free_ struct wrong_reports *reports = memory_new(1, sizeof(*reports));
	json_auto_t *json = NULL;
	int64_t until;

	(void)state;
	assert_true(wrong_reports_add(reports, "2026-12-01", "1.013313"));
	assert_true(wrong_reports_add(reports, "2026-12-01", "1.013313"));
	until = wrong_report_until(&reports->report[0]);
	assert_true(wrong_reports_seen(reports, "1.013313", until));
	assert_int_equal(reports->n, 0);
	json = wrong_reports_to_json(reports);
	wrong_reports_from_json(reports, json); /* a restart */
	for (int i = 0; i < 3; i++) {
		assert_true(wrong_reports_add(reports, "2026-12-02", "1.013313"));
	}
	assert_false(wrong_reports_seen(reports, "1.013313", until));
	assert_int_equal(reports->report[0].count, 3);
}

static void test_of_too_many_the_least_goes(void **state)
{
	_cleanup_free_ struct wrong_reports *reports = memory_new(1, sizeof(*reports));
	char key[32];

	(void)state;
	assert_true(wrong_reports_add(reports, "2026-11-28", "1.000000"));
	for (int i = 0; i <= WRONG_MAX; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i);
		assert_true(wrong_reports_add(reports, "2026-11-28", key));
	}
	assert_int_equal(reports->n, WRONG_MAX);
	assert_string_equal(reports->report[0].key, "1.000000");
	assert_string_equal(reports->report[1].key, "1.000002");
}

static void test_they_are_written_and_read(void **state)
{
	static const char odd[] = "[{\"key\":\"1.013313\",\"month\":\"2026-11\",\"count\":3},"
				  "{\"key\":\"a b\",\"month\":\"2026-11\",\"count\":3},"
				  "{\"key\":\"1.1\",\"month\":\"2026-13\",\"count\":3},"
				  "{\"key\":\"1.2\",\"month\":\"2026-11\",\"count\":0},1,null]";
	_cleanup_free_ struct wrong_reports *reports = memory_new(1, sizeof(*reports));
	json_auto_t *json = json_loads(odd, 0, NULL);
	json_auto_t *again = NULL;
	_cleanup_free_ char *written = NULL;

	(void)state;
	wrong_reports_from_json(reports, json);
	again = wrong_reports_to_json(reports);
	written = json_dumps(again, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(written,
		"{\"said\":3,\"wrong\":[{\"count\":3,\"key\":\"1.013313\","
		"\"month\":\"2026-11\",\"since\":0}]}");
	assert_true(wrong_reports_add(reports, "2026-11-28", "1.2"));
	json_decref(again);
	again = wrong_reports_to_json(reports);
	wrong_reports_from_json(reports, again);
	assert_int_equal(reports->said, 4);
	assert_int_equal(reports->report[1].since, 3);
	wrong_reports_from_json(reports, NULL);
	assert_int_equal(reports->n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reports_are_counted_until_somebody_has_looked),
		cmocka_unit_test(test_what_was_seen_takes_nothing_of_what_is_said_later),
		cmocka_unit_test(test_of_too_many_the_least_goes),
		cmocka_unit_test(test_they_are_written_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
