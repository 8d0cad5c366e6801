/* SPDX-License-Identifier: Apache-2.0 */
/* Ratings, the portal's disruptions, and counts of dossiers: what is taken, and what is stored. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "queue-fixture.h"

/* Ratings */

static int64_t serve(struct fixture *f, int counter)
{
	int64_t id = fixture_issue(f, "A", LANE_REGULAR);

	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, counter, ERROR_NONE), id);
	(void)fixture_move(f, COMMAND_APPEAR, counter, ERROR_NONE);
	return id;
}

static int64_t serve_and_finish(struct fixture *f, int counter)
{
	int64_t id = serve(f, counter);

	(void)fixture_move(f, COMMAND_FINISH, counter, ERROR_NONE);
	return id;
}

static void rate(
	struct fixture *f, int64_t ticket, int counter, int score, enum command_error expected)
{
	struct command command = {
		.kind = COMMAND_RATE, .ticket = ticket, .counter = counter, .score = score};

	fixture_run(f, &command);
	assert_int_equal(f->answer.error, expected);
	assert_int_equal(f->n_events, expected == ERROR_NONE ? 1 : 0);
}

/* A visit is rated once, when it is over; a second score is refused, also the same one. */
static void test_a_visit_is_rated_once(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	fixture_open(f, 1, "s1");
	id = serve(f, 1);
	rate(f, id, 0, 5, ERROR_NOT_ALLOWED);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	rate(f, id + 1000, 0, 5, ERROR_NOT_FOUND);
	rate(f, id, 0, 4, ERROR_NONE);
	assert_int_equal(f->events[0].event.ticket, id);
	assert_int_equal(f->events[0].event.score, 4);
	assert_int_equal(f->events[0].event.counter, 1);
	assert_string_equal(f->events[0].event.text, fixture_ticket(f, id)->text);
	assert_int_equal(fixture_ticket(f, id)->rating, 4);
	rate(f, id, 0, 4, ERROR_EXISTS);
	rate(f, id, 0, 1, ERROR_EXISTS);
	rate(f, 0, 1, 1, ERROR_EXISTS);
	fixture_reopen(f);
	assert_int_equal(fixture_ticket(f, id)->rating, 4);
}

/* At a counter for rate_counter_s, on the ticket's own page for rate_phone_s. */
static void test_a_visit_is_rated_soon(void **state)
{
	struct fixture *f = *state;
	int64_t first;
	int64_t second;

	fixture_open(f, 1, "s1");
	first = serve_and_finish(f, 1);
	fixture_pass_s(f, 300);
	rate(f, 0, 1, 3, ERROR_NONE);
	assert_int_equal(fixture_ticket(f, first)->rating, 3);

	first = serve_and_finish(f, 1);
	second = serve_and_finish(f, 1);
	fixture_pass_s(f, 301);
	rate(f, 0, 1, 3, ERROR_TOO_SOON);
	assert_non_null(strstr(f->answer.message, "300 s"));
	fixture_pass_s(f, 10800 - 301);
	rate(f, first, 0, 2, ERROR_NONE);
	fixture_pass_s(f, 1);
	rate(f, second, 0, 2, ERROR_TOO_SOON);
	assert_int_equal(fixture_ticket(f, second)->rating, 0);
}

/* Who presses at a counter means whom it finished last, and nobody else. */
static void test_a_counter_rates_its_last_visit(void **state)
{
	struct fixture *f = *state;
	int64_t first;
	int64_t second;

	rate(f, 0, 9, 5, ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "counter");
	rate(f, 0, 1, 5, ERROR_NOT_ALLOWED); /* it was never open */
	fixture_open(f, 1, "s1");
	fixture_open(f, 2, "s2");
	rate(f, 0, 1, 5, ERROR_NOT_ALLOWED); /* it has finished nobody */
	first = serve_and_finish(f, 1);
	second = serve_and_finish(f, 1);
	rate(f, first, 1, 5, ERROR_NOT_ALLOWED); /* another one than is meant */
	rate(f, 0, 2, 5, ERROR_NOT_ALLOWED);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
	rate(f, second, 1, 5, ERROR_NONE); /* the next one is called, and not there yet */
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	(void)serve(f, 1);
	rate(f, 0, 1, 5, ERROR_NOT_ALLOWED); /* the next one sits there */
	assert_int_equal(fixture_ticket(f, first)->rating, 0);
	assert_int_equal(fixture_ticket(f, second)->rating, 5);
}

/* The portal */

static void tell_portal(struct fixture *f, bool down, const char *note, size_t events)
{
	struct command command = {.kind = COMMAND_PORTAL, .down = down};

	text_copy_cut(command.note, sizeof(command.note), note);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, events);
}

static int keep_portal(const struct portal *portal, void *userdata)
{
	struct portal *kept = userdata;

	assert_int_equal(kept->seq, 0); /* there is but one */
	*kept = *portal;
	return 0;
}

/* A disruption lasts from when it was first told until it is over; a new note changes neither. */
static void test_a_disruption_of_the_portal(void **state)
{
	struct fixture *f = *state;
	int64_t down_ms = f->now.wall_ms;
	struct portal kept = {0};

	tell_portal(f, false, "", 0); /* it works */
	tell_portal(f, true, "since eight", 1);
	assert_true(model_portal_is_down(queue_model(f->queue)));
	fixture_pass_s(f, 60);
	tell_portal(f, true, "since eight", 0); /* nothing new */
	tell_portal(f, true, "they call back", 1);
	assert_int_equal(model_portal(queue_model(f->queue))->down_wall_ms, down_ms);
	assert_string_equal(model_portal(queue_model(f->queue))->note, "they call back");
	fixture_reopen(f);
	fixture_pass_s(f, 60);
	tell_portal(f, false, "not kept", 1);
	assert_string_equal(f->events[0].event.note, "");
	tell_portal(f, false, "not kept", 0);
	assert_false(model_portal_is_down(queue_model(f->queue)));
	fixture_reopen(f);
	assert_int_equal(store_portals(queue_store(f->queue), 0, INT64_MAX, keep_portal, &kept), 0);
	assert_int_equal(kept.down_wall_ms, down_ms);
	assert_int_equal(kept.up_wall_ms, down_ms + 120000);
	assert_string_equal(kept.note, "they call back");
	tell_portal(f, true, "", 1); /* another one */
	assert_int_not_equal(model_portal(queue_model(f->queue))->seq, kept.seq);
}

/* Counts of dossiers; today is 2026-11-23. */

enum { KEPT_MAX = 8 };

struct kept {
	int n;
	struct dossier_entry entry[KEPT_MAX];
};

static int keep_entry(const struct dossier_entry *entry, void *userdata)
{
	struct kept *kept = userdata;

	assert_true(kept->n < KEPT_MAX);
	kept->entry[kept->n++] = *entry;
	return 0;
}

static struct kept stored(struct fixture *f)
{
	struct kept kept = {0};

	assert_int_equal(store_dossiers(queue_store(f->queue), "2000-01-01", "2099-12-31",
				 keep_entry, &kept),
		0);
	return kept;
}

static struct dossier_entry make(
	const char *source, const char *from, const char *to, const char *service, int received)
{
	struct dossier_entry entry = {.counts = {.has = {[DOSSIER_RECEIVED] = received >= 0},
					      .n = {[DOSSIER_RECEIVED] = MAX_OF(received, 0)}}};

	text_copy_cut(entry.source, sizeof(entry.source), source);
	text_copy_cut(entry.from_day, sizeof(entry.from_day), from);
	text_copy_cut(entry.to_day, sizeof(entry.to_day), to);
	text_copy_cut(entry.service, sizeof(entry.service), service);
	return entry;
}

static void enter(struct fixture *f, struct dossier_entry *entries, size_t n, bool replace)
{
	struct command command = {
		.kind = COMMAND_DOSSIER, .entries = entries, .n_entries = n, .replace = replace};

	fixture_run(f, &command);
}

/* All of an import is stored, the first row and the last one, as it was stated. */
static void test_entries_are_stored_as_they_are(void **state)
{
	struct fixture *f = *state;
	struct dossier_entry entries[] = {
		make("import", "2026-10-01", "2026-10-31", "A", 7),
		make("import", "2026-10-01", "2026-10-31", "B", 0),
		make("clerk", "2026-11-23", "2026-11-23", "", 9), /* today */
	};
	struct kept kept;

	text_copy_cut(entries[0].note, sizeof(entries[0].note), "from the city");
	enter(f, entries, ELEMENTS(entries), false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, ELEMENTS(entries));
	fixture_reopen(f);
	kept = stored(f);
	assert_int_equal(kept.n, ELEMENTS(entries));
	for (int i = 0; i < kept.n; i++) {
		assert_string_equal(kept.entry[i].source, entries[i].source);
		assert_string_equal(kept.entry[i].from_day, entries[i].from_day);
		assert_string_equal(kept.entry[i].to_day, entries[i].to_day);
		assert_string_equal(kept.entry[i].service, entries[i].service);
		assert_string_equal(kept.entry[i].note, entries[i].note);
		assert_int_equal(kept.entry[i].ticket, 0);
		for (int j = 0; j < DOSSIER_COUNTS; j++) {
			assert_int_equal(kept.entry[i].counts.has[j], j == DOSSIER_RECEIVED);
		}
		assert_int_equal(kept.entry[i].counts.n[DOSSIER_RECEIVED],
			entries[i].counts.n[DOSSIER_RECEIVED]);
	}
}

/* One wrong entry, the first or the last, and nothing of all is stored. */
static void test_a_wrong_entry_is_named(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *service;
		int received; /* −1 none */
		enum command_error error;
		const char *field;
	} table[] = {
		{"2026-09-31", "2026-10-01", "A", 1, ERROR_BAD_FIELD, "from"},
		{"2026-09-01", "2026-09-31", "A", 1, ERROR_BAD_FIELD, "from"},
		{"", "", "A", 1, ERROR_BAD_FIELD, "from"},
		{"2026-10-02", "2026-10-01", "A", 1, ERROR_BAD_FIELD, "from"},
		{"2026-11-23", "2026-11-24", "A", 1, ERROR_BAD_FIELD, "to"},
		{"2026-10-01", "2026-10-01", "Z", 1, ERROR_NOT_FOUND, "service"},
		{"2026-10-01", "2026-10-01", "A", -1, ERROR_BAD_FIELD, "received"},
	};
	static const char *const begins[] = {"entry 1:", "entry 2:", "row 40: "};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(table); i++) {
		for (int place = 0; place < 3; place++) {
			struct dossier_entry entries[3];

			for (int j = 0; j < 3; j++) {
				entries[j] = make("clerk", "2026-10-01", "2026-10-01", "A", 1);
			}
			entries[place] = make("clerk", table[i].from, table[i].to, table[i].service,
				table[i].received);
			entries[place].row = place == 2 ? 40 : 0; /* of a table, it has a row */
			enter(f, entries, 3, false);
			assert_int_equal(f->answer.error, table[i].error);
			assert_string_equal(f->answer.field, table[i].field);
			assert_memory_equal(f->answer.message, begins[place], 8);
			assert_int_equal(f->n_events, 0);
		}
	}
	assert_int_equal(stored(f).n, 0);
}

/* Or a report would count them twice. What clerks enter may: they do so every day. */
static void test_imports_must_not_overlap(void **state)
{
	static const struct {
		const char *from;
		const char *to;
		const char *service;
		bool overlaps; /* with October of service A */
	} table[] = {
		{"2026-10-31", "2026-11-01", "A", true},
		{"2026-09-01", "2026-10-01", "A", true},
		{"2026-10-10", "2026-10-11", "", true},
		{"2026-10-01", "2026-10-10", "A", true},
		{"2026-10-10", "2026-10-31", "A", true},
		{"2026-10-01", "2026-10-31", "", true},
		{"2026-10-10", "2026-10-11", "B", false},
		{"2026-11-01", "2026-11-01", "A", false},
		{"2026-09-01", "2026-09-30", "A", false},
	};
	struct fixture *f = *state;
	struct dossier_entry october = make("import", "2026-10-01", "2026-10-31", "A", 1);

	for (size_t i = 0; i < ELEMENTS(table); i++) {
		struct dossier_entry entries[] = {make("import", "2025-01-01", "2025-12-31", "", 1),
			october, make("import", table[i].from, table[i].to, table[i].service, 1)};
		struct command remove = {.kind = COMMAND_DOSSIER_REMOVE};
		struct kept kept;

		/* all at once */
		enter(f, entries, 3, true);
		assert_int_equal(f->answer.error, table[i].overlaps ? ERROR_EXISTS : ERROR_NONE);
		assert_int_equal(stored(f).n, table[i].overlaps ? 0 : 3);
		if (table[i].overlaps) {
			assert_memory_equal(f->answer.message, "entry 3: ", 9);
			/* one after the other */
			enter(f, entries, 2, false);
			assert_int_equal(f->answer.error, ERROR_NONE);
			enter(f, &entries[2], 1, true); /* gives way to the same days alone */
			assert_int_equal(f->answer.error, ERROR_EXISTS);
			assert_string_equal(f->answer.field, "from");
			assert_non_null(strstr(f->answer.message, "(2026-10-01 to 2026-10-31)"));
			assert_int_equal(stored(f).n, 2);
			text_copy_cut(entries[2].source, sizeof(entries[2].source), "clerk");
			enter(f, &entries[2], 1, false);
			assert_int_equal(f->answer.error, ERROR_NONE);
		}
		kept = stored(f);
		assert_int_equal(kept.n, 3);
		for (int j = 0; j < kept.n; j++) {
			remove.entry = kept.entry[j].id;
			fixture_run(f, &remove);
			assert_int_equal(f->answer.error, ERROR_NONE);
		}
		assert_int_equal(stored(f).n, 0);
	}
	fixture_verify(f);
}

/* The same days and service once more: refused, unless it is to take the place of the former. */
static void test_an_import_gives_way_to_its_like(void **state)
{
	struct fixture *f = *state;
	struct dossier_entry entries[] = {
		make("import", "2026-09-01", "2026-09-30", "A", 1),
		make("import", "2026-10-01", "2026-10-31", "A", 2),
	};
	struct kept kept;

	enter(f, entries, 2, false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	entries[0].counts.n[DOSSIER_RECEIVED] = 11;
	enter(f, entries, 1, false);
	assert_int_equal(f->answer.error, ERROR_EXISTS);
	enter(f, entries, 1, true);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, 2); /* the former goes, and the new one comes */
	fixture_reopen(f);
	kept = stored(f);
	assert_int_equal(kept.n, 2);
	assert_int_equal(kept.entry[0].counts.n[DOSSIER_RECEIVED], 2);
	assert_int_equal(kept.entry[1].counts.n[DOSSIER_RECEIVED], 11);
}

static void test_an_entry_is_removed_by_its_id(void **state)
{
	struct fixture *f = *state;
	struct command remove = {.kind = COMMAND_DOSSIER_REMOVE};
	struct dossier_entry entries[] = {
		make("clerk", "2026-11-23", "2026-11-23", "A", 1),
		make("clerk", "2026-11-23", "2026-11-23", "A", 2),
	};

	enter(f, entries, 2, false);
	remove.entry = stored(f).entry[0].id;
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NONE);
	fixture_run(f, &remove);
	assert_int_equal(f->answer.error, ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "id");
	fixture_reopen(f);
	assert_int_equal(stored(f).n, 1);
	assert_int_equal(stored(f).entry[0].counts.n[DOSSIER_RECEIVED], 2);
}

/* What was counted with a finish is of the ticket's day and service, and goes with the finish; of
 * no other ticket, and nothing that was entered otherwise. */
static void test_what_a_finish_counted_goes_with_it(void **state)
{
	struct fixture *f = *state;
	struct command finish = {.kind = COMMAND_FINISH,
		.counter = 1,
		.dossiers = {.has = {[DOSSIER_RECEIVED_COUNTER] = true},
			.n = {[DOSSIER_RECEIVED_COUNTER] = 3}}};
	struct dossier_entry entry = make("clerk", "2026-11-23", "2026-11-23", "A", 1);
	int64_t tickets[2];
	struct kept kept;

	fixture_open(f, 1, "s1");
	enter(f, &entry, 1, false);
	for (int i = 0; i < 2; i++) {
		tickets[i] = serve(f, 1);
		fixture_run(f, &finish);
		assert_int_equal(f->answer.error, ERROR_NONE);
	}
	(void)serve_and_finish(f, 1); /* states none */
	kept = stored(f);
	assert_int_equal(kept.n, 3);
	for (int i = 0; i < 2; i++) {
		assert_string_equal(kept.entry[i + 1].source, "finish");
		assert_int_equal(kept.entry[i + 1].ticket, tickets[i]);
		assert_string_equal(kept.entry[i + 1].from_day, "2026-11-23");
		assert_string_equal(kept.entry[i + 1].to_day, "2026-11-23");
		assert_string_equal(kept.entry[i + 1].service, "A");
		assert_int_equal(kept.entry[i + 1].counts.n[DOSSIER_RECEIVED_COUNTER], 3);
	}
	(void)serve(f, 1);
	finish.dossiers.n[DOSSIER_RECEIVED_COUNTER] = 4;
	fixture_run(f, &finish);
	assert_int_equal(stored(f).n, 4);
	(void)fixture_move(f, COMMAND_UNDO_FINISH, 1, ERROR_NONE);
	fixture_reopen(f);
	kept = stored(f);
	assert_int_equal(kept.n, 3);
	assert_string_equal(kept.entry[0].source, "clerk");
	assert_int_equal(kept.entry[2].ticket, tickets[1]);
	fixture_run(f, &finish); /* again, and counted once */
	assert_int_equal(stored(f).n, 4);
	assert_int_equal(stored(f).entry[3].counts.n[DOSSIER_RECEIVED_COUNTER], 4);
}

static int set_up_without_site(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	f->now = fixture_at(8 * 60, 0);
	text_copy_cut(f->dir, sizeof(f->dir), "/tmp/layso-test-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	assert_int_equal(store_create(f->dir), 0);
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
	*state = f;
	return 0;
}

/* Then there is nobody to rate and no service to count for; all services are. */
static void test_before_there_is_a_site(void **state)
{
	struct fixture *f = *state;
	struct dossier_entry of_one = make("import", "2026-10-01", "2026-10-31", "A", 1);
	struct dossier_entry of_all = make("import", "2026-10-01", "2026-10-31", "", 1);

	rate(f, 1, 0, 5, ERROR_NO_SITE);
	enter(f, &of_one, 1, false);
	assert_int_equal(f->answer.error, ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "service");
	enter(f, &of_all, 1, false);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(stored(f).n, 1);
	tell_portal(f, true, "", 1);
}

/* The evaluation's figures */

static void take_evaluation(
	struct fixture *f, const char *period, int64_t seq, enum command_error expected)
{
	json_t *json = json_pack("{s:s, s:[]}", "period", period, "rows");
	struct command command = {
		.kind = COMMAND_EVALUATION, .evaluation = json, .evaluation_seq = seq};

	text_copy_cut(command.period, sizeof(command.period), period);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, expected);
	assert_int_equal(f->n_events, expected == ERROR_NONE ? 1 : 0);
	json_decref(json);
}

static void remove_evaluation(struct fixture *f, const char *period, enum command_error expected)
{
	struct command command = {.kind = COMMAND_EVALUATION};

	text_copy_cut(command.period, sizeof(command.period), period);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, expected);
}

static void test_an_evaluation_is_taken_replaced_and_removed(void **state)
{
	struct fixture *f = *state;
	int64_t seq;

	remove_evaluation(f, "2026-10", ERROR_NOT_FOUND);
	take_evaluation(f, "2026-10", 7, ERROR_CHANGED); /* it is not there any more */
	take_evaluation(f, "2026-10", 0, ERROR_NONE);
	seq = f->answer.seq;
	assert_string_equal(f->events[0].event.note, "2026-10");
	take_evaluation(f, "2026-10", 0, ERROR_CHANGED); /* somebody else's stands there now */
	take_evaluation(f, "2026-Q3", 0, ERROR_NONE);
	take_evaluation(f, "2026-10", seq, ERROR_NONE);
	fixture_reopen(f);
	take_evaluation(f, "2026-10", seq, ERROR_CHANGED);
	remove_evaluation(f, "2026-10", ERROR_NONE);
	seq = f->answer.seq;
	remove_evaluation(f, "2026-10", ERROR_NOT_FOUND);
	take_evaluation(f, "2026-10", 0, ERROR_CHANGED); /* of before the removal */
	take_evaluation(f, "2026-10", seq, ERROR_NONE);
	remove_evaluation(f, "2026-Q3", ERROR_NONE);
}

static void test_evaluations_are_bounded(void **state)
{
	struct fixture *f = *state;
	char period[EVALUATION_PERIOD + 1];
	int64_t seq;

	for (int i = 0; i < LIMIT_EVALUATIONS; i++) {
		(void)snprintf(period, sizeof(period), "%04d", 2000 + i % 1000);
		take_evaluation(f, period, 0, ERROR_NONE);
	}
	seq = f->answer.seq;
	take_evaluation(f, "2026-10", 0, ERROR_LIMIT);
	take_evaluation(f, period, seq, ERROR_NONE);
	remove_evaluation(f, "2000", ERROR_NONE);
	take_evaluation(f, "2026-10", 0, ERROR_NONE);
	take_evaluation(f, "2026-11", 0, ERROR_LIMIT);
}

#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_visit_is_rated_once),
		WITH_QUEUE(test_a_visit_is_rated_soon),
		WITH_QUEUE(test_a_counter_rates_its_last_visit),
		WITH_QUEUE(test_a_disruption_of_the_portal),
		WITH_QUEUE(test_entries_are_stored_as_they_are),
		WITH_QUEUE(test_a_wrong_entry_is_named),
		WITH_QUEUE(test_imports_must_not_overlap),
		WITH_QUEUE(test_an_import_gives_way_to_its_like),
		WITH_QUEUE(test_an_entry_is_removed_by_its_id),
		WITH_QUEUE(test_what_a_finish_counted_goes_with_it),
		WITH_QUEUE(test_an_evaluation_is_taken_replaced_and_removed),
		WITH_QUEUE(test_evaluations_are_bounded),
		cmocka_unit_test_setup_teardown(
			test_before_there_is_a_site, set_up_without_site, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
