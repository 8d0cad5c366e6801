/* SPDX-License-Identifier: Apache-2.0 */
/* The hall display's panels: their places, and how each is drawn. Used by hall-screen.c and the
 * tests. */
#pragma once

#include <cairo.h>

#include "ui/hall-view.h"
#include "ui/phrases.h"
#include "ui/theme.h"

enum hall_panel {
	HALL_PANEL_HEAD,
	HALL_PANEL_CLOCK,
	HALL_PANEL_MAIN,
	HALL_PANEL_LIST,
	HALL_PANEL_WAITING,
	HALL_PANEL_NOTICE,
	HALL_PANELS
};

struct hall_layout {
	double row_px; /* the least height of a row of the list */
	double unit_px; /* a hundredth of the shorter side of the largest 16:9 area inside */
	bool portrait;
	bool wide; /* list and waiting are empty: main takes their place */
	bool bare; /* waiting is empty: the digits need its place */
	cairo_rectangle_int_t box[HALL_PANELS]; /* the boxes do not overlap */
};

/* With a diagonal the digits are at least as high as the theme asks, as far as the screen allows:
 * the main panel takes the place of waiting, and the list has fewer rows. 0: not known. */
void hall_layout_make(int width, int height, int diagonal_inch, bool wide, struct hall_layout *ret);
/* Whether a view uses the wide layout. */
bool hall_layout_is_wide(const struct hall_view *view);

/* What a panel is drawn with: sizes are in units of u pixels, the origin is the panel's corner. */
struct hall_brush {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct hall_view *view;
	const struct hall_layout *layout;
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

/* How many rows of calls fit, and how the services are arranged. */
int hall_list_rows(const struct hall_layout *layout);
/* Where a row stands, in pixels of the list's panel. */
void hall_list_row_box(const struct hall_layout *layout, int row, cairo_rectangle_t *ret);
struct hall_grid {
	int columns, rows;
};
struct hall_grid hall_waiting_grid(int n_services, bool portrait);

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

/* A phrase in the view's two languages. */
struct hall_phrase {
	const char *first;
	const char *second;
};
struct hall_phrase hall_phrase_get(const struct hall_brush *brush, const char *key);

/* How high the main panel must be for a number of that height. */
double hall_main_height(double number_px, double unit_px);
/* How high a row must be for digits of that height. */
double hall_row_height(double digits_px);

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
