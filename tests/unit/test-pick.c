/* SPDX-License-Identifier: Apache-2.0 */
/* Who is next, through real queues: the lanes, the bound on priority, the age limit. */
#include "queue/pick.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static int64_t serve_next(struct fixture *f, int counter)
{
	int64_t id = fixture_move(f, COMMAND_CALL_NEXT, counter, PROBLEM_NONE);

	if (id) {
		(void)fixture_move(f, COMMAND_APPEAR, counter, PROBLEM_NONE);
		(void)fixture_move(f, COMMAND_FINISH, counter, PROBLEM_NONE);
	}
	return id;
}

static void set_rule(struct fixture *f, const char *key, int value)
{
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

	fixture_rule(command.site, key, value);
	fixture_run(f, &command);
	assert_int_equal(f->answer.problem, PROBLEM_NONE);
	command_done(&command);
}

static void test_nobody_waits(void **state)
{
	struct fixture *f = *state;

	fixture_open(f, 1, "s1");
	assert_int_equal(serve_next(f, 1), 0);
	assert_int_equal(f->n_events, 0);
}

static void test_arrival_decides_within_a_lane_across_services(void **state)
{
	struct fixture *f = *state;
	int64_t b = fixture_issue(f, "B", LANE_REGULAR);
	int64_t a = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 1, "s1");
	assert_int_equal(serve_next(f, 1), b);
	assert_int_equal(serve_next(f, 1), a);
}

static void test_a_counter_in_order_prefers_its_first_service(void **state)
{
	struct fixture *f = *state;
	int64_t b = fixture_issue(f, "B", LANE_REGULAR);
	int64_t a = fixture_issue(f, "A", LANE_REGULAR);

	fixture_open(f, 3, "s1");
	assert_int_equal(serve_next(f, 3), a);
	assert_int_equal(serve_next(f, 3), b);
}

static void test_priority_first_but_at_most_two_in_a_row(void **state)
{
	struct fixture *f = *state;
	int64_t regular[3];
	int64_t priority[6];
	const char *expected = "PPRPPRPPR";
	int r = 0;
	int p = 0;

	for (int i = 0; i < 3; i++) {
		regular[i] = fixture_issue(f, "A", LANE_REGULAR);
	}
	for (int i = 0; i < 6; i++) {
		priority[i] = fixture_issue(f, "A", LANE_PRIORITY);
	}
	fixture_open(f, 1, "s1");
	for (const char *lane = expected; *lane; lane++) {
		assert_int_equal(serve_next(f, 1), *lane == 'P' ? priority[p++] : regular[r++]);
	}
}

static void test_the_bound_survives_a_change_of_staff(void **state)
{
	struct fixture *f = *state;
	int64_t regular = fixture_issue(f, "A", LANE_REGULAR);

	for (int i = 0; i < 3; i++) {
		(void)fixture_issue(f, "A", LANE_PRIORITY);
	}
	fixture_open(f, 1, "s1");
	(void)serve_next(f, 1);
	(void)serve_next(f, 1);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, PROBLEM_NONE);
	fixture_reopen(f);
	fixture_open(f, 1, "s2");
	assert_int_equal(serve_next(f, 1), regular);
}

static void test_the_age_limit_goes_before_everything(void **state)
{
	struct fixture *f = *state;
	int64_t old;
	int64_t young;

	set_rule(f, "age_limit_s", 600);
	old = fixture_issue(f, "B", LANE_REGULAR);
	fixture_pass_s(f, 601);
	young = fixture_issue(f, "A", LANE_PRIORITY);
	fixture_open(f, 3, "s1"); /* prefers A, and A has priority */
	assert_int_equal(serve_next(f, 3), old);
	assert_int_equal(serve_next(f, 3), young);
}

static void test_the_age_does_not_believe_the_wall_clock(void **state)
{
	struct fixture *f = *state;
	int64_t regular;
	int64_t priority;

	set_rule(f, "age_limit_s", 600);
	regular = fixture_issue(f, "A", LANE_REGULAR);
	priority = fixture_issue(f, "A", LANE_PRIORITY);
	fixture_open(f, 1, "s1");
	f->now.wall_ms += 3600 * 1000; /* the clock was set, no time has passed */
	assert_int_equal(serve_next(f, 1), priority);
	assert_int_equal(serve_next(f, 1), regular);
}

/* Whatever comes, a regular ticket at the head waits for at most k others to be called. */
static void test_no_lane_starves_whatever_comes(void **state)
{
	struct fixture *f = *state;
	unsigned seed = 7;
	int in_a_row = 0;

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 400; i++) {
		bool regular_waits = false;
		int64_t id;

		(void)fixture_issue(f, rand_r(&seed) % 2 ? "A" : "B",
			rand_r(&seed) % 4 ? LANE_PRIORITY : LANE_REGULAR);
		for (int j = 0; j < 2; j++) {
			const struct service_line *line =
				model_find_line(queue_model(f->queue), j ? "A" : "B");

			regular_waits = regular_waits || (line && line->lane[LANE_REGULAR].n > 0);
		}
		id = serve_next(f, 1);
		assert_true(id > 0);
		if (fixture_ticket(f, id)->lane == LANE_REGULAR) {
			in_a_row = 0;
		} else {
			/* Calls while no regular ticket waited do not count against it. */
			in_a_row = regular_waits ? in_a_row + 1 : 0;
			assert_true(in_a_row <= 2);
		}
		fixture_pass_s(f, 1);
	}
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_nobody_waits),
		WITH_QUEUE(test_arrival_decides_within_a_lane_across_services),
		WITH_QUEUE(test_a_counter_in_order_prefers_its_first_service),
		WITH_QUEUE(test_priority_first_but_at_most_two_in_a_row),
		WITH_QUEUE(test_the_bound_survives_a_change_of_staff),
		WITH_QUEUE(test_the_age_limit_goes_before_everything),
		WITH_QUEUE(test_the_age_does_not_believe_the_wall_clock),
		WITH_QUEUE(test_no_lane_starves_whatever_comes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
