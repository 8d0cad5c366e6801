/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folder of the database: what each file in it is, which may go and which must stay. Beside the
 * database lie copies of former ones (put aside by a restore or a rebuild), what a killed command
 * left unfinished, archives, and what the hub does not know. Copies are kept up to a number and a
 * size, the oldest go first; the newest of a restore and the newest of a rebuild stay in any case:
 * they are the last trace of a database that was replaced. What is unknown is listed and never
 * removed. How old a copy is says the number in its name: a board's clock cannot be trusted with
 * that.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"

/* The folder in which a new database is built, as DIR/layso.db of its own. */
#define FILES_REPLACING "replacing"

/* What puts a former database aside, as layso.db.WORD-N; N grows with each one, whatever WORD. */
#define FILES_DAMAGED "damaged"
#define FILES_RESTORED "before-restore"

enum file_kind {
	FILE_DATABASE, /* with its log and its shared memory */
	FILE_OWN, /* lock, marks, certificate */
	FILE_COPY, /* a former database, with its log */
	FILE_UNFINISHED, /* of a command that was killed, or is at work */
	FILE_ARCHIVE,
	FILE_UNKNOWN,
	FILE_KINDS
};
enum file_why {
	FILE_GOES, /* it does not stay */
	FILE_IN_FORCE,
	FILE_LAST_TRACE,
	FILE_WITHIN_LIMITS,
	FILE_AT_WORK,
	FILE_NOT_OURS,
	FILE_WHYS
};

enum {
	FILE_NAME_MAX = 255,
	FILES_MAX = 256, /* names of a folder that are looked at */
};

struct file_entry {
	char name[FILE_NAME_MAX + 1]; /* without "-wal" and the like: they go with the file */
	enum file_kind kind;
	enum file_why why; /* it stays */
	bool folder;
	bool alone; /* what goes with a file is there, but not the file */
	int64_t bytes; /* with what goes with it */
	int64_t written_s; /* by the wall clock of then, seconds since 1970; 0 not known */
	const char *word; /* of a copy: what put it aside */
	int number; /* … and its age: 1, 2, 3 … */
};

struct files {
	int n;
	struct file_entry entry[FILES_MAX]; /* copies by age, the oldest first */
	int copies; /* that stay */
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

/* Pure. One name of the folder. What does not fit into FILES_MAX is left out, and so stays. */
void files_add(
	struct files *files, const char *name, bool folder, int64_t bytes, int64_t written_s);
/* Pure. After the last one: says what stays. */
void files_judge(struct files *files, const struct files_limits *limits);

/* The number for the next copy: higher than any. Blocks on the disk. */
int files_next_number(const char *dir);

/* The functions below block on the disk, and may be called from any thread: removals wait for each
 * other. */

/* What is in the folder. −errno. */
int files_read(const char *dir, const struct files_limits *limits, struct files *ret) _warn_unused_;
/* Removes what does not stay; *ret says what is left. A kill leaves what the next call removes.
 * Logs. −errno of the first removal that failed. */
int files_clean(
	const char *dir, const struct files_limits *limits, struct files *ret) _warn_unused_;
/* Removes what a drill has left, unless it is at work. */
void files_remove_drill(const char *dir);
/* Removes one copy, by its name, for a person who says so. −ENOENT no such file; −EPERM it is no
 * copy; −EBUSY it is the only one left of its kind. Logs. */
int files_remove(const char *dir, const char *name) _warn_unused_;
