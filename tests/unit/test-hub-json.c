/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-json.h"
#include "hub/hub-snapshot.h"
#include "queue/model-internal.h"
#include "queue-fixture.h"

static const uint8_t secret[AUTH_HASH_SIZE] = {7};

/* The replica anew, loaded from what the fixture committed. */
static struct view load(const struct fixture *fixture, struct replica *replica)
{
	struct store *reader = NULL;

	replica_done(replica);
	assert_int_equal(store_open_reader(fixture->dir, false, &reader), 0);
	assert_int_equal(replica_load(replica, reader), 0);
	store_close(reader);
	return (struct view){
		.replica = replica, .now = fixture->now, .people = true, .secret = secret};
}

static json_t *parse(struct out *out)
{
	json_error_t error;
	json_t *json = json_loads(out->text.data, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

	if (!json) {
		print_error("%s: %s\n", out->text.data, error.text);
	}
	assert_non_null(json);
	textbuf_done(&out->text);
	return json;
}

static json_t *ticket_json(
	const struct view *view, int64_t id, const struct wait_estimate *estimate)
{
	struct out out = {0};

	hub_json_ticket(&out, view, model_find_ticket(view->replica->model, id), estimate);
	return parse(&out);
}

static void check_text(json_t *json, const char *key, const char *expected)
{
	assert_string_equal(json_string_value(json_object_get(json, key)), expected);
}

static void check_int(json_t *json, const char *key, int64_t expected)
{
	assert_true(json_is_integer(json_object_get(json, key)));
	assert_int_equal(json_integer_value(json_object_get(json, key)), expected);
}

static void check_null(json_t *json, const char *key)
{
	assert_true(json_is_null(json_object_get(json, key)));
}

static void test_a_waiting_ticket_is_complete(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	json_t *json;

	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_issue(fixture, "A", LANE_PRIORITY);
	view = load(fixture, &replica);
	json = ticket_json(&view, 1, NULL);
	check_int(json, "id", 1);
	check_text(json, "number", "A001");
	check_text(json, "service", "A");
	check_text(json, "lane", "regular");
	check_text(json, "state", "WAITING");
	check_text(json, "day", "2026-11-23");
	check_text(json, "issued_at", "2026-11-23T08:00:00.000+07:00");
	check_text(json, "paper", "NONE");
	check_text(json, "language", "vi");
	check_null(json, "reason");
	check_null(json, "kiosk");
	check_null(json, "counter");
	check_null(json, "called_at");
	check_null(json, "outcome");
	check_null(json, "wanted_counter");
	/* Live: the priority ticket that came later goes first; nobody is open. */
	check_int(json, "ahead", 1);
	check_null(json, "wait_estimate_s");
	assert_non_null(json_object_get(json, "token"));
	json_decref(json);
	replica_done(&replica);
}

static void test_tokens_are_only_shown_with_the_secret(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	json_t *json;

	fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	view.secret = NULL;
	json = ticket_json(&view, 1, NULL);
	assert_null(json_object_get(json, "token"));
	json_decref(json);
	replica_done(&replica);
}

static json_t *public_json(const struct view *view, int64_t id)
{
	struct out out = {0};

	hub_json_public(&out, view, model_find_ticket(view->replica->model, id));
	return parse(&out);
}

/* After a power cut with a clock that stood still; the network comes ten minutes later. */
static void test_a_time_that_is_not_known_is_said_and_put_right(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	_cleanup_free_ char *token = NULL;
	struct view view;
	json_t *json;
	int64_t id;

	fixture->now = fixture_at(10 * 60, 0);
	fixture->now.boot_ms = 60000;
	fixture->now.trusted = false;
	memset(fixture->now.boot_id, 'f', BOOT_ID_LENGTH);
	id = fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	json = ticket_json(&view, id, NULL);
	assert_true(json_is_false(json_object_get(json, "time_known")));
	token = text_dup(json_string_value(json_object_get(json, "token")));
	json_decref(json);
	json = public_json(&view, id);
	assert_true(json_is_false(json_object_get(json, "time_known")));
	assert_true(json_is_null(json_object_get(json, "papers")));
	json_decref(json);
	view.papers = true;
	json = public_json(&view, id);
	check_text(json, "papers", "/tra-cuu?service=A");
	check_int(json, "free_online", 0); /* the catalogue has not been read */
	json_decref(json);
	view.free_online = &(const struct free_counts){.version = 1, .of_service = {12, 3}};
	json = public_json(&view, id);
	check_int(json, "free_online", 12);
	json_decref(json);

	fixture->now.boot_ms += 600000;
	fixture->now.wall_ms = fixture_at(33 * 60, 0).wall_ms; /* 09:00 of the next day */
	fixture->now.trusted = true;
	(void)fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	json = ticket_json(&view, id, NULL);
	assert_true(json_is_true(json_object_get(json, "time_known")));
	check_text(json, "day", "2026-11-24");
	check_text(json, "issued_at", "2026-11-24T08:50:00.000+07:00");
	check_text(json, "since", "2026-11-24T08:50:00.000+07:00");
	check_text(json, "token", token); /* the slip stays valid */
	json_decref(json);
	replica_done(&replica);
}

/* An earlier boot's clock was known, this one's is not; and the other way round. */
static void test_a_time_of_an_earlier_boot_stays_as_it_was(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	int64_t id = fixture_issue(fixture, "A", LANE_REGULAR);
	int64_t other;
	struct view view;
	json_t *json;

	memset(fixture->now.boot_id, 'f', BOOT_ID_LENGTH);
	fixture->now.trusted = false;
	other = fixture_issue(fixture, "A", LANE_REGULAR);
	memset(fixture->now.boot_id, 'e', BOOT_ID_LENGTH);
	fixture->now.trusted = true;
	(void)fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	json = ticket_json(&view, other, NULL);
	assert_true(json_is_false(json_object_get(json, "time_known")));
	json_decref(json);
	view.now.trusted = false;
	json = ticket_json(&view, id, NULL);
	assert_true(json_is_true(json_object_get(json, "time_known")));
	check_text(json, "issued_at", "2026-11-23T08:00:00.000+07:00");
	json_decref(json);
	replica_done(&replica);
}

static void test_a_known_estimate_is_taken(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	const struct wait_estimate estimate = {.ahead = 7, .wait_s = 840};
	struct view view;
	json_t *json;

	fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	json = ticket_json(&view, 1, &estimate);
	check_int(json, "ahead", 7);
	check_int(json, "wait_estimate_s", 840);
	json_decref(json);
	replica_done(&replica);
}

static json_t *counter_json(const struct view *view, int number)
{
	struct out out = {0};

	hub_json_counter(&out, view, model_find_counter(view->replica->model, number));
	return parse(&out);
}

static void test_a_counter_shows_its_ticket_and_those_it_holds(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	json_t *json;
	json_t *held;

	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_issue(fixture, "B", LANE_REGULAR);
	fixture_open(fixture, 1, "s1");
	assert_int_equal(fixture_move(fixture, COMMAND_CALL_NEXT, 1, ERROR_NONE), 1);
	fixture_move(fixture, COMMAND_APPEAR, 1, ERROR_NONE);
	fixture_move(fixture, COMMAND_HOLD, 1, ERROR_NONE);
	fixture_move(fixture, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	view = load(fixture, &replica);
	json = counter_json(&view, 1);
	check_int(json, "number", 1);
	check_text(json, "state", "OPEN");
	check_int(json, "session", 1);
	check_text(json, "staff", "s1");
	assert_int_equal(json_array_size(json_object_get(json, "services")), 2);
	check_text(json_object_get(json, "ticket"), "number", "B001");
	check_text(json_object_get(json, "ticket"), "state", "CALLED");
	held = json_object_get(json, "held");
	assert_int_equal(json_array_size(held), 1);
	check_text(json_array_get(held, 0), "number", "A001");
	json_decref(json);
	replica_done(&replica);
}

/* The replica keeps the held ones by folding, as well as by loading. */
static void test_a_replica_that_follows_is_the_one_that_loads(void **state)
{
	static const enum command_kind moves[] = {COMMAND_CALL_NEXT, COMMAND_APPEAR, COMMAND_HOLD,
		COMMAND_CALL_NEXT, COMMAND_APPEAR, COMMAND_HOLD};
	struct fixture *fixture = *state;
	const struct command resume = {.kind = COMMAND_RESUME, .counter = 1, .ticket = 1};
	struct replica follower = {0};
	struct replica loaded = {0};

	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_open(fixture, 1, "s1");
	(void)load(fixture, &follower);
	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		fixture_move(fixture, moves[i], 1, ERROR_NONE);
		for (size_t j = 0; j < fixture->n_events; j++) {
			assert_int_equal(replica_fold(&follower, &fixture->events[j].event), 0);
		}
	}
	assert_int_equal(follower.n_held, 2);
	fixture_run(fixture, &resume);
	for (size_t j = 0; j < fixture->n_events; j++) {
		assert_int_equal(replica_fold(&follower, &fixture->events[j].event), 0);
	}
	(void)load(fixture, &loaded);
	assert_int_equal(follower.n_held, 1);
	assert_int_equal(loaded.n_held, 1);
	assert_int_equal(follower.held[0], loaded.held[0]);
	assert_int_equal(model_seq(follower.model), model_seq(loaded.model));
	replica_done(&follower);
	replica_done(&loaded);
}

static json_t *services_json(const struct view *view)
{
	struct out out = {0};

	out_open(&out, '{');
	hub_json_head(&out, view);
	hub_json_services(&out, view);
	hub_json_counters(&out, view);
	hub_json_calls(&out, view);
	out_close(&out, '}');
	return parse(&out);
}

static void test_the_state_counts_who_waits_and_says_what_is_open(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	json_t *json;
	json_t *service;

	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_pass_s(fixture, 60);
	fixture_issue(fixture, "A", LANE_PRIORITY);
	fixture_issue(fixture, "C", LANE_REGULAR);
	fixture_issue(fixture, "C", LANE_REGULAR);
	fixture_open(fixture, 1, "s1");
	view = load(fixture, &replica);
	json = services_json(&view);
	check_text(json, "day", "2026-11-23");
	assert_true(json_is_true(json_object_get(json, "day_open")));
	check_text(json, "clock", "ok");
	service = json_array_get(json_object_get(json, "services"), 0);
	check_int(service, "waiting", 2);
	check_int(service, "issued", 2);
	check_int(service, "longest_wait_s", 60);
	check_int(json_object_get(service, "lanes"), "priority", 1);
	check_text(service, "opening", "open");
	check_int(service, "wait_estimate_s", 1200);
	service = json_array_get(json_object_get(json, "services"), 1);
	check_int(service, "waiting", 0);
	check_null(service, "longest_wait_s");
	service = json_array_get(json_object_get(json, "services"), 2);
	check_text(service, "opening", "limit");
	assert_true(json_is_false(json_object_get(service, "open")));
	assert_int_equal(json_array_size(json_object_get(json, "counters")), 3);
	check_text(json_array_get(json_object_get(json, "counters"), 1), "state", "OFF");
	json_decref(json);
	replica_done(&replica);
}

static void test_a_service_is_closed_outside_its_hours(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view = load(fixture, &replica);
	json_t *json;

	view.now = fixture_at(12 * 60, 0);
	json = services_json(&view);
	check_text(json_array_get(json_object_get(json, "services"), 0), "opening", "open");
	check_text(json_array_get(json_object_get(json, "services"), 2), "opening", "closed_now");
	json_decref(json);
	/* Somebody closes the day: that is not the hours, where they say "open". */
	replica.model->day_open = false;
	json = services_json(&view);
	check_text(json_array_get(json_object_get(json, "services"), 0), "opening", "stopped");
	check_text(json_array_get(json_object_get(json, "services"), 2), "opening", "closed_now");
	json_decref(json);
	/* Before a date has had its day nobody has closed it. */
	view.now = fixture_at(24 * 60 + 8 * 60, 0);
	json = services_json(&view);
	check_text(json_array_get(json_object_get(json, "services"), 0), "opening", "closed_now");
	json_decref(json);
	replica_done(&replica);
}

/* At 23:50 of a day that ends at 24:00: two visits of ten minutes go beyond it. */
static void test_a_wait_past_closing_is_said(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	int64_t id[2];
	json_t *json;

	fixture->now = fixture_at(24 * 60 - 10, 0);
	fixture_open(fixture, 1, "s1");
	for (int i = 0; i < 2; i++) {
		id[i] = fixture_issue(fixture, "A", LANE_REGULAR);
	}
	view = load(fixture, &replica);
	for (int i = 0; i < 2; i++) {
		json = ticket_json(&view, id[i], NULL);
		check_int(json, "wait_estimate_s", i * 600);
		assert_int_equal(json_is_true(json_object_get(json, "past_closing")), i == 1);
		json_decref(json);
	}
	json = services_json(&view);
	assert_true(json_is_true(json_object_get(
		json_array_get(json_object_get(json, "services"), 0), "past_closing")));
	check_text(json_array_get(json_object_get(json, "services"), 0), "opening", "open");
	json_decref(json);
	replica.model->site->stop_past_closing = true;
	json = services_json(&view);
	check_text(json_array_get(json_object_get(json, "services"), 0), "opening", "past_closing");
	json_decref(json);
	/* Nobody is promised anything any more. */
	fixture_move(fixture, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	replica_done(&replica);
	view = load(fixture, &replica);
	json = ticket_json(&view, id[0], NULL);
	assert_true(json_is_false(json_object_get(json, "past_closing")));
	json_decref(json);
	replica_done(&replica);
}

static void test_calls_are_newest_first(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view;
	json_t *json;
	json_t *calls;

	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_issue(fixture, "A", LANE_REGULAR);
	fixture_open(fixture, 1, "s1");
	fixture_open(fixture, 2, "s2");
	fixture_move(fixture, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	fixture_move(fixture, COMMAND_CALL_NEXT, 2, ERROR_NONE);
	view = load(fixture, &replica);
	json = services_json(&view);
	calls = json_object_get(json, "calls");
	assert_int_equal(json_array_size(calls), 2);
	check_text(json_array_get(calls, 0), "number", "A002");
	check_int(json_array_get(calls, 0), "counter", 2);
	check_text(json_array_get(calls, 1), "number", "A001");
	json_decref(json);
	replica_done(&replica);
}

static void test_a_citizen_sees_names_in_words(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct command site = {.kind = COMMAND_SITE};
	struct out out = {0};
	struct view view;
	json_t *json;

	fixture_issue(fixture, "B", LANE_REGULAR);
	view = load(fixture, &replica);
	hub_json_public(&out, &view, model_find_ticket(replica.model, 1));
	json = parse(&out);
	check_text(json, "number", "B001");
	check_text(json_object_get(json, "service"), "vi", "Chứng thực");
	check_text(json_object_get(json, "centre"), "en", "Centre");
	check_text(json, "now", "2026-11-23T08:00:00.000+07:00");
	check_int(json, "calls", 0);
	assert_true(json_is_null(json_object_get(json, "bring")));
	assert_null(json_object_get(json, "token"));
	json_decref(json);
	/* Its service says what to bring. */
	site.site = fixture_site();
	(void)json_object_set_new(json_array_get(json_object_get(site.site, "services"), 1),
		"bring", json_pack("{s:s}", "vi", "Bản chính\nBản sao"));
	fixture_run(fixture, &site);
	command_done(&site);
	view = load(fixture, &replica);
	json = public_json(&view, 1);
	check_text(json_object_get(json, "bring"), "vi", "Bản chính\nBản sao");
	json_decref(json);
	replica_done(&replica);
}

static void test_the_clock_is_judged(void **state)
{
	struct fixture *fixture = *state;
	struct replica replica = {0};
	struct view view = load(fixture, &replica);

	assert_string_equal(hub_json_clock(replica.model, &view.now), "ok");
	view.now.trusted = false;
	/* A clock that was known earlier in this boot is known. */
	assert_string_equal(hub_json_clock(replica.model, &view.now), "ok");
	memset(view.now.boot_id, 'b', BOOT_ID_LENGTH);
	assert_string_equal(hub_json_clock(replica.model, &view.now), "untrusted");
	view.now.wall_ms -= 24 * 60 * 60 * 1000LL;
	assert_string_equal(hub_json_clock(replica.model, &view.now), "behind");
	replica_done(&replica);
}

/* Snapshots */

static void test_a_snapshot_holds_until_something_changes(void **state)
{
	struct fixture *fixture = *state;
	struct snapshot *snapshot = snapshot_new(false);
	struct replica replica = {0};
	struct view view = load(fixture, &replica);
	struct MHD_Response *first = snapshot_state(snapshot, &view, true);

	assert_ptr_equal(snapshot_state(snapshot, &view, true), first);
	assert_ptr_not_equal(snapshot_state(snapshot, &view, false), first);
	fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	assert_non_null(snapshot_estimate(snapshot, &view, 1));
	assert_null(snapshot_estimate(snapshot, &view, 2));
	fixture_pass_s(fixture, 1);
	fixture_issue(fixture, "A", LANE_REGULAR);
	view = load(fixture, &replica);
	assert_non_null(snapshot_estimate(snapshot, &view, 2));
	snapshot_free(snapshot);
	replica_done(&replica);
}

static void test_a_snapshot_estimates_as_one_by_one(void **state)
{
	struct fixture *fixture = *state;
	struct snapshot *snapshot = snapshot_new(false);
	struct replica replica = {0};
	struct view view;

	for (int i = 0; i < 12; i++) {
		fixture_issue(fixture, i % 3 ? "A" : "B", i % 4 ? LANE_REGULAR : LANE_PRIORITY);
	}
	fixture_open(fixture, 1, "s1");
	fixture_open(fixture, 2, "s2");
	fixture_move(fixture, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	view = load(fixture, &replica);
	for (int64_t id = 1; id <= 12; id++) {
		const struct ticket *ticket = model_find_ticket(replica.model, id);
		const struct wait_estimate *known = snapshot_estimate(snapshot, &view, id);
		struct wait_estimate one;

		if (ticket->state != TICKET_WAITING) {
			assert_null(known);
			continue;
		}
		assert_non_null(known);
		wait_for_ticket(replica.model, ticket, &view.now, &one);
		assert_int_equal(known->ahead, one.ahead);
		assert_int_equal(known->wait_s, one.wait_s);
	}
	snapshot_free(snapshot);
	replica_done(&replica);
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(test_a_waiting_ticket_is_complete),
		SCENE(test_tokens_are_only_shown_with_the_secret),
		SCENE(test_a_time_that_is_not_known_is_said_and_put_right),
		SCENE(test_a_time_of_an_earlier_boot_stays_as_it_was),
		SCENE(test_a_known_estimate_is_taken),
		SCENE(test_a_counter_shows_its_ticket_and_those_it_holds),
		SCENE(test_a_replica_that_follows_is_the_one_that_loads),
		SCENE(test_the_state_counts_who_waits_and_says_what_is_open),
		SCENE(test_a_service_is_closed_outside_its_hours),
		SCENE(test_a_wait_past_closing_is_said),
		SCENE(test_calls_are_newest_first),
		SCENE(test_a_citizen_sees_names_in_words),
		SCENE(test_the_clock_is_judged),
		SCENE(test_a_snapshot_holds_until_something_changes),
		SCENE(test_a_snapshot_estimates_as_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
