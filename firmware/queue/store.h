/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The database: schema, event rows, and the tables that the model is written to and loaded from.
 * WAL with synchronous=FULL: what was committed survives a power cut. One writer connection; any
 * number of readers.
 *
 * A store belongs to one thread at a time. Every function that takes one, or a folder, blocks on
 * the disk: a look-up by its key for well under a millisecond, a list as long as its rows take,
 * store_commit for an fsync (milliseconds; seconds on a worn card). Where nothing else is said they
 * return 0 or −errno: −EIO, −ENOSPC and −EROFS are the disk's, −EUCLEAN is a damaged file (then
 * store_suspect), −EBADMSG a row that makes no sense. What a callback is given is valid during its
 * call; when it returns non-zero the list ends, and that is returned.
 */
#pragma once

#include <stdatomic.h>

#include "queue/boots.h"
#include "queue/model.h"

struct store;

/* Creates DIR and an empty DIR/layso.db in it, whole or not at all, even if it is killed: the only
 * way to get an empty database. −EEXIST: there is a database, or a former one has left traces;
 * nothing is changed. −EBUSY as below. Logs. Blocks on the disk. (replace.c) */
int store_create(const char *dir) _warn_unused_;

/* Opens DIR/layso.db for writing; *ret is the caller's, for one thread at a time (it may be handed
 * on). Upgrades the schema; completes a replacement that was interrupted, and rebuilds a file that
 * is still damaged when it is read again. Never creates a database: −ENODATA when there is none.
 * −EBUSY when another process owns it; −EMEDIUMTYPE when DIR is on a file system that loses its
 * content at power-off (tmpfs, overlay) and volatile_ok is false. Logs details. Blocks on the disk:
 * as a rule for milliseconds, for an upgrade or a rebuild as long as reading and writing the whole
 * file takes. */
int store_open(const char *dir, bool volatile_ok, struct store **ret) _warn_unused_;
/* Where the disk takes no writes (full, or mounted read-only): opens DIR/layso.db for reading, with
 * all that was committed, including what is only in its WAL; writes nothing to the database. Holds
 * the lock of the folder as store_open does: nobody may write to a file that is open in this way.
 * Errors as store_open; −ENOTSUP for a schema that would have to be upgraded. */
int store_open_frozen(const char *dir, bool volatile_ok, struct store **ret) _warn_unused_;
/* A connection for reading only; frozen: for use beside that of store_open_frozen. */
int store_open_reader(const char *dir, bool frozen, struct store **ret) _warn_unused_;
/* Whether files can be written and made durable in the store's folder: 0, −ENOSPC (less room than a
 * start needs), −EROFS, −EIO … Writes STORE_TRY_BYTES, syncs and removes them. */
enum { STORE_TRY_BYTES = 1 << 20 };
int store_try_disk(const char *dir) _warn_unused_;
/* Closes the connection and releases the folder's lock; a transaction under way is rolled back.
 * Accepts NULL. */
void store_close(struct store *store);
DEFINE_CLEANUP(struct store *, store_close);

/* A file in DIR from a rebuild until somebody acknowledges it (COMMAND_ACKNOWLEDGE): one line that
 * says what was recovered. */
#define STORE_REBUILT "layso.db.rebuilt"

/* In DIR while a backup is sent, and while one is tried; the process that makes them holds their
 * lock. */
#define STORE_PARTIAL "backup.partial"
#define STORE_DRILL "drill"

/* Loads the model from the tables: the days that can go on, not those of the past; *ret is the
 * caller's, freed with model_free. Blocks on the disk for some milliseconds per thousand tickets of
 * those days. −EBADMSG: a row makes no sense (logged); else −errno of the read. On the store's
 * thread. */
int store_load(struct store *store, struct model **ret) _warn_unused_;

/* A transaction: begin, then for each event model_fold and store_append, then commit. append
 * writes the event's row and remembers what the fold changed; commit writes the changed rows and
 * commits. After any failure the transaction is rolled back and the model must be loaded anew. */
int store_begin(struct store *store) _warn_unused_;
int store_append(struct store *store, const struct event *event, const char *data) _warn_unused_;
int store_commit(struct store *store, struct model *model) _warn_unused_;
void store_rollback(struct store *store);

/* After a write that found damage: leaves a mark, so that the next opening checks every page and
 * mends or rebuilds. false: this opening has done that already, or the mark cannot be written. */
bool store_suspect(struct store *store);

/* Checks every page, row and index. −EUCLEAN: damaged; *ret_said (heap, the caller's to free;
 * ret_said may be NULL) is SQLite's message, or NULL. −ECANCELED when *stop (may be NULL) became
 * true. Logs. Takes as long as reading the whole file several times; delays neither the writer nor
 * readers. */
int store_look_through(struct store *store, const atomic_bool *stop, char **ret_said) _warn_unused_;
/* Reads and sets the mark of store_suspect, for callers other than the writer. */
bool store_is_suspect(const char *dir);
int store_mark_suspect(const char *dir) _warn_unused_;

/* Copies WAL frames back into the database, and cuts a WAL that has grown beyond STORE_WAL_KEPT
 * bytes when nobody reads from it. Takes as long as writing and syncing the frames does: for idle
 * times. Does not wait for readers. */
enum { STORE_WAL_KEPT = 4 << 20 };
int store_checkpoint(struct store *store);

/* Events with seq > after, ascending, at most max. */
typedef int (*store_event_cb)(int64_t seq, enum event_kind kind, const char *data, void *userdata);
int store_events(struct store *store, int64_t after, int max, store_event_cb callback,
	void *userdata) _warn_unused_;
/* Whole events, decoded, for replays and histories; ticket 0 means all. */
typedef int (*store_full_event_cb)(const struct event *event, void *userdata);
int store_full_events(struct store *store, int64_t after, int64_t ticket,
	store_full_event_cb callback, void *userdata) _warn_unused_;

/* The event that opened the newest service day; 0 none. */
int store_day_start(struct store *store, int64_t *ret_seq) _warn_unused_;

/* The highest number that was given on a date, in any series, to tickets with an id below below, or
 * that must not be given; 0: none. */
int store_last_number(struct store *store, const char *day, int64_t below, int *ret) _warn_unused_;

/* One ticket of any day. −ENOENT. */
int store_ticket(struct store *store, int64_t id, struct ticket *ret) _warn_unused_;
/* Tickets of the days from … to (inclusive) with id > after, ascending, at most max. */
typedef int (*store_ticket_cb)(const struct ticket *ticket, void *userdata);
int store_tickets(struct store *store, const char *from, const char *to, int64_t after, int max,
	store_ticket_cb callback, void *userdata) _warn_unused_;

/* store-figures.c: for the figures. A ticket of a day with its segments. Only what the figures need
 * is filled in of the ticket: id, day, issued_for, lane, state, arrived, first_called, counter,
 * prints, slip_status, misprints, rating, no_show, kiosk. */
struct visit {
	struct ticket ticket;
	char staff[LIMIT_ID + 1]; /* of its last counter session; "" none */
	const struct segment *segments; /* valid during the call */
	int n_segments;
};
typedef int (*store_visit_cb)(const struct visit *visit, void *userdata);
int store_visits(struct store *store, const char *day, store_visit_cb callback,
	void *userdata) _warn_unused_;
/* The days that have tickets or counter sessions, ascending, each once. */
typedef int (*store_day_cb)(const char *day, void *userdata);
int store_days(struct store *store, const char *from, const char *to, store_day_cb callback,
	void *userdata) _warn_unused_;
typedef int (*store_session_cb)(const struct session *session, void *userdata);
int store_sessions(struct store *store, const char *day, store_session_cb callback,
	void *userdata) _warn_unused_;
/* Reads the boots of the board into *boots, which is empty; the caller frees it with boots_done,
 * also after an error. */
int store_boots(struct store *store, struct boots *boots) _warn_unused_;
/* Disruptions of the portal that overlap these times. */
typedef int (*store_portal_cb)(const struct portal *portal, void *userdata);
int store_portals(struct store *store, int64_t from_wall_ms, int64_t to_wall_ms,
	store_portal_cb callback, void *userdata) _warn_unused_;
/* Counts of dossiers whose period overlaps these days. */
typedef int (*store_dossier_cb)(const struct dossier_entry *entry, void *userdata);
int store_dossiers(struct store *store, const char *from, const char *to, store_dossier_cb callback,
	void *userdata) _warn_unused_;
/* store-complaint.c: the last version of each complaint; all versions of one, the oldest first; the
 * last version of the one of which seq made a version. −ENOENT: there is none. */
enum complaint_order {
	COMPLAINTS_NEWEST_FIRST, /* by when they were entered */
	COMPLAINTS_DUE_FIRST, /* by their last day; those without one last */
};
typedef int (*store_complaint_cb)(const struct complaint *complaint, void *userdata);
int store_complaints(struct store *store, enum complaint_order order, store_complaint_cb callback,
	void *userdata) _warn_unused_;
int store_complaint_versions(
	struct store *store, int64_t id, store_complaint_cb callback, void *userdata) _warn_unused_;
int store_find_complaint(struct store *store, int64_t id, struct complaint *ret) _warn_unused_;
int store_complaint_of(struct store *store, int64_t seq, struct complaint *ret) _warn_unused_;
/* store-evaluation.c: the evaluation's figures of each period that is kept, as JSON text, by
 * period; the last version of one (0: there is none) with its JSON, heap (NULL: it is not kept). */
typedef int (*store_evaluation_cb)(const char *period, const char *json, void *userdata);
int store_evaluations(
	struct store *store, store_evaluation_cb callback, void *userdata) _warn_unused_;
int store_find_evaluation(
	struct store *store, const char *period, int64_t *ret_seq, char **ret) _warn_unused_;
/* The site data; *ret is the caller's, freed with site_free. −ENOENT. */
int store_site(struct store *store, struct site **ret) _warn_unused_;

/* Tokens of devices and staff. Only a hash is kept (hash is 32 bytes). role is one of auth's words.
 * −EEXIST: the name exists already; −ENOENT: no such name. */
int store_token_add(struct store *store, const char *name, const char *role,
	const uint8_t hash[32]) _warn_unused_;
int store_token_remove(struct store *store, const char *name) _warn_unused_;
typedef int (*store_token_cb)(const char *name, const char *role, const uint8_t hash[32],
	int64_t made_wall_ms, void *userdata);
int store_tokens(struct store *store, store_token_cb callback, void *userdata) _warn_unused_;

/* The key of the citizens' ticket tokens: 32 random bytes, made when the writer asks for them
 * first. −ENOENT for a reader while there are none. */
int store_secret(struct store *store, uint8_t ret[32]) _warn_unused_;

/* A command with an idempotency key, and what its answer shows. */
struct request_row {
	const char *caller; /* borrowed */
	const char *id; /* borrowed */
	uint8_t digest[LIMIT_REQUEST_DIGEST];
	int64_t ticket; /* 0 none */
	int counter; /* 0 none */
	bool created;
	int64_t seq;
};
/* Stores one in the current transaction; the oldest beyond LIMIT_REQUESTS are removed. */
int store_add_request(struct store *store, const struct request_row *row) _warn_unused_;
/* Fills in the rest of the row of caller and id. −ENOENT. */
int store_find_request(struct store *store, struct request_row *row) _warn_unused_;

/* The history that this database belongs to (16 hex digits): in another epoch, the same event
 * numbers mean other events. −ENOENT when its row is missing. */
enum { EPOCH_LENGTH = 16 };
int store_epoch(struct store *store, char ret[EPOCH_LENGTH + 1]) _warn_unused_;
/* Starts another history: for whatever removes events, such as a restore. */
int store_epoch_renew(struct store *store) _warn_unused_;

/* Rebuilds all tables from the event log in a scratch database and compares row by row. 0: they are
 * the same. −EUCLEAN: *ret_report (heap) lists the differences, at most 20. Read-only, also while a
 * hub runs; takes minutes for a year's log on a slow board. */
int store_verify(const char *dir, int64_t *ret_events, char **ret_report) _warn_unused_;
/* The same, and tells how far back it went. */
struct store_verified {
	int64_t last; /* event */
	int64_t from; /* the first event that was folded; 1: all were, including those of the
			 archives */
	int archives; /* archives that were read */
	char missing[80]; /* the first missing archive, if any: then it went on from the tables */
};
int store_verify_chain(
	const char *dir, struct store_verified *ret, char **ret_report) _warn_unused_;
/* The same for a database by its file's path, without archives. */
int store_verify_file(const char *path, int64_t *ret_events, char **ret_report) _warn_unused_;

/* Backups (store-backup.c). */
enum { STORE_BACKUP_SPARE = 64 << 20 }; /* bytes of disk that stay free beside a backup */
struct store_facts {
	int64_t events;
	int64_t seq; /* of the last event */
	int64_t schema;
};
/* Writes a copy of the whole database, as of one event, to a new file that only its owner may read
 * (it holds secrets), checks it and makes it durable. Does not delay the writer; takes as long as
 * reading and writing the database takes. −ENOSPC when it would leave less than STORE_BACKUP_SPARE;
 * −ECANCELED when *stop (may be NULL) became true. After an error there is no file. */
int store_backup(struct store *store, const char *path, const atomic_bool *stop,
	struct store_facts *ret) _warn_unused_;
/* 0 when a file is a whole layso database: SQLite's integrity check passes, and the log has no
 * gaps. Reads the whole file. −EUCLEAN when not. Logs what is wrong. */
int store_check_file(const char *path, struct store_facts *ret) _warn_unused_;

struct store_restored {
	struct store_facts facts;
	int64_t former_seq; /* the last event of the former database; 0: none */
	char *aside; /* where the former database is now; heap, NULL when there was none */
	char raised_day[DAY_LENGTH + 1]; /* whose numbers go on above raised_above; "" none */
	int raised_above;
	bool numbers_unknown; /* no former database could tell what was given since the backup */
	int archives; /* archives of past years that were copied */
	char *archives_missing; /* heap: names of archives found nowhere; NULL: none */
};
struct restore_options {
	bool volatile_ok;
	int numbers_above; /* today's numbers go on above it; 0: as the former database says */
	const char *const
		*archives; /* folders with the archives that DIR/archive lacks; NULL: copy none */
	struct clock_reading now;
};
/* Puts a backup in the place of DIR's database, which is moved aside, not removed. First the backup
 * is copied there and checked; if it has the newest schema, its tables are compared with its log.
 * Until then nothing is changed. Numbers that were given after the backup are not given again. An
 * archive that cannot be copied is named in *ret and does not stop the restore. Takes as long as
 * reading the backup three times and writing it once. −EBUSY while a hub runs; −ENOTSUP for a
 * backup of a newer layso. After success *ret is freed with store_restored_done. Logs.
 * (restore.c) */
int store_restore(const char *dir, const char *file, const struct restore_options *options,
	struct store_restored *ret) _warn_unused_;
void store_restored_done(struct store_restored *restored);
