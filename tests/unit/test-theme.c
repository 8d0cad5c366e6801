/* SPDX-License-Identifier: Apache-2.0 */
/* What is drawn follows the theme in use. */
#include "check.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* A centre's own theme, with an emblem beside it, in its folder of the settings. */
static void write_own(const char *emblem)
{
	_cleanup_free_ char *from = text_printf("%s/ui/themes/default.theme", TEST_ROOT);
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	FILE *file;

	(void)mkdir("./etc", 0755);
	(void)mkdir("./etc/themes", 0755);
	assert_int_equal(text_read_file(from, 65536, &text, &size), 0);
	file = fopen("./etc/themes/own.theme", "we");
	assert_non_null(file);
	assert_true(fprintf(file, "%s\n[theme]\nemblem = %s\n", text, emblem) > 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(setenv("LAYSO_ETCDIR", "./etc", 1), 0);
}

static void test_a_centre_has_its_own_theme_and_emblem(void **state)
{
	_cleanup_(theme_freep) struct theme *theme = NULL;
	cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 64, 32);

	(void)state;
	write_own("own.png");
	assert_int_equal(theme_check("own"), -ENOENT);
	assert_int_equal(
		cairo_surface_write_to_png(image, "./etc/themes/own.png"), CAIRO_STATUS_SUCCESS);
	assert_int_equal(theme_check("own"), 0);
	assert_int_equal(theme_load("own", &theme, NULL), 0);
	assert_string_equal(theme->emblem[0], "./etc/themes/own.png");
	theme_use(theme);
	assert_int_equal(cairo_image_surface_get_width(theme_emblem(false)), 64);
	assert_int_equal(cairo_image_surface_get_width(theme_emblem(true)), 64);
	theme_use(NULL);
	assert_null(theme_emblem(true));
	assert_int_equal(truncate("./etc/themes/own.png", 40), 0);
	assert_int_equal(theme_check("own"), -EBADMSG);
	write_own("own.theme");
	assert_int_equal(theme_check("own"), -EBADMSG);
	cairo_surface_destroy(image);
	(void)unlink("./etc/themes/own.png");
	(void)unlink("./etc/themes/own.theme");
	(void)rmdir("./etc/themes");
	(void)rmdir("./etc");
}

static void test_a_style_sheet_is_filled_with_the_colours(void **state)
{
	_cleanup_(theme_freep) struct theme *theme = NULL;
	_cleanup_free_ char *file = text_printf("%s/ui/themes/default.theme", TEST_ROOT);
	struct textbuf css = {0};

	(void)state;
	assert_int_equal(theme_load(file, &theme, NULL), 0);
	theme->colour[THEME_INK].rgb = 0x010203;
	theme->colour[THEME_INK_QUIET].rgb = 0xfedcba;
	theme_fill_css(
		theme, "a{color:var(--ink);b:var(--ink-quiet) var(--inky) 1px}c{d:var(--", &css);
	assert_string_equal(css.data, "a{color:#010203;b:#fedcba var(--inky) 1px}c{d:var(--");
	textbuf_done(&css);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colours_are_the_themes),
		cmocka_unit_test(test_a_centre_has_its_own_theme_and_emblem),
		cmocka_unit_test(test_sizes_follow_the_shorter_side),
		cmocka_unit_test(test_a_style_sheet_is_filled_with_the_colours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
