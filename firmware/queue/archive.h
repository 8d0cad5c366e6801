/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Yearly archives: the events of a past year move from the log to a file of their own in
 * DIR/archive. Its name has the year, the history (epoch) and the last event, so that archives of
 * several histories can lie side by side. What the events led to stays in the tables, so figures
 * and look-ups still cover all years. The file is a database of the same schema that holds only
 * events and the checkpoints before it. It gets its final name only after it was written, synced
 * and read back; then the checkpoint is recorded, and only then is the log cut, in pieces small
 * enough that nobody has to wait. At whatever instant layso is killed, either the log or the
 * archive is whole. SQLite reuses the freed pages: the database's file grows no further and need
 * not be made smaller. Everything blocks on the disk.
 */
#pragma once

#include "queue/checkpoint.h"

#define ARCHIVE_FOLDER "archive"

enum {
	ARCHIVE_PIECE = 500, /* events that one transaction deletes */
	ARCHIVE_DAYS_LEAST = 31, /* younger days stay: a day may still be opened again */
	ARCHIVE_DAYS_MOST = 3660,
};

/* What is to be archived next. */
struct archive_due {
	int64_t after; /* the last event of the archive before; 0 none */
	int64_t last;
	char file[CHECKPOINT_FILE];
};
/* The oldest year that is over and whose last day is keep_days or more before the second newest
 * day. −ENOENT: none. */
int archive_find_due(struct store *store, int keep_days, struct archive_due *ret) _warn_unused_;

/* Folds the events from the checkpoint before up to due->last, compares with the tables, and writes
 * DIR/archive/FILE. *ret is the checkpoint to record (archive_cut_piece). The log is not touched.
 * Takes minutes for a year on a slow board, without delaying the writer or readers. −EBADMSG: the
 * tables are not what the log says; −ENOSPC; −ECANCELED when *stop (may be NULL) became true.
 * Logs. */
int archive_make(struct store *store, const char *dir, const struct archive_due *due,
	const atomic_bool *stop, struct checkpoint *ret) _warn_unused_;

/* In a transaction of its own, on the writer's connection: records the checkpoint unless it is
 * recorded already (NULL: there is none to record), and deletes at most ARCHIVE_PIECE events before
 * the log's new beginning. *ret_more: events are left to be deleted. */
int archive_cut_piece(
	struct store *store, const struct checkpoint *checkpoint, bool *ret_more) _warn_unused_;
/* Deletes all archived events that are still in the log. */
int archive_cut(struct store *store) _warn_unused_;

/* For use without a hub: archives all that is due and cuts the log. *ret is the number of
 * archives. */
int archive_all(const char *dir, bool volatile_ok, int keep_days, int *ret) _warn_unused_;

/* The archive of a checkpoint. archive_open: −ENOENT when it is missing; −EBADMSG when it is not
 * what was written. */
bool archive_is_there(const char *folder, const struct checkpoint *checkpoint);
int archive_open(
	const char *folder, const struct checkpoint *checkpoint, struct store **ret) _warn_unused_;
/* Whether the archives of all checkpoints exist and are what was written. */
bool archive_all_whole(struct store *store, const char *folder);

/* Copies of a database's archives in another folder, such as the medium of its backups. */
struct archive_wish {
	const char *to; /* created when there is something to copy */
	const char *const *from; /* folders; the first with a good copy is used; ends with NULL */
	bool read_again; /* check the content of existing copies, not only their length */
	const atomic_bool *stop; /* may be NULL */
};
struct archive_held {
	int copied; /* by this call */
	int missing; /* not in to, and not copied from any folder of from */
	char *names; /* heap: names of the missing ones, "a.db, b.db"; NULL: none */
};
/* Copies the archives that are not in wish->to. Each is read back before it gets its name: at
 * whatever instant it is killed, there is no half copy. Continues after an error and returns the
 * first one: −ENOSPC, −EROFS, −EIO when a copy does not read back as written, −ECANCELED, −errno.
 * *ret is filled in in any case. Logs. */
int archive_copy(struct store *store, const struct archive_wish *wish,
	struct archive_held *ret) _warn_unused_;
void archive_held_done(struct archive_held *held);
