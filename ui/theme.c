/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

static const struct theme none;
static const struct theme *used = &none; /* by the whole program */

void theme_use(const struct theme *theme)
{
	used = theme;
}

const struct theme *theme_used(void)
{
	return used;
}

static void get_rgb(enum theme_colour colour, double ret[3])
{
	for (int i = 0; i < 3; i++) {
		ret[i] = (used->colour[colour].rgb >> (16 - 8 * i) & 255) / 255.0;
	}
}

void theme_set_source(cairo_t *cr, enum theme_colour colour)
{
	double rgb[3];

	get_rgb(colour, rgb);
	cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
}

double theme_unit_px(int width, int height)
{
	return MIN_OF(width, height) / 100.0;
}

double theme_size_px(enum theme_size size, int width, int height)
{
	return used->size[size] / 10.0 * theme_unit_px(width, height);
}

double theme_space_px(enum theme_space space, int width, int height)
{
	return used->space[space] / 10.0 * theme_unit_px(width, height);
}

struct typeset_style theme_style(enum theme_colour colour, double size_px, bool bold)
{
	struct typeset_style style = {.size_px = size_px, .bold = bold};

	get_rgb(colour, style.rgb);
	return style;
}
