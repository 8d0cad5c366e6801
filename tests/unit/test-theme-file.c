/* SPDX-License-Identifier: Apache-2.0 */
/* Every theme of the tree is read; one that cannot be read on a wall is refused, with its line. */
#include "check.h"

#include <errno.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ui/theme-file.h"

static void test_every_theme_of_the_tree_is_good(void **state)
{
	_cleanup_free_ char *pattern = text_printf("%s/ui/themes/*.theme", TEST_ROOT);
	glob_t found;

	(void)state;
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 2);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		_cleanup_(theme_freep) struct theme *theme = NULL;
		_cleanup_free_ char *error = NULL;

		if (theme_load(found.gl_pathv[i], &theme, &error) < 0) {
			fail_msg("%s", error);
		}
		/* A hall of ten metres: 100 mm (hardware: a 43" screen is 535 mm high). */
		assert_true(theme_angle_mm(&theme->number) >= 100);
	}
	globfree(&found);
}

/* The default theme with one line in place of the line of a key. */
static char *write_changed(const char *key, const char *line)
{
	_cleanup_free_ char *from = text_printf("%s/ui/themes/default.theme", TEST_ROOT);
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *start = text_printf("\n%s = ", key);
	char *path = text_dup("./changed.theme");
	FILE *file = fopen(path, "we");
	size_t size = 0;
	char *at, *end;

	assert_non_null(file);
	assert_int_equal(text_read_file(from, 65536, &text, &size), 0);
	at = strstr(text, start);
	assert_non_null(at);
	end = strchr(at + 1, '\n');
	(void)fprintf(file, "%.*s\n%s%s", (int)(at - text), text, line, end);
	assert_int_equal(fclose(file), 0);
	return path;
}

/* The line of a key in the default theme, from 1. */
static int line_of(const char *key)
{
	_cleanup_free_ char *from = text_printf("%s/ui/themes/default.theme", TEST_ROOT);
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *start = text_printf("\n%s = ", key);
	const char *found;
	size_t size = 0;
	int line = 2;

	assert_int_equal(text_read_file(from, 65536, &text, &size), 0);
	found = strstr(text, start);
	assert_non_null(found);
	for (const char *at = text; at < found; at++) {
		line += *at == '\n';
	}
	return line;
}

static void test_a_bad_theme_is_refused_with_its_line(void **state)
{
	static const struct {
		const char *key, *line;
		const char *at, *says; /* the key whose line is named; NULL none */
	} cases[] = {
		{"ink_quiet", "ink_quiet = #8090a0", "ink_quiet",
			"ink_quiet on paper has a contrast of 3.3:1"},
		{"number", "number = #a08020", "number", "number on night has a contrast of"},
		{"call", "call = #806000", "call_ink", "call_ink on call has a contrast of"},
		{"night_rule", "night_rule = blue", "night_rule", "'blue' is not a colour"},
		{"night_rule", "night_rule = #12345", "night_rule", "'#12345' is not a colour"},
		{"gap", "gap = 100", "gap", ""},
		{"gap", "gape = 15", "gap", "gape"},
		{"number_minutes", "number_minutes = 5", "number_minutes", ""},
		{"gap", "", NULL, "gap"},
		{"edge", "", NULL, "edge"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(theme_freep) struct theme *theme = NULL;
		_cleanup_free_ char *path = write_changed(cases[i].key, cases[i].line);
		_cleanup_free_ char *error = NULL;
		_cleanup_free_ char *place = cases[i].at
			? text_printf("changed.theme:%d: ", line_of(cases[i].at))
			: text_dup("changed.theme");

		assert_int_equal(theme_load(path, &theme, &error), -EINVAL);
		if (!strstr(error, place) || !strstr(error, cases[i].says)) {
			fail_msg("'%s' does not say '%s%s'", error, place, cases[i].says);
		}
		(void)unlink(path);
	}
}

/* Blue, white, yellow; then red lines and a green call: five. */
static void test_the_hall_has_four_colours_at_most(void **state)
{
	_cleanup_(theme_freep) struct theme *theme = NULL;
	_cleanup_free_ char *four = write_changed("night_rule", "night_rule = #a01010");
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *error = NULL;
	size_t size = 0;
	FILE *file;
	char *at;

	(void)state;
	assert_int_equal(theme_load(four, &theme, NULL), 0);
	assert_int_equal(text_read_file(four, 65536, &text, &size), 0);
	at = strstr(text, "call = #ffd23f");
	assert_non_null(at);
	memcpy(at, "call = #50f050", strlen("call = #50f050"));
	file = fopen(four, "we");
	assert_non_null(file);
	(void)fputs(text, file);
	assert_int_equal(fclose(file), 0);
	theme_free(TAKE_PTR(theme));
	assert_int_equal(theme_load(four, &theme, &error), -EINVAL);
	assert_non_null(strstr(error, "would have 5 colours, at most 4"));
	(void)unlink(four);
}

/* WCAG's own examples: black on white 21, #777777 on white about 4.48. */
static void test_contrast_is_wcags(void **state)
{
	(void)state;
	assert_true(fabs(theme_contrast_of(0, 0xffffff) - 21) < 0.001);
	assert_true(fabs(theme_contrast_of(0xffffff, 0x777777) - 4.48) < 0.01);
	assert_true(theme_contrast_of(0x123456, 0x123456) == 1);
}

/* ISO 9241: 16 minutes at 10 m are 47 mm, 22 are 64 mm. */
static void test_an_angle_is_a_height(void **state)
{
	(void)state;
	assert_true(fabs(theme_angle_mm(&(struct theme_angle){16, 10}) - 46.5) < 0.1);
	assert_true(fabs(theme_angle_mm(&(struct theme_angle){22, 10}) - 64) < 0.1);
}

static void test_pages_get_each_colour(void **state)
{
	_cleanup_free_ char *path = text_printf("%s/ui/themes/default.theme", TEST_ROOT);
	_cleanup_(theme_freep) struct theme *theme = NULL;
	struct textbuf css = {0};
	int lines = 0;

	(void)state;
	assert_int_equal(theme_load(path, &theme, NULL), 0);
	theme_put_css(theme, &css);
	for (const char *at = css.data; (at = strstr(at, "\t--")); at++) {
		lines++;
	}
	assert_int_equal(lines, THEME_COLOURS);
	assert_non_null(strstr(css.data, "\t--ink-quiet: #33455a;\n"));
	assert_non_null(strstr(css.data, "\t--number: #ffd866;\n"));
	free(css.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_theme_of_the_tree_is_good),
		cmocka_unit_test(test_a_bad_theme_is_refused_with_its_line),
		cmocka_unit_test(test_the_hall_has_four_colours_at_most),
		cmocka_unit_test(test_contrast_is_wcags),
		cmocka_unit_test(test_an_angle_is_a_height),
		cmocka_unit_test(test_pages_get_each_colour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
