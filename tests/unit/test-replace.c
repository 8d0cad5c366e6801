/* SPDX-License-Identifier: Apache-2.0 */
/* Killed at each step of a restore and of a rebuild: the former database is in force, whole with
 * its WAL, or the new one is. Nothing in between, and no empty one. */
#include "queue/replace.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue-fixture.h"

enum { STEPS = 6, KILLED = 77 };

static int die_at;

static void die(int step)
{
	if (step == die_at) {
		_exit(KILLED);
	}
}

/* Runs a part of a test in a process of its own that ends without closing anything. */
static int in_child(void (*part)(struct fixture *), struct fixture *f)
{
	int status = 0;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		part(f);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void close_queue(struct fixture *f)
{
	queue_close(f->queue);
	f->queue = NULL;
}

static void open_queue(struct fixture *f)
{
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
}

/* Three tickets that are in the WAL alone. */
static void issue_and_lose_power(struct fixture *f)
{
	open_queue(f);
	for (int i = 0; i < 3; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
}

static void restore(struct fixture *f)
{
	_cleanup_free_ char *backup = text_printf("%s/backup", f->dir);
	struct restore_options options = {.volatile_ok = true, .now = f->now};
	struct store_restored done = {0};

	replace_before_step = die;
	_exit(store_restore(f->dir, backup, &options, &done) < 0 ? 1 : 0);
}

static void open_killed(struct fixture *f)
{
	replace_before_step = die;
	open_queue(f);
}

static int64_t events_of(const char *path)
{
	_cleanup_free_ char *report = NULL;
	int64_t events = 0;

	assert_int_equal(store_verify_file(path, &events, &report), 0);
	return events;
}

static void test_a_restore_killed_at_each_step(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *backup = text_printf("%s/backup", f->dir);
	_cleanup_free_ char *folder = text_printf("%s/replacing", f->dir);
	struct store_facts facts;
	int asides = 0;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(store_backup(queue_store(f->queue), backup, NULL, &facts), 0);
	close_queue(f);
	for (die_at = 0; die_at < STEPS; die_at++) {
		_cleanup_free_ char *aside = text_printf("%s.before-restore-%d", path, asides + 1);
		int64_t before;

		assert_int_equal(in_child(issue_and_lose_power, f), 0);
		before = events_of(path);
		assert_int_equal(in_child(restore, f), KILLED);
		open_queue(f);
		assert_int_not_equal(access(folder, F_OK), 0);
		if (die_at == 0) {
			assert_int_not_equal(access(aside, F_OK), 0);
			assert_true(model_seq(queue_model(f->queue)) > before);
		} else {
			asides++;
			assert_int_equal(events_of(aside), before);
			assert_non_null(model_find_ticket(queue_model(f->queue), 1));
			assert_null(model_find_ticket(queue_model(f->queue), 2));
		}
		fixture_verify(f);
		close_queue(f);
	}
	open_queue(f);
}

/* Days later the backup's own day goes on, where no clock says that it is over: above the numbers
 * that were given on it after the backup, and on the days since. */
static void test_numbers_of_each_day_since_the_backup_are_not_given_again(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *backup = text_printf("%s/backup", f->dir);
	struct restore_options options = {.volatile_ok = true};
	struct command open = {.kind = COMMAND_DAY_OPEN};
	struct store_restored done = {0};
	struct store_facts facts;
	int used = 0;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(store_backup(queue_store(f->queue), backup, NULL, &facts), 0);
	for (int day = 0; day < 3; day++) {
		for (int i = 0; i < 5 - day; i++) {
			(void)fixture_issue(f, "A", LANE_REGULAR);
		}
		f->now.wall_ms += 24 * 3600 * 1000LL;
		f->now.boot_ms += 24 * 3600 * 1000LL;
	}
	fixture_run(f, &open);
	close_queue(f);
	f->now.boot_id[0] = 'f';
	f->now.boot_ms = 20000;
	f->now.trusted = false;
	options.now = f->now;
	assert_int_equal(store_restore(f->dir, backup, &options, &done), 0);
	store_restored_done(&done);
	open_queue(f);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-23");
	assert_string_equal(f->answer.ticket.text, "A007");
	for (int day = 24; day <= 25; day++) {
		_cleanup_free_ char *date = text_printf("2026-11-%d", day);

		assert_int_equal(
			store_last_number(queue_store(f->queue), date, INT64_MAX, &used), 0);
		assert_int_equal(used, 24 + 4 - day);
	}
	fixture_verify(f);
}

static void restore_again(struct fixture *f, const char *backup)
{
	struct restore_options options = {.volatile_ok = true, .now = f->now};
	struct store_restored done = {0};

	assert_int_equal(store_restore(f->dir, backup, &options, &done), 0);
	store_restored_done(&done);
}

/* What the first one told the database of a day that it has not opened, the next ones carry on. */
static void test_a_restore_after_a_restore_gives_no_number_again(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *backup = text_printf("%s/backup", f->dir);
	struct store_facts facts;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(store_backup(queue_store(f->queue), backup, NULL, &facts), 0);
	f->now.wall_ms += 24 * 3600 * 1000LL;
	f->now.boot_ms += 24 * 3600 * 1000LL;
	for (int i = 0; i < 4; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
	close_queue(f);
	f->now.boot_id[0] = 'f';
	f->now.boot_ms = 20000;
	f->now.trusted = false;
	for (int i = 0; i < 3; i++) {
		restore_again(f, backup);
	}
	f->now.trusted = true;
	open_queue(f);
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	assert_string_equal(f->answer.ticket.text, "A005");
	fixture_verify(f);
}

static void damage_tickets(const char *path)
{
	_cleanup_free_ char *data = NULL;
	size_t size = 0;

	assert_int_equal(text_read_file(path, 10000000, &data, &size), 0);
	for (char *at = data; (at = memmem(at, size - (size_t)(at - data), "regularWAITING", 14));
		at++) {
		memcpy(at + 7, "WAITIMG", 7);
	}
	assert_int_equal(text_write_file(path, data, size, 0600), 0);
}

static int count_token(const char *name, const char *role, const uint8_t hash[32],
	int64_t made_wall_ms, void *userdata)
{
	(void)made_wall_ms;
	assert_string_equal(name, "kiosk-1");
	assert_string_equal(role, "kiosk");
	assert_int_equal(hash[31], 7);
	(*(int *)userdata)++;
	return 0;
}

static void test_a_rebuild_killed_at_each_step_keeps_tickets_tokens_and_the_key(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	uint8_t hash[32] = {[31] = 7};
	uint8_t key[32];
	uint8_t kept[32];
	int64_t id = 0;

	assert_int_equal(store_token_add(queue_store(f->queue), "kiosk-1", "kiosk", hash), 0);
	assert_int_equal(store_secret(queue_store(f->queue), key), 0);
	for (int i = 0; i < 50; i++) {
		id = fixture_issue(f, "A", LANE_REGULAR);
	}
	for (die_at = 0; die_at < STEPS; die_at++) {
		int tokens = 0;

		close_queue(f);
		damage_tickets(path);
		assert_int_equal(in_child(open_killed, f), KILLED);
		open_queue(f);
		assert_int_equal(fixture_ticket(f, id)->state, TICKET_WAITING);
		assert_int_equal(store_tokens(queue_store(f->queue), count_token, &tokens), 0);
		assert_int_equal(tokens, 1);
		assert_int_equal(store_secret(queue_store(f->queue), kept), 0);
		assert_memory_equal(key, kept, sizeof(key));
		fixture_verify(f);
	}
}

static void test_no_empty_database_in_place_of_a_former_one(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *aside = text_printf("%s.before-restore-1", path);
	struct queue *queue = NULL;

	close_queue(f);
	assert_int_equal(rename(path, aside), 0);
	assert_int_equal(queue_open(f->dir, true, &f->now, &queue), -ENODATA);
	assert_null(queue);
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_equal(rename(aside, path), 0);
	open_queue(f);
}

/* Nothing can be read: that is no reason for an empty hall. */
static void test_a_file_that_is_no_database_stays(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *whole = NULL;
	_cleanup_free_ char *bad = NULL;
	_cleanup_free_ char *after = NULL;
	struct queue *queue = NULL;
	size_t size = 0;
	size_t after_size = 0;

	close_queue(f);
	assert_int_equal(text_read_file(path, 10000000, &whole, &size), 0);
	bad = memory_new(size, 1);
	memset(bad, 'x', size);
	assert_int_equal(text_write_file(path, bad, size, 0600), 0);
	assert_int_equal(queue_open(f->dir, true, &f->now, &queue), -ENODATA);
	assert_null(queue);
	assert_int_equal(text_read_file(path, 10000000, &after, &after_size), 0);
	assert_int_equal(after_size, size);
	assert_memory_equal(after, bad, size);
	assert_int_equal(text_write_file(path, whole, size, 0600), 0);
	open_queue(f);
}

/* The index is of other columns than it says. */
static void test_an_index_that_does_not_fit_is_made_anew(void **state)
{
	static const char is_wrong[] =
		"SELECT integrity_check <> 'ok' FROM pragma_integrity_check LIMIT 1";
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *report = NULL;
	struct store *store = NULL;
	int64_t events = 0;
	int64_t wrong = 0;

	(void)fixture_issue(f, "A", LANE_REGULAR);
	(void)fixture_issue(f, "B", LANE_REGULAR);
	close_queue(f);
	assert_int_equal(store_open_writable(path, &store), 0);
	assert_int_equal(store_exec(store,
				 "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql="
				 "replace(sql, '(day, number, series)', '(day, id, series)') "
				 "WHERE name='ticket_number'"),
		0);
	store_close(store);
	assert_int_equal(store_open_writable(path, &store), 0);
	assert_int_equal(store_get_int(store, is_wrong, &wrong), 0);
	assert_int_equal(wrong, 1);
	assert_int_equal(store_verify(f->dir, &events, &report), -EUCLEAN);
	assert_non_null(strstr(report, "ticket_number"));
	assert_int_equal(store_mend(store), 0);
	assert_int_equal(store_get_int(store, is_wrong, &wrong), 0);
	assert_int_equal(wrong, 0);
	store_close(store);
	open_queue(f);
}

enum { GIVEN = 60 };
static int bad_page;
static uint8_t slip_key[32]; /* of the slips that are in people's hands */
static bool has_key; /* its page is whole */
static int retries; /* a hub that ended at damage may have given a number before */

static bool has_slip_key(struct fixture *f)
{
	uint8_t key[sizeof(slip_key)];

	return store_secret(queue_store(f->queue), key) == 0 &&
		memcmp(key, slip_key, sizeof(key)) == 0;
}

/* Both checkers: the hub's, by the log, and the one that shares no code with it. */
static bool is_verified(struct fixture *f)
{
	_cleanup_free_ char *report = NULL;
	struct check_report check = {0};
	int64_t events = 0;
	bool good = store_verify(f->dir, &events, &report) == 0 &&
		check_database(f->dir, &check) == 0 && check.violations == 0;

	if (!good) {
		print_error("%s%s\n", report ? report : "", check.said.data ? check.said.data : "");
	}
	check_report_done(&check);
	return good;
}

/* The hub of a morning after: it opens, a press gets a number that nobody has, and the people who
 * wait are called in their order. */
static void open_and_press(struct fixture *f)
{
	struct command issue = {.kind = COMMAND_ISSUE, .service = "A", .lane = LANE_REGULAR};

	replace_before_step = NULL;
	if (queue_open(f->dir, true, &f->now, &f->queue) < 0) {
		_exit(1);
	}
	if (has_key && !has_slip_key(f)) {
		_exit(2);
	}
	if (store_look_through(queue_store(f->queue), NULL, NULL) == -EUCLEAN) {
		if (store_is_suspect(f->dir) || !store_suspect(queue_store(f->queue))) {
			_exit(8); /* it was mended, and is not */
		}
		abort(); /* as the hub does (hub-integrity.c) */
	}
	if (!model_site(queue_model(f->queue))) {
		_exit(3);
	}
	fixture_run(f, &issue);
	if (f->answer.error != ERROR_NONE || f->answer.ticket.number <= GIVEN ||
		f->answer.ticket.number > GIVEN + 1 + retries ||
		f->answer.ticket.id != f->answer.ticket.number) {
		_exit(4);
	}
	if (retries > 0) {
		_exit(0); /* what the first one did is done */
	}
	fixture_open(f, 1, "s1");
	for (int id = 1; id <= 3; id++) {
		if (fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE) != id) {
			_exit(5);
		}
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		(void)fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
	}
	f->now.wall_ms += 24 * 3600 * 1000LL;
	f->now.boot_ms += 24 * 3600 * 1000LL;
	(void)fixture_issue(f, "B", LANE_REGULAR);
	queue_close(f->queue);
	_exit(is_verified(f) ? 0 : 7);
}

static int press_in_child(struct fixture *f)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		open_and_press(f);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The page's table or index, by dbstat. */
static const char *owner_of(struct store *store, int page)
{
	static char owner[64];
	_cleanup_free_ char *sql =
		text_printf("SELECT max(name) FROM dbstat WHERE pageno = %d", page);
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	const char *name;

	assert_int_equal(store_prepare(store, sql, &select), 0);
	assert_int_equal(store_next(store, select, "dbstat"), 1);
	name = (const char *)sqlite3_column_text(select, 0);
	text_copy_cut(owner, sizeof(owner), name ? name : "");
	return owner;
}

/* of: the table or index whose pages are tried; NULL all. Returns how many were. */
static int zero_each_page(struct fixture *f, const char *of)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_(store_closep) struct store *whole = NULL;
	_cleanup_free_ char *wal = text_printf("%s-wal", path);
	_cleanup_free_ char *shm = text_printf("%s-shm", path);
	_cleanup_free_ char *whole_path = text_printf("%s/whole", f->dir);
	_cleanup_free_ char *data = NULL;
	size_t size = 0;
	int tried = 0;

	assert_int_equal(text_read_file(path, 10000000, &data, &size), 0);
	assert_int_equal(text_write_file(whole_path, data, size, 0600), 0);
	assert_int_equal(store_open_file(whole_path, &whole), 0);
	for (bad_page = 1; bad_page <= (int)(size / 4096); bad_page++) {
		_cleanup_free_ char *bad = memory_new(size, 1);
		int r;

		if (of && strcmp(owner_of(whole, bad_page), of) != 0) {
			continue;
		}
		(void)unlink(wal);
		(void)unlink(shm);
		memcpy(bad, data, size);
		memset(bad + (size_t)(bad_page - 1) * 4096, 0, 4096);
		assert_int_equal(text_write_file(path, bad, size, 0600), 0);
		has_key = strcmp(owner_of(whole, bad_page), "secret") != 0;
		retries = 0;
		r = press_in_child(f);
		if (r == -1) {
			retries++;
			r = press_in_child(f); /* it ended, to look at every page */
		}
		if (r != 0) {
			print_error("page %d of %s: %d\n", bad_page, owner_of(whole, bad_page), r);
		}
		assert_int_equal(r, 0);
		tried++;
	}
	(void)unlink(wal);
	(void)unlink(shm);
	assert_int_equal(text_write_file(path, data, size, 0600), 0);
	open_queue(f);
	return tried;
}

static void give_numbers(struct fixture *f)
{
	assert_int_equal(store_secret(queue_store(f->queue), slip_key), 0);
	assert_int_equal(store_token_add(queue_store(f->queue), "kiosk-1", "kiosk", slip_key), 0);
	for (int i = 0; i < GIVEN; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
}

static void test_each_page_zeroed_in_turn(void **state)
{
	struct fixture *f = *state;

	give_numbers(f);
	close_queue(f);
	assert_true(zero_each_page(f, NULL) > 20);
}

/* A backup is ordered anew, so its tables are at other pages. */
static void test_each_page_of_a_restored_schema_zeroed_in_turn(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *backup = text_printf("%s/backup", f->dir);
	struct restore_options options = {.volatile_ok = true, .now = f->now};
	struct store_restored done = {0};
	struct store_facts facts;

	give_numbers(f);
	assert_int_equal(store_backup(queue_store(f->queue), backup, NULL, &facts), 0);
	close_queue(f);
	assert_int_equal(store_restore(f->dir, backup, &options, &done), 0);
	store_restored_done(&done);
	assert_true(zero_each_page(f, "sqlite_schema") > 1);
}

/* A page of the log is zeroed, the first of those that order names; the next start rebuilds. */
static void lose_log_page(struct fixture *f, const char *order)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *sql = text_printf(
		"SELECT pageno FROM dbstat WHERE name = 'event' AND pagetype = 'leaf' ORDER BY %s",
		order);
	_cleanup_free_ char *data = NULL;
	_cleanup_(store_closep) struct store *store = NULL;
	size_t size = 0;
	int64_t page = 0;

	close_queue(f);
	assert_int_equal(store_open_file(path, &store), 0);
	assert_int_equal(store_get_int(store, sql, &page), 0);
	store_close(TAKE_PTR(store));
	assert_int_equal(text_read_file(path, 10000000, &data, &size), 0);
	memset(data + (size_t)(page - 1) * 4096, 0, 4096);
	assert_int_equal(text_write_file(path, data, size, 0600), 0);
	assert_int_equal(store_mark_suspect(f->dir), 0);
	open_queue(f);
}

static int64_t count_lost(struct fixture *f)
{
	int64_t lost = 0;

	assert_int_equal(store_get_int(queue_store(f->queue),
				 "SELECT count(*) FROM event WHERE kind = 'lost'", &lost),
		0);
	return lost;
}

/* The last page of the log is lost, with a call out of turn. */
static void lose_a_call(struct fixture *f)
{
	for (int i = 0; i < GIVEN; i++) {
		(void)fixture_issue(f, "A", i == 0 ? LANE_PRIORITY : LANE_REGULAR);
	}
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), 1);
	lose_log_page(f, "path DESC");
	assert_true(count_lost(f) > 0);
}

static void check_the_next_day(struct fixture *f)
{
	f->now.wall_ms += 24 * 3600 * 1000LL;
	f->now.boot_ms += 24 * 3600 * 1000LL;
	(void)fixture_issue(f, "B", LANE_REGULAR);
	assert_string_equal(model_day(queue_model(f->queue)), "2026-11-24");
	assert_true(is_verified(f));
}

static void test_what_a_counter_called_before_a_loss_is_no_violation(void **state)
{
	lose_a_call(*state);
	check_the_next_day(*state);
}

static void test_a_counter_that_opened_between_days_after_a_loss_is_no_violation(void **state)
{
	struct command close = {.kind = COMMAND_DAY_CLOSE};

	lose_a_call(*state);
	fixture_run(*state, &close);
	fixture_open(*state, 1, "s1");
	check_the_next_day(*state);
}

/* What the first rebuild wrote into the log was of another state than the second one begins from;
 * and it may be what is lost then. */
static void test_two_pages_of_the_log_lost_one_after_the_other(void **state)
{
	static const char *const pages[][2] = {{"path DESC", "path"},
		{"path DESC", "path LIMIT 1 OFFSET 1"}, {"path DESC", "path DESC"},
		{"path", "path DESC LIMIT 1 OFFSET 9"}, {"path", "path"}};

	for (size_t i = 0; i < ELEMENTS(pages); i++) {
		struct fixture *f = *state;
		int64_t lost;

		for (int n = 0; n < GIVEN; n++) {
			(void)fixture_issue(f, "A", LANE_REGULAR);
		}
		lose_log_page(f, pages[i][0]);
		lost = count_lost(f);
		assert_true(lost > 0);
		fixture_verify(f);
		for (int n = 0; n < GIVEN; n++) {
			(void)fixture_issue(f, "B", LANE_REGULAR);
		}
		lose_log_page(f, pages[i][1]);
		assert_true(count_lost(f) > lost);
		fixture_verify(f);
		(void)fixture_issue(f, "B", LANE_REGULAR);
		assert_string_equal(f->answer.ticket.text, "B061");
		fixture_verify(f);
		(void)fixture_tear_down(state);
		(void)fixture_set_up(state);
	}
}

#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_restore_killed_at_each_step),
		WITH_QUEUE(test_numbers_of_each_day_since_the_backup_are_not_given_again),
		WITH_QUEUE(test_a_restore_after_a_restore_gives_no_number_again),
		WITH_QUEUE(test_a_rebuild_killed_at_each_step_keeps_tickets_tokens_and_the_key),
		WITH_QUEUE(test_no_empty_database_in_place_of_a_former_one),
		WITH_QUEUE(test_a_file_that_is_no_database_stays),
		WITH_QUEUE(test_each_page_zeroed_in_turn),
		WITH_QUEUE(test_each_page_of_a_restored_schema_zeroed_in_turn),
		WITH_QUEUE(test_two_pages_of_the_log_lost_one_after_the_other),
		WITH_QUEUE(test_what_a_counter_called_before_a_loss_is_no_violation),
		WITH_QUEUE(test_a_counter_that_opened_between_days_after_a_loss_is_no_violation),
		WITH_QUEUE(test_an_index_that_does_not_fit_is_made_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
