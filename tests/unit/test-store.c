/* SPDX-License-Identifier: Apache-2.0 */
/* The database itself: its tables beside its log, marks beside it, the size of its WAL. */
#include "queue/store.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/queue.h"
#include "queue/recover.h"
#include "queue/store-internal.h"

static void test_a_rebuild_is_acknowledged_once_by_somebody(void **state)
{
	struct fixture *f = *state;
	struct command report = {.kind = COMMAND_DEVICE,
		.device = HUB_DATABASE,
		.device_state = HUB_REBUILT,
		.fault = "device"};
	struct command well = {.kind = COMMAND_DEVICE,
		.device = HUB_DATABASE,
		.device_state = "ok",
		.fault = "none"};
	struct command acknowledge = {.kind = COMMAND_ACKNOWLEDGE, .actor = "chi"};

	fixture_run(f, &acknowledge);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	fixture_run(f, &report);
	fixture_run(f, &acknowledge);
	assert_int_equal(f->n_events, 1);
	assert_int_equal(f->events[0].event.kind, EVENT_ACKNOWLEDGE);
	assert_string_equal(f->events[0].event.actor, "chi");
	fixture_run(f, &well); /* the hub's own report */
	fixture_run(f, &acknowledge);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	fixture_verify(f);
	fixture_reopen(f);
}

static int64_t wal_bytes(const struct fixture *f)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db-wal", f->dir);
	struct stat st;

	return stat(path, &st) < 0 ? -1 : (int64_t)st.st_size;
}

static void test_a_log_that_has_grown_is_cut_when_idle(void **state)
{
	struct fixture *f = *state;
	_cleanup_(store_closep) struct store *reader = NULL;
	int64_t events = 0;

	assert_int_equal(store_open_reader(f->dir, false, &reader), 0);
	assert_int_equal(store_exec(reader, "BEGIN"), 0);
	assert_int_equal(store_get_int(reader, "SELECT count(*) FROM event", &events), 0);
	while (wal_bytes(f) <= STORE_WAL_KEPT) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	/* Somebody reads, as a backup does. */
	assert_int_equal(store_checkpoint(queue_store(f->queue)), 0);
	assert_true(wal_bytes(f) > STORE_WAL_KEPT);
	assert_int_equal(store_exec(reader, "COMMIT"), 0);
	assert_int_equal(store_checkpoint(queue_store(f->queue)), 0);
	assert_int_equal(wal_bytes(f), STORE_WAL_KEPT);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_verify(f);
	assert_int_equal(store_checkpoint(queue_store(f->queue)), 0);
	assert_int_equal(wal_bytes(f), STORE_WAL_KEPT);
}

/* Cutting it while tickets are given would make each of them grow the file again. */
static void test_a_log_under_load_keeps_its_size(void **state)
{
	struct fixture *f = *state;
	int64_t greatest = 0;

	test_a_log_that_has_grown_is_cut_when_idle(state);
	assert_int_equal(store_exec(queue_store(f->queue), "PRAGMA wal_autocheckpoint=1200"), 0);
	for (int i = 0; i < 900; i++) { /* enough to begin the log anew twice */
		(void)fixture_issue(f, "A", LANE_REGULAR);
		assert_true(wal_bytes(f) >= greatest);
		greatest = wal_bytes(f);
	}
	assert_true(greatest > STORE_WAL_KEPT);
}

static int count_steps(void *userdata)
{
	(*(int *)userdata)++;
	return 0;
}

/* How long the hub looks for the last boot does not grow with what that boot has seen. */
static void test_a_boot_of_many_events_is_loaded_as_fast(void **state)
{
	struct fixture *f = *state;
	int steps[2];

	for (int i = 0; i < 2; i++) {
		_cleanup_(store_closep) struct store *reader = NULL;
		_cleanup_(boots_done) struct boots boots = {0};

		for (int n = 0; n < 20 + i * 400; n++) {
			(void)fixture_issue(f, "A", LANE_REGULAR);
		}
		assert_int_equal(store_open_reader(f->dir, false, &reader), 0);
		steps[i] = 0;
		sqlite3_progress_handler(reader->db, 1, count_steps, &steps[i]);
		assert_int_equal(store_boots(reader, &boots), 0);
		assert_int_equal(boots.n, 1);
		assert_true(boots.boot[0].began_wall_ms > 0);
	}
	assert_in_range(steps[1], 1, steps[0]);
}

static int count_in(const char *const names[], const char *name)
{
	int n = 0;

	for (int i = 0; names[i]; i++) {
		n += !name || strcmp(names[i], name) == 0;
	}
	return n;
}

/* A table that is new follows from the log, and is compared and recovered, or is named. */
static void test_every_table_is_compared_or_named(void **state)
{
	struct store *store = NULL;
	sqlite3_stmt *select = NULL;
	int n = 0;

	(void)state;
	assert_int_equal(store_open_scratch(&store), 0);
	assert_int_equal(store_prepare(store,
				 "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT "
				 "LIKE 'sqlite!_%' ESCAPE '!'",
				 &select),
		0);
	while (sqlite3_step(select) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(select, 0);

		if (count_in(recover_table_names, name) + count_in(recover_tables_beside, name) !=
			1) {
			fail_msg("table %s is in none of the lists of recover.c, or in both", name);
		}
		n++;
	}
	assert_int_equal(
		n, count_in(recover_table_names, NULL) + count_in(recover_tables_beside, NULL));
	(void)sqlite3_finalize(select);
	store_close(store);
}

/* What is known of the clock decides about days: it is compared like the rest. */
static void test_a_forged_clock_is_found(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, f->dir);
	_cleanup_free_ char *report = NULL;
	struct store *other = NULL;
	int64_t events = 0;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_verify(f);
	assert_int_equal(store_open_writable(path, &other), 0);
	assert_int_equal(store_exec(other, "UPDATE clock SET day_guessed = 1"), 0);
	store_close(other);
	assert_int_equal(store_verify(f->dir, &events, &report), -EUCLEAN);
	assert_non_null(strstr(report, "clock"));
	assert_non_null(strstr(report, "day_guessed"));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_rebuild_is_acknowledged_once_by_somebody),
		WITH_QUEUE(test_a_log_that_has_grown_is_cut_when_idle),
		WITH_QUEUE(test_a_log_under_load_keeps_its_size),
		WITH_QUEUE(test_a_boot_of_many_events_is_loaded_as_fast),
		WITH_QUEUE(test_every_table_is_compared_or_named),
		WITH_QUEUE(test_a_forged_clock_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
