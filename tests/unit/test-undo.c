/* SPDX-License-Identifier: Apache-2.0 */
/* What is undone goes, and nothing that was before it; also over a restart and a power cut. */
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

static void assert_timestamp(struct timestamp is, struct timestamp expected)
{
	assert_int_equal(is.boot, expected.boot);
	assert_int_equal(is.boot_ms, expected.boot_ms);
	assert_int_equal(is.wall_ms, expected.wall_ms);
}

/* Another boot, its clock known. */
static void cut_power(struct fixture *f)
{
	memset(f->now.boot_id, 'c', BOOT_ID_LENGTH);
	f->now.boot_ms = 20000;
	f->now.wall_ms += 60000;
	fixture_check(f);
}

static void call_and_undo(struct fixture *f, int counter, int64_t id)
{
	fixture_pass_s(f, 60);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, counter, ERROR_NONE), id);
	fixture_pass_s(f, 5);
	(void)fixture_move(f, COMMAND_UNDO_CALL, counter, ERROR_NONE);
	fixture_check(f);
}

static void test_an_undone_call_leaves_the_calls_before_it(void **state)
{
	struct fixture *f = *state;
	struct command transfer = {.kind = COMMAND_TRANSFER, .counter = 1, .service = "B"};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	struct timestamp first;

	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	call_and_undo(f, 1, id);
	assert_int_equal(fixture_ticket(f, id)->first_called.boot, 0); /* there is none */
	fixture_pass_s(f, 60);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	first = fixture_ticket(f, id)->called;
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_run(f, &transfer);
	call_and_undo(f, 2, id);
	assert_timestamp(fixture_ticket(f, id)->first_called, first);
	cut_power(f);
	call_and_undo(f, 2, id);
	assert_timestamp(fixture_ticket(f, id)->first_called, first);
}

/* Nobody came, then somebody did after all; never served in between. */
static void test_a_call_before_an_absence_stays_the_first(void **state)
{
	struct fixture *f = *state;
	struct command revive = {.kind = COMMAND_REVIVE};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	struct timestamp first = {0};

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 2; i++) {
		fixture_pass_s(f, 60);
		assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
		first = i == 0 ? fixture_ticket(f, id)->called : first;
		fixture_pass_s(f, 10);
		(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_ABSENT, 1, ERROR_NONE);
	}
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_NO_SHOW);
	revive.ticket = id;
	fixture_run(f, &revive);
	call_and_undo(f, 1, id);
	assert_timestamp(fixture_ticket(f, id)->first_called, first);
}

/* The bound of priority: after two in a row comes a regular one, undone or not. */
static void test_an_undone_call_leaves_the_bound_where_it_was(void **state)
{
	struct fixture *f = *state;
	int64_t priority[4];
	int64_t regular;

	for (int i = 0; i < 4; i++) {
		priority[i] = fixture_issue(f, "A", LANE_PRIORITY);
	}
	regular = fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	for (int i = 0; i < 2; i++) {
		call_and_undo(f, 1, priority[i]);
		assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), priority[i]);
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	}
	call_and_undo(f, 1, regular);
	cut_power(f);
	call_and_undo(f, 1, regular);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), regular);
}

static void test_an_undone_finish_goes_on_as_if_it_had_not_been(void **state)
{
	struct fixture *f = *state;
	struct command finish = {
		.kind = COMMAND_FINISH, .counter = 1, .outcome = "done", .quantity = 3};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	struct ticket before;

	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	fixture_pass_s(f, 10);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	before = *fixture_ticket(f, id);
	for (int i = 0; i < 2; i++) {
		fixture_pass_s(f, 300);
		fixture_run(f, &finish);
		if (i == 1) {
			cut_power(f);
		}
		fixture_pass_s(f, 5);
		f->now.wall_ms +=
			i == 0 ? (int64_t)24 * 3600 * 1000 : 0; /* the day is dated anew */
		(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, i == 0 ? ERROR_NONE : ERROR_TOO_SOON);
		if (i == 0) {
			const struct ticket *again = fixture_ticket(f, id);

			assert_string_equal(again->day, "2026-11-24");
			assert_timestamp(again->since, before.since);
			assert_timestamp(again->first_called, before.first_called);
			assert_int_equal(again->state, TICKET_SERVING);
			assert_int_equal(again->segments, 1);
			assert_int_equal(again->quantity, 0);
			assert_string_equal(again->outcome, "");
		}
		fixture_check(f);
	}
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_FINISHED);
	assert_int_equal(fixture_ticket(f, id)->quantity, 3);
}

static int64_t end_so(struct fixture *f, enum command_kind kind)
{
	struct command end = {.kind = kind, .ticket = fixture_issue(f, "A", LANE_REGULAR)};

	fixture_run(f, &end);
	assert_int_equal(f->answer.error, ERROR_NONE);
	return end.ticket;
}

/* What the closing ended goes on; what had ended before, by whatever, does not. */
static void test_a_closing_that_is_undone_brings_back_what_it_ended(void **state)
{
	struct fixture *f = *state;
	struct command close = {.kind = COMMAND_DAY_CLOSE};
	struct command open = {.kind = COMMAND_DAY_OPEN};
	struct command reopen = {.kind = COMMAND_DAY_REOPEN};
	int64_t gone = end_so(f, COMMAND_VOID);
	int64_t left = end_so(f, COMMAND_LEAVE);
	int64_t finished = fixture_issue(f, "A", LANE_REGULAR);
	int64_t earlier;
	int64_t waiting;
	struct reopening said;

	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), finished);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	earlier = fixture_issue(f, "A", LANE_REGULAR);
	/* Closed and opened, not opened again: who waited had to take another number. */
	fixture_run(f, &close);
	fixture_pass_s(f, 600);
	fixture_run(f, &open);
	waiting = fixture_issue(f, "A", LANE_REGULAR);
	fixture_pass_s(f, 600);
	fixture_run(f, &close);
	cut_power(f);
	assert_int_equal(model_find_reopening(queue_model(f->queue), &f->now, &said), 0);
	assert_int_equal(said.tickets, 1);
	fixture_run(f, &reopen);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, waiting)->state, TICKET_WAITING);
	assert_int_equal(fixture_ticket(f, earlier)->state, TICKET_EXPIRED);
	assert_int_equal(fixture_ticket(f, gone)->state, TICKET_VOID);
	assert_int_equal(fixture_ticket(f, left)->state, TICKET_LEFT);
	assert_int_equal(fixture_ticket(f, finished)->state, TICKET_FINISHED);
	fixture_check(f);
}

/* Asks as who opened counter 1, or as somebody who may act on all of it. */
static enum command_error take_back(
	struct fixture *f, enum command_kind kind, int64_t id, bool is_clerk)
{
	struct command command = {
		.kind = kind,
		.ticket = id,
		.counter = kind == COMMAND_UNDO_APPEAR ? 1 : 0,
		.actor = "s1",
		.right = is_clerk ? RIGHT_OWN_COUNTER : RIGHT_ALL,
	};

	fixture_run(f, &command);
	return f->answer.error;
}

static int64_t serve(struct fixture *f, int counter)
{
	int64_t id = fixture_move(f, COMMAND_CALL_NEXT, counter, ERROR_NONE);

	(void)fixture_move(f, COMMAND_APPEAR, counter, ERROR_NONE);
	fixture_pass_s(f, 120);
	return id;
}

static void test_a_finish_is_taken_back_while_the_counter_has_the_next(void **state)
{
	struct fixture *f = *state;
	struct command finish = {
		.kind = COMMAND_FINISH, .counter = 1, .outcome = "done", .quantity = 3};
	struct command resume = {.kind = COMMAND_RESUME, .counter = 1};
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);
	int64_t second = fixture_issue(f, "A", LANE_REGULAR);
	struct timestamp first_called;
	struct ticket ticket;

	fixture_open(f, 1, "s1");
	assert_int_equal(serve(f, 1), first);
	fixture_run(f, &finish);
	first_called = fixture_ticket(f, first)->first_called;
	assert_int_equal(serve(f, 1), second);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, first, true), ERROR_NONE);
	ticket = *fixture_ticket(f, first);
	assert_int_equal(ticket.state, TICKET_HELD);
	assert_int_equal(ticket.counter, 1);
	assert_int_equal(ticket.quantity, 0);
	assert_string_equal(ticket.outcome, "");
	assert_timestamp(ticket.first_called, first_called);
	assert_int_equal(model_find_counter(queue_model(f->queue), 1)->ticket, second);
	fixture_check(f);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, first, true), ERROR_NOT_ALLOWED);
	/* What it had finished last is another one, which the first is not mistaken for. */
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	assert_int_equal(model_find_counter(queue_model(f->queue), 1)->last_finished, second);
	resume.ticket = first;
	fixture_run(f, &resume);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, first)->segments, 2);
	cut_power(f);
}

/* One step: the serving ends and the next one is called; an undo takes both back. */
static void test_a_finish_that_called_the_next_is_undone_with_the_call(void **state)
{
	struct fixture *f = *state;
	struct command finish = {
		.kind = COMMAND_FINISH_NEXT, .counter = 1, .outcome = "done", .quantity = 3};
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);
	int64_t second = fixture_issue(f, "A", LANE_PRIORITY);
	int64_t third = fixture_issue(f, "A", LANE_REGULAR);
	struct ticket waiting;
	struct ticket serving;

	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	assert_int_equal(serve(f, 1), second);
	serving = *fixture_ticket(f, second);
	waiting = *fixture_ticket(f, first);
	for (int i = 0; i < 2; i++) {
		fixture_run(f, &finish);
		assert_int_equal(f->answer.error, ERROR_NONE);
		assert_int_equal(f->answer.ticket.id, first);
		assert_int_equal(f->n_events, 2);
		assert_int_equal(fixture_ticket(f, first)->state, TICKET_CALLED);
		assert_int_equal(fixture_ticket(f, second)->state, TICKET_FINISHED);
		assert_int_equal(fixture_ticket(f, second)->quantity, 3);
		fixture_check(f);
		/* The colleague has the one after it; twice is refused. */
		assert_int_equal(
			fixture_move(f, COMMAND_CALL_NEXT, 2, i == 0 ? ERROR_NONE : ERROR_BUSY),
			i == 0 ? third : 0);
		fixture_run(f, &finish);
		assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED);
		fixture_pass_s(f, 3);
		if (i == 1) {
			break;
		}
		(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE);
		assert_int_equal(f->answer.ticket.id, second);
		assert_timestamp(fixture_ticket(f, second)->since, serving.since);
		assert_int_equal(fixture_ticket(f, second)->state, TICKET_SERVING);
		assert_int_equal(fixture_ticket(f, second)->segments, 1);
		assert_int_equal(fixture_ticket(f, first)->state, TICKET_WAITING);
		assert_int_equal(fixture_ticket(f, first)->place, waiting.place);
		assert_int_equal(fixture_ticket(f, first)->calls, 0);
		assert_int_equal(fixture_ticket(f, first)->first_called.boot, 0);
		fixture_check(f);
	}
	/* Once the number was called again its citizen may be on the way. */
	fixture_pass_s(f, 3);
	(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_BUSY);
	(void)fixture_move(f, COMMAND_UNDO_CALL, 1, ERROR_NONE);
	fixture_check(f);
}

static void test_a_finish_with_nobody_waiting_is_a_finish(void **state)
{
	struct fixture *f = *state;
	struct command wrong = {.kind = COMMAND_FINISH_NEXT, .counter = 1, .outcome = "lost"};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	int64_t late;

	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_FINISH_NEXT, 1, ERROR_NOT_ALLOWED);
	assert_int_equal(serve(f, 1), id);
	late = fixture_issue(f, "A", LANE_REGULAR);
	fixture_run(f, &wrong); /* nothing of it happens */
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_SERVING);
	fixture_open(f, 2, "s2");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 2, ERROR_NONE), late);
	assert_int_equal(fixture_move(f, COMMAND_FINISH_NEXT, 1, ERROR_NONE), id);
	assert_int_equal(f->n_events, 1);
	assert_int_equal(f->answer.counter.ticket, 0);
	assert_int_equal(fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE), id);
	/* Too late: neither the finish nor the call that came with it. */
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_move(f, COMMAND_FINISH_NEXT, 1, ERROR_NONE);
	fixture_pass_s(f, 60);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_TOO_SOON);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_FINISHED);
	fixture_check(f);
}

static void test_a_clerk_has_minutes_and_a_supervisor_the_open_day(void **state)
{
	struct fixture *f = *state;
	struct command close = {.kind = COMMAND_DAY_CLOSE};
	struct command reopen = {.kind = COMMAND_DAY_REOPEN};
	int64_t id[2];

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 2; i++) {
		id[i] = fixture_issue(f, "A", LANE_REGULAR);
		assert_int_equal(serve(f, 1), id[i]);
		(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	}
	fixture_pass_s(f, 600 - 1);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id[1], true), ERROR_NONE);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id[0], true), ERROR_TOO_SOON);
	fixture_pass_s(f, 7200);
	fixture_run(f, &close);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id[0], false), ERROR_CLOSED);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_FINISHED);
	fixture_run(f, &reopen);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id[0], false), ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_HELD); /* its counter is closed */
	fixture_check(f);
}

static void test_a_finish_at_anothers_counter_is_not_a_clerks(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	assert_int_equal(serve(f, 1), id);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	fixture_open(f, 1, "s2");
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id, true), ERROR_NOT_YOURS);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	assert_int_equal(take_back(f, COMMAND_UNFINISH, id, true), ERROR_NONE);
	fixture_check(f);
}

static void test_who_had_not_gone_waits_where_it_was(void **state)
{
	struct fixture *f = *state;
	struct command leave = {.kind = COMMAND_LEAVE, .note = "về nhà"};
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);
	int64_t second = fixture_issue(f, "A", LANE_REGULAR);
	int64_t third = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	assert_int_equal(serve(f, 1), first);
	(void)fixture_move(f, COMMAND_HOLD, 1, ERROR_NONE);
	leave.ticket = first;
	fixture_run(f, &leave);
	leave.ticket = second;
	fixture_run(f, &leave);
	cut_power(f);
	assert_int_equal(take_back(f, COMMAND_UNDO_LEAVE, second, true), ERROR_NONE);
	assert_int_equal(fixture_ticket(f, second)->lane, LANE_REGULAR);
	assert_string_equal(fixture_ticket(f, second)->note, "");
	assert_int_equal(take_back(f, COMMAND_UNDO_LEAVE, second, true), ERROR_NOT_ALLOWED);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), second);
	(void)fixture_move(f, COMMAND_UNDO_CALL, 1, ERROR_NONE);
	/* Who had been served before comes back among those. */
	assert_int_equal(take_back(f, COMMAND_UNDO_LEAVE, first, true), ERROR_NONE);
	assert_int_equal(fixture_ticket(f, first)->lane, LANE_RETURN);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), first);
	assert_int_equal(fixture_ticket(f, third)->state, TICKET_WAITING);
	fixture_check(f);
}

static void test_a_number_that_was_void_counts_again(void **state)
{
	struct fixture *f = *state;
	int64_t id = end_so(f, COMMAND_VOID);
	int64_t later = fixture_issue(f, "A", LANE_REGULAR);

	assert_int_equal(model_find_lane(queue_model(f->queue), "A")->issued, 1);
	assert_int_equal(take_back(f, COMMAND_UNDO_VOID, id, true), ERROR_NONE);
	assert_int_equal(model_find_lane(queue_model(f->queue), "A")->issued, 2);
	fixture_open(f, 1, "s1");
	fixture_check(f);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	assert_int_equal(fixture_ticket(f, later)->state, TICKET_WAITING);
	fixture_pass_s(f, 601);
	assert_int_equal(end_so(f, COMMAND_VOID) > later, true);
	fixture_pass_s(f, 601);
	assert_int_equal(take_back(f, COMMAND_UNDO_VOID, later + 1, true), ERROR_TOO_SOON);
	assert_int_equal(take_back(f, COMMAND_UNDO_VOID, later + 1, false), ERROR_NONE);
}

/* Visits that estimates are made of. */
static int visits(const struct fixture *f)
{
	const struct service_lanes *line = model_find_lane(queue_model(f->queue), "A");
	int n = 0;

	for (int i = 0; i < SERVICE_TIME_RANGES; i++) {
		n += line->today.n[i];
	}
	return n;
}

static void test_who_had_not_appeared_is_called_as_before(void **state)
{
	struct fixture *f = *state;
	struct command resume = {.kind = COMMAND_RESUME, .counter = 1};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	struct ticket before;

	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	before = *fixture_ticket(f, id);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 90);
	cut_power(f);
	assert_int_equal(take_back(f, COMMAND_UNDO_APPEAR, 0, true), ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_CALLED);
	assert_int_equal(fixture_ticket(f, id)->calls, before.calls);
	assert_timestamp(fixture_ticket(f, id)->first_called, before.first_called);
	/* No time of serving, for estimates and figures. */
	assert_int_equal(visits(f), 0);
	fixture_check(f);
	assert_int_equal(take_back(f, COMMAND_UNDO_APPEAR, 0, true), ERROR_NOT_ALLOWED);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 601);
	assert_int_equal(take_back(f, COMMAND_UNDO_APPEAR, 0, true), ERROR_TOO_SOON);
	(void)fixture_move(f, COMMAND_HOLD, 1, ERROR_NONE);
	resume.ticket = id;
	fixture_run(f, &resume);
	/* It was served since: that it appeared is true. */
	assert_int_equal(take_back(f, COMMAND_UNDO_APPEAR, 0, false), ERROR_NOT_ALLOWED);
	assert_int_equal(visits(f), 1);
	fixture_check(f);
}

#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_an_undone_call_leaves_the_calls_before_it),
		WITH_QUEUE(test_a_call_before_an_absence_stays_the_first),
		WITH_QUEUE(test_an_undone_call_leaves_the_bound_where_it_was),
		WITH_QUEUE(test_an_undone_finish_goes_on_as_if_it_had_not_been),
		WITH_QUEUE(test_a_closing_that_is_undone_brings_back_what_it_ended),
		WITH_QUEUE(test_a_finish_is_taken_back_while_the_counter_has_the_next),
		WITH_QUEUE(test_a_finish_that_called_the_next_is_undone_with_the_call),
		WITH_QUEUE(test_a_finish_with_nobody_waiting_is_a_finish),
		WITH_QUEUE(test_a_clerk_has_minutes_and_a_supervisor_the_open_day),
		WITH_QUEUE(test_a_finish_at_anothers_counter_is_not_a_clerks),
		WITH_QUEUE(test_who_had_not_gone_waits_where_it_was),
		WITH_QUEUE(test_a_number_that_was_void_counts_again),
		WITH_QUEUE(test_who_had_not_appeared_is_called_as_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
