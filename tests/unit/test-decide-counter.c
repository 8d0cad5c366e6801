/* SPDX-License-Identifier: Apache-2.0 */
/* What staff may do at a counter: what they said is kept, and what is refused says why. */
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

static const struct counter *counter_of(const struct fixture *f, int number)
{
	return model_find_counter(queue_model(f->queue), number);
}

/* A ticket at counter 1, which it serves. */
static int64_t serve_one(struct fixture *f)
{
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	return id;
}

/* Why the counter is paused is for the pages and for who comes back to it. */
static void test_a_pause_keeps_its_note_until_it_ends(void **state)
{
	struct fixture *f = *state;
	struct command pause = {.kind = COMMAND_COUNTER_PAUSE, .counter = 1, .note = "lunch"};

	fixture_open(f, 1, "s1");
	fixture_run(f, &pause);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_string_equal(f->answer.counter.note, "lunch");
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 1, ERROR_NOT_ALLOWED);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NOT_ALLOWED);
	fixture_reopen(f);
	assert_string_equal(counter_of(f, 1)->note, "lunch");
	assert_int_equal(counter_of(f, 1)->state, COUNTER_PAUSED);
	(void)fixture_move(f, COMMAND_COUNTER_RESUME, 1, ERROR_NONE);
	assert_string_equal(counter_of(f, 1)->note, "");
	(void)fixture_move(f, COMMAND_COUNTER_RESUME, 1, ERROR_NOT_ALLOWED);
	fixture_reopen(f);
	assert_int_equal(counter_of(f, 1)->state, COUNTER_OPEN);
}

/* Saying what is so already is no event; fewer, more and another order are. */
static void test_services_that_stay_the_same_are_no_event(void **state)
{
	static const struct {
		int n;
		char services[LIMIT_SERVICES][LIMIT_ID + 1];
		size_t events;
	} cases[] = {
		{2, {"A", "B"}, 0}, /* as it was opened */
		{1, {"A"}, 1},
		{1, {"A"}, 0},
		{1, {"B"}, 1},
		{2, {"B", "A"}, 1},
		{2, {"A", "B"}, 1},
	};
	struct fixture *f = *state;

	fixture_open(f, 1, "s1");
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct command command = {
			.kind = COMMAND_COUNTER_SERVICES, .counter = 1, .n_services = cases[i].n};

		memcpy(command.services, cases[i].services, sizeof(command.services));
		fixture_run(f, &command);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->n_events, cases[i].events);
		assert_int_equal(counter_of(f, 1)->n_services, cases[i].n);
		assert_string_equal(counter_of(f, 1)->services[0], cases[i].services[0]);
	}
}

/* What the clerk writes for who has the ticket next. */
static void test_a_move_keeps_its_note(void **state)
{
	static const struct {
		enum command_kind kind;
		enum ticket_state state;
		const char *service;
	} cases[] = {
		{COMMAND_HOLD, TICKET_HELD, "A"},
		{COMMAND_SUPPLEMENT, TICKET_SUPPLEMENT, "A"},
		{COMMAND_TRANSFER, TICKET_WAITING, "B"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct command command = {
			.kind = cases[i].kind, .counter = 1, .note = "two copies"};
		struct fixture *f;
		int64_t id;

		assert_int_equal(fixture_set_up((void **)&f), 0);
		id = serve_one(f);
		if (cases[i].kind == COMMAND_TRANSFER) {
			memcpy(command.service, "B", 2);
		}
		fixture_run(f, &command);
		assert_int_equal(f->answer.error, ERROR_NONE);
		fixture_reopen(f);
		assert_int_equal(fixture_ticket(f, id)->state, cases[i].state);
		assert_string_equal(fixture_ticket(f, id)->note, "two copies");
		assert_string_equal(fixture_ticket(f, id)->service, cases[i].service);
		assert_string_equal(fixture_ticket(f, id)->issued_for, "A");
		assert_int_equal(counter_of(f, 1)->ticket, 0);
		(void)fixture_tear_down((void **)&f);
	}
}

/* With counter 1 serving a ticket, counter 2 free, and counter 3 closed. */
static const struct {
	struct command command;
	enum command_error error;
	const char *field;
} refusals[] = {
	{{.kind = COMMAND_CALL, .counter = 2, .ticket = 77}, ERROR_NOT_FOUND, NULL},
	{{.kind = COMMAND_CALL, .counter = 2, .number = "A077"}, ERROR_NOT_FOUND, "number"},
	{{.kind = COMMAND_CALL, .counter = 2}, ERROR_BAD_FIELD, "number"},
	{{.kind = COMMAND_CALL, .counter = 2, .ticket = 1, .number = "A001"}, ERROR_BAD_FIELD,
		"ticket"},
	{{.kind = COMMAND_CALL, .counter = 2, .ticket = 1}, ERROR_NOT_ALLOWED, NULL},
	{{.kind = COMMAND_CALL, .counter = 1, .ticket = 1}, ERROR_BUSY, ""},
	{{.kind = COMMAND_CALL_NEXT, .counter = 1}, ERROR_BUSY, ""},
	{{.kind = COMMAND_CALL_NEXT, .counter = 3}, ERROR_NO_SESSION, ""},
	{{.kind = COMMAND_CALL_NEXT, .counter = 9}, ERROR_NOT_FOUND, "counter"},
	{{.kind = COMMAND_RESUME, .counter = 2, .ticket = 77}, ERROR_NOT_FOUND, NULL},
	{{.kind = COMMAND_RESUME, .counter = 2, .ticket = 1}, ERROR_NOT_ALLOWED, NULL},
	{{.kind = COMMAND_FINISH, .counter = 2}, ERROR_NOT_ALLOWED, ""},
	{{.kind = COMMAND_FINISH, .counter = 1, .expect = 77}, ERROR_NOT_ALLOWED, "expect"},
	{{.kind = COMMAND_FINISH, .counter = 1, .outcome = "lost"}, ERROR_BAD_FIELD, "outcome"},
	{{.kind = COMMAND_RECALL, .counter = 1}, ERROR_NOT_ALLOWED, NULL},
	{{.kind = COMMAND_ABSENT, .counter = 1}, ERROR_NOT_ALLOWED, NULL},
	{{.kind = COMMAND_UNDO_FINISH, .counter = 2}, ERROR_NOT_ALLOWED, ""},
	{{.kind = COMMAND_ADD_SERVICE, .counter = 1, .service = "X"}, ERROR_NOT_FOUND, "service"},
	{{.kind = COMMAND_TRANSFER, .counter = 1}, ERROR_BAD_FIELD, "service"},
	{{.kind = COMMAND_TRANSFER, .counter = 1, .service = "X"}, ERROR_NOT_FOUND, "service"},
	{{.kind = COMMAND_TRANSFER, .counter = 1, .to_counter = 1}, ERROR_BAD_FIELD, "counter"},
	{{.kind = COMMAND_TRANSFER, .counter = 1, .to_counter = 3}, ERROR_NO_SESSION, "counter"},
	{{.kind = COMMAND_COUNTER_PAUSE, .counter = 1}, ERROR_BUSY, ""},
	{{.kind = COMMAND_COUNTER_CLOSE, .counter = 1}, ERROR_BUSY, "hand_over"},
	{{.kind = COMMAND_COUNTER_OPEN, .counter = 1, .staff = "s3"}, ERROR_BUSY, "counter"},
	{{.kind = COMMAND_COUNTER_OPEN, .counter = 3, .staff = "s1"}, ERROR_BUSY, "staff"},
	{{.kind = COMMAND_COUNTER_SERVICES, .counter = 2, .n_services = 2, .services = {"A", "A"}},
		ERROR_BAD_FIELD, "services"},
	{{.kind = COMMAND_COUNTER_SERVICES, .counter = 2, .n_services = 1, .services = {"X"}},
		ERROR_NOT_FOUND, "services"},
};

/* Whatever is refused changes
 * nothing, and what stands behind it in the batch is done all the same. */
static void test_a_refusal_stops_nobody_else(void **state)
{
	struct fixture *f = *state;
	struct command tick = {.kind = COMMAND_TICK};
	struct command issue = {.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR};
	int64_t id = serve_one(f);

	assert_int_equal(id, 1);
	fixture_open(f, 2, "s2");
	for (size_t i = 0; i < ELEMENTS(refusals); i++) {
		const struct command *batch[] = {&tick, &refusals[i].command, &issue};
		struct answer answers[ELEMENTS(batch)];

		queue_free_events(f->events, f->n_events);
		queue_run(f->queue, batch, ELEMENTS(batch), &f->now, answers, &f->events,
			&f->n_events);
		assert_int_equal(answers[1].error, refusals[i].error);
		if (refusals[i].field) {
			assert_string_equal(answers[1].field, refusals[i].field);
		}
		assert_true(answers[2].created);
		assert_int_equal(f->n_events, 1);
		assert_int_equal(fixture_ticket(f, id)->state, TICKET_SERVING);
		assert_int_equal(counter_of(f, 2)->ticket, 0);
	}
	fixture_reopen(f);
}

/* Whoever calls aloud learns of a language that is not the site's first. */
static void test_a_call_says_the_tickets_language(void **state)
{
	struct fixture *f = *state;
	struct command issue = {
		.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .language = "en"};

	fixture_run(f, &issue);
	assert_true(f->answer.created);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	assert_string_equal(f->events[0].event.language, "en");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 2, ERROR_NONE);
	assert_string_equal(f->events[0].event.language, "");
	f->now.wall_ms += 60000;
	f->now.boot_ms += 60000;
	(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
	assert_string_equal(f->events[0].event.language, "en");
	fixture_reopen(f);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_pause_keeps_its_note_until_it_ends),
		WITH_QUEUE(test_services_that_stay_the_same_are_no_event),
		cmocka_unit_test(test_a_move_keeps_its_note),
		WITH_QUEUE(test_a_call_says_the_tickets_language),
		WITH_QUEUE(test_a_refusal_stops_nobody_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
