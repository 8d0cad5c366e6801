/* SPDX-License-Identifier: Apache-2.0 */
/* The data for the figures, and the counts of dossiers. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/store-internal.h"

enum { SEGMENTS_MAX = 64 }; /* of one ticket; the figures leave out further ones */

/* Counts of dossiers */

static int remove_dossiers(struct store *store, const struct dossier_row *row)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	bool by_id = row->change == DOSSIER_REMOVE_ID;
	int r = store_prepare(store,
		by_id ? "DELETE FROM dossier WHERE id = ?1"
		      : "DELETE FROM dossier WHERE ticket = ?1 AND ticket > 0",
		&delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(delete, 1, by_id ? row->entry.id : row->entry.ticket);
	return store_step(store, delete, "dossier");
}

int store_write_dossiers(struct store *store, struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_changed_dossiers; i++) {
		const struct dossier_row *row = &model->changed_dossiers[i];

		r = row->change == DOSSIER_WRITE ? rows_write(store, TABLE_DOSSIER, &row->entry)
						 : remove_dossiers(store, row);
	}
	model->n_changed_dossiers = 0;
	return r;
}

/* The first row of a prepared select. −ENOENT: no row. */
static int first_dossier(struct store *store, sqlite3_stmt *select, struct dossier_entry *ret)
{
	struct dossier_entry entry = {0};
	int r = store_next(store, select, "dossiers");

	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	r = rows_read(TABLE_DOSSIER, select, &entry);
	if (r == 0) {
		*ret = entry;
	}
	return r;
}

int store_find_dossier(struct store *store, int64_t id, struct dossier_entry *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_DOSSIER, "WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, id);
	return first_dossier(store, select, ret);
}

int store_find_import(
	struct store *store, const struct dossier_entry *entry, struct dossier_entry *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_DOSSIER,
		"WHERE source = 'import' AND to_day >= ?1 AND from_day <= ?2 AND "
		"(?3 = '' OR service = '' OR service = ?3) ORDER BY id LIMIT 1",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, entry->from_day, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 2, entry->to_day, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 3, entry->service, -1, SQLITE_STATIC);
	return first_dossier(store, select, ret);
}

int store_dossiers(struct store *store, const char *from, const char *to, store_dossier_cb callback,
	void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(
		store, TABLE_DOSSIER, "WHERE to_day >= ?1 AND from_day <= ?2 ORDER BY id", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, from, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 2, to, -1, SQLITE_STATIC);
	while ((r = store_next(store, select, "dossiers")) > 0) {
		struct dossier_entry entry = {0};

		r = rows_read(TABLE_DOSSIER, select, &entry);
		if (r == 0) {
			r = callback(&entry, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}

/* The portal, sessions, days */

int store_portals(struct store *store, int64_t from_wall_ms, int64_t to_wall_ms,
	store_portal_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_PORTAL,
		"WHERE down_wall_ms < ?2 AND (up_wall_ms = 0 OR up_wall_ms > ?1) ORDER BY seq",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, from_wall_ms);
	(void)sqlite3_bind_int64(select, 2, to_wall_ms);
	while ((r = store_next(store, select, "portal")) > 0) {
		struct portal portal = {0};

		r = rows_read(TABLE_PORTAL, select, &portal);
		if (r == 0) {
			r = callback(&portal, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}

int store_sessions(struct store *store, const char *day, store_session_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_SESSION, "WHERE day = ?1 ORDER BY id", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, day, -1, SQLITE_STATIC);
	while ((r = store_next(store, select, "sessions")) > 0) {
		struct session session = {0};

		r = rows_read(TABLE_SESSION, select, &session);
		if (r == 0) {
			r = callback(&session, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}

int store_days(struct store *store, const char *from, const char *to, store_day_cb callback,
	void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT day FROM day WHERE day BETWEEN ?1 AND ?2 UNION "
		"SELECT day FROM session WHERE day BETWEEN ?1 AND ?2 ORDER BY 1",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, from, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 2, to, -1, SQLITE_STATIC);
	while ((r = store_next(store, select, "days")) > 0) {
		r = callback((const char *)sqlite3_column_text(select, 0), userdata);
		if (r != 0) {
			break;
		}
	}
	return r;
}

int store_site(struct store *store, struct site **ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	json_t *json;
	int r = store_prepare(store, "SELECT json FROM site", &select);

	if (r == 0) {
		r = store_next(store, select, "site");
	}
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	json = json_loads((const char *)sqlite3_column_text(select, 0), 0, NULL);
	r = json ? site_parse(json, ret, NULL) : -EBADMSG;
	json_decref(json);
	return r < 0 ? -EBADMSG : 0;
}

/* Tickets with their segments. Both tables are read in the order of the ticket's id with two
 * cursors in parallel, so that memory does not grow with the day. Only the columns that the figures
 * need are read. */

struct cursor {
	struct store *store;
	sqlite3_stmt *tickets;
	sqlite3_stmt *segments;
	int segment; /* 1: segments is on a row; 0: there are no more */
};

static struct timestamp read_timestamp(sqlite3_stmt *select, int n)
{
	return (struct timestamp){
		.wall_ms = sqlite3_column_int64(select, n),
		.boot = sqlite3_column_int(select, n + 1),
		.boot_ms = sqlite3_column_int64(select, n + 2),
	};
}

static void read_text(sqlite3_stmt *select, int n, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(select, n);

	text_copy_cut(ret, size, text ? text : "");
}

static int read_ticket(sqlite3_stmt *select, struct ticket *ret, char staff[LIMIT_ID + 1])
{
	*ret = (struct ticket){
		.id = sqlite3_column_int64(select, 0),
		.arrived = read_timestamp(select, 4),
		.first_called = read_timestamp(select, 7),
		.counter = sqlite3_column_int(select, 10),
		.prints = sqlite3_column_int(select, 11),
		.misprints = sqlite3_column_int(select, 13),
		.rating = sqlite3_column_int(select, 14),
		.no_show = sqlite3_column_int(select, 17),
	};
	read_text(select, 1, ret->issued_for, sizeof(ret->issued_for));
	read_text(select, 15, ret->kiosk, sizeof(ret->kiosk));
	read_text(select, 16, staff, LIMIT_ID + 1);
	if (ticket_lane_parse((const char *)sqlite3_column_text(select, 2), &ret->lane) < 0 ||
		ticket_state_parse((const char *)sqlite3_column_text(select, 3), &ret->state) < 0 ||
		ticket_slip_status_parse(
			(const char *)sqlite3_column_text(select, 12), &ret->slip_status) < 0) {
		return -EBADMSG;
	}
	return 0;
}

static void read_segment(sqlite3_stmt *select, struct segment *ret)
{
	*ret = (struct segment){
		.ticket = sqlite3_column_int64(select, 0),
		.number = sqlite3_column_int(select, 1),
		.counter = sqlite3_column_int(select, 3),
		.started = read_timestamp(select, 5),
		.ended = read_timestamp(select, 8),
		.confirmed = sqlite3_column_int(select, 11) != 0,
	};
	read_text(select, 2, ret->service, sizeof(ret->service));
	read_text(select, 4, ret->staff, sizeof(ret->staff));
}

static int prepare_cursor(struct cursor *cursor, const char *day)
{
	int64_t first = 0;
	int64_t end = 0;
	int r = store_days_to_ids(cursor->store, day, day, &first, &end);

	if (r == 0) {
		r = store_prepare(cursor->store,
			"SELECT id, issued_for, lane, state, arrived_wall_ms, arrived_boot, "
			"arrived_boot_ms, first_called_wall_ms, first_called_boot, "
			"first_called_boot_ms, counter, prints, paper, misprints, rating, kiosk, "
			"(SELECT staff FROM session WHERE session.id = ticket.session), no_show "
			"FROM ticket WHERE id >= ?1 AND id < ?2 AND day = ?3 ORDER BY id",
			&cursor->tickets);
	}
	if (r == 0) {
		r = store_prepare(cursor->store,
			"SELECT ticket, number, service, counter, staff, started_wall_ms, "
			"started_boot, started_boot_ms, ended_wall_ms, ended_boot, ended_boot_ms, "
			"confirmed FROM segment WHERE ticket >= ?1 AND ticket < ?2 "
			"ORDER BY ticket, number",
			&cursor->segments);
	}
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(cursor->tickets, 1, first);
	(void)sqlite3_bind_int64(cursor->tickets, 2, end);
	(void)sqlite3_bind_text(cursor->tickets, 3, day, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(cursor->segments, 1, first);
	(void)sqlite3_bind_int64(cursor->segments, 2, end);
	r = store_next(cursor->store, cursor->segments, "segments");
	cursor->segment = r;
	return MIN_OF(r, 0);
}

/* Reads the segments of one ticket. Returns their count, or −errno. */
static int read_segments(struct cursor *cursor, int64_t ticket, struct segment ret[SEGMENTS_MAX])
{
	int n = 0;

	while (cursor->segment > 0 && sqlite3_column_int64(cursor->segments, 0) <= ticket) {
		if (sqlite3_column_int64(cursor->segments, 0) == ticket && n < SEGMENTS_MAX) {
			read_segment(cursor->segments, &ret[n++]);
		}
		cursor->segment = store_next(cursor->store, cursor->segments, "segments");
	}
	return cursor->segment < 0 ? cursor->segment : n;
}

static void cursor_done(struct cursor *cursor)
{
	(void)sqlite3_finalize(cursor->tickets);
	(void)sqlite3_finalize(cursor->segments);
}

int store_visits(struct store *store, const char *day, store_visit_cb callback, void *userdata)
{
	_cleanup_(cursor_done) struct cursor cursor = {.store = store};
	struct segment segments[SEGMENTS_MAX];
	int r = prepare_cursor(&cursor, day);

	if (r < 0) {
		return r;
	}
	while ((r = store_next(store, cursor.tickets, "tickets")) > 0) {
		struct visit visit = {.segments = segments};

		r = read_ticket(cursor.tickets, &visit.ticket, visit.staff);
		if (r == 0) {
			r = read_segments(&cursor, visit.ticket.id, segments);
		}
		if (r >= 0) {
			visit.n_segments = r;
			text_copy_cut(visit.ticket.day, sizeof(visit.ticket.day), day);
			r = callback(&visit, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}
