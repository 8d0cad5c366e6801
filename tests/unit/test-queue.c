/* SPDX-License-Identifier: Apache-2.0 */
/* Commands against a real store: journeys, refusals that change nothing, restarts, the replay. */
#include "queue/queue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "check.h"
#include "queue-fixture.h"

static void test_one_visitor_through_everything(void **state)
{
	struct fixture *f = *state;
	struct command transfer = {.kind = COMMAND_TRANSFER, .counter = 1, .service = "B"};
	struct command finish = {
		.kind = COMMAND_FINISH, .counter = 2, .outcome = "done", .quantity = 2};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	struct timestamp arrived = fixture_ticket(f, id)->arrived;

	assert_string_equal(fixture_ticket(f, id)->text, "A001");
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_CALLED);
	(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_TOO_SOON);
	fixture_pass_s(f, 6);
	(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->calls, 2);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 60);
	fixture_run(f, &transfer);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_WAITING);
	assert_string_equal(fixture_ticket(f, id)->text, "A001");
	assert_memory_equal(&fixture_ticket(f, id)->arrived, &arrived, sizeof(arrived));
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 2, ERROR_NONE), id);
	(void)fixture_move(f, COMMAND_APPEAR, 2, ERROR_NONE);
	fixture_reopen(f);
	fixture_run(f, &finish);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_FINISHED);
	assert_int_equal(fixture_ticket(f, id)->quantity, 2);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 2, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_SERVING);
	fixture_run(f, &finish);
	fixture_pass_s(f, 31);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 2, ERROR_TOO_SOON);
	fixture_reopen(f);
	assert_int_equal(fixture_ticket(f, id)->segments, 2);
}

static void test_absent_goes_behind_then_no_show_then_revive(void **state)
{
	struct fixture *f = *state;
	int64_t id[6];
	struct command revive = {.kind = COMMAND_REVIVE};

	for (int i = 0; i < 6; i++) {
		id[i] = fixture_issue(f, "A", LANE_REGULAR);
	}
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id[0]);
	(void)fixture_move(f, COMMAND_ABSENT, 1, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_WAITING);
	/* Behind the next three. */
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id[i]);
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	}
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id[0]);
	fixture_pass_s(f, 10);
	(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_ABSENT, 1, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_NO_SHOW);
	revive.ticket = id[0];
	fixture_run(f, &revive);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_WAITING);
	assert_int_equal(fixture_ticket(f, id[0])->lane, LANE_RETURN);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id[0]);
	fixture_reopen(f);
	assert_int_equal(fixture_ticket(f, id[0])->state, TICKET_CALLED);
}

static void test_the_same_press_makes_one_ticket(void **state)
{
	struct fixture *f = *state;
	struct command command = {
		.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .press_id = "p-1"};
	int64_t id;

	fixture_run(f, &command);
	assert_true(f->answer.created);
	id = f->answer.ticket.id;
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_false(f->answer.created);
	assert_int_equal(f->answer.ticket.id, id);
	assert_int_equal(f->n_events, 0);
	fixture_reopen(f);
	fixture_run(f, &command);
	assert_false(f->answer.created);
	/* The next day the press still stands for yesterday's ticket. */
	fixture_pass_s(f, 24 * 3600);
	fixture_run(f, &command);
	assert_false(f->answer.created);
	assert_int_equal(f->answer.ticket.id, id);
}

static void test_the_epoch_stays_until_it_is_renewed(void **state)
{
	struct fixture *f = *state;
	char first[EPOCH_LENGTH + 1];
	char again[EPOCH_LENGTH + 1];

	assert_int_equal(store_epoch(queue_store(f->queue), first), 0);
	assert_int_equal(strspn(first, "0123456789abcdef"), EPOCH_LENGTH);
	fixture_reopen(f);
	assert_int_equal(store_epoch(queue_store(f->queue), again), 0);
	assert_string_equal(again, first);
	assert_int_equal(store_epoch_renew(queue_store(f->queue)), 0);
	fixture_reopen(f);
	assert_int_equal(store_epoch(queue_store(f->queue), again), 0);
	assert_string_not_equal(again, first);
}

static void test_the_day_turns_by_local_time(void **state)
{
	struct fixture *f = *state;
	int64_t waiting = fixture_issue(f, "A", LANE_REGULAR);
	int64_t serving = fixture_issue(f, "A", LANE_PRIORITY);
	int64_t next;

	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), serving);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	/* 06:59 local next day would be 23:59 UTC: the day turned at local midnight. */
	f->now = fixture_at(24 * 60 + 1, 0);
	next = fixture_issue(f, "A", LANE_REGULAR);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	assert_string_equal(fixture_ticket(f, next)->text, "A001");
	assert_int_equal(fixture_ticket(f, waiting)->state, TICKET_EXPIRED);
	assert_int_equal(fixture_ticket(f, serving)->state, TICKET_FINISHED_UNCONFIRMED);
	assert_int_equal(model_find_counter(queue_model(f->queue), 1)->state, COUNTER_OFF);
	fixture_reopen(f);
	assert_string_equal(fixture_ticket(f, next)->day, "2026-11-24");
}

static void test_a_clock_behind_opens_a_day_of_unknown_date(void **state)
{
	struct fixture *f = *state;
	struct command accept = {.kind = COMMAND_CLOCK_ACCEPT};
	struct command close = {.kind = COMMAND_DAY_CLOSE};
	struct command open = {.kind = COMMAND_DAY_OPEN};
	struct command issue = {.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR};

	(void)fixture_issue(f, "A", LANE_REGULAR);
	f->now = fixture_at(-3 * 24 * 60, 0);
	assert_true(model_clock_is_behind(queue_model(f->queue), &f->now));
	/* The open day goes on: its order does not come from the clock. */
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-23");
	fixture_run(f, &close);
	assert_int_equal(f->answer.error, ERROR_NONE);
	fixture_run(f, &issue);
	assert_int_equal(f->answer.error, ERROR_CLOSED); /* by hand: that stands */
	fixture_run(f, &open);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_true(model_day_is_guessed(queue_model(f->queue)));
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	fixture_reopen(f);
	assert_true(model_day_is_guessed(queue_model(f->queue)));
	assert_true(model_clock_is_behind(queue_model(f->queue), &f->now));
	fixture_run(f, &accept);
	assert_false(model_day_is_guessed(queue_model(f->queue)));
	assert_false(model_clock_is_behind(queue_model(f->queue), &f->now));
	/* Accepted: 23 November was a wrong clock's day, 20 November is today. */
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-20");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_reopen(f);
	assert_false(model_clock_is_behind(queue_model(f->queue), &f->now));
	/* When 23 November comes, its numbers go on above those that were given by mistake. */
	f->now = fixture_at(8 * 60, 0);
	fixture_run(f, &issue);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_string_equal(f->answer.ticket.day, "2026-11-23");
	assert_string_equal(f->answer.ticket.text, "A003");
	fixture_reopen(f);
}

/* What a clock does in front of a waiting hall, as steps: time passes, the clock is set (wall
 * alone), the power goes (another boot). Ticket and counter of 23 November, 08:00, are looked at
 * after each: the date on which they are booked, whether the ticket waits, and the next number. */
struct clock_step {
	const char *what;
	int64_t pass_s; /* wall and boot */
	int64_t set_s; /* the wall clock alone */
	bool reopen; /* the hub starts anew, on the same boot */
	const char *day;
	int number; /* the next that is given */
};

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S };

static void walk_clock(struct fixture *f, const struct clock_step *steps, size_t n)
{
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	for (size_t i = 0; i < n; i++) {
		const struct clock_step *step = &steps[i];
		const struct ticket *next;

		fixture_pass_s(f, (int)step->pass_s);
		f->now.wall_ms += step->set_s * 1000;
		if (step->reopen) {
			fixture_reopen(f);
		}
		next = fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR));
		if (strcmp(next->day, step->day) != 0 || next->number != step->number) {
			print_error("%s: %s %d\n", step->what, next->day, next->number);
		}
		assert_string_equal(next->day, step->day);
		assert_int_equal(next->number, step->number);
		assert_int_equal(fixture_ticket(f, id)->state, TICKET_WAITING);
		assert_string_equal(fixture_ticket(f, id)->day, step->day);
		assert_int_equal(model_find_counter(queue_model(f->queue), 1)->state, COUNTER_OPEN);
		assert_false(model_clock_is_behind(queue_model(f->queue), &f->now));
		fixture_verify(f);
	}
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	fixture_reopen(f);
}

static void test_yesterdays_clock_that_the_network_sets_right(void **state)
{
	static const struct clock_step steps[] = {
		{"five tickets", 60, 0, false, "2026-11-23", 2},
		{"NTP ten minutes later", 600, DAY_S, false, "2026-11-24", 3},
		{"and once more", 600, 5 * DAY_S, false, "2026-11-29", 4},
		{"the hub starts anew", 60, 0, true, "2026-11-29", 5},
	};

	walk_clock(*state, steps, ELEMENTS(steps));
}

static void test_a_jump_that_is_taken_back(void **state)
{
	static const struct clock_step steps[] = {
		{"forward by 25 h", 1, 25 * HOUR_S, false, "2026-11-24", 2},
		{"back after a second", 1, -25 * HOUR_S, false, "2026-11-23", 3},
		{"an hour later", HOUR_S, 0, true, "2026-11-23", 4},
		{"forward while the hub is down", 1, 25 * HOUR_S, true, "2026-11-24", 5},
		{"back while the hub is down", 1, -25 * HOUR_S, true, "2026-11-23", 6},
		{"back by a leap second", 10, -1, false, "2026-11-23", 7},
	};

	walk_clock(*state, steps, ELEMENTS(steps));
}

/* Friday's power cut; on Monday the board has Friday's clock until the network sets it. */
static void test_what_was_before_a_power_cut_keeps_its_date(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	memset(f->now.boot_id, 'b', BOOT_ID_LENGTH);
	f->now.boot_ms = 1000;
	f->now.wall_ms += 1000;
	f->now.trusted = false;
	fixture_reopen(f);
	f->now.boot_ms += 60000;
	f->now.wall_ms += 60000 + (int64_t)3 * DAY_S * 1000;
	f->now.trusted = true;
	assert_string_equal(
		fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->day, "2026-11-26");
	assert_string_equal(fixture_ticket(f, id)->day, "2026-11-23");
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_EXPIRED);
	fixture_reopen(f);
}

static void test_clocks_of_other_centuries(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	static const struct {
		const char *day;
		int minute;
	} clocks[] = {
		{"1970-01-02", 10},
		{"2038-01-19", 11 * 60},
		{"2099-12-31", 9 * 60},
		{"2100-03-01", 9 * 60},
		{"2026-11-23", 9 * 60},
	};

	for (size_t i = 0; i < ELEMENTS(clocks); i++) {
		fixture_pass_s(f, 1);
		assert_int_equal(zone_instant(clocks[i].day, clocks[i].minute, &f->now.wall_ms), 0);
		assert_int_equal(
			fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->number, (int)i + 2);
		assert_string_equal(fixture_ticket(f, id)->day, clocks[i].day);
		assert_int_equal(fixture_ticket(f, id)->state, TICKET_WAITING);
		fixture_reopen(f);
	}
}

static void test_the_day_turns_after_a_correction_as_ever(void **state)
{
	struct fixture *f = *state;
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	/* 25 h forward and back, then a real night. */
	f->now.wall_ms += (int64_t)25 * HOUR_S * 1000;
	(void)fixture_issue(f, "A", LANE_REGULAR);
	f->now.wall_ms -= (int64_t)25 * HOUR_S * 1000;
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_pass_s(f, DAY_S);
	assert_int_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->number, 1);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_EXPIRED);
	fixture_reopen(f);
}

static void test_a_correction_never_gives_a_number_twice_on_a_date(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_pass_s(f, DAY_S);
	id = fixture_issue(f, "A", LANE_REGULAR);
	/* Back to the 23rd, which has an A001: the day ends, and numbers go on above. */
	f->now.wall_ms -= (int64_t)DAY_S * 1000;
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A002");
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-23");
	assert_string_equal(fixture_ticket(f, id)->day, "2026-11-24");
	fixture_reopen(f);
}

/* A clock that counts as right is ahead after a power cut, and is put right: the date begins a
 * second time, and a slip of its first beginning is reported late, in one batch with another's
 * press. */
static void test_a_slip_of_before_the_date_began_again_refuses_nobody_else(void **state)
{
	struct fixture *f = *state;
	const struct command tick = {.kind = COMMAND_TICK};
	const struct command issue = {.kind = COMMAND_ISSUE,
		.service = "A",
		.lane = LANE_REGULAR,
		.kiosk = "kiosk-1",
		.print = true};
	struct command paper = {
		.kind = COMMAND_PAPER, .slip_status = SLIP_PRINTED, .kiosk = "kiosk-1"};
	const struct command *batch[] = {&paper, &issue};
	struct answer answers[ELEMENTS(batch)];

	fixture_run(f, &issue);
	paper.ticket = f->answer.ticket.id;
	f->now.wall_ms += 25LL * 3600 * 1000;
	f->now.boot_ms = 20000;
	f->now.boot_id[0] = 'f';
	f->now.trusted = false;
	f->now.kept = true;
	fixture_reopen(f);
	fixture_run(f, &tick);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	f->now.wall_ms -= 25LL * 3600 * 1000;
	f->now.trusted = true;
	fixture_run(f, &tick);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-23");
	queue_free_events(f->events, f->n_events);
	queue_run(f->queue, batch, ELEMENTS(batch), &f->now, answers, &f->events, &f->n_events);
	assert_int_equal(answers[0].error, ERROR_NOT_ALLOWED);
	assert_int_equal(answers[1].error, ERROR_NONE);
	assert_string_equal(answers[1].ticket.text, "A002");
	fixture_reopen(f);
}

static void test_limits_and_hours(void **state)
{
	struct fixture *f = *state;
	struct command command = {.kind = COMMAND_ISSUE, .service = "C", .lane = LANE_REGULAR};
	struct command void_it = {.kind = COMMAND_VOID};

	(void)fixture_issue(f, "C", LANE_REGULAR);
	void_it.ticket = fixture_issue(f, "C", LANE_REGULAR);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_LIMIT);
	assert_string_equal(f->answer.field, "service");
	/* A void ticket does not count, and its number is not used again. */
	fixture_run(f, &void_it);
	assert_int_equal(f->answer.error, ERROR_NONE);
	fixture_run(f, &command);
	assert_string_equal(f->answer.ticket.text, "C003");
	f->now = fixture_at(12 * 60, 0);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_CLOSED);
	fixture_reopen(f);
}

static void test_refusals_name_the_field(void **state)
{
	struct fixture *f = *state;
	static const struct {
		struct command command;
		enum command_error error;
		const char *field;
	} cases[] = {
		{{.kind = COMMAND_ISSUE, .service = "X"}, ERROR_NOT_FOUND, "service"},
		{{.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_RETURN}, ERROR_BAD_FIELD,
			"lane"},
		{{.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_PRIORITY, .reason = "x"},
			ERROR_BAD_FIELD, "reason"},
		{{.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .reason = "elderly"},
			ERROR_BAD_FIELD, "reason"},
		{{.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .language = "xx"},
			ERROR_BAD_FIELD, "language"},
		{{.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .print = true},
			ERROR_BAD_FIELD, "kiosk"},
		{{.kind = COMMAND_COUNTER_OPEN, .counter = 9, .staff = "s1"}, ERROR_NOT_FOUND,
			"counter"},
		{{.kind = COMMAND_COUNTER_OPEN, .counter = 1, .staff = "s4"}, ERROR_NOT_FOUND,
			"staff"},
		{{.kind = COMMAND_COUNTER_OPEN,
			 .counter = 1,
			 .staff = "s1",
			 .n_services = 1,
			 .services = {"X"}},
			ERROR_NOT_FOUND, "services"},
		{{.kind = COMMAND_CALL_NEXT, .counter = 1}, ERROR_NO_SESSION, ""},
		{{.kind = COMMAND_VOID, .ticket = 77}, ERROR_NOT_FOUND, "ticket"},
		{{.kind = COMMAND_DAY_OPEN}, ERROR_NOT_ALLOWED, "move"},
	};
	int64_t seq = model_seq(queue_model(f->queue));

	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		fixture_run(f, &cases[i].command);
		if (f->answer.error != cases[i].error ||
			strcmp(f->answer.field, cases[i].field) != 0) {
			fail_msg("case %zu: %s, field '%s': %s", i, error_name(f->answer.error),
				f->answer.field, f->answer.message);
		}
		assert_true(strlen(f->answer.message) > 0);
		assert_int_equal(f->n_events, 0);
	}
	assert_int_equal(model_seq(queue_model(f->queue)), seq);
}

static void test_one_counter_one_staff_one_ticket(void **state)
{
	struct fixture *f = *state;
	struct command again = {.kind = COMMAND_COUNTER_OPEN, .counter = 1, .staff = "s2"};
	struct command elsewhere = {.kind = COMMAND_COUNTER_OPEN, .counter = 2, .staff = "s1"};
	struct command hand_over = {.kind = COMMAND_COUNTER_CLOSE, .counter = 1, .hand_over = true};
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);

	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	fixture_run(f, &again);
	assert_int_equal(f->answer.error, ERROR_BUSY);
	fixture_run(f, &elsewhere);
	assert_int_equal(f->answer.error, ERROR_BUSY);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_BUSY);
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 1, ERROR_BUSY);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_BUSY);
	fixture_run(f, &hand_over);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, first)->state, TICKET_WAITING);
	assert_int_equal(fixture_ticket(f, first)->lane, LANE_REGULAR);
	fixture_open(f, 2, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 2, ERROR_NONE), first);
	(void)fixture_move(f, COMMAND_APPEAR, 2, ERROR_NONE);
	hand_over.counter = 2;
	fixture_run(f, &hand_over);
	assert_int_equal(fixture_ticket(f, first)->lane, LANE_RETURN);
	fixture_reopen(f);
}

/* Who may act is decided with what the commands before it in the same batch have left. */
static void test_the_right_to_act_is_decided_at_its_instant(void **state)
{
	struct fixture *f = *state;
	const struct command open = {.kind = COMMAND_COUNTER_OPEN,
		.actor = "s1",
		.right = RIGHT_OWN_COUNTER,
		.counter = 1,
		.staff = "s1"};
	const struct command call = {
		.kind = COMMAND_CALL_NEXT, .actor = "s2", .right = RIGHT_OWN_COUNTER, .counter = 1};
	struct command own = call;
	struct command leave = {.kind = COMMAND_LEAVE,
		.actor = "s2",
		.right = RIGHT_OWN_COUNTER,
		.ticket = fixture_issue(f, "A", LANE_REGULAR)};
	struct command as_other = open;
	const struct command *batch[] = {&as_other, &open, &call, &own, &leave};
	const enum command_error expected[] = {
		ERROR_NOT_YOURS, ERROR_NONE, ERROR_NOT_YOURS, ERROR_NONE, ERROR_NOT_YOURS};
	struct answer answers[ELEMENTS(batch)];
	struct published *events;
	size_t n;

	(void)snprintf(own.actor, sizeof(own.actor), "s1");
	(void)snprintf(as_other.staff, sizeof(as_other.staff), "s2");
	queue_run(f->queue, batch, ELEMENTS(batch), &f->now, answers, &events, &n);
	queue_free_events(events, n);
	for (size_t i = 0; i < ELEMENTS(batch); i++) {
		assert_int_equal(answers[i].error, expected[i]);
	}
	assert_int_equal(fixture_ticket(f, leave.ticket)->state, TICKET_CALLED);
	fixture_reopen(f);
}

static void test_transfer_to_a_counter_waits_for_it(void **state)
{
	struct fixture *f = *state;
	struct command transfer = {.kind = COMMAND_TRANSFER, .counter = 1, .to_counter = 2};
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);
	int64_t other = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_run(f, &transfer);
	assert_int_equal(f->answer.error, ERROR_NO_SESSION);
	fixture_open(f, 2, "s2");
	fixture_run(f, &transfer);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(model_waiting(queue_model(f->queue), "A"), 2);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), other);
	fixture_reopen(f);
	/* Counter 2 closes: its visitor must not be forgotten. */
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 2, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, id)->target_counter, 0);
	(void)fixture_move(f, COMMAND_UNDO_CALL, 1, ERROR_NONE);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), id);
	fixture_reopen(f);
}

static void test_a_batch_answers_each_and_commits_once(void **state)
{
	struct fixture *f = *state;
	struct command good = {.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR};
	struct command bad = {.kind = COMMAND_ISSUE, .service = "X", .lane = LANE_REGULAR};
	const struct command *batch[] = {&good, &bad, &good};
	struct answer answers[3];
	struct published *events = NULL;
	size_t n = 0;

	queue_run(f->queue, batch, 3, &f->now, answers, &events, &n);
	assert_int_equal(n, 2);
	assert_string_equal(answers[0].ticket.text, "A001");
	assert_int_equal(answers[1].error, ERROR_NOT_FOUND);
	assert_string_equal(answers[2].ticket.text, "A002");
	assert_int_equal(answers[0].seq + 1, answers[2].seq);
	queue_free_events(events, n);
	fixture_reopen(f);
}

static void raise_numbers(struct fixture *f, const char *day, int number)
{
	struct given given = {.number = number};

	text_copy_cut(given.day, sizeof(given.day), day);
	assert_int_equal(queue_raise_numbers(f->queue, &given, &f->now), 0);
	fixture_reopen(f);
}

static void test_numbers_go_on_above_those_that_a_backup_does_not_know(void **state)
{
	struct fixture *f = *state;
	char day[DAY_LENGTH + 1];
	struct local_time local;

	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A001");
	zone_local(f->now.wall_ms, &local);
	memcpy(day, local.day, sizeof(day));
	raise_numbers(f, day, 17);
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A018");
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "B", LANE_REGULAR))->text, "B018");
	raise_numbers(f, day, 5); /* never down */
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A019");
	/* A day that is not open yet. */
	zone_local(f->now.wall_ms + 24 * 3600 * 1000LL, &local);
	memcpy(day, local.day, sizeof(day));
	raise_numbers(f, day, 30);
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A020");
	f->now.wall_ms += 24 * 3600 * 1000LL;
	f->now.boot_ms += 24 * 3600 * 1000LL;
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A031");
	fixture_reopen(f);
}

static void raise_tickets(struct fixture *f, int64_t above, bool more)
{
	struct given given = {.ticket = above, .more_tickets = more};

	assert_int_equal(queue_raise_numbers(f->queue, &given, &f->now), 0);
	fixture_reopen(f);
}

static int count_today(const struct fixture *f)
{
	int n = 0;

	while (model_ticket_at(queue_model(f->queue), n)) {
		n++;
	}
	return n;
}

/* Ids that a restored database does not know are on slips: they open no other ticket. */
static void test_ids_of_tickets_go_on_above_those_that_were_given(void **state)
{
	struct command again = {
		.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR, .press_id = "press-1"};
	struct fixture *f = *state;
	int64_t first = fixture_issue(f, "A", LANE_REGULAR);
	int64_t after;

	raise_tickets(f, first + 40, false);
	raise_tickets(f, first + 60, false); /* twice before one is given */
	raise_tickets(f, first + 50, false); /* never down */
	fixture_run(f, &again);
	after = f->answer.ticket.id;
	assert_int_equal(after, first + 61);
	assert_string_equal(f->answer.ticket.text, "A002");
	fixture_reopen(f);
	fixture_run(f, &again);
	assert_int_equal(f->answer.ticket.id, after); /* its repeat is found behind the gap */
	assert_int_equal(count_today(f), 2);
	for (int64_t id = first + 1; id < after; id++) {
		assert_null(model_find_ticket(queue_model(f->queue), id));
	}
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), first);
	raise_tickets(f, 0, true);
	assert_int_equal(fixture_issue(f, "B", LANE_REGULAR), after + 1000001);
	/* Two days later the gaps are of days that nobody holds any more. */
	for (int day = 0; day < 2; day++) {
		f->now.wall_ms += 24 * 3600 * 1000LL;
		f->now.boot_ms += 24 * 3600 * 1000LL;
		assert_int_equal(fixture_issue(f, "A", LANE_REGULAR), after + 1000002 + day);
		assert_int_equal(count_today(f), 1);
		fixture_reopen(f);
	}
	assert_null(model_find_ticket(queue_model(f->queue), first));
	raise_tickets(f, after + 2000000, false); /* a day with no ticket yet after it */
	f->now.wall_ms += 24 * 3600 * 1000LL;
	f->now.boot_ms += 24 * 3600 * 1000LL;
	fixture_reopen(f);
	fixture_reopen(f);
	assert_int_equal(fixture_issue(f, "A", LANE_REGULAR), after + 2000001);
	fixture_reopen(f);
}

static void test_paper_is_honest(void **state)
{
	struct fixture *f = *state;
	struct command issue = {.kind = COMMAND_ISSUE,
		.service = "A",
		.lane = LANE_REGULAR,
		.print = true,
		.kiosk = "kiosk-1"};
	struct command paper = {.kind = COMMAND_PAPER, .slip_status = SLIP_UNKNOWN};
	struct command reprint = {.kind = COMMAND_REPRINT};

	fixture_run(f, &issue);
	assert_int_equal(f->answer.ticket.slip_status, SLIP_QUEUED);
	paper.ticket = f->answer.ticket.id;
	reprint.ticket = f->answer.ticket.id;
	fixture_run(f, &paper);
	assert_int_equal(f->answer.ticket.slip_status, SLIP_UNKNOWN);
	fixture_run(f, &paper);
	assert_int_equal(f->n_events, 0);
	paper.slip_status = SLIP_QUEUED;
	fixture_run(f, &paper);
	assert_int_equal(f->answer.error, ERROR_BAD_FIELD);
	paper.slip_status = SLIP_NONE; /* merely shown: not what may have been printed */
	fixture_run(f, &paper);
	assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED);
	fixture_run(f, &reprint);
	assert_int_equal(f->answer.ticket.prints, 2);
	assert_int_equal(f->answer.ticket.slip_status, SLIP_QUEUED);
	fixture_run(f, &paper);
	assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED);
	paper.slip_status = SLIP_PRINTED;
	fixture_run(f, &paper);
	paper.slip_status = SLIP_FAILED;
	fixture_run(f, &paper);
	assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED);
	fixture_reopen(f);
}

/* A kiosk that was killed amid a slip has printed it again of its own accord. */
static void test_a_slip_that_nobody_asked_for_is_counted_once(void **state)
{
	struct fixture *f = *state;
	struct command issue = {.kind = COMMAND_ISSUE,
		.service = "A",
		.lane = LANE_REGULAR,
		.print = true,
		.kiosk = "kiosk-1"};
	struct command paper = {.kind = COMMAND_PAPER, .slip_status = SLIP_PRINTED, .again = true};

	fixture_run(f, &issue);
	paper.ticket = f->answer.ticket.id;
	fixture_run(f, &paper);
	assert_int_equal(f->n_events, 2);
	assert_int_equal(f->answer.ticket.slip_status, SLIP_PRINTED);
	assert_int_equal(f->answer.ticket.prints, 2);
	assert_string_equal(f->answer.ticket.kiosk, "kiosk-1");
	fixture_run(f, &paper); /* said again after a lost answer */
	assert_int_equal(f->n_events, 0);
	assert_int_equal(f->answer.ticket.prints, 2);
	fixture_reopen(f);
}

static void test_a_damaged_database_is_moved_aside_and_its_log_saved(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *moved = text_printf("%s/layso.db.damaged-1", f->dir);
	_cleanup_free_ char *data = NULL;
	size_t size = 0;

	for (int i = 0; i < 50; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	queue_close(f->queue);
	f->queue = NULL;
	assert_int_equal(text_read_file(path, 10000000, &data, &size), 0);
	/* Words in the ticket table become nonsense; the log stays. */
	for (char *at = data; (at = memmem(at, size - (size_t)(at - data), "regularWAITING", 14));
		at++) {
		memcpy(at + 7, "WAITIMG", 7);
	}
	assert_int_equal(text_write_file(path, data, size, 0600), 0);
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
	assert_int_equal(access(moved, F_OK), 0);
	assert_string_equal(fixture_ticket(f, fixture_issue(f, "A", LANE_REGULAR))->text, "A051");
	fixture_verify(f);
}

/* After its end a day that somebody opens again is open until the next date. */
static void test_a_day_reopened_after_its_end(void **state)
{
	struct fixture *f = *state;
	struct command site = {.kind = COMMAND_SITE, .site = fixture_site()};
	struct command reopen = {.kind = COMMAND_DAY_REOPEN, .actor = "s1", .day = "2026-11-22"};
	struct command tick = {.kind = COMMAND_TICK};
	int64_t ticket;

	json_object_set_new(site.site, "day_end", json_string("17:00"));
	fixture_run(f, &site);
	assert_int_equal(f->answer.error, ERROR_NONE);
	command_done(&site);
	ticket = fixture_issue(f, "A", LANE_PRIORITY);
	f->now = fixture_at(17 * 60, 1);
	fixture_run(f, &tick);
	assert_int_equal(fixture_ticket(f, ticket)->state, TICKET_EXPIRED);

	fixture_run(f, &reopen);
	assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED); /* another day than was meant */
	assert_string_equal(f->answer.field, "day");
	text_copy_cut(reopen.day, sizeof(reopen.day), "2026-11-23");
	fixture_run(f, &reopen);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_string_equal(f->events[0].event.actor, "s1");
	assert_int_equal(fixture_ticket(f, ticket)->lane, LANE_PRIORITY);
	fixture_pass_s(f, 3600);
	fixture_reopen(f);
	fixture_run(f, &tick);
	assert_int_equal(fixture_ticket(f, ticket)->state, TICKET_WAITING);
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), ticket);
	f->now = fixture_at(24 * 60, 1);
	fixture_run(f, &tick);
	assert_int_equal(model_find_ticket(queue_model(f->queue), ticket)->state, TICKET_EXPIRED);
	fixture_verify(f);
}

/* Random commands, most of them refused: nothing may break, and the log always rebuilds. */
static void test_random_commands_rebuild_to_the_same_tables(void **state)
{
	struct fixture *f = *state;
	static const enum command_kind kinds[] = {COMMAND_ISSUE, COMMAND_ISSUE, COMMAND_ISSUE,
		COMMAND_COUNTER_OPEN, COMMAND_COUNTER_PAUSE, COMMAND_COUNTER_RESUME,
		COMMAND_COUNTER_RESUME, COMMAND_COUNTER_RESUME, COMMAND_COUNTER_PAUSE_AFTER,
		COMMAND_COUNTER_UNDO_PAUSE_AFTER, COMMAND_FINISH_NEXT, COMMAND_COUNTER_CLOSE,
		COMMAND_COUNTER_SERVICES, COMMAND_CALL_NEXT, COMMAND_CALL_NEXT, COMMAND_CALL_NEXT,
		COMMAND_CALL, COMMAND_RECALL, COMMAND_APPEAR, COMMAND_APPEAR, COMMAND_UNDO_CALL,
		COMMAND_ABSENT, COMMAND_HOLD, COMMAND_RESUME, COMMAND_TRANSFER, COMMAND_ADD_SERVICE,
		COMMAND_SUPPLEMENT, COMMAND_FINISH, COMMAND_FINISH, COMMAND_UNDO_FINISH,
		COMMAND_UNFINISH, COMMAND_UNDO_APPEAR, COMMAND_UNDO_LEAVE, COMMAND_UNDO_VOID,
		COMMAND_VOID, COMMAND_LEAVE, COMMAND_REVIVE, COMMAND_RETURN, COMMAND_REPRINT,
		COMMAND_PAPER, COMMAND_DAY_CLOSE, COMMAND_DAY_OPEN, COMMAND_DAY_REOPEN,
		COMMAND_TICK, COMMAND_DEVICE};
	unsigned seed = 20261123;
	int accepted = 0;
	int issued = 0;

	for (int i = 0; i < 7000; i++) {
		struct command c = {.kind = kinds[(unsigned)rand_r(&seed) % ELEMENTS(kinds)],
			.counter = 1 + rand_r(&seed) % 3,
			.ticket = MAX_OF(1, issued - rand_r(&seed) % 12),
			.lane = rand_r(&seed) % 3 ? LANE_REGULAR : LANE_PRIORITY,
			.to_counter = rand_r(&seed) % 4,
			.slip_status = (enum slip_status)(rand_r(&seed) % SLIP_STATUSES),
			.print = rand_r(&seed) % 2,
			.kiosk = "kiosk-1",
			.device = "kiosk-1/printer",
			.hand_over = rand_r(&seed) % 2};

		(void)snprintf(c.service, sizeof(c.service), "%c", "AB"[rand_r(&seed) % 2]);
		(void)snprintf(c.staff, sizeof(c.staff), "s%d", 1 + rand_r(&seed) % 3);
		(void)snprintf(c.device_state, sizeof(c.device_state), "%s",
			rand_r(&seed) % 2 ? "ok" : "paper_out");
		if (c.kind == COMMAND_COUNTER_SERVICES) {
			(void)snprintf(c.services[0], sizeof(c.services[0]), "%s", c.service);
			c.n_services = rand_r(&seed) % 2;
		}
		if (c.lane == LANE_PRIORITY) {
			text_copy_cut(c.reason, sizeof(c.reason), "elderly");
		}
		if (c.kind == COMMAND_DAY_CLOSE && rand_r(&seed) % 60) {
			c.kind = COMMAND_TICK;
		}
		fixture_run(f, &c);
		accepted += f->n_events > 0;
		issued += f->answer.created;
		fixture_pass_s(f, rand_r(&seed) % 40);
		if (i % 2000 == 1000) {
			fixture_reopen(f);
		}
	}
	assert_true(accepted > 1500);
	fixture_reopen(f);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_one_visitor_through_everything),
		WITH_QUEUE(test_absent_goes_behind_then_no_show_then_revive),
		WITH_QUEUE(test_the_same_press_makes_one_ticket),
		WITH_QUEUE(test_the_epoch_stays_until_it_is_renewed),
		WITH_QUEUE(test_the_day_turns_by_local_time),
		WITH_QUEUE(test_a_clock_behind_opens_a_day_of_unknown_date),
		WITH_QUEUE(test_yesterdays_clock_that_the_network_sets_right),
		WITH_QUEUE(test_a_jump_that_is_taken_back),
		WITH_QUEUE(test_what_was_before_a_power_cut_keeps_its_date),
		WITH_QUEUE(test_clocks_of_other_centuries),
		WITH_QUEUE(test_the_day_turns_after_a_correction_as_ever),
		WITH_QUEUE(test_a_correction_never_gives_a_number_twice_on_a_date),
		WITH_QUEUE(test_a_slip_of_before_the_date_began_again_refuses_nobody_else),
		WITH_QUEUE(test_limits_and_hours),
		WITH_QUEUE(test_refusals_name_the_field),
		WITH_QUEUE(test_one_counter_one_staff_one_ticket),
		WITH_QUEUE(test_the_right_to_act_is_decided_at_its_instant),
		WITH_QUEUE(test_transfer_to_a_counter_waits_for_it),
		WITH_QUEUE(test_a_batch_answers_each_and_commits_once),
		WITH_QUEUE(test_numbers_go_on_above_those_that_a_backup_does_not_know),
		WITH_QUEUE(test_ids_of_tickets_go_on_above_those_that_were_given),
		WITH_QUEUE(test_paper_is_honest),
		WITH_QUEUE(test_a_slip_that_nobody_asked_for_is_counted_once),
		WITH_QUEUE(test_a_damaged_database_is_moved_aside_and_its_log_saved),
		WITH_QUEUE(test_a_day_reopened_after_its_end),
		WITH_QUEUE(test_random_commands_rebuild_to_the_same_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
