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

/* Makes DIR and in it an empty DIR/layso.db, whole or not at all, whenever it is killed: the only
 * way to an empty hall. −EEXIST: there is one, or a former one has left traces; nothing is changed.
 * −EBUSY as below. Logs. Blocks on the disk. (replace.c) */
int store_create(const char *dir) _warn_unused_;

/* Opens DIR/layso.db for writing; *ret is the caller's, for one thread at a time (it may be handed
 * on). Upgrades it; finishes a replacement that was interrupted, and
 * rebuilds a file that is damaged at a second look, too. Never makes one: −ENODATA when there is
 * none. −EBUSY when another process owns it; −EMEDIUMTYPE when DIR is on a file system that forgets
 * (tmpfs, overlay) and volatile_ok is false. Logs details. Blocks on the disk: as a rule for
 * milliseconds, for an upgrade or a rebuild as long as reading and writing all of it takes. */
int store_open(const char *dir, bool volatile_ok, struct store **ret) _warn_unused_;
/* Where the disk takes no writes (full, or mounted read-only): DIR/layso.db for reading, with all
 * that was committed, also what is in its WAL alone; not a byte is written. Holds the lock of the
 * folder as store_open does: nobody may write to a file that is open so. Errors as store_open;
 * −ENOTSUP for a schema that would have to be upgraded. */
int store_open_frozen(const char *dir, bool volatile_ok, struct store **ret) _warn_unused_;
/* A connection for reading only; frozen: beside store_open_frozen's. */
int store_open_reader(const char *dir, bool frozen, struct store **ret) _warn_unused_;
/* Whether files can be written and made durable where the store's are: 0, −ENOSPC (less room than
 * a start needs), −EROFS, −EIO … Writes STORE_TRY_BYTES, syncs and removes them. */
enum { STORE_TRY_BYTES = 1 << 20 };
int store_try_disk(const char *dir) _warn_unused_;
/* Closes the connection and gives up the folder's lock; a transaction under way is rolled back.
 * Accepts NULL. */
void store_close(struct store *store);
DEFINE_CLEANUP(struct store *, store_close);

/* In DIR from a rebuild on until somebody acknowledges it (COMMAND_ACKNOWLEDGE): one line that says
 * what was recovered.
 */
#define STORE_REBUILT "layso.db.rebuilt"

/* In DIR while a backup is sent, and while one is tried: whoever makes them holds their lock. */
#define STORE_PARTIAL "backup.partial"
#define STORE_DRILL "drill"

/* Loads the model from the tables: the days that can go on, not those of the past; *ret is the
 * caller's, freed with model_free. Blocks on the disk for some milliseconds a thousand tickets of
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

/* After a write that met damage: leaves a mark, so that the next opening looks at every page and
 * mends or rebuilds. false: that was done at this opening already, or the mark cannot be left. */
bool store_suspect(struct store *store);

/* Looks at every page, row and index. −EUCLEAN: damaged; *ret_said (heap, the caller's to free;
 * ret_said may be NULL) is what SQLite says, or NULL. −ECANCELED when *stop (may be NULL) became
 * true. Logs. Takes as long as reading the whole file several times; disturbs neither the writer
 * nor readers. */
int store_look_through(struct store *store, const atomic_bool *stop, char **ret_said) _warn_unused_;
/* The mark of store_suspect, for others than the writer. */
bool store_is_suspect(const char *dir);
int store_mark_suspect(const char *dir) _warn_unused_;

/* Copies WAL frames back into the database, and cuts a log that has grown beyond STORE_WAL_KEPT
 * bytes when nobody reads in it. Takes as long as writing and syncing them does: for idle times.
 * Does not wait for readers. */
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

/* The highest number that was given on a date, any series, to tickets with an id below below, or is
 * not to be given; 0 none. */
int store_last_number(struct store *store, const char *day, int64_t below, int *ret) _warn_unused_;

/* One ticket of any day. −ENOENT. */
int store_ticket(struct store *store, int64_t id, struct ticket *ret) _warn_unused_;
/* Tickets of the days from … to (inclusive) with id > after, ascending, at most max. */
typedef int (*store_ticket_cb)(const struct ticket *ticket, void *userdata);
int store_tickets(struct store *store, const char *from, const char *to, int64_t after, int max,
	store_ticket_cb callback, void *userdata) _warn_unused_;

/* store-figures.c: for the figures. A ticket of a day with its times of service; of the ticket only
 * what figures are made of is filled in: id, day, issued_for, lane, state, arrived, first_called,
 * counter, prints, paper, misprints, rating, no_show, kiosk. */
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
/* The boots of the board, into *boots, which is empty; the caller frees it with boots_done, also
 * after an error. */
int store_boots(struct store *store, struct boots *boots) _warn_unused_;
/* Disruptions of the portal that overlap these times. */
typedef int (*store_portal_cb)(const struct portal *portal, void *userdata);
int store_portals(struct store *store, int64_t from_wall_ms, int64_t to_wall_ms,
	store_portal_cb callback, void *userdata) _warn_unused_;
/* Counts of dossiers whose period overlaps these days. */
typedef int (*store_dossier_cb)(const struct dossier_entry *entry, void *userdata);
int store_dossiers(struct store *store, const char *from, const char *to, store_dossier_cb callback,
	void *userdata) _warn_unused_;
/* The site data; *ret is the caller's, freed with site_free. −ENOENT. */
int store_site(struct store *store, struct site **ret) _warn_unused_;

/* Tokens of devices and staff. Only a hash is kept (hash is 32 bytes). role is one of auth's words.
 * −EEXIST a name twice, −ENOENT no such name. */
int store_token_add(struct store *store, const char *name, const char *role,
	const uint8_t hash[32]) _warn_unused_;
int store_token_remove(struct store *store, const char *name) _warn_unused_;
typedef int (*store_token_cb)(const char *name, const char *role, const uint8_t hash[32],
	int64_t made_wall_ms, void *userdata);
int store_tokens(struct store *store, store_token_cb callback, void *userdata) _warn_unused_;

/* 32 random bytes made with the database: the key of the citizens' ticket tokens. */
int store_secret(struct store *store, uint8_t ret[32]) _warn_unused_;

/* A command with a request id, and what its answer shows. */
struct request_row {
	const char *caller; /* borrowed */
	const char *id; /* borrowed */
	uint8_t digest[LIMIT_REQUEST_DIGEST];
	int64_t ticket; /* 0 none */
	int counter; /* 0 none */
	bool created;
	int64_t seq;
};
/* Remembers one in the transaction that is under way; the oldest beyond LIMIT_REQUESTS are gone. */
int store_add_request(struct store *store, const struct request_row *row) _warn_unused_;
/* Fills in the rest of the row of caller and id. −ENOENT. */
int store_find_request(struct store *store, struct request_row *row) _warn_unused_;

/* Which history this database is (16 hex digits): event numbers of another epoch mean other events.
 * −ENOENT when its row is gone. */
enum { EPOCH_LENGTH = 16 };
int store_epoch(struct store *store, char ret[EPOCH_LENGTH + 1]) _warn_unused_;
/* Makes it another history: for whatever takes events away, such as a restore. */
int store_epoch_renew(struct store *store) _warn_unused_;

/* Rebuilds all tables from the event log in a scratch database and compares row by row. 0: the
 * same. −EUCLEAN: *ret_report (heap) lists the differences, at most 20. Read-only, beside a hub
 * that runs, too; takes minutes for a year's log on a slow board. */
int store_verify(const char *dir, int64_t *ret_events, char **ret_report) _warn_unused_;
/* The same, and how far back it went. */
struct store_verified {
	int64_t last; /* event */
	int64_t from; /* the first event that was folded; 1: all were, with those of the archives */
	int archives; /* that were read */
	char missing[80]; /* the first archive that is not there: then it went on from the tables */
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
 * (it holds secrets), checks it and makes it durable. Does not disturb the writer; takes as long as
 * reading and writing the database takes. −ENOSPC when it would leave less than
 * STORE_BACKUP_SPARE; −ECANCELED when *stop (may be NULL) became true. After an error there is no
 * file. */
int store_backup(struct store *store, const char *path, const atomic_bool *stop,
	struct store_facts *ret) _warn_unused_;
/* Whether a file is a whole database of ours: SQLite's quick check, and a log without gaps. Reads
 * all of it. −EUCLEAN when not. Logs what is wrong. */
int store_check_file(const char *path, struct store_facts *ret) _warn_unused_;

struct store_restored {
	struct store_facts facts;
	int64_t former_seq; /* the last event of the database that was there; 0 none */
	char *aside; /* where that is now; heap, NULL when there was none */
	char raised_day[DAY_LENGTH + 1]; /* whose numbers go on above raised_above; "" none */
	int raised_above;
	bool numbers_unknown; /* there was no database to say what was given since the backup */
	int archives; /* of past years that were brought along */
	char *archives_missing; /* heap: the names of those that were found nowhere; NULL none */
};
struct restore_options {
	bool volatile_ok;
	int numbers_above; /* today's numbers go on above this one; 0: as the database there says */
	const char *const
		*archives; /* where those are that DIR/archive lacks; NULL: leave it as it is */
	struct clock_reading now;
};
/* Puts a backup in the place of DIR's database, which is moved aside, not removed. First it is
 * copied there, checked, and its tables are compared with its log; until then nothing is changed.
 * Numbers that were given after the backup are not given again. An archive that cannot be brought
 * along is named in *ret, and keeps nothing back. Takes as long as reading the backup three times
 * and writing it once. −EBUSY while a hub runs; −ENOTSUP for a backup of a newer layso. After
 * success *ret is freed with store_restored_done. Logs. (restore.c) */
int store_restore(const char *dir, const char *file, const struct restore_options *options,
	struct store_restored *ret) _warn_unused_;
void store_restored_done(struct store_restored *restored);
