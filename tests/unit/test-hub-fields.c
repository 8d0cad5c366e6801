/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-fields.h"

struct target {
	char id[8];
	char text[LIMIT_ROOM(11)];
	char secret[8];
	char day[DAY_LENGTH + 1];
	int number;
	int64_t large;
	bool flag;
	int word;
	bool has_word;
	char ids[3][LIMIT_ID + 1];
	int n_ids;
};

static const struct field_word words[] = {{"one", 1}, {"two", 2}};

#define AT(member) .offset = offsetof(struct target, member)
static const struct field all_fields[] = {
	{"id", FIELD_ID, .max = 7, AT(id)},
	{"text", FIELD_TEXT, .max = 11, AT(text)},
	{"secret", FIELD_SECRET, .max = 7, AT(secret)},
	{"day", FIELD_DAY, .max = DAY_LENGTH, AT(day)},
	{"number", FIELD_INT, .min = 1, .max = 99, AT(number)},
	{"large", FIELD_LONG, .max = INT64_MAX, AT(large)},
	{"flag", FIELD_BOOL, AT(flag)},
	{"word", FIELD_WORD, WORDS(words), AT(word), .given = offsetof(struct target, has_word)},
	{"ids", FIELD_IDS, .max = 3, AT(ids), .given = offsetof(struct target, n_ids)},
};
static const struct fields fields = FIELDS(all_fields);

/* What is read in the short way is the same as in the long way, and the text stays. */
static bool compare_plain(const struct fields *table, const char *text, const struct target *target)
{
	_cleanup_free_ char *copy = text_dup(text);
	struct target plain = {0};
	bool whole = fields_read_plain(table, copy, &plain);

	assert_string_equal(copy, text);
	if (whole) {
		assert_non_null(target);
		assert_memory_equal(&plain, target, sizeof(plain));
	}
	return whole;
}

static int read_text(const struct fields *table, const char *text, struct target *target,
	struct api_error *api_error)
{
	json_t *body = NULL;
	int r;

	memset(target, 0, sizeof(*target));
	*api_error = (struct api_error){0};
	r = fields_parse(text, strlen(text), &body, api_error);
	if (r == 0) {
		r = fields_read(table, body, target, api_error);
	}
	json_decref(body);
	compare_plain(table, text, r == 0 ? target : NULL);
	return r;
}

static void test_every_type_is_read(void **state)
{
	struct target target;
	struct api_error api_error;

	(void)state;
	assert_int_equal(
		read_text(&fields,
			"{\"id\":\"a-B_9.\",\"text\":\"giấy tờ\",\"secret\":\"s3cret!\","
			"\"day\":\"2026-02-28\",\"number\":99,\"large\":9223372036854775807,"
			"\"flag\":true,\"word\":\"two\",\"ids\":[\"A\",\"B\"]}",
			&target, &api_error),
		0);
	assert_string_equal(target.id, "a-B_9.");
	assert_string_equal(target.text, "giấy tờ");
	assert_string_equal(target.secret, "s3cret!");
	assert_string_equal(target.day, "2026-02-28");
	assert_int_equal(target.number, 99);
	assert_true(target.large == INT64_MAX);
	assert_true(target.flag);
	assert_int_equal(target.word, 2);
	assert_true(target.has_word);
	assert_int_equal(target.n_ids, 2);
	assert_string_equal(target.ids[1], "B");
}

/* People's texts are counted in characters, whatever their letters take in bytes. */
static void test_texts_are_limited_in_characters(void **state)
{
	struct target target;
	struct api_error api_error;

	(void)state;
	assert_int_equal(
		read_text(&fields, "{\"text\":\"ệệệệệệệệệệ\U0001F600\"}", &target, &api_error), 0);
	assert_int_equal(strlen(target.text), 34);
	assert_int_equal(
		read_text(&fields, "{\"text\":\"ệệệệệệệệệệệệ\"}", &target, &api_error), -EINVAL);
	assert_string_equal(api_error.field, "text");
	assert_string_equal(api_error.message, "text has more than 11 characters");
	assert_string_equal(api_error.fault, "long");
	assert_int_equal(api_error.to, 11);
}

static void test_null_and_absence_leave_a_field_alone(void **state)
{
	struct target target;
	struct api_error api_error;

	(void)state;
	assert_int_equal(read_text(&fields, "{\"id\":null,\"word\":null}", &target, &api_error), 0);
	assert_string_equal(target.id, "");
	assert_false(target.has_word);
	assert_int_equal(read_text(&fields, "", &target, &api_error), 0);
	assert_int_equal(read_text(&fields, "{}", &target, &api_error), 0);
}

static void test_plain_bodies_are_read_in_the_short_way(void **state)
{
	static const struct {
		const char *text;
		bool plain;
	} cases[] = {
		{"{\"id\":\"a\"}", true},
		{" {\n\t\"id\" : \"a\" ,\r\n \"number\" : 42 } ", true},
		{"{\"text\":\"a b\",\"secret\":\"s3cret!\",\"day\":\"2026-02-28\"}", true},
		{"{\"flag\":true,\"word\":\"two\",\"large\":999999999999999999}", true},
		{"{\"id\":null,\"flag\":false,\"large\":0}", true},
		/* Right, but not plain. */
		{"", false},
		{"{}", false},
		{"{\"text\":\"giấy\"}", false},
		{"{\"text\":\"a\\u0062\"}", false},
		{"{\"large\":1000000000000000000}", false},
		{"{\"ids\":[\"A\"]}", false},
		/* Wrong. */
		{"{\"id\":\"a\",\"id\":\"a\"}", false},
		{"{\"id\":null,\"id\":\"a\"}", false},
		{"{\"id\":\"a\",}", false},
		{"{,\"id\":\"a\"}", false},
		{"{\"id\":\"a\"}}", false},
		{"{\"id\":\"a\"", false},
		{"{\"id\":\"a", false},
		{"{\"id\":\"a\" \"number\":1}", false},
		{"{\"id\" \"a\"}", false},
		{"{\"text\":\"a\n\"}", false},
		{"{\"te\nxt\":\"a\"}", false},
		{"{\"id\n\":\"a\"}", false},
		{"{id:\"a\"}", false},
		{"{\"number\":01}", false},
		{"{\"number\":-}", false},
		{"{\"number\":1.0}", false},
		{"{\"number\":1e1}", false},
		{"{\"number\":+1}", false},
		{"{\"flag\":truex}", false},
		{"{\"flag\":1}", false},
		{"{\"flag\":\"true\"}", false},
		{"{\"id\":nul}", false},
		{"{\"nobody\":1}", false},
		{"[\"id\"]", false},
		{"\"id\"", false},
	};
	struct api_error api_error;
	struct target target;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		int r = read_text(&fields, cases[i].text, &target, &api_error);

		assert_int_equal(compare_plain(&fields, cases[i].text, r == 0 ? &target : NULL),
			cases[i].plain);
	}
}

/* Each is refused, and the api_error names the field. */
static void test_what_does_not_fit_is_refused_by_name(void **state)
{
	static const struct {
		const char *field;
		const char *text;
	} cases[] = {
		{"id", "{\"id\":\"\"}"},
		{"id", "{\"id\":\"12345678\"}"},
		{"id", "{\"id\":\"a b\"}"},
		{"id", "{\"id\":7}"},
		{"id", "{\"id\":\"a\\u0001\"}"},
		{"text", "{\"text\":\"123456789012\"}"},
		{"text", "{\"text\":\"a\\tb\"}"},
		{"text", "{\"text\":\"a\\u007f\"}"},
		{"text", "{\"text\":[]}"},
		{"secret", "{\"secret\":\"\"}"},
		{"secret", "{\"secret\":\"a b\"}"},
		{"secret", "{\"secret\":\"ấ\"}"},
		{"day", "{\"day\":\"2026-02-29\"}"},
		{"day", "{\"day\":\"\"}"},
		{"day", "{\"day\":\"2026-2-1\"}"},
		{"number", "{\"number\":0}"},
		{"number", "{\"number\":100}"},
		{"number", "{\"number\":1.5}"},
		{"number", "{\"number\":\"1\"}"},
		{"number", "{\"number\":4294967297}"},
		{"large", "{\"large\":-1}"},
		{"flag", "{\"flag\":1}"},
		{"flag", "{\"flag\":\"true\"}"},
		{"word", "{\"word\":\"three\"}"},
		{"word", "{\"word\":1}"},
		{"ids", "{\"ids\":\"A\"}"},
		{"ids", "{\"ids\":[\"A\",\"B\",\"C\",\"D\"]}"},
		{"ids", "{\"ids\":[\"A\",\"A\"]}"},
		{"ids", "{\"ids\":[1]}"},
		{"ids", "{\"ids\":[\"a b\"]}"},
		{"other", "{\"other\":1}"},
		{"id", "{\"id\":\"a\",\"id\":\"b\"}"},
	};
	struct target target;
	struct api_error api_error;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		print_message("# %s\n", cases[i].text);
		assert_true(read_text(&fields, cases[i].text, &target, &api_error) < 0);
		assert_int_equal(api_error.status, 400);
		assert_string_equal(api_error.error, "bad_field");
		assert_string_equal(api_error.field, cases[i].field);
		assert_true(strlen(api_error.message) > 0);
	}
}

static void test_what_is_no_json_object_is_bad_json(void **state)
{
	static const char *const cases[] = {
		"[]",
		"1",
		"null",
		"\"a\"",
		"{",
		"{}x",
		"{\"id\":}",
		"{\"id\":\"\xff\"}",
		"{\"id\":\"\\u0000\"}",
		"{'id':1}",
		" ",
		"{\"number\":99999999999999999999}",
	};
	struct target target;
	struct api_error api_error;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		print_message("# %s\n", cases[i]);
		assert_true(read_text(&fields, cases[i], &target, &api_error) < 0);
		assert_int_equal(api_error.status, 400);
		assert_string_equal(api_error.error, "bad_json");
	}
}

static void test_required_fields_must_be_there(void **state)
{
	static const struct field only[] = {
		{"id", FIELD_ID, .required = true, .max = 7, AT(id)},
	};
	const struct fields table = FIELDS(only);
	struct target target;
	struct api_error api_error;

	(void)state;
	assert_true(read_text(&table, "{}", &target, &api_error) < 0);
	assert_string_equal(api_error.field, "id");
	assert_true(read_text(&table, "{\"id\":null}", &target, &api_error) < 0);
	assert_string_equal(api_error.field, "id");
	assert_int_equal(read_text(&table, "{\"id\":\"x\"}", &target, &api_error), 0);
}

static void test_a_wild_field_name_is_made_harmless(void **state)
{
	struct target target;
	struct api_error api_error;
	char text[400] = "{\"";

	(void)state;
	memset(text + 2, 'n', 300);
	memcpy(text + 302, "\":1}", 5);
	assert_true(read_text(&fields, text, &target, &api_error) < 0);
	assert_int_equal(strlen(api_error.field), API_ERROR_FIELD_MAX);
	assert_true(read_text(&fields, "{\"a\\u0007b\":1}", &target, &api_error) < 0);
	assert_string_equal(api_error.field, "?");
}

static void test_query_strings_are_read_as_bodies_are(void **state)
{
	const struct field_pair pairs[] = {
		{"id", "x"},
		{"number", "12"},
		{"day", "2026-11-23"},
		{"flag", "yes"},
		{"word", "one"},
	};
	struct target target = {0};
	struct api_error api_error = {0};

	(void)state;
	assert_int_equal(
		fields_read_query(&fields, pairs, ELEMENTS(pairs), &target, &api_error), 0);
	assert_int_equal(target.number, 12);
	assert_int_equal(target.word, 1);
	assert_string_equal(target.day, "2026-11-23");
	assert_true(target.flag);
}

static void test_wrong_parameters_are_refused_by_name(void **state)
{
	static const struct field_pair cases[] = {
		{"number", "x"},
		{"number", ""},
		{"number", "1 "},
		{"number", "100"},
		{"number", NULL},
		{"id", ""},
		{"word", "three"},
		{"ids", "A"},
		{"other", "1"},
	};
	struct target target = {0};
	struct api_error api_error;
	const struct fields none = NO_FIELDS;
	const struct field_pair twice[] = {{"number", "1"}, {"number", "1"}};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		assert_true(fields_read_query(&fields, &cases[i], 1, &target, &api_error) < 0);
		if (strcmp(cases[i].name, "ids") != 0) {
			assert_string_equal(api_error.field, cases[i].name);
		}
	}
	assert_true(fields_read_query(&fields, twice, 2, &target, &api_error) < 0);
	assert_string_equal(api_error.field, "number");
	assert_true(fields_read_query(&none, twice, 1, &target, &api_error) < 0);
	assert_string_equal(api_error.field, "number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_type_is_read),
		cmocka_unit_test(test_plain_bodies_are_read_in_the_short_way),
		cmocka_unit_test(test_texts_are_limited_in_characters),
		cmocka_unit_test(test_null_and_absence_leave_a_field_alone),
		cmocka_unit_test(test_what_does_not_fit_is_refused_by_name),
		cmocka_unit_test(test_what_is_no_json_object_is_bad_json),
		cmocka_unit_test(test_required_fields_must_be_there),
		cmocka_unit_test(test_a_wild_field_name_is_made_harmless),
		cmocka_unit_test(test_query_strings_are_read_as_bodies_are),
		cmocka_unit_test(test_wrong_parameters_are_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
