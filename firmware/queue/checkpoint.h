/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of the database as of the last event of an archive (archive.h), from which the log goes
 * on. Rows of past days do not change any more and stay where they are; a checkpoint says up to
 * which ids, and keeps the other tables' rows beside that. Its hash is of both, and of the hash of
 * the checkpoint before, so that they chain. Dossiers are in no hash: one of any past day may be
 * taken back at any time, and the event that does so names it only, so that nobody could tell the
 * hash of before. A lost or forged one is found where the archives are at hand, since --verify
 * folds them and compares each row; without them only those since the checkpoint are compared.
 * Everything blocks on the disk.
 */
#pragma once

#include "queue/store.h"

enum { CHECKPOINT_HASH = 64, CHECKPOINT_FILE = 80, CHECKPOINTS_MAX = 64 };

struct checkpoint {
	int64_t seq; /* the last event of the archive */
	int64_t first; /* the log begins with this one, or, while it is being cut, before it */
	int64_t boot; /* the last ids that do not change any more */
	int64_t ticket;
	int64_t session;
	char *state; /* heap: {"columns": {table: [column]}, "rows": [{"table", "row"}]} */
	char hash[CHECKPOINT_HASH + 1];
	char file[CHECKPOINT_FILE];
	char file_hash[CHECKPOINT_HASH + 1];
};
void checkpoint_done(struct checkpoint *checkpoint);

/* The newest. −ENOENT none, also in a database of before there were any. */
int checkpoint_last(struct store *store, struct checkpoint *ret) _warn_unused_;
/* The one whose archive holds an event. −ENOENT: it is not archived. */
int checkpoint_of_event(struct store *store, int64_t seq, struct checkpoint *ret) _warn_unused_;
/* The next one after an event. −ENOENT. */
int checkpoint_after(struct store *store, int64_t seq, struct checkpoint *ret) _warn_unused_;
/* The first event that must be there; 1 without a checkpoint. */
int checkpoint_first(struct store *store, int64_t *ret) _warn_unused_;

/* Writes the row, in the transaction that is under way. */
int checkpoint_write(struct store *store, const struct checkpoint *checkpoint) _warn_unused_;

/* The state of a database as of its last event, which is seq: fills in ids, state and hash. before
 * is the hash of the checkpoint before; "" none. */
int checkpoint_take(struct store *store, const char *before, struct checkpoint *ret) _warn_unused_;
/* The hash of the rows of a database, which may have gone on, and of the checkpoint's state. */
int checkpoint_hash(struct store *store, const struct checkpoint *checkpoint, const char *before,
	char ret[CHECKPOINT_HASH + 1]) _warn_unused_;
/* Whether the tables of a database as of its last event are what the checkpoint says. −EBADMSG. */
int checkpoint_compare(
	struct store *store, const struct checkpoint *checkpoint, const char *before) _warn_unused_;

/* Copies the state as of from's newest checkpoint into to, an empty database in a transaction: its
 * rows, checkpoints, dossiers, and the last archived day's events. −EUCLEAN, −EBADMSG: the rows are
 * damaged, or not those of its hash. With salvage to gets what there is instead, with what the log
 * behind it takes for given, and the checkpoint a hash of that; *ret_whole tells. −ENODATA: all but
 * that day's events, which are not whole. */
int checkpoint_seed(
	struct store *from, struct store *to, bool salvage, bool *ret_whole) _warn_unused_;

/* For the connection to a damaged database: where its checkpoints cannot be read, their copies
 * stand in for them. 0 also when they can. −EUCLEAN, −EBADMSG: neither can. */
int checkpoint_use_copies(struct store *store) _warn_unused_;
/* For the writer: the same, for good. Logs. */
void checkpoint_mend(struct store *store);

/* SHA-256 of a file. −ECANCELED when *stop (may be NULL) became true. */
int checkpoint_hash_file(
	const char *path, const atomic_bool *stop, char ret[CHECKPOINT_HASH + 1]) _warn_unused_;
