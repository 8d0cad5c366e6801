/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way in which a new database takes the place of DIR/layso.db: for a restore and for the
 * rebuild of a damaged one. It is built in a folder of its own, made durable, and announced by a
 * mark before anything of the former one is touched. From then on the replacement is finished,
 * whatever happens: by replace_finish or by replace_resume at the next start. At no instant is
 * there no database, and never one beside the WAL of another. The caller holds the folder's lock,
 * and calls from one thread. Everything but replace_is_announced writes and syncs: begin, discard
 * and finish a few files, resume what an end left open, rebuild the whole database.
 */
#pragma once

#include "queue/queue.h"
#include "queue/store-internal.h"

/* Makes the folder, empty; what an unfinished build left there is gone. */
int replace_begin(const char *dir) _warn_unused_;
/* Discards an unfinished build. */
void replace_discard(const char *dir);
/* In what was built: numbers and ids are above these n. There, so that no power cut leaves it in
 * force without. */
int replace_raise_numbers(const char *dir, const struct given given[], size_t n,
	const struct clock_reading *now) _warn_unused_;
/* The built database takes its place; the former one is kept as layso.db.WORD-N with its WAL.
 * *ret_aside is heap, or NULL when there was no former one. An error before the mark leaves the
 * former one in force; after it, the next start finishes. */
int replace_finish(const char *dir, const char *word, char **ret_aside) _warn_unused_;
/* At each start, before the database is opened: finishes what was announced, else discards what was
 * not. */
int replace_resume(const char *dir) _warn_unused_;

/* A replacement is to be finished at the next start. */
bool replace_is_announced(const char *dir);

/* Rebuilds the damaged DIR/layso.db: its log is folded anew, the tables that are not in the log are
 * carried over row by row around bad pages. Logs what was lost. −ENODATA: nothing of it can be
 * read, and it stays as it is: an empty hall is made for nobody. */
int replace_rebuild(const char *dir) _warn_unused_;

/* Called before each step of the replacement, with its number from 0: for tests of power cuts. */
extern void (*replace_before_step)(int step);
