/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only way in which a new database replaces DIR/layso.db: for a restore and for the rebuild of
 * a damaged one. It is built in a folder of its own, made durable, and announced by a mark before
 * the former one is touched. From then on the replacement is completed in any case: by
 * replace_finish or by replace_resume at the next start. At no instant is there no database, or a
 * database beside the WAL of another. The caller holds the folder's lock and calls from one thread.
 * All functions but replace_is_announced write and sync: begin, discard and finish a few files,
 * resume what an interrupted replacement left, rebuild the whole database.
 */
#pragma once

#include "queue/queue.h"
#include "queue/store-internal.h"

/* Makes an empty folder; removes what an unfinished build left there. */
int replace_begin(const char *dir) _warn_unused_;
/* Discards an unfinished build. */
void replace_discard(const char *dir);
/* Raises numbers and ids in the built database above these n. It is done before the built database
 * is in force, so that no power cut can leave it in force without. */
int replace_raise_numbers(const char *dir, const struct given given[], size_t n,
	const struct clock_reading *now) _warn_unused_;
/* The built database takes its place; the former one is kept as layso.db.WORD-N with its WAL.
 * *ret_aside is heap, or NULL when there was no former one. An error before the mark leaves the
 * former one in force; after it, the next start finishes. */
int replace_finish(const char *dir, const char *word, char **ret_aside) _warn_unused_;
/* At each start, before the database is opened: finishes what was announced, else discards what was
 * not. */
int replace_resume(const char *dir) _warn_unused_;

/* Whether a replacement is to be finished at the next start. */
bool replace_is_announced(const char *dir);

/* Rebuilds the damaged DIR/layso.db: folds its log again, and copies the tables that are not in the
 * log row by row around bad pages. Logs what was lost. −ENODATA: nothing of it can be read; then it
 * stays as it is, because no empty database is made without being asked for. */
int replace_rebuild(const char *dir) _warn_unused_;

/* Called before each step of the replacement, with its number from 0: for tests of power cuts. */
extern void (*replace_before_step)(int step);
