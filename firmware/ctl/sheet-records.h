/* SPDX-License-Identifier: Apache-2.0 */
/* The sheets' sectors and entries, made from the records of the catalogue: what may be shown as
 * valid on a day, by sectors and names in the order of the alphabet, each with its link. Pure. */
#pragma once

#include "catalogue/catalogue-age.h"
#include "catalogue/link.h"
#include "ui/sheet-view.h"

struct sheet_row; /* an entry with the texts that it borrows */

struct sheet_records {
	struct sheet_row *rows;
	struct sheet_entry *entries;
	int n_entries;
	struct sheet_sector *sectors;
	int n_sectors;
	int n_left_out; /* not valid on that day */
	char *too_long; /* sectors whose link is, a line each; heap, "" none: they have no sheet */
	char *left_out; /* those that somebody has to look at, a line each; heap, "" none */
};

/* Texts are the procedures' or heap of the records; rules are those that link_check accepts.
 * other_name is the sector of records without one. −EINVAL: *ret_error, for the caller to free, has
 * a line for each record whose link is wrong. */
int sheet_records_make(struct procedure *const *procedures, size_t n, const char *today,
	const struct link_rules *rules, const char *other_name, struct sheet_records *ret,
	char **ret_error) _warn_unused_;
void sheet_records_done(struct sheet_records *records);

/* The id of a sector on sheets and in links, from its name: "Hộ tịch" is "ho-tich"; heap. */
char *sheet_sector_id(const char *name) _warn_unused_;
