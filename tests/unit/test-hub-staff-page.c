/* SPDX-License-Identifier: Apache-2.0 */
/* The pages that are made of one template. */
#include "hub/hub-staff-page.h"

#include <string.h>

#include "check.h"

static void check(const char *template, const struct staff_page *page, const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};

	staff_page_fill(template, page, &out);
	assert_string_equal(out.data, expected);
}

static void test_each_hole_is_filled_and_words_are_left(void **state)
{
	static const struct staff_page page = {"/a", "page.a", "a.js", {"one.css", "two.css"}};

	(void)state;
	check("<title>{{title}}</title>", &page, "<title>{{page.a}}</title>");
	check("{{styles}}!", &page,
		"<link rel=\"stylesheet\" href=\"/web/one.css\">\n"
		"<link rel=\"stylesheet\" href=\"/web/two.css\">\n!");
	check("/{{script}}/{{script}}", &page, "/a.js/a.js");
	check("{{each page.boot}} {{language}} {{titles}}", &page,
		"{{each page.boot}} {{language}} {{titles}}");
	check("{{", &page, "{{");
	check("", &page, "");
}

static void test_a_page_may_have_fewer_style_sheets(void **state)
{
	static const struct staff_page one = {"/a", "page.a", "a.js", {"one.css"}};
	static const struct staff_page none = {"/b", "page.b", "b.js", {NULL}};

	(void)state;
	check("{{styles}}", &one, "<link rel=\"stylesheet\" href=\"/web/one.css\">\n");
	check("<{{styles}}>", &none, "<>");
}

static void test_each_page_has_its_own_path_and_script(void **state)
{
	size_t n = 0;

	(void)state;
	while (staff_page_at(n)) {
		for (size_t i = 0; i < n; i++) {
			assert_string_not_equal(staff_page_at(i)->path, staff_page_at(n)->path);
			assert_string_not_equal(staff_page_at(i)->script, staff_page_at(n)->script);
		}
		assert_true(*staff_page_at(n)->title && *staff_page_at(n)->styles[0]);
		n++;
	}
	assert_true(n >= 6);
	assert_null(staff_page_at(n + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_hole_is_filled_and_words_are_left),
		cmocka_unit_test(test_a_page_may_have_fewer_style_sheets),
		cmocka_unit_test(test_each_page_has_its_own_path_and_script),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
