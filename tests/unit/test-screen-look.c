/* SPDX-License-Identifier: Apache-2.0 */
/* Displays are looked at often enough, asked seldom enough, and soon after something has happened.
 */
#include "check.h"

#include "drivers/screen-look.h"

enum { RIGHT_MS = 10000, DRAWN_MS = 3000 }; /* the longest time for a mode and a picture */

/* The time from a silent change to the moment when our display is asked. The looks go on from
 * now_ms; connected: all the while. */
static int found_after_ms(struct screen_look *look, int change_ms)
{
	for (int now_ms = 0;; now_ms += screen_look_next_ms(look)) {
		if (screen_look_begin(look, true) != SCREEN_ASK_NOBODY && now_ms >= change_ms) {
			return now_ms - change_ms;
		}
	}
}

static void test_a_change_without_an_event_is_found_in_time(void **state)
{
	int slowest_ms = 0;

	(void)state;
	for (int change_ms = 1; change_ms < 4 * SCREEN_LOOK_SILENT_MS; change_ms += 100) {
		struct screen_look look = {0};
		int after_ms = found_after_ms(&look, change_ms);

		slowest_ms = after_ms > slowest_ms ? after_ms : slowest_ms;
	}
	assert_in_range(slowest_ms, SCREEN_LOOK_SILENT_MS - 100, SCREEN_LOOK_SILENT_MS);
	assert_true(slowest_ms + DRAWN_MS <= RIGHT_MS);
}

static void test_of_a_display_that_is_there_nobody_else_is_asked(void **state)
{
	struct screen_look look = {0};
	int asked[3] = {0};

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(screen_look_next_ms(&look), SCREEN_LOOK_MS);
		asked[screen_look_begin(&look, true)]++;
	}
	assert_int_equal(asked[SCREEN_ASK_OURS], 100 / SCREEN_LOOK_ASK_EACH);
	assert_int_equal(asked[SCREEN_ASK_ALL], 0);
}

static void test_while_it_is_not_there_each_look_asks_all(void **state)
{
	struct screen_look look = {0};

	(void)state;
	assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_OURS);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(screen_look_begin(&look, false), SCREEN_ASK_ALL);
		assert_int_equal(screen_look_next_ms(&look), SCREEN_LOOK_MS);
	}
	assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_NOBODY);
	assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_OURS);
}

static void test_after_an_event_eight_looks_come_soon_and_ask_all(void **state)
{
	struct screen_look look = {0};

	(void)state;
	(void)screen_look_begin(&look, true);
	for (int event = 0; event < 2; event++) {
		screen_look_on_event(&look);
		for (int i = 0; i < SCREEN_LOOK_SOON; i++) {
			assert_int_equal(screen_look_next_ms(&look), SCREEN_LOOK_SOON_MS);
			assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_ALL);
		}
		assert_int_equal(screen_look_next_ms(&look), SCREEN_LOOK_MS);
		assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_NOBODY);
	}
}

/* The other program may have the card for longer than all these looks take. */
static void test_waiting_for_a_turn_uses_no_look_up(void **state)
{
	struct screen_look look = {0};

	(void)state;
	screen_look_on_event(&look);
	for (int i = 0; i < 10 * SCREEN_LOOK_SOON; i++) {
		assert_int_equal(screen_look_next_ms(&look), SCREEN_LOOK_SOON_MS);
	}
	for (int i = 0; i < SCREEN_LOOK_SOON; i++) {
		assert_int_equal(screen_look_begin(&look, true), SCREEN_ASK_ALL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_change_without_an_event_is_found_in_time),
		cmocka_unit_test(test_of_a_display_that_is_there_nobody_else_is_asked),
		cmocka_unit_test(test_while_it_is_not_there_each_look_asks_all),
		cmocka_unit_test(test_after_an_event_eight_looks_come_soon_and_ask_all),
		cmocka_unit_test(test_waiting_for_a_turn_uses_no_look_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
