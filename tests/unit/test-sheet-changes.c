/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/sheet-changes.h"

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

/* The list of what the fixture's sheets say now; heap. */
static char *kept_list(void)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	struct textbuf list = {0};

	sheet_changes_put_list(&plan, &list);
	return list.data;
}

/* Finds the changes since list and wants these, "key " each, in the order of the sheets. */
static void assert_changes(
	const char *list, const char *changed, const char *added, const char *gone)
{
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);
	struct textbuf found[3] = {0};
	_cleanup_(sheet_changes_done) struct sheet_changes changes = {0};
	char *error = NULL;

	assert_int_equal(sheet_changes_find(&plan, list, &changes, &error), 0);
	for (int i = 0; i < 3; i++) {
		textbuf_add(&found[i], "");
	}
	for (int i = 0; i < plan.n; i++) {
		if (changes.sheets[i] != SHEET_SAME) {
			textbuf_printf(
				&found[changes.sheets[i] == SHEET_NEW], "%s ", plan.sheets[i].key);
		}
	}
	for (int i = 0; i < changes.n_gone; i++) {
		textbuf_printf(&found[2], "%s ", changes.gone[i]);
	}
	assert_string_equal(found[0].data, changed);
	assert_string_equal(found[1].data, added);
	assert_string_equal(found[2].data, gone);
	for (int i = 0; i < 3; i++) {
		textbuf_done(&found[i]);
	}
}

static void nothing_changes_with_the_day_or_the_version(void **state)
{
	_cleanup_free_ char *list = kept_list();

	(void)state;
	fixture.set.date = "2026-12-01";
	fixture.set.version = "2";
	assert_changes(list, "", "", "");
	assert_changes(
		"", "", "centre ho-tich ho-tich/1 ho-tich/2 ho-tich/3 dat-dai dat-dai/1 ", "");
}

static void a_changed_record_changes_the_sheet_that_it_stands_on(void **state)
{
	_cleanup_free_ char *list = kept_list();

	(void)state;
	fixture.civil[CIVIL_ENTRIES - 1].name = "Đăng ký kết hôn";
	assert_changes(list, "ho-tich/3 ", "", "");
	fixture.land[0].link = LINK "/2026";
	assert_changes(list, "ho-tich/3 dat-dai/1 ", "", "");
	fixture.land[0].link = LINK;
	fixture.land[1].code = "1.001194";
	assert_changes(list, "ho-tich/3 dat-dai/1 ", "", "");
}

static void a_count_stands_on_the_first_sheets_only(void **state)
{
	_cleanup_free_ char *list = kept_list();

	(void)state;
	fixture.sectors[0].n_entries++;
	assert_changes(list, "centre ho-tich ho-tich/1 ho-tich/3 ", "", "");
	fixture.sectors[0].n_entries--;
	fixture.civil[CIVIL_ENTRIES - 1].free_online = true;
	assert_changes(list, "centre ho-tich ho-tich/1 ho-tich/3 ", "", "");
}

static void what_every_sheet_says_changes_all(void **state)
{
	_cleanup_free_ char *list = kept_list();

	(void)state;
	fixture.set.centre = "Trung tâm khác";
	assert_changes(
		list, "centre ho-tich ho-tich/1 ho-tich/2 ho-tich/3 dat-dai dat-dai/1 ", "", "");
}

static void sheets_come_and_go_with_their_sectors(void **state)
{
	_cleanup_free_ char *list = kept_list();

	(void)state;
	fixture.sectors[1].id = "xay-dung";
	assert_changes(list, "", "xay-dung xay-dung/1 ", "dat-dai dat-dai/1 ");
	fixture.set.n_sectors = 1;
	assert_changes(list, "centre ", "", "dat-dai dat-dai/1 ");
}

static void a_list_that_is_none_is_refused_by_its_line(void **state)
{
	static const char *const lists[] = {"centre\t0123456789abcdef\nho-tich\n",
		"centre\t0123456789abcdef\n\t0123456789abcdef\n",
		"centre\t0123456789abcdef\nho-tich\t0123456789abcde\n",
		"centre\t0123456789abcdef\nho-tich\t0123456789abcdeg\n"};
	_cleanup_(sheet_plan_done) struct sheet_plan plan = plan_of(&fixture);

	(void)state;
	for (size_t i = 0; i < ELEMENTS(lists); i++) {
		_cleanup_free_ char *error = NULL;
		struct sheet_changes changes = {0};

		assert_int_equal(sheet_changes_find(&plan, lists[i], &changes, &error), -EINVAL);
		assert_string_equal(error, "line 2 is not a sheet and its hash");
		assert_null(changes.sheets);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			nothing_changes_with_the_day_or_the_version, begin, end),
		cmocka_unit_test_setup_teardown(
			a_changed_record_changes_the_sheet_that_it_stands_on, begin, end),
		cmocka_unit_test_setup_teardown(
			a_count_stands_on_the_first_sheets_only, begin, end),
		cmocka_unit_test_setup_teardown(what_every_sheet_says_changes_all, begin, end),
		cmocka_unit_test_setup_teardown(sheets_come_and_go_with_their_sectors, begin, end),
		cmocka_unit_test_setup_teardown(
			a_list_that_is_none_is_refused_by_its_line, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
