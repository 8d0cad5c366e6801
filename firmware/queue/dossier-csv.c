/* SPDX-License-Identifier: Apache-2.0 */
/* An import's table: RFC 4180, as office programs write it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "queue/dossier.h"

enum { COLUMNS_MAX = DOSSIER_COUNTS + 4, CELL_MAX = 300 };

enum column {
	COLUMN_FROM = DOSSIER_COUNTS,
	COLUMN_TO,
	COLUMN_SERVICE,
	COLUMN_NOTE,
};

struct table {
	const char *at;
	char separator;
	int line;
	int columns[COLUMNS_MAX];
	size_t n_columns;
	char *message;
};

static int refuse(struct table *table, const char *format, const char *what)
{
	char message[DOSSIER_MESSAGE_MAX * 4];

	(void)snprintf(message, sizeof(message), "%.60s: %s", what, format);
	text_copy_cut(table->message, DOSSIER_MESSAGE_MAX + 1, message);
	return -EINVAL;
}

/* Takes one cell. *ret_last: it was its line's last. */
static int next_cell(struct table *table, char ret[CELL_MAX + 1], bool *ret_last)
{
	bool quoted = *table->at == '"';
	size_t n = 0;

	table->at += quoted;
	while (*table->at) {
		if (quoted && *table->at == '"') {
			if (table->at[1] != '"') {
				table->at++;
				quoted = false;
				continue;
			}
			table->at++; /* a doubled quote is one */
		} else if (!quoted &&
			(*table->at == table->separator || *table->at == '\n' ||
				*table->at == '\r')) {
			break;
		}
		if (n == CELL_MAX) {
			ret[20] = '\0';
			return refuse(table, "is too long", ret);
		}
		ret[n++] = *table->at++;
	}
	ret[n] = '\0';
	if (quoted) {
		return refuse(table, "a quote is not closed", ret);
	}
	*ret_last = *table->at != table->separator;
	table->at += *table->at == '\r';
	table->at += *table->at != '\0';
	return 0;
}

static int find_column(const char *word, int *ret)
{
	static const char *const others[] = {"from", "to", "service", "note"};
	enum dossier_count count;

	if (dossier_count_parse(word, &count) == 0) {
		*ret = (int)count;
		return 0;
	}
	for (size_t i = 0; i < ELEMENTS(others); i++) {
		if (strcmp(others[i], word) == 0) {
			*ret = COLUMN_FROM + (int)i;
			return 0;
		}
	}
	return -EINVAL;
}

static bool has_column(const struct table *table, int column)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		if (table->columns[i] == column) {
			return true;
		}
	}
	return false;
}

static int read_head(struct table *table)
{
	char cell[CELL_MAX + 1];
	bool last = false;

	table->line = 1;
	while (!last) {
		int column = 0;
		int r = next_cell(table, cell, &last);

		if (r < 0) {
			return r;
		}
		if (find_column(cell, &column) < 0) {
			return refuse(table, "is no column of an import", cell);
		}
		if (has_column(table, column)) {
			return refuse(table, "the column stands twice", cell);
		}
		table->columns[table->n_columns++] = column;
	}
	if (!has_column(table, COLUMN_FROM) || !has_column(table, COLUMN_TO)) {
		return refuse(table, "both columns are needed", "from, to");
	}
	return 0;
}

static int take_cell(struct table *table, int column, const char *cell, struct dossier_entry *entry)
{
	int64_t n;

	switch (column) {
	case COLUMN_FROM:
	case COLUMN_TO:
		if (!zone_day_valid(cell)) {
			return refuse(table, "is no date such as 2026-11-23", cell);
		}
		(void)text_copy(column == COLUMN_FROM ? entry->from_day : entry->to_day,
			DAY_LENGTH + 1, cell);
		return 0;
	case COLUMN_SERVICE:
		if (*cell && !text_is_id(cell, LIMIT_ID)) {
			return refuse(table, "is no service", cell);
		}
		(void)text_copy(entry->service, sizeof(entry->service), cell);
		return 0;
	case COLUMN_NOTE:
		if (!text_is_clean(cell) || text_copy(entry->note, sizeof(entry->note), cell) < 0) {
			return refuse(table, "is no note", cell);
		}
		return 0;
	default:
		break;
	}
	if (!*cell) {
		return 0; /* not stated */
	}
	if (text_parse_int(cell, 0, LIMIT_DOSSIERS, &n) < 0) {
		return refuse(table, "is no number of dossiers", cell);
	}
	entry->counts.has[column] = true;
	entry->counts.n[column] = (int)n;
	return 0;
}

static int read_line(struct table *table, struct dossier_entry *entry)
{
	char cell[CELL_MAX + 1];
	bool last = false;
	size_t n = 0;

	*entry = (struct dossier_entry){.source = DOSSIER_SOURCE_IMPORT};
	for (; !last; n++) {
		int r = next_cell(table, cell, &last);

		if (r == 0 && n == table->n_columns) {
			r = refuse(table, "is one cell too many", cell);
		}
		if (r == 0) {
			r = take_cell(table, table->columns[n], cell, entry);
		}
		if (r < 0) {
			return r;
		}
	}
	return n == table->n_columns ? 0 : refuse(table, "cells are missing after it", cell);
}

static void begin(struct table *table, const char *text)
{
	size_t head;

	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
	}
	head = strcspn(text, "\r\n");
	table->at = text;
	table->separator = memchr(text, ';', head) ? ';' : ',';
}

static bool is_blank(const char *at)
{
	return *at == '\n' || (*at == '\r' && at[1] == '\n');
}

int dossier_read_csv(const char *text, struct dossier_entry **ret_entries, size_t *ret_n,
	int *ret_line, char message[DOSSIER_MESSAGE_MAX + 1])
{
	_cleanup_free_ struct dossier_entry *entries = NULL;
	struct table table = {.message = message};
	size_t n = 0;
	int r;

	begin(&table, text);
	r = read_head(&table);
	while (r == 0 && *table.at) {
		table.line++;
		if (is_blank(table.at)) {
			table.at += *table.at == '\r' ? 2 : 1;
			continue;
		}
		if (n == LIMIT_DOSSIER_ENTRIES) {
			r = refuse(&table, "more lines than one import takes", "the table");
			break;
		}
		entries = memory_grow(entries, n + 1, sizeof(*entries));
		r = read_line(&table, &entries[n++]);
	}
	if (r == 0 && n == 0) {
		r = refuse(&table, "has no lines", "the table");
	}
	if (r < 0) {
		*ret_line = table.line;
		return r;
	}
	*ret_entries = TAKE_PTR(entries);
	*ret_n = n;
	return 0;
}
