/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/sheet-posted.h"

#include <errno.h>
#include <string.h>

#include "sheet-fixture.h"

static struct sheet_fixture fixture;

static int begin(void **state)
{
	(void)state;
	fixture_init(&fixture);
	return 0;
}

static int end(void **state)
{
	(void)state;
	fixture_done(&fixture);
	return 0;
}

/* Ends a file with the changes since a list; heap. */
static char *file_since(const json_t *sheets, bool both)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	_cleanup_(sheet_changes_done) struct sheet_changes changes = {0};
	_cleanup_free_ char *list = sheet_posted_text(sheets);
	struct textbuf pdf = {0};
	bool chosen[8] = {false};
	char *error = NULL;

	assert_int_equal(sheet_changes_find(&plan, list, &changes, &error), 0);
	for (int i = 0; i < plan.n; i++) {
		chosen[i] = changes.sheets[i] != SHEET_SAME;
	}
	textbuf_add(&pdf, "%PDF-1.5\nstartxref\n7\n%%EOF\n");
	sheet_posted_end_pdf(&plan, chosen, &changes, sheets, both, &pdf);
	return pdf.data;
}

/* What a list becomes with a file; NULL: it is refused. */
static json_t *apply(const char *file, const json_t *sheets)
{
	_cleanup_free_ char *error = NULL;
	json_t *list = NULL;

	if (sheet_posted_apply(file, strlen(file), sheets, &list, &error) < 0) {
		assert_non_null(error);
		return NULL;
	}
	return list;
}

static void a_confirmed_file_is_what_hangs(void **state)
{
	_cleanup_free_ char *file = file_since(NULL, true);
	json_auto_t *hang = apply(file, NULL);
	json_auto_t *again = apply(file, hang);
	_cleanup_free_ char *nothing = file_since(hang, true);

	(void)state;
	assert_int_equal(json_array_size(hang), 7);
	assert_true(sheet_posted_in_both(hang));
	assert_true(json_equal(hang, again));
	assert_null(strstr(nothing, "%layso-sheet "));
	/* A viewer finds the table of objects where it was. */
	assert_string_equal(
		strstr(strstr(file, "%layso-sheets"), "startxref"), "startxref\n7\n%%EOF\n");
}

static void a_change_replaces_its_sheet_and_removes_what_went(void **state)
{
	_cleanup_free_ char *first = file_since(NULL, false);
	json_auto_t *hang = apply(first, NULL);
	_cleanup_free_ char *second = NULL;
	json_auto_t *then = NULL;
	_cleanup_free_ char *rest = NULL;

	(void)state;
	fixture.civil[0].name = "Đăng ký kết hôn";
	fixture.sectors[1].id = "xay-dung";
	second = file_since(hang, false);
	then = apply(second, hang);
	assert_int_equal(json_array_size(then), 7);
	assert_false(sheet_posted_in_both(then));
	rest = file_since(then, false);
	assert_null(strstr(rest, "%layso-sheet "));
	/* The first file was overtaken. */
	assert_null(apply(first, then));
}

static void a_file_that_is_not_whole_changes_nothing(void **state)
{
	_cleanup_free_ char *file = file_since(NULL, false);
	char *end = strstr(strstr(file, "%layso-sheets"), "startxref");

	(void)state;
	assert_null(apply("%PDF-1.5\nstartxref\n7\n%%EOF\n", NULL));
	*end = '\0';
	assert_null(apply(file, NULL));
	end[-5] = '\0';
	assert_null(apply(file, NULL));
}

static void what_is_taken_down_leaves_the_list(void **state)
{
	_cleanup_free_ char *file = file_since(NULL, false);
	json_auto_t *hang = apply(file, NULL);
	char key[] = "ho-tich/2", none[] = "nowhere";
	char *const gone[] = {key, none};
	json_auto_t *less = sheet_posted_without(hang, gone, 2);
	_cleanup_free_ char *text = sheet_posted_text(less);

	(void)state;
	assert_int_equal(json_array_size(less), 6);
	assert_null(strstr(text, "ho-tich/2"));
	assert_non_null(strstr(text, "ho-tich/3\t"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_confirmed_file_is_what_hangs, begin, end),
		cmocka_unit_test_setup_teardown(
			a_change_replaces_its_sheet_and_removes_what_went, begin, end),
		cmocka_unit_test_setup_teardown(
			a_file_that_is_not_whole_changes_nothing, begin, end),
		cmocka_unit_test_setup_teardown(what_is_taken_down_leaves_the_list, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
