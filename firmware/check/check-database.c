/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the database: replays the log and compares the result with the tables. */
#include "check/check-database.h"

#include <errno.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "check/check-replay.h"

enum { BUSY_MS = 5000, CACHE_KIB = 8192, READ_BYTES = 1 << 16, HASH_SIZE = 65 };

struct check {
	sqlite3 *db;
	char *folder; /* that holds the archives; heap */
	struct check_report *report;
	struct check_replay replay;
};

static void finish(sqlite3_stmt **statement)
{
	(void)sqlite3_finalize(*statement);
}

#define _statement_ _cleanup_(finish) sqlite3_stmt *

static int failed(struct check *check, const char *what)
{
	int code = sqlite3_errcode(check->db) & 0xff;

	textbuf_printf(&check->report->said, "%s: %s\n", what, sqlite3_errmsg(check->db));
	switch (code) {
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_BUSY:
		return -EBUSY;
	default:
		return -EIO;
	}
}

static int prepare(struct check *check, const char *sql, sqlite3_stmt **ret)
{
	return sqlite3_prepare_v2(check->db, sql, -1, ret, NULL) == SQLITE_OK ? 0
									      : failed(check, sql);
}

/* 1: a row; 0: the end; −errno. */
static int next(struct check *check, sqlite3_stmt *statement, const char *what)
{
	int r = sqlite3_step(statement);

	return r == SQLITE_ROW ? 1 : r == SQLITE_DONE ? 0 : failed(check, what);
}

static const char *text_at(sqlite3_stmt *row, int column)
{
	const char *text = (const char *)sqlite3_column_text(row, column);

	return text ? text : "";
}

static int exec(struct check *check, const char *sql)
{
	return sqlite3_exec(check->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : failed(check, sql);
}

static int open_database(struct check *check, const char *path)
{
	_cleanup_free_ char *inside = text_printf("%s/layso.db", path);
	struct stat st;
	bool is_folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
	const char *file = is_folder ? inside : path;
	const char *slash;

	if (stat(file, &st) < 0) {
		return -errno;
	}
	slash = strrchr(file, '/');
	check->folder =
		text_printf("%.*s/archive", slash ? (int)(slash - file) : 1, slash ? file : ".");
	if (sqlite3_open_v2(file, &check->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) !=
		SQLITE_OK) {
		return failed(check, file);
	}
	(void)sqlite3_busy_timeout(check->db, BUSY_MS);
	return exec(check,
		"PRAGMA trusted_schema=OFF; PRAGMA query_only=ON; "
		"PRAGMA cache_size=-8192; BEGIN");
}

/* ---- what SQLite itself checks ---- */

static int check_pages(struct check *check)
{
	_statement_ rows = NULL;
	int r = prepare(check, "PRAGMA integrity_check(10)", &rows);

	while (r == 0 && (r = next(check, rows, "integrity_check")) > 0) {
		if (strcmp(text_at(rows, 0), "ok") != 0) {
			check_say(check->report, "pages: %s", text_at(rows, 0));
		}
		r = 0;
	}
	return r;
}

/* Each row that the query returns is a violation; its first column says which. */
static int check_none(struct check *check, const char *sql, const char *what)
{
	_statement_ rows = NULL;
	int r = prepare(check, sql, &rows);

	while (r == 0 && (r = next(check, rows, what)) > 0) {
		check_say(check->report, "%s: %s", what, text_at(rows, 0));
		r = 0;
	}
	return r;
}

static int check_tables(struct check *check)
{
	/* NOT INDEXED: an index may be the damaged part. */
	int r = check_none(check,
		"SELECT day || ' ' || series || ' ' || number FROM ticket NOT INDEXED "
		"GROUP BY day, series, number HAVING count(*) > 1",
		"a number was given twice");

	if (r == 0) {
		r = check_none(check,
			"SELECT session || ' has ' || count(*) FROM ticket NOT INDEXED "
			"WHERE state IN ('CALLED', 'SERVING') GROUP BY session HAVING count(*) > 1",
			"a session has more than one ticket");
	}
	if (r == 0) {
		r = check_none(check,
			"SELECT t.id FROM ticket t NOT INDEXED WHERE state IN ('CALLED', "
			"'SERVING') "
			"AND NOT EXISTS (SELECT 1 FROM counter c WHERE c.number = t.counter AND "
			"c.session = t.session AND c.ticket = t.id)",
			"a ticket is at a counter that does not know it");
	}
	if (r == 0) {
		r = check_none(check,
			"SELECT number FROM counter c WHERE ticket > 0 AND NOT EXISTS (SELECT 1 "
			"FROM ticket t WHERE t.id = c.ticket AND t.session = c.session AND "
			"t.state IN ('CALLED', 'SERVING'))",
			"a counter has a ticket that is not there");
	}
	return r;
}

/* ---- the tickets of a day, compared with their rows ---- */

/* Compares one value; what is the text for people, not the column's name. */
static void same_number(struct check *check, const struct check_ticket *ticket, const char *what,
	int64_t log, int64_t table)
{
	if (log != table) {
		check_say(check->report,
			"ticket %lld (%s): %s is %lld by the log, %lld in the table",
			(long long)ticket->id, ticket->text, what, (long long)log,
			(long long)table);
	}
}

static void same_text(struct check *check, const struct check_ticket *ticket, const char *what,
	const char *log, const char *table)
{
	if (strcmp(log, table) != 0) {
		check_say(check->report, "ticket %lld (%s): %s is %s by the log, %s in the table",
			(long long)ticket->id, ticket->text, what, log, table);
	}
}

static void compare_ticket(
	struct check *check, const struct check_ticket *ticket, const char *day, sqlite3_stmt *row)
{
	bool at_counter =
		strcmp(ticket->state, "CALLED") == 0 || strcmp(ticket->state, "SERVING") == 0;

	same_text(check, ticket, "the day", day, text_at(row, 1));
	same_text(check, ticket, "the series", ticket->series, text_at(row, 2));
	same_number(check, ticket, "the number", ticket->number, sqlite3_column_int64(row, 3));
	same_text(check, ticket, "its text", ticket->text, text_at(row, 4));
	same_text(check, ticket, "the state", ticket->state, text_at(row, 5));
	same_text(check, ticket, "the lane", ticket->lane, text_at(row, 6));
	same_text(check, ticket, "the service", ticket->service, text_at(row, 7));
	same_text(check, ticket, "the slip", ticket->paper, text_at(row, 8));
	same_number(check, ticket, "the arrival", ticket->arrival, sqlite3_column_int64(row, 9));
	same_number(check, ticket, "when it arrived", ticket->arrived_wall_ms,
		sqlite3_column_int64(row, 10));
	same_number(check, ticket, "the boot in which it arrived", ticket->arrived_boot,
		sqlite3_column_int64(row, 11));
	same_number(check, ticket, "when it arrived in its boot", ticket->arrived_boot_ms,
		sqlite3_column_int64(row, 12));
	same_number(check, ticket, "how often it was called", ticket->calls,
		sqlite3_column_int64(row, 13));
	same_number(check, ticket, "the counter that it was sent to", ticket->target_counter,
		sqlite3_column_int64(row, 16));
	same_number(
		check, ticket, "the times served", ticket->segments, sqlite3_column_int64(row, 17));
	same_number(check, ticket, "the rating", ticket->rating, sqlite3_column_int64(row, 18));
	same_number(check, ticket, "the boot in which it was first called", ticket->first_call_boot,
		sqlite3_column_int64(row, 19));
	same_number(check, ticket, "when it was first called in its boot",
		ticket->first_call_boot_ms, sqlite3_column_int64(row, 20));
	same_text(check, ticket, "what it complains of", ticket->subject, text_at(row, 21));
	if (at_counter) {
		same_number(check, ticket, "the counter", ticket->counter,
			sqlite3_column_int64(row, 14));
		same_number(check, ticket, "the session", ticket->session,
			sqlite3_column_int64(row, 15));
	}
}

/* A statement whose first two parameters are the first and the last id. */
static int prepare_range(
	struct check *check, const char *sql, int64_t first, int64_t last, sqlite3_stmt **ret)
{
	int r = prepare(check, sql, ret);

	if (r == 0) {
		(void)sqlite3_bind_int64(*ret, 1, first);
		(void)sqlite3_bind_int64(*ret, 2, last);
	}
	return r;
}

/* Reports the tickets of the log below an id that the table does not have. */
static size_t say_missing(
	struct check *check, const struct check_day *day, size_t at, int64_t below)
{
	for (; at < day->tickets && day->ticket[at].id < below; at++) {
		check_say(check->report, "ticket %lld is in the log, not in the table",
			(long long)day->ticket[at].id);
	}
	return at;
}

static int compare_tickets(
	struct check *check, const struct check_day *day, int64_t first, int64_t last)
{
	static const char sql[] =
		"SELECT id, day, series, number, text, state, lane, service, paper, arrival, "
		"arrived_wall_ms, arrived_boot, arrived_boot_ms, calls, counter, session, "
		"wanted_counter, segments, rating, first_called_boot, first_called_boot_ms, "
		"subject FROM ticket WHERE id BETWEEN ?1 AND ?2 ORDER BY "
		"id";
	_statement_ rows = NULL;
	size_t at = 0;
	int r = prepare_range(check, sql, first, last, &rows);

	if (r < 0) {
		return r;
	}
	while ((r = next(check, rows, "the tickets")) > 0) {
		int64_t id = sqlite3_column_int64(rows, 0);

		at = say_missing(check, day, at, id);
		if (at < day->tickets && day->ticket[at].id == id) {
			compare_ticket(check, &day->ticket[at++], day->day, rows);
		} else {
			check_say(check->report, "ticket %lld is in the table, not in the log",
				(long long)id);
		}
	}
	if (r == 0) {
		(void)say_missing(check, day, at, last + 1);
	}
	return r;
}

static void compare_segments_of(
	struct check *check, const struct check_ticket *ticket, sqlite3_stmt *row)
{
	bool serving = strcmp(ticket->state, "SERVING") == 0;

	same_number(check, ticket, "the rows of times served", ticket->segments,
		sqlite3_column_int64(row, 1));
	same_number(
		check, ticket, "times served that go on", serving, sqlite3_column_int64(row, 2));
	same_number(check, ticket, "times served that were cut off", ticket->cut_off,
		sqlite3_column_int64(row, 3));
}

/* Compares how often each ticket was served. An expired ticket's segments count too; the end of the
 * day confirms none that is still open. */
static int compare_segments(
	struct check *check, const struct check_day *day, int64_t first, int64_t last)
{
	static const char sql[] =
		"SELECT ticket, count(*), sum(ended_boot = 0), sum(confirmed = 0) FROM segment "
		"WHERE ticket BETWEEN ?1 AND ?2 GROUP BY ticket ORDER BY ticket";
	const struct check_ticket *ticket = day->ticket;
	_statement_ rows = NULL;
	size_t at = 0;
	int r = prepare_range(check, sql, first, last, &rows);

	if (r < 0) {
		return r;
	}
	while ((r = next(check, rows, "the times served")) >= 0) {
		int64_t id = r > 0 ? sqlite3_column_int64(rows, 0) : last + 1;

		for (; at < day->tickets && ticket[at].id < id; at++) {
			same_number(check, &ticket[at], "the rows of times served",
				ticket[at].segments, 0);
		}
		if (r == 0) {
			return 0;
		}
		if (at < day->tickets && ticket[at].id == id) {
			compare_segments_of(check, &ticket[at++], rows);
		}
	}
	return r;
}

static int compare_day(struct check *check, const struct check_day *day)
{
	int64_t first;
	int64_t last;
	int r;

	if (day->tickets == 0 || check->replay.blind) {
		return 0;
	}
	first = day->ticket[0].id;
	last = day->ticket[day->tickets - 1].id;
	r = compare_tickets(check, day, first, last);
	return r < 0 ? r : compare_segments(check, day, first, last);
}

/* At the end of the log: compares its last two days. */
static int compare_last_days(struct check *check)
{
	const struct check_replay *replay = &check->replay;
	struct check_day last = {.ticket = replay->ticket, .tickets = replay->tickets};
	int r = compare_day(check, &replay->before);

	text_copy_cut(last.day, sizeof(last.day), replay->day);
	return r < 0 ? r : compare_day(check, &last);
}

/* ---- the log ---- */

static int on_row(struct check *check, sqlite3_stmt *row)
{
	struct check_event event = {
		.seq = sqlite3_column_int64(row, 0),
		.kind = text_at(row, 1),
		.ticket = sqlite3_column_int64(row, 2),
		.counter = sqlite3_column_int64(row, 3),
		.session = sqlite3_column_int64(row, 4),
		.wall_ms = sqlite3_column_int64(row, 5),
		.boot = sqlite3_column_int64(row, 6),
		.boot_ms = sqlite3_column_int64(row, 7),
		.data = json_loads(text_at(row, 8), JSON_REJECT_DUPLICATES, NULL),
		.hidden = (const char *)sqlite3_column_text(row, 9),
		.trusted = sqlite3_column_int(row, 10) != 0,
	};
	int r = 0;

	if (!json_is_object(event.data)) {
		check_say(check->report, "event %lld: its data is no JSON object",
			(long long)event.seq);
	}
	if (check_replay_ends_day(&check->replay, &event)) {
		r = compare_day(check, &check->replay.before);
		check_replay_drop(&check->replay, check_replay_ending(&check->replay, &event));
	}
	if (r == 0) {
		check_replay_event(&check->replay, &event);
	}
	json_decref(event.data);
	return r;
}

/* Checks the next events from one database. until 0: to the end. */
static int check_events(struct check *check, sqlite3 *db, int64_t until)
{
	static const char sql[] =
		"SELECT seq, kind, ticket, counter, session, wall_ms, boot, boot_ms, data, "
		"private, "
		"trusted FROM event WHERE seq > ?1 AND (?2 = 0 OR seq <= ?2) ORDER BY seq";
	_statement_ rows = NULL;
	int r = sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK ? SQLITE_ROW
									  : SQLITE_ERROR;

	(void)sqlite3_bind_int64(rows, 1, check->replay.seq);
	(void)sqlite3_bind_int64(rows, 2, until);
	while (r == SQLITE_ROW && (r = sqlite3_step(rows)) == SQLITE_ROW) {
		int failure = on_row(check, rows);

		if (failure < 0) {
			return failure;
		}
	}
	if (r != SQLITE_DONE) {
		textbuf_printf(&check->report->said, "the log: %s\n", sqlite3_errmsg(db));
		return -EUCLEAN;
	}
	return 0;
}

/* ---- the archives of past years ---- */

static int hash_file(const char *path, char ret[HASH_SIZE])
{
	_cleanup_free_ unsigned char *bytes = memory_new(READ_BYTES, 1);
	unsigned char digest[crypto_hash_sha256_BYTES];
	crypto_hash_sha256_state state;
	FILE *file = fopen(path, "rbe");
	size_t n;
	bool failed;

	if (!file) {
		return -errno;
	}
	(void)crypto_hash_sha256_init(&state);
	while ((n = fread(bytes, 1, READ_BYTES, file)) > 0) {
		(void)crypto_hash_sha256_update(&state, bytes, n);
	}
	failed = ferror(file);
	(void)fclose(file);
	(void)crypto_hash_sha256_final(&state, digest);
	(void)sodium_bin2hex(ret, HASH_SIZE, digest, sizeof(digest));
	return failed ? -EIO : 0;
}

static int check_archive(struct check *check, const char *path, int64_t last)
{
	sqlite3 *db = NULL;
	int r = sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

	r = r == SQLITE_OK ? check_events(check, db, last) : -EUCLEAN;
	(void)sqlite3_close(db);
	if (r == 0 && check->replay.seq != last) {
		check_say(check->report, "%s ends with event %lld, not %lld", path,
			(long long)check->replay.seq, (long long)last);
	}
	check->report->archives++;
	return r;
}

/* The events of a missing archive cannot be checked: tickets are known again from the next day
 * on. */
static void pass_over(struct check *check, int64_t last, int64_t boot)
{
	check->report->unseen = last;
	check->replay.seq = last;
	check->replay.boot = boot;
	check->replay.boot_ms = 0;
	check->replay.blind = true;
}

static int on_checkpoint(struct check *check, sqlite3_stmt *row)
{
	int64_t last = sqlite3_column_int64(row, 0);
	_cleanup_free_ char *path = text_printf("%s/%s", check->folder, text_at(row, 1));
	char hash[HASH_SIZE] = "";
	int r = hash_file(path, hash);

	if (strcmp(hash, text_at(row, 2)) == 0) {
		return check_archive(check, path, last);
	}
	if (r != -ENOENT) {
		check_say(check->report, "%s is not what was written there%s%s", path,
			r < 0 ? ": " : "", r < 0 ? strerror(-r) : "");
	}
	pass_over(check, last, sqlite3_column_int64(row, 3));
	return 0;
}

/* 1; 0: the schema is older than this table. */
static int has_table(struct check *check, const char *name)
{
	_statement_ table = NULL;
	int r = prepare(check, "SELECT 1 FROM sqlite_schema WHERE name = ?1", &table);

	if (r == 0) {
		(void)sqlite3_bind_text(table, 1, name, -1, SQLITE_STATIC);
		r = next(check, table, "the schema");
	}
	return r;
}

static int check_archives(struct check *check)
{
	_statement_ rows = NULL;
	int r = has_table(check, "checkpoint");

	if (r <= 0) {
		return r;
	}
	r = prepare(check, "SELECT seq, file, file_hash, boot FROM checkpoint ORDER BY seq", &rows);
	while (r == 0 && (r = next(check, rows, "the checkpoints")) > 0) {
		r = on_checkpoint(check, rows);
	}
	if (r == 0) {
		r = check_none(check,
			"SELECT seq FROM checkpoint c WHERE (SELECT count(*) FROM event WHERE seq "
			"BETWEEN c.first AND c.seq) <> seq - first + 1 AND seq = (SELECT max(seq) "
			"FROM checkpoint)",
			"the log has a gap before the end of an archive");
	}
	return r;
}

static int check_log(struct check *check)
{
	int r = check_archives(check);

	if (r == 0) {
		r = check_events(check, check->db, 0);
	}
	if (r == 0) {
		r = compare_last_days(check);
	}
	return r;
}

/* ---- the small tables, after the whole log ---- */

static int compare_counters(struct check *check)
{
	_statement_ rows = NULL;
	int r = prepare(check,
		"SELECT number, state, session, ticket, streak, streak_before, "
		"pause_after FROM counter",
		&rows);

	while (r == 0 && (r = next(check, rows, "the counters")) > 0) {
		int64_t number = sqlite3_column_int64(rows, 0);
		const struct check_counter *counter = number >= 1 && number < CHECK_COUNTERS_MAX
			? &check->replay.counter[number]
			: NULL;
		const char *state = !counter || !counter->open ? "OFF"
			: counter->paused                      ? "PAUSED"
							       : "OPEN";

		r = 0;
		if (!counter || strcmp(text_at(rows, 1), state) != 0 ||
			sqlite3_column_int64(rows, 2) != counter->session ||
			sqlite3_column_int64(rows, 3) != counter->ticket ||
			(sqlite3_column_int64(rows, 6) != 0) != counter->pause_after ||
			(counter->streak >= 0 &&
				sqlite3_column_int64(rows, 4) != counter->streak) ||
			(counter->streak_before >= 0 &&
				sqlite3_column_int64(rows, 5) != counter->streak_before)) {
			check_say(check->report,
				"counter %lld is %s in the table, %s by the log (or its session, "
				"ticket, calls in a row or planned pause differ)",
				(long long)number, text_at(rows, 1), state);
		}
	}
	return r;
}

static int same_count(struct check *check, const char *sql, const char *what, int64_t log)
{
	_statement_ row = NULL;
	int r = prepare(check, sql, &row);

	if (r == 0) {
		r = next(check, row, what);
	}
	if (r > 0 && sqlite3_column_int64(row, 0) != log) {
		check_say(check->report, "%s: %lld by the log, %lld in the table", what,
			(long long)log, (long long)sqlite3_column_int64(row, 0));
	}
	return r < 0 ? r : 0;
}

/* Compares how long each closed session was open and paused. */
static int compare_sessions(struct check *check)
{
	const struct check_replay *replay = &check->replay;
	_statement_ row = NULL;
	int r = prepare(check, "SELECT open_ms, paused_ms FROM session WHERE id = ?1", &row);

	for (size_t i = 0; r == 0 && i < replay->n_sessions; i++) {
		const struct check_session *session = &replay->session[i];

		(void)sqlite3_bind_int64(row, 1, session->id);
		r = next(check, row, "the sessions");
		if (r > 0 &&
			(sqlite3_column_int64(row, 0) != session->open_ms ||
				sqlite3_column_int64(row, 1) != session->paused_ms)) {
			check_say(check->report,
				"session %lld: open for %lld ms, paused for %lld by the log; %lld "
				"and %lld in the table",
				(long long)session->id, (long long)session->open_ms,
				(long long)session->paused_ms,
				(long long)sqlite3_column_int64(row, 0),
				(long long)sqlite3_column_int64(row, 1));
		}
		r = MIN_OF(r, 0);
		(void)sqlite3_reset(row);
	}
	return r;
}

/* Each version of a complaint is what its event says. */
static int compare_complaints(struct check *check)
{
	int r = has_table(check, "complaint");

	if (r <= 0) {
		return r;
	}
	r = check_none(check,
		"SELECT seq FROM event WHERE kind = 'complaint' AND seq NOT IN "
		"(SELECT seq FROM complaint NOT INDEXED)",
		"the complaint of an event is missing");
	if (r == 0) {
		r = check_none(check,
			"SELECT c.seq FROM complaint c NOT INDEXED LEFT JOIN event e ON e.seq = "
			"c.seq WHERE c.seq >= (SELECT coalesce(min(seq), 0) FROM event) AND "
			"e.kind IS NOT 'lost' AND (e.kind IS NOT 'complaint' OR c.id <> "
			"coalesce(nullif(e.data ->> 'entry', 0), e.seq) OR c.wall_ms <> e.wall_ms "
			"OR (c.action, c.entered_by, c.subject, c.channel, c.day, c.due_day, "
			"c.about, c.outcome, c.answered_day, c.answered_by, c.note) IS NOT "
			"(e.data ->> 'action', e.data ->> 'entered_by', e.data ->> 'subject', "
			"e.data ->> 'channel', e.data ->> 'day', e.data ->> 'due', e.data ->> "
			"'about', e.data ->> 'outcome', e.data ->> 'answered', e.data ->> 'staff', "
			"e.data ->> 'note'))",
			"a complaint is not what its event says");
	}
	return r;
}

/* Each version of the evaluation's figures is what its event says; '' is one that removes them. */
static int compare_evaluations(struct check *check)
{
	int r = has_table(check, "evaluation");

	if (r <= 0) {
		return r;
	}
	r = check_none(check,
		"SELECT seq FROM event WHERE kind = 'evaluation' AND seq NOT IN "
		"(SELECT seq FROM evaluation)",
		"the evaluation's figures of an event are missing");
	if (r == 0) {
		r = check_none(check,
			"SELECT v.seq FROM evaluation v LEFT JOIN event e ON e.seq = v.seq WHERE "
			"v.seq >= (SELECT coalesce(min(seq), 0) FROM event) AND e.kind IS NOT "
			"'lost' AND (e.kind IS NOT 'evaluation' OR v.period IS NOT e.data ->> "
			"'note' OR v.json IS NOT iif(e.private = '{}', '', e.private))",
			"the evaluation's figures are not what their event says");
	}
	return r;
}

static int compare_rest(struct check *check)
{
	const struct check_replay *replay = &check->replay;
	int64_t open = 0;
	bool whole = check->report->lost == 0 && check->report->unseen == 0;
	int r = replay->blind ? 0 : compare_counters(check);

	for (int i = 0; i < CHECK_COUNTERS_MAX; i++) {
		open += replay->counter[i].open;
	}
	if (r == 0 && whole) {
		r = same_count(check, "SELECT count(*) FROM ticket NOT INDEXED", "tickets",
			check->report->tickets);
	}
	if (r == 0 && whole) {
		r = same_count(check, "SELECT count(*) FROM session NOT INDEXED", "sessions",
			check->report->sessions);
	}
	if (r == 0 && !replay->blind) {
		r = same_count(check, "SELECT count(*) FROM session WHERE closed_boot = 0",
			"sessions that go on", open);
	}
	if (r == 0 && whole) {
		r = same_count(check, "SELECT coalesce(max(seq), 0) FROM site",
			"the event of the site data", replay->site_seq);
	}
	if (r == 0 && !replay->blind) {
		r = compare_sessions(check);
	}
	if (r == 0) {
		r = compare_complaints(check);
	}
	if (r == 0) {
		r = compare_evaluations(check);
	}
	if (r == 0) {
		r = check_none(check,
			"SELECT day FROM (SELECT day, closed_seq, max(opened_seq) OVER () AS last, "
			"opened_seq FROM day) WHERE closed_seq = 0 AND opened_seq < last",
			"a day before the last is open");
	}
	return r;
}

int check_database(const char *path, struct check_report *report)
{
	struct check check = {
		.report = report,
		.replay = {.report = report, .next_ticket = 1, .next_session = 1},
	};
	int r = open_database(&check, path);

	if (r == 0) {
		r = check_pages(&check);
	}
	if (r == 0) {
		r = check_log(&check);
	}
	if (r == 0) {
		r = compare_rest(&check);
	}
	if (r == 0) {
		r = check_tables(&check);
	}
	check_replay_done(&check.replay);
	(void)sqlite3_close(check.db);
	free(check.folder);
	return r;
}

void check_report_done(struct check_report *report)
{
	textbuf_done(&report->said);
}
