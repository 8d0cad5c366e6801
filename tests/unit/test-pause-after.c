/* SPDX-License-Identifier: Apache-2.0 */
/* A pause that is planned begins in the step that ends the counter's ticket, however that ends. */
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

static const struct counter *counter_of(const struct fixture *f, int number)
{
	const struct counter *counter = model_find_counter(queue_model(f->queue), number);

	assert_non_null(counter);
	return counter;
}

/* Counter 1 has a ticket, which is served unless it is only called; another one waits. */
static int64_t take_one(struct fixture *f, bool serving)
{
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	if (serving) {
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	}
	fixture_pass_s(f, 10);
	return id;
}

static void plan(struct fixture *f, const char *note, size_t events)
{
	struct command command = {.kind = COMMAND_COUNTER_PAUSE_AFTER, .counter = 1};

	text_copy_cut(command.note, sizeof(command.note), note);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, events);
	assert_string_equal(f->answer.counter.note, note);
}

static void assert_planned(const struct fixture *f, const char *note)
{
	const struct counter *counter = counter_of(f, 1);

	assert_int_equal(counter->state, COUNTER_OPEN);
	assert_true(counter->pause_after);
	assert_string_equal(counter->note, note);
}

static void assert_paused(const struct fixture *f, const char *note)
{
	const struct counter *counter = counter_of(f, 1);

	assert_int_equal(counter->state, COUNTER_PAUSED);
	assert_false(counter->pause_after);
	assert_int_equal(counter->ticket, 0);
	assert_string_equal(counter->note, note);
}

static void test_however_the_ticket_ends_the_pause_begins_with_it(void **state)
{
	static const struct {
		struct command command;
		bool serving;
		enum ticket_state ends;
	} cases[] = {
		{{.kind = COMMAND_FINISH}, true, TICKET_FINISHED},
		{{.kind = COMMAND_FINISH_NEXT}, true, TICKET_FINISHED},
		{{.kind = COMMAND_HOLD}, true, TICKET_HELD},
		{{.kind = COMMAND_SUPPLEMENT}, true, TICKET_SUPPLEMENT},
		{{.kind = COMMAND_TRANSFER, .service = "B"}, true, TICKET_WAITING},
		{{.kind = COMMAND_UNDO_CALL}, false, TICKET_WAITING},
		{{.kind = COMMAND_ABSENT}, false, TICKET_WAITING},
		{{.kind = COMMAND_LEAVE, .ticket = 1}, false, TICKET_LEFT},
	};

	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct command command = cases[i].command;
		struct fixture *f;
		int64_t id;

		assert_int_equal(fixture_set_up(state), 0);
		f = *state;
		id = take_one(f, cases[i].serving);
		plan(f, "lunch", 1);
		fixture_reopen(f); /* the power was cut: the plan stays */
		assert_planned(f, "lunch");
		command.counter = command.ticket ? 0 : 1;
		fixture_run(f, &command);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->n_events, 2);
		assert_int_equal(f->events[1].event.kind, EVENT_COUNTER_PAUSE);
		assert_int_equal(fixture_ticket(f, id)->state, cases[i].ends);
		assert_paused(f, "lunch");
		if (command.counter) {
			assert_int_equal(f->answer.counter.state, COUNTER_PAUSED);
		}
		fixture_check(f);
		assert_paused(f, "lunch");
		(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NOT_ALLOWED);
		(void)fixture_move(f, COMMAND_COUNTER_RESUME, 1, ERROR_NONE);
		assert_string_equal(counter_of(f, 1)->note, "");
		assert_int_not_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), 0);
		(void)fixture_move(f, COMMAND_UNDO_CALL, 1, ERROR_NONE); /* only once */
		assert_int_equal(counter_of(f, 1)->state, COUNTER_OPEN);
		assert_int_equal(fixture_tear_down(state), 0);
	}
}

/* What leaves the ticket at the counter leaves the plan, too. */
static void test_the_plan_waits_while_the_ticket_stays(void **state)
{
	static const enum command_kind stays[] = {
		COMMAND_APPEAR, COMMAND_UNDO_APPEAR, COMMAND_RECALL, COMMAND_APPEAR};
	struct fixture *f = *state;
	struct command add = {.kind = COMMAND_ADD_SERVICE, .counter = 1, .service = "B"};

	(void)take_one(f, false);
	plan(f, "", 1);
	for (size_t i = 0; i < ELEMENTS(stays); i++) {
		fixture_pass_s(f, 10);
		(void)fixture_move(f, stays[i], 1, ERROR_NONE);
		assert_planned(f, "");
	}
	fixture_run(f, &add);
	assert_planned(f, "");
	fixture_check(f);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	assert_paused(f, "");
	fixture_check(f);
}

/* Two pages, a keypad and a supervisor say it at once: the last words count, and the same words
 * again are nothing. */
static void test_saying_it_again_is_no_event(void **state)
{
	struct fixture *f = *state;

	(void)take_one(f, true);
	plan(f, "lunch", 1);
	plan(f, "lunch", 0);
	plan(f, "meeting", 1);
	assert_planned(f, "meeting");
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NONE);
	assert_int_equal(f->n_events, 1);
	assert_string_equal(counter_of(f, 1)->note, "");
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	assert_false(counter_of(f, 1)->pause_after);
	fixture_check(f);
	assert_int_not_equal(fixture_move(f, COMMAND_FINISH_NEXT, 1, ERROR_NONE), 0);
	assert_int_equal(counter_of(f, 1)->state, COUNTER_OPEN);
	assert_int_not_equal(counter_of(f, 1)->ticket, 0);
}

/* The ticket was gone when it was said: then it is a pause. */
static void test_without_a_ticket_it_is_a_pause(void **state)
{
	struct fixture *f = *state;

	(void)fixture_move(f, COMMAND_COUNTER_PAUSE_AFTER, 1, ERROR_NO_SESSION);
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NO_SESSION);
	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NONE);
	plan(f, "lunch", 1);
	assert_paused(f, "lunch");
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE_AFTER, 1, ERROR_NOT_ALLOWED);
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NOT_ALLOWED);
	assert_paused(f, "lunch");
	fixture_check(f);
}

static void test_an_undone_finish_brings_ticket_and_plan_back(void **state)
{
	static const enum command_kind finishes[] = {COMMAND_FINISH, COMMAND_FINISH_NEXT};
	struct fixture *f = *state;
	int64_t id = take_one(f, true);

	plan(f, "lunch", 1);
	for (size_t i = 0; i < ELEMENTS(finishes); i++) {
		(void)fixture_move(f, finishes[i], 1, ERROR_NONE);
		assert_paused(f, "lunch");
		fixture_pass_s(f, 5);
		assert_ptr_equal(model_just_finished(queue_model(f->queue), counter_of(f, 1)),
			fixture_ticket(f, id));
		(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE);
		assert_planned(f, "lunch");
		assert_int_equal(counter_of(f, 1)->ticket, id);
		assert_int_equal(fixture_ticket(f, id)->state, TICKET_SERVING);
		fixture_check(f);
	}
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	fixture_pass_s(f, 3600);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_TOO_SOON);
	assert_paused(f, "lunch");
}

/* A pause that somebody began afterwards is not the finish's. */
static void test_a_later_pause_stays(void **state)
{
	struct fixture *f = *state;

	(void)take_one(f, true);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	fixture_pass_s(f, 1);
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 1, ERROR_NONE);
	assert_null(model_just_finished(queue_model(f->queue), counter_of(f, 1)));
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NOT_ALLOWED);
	assert_paused(f, "");
}

/* The plan for who was called with a finish stays when both are undone. */
static void test_a_plan_for_the_next_stays_with_the_one_before(void **state)
{
	struct fixture *f = *state;
	int64_t id = take_one(f, true);

	assert_int_not_equal(fixture_move(f, COMMAND_FINISH_NEXT, 1, ERROR_NONE), id);
	plan(f, "", 1);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE);
	assert_int_equal(counter_of(f, 1)->ticket, id);
	assert_planned(f, "");
	fixture_check(f);
}

static void test_it_ends_with_the_session(void **state)
{
	struct fixture *f = *state;
	struct command close = {.kind = COMMAND_COUNTER_CLOSE, .counter = 1, .hand_over = true};
	struct command tick = {.kind = COMMAND_TICK};

	(void)take_one(f, true);
	plan(f, "lunch", 1);
	fixture_run(f, &close);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(counter_of(f, 1)->state, COUNTER_OFF);
	fixture_check(f);
	fixture_open(f, 1, "s2");
	assert_false(counter_of(f, 1)->pause_after);
	assert_int_not_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), 0);
	plan(f, "", 1);
	f->now = fixture_at(24 * 60, 1);
	fixture_run(f, &tick);
	assert_int_equal(counter_of(f, 1)->state, COUNTER_OFF);
	assert_false(counter_of(f, 1)->pause_after);
	fixture_check(f);
}

static void test_a_clerk_plans_for_the_own_counter(void **state)
{
	static const struct {
		enum right right;
		const char *actor;
		enum command_error error;
	} cases[] = {
		{RIGHT_OWN_COUNTER, "s2", ERROR_NOT_YOURS},
		{RIGHT_OWN_COUNTER, "s1", ERROR_NONE},
		{RIGHT_KEYPAD, "kiosk-1", ERROR_NONE},
		{RIGHT_ALL, "s3", ERROR_NONE},
	};
	static const enum command_kind kinds[] = {
		COMMAND_COUNTER_PAUSE_AFTER, COMMAND_COUNTER_UNDO_PAUSE_AFTER};
	struct fixture *f = *state;

	(void)take_one(f, true);
	for (size_t i = 0; i < ELEMENTS(cases) * ELEMENTS(kinds); i++) {
		size_t who = i / ELEMENTS(kinds);
		struct command command = {.kind = kinds[i % ELEMENTS(kinds)],
			.counter = 1,
			.right = cases[who].right};

		text_copy_cut(command.actor, sizeof(command.actor), cases[who].actor);
		fixture_run(f, &command);
		assert_int_equal(f->answer.error, cases[who].error);
		assert_int_equal(f->n_events, cases[who].error == ERROR_NONE);
	}
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_however_the_ticket_ends_the_pause_begins_with_it),
		WITH_QUEUE(test_the_plan_waits_while_the_ticket_stays),
		WITH_QUEUE(test_saying_it_again_is_no_event),
		WITH_QUEUE(test_without_a_ticket_it_is_a_pause),
		WITH_QUEUE(test_an_undone_finish_brings_ticket_and_plan_back),
		WITH_QUEUE(test_a_later_pause_stays),
		WITH_QUEUE(test_a_plan_for_the_next_stays_with_the_one_before),
		WITH_QUEUE(test_it_ends_with_the_session),
		WITH_QUEUE(test_a_clerk_plans_for_the_own_counter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
