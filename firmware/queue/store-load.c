/* SPDX-License-Identifier: Apache-2.0 */
/* Reading: the model at start, events, tickets and boots; also the tokens. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/journal.h"
#include "queue/store-internal.h"

int store_next(struct store *store, sqlite3_stmt *statement, const char *what)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW) {
		return 1;
	}
	return code == SQLITE_DONE ? 0 : store_error(store, what);
}

static const char *column_text(sqlite3_stmt *statement, int n)
{
	const char *text = (const char *)sqlite3_column_text(statement, n);

	return text ? text : "";
}

/* When the last boot began, by its newest event whose time is known to be right (fold_says_time).
 * The search back through the log ends there, or at the events of an earlier boot: a boot may have
 * lasted for years. */
static int load_last_boot(struct store *store, struct boots *boots)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT boot, wall_ms - boot_ms FROM event WHERE boot < ?1 OR trusted = 1 OR "
		"kind = 'clock_accept' OR (kind = 'clock_correct' AND data NOT LIKE "
		"'%\"guessed\":true%') ORDER BY seq DESC LIMIT 1",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int(select, 1, boots->n);
	r = store_next(store, select, "the last boot");
	if (r > 0 && sqlite3_column_int(select, 0) == boots->n) {
		boots->boot[boots->n - 1].began_wall_ms = sqlite3_column_int64(select, 1);
	}
	return MIN_OF(r, 0);
}

int store_boots(struct store *store, struct boots *boots)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT number, boot_id, ended_ms, began_wall_ms FROM boot ORDER BY number",
		&select);

	while (r == 0 && (r = store_next(store, select, "boots")) > 0) {
		if (sqlite3_column_int(select, 0) != boots->n + 1) {
			return -EBADMSG;
		}
		boots_add(boots, column_text(select, 1));
		boots->boot[boots->n - 1].ended_ms = sqlite3_column_int64(select, 2);
		boots->boot[boots->n - 1].began_wall_ms = sqlite3_column_int64(select, 3);
		r = 0;
	}
	boots->stored = boots->n;
	return r < 0 || boots->n == 0 ? r : load_last_boot(store, boots);
}

static int load_boots(struct store *store, struct model *model)
{
	return store_boots(store, &model->boots);
}

static int load_site(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	struct site *site = NULL;
	json_t *json;
	int r = store_prepare(store, "SELECT seq, json FROM site", &select);

	if (r < 0) {
		return r;
	}
	r = store_next(store, select, "site");
	if (r <= 0) {
		return r;
	}
	json = json_loads(column_text(select, 1), JSON_REJECT_DUPLICATES, NULL);
	r = json ? site_parse(json, &site, NULL) : -EBADMSG;
	json_decref(json);
	if (r < 0) {
		return -EBADMSG;
	}
	model_set_site(model, site, sqlite3_column_int64(select, 0));
	return 0;
}

static int load_day(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT day, first_ticket, opened_seq, closed_seq, floor FROM day "
		"ORDER BY opened_seq DESC LIMIT 2",
		&select);

	if (r < 0) {
		return r;
	}
	r = store_next(store, select, "day");
	if (r <= 0) {
		return r;
	}
	if (text_copy(model->day, sizeof(model->day), column_text(select, 0)) < 0) {
		return -EBADMSG;
	}
	model->first_ticket = sqlite3_column_int64(select, 1);
	model->base_ticket = model->first_ticket;
	model->day_opened_seq = sqlite3_column_int64(select, 2);
	model->day_closed_seq = sqlite3_column_int64(select, 3);
	model->day_floor = sqlite3_column_int(select, 4);
	model->day_open = model->day_closed_seq == 0;
	r = store_next(store, select, "the day before");
	if (r > 0) {
		struct day_before *before = &model->before;

		model->base_ticket = sqlite3_column_int64(select, 1);
		text_copy_cut(before->day, sizeof(before->day), column_text(select, 0));
		before->opened_seq = sqlite3_column_int64(select, 2);
		before->closed_seq = sqlite3_column_int64(select, 3);
		before->floor = sqlite3_column_int(select, 4);
		r = 0;
	}
	return r;
}

/* Skips ids that a restore has left out; several gaps may follow each other. */
static int skip_gaps(struct store *store, int64_t *next)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT above FROM ticket_gap WHERE next = ?1", &select);

	while (r == 0) {
		(void)sqlite3_bind_int64(select, 1, *next);
		r = store_next(store, select, "gaps of ids");
		if (r <= 0) {
			return r;
		}
		*next = sqlite3_column_int64(select, 0) + 1;
		r = sqlite3_reset(select) == SQLITE_OK ? 0 : -EIO;
	}
	return r;
}

static int load_ticket(struct store *store, struct model *model, sqlite3_stmt *select)
{
	struct ticket ticket = {0};
	int r = rows_read(TABLE_TICKET, select, &ticket);

	if (r == 0 && ticket.id != model->next_ticket) {
		r = skip_gaps(store, &model->next_ticket);
	}
	if (r < 0) {
		return r;
	}
	if (ticket.id != model->next_ticket) {
		return -EBADMSG;
	}
	model_add_ticket(model, &ticket)->stored = true;
	return 0;
}

static int load_tickets(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_TICKET, "WHERE id >= ?1 ORDER BY id", &select);

	model->next_ticket = model->base_ticket;
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, model->base_ticket);
	while ((r = store_next(store, select, "tickets")) > 0) {
		r = load_ticket(store, model, select);
		if (r < 0) {
			return r;
		}
	}
	return r < 0 ? r : skip_gaps(store, &model->next_ticket);
}

static int load_segments(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(
		store, TABLE_SEGMENT, "WHERE ticket >= ?1 ORDER BY ticket, number", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, model->base_ticket);
	while ((r = store_next(store, select, "segments")) > 0) {
		struct segment segment = {0};

		if (rows_read(TABLE_SEGMENT, select, &segment) < 0) {
			return -EBADMSG;
		}
		model_hold_segment(model, &segment);
	}
	return r;
}

static int load_counters(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_COUNTER, "ORDER BY number", &select);

	while (r == 0 && (r = store_next(store, select, "counters")) > 0) {
		struct counter counter = {0};

		if (rows_read(TABLE_COUNTER, select, &counter) < 0) {
			return -EBADMSG;
		}
		model_counter_entry(model, counter.number)->counter = counter;
		r = 0;
	}
	return r;
}

static int load_sessions(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_SESSION,
		"WHERE id > (SELECT coalesce(max(id), 0) - 1000 FROM session) ORDER BY id",
		&select);

	while (r == 0 && (r = store_next(store, select, "sessions")) > 0) {
		struct session session = {0};

		if (rows_read(TABLE_SESSION, select, &session) < 0) {
			return -EBADMSG;
		}
		model->next_session = session.id + 1;
		if (session.closed.boot == 0 || strcmp(session.day, model->day) == 0) {
			model->sessions = memory_grow(model->sessions,
				(size_t)model->n_sessions + 1, sizeof(*model->sessions));
			model->sessions[model->n_sessions++] =
				(struct session_entry){session, false};
		}
		r = 0;
	}
	return r;
}

static int load_devices(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_DEVICE, "ORDER BY name", &select);

	while (r == 0 && (r = store_next(store, select, "devices")) > 0) {
		struct device device = {0};

		if (rows_read(TABLE_DEVICE, select, &device) < 0) {
			return -EBADMSG;
		}
		model_device_entry(model, device.name)->device = device;
		r = 0;
	}
	return r;
}

static int load_portal(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = rows_select(store, TABLE_PORTAL, "ORDER BY seq DESC LIMIT 1", &select);

	if (r == 0) {
		r = store_next(store, select, "the portal");
	}
	return r > 0 ? rows_read(TABLE_PORTAL, select, &model->portal) : r;
}

/* The last sequence number, and the greatest wall time since the day was opened or the clock was
 * accepted: earlier wall times are not greater, or the day could not have been opened. */
static int load_log(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"WITH accept (seq) AS (SELECT coalesce(max(seq), 0) FROM event "
		"WHERE seq >= ?1 AND kind IN ('clock_accept', 'clock_correct')) "
		"SELECT coalesce((SELECT max(seq) FROM event), 0), (SELECT seq FROM accept), "
		"coalesce(max(wall_ms), 0) FROM event "
		"WHERE seq >= max(?1, (SELECT seq FROM accept))",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, model->day_opened_seq);
	r = store_next(store, select, "the log");
	if (r <= 0) {
		return r < 0 ? r : -EBADMSG;
	}
	model->seq = sqlite3_column_int64(select, 0);
	model->accept_seq = sqlite3_column_int64(select, 1);
	model->wall_max_ms = sqlite3_column_int64(select, 2);
	return 0;
}

static int load_timestamp(struct store *store, int64_t seq, const char *sql, struct timestamp *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, sql, &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, seq);
	r = store_next(store, select, "the clock");
	if (r > 0) {
		ret->wall_ms = sqlite3_column_int64(select, 0);
		ret->boot_ms = sqlite3_column_int64(select, 1);
		ret->boot = sqlite3_column_int(select, 2);
	}
	return MIN_OF(r, 0);
}

/* The times of some events: of the last one, of the last clock correction on this day, and of the
 * day's opening and closing. */
static int load_timestamps(struct store *store, struct model *model)
{
	static const char one[] = "SELECT wall_ms, boot_ms, boot FROM event WHERE seq = ?1";
	int r = load_timestamp(store, model->seq, one, &model->last);

	if (r == 0) {
		r = load_timestamp(store, model->day_opened_seq, one, &model->day_opened);
	}
	if (r == 0) {
		r = load_timestamp(store, model->day_closed_seq, one, &model->day_closed);
	}
	if (r == 0) {
		r = load_timestamp(store, model->before.opened_seq, one, &model->before.opened);
	}
	if (r == 0) {
		r = load_timestamp(store, model->before.closed_seq, one, &model->before.closed);
	}
	if (r == 0 && model->day_open) {
		r = load_timestamp(store, model->day_opened_seq,
			"SELECT wall_ms, boot_ms, boot FROM event WHERE seq >= ?1 AND kind = "
			"'day_open' ORDER BY seq DESC LIMIT 1",
			&model->day_turned);
	}
	return r < 0 ? r
		     : load_timestamp(store, model->day_opened_seq,
			       "SELECT wall_ms, boot_ms, boot FROM event WHERE seq > ?1 "
			       "AND kind = 'clock_correct' ORDER BY seq DESC LIMIT 1",
			       &model->corrected);
}

static int load_clock(struct store *store, struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	struct day_clock *clock = &model->clock;
	int r = store_prepare(store,
		"SELECT known_boot, unknown_boot, offset_ms, offset_boot, wall_before_ms, "
		"day_guessed FROM clock",
		&select);

	if (r == 0) {
		r = store_next(store, select, "the clock");
	}
	if (r <= 0) {
		return r;
	}
	clock->known_boot = sqlite3_column_int(select, 0);
	clock->unknown_boot = sqlite3_column_int(select, 1);
	clock->offset_ms = sqlite3_column_int64(select, 2);
	clock->offset_boot = sqlite3_column_int(select, 3);
	clock->wall_before_ms = sqlite3_column_int64(select, 4);
	clock->day_guessed = sqlite3_column_int(select, 5) != 0;
	model->clock_stored = *clock;
	model->wall_max_ms = MAX_OF(model->wall_max_ms, clock->wall_before_ms);
	return 0;
}

int store_load(struct store *store, struct model **ret)
{
	static int (*const parts[])(struct store *, struct model *) = {load_boots, load_site,
		load_day, load_counters, load_tickets, load_segments, load_sessions, load_devices,
		load_portal, load_log, load_timestamps, load_clock};
	_cleanup_(model_freep) struct model *model = NULL;
	int r = 0;

	if (store->opened_with) {
		*ret = TAKE_PTR(store->opened_with);
		return 0;
	}
	model = model_new();
	for (size_t i = 0; r == 0 && i < ELEMENTS(parts); i++) {
		r = parts[i](store, model);
	}
	if (r < 0) {
		return r;
	}
	model_sort_calls(model);
	*ret = TAKE_PTR(model);
	return 0;
}

int store_events(
	struct store *store, int64_t after, int max, store_event_cb callback, void *userdata)
{
	sqlite3_stmt *select = store->select_events;
	int r;

	(void)sqlite3_bind_int64(select, 1, after);
	(void)sqlite3_bind_int64(select, 2, 0);
	(void)sqlite3_bind_int(select, 3, max);
	while ((r = store_next(store, select, "events")) > 0) {
		enum event_kind kind = EVENT_START;

		r = event_kind_parse(column_text(select, 1), &kind);
		if (r == 0) {
			r = callback(sqlite3_column_int64(select, 0), kind, column_text(select, 10),
				userdata);
		}
		if (r != 0) {
			break;
		}
	}
	(void)sqlite3_reset(select);
	return r;
}

int store_read_event(sqlite3_stmt *select, struct event *ret)
{
	bool has_private = sqlite3_column_type(select, 11) != SQLITE_NULL;
	int r = event_kind_parse(column_text(select, 1), &ret->kind);

	if (r < 0 || text_copy(ret->actor, sizeof(ret->actor), column_text(select, 5)) < 0) {
		return -EBADMSG;
	}
	ret->seq = sqlite3_column_int64(select, 0);
	ret->ticket = sqlite3_column_int64(select, 2);
	ret->counter = sqlite3_column_int(select, 3);
	ret->session = sqlite3_column_int64(select, 4);
	ret->at.wall_ms = sqlite3_column_int64(select, 6);
	ret->boot = sqlite3_column_int(select, 7);
	ret->at.boot_ms = sqlite3_column_int64(select, 8);
	ret->at.trusted = sqlite3_column_int(select, 9) != 0;
	r = journal_decode(column_text(select, 10), ret);
	return r < 0 ? r : journal_take_private(ret, has_private ? column_text(select, 11) : NULL);
}

int store_full_events(struct store *store, int64_t after, int64_t ticket,
	store_full_event_cb callback, void *userdata)
{
	sqlite3_stmt *select = store->select_events;
	int r;

	(void)sqlite3_bind_int64(select, 1, after);
	(void)sqlite3_bind_int64(select, 2, ticket);
	(void)sqlite3_bind_int(select, 3, -1);
	while ((r = store_next(store, select, "events")) > 0) {
		struct event event = {0};

		r = store_read_event(select, &event);
		if (r == 0) {
			r = callback(&event, userdata);
		}
		event_done(&event);
		if (r != 0) {
			break;
		}
	}
	(void)sqlite3_reset(select);
	return r;
}

int store_ticket(struct store *store, int64_t id, struct ticket *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	struct ticket ticket = {0};
	int r = rows_select(store, TABLE_TICKET, "WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, id);
	r = store_next(store, select, "a ticket");
	if (r <= 0) {
		return r < 0 ? r : -ENOENT;
	}
	r = rows_read(TABLE_TICKET, select, &ticket);
	if (r == 0) {
		*ret = ticket;
	}
	return r;
}

int store_day_start(struct store *store, int64_t *ret_seq)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT seq FROM event WHERE kind = 'day_open' ORDER BY seq DESC LIMIT 1", &select);

	if (r < 0) {
		return r;
	}
	r = store_next(store, select, "the start of the day");
	if (r < 0) {
		return r;
	}
	*ret_seq = r > 0 ? sqlite3_column_int64(select, 0) : 0;
	return 0;
}

int store_last_number(struct store *store, const char *day, int64_t below, int *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT max(coalesce((SELECT max(number) FROM ticket WHERE day = ?1 AND id < ?2), "
		"0), "
		"coalesce((SELECT floor FROM numbers WHERE day = ?1), 0))",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, day, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(select, 2, below);
	r = store_next(store, select, "the numbers of a day");
	if (r <= 0) {
		return r < 0 ? r : -EBADMSG;
	}
	*ret = sqlite3_column_int(select, 0);
	return 0;
}

/* Ids ascend in the order in which days were opened. */
int store_days_to_ids(
	struct store *store, const char *from, const char *to, int64_t *ret_first, int64_t *ret_end)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT min(first_ticket), (SELECT min(first_ticket) FROM day WHERE opened_seq > "
		"(SELECT max(opened_seq) FROM day WHERE day BETWEEN ?1 AND ?2)) "
		"FROM day WHERE day BETWEEN ?1 AND ?2",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(select, 1, from, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 2, to, -1, SQLITE_STATIC);
	r = store_next(store, select, "days");
	if (r <= 0) {
		return r < 0 ? r : -EBADMSG;
	}
	*ret_first = INT64_MAX;
	*ret_end = INT64_MAX;
	if (sqlite3_column_type(select, 0) == SQLITE_INTEGER) {
		*ret_first = sqlite3_column_int64(select, 0);
	}
	if (sqlite3_column_type(select, 1) == SQLITE_INTEGER) {
		*ret_end = sqlite3_column_int64(select, 1);
	}
	return 0;
}

int store_tickets(struct store *store, const char *from, const char *to, int64_t after, int max,
	store_ticket_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int64_t first = 0;
	int64_t end = 0;
	int r = store_days_to_ids(store, from, to, &first, &end);

	if (r == 0) {
		r = rows_select(store, TABLE_TICKET,
			"WHERE id >= ?1 AND id < ?2 AND id > ?3 AND day BETWEEN ?5 AND ?6 "
			"ORDER BY id LIMIT ?4",
			&select);
	}
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(select, 1, first);
	(void)sqlite3_bind_int64(select, 2, end);
	(void)sqlite3_bind_int64(select, 3, after);
	(void)sqlite3_bind_int(select, 4, max);
	(void)sqlite3_bind_text(select, 5, from, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 6, to, -1, SQLITE_STATIC);
	while ((r = store_next(store, select, "tickets")) > 0) {
		struct ticket ticket = {0};

		r = rows_read(TABLE_TICKET, select, &ticket);
		if (r == 0) {
			r = callback(&ticket, userdata);
		}
		if (r != 0) {
			break;
		}
	}
	return r;
}

int store_token_add(struct store *store, const char *name, const char *role, const uint8_t hash[32])
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	struct clock_reading now;
	int r = store_prepare(store,
		"INSERT INTO token (name, role, hash, made_wall_ms) VALUES (?1, ?2, ?3, ?4) "
		"ON CONFLICT (name) DO NOTHING",
		&insert);

	if (r < 0) {
		return r;
	}
	clock_now(&now);
	(void)sqlite3_bind_text(insert, 1, name, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 2, role, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(insert, 3, hash, 32, SQLITE_STATIC);
	(void)sqlite3_bind_int64(insert, 4, now.wall_ms);
	r = store_step(store, insert, "token");
	return r == 0 && sqlite3_changes(store->db) == 0 ? -EEXIST : r;
}

int store_token_remove(struct store *store, const char *name)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store, "DELETE FROM token WHERE name = ?1", &delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(delete, 1, name, -1, SQLITE_STATIC);
	r = store_step(store, delete, "token");
	return r == 0 && sqlite3_changes(store->db) == 0 ? -ENOENT : r;
}

int store_tokens(struct store *store, store_token_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(
		store, "SELECT name, role, hash, made_wall_ms FROM token ORDER BY name", &select);

	if (r < 0) {
		return r;
	}
	while ((r = store_next(store, select, "tokens")) > 0) {
		if (sqlite3_column_bytes(select, 2) != 32) {
			return -EBADMSG;
		}
		r = callback(column_text(select, 0), column_text(select, 1),
			sqlite3_column_blob(select, 2), sqlite3_column_int64(select, 3), userdata);
		if (r != 0) {
			break;
		}
	}
	return r;
}
