/* SPDX-License-Identifier: Apache-2.0 */
/* What is drawn follows the theme in use. */
#include "check.h"

#include <math.h>

#include "ui/theme.h"

static struct theme *load(const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/ui/themes/%s.theme", TEST_ROOT, name);
	struct theme *theme;

	assert_int_equal(theme_load(path, &theme, NULL), 0);
	return theme;
}

static void test_colours_are_the_themes(void **state)
{
	_cleanup_(theme_freep) struct theme *theme = load("default");
	_cleanup_(theme_freep) struct theme *other = load("high-contrast");

	(void)state;
	theme_use(theme);
	assert_true(theme_style(THEME_CALL, 1, false).rgb[2] == 0x3f / 255.0);
	theme_use(other);
	assert_true(theme_style(THEME_CALL, 1, false).rgb[2] == 0x4d / 255.0);
}

static void test_sizes_follow_the_shorter_side(void **state)
{
	_cleanup_(theme_freep) struct theme *theme = load("default");

	(void)state;
	theme_use(theme);
	for (int size = 0; size < THEME_SIZES; size++) {
		double wide = theme_size_px((enum theme_size)size, 1280, 720);

		assert_true(wide == theme_size_px((enum theme_size)size, 720, 1280));
		assert_true(
			fabs(theme_size_px((enum theme_size)size, 3840, 2160) - 3 * wide) < 0.001);
		assert_true(
			size == 0 || wide > theme_size_px((enum theme_size)(size - 1), 1280, 720));
	}
	assert_true(theme_space_px(THEME_MARGIN, 1000, 2000) == 22);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colours_are_the_themes),
		cmocka_unit_test(test_sizes_follow_the_shorter_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
