/* SPDX-License-Identifier: Apache-2.0 */
/* When the hall's screen goes off, and what brings it back. */
#include "check.h"

#include "display/screen-hours.h"

enum { REST_MS = 300 * 1000, START_MS = 1000000, MONDAY = 0, SUNDAY = 6 };

static const struct screen_settings weekdays = {
	.n_on = 2,
	.on = {{0x1f, 390, 705}, {0x1f, 780, 1050}}, /* 06:30–11:45, 13:00–17:30 */
	.off_after_s = 300,
};

/* A screen that has been in the night for so long; the night is a Monday's, 21:00. */
struct night {
	struct screen_hours hours;
	struct screen_need need;
	int64_t now_ms;
};

static struct night begin(void)
{
	struct night night = {
		.need = {.timed = true, .weekday = MONDAY, .minute = 1260, .reached = true},
		.now_ms = START_MS,
	};

	screen_hours_init(&night.hours, &weekdays, START_MS);
	return night;
}

/* Whether it is on after so many further milliseconds. */
static bool after(struct night *night, int64_t ms)
{
	night->now_ms += ms;
	return screen_hours_step(&night->hours, &night->need, night->now_ms);
}

static struct night begin_off(void)
{
	struct night night = begin();

	assert_false(after(&night, REST_MS));
	return night;
}

static void test_it_goes_off_when_nobody_has_needed_it_for_a_while(void **state)
{
	struct night night = begin();

	(void)state;
	assert_true(after(&night, 0));
	assert_int_equal(screen_hours_next_ms(&night.hours, night.now_ms), START_MS + REST_MS);
	assert_true(after(&night, REST_MS - 1));
	assert_false(after(&night, 1));
	assert_true(screen_hours_next_ms(&night.hours, night.now_ms) == INT64_MAX);
	assert_false(after(&night, 8LL * 3600 * 1000));
}

static void test_without_a_timetable_it_is_always_on(void **state)
{
	static const struct screen_settings none = {.off_after_s = 300};
	struct night night = begin();

	(void)state;
	screen_hours_init(&night.hours, &none, START_MS);
	assert_true(after(&night, 100LL * REST_MS));
	assert_true(screen_hours_next_ms(&night.hours, night.now_ms) == INT64_MAX);
}

static void test_the_timetable_counts_from_its_minute_to_its_minute(void **state)
{
	static const struct {
		int weekday, minute;
		bool on;
	} times[] = {{MONDAY, 389, false}, {MONDAY, 390, true}, {MONDAY, 704, true},
		{MONDAY, 705, false}, {MONDAY, 780, true}, {4, 1049, true}, {4, 1050, false},
		{5, 600, false}, {SUNDAY, 600, false}};

	(void)state;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		struct night night = begin_off();

		night.need.weekday = times[i].weekday;
		night.need.minute = times[i].minute;
		assert_int_equal(after(&night, 1), times[i].on);
	}
}

/* Whoever needs it has it at once, and keeps it, how long ever it takes. */
static void test_it_is_never_off_while_somebody_needs_it(void **state)
{
	struct screen_need needs[3];

	(void)state;
	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		struct night night = begin_off();

		night.need.open = i == 0;
		night.need.awaited = i == 1;
		night.need.timed = i != 2;
		assert_true(after(&night, 1));
		assert_true(after(&night, 20LL * REST_MS));
		night.need = (struct screen_need){
			.timed = true, .weekday = MONDAY, .minute = 1300, .reached = true};
		assert_true(after(&night, REST_MS - 1));
		assert_false(after(&night, 1));
	}
}

/* A ticket that is issued and called within seconds, a queue that empties and fills: one period. */
static void test_what_comes_and_goes_does_not_switch_it(void **state)
{
	struct night night = begin();

	(void)state;
	for (int i = 0; i < 100; i++) {
		night.need.awaited = i % 2 == 0;
		assert_true(after(&night, REST_MS / 2));
	}
}

static void test_a_touch_wakes_it_for_a_while(void **state)
{
	struct night night = begin_off();

	(void)state;
	night.now_ms += 5;
	screen_hours_touch(&night.hours, night.now_ms);
	assert_true(after(&night, 0));
	assert_true(after(&night, REST_MS - 1));
	assert_false(after(&night, 1));
}

static void test_a_hub_that_is_away_keeps_it_on_for_an_hour(void **state)
{
	struct night night = begin();

	(void)state;
	assert_true(after(&night, 0));
	night.need.reached = false;
	night.need.awaited = true; /* when it was last reached */
	assert_true(after(&night, SCREEN_HOURS_AWAY_MS - 1));
	assert_true(after(&night, 1));
	assert_false(after(&night, REST_MS));
	night.need.minute = 400; /* the morning comes without the hub, too */
	assert_true(after(&night, 10LL * 3600 * 1000));
}

static void test_a_hub_that_goes_away_or_comes_at_night_wakes_nobody(void **state)
{
	struct night night = begin_off();

	(void)state;
	night.need.reached = false;
	assert_false(after(&night, 1));
	assert_false(after(&night, SCREEN_HOURS_AWAY_MS / 2));
	night.need.reached = true;
	assert_false(after(&night, 1));
	night.need.awaited = true;
	assert_true(after(&night, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_it_goes_off_when_nobody_has_needed_it_for_a_while),
		cmocka_unit_test(test_without_a_timetable_it_is_always_on),
		cmocka_unit_test(test_the_timetable_counts_from_its_minute_to_its_minute),
		cmocka_unit_test(test_it_is_never_off_while_somebody_needs_it),
		cmocka_unit_test(test_what_comes_and_goes_does_not_switch_it),
		cmocka_unit_test(test_a_touch_wakes_it_for_a_while),
		cmocka_unit_test(test_a_hub_that_is_away_keeps_it_on_for_an_hour),
		cmocka_unit_test(test_a_hub_that_goes_away_or_comes_at_night_wakes_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
