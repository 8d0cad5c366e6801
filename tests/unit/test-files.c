/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside the database: what each file is, what goes, and what never does. */
#include "queue/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "check.h"

enum { MIB = 1 << 20 };

static const struct files_limits usual = {.copies = 3, .bytes = INT64_C(1000) * MIB};

/* "name:kind:why" of each file, sorted as the rule sorts them. */
static char *told(const struct files *files)
{
	struct textbuf list = {0};

	for (int i = 0; i < files->n; i++) {
		const struct file_entry *entry = &files->entry[i];
		const char *why = files_why_name(entry->why);

		textbuf_printf(&list, "%s%s:%s:%s", i ? " " : "", entry->name,
			files_kind_name(entry->kind), why ? why : "goes");
	}
	return list.data ? list.data : text_dup("");
}

static void assert_told(const struct files *files, const char *expected)
{
	_cleanup_free_ char *list = told(files);

	assert_string_equal(list, expected);
}

static void add_all(struct files *files, const char *const names[], size_t n, int64_t bytes)
{
	for (size_t i = 0; i < n; i++) {
		files_add(files, names[i], false, bytes, 0);
	}
}
#define ADD(files, bytes, ...) \
	add_all(files, (const char *const[]){__VA_ARGS__}, \
		ELEMENTS(((const char *const[]){__VA_ARGS__})), bytes)

static void test_each_file_has_a_kind(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

	(void)state;
	ADD(files, 10, "layso.db-wal", "layso.db", "layso.db-shm", "lock", "suspect",
		"layso.db.rebuilt", "tls-key.pem", "search-misses.json", "search-misses.json.7.new",
		"wrong-reports.json", "wrong-reports.json.7.new", "backup.partial",
		"layso.db.damaged-2-wal", "layso.db.damaged-2");
	files_add(files, "replacing", true, 7, 0);
	files_add(files, "restoring", true, 7, 0);
	files_add(files, "drill", true, 7, 0);
	files_add(files, "archive", true, 7, 0);
	files_judge(files, &usual);
	assert_told(files,
		"layso.db:database:in_force layso.db.rebuilt:own:in_force lock:own:in_force "
		"search-misses.json:own:in_force suspect:own:in_force tls-key.pem:own:in_force "
		"wrong-reports.json:own:in_force "
		"layso.db.damaged-2:copy:last_trace "
		"backup.partial:unfinished:goes drill:unfinished:goes replacing:unfinished:goes "
		"restoring:unfinished:goes search-misses.json.7.new:unfinished:goes "
		"wrong-reports.json.7.new:unfinished:goes "
		"archive:archive:in_force");
	assert_int_equal(files->entry[0].bytes, 30);
	assert_int_equal(files->copies, 1);
	assert_int_equal(files->copy_bytes, 20);
	assert_false(files->over);
}

static void test_what_is_not_known_stays(void **state)
{
	static const char *const names[] = {"", "layso.db.damaged-", "layso.db.damaged-0",
		"layso.db.damaged-01", "layso.db.damaged-1x", "layso.db.damaged--1",
		"layso.db.damaged-99999999999", "layso.db.damaged-1.bak", "my-layso.db.damaged-1",
		"layso.db.before-restore-1-wal-wal", "photo.jpg", "layso.db.old",
		"backup.partial.1", "layso.dbx", "-wal"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

		files_add(files, names[i], false, 1, 0);
		files_add(files, "layso.db.damaged-7", true, 1, 0); /* a folder of that name */
		files_judge(files, &(struct files_limits){.copies = 1, .bytes = 0});
		for (int at = 0; at < files->n; at++) {
			assert_int_equal(files->entry[at].kind, FILE_UNKNOWN);
			assert_int_equal(files->entry[at].why, FILE_NOT_OURS);
		}
		assert_int_equal(files->copies, 0);
	}
}

static void test_the_oldest_copies_go(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

	(void)state;
	ADD(files, MIB, "layso.db.damaged-9", "layso.db.damaged-10", "layso.db.before-restore-2",
		"layso.db.damaged-1", "layso.db.damaged-11");
	files_judge(files, &usual);
	/* By their numbers, and the newest restore's stays although it is old. */
	assert_told(files,
		"layso.db.damaged-1:copy:goes layso.db.before-restore-2:copy:last_trace "
		"layso.db.damaged-9:copy:goes layso.db.damaged-10:copy:within_limits "
		"layso.db.damaged-11:copy:last_trace");
	assert_int_equal(files->copies, 3);
	assert_false(files->over);
}

static void test_copies_have_a_limit_of_bytes_too(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	const struct files_limits limits = {.copies = 10, .bytes = 250};

	(void)state;
	ADD(files, 100, "layso.db.damaged-1", "layso.db.damaged-2", "layso.db.damaged-3");
	files_judge(files, &limits);
	assert_told(files,
		"layso.db.damaged-1:copy:goes layso.db.damaged-2:copy:within_limits "
		"layso.db.damaged-3:copy:last_trace");
	assert_int_equal(files->copy_bytes, 200);
}

static void test_the_last_traces_stay_whatever_the_limits(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	const struct files_limits limits = {.copies = 1, .bytes = 0};

	(void)state;
	ADD(files, 100, "layso.db.before-restore-4", "layso.db.damaged-3", "layso.db.damaged-2");
	files_judge(files, &limits);
	assert_told(files,
		"layso.db.damaged-2:copy:goes layso.db.damaged-3:copy:last_trace "
		"layso.db.before-restore-4:copy:last_trace");
	assert_true(files->over);
}

/* A removal that was killed has left the log: it is no copy, least of all the newest. */
static void test_a_log_without_its_database_is_no_trace(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

	(void)state;
	ADD(files, 10, "layso.db.damaged-5-wal", "layso.db.damaged-4", "layso.db.damaged-4-wal");
	files_judge(files, &usual);
	assert_told(files, "layso.db.damaged-4:copy:last_trace layso.db.damaged-5:copy:goes");
}

static void test_more_names_than_are_looked_at(void **state)
{
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

	(void)state;
	for (int i = 0; i < 2 * FILES_MAX; i++) {
		_cleanup_free_ char *name = text_printf("layso.db.damaged-%d", i + 1);

		files_add(files, name, false, 1, 0);
	}
	files_judge(files, &usual);
	assert_int_equal(files->n, FILES_MAX);
	assert_int_equal(files->copies, usual.copies);
}

/* ---- a folder ---- */

struct folder {
	char dir[64];
};

static int set_up(void **state)
{
	static struct folder folder;

	text_copy_cut(folder.dir, sizeof(folder.dir), "/tmp/layso-files-XXXXXX");
	*state = &folder;
	return mkdtemp(folder.dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	const struct folder *folder = *state;
	_cleanup_free_ char *command = text_printf("rm -r '%s'", folder->dir);

	return system(command); /* a folder of the test's own */
}

static char *make(const struct folder *folder, const char *name)
{
	char *path = text_printf("%s/%s", folder->dir, name);

	assert_int_equal(text_write_file(path, "some", 4, 0600), 0);
	return path;
}

static void make_folder(const struct folder *folder, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder->dir, name);

	assert_int_equal(mkdir(path, 0700), 0);
}

static bool is_there(const struct folder *folder, const char *name)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder->dir, name);

	return access(path, F_OK) == 0;
}

static void test_what_does_not_stay_is_removed(void **state)
{
	static const char *const names[] = {"layso.db", "layso.db-wal", "layso.db.damaged-1",
		"layso.db.damaged-1-wal", "layso.db.damaged-2", "layso.db.damaged-3",
		"layso.db.before-restore-4", "layso.db.damaged-5-wal", "backup.partial",
		"backup.partial-journal", "replacing/layso.db", "replacing/ready.new",
		"drill/layso.db", "drill/replacing/layso.db", "restoring/layso.db",
		"restoring/notes.txt", "archive/2026.db", "notes.txt"};
	const struct folder *folder = *state;
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));

	make_folder(folder, "replacing");
	make_folder(folder, "restoring");
	make_folder(folder, "drill");
	make_folder(folder, "drill/replacing");
	make_folder(folder, "archive");
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = make(folder, names[i]);
	}
	/* Somebody's own file keeps its folder, and that is said. */
	assert_int_equal(files_clean(folder->dir, &usual, files), -ENOTEMPTY);
	assert_told(files,
		"layso.db:database:in_force layso.db.damaged-2:copy:within_limits "
		"layso.db.damaged-3:copy:last_trace layso.db.before-restore-4:copy:last_trace "
		"restoring:unfinished:goes archive:archive:in_force notes.txt:unknown:not_ours");
	for (size_t i = 0; i < ELEMENTS(names); i++) {
		bool stays = i < 2 || (i >= 4 && i <= 6) || i >= 15;

		assert_int_equal(is_there(folder, names[i]), stays);
	}
	assert_false(is_there(folder, "replacing"));
	assert_false(is_there(folder, "drill"));
	assert_int_equal(files_next_number(folder->dir), 5);
}

static void test_what_is_being_made_stays(void **state)
{
	const struct folder *folder = *state;
	_cleanup_free_ struct files *files = memory_new(1, sizeof(*files));
	_cleanup_free_ char *path = make(folder, "backup.partial");
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(files_clean(folder->dir, &usual, files), 0);
	assert_told(files, "backup.partial:unfinished:at_work");
	assert_true(is_there(folder, "backup.partial"));
	assert_int_equal(flock(fd, LOCK_UN), 0);
	assert_int_equal(files_clean(folder->dir, &usual, files), 0);
	assert_false(is_there(folder, "backup.partial"));
}

static void test_a_person_removes_copies_but_the_last(void **state)
{
	static const char *const others[] = {
		"layso.db", "layso.db-wal", "lock", "archive", "notes.txt", "backup.partial"};
	const struct folder *folder = *state;

	make_folder(folder, "archive");
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		_cleanup_free_ char *path =
			strcmp(others[i], "archive") == 0 ? NULL : make(folder, others[i]);
	}
	for (int n = 1; n <= 2; n++) {
		_cleanup_free_ char *name = text_printf("layso.db.damaged-%d", n);
		_cleanup_free_ char *log = text_printf("%s-wal", name);
		_cleanup_free_ char *path = make(folder, name);
		_cleanup_free_ char *log_path = make(folder, log);
	}
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		int r = files_remove(folder->dir, others[i]);

		assert_true(r == -EPERM || r == -ENOENT);
		assert_true(is_there(folder, others[i]));
	}
	assert_int_equal(files_remove(folder->dir, "layso.db.damaged-3"), -ENOENT);
	assert_int_equal(files_remove(folder->dir, "../layso.db"), -ENOENT);
	assert_int_equal(files_remove(folder->dir, "layso.db.damaged-2"), 0);
	assert_false(is_there(folder, "layso.db.damaged-2"));
	assert_false(is_there(folder, "layso.db.damaged-2-wal"));
	assert_int_equal(files_remove(folder->dir, "layso.db.damaged-1"), -EBUSY);
	assert_true(is_there(folder, "layso.db.damaged-1"));
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_file_has_a_kind),
		cmocka_unit_test(test_what_is_not_known_stays),
		cmocka_unit_test(test_the_oldest_copies_go),
		cmocka_unit_test(test_copies_have_a_limit_of_bytes_too),
		cmocka_unit_test(test_the_last_traces_stay_whatever_the_limits),
		cmocka_unit_test(test_a_log_without_its_database_is_no_trace),
		cmocka_unit_test(test_more_names_than_are_looked_at),
		IN_FOLDER(test_what_does_not_stay_is_removed),
		IN_FOLDER(test_what_is_being_made_stays),
		IN_FOLDER(test_a_person_removes_copies_but_the_last),
	};

	return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
