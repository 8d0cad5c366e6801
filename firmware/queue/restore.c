/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts a backup in the database's place. What was given after the backup is not in it, but people
 * hold the slips: numbers go on above those, so that no two people in the hall wait for the same
 * call. That holds for each day since the backup: without a clock the hall may go on with the day
 * of the backup, or with one in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "queue/archive.h"
#include "queue/files.h"
#include "queue/replace.h"
#include "queue/store-internal.h"

enum {
	NUMBERS_SINCE = 5, /* the first schema with numbers of days that are still to come */
	GAPS_SINCE = 6, /* the first schema with gaps of ids */
	RAISED_DAYS = 100, /* at most this many days since the backup are raised, the newest */
};

/* Checks that the copy is whole and, if it has the newest schema, that its tables follow from its
 * log. */
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

/* What the current database has, as far as it can be read. */
struct former {
	bool exists;
	bool readable;
	int64_t version; /* of its schema */
	int64_t seq;
	bool follows; /* it holds the backup's last event, so it went on from the backup */
	struct given given; /* of the last day that it opened */
};

static int read_former_day(struct store *store, struct given *given)
{
	/* Its schema may be older than the one that the other functions read. */
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
	given->number = sqlite3_column_int(select, 1);
	return text_copy(given->day, sizeof(given->day), day ? day : "");
}

static int read_former_ids(struct store *store, int64_t version, struct given *given)
{
	int64_t above = 0;
	int r = store_get_int(store, "SELECT coalesce(max(id), 0) FROM ticket", &given->ticket);

	if (r == 0 && version >= GAPS_SINCE) {
		r = store_get_int(store, "SELECT coalesce(max(above), 0) FROM ticket_gap", &above);
	}
	given->ticket = MAX_OF(given->ticket, above);
	return r;
}

static struct former read_former(const char *path)
{
	_cleanup_(store_closep) struct store *store = NULL;
	struct former former = {.exists = access(path, F_OK) == 0};
	int r = former.exists ? store_open_file(path, &store) : -ENOENT;

	if (r == 0) {
		r = store_get_int(store, "PRAGMA user_version", &former.version);
	}
	if (r == 0 && former.version > 0) {
		r = store_get_int(store, "SELECT coalesce(max(seq), 0) FROM event", &former.seq);
	}
	if (r == 0 && former.seq > 0) {
		r = read_former_day(store, &former.given);
	}
	if (r == 0 && former.seq > 0) {
		r = read_former_ids(store, former.version, &former.given);
	}
	former.readable = r == 0;
	return former;
}

static int64_t time_of_event(const char *path, int64_t seq)
{
	_cleanup_free_ char *sql =
		text_printf("SELECT coalesce((SELECT wall_ms FROM event WHERE seq = %lld), -1)",
			(long long)seq);
	_cleanup_(store_closep) struct store *store = NULL;
	int64_t wall_ms = -1;
	int r = store_open_file(path, &store);

	if (r == 0) {
		r = store_get_int(store, sql, &wall_ms);
	}
	return r < 0 ? -1 : wall_ms;
}

/* Whether the former database went on from the backup: the event at seq has the same time in
 * both. */
static bool follows(const char *path, const char *copy, const struct former *former, int64_t seq)
{
	return former->readable && former->seq >= seq &&
		time_of_event(path, seq) == time_of_event(copy, seq);
}

/* Whether nothing was given since the backup. */
static bool is_the_same(const struct former *former, int64_t seq)
{
	return former->follows && former->seq == seq;
}

/* Finds the day whose numbers must be raised, and above which: the former database's last day. The
 * number that a person gives (above) is for today. */
static void find_numbers(const struct former *former, int above, const struct clock_reading *now,
	struct store_restored *done)
{
	struct local_time local;

	done->numbers_unknown = !former->readable && above == 0;
	if (former->readable && *former->given.day && !is_the_same(former, done->facts.seq)) {
		memcpy(done->raised_day, former->given.day, sizeof(done->raised_day));
		done->raised_above = former->given.number;
	}
	zone_local(now->wall_ms, &local);
	if (above > 0 && strcmp(local.day, done->raised_day) >= 0) {
		done->raised_above = strcmp(local.day, done->raised_day) == 0
			? MAX_OF(above, done->raised_above)
			: above;
		memcpy(done->raised_day, local.day, sizeof(done->raised_day));
	} else if (above > 0) {
		/* The clock is behind the database: above means the database's day. */
		done->raised_above = MAX_OF(above, done->raised_above);
	}
}

/* Reads which numbers were given on the other days since the backup's last one, as far as the
 * former database knows: on its own days, and on days that an earlier restore has raised but that
 * were not opened since. */
static int read_days_since(struct store *former, int64_t version, struct store *backup,
	const char *but, struct given ret[RAISED_DAYS], size_t *ret_n)
{
	static const char last[] = "SELECT day FROM day ORDER BY opened_seq DESC LIMIT 1";
	_cleanup_free_ char *sql = text_printf(
		"SELECT day, max(number) AS number FROM (SELECT day, max(floor, coalesce((SELECT "
		"max(number) FROM ticket WHERE ticket.day = day.day), 0)) AS number FROM day%s) "
		"WHERE day >= ?1 AND day <> ?2 GROUP BY day HAVING max(number) > 0 "
		"ORDER BY day DESC LIMIT ?3",
		version >= NUMBERS_SINCE ? " UNION ALL SELECT day, floor FROM numbers" : "");
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	_cleanup_(statement_finalizep) sqlite3_stmt *from = NULL;
	size_t n = 0;
	int r = store_prepare(backup, last, &from);

	if (r == 0) {
		r = store_prepare(former, sql, &select);
	}
	if (r == 0) {
		r = store_next(backup, from, "the last day");
	}
	if (r <= 0) {
		return r;
	}
	(void)sqlite3_bind_value(select, 1, sqlite3_column_value(from, 0));
	(void)sqlite3_bind_text(select, 2, but, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int(select, 3, RAISED_DAYS);
	while (n < RAISED_DAYS && (r = store_next(former, select, "days since the backup")) > 0) {
		const char *day = (const char *)sqlite3_column_text(select, 0);

		ret[n] = (struct given){.number = sqlite3_column_int(select, 1)};
		r = text_copy(ret[n].day, sizeof(ret[n].day), day ? day : "");
		if (r < 0) {
			return r;
		}
		n++;
	}
	*ret_n = n;
	return MIN_OF(r, 0);
}

/* Raises numbers and ids. Ids that were given after the backup are on slips, too: they must not
 * lead to somebody else's ticket. */
static int raise(const char *dir, const char *path, const char *copy, const struct former *former,
	const struct restore_options *options, const struct store_restored *done)
{
	_cleanup_free_ struct given *given = memory_new(1 + RAISED_DAYS, sizeof(*given));
	_cleanup_(store_closep) struct store *store = NULL;
	_cleanup_(store_closep) struct store *backup = NULL;
	size_t n = 0;
	int r = 0;

	given[0].number = done->raised_above;
	given[0].ticket = former->given.ticket;
	given[0].more_tickets = !former->follows;
	memcpy(given[0].day, done->raised_day, sizeof(given[0].day));
	if (given[0].number == 0 && is_the_same(former, done->facts.seq)) {
		return 0;
	}
	if (former->readable && former->seq > 0 && !is_the_same(former, done->facts.seq)) {
		r = store_open_file(path, &store);
		if (r == 0) {
			r = store_open_file(copy, &backup);
		}
		if (r == 0) {
			r = read_days_since(
				store, former->version, backup, given[0].day, &given[1], &n);
		}
		if (store_is_damaged(r)) {
			log_warning(FAULT_DEVICE, "the numbers of earlier days cannot be read");
			r = 0;
		}
		store_close(TAKE_PTR(backup));
	}
	return r < 0 ? r : replace_raise_numbers(dir, given, 1 + n, &options->now);
}

/* Brings the archives before the new database is in force, so that it is never without them, even
 * if the process is killed. An error with an archive does not stop the restore: the tickets matter
 * more. */
static void bring_archives(
	const char *dir, const struct restore_options *options, struct store_restored *done)
{
	_cleanup_free_ char *copy = text_printf("%s/" FILES_REPLACING "/" STORE_FILE, dir);
	_cleanup_free_ char *folder = text_printf("%s/" ARCHIVE_FOLDER, dir);
	const struct archive_wish wish = {
		.to = folder, .from = options->archives, .read_again = true};
	_cleanup_(archive_held_done) struct archive_held held = {0};
	_cleanup_(store_closep) struct store *store = NULL;
	int r;

	if (!options->archives) {
		return;
	}
	r = store_open_file(copy, &store);
	if (r == 0) {
		r = archive_copy(store, &wish, &held);
	}
	if (r < 0) {
		log_error(
			FAULT_DEVICE, "not all archives could be brought along: %s", strerror(-r));
	}
	done->archives = held.copied;
	done->archives_missing = TAKE_PTR(held.names);
}

static int prepare(const char *dir, const char *file, struct former *former,
	const struct restore_options *options, struct store_restored *done)
{
	_cleanup_free_ char *copy = text_printf("%s/" FILES_REPLACING "/" STORE_FILE, dir);
	_cleanup_free_ char *path = text_printf("%s/" STORE_FILE, dir);
	int r = store_copy_file(file, copy, NULL);

	if (r == 0) {
		r = check_copy(copy, &done->facts);
	}
	if (r < 0) {
		return r;
	}
	former->follows = follows(path, copy, former, done->facts.seq);
	find_numbers(former, options->numbers_above, &options->now, done);
	r = raise(dir, path, copy, former, options, done);
	if (r == 0) {
		bring_archives(dir, options, done);
	}
	return r;
}

void store_restored_done(struct store_restored *restored)
{
	free(restored->aside);
	free(restored->archives_missing);
	restored->aside = NULL;
	restored->archives_missing = NULL;
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
	r = replace_resume(dir); /* finishes or discards an interrupted replacement */
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
		store_restored_done(&done);
		return r;
	}
	done.former_seq = former.seq;
	r = replace_finish(dir, FILES_RESTORED, &done.aside);
	if (r < 0) {
		store_restored_done(&done);
		return r;
	}
	*ret = done;
	return 0;
}
