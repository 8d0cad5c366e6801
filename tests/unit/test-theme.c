/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <math.h>

#include "base/cleanup.h"
#include "ui/theme.h"

/* Every text colour on every background that theme.h says it stands on. */
static void test_text_has_contrast(void **state)
{
	static const enum theme_colour pairs[][2] = {
		{THEME_INK, THEME_PAPER},
		{THEME_INK, THEME_PANEL},
		{THEME_INK_QUIET, THEME_PAPER},
		{THEME_INK_QUIET, THEME_PANEL},
		{THEME_INK_QUIET, THEME_OFF},
		{THEME_BRAND, THEME_PAPER},
		{THEME_PAPER, THEME_BRAND},
		{THEME_PAPER, THEME_BRAND_PRESSED},
		{THEME_PAPER, THEME_PRIORITY},
		{THEME_PAPER, THEME_ALERT},
		{THEME_PAPER, THEME_GOOD},
		{THEME_NIGHT_INK, THEME_NIGHT},
		{THEME_NIGHT_INK, THEME_NIGHT_PANEL},
		{THEME_NIGHT_QUIET, THEME_NIGHT},
		{THEME_NIGHT_QUIET, THEME_NIGHT_PANEL},
		{THEME_CALL_INK, THEME_CALL},
		{THEME_NUMBER, THEME_NIGHT},
		{THEME_NUMBER, THEME_NIGHT_PANEL},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(pairs); i++) {
		if (theme_contrast(pairs[i][0], pairs[i][1]) < 7) {
			fail_msg("pair %zu has a contrast of %.2f", i,
				theme_contrast(pairs[i][0], pairs[i][1]));
		}
	}
}

/* WCAG's own examples: black on white 21, #777777 on white about 4.48. */
static void test_contrast_is_wcags(void **state)
{
	(void)state;
	assert_true(theme_contrast(THEME_PAPER, THEME_PAPER) == 1);
	assert_true(
		theme_contrast(THEME_PAPER, THEME_INK) == theme_contrast(THEME_INK, THEME_PAPER));
	assert_true(theme_contrast(THEME_PAPER, THEME_INK) > 15);
	assert_true(theme_contrast(THEME_PAPER, THEME_INK) < 21);
}

static void test_sizes_follow_the_shorter_side(void **state)
{
	(void)state;
	for (int size = 0; size < THEME_SIZES; size++) {
		double wide = theme_size_px((enum theme_size)size, 1280, 720);

		assert_true(wide == theme_size_px((enum theme_size)size, 720, 1280));
		assert_true(
			fabs(theme_size_px((enum theme_size)size, 3840, 2160) - 3 * wide) < 0.001);
		assert_true(
			size == 0 || wide > theme_size_px((enum theme_size)(size - 1), 1280, 720));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_has_contrast),
		cmocka_unit_test(test_contrast_is_wcags),
		cmocka_unit_test(test_sizes_follow_the_shorter_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
