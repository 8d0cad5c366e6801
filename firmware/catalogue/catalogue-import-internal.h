/* SPDX-License-Identifier: Apache-2.0 */
/* What the readers of tables and of JSON have in common: catalogue-import.c has it. */
#pragma once

#include "catalogue/catalogue-import.h"

struct importer {
	const struct catalogue_reading *reading;
	struct catalogue_import *import;
	struct catalogue_faults *faults;
	json_t *keys; /* key → index of the record */
	json_t *left_out; /* headings that are not known, each once */
	/* Where a field stands in the file: its heading and column; set by the readers. */
	int row;
	const char *cut_at; /* what the file ends with within a row; NULL not in this one */
	uint32_t
		speaks; /* of the record that is being read: a bit for each enum catalogue_column */
	uint32_t filled; /* the columns in which any record has something */
	int column_of[PROCEDURE_FIELDS]; /* from 1; 0 none */
	const char *heading_of[PROCEDURE_FIELDS]; /* NULL none */
};

/* Notes a fault; field and shown may be NULL; limit is 0 where none is exceeded. */
void importer_fault(struct importer *importer, int column, enum procedure_wrong wrong,
	const char *field, const char *shown, size_t limit);
/* Notes a column that is not known, once. */
void importer_leave_out(struct importer *importer, const char *heading);
/* Puts a column's value into a record that is being read: a text, or a list in the form of
 * procedure.h; an empty one is noted as spoken of. Borrows the value. */
void importer_set(struct importer *importer, json_t *draft, int column, const json_t *value);
/* Takes a record that was read: mends what has one meaning, notes doubts and faults. Owns draft. */
void importer_add(struct importer *importer, json_t *draft);

/* The readers; the text has a NUL behind it. */
void catalogue_table_read(struct importer *importer, const char *text, size_t size);
void catalogue_json_read(struct importer *importer, const char *text, size_t size);
