/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For a log that cannot be read completely, when the tables can: the rebuilt database keeps both.
 * The events that can be read keep their numbers; each lost one is replaced by a mark (EVENT_LOST).
 * After the last event come the rows that the tables have beyond the log before the first loss, one
 * event (EVENT_RECOVER) per row, then one without a row: from there the log goes on. So the tables
 * still follow from the log. Blocks on the disk.
 */
#pragma once

#include "queue/store-internal.h"

/* to: the result of folding the events up to last of the damaged database from, whose file is path.
 * first: the first event that from must have (checkpoint_first). 0: to now has the rows of from's
 * tables, and *ret_lost events are lost. An error leaves to as it was: −EUCLEAN, −EBADMSG or
 * −EEXIST when the tables cannot be used either. */
int recover_tables(struct store *from, const char *path, struct store *to, int64_t last,
	int64_t first, int64_t *ret_lost) _warn_unused_;

/* Applies the row of an EVENT_RECOVER: {"table", "row": {column: value}, "gone"}. −EBADMSG when it
 * is not a row of a table that follows from the log. */
int recover_row(struct store *to, const json_t *change) _warn_unused_;

/* The current row of a select in that form; NULL when it holds a value that no row of layso has. */
json_t *recover_change(sqlite3_stmt *row, const char *table, bool gone);

/* The tables that follow from the log, which verify compares; ends with NULL. */
extern const char *const recover_table_names[];
/* All other tables: the log itself, accounts and tokens, and what a connection needs; ends with
 * NULL. */
extern const char *const recover_tables_beside[];
