/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "hub/hub-nightly.h"

#define HOURS(n) (INT64_C(3600000) * (n))

/* Times since boot; the process started with the third hour. */
static void test_a_day_that_never_closes_is_backed_up_too(void **state)
{
	(void)state;
	assert_false(nightly_is_late(HOURS(4), HOURS(3), -1, false));
	assert_false(nightly_is_late(HOURS(29) - 1, HOURS(3), -1, false));
	assert_true(nightly_is_late(HOURS(29), HOURS(3), -1, false));
	/* From the last one on. */
	assert_false(nightly_is_late(HOURS(29), HOURS(3), HOURS(10), false));
	assert_true(nightly_is_late(HOURS(36), HOURS(3), HOURS(10), false));
}

/* A board that is off at night and whose clock stands in the past never runs for 26 hours. */
static void test_a_clock_in_the_past_does_not_starve_it(void **state)
{
	(void)state;
	assert_true(nightly_is_late(HOURS(4), HOURS(3), -1, true));
	assert_false(nightly_is_late(HOURS(5), HOURS(3), HOURS(4), true));
	assert_true(nightly_is_late(HOURS(30), HOURS(3), HOURS(4), true));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_day_that_never_closes_is_backed_up_too),
		cmocka_unit_test(test_a_clock_in_the_past_does_not_starve_it),
	};

	return cmocka_run_group_tests_name("hub-nightly", tests, NULL, NULL);
}
