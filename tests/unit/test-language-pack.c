/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of a language's file, on made-up texts. */
#include "ui/language-pack.h"

#include <string.h>

#include "check.h"

static json_t *parse(const char *text)
{
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	return json;
}

#define FIRST \
	"{\"language.order\": \"1\", \"a\": \"Còn {n} người\", \"b\": \"Quầy\", " \
	"\"c\": \"{n|một|nhiều} số\"}"

static void assert_said(const char *pack_text, int filled, int faults, const char *lines)
{
	_cleanup_(language_report_done) struct language_report report = {0};
	json_auto_t *first = parse(FIRST), *pack = parse(pack_text);

	language_check(first, pack, &report);
	assert_string_equal(report.lines.data ? report.lines.data : "", lines);
	assert_int_equal(report.texts, 3);
	assert_int_equal(report.filled, filled);
	assert_int_equal(report.faults, faults);
}

static void test_a_whole_pack_has_no_faults(void **state)
{
	(void)state;
	assert_said("{\"a\": \"ꪀ {n} ꪀ\", \"b\": \"ꪀꪀ\", \"c\": \"{n} ꪀ\", \"#b\": \"Quầy\"}", 3, 0,
		"");
}

static void test_holes_are_shown_and_are_no_faults(void **state)
{
	(void)state;
	assert_said("{\"a\": \"\", \"b\": \"ꪀꪀ\", \"language.order\": \"2\"}", 1, 0,
		"a: is not written yet: Còn {n} người\n"
		"c: is not written yet: {n|một|nhiều} số\n");
}

static void test_faults_are_named(void **state)
{
	(void)state;
	assert_said("{\"a\": \"ꪀ\", \"b\": \"{m}\", \"c\": \"{n\", \"d\": \"ꪀ\"}", 3, 4,
		"a: {n} is missing\n"
		"b: {m} means nothing here\n"
		"c: {n} is missing\n"
		"d: no program asks for this\n");
	assert_said("{\"a\": \"{n}\", \"b\": 3, \"c\": \"{n}\\u0007\"}", 3, 2,
		"b: is not a text\n"
		"c: is not a text\n");
}

/* Characters count, not bytes: Tai Viet has three of these each. */
static void test_a_text_too_long_is_named(void **state)
{
	(void)state;
	assert_said("{\"a\": \"{n}\", \"b\": \"ꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀ\", \"c\": \"{n}\"}", 3, 0, "");
	assert_said("{\"a\": \"{n}\", \"b\": \"ꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀꪀ\", \"c\": \"{n}\"}", 3, 1,
		"b: has 20 characters, and room is for about 19\n");
}

/* What is made to write in can be used as it is, and keeps what is written. */
static void test_a_file_to_write_in(void **state)
{
	_cleanup_(language_report_done) struct language_report report = {0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	json_auto_t *first = parse(FIRST), *pack = parse("{\"b\": \"ꪀ\\\"ꪀ\"}"), *made = NULL;

	(void)state;
	language_put_words(first, pack, &out);
	made = parse(out.data);
	assert_string_equal(json_string_value(json_object_get(made, "#b")), "Quầy");
	assert_string_equal(json_string_value(json_object_get(made, "b")), "ꪀ\"ꪀ");
	assert_string_equal(json_string_value(json_object_get(made, "a")), "");
	assert_null(json_object_get(made, "language.order"));
	language_check(first, made, &report);
	assert_int_equal(report.filled, 1);
	assert_int_equal(report.faults, 0);
}

/* The texts that are shipped pass what is asked of others. */
static void test_english_has_no_faults(void **state)
{
	_cleanup_(language_report_done) struct language_report report = {0};
	_cleanup_free_ char *vi = text_printf("%s/ui/strings/vi.json", TEST_ROOT);
	_cleanup_free_ char *en = text_printf("%s/ui/strings/en.json", TEST_ROOT);
	json_auto_t *first = json_load_file(vi, 0, NULL);
	json_auto_t *english = json_load_file(en, 0, NULL);

	(void)state;
	language_check(first, english, &report);
	assert_string_equal(report.lines.data ? report.lines.data : "", "");
	assert_true(report.texts > 1000);
	assert_int_equal(report.filled, report.texts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_whole_pack_has_no_faults),
		cmocka_unit_test(test_holes_are_shown_and_are_no_faults),
		cmocka_unit_test(test_faults_are_named),
		cmocka_unit_test(test_a_text_too_long_is_named),
		cmocka_unit_test(test_a_file_to_write_in),
		cmocka_unit_test(test_english_has_no_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
