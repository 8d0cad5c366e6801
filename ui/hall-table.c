/* SPDX-License-Identifier: Apache-2.0 */
/* A page's table: in the largest type in which all of it fits and no word is broken. */
#include <math.h>

#include "ui/hall-panels.h"

/* Sizes of type, in units. */
static const double type_most_u = 5.4, type_least_u = 1.0, second_share = 0.72;
enum { SEARCH_STEPS = 6 };

/* A table at a size of type. */
struct setting {
	const struct hall_brush *brush;
	const struct hall_table *table;
	double width_px, size_px;
	double row_px[1 + HALL_ROWS_MAX]; /* heights, the heading's first */
	double sum_px;
	bool broken; /* a word is wider than its column */
};

static const struct hall_cell *cell_at(const struct hall_table *table, int row, int column)
{
	return row == 0 ? &table->heading[column] : &table->cell[row - 1][column];
}

static double column_px(const struct setting *setting, int column)
{
	return setting->width_px * setting->table->share[column] / 1000;
}

static struct typeset_style style_of(
	const struct setting *setting, int row, int column, bool second, double size_px)
{
	enum theme_colour colour = second ? THEME_NIGHT_QUIET
		: row == 0                ? THEME_NUMBER
					  : THEME_NIGHT_INK;
	struct typeset_style style =
		theme_style(colour, second ? size_px * second_share : size_px, row == 0 && !second);

	style.width_px = column_px(setting, column) - HALL_CELL_SPACE_U * setting->brush->u;
	return style;
}

/* Adds the height of one text of a cell. */
static void measure(struct setting *setting, const struct typeset_style *style, const char *text,
	double *height_px)
{
	struct typeset_extents extents;

	if (*text) {
		extents = typeset_measure(setting->brush->cr, style, text);
		*height_px += extents.height_px;
		setting->broken = setting->broken || extents.broken;
	}
}

static void measure_row(struct setting *setting, int row)
{
	setting->row_px[row] = 0;
	for (int i = 0; i < setting->table->columns && !setting->broken; i++) {
		const struct hall_cell *cell = cell_at(setting->table, row, i);
		struct typeset_style first = style_of(setting, row, i, false, setting->size_px);
		struct typeset_style second = style_of(setting, row, i, true, setting->size_px);
		double height_px = 0;

		measure(setting, &first, cell->first, &height_px);
		measure(setting, &second, cell->second, &height_px);
		setting->row_px[row] = MAX_OF(setting->row_px[row], height_px);
	}
	setting->row_px[row] += HALL_ROW_SPACE_U * setting->brush->u;
}

/* False: it does not fit at this size. */
static bool set(struct setting *setting, double size_px, double height_px)
{
	setting->size_px = size_px;
	setting->sum_px = 0;
	setting->broken = false;
	for (int row = 0; row <= setting->table->rows && !setting->broken; row++) {
		measure_row(setting, row);
		setting->sum_px += setting->row_px[row];
	}
	return !setting->broken && setting->sum_px <= height_px;
}

static void set_largest(struct setting *setting, double height_px)
{
	double u = setting->brush->u;
	double least = type_least_u * u, most = type_most_u * u;

	if (set(setting, most, height_px)) {
		return;
	}
	for (int i = 0; i < SEARCH_STEPS; i++) {
		double middle = (least + most) / 2;

		if (set(setting, middle, height_px)) {
			least = middle;
		} else {
			most = middle;
		}
	}
	if (!set(setting, least, height_px) && setting->brush->cut) {
		*setting->brush->cut = true;
	}
}

static void draw_row(const struct setting *setting, int row, double x, double y)
{
	for (int i = 0; i < setting->table->columns; i++) {
		const struct hall_cell *cell = cell_at(setting->table, row, i);
		struct typeset_style first = style_of(setting, row, i, false, setting->size_px);
		struct typeset_style second = style_of(setting, row, i, true, setting->size_px);
		double below = y;

		if (*cell->first) {
			below += typeset_draw(setting->brush->cr, &first, cell->first, x, y)
					 .height_px;
		}
		if (*cell->second) {
			(void)typeset_draw(setting->brush->cr, &second, cell->second, x, below);
		}
		x += column_px(setting, i);
	}
}

void hall_draw_table(const struct hall_brush *brush, const struct hall_table *table,
	const cairo_rectangle_t *box)
{
	bool dots = table->parts > 1;
	double space = HALL_ROW_SPACE_U * brush->u,
	       height = box->height - (dots ? 3 : 0) * brush->u;
	struct setting setting = {.brush = brush, .table = table, .width_px = box->width};
	double y = box->y, more;

	set_largest(&setting, height);
	more = MIN_OF(MAX_OF(height - setting.sum_px, 0) / (table->rows + 1), setting.size_px);
	for (int row = 0; row <= table->rows; row++) {
		if (row > 0) {
			theme_set_source(brush->cr, THEME_NIGHT_RULE);
			cairo_rectangle(brush->cr, box->x, floor(y), box->width,
				MAX_OF(1, floor((row == 1 ? 0.3 : 0.14) * brush->u)));
			cairo_fill(brush->cr);
		}
		draw_row(&setting, row, box->x + HALL_CELL_SPACE_U * brush->u / 2,
			y + (space + more) / 2);
		y += setting.row_px[row] + more;
	}
	if (dots) {
		hall_draw_dots_centred(brush, box->x + box->width / 2,
			box->y + box->height - brush->u, table->part, table->parts);
	}
}
