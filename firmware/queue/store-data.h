/* SPDX-License-Identifier: Apache-2.0 */
/* The store's inside, for the files of queue/ alone. */
#pragma once

#include <sqlite3.h>

#include "queue/model-data.h"
#include "queue/store.h"

#define STORE_FILE "layso.db"

enum table { TABLE_TICKET, TABLE_SEGMENT, TABLE_COUNTER, TABLE_SESSION, TABLE_DEVICE, TABLES };

struct store {
	sqlite3 *db;
	int lock_fd; /* −1: a reader or a scratch database */
	bool reader;
	struct model *opened_with; /* what the opening read; the first load takes it */
	sqlite3_stmt *begin;
	sqlite3_stmt *commit;
	sqlite3_stmt *rollback;
	sqlite3_stmt *insert_event;
	sqlite3_stmt *select_events;
	sqlite3_stmt *insert[TABLES]; /* or replace the changeable columns */
	sqlite3_stmt *update_ticket;
};

/* −errno from SQLite's result; logs what SQLite says. what names the deed. */
int store_error(const struct store *store, const char *what);
int store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret) _warn_unused_;
/* Steps a statement that returns no row, and resets it. */
int store_step(struct store *store, sqlite3_stmt *statement, const char *what) _warn_unused_;
int store_exec(struct store *store, const char *sql) _warn_unused_;

/* An empty database that is gone when it is closed, for replays. */
int store_open_scratch(struct store **ret) _warn_unused_;
/* A database file by its path, for reading; no reader statements of its own beyond the events. */
int store_open_file(const char *path, struct store **ret) _warn_unused_;

/* store-rows.c: the tables whose rows are structs. */
int rows_prepare(struct store *store) _warn_unused_;
int rows_write(struct store *store, enum table table, const void *row) _warn_unused_;
int rows_update_ticket(struct store *store, const struct ticket *ticket) _warn_unused_;
/* "SELECT columns FROM table" followed by tail, prepared. */
int rows_select(
	struct store *store, enum table table, const char *tail, sqlite3_stmt **ret) _warn_unused_;
/* Fills a struct from the present row. −EBADMSG when a word in it is unknown. */
int rows_read(enum table table, sqlite3_stmt *statement, void *ret) _warn_unused_;

/* verify.c: folds all events of from into to. −EBADMSG at an event that does not fit; *ret_last is
 * the last one folded. */
int verify_replay(struct store *from, struct store *to, int64_t *ret_last) _warn_unused_;

static inline void statement_finalizep(sqlite3_stmt **statement)
{
	(void)sqlite3_finalize(*statement);
}
