/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "ctl/setup-page-json.h"

#define CODE "01234567"

static void test_a_wish_has_the_code_and_names_what_is_known(void **state)
{
	static const struct {
		const char *text;
		int wanted;
	} cases[] = {
		{"{\"code\": \"01234567\", \"do\": \"look\"}", 0},
		{"{\"code\": \"01234567\", \"do\": \"write\", \"id\": 5}", 0},
		{"{\"code\": \"01234567\", \"do\": \"dance\"}", -EINVAL},
		{"{\"code\": \"01234567\"}", -EINVAL},
		{"{\"code\": \"0123456\", \"do\": \"look\"}", -EACCES},
		{"{\"code\": 1234567, \"do\": \"look\"}", -EACCES},
		{"{\"do\": \"dance\"}", -EACCES},
		{"[]", -EACCES},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_auto_t *request = json_loads(cases[i].text, 0, NULL);
		struct setup_wish wish = {.id = NULL};

		assert_int_equal(setup_wish_parse(request, CODE, &wish), cases[i].wanted);
		if (cases[i].wanted == 0) {
			assert_string_equal(wish.id, "");
			assert_string_equal(wish.secret, "");
		}
	}
	assert_int_equal(setup_wish_parse(NULL, CODE, &(struct setup_wish){.id = NULL}), -EACCES);
}

static const json_t *find(const json_t *list, const char *key, const char *value)
{
	const json_t *one;
	size_t i;

	json_array_foreach (list, i, one) {
		if (strcmp(json_get_text(one, key), value) == 0) {
			return one;
		}
	}
	return NULL;
}

static void test_files_and_secrets_are_no_questions_of_the_page(void **state)
{
	_cleanup_(phrases_freep) struct phrases *phrases = phrases_none();
	const struct setup_words words = {phrases, "vi"};
	struct setup_found found = {.has_hub = true, .has_kiosk = true};
	struct setup setup;

	(void)state;
	setup_init(&setup, &found, NULL);
	(void)strcpy(setup.admin, "chi");
	json_auto_t *questions = setup_questions_json(&words, &setup);

	assert_non_null(find(questions, "id", "listen"));
	assert_non_null(find(questions, "id", "site"));
	assert_null(find(questions, "id", "admin"));
	assert_null(find(questions, "id", "admin.secret_file"));
	assert_null(find(questions, "id", "write"));
}

static void test_what_a_device_calls_itself_is_shown_or_a_question_mark(void **state)
{
	struct setup_found found = {
		.machine = {.n_printers = 2,
			.printers = {{"1-1", "04b8:0e15", "EPSON"}, {"1-2", "0000:0001", "\xff"}}},
		.n_screens = 1,
		.screen = {"HDMI-A-1"},
	};
	json_auto_t *all = setup_found_json(&found);
	const json_t *printers = json_object_get(all, "printers");

	(void)state;
	assert_string_equal(
		json_get_text(find(printers, "name", "EPSON"), "text"), "USB 1-1 (04b8:0e15)");
	assert_non_null(find(printers, "name", "?"));
	assert_non_null(find(json_object_get(all, "screens"), "name", "HDMI-A-1"));
	assert_int_equal(json_array_size(json_object_get(all, "chips")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_wish_has_the_code_and_names_what_is_known),
		cmocka_unit_test(test_files_and_secrets_are_no_questions_of_the_page),
		cmocka_unit_test(test_what_a_device_calls_itself_is_shown_or_a_question_mark),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
