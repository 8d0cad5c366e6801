/* SPDX-License-Identifier: Apache-2.0 */
/* An import's table. Only what has a single meaning is read; everything else is reported with its
 * place. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/office.h"
#include "base/utf8.h"
#include "queue/dossier.h"
#include "queue/site.h"

enum { COLUMNS_MAX = 64, CELL_MAX = LIMIT_ROOM(300) - 1, COLUMN_NONE = -1 };

static const struct office_wrong wrongs[] = {
#define X(name, word, text) {word, text},
	DOSSIER_WRONG_TABLE(X)
#undef X
};

struct table {
	struct csv_reader reader;
	struct textbuf cell;
	int row; /* as an office program counts them, from 1 */
	int n_columns;
	int columns[COLUMNS_MAX]; /* what each column holds, or COLUMN_NONE */
	char headings[COLUMNS_MAX][OFFICE_SHOWN + 1];
	const struct dossier_reading *reading;
	struct office_faults *faults;
};

struct cell {
	char text[CELL_MAX + 1];
	enum dossier_wrong wrong; /* DOSSIER_RIGHT: the cell could be read */
	bool is_last; /* last cell of its row */
};

static void table_done(struct table *table)
{
	textbuf_done(&table->cell);
}

/* Notes a fault in a column (from 0; −1: the row as a whole). */
static void note_fault(struct table *table, int column, enum dossier_wrong wrong, const char *cell)
{
	bool has_heading = column >= 0 && column < table->n_columns;

	office_fault_add(table->faults, table->row, column + 1, (int)wrong,
		has_heading ? table->headings[column] : "", cell);
}

static void next_cell(struct table *table, struct cell *ret)
{
	static const enum dossier_wrong wrong_cells[] = {
		[CSV_RIGHT] = DOSSIER_RIGHT,
		[CSV_WRONG_QUOTE] = DOSSIER_WRONG_QUOTE,
		[CSV_WRONG_LONG] = DOSSIER_WRONG_LONG,
		[CSV_WRONG_CHARACTERS] = DOSSIER_WRONG_CHARACTERS,
	};

	ret->wrong = wrong_cells[csv_next(&table->reader, CELL_MAX, &table->cell, &ret->is_last)];
	text_copy_cut(ret->text, sizeof(ret->text), table->cell.data);
}

static int find_column(const struct dossier_reading *reading, const char *heading)
{
	char folded[CELL_MAX + 1];

	office_fold(folded, sizeof(folded), heading);
	for (int kind = 0; kind <= DOSSIER_WORD_NOTE; kind++) {
		if (office_is_among(dossier_word_name(kind), folded)) {
			return kind;
		}
	}
	for (size_t i = 0; i < reading->n_words; i++) {
		if (reading->words[i].kind <= DOSSIER_WORD_NOTE &&
			office_is_among(reading->words[i].text, folded)) {
			return reading->words[i].kind;
		}
	}
	return COLUMN_NONE;
}

/* The index of a column in the table, or −1. */
static int place_of(const struct table *table, int column)
{
	for (int i = 0; i < table->n_columns; i++) {
		if (table->columns[i] == column) {
			return i;
		}
	}
	return -1;
}

static void on_heading(struct table *table, int at, const struct cell *cell)
{
	int column = find_column(table->reading, cell->text);

	if (cell->wrong != DOSSIER_RIGHT) {
		note_fault(table, at, cell->wrong, cell->text);
	} else if (*cell->text && (column == COLUMN_NONE || at >= COLUMNS_MAX)) {
		note_fault(table, at, DOSSIER_WRONG_HEADING, cell->text);
	} else if (*cell->text && place_of(table, column) >= 0) {
		note_fault(table, at, DOSSIER_WRONG_TWICE, cell->text);
	}
	if (at < COLUMNS_MAX) {
		table->columns[at] = *cell->text ? column : COLUMN_NONE;
		text_copy_cut(table->headings[at], sizeof(table->headings[at]), cell->text);
		table->n_columns = at + 1;
	}
}

static bool is_half_day(const struct dossier_reading *reading, const char *text)
{
	char folded[CELL_MAX + 1];

	office_fold(folded, sizeof(folded), text);
	for (size_t i = 0; i < reading->n_words; i++) {
		if (reading->words[i].kind == DOSSIER_WORD_HALF_DAY &&
			office_is_among(reading->words[i].text, folded)) {
			return true;
		}
	}
	return false;
}

/* " 0:00", "T00:00:00.000", " 12:00:00 SA": a time that an office program writes after a day. */
static bool is_time(const struct dossier_reading *reading, const char *at)
{
	at = *at == 'T' || *at == ' ' ? office_skip_digits(at + 1, 1, 2) : NULL;
	at = at && *at == ':' ? office_skip_digits(at + 1, 2, 2) : NULL;
	if (at && *at == ':') {
		at = office_skip_digits(at + 1, 2, 2);
		at = at && *at == '.' ? office_skip_digits(at + 1, 1, 9) : at;
	}
	return at && (!*at || (*at == ' ' && is_half_day(reading, at)));
}

/* A day, and perhaps a time of it. */
static int parse_day(
	const struct dossier_reading *reading, const char *text, char ret[DAY_LENGTH + 1])
{
	char day[DAY_LENGTH + 1];
	const char *rest = office_parse_day(text, day);

	if (!rest || (*rest && !is_time(reading, rest))) {
		return -EINVAL;
	}
	memcpy(ret, day, sizeof(day));
	return 0;
}

static int parse_count(const char *text, int *ret)
{
	int64_t value;
	int r = office_parse_whole(text, LIMIT_DOSSIERS, &value);

	if (r == 0) {
		*ret = (int)value;
	}
	return r;
}

/* Whether a service has this name in any language. */
static bool is_named(const struct site_service *service, const char *folded)
{
	char name[LIMIT_ROOM(LIMIT_TEXT)];

	for (int i = 0; i < service->name.n; i++) {
		office_fold(name, sizeof(name), service->name.text[i]);
		if (strcmp(name, folded) == 0) {
			return true;
		}
	}
	return false;
}

/* A service by its id, or by a name that no other has. */
static int parse_service(const struct site *site, const char *text, char ret[LIMIT_ID + 1])
{
	const struct site_service *found = site ? site_find_service(site, text) : NULL;
	char folded[CELL_MAX + 1];
	int named = 0;

	office_fold(folded, sizeof(folded), text);
	for (int i = 0; site && !found && i < site->n_services; i++) {
		named += is_named(&site->services[i], folded);
	}
	for (int i = 0; named == 1 && !found; i++) {
		found = is_named(&site->services[i], folded) ? &site->services[i] : NULL;
	}
	return found ? text_copy(ret, LIMIT_ID + 1, found->id) : -EINVAL;
}

static enum dossier_wrong parse_cell(
	const struct table *table, int column, const char *text, struct dossier_entry *entry)
{
	switch (column) {
	case COLUMN_NONE:
		return DOSSIER_WRONG_EXTRA;
	case DOSSIER_WORD_FROM:
		return parse_day(table->reading, text, entry->from_day) < 0 ? DOSSIER_WRONG_DAY
									    : DOSSIER_RIGHT;
	case DOSSIER_WORD_TO:
		return parse_day(table->reading, text, entry->to_day) < 0 ? DOSSIER_WRONG_DAY
									  : DOSSIER_RIGHT;
	case DOSSIER_WORD_SERVICE:
		return parse_service(table->reading->site, text, entry->service) < 0
			? DOSSIER_WRONG_SERVICE
			: DOSSIER_RIGHT;
	case DOSSIER_WORD_NOTE:
		return !utf8_fits(text, LIMIT_NOTE) ||
				text_copy(entry->note, sizeof(entry->note), text) < 0
			? DOSSIER_WRONG_LONG
			: DOSSIER_RIGHT;
	default:
		break;
	}
	entry->counts.has[column] = true;
	return parse_count(text, &entry->counts.n[column]) < 0 ? DOSSIER_WRONG_NUMBER
							       : DOSSIER_RIGHT;
}

/* Checks a row as a whole, when each of its cells is right. */
static void check_row(struct table *table, int n_cells, const struct dossier_entry *entry)
{
	if (table->reader.separator == ',' && n_cells > table->n_columns) {
		/* Also an empty extra cell: an unquoted 1,234 may have become two cells. */
		note_fault(table, table->n_columns, DOSSIER_WRONG_EXTRA, "");
	} else if (!*entry->from_day || !*entry->to_day) {
		note_fault(table,
			place_of(table, *entry->from_day ? DOSSIER_WORD_TO : DOSSIER_WORD_FROM),
			DOSSIER_WRONG_DAY, "");
	} else if (strcmp(entry->from_day, entry->to_day) > 0) {
		note_fault(table, place_of(table, DOSSIER_WORD_TO), DOSSIER_WRONG_ORDER,
			entry->to_day);
	} else if (!dossier_counts_any(&entry->counts)) {
		note_fault(table, -1, DOSSIER_WRONG_NOTHING, "");
	}
}

/* Reads a row; false: it is empty. The first row that is not empty has the headings. */
static bool read_row(struct table *table, struct dossier_entry *entry)
{
	bool is_head = table->n_columns == 0;
	size_t faults = table->faults->n;
	bool is_blank = true;
	struct cell cell = {0};
	int n = 0;

	table->row++;
	*entry = (struct dossier_entry){.source = DOSSIER_SOURCE_IMPORT, .row = table->row};
	for (; !cell.is_last; n++) {
		enum dossier_wrong wrong;

		next_cell(table, &cell);
		wrong = cell.wrong;
		is_blank = is_blank && !*cell.text && wrong == DOSSIER_RIGHT;
		if (is_head) {
			on_heading(table, n, &cell);
			continue;
		}
		if (wrong == DOSSIER_RIGHT && *cell.text) {
			wrong = parse_cell(table,
				n < table->n_columns ? table->columns[n] : COLUMN_NONE, cell.text,
				entry);
		}
		if (wrong != DOSSIER_RIGHT) {
			note_fault(table, n, wrong, cell.text);
		}
	}
	if (is_head && is_blank) {
		table->n_columns = 0;
	} else if (!is_head && !is_blank && table->faults->n == faults) {
		check_row(table, n, entry);
	}
	return !is_blank;
}

static void read_head(struct table *table)
{
	struct dossier_entry none;

	while (!csv_is_done(&table->reader) && !read_row(table, &none)) {
	}
	for (int column = DOSSIER_WORD_FROM; table->n_columns > 0 && column <= DOSSIER_WORD_TO;
		column++) {
		if (place_of(table, column) < 0) {
			note_fault(table, -1, DOSSIER_WRONG_NO_COLUMN,
				column == DOSSIER_WORD_FROM ? "from" : "to");
		}
	}
}

int dossier_read_csv(const char *text, size_t size, const struct dossier_reading *reading,
	struct dossier_entry **ret_entries, size_t *ret_n, struct office_faults *ret_faults)
{
	_cleanup_free_ struct dossier_entry *entries = NULL;
	_cleanup_(table_done) struct table table = {.reading = reading, .faults = ret_faults};
	struct dossier_entry entry;
	size_t n = 0;

	ret_faults->wrongs = wrongs;
	ret_faults->n = 0;
	csv_start(&table.reader, text, size);
	read_head(&table);
	/* With wrong headings every row would look wrong, so none is read. */
	while (!csv_is_done(&table.reader) && (n > 0 || ret_faults->n == 0)) {
		if (!read_row(&table, &entry)) {
			continue;
		}
		if (n == LIMIT_DOSSIER_ENTRIES) {
			note_fault(&table, -1, DOSSIER_WRONG_MANY, "");
			break;
		}
		entries = memory_grow(entries, n + 1, sizeof(*entries));
		entries[n++] = entry;
	}
	if (n == 0 && ret_faults->n == 0) {
		table.row += table.row == 0;
		note_fault(&table, -1, DOSSIER_WRONG_EMPTY, "");
	}
	if (ret_faults->n > 0) {
		return -EINVAL;
	}
	*ret_entries = TAKE_PTR(entries);
	*ret_n = n;
	return 0;
}
