/* SPDX-License-Identifier: Apache-2.0 */
/* A page flip that does not complete is noticed, and forgiven when it does. */
#include "check.h"

#include "drivers/page-flip.h"

static void test_a_flip_that_completes_in_time_is_never_stuck(void **state)
{
	struct page_flip flip = {0};

	(void)state;
	assert_false(page_flip_tick(&flip, 100000));
	page_flip_begin(&flip, 100000);
	assert_int_equal(flip.state, PAGE_FLIP_UNDER_WAY);
	assert_false(page_flip_tick(&flip, 100000 + PAGE_FLIP_STUCK_MS - 1));
	assert_true(page_flip_works(&flip));
	page_flip_end(&flip);
	assert_int_equal(flip.state, PAGE_FLIP_IDLE);
	assert_false(page_flip_tick(&flip, 200000));
}

static void test_each_change_is_told_once_and_the_end_heals(void **state)
{
	struct page_flip flip = {0};

	(void)state;
	page_flip_begin(&flip, 1000);
	assert_true(page_flip_tick(&flip, 1000 + PAGE_FLIP_STUCK_MS));
	assert_int_equal(flip.state, PAGE_FLIP_STUCK);
	assert_false(page_flip_works(&flip));
	assert_false(page_flip_tick(&flip, 1000 + PAGE_FLIP_LOST_MS - 1));
	assert_true(page_flip_tick(&flip, 1000 + PAGE_FLIP_LOST_MS));
	assert_int_equal(flip.state, PAGE_FLIP_LOST);
	assert_false(page_flip_works(&flip));
	assert_false(page_flip_tick(&flip, 1000000));
	page_flip_end(&flip);
	assert_true(page_flip_works(&flip));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_flip_that_completes_in_time_is_never_stuck),
		cmocka_unit_test(test_each_change_is_told_once_and_the_end_heals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
