/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures as a file for people: an A4 PDF, or a workbook for office programs. Both are made of the
 * same description, a JSON object with all words and numbers in it:
 *
 *   {"centre", "title", "made", "page": "… {page}/{pages}", "decimal": ",", "thousands": ".",
 *    "tables": [{"title", "sheet", "total", "columns": […], "rows": [[…]]}, …], "notes": ["…"]}
 *
 * A table's members are those of grid_put_json, and besides: "nothing", a sentence in place of a
 * table that has no figures, and "charts":
 *
 *   [{"title", "unit", "per": 60, "thin": true, "labels": ["…"],
 *     "series": [{"label", "values": [1, null]}]}]
 *
 * per: so many make one of the unit. thin: of labels for which there is no room some are left out,
 * because the order tells the others. Pure but for the paths that are given.
 */
#pragma once

#include <jansson.h>

#include "base/grid.h"

enum {
	FIGURES_TABLES_MAX = 16,
	FIGURES_COLUMNS_MAX = 64,
	FIGURES_CHARTS_MAX = 4, /* of a table */
	FIGURES_SERIES_MAX = 5, /* of a chart */
	FIGURES_BYTES_MAX = 32 * 1024 * 1024, /* of the description */
};

/* Bars side by side. */
struct figures_chart {
	const char *title;
	const char *unit;
	int64_t per;
	bool thin;
	const json_t *labels;
	const json_t *series;
	size_t n_labels; /* at least one */
	size_t n_series;
};

struct figures_table {
	const char *title;
	const char *sheet; /* its name in a workbook */
	const char *nothing; /* "" there are figures */
	struct figures_chart charts[FIGURES_CHARTS_MAX];
	size_t n_charts;
	struct grid grid; /* only with what is shown: labels, kinds, cells */
	size_t n_rows;
};

struct figures_file {
	json_t *json; /* owns the texts, but for the grids' */
	const char *centre;
	const char *title;
	const char *made; /* when, and by what */
	const char *page;
	const char *charts; /* the name of the sheet with them */
	char decimal;
	const char *thousands;
	struct figures_table tables[FIGURES_TABLES_MAX];
	size_t n_tables;
	const json_t *notes;
};

/* −EINVAL: not such a description. Free *ret with figures_file_done. */
int figures_file_parse(const char *text, size_t size, struct figures_file *ret) _warn_unused_;
void figures_file_done(struct figures_file *file);

static inline const struct grid_cell *figures_cell(
	const struct figures_table *table, size_t row, size_t column)
{
	return &table->grid.cells[row * table->grid.n_columns + column];
}

/* A cell as people read it: "1.832", "97,40", "1:05:09", "23/11/2026", "–" for what nobody knows.
 * Heap. */
char *figures_cell_text(
	const struct figures_file *file, const struct grid_cell *cell) _warn_unused_;

/* "1832.40" as people read it. Heap. */
char *figures_number_text(const struct figures_file *file, const char *digits) _warn_unused_;

/* Of a chart; false: it is not known. */
bool figures_chart_value(
	const struct figures_chart *chart, size_t series, size_t at, double *ret) _warn_unused_;
const char *figures_chart_label(const struct figures_chart *chart, size_t at);
const char *figures_chart_series(const struct figures_chart *chart, size_t series);
/* The colour of a series, as the pages have it: 0xRRGGBB. */
unsigned figures_chart_colour(size_t series);

/* figures-pdf.c: −EIO when it cannot be made. */
int figures_put_pdf(const struct figures_file *file, struct textbuf *out) _warn_unused_;
/* figures-xlsx.c: writes the file at path; what it keeps meanwhile lies in the folder scratch.
 * −EIO: a full disk, or no place for it. */
int figures_write_xlsx(
	const struct figures_file *file, const char *path, const char *scratch) _warn_unused_;
