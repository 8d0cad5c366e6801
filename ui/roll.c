/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/roll.h"

#include <math.h>

#include "base/cleanup.h"

enum { WIDTH_MIN = 384, WIDTH_MAX = 640, DPI_MIN = 150, DPI_MAX = 240 };

bool roll_is_known(int width_dots, int dpi)
{
	return width_dots >= WIDTH_MIN && width_dots <= WIDTH_MAX && dpi >= DPI_MIN &&
		dpi <= DPI_MAX;
}

struct typeset_style roll_style(const struct roll *roll, double ratio, bool bold, enum align align)
{
	return (struct typeset_style){
		.size_px = roll->body * ratio,
		.bold = bold,
		.align = align,
		.width_px = roll->width,
		.balanced = true,
	};
}

struct typeset_extents roll_draw(const struct roll *roll, const struct typeset_style *style,
	const char *text, double x, double y)
{
	return roll->drawing ? typeset_draw(roll->cr, style, text, x, y)
			     : typeset_measure(roll->cr, style, text);
}

void roll_skip(struct roll *roll, double mm)
{
	roll->y = ceil(roll->y + mm * roll->mm);
}

void roll_put(struct roll *roll, double ratio, bool bold, enum align align, const char *text)
{
	struct typeset_style style = roll_style(roll, ratio, bold, align);

	roll->y = ceil(roll->y + roll_draw(roll, &style, text, roll->left, roll->y).height_px);
}

void roll_put_dashes(struct roll *roll)
{
	const int dash = 6, thick = 2;
	int n = (int)(roll->width + dash) / (2 * dash);
	double step = (roll->width - dash) / (n - 1);

	roll_skip(roll, 0.8);
	for (int i = 0; roll->drawing && i < n; i++) {
		cairo_rectangle(roll->cr, floor(roll->left + i * step + 0.5), roll->y, dash, thick);
	}
	cairo_fill(roll->cr);
	roll->y += thick;
	roll_skip(roll, 0.8);
}

double roll_draw_framed(const struct roll *roll, double ratio, enum align align, const char *text)
{
	const int thick_dots = 2;
	struct typeset_style style = roll_style(roll, ratio, true, ALIGN_CENTRE);
	double pad = round(1.2 * roll->mm), frame, height, left;
	struct typeset_extents extents;

	style.width_px = roll->width - 2 * (pad + thick_dots);
	extents = typeset_measure(roll->cr, &style, text);
	frame = ceil(MIN_OF(extents.ink.width + 4 * pad, roll->width));
	height = ceil(extents.height_px + pad / 2);
	left = floor(roll->left + (roll->width - frame) / (align == ALIGN_RIGHT ? 1 : 2));
	style.width_px = frame - 2 * (pad + thick_dots);
	if (roll->drawing) {
		typeset_draw(roll->cr, &style, text, left + pad + thick_dots, roll->y + pad / 4);
		cairo_rectangle(roll->cr, left + thick_dots / 2.0, roll->y + thick_dots / 2.0,
			frame - thick_dots, height - thick_dots);
		cairo_set_line_width(roll->cr, thick_dots);
		cairo_stroke(roll->cr);
	}
	return height;
}

void roll_put_framed(struct roll *roll, double ratio, const char *text)
{
	roll->y += roll_draw_framed(roll, ratio, ALIGN_CENTRE, text);
}
