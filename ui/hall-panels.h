/* SPDX-License-Identifier: Apache-2.0 */
/* How each of the hall display's panels is drawn. Used by hall-screen.c and the tests. */
#pragma once

#include "ui/hall-layout.h"
#include "ui/phrases.h"
#include "ui/theme.h"

/* What a panel is drawn with: sizes are in units of u pixels, the origin is the panel's corner. */
struct hall_brush {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct hall_view *view;
	const struct hall_layout *layout;
	cairo_surface_t *picture; /* of the page; NULL none */
	double u;
	double width, height; /* of the panel, pixels */
	bool portrait, wide;
	bool *cut; /* set when a text did not fit and was cut */
};

void hall_draw_head(const struct hall_brush *brush);
void hall_draw_clock(const struct hall_brush *brush);
void hall_draw_main(const struct hall_brush *brush);
void hall_draw_list(const struct hall_brush *brush);
void hall_draw_waiting(const struct hall_brush *brush);
void hall_draw_notice(const struct hall_brush *brush);

/* Two texts, one below the other in the middle of a box, in the largest size from size_min_px to
 * size_px that fits. If they do not fit, the first alone, from size_px down to size_last_px, then
 * cut. */
struct hall_pair {
	const char *first;
	const char *second; /* "" none */
	double size_px, size_min_px, size_last_px; /* of the first; last 0: same as min */
	double second_share; /* the second's size as a share of the first's */
	bool bold;
	enum theme_colour first_colour, second_colour;
	enum align align;
};
/* Returns the height used. */
double hall_draw_pair(
	const struct hall_brush *brush, const struct hall_pair *pair, const cairo_rectangle_t *box);

/* A page's table, hall-table.c. */
void hall_draw_table(const struct hall_brush *brush, const struct hall_table *table,
	const cairo_rectangle_t *box);

/* A phrase in the view's two languages. */
struct hall_phrase {
	const char *first;
	const char *second;
};
struct hall_phrase hall_phrase_get(const struct hall_brush *brush, const char *key);

/* Shapes, in pixels. */
void hall_draw_box(const struct hall_brush *brush, const cairo_rectangle_t *box, double radius,
	enum theme_colour colour);
void hall_path_box(const struct hall_brush *brush, const cairo_rectangle_t *box, double radius);
void hall_draw_arrow(
	const struct hall_brush *brush, const cairo_rectangle_t *box, enum theme_colour colour);
/* Somebody at a desk. */
void hall_draw_served(
	const struct hall_brush *brush, const cairo_rectangle_t *box, enum theme_colour colour);
/* Draws which of n pages this is, as dots, or as figures when n is large; ends at right. Returns
 * the width. */
double hall_draw_dots(const struct hall_brush *brush, double right, double y, int index, int n);
void hall_draw_dots_centred(const struct hall_brush *brush, double x, double y, int index, int n);
