/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "drivers/panel-hold.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_press_and_its_release_are_told_once),
		cmocka_unit_test(a_button_held_too_long_is_stuck_once),
		cmocka_unit_test(a_button_held_from_the_start_is_no_press),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
