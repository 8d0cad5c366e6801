/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "ctl/setup-answers.h"

static void test_answers_are_found_by_their_questions(void **state)
{
	_cleanup_(setup_answers_done) struct setup_answers answers = {0};
	char *error = NULL;

	(void)state;
	assert_int_equal(setup_answers_parse("# a board\n\nprinter = usb\r\n"
					     " more.1=take A regular\nbutton.A = \"A = B\"",
				 &answers, &error),
		0);
	assert_int_equal(answers.n, 3);
	assert_string_equal(setup_answers_find(&answers, "printer")->text, "usb");
	assert_int_equal(setup_answers_find(&answers, "printer")->line, 3);
	assert_string_equal(setup_answers_find(&answers, "more.1")->text, "take A regular");
	assert_null(setup_answers_find(&answers, "lamp.A"));
	assert_string_equal(setup_answers_unused(&answers)->id, "button.A");
	assert_string_equal(setup_answers_find(&answers, "button.A")->text, "\"A = B\"");
	assert_null(setup_answers_unused(&answers));
}

static void test_a_refusal_names_the_line(void **state)
{
	static const char *const cases[][2] = {
		{"\nprinter usb\n", "2: expected 'question = answer'"},
		{"printer = usb\nprinter = none\n", "2: is answered twice: printer"},
		{" = x", "1: no question has this name"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(setup_answers_done) struct setup_answers answers = {0};
		_cleanup_free_ char *error = NULL;

		assert_int_equal(setup_answers_parse(cases[i][0], &answers, &error), -EINVAL);
		assert_string_equal(error, cases[i][1]);
	}
}

/* What was answered on one board answers the same on the next. */
static void test_written_answers_are_read_again(void **state)
{
	_cleanup_(setup_answers_done) struct setup_answers answers = {0};
	_cleanup_(textbuf_done) struct textbuf out = {0};
	struct setup_found found = {.has_hub = true, .has_kiosk = true};
	struct setup setup;
	char *error = NULL;
	const char *reason;

	(void)state;
	setup_init(&setup, &found, NULL);
	assert_int_equal(setup_take(&setup, (struct setup_question){SETUP_PRINTER, 0},
				 "network:10.0.0.7", &reason),
		0);
	setup_answers_write(&setup, &out);
	assert_int_equal(setup_answers_parse(out.data, &answers, &error), 0);
	assert_string_equal(setup_answers_find(&answers, "printer")->text, "network:10.0.0.7");
	assert_string_equal(setup_answers_find(&answers, "write")->text, "yes");
	assert_null(setup_answers_find(&answers, "printer.try"));
}

static void test_all_is_answered_anew_and_what_is_refused_is_named(void **state)
{
	_cleanup_(setup_answers_done) struct setup_answers answers = {0};
	struct setup_found found = {.has_hub = true,
		.has_kiosk = true,
		.n_screens = 2,
		.screen = {"HDMI-A-1", "HDMI-A-2"}};
	struct setup before;
	struct setup setup;
	char id[SETUP_ID_SIZE];
	const char *reason = NULL;

	(void)state;
	setup_init(&before, &found, NULL);
	assert_int_equal(setup_answers_apply(&answers, &before, &setup, id, &reason), 0);
	assert_string_equal(setup_screen_of(&setup, SETUP_KIOSK), "HDMI-A-1");
	/* What was said holds, also against what would be answered when nothing is said. */
	assert_int_equal(setup_answers_put(&answers, "screen.HDMI-A-1", "none"), 0);
	assert_int_equal(setup_answers_put(&answers, "diagonal.kiosk", "7"), 0);
	assert_int_equal(setup_answers_apply(&answers, &before, &setup, id, &reason), 0);
	assert_string_equal(setup_screen_of(&setup, SETUP_KIOSK), "HDMI-A-2");
	assert_true(setup.place[SETUP_KIOSK].diagonal_inch == 7);
	assert_int_equal(setup_answers_put(&answers, "diagonal.kiosk", "3"), 0);
	assert_int_equal(setup_answers_apply(&answers, &before, &setup, id, &reason), -EINVAL);
	assert_string_equal(id, "diagonal.kiosk");
	assert_string_equal(reason, "setup.wrong.diagonal");
	assert_true(setup.place[SETUP_KIOSK].diagonal_inch == 7);
	setup_answers_drop(&answers, "diagonal.kiosk");
	setup_answers_drop(&answers, "nothing");
	assert_int_equal(setup_answers_apply(&answers, &before, &setup, id, &reason), 0);
	assert_true(setup.place[SETUP_KIOSK].diagonal_inch == 0);
}

static void test_what_is_too_long_is_no_answer(void **state)
{
	_cleanup_(setup_answers_done) struct setup_answers answers = {0};
	char text[SETUP_TEXT_SIZE + 1];

	(void)state;
	memset(text, 'a', SETUP_TEXT_SIZE);
	text[SETUP_TEXT_SIZE] = '\0';
	assert_true(setup_answers_put(&answers, "printer", text) < 0);
	assert_true(setup_answers_put(&answers, text, "usb") < 0);
	assert_int_equal(answers.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers_are_found_by_their_questions),
		cmocka_unit_test(test_a_refusal_names_the_line),
		cmocka_unit_test(test_written_answers_are_read_again),
		cmocka_unit_test(test_all_is_answered_anew_and_what_is_refused_is_named),
		cmocka_unit_test(test_what_is_too_long_is_no_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
