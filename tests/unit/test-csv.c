/* SPDX-License-Identifier: Apache-2.0 */
#include "base/csv.h"

#include <string.h>

#include "check.h"

/* Reads a table whole: cells in brackets, a line for each row, what is wrong as a number. */
static char *read_all(const char *text, size_t size, size_t max)
{
	_cleanup_(textbuf_done) struct textbuf cell = {0};
	_cleanup_free_ char *exact = memory_new(1, MAX_OF(size, (size_t)1));
	struct textbuf all = {0};
	struct csv_reader reader;
	bool is_last;

	memcpy(exact, text, size);
	csv_start(&reader, exact, size);
	textbuf_add(&all, "");
	while (!csv_is_done(&reader)) {
		enum csv_wrong wrong = csv_next(&reader, max, &cell, &is_last);

		textbuf_printf(&all, wrong ? "[%s]!%d" : "[%s]", cell.data, wrong);
		textbuf_add(&all, is_last ? "\n" : "");
	}
	return all.data;
}

static void check_read(const char *text, const char *expected)
{
	_cleanup_free_ char *all = read_all(text, strlen(text), 9);

	assert_string_equal(all, expected);
}

static void test_tables_of_office_programs(void **state)
{
	(void)state;
	check_read("", "");
	check_read("a,b\n1,2\n", "[a][b]\n[1][2]\n");
	check_read("\xEF\xBB\xBF"
		   "a;b,c\r\n1;2\r3;",
		"[a][b,c]\n[1][2]\n[3]");
	check_read("a\tb;c\n", "[a][b;c]\n");
	check_read("a,b;c\td\n", "[a,b;c][d]\n");
	check_read("sep=,\n\ta\tb,c\n", "[a b][c]\n");
	check_read("\n\na;b\n", "[]\n[]\n[a][b]\n");
	check_read("sep=;\na,b;c\n", "[a,b][c]\n");
	check_read("\"a\"\"b\",\"c\r\nd\" , e \n", "[a\"b][c\nd][e]\n");
	check_read("\xC2\xA0"
		   "a\xC2\xA0"
		   "b\xE2\x80\xAF,c\n",
		"[a b][c]\n");
}

static void test_what_has_no_single_meaning(void **state)
{
	_cleanup_free_ char *nul = NULL;

	(void)state;
	check_read("\"a\"b,c\n", "[ab]!1[c]\n");
	check_read("a,\"b\nc", "[a][b\nc]!1\n");
	check_read("1234567890,1\n", "[123456789]!2[1]\n");
	check_read("1234567ệ,1\n", "[1234567]!2[1]\n"); /* no part of a character */
	check_read("123456ệ0,1\n", "[123456ệ]!2[1]\n");
	check_read("a\x01,\xFF,\xEF\xBF\xBD,b\n", "[a\x01]!3[\xFF]!3[\xEF\xBF\xBD]!3[b]\n");
	nul = read_all("a\0b,c", 5, 9);
	assert_string_equal(nul, "[ab]!3[c]\n");
}

static void test_what_is_written_is_read(void **state)
{
	static const char *const cells[] = {"", "a", "a,b", "a\"b", "a\nb", "\"", "x;y"};
	_cleanup_(textbuf_done) struct textbuf table = {0};
	_cleanup_free_ char *all = NULL;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cells); i++) {
		textbuf_add(&table, i > 0 ? "," : "");
		csv_add(&table, ',', cells[i]);
	}
	assert_string_equal(table.data, ",a,\"a,b\",\"a\"\"b\",\"a\nb\",\"\"\"\",x;y");
	all = read_all(table.data, table.size, 9);
	assert_string_equal(all, "[][a][a,b][a\"b][a\nb][\"][x;y]\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables_of_office_programs),
		cmocka_unit_test(test_what_has_no_single_meaning),
		cmocka_unit_test(test_what_is_written_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
