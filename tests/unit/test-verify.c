/* SPDX-License-Identifier: Apache-2.0 */
/* The replay of the log: each row that does not follow from it is named, and so is the event that
 * does not fit. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/store-internal.h"

/* Tickets 1 … 3, of which 1 is finished and 2 is served; a copy of it all. */
static char *live(struct fixture *f)
{
	char *copy = text_printf("%s/copy", f->dir);
	struct store_facts facts;

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 3; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	for (int i = 0; i < 2; i++) {
		(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
		fixture_pass_s(f, 60);
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		if (i == 0) {
			(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
		}
	}
	assert_int_equal(store_backup(queue_store(f->queue), copy, NULL, &facts), 0);
	return copy;
}

/* What is said of the copy after a change of it. Heap. */
static char *said_after(const char *copy, const char *sql, int64_t *ret_events)
{
	_cleanup_free_ char *path = text_printf("%s-changed", copy);
	struct store *store = NULL;
	char *report = NULL;

	assert_int_equal(store_copy_file(copy, path, NULL), 0);
	assert_int_equal(store_open_writable(path, &store), 0);
	assert_int_equal(store_exec(store, "PRAGMA journal_mode=DELETE"), 0);
	assert_int_equal(store_exec(store, sql), 0);
	store_close(store);
	assert_int_equal(store_verify_file(path, ret_events, &report), -EUCLEAN);
	assert_non_null(report);
	(void)unlink(path);
	return report;
}

static void test_each_row_that_does_not_follow_is_named(void **state)
{
	static const struct {
		const char *sql;
		const char *said;
	} cases[] = {
		{"UPDATE ticket SET note = 'x' WHERE id = 1",
			"ticket 1: note is 'x', by the log ''\n"},
		{"DELETE FROM ticket WHERE id = 3", "ticket: a row is missing: 3\n"},
		{"DELETE FROM ticket WHERE id = 1", "ticket 1: id is '2', by the log '1'\n"},
		{"UPDATE segment SET confirmed = 1 - confirmed WHERE ticket = 1",
			"segment 1: confirmed is '0', by the log '1'\n"},
		{"DELETE FROM segment WHERE ticket = 2", "segment: a row is missing: 2\n"},
		{"UPDATE session SET pauses = 7", "session 1: pauses is '7', by the log '0'\n"},
		{"INSERT INTO device VALUES ('x', 'ok', 'none', '', 0, 0, 0)",
			"device: a row is too many: x\n"},
		{"UPDATE day SET floor = 5", "floor is '5', by the log '0'\n"},
	};
	_cleanup_free_ char *copy = live(*state);
	int64_t events;

	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *report = said_after(copy, cases[i].sql, &events);

		if (!strstr(report, cases[i].said)) {
			fail_msg("%s: %s", cases[i].sql, report);
		}
	}
}

static void test_many_differences_are_cut(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *copy = NULL;
	_cleanup_free_ char *report = NULL;
	int64_t events;
	int lines = 0;

	for (int i = 0; i < 30; i++) {
		(void)fixture_issue(f, "B", LANE_REGULAR);
	}
	copy = live(f);
	report = said_after(copy, "UPDATE ticket SET note = 'x'", &events);
	for (const char *at = report; (at = strchr(at, '\n')); at++) {
		lines++;
	}
	assert_int_equal(lines, 20);
	assert_int_equal(events, model_seq(queue_model(f->queue)));
}

static void test_an_event_that_does_not_fit_is_named(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *copy = live(f);
	_cleanup_free_ char *report = NULL;
	_cleanup_free_ char *said = NULL;
	int64_t events = 0;
	int64_t call = 0;

	assert_int_equal(store_get_int(queue_store(f->queue),
				 "SELECT min(seq) FROM event WHERE kind = 'call'", &call),
		0);
	/* What was called is called again, before anybody came. */
	report = said_after(copy,
		"DROP TRIGGER event_is_not_changed;"
		"UPDATE event SET kind = 'call' WHERE seq = (SELECT min(seq) FROM event WHERE "
		"kind = 'appear')",
		&events);
	assert_int_equal(events, call);
	said = text_printf("event %lld does not fit what was before it\n", (long long)call + 1);
	assert_string_equal(report, said);
}

static void test_a_page_that_is_lost_is_said(void **state)
{
	_cleanup_free_ char *copy = live(*state);
	_cleanup_free_ char *report = NULL;
	char zeros[4096] = {0};
	FILE *file = fopen(copy, "r+");
	int64_t events = -1;

	assert_non_null(file);
	assert_int_equal(fseek(file, 4096 * 3, SEEK_SET), 0);
	assert_int_equal(fwrite(zeros, sizeof(zeros), 1, file), 1);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(store_verify_file(copy, &events, &report), -EUCLEAN);
	assert_non_null(report);
	assert_int_equal(events, 0);
}

static void test_there_is_nothing_to_verify(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/none", f->dir);
	_cleanup_free_ char *report = NULL;
	int64_t events;

	assert_true(store_verify_file(path, &events, &report) < 0);
	assert_null(report);
	assert_int_not_equal(access(path, F_OK), 0); /* none is made */
}

/* A hub goes on while it is verified, and what it commits meanwhile is not looked at. */
static void test_the_hall_goes_on_meanwhile(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *copy = live(f);
	_cleanup_free_ char *report = NULL;
	int64_t before = model_seq(queue_model(f->queue));
	int64_t events = 0;

	assert_int_equal(store_verify(f->dir, &events, &report), 0);
	assert_int_equal(events, before);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(store_verify(f->dir, &events, &report), 0);
	assert_int_equal(events, before + 1);
	assert_int_equal(store_verify_file(copy, &events, &report), 0);
	assert_int_equal(events, before);
	assert_null(report);
}

static int64_t count(struct store *store, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(store_get_int(store, sql, &n), 0);
	return n;
}

/* Folded up to an event, the tables are as they were then. */
static void test_a_replay_ends_where_it_should(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *copy = live(f);
	struct store *from = queue_store(f->queue);
	struct replay_wish wish = {0};
	struct replay_done done;
	int64_t last = model_seq(queue_model(f->queue));

	for (wish.until = last; wish.until > 0; wish.until--) {
		_cleanup_free_ char *issued = text_printf("SELECT count(*) FROM event WHERE kind = "
							  "'issue' AND seq <= %lld",
			(long long)wish.until);
		_cleanup_(store_closep) struct store *scratch = NULL;

		assert_int_equal(store_open_scratch(&scratch), 0);
		assert_int_equal(verify_replay(from, scratch, &wish, &done), 0);
		assert_int_equal(done.last, wish.until);
		assert_int_equal(done.from, 1);
		assert_true(done.whole);
		assert_int_equal(count(scratch, "SELECT max(seq) FROM event"), wish.until);
		assert_int_equal(
			count(scratch, "SELECT count(*) FROM ticket"), count(from, issued));
	}
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_each_row_that_does_not_follow_is_named),
		WITH_QUEUE(test_many_differences_are_cut),
		WITH_QUEUE(test_an_event_that_does_not_fit_is_named),
		WITH_QUEUE(test_a_page_that_is_lost_is_said),
		WITH_QUEUE(test_there_is_nothing_to_verify),
		WITH_QUEUE(test_the_hall_goes_on_meanwhile),
		WITH_QUEUE(test_a_replay_ends_where_it_should),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
