/* SPDX-License-Identifier: Apache-2.0 */
#include "ctl/ctl-table.h"

#include "check.h"
#include <stdlib.h>
#include <string.h>

static void columns_are_aligned(void **state)
{
	static const char *const headers[] = {"NAME", ">COUNT", "END", NULL};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct table table;

	(void)state;
	table_init(&table, headers);
	table_add(&table, "Hộ tịch");
	table_addf(&table, "%d", 7);
	table_add(&table, "x");
	table_add(&table, "Lao động – Xã hội");
	table_add(&table, "1234567");
	table_add(&table, NULL);
	/* Decomposed letters with combining marks, and letters of two columns. */
	table_add(&table,
		"Ho\xCC\xA3 ti\xCC\xA3"
		"ch");
	table_add(&table, "7");
	table_add(&table, "x");
	table_add(&table, "漢字");
	table_add(&table, "1");
	table_add(&table, "");
	table_write(&table, "nothing", &out);
	assert_string_equal(out.data,
		"NAME                 COUNT  END\n"
		"Hộ tịch                  7  x\n"
		"Lao động – Xã hội  1234567  -\n"
		"Ho\xCC\xA3 ti\xCC\xA3"
		"ch                  7  x\n"
		"漢字                     1  -\n");
	table_done(&table);
}

/* A terminal is narrow, and its locale may be any: the table is what it is. */
static void a_wide_table_is_whole(void **state)
{
	static const char *const headers[] = {"NAME", "END", NULL};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	char name[301];
	struct table table;

	(void)state;
	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(setenv("COLUMNS", "40", 1), 0);
	table_init(&table, headers);
	table_add(&table, name);
	table_add(&table, "Hộ");
	table_write(&table, "nothing", &out);
	assert_non_null(strstr(out.data, name));
	assert_non_null(strstr(out.data, "a  Hộ\n"));
	table_done(&table);
}

static void an_empty_table_says_so(void **state)
{
	static const char *const headers[] = {"NAME", NULL};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct table table;

	(void)state;
	table_init(&table, headers);
	table_write(&table, "nobody is waiting", &out);
	assert_string_equal(out.data, "nobody is waiting\n");
	table_done(&table);
}

static void expect_clean(const char *text, const char *clean)
{
	_cleanup_free_ char *got = table_clean(text);

	assert_string_equal(got, clean);
}

static void what_could_steer_a_terminal_is_taken_out(void **state)
{
	(void)state;
	expect_clean("", "");
	expect_clean("Đất đai", "Đất đai");
	expect_clean("a\033[2Jb", "a?[2Jb");
	expect_clean("a\nb\tc", "a b c");
	expect_clean("a\x7F\xC2\x9B"
		     "b",
		"a??b");
	expect_clean("\xFF\xFE"
		     "a\xE1\xBB",
		"??a??");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_aligned),
		cmocka_unit_test(a_wide_table_is_whole),
		cmocka_unit_test(an_empty_table_says_so),
		cmocka_unit_test(what_could_steer_a_terminal_is_taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
