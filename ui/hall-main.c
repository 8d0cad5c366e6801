/* SPDX-License-Identifier: Apache-2.0 */
/* The hall's main panel: the call just made, else the centre's state. */
#include <math.h>

#include "base/text.h"
#include "ui/hall-panels.h"
#include "ui/hall-words.h"
#include "ui/image.h"
#include "ui/qr-code.h"

/* A call's colours. Fresh: dark on yellow, with its counter yellow on dark. Later: yellow on the
 * dark screen while it is waited for, white while it is served. */
struct palette {
	enum theme_colour back, label, label_quiet, number, band, counter, counter_label;
};
static const struct palette fresh_palette = {
	.back = THEME_CALL,
	.label = THEME_CALL_INK,
	.label_quiet = THEME_CALL_INK,
	.number = THEME_CALL_INK,
	.band = THEME_CALL_INK,
	.counter = THEME_CALL,
	.counter_label = THEME_NIGHT_INK,
};
static const struct palette served_palette = {
	.back = THEME_NIGHT_PANEL,
	.label = THEME_NIGHT_INK,
	.label_quiet = THEME_NIGHT_QUIET,
	.number = THEME_NIGHT_INK,
	.band = THEME_NIGHT,
	.counter = THEME_NIGHT_INK,
	.counter_label = THEME_NIGHT_INK,
};
static const struct palette calm_palette = {
	.back = THEME_NIGHT_PANEL,
	.label = THEME_NIGHT_INK,
	.label_quiet = THEME_NIGHT_QUIET,
	.number = THEME_NUMBER,
	.band = THEME_NIGHT,
	.counter = THEME_NUMBER,
	.counter_label = THEME_NIGHT_INK,
};

/* The panel's heading on the left, the service of the call on the right. */
static void draw_label(
	const struct hall_brush *brush, const struct palette *colours, const cairo_rectangle_t *box)
{
	const struct hall_main *main = &brush->view->main;
	_cleanup_(hall_words_done) struct hall_words words = {0};
	cairo_rectangle_t left = *box;
	cairo_rectangle_t right = *box;
	struct hall_pair pair = {
		.size_px = 5.0 * brush->u,
		.size_min_px = 1.9 * brush->u,
		.size_last_px = 1.6 * brush->u,
		.second_share = 0.62,
		.bold = true,
		.first_colour = colours->label,
		.second_colour = colours->label_quiet,
	};

	hall_words_call(brush->phrases, brush->view, &words);
	pair.first = words.first;
	pair.second = words.second;
	left.width = box->width * (*main->service.first ? 0.42 : 1);
	right.x = left.x + left.width;
	right.width = box->width - left.width;
	(void)hall_draw_pair(brush, &pair, &left);
	pair.first = main->service.first;
	pair.second = main->service.second;
	pair.size_px = 3.6 * brush->u;
	pair.align = ALIGN_RIGHT;
	pair.bold = false;
	(void)hall_draw_pair(brush, &pair, &right);
}

/* Draws → Quầy 3 in the middle of its band. */
static void draw_counter(const struct hall_brush *brush, const struct palette *colours,
	const cairo_rectangle_t *band)
{
	struct hall_phrase word = hall_phrase_get(brush, "hall.counter");
	_cleanup_free_ char *number = text_printf("%d", brush->view->main.call.counter);
	double ink = MIN_OF(band->height * 0.76, band->width * 0.2);
	double arrow = ink * 0.86;
	double space = brush->u * 3.2;
	struct typeset_style digits = theme_style(colours->counter, ink * 3, true);
	struct typeset_style label = theme_style(colours->counter_label, ink * 0.62, true);
	struct typeset_style small = theme_style(colours->counter_label, ink * 0.26, false);
	struct typeset_extents number_is, label_is, small_is = {0};
	double x, y;

	digits.size_px = typeset_fit(brush->cr, &digits, number, band->width / 3, ink);
	number_is = typeset_measure(brush->cr, &digits, number);
	label_is = typeset_measure(brush->cr, &label, word.first);
	if (*word.second) {
		small_is = typeset_measure(brush->cr, &small, word.second);
	}
	x = band->x +
		(band->width - arrow - label_is.width_px - number_is.ink.width - 2 * space) / 2;
	*brush->cut = *brush->cut || x < band->x;
	const cairo_rectangle_t arrow_box = {
		x, band->y + (band->height - ink * 0.62) / 2, arrow, ink * 0.62};

	if (brush->view->main.call.waited_for) {
		hall_draw_arrow(brush, &arrow_box, colours->counter);
	} else {
		hall_draw_served(brush, &arrow_box, colours->counter);
	}
	x += arrow + space;
	y = band->y + (band->height - label_is.height_px * 0.9 - small_is.height_px) / 2;
	(void)typeset_draw(brush->cr, &label, word.first, x, y);
	if (*word.second) {
		(void)typeset_draw(brush->cr, &small, word.second, x, y + label_is.height_px * 0.9);
	}
	x += label_is.width_px + space;
	(void)typeset_draw(brush->cr, &digits, number, x - number_is.ink.x,
		band->y + (band->height - number_is.ink.height) / 2 - number_is.ink.y);
}

static void draw_frame(const struct hall_brush *brush)
{
	double line = 1.0 * brush->u;
	const cairo_rectangle_t box = {
		line, line, brush->width - 2 * line, brush->height - 2 * line};

	theme_set_source(brush->cr, THEME_CALL_INK);
	cairo_set_line_width(brush->cr, line);
	hall_path_box(brush, &box, 1.0 * brush->u);
	cairo_stroke(brush->cr);
}

static void draw_call(const struct hall_brush *brush)
{
	const struct hall_main *main = &brush->view->main;
	const struct palette *colours = main->fresh ? &fresh_palette
		: main->call.waited_for             ? &calm_palette
						    : &served_palette;
	double u = brush->u;
	const cairo_rectangle_t all = {0, 0, brush->width, brush->height};
	struct hall_call_boxes box;
	struct typeset_style style = theme_style(colours->number, 200 * u, true);

	hall_call_place(brush->width, brush->height, u, &box);
	hall_draw_box(brush, &all, brush->layout->radius * u, colours->back);
	draw_label(brush, colours, &box.label);
	style.align = ALIGN_CENTRE;
	(void)typeset_draw_fitted(brush->cr, &style, main->call.number, &box.number);
	hall_draw_box(brush, &box.band, 1.0 * u, colours->band);
	draw_counter(brush, colours, &box.band);
	if (main->fresh && main->frame) {
		draw_frame(brush);
	}
}

/* Draws a slip with a torn edge. */
static void draw_slip(const struct hall_brush *brush, double x, double y, double size)
{
	cairo_t *cr = brush->cr;
	double width = size * 0.72;
	double left = x - width / 2;
	const int teeth = 6;

	theme_set_source(cr, THEME_NIGHT_INK);
	cairo_move_to(cr, left, y);
	cairo_line_to(cr, left + width, y);
	cairo_line_to(cr, left + width, y + size * 0.92);
	for (int i = 0; i < teeth; i++) {
		double right = left + width * (teeth - i) / teeth;

		cairo_line_to(cr, right - width / teeth / 2, y + size);
		cairo_line_to(cr, right - width / teeth, y + size * 0.92);
	}
	cairo_close_path(cr);
	cairo_fill(cr);
	theme_set_source(cr, THEME_CALL_INK);
	cairo_rectangle(cr, left + width * 0.2, y + size * 0.14, width * 0.6, size * 0.05);
	cairo_rectangle(cr, left + width * 0.14, y + size * 0.3, width * 0.72, size * 0.26);
	cairo_rectangle(cr, left + width * 0.2, y + size * 0.68, width * 0.6, size * 0.04);
	cairo_rectangle(cr, left + width * 0.3, y + size * 0.78, width * 0.4, size * 0.04);
	cairo_fill(cr);
}

/* Draws a clock that shows a minute of the day. */
static void draw_dial(const struct hall_brush *brush, double x, double y, double size, int minute)
{
	cairo_t *cr = brush->cr;
	double r = size / 2;
	double hour = (minute % 720) * 2 * M_PI / 720;
	double hand = (minute % 60) * 2 * M_PI / 60;

	y += r;
	theme_set_source(cr, THEME_NIGHT_INK);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_width(cr, size * 0.07);
	cairo_arc(cr, x, y, r * 0.93, 0, 2 * M_PI);
	cairo_stroke(cr);
	cairo_set_line_width(cr, size * 0.04);
	for (int i = 0; i < 12; i++) {
		double angle = i * M_PI / 6;

		cairo_move_to(cr, x + sin(angle) * r * 0.74, y - cos(angle) * r * 0.74);
		cairo_line_to(cr, x + sin(angle) * r * 0.78, y - cos(angle) * r * 0.78);
	}
	cairo_stroke(cr);
	cairo_set_line_width(cr, size * 0.06);
	cairo_move_to(cr, x, y);
	cairo_line_to(cr, x + sin(hour) * r * 0.42, y - cos(hour) * r * 0.42);
	cairo_stroke(cr);
	theme_set_source(cr, THEME_NUMBER);
	cairo_move_to(cr, x, y);
	cairo_line_to(cr, x + sin(hand) * r * 0.62, y - cos(hand) * r * 0.62);
	cairo_stroke(cr);
}

struct sentence {
	double size; /* in units */
	bool bold;
	enum theme_colour colour;
};

/* Draws the panel's sentences below a drawing of the given height in pixels, each in its share of
 * the remaining height. */
static void draw_sentences(
	const struct hall_brush *brush, const struct sentence *sentence, double top)
{
	struct hall_words words[HALL_SENTENCES_MAX] = {{0}};
	int n = hall_words_main(brush->phrases, brush->view, words);
	double u = brush->u;
	double bottom = brush->wide ? brush->height * 0.08 : 3.0 * u;
	double total = 0;
	double y = top;

	for (int i = 0; i < n; i++) {
		total += sentence[i].size;
	}
	for (int i = 0; i < n; i++) {
		double height = (brush->height - top - bottom) * sentence[i].size / total;
		const cairo_rectangle_t box = {4.0 * u, y, brush->width - 8.0 * u, height};
		const struct hall_pair pair = {
			.first = words[i].first,
			.second = words[i].second,
			.size_px = sentence[i].size * u * (brush->wide ? 1.25 : 1),
			.size_min_px = 1.4 * u,
			.second_share = 0.66,
			.bold = sentence[i].bold,
			.first_colour = sentence[i].colour,
			.second_colour = THEME_NIGHT_QUIET,
			.align = ALIGN_CENTRE,
		};

		(void)hall_draw_pair(brush, &pair, &box);
		y += height;
		hall_words_done(&words[i]);
	}
}

static void draw_starting(const struct hall_brush *brush)
{
	static const struct sentence sentences[] = {
		{8.0, true, THEME_NIGHT_INK}, {4.4, false, THEME_NIGHT_INK}};

	draw_sentences(brush, sentences, brush->height * 0.12);
}

static void draw_welcome(const struct hall_brush *brush)
{
	static const struct sentence sentences[] = {
		{6.4, true, THEME_NIGHT_INK}, {4.2, false, THEME_NUMBER}};
	double size = brush->height * 0.3;

	if (!brush->view->main.take) {
		draw_sentences(brush, sentences, brush->height * 0.12);
		return;
	}
	draw_slip(brush, brush->width / 2, 4.0 * brush->u, size);
	draw_sentences(brush, sentences, size + 5.6 * brush->u);
}

static void draw_closed(const struct hall_brush *brush)
{
	static const struct sentence sentences[] = {
		{6.4, true, THEME_NIGHT_INK}, {5.0, true, THEME_NUMBER}};
	const struct hall_main *main = &brush->view->main;
	double size = (brush->wide ? 18 : 14) * brush->u;
	double top = brush->wide ? brush->height * 0.12 : 4.0 * brush->u;

	if (!*main->opens_day) { /* hands in any position would be read as the time */
		draw_sentences(brush, sentences, top);
		return;
	}
	draw_dial(brush, brush->width / 2, top, size, main->opens_minute);
	draw_sentences(brush, sentences, top + size + 2.0 * brush->u);
}

/* The counter's number, and whether it works: people find their counter before they are called. */
static void draw_idle_counter(const struct hall_brush *brush)
{
	const struct hall_main *main = &brush->view->main;
	struct hall_phrase word = hall_phrase_get(brush, "hall.counter");
	struct hall_words state[HALL_SENTENCES_MAX] = {{0}};
	_cleanup_free_ char *number = text_printf("%d", main->counter);
	double u = brush->u;
	const cairo_rectangle_t head = {4 * u, 2 * u, brush->width - 8 * u, brush->height * 0.16};
	const cairo_rectangle_t digits = {
		4 * u, brush->height * 0.22, brush->width - 8 * u, brush->height * 0.5};
	const cairo_rectangle_t foot = {
		4 * u, brush->height * 0.76, brush->width - 8 * u, brush->height * 0.22};
	struct typeset_style style = theme_style(
		main->counter_open ? THEME_NIGHT_INK : THEME_NIGHT_QUIET, 200 * u, true);
	struct hall_pair pair = {
		.first = word.first,
		.second = word.second,
		.size_px = 9 * u,
		.size_min_px = 3 * u,
		.second_share = 0.5,
		.bold = true,
		.first_colour = THEME_NIGHT_INK,
		.second_colour = THEME_NIGHT_QUIET,
		.align = ALIGN_CENTRE,
	};

	(void)hall_draw_pair(brush, &pair, &head);
	style.align = ALIGN_CENTRE;
	(void)typeset_draw_fitted(brush->cr, &style, number, &digits);
	(void)hall_words_main(brush->phrases, brush->view, state);
	pair.first = state[0].first;
	pair.second = state[0].second;
	pair.first_colour = main->counter_open ? THEME_NIGHT_INK : THEME_NUMBER;
	(void)hall_draw_pair(brush, &pair, &foot);
	hall_words_done(&state[0]);
}

static void draw_page_text(const struct hall_brush *brush, const struct hall_text *text,
	double size, bool title, const cairo_rectangle_t *box)
{
	const struct hall_pair pair = {
		.first = text->first,
		.second = text->second,
		.size_px = size * brush->u,
		.size_min_px = 1.8 * brush->u,
		.size_last_px = 1.4 * brush->u,
		.second_share = 0.7,
		.bold = title,
		.first_colour = title ? THEME_NUMBER : THEME_NIGHT_INK,
		.second_colour = THEME_NIGHT_QUIET,
		.align = ALIGN_CENTRE,
	};

	if (box->height > 0) {
		(void)hall_draw_pair(brush, &pair, box);
	}
}

/* Dark on light, with its quiet zone, whatever the theme's colours are: cameras need it so. */
static void draw_qr(const struct hall_brush *brush, const struct hall_page_boxes *at)
{
	_cleanup_(hall_words_done) struct hall_words words = {0};
	struct hall_pair pair = {
		.size_px = 2.8 * brush->u,
		.size_min_px = 1.4 * brush->u,
		.second_share = 0.72,
		.bold = true,
		.first_colour = THEME_NUMBER,
		.second_colour = THEME_NIGHT_QUIET,
		.align = ALIGN_CENTRE,
	};

	int modules = MAX_OF(qr_code_modules(brush->view->main.link), 1);
	double module = floor(at->qr.width / modules);
	cairo_rectangle_t code;

	hall_words_link(brush->phrases, brush->view, &words);
	pair.first = words.first;
	pair.second = words.second;
	/* Whole pixels: a camera finds the code sooner. */
	code.width = module * modules;
	code.x = floor(at->qr.x + (at->qr.width - code.width) / 2);
	code.y = floor(at->qr.y + at->qr.height - code.width);
	code.height = code.width;
	cairo_set_source_rgb(brush->cr, 1, 1, 1);
	hall_path_box(brush, &code, module * 2);
	cairo_fill(brush->cr);
	cairo_set_source_rgb(brush->cr, 0, 0, 0);
	qr_code_draw_modules(brush->cr, brush->view->main.link, code.x, code.y, module);
	(void)hall_draw_pair(brush, &pair, &at->qr_words);
}

static void draw_page(const struct hall_brush *brush)
{
	const struct hall_main *main = &brush->view->main;
	const struct hall_page_has has = hall_page_has(main);
	struct hall_page_boxes at;

	hall_page_place(&has, brush->width, brush->height, brush->u, &at);
	draw_page_text(brush, &main->title, 7.0, true, &at.title);
	draw_page_text(brush, &main->text, 6.0, false, &at.text);
	if (at.picture.height > 0 && brush->picture) {
		(void)image_draw(brush->cr, brush->picture, &at.picture);
	}
	if (at.table.height > 0) {
		hall_draw_table(brush, &main->table, &at.table);
	}
	if (at.qr.width > 0) {
		draw_qr(brush, &at);
	}
}

void hall_draw_main(const struct hall_brush *brush)
{
	const cairo_rectangle_t all = {0, 0, brush->width, brush->height};

	if (brush->view->main.kind != HALL_CALL) {
		hall_draw_box(brush, &all, brush->layout->radius * brush->u, THEME_NIGHT_PANEL);
	}
	switch (brush->view->main.kind) {
	case HALL_STARTING:
		draw_starting(brush);
		break;
	case HALL_WELCOME:
		draw_welcome(brush);
		break;
	case HALL_CLOSED:
		draw_closed(brush);
		break;
	case HALL_COUNTER:
		draw_idle_counter(brush);
		break;
	case HALL_PAGE:
		draw_page(brush);
		break;
	case HALL_CALL:
		draw_call(brush);
		break;
	}
}
