/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a file, told with its place. */
#include "base/office-fault.h"

#include <string.h>

#include "check.h"

enum { RIGHT, EMPTY, LONG };
static const struct office_wrong wrongs[] = {
	[RIGHT] = {"right", "is right"},
	[EMPTY] = {"empty", "there are no rows"},
	[LONG] = {"long", "is too long"},
};

static void a_fault_says_where_it_is(void **state)
{
	static const struct {
		struct office_fault fault;
		const char *text;
	} cases[] = {
		{{.wrong = EMPTY}, "there are no rows"},
		{{.wrong = EMPTY, .heading = "period"}, "period: there are no rows"},
		{{.wrong = LONG, .heading = "period", .cell = "x"}, "period: \"x\" is too long"},
		{{.row = 2, .wrong = EMPTY}, "row 2: there are no rows"},
		{{.row = 1, .wrong = LONG, .cell = "to"}, "row 1: \"to\" is too long"},
		{{.row = 1, .column = 1, .wrong = LONG, .heading = "x", .cell = "x"},
			"row 1, column A: \"x\" is too long"},
		{{.row = 3, .column = 3, .wrong = LONG, .heading = "from"},
			"row 3, column C (from): \"\" is too long"},
		{{.row = 9, .column = 26, .wrong = LONG, .cell = "y"},
			"row 9, column Z: \"y\" is too long"},
		{{.row = 9, .column = 27, .wrong = LONG, .cell = "y"},
			"row 9, column AA: \"y\" is too long"},
		{{.row = 9, .column = 52, .wrong = LONG, .cell = "y"},
			"row 9, column AZ: \"y\" is too long"},
		{{.row = 9, .column = 53, .wrong = LONG, .cell = "y"},
			"row 9, column BA: \"y\" is too long"},
		{{.row = 9, .column = 676, .wrong = LONG, .cell = "y"},
			"row 9, column YZ: \"y\" is too long"},
		{{.row = 9, .column = 677, .wrong = LONG, .cell = "y"},
			"row 9, column 677: \"y\" is too long"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct office_faults faults = {.wrongs = wrongs, .n = 1};
		char text[OFFICE_MESSAGE_MAX + 1];

		faults.fault[0] = cases[i].fault;
		office_fault_text(&faults, 0, text);
		assert_string_equal(text, cases[i].text);
	}
}

static void the_first_ones_are_kept(void **state)
{
	struct office_faults faults = {.wrongs = wrongs};

	(void)state;
	for (int i = 0; i <= OFFICE_FAULTS_MAX; i++) {
		office_fault_add(&faults, i + 1, 2, i == 1 ? LONG : EMPTY, "a", "b");
	}
	assert_int_equal(faults.n, OFFICE_FAULTS_MAX);
	assert_int_equal(faults.fault[0].row, 1);
	assert_string_equal(office_fault_name(&faults, 0), "empty");
	assert_string_equal(office_fault_name(&faults, 1), "long");
	assert_string_equal(faults.fault[OFFICE_FAULTS_MAX - 1].heading, "a");
}

static void long_cells_are_cut_between_letters(void **state)
{
	struct office_faults faults = {.wrongs = wrongs};
	char text[OFFICE_MESSAGE_MAX + 1];
	char cell[3 * OFFICE_SHOWN + 1] = "x";

	(void)state;
	while (strlen(cell) + strlen("ệ") < sizeof(cell)) {
		(void)strcat(cell, "ệ");
	}
	office_fault_add(&faults, 1, 1, LONG, cell, cell + 1);
	office_fault_text(&faults, 0, text);
	assert_true(strlen(faults.fault[0].cell) <= OFFICE_SHOWN);
	assert_true(text_is_clean(text) && strstr(text, "is too long"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fault_says_where_it_is),
		cmocka_unit_test(the_first_ones_are_kept),
		cmocka_unit_test(long_cells_are_cut_between_letters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
