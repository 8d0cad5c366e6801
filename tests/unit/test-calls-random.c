/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever happens in whatever order, the hall tells the truth: a day of random events, and at each
 * of them what is shown compared with what is so. */
#include "calls-fixture.h"

enum { COUNTERS = 9, TICKETS = 200, STEPS = 3000 };

struct day {
	struct fixture *f;
	uint64_t random;
	int tickets; /* of so many; few make a calm day */
	const char *state[TICKETS + 1]; /* of a ticket; WAITING at first */
	int counter[TICKETS + 1];
	int calls[TICKETS + 1];
};

/* Knuth's MMIX generator: the same day for the same seed on each machine. */
static int draw(struct day *day, int n)
{
	day->random = day->random * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int)((day->random >> 33) % (uint64_t)n);
}

static bool is(const struct day *day, int ticket, const char *state)
{
	return strcmp(day->state[ticket], state) == 0;
}

static bool at_counter(const struct day *day, int ticket)
{
	return is(day, ticket, "CALLED") || is(day, ticket, "SERVING");
}

static bool counter_is_free(const struct day *day, int counter)
{
	for (int i = 1; i <= TICKETS; i++) {
		if (at_counter(day, i) && day->counter[i] == counter) {
			return false;
		}
	}
	return true;
}

static json_t *ticket_json(struct day *day, int ticket)
{
	_cleanup_free_ char *number = text_printf("A%03d", ticket);

	return call_json(day->f, ticket, number, day->counter[ticket], day->state[ticket],
		day->calls[ticket], draw(day, 2 * CALLS_OLD_MS));
}

static void tell(struct day *day, const char *kind, int ticket, const char *state)
{
	day->state[ticket] = state;
	(void)take(day->f, kind, ticket_json(day, ticket));
}

static void call_one(struct day *day, int ticket)
{
	int counter = 1 + draw(day, COUNTERS);

	if (counter_is_free(day, counter)) {
		day->counter[ticket] = counter;
		day->calls[ticket] = 1;
		tell(day, "call", ticket, "CALLED");
	}
}

/* The stream is lost and comes back: the state has the last calls, as the hub gives them. */
static void lose_stream(struct day *day)
{
	json_t *list = json_array();

	calls_set_link(day->f->calls, false, &day->f->now);
	pass(day->f, draw(day, 20 * SECOND));
	calls_set_link(day->f->calls, true, &day->f->now);
	for (int i = TICKETS; i >= 1; i--) {
		if (day->calls[i] > 0) {
			(void)json_array_append_new(list, ticket_json(day, i));
		}
	}
	if (draw(day, 3) == 0) {
		calls_restart(day->f->calls);
	}
	take_state(day->f, state_json(day->f, list));
}

static void happen(struct day *day)
{
	static const char *const ends[][2] = {{"finish", "FINISHED"}, {"hold", "HELD"},
		{"supplement", "SUPPLEMENT"}, {"transfer", "WAITING"}};
	static const char *const misses[][2] = {
		{"undo_call", "WAITING"}, {"no_show", "NO_SHOW"}, {"leave", "LEFT"}};
	int ticket = 1 + draw(day, day->tickets);

	if (is(day, ticket, "CALLED") && draw(day, 3) == 0) {
		day->calls[ticket]++;
		tell(day, "recall", ticket, "CALLED");
	} else if (is(day, ticket, "CALLED")) {
		size_t i = (size_t)draw(day, 6);

		tell(day, i < 3 ? misses[i][0] : "appear", ticket,
			i < 3 ? misses[i][1] : "SERVING");
	} else if (is(day, ticket, "SERVING")) {
		size_t i = (size_t)draw(day, ELEMENTS(ends) + 1);

		if (i == ELEMENTS(ends)) {
			tell(day, "undo_appear", ticket, "CALLED");
		} else {
			tell(day, ends[i][0], ticket, ends[i][1]);
		}
	} else if (is(day, ticket, "HELD") || is(day, ticket, "FINISHED")) {
		if (counter_is_free(day, day->counter[ticket])) {
			tell(day, is(day, ticket, "HELD") ? "resume" : "undo_finish", ticket,
				"SERVING");
		}
	} else {
		call_one(day, ticket);
	}
}

static int ticket_of(const struct hall_call *call)
{
	int ticket = 0;

	assert_int_equal(sscanf(call->number, "A%d", &ticket), 1);
	assert_in_range(ticket, 1, TICKETS);
	return ticket;
}

static void check_call(const struct day *day, const struct hall_call *call)
{
	int ticket = ticket_of(call);

	assert_true(at_counter(day, ticket));
	assert_int_equal(call->waited_for, is(day, ticket, "CALLED"));
	assert_int_equal(call->counter, day->counter[ticket]);
	assert_int_equal(call->times, day->calls[ticket]);
}

/* Looks at every page; nothing else happens meanwhile. */
static void check_screen(struct day *day)
{
	bool seen[TICKETS + 1] = {false};
	int pages = look(day->f)->list.pages;

	for (int page = 0; page < pages; page++) {
		const struct hall_view *view = look(day->f);

		assert_int_equal(view->list.pages, pages);
		assert_in_range(view->list.n, 0, day->f->room.rows);
		if (view->main.kind == HALL_CALL) {
			check_call(day, &view->main.call);
			assert_true(!view->main.fresh || view->main.call.waited_for);
		}
		for (int i = 0; i < view->list.n; i++) {
			check_call(day, &view->list.call[i]);
			seen[ticket_of(&view->list.call[i])] = true;
		}
		if (pages > 1) {
			pass(day->f, CALLS_TURN_MS);
		}
	}
	for (int i = 1; i <= TICKETS; i++) {
		assert_int_equal(seen[i], at_counter(day, i));
	}
}

static void test_a_random_day_is_shown_as_it_is(void **state)
{
	static const int tickets[] = {1, 3, 12, 40, TICKETS};
	struct day day = {.f = *state};

	for (size_t seed = 0; seed < ELEMENTS(tickets); seed++) {
		day.random = seed;
		day.tickets = tickets[seed];
		day.f->room.rows = 1 + 2 * (int)seed;
		for (int i = 1; i <= TICKETS; i++) {
			day.state[i] = "WAITING";
			day.calls[i] = 0;
		}
		calls_restart(day.f->calls);
		take_state(day.f, state_json(day.f, json_array()));
		for (int step = 0; step < STEPS; step++) {
			if (draw(&day, 40) == 0) {
				lose_stream(&day);
			} else {
				happen(&day);
			}
			check_screen(&day);
			pass(day.f, draw(&day, 4 * SECOND));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		RUNNING(test_a_random_day_is_shown_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
