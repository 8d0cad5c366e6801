/* SPDX-License-Identifier: Apache-2.0 */
/* A backup is one file: the database as of one event, without its companions, compact and checked.
 * It holds all that the database holds, secrets too (fingerprints of tokens and accounts, the key
 * of the citizens' ticket tokens), so only its owner may read it. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/store-data.h"

enum {
	INTERRUPT_STEPS = 20000, /* of SQLite's machine between two looks at stop */
	COPY_BYTES = 1 << 16,
};

static int is_stopped(void *userdata)
{
	const atomic_bool *stop = userdata;

	return atomic_load(stop);
}

static int write_through(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* The copy must fit, and leave the hub room to go on writing meanwhile. */
static int check_room(struct store *store, const char *path)
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
	sqlite3_progress_handler(
		store->db, INTERRUPT_STEPS, stop ? is_stopped : NULL, (void *)(uintptr_t)stop);
	r = sqlite3_step(vacuum) == SQLITE_DONE ? 0 : -EIO;
	sqlite3_progress_handler(store->db, 0, NULL, NULL);
	if (r < 0 && stop && atomic_load(stop)) {
		return -ECANCELED;
	}
	return r < 0 ? store_error(store, "backup") : 0;
}

int store_backup(
	struct store *store, const char *path, const atomic_bool *stop, struct store_facts *ret)
{
	_cleanup_close_ int fd = -1;
	int r = check_room(store, path);

	if (r < 0) {
		return r;
	}
	/* SQLite takes an empty file, which nobody else may read from the first byte on. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0) {
		return -errno;
	}
	r = copy_into(store, path, stop);
	if (r == 0) {
		r = write_through(path);
	}
	if (r == 0) {
		r = store_check_file(path, ret);
	}
	if (r < 0) {
		(void)unlink(path);
	}
	return r;
}

static int quick_check(struct store *store)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *check = NULL;
	const char *said;
	int r = store_prepare(store, "PRAGMA quick_check(1)", &check);

	if (r < 0) {
		return r;
	}
	if (sqlite3_step(check) != SQLITE_ROW) {
		return -EUCLEAN;
	}
	said = (const char *)sqlite3_column_text(check, 0);
	if (!said || strcmp(said, "ok") != 0) {
		log_error(FAULT_DEVICE, "the backup is damaged: %s", said ? said : "?");
		return -EUCLEAN;
	}
	return 0;
}

int store_check_file(const char *path, struct store_facts *ret)
{
	_cleanup_(store_closep) struct store *store = NULL;
	struct store_facts facts = {0};
	int r = store_open_file(path, &store);

	if (r == 0) {
		r = quick_check(store);
	}
	if (r == 0) {
		r = store_get_int(store, "SELECT count(*) FROM event", &facts.events);
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
	/* The log has no gaps and loses nothing. */
	if (facts.events != facts.seq || facts.events == 0) {
		log_error(FAULT_DEVICE, "%s has %lld events, the last is number %lld", path,
			(long long)facts.events, (long long)facts.seq);
		return -EUCLEAN;
	}
	*ret = facts;
	return 0;
}

static int copy_bytes(int from, int to)
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
	}
	return n < 0 || fsync(to) < 0 ? -errno : 0;
}

static int copy_file(const char *from, const char *to)
{
	_cleanup_close_ int in = open(from, O_RDONLY | O_CLOEXEC);
	_cleanup_close_ int out = -1;

	if (in < 0) {
		return -errno;
	}
	(void)unlink(to); /* of a restore that was interrupted */
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return out < 0 ? -errno : copy_bytes(in, out);
}

/* The copy must be whole, and its tables what its own log says. */
static int check_copy(const char *path, struct store_facts *ret)
{
	_cleanup_free_ char *report = NULL;
	int64_t events = 0;
	int r = store_check_file(path, ret);

	if (r == 0 && ret->schema > store_schema_newest()) {
		log_error(FAULT_SITE, "the backup is of a newer layso (schema %lld)",
			(long long)ret->schema);
		return -ENOTSUP;
	}
	if (r == 0 && ret->schema == store_schema_newest()) {
		r = store_verify_file(path, &events, &report);
	}
	if (r < 0 && report) {
		log_error(FAULT_DEVICE, "the backup does not follow from its log: %s", report);
	}
	return r;
}

/* What the present database has, as far as it can be read. */
static int64_t present_seq(const char *path)
{
	_cleanup_(store_closep) struct store *store = NULL;
	int64_t seq = 0;

	if (access(path, F_OK) < 0 || store_open_file(path, &store) < 0 ||
		store_get_int(store, "SELECT coalesce(max(seq), 0) FROM event", &seq) < 0) {
		return 0;
	}
	return seq;
}

static int put_in_place(const char *dir, const char *copy, const char *path, char **ret_aside)
{
	int r = access(path, F_OK) == 0 ? store_move_aside(path, "before-restore", ret_aside) : 0;

	if (r < 0) {
		return r;
	}
	return rename(copy, path) < 0 ? -errno : write_through(dir);
}

int store_restore(const char *dir, const char *file, bool volatile_ok, struct store_restored *ret)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_free_ char *copy = text_printf("%s/" STORE_FILE ".restoring", dir);
	_cleanup_close_ int lock_fd = -1;
	struct store_restored done = {0};
	int r = store_lock(dir, volatile_ok, &lock_fd);

	if (r == 0) {
		r = copy_file(file, copy);
	}
	if (r == 0) {
		r = check_copy(copy, &done.facts);
	}
	if (r == 0) {
		done.former_seq = present_seq(path);
		r = put_in_place(dir, copy, path, &done.aside);
	}
	if (r < 0) {
		(void)unlink(copy);
		free(done.aside);
		return r;
	}
	*ret = done;
	return 0;
}
