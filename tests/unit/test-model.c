/* SPDX-License-Identifier: Apache-2.0 */
/* What is found in the model, and what is not: over gaps of ids, many presses, days that end. What
 * events do to it: test-fold.c. */
#include "queue/model.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

enum { DAY_MS = 24 * 3600 * 1000, PRESSES = 700 };

static const struct model *model_of(const struct fixture *f)
{
	return queue_model(f->queue);
}

static int64_t press(struct fixture *f, const char *id)
{
	struct command command = {.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR};

	text_copy_cut(command.press_id, sizeof(command.press_id), id);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	return f->answer.ticket.id;
}

static void next_day(struct fixture *f)
{
	struct command tick = {.kind = COMMAND_TICK};

	f->now.wall_ms += DAY_MS;
	f->now.boot_ms += DAY_MS;
	fixture_run(f, &tick);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

/* A restored hall leaves out ids that may be on slips. */
static void test_tickets_are_found_on_both_sides_of_a_gap(void **state)
{
	static const struct given given = {.ticket = 40};
	struct fixture *f = *state;
	int64_t after;

	for (int i = 0; i < 3; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	assert_int_equal(queue_raise_numbers(f->queue, &given, &f->now), 0);
	after = fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(after, 41);
	assert_int_equal(fixture_issue(f, "A", LANE_REGULAR), 42);
	for (int64_t id = -1; id <= 44; id++) {
		const struct ticket *ticket = model_find_ticket(model_of(f), id);
		bool there = (id >= 1 && id <= 3) || id == 41 || id == 42;

		assert_int_equal(ticket != NULL, there);
		assert_true(!ticket || ticket->id == id);
	}
	assert_int_equal(model_ticket_at(model_of(f), 3)->id, 41);
	assert_null(model_ticket_at(model_of(f), 5));
	assert_null(model_ticket_at(model_of(f), -1));
	fixture_reopen(f);
	assert_int_equal(model_find_ticket(model_of(f), 42)->id, 42);
	assert_null(model_find_ticket(model_of(f), 4));
}

/* The table grows several times on the way. */
static void test_each_of_many_presses_is_found(void **state)
{
	struct fixture *f = *state;
	char id[LIMIT_PRESS_ID + 1];

	for (int i = 0; i < PRESSES; i++) {
		(void)snprintf(id, sizeof(id), "press-%d", i);
		assert_int_equal(press(f, id), i + 1);
	}
	for (int i = 0; i < PRESSES; i++) {
		(void)snprintf(id, sizeof(id), "press-%d", i);
		assert_int_equal(model_find_press(model_of(f), id)->id, i + 1);
	}
	assert_null(model_find_press(model_of(f), "press-700"));
	assert_null(model_find_press(model_of(f), "")); /* many tickets have none */
}

/* A press may be repeated over midnight, not for ever; a number is of its day alone. */
static void test_the_day_before_is_kept_for_its_presses(void **state)
{
	struct fixture *f = *state;

	assert_null(model_find_press(model_of(f), "one"));
	assert_int_equal(press(f, "one"), 1);
	assert_string_equal(f->answer.ticket.text, "A001");
	next_day(f);
	assert_int_equal(model_find_press(model_of(f), "one")->id, 1);
	assert_int_equal(model_find_ticket(model_of(f), 1)->id, 1);
	assert_null(model_find_number(model_of(f), "A001"));
	assert_null(model_ticket_at(model_of(f), 0));
	assert_int_equal(press(f, "two"), 2);
	assert_int_equal(model_find_number(model_of(f), "A001")->id, 2);
	assert_null(model_find_number(model_of(f), "A002"));
	next_day(f);
	assert_null(model_find_press(model_of(f), "one"));
	assert_null(model_find_ticket(model_of(f), 1));
	assert_int_equal(model_find_press(model_of(f), "two")->id, 2);
	assert_int_equal(press(f, "one"), 3); /* it is another press now */
}

static void test_the_last_calls_are_few_and_each_ticket_once(void **state)
{
	struct fixture *f = *state;
	int64_t called = 0;

	fixture_open(f, 1, "s1");
	assert_null(model_last_call_at(model_of(f), 0));
	for (int i = 0; i < MODEL_LAST_CALLS + 2; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
		called = fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
		fixture_pass_s(f, 60);
		(void)fixture_move(f, COMMAND_RECALL, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	}
	for (int i = 0; i < MODEL_LAST_CALLS; i++) {
		assert_int_equal(model_last_call_at(model_of(f), i)->id, called - i);
	}
	assert_null(model_last_call_at(model_of(f), MODEL_LAST_CALLS));
	assert_null(model_last_call_at(model_of(f), -1));
	fixture_reopen(f);
	assert_int_equal(model_last_call_at(model_of(f), 0)->id, called);
	next_day(f);
	assert_null(model_last_call_at(model_of(f), 0));
}

static void test_counters_are_in_order_and_people_at_open_ones(void **state)
{
	struct fixture *f = *state;

	assert_null(model_counter_at(model_of(f), 0));
	fixture_open(f, 3, "s3");
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(model_counter_at(model_of(f), i)->number, i + 1);
	}
	assert_null(model_counter_at(model_of(f), 3));
	assert_null(model_counter_at(model_of(f), -1));
	assert_int_equal(model_find_staff(model_of(f), "s3")->number, 3);
	assert_null(model_find_staff(model_of(f), "s4"));
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 3, ERROR_NONE);
	assert_null(model_find_staff(model_of(f), "s3"));
	assert_int_equal(model_find_counter(model_of(f), 3)->state, COUNTER_OFF);
	assert_null(model_find_counter(model_of(f), 4));
}

/* A number of any series is above those of the day that were told to be given. */
static void test_a_series_begins_above_the_floor(void **state)
{
	static const struct given given = {.day = "2026-11-23", .number = 30};
	struct fixture *f = *state;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(model_series_last(model_of(f), "A"), 1);
	assert_int_equal(model_series_last(model_of(f), "B"), 0);
	assert_int_equal(queue_raise_numbers(f->queue, &given, &f->now), 0);
	assert_int_equal(model_series_last(model_of(f), "A"), 30);
	assert_int_equal(model_series_last(model_of(f), "B"), 30);
	(void)fixture_issue(f, "B", LANE_REGULAR);
	assert_string_equal(f->answer.ticket.text, "B031");
	assert_int_equal(model_series_last(model_of(f), "B"), 31);
	next_day(f);
	assert_int_equal(model_series_last(model_of(f), "B"), 0);
}

static void test_parts_are_of_their_device_alone(void **state)
{
	(void)state;
	assert_true(model_is_of_device("kiosk-1", "kiosk-1"));
	assert_true(model_is_of_device("kiosk-1/printer", "kiosk-1"));
	assert_false(model_is_of_device("kiosk-10", "kiosk-1"));
	assert_false(model_is_of_device("kiosk-10/printer", "kiosk-1"));
	assert_false(model_is_of_device("kiosk", "kiosk-1"));
}

/* A clock that was right earlier in this boot still is; another boot's says nothing. */
static void test_the_clock_is_known_in_the_boot_that_knew_it(void **state)
{
	struct fixture *f = *state;
	struct clock_reading now;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	now = f->now;
	now.trusted = false;
	assert_true(model_clock_is_known(model_of(f), &now));
	assert_false(model_clock_is_behind(model_of(f), &now));
	now.wall_ms--;
	assert_true(model_clock_is_behind(model_of(f), &now));
	assert_false(model_clock_is_known(model_of(f), &now));
	now.wall_ms++;
	now.boot_id[0] = 'f';
	assert_false(model_clock_is_known(model_of(f), &now));
	assert_false(model_clock_became_known(model_of(f), &now));
	now.trusted = true;
	assert_true(model_clock_is_known(model_of(f), &now));
	assert_true(model_clock_became_known(model_of(f), &now));
	assert_false(model_clock_became_known(model_of(f), &f->now));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_tickets_are_found_on_both_sides_of_a_gap),
		WITH_QUEUE(test_each_of_many_presses_is_found),
		WITH_QUEUE(test_the_day_before_is_kept_for_its_presses),
		WITH_QUEUE(test_the_last_calls_are_few_and_each_ticket_once),
		WITH_QUEUE(test_counters_are_in_order_and_people_at_open_ones),
		WITH_QUEUE(test_a_series_begins_above_the_floor),
		cmocka_unit_test(test_parts_are_of_their_device_alone),
		WITH_QUEUE(test_the_clock_is_known_in_the_boot_that_knew_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
