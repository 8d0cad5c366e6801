/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The colours and sizes of all our screens. Every text colour has a contrast of at least 7:1 with
 * its background (WCAG AAA), and no meaning depends on colour alone.
 */
#pragma once

#include <cairo.h>

#include "ui/typeset.h"

enum theme_colour {
	/* Light screens: the kiosk. */
	THEME_PAPER, /* background */
	THEME_PANEL, /* a subdued area on it */
	THEME_INK, /* text */
	THEME_INK_QUIET, /* secondary text */
	THEME_RULE, /* lines */
	THEME_BRAND, /* buttons and headings; THEME_PAPER is the text on it */
	THEME_BRAND_PRESSED,
	THEME_PRIORITY, /* the priority lane; THEME_PAPER is the text on it */
	THEME_ALERT, /* faults; THEME_PAPER is the text on it */
	THEME_GOOD, /* success; THEME_PAPER is the text on it */
	THEME_OFF, /* what cannot be pressed now; THEME_INK_QUIET is the text on it */
	/* Dark screens: the hall. */
	THEME_NIGHT, /* background */
	THEME_NIGHT_PANEL, /* an area on it */
	THEME_NIGHT_INK, /* secondary text on both */
	THEME_NIGHT_QUIET, /* text on both that is not the matter */
	THEME_NIGHT_RULE,
	THEME_CALL, /* the call just made: the background behind its number */
	THEME_CALL_INK, /* the number on it */
	THEME_NUMBER, /* ticket numbers on THEME_NIGHT and THEME_NIGHT_PANEL */
	THEME_COLOURS
};

/* Sizes of the font's em. The number and the call are fitted to their boxes instead. */
enum theme_size {
	THEME_SMALL, /* notes */
	THEME_BODY,
	THEME_STRONG, /* buttons, lists */
	THEME_HEADING,
	THEME_DISPLAY, /* text that is read from some steps away */
	THEME_SIZES
};

/* Red, green, blue, 0 … 1. */
extern const double theme_palette[THEME_COLOURS][3];

void theme_set_source(cairo_t *cr, enum theme_colour colour);

/* A size on a screen of width × height pixels; it follows the shorter side. */
double theme_size_px(enum theme_size size, int width, int height);
/* A hundredth of the shorter side, for margins and gaps. */
double theme_unit_px(int width, int height);

/* A style with a colour and an em size, aligned left, without a box; change the rest as needed. */
struct typeset_style theme_style(enum theme_colour colour, double size_px, bool bold);

/* The contrast between two colours by WCAG 2: 1 … 21. */
double theme_contrast(enum theme_colour a, enum theme_colour b);
