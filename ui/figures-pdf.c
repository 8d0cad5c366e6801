/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A4 lying down. Each page says whose figures these are and of when:
 *
 *     the centre                                        when it was made
 *     TITLE
 *     ──────────────────────────────────────────────────────────────────
 *     charts of the table, two side by side when they are short
 *     table's title (1/3)
 *     key      name        │ heads over as many lines as they take
 *     ──────────────────────────────────────────────────────────────────
 *     rows                 │ numbers, to the right
 *     total                │
 *     notes, below the last table
 *     ──────────────────────────────────────────────────────────────────
 *                                                               page 1/9
 *
 * A table that is too wide goes on in further bands, each with the columns that say which row it
 * is: type is never made smaller than people can read. Everything is laid out before a page is
 * drawn, so that each page knows how many there are.
 */
#include <cairo-pdf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/figures-chart.h"
#include "ui/typeset.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);
DEFINE_CLEANUP(cairo_t *, cairo_destroy);

#define MM (72 / 25.4)
#define PAGE_WIDTH (297 * MM)
#define PAGE_HEIGHT (210 * MM)
#define MARGIN (12 * MM)
#define RIGHT (PAGE_WIDTH - MARGIN)
#define WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define FOOT_TOP (PAGE_HEIGHT - 14 * MM)
#define PAD (1.2 * MM)
#define GAP (3 * MM)
#define COLUMN_MIN (13 * MM)
#define CHART_HEIGHT (66 * MM)
#define TEXT_MAX (62 * MM) /* of a column of texts; longer ones are wrapped */

/* Points. */
#define TITLE 14
#define BODY 8.5
#define SMALL 8

enum {
	CENTRE_LINES_MAX = 5, /* a name of 200 characters */
	HEAD_LINES_MAX = 6,
	CELL_LINES_MAX = 8,
	NOTE_LINES_MAX = 20,
	BESIDE_MAX = 31, /* labels of a chart that has another beside it */
	FEW = 12, /* labels that need no more room than that whatever they say */
};

/* Some of a table's columns, side by side on a page. */
struct band {
	const struct figures_table *table;
	size_t columns[FIGURES_COLUMNS_MAX];
	double widths[FIGURES_COLUMNS_MAX];
	size_t n;
	double head_height;
	int number, of; /* of the table's bands */
};

struct canvas {
	cairo_t *cr;
	const struct figures_file *file;
	int pages; /* 0: they are being counted */
	int page;
	double y;
};

/* ---- texts ---- */

static struct typeset_style style_of(double size, bool bold, enum align align, double width)
{
	return (struct typeset_style){
		.size_px = size,
		.bold = bold,
		.align = align,
		.width_px = width,
		.tabular = true,
	};
}

static double put(const struct canvas *canvas, struct typeset_style style, int lines_max,
	const char *text, double x, double y)
{
	style.lines_max = lines_max;
	return (canvas->pages > 0 ? typeset_draw(canvas->cr, &style, text, x, y)
				  : typeset_measure(canvas->cr, &style, text))
		.height_px;
}

static double measure(
	const struct canvas *canvas, const struct typeset_style *style, const char *text)
{
	return typeset_measure(canvas->cr, style, text).width_px;
}

static void put_rule(const struct canvas *canvas, double y, double width, double thick, double grey)
{
	if (canvas->pages > 0) {
		cairo_set_source_rgb(canvas->cr, grey, grey, grey);
		cairo_rectangle(canvas->cr, MARGIN, y, width, thick);
		cairo_fill(canvas->cr);
	}
}

/* ---- columns ---- */

/* A number stays with its sign of percent. */
static char *head_text(const char *label)
{
	_cleanup_(textbuf_done) struct textbuf out = {0};

	textbuf_add(&out, "");
	for (; *label; label++) {
		bool percent = label[0] == ' ' && label[1] == '%';

		textbuf_add_bytes(&out, percent ? "\xC2\xA0" : label, percent ? 2 : 1);
	}
	return TAKE_PTR(out.data);
}

/* The widest word of a head: it is wrapped at spaces only. */
static double word_width(const struct canvas *canvas, const char *label)
{
	const struct typeset_style style = style_of(SMALL, true, ALIGN_LEFT, 0);
	double widest = 0;

	while (*label) {
		size_t length = strcspn(label, " ");
		_cleanup_free_ char *word = text_printf("%.*s", (int)length, label);

		widest = MAX_OF(widest, measure(canvas, &style, word));
		label += length + (label[length] == ' ');
	}
	return widest;
}

static double column_width(
	const struct canvas *canvas, const struct figures_table *table, size_t column)
{
	const struct typeset_style style = style_of(BODY, true, ALIGN_LEFT, 0);
	_cleanup_free_ char *label = head_text(table->grid.columns[column].label);
	double widest = MAX_OF(word_width(canvas, label), COLUMN_MIN);
	size_t longest = 0;

	/* Of numbers the longest text is the widest, but for a point. */
	for (size_t row = 0; row < table->n_rows; row++) {
		const struct grid_cell *cell = figures_cell(table, row, column);
		_cleanup_free_ char *text = figures_cell_text(canvas->file, cell);

		if (strlen(text) >= longest || cell->kind == GRID_TEXT) {
			longest = MAX_OF(longest, strlen(text));
			widest = MAX_OF(widest, measure(canvas, &style, text));
		}
	}
	return MIN_OF(widest, TEXT_MAX) + 2 * PAD;
}

static void add_to_band(struct band *band, size_t column, double width)
{
	band->columns[band->n] = column;
	band->widths[band->n++] = width;
}

static double band_width(const struct band *band)
{
	double width = 0;

	for (size_t i = 0; i < band->n; i++) {
		width += band->widths[i];
	}
	return width;
}

static double head_height(const struct canvas *canvas, const struct band *band)
{
	double height = 0;
	struct canvas measured = *canvas;

	measured.pages = 0;
	for (size_t i = 0; i < band->n; i++) {
		_cleanup_free_ char *label =
			head_text(band->table->grid.columns[band->columns[i]].label);

		height = MAX_OF(height,
			put(&measured, style_of(SMALL, true, ALIGN_LEFT, band->widths[i] - 2 * PAD),
				HEAD_LINES_MAX, label, 0, 0));
	}
	return height + 2 * PAD;
}

/* Parts a table's columns into bands; returns how many. bands has room for each column. */
static size_t part_columns(const struct canvas *canvas, const struct figures_table *table,
	struct band bands[FIGURES_COLUMNS_MAX])
{
	struct band first = {.table = table};
	size_t n = 0;

	for (size_t i = 0; i < table->grid.n_columns; i++) {
		if (table->grid.columns[i].fixed) {
			add_to_band(&first, i, column_width(canvas, table, i));
		}
	}
	bands[n++] = first;
	for (size_t i = 0; i < table->grid.n_columns; i++) {
		double width = column_width(canvas, table, i);

		if (table->grid.columns[i].fixed) {
			continue;
		}
		if (bands[n - 1].n > first.n && band_width(&bands[n - 1]) + width > WIDTH) {
			bands[n++] = first;
		}
		add_to_band(&bands[n - 1], i, width);
	}
	for (size_t i = 0; i < n; i++) {
		bands[i].number = (int)i + 1;
		bands[i].of = (int)n;
		bands[i].head_height = head_height(canvas, &bands[i]);
	}
	return n;
}

/* ---- pages ---- */

static void put_page_number(const struct canvas *canvas)
{
	const char *at = canvas->file->page;
	_cleanup_(textbuf_done) struct textbuf text = {0};

	textbuf_add(&text, "");
	while (*at) {
		if (strncmp(at, "{page}", 6) == 0) {
			textbuf_printf(&text, "%d", canvas->page);
			at += 6;
		} else if (strncmp(at, "{pages}", 7) == 0) {
			textbuf_printf(&text, "%d", canvas->pages);
			at += 7;
		} else {
			textbuf_add_bytes(&text, at++, 1);
		}
	}
	(void)put(canvas, style_of(BODY, true, ALIGN_RIGHT, 60 * MM), 1, text.data, RIGHT - 60 * MM,
		FOOT_TOP + 1.5 * MM);
}

static void begin_page(struct canvas *canvas)
{
	const struct figures_file *file = canvas->file;

	if (canvas->page > 0 && canvas->pages > 0) {
		cairo_show_page(canvas->cr);
	}
	canvas->page++;
	canvas->y = MARGIN;
	(void)put(canvas, style_of(SMALL, false, ALIGN_RIGHT, 90 * MM), 1, file->made,
		RIGHT - 90 * MM, canvas->y);
	canvas->y += put(canvas, style_of(10, true, ALIGN_LEFT, WIDTH - 95 * MM), CENTRE_LINES_MAX,
		file->centre, MARGIN, canvas->y);
	canvas->y += put(canvas, style_of(TITLE, true, ALIGN_LEFT, WIDTH), 2, file->title, MARGIN,
		canvas->y);
	canvas->y += GAP / 2;
	put_rule(canvas, canvas->y, WIDTH, 1, 0);
	canvas->y += GAP;
	put_rule(canvas, FOOT_TOP, WIDTH, 0.6, 0);
	put_page_number(canvas);
}

/* Goes on on another page when there is no room of so much height; true: it does. */
static bool make_room(struct canvas *canvas, double height)
{
	if (canvas->page > 0 && canvas->y + height <= FOOT_TOP - GAP) {
		return false;
	}
	begin_page(canvas);
	return true;
}

/* Numbers stand to the right, what they are of to the left. */
static bool is_left(const struct grid_column *column)
{
	return column->fixed || column->kind == GRID_TEXT;
}

static void put_head(struct canvas *canvas, const struct band *band)
{
	double x = MARGIN;
	_cleanup_free_ char *title = band->of > 1
		? text_printf("%s (%d/%d)", band->table->title, band->number, band->of)
		: text_dup(band->table->title);

	canvas->y +=
		put(canvas, style_of(10, true, ALIGN_LEFT, WIDTH), 2, title, MARGIN, canvas->y);
	canvas->y += PAD;
	if (canvas->pages > 0) {
		cairo_set_source_rgb(canvas->cr, 0.9, 0.92, 0.95);
		cairo_rectangle(canvas->cr, MARGIN, canvas->y, band_width(band), band->head_height);
		cairo_fill(canvas->cr);
	}
	for (size_t i = 0; i < band->n; i++) {
		const struct grid_column *column = &band->table->grid.columns[band->columns[i]];
		_cleanup_free_ char *label = head_text(column->label);

		(void)put(canvas,
			style_of(SMALL, true, is_left(column) ? ALIGN_LEFT : ALIGN_RIGHT,
				band->widths[i] - 2 * PAD),
			HEAD_LINES_MAX, label, x + PAD, canvas->y + PAD);
		x += band->widths[i];
	}
	canvas->y += band->head_height;
}

/* Draws a row, or measures it; returns its height. */
static double put_row(const struct canvas *canvas, const struct band *band, size_t row)
{
	const struct grid *grid = &band->table->grid;
	bool total = grid->has_total && row == band->table->n_rows - 1;
	double x = MARGIN;
	double height = 0;

	for (size_t i = 0; i < band->n; i++) {
		const struct grid_cell *cell = figures_cell(band->table, row, band->columns[i]);
		_cleanup_free_ char *text = figures_cell_text(canvas->file, cell);
		bool left = is_left(&grid->columns[band->columns[i]]) ||
			(cell->kind == GRID_TEXT && !cell->empty);

		height = MAX_OF(height,
			put(canvas,
				style_of(BODY, total, left ? ALIGN_LEFT : ALIGN_RIGHT,
					band->widths[i] - 2 * PAD),
				CELL_LINES_MAX, text, x + PAD, canvas->y + PAD / 2));
		x += band->widths[i];
	}
	return height + PAD;
}

static void put_band(struct canvas *canvas, const struct band *band)
{
	struct canvas measured = *canvas;
	bool headed = false;

	measured.pages = 0;
	for (size_t row = 0; row < band->table->n_rows; row++) {
		double height = put_row(&measured, band, row);
		double head = headed ? 0 : band->head_height + 20;

		if (make_room(canvas, height + head) || !headed) {
			put_head(canvas, band);
			headed = true;
		}
		if (canvas->pages > 0) {
			(void)put_row(canvas, band, row);
			put_rule(canvas, canvas->y, band_width(band), 0.3, 0.6);
		}
		canvas->y += height;
	}
	put_rule(canvas, canvas->y, band_width(band), 0.6, 0);
	canvas->y += 2 * GAP;
}

static void put_notes(struct canvas *canvas)
{
	const struct typeset_style style = style_of(BODY, false, ALIGN_LEFT, WIDTH);
	struct canvas measured = *canvas;

	measured.pages = 0;
	for (size_t i = 0; i < json_array_size(canvas->file->notes); i++) {
		const char *note = json_string_value(json_array_get(canvas->file->notes, i));
		double height;

		if (!note) {
			continue;
		}
		height = put(&measured, style, NOTE_LINES_MAX, note, 0, 0);
		(void)make_room(canvas, height);
		(void)put(canvas, style, NOTE_LINES_MAX, note, MARGIN, canvas->y);
		canvas->y += height + PAD;
	}
}

static bool is_half(const struct figures_table *table, size_t i)
{
	bool may = table->n_charts > 1 && table->charts[i].thin;

	return table->charts[i].n_labels <= (size_t)(may ? BESIDE_MAX : FEW);
}

static void put_charts(struct canvas *canvas, const struct figures_table *table)
{
	bool beside = false; /* the one before has room for another to its right */

	for (size_t i = 0; i < table->n_charts; i++) {
		bool half = is_half(table, i);
		cairo_rectangle_t box = {.x = MARGIN, .width = WIDTH, .height = CHART_HEIGHT};

		if (half) {
			box.width = (WIDTH - 4 * GAP) / 2;
		}
		if (beside && half) {
			box.x += box.width + 4 * GAP;
			canvas->y -= CHART_HEIGHT + 2 * GAP;
		} else {
			(void)make_room(canvas, CHART_HEIGHT);
		}
		beside = half && !(beside && half);
		box.y = canvas->y;
		if (canvas->pages > 0) {
			figures_draw_chart(canvas->cr, canvas->file, &table->charts[i], &box);
		}
		canvas->y += CHART_HEIGHT + 2 * GAP;
	}
}

/* A sentence in place of a table without figures. */
static void put_nothing(struct canvas *canvas, const struct figures_table *table)
{
	const struct typeset_style title = style_of(10, true, ALIGN_LEFT, WIDTH);
	const struct typeset_style text = style_of(BODY + 2, false, ALIGN_LEFT, WIDTH);

	(void)make_room(canvas, 12 * GAP);
	canvas->y += put(canvas, title, 2, table->title, MARGIN, canvas->y) + GAP;
	canvas->y += put(canvas, text, 4, table->nothing, MARGIN, canvas->y) + 3 * GAP;
}

struct bands {
	struct band *list;
	size_t n;
};

static void put_pages(struct canvas *canvas, const struct bands *bands)
{
	canvas->page = 0;
	for (size_t i = 0; i < bands->n; i++) {
		const struct band *band = &bands->list[i];

		if (*band->table->nothing) {
			put_nothing(canvas, band->table);
			continue;
		}
		if (band->number == 1) {
			put_charts(canvas, band->table);
		}
		put_band(canvas, band);
	}
	put_notes(canvas);
	if (canvas->page == 0) {
		begin_page(canvas); /* nothing to say but whose it is */
	}
}

static cairo_status_t add_bytes(void *out, const unsigned char *bytes, unsigned size)
{
	textbuf_add_bytes(out, bytes, size);
	return CAIRO_STATUS_SUCCESS;
}

static void lay_out(const struct canvas *canvas, struct bands *bands)
{
	const struct figures_file *file = canvas->file;

	for (size_t i = 0; i < file->n_tables; i++) {
		bands->list = memory_grow(
			bands->list, bands->n + FIGURES_COLUMNS_MAX, sizeof(*bands->list));
		if (*file->tables[i].nothing) {
			bands->list[bands->n++] = (struct band){.table = &file->tables[i]};
		} else {
			bands->n += part_columns(canvas, &file->tables[i], &bands->list[bands->n]);
		}
	}
}

int figures_put_pdf(const struct figures_file *file, struct textbuf *out)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(add_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	struct canvas canvas = {.cr = cr, .file = file};
	struct bands bands = {0};

	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, file->title);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, file->centre);
	lay_out(&canvas, &bands);
	put_pages(&canvas, &bands);
	canvas.pages = canvas.page;
	put_pages(&canvas, &bands);
	free(bands.list);
	cairo_show_page(cr);
	cairo_surface_finish(surface);
	return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
}
