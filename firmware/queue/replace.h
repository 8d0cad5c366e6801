/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way in which a new database takes the place of DIR/layso.db: for a restore and for the
 * rebuild of a damaged one. It is built in a folder of its own, made durable, and announced by a
 * mark before anything of the former one is touched. From then on the replacement is finished,
 * whatever happens: by replace_finish or by replace_resume at the next start. At no instant is
 * there no database, and never one beside the WAL of another. The caller holds the folder's lock.
 * All of it blocks on the disk.
 */
#pragma once

#include "queue/queue.h"
#include "queue/store-internal.h"

/* The folder in which the new one is built, as DIR/layso.db of its own. */
#define REPLACE_FOLDER "replacing"

/* What puts a former database aside, as layso.db.WORD-N; N grows with each one, whatever WORD. */
#define REPLACE_DAMAGED "damaged"
#define REPLACE_RESTORED "before-restore"

/* Makes the folder, empty; what an unfinished build left there is gone. */
int replace_begin(const char *dir) _warn_unused_;
/* Discards an unfinished build. */
void replace_discard(const char *dir);
/* In what was built: numbers and ids are above these n. There, so that no power cut leaves it in
 * force without. */
int replace_raise_numbers(const char *dir, const struct given given[], size_t n,
	const struct moment *now) _warn_unused_;
/* The built database takes its place; the former one is kept as layso.db.WORD-N with its WAL.
 * *ret_aside is heap, or NULL when there was no former one. An error before the mark leaves the
 * former one in force; after it, the next start finishes. */
int replace_finish(const char *dir, const char *word, char **ret_aside) _warn_unused_;
/* At each start, before the database is opened: finishes what was announced, else discards what was
 * not. */
int replace_resume(const char *dir) _warn_unused_;

/* A replacement is to be finished at the next start. */
bool replace_is_announced(const char *dir);

/* A new file, durable, that only its owner may read. −ECANCELED when *stop (may be NULL) became
 * true; what was written is left then, as after any error. */
int replace_copy_file(const char *from, const char *to, const atomic_bool *stop) _warn_unused_;

/* Copies the rows of a table of one database into another's up to the first bad page, ascending or
 * (order "DESC") from the end. where is "" or a clause. 1: to the end; 0: not, or a row did not fit
 * the table; −EIO, −ENOSPC, −EROFS. */
int replace_copy_rows(struct store *from, struct store *to, const char *table, const char *where,
	const char *order) _warn_unused_;

/* Rebuilds the damaged DIR/layso.db: its log is folded anew, the tables that are not in the log are
 * carried over row by row around bad pages. Logs what was lost. −ENODATA: nothing of it can be
 * read, and it stays as it is: an empty hall is made for nobody. */
int replace_rebuild(const char *dir) _warn_unused_;

/* Called before each step of the replacement, with its number from 0: for tests of power cuts. */
extern void (*replace_before_step)(int step);
