/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A theme: the colours, sizes and spaces of hall, kiosk and pages, from a *.theme data file.
 * Without cairo and pango: for the hub too. The loader is strict: an unknown or missing key, a
 * value out of range, text that does not stand out from its background by 7:1 (WCAG AAA), or more
 * than four colours on the hall's screen is an error with file and line.
 *
 *     [theme]    name, emblem, emblem_night
 *     [colour]   one #rrggbb for each of enum theme_colour: paper, panel, ink, ink_quiet, …
 *     [type]     small, body, strong, heading, display
 *     [space]    margin, gap, radius
 *     [hall]     number_minutes, number_metres, row_minutes, row_metres
 *
 * Sizes and spaces are thousandths of the screen's shorter side. The hall's digits are given as the
 * minutes of arc under which they are seen from so many metres. emblem is a PNG file that stands
 * beside the centre's name, of at most 2000 × 2000 pixels and 1 MB, in the theme's folder or by its
 * whole path; emblem_night is another one for dark screens. Its own colours are not counted.
 */
#pragma once

#include <stdint.h>

#include "base/cleanup.h"
#include "base/text.h"

enum theme_colour {
	/* Light screens: the kiosk and the pages. */
	THEME_PAPER, /* background */
	THEME_PANEL, /* a subdued area on it */
	THEME_GROUND, /* behind the papers of a page */
	THEME_INK, /* text */
	THEME_INK_QUIET, /* secondary text */
	THEME_RULE, /* lines */
	THEME_EDGE, /* of what can be pressed or filled in */
	THEME_BRAND, /* buttons and headings; THEME_PAPER is the text on it */
	THEME_BRAND_PRESSED,
	THEME_PRIORITY, /* the priority lane; THEME_PAPER is the text on it */
	THEME_RETURN, /* the return lane; THEME_PAPER is the text on it */
	THEME_ALERT, /* faults; THEME_PAPER is the text on it */
	THEME_GOOD, /* success; THEME_PAPER is the text on it */
	THEME_MILD, /* a remark; THEME_INK is the text on it */
	THEME_OFF, /* what cannot be pressed now; THEME_INK_QUIET is the text on it */
	THEME_OFF_INK, /* on pages, the text of what cannot be pressed now */
	/* Dark screens: the hall. */
	THEME_NIGHT, /* background */
	THEME_NIGHT_PANEL, /* an area on it */
	THEME_NIGHT_INK, /* text on both */
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

enum theme_space {
	THEME_MARGIN, /* at the screen's edge */
	THEME_GAP, /* between panels */
	THEME_RADIUS, /* of a panel's corners */
	THEME_SPACES
};

enum { THEME_CONTRAST_MIN = 7, THEME_HALL_COLOURS_MAX = 4 };

/* How large digits are: the angle under which they are seen from a distance. */
struct theme_angle {
	int minutes; /* of arc */
	int metres;
};

struct theme {
	char *name;
	char *emblem[2]; /* the paths of its files, on light and on dark screens; NULL none */
	struct theme_tint {
		uint32_t rgb; /* 0xrrggbb */
		int line; /* in the file */
	} colour[THEME_COLOURS];
	int size[THEME_SIZES];
	int space[THEME_SPACES];
	struct theme_angle number, row; /* of the hall: of the large number, and in the list */
};

/* Loads a theme by the path of its file (it holds a '/') or by its name: NAME.theme in
 * /etc/layso/themes, where a centre puts its own, else in the data folder's themes/. Blocks as
 * reading a file does. On failure *ret_error (may be NULL) is a message with file and line, for the
 * caller to free. Returns −errno; −EINVAL for the content. */
int theme_load(const char *name, struct theme **ret, char **ret_error) _warn_unused_;
void theme_free(struct theme *theme);
DEFINE_CLEANUP(struct theme *, theme_free);

/* The same for a daemon: logs what is wrong with a theme and takes "default" instead, because a
 * screen in other colours is better than none. */
int theme_load_any(const char *name, struct theme **ret) _warn_unused_;

/* "ink_quiet"; the names are those of the file. */
const char *theme_colour_name(enum theme_colour colour);

/* The contrast between two colours 0xrrggbb by WCAG 2: 1 … 21. */
double theme_contrast_of(uint32_t a, uint32_t b);

/* The height in mm that has this angle. */
double theme_angle_mm(const struct theme_angle *angle);

/* The colours as custom properties of a style sheet: --ink-quiet. */
void theme_put_css(const struct theme *theme, struct textbuf *css);
/* A style sheet with the colours in the place of their custom properties, for browsers that know
 * none: var(--ink-quiet) becomes #33455a. Others are left as they are. */
void theme_fill_css(const struct theme *theme, const char *css, struct textbuf *ret);
