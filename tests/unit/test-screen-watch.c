/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "display/screen-watch.h"

enum { NOW = 100000 };

static void test_nothing_is_due_while_nobody_looks(void **state)
{
	struct screen_watch watch = {0};

	(void)state;
	assert_int_equal(screen_watch_due_ms(&watch, NOW), -1);
	screen_watch_change(&watch, NOW);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 60000), -1);
	screen_watch_look(&watch, true, NOW + 60000);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 60000), NOW + 60000);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 60000 + SCREEN_WATCH_LOOKED_MS), -1);
}

static void test_what_the_hub_has_is_not_sent_again(void **state)
{
	struct screen_watch watch = {0};

	(void)state;
	screen_watch_change(&watch, NOW);
	screen_watch_look(&watch, false, NOW + 1000);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 1000), NOW + 1000);
	screen_watch_sent(&watch, NOW + 1000);
	screen_watch_look(&watch, true, NOW + 5000);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 5000), -1);
	/* The hub has started anew, or forgotten it. */
	screen_watch_look(&watch, false, NOW + 9000);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 9000), NOW + 9000);
}

static void test_a_picture_waits_until_the_screen_keeps_still(void **state)
{
	struct screen_watch watch = {0};

	(void)state;
	screen_watch_look(&watch, true, NOW);
	for (int ms = 0; ms <= 400; ms += 16) {
		screen_watch_change(&watch, NOW + ms);
	}
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 400), NOW + 400 + SCREEN_WATCH_STILL_MS);
	/* Not for ever. */
	screen_watch_look(&watch, true, NOW + 9000);
	for (int ms = 400; ms <= 9000; ms += 100) {
		screen_watch_change(&watch, NOW + ms);
	}
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 7600), NOW + SCREEN_WATCH_LATEST_MS);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 9000), NOW + 9000);
}

static void test_pictures_are_two_seconds_apart(void **state)
{
	struct screen_watch watch = {0};

	(void)state;
	screen_watch_look(&watch, false, NOW);
	screen_watch_sent(&watch, NOW);
	screen_watch_change(&watch, NOW + 100);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 100), NOW + SCREEN_WATCH_APART_MS);
	screen_watch_sent(&watch, NOW + SCREEN_WATCH_APART_MS);
	screen_watch_failed(&watch, NOW + 2100);
	assert_int_equal(screen_watch_due_ms(&watch, NOW + 2100), NOW + 2 * SCREEN_WATCH_APART_MS);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_due_while_nobody_looks),
		cmocka_unit_test(test_what_the_hub_has_is_not_sent_again),
		cmocka_unit_test(test_a_picture_waits_until_the_screen_keeps_still),
		cmocka_unit_test(test_pictures_are_two_seconds_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
