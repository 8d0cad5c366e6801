/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/draw-pictogram.h"

#include <stdlib.h>

#include "base/pictograms.h"

/* Reads n coordinates; returns where they end. */
static const char *read_numbers(const char *at, int n, double *ret)
{
	for (int i = 0; i < n; i++) {
		char *end;

		ret[i] = (double)strtol(at, &end, 10);
		at = end;
	}
	return at;
}

/* A curve with one control point, as one with two. */
static void add_quadratic(cairo_t *cr, const double *to)
{
	double x, y;

	cairo_get_current_point(cr, &x, &y);
	cairo_curve_to(cr, x + (to[0] - x) * 2 / 3, y + (to[1] - y) * 2 / 3,
		to[2] + (to[0] - to[2]) * 2 / 3, to[3] + (to[1] - to[3]) * 2 / 3, to[2], to[3]);
}

static void trace(cairo_t *cr, const char *at)
{
	double to[6];

	while (*at) {
		switch (*at++) {
		case 'M':
			at = read_numbers(at, 2, to);
			cairo_move_to(cr, to[0], to[1]);
			break;
		case 'L':
			at = read_numbers(at, 2, to);
			cairo_line_to(cr, to[0], to[1]);
			break;
		case 'Q':
			at = read_numbers(at, 4, to);
			add_quadratic(cr, to);
			break;
		case 'C':
			at = read_numbers(at, 6, to);
			cairo_curve_to(cr, to[0], to[1], to[2], to[3], to[4], to[5]);
			break;
		case 'Z':
			cairo_close_path(cr);
			break;
		default: /* test-pictograms allows no other */
			break;
		}
	}
}

void draw_pictogram(cairo_t *cr, const char *name, double x, double y, double side)
{
	const char *path = pictograms_find(name);

	if (!path) {
		return;
	}
	cairo_save(cr);
	cairo_translate(cr, x, y);
	cairo_scale(cr, side / PICTOGRAMS_SIDE, side / PICTOGRAMS_SIDE);
	cairo_new_path(cr);
	trace(cr, path);
	cairo_fill(cr);
	cairo_restore(cr);
}
