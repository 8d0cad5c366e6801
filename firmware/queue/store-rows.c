/* SPDX-License-Identifier: Apache-2.0 */
/* Structs as rows: one table of columns per struct. The SQL, the binding and the reading are all
 * made from it, so that they cannot disagree. The columns are listed in schema/ as well. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue/store-internal.h"

enum column_type {
	COLUMN_INT,
	COLUMN_INT64,
	COLUMN_BOOL,
	COLUMN_TEXT,
	COLUMN_STAMP, /* three columns: _wall_ms, _boot, _boot_ms */
	COLUMN_LANE,
	COLUMN_TICKET_STATE,
	COLUMN_PAPER,
	COLUMN_COUNTER_STATE,
	COLUMN_SERVICES, /* a counter's list */
	COLUMN_DOSSIERS, /* counts */
};

struct column {
	const char *name;
	enum column_type type;
	size_t offset;
	size_t size;
	bool fixed; /* never changes once the row is there */
};

#define COLUMN_NAMED(owner, type, name, column) \
	{column, type, offsetof(struct owner, name), sizeof(((struct owner *)0)->name), false}
#define COLUMN(owner, type, name) COLUMN_NAMED(owner, type, name, #name)
#define FIXED(owner, type, name) \
	{#name, type, offsetof(struct owner, name), sizeof(((struct owner *)0)->name), true}

static const struct column ticket_columns[] = {
	FIXED(ticket, COLUMN_INT64, id),
	FIXED(ticket, COLUMN_TEXT, day),
	FIXED(ticket, COLUMN_TEXT, series),
	FIXED(ticket, COLUMN_INT, number),
	FIXED(ticket, COLUMN_TEXT, text),
	FIXED(ticket, COLUMN_TEXT, issued_for),
	FIXED(ticket, COLUMN_TEXT, language),
	FIXED(ticket, COLUMN_TEXT, press_id),
	FIXED(ticket, COLUMN_TEXT, reason),
	FIXED(ticket, COLUMN_TEXT, subject),
	FIXED(ticket, COLUMN_INT64, arrival),
	FIXED(ticket, COLUMN_STAMP, arrived),
	FIXED(ticket, COLUMN_INT, ahead),
	FIXED(ticket, COLUMN_INT, wait_estimate_s),
	FIXED(ticket, COLUMN_INT, by_kiosk),
	COLUMN(ticket, COLUMN_TEXT, service),
	COLUMN(ticket, COLUMN_LANE, lane),
	COLUMN(ticket, COLUMN_TICKET_STATE, state),
	COLUMN_NAMED(ticket, COLUMN_PAPER, slip_status, "paper"),
	COLUMN(ticket, COLUMN_TEXT, kiosk),
	COLUMN(ticket, COLUMN_TEXT, note),
	COLUMN(ticket, COLUMN_TEXT, outcome),
	COLUMN(ticket, COLUMN_INT64, place),
	COLUMN(ticket, COLUMN_STAMP, since),
	COLUMN(ticket, COLUMN_STAMP, called),
	COLUMN(ticket, COLUMN_INT64, called_seq),
	COLUMN(ticket, COLUMN_STAMP, first_called),
	COLUMN(ticket, COLUMN_INT, calls),
	COLUMN(ticket, COLUMN_INT, counter),
	COLUMN(ticket, COLUMN_INT64, session),
	COLUMN_NAMED(ticket, COLUMN_INT, target_counter, "wanted_counter"),
	COLUMN(ticket, COLUMN_INT, segments),
	COLUMN(ticket, COLUMN_INT, prints),
	COLUMN(ticket, COLUMN_INT, quantity),
	COLUMN(ticket, COLUMN_INT, rating),
	COLUMN(ticket, COLUMN_INT, misprints),
	COLUMN(ticket, COLUMN_INT, no_show),
};

static const struct column segment_columns[] = {
	FIXED(segment, COLUMN_INT64, ticket),
	FIXED(segment, COLUMN_INT, number),
	FIXED(segment, COLUMN_TEXT, service),
	FIXED(segment, COLUMN_INT, counter),
	FIXED(segment, COLUMN_INT64, session),
	FIXED(segment, COLUMN_TEXT, staff),
	FIXED(segment, COLUMN_STAMP, started),
	COLUMN(segment, COLUMN_STAMP, ended),
	COLUMN(segment, COLUMN_BOOL, confirmed),
};

static const struct column counter_columns[] = {
	FIXED(counter, COLUMN_INT, number),
	COLUMN(counter, COLUMN_COUNTER_STATE, state),
	COLUMN(counter, COLUMN_INT64, session),
	COLUMN(counter, COLUMN_TEXT, staff),
	COLUMN(counter, COLUMN_TEXT, note),
	COLUMN(counter, COLUMN_BOOL, in_order),
	{"services", COLUMN_SERVICES, 0, 0, false},
	COLUMN(counter, COLUMN_STAMP, opened),
	COLUMN(counter, COLUMN_STAMP, since),
	COLUMN(counter, COLUMN_INT64, ticket),
	COLUMN(counter, COLUMN_INT64, last_finished),
	COLUMN(counter, COLUMN_INT, streak),
	COLUMN(counter, COLUMN_INT, streak_before),
	COLUMN(counter, COLUMN_BOOL, pause_after),
};

static const struct column session_columns[] = {
	FIXED(session, COLUMN_INT64, id),
	FIXED(session, COLUMN_INT, counter),
	FIXED(session, COLUMN_TEXT, staff),
	COLUMN(session, COLUMN_TEXT, day),
	FIXED(session, COLUMN_STAMP, opened),
	COLUMN(session, COLUMN_STAMP, closed),
	COLUMN(session, COLUMN_INT, pauses),
	COLUMN(session, COLUMN_INT64, open_ms),
	COLUMN(session, COLUMN_INT64, paused_ms),
	COLUMN(session, COLUMN_STAMP, seen),
};

static const struct column device_columns[] = {
	FIXED(device, COLUMN_TEXT, name),
	COLUMN(device, COLUMN_TEXT, state),
	COLUMN(device, COLUMN_TEXT, fault),
	COLUMN(device, COLUMN_TEXT, note),
	COLUMN(device, COLUMN_STAMP, since),
};

static const struct column portal_columns[] = {
	FIXED(portal, COLUMN_INT64, seq),
	FIXED(portal, COLUMN_INT64, down_wall_ms),
	COLUMN(portal, COLUMN_INT64, up_wall_ms),
	COLUMN(portal, COLUMN_TEXT, note),
};

static const struct column dossier_columns[] = {
	FIXED(dossier_entry, COLUMN_INT64, id),
	FIXED(dossier_entry, COLUMN_TEXT, source),
	FIXED(dossier_entry, COLUMN_TEXT, from_day),
	FIXED(dossier_entry, COLUMN_TEXT, to_day),
	FIXED(dossier_entry, COLUMN_TEXT, service),
	FIXED(dossier_entry, COLUMN_INT64, ticket),
	FIXED(dossier_entry, COLUMN_DOSSIERS, counts),
	COLUMN(dossier_entry, COLUMN_TEXT, note),
};

static const struct column complaint_columns[] = {
	FIXED(complaint, COLUMN_INT64, seq),
	FIXED(complaint, COLUMN_INT64, id),
	FIXED(complaint, COLUMN_TEXT, action),
	FIXED(complaint, COLUMN_TEXT, actor),
	FIXED(complaint, COLUMN_INT64, wall_ms),
	FIXED(complaint, COLUMN_TEXT, entered_by),
	FIXED(complaint, COLUMN_TEXT, subject),
	FIXED(complaint, COLUMN_TEXT, channel),
	FIXED(complaint, COLUMN_TEXT, day),
	FIXED(complaint, COLUMN_TEXT, due_day),
	FIXED(complaint, COLUMN_TEXT, about),
	FIXED(complaint, COLUMN_TEXT, outcome),
	FIXED(complaint, COLUMN_TEXT, answered_day),
	FIXED(complaint, COLUMN_TEXT, answered_by),
	COLUMN(complaint, COLUMN_TEXT, note),
};

static const struct {
	const char *name;
	const struct column *columns;
	size_t n;
	const char *key;
} tables[TABLES] = {
	[TABLE_TICKET] = {"ticket", ticket_columns, ELEMENTS(ticket_columns), "id"},
	[TABLE_SEGMENT] = {"segment", segment_columns, ELEMENTS(segment_columns), "ticket, number"},
	[TABLE_COUNTER] = {"counter", counter_columns, ELEMENTS(counter_columns), "number"},
	[TABLE_SESSION] = {"session", session_columns, ELEMENTS(session_columns), "id"},
	[TABLE_DEVICE] = {"device", device_columns, ELEMENTS(device_columns), "name"},
	[TABLE_PORTAL] = {"portal", portal_columns, ELEMENTS(portal_columns), "seq"},
	[TABLE_DOSSIER] = {"dossier", dossier_columns, ELEMENTS(dossier_columns), "id"},
	[TABLE_COMPLAINT] = {"complaint", complaint_columns, ELEMENTS(complaint_columns), "seq"},
};

static const char *const timestamp_parts[] = {"_wall_ms", "_boot", "_boot_ms"};

static int parts_of(const struct column *column)
{
	return column->type == COLUMN_STAMP ? 3 : 1;
}

/* Adds "prefix column suffix" for each SQL column; a suffix of "?" becomes "=?N". */
static void add_columns(struct textbuf *sql, enum table table, bool changeable_only, bool numbered)
{
	const char *comma = "";
	int n = 0;

	for (size_t i = 0; i < tables[table].n; i++) {
		const struct column *column = &tables[table].columns[i];

		for (int part = 0; part < parts_of(column); part++) {
			n++;
			if (changeable_only && column->fixed) {
				continue;
			}
			textbuf_printf(sql, "%s%s%s", comma, column->name,
				column->type == COLUMN_STAMP ? timestamp_parts[part] : "");
			if (numbered) {
				textbuf_printf(sql, "=?%d", n);
			}
			comma = ", ";
		}
	}
}

static int count_columns(enum table table)
{
	int n = 0;

	for (size_t i = 0; i < tables[table].n; i++) {
		n += parts_of(&tables[table].columns[i]);
	}
	return n;
}

static int prepare_insert(struct store *store, enum table table)
{
	_cleanup_(textbuf_done) struct textbuf sql = {0};
	int n = count_columns(table);

	textbuf_printf(&sql, "INSERT INTO %s (", tables[table].name);
	add_columns(&sql, table, false, false);
	textbuf_add(&sql, ") VALUES (");
	for (int i = 1; i <= n; i++) {
		textbuf_printf(&sql, "%s?%d", i > 1 ? ", " : "", i);
	}
	textbuf_add(&sql, ")");
	if (table != TABLE_TICKET) {
		textbuf_printf(&sql, " ON CONFLICT (%s) DO UPDATE SET ", tables[table].key);
		add_columns(&sql, table, true, true);
	}
	return store_prepare(store, sql.data, &store->insert[table]);
}

int rows_prepare(struct store *store)
{
	_cleanup_(textbuf_done) struct textbuf sql = {0};
	int r = 0;

	for (int table = 0; r == 0 && table < TABLES; table++) {
		r = prepare_insert(store, (enum table)table);
	}
	if (r < 0) {
		return r;
	}
	textbuf_add(&sql, "UPDATE ticket SET ");
	add_columns(&sql, TABLE_TICKET, true, true);
	textbuf_add(&sql, " WHERE id=?1");
	return store_prepare(store, sql.data, &store->update_ticket);
}

static void bind_services(sqlite3_stmt *statement, int n, const struct counter *counter)
{
	_cleanup_(textbuf_done) struct textbuf list = {0};

	textbuf_add(&list, "");
	for (int i = 0; i < counter->n_services; i++) {
		textbuf_printf(&list, "%s%s", i ? " " : "", counter->services[i]);
	}
	(void)sqlite3_bind_text(statement, n, list.data, -1, SQLITE_TRANSIENT);
}

static void bind_dossiers(sqlite3_stmt *statement, int n, const struct dossier_counts *counts)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};

	dossier_counts_write(counts, &text);
	(void)sqlite3_bind_text(statement, n, text.data, -1, SQLITE_TRANSIENT);
}

static void bind_word(sqlite3_stmt *statement, int n, const char *word)
{
	(void)sqlite3_bind_text(statement, n, word, -1, SQLITE_STATIC);
}

/* Binds one struct member and returns the number of the next parameter. */
static int bind_column(sqlite3_stmt *statement, int n, const struct column *column, const void *row)
{
	const void *at = (const char *)row + column->offset;
	const struct timestamp *timestamp = at;

	switch (column->type) {
	case COLUMN_INT:
		(void)sqlite3_bind_int(statement, n, *(const int *)at);
		break;
	case COLUMN_INT64:
		(void)sqlite3_bind_int64(statement, n, *(const int64_t *)at);
		break;
	case COLUMN_BOOL:
		(void)sqlite3_bind_int(statement, n, *(const bool *)at);
		break;
	case COLUMN_TEXT:
		bind_word(statement, n, at);
		break;
	case COLUMN_STAMP:
		(void)sqlite3_bind_int64(statement, n, timestamp->wall_ms);
		(void)sqlite3_bind_int(statement, n + 1, timestamp->boot);
		(void)sqlite3_bind_int64(statement, n + 2, timestamp->boot_ms);
		break;
	case COLUMN_LANE:
		bind_word(statement, n, ticket_lane_name(*(const enum lane *)at));
		break;
	case COLUMN_TICKET_STATE:
		bind_word(statement, n, ticket_state_name(*(const enum ticket_state *)at));
		break;
	case COLUMN_PAPER:
		bind_word(statement, n, ticket_slip_status_name(*(const enum slip_status *)at));
		break;
	case COLUMN_COUNTER_STATE:
		bind_word(statement, n, counter_state_name(*(const enum counter_state *)at));
		break;
	case COLUMN_SERVICES:
		bind_services(statement, n, row);
		break;
	case COLUMN_DOSSIERS:
		bind_dossiers(statement, n, at);
		break;
	}
	return n + parts_of(column);
}

static void bind_row(sqlite3_stmt *statement, enum table table, const void *row)
{
	int n = 1;

	for (size_t i = 0; i < tables[table].n; i++) {
		n = bind_column(statement, n, &tables[table].columns[i], row);
	}
}

int rows_write(struct store *store, enum table table, const void *row)
{
	bind_row(store->insert[table], table, row);
	return store_step(store, store->insert[table], tables[table].name);
}

int rows_update_ticket(struct store *store, const struct ticket *ticket)
{
	bind_row(store->update_ticket, TABLE_TICKET, ticket);
	return store_step(store, store->update_ticket, "ticket");
}

int rows_select(struct store *store, enum table table, const char *tail, sqlite3_stmt **ret)
{
	_cleanup_(textbuf_done) struct textbuf sql = {0};

	textbuf_add(&sql, "SELECT ");
	add_columns(&sql, table, false, false);
	textbuf_printf(&sql, " FROM %s %s", tables[table].name, tail);
	return store_prepare(store, sql.data, ret);
}

static int read_services(sqlite3_stmt *statement, int n, struct counter *ret)
{
	const char *text = (const char *)sqlite3_column_text(statement, n);
	_cleanup_free_ char *list = text_dup(text ? text : "");
	char *rest = list;
	char *id;

	ret->n_services = 0;
	while ((id = strsep(&rest, " "))) {
		if (!*id) {
			continue;
		}
		if (ret->n_services == LIMIT_SERVICES ||
			text_copy(ret->services[ret->n_services], LIMIT_ID + 1, id) < 0) {
			return -EBADMSG;
		}
		ret->n_services++;
	}
	return 0;
}

static int read_counter_state(const char *word, enum counter_state *ret)
{
	for (int i = 0; i < COUNTER_STATES; i++) {
		if (strcmp(counter_state_name((enum counter_state)i), word) == 0) {
			*ret = (enum counter_state)i;
			return 0;
		}
	}
	return -EBADMSG;
}

static int read_column(sqlite3_stmt *statement, int n, const struct column *column, void *row)
{
	void *at = (char *)row + column->offset;
	const char *text = "";

	if (sqlite3_column_type(statement, n) == SQLITE_TEXT) {
		text = (const char *)sqlite3_column_text(statement, n);
	}
	switch (column->type) {
	case COLUMN_INT:
		*(int *)at = sqlite3_column_int(statement, n);
		return 0;
	case COLUMN_INT64:
		*(int64_t *)at = sqlite3_column_int64(statement, n);
		return 0;
	case COLUMN_BOOL:
		*(bool *)at = sqlite3_column_int(statement, n) != 0;
		return 0;
	case COLUMN_TEXT:
		return text_copy(at, column->size, text) < 0 ? -EBADMSG : 0;
	case COLUMN_STAMP:
		*(struct timestamp *)at = (struct timestamp){
			.wall_ms = sqlite3_column_int64(statement, n),
			.boot = sqlite3_column_int(statement, n + 1),
			.boot_ms = sqlite3_column_int64(statement, n + 2),
		};
		return 0;
	case COLUMN_LANE:
		return ticket_lane_parse(text, at) < 0 ? -EBADMSG : 0;
	case COLUMN_TICKET_STATE:
		return ticket_state_parse(text, at) < 0 ? -EBADMSG : 0;
	case COLUMN_PAPER:
		return ticket_slip_status_parse(text, at) < 0 ? -EBADMSG : 0;
	case COLUMN_COUNTER_STATE:
		return read_counter_state(text, at);
	case COLUMN_SERVICES:
		return read_services(statement, n, row);
	case COLUMN_DOSSIERS:
		return dossier_counts_read(text, at) < 0 ? -EBADMSG : 0;
	}
	return -EBADMSG;
}

int rows_read(enum table table, sqlite3_stmt *statement, void *ret)
{
	int n = 0;

	for (size_t i = 0; i < tables[table].n; i++) {
		const struct column *column = &tables[table].columns[i];
		int r = read_column(statement, n, column, ret);

		if (r < 0) {
			return r;
		}
		n += parts_of(column);
	}
	return 0;
}
