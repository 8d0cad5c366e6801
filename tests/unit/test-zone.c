/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/zone.h"

enum { HOUR_MS = 3600 * 1000 };

/* 2026-11-23T00:00:00Z, a Monday. */
static const int64_t monday_utc_ms = 1795392000000;

/* Runs first: no zone was chosen yet. */
static void the_default_zone_is_viet_nam(void **state)
{
	struct local_time local;

	(void)state;
	zone_local(monday_utc_ms, &local);
	assert_string_equal(local.day, "2026-11-23");
	assert_int_equal(local.minute, 7 * 60);
	assert_int_equal(local.offset_s, 7 * 3600);
}

static void utc_midnight_is_seven_in_the_morning_in_viet_nam(void **state)
{
	struct local_time local;

	(void)state;
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
	zone_local(monday_utc_ms, &local);
	assert_string_equal(local.day, "2026-11-23");
	assert_int_equal(local.weekday, 0);
	assert_int_equal(local.minute, 7 * 60);
	assert_int_equal(local.second, 0);
	/* The local day begins at 17:00 UTC of the day before. */
	zone_local(monday_utc_ms - 7LL * HOUR_MS, &local);
	assert_string_equal(local.day, "2026-11-23");
	assert_int_equal(local.minute, 0);
	zone_local(monday_utc_ms - 7LL * HOUR_MS - 1, &local);
	assert_string_equal(local.day, "2026-11-22");
	assert_int_equal(local.weekday, 6);
	assert_int_equal(local.minute, 1439);
	assert_int_equal(local.second, 59);
}

static void unknown_zones_leave_the_old_one(void **state)
{
	static const char *const bad[] = {"", "Asia/Nowhere", "../../etc/passwd", "/etc/localtime",
		":UTC", "Asia", "Asia/Ho_Chi_Minh/x"};
	struct local_time local;

	(void)state;
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		assert_int_equal(zone_use(bad[i]), -EINVAL);
	}
	zone_local(monday_utc_ms, &local);
	assert_int_equal(local.offset_s, 7 * 3600);
}

static void an_instant_is_found_from_the_local_time(void **state)
{
	int64_t wall_ms = -1;

	(void)state;
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
	assert_int_equal(zone_instant("2026-11-23", 420, &wall_ms), 0);
	assert_true(wall_ms == monday_utc_ms);
	assert_int_equal(zone_instant("2026-11-22", 1440, &wall_ms), 0);
	assert_true(wall_ms == monday_utc_ms - 7LL * HOUR_MS);
	wall_ms = -1;
	assert_int_equal(zone_instant("2026-11-23", 1441, &wall_ms), -EINVAL);
	assert_int_equal(zone_instant("2026-11-23", -1, &wall_ms), -EINVAL);
	assert_int_equal(zone_instant("2026-13-23", 0, &wall_ms), -EINVAL);
	assert_true(wall_ms == -1);
}

static void summer_time_moves_the_offset_not_the_day(void **state)
{
	struct local_time local;
	int64_t wall_ms = 0;

	(void)state;
	assert_int_equal(zone_use("Europe/Berlin"), 0);
	assert_int_equal(zone_instant("2026-03-29", 720, &wall_ms), 0);
	zone_local(wall_ms, &local);
	assert_string_equal(local.day, "2026-03-29");
	assert_int_equal(local.minute, 720);
	assert_int_equal(local.offset_s, 7200);
	assert_int_equal(zone_instant("2026-03-29", 0, &wall_ms), 0);
	zone_local(wall_ms, &local);
	assert_int_equal(local.offset_s, 3600);
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
}

static void times_are_written_with_milliseconds_and_offset(void **state)
{
	char text[ISO_LENGTH + 1];

	(void)state;
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
	zone_format(monday_utc_ms + HOUR_MS + 62123, text);
	assert_string_equal(text, "2026-11-23T08:01:02.123+07:00");
	assert_int_equal(strlen(text), ISO_LENGTH);
	assert_int_equal(zone_use("America/St_Johns"), 0);
	zone_format(monday_utc_ms, text);
	assert_string_equal(text, "2026-11-22T20:30:00.000-03:30");
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
}

static void a_time_that_was_written_is_read(void **state)
{
	static const char *const bad[] = {"", "yesterday", "2026-11-23T08:01:02.123",
		"2026-13-23T08:01:02.123+07:00", "2026-11-23T08:01:02.123 07:00"};
	int64_t wall_ms = 7;

	(void)state;
	assert_int_equal(zone_parse("2026-11-23T08:01:02.123+07:00", &wall_ms), 0);
	assert_int_equal(wall_ms, monday_utc_ms + HOUR_MS + 62123);
	assert_int_equal(zone_parse("2026-11-22T20:30:00.000-03:30", &wall_ms), 0);
	assert_int_equal(wall_ms, monday_utc_ms);
	assert_int_equal(zone_parse("1969-12-31T23:59:59.999+00:00", &wall_ms), 0);
	assert_int_equal(wall_ms, -1);
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		assert_int_equal(zone_parse(bad[i], &wall_ms), -EINVAL);
	}
	assert_int_equal(wall_ms, -1);
}

/* The last second is remembered: in its zone, and by each thread for itself. */
static void the_same_second_is_told_in_another_zone(void **state)
{
	struct local_time local;
	char text[ISO_LENGTH + 1];

	(void)state;
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
	zone_format(monday_utc_ms + 1, text);
	assert_string_equal(text, "2026-11-23T07:00:00.001+07:00");
	assert_int_equal(zone_use("UTC"), 0);
	zone_format(monday_utc_ms + 20, text);
	assert_string_equal(text, "2026-11-23T00:00:00.020+00:00");
	zone_local(monday_utc_ms + 999, &local);
	assert_int_equal(local.minute, 0);
	zone_format(monday_utc_ms + 1000, text);
	assert_string_equal(text, "2026-11-23T00:00:01.000+00:00");
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
}

static void a_clock_before_1970_is_still_a_time(void **state)
{
	char text[ISO_LENGTH + 1];
	struct local_time local;

	(void)state;
	assert_int_equal(zone_use("UTC"), 0);
	zone_format(-1, text);
	assert_string_equal(text, "1969-12-31T23:59:59.999+00:00");
	zone_local(-1, &local);
	assert_string_equal(local.day, "1969-12-31");
	assert_int_equal(zone_use("Asia/Ho_Chi_Minh"), 0);
}

static void only_real_dates_are_days(void **state)
{
	static const char *const good[] = {"2026-11-23", "2028-02-29", "2000-02-29", "1970-01-01"};
	static const char *const bad[] = {"", "2026-02-29", "2026-11-31", "2026-00-10",
		"2026-11-00", "2026-1-1", "26-11-23", "2026-11-23 ", "2026/11/23", "abcd-ef-gh",
		"2026-11-2x", "20261-1-23", "2026--1-23"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(good); i++) {
		assert_true(zone_day_valid(good[i]));
	}
	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		assert_false(zone_day_valid(bad[i]));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_default_zone_is_viet_nam),
		cmocka_unit_test(utc_midnight_is_seven_in_the_morning_in_viet_nam),
		cmocka_unit_test(unknown_zones_leave_the_old_one),
		cmocka_unit_test(an_instant_is_found_from_the_local_time),
		cmocka_unit_test(summer_time_moves_the_offset_not_the_day),
		cmocka_unit_test(times_are_written_with_milliseconds_and_offset),
		cmocka_unit_test(a_time_that_was_written_is_read),
		cmocka_unit_test(the_same_second_is_told_in_another_zone),
		cmocka_unit_test(a_clock_before_1970_is_still_a_time),
		cmocka_unit_test(only_real_dates_are_days),
	};

	return cmocka_run_group_tests_name("zone", tests, NULL, NULL);
}
