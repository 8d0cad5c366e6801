/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/procedure-cell.h"

#include "check.h"

static void check_parsed(enum procedure_field field, const char *cell, const char *expected)
{
	json_t *value = procedure_cell_parse(field, cell);
	char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);

	assert_string_equal(text ? text : "nothing", expected);
	free(text);
	json_decref(value);
}

static void test_what_people_write(void **state)
{
	(void)state;
	check_parsed(PROCEDURE_NAME, "", "nothing");
	check_parsed(PROCEDURE_NAME, "a | b; c\\d", "\"a | b; c\\\\d\"");
	check_parsed(PROCEDURE_KEYWORDS, "a; b;;\n c ", "[\"a\",\" b\",\" c \"]");
	check_parsed(PROCEDURE_STEPS, "a; b\n\nc", "[\"a; b\",\"c\"]");
	check_parsed(PROCEDURE_PAPERS, "P\nQ | 1 | 2\nR||x|n|m",
		"[{\"name\":\"P\"},{\"name\":\"Q\",\"originals\":1,\"copies\":2},"
		"{\"name\":\"R\",\"copies\":\"x\",\"note\":\"n|m\"}]");
	check_parsed(PROCEDURE_WAYS, "online | | 0đ\n | 5 ngày\n\n",
		"[{\"channel\":\"online\",\"fee\":\"0đ\"},{\"deadline\":\"5 ngày\"}]");
}

/* Any value comes back as it was, also one that a spreadsheet would take for a formula. */
static void check_round(enum procedure_field field, const char *text, const char *cell)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_t *value = json_loads(text, JSON_DECODE_ANY, NULL);
	json_t *again;

	textbuf_add(&out, "");
	procedure_cell_write(field, value, &out);
	assert_string_equal(out.data, cell);
	again = procedure_cell_parse(field, out.data);
	assert_true(json_equal(value, again));
	json_decref(value);
	json_decref(again);
}

static void test_a_cell_comes_back_as_it_was(void **state)
{
	(void)state;
	check_round(PROCEDURE_NAME, "\"a\"", "a");
	check_round(PROCEDURE_NAME, "\"=1+2\"", "'=1+2");
	check_round(PROCEDURE_NAME, "\"'a\"", "''a");
	check_round(PROCEDURE_NAME, "\"- a\\\\n|;\"", "'- a\\n|;");
	check_round(PROCEDURE_RESULT, "\"a\\nb\"", "a\nb");
	check_round(PROCEDURE_KEYWORDS, "[\"a;b\",\"c|d\",\"e\\\\n\"]", "a\\;b\nc|d\ne\\\\n");
	check_round(PROCEDURE_STEPS, "[\"- a;b\\nc\",\"d\\\\\"]", "'- a;b\\nc\nd\\\\");
	check_round(PROCEDURE_PAPERS,
		"[{\"name\":\"a|b\\nc\",\"copies\":2},{\"name\":\"d\\\\|\",\"note\":\"e\"}]",
		"a\\|b\\nc |  | 2\nd\\\\\\| |  |  | e");
	check_round(PROCEDURE_WAYS, "[{\"channel\":\"any\",\"exempt\":\"x\"}]", "any |  |  | x");
}

static void test_values_without_text(void **state)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_t *yes = json_true();

	(void)state;
	textbuf_add(&out, "");
	procedure_cell_write(PROCEDURE_STEPS, NULL, &out);
	assert_string_equal(out.data, "");
	procedure_cell_write(PROCEDURE_COMMON, yes, &out);
	assert_string_equal(out.data, "1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_people_write),
		cmocka_unit_test(test_a_cell_comes_back_as_it_was),
		cmocka_unit_test(test_values_without_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
