/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <string.h>

#include "base/cleanup.h"
#include "drivers/printer-hello.h"

struct talk {
	struct printer_hello hello;
	int64_t now_ms;
	int asked; /* how many questions */
};

static enum hello_next next(struct talk *talk)
{
	enum hello_next what = printer_hello_next(&talk->hello, false, talk->now_ms);

	talk->asked += what == HELLO_ASK;
	return what;
}

static void say(struct talk *talk, const char *bytes, size_t size)
{
	talk->now_ms += 5;
	printer_hello_receive(&talk->hello, (const uint8_t *)bytes, size, 0, talk->now_ms);
}

/* Goes on until it does something else than wait. */
static enum hello_next pass(struct talk *talk)
{
	enum hello_next what;

	while ((what = next(talk)) == HELLO_WAIT) {
		assert_true(talk->hello.wait_ms > talk->now_ms);
		talk->now_ms = talk->hello.wait_ms;
	}
	return what;
}

static void a_printer_that_answers_twice_is_one(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	assert_int_equal(next(&talk), HELLO_ASK);
	assert_int_equal(talk.hello.question, 1);
	say(&talk, "\x12", 1);
	assert_int_equal(next(&talk), HELLO_WAIT); /* there may be more */
	assert_int_equal(pass(&talk), HELLO_ASK);
	assert_int_equal(talk.hello.question, 4);
	say(&talk, "\x72", 1); /* no paper: still a printer */
	assert_int_equal(pass(&talk), HELLO_PRINTER);
	assert_int_equal(talk.asked, 2);
	assert_string_equal(talk.hello.absent, "");
	assert_true(talk.now_ms < 1500);
}

static void automatic_status_is_an_answer_too(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pass(&talk), HELLO_ASK);
		say(&talk, "\x10\0", 2);
		say(&talk, "\0\x0f\x16", 3);
	}
	assert_int_equal(pass(&talk), HELLO_PRINTER);
}

/* Several questions answered at once: another program was served until now. */
static void late_answers_are_waited_out(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(pass(&talk), HELLO_ASK);
	}
	assert_string_equal(talk.hello.absent, "silent");
	for (int i = 0; i < 5; i++) {
		say(&talk, "\x12", 1);
		assert_int_equal(next(&talk), HELLO_WAIT);
	}
	assert_int_equal(pass(&talk), HELLO_ASK);
	assert_string_equal(talk.hello.absent, "");
	say(&talk, "\x12", 1);
	assert_int_equal(pass(&talk), HELLO_PRINTER);
}

static void one_that_does_not_answer_is_silent_and_asked_on(void **state)
{
	struct talk talk = {.now_ms = 1000};
	int64_t began_ms = talk.now_ms;

	(void)state;
	assert_int_equal(pass(&talk), HELLO_ASK);
	assert_null(talk.hello.absent);
	while (pass(&talk) != HELLO_REOPEN) {
		assert_true(talk.now_ms - began_ms < 60000);
	}
	assert_string_equal(talk.hello.absent, "silent");
	assert_int_equal(talk.asked, 10);
}

static void a_question_that_has_not_left_is_not_asked_again(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	assert_int_equal(next(&talk), HELLO_ASK);
	for (int i = 0; i < 9; i++) {
		talk.now_ms += 1000;
		assert_int_equal(printer_hello_next(&talk.hello, true, talk.now_ms), HELLO_WAIT);
	}
	assert_string_equal(talk.hello.absent, "silent");
	talk.now_ms += 1000;
	assert_int_equal(printer_hello_next(&talk.hello, true, talk.now_ms), HELLO_REOPEN);
}

static void garbage_is_no_printer(void **state)
{
	/* At a wrong speed; a device of another kind; an answer amid garbage. */
	static const char *const texts[] = {"\xf8\x80", "HTTP/1.1 400 Bad Request\r\n", "\x12\xff"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct talk talk = {.now_ms = 1000};

		for (int n = 0; n < 12; n++) {
			assert_int_equal(pass(&talk), HELLO_ASK);
			say(&talk, texts[i], strlen(texts[i]));
		}
		assert_string_equal(talk.hello.absent, "garbled");
		assert_true(talk.now_ms > 10000); /* it is not asked all the time */
	}
}

static void what_the_line_reports_as_damaged_is_garbage(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	for (int n = 0; n < 4; n++) {
		assert_int_equal(pass(&talk), HELLO_ASK);
		printer_hello_receive(&talk.hello, (const uint8_t *)"\x12", 1, 1, ++talk.now_ms);
	}
	assert_string_equal(talk.hello.absent, "garbled");
	/* Somebody sets the speed right. */
	assert_int_equal(pass(&talk), HELLO_ASK);
	say(&talk, "\x12", 1);
	assert_int_equal(pass(&talk), HELLO_ASK);
	say(&talk, "\x12", 1);
	assert_int_equal(pass(&talk), HELLO_PRINTER);
}

/* Switching a printer on disturbs the line. */
static void noise_alone_is_not_called_garbage(void **state)
{
	struct talk talk = {.now_ms = 1000};

	(void)state;
	assert_int_equal(pass(&talk), HELLO_ASK);
	say(&talk, "\xff", 1);
	assert_int_equal(pass(&talk), HELLO_ASK);
	assert_null(talk.hello.absent);
	say(&talk, "\x12", 1);
	assert_int_equal(pass(&talk), HELLO_ASK);
	say(&talk, "\x12", 1);
	assert_int_equal(pass(&talk), HELLO_PRINTER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_printer_that_answers_twice_is_one),
		cmocka_unit_test(automatic_status_is_an_answer_too),
		cmocka_unit_test(late_answers_are_waited_out),
		cmocka_unit_test(one_that_does_not_answer_is_silent_and_asked_on),
		cmocka_unit_test(a_question_that_has_not_left_is_not_asked_again),
		cmocka_unit_test(garbage_is_no_printer),
		cmocka_unit_test(what_the_line_reports_as_damaged_is_garbage),
		cmocka_unit_test(noise_alone_is_not_called_garbage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
