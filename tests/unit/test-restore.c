/* SPDX-License-Identifier: Apache-2.0 */
/* What a restore takes, what it refuses without touching anything, and above which numbers the hall
 * goes on. That it is whole or not at all when it is killed: test-replace.c. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/replace.h"

static void close_queue(struct fixture *f)
{
	queue_close(f->queue);
	f->queue = NULL;
}

static void open_queue(struct fixture *f)
{
	assert_int_equal(queue_open(f->dir, true, &f->now, &f->queue), 0);
}

static void issue(struct fixture *f, int n)
{
	for (int i = 0; i < n; i++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
	}
}

static char *backup(struct fixture *f)
{
	char *path = text_printf("%s/backup", f->dir);
	struct store_facts facts;

	assert_int_equal(store_backup(queue_store(f->queue), path, NULL, &facts), 0);
	return path;
}

static int restore(
	struct fixture *f, const char *file, int numbers_above, struct store_restored *ret)
{
	struct restore_options options = {
		.volatile_ok = true, .numbers_above = numbers_above, .now = f->now};

	*ret = (struct store_restored){0};
	return store_restore(f->dir, file, &options, ret);
}

static const char *next_number(struct fixture *f)
{
	open_queue(f);
	issue(f, 1);
	fixture_verify(f);
	close_queue(f);
	return f->answer.ticket.text;
}

static void test_nothing_was_given_since(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	struct store_restored done;

	issue(f, 2);
	file = backup(f);
	close_queue(f);
	assert_int_equal(restore(f, file, 0, &done), 0);
	assert_string_equal(done.raised_day, "");
	assert_int_equal(done.former_seq, done.facts.seq);
	assert_false(done.numbers_unknown);
	assert_int_equal(access(done.aside, F_OK), 0);
	store_restored_done(&done);
	assert_string_equal(next_number(f), "A003");
	assert_int_equal(f->answer.ticket.id, 3);
}

/* What somebody read off the last slip counts, unless the former database knows of more. */
static void test_the_highest_number_that_is_known_counts(void **state)
{
	static const struct {
		int said;
		const char *next;
		int raised_above;
	} cases[] = {{0, "A006", 5}, {3, "A007", 6}, {50, "A051", 50}, {50, "A052", 51}};
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	struct store_restored done;

	issue(f, 2);
	file = backup(f);
	issue(f, 3);
	close_queue(f);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		assert_int_equal(restore(f, file, cases[i].said, &done), 0);
		assert_string_equal(done.raised_day, "2026-11-23");
		assert_int_equal(done.raised_above, cases[i].raised_above);
		store_restored_done(&done);
		assert_string_equal(next_number(f), cases[i].next);
	}
	assert_true(f->answer.ticket.id > 7); /* nor is an id given twice */
}

/* A new board: nobody knows what was given unless somebody says it. */
static void test_a_new_board_knows_no_numbers(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	_cleanup_free_ char *elsewhere = text_printf("%s/backup-elsewhere", f->dir);
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, f->dir);
	_cleanup_free_ char *wal = text_printf("%s-wal", path);
	_cleanup_free_ char *shm = text_printf("%s-shm", path);
	struct store_restored done;

	issue(f, 2);
	file = backup(f);
	assert_int_equal(rename(file, elsewhere), 0);
	close_queue(f);
	(void)unlink(wal);
	(void)unlink(shm);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(restore(f, elsewhere, 0, &done), 0);
	assert_true(done.numbers_unknown);
	assert_null(done.aside);
	assert_int_equal(done.former_seq, 0);
	store_restored_done(&done);
	assert_int_equal(unlink(path), 0);
	(void)unlink(wal);
	(void)unlink(shm);
	assert_int_equal(restore(f, elsewhere, 40, &done), 0);
	assert_false(done.numbers_unknown);
	store_restored_done(&done);
	assert_string_equal(next_number(f), "A041");
	assert_true(f->answer.ticket.id > 100); /* how many were given, nobody knows */
}

static void change(const char *file, const char *sql)
{
	struct store *store = NULL;

	assert_int_equal(store_open_writable(file, &store), 0);
	assert_int_equal(store_exec(store, "PRAGMA journal_mode=DELETE"), 0);
	assert_int_equal(store_exec(store, sql), 0);
	store_close(store);
}

static void write_bytes(const char *file, long at, const char *bytes, size_t size)
{
	FILE *stream = fopen(file, "r+");

	assert_non_null(stream);
	assert_int_equal(fseek(stream, at, SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, size, 1, stream), 1);
	assert_int_equal(fclose(stream), 0);
}

/* Refused, and everything is as before: the database, its numbers, and nothing left beside it. */
static void refuse(struct fixture *f, const char *file, int expected, const char *next)
{
	_cleanup_free_ char *folder = text_printf("%s/replacing", f->dir);
	_cleanup_free_ char *aside = text_printf("%s/" STORE_FILE ".before-restore-1", f->dir);
	struct store_restored done;

	assert_int_equal(restore(f, file, 0, &done), expected);
	assert_null(done.aside);
	assert_int_not_equal(access(folder, F_OK), 0);
	assert_int_not_equal(access(aside, F_OK), 0);
	assert_string_equal(next_number(f), next);
}

static void test_what_is_no_good_backup_changes_nothing(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	_cleanup_free_ char *bad = text_printf("%s/bad", f->dir);
	_cleanup_free_ char *newer =
		text_printf("PRAGMA user_version = %d", store_schema_newest() + 1);
	char zeros[4096] = {0};

	issue(f, 2);
	file = backup(f);
	close_queue(f);
	refuse(f, bad, -ENOENT, "A003");

	assert_int_equal(store_copy_file(file, bad, NULL), 0);
	change(bad, newer);
	refuse(f, bad, -ENOTSUP, "A004");
	(void)unlink(bad);

	assert_int_equal(store_copy_file(file, bad, NULL), 0);
	change(bad, "UPDATE ticket SET number = 9 WHERE id = 2");
	refuse(f, bad, -EUCLEAN, "A005");
	(void)unlink(bad);

	assert_int_equal(store_copy_file(file, bad, NULL), 0);
	write_bytes(bad, 3 * 4096, zeros, sizeof(zeros));
	refuse(f, bad, -EUCLEAN, "A006");
	(void)unlink(bad);

	assert_int_equal(store_copy_file(file, bad, NULL), 0);
	change(bad, "DROP TRIGGER event_is_not_deleted; DELETE FROM event WHERE seq = 3");
	refuse(f, bad, -EUCLEAN, "A007");
}

static void test_a_hub_that_runs_is_not_disturbed(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	struct store_restored done;

	issue(f, 1);
	file = backup(f);
	assert_int_equal(restore(f, file, 0, &done), -EBUSY);
	issue(f, 1);
	assert_string_equal(f->answer.ticket.text, "A002");
	fixture_verify(f);
}

/* A former database that cannot be read is kept as it is, and says nothing about numbers. */
static void test_a_damaged_former_one_is_kept(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *file = NULL;
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, f->dir);
	char junk[4096];
	struct store_restored done;
	char first[5] = "";
	FILE *stream;

	issue(f, 1);
	file = backup(f);
	issue(f, 1);
	close_queue(f);
	memset(junk, 'j', sizeof(junk));
	write_bytes(path, 0, junk, sizeof(junk));
	assert_int_equal(restore(f, file, 0, &done), 0);
	assert_true(done.numbers_unknown);
	stream = fopen(done.aside, "r");
	assert_non_null(stream);
	assert_int_equal(fread(first, 4, 1, stream), 1);
	assert_int_equal(fclose(stream), 0);
	assert_string_equal(first, "jjjj");
	store_restored_done(&done);
	(void)next_number(f);
	assert_true(f->answer.ticket.id > 2);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_nothing_was_given_since),
		WITH_QUEUE(test_the_highest_number_that_is_known_counts),
		WITH_QUEUE(test_a_new_board_knows_no_numbers),
		WITH_QUEUE(test_what_is_no_good_backup_changes_nothing),
		WITH_QUEUE(test_a_hub_that_runs_is_not_disturbed),
		WITH_QUEUE(test_a_damaged_former_one_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
