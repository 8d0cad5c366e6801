/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of the database: what each file in it is, which may be removed and which must stay.
 * Besides the database there are copies of former ones (put aside by a restore or a rebuild), what
 * a killed command left unfinished, archives, and files that the hub does not know. Copies are kept
 * up to a number and a size; the oldest are removed first. The newest copy of a restore and the
 * newest of a rebuild stay in any case: they are the last trace of a database that was replaced.
 * Unknown files are listed and never removed. The age of a copy is the number in its name, since a
 * board's clock is not reliable enough.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"

/* The folder in which a new database is built, as DIR/layso.db of its own. */
#define FILES_REPLACING "replacing"

/* Why a former database was put aside, as layso.db.WORD-N; N grows with each copy, whatever WORD
 * is. */
#define FILES_DAMAGED "damaged"
#define FILES_RESTORED "before-restore"

enum file_kind {
	FILE_DATABASE, /* with its log and its shared memory */
	FILE_OWN, /* lock, marks, certificate */
	FILE_COPY, /* a former database, with its log */
	FILE_UNFINISHED, /* of a command that was killed, or that is still running */
	FILE_ARCHIVE,
	FILE_UNKNOWN,
	FILE_KINDS
};
enum file_why {
	FILE_GOES, /* it is to be removed */
	FILE_IN_FORCE,
	FILE_LAST_TRACE,
	FILE_WITHIN_LIMITS,
	FILE_AT_WORK,
	FILE_NOT_OURS,
	FILE_WHYS
};

enum {
	FILE_NAME_MAX = 255,
	FILES_MAX = 256, /* names of a folder that are read */
};

struct file_entry {
	char name[FILE_NAME_MAX + 1]; /* without "-wal" and the like: those belong to the file */
	enum file_kind kind;
	enum file_why why; /* why it stays, or FILE_GOES */
	bool folder;
	bool alone; /* its "-wal" or the like exists, but not the file itself */
	int64_t bytes; /* including its "-wal" and the like */
	int64_t written_s; /* by the wall clock at that time, seconds since 1970; 0: not known */
	const char *word; /* of a copy: why it was put aside */
	int number; /* of a copy: its place in age: 1, 2, 3 … */
};

struct files {
	int n;
	struct file_entry entry[FILES_MAX]; /* copies by age, the oldest first */
	int copies; /* number of copies that stay */
	int64_t copy_bytes;
	bool over; /* more than the limits allow, but none may go */
};

struct files_limits {
	int copies; /* ≥ 1 */
	int64_t bytes; /* of all copies */
};

/* "database", "own", "copy", "unfinished", "archive", "unknown". */
const char *files_kind_name(enum file_kind kind);
/* "in_force", "last_trace", "within_limits", "at_work", "not_ours"; NULL for what goes. */
const char *files_why_name(enum file_why why);

/* Pure. Adds one name of the folder. What does not fit into FILES_MAX is left out, and so stays. */
void files_add(
	struct files *files, const char *name, bool folder, int64_t bytes, int64_t written_s);
/* Pure. After the last files_add: decides what stays. */
void files_judge(struct files *files, const struct files_limits *limits);

/* The number for the next copy: higher than any other. Blocks on the disk. */
int files_next_number(const char *dir);

/* The functions below block on the disk. Any thread may call them: files_clean and files_remove
 * wait for each other. */

/* Lists what is in the folder. −errno. */
int files_read(const char *dir, const struct files_limits *limits, struct files *ret) _warn_unused_;
/* Removes what does not stay; *ret is what is left. If it is killed, the next call removes the
 * rest. Logs. −errno of the first removal that failed. */
int files_clean(
	const char *dir, const struct files_limits *limits, struct files *ret) _warn_unused_;
/* Removes what a backup drill has left, unless one is running. */
void files_remove_drill(const char *dir);
/* Removes one copy by its name, when a person asks for it. −ENOENT: no such file; −EPERM: it is not
 * a copy; −EBUSY: it is the only one left of its kind. Logs. */
int files_remove(const char *dir, const char *name) _warn_unused_;
