/* SPDX-License-Identifier: Apache-2.0 */
/* The store's inside, for the files of queue/ alone. */
#pragma once

#include <errno.h>
#include <sqlite3.h>

#include "queue/model-internal.h"
#include "queue/store.h"

#define STORE_FILE "layso.db"
#define STORE_SUSPECT "suspect" /* a write met damage: the next start looks at every page */

enum table {
	TABLE_TICKET,
	TABLE_SEGMENT,
	TABLE_COUNTER,
	TABLE_SESSION,
	TABLE_DEVICE,
	TABLE_PORTAL,
	TABLE_DOSSIER,
	TABLES
};

struct store {
	sqlite3 *db;
	int lock_fd; /* −1: a reader or a scratch database */
	bool reader;
	bool frozen; /* store_open_frozen */
	bool alone; /* as if no other connection had the file */
	bool mended; /* every page was looked at when it was opened */
	struct model *opened_with; /* what the opening read; the first load takes it */
	sqlite3_stmt *begin;
	sqlite3_stmt *commit;
	sqlite3_stmt *rollback;
	sqlite3_stmt *insert_event;
	sqlite3_stmt *select_events;
	sqlite3_stmt *insert[TABLES]; /* or replace the changeable columns */
	sqlite3_stmt *update_ticket;
	sqlite3_stmt *find_request;
	sqlite3_stmt *insert_request;
	sqlite3_stmt *prune_requests;
};

/* −errno from SQLite's result; logs what SQLite says. what names the deed. */
int store_error(const struct store *store, const char *what);
int store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret) _warn_unused_;
/* Steps a statement that returns no row, and resets it. */
int store_step(struct store *store, sqlite3_stmt *statement, const char *what) _warn_unused_;
int store_exec(struct store *store, const char *sql) _warn_unused_;

/* The first column of a query's one row. */
int store_get_int(struct store *store, const char *sql, int64_t *ret) _warn_unused_;
int store_schema_newest(void);
/* A former database has left traces in DIR, but is not there. Logs which, and what to do. */
bool store_has_traces(const char *dir);
/* Makes DIR and takes its lock, which a hub holds while it runs. Errors as store_open; logs. */
int store_lock(const char *dir, bool volatile_ok, int *ret_fd) _warn_unused_;
/* A database file of any path for writing, made if it is not there, of the newest schema. */
int store_open_writable(const char *path, struct store **ret) _warn_unused_;
/* Makes a file, or the names in a folder, durable. Blocks on the disk. */
int store_sync_file(const char *path) _warn_unused_;
/* What is read from a synced file after it comes from the medium, not from memory: only then it
 * says something about the medium. */
int store_forget_cached(const char *path) _warn_unused_;
/* store-backup.c: whether a copy of all of it fits where path is to be, and leaves the hub room
 * (STORE_BACKUP_SPARE) to go on writing meanwhile. −ENOSPC. */
int store_check_room(struct store *store, const char *path) _warn_unused_;
/* Looks at every page and index. Indexes that do not fit their tables are made anew; −EUCLEAN when
 * that does not help. Reads the whole file. */
int store_mend(struct store *store) _warn_unused_;
/* Statements from now on end with an error when *stop becomes true; NULL: none does. */
void store_stop_when(struct store *store, const atomic_bool *stop);

/* An empty database that is gone when it is closed, for replays. */
int store_open_scratch(struct store **ret) _warn_unused_;
/* A database file by its path, for reading; no reader statements of its own beyond the events. */
int store_open_file(const char *path, struct store **ret) _warn_unused_;

bool store_is_frozen(const struct store *store);
/* Heap; "" for a scratch database. */
char *store_folder(const struct store *store);

/* store-rows.c: the tables whose rows are structs. */
int rows_prepare(struct store *store) _warn_unused_;
int rows_write(struct store *store, enum table table, const void *row) _warn_unused_;
int rows_update_ticket(struct store *store, const struct ticket *ticket) _warn_unused_;
/* "SELECT columns FROM table" followed by tail, prepared. */
int rows_select(
	struct store *store, enum table table, const char *tail, sqlite3_stmt **ret) _warn_unused_;
/* Fills a struct from the present row. −EBADMSG when a word in it is unknown. */
int rows_read(enum table table, sqlite3_stmt *statement, void *ret) _warn_unused_;

/* store.c: the days that the folds have changed, written at once (and at each commit). */
int store_write_days(struct store *store, const struct model *model) _warn_unused_;
/* store-figures.c: what the folds have changed of them, written at once (and at each commit). */
int store_write_dossiers(struct store *store, struct model *model) _warn_unused_;
/* −ENOENT. */
int store_find_dossier(struct store *store, int64_t id, struct dossier_entry *ret) _warn_unused_;
int store_find_import(struct store *store, const struct dossier_entry *entry,
	struct dossier_entry *ret) _warn_unused_;

/* store-load.c: steps to the next row: 1 a row, 0 no more, or −errno. */
int store_next(struct store *store, sqlite3_stmt *statement, const char *what) _warn_unused_;
/* Fills an event from the present row of select_events; event_done frees it, also after an error.
 * −EBADMSG: it is none. */
int store_read_event(sqlite3_stmt *select, struct event *ret) _warn_unused_;
/* A span of ids that holds all tickets of some days, and usually no others. */
int store_days_to_ids(struct store *store, const char *from, const char *to, int64_t *ret_first,
	int64_t *ret_end) _warn_unused_;

/* verify.c: folds the events of from into to, an empty database. Where the log was cut, from the
 * archives in that folder, each compared with its checkpoint, or on from the tables as of the
 * newest one (checkpoint_seed). −EBADMSG at an event that does not fit; *ret->last is the last one
 * folded. */
struct replay_wish {
	const char *archives; /* their folder; NULL: go on from the newest checkpoint */
	bool salvage; /* of damaged rows of the past, what there is */
	int64_t until; /* the last event to fold; 0: all */
};
struct replay_done {
	int64_t last;
	int64_t from; /* the first event that was folded; 1: all were, with those of the archives */
	int archives;
	bool whole; /* the rows that it went on from */
	char bad_file[80]; /* the archive that ended it; "" none */
};
int verify_replay(struct store *from, struct store *to, const struct replay_wish *wish,
	struct replay_done *ret) _warn_unused_;

/* store-backup.c; both block on the disk. */
/* A new file, durable, that only its owner may read. −ECANCELED when *stop (may be NULL) became
 * true; what was written is left then, as after any error. */
int store_copy_file(const char *from, const char *to, const atomic_bool *stop) _warn_unused_;

/* Copies the rows of a table of one database into another's up to the first bad page, ascending or
 * (order "DESC") from the end. where is "" or a clause. 1: to the end; 0: not, or a row did not fit
 * the table; −EIO, −ENOSPC, −EROFS. */
int store_copy_rows(struct store *from, struct store *to, const char *table, const char *where,
	const char *order) _warn_unused_;

/* What is damaged stays so, unlike a disk that refuses once. */
static inline bool store_is_damaged(int r)
{
	return r == -EUCLEAN || r == -EBADMSG;
}

static inline void statement_finalizep(sqlite3_stmt **statement)
{
	(void)sqlite3_finalize(*statement);
}
