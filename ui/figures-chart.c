/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     TITLE
 *     ■ series  ▨ series
 *     unit
 *      8 ┬───────────────────
 *        │ ■▨    ■▨            the number above each bar where there is room
 *      0 ┴───────────────────
 *          label  label        side by side, wrapped, upright, or some of them
 */
#include "ui/figures-chart.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/typeset.h"

#define TITLE 9.5
#define SMALL 8.0
#define LINE 11.0
#define STEPS 4
#define BAR_MAX 34.0
#define HATCH_MIN 2.5 /* a narrower bar has no room for a pattern */
#define UPRIGHT_MAX 80.0 /* of labels that stand upright */
#define LINES_MAX 4 /* of labels that are wrapped */

enum layout { LABELS_BESIDE, LABELS_WRAPPED, LABELS_UPRIGHT };

struct drawing {
	cairo_t *cr;
	const struct figures_file *file;
	const struct figures_chart *chart;
	double left, right, top, bottom; /* of the bars */
	double scale; /* the greatest number of it */
	double place; /* of a label with its bars */
	double bar;
	enum layout layout;
	size_t every; /* which labels are there */
};

static struct typeset_style style_of(double size, enum align align, double width)
{
	return (struct typeset_style){.size_px = size,
		.align = align,
		.width_px = width,
		.lines_max = 1,
		.tabular = true};
}

static double width_of(cairo_t *cr, const char *text)
{
	const struct typeset_style style = style_of(SMALL, ALIGN_LEFT, 0);

	return typeset_measure(cr, &style, text).width_px;
}

static void set_colour(cairo_t *cr, unsigned rgb)
{
	cairo_set_source_rgb(
		cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

double figures_chart_step(double greatest)
{
	static const double times[] = {1, 2, 5, 10};
	double rough = fmax(greatest, 1) / STEPS;
	double power = pow(10, floor(log10(rough)));
	size_t i = 0;

	while (i < ELEMENTS(times) - 1 && times[i] * power < rough) {
		i++;
	}
	return fmax(times[i] * power, 1);
}

static double greatest_of(const struct figures_chart *chart)
{
	double greatest = 0;

	for (size_t i = 0; i < chart->n_series; i++) {
		for (size_t j = 0; j < chart->n_labels; j++) {
			double value;

			if (figures_chart_value(chart, i, j, &value)) {
				greatest = fmax(greatest, value);
			}
		}
	}
	return greatest;
}

static char *value_text(const struct drawing *drawing, double value)
{
	char digits[32];

	(void)snprintf(digits, sizeof(digits), "%.*f", drawing->chart->per > 1 ? 1 : 0, value);
	return figures_number_text(drawing->file, digits);
}

/* ---- bars ---- */

static void line(cairo_t *cr, double x1, double y1, double x2, double y2)
{
	cairo_move_to(cr, x1, y1);
	cairo_line_to(cr, x2, y2);
}

/* White lines over a colour: rising, level, falling, crossed; the first series has none. */
static void hatch(cairo_t *cr, const cairo_rectangle_t *bar, size_t series)
{
	int n = (int)((bar->width + bar->height) / 4);

	for (int i = 0; i <= n; i++) {
		double at = 2 + 4.0 * i;
		double y = bar->y + bar->height;

		if (series == 1 || series == 4) {
			line(cr, bar->x, y - at, bar->x + at, y);
		}
		if (series == 3 || series == 4) {
			line(cr, bar->x, y + bar->width - at, bar->x + bar->width, y - at);
		}
		if (series == 2) {
			line(cr, bar->x, y - at, bar->x + bar->width, y - at);
		}
	}
}

static void fill_bar(cairo_t *cr, const cairo_rectangle_t *bar, size_t series)
{
	cairo_save(cr);
	cairo_rectangle(cr, bar->x, bar->y, bar->width, bar->height);
	cairo_clip_preserve(cr);
	set_colour(cr, figures_chart_colour(series));
	cairo_fill(cr);
	if (series > 0 && bar->width >= HATCH_MIN) {
		cairo_set_source_rgb(cr, 1, 1, 1);
		cairo_set_line_width(cr, 1.3);
		hatch(cr, bar, series);
		cairo_stroke(cr);
	}
	cairo_restore(cr);
	if (bar->width >= HATCH_MIN) {
		set_colour(cr, figures_chart_colour(series));
		cairo_set_line_width(cr, 0.5);
		cairo_rectangle(cr, bar->x, bar->y, bar->width, bar->height);
		cairo_stroke(cr);
	}
}

static double height_of(const struct drawing *drawing, double value)
{
	return value / drawing->scale * (drawing->bottom - drawing->top);
}

/* Numbers stand above bars that are wide enough for each of them. */
static bool has_numbers(const struct drawing *drawing)
{
	double widest = 0;

	for (size_t i = 0; i < drawing->chart->n_series; i++) {
		for (size_t j = 0; j < drawing->chart->n_labels; j++) {
			double value;

			if (figures_chart_value(drawing->chart, i, j, &value)) {
				_cleanup_free_ char *text = value_text(drawing, value);

				widest = fmax(widest, width_of(drawing->cr, text));
			}
		}
	}
	return widest + 1 <= drawing->bar;
}

static void draw_bars(const struct drawing *drawing)
{
	bool numbers = has_numbers(drawing);
	size_t n = drawing->chart->n_series;
	struct typeset_style style = style_of(SMALL, ALIGN_CENTRE, drawing->place);

	for (size_t at = 0; at < drawing->chart->n_labels; at++) {
		double middle = drawing->left + drawing->place * ((double)at + 0.5);
		size_t known = 0;

		for (size_t i = 0; i < n; i++) {
			cairo_rectangle_t bar = {
				.x = middle + ((double)i - (double)n / 2) * drawing->bar,
				.width = drawing->bar * 0.96,
			};
			double value;

			if (!figures_chart_value(drawing->chart, i, at, &value)) {
				continue;
			}
			known++;
			bar.height = height_of(drawing, value);
			bar.y = drawing->bottom - bar.height;
			fill_bar(drawing->cr, &bar, i);
			if (numbers) {
				_cleanup_free_ char *text = value_text(drawing, value);

				style.width_px = bar.width;
				(void)typeset_draw(drawing->cr, &style, text, bar.x, bar.y - LINE);
			}
		}
		if (known == 0 && drawing->place >= SMALL) { /* not known, and not 0 */
			style.width_px = drawing->place;
			(void)typeset_draw(drawing->cr, &style, "–", middle - drawing->place / 2,
				drawing->bottom - LINE);
		}
	}
}

/* ---- what stands around them ---- */

static void draw_scale(const struct drawing *drawing, double x)
{
	cairo_t *cr = drawing->cr;
	const struct typeset_style style = style_of(SMALL, ALIGN_RIGHT, drawing->left - 4 - x);

	for (int i = 0; i <= STEPS; i++) {
		double value = drawing->scale / STEPS * i;
		double y = drawing->bottom - height_of(drawing, value);
		char digits[32];
		_cleanup_free_ char *text = NULL;

		(void)snprintf(digits, sizeof(digits), "%.0f", value);
		text = figures_number_text(drawing->file, digits);
		cairo_set_source_rgb(cr, 0.7, 0.76, 0.82);
		cairo_set_line_width(cr, i == 0 ? 1 : 0.5);
		line(cr, drawing->left, y, drawing->right, y);
		cairo_stroke(cr);
		(void)typeset_draw(cr, &style, text, x, y - LINE / 2);
	}
}

static void draw_label(const struct drawing *drawing, size_t at)
{
	cairo_t *cr = drawing->cr;
	const char *text = figures_chart_label(drawing->chart, at);
	double middle = drawing->left + drawing->place * ((double)at + 0.5);
	double room = drawing->place * (double)drawing->every;
	struct typeset_style style = style_of(SMALL, ALIGN_CENTRE, room - 2);

	if (drawing->layout != LABELS_UPRIGHT) {
		style.lines_max = drawing->layout == LABELS_WRAPPED ? LINES_MAX : 1;
		(void)typeset_draw(cr, &style, text, middle - room / 2 + 1, drawing->bottom + 3);
		return;
	}
	style = style_of(SMALL, ALIGN_RIGHT, UPRIGHT_MAX);
	style.lines_max = (int)fmax(1, floor(room / LINE));
	cairo_save(cr);
	cairo_translate(cr, middle - typeset_measure(cr, &style, text).height_px / 2,
		drawing->bottom + 3 + UPRIGHT_MAX);
	cairo_rotate(cr, -M_PI / 2);
	(void)typeset_draw(cr, &style, text, 0, 0);
	cairo_restore(cr);
}

/* How labels stand, and how much room they take below the bars. */
static double place_labels(struct drawing *drawing)
{
	double widest = 0;
	double highest = 0;
	bool broken = false;
	struct typeset_style style = style_of(SMALL, ALIGN_CENTRE, drawing->place - 2);

	style.lines_max = LINES_MAX;
	for (size_t i = 0; i < drawing->chart->n_labels; i++) {
		const char *label = figures_chart_label(drawing->chart, i);
		struct typeset_extents extents = typeset_measure(drawing->cr, &style, label);

		widest = fmax(widest, width_of(drawing->cr, label));
		highest = fmax(highest, extents.height_px);
		broken = broken || extents.broken || extents.cut;
	}
	drawing->every = 1;
	drawing->layout = LABELS_BESIDE;
	if (widest + 4 <= drawing->place) {
		return LINE;
	}
	if (drawing->chart->thin) {
		drawing->every = (size_t)ceil((widest + 6) / drawing->place);
		return LINE;
	}
	if (!broken) {
		drawing->layout = LABELS_WRAPPED;
		return highest;
	}
	drawing->layout = LABELS_UPRIGHT;
	drawing->every = (size_t)fmax(1, ceil(LINE / drawing->place));
	return fmin(widest, UPRIGHT_MAX);
}

/* Returns the height of the keys, over as many lines as they take. */
static double draw_keys(const struct drawing *drawing, const cairo_rectangle_t *box, double y)
{
	double x = box->x;
	double begin = y;

	for (size_t i = 0; i < drawing->chart->n_series; i++) {
		const char *label = figures_chart_series(drawing->chart, i);
		double width = fmin(width_of(drawing->cr, label) + 1, box->width - 20);
		const struct typeset_style style = style_of(SMALL, ALIGN_LEFT, width);
		cairo_rectangle_t mark;

		if (x > box->x && x + 12 + width > box->x + box->width) {
			x = box->x;
			y += LINE + 2;
		}
		mark = (cairo_rectangle_t){x, y + 1.5, 9, 8};
		fill_bar(drawing->cr, &mark, i);
		(void)typeset_draw(drawing->cr, &style, label, x + 12, y);
		x += width + 26;
	}
	return y - begin + LINE + 2;
}

static double gutter_of(const struct drawing *drawing)
{
	char digits[32];
	_cleanup_free_ char *text = NULL;

	(void)snprintf(digits, sizeof(digits), "%.0f", drawing->scale);
	text = figures_number_text(drawing->file, digits);
	return width_of(drawing->cr, text) + 6;
}

void figures_draw_chart(cairo_t *cr, const struct figures_file *file,
	const struct figures_chart *chart, const cairo_rectangle_t *box)
{
	struct drawing drawing = {.cr = cr, .file = file, .chart = chart};
	struct typeset_style title = style_of(TITLE, ALIGN_LEFT, box->width);
	const struct typeset_style unit = style_of(SMALL, ALIGN_LEFT, box->width);
	double y = box->y;

	title.bold = true;
	y += typeset_draw(cr, &title, chart->title, box->x, y).height_px + 2;
	y += draw_keys(&drawing, box, y);
	(void)typeset_draw(cr, &unit, chart->unit, box->x, y);
	drawing.scale = STEPS * figures_chart_step(greatest_of(chart));
	drawing.left = box->x + gutter_of(&drawing);
	drawing.right = box->x + box->width;
	drawing.top = y + 2 * LINE;
	drawing.place = (drawing.right - drawing.left) / (double)chart->n_labels;
	drawing.bar = fmin(drawing.place * 0.8 / (double)chart->n_series, BAR_MAX);
	drawing.bottom = box->y + box->height - place_labels(&drawing) - 4;
	draw_scale(&drawing, box->x);
	draw_bars(&drawing);
	for (size_t i = 0; i < chart->n_labels; i += drawing.every) {
		draw_label(&drawing, i);
	}
}
