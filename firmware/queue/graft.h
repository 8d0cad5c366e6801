/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database without its first pages cannot be read at all, though its tables are there. In all
 * databases of one schema that were created with it, the schema has the same pages, and so it has
 * in all that were restored, since a backup is written in a fixed order. So a copy of the damaged
 * file gets the schema's pages of a new database, in the order that fits what is left. The caller
 * must check what the result says, row by row.
 */
#pragma once

#include "queue/store-internal.h"

/* Makes to, a copy of the file damaged with its WAL, and writes into it the schema's pages of
 * whole, an empty database of the newest schema at whole_path. −EUCLEAN when the result still
 * cannot be opened. Blocks on the disk. */
int graft_schema(const char *damaged, struct store *whole, const char *whole_path,
	const char *to) _warn_unused_;
