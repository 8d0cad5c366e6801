/* SPDX-License-Identifier: Apache-2.0 */
/* The building blocks of the hall's panels: boxes, arrows, pairs of texts. */
#include <math.h>

#include "base/text.h"
#include "ui/hall-panels.h"

void hall_path_box(const struct hall_brush *brush, const cairo_rectangle_t *box, double radius)
{
	cairo_t *cr = brush->cr;
	double right = box->x + box->width;
	double bottom = box->y + box->height;

	cairo_new_sub_path(cr);
	cairo_arc(cr, right - radius, box->y + radius, radius, -M_PI / 2, 0);
	cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI / 2);
	cairo_arc(cr, box->x + radius, bottom - radius, radius, M_PI / 2, M_PI);
	cairo_arc(cr, box->x + radius, box->y + radius, radius, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

void hall_draw_box(const struct hall_brush *brush, const cairo_rectangle_t *box, double radius,
	enum theme_colour colour)
{
	theme_set_source(brush->cr, colour);
	hall_path_box(brush, box, radius);
	cairo_fill(brush->cr);
}

void hall_draw_arrow(
	const struct hall_brush *brush, const cairo_rectangle_t *box, enum theme_colour colour)
{
	cairo_t *cr = brush->cr;
	double middle = box->y + box->height / 2;
	double head = MIN_OF(box->height / 2, box->width / 2);
	double line = box->height * 0.22;
	double right = box->x + box->width - line / 2;

	theme_set_source(cr, colour);
	cairo_set_line_width(cr, line);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	head -= line / 2;
	cairo_move_to(cr, box->x + line / 2, middle);
	cairo_line_to(cr, right, middle);
	cairo_move_to(cr, right - head, middle - head);
	cairo_line_to(cr, right, middle);
	cairo_line_to(cr, right - head, middle + head);
	cairo_stroke(cr);
}

void hall_draw_served(
	const struct hall_brush *brush, const cairo_rectangle_t *box, enum theme_colour colour)
{
	cairo_t *cr = brush->cr;
	double size = MIN_OF(box->width, box->height);
	double x = box->x + box->width / 2;
	double y = box->y + (box->height - size) / 2;

	theme_set_source(cr, colour);
	cairo_arc(cr, x, y + size * 0.2, size * 0.2, 0, 2 * M_PI);
	cairo_fill(cr);
	cairo_arc(cr, x, y + size * 0.78, size * 0.34, M_PI, 2 * M_PI);
	cairo_close_path(cr);
	cairo_fill(cr);
	cairo_rectangle(cr, x - size * 0.62, y + size * 0.86, size * 1.24, size * 0.14);
	cairo_fill(cr);
}

enum { DOTS_MAX = 8 };

static double draw_fraction(
	const struct hall_brush *brush, double right, double y, int index, int n)
{
	struct typeset_style style = theme_style(THEME_NIGHT_QUIET, 2.4 * brush->u, false);
	_cleanup_free_ char *text = text_printf("%d/%d", index + 1, n);
	struct typeset_extents extents;

	style.align = ALIGN_RIGHT;
	style.tabular = true;
	extents = typeset_measure(brush->cr, &style, text);
	(void)typeset_draw(brush->cr, &style, text, right, y - extents.height_px / 2);
	return extents.width_px;
}

double hall_draw_dots(const struct hall_brush *brush, double right, double y, int index, int n)
{
	double step = 1.9 * brush->u;

	if (n > DOTS_MAX) {
		return draw_fraction(brush, right, y, index, n);
	}
	for (int i = 0; i < n; i++) {
		double x = right - (n - 1 - i) * step - step / 2;

		cairo_arc(brush->cr, x, y, (i == index ? 0.62 : 0.34) * brush->u, 0, 2 * M_PI);
		theme_set_source(brush->cr, i == index ? THEME_NUMBER : THEME_NIGHT_QUIET);
		cairo_fill(brush->cr);
	}
	return n * step;
}

void hall_draw_dots_centred(const struct hall_brush *brush, double x, double y, int index, int n)
{
	double width = n > DOTS_MAX ? 4 * brush->u : n * 1.9 * brush->u;

	(void)hall_draw_dots(brush, x + width / 2, y, index, n);
}

struct hall_phrase hall_phrase_get(const struct hall_brush *brush, const char *key)
{
	const char *second = brush->view->second;

	return (struct hall_phrase){
		phrases_get(brush->phrases, brush->view->language, key),
		*second ? phrases_get(brush->phrases, second, key) : "",
	};
}

struct setting {
	struct typeset_style first, second;
	double first_px, second_px, gap_px; /* heights */
};

/* The second text is not smaller than that, in units, while the first is not either. */
static const double second_min_u = 1.9;

static void measure_pair(const struct hall_brush *brush, const struct hall_pair *pair,
	double width_px, double size_px, struct setting *ret)
{
	double least_px = MIN_OF(size_px, second_min_u * brush->u);
	double second_px = MAX_OF(size_px * pair->second_share, least_px);

	ret->first = theme_style(pair->first_colour, size_px, pair->bold);
	ret->first.width_px = width_px;
	ret->first.align = pair->align;
	ret->second = theme_style(pair->second_colour, second_px, false);
	ret->second.width_px = width_px;
	ret->second.align = pair->align;
	ret->first_px = typeset_measure(brush->cr, &ret->first, pair->first).height_px;
	ret->second_px = *pair->second
		? typeset_measure(brush->cr, &ret->second, pair->second).height_px
		: 0;
	ret->gap_px = *pair->second ? size_px * 0.06 : 0;
}

static bool fits(const struct setting *setting, double height_px)
{
	return setting->first_px + setting->gap_px + setting->second_px <= height_px;
}

/* Draws a text of several lines in the narrowest box that needs no more lines, so that the last
 * line is not a single word. */
static struct typeset_extents draw_balanced(const struct hall_brush *brush,
	const struct typeset_style *style, const char *text, double x, double y)
{
	static const double share[] = {[ALIGN_LEFT] = 0, [ALIGN_CENTRE] = 0.5, [ALIGN_RIGHT] = 1};
	struct typeset_extents extents = typeset_measure(brush->cr, style, text);
	struct typeset_style narrow = *style;
	double least = style->width_px / MAX_OF(extents.lines, 1);
	double most = style->width_px;

	if (extents.lines < 2 || extents.cut) {
		return typeset_draw(brush->cr, style, text, x, y);
	}
	while (most - least > 0.01 * style->width_px) {
		double middle = (least + most) / 2;

		narrow.width_px = middle;
		if (typeset_measure(brush->cr, &narrow, text).lines > extents.lines) {
			least = middle;
		} else {
			most = middle;
		}
	}
	narrow.width_px = most;
	return typeset_draw(
		brush->cr, &narrow, text, x + (style->width_px - most) * share[style->align], y);
}

/* Draws the first text without the second, whole or cut. */
static double draw_first_only(
	const struct hall_brush *brush, const struct hall_pair *pair, const cairo_rectangle_t *box)
{
	double last_px = pair->size_last_px > 0 ? pair->size_last_px : pair->size_min_px;
	struct typeset_style style = theme_style(pair->first_colour, pair->size_px, pair->bold);
	struct typeset_extents extents;

	style.width_px = box->width;
	style.align = pair->align;
	extents = typeset_measure(brush->cr, &style, pair->first);
	while (extents.height_px > box->height && style.size_px > last_px) {
		style.size_px = MAX_OF(last_px, style.size_px * 0.93);
		extents = typeset_measure(brush->cr, &style, pair->first);
	}
	if (extents.height_px > box->height) {
		style.lines_max = MAX_OF(1, (int)(box->height * extents.lines / extents.height_px));
		extents = typeset_measure(brush->cr, &style, pair->first);
	}
	extents = draw_balanced(
		brush, &style, pair->first, box->x, box->y + (box->height - extents.height_px) / 2);
	if (extents.cut && brush->cut) {
		*brush->cut = true;
	}
	return extents.height_px;
}

double hall_draw_pair(
	const struct hall_brush *brush, const struct hall_pair *pair, const cairo_rectangle_t *box)
{
	struct setting setting;
	double size_px = pair->size_px;
	double height_px, y;

	measure_pair(brush, pair, box->width, size_px, &setting);
	while (!fits(&setting, box->height)) {
		if (size_px <= pair->size_min_px) {
			return draw_first_only(brush, pair, box);
		}
		size_px = MAX_OF(pair->size_min_px, size_px * 0.93);
		measure_pair(brush, pair, box->width, size_px, &setting);
	}
	height_px = setting.first_px + setting.gap_px + setting.second_px;
	y = box->y + (box->height - height_px) / 2;
	(void)draw_balanced(brush, &setting.first, pair->first, box->x, y);
	if (*pair->second) {
		(void)draw_balanced(brush, &setting.second, pair->second, box->x,
			y + setting.first_px + setting.gap_px);
	}
	return height_px;
}
