/* SPDX-License-Identifier: Apache-2.0 */
#include "base/grid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void grid_done(struct grid *grid)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		free(grid->columns[i].name);
		free(grid->columns[i].heading);
		free(grid->columns[i].label);
	}
	for (size_t i = 0; i < grid->n_cells; i++) {
		free(grid->cells[i].text);
		free(grid->cells[i].label);
	}
	free(grid->columns);
	free(grid->cells);
	*grid = (struct grid){0};
}

void grid_add_column(struct grid *grid, enum grid_kind kind, const char *name, const char *heading,
	const char *label)
{
	grid->columns = memory_append(grid->columns, grid->n_columns, sizeof(*grid->columns));
	grid->columns[grid->n_columns++] = (struct grid_column){
		.name = text_dup(name),
		.heading = text_dup(heading),
		.label = text_dup(label ? label : heading),
		.kind = kind,
	};
}

void grid_fix_columns(struct grid *grid)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		grid->columns[i].fixed = true;
	}
}

static struct grid_cell *add_cell(struct grid *grid, enum grid_kind kind)
{
	grid->cells = memory_append(grid->cells, grid->n_cells, sizeof(*grid->cells));
	grid->cells[grid->n_cells] = (struct grid_cell){.kind = kind};
	return &grid->cells[grid->n_cells++];
}

void grid_add_text(struct grid *grid, const char *text)
{
	add_cell(grid, GRID_TEXT)->text = text_dup(text);
}

void grid_add_key(struct grid *grid, const char *text, const char *label)
{
	struct grid_cell *cell = add_cell(grid, GRID_TEXT);

	cell->text = text_dup(text);
	cell->label = text_dup(label);
}

void grid_add_day(struct grid *grid, const char *day)
{
	add_cell(grid, GRID_DAY)->text = text_dup(day);
}

void grid_add_number(struct grid *grid, int64_t n)
{
	add_cell(grid, grid->columns[grid->n_cells % grid->n_columns].kind)->n = n;
}

void grid_add_of(struct grid *grid, enum grid_kind kind, int64_t n)
{
	add_cell(grid, kind)->n = n;
}

void grid_add_decimal(struct grid *grid, const char *text)
{
	struct grid_cell *cell = add_cell(grid, GRID_DECIMAL);

	cell->text = text_dup(text);
	cell->empty = !*text;
}

void grid_add_none(struct grid *grid)
{
	add_cell(grid, GRID_TEXT)->empty = true;
}

/* ---- which columns ---- */

static struct grid_column *find_column(struct grid *grid, const char *name, size_t length)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		struct grid_column *column = &grid->columns[i];

		if (strlen(column->name) == length && memcmp(column->name, name, length) == 0) {
			return column;
		}
	}
	return NULL;
}

int grid_choose(struct grid *grid, const char *names, char **ret_unknown)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		grid->columns[i].left_out = !grid->columns[i].fixed;
	}
	while (*names) {
		size_t length = strcspn(names, ",");
		struct grid_column *column = find_column(grid, names, length);

		if (!column) {
			*ret_unknown = text_printf("%.*s", (int)length, names);
			return -EINVAL;
		}
		column->left_out = false;
		names += length + (names[length] == ',');
	}
	return 0;
}

static bool is_blank(const struct grid *grid, size_t column)
{
	for (size_t i = column; i < grid->n_cells; i += grid->n_columns) {
		const struct grid_cell *cell = &grid->cells[i];

		if (!cell->empty && (cell->kind != GRID_TEXT || *cell->text)) {
			return false;
		}
	}
	return true;
}

void grid_leave_out_blank(struct grid *grid)
{
	for (size_t i = 0; i < grid->n_columns; i++) {
		if (grid->columns[i].fixed && is_blank(grid, i)) {
			grid->columns[i].left_out = true;
		}
	}
}

/* ---- CSV ---- */

static void csv_text(struct textbuf *out, const char *cell)
{
	/* The characters that office programs read as the start of a formula. */
	bool formula = *cell && strchr("=+-@\t\r", *cell);

	if (!formula && !strpbrk(cell, ",;\"\r\n\t")) {
		textbuf_add(out, cell);
		return;
	}
	textbuf_add(out, formula ? "\"'" : "\"");
	for (; *cell; cell++) {
		textbuf_add_bytes(out, cell, 1);
		if (*cell == '"') {
			textbuf_add(out, "\"");
		}
	}
	textbuf_add(out, "\"");
}

static void csv_decimal(
	struct textbuf *out, const struct csv_style *style, const struct grid_cell *cell)
{
	const char *quote = style->decimal == style->separator ? "\"" : "";

	textbuf_add(out, quote);
	for (const char *at = cell->text; *at; at++) {
		textbuf_add_bytes(out, *at == '.' ? &style->decimal : at, 1);
	}
	textbuf_add(out, quote);
}

static void csv_cell(
	struct textbuf *out, const struct csv_style *style, const struct grid_cell *cell)
{
	if (cell->empty) {
		return;
	}
	switch (cell->kind) {
	case GRID_TEXT:
	case GRID_DAY:
		csv_text(out, cell->text);
		return;
	case GRID_COUNT:
	case GRID_SECONDS:
		textbuf_printf(out, "%lld", (long long)cell->n);
		return;
	case GRID_DECIMAL:
		csv_decimal(out, style, cell);
		return;
	}
}

static void csv_separate(struct textbuf *out, const struct csv_style *style, bool *begun)
{
	if (*begun) {
		textbuf_add_bytes(out, &style->separator, 1);
	}
	*begun = true;
}

void grid_put_csv(const struct grid *grid, const struct csv_style *style, struct textbuf *text)
{
	bool begun = false;

	textbuf_add(text, "\xEF\xBB\xBF");
	for (size_t i = 0; i < grid->n_columns; i++) {
		if (!grid->columns[i].left_out) {
			csv_separate(text, style, &begun);
			csv_text(text, grid->columns[i].heading);
		}
	}
	textbuf_add(text, "\r\n");
	for (size_t i = 0; grid->n_columns > 0 && i < grid->n_cells; i++) {
		size_t column = i % grid->n_columns;

		begun = column > 0 && begun;
		if (!grid->columns[column].left_out) {
			csv_separate(text, style, &begun);
			csv_cell(text, style, &grid->cells[i]);
		}
		if (column == grid->n_columns - 1) {
			textbuf_add(text, "\r\n");
		}
	}
}

/* ---- JSON ---- */

static const char *const kind_names[] = {
	[GRID_TEXT] = "text",
	[GRID_COUNT] = "count",
	[GRID_SECONDS] = "seconds",
	[GRID_DECIMAL] = "decimal",
	[GRID_DAY] = "day",
};

/* A cell of another kind than its column's is a text, or seconds, which are in brackets then. */
static void put_cell(struct out *out, const struct grid_cell *cell, enum grid_kind column)
{
	if (cell->empty) {
		out_null(out);
	} else if (cell->kind == GRID_SECONDS && column != GRID_SECONDS) {
		out_open(out, '[');
		out_int(out, cell->n);
		out_close(out, ']');
	} else if (cell->kind == GRID_COUNT || cell->kind == GRID_SECONDS) {
		out_int(out, cell->n);
	} else if (cell->kind == GRID_TEXT) {
		out_text(out, cell->label ? cell->label : cell->text);
	} else {
		out_open(out, '[');
		out_text(out, cell->text);
		out_close(out, ']');
	}
}

/* named: as programs choose columns, without those that are always there. */
static void put_columns(const struct grid *grid, struct out *out, bool named)
{
	out_key_open(out, "columns", '[');
	for (size_t i = 0; i < grid->n_columns; i++) {
		const struct grid_column *column = &grid->columns[i];

		if (column->left_out || (named && column->fixed)) {
			continue;
		}
		out_open(out, '{');
		if (named) {
			out_key_text(out, "name", column->name);
		}
		out_key_text(out, "label", column->label);
		out_key_text(out, "kind", kind_names[column->kind]);
		if (!named) {
			out_key_bool(out, "fixed", column->fixed);
		}
		out_close(out, '}');
	}
	out_close(out, ']');
}

void grid_put_columns(const struct grid *grid, struct out *out)
{
	put_columns(grid, out, true);
}

void grid_put_json(const struct grid *grid, struct out *out)
{
	out_key_bool(out, "total", grid->has_total);
	put_columns(grid, out, false);
	out_key_open(out, "rows", '[');
	for (size_t i = 0; grid->n_columns > 0 && i < grid->n_cells; i++) {
		size_t column = i % grid->n_columns;

		if (column == 0) {
			out_open(out, '[');
		}
		if (!grid->columns[column].left_out) {
			put_cell(out, &grid->cells[i], grid->columns[column].kind);
		}
		if (column == grid->n_columns - 1) {
			out_close(out, ']');
		}
	}
	out_close(out, ']');
}
