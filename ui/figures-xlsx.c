/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workbook: a sheet for each table. Numbers, durations and days are such, so that an office
 * program can go on with them; a text is a text, also one that begins with "=".
 *
 *     the centre
 *     title
 *     table's title · when it was made
 *     heads ────────────────── frozen, with filters, again on each page
 *     rows
 *     total
 *
 *     notes
 *
 * and one sheet more with the charts, each beside the numbers that it is drawn of.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "ui/figures-file.h"

enum {
	HEAD_ROW = 4,
	LINE = 15, /* points, of a row's height */
	WIDTH_MIN = 9, /* characters */
	WIDTH_MAX = 48,
	DIGITS_SAFE = 15, /* of a number of an office program */
	PAGE_COLUMNS = 12, /* more are too small on one sheet of paper */
	CHARTS_ROW = 3,
	CHART_ROWS = 18, /* as high as a chart is, at least */
	CHART_PIXELS = 20, /* of a row */
	CHART_HEIGHT = 288, /* pixels, when it is not scaled */
	CHARTS_PERCENT = 75, /* on paper */
};

struct book {
	lxw_workbook *workbook;
	lxw_format *title, *plain, *note, *head;
	lxw_format *cells[2][GRID_DAY + 1][3]; /* of a total; by kind; decimals */
};

static lxw_format *format_new(lxw_workbook *workbook, bool bold, const char *number)
{
	lxw_format *format = workbook_add_format(workbook);

	if (bold) {
		format_set_bold(format);
	}
	if (number) {
		format_set_num_format(format, number);
	}
	return format;
}

static void add_formats(struct book *book)
{
	static const char *const numbers[][3] = {
		[GRID_TEXT] = {"@", "@", "@"},
		[GRID_COUNT] = {"#,##0", "#,##0", "#,##0"},
		[GRID_SECONDS] = {"[h]:mm:ss", "[h]:mm:ss", "[h]:mm:ss"},
		[GRID_DECIMAL] = {"#,##0", "#,##0.0", "#,##0.00"},
		[GRID_DAY] = {"dd/mm/yyyy", "dd/mm/yyyy", "dd/mm/yyyy"},
	};

	book->title = format_new(book->workbook, true, NULL);
	format_set_font_size(book->title, 14);
	book->plain = format_new(book->workbook, false, NULL);
	book->note = format_new(book->workbook, false, NULL);
	format_set_italic(book->note);
	book->head = format_new(book->workbook, true, NULL);
	format_set_text_wrap(book->head);
	format_set_align(book->head, LXW_ALIGN_CENTER);
	format_set_align(book->head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_border(book->head, LXW_BORDER_THIN);
	format_set_bg_color(book->head, 0xE6ECF4);
	for (int total = 0; total < 2; total++) {
		for (size_t kind = 0; kind < ELEMENTS(numbers); kind++) {
			for (int decimals = 0; decimals < 3; decimals++) {
				lxw_format *format = format_new(
					book->workbook, total > 0, numbers[kind][decimals]);

				format_set_border(format, LXW_BORDER_THIN);
				format_set_border_color(format, 0xB0B8C4);
				format_set_align(format,
					kind == GRID_TEXT ? LXW_ALIGN_LEFT : LXW_ALIGN_RIGHT);
				book->cells[total][kind][decimals] = format;
			}
		}
	}
}

/* 1900 is a leap year for office programs; before March of it no day here lies. */
static double day_number(const char *day)
{
	int year = (int)strtol(day, NULL, 10);
	int month = (int)strtol(day + 5, NULL, 10);
	int date = (int)strtol(day + 8, NULL, 10);
	lxw_datetime datetime = {.year = year, .month = month, .day = date};

	return lxw_datetime_to_excel_datetime(&datetime);
}

static int decimals_of(const char *decimal)
{
	const char *point = strchr(decimal, '.');

	return point ? (int)MIN_OF(strlen(point + 1), 2) : 0;
}

/* An office program has no duration below 0: it is a text. */
static lxw_error write_seconds(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
	const struct grid_cell *cell, lxw_format *format)
{
	_cleanup_free_ char *text = cell->n < 0 ? figures_cell_text(NULL, cell) : NULL;

	return text ? worksheet_write_string(sheet, row, column, text, format)
		    : worksheet_write_number(sheet, row, column, (double)cell->n / 86400, format);
}

/* What nobody knows is an empty cell: a dash would keep a program from summing up. */
static lxw_error write_cell(struct book *book, lxw_worksheet *sheet, lxw_row_t row,
	lxw_col_t column, const struct grid_cell *cell, bool total)
{
	int decimals = cell->kind == GRID_DECIMAL && !cell->empty ? decimals_of(cell->text) : 0;
	lxw_format *format = book->cells[total][cell->kind][decimals];

	if (cell->empty) {
		return worksheet_write_blank(sheet, row, column, format);
	}
	switch (cell->kind) {
	case GRID_TEXT:
		return worksheet_write_string(sheet, row, column, cell->text, format);
	case GRID_COUNT:
		return worksheet_write_number(sheet, row, column, (double)cell->n, format);
	case GRID_SECONDS:
		return write_seconds(sheet, row, column, cell, format);
	case GRID_DECIMAL:
		return strlen(cell->text) > DIGITS_SAFE
			? worksheet_write_string(sheet, row, column, cell->text, format)
			: worksheet_write_number(
				  sheet, row, column, strtod(cell->text, NULL), format);
	case GRID_DAY:
		return strlen(cell->text) == 10
			? worksheet_write_number(sheet, row, column, day_number(cell->text), format)
			: worksheet_write_string(sheet, row, column, cell->text, format);
	}
	return LXW_NO_ERROR;
}

/* Characters of UTF-8. */
static size_t length_of(const char *text)
{
	size_t n = 0;

	for (; *text; text++) {
		n += (*text & 0xC0) != 0x80;
	}
	return n;
}

/* As wide as its cells; a head is wrapped. */
static double width_of(
	const struct figures_file *file, const struct figures_table *table, size_t column)
{
	size_t width = length_of(table->grid.columns[column].label) / 2;

	for (size_t row = 0; row < table->n_rows; row++) {
		_cleanup_free_ char *text =
			figures_cell_text(file, figures_cell(table, row, column));

		width = MAX_OF(width, length_of(text) + 2);
	}
	return (double)MIN_OF(MAX_OF(width, (size_t)WIDTH_MIN), (size_t)WIDTH_MAX);
}

static lxw_error write_rows(
	struct book *book, lxw_worksheet *sheet, const struct figures_table *table)
{
	lxw_error error = worksheet_set_row(sheet, HEAD_ROW, 3 * LINE, NULL);

	for (size_t i = 0; i < table->grid.n_columns && !error; i++) {
		error = worksheet_write_string(
			sheet, HEAD_ROW, (lxw_col_t)i, table->grid.columns[i].label, book->head);
	}
	for (size_t i = 0; table->grid.n_columns > 0 && i < table->grid.n_cells && !error; i++) {
		size_t row = i / table->grid.n_columns;
		bool total = table->grid.has_total && row == table->n_rows - 1;

		error = write_cell(book, sheet, (lxw_row_t)(HEAD_ROW + 1 + row),
			(lxw_col_t)(i % table->grid.n_columns), &table->grid.cells[i], total);
	}
	return error;
}

static void set_up_paper(lxw_worksheet *sheet, const struct figures_table *table, lxw_col_t fixed)
{
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
	(void)worksheet_repeat_rows(sheet, HEAD_ROW, HEAD_ROW);
	if (fixed > 0) {
		(void)worksheet_repeat_columns(sheet, 0, fixed - 1);
	}
	(void)worksheet_set_footer(sheet, "&L&A&R&P/&N");
	if (table->grid.n_columns <= PAGE_COLUMNS) {
		worksheet_fit_to_pages(sheet, 1, 0);
	}
}

static lxw_error write_table(
	struct book *book, const struct figures_file *file, const struct figures_table *table)
{
	lxw_worksheet *sheet = workbook_add_worksheet(book->workbook, table->sheet);
	lxw_row_t last = (lxw_row_t)(HEAD_ROW + table->n_rows);
	lxw_row_t note = last + 2;
	lxw_col_t fixed = 0;
	lxw_error error;

	if (!sheet) {
		return LXW_ERROR_SHEETNAME_ALREADY_USED;
	}
	for (size_t i = 0; i < table->grid.n_columns; i++) {
		(void)worksheet_set_column(
			sheet, (lxw_col_t)i, (lxw_col_t)i, width_of(file, table, i), NULL);
		fixed += table->grid.columns[i].fixed;
	}
	(void)worksheet_set_row(sheet, 1, 1.5 * LINE, NULL);
	(void)worksheet_write_string(sheet, 0, 0, file->centre, book->plain);
	(void)worksheet_write_string(sheet, 1, 0, file->title, book->title);
	(void)worksheet_write_string(sheet, 2, 0, table->title, book->plain);
	(void)worksheet_write_string(sheet, 3, 0, file->made, book->note);
	error = write_rows(book, sheet, table);
	worksheet_freeze_panes(sheet, HEAD_ROW + 1, fixed);
	if (table->n_rows > 1) { /* the total stays where it is */
		(void)worksheet_autofilter(sheet, HEAD_ROW, 0, last - table->grid.has_total,
			(lxw_col_t)(table->grid.n_columns - 1));
	}
	if (*table->nothing) {
		(void)worksheet_write_string(sheet, note++, 0, table->nothing, book->plain);
	}
	for (size_t i = 0; i < json_array_size(file->notes); i++) {
		(void)worksheet_write_string(sheet, note++, 0,
			json_string_value(json_array_get(file->notes, i)), book->note);
	}
	set_up_paper(sheet, table, fixed);
	return error;
}

/* ---- charts ---- */

/* Told apart in black and white too. */
static void style_series(lxw_chart_series *series, size_t i)
{
	static const uint8_t patterns[FIGURES_SERIES_MAX] = {LXW_CHART_PATTERN_NONE,
		LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL, LXW_CHART_PATTERN_NARROW_HORIZONTAL,
		LXW_CHART_PATTERN_WIDE_DOWNWARD_DIAGONAL, LXW_CHART_PATTERN_SMALL_GRID};
	lxw_chart_fill fill = {.color = figures_chart_colour(i)};
	lxw_chart_line line = {.color = figures_chart_colour(i)};
	lxw_chart_pattern pattern = {
		.fg_color = figures_chart_colour(i), .bg_color = 0xFFFFFF, .type = patterns[i]};

	chart_series_set_line(series, &line);
	if (i == 0) {
		chart_series_set_fill(series, &fill);
	} else {
		chart_series_set_pattern(series, &pattern);
	}
}

static void insert_chart(
	struct book *book, lxw_worksheet *sheet, const struct figures_chart *chart, lxw_row_t head)
{
	lxw_chart *drawn = workbook_add_chart(book->workbook, LXW_CHART_COLUMN);
	lxw_chart_font heading = {.size = 12, .bold = LXW_TRUE};
	lxw_chart_options options = {
		.x_offset = 16,
		.x_scale = 1.6,
		.y_scale = (double)CHART_ROWS * CHART_PIXELS / CHART_HEIGHT,
	};
	lxw_row_t last = head + (lxw_row_t)chart->n_labels;

	for (size_t i = 0; i < chart->n_series; i++) {
		lxw_chart_series *series = chart_add_series(drawn, NULL, NULL);
		lxw_col_t column = (lxw_col_t)(i + 1);

		chart_series_set_categories(series, sheet->name, head + 1, 0, last, 0);
		chart_series_set_values(series, sheet->name, head + 1, column, last, column);
		chart_series_set_name_range(series, sheet->name, head, column);
		style_series(series, i);
	}
	chart_title_set_name(drawn, chart->title);
	chart_title_set_name_font(drawn, &heading);
	chart_axis_set_name(drawn->y_axis, chart->unit);
	chart_axis_set_num_format(drawn->y_axis, "#,##0");
	chart_axis_set_min(drawn->y_axis, 0);
	chart_legend_set_position(drawn, LXW_CHART_LEGEND_BOTTOM);
	(void)worksheet_insert_chart_opt(
		sheet, head, (lxw_col_t)(chart->n_series + 1), drawn, &options);
}

/* The numbers of a chart, and the chart beside them; returns the next free row. */
static lxw_row_t write_chart(struct book *book, lxw_worksheet *sheet,
	const struct figures_table *table, const struct figures_chart *chart, lxw_row_t row)
{
	lxw_format *number = book->cells[0][GRID_DECIMAL][chart->per > 1 ? 1 : 0];
	lxw_row_t head = row + 1;

	(void)worksheet_write_string(sheet, row, 0, chart->title, book->title);
	(void)worksheet_set_row(sheet, head, 2 * LINE, NULL);
	(void)worksheet_write_string(sheet, head, 0, table->title, book->head);
	for (size_t i = 0; i < chart->n_labels; i++) {
		(void)worksheet_write_string(sheet, head + 1 + (lxw_row_t)i, 0,
			figures_chart_label(chart, i), book->cells[0][GRID_TEXT][0]);
	}
	for (size_t i = 0; i < chart->n_series; i++) {
		lxw_col_t column = (lxw_col_t)(i + 1);

		(void)worksheet_write_string(
			sheet, head, column, figures_chart_series(chart, i), book->head);
		for (size_t j = 0; j < chart->n_labels; j++) {
			lxw_row_t at = head + 1 + (lxw_row_t)j;
			double value;

			if (figures_chart_value(chart, i, j, &value)) {
				(void)worksheet_write_number(sheet, at, column, value, number);
			} else {
				(void)worksheet_write_blank(sheet, at, column, number);
			}
		}
	}
	insert_chart(book, sheet, chart, head);
	return head + MAX_OF((lxw_row_t)chart->n_labels, (lxw_row_t)CHART_ROWS) + 3;
}

static void set_up_charts(struct book *book, const struct figures_file *file, lxw_worksheet *sheet)
{
	(void)worksheet_write_string(sheet, 0, 0, file->centre, book->plain);
	(void)worksheet_write_string(sheet, 1, 0, file->title, book->title);
	(void)worksheet_set_column(sheet, 0, 0, 2 * WIDTH_MIN, NULL);
	(void)worksheet_set_column(sheet, 1, FIGURES_SERIES_MAX, 1.2 * WIDTH_MIN, NULL);
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, 9); /* A4 */
	worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
	worksheet_set_print_scale(sheet, CHARTS_PERCENT);
	(void)worksheet_set_footer(sheet, "&L&A&R&P/&N");
}

/* Each begins a page of its own. */
static lxw_error write_charts(struct book *book, const struct figures_file *file)
{
	lxw_row_t breaks[FIGURES_TABLES_MAX * FIGURES_CHARTS_MAX + 1] = {0}; /* 0 ends them */
	lxw_worksheet *sheet = NULL;
	lxw_row_t row = CHARTS_ROW;
	size_t n = 0;

	for (size_t i = 0; i < file->n_tables; i++) {
		const struct figures_table *table = &file->tables[i];

		for (size_t j = 0; j < table->n_charts; j++) {
			if (sheet) {
				breaks[n++] = row;
			} else {
				sheet = workbook_add_worksheet(book->workbook, file->charts);
			}
			if (!sheet) {
				return LXW_ERROR_SHEETNAME_ALREADY_USED;
			}
			row = write_chart(book, sheet, table, &table->charts[j], row);
		}
	}
	if (sheet) {
		set_up_charts(book, file, sheet);
	}
	if (n > 0) {
		(void)worksheet_set_h_pagebreaks(sheet, breaks);
	}
	return LXW_NO_ERROR;
}

int figures_write_xlsx(const struct figures_file *file, const char *path, const char *scratch)
{
	lxw_workbook_options options = {.tmpdir = (char *)scratch};
	lxw_doc_properties properties = {
		.title = (char *)file->title, .company = (char *)file->centre};
	struct book book = {.workbook = workbook_new_opt(path, &options)};
	lxw_error error = LXW_NO_ERROR;

	if (!book.workbook) {
		return -EIO;
	}
	(void)workbook_set_properties(book.workbook, &properties);
	add_formats(&book);
	for (size_t i = 0; i < file->n_tables && !error; i++) {
		error = write_table(&book, file, &file->tables[i]);
	}
	if (!error) {
		error = write_charts(&book, file);
	}
	/* It frees the workbook, whatever comes of it. */
	return workbook_close(book.workbook) == LXW_NO_ERROR && !error ? 0 : -EIO;
}
