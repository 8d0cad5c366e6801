/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/cleanup.h"
#include "drivers/panel-lamps.h"

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
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lamps_blink_slowly_and_flash_quickly),
		cmocka_unit_test(steady_lamps_wake_nobody),
		cmocka_unit_test(what_flashes_wakes_five_times_a_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
