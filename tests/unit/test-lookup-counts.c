/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/lookup-counts.h"

#include <stdio.h>
#include <string.h>

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

static void test_a_share_stays_as_it_was(void **state)
{
	struct lookup_counts counts = {0}, all = {0}, one = {0}, none = {0};
	char key[32];

	(void)state;
	for (int i = 0; i < 5; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i);
		assert_true(lookup_counts_add(&counts, "2026-11-28", 9, key, LOOKUP_KIOSK));
	}
	assert_true(lookup_counts_add(&counts, "2026-10-28", 9, "1.000000", LOOKUP_KIOSK));
	lookup_counts_share(&counts, &all);
	lookup_counts_share_month(&counts, "2026-11", &one);
	lookup_counts_share_month(&counts, "2026-12", &none);
	/* A procedure of before, new ones, and a search. */
	for (int i = 4; i < 12; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i);
		assert_true(lookup_counts_add(&counts, "2026-11-29", 9, key, LOOKUP_KIOSK));
	}
	assert_true(lookup_counts_add_search(&counts, "2026-11-29", LOOKUP_KIOSK, true));
	assert_int_equal(all.n, 2);
	assert_int_equal(one.n, 1);
	assert_int_equal(none.n, 0);
	assert_int_equal(all.months[0].n, 5);
	assert_int_equal(all.months[0].rows[4].count[LOOKUP_KIOSK][9], 1);
	assert_int_equal(all.months[0].searches[LOOKUP_KIOSK].asked, 0);
	assert_ptr_equal(all.months[0].rows, one.months[0].rows);
	assert_ptr_equal(all.months[1].rows, counts.months[1].rows); /* nothing was copied */
	assert_int_equal(counts.months[0].n, 12);
	assert_int_equal(counts.months[0].rows[4].count[LOOKUP_KIOSK][9], 2);
	/* In any order; and the last one may change again. */
	lookup_counts_done(&all);
	assert_true(lookup_counts_add(&one, "2026-11-29", 9, "1.000000", LOOKUP_KIOSK));
	assert_int_equal(one.months[0].rows[0].count[LOOKUP_KIOSK][9], 2);
	assert_int_equal(counts.months[0].rows[0].count[LOOKUP_KIOSK][9], 1);
	lookup_counts_done(&counts);
	lookup_counts_done(&one);
	lookup_counts_done(&none);
}

static void test_what_was_counted_meanwhile_is_added(void **state)
{
	struct lookup_counts counts = {0}, more = {0};
	const struct lookup_month *month;

	(void)state;
	assert_true(lookup_counts_add(&counts, "2026-11-28", 9, "1.000001", LOOKUP_KIOSK));
	assert_true(lookup_counts_add_search(&counts, "2026-11-28", LOOKUP_KIOSK, true));
	lookup_counts_add_all(&counts, &more);
	assert_int_equal(counts.n, 1);
	for (int i = 0; i < 3; i++) {
		assert_true(lookup_counts_add(&more, "2026-11-30", 9, "1.000001", LOOKUP_KIOSK));
	}
	assert_true(lookup_counts_add(&more, "2026-11-30", 23, "1.000002", LOOKUP_STAFF));
	assert_true(lookup_counts_add_printed(&more, "2026-11-30", "1.000001", LOOKUP_PHONE));
	assert_true(lookup_counts_add_search(&more, "2026-11-30", LOOKUP_KIOSK, false));
	assert_true(lookup_counts_add_search(&more, "2026-12-01", LOOKUP_PHONE, true));
	lookup_counts_add_all(&counts, &more);
	lookup_counts_done(&more);
	assert_int_equal(counts.n, 2);
	month = lookup_counts_find(&counts, "2026-11");
	assert_int_equal(month->n, 2);
	assert_int_equal(month->rows[0].count[LOOKUP_KIOSK][9], 4);
	assert_int_equal(month->rows[0].printed[LOOKUP_PHONE], 1);
	assert_int_equal(month->rows[1].count[LOOKUP_STAFF][23], 1);
	assert_int_equal(month->searches[LOOKUP_KIOSK].asked, 2);
	assert_int_equal(month->searches[LOOKUP_KIOSK].unanswered, 1);
	month = lookup_counts_find(&counts, "2026-12");
	assert_true(month->has_searches);
	assert_int_equal(month->searches[LOOKUP_PHONE].unanswered, 1);
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

/* 5,000 procedures in each month: the file stays short, the present month whole. */
static void test_the_file_is_bounded(void **state)
{
	struct lookup_counts counts = {0};
	struct lookup_counts again = {0};
	json_auto_t *json = NULL;
	_cleanup_free_ char *written = NULL;
	char day[32];
	char key[32];

	(void)state;
	for (int month = 0; month < 6; month++) {
		(void)snprintf(day, sizeof(day), "2026-%02d-01", month + 1);
		for (int i = 0; i < LOOKUP_ROWS * 12; i++) {
			(void)snprintf(key, sizeof(key), "1.%06d", i % LOOKUP_ROWS);
			assert_true(lookup_counts_add(&counts, day, 7 + i / LOOKUP_ROWS, key,
				(enum lookup_place)(i % LOOKUP_PLACES)));
		}
	}
	assert_int_equal(lookup_counts_find(&counts, "2026-06")->n, LOOKUP_ROWS);
	assert_null(lookup_counts_find(&counts, "2026-01"));
	json = lookup_counts_to_json(&counts);
	written = json_dumps(json, JSON_COMPACT);
	assert_in_range(strlen(written), LOOKUP_FILE_BYTES / 3, LOOKUP_FILE_BYTES + 400000);
	lookup_counts_from_json(&again, json);
	assert_int_equal(lookup_counts_find(&again, "2026-06")->n, LOOKUP_ROWS);
	/* All hours of all places would be too much for one month. */
	for (int i = 0; i < LOOKUP_ROWS * LOOKUP_HOURS; i++) {
		(void)snprintf(key, sizeof(key), "2.%06d", i / LOOKUP_HOURS);
		(void)lookup_counts_add(&again, "2026-07-01", i % LOOKUP_HOURS, key, LOOKUP_KIOSK);
		(void)lookup_counts_add(&again, "2026-07-01", i % LOOKUP_HOURS, key, LOOKUP_PHONE);
		(void)lookup_counts_add(&again, "2026-07-01", i % LOOKUP_HOURS, key, LOOKUP_STAFF);
	}
	assert_int_equal(again.n, 1);
	assert_in_range(again.months[0].bytes, LOOKUP_FILE_BYTES, LOOKUP_FILE_BYTES + 1000);
	lookup_counts_done(&counts);
	lookup_counts_done(&again);
}

static void test_lists_and_searches_are_counted(void **state)
{
	struct lookup_counts counts = {0};
	const struct lookup_month *month;

	(void)state;
	assert_true(lookup_counts_add_printed(&counts, "2026-11-28", "1.013313", LOOKUP_KIOSK));
	assert_true(lookup_counts_add_search(&counts, "2026-11-28", LOOKUP_PHONE, true));
	assert_true(lookup_counts_add_search(&counts, "2026-11-29", LOOKUP_PHONE, false));
	assert_false(lookup_counts_add_search(&counts, "x", LOOKUP_PHONE, false));
	assert_false(lookup_counts_add_printed(&counts, "2026-11-28", "?", LOOKUP_KIOSK));
	month = lookup_counts_find(&counts, "2026-11");
	assert_true(month->has_searches);
	assert_int_equal(month->searches[LOOKUP_PHONE].asked, 2);
	assert_int_equal(month->searches[LOOKUP_PHONE].unanswered, 1);
	assert_int_equal(month->rows[0].printed[LOOKUP_KIOSK], 1);
	assert_int_equal(month->rows[0].count[LOOKUP_KIOSK][9], 0);
	lookup_counts_done(&counts);
}

static void test_a_file_of_the_first_versions_is_read(void **state)
{
	json_auto_t *json =
		json_loads("{\"2026-11\":{\"1.013313\":{\"kiosk\":{\"9\":2}}}}", 0, NULL);
	struct lookup_counts counts = {0};

	(void)state;
	lookup_counts_from_json(&counts, json);
	assert_int_equal(counts.months[0].rows[0].count[LOOKUP_KIOSK][9], 2);
	assert_false(counts.months[0].has_searches);
	lookup_counts_done(&counts);
}

static void test_they_are_written_and_read(void **state)
{
	static const char text[] = "{\"2026-11\":{\"1.013313\":{\"kiosk\":{\"9\":2,\"printed\":3},"
				   "\"staff\":{\"23\":4294967295}},"
				   "\"?\":{\"phone\":{\"searches\":4,\"unanswered\":4}}}}";
	static const char odd[] =
		"{\"2026-11\":{\"1.013313\":{\"kiosk\":{\"9\":2,\"printed\":3,\"24\":1,\"x\":1,"
		"\"8\":-1},"
		"\"roof\":{\"9\":1},\"staff\":{\"23\":5000000000}},\"a b\":{\"kiosk\":{\"9\":1}},"
		"\"1.2\":{\"kiosk\":{}},\"?\":{\"phone\":{\"searches\":4,\"unanswered\":5}}},"
		"\"2026-13\":{\"1.013313\":{\"kiosk\":{\"9\":2}}},\"x\":1}";
	struct lookup_counts counts = {0};
	json_auto_t *json = json_loads(odd, 0, NULL);
	json_auto_t *again = NULL;
	_cleanup_free_ char *written = NULL;

	(void)state;
	lookup_counts_from_json(&counts, json);
	again = lookup_counts_to_json(&counts);
	written = json_dumps(again, JSON_COMPACT);
	assert_string_equal(written, text);
	lookup_counts_from_json(&counts, NULL);
	assert_int_equal(counts.n, 0);
	lookup_counts_done(&counts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_lookup_is_counted_by_month_hour_and_place),
		cmocka_unit_test(test_a_share_stays_as_it_was),
		cmocka_unit_test(test_what_was_counted_meanwhile_is_added),
		cmocka_unit_test(test_the_oldest_month_goes),
		cmocka_unit_test(test_procedures_beyond_the_limit_are_not_counted),
		cmocka_unit_test(test_the_file_is_bounded),
		cmocka_unit_test(test_lists_and_searches_are_counted),
		cmocka_unit_test(test_a_file_of_the_first_versions_is_read),
		cmocka_unit_test(test_they_are_written_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
