/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting a backup in the database's place. What was given after the backup is not in it, but the
 * slips are in people's hands: the day's numbers go on above them, so that no two people in the
 * hall wait for the same call.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "queue/queue.h"
#include "queue/replace.h"
#include "queue/store-data.h"

enum { COPY_BYTES = 1 << 16 };

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
struct former {
	bool exists;
	bool readable;
	int64_t seq;
	int64_t wall_ms; /* of its last event */
	char day[DAY_LENGTH + 1]; /* the last that it opened; "" none */
	int number; /* the highest of that day */
};

static int read_former_day(struct store *store, struct former *former)
{
	/* Its version may be older than the tables that the rest of us reads. */
	static const char sql[] =
		"SELECT day, max(floor, coalesce((SELECT max(number) FROM ticket WHERE "
		"ticket.day = day.day), 0)) FROM day ORDER BY opened_seq DESC LIMIT 1";
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	const char *day;
	int r = store_prepare(store, sql, &select);

	if (r == 0) {
		r = store_next(store, select, "the last day");
	}
	if (r <= 0) {
		return r;
	}
	day = (const char *)sqlite3_column_text(select, 0);
	former->number = sqlite3_column_int(select, 1);
	return text_copy(former->day, sizeof(former->day), day ? day : "");
}

static struct former read_former(const char *path)
{
	_cleanup_(store_closep) struct store *store = NULL;
	struct former former = {.exists = access(path, F_OK) == 0};
	int64_t version = 0;
	int r = former.exists ? store_open_file(path, &store) : -ENOENT;

	if (r == 0) {
		r = store_get_int(store, "PRAGMA user_version", &version);
	}
	if (r == 0 && version > 0) {
		r = store_get_int(store, "SELECT coalesce(max(seq), 0) FROM event", &former.seq);
	}
	if (r == 0 && former.seq > 0) {
		r = store_get_int(store, "SELECT wall_ms FROM event ORDER BY seq DESC LIMIT 1",
			&former.wall_ms);
	}
	if (r == 0 && former.seq > 0) {
		r = read_former_day(store, &former);
	}
	former.readable = r == 0;
	return former;
}

/* Whether the backup ends with the same event: then nothing was given since. */
static bool is_the_same(const char *copy, const struct former *former, int64_t seq)
{
	_cleanup_(store_closep) struct store *store = NULL;
	int64_t wall_ms = 0;

	return former->seq == seq && store_open_file(copy, &store) == 0 &&
		store_get_int(store, "SELECT wall_ms FROM event ORDER BY seq DESC LIMIT 1",
			&wall_ms) == 0 &&
		wall_ms == former->wall_ms;
}

/* The day whose numbers must be raised, and above which: the former database's last day; what
 * somebody says counts for today. false: nothing to raise. */
static bool find_numbers(const char *copy, const struct former *former, int above,
	const struct moment *now, struct store_restored *done)
{
	struct local_time local;

	done->numbers_unknown = !former->readable && above == 0;
	if (former->readable && *former->day && !is_the_same(copy, former, done->facts.seq)) {
		memcpy(done->raised_day, former->day, sizeof(done->raised_day));
		done->raised_above = former->number;
	}
	zone_local(now->wall_ms, &local);
	if (above > 0 && strcmp(local.day, done->raised_day) >= 0) {
		done->raised_above = strcmp(local.day, done->raised_day) == 0
			? MAX_OF(above, done->raised_above)
			: above;
		memcpy(done->raised_day, local.day, sizeof(done->raised_day));
	} else if (above > 0) {
		/* The clock is behind the database: it means the same day. */
		done->raised_above = MAX_OF(above, done->raised_above);
	}
	return done->raised_above > 0;
}

/* Ids of tickets that were given after the backup are given again: what stands on those slips must
 * not open somebody else's ticket. The next start makes a new key. */
static int forget_secret(const char *copy)
{
	_cleanup_(store_closep) struct store *store = NULL;
	int r = store_open_writable(copy, &store);

	return r < 0 ? r : store_exec(store, "DELETE FROM secret");
}

static int prepare(const char *dir, const char *file, const struct former *former,
	const struct restore_options *options, struct store_restored *done)
{
	_cleanup_free_ char *copy = text_printf("%s/" REPLACE_FOLDER "/" STORE_FILE, dir);
	int r = copy_file(file, copy);

	if (r == 0) {
		r = check_copy(copy, &done->facts);
	}
	if (r == 0 && !is_the_same(copy, former, done->facts.seq)) {
		r = forget_secret(copy);
	}
	if (r == 0 && find_numbers(copy, former, options->numbers_above, &options->now, done)) {
		r = replace_raise_numbers(dir, done->raised_day, done->raised_above, &options->now);
	}
	return r;
}

int store_restore(const char *dir, const char *file, const struct restore_options *options,
	struct store_restored *ret)
{
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	_cleanup_close_ int lock_fd = -1;
	struct store_restored done = {0};
	struct former former;
	int r = store_lock(dir, options->volatile_ok, &lock_fd);

	if (r < 0) {
		return r;
	}
	r = replace_resume(dir); /* of a replacement that was interrupted */
	if (r < 0) {
		return r;
	}
	former = read_former(path);
	r = replace_begin(dir);
	if (r == 0) {
		r = prepare(dir, file, &former, options, &done);
	}
	if (r < 0) {
		replace_discard(dir);
		return r;
	}
	done.former_seq = former.seq;
	r = replace_finish(dir, "before-restore", &done.aside);
	if (r < 0) {
		return r;
	}
	*ret = done;
	return 0;
}
