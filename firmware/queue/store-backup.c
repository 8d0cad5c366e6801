/* SPDX-License-Identifier: Apache-2.0 */
/* A backup is one file: the database as of one event, without WAL or journal, compact and checked.
 * It holds all that the database holds, including secrets (fingerprints of tokens and accounts, the
 * key of the citizens' ticket tokens), so only its owner may read it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/checkpoint.h"
#include "queue/store-internal.h"

int store_forget_cached(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		return -errno;
	}
	(void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	return 0;
}

int store_sync_file(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

int store_check_room(struct store *store, const char *path)
{
	_cleanup_free_ char *dir = text_dup(path);
	char *slash = strrchr(dir, '/');
	int64_t pages = 0;
	int64_t page_bytes = 0;
	struct statvfs fs;
	int r = store_get_int(store, "PRAGMA page_count", &pages);

	if (r == 0) {
		r = store_get_int(store, "PRAGMA page_size", &page_bytes);
	}
	if (r < 0) {
		return r;
	}
	if (slash) {
		*slash = '\0';
	}
	if (statvfs(slash ? dir : ".", &fs) < 0) {
		return -errno;
	}
	return (uint64_t)fs.f_bavail * fs.f_frsize <
			(uint64_t)(pages * page_bytes) + STORE_BACKUP_SPARE
		? -ENOSPC
		: 0;
}

/* VACUUM INTO reads within one transaction, so the copy is as of one event. It does not delay the
 * writer: in WAL mode readers and the writer do not wait for each other. */
static int copy_into(struct store *store, const char *path, const atomic_bool *stop)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *vacuum = NULL;
	int r = store_prepare(store, "VACUUM INTO ?1", &vacuum);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(vacuum, 1, path, -1, SQLITE_STATIC);
	store_stop_when(store, stop);
	r = sqlite3_step(vacuum) == SQLITE_DONE ? 0 : -EIO;
	store_stop_when(store, NULL);
	if (r < 0 && stop && atomic_load(stop)) {
		return -ECANCELED;
	}
	return r < 0 ? store_error(store, "backup") : 0;
}

int store_backup(
	struct store *store, const char *path, const atomic_bool *stop, struct store_facts *ret)
{
	_cleanup_close_ int fd = -1;
	int r = store_check_room(store, path);

	if (r < 0) {
		return r;
	}
	/* SQLite accepts an empty file. Created here, it can be read only by its owner from the
	 * start. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return -errno;
	}
	(void)flock(fd, LOCK_EX | LOCK_NB); /* marks it as being written: files.h */
	r = copy_into(store, path, stop);
	if (r == 0) {
		r = store_sync_file(path);
	}
	if (r == 0) {
		r = store_check_file(path, ret);
	}
	if (r < 0) {
		(void)unlink(path);
	}
	return r;
}

int store_check_file(const char *path, struct store_facts *ret)
{
	_cleanup_(store_closep) struct store *store = NULL;
	struct store_facts facts = {0};
	int64_t first = 1;
	int64_t there = 0;
	int r = store_open_file(path, &store);

	if (r == 0) {
		r = store_look_through(store, NULL, NULL);
	}
	if (r == 0) {
		r = checkpoint_first(store, &first);
	}
	if (r == 0) {
		_cleanup_free_ char *count = text_printf(
			"SELECT count(*) FROM event WHERE seq >= %lld", (long long)first);

		r = store_get_int(store, count, &there);
	}
	if (r == 0) {
		r = store_get_int(store, "SELECT coalesce(max(seq), 0) FROM event", &facts.seq);
	}
	if (r == 0) {
		r = store_get_int(store, "PRAGMA user_version", &facts.schema);
	}
	if (r < 0) {
		return r;
	}
	facts.events = first - 1 + there;
	/* The log has no gaps and loses nothing. */
	if (facts.events != facts.seq || there == 0) {
		log_error(FAULT_DEVICE, "%s has %lld events, the last is number %lld", path,
			(long long)facts.events, (long long)facts.seq);
		return -EUCLEAN;
	}
	*ret = facts;
	return 0;
}

enum { COPY_BYTES = 1 << 16 };

static int copy_bytes(int from, int to, const atomic_bool *stop)
{
	_cleanup_free_ char *bytes = memory_new(COPY_BYTES, 1);
	ssize_t n;

	while ((n = read(from, bytes, COPY_BYTES)) > 0) {
		for (ssize_t done = 0; done < n;) {
			ssize_t written = write(to, bytes + done, (size_t)(n - done));

			if (written < 0) {
				return -errno;
			}
			done += written;
		}
		if (stop && atomic_load(stop)) {
			return -ECANCELED;
		}
	}
	return n < 0 || fsync(to) < 0 ? -errno : 0;
}

int store_copy_file(const char *from, const char *to, const atomic_bool *stop)
{
	_cleanup_close_ int in = open(from, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int out = -1;

	if (in < 0) {
		return -errno;
	}
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return out < 0 ? -errno : copy_bytes(in, out, stop);
}

/* Copies the current row of select into a table of the same name. */
static int copy_row(
	struct store *to, sqlite3_stmt *select, const char *table, sqlite3_stmt **insert)
{
	int n = sqlite3_column_count(select);
	int r = 0;

	if (!*insert) {
		_cleanup_(textbuf_done) struct textbuf sql = {0};

		textbuf_printf(&sql, "INSERT OR REPLACE INTO %s (", table);
		for (int i = 0; i < n; i++) {
			textbuf_printf(&sql, "%s%s", i ? ", " : "", sqlite3_column_name(select, i));
		}
		for (int i = 0; i < n; i++) {
			textbuf_printf(&sql, "%s", i ? ", ?" : ") VALUES (?");
		}
		textbuf_printf(&sql, ")");
		r = store_prepare(to, sql.data, insert);
	}
	for (int i = 0; r == 0 && i < n; i++) {
		(void)sqlite3_bind_value(*insert, i + 1, sqlite3_column_value(select, i));
	}
	return r < 0 ? r : store_step(to, *insert, table);
}

int store_copy_rows(struct store *from, struct store *to, const char *table, const char *where,
	const char *order)
{
	_cleanup_free_ char *sql =
		text_printf("SELECT * FROM %s NOT INDEXED %s ORDER BY 1 %s", table, where, order);
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = store_prepare(from, sql, &select);
	bool whole = true;

	if (r < 0) {
		return 0;
	}
	while ((r = store_next(from, select, table)) > 0) {
		r = copy_row(to, select, table, &insert);
		if (r == -ENOSPC || r == -EROFS || r == -EIO) {
			return r;
		}
		whole = whole && r == 0;
	}
	if (r < 0) {
		return store_is_damaged(r) ? 0 : r;
	}
	return whole;
}
