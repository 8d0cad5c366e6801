/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of the backups that the hub makes by itself, on another medium. A file's name says all
 * that is to be known without opening it: in which order they were made (a board's clock cannot be
 * trusted with that), the service day, the history (epoch) and the last event. A file has its final
 * name only when it was written, synced and read back whole.
 */
#pragma once

#include "queue/store.h"

struct backup_file {
	int number; /* 1, 2, 3 …, in the order in which they were made; 0 none */
	char day[DAY_LENGTH + 1]; /* the service day; "0000-00-00" before the first */
	char epoch[EPOCH_LENGTH + 1];
	int64_t seq; /* the last event in it */
};

enum {
	BACKUP_NAME_SIZE = 80,
	BACKUPS_MAX = 512, /* files of a folder that are looked at */
	BACKUPS_LEAST = 2, /* so many stay however full the medium is */
};

struct backups {
	int n;
	struct backup_file file[BACKUPS_MAX]; /* ascending by number */
};

void backup_name(const struct backup_file *file, char ret[BACKUP_NAME_SIZE]);
/* −EINVAL when it is no name of ours. */
int backup_parse(const char *name, struct backup_file *ret) _warn_unused_;

/* Pure. Whether no later file is of the same history: the last trace of a database that may have
 * been replaced since. */
bool backups_is_last_trace(const struct backups *backups, int at);
/* Pure. The oldest file that is no last trace, to make room; the newest least stay. −1 none. */
int backups_first_to_go(const struct backups *backups, int least);
/* Pure. The oldest file that is neither among the newest keep_days service days' last ones nor the
 * last one of one of the newest keep_months months, nor the last trace of a history; −1 none.
 * keep_days is at least 1. */
int backups_spare(const struct backups *backups, int keep_days, int keep_months);

struct backups_wish {
	const char *folder; /* is never made: a medium that is not there must not be missed */
	const char *data; /* the database's folder */
	bool same_disk_ok; /* folder may be on the database's own disk */
	bool memory_ok; /* for tests: it may be in memory */
	int keep_days;
	int keep_months;
	bool now; /* also when the newest one says all that a night's should */
	const atomic_bool *stop;
};
struct backups_done {
	struct backup_file newest; /* good, of any history; number 0: none */
	int64_t newest_wall_ms; /* of the last event in the newest one; 0: its clock was not
				 * known, or it is of another history */
	int n;
	bool made; /* just now */
	int days_behind; /* service days that have closed and are in no backup of this history */
	int archives_missing; /* of those that this database needs (archive.h) */
};
/* What a look at the folder leads to: a new backup when a service day has closed since the newest
 * one of this history (or there is none), a copy of each archive that is not in FOLDER/archive yet,
 * and the removal of backups, never of archives, that are spare. Blocks on the medium
 * for as long as reading and writing the database takes. −ENODEV no such folder, or it is on the
 * database's own disk; −ENOSPC; −EROFS; −EUCLEAN what was written does not read back; −ECANCELED;
 * −errno. *ret is filled in as far as it is known. Logs. */
int backups_tend(struct store *store, const struct backups_wish *wish,
	struct backups_done *ret) _warn_unused_;

/* The path of the newest one, heap. −ENOENT. */
int backups_newest(const char *folder, char **ret) _warn_unused_;
