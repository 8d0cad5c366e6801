/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-counts.h"

#include <stdio.h>

#include "base/text.h"
#include "check.h"

static void test_a_lookup_is_counted_by_month_hour_and_place(void **state)
{
	struct lookup_counts counts = {0};
	const struct lookup_month *month;

	(void)state;
	assert_true(lookup_counts_add(&counts, "2026-11-28", 9, "1.013313", LOOKUP_KIOSK));
	assert_true(lookup_counts_add(&counts, "2026-11-30", 9, "1.013313", LOOKUP_KIOSK));
	assert_true(lookup_counts_add(&counts, "2026-11-30", 10, "1.013313", LOOKUP_PHONE));
	assert_true(lookup_counts_add(&counts, "2026-12-01", 0, "1.013313", LOOKUP_STAFF));
	assert_false(lookup_counts_add(&counts, "today", 9, "1.013313", LOOKUP_KIOSK));
	assert_false(lookup_counts_add(&counts, "2026-11-30", 24, "1.013313", LOOKUP_KIOSK));
	assert_false(lookup_counts_add(&counts, "2026-11-30", 9, "a b", LOOKUP_KIOSK));
	assert_int_equal(counts.n, 2);
	month = lookup_counts_find(&counts, "2026-11");
	assert_non_null(month);
	assert_int_equal(month->n, 1);
	assert_int_equal(month->rows[0].count[LOOKUP_KIOSK][9], 2);
	assert_int_equal(month->rows[0].count[LOOKUP_PHONE][10], 1);
	assert_int_equal(month->rows[0].count[LOOKUP_STAFF][0], 0);
	assert_null(lookup_counts_find(&counts, "2026-10"));
	lookup_counts_done(&counts);
}

static void test_the_oldest_month_goes(void **state)
{
	struct lookup_counts counts = {0};
	char day[32];

	(void)state;
	for (int i = 0; i <= LOOKUP_MONTHS; i++) {
		(void)snprintf(day, sizeof(day), "%04d-%02d-01", 2025 + i / 12, i % 12 + 1);
		assert_true(lookup_counts_add(&counts, day, 8, "1.000001", LOOKUP_KIOSK));
	}
	assert_int_equal(counts.n, LOOKUP_MONTHS);
	assert_null(lookup_counts_find(&counts, "2025-01"));
	assert_non_null(lookup_counts_find(&counts, "2025-02"));
	assert_non_null(lookup_counts_find(&counts, "2026-02"));
	lookup_counts_done(&counts);
}

static void test_procedures_beyond_the_limit_are_not_counted(void **state)
{
	struct lookup_counts counts = {0};
	char key[32];

	(void)state;
	for (int i = 0; i < LOOKUP_ROWS; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i);
		assert_true(lookup_counts_add(&counts, "2026-11-28", 8, key, LOOKUP_KIOSK));
	}
	assert_false(lookup_counts_add(&counts, "2026-11-28", 8, "2.000000", LOOKUP_KIOSK));
	assert_true(lookup_counts_add(&counts, "2026-11-28", 8, "1.000000", LOOKUP_KIOSK));
	assert_int_equal(lookup_counts_find(&counts, "2026-11")->n, LOOKUP_ROWS);
	lookup_counts_done(&counts);
}

static void test_they_are_written_and_read(void **state)
{
	static const char text[] = "{\"2026-11\":{\"1.013313\":{\"kiosk\":{\"9\":2},"
				   "\"staff\":{\"23\":4294967295}}}}";
	static const char odd[] =
		"{\"2026-11\":{\"1.013313\":{\"kiosk\":{\"9\":2,\"24\":1,\"x\":1,\"8\":-1},"
		"\"roof\":{\"9\":1},\"staff\":{\"23\":5000000000}},\"a b\":{\"kiosk\":{\"9\":1}}},"
		"\"2026-13\":{\"1.013313\":{\"kiosk\":{\"9\":2}}},\"x\":1}";
	struct lookup_counts counts = {0};
	json_auto_t *json = json_loads(odd, 0, NULL);
	json_auto_t *again = NULL;
	_cleanup_free_ char *written = NULL;

	(void)state;
	lookup_counts_from_json(&counts, json);
	again = lookup_counts_to_json(&counts);
	written = json_dumps(again, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(written, text);
	lookup_counts_from_json(&counts, NULL);
	assert_int_equal(counts.n, 0);
	lookup_counts_done(&counts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_lookup_is_counted_by_month_hour_and_place),
		cmocka_unit_test(test_the_oldest_month_goes),
		cmocka_unit_test(test_procedures_beyond_the_limit_are_not_counted),
		cmocka_unit_test(test_they_are_written_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
