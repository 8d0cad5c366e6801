/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/store-internal.h"

#define PARTIAL "unfinished.db"

bool archive_is_there(const char *folder, const struct checkpoint *checkpoint)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, checkpoint->file);

	return access(path, F_OK) == 0;
}

static int check_file(
	const char *path, const struct checkpoint *checkpoint, const atomic_bool *stop)
{
	char hash[CHECKPOINT_HASH + 1] = "";
	int r = checkpoint_hash_file(path, stop, hash);

	if (r == 0 && strcmp(hash, checkpoint->file_hash) != 0) {
		log_error(FAULT_DEVICE, "%s is not what was written there", path);
		r = -EBADMSG;
	}
	return r;
}

bool archive_all_whole(struct store *store, const char *folder)
{
	int64_t seq = 0;
	int r = 0;

	while (r == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};

		r = checkpoint_after(store, seq, &checkpoint);
		seq = checkpoint.seq;
		if (r == 0) {
			_cleanup_free_ char *path = text_printf("%s/%s", folder, checkpoint.file);

			r = check_file(path, &checkpoint, NULL);
			r = r == -ENOENT ? -ENODATA : r;
		}
	}
	return r == -ENOENT;
}

int archive_open(const char *folder, const struct checkpoint *checkpoint, struct store **ret)
{
	_cleanup_free_ char *path = text_printf("%s/%s", folder, checkpoint->file);
	int r = check_file(path, checkpoint, NULL);

	return r < 0 ? r : store_open_file(path, ret);
}

/* ---- what is due ---- */

int archive_find_due(struct store *store, int keep_days, struct archive_due *ret)
{
	/* The log is cut before the first day of a later year than the first one left in the log,
	 * if the day before that is closed and no ticket was carried over. Age counts up to the
	 * second newest day: the newest may have been opened by a wrong clock. */
	static const char sql[] =
		"WITH d AS (SELECT opened_seq, day, first_ticket, lag(opened_seq) OVER w AS "
		"last_opened, lag(closed_seq) OVER w AS last_closed, lag(day) OVER w AS last_day, "
		"first_value(substr(day, 1, 4)) OVER w AS year "
		"FROM day WHERE opened_seq > ?1 WINDOW w AS (ORDER BY opened_seq)) "
		"SELECT opened_seq - 1, year FROM d WHERE last_closed > last_opened "
		"AND last_closed < opened_seq AND substr(day, 1, 4) > year "
		"AND julianday((SELECT day FROM day ORDER BY opened_seq DESC LIMIT 1 OFFSET 1)) "
		"- julianday(last_day) >= ?2 AND NOT EXISTS (SELECT 1 FROM ticket NOT INDEXED "
		"WHERE id BETWEEN d.first_ticket AND d.first_ticket + 10000 "
		"AND arrival < d.opened_seq) ORDER BY opened_seq LIMIT 1";
	_cleanup_(checkpoint_done) struct checkpoint before = {0};
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	struct archive_due due = {0};
	char epoch[EPOCH_LENGTH + 1];
	int r = checkpoint_last(store, &before);

	if (r == 0 || r == -ENOENT) {
		r = store_epoch(store, epoch);
	}
	if (r == 0) {
		r = store_prepare(store, sql, &select);
	}
	if (r < 0) {
		return r;
	}
	due.after = before.seq;
	(void)sqlite3_bind_int64(select, 1, before.seq);
	(void)sqlite3_bind_int(select, 2, MAX_OF(keep_days, ARCHIVE_DAYS_LEAST));
	r = store_next(store, select, "the days");
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	due.last = sqlite3_column_int64(select, 0);
	(void)snprintf(due.file, sizeof(due.file), "layso-%.4s-%s-%012" PRId64 ".db",
		(const char *)sqlite3_column_text(select, 1), epoch, due.last);
	*ret = due;
	return 0;
}

/* ---- making one ---- */

/* Gets the state at the archive's end by folding the log. The tables have gone on since then; their
 * rows up to that point must agree. */
static int copy_state(struct store *store, const struct archive_due *due, struct store *scratch,
	struct checkpoint *ret)
{
	_cleanup_(checkpoint_done) struct checkpoint before = {0};
	const struct replay_wish wish = {.until = due->last};
	struct replay_done done = {0};
	char hash[CHECKPOINT_HASH + 1] = "";
	int r = verify_replay(store, scratch, &wish, &done);

	if (r == 0 && done.last != due->last) {
		r = -EBADMSG;
	}
	if (r == 0) {
		r = checkpoint_last(store, &before);
		r = r == -ENOENT ? 0 : r;
	}
	ret->seq = due->last;
	memcpy(ret->file, due->file, sizeof(ret->file));
	if (r == 0) {
		r = checkpoint_take(scratch, before.hash, ret);
	}
	if (r == 0) {
		r = checkpoint_hash(store, ret, before.hash, hash);
	}
	if (r == 0 && strcmp(hash, ret->hash) != 0) {
		r = -EBADMSG;
	}
	if (r == -EBADMSG) {
		log_error(FAULT_DEVICE,
			"nothing is archived: the tables are not what the log says up to event "
			"%lld; see layso-hubd --verify",
			(long long)due->last);
	}
	return r;
}

static int copy_log(struct store *store, const struct archive_due *due, struct store *to)
{
	_cleanup_free_ char *where =
		text_printf("WHERE seq > %" PRId64 " AND seq <= %" PRId64, due->after, due->last);
	int r = store_exec(to, "BEGIN");

	if (r == 0) {
		r = store_copy_rows(store, to, "event", where, "");
		r = r == 0 ? -EUCLEAN : MIN_OF(r, 0);
	}
	if (r == 0) {
		r = store_copy_rows(store, to, "checkpoint", "", "");
		r = r == 0 ? -EUCLEAN : MIN_OF(r, 0);
	}
	return r < 0 ? r : store_exec(to, "COMMIT");
}

/* Writes a single file, without a WAL or journal beside it. */
static int write_file(struct store *store, const struct archive_due *due, const char *path)
{
	_cleanup_(store_closep) struct store *to = NULL;
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int64_t busy = 1;
	int r = fd < 0 ? -errno : store_open_writable(path, &to);

	if (r == 0) {
		r = copy_log(store, due, to);
	}
	if (r == 0) {
		r = store_get_int(to, "PRAGMA wal_checkpoint(TRUNCATE)", &busy);
	}
	if (r == 0 && busy != 0) {
		r = -EBUSY;
	}
	if (r == 0) {
		r = store_exec(to, "PRAGMA journal_mode=DELETE");
	}
	store_close(TAKE_PTR(to));
	return r < 0 ? r : store_sync_file(path);
}

/* Reads the file from the disk, not from the page cache. */
static int read_back(const char *path, const struct archive_due *due)
{
	static const char count[] = "SELECT count(*) FROM event";
	static const char last[] = "SELECT coalesce(max(seq), 0) FROM event";
	_cleanup_(store_closep) struct store *store = NULL;
	int64_t events = 0;
	int64_t seq = 0;
	int r = store_forget_cached(path);

	if (r == 0) {
		r = store_open_file(path, &store);
	}
	if (r == 0) {
		r = store_look_through(store, NULL, NULL);
	}
	if (r == 0) {
		r = store_get_int(store, count, &events);
	}
	if (r == 0) {
		r = store_get_int(store, last, &seq);
	}
	return r == 0 && (events != due->last - due->after || seq != due->last) ? -EUCLEAN : r;
}

static void remove_partial(const char *folder)
{
	static const char *const names[] = {
		PARTIAL, PARTIAL "-wal", PARTIAL "-shm", PARTIAL "-journal"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", folder, names[i]);

		(void)unlink(path);
	}
}

static int put_file(struct store *store, const char *folder, const struct archive_due *due,
	struct checkpoint *checkpoint)
{
	_cleanup_free_ char *partial = text_printf("%s/" PARTIAL, folder);
	_cleanup_free_ char *path = text_printf("%s/%s", folder, due->file);
	int r;

	remove_partial(folder); /* left by a process that was killed */
	r = store_check_room(store, partial);
	if (r == 0) {
		r = write_file(store, due, partial);
	}
	if (r == 0) {
		r = read_back(partial, due);
	}
	if (r == 0) {
		r = checkpoint_hash_file(partial, NULL, checkpoint->file_hash);
	}
	/* A file of that name may exist, if a process was killed before it recorded the
	 * checkpoint. */
	if (r == 0 && rename(partial, path) < 0) {
		r = -errno;
	}
	if (r == 0) {
		r = store_sync_file(folder);
	}
	if (r < 0) {
		remove_partial(folder);
	}
	return r;
}

static int make_folder(const char *folder)
{
	_cleanup_free_ char *parent = text_printf("%s/..", folder);

	return mkdir(folder, 0700) < 0 && errno != EEXIST ? -errno : store_sync_file(parent);
}

static int make(struct store *store, const char *dir, const struct archive_due *due,
	const atomic_bool *stop, struct checkpoint *ret)
{
	_cleanup_free_ char *folder = text_printf("%s/" ARCHIVE_FOLDER, dir);
	_cleanup_(store_closep) struct store *scratch = NULL;
	int r = make_folder(folder);

	if (r == 0) {
		r = store_open_scratch(&scratch);
	}
	if (r < 0) {
		return r;
	}
	store_stop_when(scratch, stop);
	r = copy_state(store, due, scratch, ret);
	store_close(TAKE_PTR(scratch));
	return r < 0 ? r : put_file(store, folder, due, ret);
}

int archive_make(struct store *store, const char *dir, const struct archive_due *due,
	const atomic_bool *stop, struct checkpoint *ret)
{
	struct checkpoint checkpoint = {0};
	int r;

	store_stop_when(store, stop);
	r = make(store, dir, due, stop, &checkpoint);
	store_stop_when(store, NULL);
	if (r < 0) {
		checkpoint_done(&checkpoint);
		return stop && atomic_load(stop) ? -ECANCELED : r;
	}
	log_notice("the events up to %lld are in " ARCHIVE_FOLDER "/%s", (long long)due->last,
		due->file);
	*ret = checkpoint;
	return 0;
}

/* ---- cutting the log ---- */

static int has_more(struct store *store, bool *ret)
{
	int64_t left = 0;
	int r = store_get_int(store,
		"SELECT EXISTS (SELECT 1 FROM event WHERE seq < "
		"(SELECT coalesce(max(first), 0) FROM checkpoint))",
		&left);

	*ret = left != 0;
	return r;
}

static int record_and_delete(struct store *store, const struct checkpoint *checkpoint)
{
	_cleanup_(checkpoint_done) struct checkpoint last = {0};
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = checkpoint_last(store, &last);

	if (r < 0 && r != -ENOENT) {
		return r;
	}
	r = checkpoint && checkpoint->seq > last.seq ? checkpoint_write(store, checkpoint) : 0;
	if (r == 0) {
		/* A single bound: with two, SQLite would search by one and read all rows up to the
		 * other. */
		r = store_prepare(store,
			"DELETE FROM event WHERE seq < min((SELECT coalesce(max(first), 0) FROM "
			"checkpoint), (SELECT min(seq) FROM event) + ?1)",
			&delete);
	}
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int(delete, 1, ARCHIVE_PIECE);
	return store_step(store, delete, "archived events");
}

int archive_cut_piece(struct store *store, const struct checkpoint *checkpoint, bool *ret_more)
{
	int r = store_begin(store);

	if (r == 0) {
		r = record_and_delete(store, checkpoint);
	}
	if (r == 0) {
		r = store_step(store, store->commit, "commit");
	}
	store_rollback(store);
	return r < 0 ? r : has_more(store, ret_more);
}

int archive_cut(struct store *store)
{
	bool more = false;
	int r = has_more(store, &more);

	while (r == 0 && more) {
		r = archive_cut_piece(store, NULL, &more);
	}
	return r;
}

/* ---- copies elsewhere ---- */

void archive_held_done(struct archive_held *held)
{
	free(held->names);
	held->names = NULL;
}

/* −ENOENT, −EBADMSG: there is no good archive at path. */
static int copy_one(
	const char *path, const struct archive_wish *wish, const struct checkpoint *checkpoint)
{
	_cleanup_free_ char *partial = text_printf("%s/" PARTIAL, wish->to);
	_cleanup_free_ char *name = text_printf("%s/%s", wish->to, checkpoint->file);
	int r = store_copy_file(path, partial, wish->stop);

	if (r == 0) {
		r = store_forget_cached(partial);
	}
	if (r == 0) {
		r = check_file(partial, checkpoint, wish->stop);
	}
	if (r == -EBADMSG && check_file(path, checkpoint, wish->stop) == 0) {
		r = -EIO;
	}
	if (r == 0 && rename(partial, name) < 0) {
		r = -errno;
	}
	if (r == 0) {
		r = store_sync_file(wish->to);
	}
	if (r < 0) {
		remove_partial(wish->to);
	} else {
		log_notice("the archive %s was copied to %s", checkpoint->file, wish->to);
	}
	return r;
}

static bool is_held(const struct archive_wish *wish, const struct checkpoint *checkpoint)
{
	_cleanup_free_ char *name = text_printf("%s/%s", wish->to, checkpoint->file);
	struct stat there;
	struct stat source;

	if (stat(name, &there) < 0) {
		return false;
	}
	if (wish->read_again) {
		return check_file(name, checkpoint, wish->stop) == 0;
	}
	for (int i = 0; wish->from[i]; i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", wish->from[i], checkpoint->file);

		if (stat(path, &source) == 0 && source.st_size != there.st_size) {
			return false;
		}
	}
	return true;
}

/* −ENOENT: no folder has it. */
static int fetch(const struct archive_wish *wish, const struct checkpoint *checkpoint)
{
	int first = -ENOENT;

	for (int i = 0; wish->from[i]; i++) {
		_cleanup_free_ char *path = text_printf("%s/%s", wish->from[i], checkpoint->file);
		int r = access(path, F_OK) < 0 ? -ENOENT : make_folder(wish->to);

		if (r == 0) {
			r = copy_one(path, wish, checkpoint);
		}
		if (r == 0) {
			return 0;
		}
		first = first == -ENOENT && r != -EBADMSG ? r : first;
	}
	return first;
}

static void add_missing(struct archive_held *held, const char *file)
{
	char *names = held->names ? text_printf("%s, %s", held->names, file) : text_dup(file);

	free(held->names);
	held->names = names;
	held->missing++;
}

int archive_copy(struct store *store, const struct archive_wish *wish, struct archive_held *ret)
{
	int64_t seq = 0;
	int first = 0;
	int r = 0;

	*ret = (struct archive_held){0};
	remove_partial(wish->to); /* left by a process that was killed */
	while (r == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
		int one;

		r = checkpoint_after(store, seq, &checkpoint);
		seq = checkpoint.seq;
		if (r < 0 || is_held(wish, &checkpoint)) {
			continue;
		}
		one = fetch(wish, &checkpoint);
		ret->copied += one == 0;
		if (one < 0) {
			add_missing(ret, checkpoint.file);
		}
		first = first < 0 || one == -ENOENT ? first : one;
	}
	return r == -ENOENT ? first : r;
}

int archive_all(const char *dir, bool volatile_ok, int keep_days, int *ret)
{
	_cleanup_(store_closep) struct store *store = NULL;
	int n = 0;
	int r = store_open(dir, volatile_ok, &store);

	while (r == 0 && (r = archive_cut(store)) == 0) {
		_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
		struct archive_due due;
		bool more;

		r = archive_find_due(store, keep_days, &due);
		if (r == 0) {
			r = archive_make(store, dir, &due, NULL, &checkpoint);
		}
		if (r == 0) {
			r = archive_cut_piece(store, &checkpoint, &more);
			n += r == 0;
		}
	}
	*ret = n;
	return r == -ENOENT ? 0 : r;
}
