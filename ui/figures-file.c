/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/figures-file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *text_of(const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text ? text : "";
}

static enum grid_kind kind_of(const char *word)
{
	static const char *const names[] = {
		[GRID_TEXT] = "text",
		[GRID_COUNT] = "count",
		[GRID_SECONDS] = "seconds",
		[GRID_DECIMAL] = "decimal",
		[GRID_DAY] = "day",
	};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		if (strcmp(names[i], word) == 0) {
			return (enum grid_kind)i;
		}
	}
	return GRID_TEXT;
}

static int read_cell(struct grid *grid, const json_t *json)
{
	const json_t *first = json_array_get(json, 0);
	const char *inner = json_string_value(first);
	enum grid_kind kind;

	if (grid->n_columns == 0) {
		return -EINVAL;
	}
	kind = grid->columns[grid->n_cells % grid->n_columns].kind;
	if (json_is_null(json)) {
		grid_add_none(grid);
	} else if (json_is_integer(json)) {
		grid_add_number(grid, json_integer_value(json));
	} else if (json_is_string(json)) {
		grid_add_text(grid, json_string_value(json));
	} else if (inner && kind == GRID_DAY) {
		grid_add_day(grid, inner);
	} else if (inner) {
		grid_add_decimal(grid, inner);
	} else if (json_is_integer(first)) {
		grid_add_of(grid, GRID_SECONDS, json_integer_value(first));
	} else {
		return -EINVAL;
	}
	return 0;
}

static int read_rows(struct figures_table *table, const json_t *rows)
{
	const json_t *row;
	const json_t *cell;
	size_t i;
	size_t j;

	json_array_foreach (rows, i, row) {
		if (json_array_size(row) != table->grid.n_columns) {
			return -EINVAL;
		}
		json_array_foreach (row, j, cell) {
			if (read_cell(&table->grid, cell) < 0) {
				return -EINVAL;
			}
		}
	}
	table->n_rows = json_array_size(rows);
	return 0;
}

/* ---- charts ---- */

static bool are_values(const json_t *values, size_t n)
{
	const json_t *value;
	size_t i;

	json_array_foreach (values, i, value) {
		if (!json_is_integer(value) && !json_is_null(value)) {
			return false;
		}
	}
	return json_array_size(values) == n;
}

static int read_chart(struct figures_chart *chart, const json_t *json)
{
	*chart = (struct figures_chart){
		.title = text_of(json, "title"),
		.unit = text_of(json, "unit"),
		.per = MAX_OF(json_integer_value(json_object_get(json, "per")), 1),
		.thin = json_is_true(json_object_get(json, "thin")),
		.labels = json_object_get(json, "labels"),
		.series = json_object_get(json, "series"),
	};
	chart->n_labels = json_array_size(chart->labels);
	chart->n_series = json_array_size(chart->series);
	if (chart->n_labels == 0 || chart->n_series == 0 || chart->n_series > FIGURES_SERIES_MAX) {
		return -EINVAL;
	}
	for (size_t i = 0; i < chart->n_series; i++) {
		if (!are_values(json_object_get(json_array_get(chart->series, i), "values"),
			    chart->n_labels)) {
			return -EINVAL;
		}
	}
	return 0;
}

static int read_charts(struct figures_table *table, const json_t *charts)
{
	const json_t *chart;
	size_t i;

	if (json_array_size(charts) > FIGURES_CHARTS_MAX) {
		return -EINVAL;
	}
	json_array_foreach (charts, i, chart) {
		if (read_chart(&table->charts[table->n_charts++], chart) < 0) {
			return -EINVAL;
		}
	}
	return 0;
}

bool figures_chart_value(const struct figures_chart *chart, size_t series, size_t at, double *ret)
{
	const json_t *values = json_object_get(json_array_get(chart->series, series), "values");
	const json_t *value = json_array_get(values, at);

	if (!json_is_integer(value)) {
		return false;
	}
	*ret = (double)json_integer_value(value) / (double)chart->per;
	return true;
}

const char *figures_chart_label(const struct figures_chart *chart, size_t at)
{
	const char *label = json_string_value(json_array_get(chart->labels, at));

	return label ? label : "";
}

const char *figures_chart_series(const struct figures_chart *chart, size_t series)
{
	return text_of(json_array_get(chart->series, series), "label");
}

/* As in ui/web/figures.css and ui/themes/default.theme. */
unsigned figures_chart_colour(size_t series)
{
	static const unsigned colours[FIGURES_SERIES_MAX] = {
		0x0b4079, 0xc97a00, 0x6b2a6e, 0x0b7a5a, 0x5f7387};

	return colours[series % FIGURES_SERIES_MAX];
}

static int read_table(struct figures_table *table, const json_t *json)
{
	const json_t *columns = json_object_get(json, "columns");
	const json_t *column;
	size_t i;

	if (json_array_size(columns) == 0 || json_array_size(columns) > FIGURES_COLUMNS_MAX) {
		return -EINVAL;
	}
	table->title = text_of(json, "title");
	table->sheet = text_of(json, "sheet");
	table->nothing = text_of(json, "nothing");
	json_array_foreach (columns, i, column) {
		const char *label = text_of(column, "label");

		grid_add_column(&table->grid, kind_of(text_of(column, "kind")), label, label, NULL);
		table->grid.columns[i].fixed = json_is_true(json_object_get(column, "fixed"));
	}
	table->grid.has_total = json_is_true(json_object_get(json, "total"));
	if (read_charts(table, json_object_get(json, "charts")) < 0) {
		return -EINVAL;
	}
	return read_rows(table, json_object_get(json, "rows"));
}

int figures_file_parse(const char *text, size_t size, struct figures_file *ret)
{
	json_t *json = json_loadb(text, size, JSON_REJECT_DUPLICATES, NULL);
	const json_t *tables = json_object_get(json, "tables");
	struct figures_file file = {
		.json = json,
		.centre = text_of(json, "centre"),
		.title = text_of(json, "title"),
		.made = text_of(json, "made"),
		.page = text_of(json, "page"),
		.charts = text_of(json, "charts"),
		.decimal = *text_of(json, "decimal"),
		.thousands = text_of(json, "thousands"),
		.notes = json_object_get(json, "notes"),
	};
	const json_t *table;
	size_t i;

	if (json_array_size(tables) == 0 || json_array_size(tables) > FIGURES_TABLES_MAX) {
		json_decref(json);
		return -EINVAL;
	}
	json_array_foreach (tables, i, table) {
		file.n_tables++;
		if (read_table(&file.tables[i], table) < 0) {
			figures_file_done(&file);
			return -EINVAL;
		}
	}
	*ret = file;
	return 0;
}

void figures_file_done(struct figures_file *file)
{
	for (size_t i = 0; i < file->n_tables; i++) {
		grid_done(&file->tables[i].grid);
	}
	json_decref(file->json);
	*file = (struct figures_file){0};
}

/* ---- cells as people read them ---- */

/* Digits in groups of three, and what follows them with the decimal sign. */
char *figures_number_text(const struct figures_file *file, const char *digits)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};
	bool negative = *digits == '-';
	size_t whole;

	digits += negative;
	whole = strcspn(digits, ".");
	textbuf_add(&out, negative ? "−" : "");
	for (size_t i = 0; i < whole; i++) {
		if (i > 0 && (whole - i) % 3 == 0) {
			textbuf_add(&out, file->thousands);
		}
		textbuf_add_bytes(&out, &digits[i], 1);
	}
	if (digits[whole]) {
		textbuf_add_bytes(&out, &file->decimal, 1);
		textbuf_add(&out, &digits[whole + 1]);
	}
	return TAKE_PTR(out.data);
}

static char *duration_text(int64_t seconds)
{
	int64_t s = seconds < 0 ? -seconds : seconds;

	return text_printf("%s%lld:%02lld:%02lld", seconds < 0 ? "−" : "", (long long)(s / 3600),
		(long long)(s / 60 % 60), (long long)(s % 60));
}

char *figures_cell_text(const struct figures_file *file, const struct grid_cell *cell)
{
	char digits[24];

	if (cell->empty) {
		return text_dup("–");
	}
	switch (cell->kind) {
	case GRID_TEXT:
		return text_dup(cell->text);
	case GRID_COUNT:
		(void)snprintf(digits, sizeof(digits), "%lld", (long long)cell->n);
		return figures_number_text(file, digits);
	case GRID_SECONDS:
		return duration_text(cell->n);
	case GRID_DECIMAL:
		return figures_number_text(file, cell->text);
	case GRID_DAY: /* "2026-11-23" */
		return strlen(cell->text) == 10
			? text_printf("%.2s/%.2s/%.4s", cell->text + 8, cell->text + 5, cell->text)
			: text_dup(cell->text);
	}
	return text_dup("");
}
