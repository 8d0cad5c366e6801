/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The search among the procedures: from what a person types to procedures, or to a question back.
 *
 * The index is one FTS5 table in the SQLite handle that the caller gives (":memory:" or a file);
 * the words of a question are found there and the rows that share most with it are compared again,
 * word by word. Nothing about a question is kept.
 *
 * Adding, removing and finding block: 5,000 entries are added in well under a second, a question
 * takes a few milliseconds. Not re-entrant: one thread at a time for one handle.
 */
#pragma once

#include <sqlite3.h>

#include "base/cleanup.h"
#include "catalogue/procedure.h"
#include "catalogue/search-answer.h"
#include "catalogue/search-words.h"

struct search;

/* Makes the table in db, or takes the one that is there. words may be NULL; both stay the caller's
 * and must outlive the search. −ENOTSUP: this SQLite has no FTS5; −EIO: db cannot be written. */
int search_open(sqlite3 *db, const struct search_words *words, struct search **ret) _warn_unused_;
void search_close(struct search *search);
DEFINE_CLEANUP(struct search *, search_close);

/* Adds a record, whose key must not be in the index yet: its names, keywords and sector. Many:
 * inside one transaction of the caller. −EIO. */
int search_add(struct search *search, const struct procedure *procedure) _warn_unused_;
/* Removes the entry of that key, if there is one; reads the whole table. −EIO. */
int search_remove(struct search *search, const char *key) _warn_unused_;
/* Removes all entries. −EIO. */
int search_clear(struct search *search) _warn_unused_;
/* To be called when rules were added to the words. */
void search_words_changed(struct search *search);

/* Answers a question of any bytes. No words, or nothing found: no hits. −EIO. */
int search_find(
	struct search *search, const char *question, struct search_answer *ret) _warn_unused_;
