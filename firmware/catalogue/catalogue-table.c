/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of procedures: the headings stand in the first row that has one for names, below the
 * titles of the list, or, for want of that, in the first one that is not empty. */
#include <string.h>

#include "base/csv.h"
#include "catalogue/catalogue-columns.h"
#include "catalogue/catalogue-import-internal.h"

enum { TITLE_ROWS_MAX = 15 };

struct table {
	struct importer *importer;
	struct csv_reader reader;
	struct textbuf cell;
	bool ends_a_line; /* the file does */
	int n_columns;
	int columns[CATALOGUE_COLUMNS_MAX];
	char *headings[CATALOGUE_COLUMNS_MAX];
};

static void table_done(struct table *table)
{
	for (int i = 0; i < table->n_columns; i++) {
		free(table->headings[i]);
	}
	textbuf_done(&table->cell);
}

static enum procedure_wrong next_cell(struct table *table, bool *ret_is_last)
{
	static const enum procedure_wrong wrongs[] = {
		[CSV_RIGHT] = PROCEDURE_WRONG_RIGHT,
		[CSV_WRONG_QUOTE] = PROCEDURE_WRONG_QUOTE,
		[CSV_WRONG_LONG] = PROCEDURE_WRONG_LONG,
		[CSV_WRONG_CHARACTERS] = PROCEDURE_WRONG_CHARACTERS,
	};

	return wrongs[csv_next(&table->reader, CATALOGUE_CELL_MAX, &table->cell, ret_is_last)];
}

static bool has_column(const struct table *table, int column)
{
	for (int i = 0; i < table->n_columns; i++) {
		if (table->columns[i] == column) {
			return true;
		}
	}
	return false;
}

static void on_heading(struct table *table, int at, enum procedure_wrong wrong)
{
	const char *heading = table->cell.data;
	int column = *heading ? catalogue_column_find(heading) : CATALOGUE_COLUMN_UNKNOWN;

	if (wrong != PROCEDURE_WRONG_RIGHT) {
		importer_fault(table->importer, at + 1, wrong, NULL, heading, 0);
	} else if (at >= CATALOGUE_COLUMNS_MAX) {
		importer_fault(table->importer, at + 1, PROCEDURE_WRONG_MANY, NULL, heading,
			CATALOGUE_COLUMNS_MAX);
	} else if (column < CATALOGUE_COLUMN_IGNORED && column != CATALOGUE_COLUMN_FEE &&
		has_column(table, column)) {
		importer_fault(table->importer, at + 1, PROCEDURE_WRONG_TWICE, heading, NULL, 0);
	} else if (*heading && column == CATALOGUE_COLUMN_UNKNOWN) {
		importer_leave_out(table->importer, heading);
	}
	if (at >= CATALOGUE_COLUMNS_MAX) {
		return;
	}
	table->columns[at] = column;
	table->headings[at] = text_dup(heading);
	table->n_columns = at + 1;
	if (column < PROCEDURE_FIELDS) {
		table->importer->column_of[column] = at + 1;
		table->importer->heading_of[column] = table->headings[at];
	}
}

/* Skips the rows of titles above the headings; none where no headings follow. */
static void skip_titles(struct table *table)
{
	const struct csv_reader start = table->reader;

	for (int row = 0; row < TITLE_ROWS_MAX && !csv_is_done(&table->reader); row++) {
		const struct csv_reader before = table->reader;
		bool is_last = false;

		while (!is_last) {
			enum procedure_wrong wrong = next_cell(table, &is_last);

			if (wrong == PROCEDURE_WRONG_RIGHT && *table->cell.data &&
				catalogue_column_find(table->cell.data) == PROCEDURE_NAME) {
				table->reader = before;
				table->importer->row = row;
				return;
			}
		}
	}
	table->reader = start;
}

/* A cell of a record. */
static void on_cell(struct table *table, int at, enum procedure_wrong wrong, json_t *draft)
{
	const char *heading = at < table->n_columns ? table->headings[at] : NULL;
	json_t *value;

	if (wrong == PROCEDURE_WRONG_RIGHT && *table->cell.data && (!heading || !*heading)) {
		wrong = PROCEDURE_WRONG_EXTRA;
	}
	if (wrong != PROCEDURE_WRONG_RIGHT) {
		importer_fault(table->importer, at + 1, wrong, heading, table->cell.data, 0);
		return;
	}
	if (at < table->n_columns) {
		value = json_string(table->cell.data);
		importer_set(table->importer, draft, table->columns[at], value);
		json_decref(value);
	}
}

/* Reads a row; an empty one is skipped. */
static void read_row(struct table *table)
{
	bool is_head = table->n_columns == 0;
	size_t faults = table->importer->faults->n;
	json_t *draft = json_object();
	bool is_blank = true;
	bool is_last = false;
	int n;

	table->importer->row++;
	table->importer->speaks = 0;
	for (n = 0; !is_last; n++) {
		enum procedure_wrong wrong = next_cell(table, &is_last);

		is_blank = is_blank && !*table->cell.data && wrong == PROCEDURE_WRONG_RIGHT;
		if (is_head && !(is_blank && is_last)) {
			on_heading(table, n, wrong);
		} else if (!is_head) {
			on_cell(table, n, wrong, draft);
		}
	}
	if (is_head && is_blank) { /* separators alone */
		for (int i = 0; i < table->n_columns; i++) {
			free(table->headings[i]);
		}
		table->n_columns = 0;
	}
	if (is_head || is_blank || table->importer->faults->n > faults) {
		json_decref(draft);
		return;
	}
	if (n < table->n_columns && csv_is_done(&table->reader) && !table->ends_a_line) {
		table->importer->cut_at = table->cell.data;
	}
	importer_add(table->importer, draft);
}

void catalogue_table_read(struct importer *importer, const char *text, size_t size)
{
	_cleanup_(table_done) struct table table = {.importer = importer};
	size_t most;

	csv_start(&table.reader, text, size);
	table.ends_a_line = size > 0 && strchr("\r\n", text[size - 1]);
	skip_titles(&table);
	while (table.n_columns == 0 && !csv_is_done(&table.reader)) {
		read_row(&table);
	}
	if (table.n_columns > 0 && !has_column(&table, PROCEDURE_NAME)) {
		importer_fault(importer, 0, PROCEDURE_WRONG_NO_COLUMN, "name", NULL, 0);
	}
	most = importer->faults->n == 0 ? CATALOGUE_FAULTS_MAX : 0;
	/* With wrong headings every row would look wrong, so none is read. */
	while (importer->faults->n < most && !csv_is_done(&table.reader)) {
		read_row(&table);
	}
}
