/* SPDX-License-Identifier: Apache-2.0 */
/* Estimates: what the slip promises is what the hub then does. */
#include "queue/wait.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/pick.h"

enum { SERVING_S = 600 }; /* the site's default */

static void test_nobody_open_promises_nothing(void **state)
{
	struct fixture *f = *state;
	struct wait_estimate estimate;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_issue(f, "A", LANE_PRIORITY);
	(void)fixture_issue(f, "B", LANE_REGULAR);
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.ahead, 2);
	assert_int_equal(estimate.wait_s, -1);
	wait_for_new(queue_model(f->queue), "A", LANE_PRIORITY, &f->now, &estimate);
	assert_int_equal(estimate.ahead, 1);
}

static void test_a_free_counter_means_now(void **state)
{
	struct fixture *f = *state;
	struct wait_estimate estimate;

	fixture_open(f, 1, "s1");
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.ahead, 0);
	assert_int_equal(estimate.wait_s, 0);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(f->answer.ticket.ahead, 0);
	assert_int_equal(f->answer.ticket.wait_estimate_s, 0);
}

static void test_time_already_served_counts(void **state)
{
	struct fixture *f = *state;
	struct wait_estimate estimate;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 250);
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.wait_s, SERVING_S - 250);
}

static void serve(struct fixture *f, int seconds)
{
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, seconds);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
}

static void expect_serving_s(const struct fixture *f, int expected)
{
	assert_int_equal(wait_serving_time_s(queue_model(f->queue), "A"), expected);
}

/* The day's visits count, also after a start of the hub and on the next day. */
static void test_visits_make_the_serving_time(void **state)
{
	struct fixture *f = *state;
	struct command tick = {.kind = COMMAND_TICK};

	fixture_open(f, 1, "s1");
	expect_serving_s(f, SERVING_S);
	for (int i = 0; i < 6; i++) {
		serve(f, 100 + i * 10);
	}
	expect_serving_s(f, (4 * SERVING_S + 6 * 125) / 10);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE);
	expect_serving_s(f, (4 * SERVING_S + 5 * 120) / 9);
	fixture_reopen(f);
	expect_serving_s(f, (4 * SERVING_S + 5 * 120) / 9);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	expect_serving_s(f, (4 * SERVING_S + 6 * 125) / 10);
	f->now = fixture_at(24 * 60 + 8 * 60, 0);
	fixture_run(f, &tick);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	expect_serving_s(f, (4 * SERVING_S + 6 * 125) / 10);
	fixture_reopen(f);
	expect_serving_s(f, (4 * SERVING_S + 6 * 125) / 10);
	f->now = fixture_at(2 * 24 * 60 + 8 * 60, 0);
	fixture_run(f, &tick);
	expect_serving_s(f, SERVING_S);
	fixture_reopen(f);
	expect_serving_s(f, SERVING_S);
}

/* Five numbers finished by mistake, then one left open: ten people are told what is true. */
static void test_odd_visits_do_not_move_the_promise(void **state)
{
	struct fixture *f = *state;
	struct wait_estimate estimate;

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 5; i++) {
		serve(f, i);
	}
	for (int i = 0; i < 10; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.wait_s, 10 * SERVING_S);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 410 * 60);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.wait_s, 9 * SERVING_S);
}

/* Two counters and a mixed hall: note every ticket's estimate, then live it, each visitor served
 * for exactly the expected time. */
static void test_the_promise_is_kept(void **state)
{
	struct fixture *f = *state;
	struct {
		int64_t id;
		struct wait_estimate estimate;
		int calls_before;
		int called_s;
	} visitor[24];
	int free_at_s[2] = {0, 0};
	int n_called = 0;

	for (int i = 0; i < 24; i++) {
		visitor[i].id = fixture_issue(
			f, i % 3 ? "A" : "B", i % 5 == 4 ? LANE_PRIORITY : LANE_REGULAR);
	}
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	for (int i = 0; i < 24; i++) {
		wait_for_ticket(queue_model(f->queue), fixture_ticket(f, visitor[i].id), &f->now,
			&visitor[i].estimate);
	}
	for (int now_s = 0; n_called < 24; now_s += 10) {
		for (int c = 0; c < 2; c++) {
			int64_t id;

			if (free_at_s[c] > now_s) {
				continue;
			}
			if (now_s > 0) {
				(void)fixture_move(f, COMMAND_FINISH, c + 1, ERROR_NONE);
			}
			id = fixture_move(f, COMMAND_CALL_NEXT, c + 1, ERROR_NONE);
			if (!id) {
				continue;
			}
			(void)fixture_move(f, COMMAND_APPEAR, c + 1, ERROR_NONE);
			free_at_s[c] = now_s + SERVING_S;
			for (int i = 0; i < 24; i++) {
				if (visitor[i].id == id) {
					visitor[i].calls_before = n_called;
					visitor[i].called_s = now_s;
				}
			}
			n_called++;
		}
		fixture_pass_s(f, 10);
	}
	for (int i = 0; i < 24; i++) {
		assert_int_equal(visitor[i].estimate.ahead, visitor[i].calls_before);
		assert_int_equal(visitor[i].estimate.wait_s, visitor[i].called_s);
	}
}

static void test_a_long_line_is_extrapolated(void **state)
{
	struct fixture *f = *state;
	struct wait_estimate estimate;

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 2 * WAIT_STEPS_MAX; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	wait_for_new(queue_model(f->queue), "A", LANE_REGULAR, &f->now, &estimate);
	assert_int_equal(estimate.ahead, 2 * WAIT_STEPS_MAX);
	assert_in_range(estimate.wait_s, 2 * WAIT_STEPS_MAX * SERVING_S * 99 / 100,
		2 * WAIT_STEPS_MAX * SERVING_S * 101 / 100);
}

static int64_t issue_at_kiosk(struct fixture *f, enum lane lane)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = lane, .print = true};

	text_copy_cut(command.actor, sizeof(command.actor), "kiosk-1");
	text_copy_cut(command.service, sizeof(command.service), "A");
	text_copy_cut(
		command.reason, sizeof(command.reason), lane == LANE_PRIORITY ? "elderly" : "");
	text_copy_cut(command.kiosk, sizeof(command.kiosk), "kiosk-1");
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	return f->answer.ticket.id;
}

static void tell_kiosk(struct fixture *f, const char *state)
{
	struct command command = {.kind = COMMAND_DEVICE};

	text_copy_cut(command.device, sizeof(command.device), "kiosk-1");
	text_copy_cut(command.device_state, sizeof(command.device_state), state);
	text_copy_cut(command.fault, sizeof(command.fault), "none");
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

static int64_t in_order[8];
static struct wait_estimate estimates[8];
static int n_in_order;

static void note(const struct ticket *ticket, const struct wait_estimate *estimate, void *userdata)
{
	(void)userdata;
	in_order[n_in_order] = ticket->id;
	estimates[n_in_order++] = *estimate;
}

static void expect(const struct fixture *f, int64_t ticket, int ahead, int wait_s)
{
	struct wait_estimate estimate;

	wait_for_ticket(queue_model(f->queue), fixture_ticket(f, ticket), &f->now, &estimate);
	assert_int_equal(estimate.ahead, ahead);
	assert_int_equal(estimate.wait_s, wait_s);
}

static void expect_new(const struct fixture *f, enum lane lane, int ahead, int wait_s)
{
	struct wait_estimate estimate;

	wait_for_new(queue_model(f->queue), "A", lane, &f->now, &estimate);
	assert_int_equal(estimate.ahead, ahead);
	assert_int_equal(estimate.wait_s, wait_s);
}

/* Those who wait for A by the event that comes now, and as counted. */
static void expect_waiting(struct fixture *f, int lane, int expected, int uncertain)
{
	struct pick_waiting waiting;

	pick_waiting(queue_model(f->queue), "A", &f->now, &waiting);
	assert_int_equal(waiting.lane[LANE_PRIORITY] + waiting.lane[LANE_RETURN] +
			waiting.lane[LANE_REGULAR],
		expected);
	assert_int_equal(waiting.lane[LANE_REGULAR], lane);
	assert_int_equal(waiting.uncertain, uncertain);
	assert_int_equal(pick_count(queue_model(f->queue), "A", &f->now), expected);
}

/* Counts agree with the estimates; events say the same as the state. */
static void test_a_silent_kiosks_numbers_are_counted_apart(void **state)
{
	struct fixture *f = *state;
	int64_t person;

	tell_kiosk(f, "ok");
	(void)issue_at_kiosk(f, LANE_REGULAR);
	(void)issue_at_kiosk(f, LANE_PRIORITY);
	expect_waiting(f, 1, 2, 0);
	tell_kiosk(f, DEVICE_GONE);
	expect_waiting(f, 0, 0, 2);
	person = fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(f->events[0].event.n_waiting, 1);
	assert_int_equal(f->events[0].event.waiting[0].waiting, 1);
	expect_waiting(f, 1, 1, 2);
	fixture_reopen(f);
	expect_waiting(f, 1, 1, 2);
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), person);
	assert_int_equal(f->events[0].event.waiting[0].waiting, 0);
	expect_waiting(f, 0, 0, 2);
	tell_kiosk(f, "ok");
	expect_waiting(f, 1, 2, 0);
}

/* Nobody waits for a number that nobody has: one person is in the hall, behind three phantoms. */
static void test_a_silent_kiosks_numbers_are_not_counted(void **state)
{
	struct fixture *f = *state;
	int64_t phantom;
	int64_t person;
	int64_t behind;

	tell_kiosk(f, "ok");
	phantom = issue_at_kiosk(f, LANE_REGULAR);
	(void)issue_at_kiosk(f, LANE_PRIORITY);
	person = fixture_issue(f, "A", LANE_REGULAR);
	behind = issue_at_kiosk(f, LANE_REGULAR);
	/* Its slip is being printed: whoever comes now comes after it. */
	expect(f, person, 2, -1);
	expect_new(f, LANE_REGULAR, 4, -1);
	tell_kiosk(f, DEVICE_GONE);
	expect(f, person, 0, -1);
	expect_new(f, LANE_REGULAR, 1, -1);
	expect_new(f, LANE_PRIORITY, 0, -1);
	fixture_open(f, 1, "s1");
	expect(f, person, 0, 0);
	expect_new(f, LANE_REGULAR, 1, SERVING_S);
	/* Who holds the number all the same has the place. */
	expect(f, phantom, 0, 0);
	expect(f, behind, 1, SERVING_S);
	/* They are in the list, where staff look for them. */
	n_in_order = 0;
	wait_in_order(queue_model(f->queue), &f->now, ELEMENTS(in_order), note, NULL);
	assert_int_equal(n_in_order, 4);
	assert_int_equal(in_order[0], person);
	assert_int_equal(estimates[0].wait_s, 0);
	for (int i = 1; i < n_in_order; i++) {
		assert_int_equal(estimates[i].wait_s, -1);
	}
	n_in_order = 0;
	wait_in_order(queue_model(f->queue), &f->now, 2, note, NULL);
	assert_int_equal(n_in_order, 2);
	tell_kiosk(f, "ok");
	expect(f, person, 2, 2 * SERVING_S);
}

/* Without a counter the order is known, and no time. */
static void test_nobody_open_gives_an_order_and_no_time(void **state)
{
	struct fixture *f = *state;
	int64_t regular = fixture_issue(f, "A", LANE_REGULAR);
	int64_t other = fixture_issue(f, "B", LANE_REGULAR);
	int64_t priority = fixture_issue(f, "A", LANE_PRIORITY);
	const int64_t wanted[] = {priority, regular, other};
	const int ahead[] = {0, 1, 0}; /* of the same service */

	n_in_order = 0;
	wait_in_order(queue_model(f->queue), &f->now, ELEMENTS(in_order), note, NULL);
	assert_int_equal(n_in_order, (int)ELEMENTS(wanted));
	for (int i = 0; i < n_in_order; i++) {
		assert_int_equal(in_order[i], wanted[i]);
		assert_int_equal(estimates[i].wait_s, -1);
		assert_int_equal(estimates[i].ahead, ahead[i]);
	}
}

/* From here on the hours are those of an office, and the day has begun in them. */
static void use_office_with(struct fixture *f, int minute, bool stop_past_closing)
{
	struct command site = {.kind = COMMAND_SITE, .site = fixture_site()};
	struct command tick = {.kind = COMMAND_TICK};

	json_object_set_new(json_object_get(site.site, "rules"), "stop_past_closing",
		json_boolean(stop_past_closing));
	json_object_set_new(site.site, "hours",
		json_loads("{\"tue\":[[\"07:30\",\"11:30\"],[\"13:30\",\"17:00\"]]}", 0, NULL));
	/* Its own hours are within these: they change nothing. */
	json_object_set_new(json_array_get(json_object_get(site.site, "services"), 1), "hours",
		json_loads("{\"tue\":[[\"08:00\",\"10:00\"]]}", 0, NULL));
	fixture_run(f, &site);
	command_done(&site);
	assert_int_equal(f->answer.error, ERROR_NONE);
	f->now = fixture_at(24 * 60 + 7 * 60 + 30, 0);
	fixture_run(f, &tick);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	f->now = fixture_at(24 * 60 + minute, 0);
}

static void use_office(struct fixture *f, int minute)
{
	use_office_with(f, minute, false);
}

static void go_to(struct fixture *f, int minute)
{
	f->now = fixture_at(24 * 60 + minute, 0);
}

static void expect_minutes(const struct fixture *f, int ahead, int minutes)
{
	expect_new(f, LANE_REGULAR, ahead, minutes < 0 ? minutes : minutes * 60);
}

static bool passes(const struct fixture *f, int minutes)
{
	return wait_passes_closing(queue_model(f->queue), "A", minutes * 60, &f->now);
}

enum { T11_00 = 11 * 60, T11_30 = T11_00 + 30, T13_30 = 13 * 60 + 30, T17_00 = 17 * 60 };

static void test_who_waits_over_lunch_is_told_so(void **state)
{
	struct fixture *f = *state;
	int64_t last = 0;

	use_office(f, T11_00);
	fixture_open(f, 1, "s1");
	for (int i = 0; i < 3; i++) {
		expect_minutes(f, i, i * 10);
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	expect_minutes(f, 3, T13_30 - T11_00);
	last = fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(f->answer.ticket.wait_estimate_s, (T13_30 - T11_00) * 60);
	expect_minutes(f, 4, T13_30 - T11_00 + 10);
	/* The whole list says the same. */
	n_in_order = 0;
	wait_in_order(queue_model(f->queue), &f->now, ELEMENTS(in_order), note, NULL);
	assert_int_equal(in_order[3], last);
	assert_int_equal(estimates[3].wait_s, (T13_30 - T11_00) * 60);
	/* A visit goes on into the break, and nobody else is called in it. */
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	go_to(f, T11_30 + 5);
	expect(f, last, 2, (T13_30 - T11_30 - 5 + 20) * 60);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	go_to(f, T13_30 - 1);
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 1, ERROR_NONE);
	expect(f, last, 2, (15 + 2 * wait_serving_time_s(queue_model(f->queue), "A") / 60) * 60);
}

static void test_a_visit_that_lasts_is_not_over_at_once(void **state)
{
	struct fixture *f = *state;

	fixture_open(f, 1, "s1");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_pass_s(f, 2 * SERVING_S);
	expect_new(f, LANE_REGULAR, 0, SERVING_S / 2);
}

/* Who waits is told of a pause before it begins. */
static void test_a_pause_after_the_visit_is_waited_for(void **state)
{
	struct fixture *f = *state;

	fixture_open(f, 1, "s1");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE_AFTER, 1, ERROR_NONE);
	expect_new(f, LANE_REGULAR, 0, SERVING_S + 15 * 60);
	(void)fixture_move(f, COMMAND_COUNTER_UNDO_PAUSE_AFTER, 1, ERROR_NONE);
	expect_new(f, LANE_REGULAR, 0, SERVING_S);
}

static void test_a_pause_ends(void **state)
{
	struct fixture *f = *state;

	use_office(f, T11_00 - 60);
	fixture_open(f, 1, "s1");
	(void)fixture_move(f, COMMAND_COUNTER_PAUSE, 1, ERROR_NONE);
	expect_minutes(f, 0, 15);
	go_to(f, T11_00 - 50);
	expect_minutes(f, 0, 5);
	go_to(f, T11_00 - 10);
	expect_minutes(f, 0, -1);
	/* Whoever did not come back before lunch may do so after it. */
	go_to(f, T11_30 + 30);
	expect_minutes(f, 0, T13_30 - T11_30 - 30);
	go_to(f, T13_30 + 10);
	expect_minutes(f, 0, 5);
	go_to(f, T13_30 + 46);
	expect_minutes(f, 0, -1);
}

static void test_counters_are_expected_when_the_hours_begin(void **state)
{
	struct fixture *f = *state;

	use_office(f, 7 * 60 + 31);
	expect_minutes(f, 0, 5);
	/* Three of them serve A. */
	for (int i = 0; i < 4; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	expect_minutes(f, 4, 15);
	/* One is open now: it serves the same, the others need not come. */
	fixture_open(f, 1, "s1");
	expect_minutes(f, 4, 40);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	expect_minutes(f, 4, 5 + 20);
	go_to(f, 8 * 60 + 1);
	expect_minutes(f, 4, -1);
}

static void test_who_closes_for_lunch_comes_back(void **state)
{
	struct fixture *f = *state;

	use_office(f, T11_00 - 60);
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 2, ERROR_NONE); /* for today */
	go_to(f, T11_00 + 20);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	expect_minutes(f, 0, T13_30 - T11_00 - 20);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	expect_minutes(f, 1, T13_30 - T11_00 - 20 + 10);
	fixture_reopen(f);
	go_to(f, T13_30 + 10);
	expect_minutes(f, 1, 15);
	go_to(f, T13_30 + 40);
	expect_minutes(f, 1, -1);
}

static void test_a_wait_can_pass_closing(void **state)
{
	struct fixture *f = *state;

	use_office(f, T17_00 - 20);
	fixture_open(f, 1, "s1");
	for (int i = 0; i < 3; i++) {
		expect_minutes(f, i, i * 10);
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	assert_true(passes(f, 20));
	assert_false(passes(f, 19));
	assert_false(wait_passes_closing(queue_model(f->queue), "A", -1, &f->now));
	/* After closing the counter goes on with those who are there. */
	expect_minutes(f, 3, 30);
	go_to(f, T17_00 + 1);
	expect_minutes(f, 3, 30);
	assert_true(passes(f, 0));
}

/* Who presses at a kiosk, or has somebody of the staff press for it there. */
static void press(struct fixture *f, const char *actor, enum lane lane, enum command_error expected)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = lane, .print = true};

	text_copy_cut(command.actor, sizeof(command.actor), actor);
	text_copy_cut(command.service, sizeof(command.service), "A");
	text_copy_cut(
		command.reason, sizeof(command.reason), lane == LANE_PRIORITY ? "elderly" : "");
	text_copy_cut(command.kiosk, sizeof(command.kiosk), "kiosk-1");
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, expected);
}

static void test_a_site_can_stop_its_kiosks_when_the_day_is_full(void **state)
{
	struct fixture *f = *state;

	use_office_with(f, T17_00 - 15, true);
	fixture_open(f, 1, "s1");
	press(f, "kiosk-1", LANE_REGULAR, ERROR_NONE);
	press(f, "kiosk-1", LANE_REGULAR, ERROR_NONE);
	assert_true(wait_stops_kiosks(queue_model(f->queue), "A", &f->now));
	press(f, "kiosk-1", LANE_REGULAR, ERROR_PAST_CLOSING);
	assert_string_equal(f->answer.field, "service");
	/* The machine cannot know who has to be served today, people can. */
	press(f, "kiosk-1", LANE_PRIORITY, ERROR_PAST_CLOSING);
	press(f, "s1", LANE_REGULAR, ERROR_NONE);
	/* Another counter: there is time again. */
	fixture_open(f, 2, "s2");
	assert_false(wait_stops_kiosks(queue_model(f->queue), "A", &f->now));
	press(f, "kiosk-1", LANE_REGULAR, ERROR_NONE);
}

/* What is not known refuses nobody. */
static void test_a_full_day_needs_hours_counters_and_the_rule(void **state)
{
	struct fixture *f = *state;
	struct clock_reading lost;

	use_office_with(f, T17_00 - 15, true);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	press(f, "kiosk-1", LANE_REGULAR, ERROR_NONE); /* nobody is open: no estimate */
	fixture_open(f, 1, "s1");
	press(f, "kiosk-1", LANE_REGULAR, ERROR_PAST_CLOSING);
	lost = f->now;
	text_copy_cut(lost.boot_id, sizeof(lost.boot_id), "fedcba9876543210fedcba9876543210");
	lost.trusted = false;
	assert_false(wait_stops_kiosks(queue_model(f->queue), "A", &lost));
	use_office_with(f, T17_00 - 15, false);
	press(f, "kiosk-1", LANE_REGULAR, ERROR_NONE);
}

/* Nobody knows the time after a start without a clock: no hours, and no words about them. */
static void test_an_unknown_clock_closes_nothing(void **state)
{
	struct fixture *f = *state;

	use_office(f, T11_30 - 5);
	fixture_open(f, 1, "s1");
	(void)fixture_issue(f, "A", LANE_REGULAR);
	expect_minutes(f, 1, T13_30 - T11_30 + 5);
	assert_true(passes(f, 400));
	text_copy_cut(f->now.boot_id, sizeof(f->now.boot_id), "fedcba9876543210fedcba9876543210");
	f->now.boot_ms = 1000;
	f->now.trusted = false;
	expect_minutes(f, 1, 10);
	assert_false(passes(f, 400));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_nobody_open_promises_nothing),
		WITH_QUEUE(test_nobody_open_gives_an_order_and_no_time),
		WITH_QUEUE(test_a_free_counter_means_now),
		WITH_QUEUE(test_time_already_served_counts),
		WITH_QUEUE(test_visits_make_the_serving_time),
		WITH_QUEUE(test_odd_visits_do_not_move_the_promise),
		WITH_QUEUE(test_the_promise_is_kept),
		WITH_QUEUE(test_who_waits_over_lunch_is_told_so),
		WITH_QUEUE(test_a_visit_that_lasts_is_not_over_at_once),
		WITH_QUEUE(test_a_pause_after_the_visit_is_waited_for),
		WITH_QUEUE(test_a_pause_ends),
		WITH_QUEUE(test_counters_are_expected_when_the_hours_begin),
		WITH_QUEUE(test_who_closes_for_lunch_comes_back),
		WITH_QUEUE(test_a_wait_can_pass_closing),
		WITH_QUEUE(test_an_unknown_clock_closes_nothing),
		WITH_QUEUE(test_a_site_can_stop_its_kiosks_when_the_day_is_full),
		WITH_QUEUE(test_a_full_day_needs_hours_counters_and_the_rule),
		WITH_QUEUE(test_a_long_line_is_extrapolated),
		WITH_QUEUE(test_a_silent_kiosks_numbers_are_not_counted),
		WITH_QUEUE(test_a_silent_kiosks_numbers_are_counted_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
