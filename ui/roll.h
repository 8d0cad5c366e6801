/* SPDX-License-Identifier: Apache-2.0 */
/* What is set from top to bottom on the roll of a slip printer, in dots: for the drawings of slips
 * alone. Measuring and drawing are the same code, so that what was found to fit does. */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "ui/typeset.h"

/* From this width on, in millimetres, texts are larger. */
#define ROLL_WIDE_PAPER 60.0

struct roll {
	cairo_t *cr;
	bool drawing; /* false: only measuring */
	double mm; /* dots */
	double body; /* the em of ordinary text, in dots */
	double left;
	double width; /* between the margins, in dots */
	double y; /* the next free dot */
};

/* Whether slip printers have paper of this width and resolution. */
bool roll_is_known(int width_dots, int dpi);

/* Texts at a ratio of the body's size, as wide as the roll, on balanced lines. */
struct typeset_style roll_style(const struct roll *roll, double ratio, bool bold, enum align align);

/* Draws, when drawing, a text with its corner at x, y; returns what it covers in either case. */
struct typeset_extents roll_draw(const struct roll *roll, const struct typeset_style *style,
	const char *text, double x, double y);

/* Leaves millimetres free. */
void roll_skip(struct roll *roll, double mm);
/* Adds a text; a line of dashes, with space around it; a word in a frame, in the middle. */
void roll_put(struct roll *roll, double ratio, bool bold, enum align align, const char *text);
void roll_put_dashes(struct roll *roll);
void roll_put_framed(struct roll *roll, double ratio, const char *text);

/* A word in a frame that fits its width, at y, at the right end or in the middle. Returns how high
 * the frame is. */
double roll_draw_framed(const struct roll *roll, double ratio, enum align align, const char *text);
