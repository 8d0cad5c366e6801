/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

#include <math.h>

#include "base/cleanup.h"

#define RGB(hex) \
	{ \
		((hex) >> 16 & 255) / 255.0, \
		((hex) >> 8 & 255) / 255.0, \
		((hex) & 255) / 255.0, \
	}

const double theme_palette[THEME_COLOURS][3] = {
	[THEME_PAPER] = RGB(0xffffff),
	[THEME_PANEL] = RGB(0xeef3f8),
	[THEME_INK] = RGB(0x10202f),
	[THEME_INK_QUIET] = RGB(0x33455a),
	[THEME_RULE] = RGB(0xb4c2d0),
	[THEME_BRAND] = RGB(0x0b4079),
	[THEME_BRAND_PRESSED] = RGB(0x072b52),
	[THEME_PRIORITY] = RGB(0x6b2a6e),
	[THEME_ALERT] = RGB(0x97140f),
	[THEME_GOOD] = RGB(0x0b5234),
	[THEME_OFF] = RGB(0xe3e8ed),
	[THEME_NIGHT] = RGB(0x06182d),
	[THEME_NIGHT_PANEL] = RGB(0x0e2a48),
	[THEME_NIGHT_INK] = RGB(0xffffff),
	[THEME_NIGHT_QUIET] = RGB(0xbccadb),
	[THEME_NIGHT_RULE] = RGB(0x31506f),
	[THEME_CALL] = RGB(0xffd23f),
	[THEME_CALL_INK] = RGB(0x0b1b2b),
	[THEME_NUMBER] = RGB(0xffd866),
};

void theme_set_source(cairo_t *cr, enum theme_colour colour)
{
	const double *rgb = theme_palette[colour];

	cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
}

double theme_unit_px(int width, int height)
{
	return MIN_OF(width, height) / 100.0;
}

double theme_size_px(enum theme_size size, int width, int height)
{
	static const double units[THEME_SIZES] = {
		[THEME_SMALL] = 2.6,
		[THEME_BODY] = 3.4,
		[THEME_STRONG] = 4.4,
		[THEME_HEADING] = 5.6,
		[THEME_DISPLAY] = 8.0,
	};

	return units[size] * theme_unit_px(width, height);
}

struct typeset_style theme_style(enum theme_colour colour, double size_px, bool bold)
{
	const double *rgb = theme_palette[colour];

	return (struct typeset_style){
		.size_px = size_px,
		.bold = bold,
		.rgb = {rgb[0], rgb[1], rgb[2]},
	};
}

/* Relative luminance, WCAG 2.1. */
static double luminance(const double rgb[3])
{
	static const double weight[] = {0.2126, 0.7152, 0.0722};
	double sum = 0;

	for (int i = 0; i < 3; i++) {
		double c = rgb[i];

		sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

double theme_contrast(enum theme_colour a, enum theme_colour b)
{
	double first = luminance(theme_palette[a]), second = luminance(theme_palette[b]);

	return (MAX_OF(first, second) + 0.05) / (MIN_OF(first, second) + 0.05);
}
