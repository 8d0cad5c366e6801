/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of the database as of the last event of an archive (archive.h); the log goes on from
 * there. Rows of past days no longer change and stay in their tables: a checkpoint says up to which
 * ids, and stores a copy of the rows of all other tables. Its hash covers both, and the hash of the
 * checkpoint before, so that the checkpoints form a chain. Dossiers are in no hash: those of any
 * past day may be removed at any time, and the event that does so names only the id, so the former
 * hash could not be computed again. A lost or forged dossier is found where the archives are
 * available, since --verify folds them and compares each row; without them only the dossiers since
 * the checkpoint are compared. Everything blocks on the disk.
 */
#pragma once

#include "queue/store.h"

enum { CHECKPOINT_HASH = 64, CHECKPOINT_FILE = 80, CHECKPOINTS_MAX = 64 };

struct checkpoint {
	int64_t seq; /* the last event of the archive */
	int64_t first; /* the log begins with this event; while it is being cut, earlier */
	int64_t boot; /* boot, ticket, session: the last ids whose rows do not change any more */
	int64_t ticket;
	int64_t session;
	char *state; /* heap: {"columns": {table: [column]}, "rows": [{"table", "row"}]} */
	char hash[CHECKPOINT_HASH + 1];
	char file[CHECKPOINT_FILE];
	char file_hash[CHECKPOINT_HASH + 1];
};
void checkpoint_done(struct checkpoint *checkpoint);

/* The newest checkpoint. −ENOENT: none, also when the database is older than checkpoints. */
int checkpoint_last(struct store *store, struct checkpoint *ret) _warn_unused_;
/* The checkpoint whose archive holds an event. −ENOENT: the event is not archived. */
int checkpoint_of_event(struct store *store, int64_t seq, struct checkpoint *ret) _warn_unused_;
/* The first checkpoint after an event. −ENOENT: none. */
int checkpoint_after(struct store *store, int64_t seq, struct checkpoint *ret) _warn_unused_;
/* The first event that must be in the log; 1 without a checkpoint. */
int checkpoint_first(struct store *store, int64_t *ret) _warn_unused_;

/* Writes the row, in the transaction that is under way. */
int checkpoint_write(struct store *store, const struct checkpoint *checkpoint) _warn_unused_;

/* Computes the state of a database as of its last event, which is ret->seq: fills in ids, state and
 * hash. before is the hash of the checkpoint before; "": none. */
int checkpoint_take(struct store *store, const char *before, struct checkpoint *ret) _warn_unused_;
/* The hash of the database's rows up to the checkpoint's ids (the database may have gone on) and of
 * the checkpoint's state. */
int checkpoint_hash(struct store *store, const struct checkpoint *checkpoint, const char *before,
	char ret[CHECKPOINT_HASH + 1]) _warn_unused_;
/* 0 when the tables of a database, as of its last event, are what the checkpoint says; −EBADMSG
 * when not. */
int checkpoint_compare(
	struct store *store, const struct checkpoint *checkpoint, const char *before) _warn_unused_;

/* Copies the state as of from's newest checkpoint into to, an empty database in a transaction:
 * rows, checkpoints, dossiers, and the last archived day's events. −EUCLEAN, −EBADMSG: the rows are
 * damaged, or do not give the checkpoint's hash. With salvage, to gets the rows that can be read
 * instead, the boots and ids that the log after them relies on are filled in, and the checkpoint
 * gets a hash of that; *ret_whole tells whether all was read. −ENODATA: everything was copied but
 * that day's events, which are not whole. */
int checkpoint_seed(
	struct store *from, struct store *to, bool salvage, bool *ret_whole) _warn_unused_;

/* For the connection to a damaged database: where its checkpoints cannot be read, uses their copies
 * instead. 0 also when they can be read. −EUCLEAN, −EBADMSG: neither can be read. */
int checkpoint_use_copies(struct store *store) _warn_unused_;
/* For the writer: replaces damaged checkpoints by their copies. Logs. */
void checkpoint_mend(struct store *store);

/* SHA-256 of a file. −ECANCELED when *stop (may be NULL) became true. */
int checkpoint_hash_file(
	const char *path, const atomic_bool *stop, char ret[CHECKPOINT_HASH + 1]) _warn_unused_;
