/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/json-writer.h"

static void test_commas_stand_between_and_nowhere_else(void **state)
{
	struct out out = {0};

	(void)state;
	out_open(&out, '{');
	out_key_open(&out, "a", '[');
	out_int(&out, 1);
	out_int(&out, 2);
	out_open(&out, '{');
	out_close(&out, '}');
	out_close(&out, ']');
	out_key_bool(&out, "b", false);
	out_key_null(&out, "c");
	out_key_word(&out, "d", "");
	out_key(&out, "e");
	out_open(&out, '[');
	out_close(&out, ']');
	out_key_text(&out, "f", "g");
	out_close(&out, '}');
	assert_string_equal(out.text.data,
		"{\"a\":[1,2,{}],\"b\":false,\"c\":null,\"d\":null,\"e\":[],\"f\":\"g\"}");
	textbuf_done(&out.text);
}

static void test_integers_are_whole(void **state)
{
	static const struct {
		int64_t value;
		const char *text;
	} cases[] = {
		{0, "0"},
		{-1, "-1"},
		{10, "10"},
		{INT64_MAX, "9223372036854775807"},
		{INT64_MIN, "-9223372036854775808"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct out out = {0};

		out_int(&out, cases[i].value);
		assert_string_equal(out.text.data, cases[i].text);
		textbuf_done(&out.text);
	}
}

static void test_any_text_reads_back_as_it_was(void **state)
{
	static const char *const texts[] = {"", "plain", "\"quoted\" \\ /", "line\nfeed",
		"\x01\x1f\x7f", "Quầy số 3 – Đất đai"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct out out = {0};
		json_t *json;

		out_open(&out, '[');
		out_text(&out, texts[i]);
		out_close(&out, ']');
		json = json_loads(out.text.data, 0, NULL);
		assert_non_null(json);
		assert_string_equal(json_string_value(json_array_get(json, 0)), texts[i]);
		json_decref(json);
		textbuf_done(&out.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commas_stand_between_and_nowhere_else),
		cmocka_unit_test(test_integers_are_whole),
		cmocka_unit_test(test_any_text_reads_back_as_it_was),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
