/* SPDX-License-Identifier: Apache-2.0 */
/* The store's internals, for the files of queue/ alone. */
#pragma once

#include <errno.h>
#include <sqlite3.h>

#include "queue/model-internal.h"
#include "queue/store.h"

#define STORE_FILE "layso.db"
#define STORE_SUSPECT "suspect" /* a write found damage: the next start checks every page */

enum table {
	TABLE_TICKET,
	TABLE_SEGMENT,
	TABLE_COUNTER,
	TABLE_SESSION,
	TABLE_DEVICE,
	TABLE_PORTAL,
	TABLE_DOSSIER,
	TABLE_COMPLAINT,
	TABLES
};

struct store {
	sqlite3 *db;
	int lock_fd; /* −1: a reader or a scratch database */
	bool reader;
	bool frozen; /* store_open_frozen */
	bool alone; /* opened as if no other connection used the file */
	bool mended; /* every page was checked when it was opened */
	struct model *opened_with; /* the model that the opening read, for the first store_load */
	sqlite3_stmt *begin;
	sqlite3_stmt *commit;
	sqlite3_stmt *rollback;
	sqlite3_stmt *insert_event;
	sqlite3_stmt *select_events;
	sqlite3_stmt *insert[TABLES]; /* insert a row, or update its changeable columns */
	sqlite3_stmt *update_ticket;
	sqlite3_stmt *find_request;
	sqlite3_stmt *insert_request;
	sqlite3_stmt *prune_requests;
};

/* −errno from SQLite's result; logs SQLite's message. what names the operation. */
int store_error(const struct store *store, const char *what);
int store_prepare(struct store *store, const char *sql, sqlite3_stmt **ret) _warn_unused_;
/* Steps a statement that returns no row, and resets it. */
int store_step(struct store *store, sqlite3_stmt *statement, const char *what) _warn_unused_;
int store_exec(struct store *store, const char *sql) _warn_unused_;

/* The first column of a query's one row. */
int store_get_int(struct store *store, const char *sql, int64_t *ret) _warn_unused_;
int store_schema_newest(void);
/* Whether a former database has left traces in DIR but is missing itself. Logs which, and what to
 * do. */
bool store_has_traces(const char *dir);
/* Creates DIR and acquires its lock, which a hub holds while it runs. Errors as store_open;
 * logs. */
int store_lock(const char *dir, bool volatile_ok, int *ret_fd) _warn_unused_;
/* Opens a database file at any path for writing; creates it if it is missing, with the newest
 * schema. */
int store_open_writable(const char *path, struct store **ret) _warn_unused_;
/* Makes a file, or the names in a folder, durable. Blocks on the disk. */
int store_sync_file(const char *path) _warn_unused_;
/* Drops a synced file from the page cache, so that what is read next comes from the medium: only
 * then the read checks the medium. */
int store_forget_cached(const char *path) _warn_unused_;
/* store-backup.c: whether a copy of the whole database fits at path and leaves the hub room
 * (STORE_BACKUP_SPARE) to go on writing meanwhile. −ENOSPC. */
int store_check_room(struct store *store, const char *path) _warn_unused_;
/* Checks every page and index. Rebuilds indexes that do not fit their tables; −EUCLEAN when that
 * does not help. Reads the whole file. */
int store_mend(struct store *store) _warn_unused_;
/* Makes statements from now on end with an error when *stop becomes true; NULL: no longer. */
void store_stop_when(struct store *store, const atomic_bool *stop);

/* An empty database that is removed when it is closed, for replays. */
int store_open_scratch(struct store **ret) _warn_unused_;
/* Opens a database file by its path, for reading only. */
int store_open_file(const char *path, struct store **ret) _warn_unused_;

bool store_is_frozen(const struct store *store);
/* The folder of the database; heap; "" for a scratch database. */
char *store_folder(const struct store *store);

/* store-rows.c: the tables whose rows are stored from structs. */
int rows_prepare(struct store *store) _warn_unused_;
int rows_write(struct store *store, enum table table, const void *row) _warn_unused_;
int rows_update_ticket(struct store *store, const struct ticket *ticket) _warn_unused_;
/* "SELECT columns FROM table" followed by tail, prepared. */
int rows_select(
	struct store *store, enum table table, const char *tail, sqlite3_stmt **ret) _warn_unused_;
/* Fills a struct from the current row. −EBADMSG when a word in it is unknown. */
int rows_read(enum table table, sqlite3_stmt *statement, void *ret) _warn_unused_;

/* store.c: writes the days that the folds have changed now, not only at the commit. */
int store_write_days(struct store *store, const struct model *model) _warn_unused_;
/* store-figures.c: writes the dossiers that the folds have changed now, not only at the commit. */
int store_write_dossiers(struct store *store, struct model *model) _warn_unused_;
/* store-complaint.c: the same for complaints. */
int store_write_complaints(struct store *store, struct model *model) _warn_unused_;
/* store-evaluation.c: the same for the evaluation's figures. */
int store_write_evaluations(struct store *store, struct model *model) _warn_unused_;
int store_count_evaluations(struct store *store, int64_t *ret) _warn_unused_; /* periods */
/* catalogue-rows.c: the same for the catalogue. */
int store_write_catalogue(struct store *store, struct model *model) _warn_unused_;
/* Counts of dossiers by id, and the first import that could hold the same dossiers as entry.
 * −ENOENT: none. */
int store_find_dossier(struct store *store, int64_t id, struct dossier_entry *ret) _warn_unused_;
int store_find_import(struct store *store, const struct dossier_entry *entry,
	struct dossier_entry *ret) _warn_unused_;

/* store-load.c: steps to the next row. 1: a row; 0: no more rows; −errno. */
int store_next(struct store *store, sqlite3_stmt *statement, const char *what) _warn_unused_;
/* Fills an event from the current row of select_events; event_done frees it, also after an error.
 * −EBADMSG: the row is not an event. */
int store_read_event(sqlite3_stmt *select, struct event *ret) _warn_unused_;
/* A range of ids with all tickets of some days, and usually no others. */
int store_days_to_ids(struct store *store, const char *from, const char *to, int64_t *ret_first,
	int64_t *ret_end) _warn_unused_;

/* verify.c: folds the events of from into to, an empty database. Where the log was cut, it begins
 * with the archives in that folder, each compared with its checkpoint, or goes on from the tables
 * as of the newest checkpoint (checkpoint_seed). −EBADMSG at an event that does not fit; ret->last
 * is the last one folded. */
struct replay_wish {
	const char *archives; /* their folder; NULL: go on from the newest checkpoint */
	bool salvage; /* keep what can be read of damaged rows of the past */
	int64_t until; /* the last event to fold; 0: all */
};
struct replay_done {
	int64_t last;
	int64_t from; /* the first event that was folded; 1: all were, including those of the
			 archives */
	int archives;
	bool whole; /* the rows that it went on from were whole */
	char bad_file[80]; /* the archive that stopped the replay; "": none */
};
int verify_replay(struct store *from, struct store *to, const struct replay_wish *wish,
	struct replay_done *ret) _warn_unused_;

/* store-backup.c; both block on the disk. */
/* Copies to a new file, durable, that only its owner may read. −ECANCELED when *stop (may be NULL)
 * became true; then, as after any error, what was written so far remains. */
int store_copy_file(const char *from, const char *to, const atomic_bool *stop) _warn_unused_;

/* Copies the rows of a table from one database to another up to the first bad page, ascending or
 * (order "DESC") from the end. where is "" or a clause. 1: all rows; 0: not all, or a row did not
 * fit the table; −EIO, −ENOSPC, −EROFS. */
int store_copy_rows(struct store *from, struct store *to, const char *table, const char *where,
	const char *order) _warn_unused_;

/* Whether r means damage, which stays, unlike the error of a disk that fails once. */
static inline bool store_is_damaged(int r)
{
	return r == -EUCLEAN || r == -EBADMSG;
}

static inline void statement_finalizep(sqlite3_stmt **statement)
{
	(void)sqlite3_finalize(*statement);
}
