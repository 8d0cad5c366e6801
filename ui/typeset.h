/* SPDX-License-Identifier: Apache-2.0 */
/* Text on a Cairo surface, set with Pango: shaping, fallback fonts, wrapping, fitting. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };

struct typeset_style {
	double size_px; /* of the font: em height in surface units */
	bool bold;
	double rgb[3]; /* 0 … 1 */
	enum align align;
	double width_px; /* of the box; 0 no limit (align then refers to x) */
	int lines_max; /* 0 no limit; further lines are cut with an ellipsis */
	double size_min_px; /* shrink down to this before cutting; 0: do not shrink */
	bool tabular; /* digits of equal width */
	bool balanced; /* lines of similar length, so that no word stands alone */
	double line_spacing; /* of the font's own distance between lines; 0: that */
	bool markup; /* the text is Pango's markup; not with tabular */
};

struct typeset_extents {
	double width_px;
	double height_px;
	double size_px; /* the size that was used after shrinking */
	double baseline_px; /* of the first line, from y */
	int lines;
	bool cut; /* the text was cut with an ellipsis */
	bool broken; /* a word is wider than the box and was broken inside */
	cairo_rectangle_t ink; /* the inked area, relative to x, y */
};

/* Draws text with its box's top left corner at x, y. Returns what it covered. */
struct typeset_extents typeset_draw(
	cairo_t *cr, const struct typeset_style *style, const char *text, double x, double y);
/* The same, but without drawing. Each thread remembers what it measured lately, because a kiosk's
 * page is laid out anew at every touch, and measuring is nearly all of the work. */
struct typeset_extents typeset_measure(
	cairo_t *cr, const struct typeset_style *style, const char *text);
/* The largest size (at most style->size_px) at which text fits on one line into width × height,
 * measured by its ink, so that digits can fill a box. */
double typeset_fit(cairo_t *cr, const struct typeset_style *style, const char *text,
	double width_px, double height_px);
/* Draws text on one line as large as typeset_fit allows, its ink centred in the box's height and
 * aligned in its width. Returns the ink in the coordinates of the surface. */
cairo_rectangle_t typeset_draw_fitted(cairo_t *cr, const struct typeset_style *style,
	const char *text, const cairo_rectangle_t *box);
