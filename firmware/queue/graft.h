/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A database without its first pages cannot be read at all, though its tables are there. All
 * databases of one schema that were made by it have their tables at the same pages, and so have all
 * that were restored, since a backup is ordered anew: a copy gets the schema's pages of a new one,
 * in the order that fits what is left. What it then says is for the caller to check, row by row.
 */
#pragma once

#include "queue/store-internal.h"

/* Makes to, a copy of the file damaged with its WAL, and puts in it the pages of the schema that
 * whole has at path whole_path, an empty database of the newest schema. −EUCLEAN when it still is
 * none. Blocks on the disk. */
int graft_schema(const char *damaged, struct store *whole, const char *whole_path,
	const char *to) _warn_unused_;
