/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/cleanup.h"
#include "drivers/panel-timing.h"

static void a_gap_in_the_numbers_is_counted(void **state)
{
	struct panel_edges edges = {.debounce_ms = 20};

	(void)state;
	assert_int_equal(panel_edges_take(&edges, 1), 0);
	assert_int_equal(panel_edges_take(&edges, 2), 0);
	assert_int_equal(panel_edges_take(&edges, 173), 170);
	assert_int_equal(panel_edges_take(&edges, 174), 0);
}

static void the_first_event_may_be_missing_too(void **state)
{
	struct panel_edges edges = {0};

	(void)state;
	assert_int_equal(panel_edges_take(&edges, 5), 4);
}

static void a_press_is_as_old_as_the_finger(void **state)
{
	struct panel_edges edges = {.debounce_ms = 20};

	(void)state;
	assert_int_equal(panel_edges_time_us(&edges, 5000000000, 5000100), 4980000);
	edges.debounce_ms = 0;
	assert_int_equal(panel_edges_time_us(&edges, 5000000000, 4000000), 4000000);
}

static void a_press_and_its_release_are_told_once(void **state)
{
	struct panel_hold hold = {0};

	(void)state;
	assert_int_equal(panel_hold_take(&hold, 3, true, false, 1000), PANEL_NEWS_PRESS);
	assert_int_equal(panel_hold_take(&hold, 3, true, false, 1010), PANEL_NEWS_NONE);
	assert_int_equal(panel_hold_take(&hold, 3, false, false, 1200), PANEL_NEWS_RELEASE);
	assert_int_equal(panel_hold_take(&hold, 3, false, false, 1210), PANEL_NEWS_NONE);
}

static void a_button_held_too_long_is_stuck_once(void **state)
{
	struct panel_hold hold = {0};

	(void)state;
	assert_int_equal(panel_hold_deadline(&hold), 0);
	(void)panel_hold_take(&hold, 3, true, false, 1000);
	(void)panel_hold_take(&hold, 5, true, false, 3000);
	assert_int_equal(panel_hold_deadline(&hold), 1000 + PANEL_STUCK_MS);
	assert_int_equal(panel_hold_next_stuck(&hold, 999 + PANEL_STUCK_MS), -1);
	assert_int_equal(panel_hold_next_stuck(&hold, 1000 + PANEL_STUCK_MS), 3);
	assert_int_equal(panel_hold_next_stuck(&hold, 1000 + PANEL_STUCK_MS), -1);
	assert_int_equal(panel_hold_deadline(&hold), 3000 + PANEL_STUCK_MS);
	assert_int_equal(panel_hold_take(&hold, 5, false, false, 4000), PANEL_NEWS_RELEASE);
	assert_int_equal(panel_hold_deadline(&hold), 0);
	assert_int_equal(panel_hold_take(&hold, 3, false, false, 90000), PANEL_NEWS_FREE);
	assert_int_equal(panel_hold_take(&hold, 3, true, false, 91000), PANEL_NEWS_PRESS);
}

static void a_button_held_from_the_start_is_no_press(void **state)
{
	struct panel_hold hold = {0};

	(void)state;
	assert_int_equal(panel_hold_take(&hold, 0, true, true, 1000), PANEL_NEWS_STUCK);
	assert_int_equal(panel_hold_take(&hold, 1, false, true, 1000), PANEL_NEWS_NONE);
	assert_int_equal(panel_hold_deadline(&hold), 0);
	assert_int_equal(panel_hold_take(&hold, 0, false, false, 2000), PANEL_NEWS_FREE);
	assert_int_equal(panel_hold_take(&hold, 0, true, false, 3000), PANEL_NEWS_PRESS);
}

static void lamps_blink_slowly_and_flash_quickly(void **state)
{
	(void)state;
	assert_false(panel_lamp_lit(LAMP_OFF, 0));
	assert_true(panel_lamp_lit(LAMP_ON, 777));
	assert_true(panel_lamp_lit(LAMP_BLINK, LAMP_BLINK_MS - 1));
	assert_false(panel_lamp_lit(LAMP_BLINK, LAMP_BLINK_MS));
	assert_true(panel_lamp_lit(LAMP_BLINK, 2 * LAMP_BLINK_MS));
	assert_true(panel_lamp_lit(LAMP_FLASH, LAMP_FLASH_MS - 1));
	assert_false(panel_lamp_lit(LAMP_FLASH, LAMP_FLASH_MS));
}

static void steady_lamps_wake_nobody(void **state)
{
	static const enum lamp steady[] = {LAMP_ON, LAMP_OFF, LAMP_ON};
	static const enum lamp mixed[] = {LAMP_ON, LAMP_BLINK, LAMP_FLASH};

	(void)state;
	assert_int_equal(panel_lamps_next_ms(steady, 3, 1000), -1);
	assert_int_equal(panel_lamps_next_ms(mixed, 2, 1200), 1500);
	assert_int_equal(panel_lamps_next_ms(mixed, 3, 1200), 1400);
}

/* Each change is one wake-up: a panel in trouble stays within the daemons' five a second. */
static void what_flashes_wakes_five_times_a_second(void **state)
{
	static const enum lamp lamps[] = {LAMP_FLASH};
	int64_t now_ms = 0;
	int n = 0;

	(void)state;
	while (now_ms < 1000) {
		now_ms = panel_lamps_next_ms(lamps, 1, now_ms);
		n++;
	}
	assert_int_equal(n, 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_in_the_numbers_is_counted),
		cmocka_unit_test(the_first_event_may_be_missing_too),
		cmocka_unit_test(a_press_is_as_old_as_the_finger),
		cmocka_unit_test(a_press_and_its_release_are_told_once),
		cmocka_unit_test(a_button_held_too_long_is_stuck_once),
		cmocka_unit_test(a_button_held_from_the_start_is_no_press),
		cmocka_unit_test(lamps_blink_slowly_and_flash_quickly),
		cmocka_unit_test(steady_lamps_wake_nobody),
		cmocka_unit_test(what_flashes_wakes_five_times_a_second),
	};

	return cmocka_run_group_tests_name("panel-timing", tests, NULL, NULL);
}
