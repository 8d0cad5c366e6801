/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's other panels: head, clock, last calls, waiting, notice. */
#include "ui/hall-panels.h"

#include <math.h>

#include "base/text.h"
#include "ui/dates.h"
#include "ui/hall-words.h"
#include "ui/image.h"

/* The emblem, or a bar where there is none; returns where the name begins. */
static double draw_emblem(const struct hall_brush *brush)
{
	double u = brush->u;
	const cairo_rectangle_t bar = {0, 0.8 * u, 0.7 * u, brush->height - 1.6 * u};
	cairo_rectangle_t box = {0, 0, brush->width * 0.3, brush->height};

	if (!theme_emblem(true)) {
		hall_draw_box(brush, &bar, 0.35 * u, THEME_NUMBER);
		return 2.4 * u;
	}
	box.width = image_width_at(theme_emblem(true), box.width, box.height);
	(void)image_draw(brush->cr, theme_emblem(true), &box);
	return box.width + 1.7 * u;
}

void hall_draw_head(const struct hall_brush *brush)
{
	const struct hall_name *centre = &brush->view->head.centre;
	double u = brush->u;
	const struct hall_pair pair = {
		.first = centre->first,
		.second = centre->second,
		.size_px = 5.0 * u,
		.size_min_px = 2.2 * u,
		.second_share = 0.62,
		.bold = true,
		.first_colour = THEME_NIGHT_INK,
		.second_colour = THEME_NIGHT_QUIET,
	};
	cairo_rectangle_t box = {0, 0, brush->width, brush->height};

	if (*centre->first) {
		box.x = draw_emblem(brush);
		box.width -= box.x;
		(void)hall_draw_pair(brush, &pair, &box);
	}
}

void hall_draw_clock(const struct hall_brush *brush)
{
	const struct hall_clock *clock = &brush->view->clock;
	double u = brush->u;
	double date_height = 4.2 * u;
	const cairo_rectangle_t time_box = {
		0, 0.4 * u, brush->width, brush->height - date_height - 0.8 * u};
	const cairo_rectangle_t date_box = {
		0, brush->height - date_height, brush->width, date_height};
	struct typeset_style style = theme_style(THEME_NIGHT_INK, 9.0 * u, true);
	_cleanup_free_ char *date = NULL;
	_cleanup_free_ char *time = NULL;

	if (!*clock->day) {
		return;
	}
	date = dates_day(brush->phrases, brush->view->language, clock->day);
	time = dates_minute(clock->minute);
	style.align = ALIGN_RIGHT;
	style.tabular = true;
	(void)typeset_draw_fitted(brush->cr, &style, time, &time_box);
	const struct hall_pair pair = {
		.first = date,
		.second = "",
		.size_px = 3.0 * u,
		.size_min_px = 1.6 * u,
		.first_colour = THEME_NIGHT_QUIET,
		.align = ALIGN_RIGHT,
	};
	(void)hall_draw_pair(brush, &pair, &date_box);
}

/* The list of calls: its columns, as shares of its width. */
static const double column_state = 0.45, column_counter = 0.76;

/* How many have no row now, and which of the pages this is. */
static void draw_more(const struct hall_brush *brush)
{
	const struct hall_list *list = &brush->view->list;
	_cleanup_free_ char *more = text_printf("+%d", list->more);
	const cairo_rectangle_t box = {brush->width * column_state, 1.2 * brush->u,
		brush->width * (column_counter - column_state) * 0.94, 3.4 * brush->u};
	struct typeset_style style = theme_style(THEME_NUMBER, 3.4 * brush->u, true);

	if (list->more == 0) {
		return;
	}
	style.align = ALIGN_CENTRE;
	(void)typeset_draw(brush->cr, &style, more, box.x + box.width / 2, box.y - 0.6 * brush->u);
	hall_draw_dots_centred(
		brush, box.x + box.width / 2, box.y + 4.6 * brush->u, list->page, list->pages);
}

static void draw_list_heading(const struct hall_brush *brush)
{
	struct hall_phrase number = hall_phrase_get(brush, "hall.number");
	struct hall_phrase counter = hall_phrase_get(brush, "hall.counter");
	double u = brush->u;
	double x = 3.0 * u;
	double counter_x = brush->width * column_counter;
	struct hall_pair pair = {
		.first = number.first,
		.second = number.second,
		.size_px = 3.2 * u,
		.size_min_px = 1.6 * u,
		.second_share = 0.7,
		.bold = true,
		.first_colour = THEME_NIGHT_INK,
		.second_colour = THEME_NIGHT_QUIET,
	};
	const cairo_rectangle_t left = {
		x, u, brush->width * column_state - x, (hall_list_heading_u - 1) * u};
	const cairo_rectangle_t right = {
		counter_x, u, brush->width - counter_x - 3.0 * u, (hall_list_heading_u - 1) * u};

	(void)hall_draw_pair(brush, &pair, &left);
	pair.first = counter.first;
	pair.second = counter.second;
	pair.align = ALIGN_RIGHT;
	(void)hall_draw_pair(brush, &pair, &right);
	draw_more(brush);
}

/* The row's state, as a sign and in words: an arrow for those who are waited for, somebody at a
 * desk for those who are being served. A recall says so. */
static void draw_row_state(
	const struct hall_brush *brush, const struct hall_call *call, const cairo_rectangle_t *row)
{
	double u = brush->u;
	double width = brush->width * (column_counter - column_state);
	const cairo_rectangle_t sign = {brush->width * column_state, row->y + row->height * 0.14,
		width * 0.94, row->height * 0.36};
	const cairo_rectangle_t box = {
		sign.x, row->y + row->height * 0.54, sign.width, row->height * 0.38};
	_cleanup_free_ char *text = hall_words_row(brush->phrases, brush->view, call);
	const struct hall_pair pair = {
		.first = text,
		.second = "",
		.size_px = 2.6 * u,
		.size_min_px = 1.2 * u,
		.bold = call->waited_for,
		.first_colour = call->waited_for ? THEME_NIGHT_INK : THEME_NIGHT_QUIET,
		.align = ALIGN_CENTRE,
	};

	(void)hall_draw_pair(brush, &pair, &box);
	if (call->waited_for) {
		const cairo_rectangle_t arrow = {
			sign.x + sign.width * 0.22, sign.y, sign.width * 0.56, sign.height};

		hall_draw_arrow(brush, &arrow, THEME_NUMBER);
	} else {
		hall_draw_served(brush, &sign, THEME_NIGHT_QUIET);
	}
}

static void draw_list_row(const struct hall_brush *brush, const struct hall_call *call,
	const cairo_rectangle_t *row, bool announced)
{
	double u = brush->u;
	double x = 3.0 * u;
	double ink_height = row->height * hall_row_ink;
	double counter_x = brush->width * column_counter;
	const cairo_rectangle_t number = {x, row->y + (row->height - ink_height) / 2,
		brush->width * column_state - x - u, ink_height};
	const cairo_rectangle_t counter = {
		counter_x, number.y, brush->width - counter_x - 3.0 * u, ink_height};
	const cairo_rectangle_t bar = {0.6 * u, row->y + 1.2 * u, 0.7 * u, row->height - 2.4 * u};
	struct typeset_style style = theme_style(
		call->waited_for ? THEME_NUMBER : THEME_NIGHT_QUIET, row->height, call->waited_for);
	_cleanup_free_ char *counter_text = text_printf("%d", call->counter);

	/* Digits of equal width, so that the rows are aligned. */
	style.tabular = true;
	style.size_px = typeset_fit(brush->cr, &style, "0", row->height, ink_height);
	if (announced) {
		hall_draw_box(brush, &bar, 0.35 * u, THEME_NUMBER);
	}
	(void)typeset_draw_fitted(brush->cr, &style, call->number, &number);
	style.align = ALIGN_RIGHT;
	(void)typeset_draw_fitted(brush->cr, &style, counter_text, &counter);
	draw_row_state(brush, call, row);
}

static void draw_no_calls(const struct hall_brush *brush, double top)
{
	struct hall_phrase words = hall_phrase_get(brush, "hall.no_calls");
	const struct hall_pair pair = {
		.first = words.first,
		.second = words.second,
		.size_px = 3.6 * brush->u,
		.size_min_px = 1.6 * brush->u,
		.second_share = 0.74,
		.first_colour = THEME_NIGHT_QUIET,
		.second_colour = THEME_NIGHT_QUIET,
		.align = ALIGN_CENTRE,
	};
	const cairo_rectangle_t box = {
		4 * brush->u, top, brush->width - 8 * brush->u, brush->height - top};

	(void)hall_draw_pair(brush, &pair, &box);
}

void hall_draw_list(const struct hall_brush *brush)
{
	const struct hall_list *list = &brush->view->list;
	const cairo_rectangle_t all = {0, 0, brush->width, brush->height};
	int rows = hall_list_rows(brush->layout);
	double top = hall_list_heading_u * brush->u;

	hall_draw_box(brush, &all, brush->layout->radius * brush->u, THEME_NIGHT_PANEL);
	draw_list_heading(brush);
	if (list->n == 0) {
		if (!list->unsure) {
			draw_no_calls(brush, top);
		}
		return;
	}
	for (int i = 0; i < rows; i++) {
		cairo_rectangle_t row;

		hall_list_row_box(brush->layout, i, &row);
		theme_set_source(brush->cr, THEME_NIGHT_RULE);
		cairo_rectangle(brush->cr, 3.0 * brush->u, floor(row.y),
			brush->width - 6.0 * brush->u, MAX_OF(1, floor(0.14 * brush->u)));
		cairo_fill(brush->cr);
		if (i < list->n) {
			draw_list_row(brush, &list->call[i], &row, i == list->announced);
		}
	}
}

static void draw_count(const struct hall_brush *brush, const struct hall_service *service,
	const cairo_rectangle_t *box)
{
	struct typeset_style style = theme_style(THEME_NUMBER, 8.0 * brush->u, true);
	_cleanup_free_ char *count = text_printf("%d", service->waiting);

	style.align = ALIGN_RIGHT;
	style.tabular = true;
	style.size_px =
		MIN_OF(style.size_px, typeset_fit(brush->cr, &style, "0", box->width, box->height));
	(void)typeset_draw_fitted(brush->cr, &style, count, box);
}

static void draw_cell(const struct hall_brush *brush, const struct hall_service *service,
	const cairo_rectangle_t *cell)
{
	double u = brush->u;
	double count_width = 8.6 * u;
	struct hall_phrase off = hall_phrase_get(brush, "hall.not_taking");
	const cairo_rectangle_t name = {cell->x + 1.6 * u, cell->y + 0.5 * u,
		cell->width - count_width - 4.0 * u, cell->height - 1.0 * u};
	const cairo_rectangle_t count = {cell->x + cell->width - count_width - 1.6 * u,
		cell->y + cell->height * 0.2, count_width, MIN_OF(cell->height * 0.6, 6.0 * u)};
	cairo_rectangle_t middle = count;
	const struct hall_pair pair = {
		.first = service->name.first,
		.second = service->taking ? service->name.second : off.first,
		.size_px = 3.1 * u,
		.size_min_px = (service->taking ? 2.4 : 1.5) * u,
		.size_last_px = 1.35 * u,
		.second_share = 0.76,
		.bold = service->taking,
		.first_colour = service->taking ? THEME_NIGHT_INK : THEME_NIGHT_QUIET,
		.second_colour = THEME_NIGHT_QUIET,
	};

	middle.y = cell->y + (cell->height - middle.height) / 2;
	hall_draw_box(brush, cell, 1.0 * u, THEME_NIGHT_PANEL);
	(void)hall_draw_pair(brush, &pair, &name);
	if (service->taking || service->waiting > 0) {
		draw_count(brush, service, &middle);
	}
}

void hall_draw_waiting(const struct hall_brush *brush)
{
	const struct hall_waiting *waiting = &brush->view->waiting;
	struct hall_grid grid = hall_waiting_grid(waiting->n, brush->portrait);
	struct hall_phrase title = hall_phrase_get(brush, "hall.waiting");
	double u = brush->u;
	double top = 4.4 * u;
	double gap = 1.1 * u;
	double width = (brush->width - (grid.columns - 1) * gap) / grid.columns;
	double height = (brush->height - top - (grid.rows - 1) * gap) / grid.rows;
	int cells = grid.columns * grid.rows;
	int pages = MAX_OF(1, (waiting->n + cells - 1) / cells);
	int page = waiting->page % pages;
	struct typeset_style style = theme_style(THEME_NIGHT_INK, 2.9 * u, true);
	double x = 0.4 * u;

	if (waiting->n == 0) {
		return;
	}
	x += typeset_draw(brush->cr, &style, title.first, x, 0).width_px + 1.4 * u;
	style = theme_style(THEME_NIGHT_QUIET, 2.3 * u, false);
	(void)typeset_draw(brush->cr, &style, title.second, x, 0.7 * u);
	if (pages > 1) {
		(void)hall_draw_dots(brush, brush->width, 2.2 * u, page, pages);
	}
	for (int i = 0; i < cells && page * cells + i < waiting->n; i++) {
		int row = i / grid.columns;
		const cairo_rectangle_t cell = {i % grid.columns * (width + gap),
			top + row * (height + gap), width, height};

		draw_cell(brush, &waiting->service[page * cells + i], &cell);
	}
}

/* Draws an "i" in a ring. */
static void draw_notice_mark(const struct hall_brush *brush, enum theme_colour colour)
{
	cairo_t *cr = brush->cr;
	double x = 4.2 * brush->u;
	double y = brush->height / 2;
	double r = 2.3 * brush->u;

	theme_set_source(cr, colour);
	cairo_set_line_width(cr, r * 0.18);
	cairo_arc(cr, x, y, r, 0, 2 * M_PI);
	cairo_stroke(cr);
	cairo_arc(cr, x, y - r * 0.48, r * 0.16, 0, 2 * M_PI);
	cairo_fill(cr);
	cairo_set_line_width(cr, r * 0.26);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_move_to(cr, x, y - r * 0.05);
	cairo_line_to(cr, x, y + r * 0.5);
	cairo_stroke(cr);
}

void hall_draw_notice(const struct hall_brush *brush)
{
	const struct hall_notice *notice = &brush->view->notice;
	double u = brush->u;
	double dots = 0;
	_cleanup_(hall_words_done) struct hall_words words = {0};
	bool grave = hall_words_notice(brush->phrases, brush->view, &words);
	enum theme_colour back = grave ? THEME_PAPER : THEME_NIGHT_PANEL;
	enum theme_colour ink = grave ? THEME_INK : THEME_NIGHT_INK;
	const cairo_rectangle_t all = {0, 0, brush->width, brush->height};
	cairo_rectangle_t box = {8.4 * u, 0.4 * u, brush->width - 11 * u, brush->height - 0.8 * u};

	const struct hall_pair pair = {
		.first = words.first,
		.second = words.second,
		.size_px = 3.4 * u,
		.size_min_px = 1.3 * u,
		.second_share = 0.76,
		.bold = grave || notice->portal || notice->undated,
		.first_colour = ink,
		.second_colour = grave ? THEME_INK_QUIET : THEME_NIGHT_QUIET,
	};
	hall_draw_box(brush, &all, brush->layout->radius * u, back);
	draw_notice_mark(brush, grave ? THEME_INK : THEME_NUMBER);
	if (notice->n > 1 && !grave) {
		dots = hall_draw_dots(
			brush, brush->width - 1.8 * u, brush->height / 2, notice->index, notice->n);
		box.width -= dots + u;
	}
	(void)hall_draw_pair(brush, &pair, &box);
}
