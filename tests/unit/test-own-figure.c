/* SPDX-License-Identifier: Apache-2.0 */
/* The names of the centre's own figures, which files and the API have. */
#include "queue/own-figure.h"

#include <string.h>

#include "check.h"

static void each_name_is_its_figures(void **state)
{
	(void)state;
	for (int figure = 0; figure < OWN_FIGURES; figure++) {
		const char *name = own_figure_name((enum own_figure)figure);

		assert_true(*name);
		assert_int_equal(own_figure_parse(name), figure);
	}
	assert_string_equal(own_figure_name(OWN_OVERDUE), "overdue");
	assert_string_equal(own_figure_name(OWN_POSTED), "posted");
	assert_int_equal(own_figure_parse(""), OWN_NONE);
	assert_int_equal(own_figure_parse("speed"), OWN_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_name_is_its_figures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
