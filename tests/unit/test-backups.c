/* SPDX-License-Identifier: Apache-2.0 */
/* The folder of the nightly backups: names, what is spare, what is due, and what goes wrong. */
#include "queue/backups.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static void test_a_name_reads_back(void **state)
{
	struct backup_file file = {
		.number = 42, .day = "2026-11-23", .epoch = "0123456789abcdef", .seq = 12345};
	struct backup_file again;
	char name[BACKUP_NAME_SIZE];

	(void)state;
	backup_name(&file, name);
	assert_string_equal(name, "layso-000042-2026-11-23-0123456789abcdef-000000012345.db");
	assert_int_equal(backup_parse(name, &again), 0);
	assert_memory_equal(&again, &file, sizeof(file));
}

static void test_other_names_are_not_ours(void **state)
{
	static const char *const names[] = {
		"", "layso.db", "layso-unfinished.db",
		"layso-000042-2026-11-23-0123456789abcdef-000000012345.db.part",
		"layso-000042-2026-11-23-0123456789ABCDEF-000000012345.db",
		"layso-000000-2026-11-23-0123456789abcdef-000000012345.db",
		"layso--00042-2026-11-23-0123456789abcdef-000000012345.db",
		"layso-42-2026-11-23-0123456789abcdef-12345.db",
		"layso-000042-2026-11-2-0123456789abcdef-000000012345.db",
		"layso-000042-2026-11-23-0123-000000012345.db",
		"layso-99999999999-2026-11-23-0123456789abcdef-000000012345.db",
		"layso-2026-11-23-0730.db", /* what people name theirs */
	};
	struct backup_file file;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		assert_int_equal(backup_parse(names[i], &file), -EINVAL);
	}
}

static void add(struct backups *backups, const char *day)
{
	struct backup_file *file = &backups->file[backups->n++];

	file->number = backups->n;
	text_copy_cut(file->day, sizeof(file->day), day);
}

/* Takes away what is spare and lists the days that stay. */
static char *kept(struct backups *backups, int days, int months)
{
	_cleanup_(textbuf_done) struct textbuf list = {0};
	int spare;

	while ((spare = backups_spare(backups, days, months)) >= 0) {
		backups->n--;
		memmove(&backups->file[spare], &backups->file[spare + 1],
			(size_t)(backups->n - spare) * sizeof(*backups->file));
	}
	for (int i = 0; i < backups->n; i++) {
		textbuf_printf(&list, "%s%d:%s", i ? " " : "", backups->file[i].number,
			backups->file[i].day + 5);
	}
	return text_dup(list.data ? list.data : "");
}

static void test_the_newest_days_and_months_stay(void **state)
{
	_cleanup_free_ struct backups *backups = memory_new(1, sizeof(*backups));
	_cleanup_free_ char *first = NULL;
	_cleanup_free_ char *again = NULL;
	_cleanup_free_ char *one = NULL;

	(void)state;
	add(backups, "2026-08-28");
	add(backups, "2026-09-29");
	add(backups, "2026-09-30");
	add(backups, "2026-10-29");
	add(backups, "2026-10-30");
	add(backups, "2026-11-02");
	add(backups, "2026-11-02"); /* twice a day: the later one */
	add(backups, "2026-11-03");
	first = kept(backups, 2, 3);
	assert_string_equal(first, "3:09-30 5:10-30 7:11-02 8:11-03");
	again = kept(backups, 2, 3);
	assert_string_equal(again, first);
	one = kept(backups, 1, 0);
	assert_string_equal(one, "8:11-03");
}

static void test_a_wrong_clock_takes_away_nothing_of_yesterday(void **state)
{
	_cleanup_free_ struct backups *backups = memory_new(1, sizeof(*backups));
	_cleanup_free_ char *list = NULL;

	(void)state;
	add(backups, "2026-11-20");
	add(backups, "2026-11-23");
	add(backups, "1970-01-01"); /* made last, whatever it says */
	list = kept(backups, 2, 1);
	assert_string_equal(list, "2:11-23 3:01-01");
}

static void test_the_last_of_a_replaced_database_stays(void **state)
{
	_cleanup_free_ struct backups *backups = memory_new(1, sizeof(*backups));
	_cleanup_free_ char *list = NULL;

	(void)state;
	add(backups, "2026-08-01");
	add(backups, "2026-08-02"); /* then a restore */
	add(backups, "2026-11-20");
	add(backups, "2026-11-21");
	for (int i = 0; i < 2; i++) {
		text_copy_cut(backups->file[i].epoch, EPOCH_LENGTH + 1, "fedcba9876543210");
	}
	list = kept(backups, 1, 0);
	assert_string_equal(list, "2:08-02 4:11-21");
}

static struct backups_wish wish_for(const struct fixture *f, const char *folder)
{
	return (struct backups_wish){
		.folder = folder,
		.data = f->dir,
		.same_disk_ok = true,
		.memory_ok = true,
		.keep_days = 2,
		.keep_months = 1,
	};
}

static int tend(struct fixture *f, const struct backups_wish *wish, struct backups_done *ret)
{
	return backups_tend(queue_store(f->queue), wish, ret);
}

static void close_day(struct fixture *f)
{
	struct command close = {.kind = COMMAND_DAY_CLOSE};

	fixture_run(f, &close);
	assert_int_equal(f->answer.error, ERROR_NONE);
}

static void remove_all(const char *folder)
{
	_cleanup_free_ char *command = text_printf("rm -r '%s'", folder);

	assert_int_equal(system(command), 0); /* a folder of the test's own */
}

static void test_a_backup_when_a_day_has_closed(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *folder = text_printf("%s/stick", f->dir);
	_cleanup_free_ char *path = NULL;
	struct backups_wish wish = wish_for(f, folder);
	struct backups_done done;
	struct store_facts facts;
	struct stat st;

	assert_int_equal(tend(f, &wish, &done), -ENODEV); /* a medium is never made */
	assert_int_equal(done.newest.number, 0);
	assert_int_equal(mkdir(folder, 0700), 0);
	/* The first at once: whoever set it up wants to see one. */
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_true(done.made);
	assert_string_equal(done.newest.day, "2026-11-23");
	/* No more during the day. */
	(void)fixture_issue(f, "A", LANE_REGULAR);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_false(done.made);
	assert_int_equal(done.n, 1);
	close_day(f);
	assert_int_equal(rmdir(folder), -1);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_true(done.made);
	assert_int_equal(done.n, 1); /* one a day */
	assert_int_equal(done.newest.number, 2);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_false(done.made);
	assert_int_equal(backups_newest(folder, &path), 0);
	assert_int_equal(store_check_file(path, &facts), 0);
	assert_int_equal(facts.seq, done.newest.seq);
	assert_int_equal(facts.seq, model_seq(queue_model(f->queue)));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	remove_all(folder);
}

static void test_days_without_the_medium_are_counted(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *folder = text_printf("%s/stick", f->dir);
	struct backups_wish wish = wish_for(f, folder);
	struct backups_done done;

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(tend(f, &wish, &done), 0);
	for (int day = 0; day < 3; day++) {
		(void)fixture_issue(f, "A", LANE_REGULAR);
		fixture_pass_s(f, 24 * 60 * 60);
	}
	(void)fixture_issue(f, "A", LANE_REGULAR); /* which ends yesterday */
	wish.folder = "/nowhere/stick";
	assert_int_equal(tend(f, &wish, &done), -ENODEV);
	assert_int_equal(done.days_behind, 3);
	wish.folder = folder;
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_true(done.made);
	assert_int_equal(done.days_behind, 0);
	remove_all(folder);
}

static void test_what_is_left_of_a_kill_is_no_backup(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *folder = text_printf("%s/stick", f->dir);
	_cleanup_free_ char *left = text_printf("%s/layso-unfinished.db", folder);
	_cleanup_free_ char *path = NULL;
	struct backups_wish wish = wish_for(f, folder);
	struct backups_done done;

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(text_write_file(left, "half", 4, 0600), 0);
	assert_int_equal(backups_newest(folder, &path), -ENOENT);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_true(done.made);
	assert_int_equal(access(left, F_OK), -1);
	remove_all(folder);
}

static void test_another_disk_is_asked_for(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *folder = text_printf("%s/stick", f->dir);
	struct backups_wish wish = wish_for(f, folder);
	struct backups_done done;

	assert_int_equal(mkdir(folder, 0700), 0);
	wish.same_disk_ok = false;
	assert_int_equal(tend(f, &wish, &done), -ENODEV);
	assert_int_equal(rmdir(folder), 0);
}

static void test_another_history_has_a_backup_of_its_own(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *folder = text_printf("%s/stick", f->dir);
	struct backups_wish wish = wish_for(f, folder);
	struct backups_done done;
	char epoch[EPOCH_LENGTH + 1];

	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(tend(f, &wish, &done), 0);
	memcpy(epoch, done.newest.epoch, sizeof(epoch));
	assert_int_equal(store_epoch_renew(queue_store(f->queue)), 0);
	assert_int_equal(tend(f, &wish, &done), 0);
	assert_true(done.made);
	assert_string_not_equal(done.newest.epoch, epoch);
	assert_int_equal(done.newest.number, 2);
	remove_all(folder);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_name_reads_back),
		cmocka_unit_test(test_other_names_are_not_ours),
		cmocka_unit_test(test_the_newest_days_and_months_stay),
		cmocka_unit_test(test_a_wrong_clock_takes_away_nothing_of_yesterday),
		cmocka_unit_test(test_the_last_of_a_replaced_database_stays),
		WITH_QUEUE(test_a_backup_when_a_day_has_closed),
		WITH_QUEUE(test_days_without_the_medium_are_counted),
		WITH_QUEUE(test_what_is_left_of_a_kill_is_no_backup),
		WITH_QUEUE(test_another_disk_is_asked_for),
		WITH_QUEUE(test_another_history_has_a_backup_of_its_own),
	};

	return cmocka_run_group_tests_name("backups", tests, NULL, NULL);
}
