/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

#include "base/config-edit.h"
#include "base/text.h"

static const char file[] = "# About it.\n"
			   "\n"
			   "[hub]\n"
			   "# Where the hub is.\n"
			   "#address = here\n"
			   "\n"
			   "# The kiosk.\n"
			   "[kiosk]\n"
			   "name=one\n"
			   "board = x86\n";

static void expect(char *got, const char *wanted)
{
	assert_string_equal(got, wanted);
	free(got);
}

static void test_a_line_is_replaced_where_it_stands(void **state)
{
	(void)state;
	expect(config_edit_set("[a]\n# why\n  k =  1 \nl = 2\n", "a", "k", "3"),
		"[a]\n# why\nk = 3\nl = 2\n");
	expect(config_edit_set("[b]\nk = 1\n[a]\nk = 1", "a", "k", "2"),
		"[b]\nk = 1\n[a]\nk = 2\n");
	expect(config_edit_set("[a]\nkk = 1\n", "a", "k", "2"), "[a]\nkk = 1\nk = 2\n");
}

static void test_a_new_key_comes_behind_its_example(void **state)
{
	_cleanup_free_ char *text = config_edit_set(file, "hub", "address", "there");

	(void)state;
	assert_non_null(strstr(text, "#address = here\naddress = there\n\n# The kiosk.\n"));
	/* Again: its own line, not a second one. */
	expect(config_edit_set(text, "hub", "address", NULL), file);
}

static void test_a_new_key_goes_to_the_end_of_its_section(void **state)
{
	(void)state;
	expect(config_edit_set("[a]\nk = 1\n\n# of b\n[b]\nl = 1\n", "a", "m", "2"),
		"[a]\nk = 1\nm = 2\n\n# of b\n[b]\nl = 1\n");
	/* A section that goes on further down. */
	expect(config_edit_set("[a]\nk = 1\n[b]\nl = 1\n[ a ]\nm = 1\n", "a", "k", "2"),
		"[a]\nk = 2\n[b]\nl = 1\n[ a ]\nm = 1\n");
	expect(config_edit_set("[b]\n", "a", "k", "1"), "[b]\n\n[a]\nk = 1\n");
	expect(config_edit_set("", "a", "k", "1"), "[a]\nk = 1\n");
}

static void test_a_key_that_is_not_there_is_not_taken_out(void **state)
{
	(void)state;
	expect(config_edit_set(file, "hub", "token_file", NULL), file);
	expect(config_edit_set("", "hub", "token_file", NULL), "");
}

static void test_a_section_goes_with_its_own_comment(void **state)
{
	(void)state;
	expect(config_edit_drop("[a]\nk = 1\n\n# pin 11\n[button A]\nline = 17\n\n# pin 13\n"
				"[button B]\nline = 27\n",
		       "button A"),
		"[a]\nk = 1\n\n# pin 13\n[button B]\nline = 27\n");
	expect(config_edit_drop(file, "button"), file);
	expect(config_edit_drop("[a]\nk = 1\n", "a"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_is_replaced_where_it_stands),
		cmocka_unit_test(test_a_new_key_comes_behind_its_example),
		cmocka_unit_test(test_a_new_key_goes_to_the_end_of_its_section),
		cmocka_unit_test(test_a_key_that_is_not_there_is_not_taken_out),
		cmocka_unit_test(test_a_section_goes_with_its_own_comment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
