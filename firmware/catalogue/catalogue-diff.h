/* SPDX-License-Identifier: Apache-2.0 */
/* What an import would change in the catalogue. Pure. */
#pragma once

#include "catalogue/catalogue-import.h"

enum catalogue_change {
	CATALOGUE_NEW,
	CATALOGUE_CHANGED,
	CATALOGUE_CONFIRMED, /* the same, with a newer day or another source */
	CATALOGUE_ENDED, /* in force, and missing in an import that is whole */
	CATALOGUE_SAME,
	CATALOGUE_CHANGES
};
const char *catalogue_change_name(enum catalogue_change change); /* "new" … */

struct catalogue_diff_entry {
	enum catalogue_change change;
	char key[PROCEDURE_KEY_MAX + 1]; /* of the record that is kept from now on */
	char old_key[PROCEDURE_KEY_MAX + 1]; /* the one that goes where a record without a code
						is given one, or had another key; else "" */
	const json_t *before; /* NULL: new */
	const json_t *after; /* in its normal form; of an ended one with its new state */
	uint32_t fields; /* of a changed one: a bit (1 << field) for each that differs */
	size_t n_doubts; /* about this record */
};

struct catalogue_diff {
	size_t n;
	struct catalogue_diff_entry *entries; /* by key, as bytes */
	size_t count[CATALOGUE_CHANGES];
	size_t n_suspicious; /* entries with doubts */
	size_t n_doubts;
	struct catalogue_doubt *doubts; /* the import's and those of the comparison, by row */
	json_t *owned; /* the records that were made for it */
};
void catalogue_diff_free(struct catalogue_diff *diff);
DEFINE_CLEANUP(struct catalogue_diff *, catalogue_diff_free);

/* Compares what is kept (n records in their normal form) with an import. With is_whole, the
 * import lists all procedures, so that those which are missing in it have ended on today. Records
 * are the same by their code without a province's part; one without a code by its name, also when
 * the other list has a code for it, which is kept. What the file does not speak of stays
 * (catalogue-merge.h). Both must outlive the difference. */
void catalogue_diff_make(json_t *const *kept, size_t n, const struct catalogue_import *import,
	bool is_whole, const char *today, struct catalogue_diff **ret);

/* "name, sector": the fields of a changed entry in the table's order. */
void catalogue_diff_fields(const struct catalogue_diff_entry *entry, struct textbuf *out);
