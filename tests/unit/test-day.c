/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/day.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

static struct site *make_site(const char *hours, const char *day_end, const char *closed)
{
	struct site *site = NULL;
	json_t *json = fixture_site();
	json_t *closed_days = json_array();

	json_object_set_new(json, "hours", json_loads(hours, JSON_DECODE_ANY, NULL));
	if (day_end) {
		json_object_set_new(json, "day_end", json_string(day_end));
	}
	if (closed) {
		json_array_append_new(closed_days, json_pack("{s:s}", "day", closed));
	}
	json_object_set_new(json, "closed_days", closed_days);
	assert_int_equal(site_parse(json, &site, NULL), 0);
	json_decref(json);
	return site;
}

#define OFFICE "{\"mon\":[[\"07:30\",\"11:30\"],[\"13:30\",\"17:00\"]]}"

static struct local_time at(int minute)
{
	struct clock_reading moment = fixture_at(minute, 0);
	struct local_time local;

	zone_local(moment.wall_ms, &local);
	return local;
}

static void test_hours_begin_and_end_on_the_minute(void **state)
{
	static const struct {
		int minute;
		enum day_opening expected;
	} cases[] = {
		{7 * 60 + 29, OPENING_CLOSED_NOW}, {7 * 60 + 30, OPENING_OPEN},
		{11 * 60 + 29, OPENING_OPEN}, {11 * 60 + 30, OPENING_CLOSED_NOW},
		{13 * 60 + 30, OPENING_OPEN}, {17 * 60, OPENING_CLOSED_NOW},
		{24 * 60 + 8 * 60, OPENING_CLOSED_DAY}, /* Tuesday has no hours here */
	};
	_cleanup_(site_freep) struct site *site = make_site(OFFICE, NULL, NULL);

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct local_time local = at(cases[i].minute);

		assert_int_equal(day_opening(site, NULL, &local), cases[i].expected);
	}
}

static void test_a_closed_day_closes_services_with_hours_of_their_own(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site("\"always\"", NULL, "2026-11-23");
	struct local_time local = at(8 * 60);

	(void)state;
	assert_int_equal(day_opening(site, NULL, &local), OPENING_CLOSED_DAY);
	assert_int_equal(
		day_opening(site, site_find_service(site, "C"), &local), OPENING_CLOSED_DAY);
}

static void test_steps(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site(OFFICE, "20:00", NULL);
	static const struct {
		const char *day;
		bool open;
		bool behind;
		int minute;
		enum day_step expected;
	} cases[] = {
		{"", false, false, 7 * 60, DAY_STAY},
		{"", false, false, 8 * 60, DAY_STEP_OPEN},
		{"", false, true, 8 * 60, DAY_STAY},
		{"2026-11-20", false, false, 8 * 60, DAY_STEP_OPEN},
		{"2026-11-20", true, false, 7 * 60, DAY_STEP_CLOSE},
		{"2026-11-20", true, false, 8 * 60, DAY_STEP_CLOSE_THEN_OPEN},
		{"2026-11-20", true, true, 8 * 60, DAY_STAY},
		{"2026-11-23", true, false, 12 * 60, DAY_STAY}, /* noon does not end the day */
		{"2026-11-23", true, false, 19 * 60 + 59, DAY_STAY},
		{"2026-11-23", true, false, 20 * 60, DAY_STEP_CLOSE},
		{"2026-11-23", false, false, 14 * 60, DAY_STAY}, /* once a date */
		{"2026-11-24", true, false, 8 * 60, DAY_STAY}, /* never backwards */
		{"2026-11-24", false, false, 8 * 60, DAY_STAY},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct local_time local = at(cases[i].minute);
		enum day_step step =
			day_step(site, cases[i].day, cases[i].open, false, cases[i].behind, &local);

		if (step != cases[i].expected) {
			fail_msg("case %zu: %d instead of %d", i, step, cases[i].expected);
		}
	}
}

static void test_a_clock_that_is_set_jumps_against_time_since_boot(void **state)
{
	(void)state;
	assert_int_equal(day_clock_jump(1000, 50, 3600 * 1000 + 1000, 3600 * 1000 + 50), 0);
	assert_int_equal(day_clock_jump(0, 0, 60 * 1000, 0), 60 * 1000);
	assert_int_equal(day_clock_jump(0, 0, -60 * 1000, 0), -60 * 1000);
	/* Less than a minute is no correction: leap seconds, a clock that is steered. */
	assert_int_equal(day_clock_jump(0, 0, 60 * 1000 - 1, 0), 0);
	assert_int_equal(day_clock_jump(0, 0, -1000, 0), 0);
	assert_true(day_clock_was_just_set(1000, 1000 + 599 * 1000));
	assert_false(day_clock_was_just_set(1000, 1000 + 600 * 1000));
	assert_false(day_clock_was_just_set(1000, 999));
}

static void test_an_accepted_clock_may_go_back(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site(OFFICE, "20:00", NULL);
	struct local_time local = at(8 * 60);

	(void)state;
	assert_int_equal(
		day_step(site, "2099-01-01", true, true, false, &local), DAY_STEP_CLOSE_THEN_OPEN);
	assert_int_equal(day_step(site, "2099-01-01", false, true, false, &local), DAY_STEP_OPEN);
	assert_int_equal(day_step(site, "2099-01-01", false, true, true, &local), DAY_STAY);
	assert_int_equal(day_step(site, "2026-11-23", false, true, false, &local), DAY_STAY);
}

static void test_utc_midnight_changes_nothing(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site("\"always\"", NULL, NULL);
	struct local_time before = at(6 * 60 + 59);
	struct local_time after = at(7 * 60); /* 00:00 UTC */

	(void)state;
	assert_string_equal(before.day, after.day);
	assert_int_equal(day_step(site, before.day, true, false, false, &after), DAY_STAY);
}

static void test_the_next_change_is_never_missed(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site(OFFICE, "20:00", NULL);
	int64_t at_ms = fixture_at(0, 30).wall_ms;
	int64_t end_ms = fixture_at(48 * 60, 0).wall_ms;
	int looks = 0;
	int opened = 0;

	(void)state;
	/* Look only when told to: every opening and closing minute must be hit exactly. */
	while (at_ms < end_ms) {
		int64_t next_ms = day_next_change(site, at_ms);
		struct local_time local;

		assert_true(next_ms > at_ms && next_ms <= at_ms + 3600 * 1000);
		at_ms = next_ms;
		zone_local(at_ms, &local);
		opened += local.minute == 7 * 60 + 30 || local.minute == 13 * 60 + 30 ||
			local.minute == 20 * 60;
		looks++;
	}
	assert_true(opened >= 4);
	assert_true(looks < 80);
}

/* The span at or after a minute as "from to", or nothing. */
static void expect_working(const struct site *site, int n, int minute, int from, int to)
{
	static const char services[][LIMIT_ID + 1] = {"A", "B", "gone", "C"};
	struct site_span span = {-1, -1};

	assert_int_equal(day_working(site, services, n, 0, minute, &span), from < 0 ? -ENOENT : 0);
	assert_int_equal(span.from_minute, from);
	assert_int_equal(span.to_minute, to);
}

static void test_counters_work_in_all_hours_of_their_services(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site(
		"{\"mon\":[[\"08:00\",\"11:00\"],[\"11:00\",\"11:20\"],[\"13:30\",\"17:00\"]]}",
		"16:30", NULL);

	(void)state;
	/* A and B have the centre's; C begins at 07:30 and goes on until 11:30. */
	expect_working(site, 0, 0, 8 * 60, 11 * 60 + 20);
	expect_working(site, 3, 11 * 60, 11 * 60, 11 * 60 + 20);
	expect_working(site, 4, 0, 7 * 60 + 30, 11 * 60 + 30);
	expect_working(site, 4, 11 * 60 + 29, 7 * 60 + 30, 11 * 60 + 30);
	expect_working(site, 4, 11 * 60 + 30, 13 * 60 + 30, 16 * 60 + 30);
	expect_working(site, 4, 16 * 60 + 29, 13 * 60 + 30, 16 * 60 + 30);
	expect_working(site, 4, 16 * 60 + 30, -1, -1);
	expect_working(site, 4, 17 * 60, -1, -1);
}

static void expect_next(
	const struct site *site, const char *service, int minute, const char *day, int at_minute)
{
	struct local_time local = at(minute), next = {0};
	int r = day_next_opening(
		site, service ? site_find_service(site, service) : NULL, &local, &next);

	assert_int_equal(r, day ? 0 : -ENOENT);
	if (day) {
		assert_string_equal(next.day, day);
		assert_int_equal(next.minute, at_minute);
	}
}

/* Monday is 2026-11-23. */
static void test_the_next_opening(void **state)
{
	_cleanup_(site_freep) struct site *site = make_site(OFFICE, NULL, NULL);
	_cleanup_(site_freep) struct site *closed = make_site(OFFICE, NULL, "2026-11-30");
	_cleanup_(site_freep) struct site *never = make_site("{}", NULL, NULL);

	(void)state;
	expect_next(site, NULL, 7 * 60, "2026-11-23", 7 * 60 + 30);
	expect_next(site, NULL, 11 * 60 + 30, "2026-11-23", 13 * 60 + 30);
	expect_next(site, NULL, 8 * 60, "2026-11-30", 7 * 60 + 30); /* closed by hand */
	expect_next(site, NULL, 17 * 60, "2026-11-30", 7 * 60 + 30);
	expect_next(closed, NULL, 17 * 60, "2026-12-07", 7 * 60 + 30);
	/* C has hours of its own, in the morning. */
	expect_next(site, "C", 12 * 60, "2026-11-30", 7 * 60 + 30);
	expect_next(never, NULL, 12 * 60, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counters_work_in_all_hours_of_their_services),
		cmocka_unit_test(test_the_next_opening),
		cmocka_unit_test(test_hours_begin_and_end_on_the_minute),
		cmocka_unit_test(test_a_closed_day_closes_services_with_hours_of_their_own),
		cmocka_unit_test(test_steps),
		cmocka_unit_test(test_a_clock_that_is_set_jumps_against_time_since_boot),
		cmocka_unit_test(test_an_accepted_clock_may_go_back),
		cmocka_unit_test(test_utc_midnight_changes_nothing),
		cmocka_unit_test(test_the_next_change_is_never_missed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
