/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where everything is on a page of the kiosk. Sizes are millimetres of the screen as it hangs
 * there, because fingers and eyes do not grow with the pixels: keys of at least 20 mm, 4 mm apart,
 * capital letters of at least 6 mm. A list that does not fit at that size gets pages, so nothing is
 * ever made too small to be read or touched. Where the screen reaches higher than a person in a
 * wheelchair, all keys are in its lower part, as far as they have room there. The key with an ear
 * has the same corner on every page of a screen: the upper left one, or the lower left one where
 * the upper is out of reach.
 *
 * A screen of some 7 inches is no higher than four keys. It goes without the bar, and its pages
 * without all but what must be known: ear, language and the page's own key stand in a column on the
 * left (on an upright one below), and the reasons for priority on pages of their own.
 */
#pragma once

#include "base/cleanup.h"
#include "ui/lookup-view.h"
#include "ui/phrases.h"
#include "ui/theme.h"

#define KIOSK_TARGET_MM 20.0 /* the smallest key */
#define KIOSK_CAPITALS_MM 6.0 /* the smallest capital letters */
#define KIOSK_CAPITALS_EM 0.714 /* of Noto Sans */

enum { KIOSK_REACH_MM = 1100 }; /* above the floor: nothing to touch is higher */

/* A screen: its pixels, and how large it is. */
struct kiosk_size {
	int width, height; /* pixels */
	double mm; /* pixels per millimetre */
	int reach_px; /* keys are below this line, as far as they have room; 0 anywhere */
};

/* The size of a screen with a diagonal in inches (0 unknown: that of a screen whose shorter side is
 * 170 mm), whose upper edge hangs top_mm above the floor (0 unknown: within reach). */
struct kiosk_size kiosk_size_of(int width, int height, double diagonal_inch, int top_mm);

struct kiosk_box {
	double x, y, width, height;
};

enum kiosk_element_kind {
	KIOSK_ELEMENT_TEXT,
	KIOSK_ELEMENT_NUMBER, /* a text as large as its box allows */
	KIOSK_ELEMENT_KEY, /* its texts are elements of their own, drawn on it */
	KIOSK_ELEMENT_BAND, /* a coloured area; the same */
	KIOSK_ELEMENT_RULE,
	KIOSK_ELEMENT_QR, /* text is what it says */
	KIOSK_ELEMENT_EAR, /* the picture on a key */
	KIOSK_ELEMENT_PICTOGRAM, /* text is its name */
	KIOSK_ELEMENT_EMBLEM, /* the centre's, as the theme has it */
};

struct kiosk_element {
	enum kiosk_element_kind kind;
	struct kiosk_box box;
	enum theme_colour colour; /* of the text, or of the area */
	bool outlined; /* a key of the second rank: an outline in its colour, not filled */
	struct kiosk_target target; /* KEY */
	bool told; /* TEXT of a record, which is read aloud as it stands */
	int data_from, data_to; /* its bytes in the first language, as of a lookup_paragraph */
	char *text; /* heap; of a KEY, the id of what it chooses; NULL none */
	double size_px, size_min_px; /* TEXT: the em as it was made to fit, and the smallest */
	bool bold;
	enum align align;
	int lines; /* at most */
	double line_spacing; /* TEXT: of the font's own; 0: that */
	double height_px; /* TEXT: of what is set */
	bool cut; /* TEXT: it does not fit, even in the smallest type */
};

enum {
	KIOSK_ELEMENTS_MAX = 256,
	KIOSK_GRIDS = 2,
	KIOSK_LIST_MAX = KIOSK_SERVICES_MAX + KIOSK_GROUPS_MAX
};

/* How a list is divided: found by measuring its texts, and kept while they stay the same. */
struct kiosk_grid {
	int columns, rows; /* of one page */
	double em_px;
	double row_px; /* with the gap */
	char *key; /* heap: what it was found for; NULL nothing yet */
};

struct kiosk_layout {
	struct kiosk_size size;
	struct kiosk_target pressed; /* under the finger */
	struct kiosk_target focus; /* has a frame */
	int n;
	struct kiosk_element elements[KIOSK_ELEMENTS_MAX];
	struct kiosk_grid grids[KIOSK_GRIDS]; /* of the last page's list, in each of its trials */
};

/* Lays a view out anew; layout begins as zeros. The first time for a list takes some ten
 * milliseconds on a small board. */
void kiosk_layout_make(struct kiosk_layout *layout, const struct phrases *phrases,
	const struct kiosk_view *view, const struct kiosk_size *size);
/* The same of a page of the look-up, in the frame that view has. A small screen, which has no room
 * for it, leads to a phone. */
void kiosk_layout_make_lookup(struct kiosk_layout *layout, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_size *size);
void kiosk_layout_done(struct kiosk_layout *layout);

/* Whether a screen has room for the look-up. */
bool kiosk_layout_has_lookup(const struct kiosk_size *size);

/* How many millimetres the highest key is above KIOSK_REACH_MM: a screen that hangs too high for
 * its own height leaves its keys no other place. 0: all are within reach. */
int kiosk_layout_above_mm(const struct kiosk_layout *layout);

/* How a text element is set. */
struct typeset_style kiosk_layout_style(const struct kiosk_element *element);

/* The target at x, y: a key, or the gap around it. */
struct kiosk_target kiosk_layout_hit(const struct kiosk_layout *layout, int x, int y);
/* The place of a key; empty when it is not on the page. */
cairo_rectangle_int_t kiosk_layout_place(
	const struct kiosk_layout *layout, struct kiosk_target target);
bool kiosk_layout_same_target(const struct kiosk_target *a, const struct kiosk_target *b);
/* Whether both have the same keys in the same places. */
bool kiosk_layout_same_keys(const struct kiosk_layout *a, const struct kiosk_layout *b);
