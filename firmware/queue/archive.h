/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Yearly archives: the events of a past year leave the log for a file of their own in DIR/archive,
 * named by the year, the history (epoch) and the last event, so that those of several histories
 * stand beside each other. What the events led to stays in the tables, so figures and look-ups of
 * all years go on. The file is a database of the same schema with nothing but events and the
 * checkpoints before it. It has its name only when it was written, synced and read back; then the
 * checkpoint is recorded, and only then the log is cut, in pieces that keep nobody waiting. Killed
 * at any instant, the log is whole or the archive is. SQLite uses the freed pages for what is new:
 * the database's file does not grow any more, and need not be made smaller.
 * Everything blocks on the disk.
 */
#pragma once

#include "queue/checkpoint.h"

#define ARCHIVE_FOLDER "archive"

enum {
	ARCHIVE_PIECE = 500, /* events that one transaction deletes */
	ARCHIVE_DAYS_LEAST = 31, /* younger ones stay: a day may still be opened again */
	ARCHIVE_DAYS_MOST = 3660,
};

/* What is to be archived next. */
struct archive_due {
	int64_t after; /* the last event of the archive before; 0 none */
	int64_t last;
	char file[CHECKPOINT_FILE];
};
/* The oldest year that is over and whose last day is keep_days or more before the last day but
 * one. −ENOENT: none. */
int archive_find_due(struct store *store, int keep_days, struct archive_due *ret) _warn_unused_;

/* Folds the events up to the last one from the checkpoint before, compares with the tables, and
 * writes DIR/archive/FILE. *ret is to be recorded (archive_step). The log is not touched. Takes
 * minutes for a year on a slow board; disturbs neither the writer nor readers. −EBADMSG: the tables
 * are not what the log says; −ENOSPC; −ECANCELED when *stop (may be NULL) became true. Logs. */
int archive_make(struct store *store, const char *dir, const struct archive_due *due,
	const atomic_bool *stop, struct checkpoint *ret) _warn_unused_;

/* In a transaction of its own, on the writer's connection: records the checkpoint unless it is
 * there (NULL: none is to be), and deletes at most ARCHIVE_PIECE events before the log's beginning.
 * *ret_more: events are left to be deleted. */
int archive_cut_piece(
	struct store *store, const struct checkpoint *checkpoint, bool *ret_more) _warn_unused_;
/* Deletes all that is left to be. */
int archive_cut(struct store *store) _warn_unused_;

/* Without a hub: archives all that is due, and cuts the log. *ret is the number of archives. */
int archive_all(const char *dir, bool volatile_ok, int keep_days, int *ret) _warn_unused_;

/* The archive of a checkpoint. open: −ENOENT it is not there; −EBADMSG it is not what was written.
 */
bool archive_is_there(const char *folder, const struct checkpoint *checkpoint);
int archive_open(
	const char *folder, const struct checkpoint *checkpoint, struct store **ret) _warn_unused_;
/* Whether the archives of all checkpoints are there, and are what was written. */
bool archive_all_whole(struct store *store, const char *folder);

/* The archives of a database in another folder, such as the medium of its backups. */
struct archive_wish {
	const char *to; /* made when there is something to put into it */
	const char *const *from; /* folders, the first that has a good one; ends with NULL */
	bool read_again; /* one that is there must be what was written, not only of its length */
	const atomic_bool *stop; /* may be NULL */
};
struct archive_held {
	int copied; /* just now */
	int missing; /* are not there, and in no folder of from */
	char *names; /* heap: of those, "a.db, b.db"; NULL none */
};
/* Copies those that are not in wish->to, each read back before it has its name: killed at any
 * instant there is none by halves. Goes on after an error, and returns the first: −ENOSPC, −EROFS,
 * −EIO what was written does not read back, −ECANCELED, −errno. *ret is filled in in any case.
 * Logs.
 */
int archive_copy(struct store *store, const struct archive_wish *wish,
	struct archive_held *ret) _warn_unused_;
void archive_held_done(struct archive_held *held);
