/* SPDX-License-Identifier: Apache-2.0 */
/* The evaluation's figures as a table. Rows above the headings may say the period, the source and
 * the day, a word and its value each; others there are titles. */
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "queue/evaluation-internal.h"

enum {
	COLUMNS_MAX = 64,
	COLUMN_NONE = -1,
	CELL_MAX = LIMIT_ROOM(LIMIT_TEXT) - 1, /* bytes; characters are counted besides */
	/* That are not empty, before the headings. To look for these takes long, and a file of
	 * something else has none. */
	ROWS_ABOVE_MAX = 60,
};

struct cell {
	char text[CELL_MAX + 1];
	enum csv_wrong wrong;
};

struct table {
	struct evaluation_reader *reader;
	struct csv_reader csv;
	struct textbuf cell;
	struct cell
		*cells; /* COLUMNS_MAX of the row that was read last; further ones are not kept */
	int n_cells; /* all of that row */
	int n_columns; /* of the headings; 0: none yet */
	int columns[COLUMNS_MAX]; /* what each holds, or COLUMN_NONE */
	char headings[COLUMNS_MAX][OFFICE_SHOWN + 1];
	char group[LIMIT_ROOM(LIMIT_TEXT)]; /* of the rows above */
};

static void table_done(struct table *table)
{
	textbuf_done(&table->cell);
	free(table->cells);
}

/* Reads a row; false: it is empty. */
static bool next_row(struct table *table)
{
	bool is_last = false;
	bool is_blank = true;

	table->reader->row++;
	for (table->n_cells = 0; !is_last; table->n_cells++) {
		enum csv_wrong wrong = csv_next(&table->csv, CELL_MAX, &table->cell, &is_last);
		struct cell *cell = &table->cells[table->n_cells];

		is_blank = is_blank && wrong == CSV_RIGHT && !*table->cell.data;
		if (table->n_cells < COLUMNS_MAX) {
			cell->wrong = wrong == CSV_RIGHT && !utf8_fits(table->cell.data, LIMIT_TEXT)
				? CSV_WRONG_LONG
				: wrong;
			text_copy_cut(cell->text, sizeof(cell->text), table->cell.data);
			reader_tidy(cell->text);
		}
	}
	return !is_blank;
}

static int n_kept(const struct table *table)
{
	return MIN_OF(table->n_cells, COLUMNS_MAX);
}

/* ---- headings ---- */

static int find_column(const struct table *table, const char *heading)
{
	for (int kind = 0; *heading && kind <= EVALUATION_WORD_OWN; kind++) {
		if (reader_is_word(table->reader, kind, heading)) {
			return kind;
		}
	}
	return COLUMN_NONE;
}

/* A row with a group or a name, and with a number, has the headings. */
static bool is_head(const struct table *table)
{
	bool has_name = false;
	bool has_number = false;

	for (int i = 0; i < n_kept(table); i++) {
		int column = find_column(table, table->cells[i].text);

		has_name |= column == EVALUATION_WORD_GROUP || column == EVALUATION_WORD_NAME;
		has_number |= column >= 0 && column < EVALUATION_NUMBERS;
	}
	return has_name && has_number;
}

static void leave_out(struct table *table, const char *heading)
{
	struct textbuf *left_out = table->reader->left_out;

	if (*heading) {
		textbuf_printf(left_out, left_out->size > 0 ? "\n%s" : "%s", heading);
	}
}

static void read_head(struct table *table)
{
	table->n_columns = n_kept(table);
	for (int i = 0; i < table->n_columns; i++) {
		const char *text = table->cells[i].text;
		int column = find_column(table, text);

		text_copy_cut(table->headings[i], sizeof(table->headings[i]), text);
		for (int j = 0; column != COLUMN_NONE && j < i; j++) {
			if (table->columns[j] == column) {
				reader_fault(
					table->reader, i + 1, EVALUATION_WRONG_TWICE, "", text);
			}
		}
		table->columns[i] = column;
		if (column == COLUMN_NONE) {
			leave_out(table, text);
		}
	}
}

/* ---- rows ---- */

static enum evaluation_wrong wrong_of(enum csv_wrong wrong)
{
	switch (wrong) {
	case CSV_RIGHT:
		break;
	case CSV_WRONG_QUOTE:
		return EVALUATION_WRONG_QUOTE;
	case CSV_WRONG_LONG:
		return EVALUATION_WRONG_LONG;
	case CSV_WRONG_CHARACTERS:
		return EVALUATION_WRONG_CHARACTERS;
	}
	return EVALUATION_RIGHT;
}

/* A row above the headings: "Kỳ; 2026-10". */
static void read_above(struct table *table)
{
	const struct cell *word = &table->cells[0];
	const struct cell *value = &table->cells[1];

	if (table->n_cells < 2) {
		return;
	}
	for (int kind = EVALUATION_WORD_PERIOD; kind <= EVALUATION_WORD_TAKEN_DAY; kind++) {
		if (!reader_is_word(table->reader, kind, word->text)) {
			continue;
		}
		if (value->wrong != CSV_RIGHT) {
			reader_fault(
				table->reader, 2, wrong_of(value->wrong), word->text, value->text);
		} else {
			reader_set_head(table->reader, 2, kind, value->text);
		}
		return;
	}
}

static enum evaluation_wrong read_cell(
	struct table *table, int at, const struct cell *cell, struct evaluation_row *row)
{
	bool has_heading = *table->headings[at];
	int column = table->columns[at];

	if (cell->wrong != CSV_RIGHT) {
		return wrong_of(cell->wrong);
	}
	if (!*cell->text || (column == COLUMN_NONE && has_heading)) {
		return EVALUATION_RIGHT; /* the column is left out */
	}
	switch (column) {
	case COLUMN_NONE:
		return EVALUATION_WRONG_EXTRA;
	case EVALUATION_WORD_GROUP:
		(void)text_copy(row->group, sizeof(row->group), cell->text);
		return EVALUATION_RIGHT;
	case EVALUATION_WORD_NAME:
		(void)text_copy(row->name, sizeof(row->name), cell->text);
		return EVALUATION_RIGHT;
	case EVALUATION_WORD_OWN:
		return reader_set_own(table->reader, row, cell->text);
	default:
		return reader_set_number(row, (enum evaluation_number)column, cell->text);
	}
}

static bool is_total(const struct table *table, const struct evaluation_row *row)
{
	const char *name = *row->group ? row->group : row->name;

	return *name && (!*row->group || !*row->name) &&
		reader_is_word(table->reader, EVALUATION_WORD_TOTAL, name);
}

/* Finds out what a row is about. False: it names nothing. */
static bool set_kind(struct table *table, struct evaluation_row *row)
{
	if (is_total(table, row)) {
		row->kind = EVALUATION_TOTAL;
		row->group[0] = '\0';
		row->name[0] = '\0';
		return true;
	}
	row->kind = *row->name ? EVALUATION_ITEM : EVALUATION_GROUP;
	if (*row->group) {
		memcpy(table->group, row->group, sizeof(table->group));
	} else if (*row->name) {
		memcpy(row->group, table->group, sizeof(row->group));
	}
	return *row->group || *row->name;
}

static bool has_number(const struct evaluation_row *row)
{
	for (int number = 0; number < EVALUATION_NUMBERS; number++) {
		if (row->numbers[number].has) {
			return true;
		}
	}
	return false;
}

/* An unquoted 97,4 between commas has become two cells, also where the second one is empty. */
static bool check_extra(struct table *table)
{
	for (int i = table->n_columns; i < table->n_cells; i++) {
		const char *text = i < COLUMNS_MAX ? table->cells[i].text : "";

		if (*text || table->csv.separator == ',') {
			reader_fault(table->reader, i + 1, EVALUATION_WRONG_EXTRA, "", text);
			return false;
		}
	}
	return true;
}

static void read_row(struct table *table)
{
	struct evaluation_reader *reader = table->reader;
	struct evaluation_row row = {.own = OWN_NONE, .row = reader->row};
	size_t faults = reader->faults->n;

	if (!check_extra(table)) {
		return;
	}
	for (int i = 0; i < n_kept(table); i++) {
		const struct cell *cell = &table->cells[i];
		enum evaluation_wrong wrong = read_cell(table, i, cell, &row);

		if (wrong != EVALUATION_RIGHT) {
			reader_fault(reader, i + 1, wrong, table->headings[i], cell->text);
		}
	}
	if (reader->faults->n > faults) {
		return;
	}
	if (set_kind(table, &row)) {
		reader_add(reader, &row);
	} else if (has_number(&row)) {
		reader_fault(reader, 0, EVALUATION_WRONG_NO_NAME, "", "");
	}
}

void evaluation_read_table(struct evaluation_reader *reader, const char *text, size_t size)
{
	_cleanup_(table_done) struct table table = {
		.reader = reader, .cells = memory_new(COLUMNS_MAX, sizeof(struct cell))};
	int n_above = 0;

	csv_start(&table.csv, text, size);
	while (!csv_is_done(&table.csv) && reader->faults->n < OFFICE_FAULTS_MAX &&
		n_above <= ROWS_ABOVE_MAX) {
		if (!next_row(&table)) {
			continue;
		}
		if (table.n_columns > 0) {
			read_row(&table);
		} else if (is_head(&table)) {
			read_head(&table);
		} else {
			read_above(&table);
			n_above++;
		}
	}
	if (table.n_columns == 0 && reader->faults->n == 0) {
		reader->row = 0;
		reader_fault(reader, 0, EVALUATION_WRONG_HEADINGS, "", "");
	}
}
