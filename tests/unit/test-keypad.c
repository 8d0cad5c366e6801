/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "kiosk/keypad.h"

static void take_counter(struct keypad *keypad, const char *text)
{
	json_auto_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	keypad_set_counter(keypad, json);
}

static bool take_event(struct keypad *keypad, const char *kind, const char *text, bool *ret_ask)
{
	json_auto_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	return keypad_on_event(keypad, kind, json, ret_ask);
}

/* The steps of a key as "open call-next". */
static void assert_steps(const struct keypad_counter *counter, const char *move, bool has_staff,
	const char *expected)
{
	_cleanup_(textbuf_done) struct textbuf said = {0};
	const char *steps[KEYPAD_STEPS_MAX];
	int n = keypad_steps(counter, move, has_staff, steps);

	for (int i = 0; i < n; i++) {
		textbuf_printf(&said, "%s%s", i > 0 ? " " : "", steps[i]);
	}
	assert_string_equal(said.data, expected);
}

static const struct keypad_counter off = {.state = KEYPAD_OFF};
static const struct keypad_counter idle = {.state = KEYPAD_OPEN};
static const struct keypad_counter called = {.state = KEYPAD_OPEN, .ticket = KEYPAD_CALLED};
static const struct keypad_counter serving = {.state = KEYPAD_OPEN, .ticket = KEYPAD_SERVING};
static const struct keypad_counter leaving = {
	.state = KEYPAD_OPEN, .ticket = KEYPAD_SERVING, .pause_after = true};
static const struct keypad_counter paused = {.state = KEYPAD_PAUSED};

static void the_first_call_opens_a_counter_with_staff(void **state)
{
	(void)state;
	assert_steps(&off, "call-next", true, "open call-next");
	assert_steps(&off, "call-next", false, "call-next");
	assert_steps(&off, "next", true, "open call-next");
	assert_steps(&idle, "call-next", true, "call-next");
	assert_steps(&paused, "next", true, "call-next");
}

static void next_finishes_who_is_being_served(void **state)
{
	(void)state;
	assert_steps(&serving, "next", true, "finish-next");
	assert_steps(&serving, "call-next", true, "call-next");
	assert_steps(&called, "next", true, "call-next");
}

static void a_key_of_two_moves_does_the_possible_one(void **state)
{
	(void)state;
	assert_steps(&off, "open-close", true, "open");
	assert_steps(&idle, "open-close", true, "close");
	assert_steps(&paused, "open-close", true, "close");
	assert_steps(&paused, "pause-resume", true, "resume");
	assert_steps(&idle, "pause-resume", true, "pause");
	assert_steps(&called, "pause-resume", true, "pause-after");
	assert_steps(&serving, "pause", true, "pause-after");
	assert_steps(&leaving, "pause-resume", true, "undo-pause-after");
	assert_steps(&leaving, "pause", true, "undo-pause-after");
	assert_steps(&idle, "pause", true, "pause");
	assert_steps(&paused, "pause", true, "pause");
	assert_steps(&off, "recall", true, "recall");
}

static void a_keys_lamp_says_what_can_be_pressed(void **state)
{
	static const struct {
		const struct keypad_counter *counter;
		const char *move;
		bool waiting;
		bool lit;
	} cases[] = {
		{&idle, "call-next", true, true},
		{&idle, "call-next", false, false},
		{&off, "call-next", true, false},
		{&called, "call-next", true, false},
		{&serving, "next", false, true},
		{&serving, "call-next", true, false},
		{&called, "recall", false, true},
		{&serving, "recall", false, false},
		{&called, "appear", false, true},
		{&called, "absent", false, true},
		{&called, "undo-call", false, true},
		{&idle, "absent", false, false},
		{&serving, "finish", false, true},
		{&serving, "hold", false, true},
		{&called, "finish", false, false},
		{&off, "open", false, true},
		{&idle, "close", false, true},
		{&serving, "close", false, false},
		{&off, "open-close", false, false},
		{&serving, "open-close", false, true},
		{&paused, "pause-resume", false, true},
		{&idle, "pause-resume", false, false},
		{&paused, "resume", false, true},
		{&idle, "pause", false, true},
		{&idle, "undo-finish", false, true},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		enum board_sign sign =
			keypad_sign(cases[i].counter, cases[i].move, cases[i].waiting);

		if (sign != (cases[i].lit ? BOARD_SIGN_READY : BOARD_SIGN_CLOSED)) {
			fail_msg("%s of case %zu", cases[i].move, i);
		}
	}
}

static void a_pause_that_is_to_come_blinks(void **state)
{
	struct keypad keypad = {0};

	(void)state;
	assert_int_equal(keypad_sign(&leaving, "pause-resume", false), BOARD_SIGN_WORKING);
	assert_int_equal(keypad_sign(&leaving, "pause", true), BOARD_SIGN_WORKING);
	assert_int_equal(keypad_sign(&leaving, "finish", true), BOARD_SIGN_READY);
	assert_int_equal(keypad_sign(&leaving, "resume", true), BOARD_SIGN_CLOSED);
	assert_int_equal(keypad_counter_sign(&leaving), BOARD_SIGN_WORKING);
	keypad_add(&keypad, 3);
	take_counter(&keypad,
		"{\"number\":3,\"state\":\"OPEN\",\"pause_after\":true,\"ticket\":{\"state\":"
		"\"SERVING\"}}");
	assert_true(keypad_find(&keypad, 3)->pause_after);
	take_counter(&keypad, "{\"number\":3,\"state\":\"PAUSED\",\"pause_after\":false}");
	assert_false(keypad_find(&keypad, 3)->pause_after);
}

static void a_counters_lamp_says_how_it_is(void **state)
{
	const struct keypad_counter unknown = {0};

	(void)state;
	assert_int_equal(keypad_counter_sign(&off), BOARD_SIGN_CLOSED);
	assert_int_equal(keypad_counter_sign(&paused), BOARD_SIGN_CLOSED);
	assert_int_equal(keypad_counter_sign(&unknown), BOARD_SIGN_CLOSED);
	assert_int_equal(keypad_counter_sign(&idle), BOARD_SIGN_READY);
	assert_int_equal(keypad_counter_sign(&called), BOARD_SIGN_WORKING);
	assert_int_equal(keypad_counter_sign(&serving), BOARD_SIGN_WORKING);
}

static void a_counter_is_followed_by_answers_and_events(void **state)
{
	struct keypad keypad = {0};
	const struct keypad_counter *counter;
	bool ask;

	(void)state;
	keypad_add(&keypad, 3);
	keypad_add(&keypad, 3);
	assert_int_equal(keypad.n, 1);
	assert_null(keypad_find(&keypad, 4));
	counter = keypad_find(&keypad, 3);
	assert_int_equal(counter->state, KEYPAD_UNKNOWN);
	take_counter(&keypad,
		"{\"number\":3,\"state\":\"OPEN\",\"services\":[\"C\",\"D\"],"
		"\"ticket\":{\"state\":\"CALLED\"}}");
	assert_int_equal(counter->state, KEYPAD_OPEN);
	assert_int_equal(counter->ticket, KEYPAD_CALLED);
	assert_int_equal(counter->n_services, 2);
	assert_string_equal(counter->services[1], "D");
	assert_true(take_event(&keypad, "appear", "{\"counter\":3,\"state\":\"SERVING\"}", &ask));
	assert_false(ask);
	assert_int_equal(counter->ticket, KEYPAD_SERVING);
	assert_false(take_event(&keypad, "appear", "{\"counter\":3,\"state\":\"SERVING\"}", &ask));
	assert_false(take_event(&keypad, "appear", "{\"counter\":4,\"state\":\"CALLED\"}", &ask));
	/* Of a ticket that it held or had finished: it still has the other. */
	assert_false(take_event(&keypad, "unfinish", "{\"counter\":3,\"state\":\"HELD\"}", &ask));
	assert_true(ask);
	assert_false(take_event(&keypad, "leave", "{\"counter\":3,\"state\":\"LEFT\"}", &ask));
	assert_true(ask);
	assert_int_equal(counter->ticket, KEYPAD_SERVING);
	assert_true(take_event(&keypad, "hold", "{\"counter\":3,\"state\":\"HELD\"}", &ask));
	assert_int_equal(counter->ticket, KEYPAD_NOBODY);
	assert_false(take_event(&keypad, "counter_pause", "{\"counter\":3}", &ask));
	assert_true(ask);
	assert_false(take_event(&keypad, "counter_pause", "{\"counter\":4}", &ask));
	assert_false(ask);
}

static void a_visitor_can_rate_until_the_next_is_served(void **state)
{
	struct keypad keypad = {0};
	const struct keypad_counter *counter;
	bool ask;

	(void)state;
	keypad_add(&keypad, 3);
	counter = keypad_find(&keypad, 3);
	take_counter(&keypad, "{\"number\":3,\"state\":\"OPEN\",\"rateable\":{\"ticket\":7}}");
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_READY);
	assert_true(take_event(&keypad, "rate", "{\"counter\":3}", &ask));
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_CLOSED);
	assert_true(take_event(&keypad, "finish", "{\"counter\":3,\"state\":\"FINISHED\"}", &ask));
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_READY);
	assert_true(take_event(&keypad, "call", "{\"counter\":3,\"state\":\"CALLED\"}", &ask));
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_READY);
	assert_true(take_event(&keypad, "appear", "{\"counter\":3,\"state\":\"SERVING\"}", &ask));
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_CLOSED);
	take_counter(&keypad, "{\"number\":3,\"state\":\"OPEN\",\"rateable\":null}");
	assert_int_equal(keypad_rate_sign(counter), BOARD_SIGN_CLOSED);
}

static void the_hubs_state_brings_all_counters(void **state)
{
	struct keypad keypad = {0};
	json_auto_t *answer = json_loads("{\"counters\":[{\"number\":1,\"state\":\"OPEN\"},"
					 "{\"number\":2,\"state\":\"PAUSED\",\"ticket\":null},"
					 "{\"number\":3,\"state\":\"OFF\"}]}",
		0, NULL);

	(void)state;
	keypad_add(&keypad, 2);
	keypad_add(&keypad, 3);
	keypad_on_state(&keypad, answer);
	assert_int_equal(keypad_find(&keypad, 2)->state, KEYPAD_PAUSED);
	assert_int_equal(keypad_find(&keypad, 3)->state, KEYPAD_OFF);
}

static void a_counter_that_the_site_lost_is_unknown(void **state)
{
	struct keypad keypad = {0};
	json_auto_t *answer = json_loads("{\"counters\":[]}", 0, NULL);

	(void)state;
	keypad_add(&keypad, 3);
	take_counter(&keypad,
		"{\"number\":3,\"state\":\"OPEN\",\"rateable\":{\"ticket\":7},"
		"\"ticket\":{\"state\":\"CALLED\"},\"services\":[\"A\"]}");
	keypad_on_state(&keypad, answer);
	assert_int_equal(keypad_find(&keypad, 3)->state, KEYPAD_UNKNOWN);
	assert_int_equal(keypad_find(&keypad, 3)->ticket, KEYPAD_NOBODY);
	assert_int_equal(keypad_find(&keypad, 3)->n_services, 0);
	assert_false(keypad_find(&keypad, 3)->rateable);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_call_opens_a_counter_with_staff),
		cmocka_unit_test(next_finishes_who_is_being_served),
		cmocka_unit_test(a_key_of_two_moves_does_the_possible_one),
		cmocka_unit_test(a_keys_lamp_says_what_can_be_pressed),
		cmocka_unit_test(a_pause_that_is_to_come_blinks),
		cmocka_unit_test(a_counters_lamp_says_how_it_is),
		cmocka_unit_test(a_counter_is_followed_by_answers_and_events),
		cmocka_unit_test(a_visitor_can_rate_until_the_next_is_served),
		cmocka_unit_test(the_hubs_state_brings_all_counters),
		cmocka_unit_test(a_counter_that_the_site_lost_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
