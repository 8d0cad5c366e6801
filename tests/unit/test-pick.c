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
	int64_t id = fixture_move(f, COMMAND_CALL_NEXT, counter, ERROR_NONE);

	if (id) {
		(void)fixture_move(f, COMMAND_APPEAR, counter, ERROR_NONE);
		(void)fixture_move(f, COMMAND_FINISH, counter, ERROR_NONE);
	}
	return id;
}

static const struct counter *counter_of(const struct fixture *f, int number)
{
	return model_find_counter(queue_model(f->queue), number);
}

static void set_rule(struct fixture *f, const char *key, int value)
{
	struct command command = {.kind = COMMAND_SITE, .site = fixture_site()};

	fixture_rule(command.site, key, value);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
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

/* As many services as a site may have, and who was sent to the counter itself beside them. */
static void test_a_counter_can_serve_every_service(void **state)
{
	struct fixture *f = *state;
	struct command site = {.kind = COMMAND_SITE, .site = fixture_site()};
	struct command transfer = {.kind = COMMAND_TRANSFER, .counter = 2, .to_counter = 1};
	json_t *services = json_object_get(site.site, "services");
	json_t *counter = json_array_get(json_object_get(site.site, "counters"), 0);
	int64_t sent = fixture_issue(f, "A", LANE_REGULAR);
	int64_t ids[LIMIT_SERVICES];

	json_object_del(json_array_get(services, 2), "daily_limit");
	json_object_del(json_array_get(services, 2), "hours");
	for (int i = (int)json_array_size(services); i < LIMIT_SERVICES; i++) {
		_cleanup_free_ char *id = text_printf("%c%c", 'A' + i / 8, 'A' + i % 8);

		json_array_append_new(services,
			json_pack("{s:s, s:s, s:{s:s}}", "id", id, "series", id, "name", "vi", id));
	}
	json_array_clear(json_object_get(counter, "services"));
	for (size_t i = 0; i < LIMIT_SERVICES; i++) {
		json_array_append(json_object_get(counter, "services"),
			json_object_get(json_array_get(services, i), "id"));
	}
	fixture_run(f, &site);
	assert_int_equal(f->answer.error, ERROR_NONE);
	command_done(&site);
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	assert_int_equal(counter_of(f, 1)->n_services, LIMIT_SERVICES);
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 2, ERROR_NONE), sent);
	(void)fixture_move(f, COMMAND_APPEAR, 2, ERROR_NONE);
	fixture_run(f, &transfer);
	assert_int_equal(f->answer.error, ERROR_NONE);
	/* The last service first, so that the order is not theirs but that of arrival. */
	for (int i = LIMIT_SERVICES - 1; i >= 0; i--) {
		ids[i] = fixture_issue(f, counter_of(f, 1)->services[i], LANE_REGULAR);
	}
	assert_int_equal(serve_next(f, 1), sent);
	for (int i = LIMIT_SERVICES - 1; i >= 0; i--) {
		assert_int_equal(serve_next(f, 1), ids[i]);
	}
	assert_int_equal(serve_next(f, 1), 0);
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
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
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
			const struct service_lanes *list =
				model_find_lane(queue_model(f->queue), j ? "A" : "B");

			regular_waits = regular_waits || (list && list->lane[LANE_REGULAR].n > 0);
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

/* As a kiosk asks for one, with a slip. */
static int64_t issue_at_kiosk(struct fixture *f, const char *actor)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .print = true};

	text_copy_cut(command.actor, sizeof(command.actor), actor);
	text_copy_cut(command.service, sizeof(command.service), "A");
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

static void tell_paper(struct fixture *f, int64_t ticket, enum slip_status slip_status)
{
	struct command command = {
		.kind = COMMAND_PAPER, .ticket = ticket, .slip_status = slip_status};

	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

static enum confirmation confirmation_of(struct fixture *f, int64_t ticket)
{
	return pick_confirmation(queue_model(f->queue), fixture_ticket(f, ticket), &f->now);
}

/* The hub's answer may have been lost: then nobody has this number. */
static void test_a_silent_kiosks_ticket_is_passed_over_and_keeps_its_place(void **state)
{
	struct fixture *f = *state;
	int64_t phantom;
	int64_t second;
	int64_t third;

	tell_kiosk(f, "ok");
	fixture_pass_s(f, 60);
	phantom = issue_at_kiosk(f, "kiosk-1");
	second = fixture_issue(f, "A", LANE_REGULAR);
	third = fixture_issue(f, "B", LANE_REGULAR);
	tell_kiosk(f, DEVICE_GONE);
	fixture_pass_s(f, 3600);
	fixture_open(f, 1, "s1");
	fixture_open(f, 3, "s2");
	assert_int_equal(confirmation_of(f, phantom), CONFIRMATION_SILENT);
	assert_int_equal(serve_next(f, 1), second);
	fixture_reopen(f);
	assert_int_equal(confirmation_of(f, phantom), CONFIRMATION_SILENT);
	/* It is back, and printed the slip after all. */
	tell_kiosk(f, "ok");
	tell_paper(f, phantom, SLIP_PRINTED);
	assert_int_equal(confirmation_of(f, phantom), CONFIRMED);
	assert_int_equal(serve_next(f, 1), phantom);
	assert_int_equal(serve_next(f, 1), third);
}

static void test_nobody_is_called_before_the_slip_is_out(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	tell_kiosk(f, "ok");
	fixture_pass_s(f, 60);
	fixture_open(f, 1, "s1");
	id = issue_at_kiosk(f, "kiosk-1");
	assert_int_equal(confirmation_of(f, id), CONFIRMATION_DUE);
	assert_int_equal(serve_next(f, 1), 0);
	/* A slip that failed is shown large instead. */
	tell_paper(f, id, SLIP_FAILED);
	assert_int_equal(serve_next(f, 1), id);
	/* A kiosk that is there and never says anything holds nobody back for long. */
	id = issue_at_kiosk(f, "kiosk-1");
	fixture_pass_s(f, CONFIRMATION_MS / 1000 - 1);
	assert_int_equal(serve_next(f, 1), 0);
	fixture_pass_s(f, 1);
	assert_int_equal(confirmation_of(f, id), CONFIRMATION_LATE);
	assert_int_equal(serve_next(f, 1), id);
}

/* When it is back it may still make the ticket void; that comes first. */
static void test_a_kiosk_that_is_back_is_heard_first(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	tell_kiosk(f, "ok");
	id = issue_at_kiosk(f, "kiosk-1");
	tell_kiosk(f, DEVICE_GONE);
	fixture_pass_s(f, 3600);
	fixture_open(f, 1, "s1");
	tell_kiosk(f, "ok");
	assert_int_equal(confirmation_of(f, id), CONFIRMATION_DUE);
	assert_int_equal(serve_next(f, 1), 0);
	fixture_pass_s(f, CONFIRMATION_MS / 1000);
	assert_int_equal(serve_next(f, 1), id);
}

static void test_who_is_known_to_be_there_is_called(void **state)
{
	struct fixture *f = *state;
	struct command call = {.kind = COMMAND_CALL, .counter = 1};
	struct command again = {.kind = COMMAND_REPRINT};
	int64_t by_staff;
	int64_t reprinted;
	int64_t called;

	tell_kiosk(f, DEVICE_GONE);
	called = issue_at_kiosk(f, "kiosk-1");
	by_staff = issue_at_kiosk(f, "an"); /* staff read it from their page */
	reprinted = issue_at_kiosk(f, "kiosk-1");
	again.ticket = reprinted;
	fixture_run(f, &again);
	fixture_open(f, 1, "s1");
	assert_int_equal(serve_next(f, 1), by_staff);
	assert_int_equal(serve_next(f, 1), reprinted);
	assert_int_equal(serve_next(f, 1), 0);
	/* Staff may call the number all the same; once they came, they count. */
	call.ticket = called;
	fixture_run(f, &call);
	assert_int_equal(f->answer.error, ERROR_NONE);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_HOLD, 1, ERROR_NONE);
	assert_int_equal(confirmation_of(f, called), CONFIRMED);
}

/* A kiosk without a printer says that the number is on its screen. */
static void test_a_number_that_was_shown_is_called(void **state)
{
	struct fixture *f = *state;
	struct command again = {.kind = COMMAND_PAPER, .slip_status = SLIP_NONE};
	int64_t id;

	tell_kiosk(f, "ok");
	fixture_open(f, 1, "s1");
	id = issue_at_kiosk(f, "kiosk-1");
	assert_int_equal(serve_next(f, 1), 0);
	tell_paper(f, id, SLIP_NONE);
	assert_int_equal(fixture_ticket(f, id)->prints, 0);
	tell_paper(f, id, SLIP_NONE); /* said again */
	assert_int_equal(confirmation_of(f, id), CONFIRMED);
	assert_int_equal(serve_next(f, 1), id);
	/* A slip that was printed was not merely shown. */
	again.ticket = issue_at_kiosk(f, "kiosk-1");
	tell_paper(f, again.ticket, SLIP_PRINTED);
	fixture_run(f, &again);
	assert_int_equal(f->answer.error, ERROR_NOT_ALLOWED);
	fixture_verify(f);
}

static void test_an_unconfirmed_ticket_can_be_made_void(void **state)
{
	struct fixture *f = *state;
	struct command command = {.kind = COMMAND_VOID};

	command.ticket = issue_at_kiosk(f, "kiosk-1");
	tell_kiosk(f, DEVICE_GONE);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, command.ticket)->state, TICKET_VOID);
	assert_int_equal(confirmation_of(f, command.ticket), CONFIRMED);
	fixture_verify(f);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_nobody_waits),
		WITH_QUEUE(test_arrival_decides_within_a_lane_across_services),
		WITH_QUEUE(test_a_counter_in_order_prefers_its_first_service),
		WITH_QUEUE(test_a_counter_can_serve_every_service),
		WITH_QUEUE(test_priority_first_but_at_most_two_in_a_row),
		WITH_QUEUE(test_the_bound_survives_a_change_of_staff),
		WITH_QUEUE(test_the_age_limit_goes_before_everything),
		WITH_QUEUE(test_the_age_does_not_believe_the_wall_clock),
		WITH_QUEUE(test_no_lane_starves_whatever_comes),
		WITH_QUEUE(test_a_silent_kiosks_ticket_is_passed_over_and_keeps_its_place),
		WITH_QUEUE(test_nobody_is_called_before_the_slip_is_out),
		WITH_QUEUE(test_a_kiosk_that_is_back_is_heard_first),
		WITH_QUEUE(test_who_is_known_to_be_there_is_called),
		WITH_QUEUE(test_a_number_that_was_shown_is_called),
		WITH_QUEUE(test_an_unconfirmed_ticket_can_be_made_void),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
