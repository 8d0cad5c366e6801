/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of the backups that the hub makes automatically, on another medium. A file's name says
 * all that must be known without opening it: the order in which the files were made (a board's
 * clock is not reliable enough for that), the service day, the history (epoch) and the last event.
 * A file gets its final name only after it was written, synced and read back whole.
 */
#pragma once

#include "queue/store.h"

struct backup_file {
	int number; /* 1, 2, 3 …, in the order in which the files were made; 0: none */
	char day[DAY_LENGTH + 1]; /* the service day; "0000-00-00" before the first */
	char epoch[EPOCH_LENGTH + 1];
	int64_t seq; /* the last event in it */
};

enum {
	BACKUP_NAME_SIZE = 80,
	BACKUPS_MAX = 512, /* files of a folder that are read */
	BACKUPS_LEAST = 2, /* this many stay, however full the medium is */
};

struct backups {
	int n;
	struct backup_file file[BACKUPS_MAX]; /* ascending by number */
};

void backup_name(const struct backup_file *file, char ret[BACKUP_NAME_SIZE]);
/* −EINVAL when it is not the name of a backup. */
int backup_parse(const char *name, struct backup_file *ret) _warn_unused_;

/* Pure. Whether no later file is of the same history. Such a file is the last trace of a database
 * that may have been replaced since. */
bool backups_is_last_trace(const struct backups *backups, int at);
/* Pure. The oldest file that is not a last trace, to be removed for room; the newest least files
 * stay. −1: none. */
int backups_first_to_go(const struct backups *backups, int least);
/* Pure. The oldest file that may be removed: not the last file of one of the newest keep_days
 * service days or keep_months months, and not the last trace of a history. −1: none. keep_days is
 * at least 1. */
int backups_spare(const struct backups *backups, int keep_days, int keep_months);

struct backups_wish {
	const char *folder; /* never created: a missing medium must be noticed */
	const char *data; /* the database's folder */
	bool same_disk_ok; /* folder may be on the database's or the system's own disk */
	bool memory_ok; /* for tests: folder may be on a tmpfs */
	int keep_days;
	int keep_months;
	bool now; /* make a backup even when none is due */
	const atomic_bool *stop;
};
struct backups_done {
	struct backup_file newest; /* the newest good backup, of any history; number 0: none */
	int64_t newest_wall_ms; /* of the last event in it; 0: its clock was not known, or it is of
				   another history */
	int n;
	bool made; /* a backup was made by this call */
	int days_behind; /* service days that have closed and are in no backup of this history */
	int archives_missing; /* archives of this database that have no copy (archive.h) */
};
/* Maintains the folder. Makes a new backup when a service day has closed since the newest one of
 * this history (or there is none), copies each archive that is not in FOLDER/archive yet, and
 * removes backups that need not be kept, but never archives. Blocks on the medium for as long as
 * reading and writing the database takes. −ENODEV: no such folder, or it is on the database's or
 * the system's own disk or on a tmpfs; −ENOSPC; −EROFS; −EUCLEAN: what was written does not read
 * back; −ECANCELED; −errno. *ret is filled in as far as it is known. Logs. */
int backups_tend(struct store *store, const struct backups_wish *wish,
	struct backups_done *ret) _warn_unused_;

/* The path of the newest backup, heap. −ENOENT: there is none. */
int backups_newest(const char *folder, char **ret) _warn_unused_;
