/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pictograms.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

/* The end of a shape's step: its letter and coordinates; NULL: it is none. */
static const char *after_step(const char *at)
{
	static const char letters[] = "MLQCZ";
	static const int numbers[] = {2, 2, 4, 6, 0};
	const char *letter = *at ? strchr(letters, *at) : NULL;

	at++;
	for (int i = 0; letter && i < numbers[letter - letters]; i++) {
		char *end;
		long number = strtol(at, &end, 10);

		if (end == at || number < 0 || number > PICTOGRAMS_SIDE) {
			return NULL;
		}
		at = end;
	}
	return letter ? at : NULL;
}

static void test_each_is_a_shape_in_its_square(void **state)
{
	size_t n = 0;

	(void)state;
	for (; pictograms_name(n); n++) {
		const char *at = pictograms_find(pictograms_name(n));

		assert_non_null(at);
		assert_int_equal(*at, 'M');
		while (*at) {
			at = after_step(at);
			if (!at) {
				fail_msg("%s", pictograms_name(n));
			}
		}
	}
	assert_in_range(n, 24, 60);
}

static void test_names(void **state)
{
	(void)state;
	assert_non_null(pictograms_find("land"));
	assert_non_null(pictograms_find("ear"));
	assert_null(pictograms_find("lan"));
	assert_null(pictograms_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_a_shape_in_its_square),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
