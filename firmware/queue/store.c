/* SPDX-License-Identifier: Apache-2.0 */
/* Transactions and the event log. Opening is in store-open.c, rows of structs in store-rows.c,
 * loading and lists in store-load.c, replay in verify.c. */
#include "queue/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/journal.h"
#include "queue/store-internal.h"

enum { SECRET_BYTES = 32 };

int store_error(const struct store *store, const char *what)
{
	int code = sqlite3_errcode(store->db) & 0xFF;

	log_error(code == SQLITE_CONSTRAINT || code == SQLITE_MISUSE ? FAULT_OURS : FAULT_DEVICE,
		"database: %s: %s", what, sqlite3_errmsg(store->db));
	switch (code) {
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_CANTOPEN:
		return -ENOENT;
	case SQLITE_CONSTRAINT:
		return -EEXIST;
	default:
		return -EIO;
	}
}

int store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret)
{
	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL) !=
		SQLITE_OK) {
		return store_error(store, sql);
	}
	return 0;
}

int store_step(struct store *store, sqlite3_stmt *statement, const char *what)
{
	int r = 0;

	if (sqlite3_step(statement) != SQLITE_DONE) {
		r = store_error(store, what);
	}
	(void)sqlite3_reset(statement); /* bindings stay: each use binds all of them again */
	return r;
}

int store_exec(struct store *store, const char *sql)
{
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		return store_error(store, sql);
	}
	return 0;
}

void store_close(struct store *store)
{
	if (!store) {
		return;
	}
	model_free(store->opened_with);
	(void)sqlite3_finalize(store->begin);
	(void)sqlite3_finalize(store->commit);
	(void)sqlite3_finalize(store->rollback);
	(void)sqlite3_finalize(store->insert_event);
	(void)sqlite3_finalize(store->select_events);
	(void)sqlite3_finalize(store->update_ticket);
	(void)sqlite3_finalize(store->find_request);
	(void)sqlite3_finalize(store->insert_request);
	(void)sqlite3_finalize(store->prune_requests);
	for (int table = 0; table < TABLES; table++) {
		(void)sqlite3_finalize(store->insert[table]);
	}
	(void)sqlite3_close(store->db);
	if (store->lock_fd >= 0) {
		(void)close(store->lock_fd);
	}
	free(store);
}

int store_begin(struct store *store)
{
	/* The model that the opening read is about to be out of date. */
	model_free(store->opened_with);
	store->opened_with = NULL;
	return store_step(store, store->begin, "begin");
}

void store_rollback(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db) &&
		store_step(store, store->rollback, "rollback") < 0) {
		log_debug("SQLite has rolled back by itself");
	}
}

static void bind_id(sqlite3_stmt *statement, int n, int64_t id)
{
	if (id) {
		(void)sqlite3_bind_int64(statement, n, id);
	} else {
		(void)sqlite3_bind_null(statement, n);
	}
}

int store_append(struct store *store, const struct event *event, const char *data)
{
	_cleanup_free_ char *private_text = journal_private(event);
	sqlite3_stmt *insert = store->insert_event;

	(void)sqlite3_bind_int64(insert, 1, event->seq);
	(void)sqlite3_bind_text(insert, 2, event_kind_name(event->kind), -1, SQLITE_STATIC);
	bind_id(insert, 3, event->ticket);
	bind_id(insert, 4, event->counter);
	bind_id(insert, 5, event->session);
	(void)sqlite3_bind_text(insert, 6, event->actor, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int64(insert, 7, event->at.wall_ms);
	(void)sqlite3_bind_int(insert, 8, event->boot);
	(void)sqlite3_bind_int64(insert, 9, event->at.boot_ms);
	(void)sqlite3_bind_int(insert, 10, event->at.trusted);
	(void)sqlite3_bind_text(insert, 11, data, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 12, private_text, -1, SQLITE_STATIC); /* NULL: none */
	return store_step(store, insert, "append an event");
}

static int write_boots(struct store *store, const struct model *model)
{
	const struct boots *boots = &model->boots;
	int r = 0;

	if (boots->stored == boots->n) {
		return 0;
	}
	/* Begins with the last stored boot, which has ended by now; the newest one goes on. */
	for (int i = MAX_OF(boots->stored - 1, 0); r == 0 && i < boots->n; i++) {
		_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
		const struct boot *boot = &boots->boot[i];
		bool ended = i + 1 < boots->n;

		r = store_prepare(store,
			"INSERT INTO boot (number, boot_id, ended_ms, began_wall_ms) "
			"VALUES (?1, ?2, ?3, ?4) "
			"ON CONFLICT (number) DO UPDATE SET ended_ms=?3, began_wall_ms=?4",
			&insert);
		if (r == 0) {
			(void)sqlite3_bind_int(insert, 1, i + 1);
			(void)sqlite3_bind_text(insert, 2, boot->id, -1, SQLITE_STATIC);
			(void)sqlite3_bind_int64(insert, 3, ended ? boot->ended_ms : 0);
			(void)sqlite3_bind_int64(insert, 4, ended ? boot->began_wall_ms : 0);
			r = store_step(store, insert, "boot");
		}
	}
	return r;
}

/* Updates the stored rows of a day that turned out to be another date. */
static int redate_rows(struct store *store, const struct day_row *row)
{
	static const char *const updates[] = {
		"UPDATE ticket SET day = ?1 WHERE id >= ?2 AND day = ?4",
		"UPDATE session SET day = ?1 WHERE day = ?4 AND id IN (SELECT session FROM event "
		"WHERE kind = 'counter_open' AND seq > ?3)",
		"UPDATE dossier SET from_day = ?1, to_day = ?1 WHERE ticket > 0 AND ticket >= ?2 "
		"AND from_day = ?4",
	};

	for (size_t i = 0; i < ELEMENTS(updates); i++) {
		_cleanup_(statement_finalizep) sqlite3_stmt *update = NULL;
		int r = store_prepare(store, updates[i], &update);

		if (r < 0) {
			return r;
		}
		(void)sqlite3_bind_text(update, 1, row->day, -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(update, 2, row->first_ticket);
		(void)sqlite3_bind_int64(update, 3, row->opened_seq);
		(void)sqlite3_bind_text(update, 4, row->redated_from, -1, SQLITE_STATIC);
		r = store_step(store, update, "another date");
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

static int remove_day(struct store *store, int64_t opened_seq)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store, "DELETE FROM day WHERE opened_seq = ?1", &delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(delete, 1, opened_seq);
	return store_step(store, delete, "day");
}

int store_write_days(struct store *store, const struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r;

	if (model->n_changed_days == 0) {
		return 0;
	}
	r = store_prepare(store,
		"INSERT INTO day (opened_seq, day, first_ticket, floor, closed_seq) "
		"VALUES (?1, ?2, ?3, ?4, ?5) "
		"ON CONFLICT (opened_seq) DO UPDATE SET day=?2, floor=?4, closed_seq=?5",
		&insert);
	for (int i = 0; r == 0 && i < model->n_changed_days; i++) {
		const struct day_row *row = &model->changed_days[i];

		if (row->gone) {
			r = remove_day(store, row->opened_seq);
			continue;
		}
		(void)sqlite3_bind_int64(insert, 1, row->opened_seq);
		(void)sqlite3_bind_text(insert, 2, row->day, -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(insert, 3, row->first_ticket);
		(void)sqlite3_bind_int(insert, 4, row->floor);
		(void)sqlite3_bind_int64(insert, 5, row->closed_seq);
		r = store_step(store, insert, "day");
		if (r == 0 && *row->redated_from) {
			r = redate_rows(store, row);
		}
	}
	return r;
}

static int write_gap(struct store *store, const struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r;

	if (model->gap_next == 0) {
		return 0;
	}
	r = store_prepare(store, "INSERT INTO ticket_gap (next, above) VALUES (?1, ?2)", &insert);
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(insert, 1, model->gap_next);
	(void)sqlite3_bind_int64(insert, 2, model->gap_above);
	return store_step(store, insert, "a gap of ids");
}

static int write_numbers(struct store *store, const struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = write_gap(store, model);

	if (r < 0 || !*model->numbers_day) {
		return r;
	}
	r = store_prepare(store,
		"INSERT INTO numbers (day, floor) VALUES (?1, ?2) "
		"ON CONFLICT (day) DO UPDATE SET floor=max(floor, ?2)",
		&insert);
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(insert, 1, model->numbers_day, -1, SQLITE_STATIC);
	(void)sqlite3_bind_int(insert, 2, model->numbers_floor);
	return store_step(store, insert, "numbers");
}

static bool same_clock(const struct day_clock *a, const struct day_clock *b)
{
	return a->known_boot == b->known_boot && a->unknown_boot == b->unknown_boot &&
		a->offset_ms == b->offset_ms && a->offset_boot == b->offset_boot &&
		a->wall_before_ms == b->wall_before_ms && a->day_guessed == b->day_guessed;
}

static int write_clock(struct store *store, const struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	const struct day_clock *clock = &model->clock;
	int r;

	if (same_clock(clock, &model->clock_stored)) {
		return 0;
	}
	r = store_prepare(store,
		"INSERT OR REPLACE INTO clock (one, known_boot, unknown_boot, offset_ms, "
		"offset_boot, wall_before_ms, day_guessed) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)",
		&insert);
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int(insert, 1, clock->known_boot);
	(void)sqlite3_bind_int(insert, 2, clock->unknown_boot);
	(void)sqlite3_bind_int64(insert, 3, clock->offset_ms);
	(void)sqlite3_bind_int(insert, 4, clock->offset_boot);
	(void)sqlite3_bind_int64(insert, 5, clock->wall_before_ms);
	(void)sqlite3_bind_int(insert, 6, clock->day_guessed);
	return store_step(store, insert, "the clock");
}

static int write_site(struct store *store, const struct model *model)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	_cleanup_free_ char *json = NULL;
	int r;

	if (!model->site_changed) {
		return 0;
	}
	json = json_dumps(model->site->json, JSON_COMPACT);
	if (!json) {
		log_out_of_memory();
	}
	r = store_prepare(store,
		"INSERT INTO site (one, seq, json) VALUES (1, ?1, ?2) "
		"ON CONFLICT (one) DO UPDATE SET seq=?1, json=?2",
		&insert);
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(insert, 1, model->site_seq);
	(void)sqlite3_bind_text(insert, 2, json, -1, SQLITE_STATIC);
	return store_step(store, insert, "site");
}

static int write_tickets(struct store *store, const struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_changed_tickets; i++) {
		const struct ticket_entry *entry =
			model_find_entry(model, model->changed_tickets[i]);

		r = entry->stored ? rows_update_ticket(store, &entry->ticket)
				  : rows_write(store, TABLE_TICKET, &entry->ticket);
	}
	for (int i = 0; r == 0 && i < model->n_changed_segments; i++) {
		r = rows_write(store, TABLE_SEGMENT, &model->changed_segments[i]);
	}
	return r;
}

static int remove_device(struct store *store, const char *name)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store, "DELETE FROM device WHERE name = ?1", &delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_text(delete, 1, name, -1, SQLITE_STATIC);
	return store_step(store, delete, "device");
}

static int write_rest(struct store *store, const struct model *model)
{
	int r = 0;

	for (int i = 0; r == 0 && i < model->n_counters; i++) {
		if (model->counters[i]->changed) {
			r = rows_write(store, TABLE_COUNTER, &model->counters[i]->counter);
		}
	}
	for (int i = 0; r == 0 && i < model->n_sessions; i++) {
		if (model->sessions[i].changed) {
			r = rows_write(store, TABLE_SESSION, &model->sessions[i].session);
		}
	}
	for (int i = 0; r == 0 && i < model->n_removed_devices; i++) {
		r = remove_device(store, model->removed_devices[i]);
	}
	for (int i = 0; r == 0 && i < model->n_devices; i++) {
		if (model->devices[i].changed) {
			r = rows_write(store, TABLE_DEVICE, &model->devices[i].device);
		}
	}
	for (int i = 0; r == 0 && i < model->n_changed_portals; i++) {
		r = rows_write(store, TABLE_PORTAL, &model->changed_portals[i]);
	}
	return r;
}

/* Adds the people of the stored site data who are not in staff yet (staff.h). */
static int seed_staff(struct store *store)
{
	return store_exec(store,
		"INSERT OR IGNORE INTO staff (id, name, role, active, valid_day, "
		"secret, made_wall_ms) "
		"SELECT value ->> '$.id', value ->> '$.name', "
		"replace(value ->> '$.role', 'administrator', 'admin'), "
		"coalesce(value ->> '$.active', 1), '', '', 0 "
		"FROM site, json_each(site.json, '$.staff')");
}

int store_commit(struct store *store, struct model *model)
{
	int r = write_boots(store, model);

	if (r == 0) {
		r = store_write_days(store, model);
	}
	if (r == 0) {
		r = write_numbers(store, model);
	}
	if (r == 0) {
		r = write_tickets(store, model);
	}
	if (r == 0) {
		r = write_rest(store, model);
	}
	if (r == 0) {
		r = write_clock(store, model);
	}
	if (r == 0) {
		r = write_site(store, model);
	}
	if (r == 0 && model->site_changed) {
		r = seed_staff(store);
	}
	if (r == 0) {
		r = store_write_dossiers(store, model);
	}
	if (r == 0) {
		r = store_write_complaints(store, model);
	}
	if (r == 0) {
		r = store_write_evaluations(store, model);
	}
	if (r == 0) {
		r = store_write_catalogue(store, model);
	}
	if (r == 0) {
		r = store_step(store, store->commit, "commit");
	}
	if (r == 0) {
		model_clear_changes(model);
	}
	return r;
}

bool store_is_frozen(const struct store *store)
{
	return store->frozen;
}

char *store_folder(const struct store *store)
{
	const char *path = sqlite3_db_filename(store->db, "main");
	const char *slash = path ? strrchr(path, '/') : NULL;

	return text_printf("%.*s", slash ? (int)(slash - path) : 0, path ? path : "");
}

bool store_suspect(struct store *store)
{
	_cleanup_free_ char *dir = store_folder(store);

	return !store->mended && *dir && store_mark_suspect(dir) == 0;
}

static bool wal_is_big(const struct store *store)
{
	const char *file = sqlite3_db_filename(store->db, "main");
	_cleanup_free_ char *wal = text_printf("%s-wal", file ? file : "");
	struct stat st;

	return stat(wal, &st) == 0 && st.st_size > STORE_WAL_KEPT;
}

/* After a complete checkpoint, the next commit begins at the WAL's start and cuts the file to
 * journal_size_limit. That commit is made here, by writing a value that the database has already,
 * so that no ticket waits for it. The limit holds for that commit alone: otherwise a WAL in use
 * under load would be cut and grow again each time, and commits into a growing file take several
 * times as long. For the same reason the file is not cut to nothing
 * (SQLITE_CHECKPOINT_TRUNCATE). */
static int cut_wal(struct store *store)
{
	_cleanup_free_ char *sql =
		text_printf("PRAGMA journal_size_limit=%d; PRAGMA user_version=%d", STORE_WAL_KEPT,
			store_schema_newest());
	int r = store_exec(store, sql);
	int r_limit = store_exec(store, "PRAGMA journal_size_limit=-1");

	return r < 0 ? r : r_limit;
}

int store_checkpoint(struct store *store)
{
	int frames = 0;
	int copied = 0;
	int r = sqlite3_wal_checkpoint_v2(
		store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);

	if (r != SQLITE_OK) {
		return r == SQLITE_BUSY ? 0 : store_error(store, "checkpoint");
	}
	return frames == copied && wal_is_big(store) ? cut_wal(store) : 0;
}

int store_secret(struct store *store, uint8_t ret[SECRET_BYTES])
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	uint8_t key[SECRET_BYTES];
	int r;

	if (!store->reader) {
		_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;

		if (sodium_init() < 0) {
			return -EIO;
		}
		randombytes_buf(key, sizeof(key));
		r = store_prepare(store,
			"INSERT INTO secret (one, key) VALUES (1, ?1) ON CONFLICT (one) DO NOTHING",
			&insert);
		if (r == 0) {
			(void)sqlite3_bind_blob(insert, 1, key, sizeof(key), SQLITE_STATIC);
			r = store_step(store, insert, "secret");
		}
		if (r < 0) {
			return r;
		}
	}
	r = store_prepare(store, "SELECT key FROM secret", &select);
	if (r < 0) {
		return r;
	}
	if (sqlite3_step(select) != SQLITE_ROW || sqlite3_column_bytes(select, 0) != SECRET_BYTES) {
		return -ENOENT;
	}
	memcpy(ret, sqlite3_column_blob(select, 0), SECRET_BYTES);
	return 0;
}

int store_epoch(struct store *store, char ret[EPOCH_LENGTH + 1])
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT id FROM epoch", &select);

	if (r == 0) {
		r = store_next(store, select, "epoch");
	}
	if (r < 0) {
		return r;
	}
	if (r == 0 || sqlite3_column_bytes(select, 0) != EPOCH_LENGTH) {
		return -ENOENT;
	}
	memcpy(ret, sqlite3_column_text(select, 0), EPOCH_LENGTH + 1);
	return 0;
}

int store_epoch_renew(struct store *store)
{
	return store_exec(store,
		"INSERT OR REPLACE INTO epoch (one, id) VALUES (1, lower(hex(randomblob(8))))");
}

int store_add_request(struct store *store, const struct request_row *row)
{
	sqlite3_stmt *insert = store->insert_request;
	int r;

	(void)sqlite3_bind_text(insert, 1, row->caller, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(insert, 2, row->id, -1, SQLITE_STATIC);
	(void)sqlite3_bind_blob(insert, 3, row->digest, sizeof(row->digest), SQLITE_STATIC);
	(void)sqlite3_bind_int64(insert, 4, row->ticket);
	(void)sqlite3_bind_int(insert, 5, row->counter);
	(void)sqlite3_bind_int(insert, 6, row->created);
	(void)sqlite3_bind_int64(insert, 7, row->seq);
	r = store_step(store, insert, "request");
	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(
		store->prune_requests, 1, sqlite3_last_insert_rowid(store->db) - LIMIT_REQUESTS);
	return store_step(store, store->prune_requests, "old requests");
}

static int read_request(sqlite3_stmt *select, struct request_row *row)
{
	if (sqlite3_column_bytes(select, 0) != LIMIT_REQUEST_DIGEST) {
		return -EBADMSG;
	}
	memcpy(row->digest, sqlite3_column_blob(select, 0), LIMIT_REQUEST_DIGEST);
	row->ticket = sqlite3_column_int64(select, 1);
	row->counter = sqlite3_column_int(select, 2);
	row->created = sqlite3_column_int(select, 3) != 0;
	row->seq = sqlite3_column_int64(select, 4);
	return 0;
}

int store_find_request(struct store *store, struct request_row *row)
{
	sqlite3_stmt *select = store->find_request;
	int r;

	(void)sqlite3_bind_text(select, 1, row->caller, -1, SQLITE_STATIC);
	(void)sqlite3_bind_text(select, 2, row->id, -1, SQLITE_STATIC);
	r = store_next(store, select, "request");
	if (r >= 0) {
		r = r > 0 ? read_request(select, row) : -ENOENT;
	}
	(void)sqlite3_reset(select);
	(void)sqlite3_clear_bindings(select);
	return r;
}
