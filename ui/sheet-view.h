/* SPDX-License-Identifier: Apache-2.0 */
/* What stands on the A4 sheets of procedures, and which sheets there are. Texts are borrowed. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

struct sheet_entry {
	const char *code; /* "" it has none */
	const char *name;
	const char *link; /* NULL or "": it has none, and no QR code */
	bool free_online; /* no fee when filed online */
};

struct sheet_sector {
	const char *id; /* stays the same when the sector is renamed: "ho-tich" */
	const char *name;
	const char *link; /* NULL or "": it gets no sheet of its own */
	const struct sheet_entry *entries; /* in the order in which they are posted */
	int n_entries;
};

struct sheet_set {
	const char *centre; /* its name */
	cairo_surface_t *emblem; /* NULL none */
	const char *link; /* the centre's; NULL or "": no sheet of it */
	const char *date; /* of printing: "2026-11-29" */
	const char *version; /* of the catalogue, in the words of the reader; "" none */
	bool second_language; /* labels in the second language below the first */
	const struct sheet_sector *sectors;
	int n_sectors;
};

enum sheet_kind {
	SHEET_CENTRE, /* one large code */
	SHEET_SECTOR, /* the same for a sector */
	SHEET_LIST, /* procedures of a sector, each with its code */
};

enum { SHEET_HASH_SIZE = 17, SHEET_MARK_LENGTH = 6 };

struct sheet {
	enum sheet_kind kind;
	int sector; /* its index in the set; 0 for the centre */
	int first, n; /* entries of the sector, for SHEET_LIST */
	int page, pages; /* from 1, within the sector's list */
	char *key; /* what it is, from print to print: "centre", "ho-tich", "ho-tich/2" */
	char hash[SHEET_HASH_SIZE]; /* of all that it says, apart from date and version */
};
