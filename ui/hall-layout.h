/* SPDX-License-Identifier: Apache-2.0 */
/* Where the parts of a hall display stand: of cairo's types alone, for the hub's pages too. Pure.
 */
#pragma once

#include <cairo.h>

#include "ui/hall-view.h"
#include "ui/theme-file.h"

enum hall_panel {
	HALL_PANEL_HEAD,
	HALL_PANEL_CLOCK,
	HALL_PANEL_MAIN,
	HALL_PANEL_LIST,
	HALL_PANEL_WAITING,
	HALL_PANEL_NOTICE,
	HALL_PANELS
};

/* Which panels there are. */
enum hall_form {
	HALL_FORM_PANELS, /* all */
	HALL_FORM_WIDE, /* neither list nor waiting */
	HALL_FORM_FULL, /* nor the notice */
};

struct hall_layout {
	double row_px; /* the least height of a row of the list */
	double unit_px; /* a hundredth of the shorter side of the largest 16:9 area inside */
	double margin, gap, radius; /* of the theme, in these units */
	bool portrait;
	enum hall_form form;
	bool wide; /* list and waiting are empty: main takes their place */
	bool bare; /* waiting is empty: the digits need its place */
	cairo_rectangle_int_t box[HALL_PANELS]; /* the boxes do not overlap */
};

/* With a diagonal the digits are at least as high as the theme asks, as far as the screen allows:
 * the main panel takes the place of waiting, and the list has fewer rows. 0: not known. */
void hall_layout_make(const struct theme *theme, int width, int height, double diagonal_inch,
	enum hall_form form, struct hall_layout *ret);
/* The form that a view uses. */
enum hall_form hall_layout_form(const struct hall_view *view);

/* How much a screen has room for, when n services are shown. */
struct hall_room hall_layout_room(
	const struct theme *theme, int n_services, int width, int height, double diagonal_inch);

/* How many rows of calls fit, and how the services are arranged. */
int hall_list_rows(const struct hall_layout *layout);
/* Where a row stands, in pixels of the list's panel. */
void hall_list_row_box(const struct hall_layout *layout, int row, cairo_rectangle_t *ret);
struct hall_grid {
	int columns, rows;
};
struct hall_grid hall_waiting_grid(int n_services, bool portrait);

/* The parts of the main panel when it shows a call, in a panel of that size in pixels. */
struct hall_call_boxes {
	cairo_rectangle_t label, number, band;
};
void hall_call_place(double width, double height, double u, struct hall_call_boxes *ret);

/* The parts of the main panel when it shows a page; all 0 where there is none. With a picture or a
 * table, title and text are above it: people look at a picture, and read a text from the top. The
 * QR code stands beside the rest, or below it where the panel is high; its words are under it. */
struct hall_page_has {
	bool title, text, picture, table, link;
};
struct hall_page_has hall_page_has(const struct hall_main *main);
struct hall_page_boxes {
	cairo_rectangle_t title, text, picture, table, qr, qr_words;
};
void hall_page_place(const struct hall_page_has *has, double width, double height, double u,
	struct hall_page_boxes *ret);

/* Of a table, in units: what a cell has beside its text, what a row has above and below it. */
#define HALL_CELL_SPACE_U 2.0
#define HALL_ROW_SPACE_U 1.2

extern const double hall_list_heading_u; /* the height of the list's heading, in units */
extern const double hall_row_ink; /* the digits' share of a row's height */

/* How high the main panel must be for a number of that height. */
double hall_main_height(double number_px, double unit_px);
/* How high a row must be for digits of that height. */
double hall_row_height(double digits_px);
