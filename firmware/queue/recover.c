/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/recover.h"

#include <string.h>

#include "base/json-get.h"
#include "base/text.h"
#include "queue/journal.h"

enum { PROBES = 4096 }; /* this many lost events in a row mean the end of the log */

const char *const recover_table_names[] = {"boot", "day", "ticket", "segment", "counter", "session",
	"device", "portal", "dossier", "numbers", "ticket_gap", "site", "clock", "procedure",
	"procedure_former", "catalogue", "complaint", "evaluation", NULL};

const char *const recover_tables_beside[] = {"event", "token", "secret", "staff", "sign_in",
	"attempt", "epoch", "request", "checkpoint", "checkpoint_copy", "picture", "clip",
	"procedure_record", NULL};

struct recovery {
	struct store *from;
	struct store *to;
	struct event last; /* its time and boot are used where they are not known */
	int64_t lost;
};

/* ---- rows ---- */

static bool is_table(const char *name)
{
	for (int i = 0; name && recover_table_names[i]; i++) {
		if (strcmp(name, recover_table_names[i]) == 0) {
			return true;
		}
	}
	return false;
}

static bool is_column(const char *name)
{
	return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
}

static int bind_value(sqlite3_stmt *statement, int n, const json_t *value)
{
	int code = SQLITE_MISMATCH;

	if (json_is_integer(value)) {
		code = sqlite3_bind_int64(statement, n, json_integer_value(value));
	} else if (json_is_string(value)) {
		code = sqlite3_bind_text(statement, n, json_string_value(value),
			(int)json_string_length(value), SQLITE_STATIC);
	} else if (json_is_null(value)) {
		code = sqlite3_bind_null(statement, n);
	}
	return code == SQLITE_OK ? 0 : -EBADMSG;
}

/* DELETE FROM table WHERE a IS ? AND b IS ?, or INSERT INTO table (a, b) VALUES (?, ?). */
static int write_sql(const char *table, json_t *row, bool gone, struct textbuf *sql)
{
	const char *column;
	json_t *value;
	int n = 0;

	textbuf_printf(sql, gone ? "DELETE FROM %s WHERE " : "INSERT INTO %s (", table);
	json_object_foreach (row, column, value) {
		if (!is_column(column)) {
			return -EBADMSG;
		}
		textbuf_printf(sql, gone ? "%s%s IS ?" : "%s%s",
			n == 0         ? ""
				: gone ? " AND "
				       : ", ",
			column);
		n++;
	}
	for (int i = 0; !gone && i < n; i++) {
		textbuf_printf(sql, "%s", i ? ", ?" : ") VALUES (?");
	}
	textbuf_printf(sql, "%s", gone ? "" : ")");
	return n > 0 ? 0 : -EBADMSG;
}

int recover_row(struct store *to, const json_t *change)
{
	const char *table = json_string_value(json_object_get(change, "table"));
	json_t *row = json_object_get(change, "row");
	bool gone = json_get_bool(change, "gone");
	_cleanup_(textbuf_done) struct textbuf sql = {0};
	_cleanup_(statement_finalizep) sqlite3_stmt *statement = NULL;
	const char *column;
	json_t *value;
	int n = 0;
	int r = is_table(table) ? write_sql(table, row, gone, &sql) : -EBADMSG;

	if (r == 0) {
		r = store_prepare(to, sql.data, &statement);
	}
	json_object_foreach (row, column, value) {
		if (r == 0) {
			r = bind_value(statement, ++n, value);
		}
	}
	return r < 0 ? r : store_step(to, statement, table);
}

static json_t *value_of(sqlite3_stmt *row, int n)
{
	int type = sqlite3_column_type(row, n);

	if (type == SQLITE_INTEGER) {
		return json_integer(sqlite3_column_int64(row, n));
	}
	if (type == SQLITE_TEXT) {
		return json_string((const char *)sqlite3_column_text(row, n));
	}
	return type == SQLITE_NULL ? json_null() : NULL;
}

json_t *recover_change(sqlite3_stmt *row, const char *table, bool gone)
{
	json_t *values = json_object();

	for (int i = 0; i < sqlite3_column_count(row); i++) {
		/* A value of another type, or text that is not valid, is damage. */
		if (json_object_set_new(values, sqlite3_column_name(row, i), value_of(row, i)) <
			0) {
			json_decref(values);
			return NULL;
		}
	}
	return json_pack("{s:s, s:o, s:b}", "table", table, "row", values, "gone", gone);
}

/* ---- events ---- */

static int append(struct recovery *recovery, const struct event *event)
{
	_cleanup_free_ char *data = journal_encode(event);
	int r = store_append(recovery->to, event, data);

	recovery->last.seq = event->seq;
	recovery->last.at = event->at;
	recovery->last.boot = event->boot;
	return r;
}

/* Appends an event of the recovery itself, with the time of the last event. Consumes the reference
 * to change. */
static int append_own(struct recovery *recovery, enum event_kind kind, json_t *change)
{
	struct event event = {
		.kind = kind,
		.seq = recovery->last.seq + 1,
		.at = recovery->last.at,
		.boot = recovery->last.boot,
		.site = change,
	};
	int r = append(recovery, &event);

	json_decref(change);
	return r;
}

/* Reads one event without logging that it is lost. */
static bool read_event(struct store *from, int64_t seq, struct event *ret)
{
	sqlite3_stmt *select = from->select_events;
	bool found;

	(void)sqlite3_bind_int64(select, 1, seq - 1);
	(void)sqlite3_bind_int64(select, 2, 0);
	(void)sqlite3_bind_int(select, 3, 1);
	*ret = (struct event){0};
	found = sqlite3_step(select) == SQLITE_ROW && sqlite3_column_int64(select, 0) == seq &&
		store_read_event(select, ret) == 0;
	(void)sqlite3_reset(select);
	if (!found) {
		event_done(ret);
	}
	return found;
}

/* The number of the last event, by the tables or by the log, which may go on after what the tables
 * show. */
static int find_end(struct recovery *recovery, int64_t *ret)
{
	static const char by_tables[] =
		"SELECT max((SELECT coalesce(max(max(arrival, called_seq)), 0) FROM ticket NOT "
		"INDEXED), (SELECT coalesce(max(max(opened_seq, closed_seq)), 0) FROM day), "
		"(SELECT coalesce(max(seq), 0) FROM site), (SELECT coalesce(max(seq), 0) FROM "
		"portal), (SELECT coalesce(max(seq), 0) FROM catalogue), "
		"(SELECT coalesce(max(seq), 0) FROM complaint), "
		"(SELECT coalesce(max(seq), 0) FROM evaluation))";
	_cleanup_(statement_finalizep) sqlite3_stmt *newest = NULL;
	int64_t end = 0;
	int r = store_get_int(recovery->from, by_tables, &end);

	if (r == 0) {
		r = store_prepare(recovery->from, "SELECT max(seq) FROM event", &newest);
	}
	if (r < 0) {
		return r;
	}
	if (sqlite3_step(newest) == SQLITE_ROW) {
		end = MAX_OF(end, sqlite3_column_int64(newest, 0));
	}
	end = MAX_OF(end, recovery->last.seq + 1);
	for (int64_t seq = end + 1; seq <= end + PROBES; seq++) {
		struct event event;

		if (read_event(recovery->from, seq, &event)) {
			event_done(&event);
			end = seq;
		}
	}
	*ret = end;
	return 0;
}

static int copy_log(struct recovery *recovery)
{
	int64_t first = recovery->last.seq + 1;
	int64_t end = 0;
	int r = find_end(recovery, &end);

	for (int64_t seq = first; r == 0 && seq <= end; seq++) {
		struct event event;

		/* The first event did not fit the state before it, if it can be read at all. */
		if (seq > first && read_event(recovery->from, seq, &event)) {
			/* Rows of an earlier recovery do not fit the state here. */
			r = event.kind == EVENT_RECOVER ? append_own(recovery, EVENT_LOST, NULL)
							: append(recovery, &event);
			event_done(&event);
		} else {
			r = append_own(recovery, EVENT_LOST, NULL);
			recovery->lost++;
		}
	}
	return r;
}

/* ---- the tables ---- */

/* Appends the rows that one database has and the other has not. */
static int find_changes(struct recovery *recovery, const char *table, bool gone)
{
	_cleanup_free_ char *sql = text_printf("SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s",
		gone ? "main" : "damaged", table, gone ? "damaged" : "main", table);
	_cleanup_(statement_finalizep) sqlite3_stmt *rows = NULL;
	int r = store_prepare(recovery->to, sql, &rows);

	while (r == 0 && (r = store_next(recovery->to, rows, table)) > 0) {
		json_t *change = recover_change(rows, table, gone);

		r = change ? append_own(recovery, EVENT_RECOVER, change) : -EBADMSG;
	}
	return r;
}

static int on_change(const struct event *event, void *userdata)
{
	return event->kind == EVENT_RECOVER ? recover_row(userdata, event->site) : 0;
}

/* Notes boots whose events are all lost. */
static int note_boot(struct recovery *recovery)
{
	int64_t boot = 0;
	int r = store_get_int(recovery->from, "SELECT coalesce(max(number), 0) FROM boot", &boot);

	if (r == 0 && boot > recovery->last.boot) {
		recovery->last.boot = (int)boot;
		recovery->last.at.boot_ms = 0;
	}
	return r;
}

static int carry_tables(struct recovery *recovery)
{
	struct model *model = NULL;
	int64_t before = recovery->last.seq;
	int r = note_boot(recovery);

	/* Removed rows first: a row in its place may have the same number. */
	for (int i = 0; r == 0 && recover_table_names[i]; i++) {
		r = find_changes(recovery, recover_table_names[i], true);
	}
	for (int i = 0; r == 0 && recover_table_names[i]; i++) {
		r = find_changes(recovery, recover_table_names[i], false);
	}
	if (r == 0) {
		r = store_full_events(recovery->to, before, 0, on_change, recovery->to);
	}
	if (r == 0) {
		r = append_own(recovery, EVENT_RECOVER, json_object());
	}
	if (r == 0) {
		r = store_load(recovery->to, &model); /* whether a hub can go on from it */
	}
	model_free(model);
	return r;
}

static int attach(struct store *to, const char *path)
{
	_cleanup_free_ char *uri = text_printf("file:%s?mode=ro", path);
	_cleanup_(statement_finalizep) sqlite3_stmt *statement = NULL;
	int r = strpbrk(path, "?#%") ? -EINVAL
				     : store_prepare(to, "ATTACH ?1 AS damaged", &statement);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(statement, 1, uri, -1, SQLITE_STATIC);
	return store_step(to, statement, "attach");
}

int recover_tables(struct store *from, const char *path, struct store *to, int64_t last,
	int64_t first, int64_t *ret_lost)
{
	struct recovery recovery = {.from = from, .to = to};
	int64_t version = 0;
	int64_t boot = 0;
	int r = store_get_int(from, "PRAGMA user_version", &version);

	if (r == 0 && version != store_schema_newest()) {
		return -EBADMSG; /* its tables have other columns */
	}
	if (r == 0 && last < first - 1) {
		return -EBADMSG; /* the archived past could not be carried over */
	}
	if (r == 0) {
		r = attach(to, path);
	}
	if (r < 0) {
		return r;
	}
	if (last > 0 && read_event(to, last, &recovery.last)) {
		event_done(&recovery.last);
	} else {
		r = store_get_int(from, "SELECT coalesce(max(boot), 0) FROM checkpoint", &boot);
		recovery.last.boot = (int)boot;
	}
	recovery.last.seq = last;
	if (r == 0) {
		r = store_begin(to);
	}
	if (r == 0) {
		r = copy_log(&recovery);
	}
	if (r == 0) {
		r = carry_tables(&recovery);
	}
	if (r == 0) {
		r = store_step(to, to->commit, "commit");
	}
	store_rollback(to);
	if (store_exec(to, "DETACH damaged") < 0 && r == 0) {
		r = -EIO;
	}
	if (r == 0) {
		*ret_lost = recovery.lost;
	}
	return r;
}
