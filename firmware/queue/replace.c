/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/files.h"
#include "queue/archive.h"
#include "queue/checkpoint.h"
#include "queue/graft.h"
#include "queue/recover.h"

#define MARK "ready" /* in the folder: the build is whole; holds the former one's new name */

#define GRAFT "grafted.db" /* the damaged database with schema pages of a new one */

enum { MARK_BYTES = 256 };

void (*replace_before_step)(int step);

static void before_step(int step)
{
	if (replace_before_step) {
		replace_before_step(step);
	}
}

static char *path_in(const char *dir, const char *name)
{
	return text_printf("%s/" FILES_REPLACING "/%s", dir, name);
}

void replace_discard(const char *dir)
{
	static const char *const names[] = {STORE_FILE, STORE_FILE "-wal", STORE_FILE "-shm",
		STORE_FILE "-journal", "lock", MARK ".new", GRAFT, GRAFT "-wal", GRAFT "-shm"};
	_cleanup_free_ char *folder = path_in(dir, "");

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = path_in(dir, names[i]);

		(void)unlink(path);
	}
	(void)rmdir(folder);
}

int replace_begin(const char *dir)
{
	_cleanup_free_ char *folder = path_in(dir, "");

	replace_discard(dir);
	return mkdir(folder, 0700) < 0 ? -errno : 0;
}

/* Puts the whole build into one file: a WAL beside it would not be moved along. The build is
 * another history from now on: event numbers that a client has seen may mean other events. */
static int close_build(const char *dir)
{
	_cleanup_free_ char *path = path_in(dir, STORE_FILE);
	_cleanup_free_ char *wal = path_in(dir, STORE_FILE "-wal");
	_cleanup_(store_closep) struct store *store = NULL;
	int64_t busy = 1;
	int r = store_open_writable(path, &store);

	if (r == 0) {
		r = store_epoch_renew(store);
	}
	if (r == 0) {
		r = store_get_int(store, "PRAGMA wal_checkpoint(TRUNCATE)", &busy);
	}
	store_close(TAKE_PTR(store));
	if (r == 0 && busy != 0) {
		r = -EBUSY;
	}
	if (r == 0 && access(wal, F_OK) == 0) {
		log_error(FAULT_DEVICE, "the new database could not be written whole");
		r = -EIO;
	}
	return r < 0 ? r : store_sync_file(path);
}

/* The number gives the order of the copies, so the number of a removed copy is not used again. */
static char *free_name(const char *dir, const char *word)
{
	char *name = NULL;

	for (int n = files_next_number(dir); !name || access(name, F_OK) == 0; n++) {
		free(name);
		name = text_printf("%s/" STORE_FILE ".%s-%d", dir, word, n);
	}
	return name;
}

/* Announces the replacement: from here on it is completed, even after a power cut. aside is the
 * former database's new name; "": there was none. */
static int announce(const char *dir, const char *aside)
{
	_cleanup_free_ char *folder = path_in(dir, "");
	_cleanup_free_ char *draft = path_in(dir, MARK ".new");
	_cleanup_free_ char *mark = path_in(dir, MARK);
	_cleanup_close_ int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	size_t size = strlen(aside);

	if (fd < 0) {
		return -errno;
	}
	if (write(fd, aside, size) != (ssize_t)size) {
		return -EIO;
	}
	if (fsync(fd) < 0) {
		return -errno;
	}
	before_step(0);
	if (rename(draft, mark) < 0) {
		return -errno;
	}
	return store_sync_file(folder);
}

/* Gives a file a second name, or, on a file system without links, renames it. */
static int keep_as(const char *from, const char *to)
{
	if (link(from, to) == 0 || errno == ENOENT || errno == EEXIST) {
		return 0;
	}
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS) {
		return -errno;
	}
	return rename(from, to) < 0 && errno != ENOENT ? -errno : 0;
}

/* A step that was done before does nothing. The former database gets its second name while it still
 * has the first one; only then its WAL is removed. */
static int carry_out(const char *dir, const char *aside)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *wal = text_printf("%s-wal", path);
	_cleanup_free_ char *shm = text_printf("%s-shm", path);
	_cleanup_free_ char *built = path_in(dir, STORE_FILE);
	_cleanup_free_ char *mark = path_in(dir, MARK);
	int r = 0;

	if (access(built, F_OK) == 0) {
		_cleanup_free_ char *aside_wal = text_printf("%s/%s-wal", dir, aside);
		_cleanup_free_ char *aside_path = text_printf("%s/%s", dir, aside);

		before_step(1);
		r = *aside ? keep_as(wal, aside_wal) : 0;
		before_step(2);
		if (r == 0 && *aside) {
			r = keep_as(path, aside_path);
		}
		if (r == 0) {
			r = store_sync_file(dir);
		}
		before_step(3);
		if (r == 0 &&
			((unlink(wal) < 0 && errno != ENOENT) ||
				(unlink(shm) < 0 && errno != ENOENT))) {
			r = -errno;
		}
		if (r == 0) {
			r = store_sync_file(dir);
		}
		before_step(4);
		if (r == 0 && rename(built, path) < 0) {
			r = -errno;
		}
	}
	if (r == 0) {
		r = store_sync_file(dir);
	}
	before_step(5);
	if (r == 0 && unlink(mark) < 0 && errno != ENOENT) {
		r = -errno;
	}
	if (r == 0) {
		replace_discard(dir);
		r = store_sync_file(dir);
	}
	return r;
}

int replace_finish(const char *dir, const char *word, char **ret_aside)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *aside = access(path, F_OK) == 0 ? free_name(dir, word) : NULL;
	const char *name = aside ? strrchr(aside, '/') + 1 : "";
	int r = close_build(dir);

	if (r == 0) {
		r = store_sync_file(dir);
	}
	if (r == 0) {
		r = announce(dir, name);
	}
	if (r == 0) {
		r = carry_out(dir, name);
	}
	if (r == 0) {
		*ret_aside = TAKE_PTR(aside);
	}
	return r;
}

int replace_resume(const char *dir)
{
	_cleanup_free_ char *mark = path_in(dir, MARK);
	_cleanup_free_ char *aside = NULL;
	size_t size = 0;
	int r = text_read_file(mark, MARK_BYTES, &aside, &size);

	if (r == -ENOENT || r == -ENOTDIR) {
		replace_discard(dir);
		return 0;
	}
	if (r < 0 || strchr(aside, '/')) {
		log_error(FAULT_DEVICE, "cannot read %s: %s", mark, strerror(r < 0 ? -r : EBADMSG));
		return r < 0 ? r : -EBADMSG;
	}
	r = carry_out(dir, aside);
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot finish replacing the database: %s", strerror(-r));
		return r;
	}
	log_notice("the replacement of the database, which was interrupted, is finished");
	return 0;
}

bool replace_is_announced(const char *dir)
{
	_cleanup_free_ char *mark = path_in(dir, MARK);

	return access(mark, F_OK) == 0;
}

/* The empty database has no key for the citizens' ticket tokens: the first start makes it, so that
 * boards with copies of one image do not share it. */
static int build_empty(const char *dir)
{
	_cleanup_free_ char *target = path_in(dir, STORE_FILE);
	_cleanup_(store_closep) struct store *store = NULL;
	int r = replace_begin(dir);

	return r < 0 ? r : store_open_writable(target, &store);
}

int store_create(const char *dir)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *aside = NULL;
	_cleanup_close_ int lock_fd = -1;
	int r = store_lock(dir, true, &lock_fd); /* volatile_ok: the hub itself checks the folder
						    that it will serve from */

	if (r == 0) {
		r = replace_resume(dir);
	}
	if (r < 0) {
		return r;
	}
	if (access(path, F_OK) == 0) {
		log_error(FAULT_SITE, "there is a database in %s; no empty one is made", dir);
		return -EEXIST;
	}
	if (store_has_traces(dir)) {
		return -EEXIST;
	}
	r = build_empty(dir);
	if (r == 0) {
		r = replace_finish(dir, "", &aside);
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot make a database in %s: %s", dir, strerror(-r));
	}
	return r;
}

int replace_raise_numbers(
	const char *dir, const struct given given[], size_t n, const struct clock_reading *now)
{
	_cleanup_(queue_closep) struct queue *queue = NULL;
	_cleanup_free_ char *folder = text_printf("%s/" FILES_REPLACING, dir);
	int r = queue_open(folder, true, now, &queue);

	for (size_t i = 0; r == 0 && i < n; i++) {
		r = queue_raise_numbers(queue, &given[i], now);
	}
	return r;
}

/* Copies what is not in the log: tokens, accounts, sign-ins, attempts, the key of the citizens'
 * ticket tokens, pictures, clips, the contents of the catalogue's records. */
static int carry_over(struct store *from, struct store *to)
{
	static const char *const tables[] = {"token", "staff", "sign_in", "attempt", "secret",
		"picture", "clip", "procedure_record"};

	for (size_t i = 0; i < ELEMENTS(tables); i++) {
		int r = store_copy_rows(from, to, tables[i], "", "");

		if (r == 0) {
			r = store_copy_rows(from, to, tables[i], "", "DESC");
			if (r >= 0) {
				log_error(FAULT_DEVICE,
					"the table %s was damaged; what could be read of it is "
					"kept",
					tables[i]);
			}
		}
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

/* Finds what may have been given to people: the numbers of the last day in the tables and in the
 * log, from the end to the first bad page of each. */
static void look_for_given(struct store *damaged, const char *sql, struct given *given)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;

	if (store_prepare(damaged, sql, &select) < 0) {
		return;
	}
	while (store_next(damaged, select, "what was given") > 0) {
		const char *day = (const char *)sqlite3_column_text(select, 0);
		int number = sqlite3_column_int(select, 1);
		int order = day ? strcmp(day, given->day) : -1;

		given->ticket = MAX_OF(given->ticket, sqlite3_column_int64(select, 2));
		if (order > 0 && text_copy(given->day, sizeof(given->day), day) == 0) {
			given->number = 0;
		}
		if (order >= 0 && number < LIMIT_NUMBER) {
			given->number = MAX_OF(given->number, number);
		}
	}
}

/* When the log could not be read to its end, it is not known which numbers people have. */
static int raise_numbers(const char *dir, const struct given *given)
{
	struct clock_reading now;

	if (given->number == 0) {
		log_error(FAULT_DEVICE,
			"nobody knows which numbers were given: look at the slips, and restore "
			"with --numbers-above if one is higher");
	}
	clock_now(&now);
	return replace_raise_numbers(dir, given, 1, &now);
}

/* Opens the damaged database, grafted if necessary. *ret_path is the path of what was opened;
 * heap. */
static int open_damaged(
	const char *dir, const char *path, struct store *whole, char **ret_path, struct store **ret)
{
	_cleanup_free_ char *whole_path = path_in(dir, STORE_FILE);
	_cleanup_free_ char *grafted = path_in(dir, GRAFT);
	int r = store_open_file(path, ret);

	if (r == 0) {
		*ret_path = text_dup(path);
		return 0;
	}
	if (store_is_damaged(r) && graft_schema(path, whole, whole_path, grafted) == 0) {
		r = store_open_file(grafted, ret);
		*ret_path = TAKE_PTR(grafted);
	}
	return r;
}

/* Tries several times, as at a start: a disk that fails once may look like damage. */
static int keep_tables(
	struct store *damaged, const char *path, struct store *store, int64_t *ret_last)
{
	enum { LOOKS = 3 };
	int64_t first = 1;
	int64_t lost = 0;
	int r = -EUCLEAN;

	for (int look = 0; look < LOOKS && store_is_damaged(r); look++) {
		r = checkpoint_first(damaged, &first);
		if (r == 0) {
			r = recover_tables(damaged, path, store, *ret_last, first, &lost);
		}
	}
	if (r < 0) {
		return r;
	}
	log_error(FAULT_DEVICE, "%lld events are lost; the tickets are what the tables say",
		(long long)lost);
	return store_get_int(store, "SELECT max(seq) FROM event", ret_last);
}

/* Folds the log. Where it was cut, it goes on from the tables of the past; if those are damaged,
 * from the archives; if an archive is missing, too, from what is left of the tables. */
static int fold_log(
	const char *dir, struct store *damaged, struct store *store, struct replay_done *done)
{
	_cleanup_free_ char *folder = text_printf("%s/" ARCHIVE_FOLDER, dir);
	struct replay_wish wish = {0};
	int r = checkpoint_use_copies(damaged);

	if (r == 0) {
		r = verify_replay(damaged, store, &wish, done);
	}
	if (!store_is_damaged(r) || done->whole) {
		return r;
	}
	if (archive_all_whole(damaged, folder)) {
		log_notice("what was archived is made anew from the archives");
		wish.archives = folder;
		r = verify_replay(damaged, store, &wish, done);
		if (r == 0 || store_is_damaged(r)) {
			int cut = archive_cut(store);

			r = cut < 0 ? cut : r;
		}
		return r;
	}
	log_error(FAULT_DEVICE,
		"the rows of archived days are damaged and an archive is missing: what can be "
		"read of them is kept");
	wish.salvage = true;
	return verify_replay(damaged, store, &wish, done);
}

static int build(const char *dir, const char *path, int64_t *ret_last)
{
	static const char issued[] =
		"SELECT substr(data ->> '$.at', 1, 10), data ->> '$.n', ticket FROM event "
		"WHERE kind = 'issue' ORDER BY seq DESC LIMIT 5000";
	static const char *const seen[] = {
		"SELECT day, number, id FROM ticket NOT INDEXED ORDER BY id DESC LIMIT 5000",
		"SELECT day, floor, first_ticket FROM day ORDER BY opened_seq DESC LIMIT 5",
		"SELECT day, floor, 0 FROM numbers ORDER BY day DESC",
		"SELECT '', 0, above FROM ticket_gap",
		issued,
	};
	struct given given = {.more_tickets = true}; /* the end of both may be lost */
	struct replay_done done = {0};
	_cleanup_free_ char *target = path_in(dir, STORE_FILE);
	_cleanup_free_ char *readable = NULL;
	_cleanup_(store_closep) struct store *damaged = NULL;
	_cleanup_(store_closep) struct store *store = NULL;
	int r = store_open_writable(target, &store);
	int lost;

	if (r < 0) {
		return r;
	}
	lost = open_damaged(dir, path, store, &readable, &damaged);
	if (lost == 0) {
		lost = fold_log(dir, damaged, store, &done);
		*ret_last = done.last;
	}
	if (lost < 0 && !store_is_damaged(lost)) {
		return lost;
	}
	if (lost < 0) {
		log_error(FAULT_DEVICE, "the damaged log cannot be read further: %s",
			strerror(-lost));
	}
	if (damaged) {
		r = store_exec(store, "BEGIN IMMEDIATE");
		if (r == 0) {
			r = carry_over(damaged, store);
		}
		if (r == 0) {
			r = store_exec(store, "COMMIT");
		}
	}
	if (r < 0 || lost == 0) {
		return r;
	}
	if (damaged) {
		r = keep_tables(damaged, readable, store, ret_last);
		if (r == 0 || r == -EIO || r == -ENOSPC || r == -EROFS) {
			return r; /* when the disk failed, another try may keep more */
		}
	}
	for (size_t i = 0; damaged && i < ELEMENTS(seen); i++) {
		look_for_given(damaged, seen[i], &given);
	}
	store_close(TAKE_PTR(store));
	return raise_numbers(dir, &given);
}

/* Writes the note about the rebuild before the new database is in force, so that a power cut cannot
 * lose it. */
static int tell(const char *dir, int64_t events)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_REBUILT, dir);
	_cleanup_free_ char *text =
		text_printf("it was damaged; %lld events were recovered, the damaged file is kept",
			(long long)events);

	return text_write_file(path, text, strlen(text), 0600);
}

int replace_rebuild(const char *dir)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *aside = NULL;
	int64_t last = 0;
	int r = replace_begin(dir);

	if (r == 0) {
		log_warning(FAULT_DEVICE,
			"%s is damaged; it is rebuilt from its log, which takes minutes when it is "
			"large",
			path);
		r = build(dir, path, &last);
	}
	if (r == 0 && last == 0) {
		replace_discard(dir);
		log_error(FAULT_DEVICE,
			"nothing of %s can be read; no empty one is made in its place. Put a "
			"backup back with layso-hubd --restore FILE",
			path);
		return -ENODATA;
	}
	if (r == 0) {
		r = tell(dir, last);
	}
	if (r == 0) {
		r = replace_finish(dir, FILES_DAMAGED, &aside);
	}
	if (r < 0) {
		log_error(FAULT_DEVICE, "cannot rebuild the damaged %s: %s", path, strerror(-r));
		return r;
	}
	log_error(FAULT_DEVICE, "the database was damaged; it was moved to %s",
		aside ? aside : "nowhere");
	log_error(FAULT_DEVICE, "%lld events of the damaged database were recovered",
		(long long)last);
	return 0;
}
