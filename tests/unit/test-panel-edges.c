/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "drivers/panel-edges.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gap_in_the_numbers_is_counted),
		cmocka_unit_test(the_first_event_may_be_missing_too),
		cmocka_unit_test(a_press_is_as_old_as_the_finger),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
