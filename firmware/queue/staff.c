/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/staff.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/store-internal.h"

#define STAFF_COLUMNS "id, name, role, active, valid_day, secret, made_wall_ms"
#define SIGN_IN_COLUMNS \
	"id, hash, staff, address, made_wall_ms, made_boot, made_boot_ms, seen_wall_ms, " \
	"seen_boot, seen_boot_ms, token"

static void bind_text(sqlite3_stmt *statement, int n, const char *text)
{
	(void)sqlite3_bind_text(statement, n, text, -1, SQLITE_STATIC);
}

static void read_text(sqlite3_stmt *statement, int n, char *ret, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(statement, n);

	text_copy_cut(ret, size, text ? text : "");
}

/* 1: a row; 0: the end; −errno. */
static int next(struct store *store, sqlite3_stmt *statement, const char *what)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW) {
		return 1;
	}
	return code == SQLITE_DONE ? 0 : store_error(store, what);
}

static void read_staff(sqlite3_stmt *statement, struct staff_row *ret)
{
	*ret = (struct staff_row){
		.active = sqlite3_column_int(statement, 3) != 0,
		.made_wall_ms = sqlite3_column_int64(statement, 6),
	};
	read_text(statement, 0, ret->id, sizeof(ret->id));
	read_text(statement, 1, ret->name, sizeof(ret->name));
	read_text(statement, 2, ret->role, sizeof(ret->role));
	read_text(statement, 4, ret->valid_day, sizeof(ret->valid_day));
	read_text(statement, 5, ret->secret, sizeof(ret->secret));
}

int staff_find(struct store *store, const char *id, struct staff_row *ret)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT " STAFF_COLUMNS " FROM staff WHERE id = ?1", &select);

	if (r < 0) {
		return r;
	}
	bind_text(select, 1, id);
	r = next(store, select, "staff");
	if (r > 0) {
		read_staff(select, ret);
		return 0;
	}
	return r < 0 ? r : -ENOENT;
}

int staff_list(struct store *store, staff_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store, "SELECT " STAFF_COLUMNS " FROM staff ORDER BY id", &select);

	if (r < 0) {
		return r;
	}
	while ((r = next(store, select, "staff")) > 0) {
		struct staff_row row;

		read_staff(select, &row);
		r = callback(&row, userdata);
		if (r != 0) {
			break;
		}
	}
	return r;
}

int staff_put(struct store *store, const struct staff_row *row)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = store_prepare(store,
		"INSERT OR REPLACE INTO staff (" STAFF_COLUMNS
		") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		&insert);

	if (r < 0) {
		return r;
	}
	bind_text(insert, 1, row->id);
	bind_text(insert, 2, row->name);
	bind_text(insert, 3, row->role);
	(void)sqlite3_bind_int(insert, 4, row->active);
	bind_text(insert, 5, row->valid_day);
	bind_text(insert, 6, row->secret);
	(void)sqlite3_bind_int64(insert, 7, row->made_wall_ms);
	return store_step(store, insert, "staff");
}

int staff_remove(struct store *store, const char *id)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store, "DELETE FROM staff WHERE id = ?1", &delete);

	if (r < 0) {
		return r;
	}
	bind_text(delete, 1, id);
	return store_step(store, delete, "staff");
}

static void bind_timestamp(sqlite3_stmt *statement, int n, const struct timestamp *timestamp)
{
	(void)sqlite3_bind_int64(statement, n, timestamp->wall_ms);
	(void)sqlite3_bind_int(statement, n + 1, timestamp->boot);
	(void)sqlite3_bind_int64(statement, n + 2, timestamp->boot_ms);
}

static struct timestamp read_timestamp(sqlite3_stmt *statement, int n)
{
	return (struct timestamp){
		.wall_ms = sqlite3_column_int64(statement, n),
		.boot = sqlite3_column_int(statement, n + 1),
		.boot_ms = sqlite3_column_int64(statement, n + 2),
	};
}

static int end_oldest(struct store *store, const struct sign_in_row *row)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store,
		"DELETE FROM sign_in WHERE staff = ?1 AND token = ?2 AND id NOT IN "
		"(SELECT id FROM sign_in WHERE staff = ?1 AND token = ?2 "
		"ORDER BY id DESC LIMIT ?3)",
		&delete);

	if (r < 0) {
		return r;
	}
	bind_text(delete, 1, row->staff);
	bind_text(delete, 2, row->token);
	(void)sqlite3_bind_int(delete, 3, *row->token ? LIMIT_TOKEN_SIGN_INS : LIMIT_SIGN_INS);
	return store_step(store, delete, "sign_in");
}

int sign_in_add(struct store *store, struct sign_in_row *row)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = store_prepare(store,
		"INSERT INTO sign_in (" SIGN_IN_COLUMNS
		") VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		&insert);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_blob(insert, 1, row->hash, STAFF_HASH_SIZE, SQLITE_STATIC);
	bind_text(insert, 2, row->staff);
	bind_text(insert, 3, row->address);
	bind_timestamp(insert, 4, &row->made);
	bind_timestamp(insert, 7, &row->seen);
	bind_text(insert, 10, row->token);
	r = store_step(store, insert, "sign_in");
	if (r == 0) {
		row->id = sqlite3_last_insert_rowid(store->db);
		r = end_oldest(store, row);
	}
	return r;
}

int sign_in_seen(struct store *store, int64_t id, const struct timestamp *seen)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *update = NULL;
	int r = store_prepare(store,
		"UPDATE sign_in SET seen_wall_ms = ?2, seen_boot = ?3, seen_boot_ms = ?4 "
		"WHERE id = ?1",
		&update);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(update, 1, id);
	bind_timestamp(update, 2, seen);
	return store_step(store, update, "sign_in");
}

int sign_in_remove(struct store *store, int64_t id, const char *staff)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store,
		"DELETE FROM sign_in WHERE id = ?1 OR (?1 = 0 AND staff = ?2 AND token = '')",
		&delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(delete, 1, id);
	bind_text(delete, 2, staff);
	return store_step(store, delete, "sign_in");
}

int sign_in_remove_token(struct store *store, const char *token)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(
		store, "DELETE FROM sign_in WHERE token = ?1 AND token <> ''", &delete);

	if (r < 0) {
		return r;
	}
	bind_text(delete, 1, token);
	return store_step(store, delete, "sign_in");
}

int sign_in_list(struct store *store, sign_in_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(
		store, "SELECT " SIGN_IN_COLUMNS " FROM sign_in ORDER BY id", &select);

	if (r < 0) {
		return r;
	}
	while ((r = next(store, select, "sign_in")) > 0) {
		struct sign_in_row row = {
			.id = sqlite3_column_int64(select, 0),
			.made = read_timestamp(select, 4),
			.seen = read_timestamp(select, 7),
		};

		if (sqlite3_column_bytes(select, 1) != STAFF_HASH_SIZE) {
			return -EBADMSG;
		}
		memcpy(row.hash, sqlite3_column_blob(select, 1), STAFF_HASH_SIZE);
		read_text(select, 2, row.staff, sizeof(row.staff));
		read_text(select, 3, row.address, sizeof(row.address));
		read_text(select, 10, row.token, sizeof(row.token));
		r = callback(&row, userdata);
		if (r != 0) {
			break;
		}
	}
	return r;
}

static int forget_attempts(struct store *store)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *delete = NULL;
	int r = store_prepare(store,
		"DELETE FROM attempt WHERE id <= (SELECT max(id) FROM attempt) - ?1", &delete);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int(delete, 1, LIMIT_ATTEMPTS);
	return store_step(store, delete, "attempt");
}

int attempt_add(struct store *store, const struct attempt_row *row)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *insert = NULL;
	int r = store_prepare(store,
		"INSERT INTO attempt (wall_ms, name, address, outcome) VALUES (?1, ?2, ?3, ?4)",
		&insert);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int64(insert, 1, row->wall_ms);
	bind_text(insert, 2, row->name);
	bind_text(insert, 3, row->address);
	bind_text(insert, 4, row->outcome);
	r = store_step(store, insert, "attempt");
	return r < 0 ? r : forget_attempts(store);
}

int attempt_list(struct store *store, int max, attempt_cb callback, void *userdata)
{
	_cleanup_(statement_finalizep) sqlite3_stmt *select = NULL;
	int r = store_prepare(store,
		"SELECT id, wall_ms, name, address, outcome FROM attempt ORDER BY id DESC LIMIT ?1",
		&select);

	if (r < 0) {
		return r;
	}
	(void)sqlite3_bind_int(select, 1, max);
	while ((r = next(store, select, "attempt")) > 0) {
		struct attempt_row row = {
			.id = sqlite3_column_int64(select, 0),
			.wall_ms = sqlite3_column_int64(select, 1),
		};

		read_text(select, 2, row.name, sizeof(row.name));
		read_text(select, 3, row.address, sizeof(row.address));
		read_text(select, 4, row.outcome, sizeof(row.outcome));
		r = callback(&row, userdata);
		if (r != 0) {
			break;
		}
	}
	return r;
}
