/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A log that cannot be read through, beside tables that can: the rebuilt database keeps both. The
 * events that can be read stay under their numbers; each lost one leaves a mark (EVENT_LOST). After
 * the last one stands what the tables have beyond the part of the log before the first loss, a row
 * an event (EVENT_RECOVER), then one without a row: from there the log goes on. So the tables
 * still follow from the log. Blocks on the disk.
 */
#pragma once

#include "queue/store-internal.h"

/* to: the fold of the events up to last of the damaged database from, whose file is path. first:
 * the first event that from must have (checkpoint_first). 0: to is what from's tables say, and
 * *ret_lost events are lost. An error leaves it as it was: −EUCLEAN, −EBADMSG or −EEXIST when the
 * tables do not serve, either. */
int recover_tables(struct store *from, const char *path, struct store *to, int64_t last,
	int64_t first, int64_t *ret_lost) _warn_unused_;

/* Does what the row of an EVENT_RECOVER says: {"table", "row": {column: value}, "gone"}. −EBADMSG
 * when it is no row of a table that follows from the log. */
int recover_row(struct store *to, const json_t *change) _warn_unused_;

/* The present row of a select as such a change; NULL when it holds what no row of ours does. */
json_t *recover_change(sqlite3_stmt *row, const char *table, bool gone);

/* The tables that follow from the log, which verify compares; ends with NULL. */
extern const char *const recover_table_names[];
/* All others: the log itself, who may come in, and what a connection needs; likewise. */
extern const char *const recover_tables_beside[];
