/* SPDX-License-Identifier: Apache-2.0 */
/* How long serving takes: what odd visits and few visits do to it. */
#include "queue/service-time.h"

#include <stdlib.h>

#include "base/text.h"
#include "check.h"

enum { MINUTE_S = 60, CONFIGURED_S = 10 * MINUTE_S };

static const struct service_time none;

static void add(struct service_time *time, int n, int64_t served_s)
{
	for (int i = 0; i < n; i++) {
		service_time_count(time, served_s * 1000, 1);
	}
}

static int64_t expected_s(const struct service_time *today)
{
	return service_time_expected_ms(today, &none, CONFIGURED_S) / 1000;
}

static void test_without_visits_the_sites_figure_counts(void **state)
{
	(void)state;
	assert_int_equal(expected_s(&none), CONFIGURED_S);
	assert_int_equal(service_time_expected_ms(&none, &none, 10), 10 * 1000);
}

static void test_five_instant_finishes_say_nothing(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 5, 0);
	add(&today, 3, 2);
	add(&today, 2, 15);
	assert_int_equal(expected_s(&today), CONFIGURED_S);
	add(&today, 20, 5 * MINUTE_S);
	assert_in_range(expected_s(&today), 5 * MINUTE_S, 6 * MINUTE_S);
}

/* A service that really takes seconds: what the site says decides what is too short. */
static void test_a_service_of_seconds_is_believed(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 40, 12);
	assert_int_equal(service_time_expected_ms(&today, &none, 20) / 1000, 12);
	add(&today, 40, 1);
	assert_int_equal(service_time_expected_ms(&today, &none, 20) / 1000, 12);
}

static void test_a_visit_left_open_over_lunch_says_nothing(void **state)
{
	struct service_time today = {0};
	int64_t before_s;

	(void)state;
	add(&today, 1, 410 * MINUTE_S);
	assert_int_equal(expected_s(&today), CONFIGURED_S);
	add(&today, 8, 8 * MINUTE_S);
	before_s = expected_s(&today);
	assert_in_range(before_s, 8 * MINUTE_S, 9 * MINUTE_S);
	/* Everybody forgets at lunch. */
	add(&today, 3, 130 * MINUTE_S);
	assert_int_equal(expected_s(&today), before_s);
}

/* What the site expects does not hide that a service takes much longer. */
static void test_long_visits_are_believed_when_they_are_many(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 12, 90 * MINUTE_S);
	assert_in_range(expected_s(&today), 65 * MINUTE_S, 90 * MINUTE_S);
}

static void test_short_and_long_visits_both_count(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 34, 2 * MINUTE_S);
	add(&today, 6, 25 * MINUTE_S);
	assert_in_range(expected_s(&today), 5 * MINUTE_S, 7 * MINUTE_S);
}

static void test_no_visit_is_a_cliff(void **state)
{
	struct service_time today = {0};
	int64_t last_s = expected_s(&today);

	(void)state;
	for (int i = 0; i < 30; i++) {
		int64_t now_s;

		add(&today, 1, 2 * MINUTE_S);
		now_s = expected_s(&today);
		assert_in_range(now_s, last_s * 3 / 4, last_s - 1);
		last_s = now_s;
	}
	assert_in_range(last_s, 2 * MINUTE_S, 3 * MINUTE_S);
}

static void test_what_is_taken_back_leaves_nothing(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 3, 4 * MINUTE_S);
	add(&today, 1, 15 * MINUTE_S);
	service_time_count(&today, 15 * MINUTE_S * 1000, -1);
	service_time_count(&today, 4 * MINUTE_S * 1000, -1);
	add(&today, 1, 4 * MINUTE_S);
	assert_int_equal(expected_s(&today), (4 * 10 + 3 * 4) * MINUTE_S / 7);
	for (int i = 0; i < 3; i++) {
		service_time_count(&today, 4 * MINUTE_S * 1000, -1);
	}
	assert_memory_equal(&today, &none, sizeof(today));
}

/* A morning starts with the day before, and today soon weighs more. */
static void test_the_day_before_is_a_start(void **state)
{
	struct service_time before = {0};
	struct service_time today = {0};

	(void)state;
	add(&before, 200, 4 * MINUTE_S);
	assert_in_range(service_time_expected_ms(&today, &before, CONFIGURED_S), 240000, 250000);
	add(&today, 10, 12 * MINUTE_S);
	assert_in_range(service_time_expected_ms(&today, &before, CONFIGURED_S), 400000, 410000);
}

static void test_any_length_is_bounded(void **state)
{
	struct service_time today = {0};

	(void)state;
	add(&today, 9999, 400LL * 24 * 3600);
	add(&today, 1, 0);
	/* Nothing else was seen: then it is what visits take. */
	assert_in_range(expected_s(&today), 399LL * 24 * 3600, 400LL * 24 * 3600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_without_visits_the_sites_figure_counts),
		cmocka_unit_test(test_five_instant_finishes_say_nothing),
		cmocka_unit_test(test_a_service_of_seconds_is_believed),
		cmocka_unit_test(test_a_visit_left_open_over_lunch_says_nothing),
		cmocka_unit_test(test_long_visits_are_believed_when_they_are_many),
		cmocka_unit_test(test_short_and_long_visits_both_count),
		cmocka_unit_test(test_no_visit_is_a_cliff),
		cmocka_unit_test(test_what_is_taken_back_leaves_nothing),
		cmocka_unit_test(test_the_day_before_is_a_start),
		cmocka_unit_test(test_any_length_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
