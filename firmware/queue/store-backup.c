/* SPDX-License-Identifier: Apache-2.0 */
/* A backup is one file: the database as of one event, without its companions, compact and checked.
 * It holds all that the database holds, secrets too (fingerprints of tokens and accounts, the key
 * of the citizens' ticket tokens), so only its owner may read it. */
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

/* VACUUM INTO reads within one transaction, so the copy is of one event, and a writer is not
 * disturbed: in WAL mode readers and the writer do not wait for each other. */
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
	/* SQLite takes an empty file, which nobody else may read from the first byte on. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return -errno;
	}
	(void)flock(fd, LOCK_EX | LOCK_NB); /* it is not what a killed one left: files.h */
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
