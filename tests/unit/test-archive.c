/* SPDX-License-Identifier: Apache-2.0 */
/* Yearly archives: the log is cut where a checkpoint says, both checkers chain the files, and
 * neither damage nor a missing file loses the past or passes for whole. */
#include "queue/archive.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "check/check-database.h"
#include "queue-fixture.h"
#include "queue/replace.h"

enum { DAY_MS = 24 * 3600 * 1000, YEARS = 3, DAYS_A_YEAR = 3, KEEP_DAYS = 31 };

static void close_queue(struct fixture *f)
{
	queue_close(f->queue);
	f->queue = NULL;
}

static void open_queue(struct fixture *f)
{
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
}

/* A day with all that tables keep: served, gone, a rating, a note, dossiers, the portal, a device.
 */
static void live_a_day(struct fixture *f)
{
	struct command device = {
		.kind = COMMAND_DEVICE, .device = "kiosk-1", .device_state = "ok", .fault = "none"};
	struct command portal = {.kind = COMMAND_PORTAL, .down = true};
	struct command complaint = {.kind = COMMAND_COMPLAINT_ENTER,
		.complaint = {.subject = "waiting", .has_channel = true, .about = "Chờ lâu"}};
	int64_t id;

	fixture_open(f, 1, "s1");
	for (int i = 0; i < 4; i++) {
		(void)fixture_issue(f, i % 2 ? "A" : "B", i == 3 ? LANE_PRIORITY : LANE_REGULAR);
	}
	for (int i = 0; i < 2; i++) {
		(void)fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE);
		fixture_pass_s(f, 60);
		(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
		fixture_pass_s(f, 60);
		id = fixture_move(f, COMMAND_FINISH, 1, ERROR_NONE);
		assert_true(id > 0);
	}
	(void)snprintf(device.note, sizeof(device.note), "%lld", (long long)f->now.wall_ms);
	fixture_run(f, &device);
	fixture_run(f, &complaint);
	assert_int_equal(f->answer.error, ERROR_NONE);
	if (f->answer.complaint.id % 2) { /* others stay open, into the next year */
		complaint = (struct command){.kind = COMMAND_COMPLAINT_ANSWER,
			.entry = f->answer.complaint.id,
			.complaint = {.has_outcome = true}};
		fixture_run(f, &complaint);
		assert_int_equal(f->answer.error, ERROR_NONE);
	}
	fixture_run(f, &portal);
	portal.down = false;
	fixture_pass_s(f, 60);
	fixture_run(f, &portal);
	assert_int_equal(f->answer.error, ERROR_NONE);
	(void)fixture_move(f, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
}

static void next_day(struct fixture *f, int days)
{
	struct command tick = {.kind = COMMAND_TICK};

	close_queue(f);
	/* Another boot: within one a jump of the clock would be a correction. */
	f->now.wall_ms += (int64_t)days * DAY_MS;
	f->now.boot_id[0] = f->now.boot_id[0] == 'f' ? '0' : 'f';
	f->now.boot_id[1] = (char)('a' + rand() % 6);
	f->now.boot_id[2] = (char)('a' + rand() % 6);
	f->now.boot_id[3] = (char)('a' + rand() % 6);
	open_queue(f);
	fixture_run(f, &tick);
	assert_true(model_day_is_open(queue_model(f->queue)));
}

/* Three years of a few days each. */
static void live_years(struct fixture *f)
{
	for (int year = 0; year < YEARS; year++) {
		for (int day = 0; day < DAYS_A_YEAR; day++) {
			live_a_day(f);
			next_day(f, day + 1 < DAYS_A_YEAR ? 1 : 365 - DAYS_A_YEAR + 1);
		}
	}
	live_a_day(f);
	next_day(f, 1);
	live_a_day(f);
}

static int64_t get_int(const char *path, const char *sql)
{
	struct store *store = NULL;
	int64_t n = 0;

	assert_int_equal(store_open_file(path, &store), 0);
	assert_int_equal(store_get_int(store, sql, &n), 0);
	store_close(store);
	return n;
}

/* All rows of a table as one text. */
static char *dump(struct fixture *f, const char *table)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *sql = text_printf("SELECT * FROM %s ORDER BY 1, 2", table);
	struct textbuf text = {0};
	struct store *store = NULL;
	sqlite3_stmt *rows = NULL;

	assert_int_equal(store_open_file(path, &store), 0);
	assert_int_equal(store_prepare(store, sql, &rows), 0);
	while (sqlite3_step(rows) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(rows); i++) {
			textbuf_printf(&text, "%s|", (const char *)sqlite3_column_text(rows, i));
		}
	}
	(void)sqlite3_finalize(rows);
	store_close(store);
	return text.data ? text.data : text_dup("");
}

static int archive(struct fixture *f)
{
	int n = 0;

	close_queue(f);
	assert_int_equal(archive_all(f->dir, true, KEEP_DAYS, &n), 0);
	open_queue(f);
	return n;
}

/* What both checkers say; from and unseen are 1 and 0 when everything could be read. */
static void assert_verified(struct fixture *f, int archives, int64_t from)
{
	_cleanup_free_ char *report = NULL;
	struct store_verified verified = {0};
	struct check_report check = {0};
	int r = store_verify_chain(f->dir, &verified, &report);

	if (r < 0) {
		print_error("%s\n", report ? report : "?");
	}
	assert_int_equal(r, 0);
	assert_int_equal(verified.archives, archives);
	assert_int_equal(verified.from, from);
	assert_int_equal(check_database(f->dir, &check), 0);
	if (check.violations > 0) {
		print_error("%s\n", check.said.data);
	}
	assert_int_equal(check.violations, 0);
	assert_int_equal(check.unseen, from - 1);
	if (from == 1) {
		assert_int_equal(check.archives, archives);
		assert_int_equal(check.events, verified.last);
	}
	check_report_done(&check);
}

static const char *const kept_tables[] = {"boot", "day", "ticket", "segment", "session", "dossier",
	"portal", "numbers", "ticket_gap", "complaint", "evaluation"};

static void test_the_log_is_cut_and_everything_else_stays(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	char *before[ELEMENTS(kept_tables)];
	int64_t all;

	live_years(f);
	all = model_seq(queue_model(f->queue));
	assert_verified(f, 0, 1);
	close_queue(f);
	for (size_t i = 0; i < ELEMENTS(kept_tables); i++) {
		before[i] = dump(f, kept_tables[i]);
	}
	open_queue(f);
	assert_int_equal(archive(f), YEARS);
	assert_true(get_int(path, "SELECT count(*) FROM event") < all / 2);
	assert_int_equal(get_int(path, "SELECT count(*) FROM checkpoint"), YEARS);
	assert_int_equal(get_int(path,
				 "SELECT count(*) FROM event WHERE seq < "
				 "(SELECT max(first) FROM checkpoint)"),
		0);
	assert_verified(f, YEARS, 1);
	assert_int_equal(archive(f), 0);
	for (size_t i = 0; i < ELEMENTS(kept_tables); i++) {
		_cleanup_free_ char *after = dump(f, kept_tables[i]);

		if (strcmp(kept_tables[i], "boot") != 0) {
			assert_string_equal(before[i], after);
		}
		free(before[i]);
	}
	/* The hall goes on. */
	(void)fixture_issue(f, "A", LANE_REGULAR);
	fixture_reopen(f);
	next_day(f, 1);
	live_a_day(f);
	assert_verified(f, YEARS, 1);
}

static void test_nothing_is_due_too_early(void **state)
{
	struct fixture *f = *state;
	struct archive_due due;

	live_years(f);
	assert_int_equal(archive_find_due(queue_store(f->queue), 5000, &due), -ENOENT);
	/* A year's last day is 365 - 2 days before the first of the next; three years are over. */
	assert_int_equal(archive_find_due(queue_store(f->queue), 3 * 363 + 4, &due), 0);
	assert_int_equal(archive_find_due(queue_store(f->queue), 3 * 365, &due), -ENOENT);
}

static void move_archives(struct fixture *f, const char *from, const char *to)
{
	_cleanup_free_ char *a = text_printf("%s/%s", f->dir, from);
	_cleanup_free_ char *b = text_printf("%s/%s", f->dir, to);

	assert_int_equal(rename(a, b), 0);
}

static char *first_archive(struct fixture *f)
{
	_cleanup_free_ char *pattern = text_printf("%s/archive/layso-2026-*.db", f->dir);
	glob_t names = {0};
	char *name;

	assert_int_equal(glob(pattern, 0, NULL, &names), 0);
	assert_int_equal(names.gl_pathc, 1);
	name = text_dup(names.gl_pathv[0]);
	globfree(&names);
	return name;
}

static void test_a_missing_archive_is_said_and_a_damaged_one_found(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *report = NULL;
	_cleanup_free_ char *name = NULL;
	struct check_report check = {0};
	struct store_verified verified;
	int64_t cut;
	FILE *file;

	live_years(f);
	assert_int_equal(archive(f), YEARS);
	cut = get_int(path, "SELECT max(seq) FROM checkpoint");
	move_archives(f, "archive", "elsewhere");
	assert_verified(f, 0, cut + 1);
	assert_int_equal(store_verify_chain(f->dir, &verified, &report), 0);
	assert_non_null(strstr(verified.missing, "layso-2026-"));
	move_archives(f, "elsewhere", "archive");
	name = first_archive(f);
	file = fopen(name, "r+");
	assert_non_null(file);
	assert_int_equal(fseek(file, -100, SEEK_END), 0);
	assert_int_equal(fputc('x', file), 'x');
	assert_int_equal(fclose(file), 0);
	assert_int_equal(store_verify_chain(f->dir, &verified, &report), -EUCLEAN);
	assert_non_null(strstr(report, "layso-2026-"));
	assert_int_equal(check_database(f->dir, &check), 0);
	assert_int_equal(check.violations, 1);
	assert_non_null(strstr(check.said.data, "is not what was written"));
	check_report_done(&check);
}

/* Without the archives, too: the checkpoint knows the rows that no event is left of. */
static void test_a_changed_row_of_the_past_is_found(void **state)
{
	struct fixture *f = *state;
	struct store *store = queue_store(f->queue);
	_cleanup_free_ char *with = NULL;
	_cleanup_free_ char *without = NULL;
	struct store_verified verified;

	live_years(f);
	assert_int_equal(archive(f), YEARS);
	store = queue_store(f->queue);
	assert_int_equal(store_exec(store, "UPDATE ticket SET note = 'x' WHERE id = 2"), 0);
	assert_int_equal(store_verify_chain(f->dir, &verified, &with), -EUCLEAN);
	assert_non_null(strstr(with, "ticket 2: note is 'x'"));
	move_archives(f, "archive", "elsewhere");
	assert_int_equal(store_verify_chain(f->dir, &verified, &without), -EUCLEAN);
	assert_non_null(strstr(without, "archived days"));
}

static void test_events_behind_the_cut_cannot_be_deleted(void **state)
{
	struct fixture *f = *state;

	live_years(f);
	assert_int_equal(archive(f), YEARS);
	assert_int_equal(store_exec(queue_store(f->queue),
				 "DELETE FROM event WHERE seq = (SELECT min(seq) FROM event)"),
		-EEXIST);
}

static void lose_page(const char *path, int64_t page)
{
	char zeros[4096] = {0};
	FILE *file = fopen(path, "r+");

	assert_non_null(file);
	assert_int_equal(fseek(file, (long)(page - 1) * 4096, SEEK_SET), 0);
	assert_int_equal(fwrite(zeros, sizeof(zeros), 1, file), 1);
	assert_int_equal(fclose(file), 0);
}

static void copy_to(const char *from, const char *to)
{
	(void)unlink(to);
	assert_int_equal(store_copy_file(from, to, NULL), 0);
}

/* Of the rows of the past, of what is left of the log, and of the checkpoints. */
static void each_page_lost(struct fixture *f, bool with_archives)
{
	_cleanup_free_ char *path = text_printf("%s/layso.db", f->dir);
	_cleanup_free_ char *wal = text_printf("%s-wal", path);
	_cleanup_free_ char *whole = text_printf("%s/whole", f->dir);
	int64_t tickets;
	int64_t pages;
	int rebuilt = 0;

	live_years(f);
	assert_int_equal(archive(f), YEARS);
	tickets = get_int(path, "SELECT count(*) FROM ticket");
	close_queue(f);
	copy_to(path, whole);
	if (!with_archives) {
		move_archives(f, "archive", "elsewhere");
	}
	pages = get_int(path, "PRAGMA page_count");
	for (int64_t page = 2; page <= pages; page++) {
		_cleanup_free_ char *mark = text_printf("%s/" STORE_REBUILT, f->dir);
		_cleanup_free_ char *sql = text_printf(
			"SELECT count(*) FROM dbstat WHERE pageno = %lld AND name IN ('event', "
			"'ticket', 'segment', 'session', 'day', 'boot', 'checkpoint', "
			"'checkpoint_copy')",
			(long long)page);
		int64_t of_interest = get_int(whole, sql);
		int64_t left;

		if (of_interest == 0) {
			continue;
		}
		(void)unlink(wal);
		copy_to(whole, path);
		lose_page(path, page);
		assert_int_equal(store_mark_suspect(f->dir), 0);
		open_queue(f);
		rebuilt += unlink(mark) == 0;
		(void)fixture_issue(f, "A", LANE_REGULAR);
		left = get_int(path, "SELECT count(*) FROM ticket") - 1;
		if (with_archives) {
			assert_int_equal(left, tickets);
			assert_verified(f, YEARS, 1);
		} else {
			fixture_verify(f);
		}
		close_queue(f);
	}
	assert_true(rebuilt > 5);
	open_queue(f);
}

static void test_each_page_lost_with_archives(void **state)
{
	each_page_lost(*state, true);
}

static void test_each_page_lost_without_archives(void **state)
{
	each_page_lost(*state, false);
}

static void restore(struct fixture *f, const char *file, struct store_restored *ret)
{
	struct restore_options options = {.volatile_ok = true, .now = f->now};

	close_queue(f);
	assert_int_equal(store_restore(f->dir, file, &options, ret), 0);
	free(ret->aside);
	open_queue(f);
}

static void test_backups_from_before_and_after_a_checkpoint_can_be_restored(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *older = text_printf("%s/older", f->dir);
	_cleanup_free_ char *newer = text_printf("%s/newer", f->dir);
	struct store_restored restored = {0};
	struct store_facts facts;
	int64_t last;
	int64_t id;

	live_years(f);
	assert_int_equal(store_backup(queue_store(f->queue), older, NULL, &facts), 0);
	assert_int_equal(archive(f), YEARS);
	id = fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(store_backup(queue_store(f->queue), newer, NULL, &facts), 0);
	assert_int_equal(facts.events, model_seq(queue_model(f->queue)));
	last = fixture_issue(f, "A", LANE_REGULAR);

	restore(f, newer, &restored);
	assert_int_equal(restored.facts.seq, facts.seq);
	assert_int_equal(fixture_ticket(f, id)->state, TICKET_WAITING);
	assert_true(fixture_issue(f, "A", LANE_REGULAR) > last);
	assert_verified(f, YEARS, 1);

	restore(f, older, &restored);
	assert_true(fixture_issue(f, "A", LANE_REGULAR) > last);
	assert_verified(f, 0, 1);
	/* Its archives stand beside those of the other history. */
	assert_int_equal(archive(f), YEARS);
	assert_verified(f, YEARS, 1);
	restore(f, newer, &restored);
	assert_verified(f, YEARS, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)
		TEST(test_the_log_is_cut_and_everything_else_stays),
		TEST(test_nothing_is_due_too_early),
		TEST(test_a_missing_archive_is_said_and_a_damaged_one_found),
		TEST(test_a_changed_row_of_the_past_is_found),
		TEST(test_events_behind_the_cut_cannot_be_deleted),
		TEST(test_each_page_lost_with_archives),
		TEST(test_each_page_lost_without_archives),
		TEST(test_backups_from_before_and_after_a_checkpoint_can_be_restored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
