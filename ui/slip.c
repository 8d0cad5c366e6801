/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page is set from top to bottom on a surface that is long enough for any slip; the used part
 * of it is the slip (untouched memory costs nothing). What matters most is printed first, in case
 * the paper runs out. All sizes are in millimetres of paper, so that 180 and 203 dots an inch look
 * alike. Black areas are kept small, because they slow the print head and drain a weak supply.
 *
 *     wide paper                        narrow paper, large type
 *     SỐ THỨ TỰ        [Ưu tiên]        SỐ THỨ TỰ   [Ưu tiên]
 *     A001                              A001
 *     the service                       the service
 *     - - - - - - - - - - - - -         - - - - - - - - - - -
 *     ahead               ██ ██         ahead               4
 *     wait                █ QR █        wait     about 15 min
 *     date, time          ██ ██         date            08:01
 *     what the code is for              ██ QR ██  what it is for
 *     advice, the centre's name         advice, the centre's name
 */
#include "ui/slip.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/dates.h"
#include "ui/dots.h"
#include "ui/image.h"
#include "ui/qr-code.h"
#include "ui/typeset.h"

enum {
	WIDTH_MIN = 384,
	WIDTH_MAX = 640,
	DPI_MIN = 150,
	DPI_MAX = 240,
	HEIGHT_MAX = 4000,
	QUIET_MODULES = 4, /* ISO/IEC 18004: the light border of a QR symbol */
	MODULE_MIN_DOTS = 4,
};

/* Millimetres. */
#define MARGIN 1.5
#define MODULE_MAX 0.8 /* larger QR modules only cost paper */
#define SCAN_WIDTH_MIN 16.0 /* with less width beside the QR code, its words go below it */
#define FACTS_EMS_MIN 10.0 /* with fewer ems beside the QR code, the facts go above it */
#define NUMBER_HEIGHT_MAX 16.0 /* of capitals: readable from three metres */
#define WIDE_PAPER 60.0 /* from this width on, the text is larger */
#define BODY_NARROW 3.0
#define BODY_WIDE 3.4
#define BODY_LARGE 1.25 /* times those */
#define LOGO_HEIGHT 9.0
#define LOGO_WIDTH_MAX 18.0
#define SMALL 0.85 /* of the body: what is not needed while waiting */

struct page {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct slip *slip;
	int symbol; /* QR modules each side; 0: no code */
	double mm; /* dots */
	double body; /* the em of ordinary text, in dots */
	double left;
	double width; /* between the margins, in dots */
	double y; /* the next free dot */
	int module; /* dots per QR module */
};

DEFINE_CLEANUP(cairo_t *, cairo_destroy);

static const char *phrase(const struct page *page, const char *key)
{
	return phrases_get(page->phrases, page->slip->language, key);
}

/* The phrase in the first language, for staff and relatives; only when the slip is in another
 * language. */
static const char *phrase_first(const struct page *page, const char *key)
{
	const char *first = phrases_language(page->phrases, 0);
	bool same = !*page->slip->language || strcmp(page->slip->language, first) == 0;

	return same ? NULL : phrases_get(page->phrases, first, key);
}

static void skip(struct page *page, double mm)
{
	page->y = ceil(page->y + mm * page->mm);
}

static struct typeset_style style_of(
	const struct page *page, double ratio, bool bold, enum align align)
{
	return (struct typeset_style){
		.size_px = page->body * ratio,
		.bold = bold,
		.align = align,
		.width_px = page->width,
		.balanced = true,
	};
}

/* A phrase in both languages, on one line if it fits; heap. */
static char *phrase_both(const struct page *page, const char *key, double ratio, double width)
{
	const char *first = phrase_first(page, key);
	_cleanup_free_ char *line = NULL;
	struct typeset_style style = style_of(page, ratio, true, ALIGN_CENTRE);

	if (!first) {
		return text_dup(phrase(page, key));
	}
	line = text_printf("%s / %s", phrase(page, key), first);
	style.width_px = 0;
	if (typeset_measure(page->cr, &style, line).width_px <= width) {
		return TAKE_PTR(line);
	}
	return text_printf("%s\n%s", phrase(page, key), first);
}

static void put_centred(struct page *page, double ratio, bool bold, const char *text)
{
	struct typeset_style style = style_of(page, ratio, bold, ALIGN_CENTRE);

	page->y += typeset_draw(page->cr, &style, text, page->left, page->y).height_px;
	page->y = ceil(page->y);
}

static void put_dashes(struct page *page)
{
	const int dash = 6, thick = 2;
	int n = (int)(page->width + dash) / (2 * dash);
	double step = (page->width - dash) / (n - 1);

	skip(page, 0.8);
	for (int i = 0; i < n; i++) {
		cairo_rectangle(page->cr, floor(page->left + i * step + 0.5), page->y, dash, thick);
	}
	cairo_fill(page->cr);
	page->y += thick;
	skip(page, 0.8);
}

/* A word in a frame that fits its width; at the right end of the line or centred. Returns how high
 * the frame is. */
static double draw_framed(struct page *page, double ratio, enum align align, const char *text)
{
	const int thick_dots = 2;
	struct typeset_style style = style_of(page, ratio, true, ALIGN_CENTRE);
	double pad = round(1.2 * page->mm), frame, height, left;
	struct typeset_extents extents;

	style.width_px = page->width - 2 * (pad + thick_dots);
	extents = typeset_measure(page->cr, &style, text);
	frame = ceil(MIN_OF(extents.ink.width + 4 * pad, page->width));
	height = ceil(extents.height_px + pad / 2);
	left = floor(page->left + (page->width - frame) / (align == ALIGN_RIGHT ? 1 : 2));
	style.width_px = frame - 2 * (pad + thick_dots);
	typeset_draw(page->cr, &style, text, left + pad + thick_dots, page->y + pad / 4);
	cairo_rectangle(page->cr, left + thick_dots / 2.0, page->y + thick_dots / 2.0,
		frame - thick_dots, height - thick_dots);
	cairo_set_line_width(page->cr, thick_dots);
	cairo_stroke(page->cr);
	return height;
}

static void put_framed(struct page *page, double ratio, const char *text)
{
	page->y += draw_framed(page, ratio, ALIGN_CENTRE, text);
}

static void put_second_print(struct page *page)
{
	if (page->slip->second_print) {
		_cleanup_free_ char *mark =
			phrase_both(page, "slip.second_print", 1, page->width - 6 * page->mm);

		put_framed(page, 1, mark);
		skip(page, 1);
	}
}

/* The line above the number: what it is, and a lane for which there is room. Returns whether the
 * lane has been named. */
static bool put_label(struct page *page)
{
	_cleanup_free_ char *label = phrase_both(page, "slip.number", SMALL, page->width);
	const char *lane = page->slip->lane;
	struct typeset_style style = style_of(page, SMALL, true, ALIGN_LEFT), framed;
	struct typeset_extents extents;
	double height, width;

	framed = style_of(page, 1, true, ALIGN_LEFT);
	framed.width_px = 0;
	width = lane && *lane ? typeset_measure(page->cr, &framed, lane).width_px + 6 * page->mm
			      : page->width;
	extents = typeset_measure(page->cr, &style, label);
	if (extents.lines > 1 || extents.width_px + width > page->width) {
		put_centred(page, SMALL, true, label);
		return false;
	}
	height = draw_framed(page, 1, ALIGN_RIGHT, lane);
	typeset_draw(page->cr, &style, label, page->left,
		page->y + round((height - extents.height_px) / 2));
	page->y += height;
	return true;
}

/* Returns whether the lane has been named, too. */
static bool put_number(struct page *page)
{
	struct typeset_style style = {
		.size_px = 1000,
		.bold = true,
		.tabular = true,
	};
	struct typeset_extents extents;
	bool lane = put_label(page);
	double x;

	skip(page, 0.8);
	/* Whole dots, so that numbers of the same form share their glyphs. */
	style.size_px = floor(typeset_fit(
		page->cr, &style, page->slip->number, page->width, NUMBER_HEIGHT_MAX * page->mm));
	extents = typeset_measure(page->cr, &style, page->slip->number);
	x = page->left + (page->width - extents.ink.width) / 2 - extents.ink.x;
	typeset_draw(page->cr, &style, page->slip->number, x, page->y - floor(extents.ink.y));
	page->y += ceil(extents.ink.height);
	skip(page, 0.8);
	return lane;
}

static void put_service(struct page *page, bool lane_named)
{
	put_centred(page, 1.3, true, page->slip->service);
	if (!lane_named && page->slip->lane && *page->slip->lane) {
		put_framed(page, 1, page->slip->lane);
		skip(page, 0.5);
	}
}

/* A text with its style and its measured size. */
struct piece {
	struct typeset_style style;
	const char *text;
	struct typeset_extents extents;
};

static struct piece piece_of(const struct page *page, double ratio, bool bold, const char *text)
{
	struct piece piece = {
		.style = style_of(page, ratio, bold, bold ? ALIGN_RIGHT : ALIGN_LEFT),
		.text = text,
	};

	piece.extents = typeset_measure(page->cr, &piece.style, text);
	return piece;
}

static void draw_piece(struct page *page, const struct piece *piece, double baseline)
{
	typeset_draw(page->cr, &piece->style, piece->text, page->left,
		page->y + round(baseline) - piece->extents.baseline_px);
}

/* A line with a label on the left and a value on the right of the same baseline; either may be
 * NULL. The empty part of a large value above its digits may overlap the gap above the line. */
static void put_line(struct page *page, const struct piece *label, const struct piece *value)
{
	double baseline = 0, below = 0;

	if (label) {
		baseline = label->extents.baseline_px;
		below = label->extents.height_px - label->extents.baseline_px;
	}
	if (value) {
		const struct typeset_extents *extents = &value->extents;
		double spare = (label ? 0.3 : 0.1) * extents->size_px;

		baseline = MAX_OF(baseline, extents->baseline_px - spare);
		below = MAX_OF(
			below, extents->height_px - extents->baseline_px - 0.1 * extents->size_px);
		draw_piece(page, value, baseline);
	}
	if (label) {
		draw_piece(page, label, baseline);
	}
	page->y = ceil(page->y + round(baseline) + below);
}

static bool fits_beside(
	const struct page *page, const struct piece *label, const struct piece *value)
{
	return label->extents.lines == 1 && value->extents.lines == 1 &&
		label->extents.width_px + 1.2 * page->mm + value->extents.width_px <= page->width;
}

/* A fact: its label and its value (NULL none), which goes beside the label if there is room, else
 * on its own line. */
static void put_row(struct page *page, double label_ratio, const char *label,
	const char *value_text, double ratio)
{
	struct piece first = piece_of(page, label_ratio, false, label), last;
	const struct piece *value = NULL;

	if (value_text) {
		last = piece_of(page, ratio, true, value_text);
		value = &last;
	}
	if (value && fits_beside(page, &first, value)) {
		put_line(page, &first, value);
		return;
	}
	put_line(page, &first, NULL);
	if (value) {
		last.style.align = ALIGN_LEFT;
		put_line(page, NULL, value);
	}
}

static void put_ahead(struct page *page)
{
	int ahead = page->slip->ahead;
	char digits[12];

	if (ahead > 0) {
		(void)snprintf(digits, sizeof(digits), "%d", ahead);
		put_row(page, 1, phrase(page, "slip.ahead"), digits, 1.4);
	} else if (ahead == 0) {
		put_row(page, 1, phrase(page, "slip.ahead_none"), NULL, 1);
	}
}

static void put_facts(struct page *page)
{
	const struct slip *slip = page->slip;

	put_ahead(page);
	if (slip->wait_s >= 0) {
		_cleanup_free_ char *wait = dates_wait(page->phrases, slip->language, slip->wait_s);

		put_row(page, 1, phrase(page, "slip.wait"), wait, 1);
	}
	if (slip->date) {
		put_row(page, SMALL, slip->date, slip->time, 1);
	} else {
		put_row(page, 1, phrase(page, "slip.code"), slip->code, 1.2);
	}
}

/* What needs a sentence, over the whole width. */
static void put_remarks(struct page *page)
{
	if (page->slip->past_closing) {
		put_centred(page, SMALL, true, phrase(page, "wait.past_closing"));
	}
	if (!page->slip->date) {
		put_centred(page, SMALL, false, phrase(page, "slip.no_date"));
	}
}

/* Draws the symbol with its corner at x, y; its light border is outside. */
static void draw_qr(const struct page *page, double x, double y)
{
	double quiet = QUIET_MODULES * page->module;

	qr_code_draw_modules(page->cr, page->slip->url, x - quiet, y - quiet, page->module);
}

/* Explains the QR code, in a column; returns its height. */
static double scan_words(
	const struct page *page, bool draw, enum align align, double x, double y, double width)
{
	struct typeset_style style = style_of(page, 1, false, align);
	const char *words = phrase(page, "slip.scan");

	style.width_px = width;
	return ceil((draw ? typeset_draw(page->cr, &style, words, x, y)
			  : typeset_measure(page->cr, &style, words))
			.height_px);
}

/* The light border that the symbol needs, less what is free already. */
static double quiet_after(const struct page *page, double free_dots)
{
	return MAX_OF(0, QUIET_MODULES * page->module - free_dots);
}

/* The facts on the left, the QR code on the right, its words below both. */
static void put_facts_beside_qr(struct page *page, double column)
{
	double symbol = page->symbol * page->module, width = page->width, top, below;

	page->y += ceil(quiet_after(page, 0.8 * page->mm));
	top = page->y;
	draw_qr(page, floor(page->left + width - symbol - quiet_after(page, page->left)), top);
	page->width = column;
	put_facts(page);
	page->width = width;
	below = top + symbol + quiet_after(page, 0);
	page->y = ceil(MAX_OF(page->y, below));
	put_remarks(page);
	put_centred(page, SMALL, false, phrase(page, "slip.scan"));
	put_dashes(page);
}

static void put_qr(struct page *page)
{
	double symbol = page->symbol * page->module;
	double quiet = QUIET_MODULES * page->module;
	double beside = page->width - symbol - quiet - quiet_after(page, page->left);
	double height;

	page->y += quiet;
	if (beside >= SCAN_WIDTH_MIN * page->mm) {
		height = scan_words(page, false, ALIGN_LEFT, 0, 0, beside);
		draw_qr(page, floor(page->left + quiet_after(page, page->left)), page->y);
		scan_words(page, true, ALIGN_LEFT, page->left + page->width - beside,
			page->y + MAX_OF(0, floor((symbol - height) / 2)), beside);
		page->y += MAX_OF(symbol + quiet, height);
	} else {
		draw_qr(page, floor(page->left + (page->width - symbol) / 2), page->y);
		page->y += symbol + quiet;
		page->y += scan_words(page, true, ALIGN_CENTRE, page->left, page->y, page->width);
	}
}

static void put_facts_and_qr(struct page *page)
{
	double column = page->width;

	if (page->symbol > 0) {
		column -= (page->symbol + QUIET_MODULES) * page->module +
			quiet_after(page, page->left);
	}
	if (page->symbol > 0 && column >= FACTS_EMS_MIN * page->body) {
		put_facts_beside_qr(page, column);
		return;
	}
	put_facts(page);
	put_remarks(page);
	if (page->symbol > 0) {
		put_qr(page);
	} else {
		put_dashes(page);
	}
}

/* The centre's name, with its logo on the left. */
static void put_centre(struct page *page)
{
	cairo_surface_t *logo = page->slip->logo;
	double left = page->left, width = page->width, top, scale, high, text;
	struct typeset_style style;

	if (!logo) {
		put_centred(page, SMALL, true, page->slip->centre);
		return;
	}
	skip(page, 0.5);
	scale = MIN_OF(LOGO_HEIGHT * page->mm / cairo_image_surface_get_height(logo),
		LOGO_WIDTH_MAX * page->mm / cairo_image_surface_get_width(logo));
	high = ceil(scale * cairo_image_surface_get_height(logo));
	page->left += ceil(scale * cairo_image_surface_get_width(logo) + page->mm);
	page->width -= page->left - left;
	style = style_of(page, SMALL, true, ALIGN_CENTRE);
	text = typeset_measure(page->cr, &style, page->slip->centre).height_px;
	top = page->y;
	cairo_save(page->cr);
	cairo_translate(page->cr, left, top + MAX_OF(0, floor((text - high) / 2)));
	cairo_scale(page->cr, scale, scale);
	cairo_mask_surface(page->cr, logo, 0, 0);
	cairo_restore(page->cr);
	page->y += MAX_OF(0, floor((high - text) / 2));
	put_centred(page, SMALL, true, page->slip->centre);
	page->y = MAX_OF(page->y, top + high);
	page->left = left;
	page->width = width;
}

/* Sets the whole page; returns its height in dots. */
static int set_page(struct page *page, cairo_t *cr)
{
	page->cr = cr;
	page->y = 0;
	cairo_set_source_rgb(cr, 0, 0, 0);
	skip(page, MARGIN);
	put_second_print(page);
	put_service(page, put_number(page));
	put_dashes(page);
	put_facts_and_qr(page);
	if (page->slip->advice && *page->slip->advice) {
		put_centred(page, SMALL, false, page->slip->advice);
	}
	put_centre(page);
	skip(page, MARGIN);
	return (int)ceil(page->y);
}

/* Chooses the largest module that leaves room for the text, else one that fits at all. */
static void choose_qr(struct page *page)
{
	const char *url = page->slip->url;
	int modules;

	if (!url || !*url) {
		return;
	}
	modules = qr_code_modules(url);
	if (modules == 0) {
		log_warning(FAULT_SITE, "the ticket page's address does not fit a QR code");
		return;
	}
	page->module = (int)MIN_OF(MODULE_MAX * page->mm, 0.57 * page->width / modules);
	page->module = MAX_OF(page->module, MODULE_MIN_DOTS);
	if (modules * page->module > page->width) {
		log_warning(FAULT_SITE, "the ticket page's address is too long for the paper");
		return;
	}
	page->symbol = modules - 2 * QUIET_MODULES;
}

static struct page page_of(
	const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi)
{
	struct page page = {.phrases = phrases, .slip = slip, .mm = dpi / 25.4};

	page.left = ceil(MARGIN * page.mm);
	page.width = width_dots - 2 * page.left;
	page.body = round((width_dots / page.mm < WIDE_PAPER ? BODY_NARROW : BODY_WIDE) *
		(slip->large ? BODY_LARGE : 1) * page.mm);
	return page;
}

static bool is_complete(const struct slip *slip)
{
	return slip->language && slip->centre && slip->number && *slip->number && slip->service &&
		(slip->date ? slip->time : slip->code);
}

int slip_render(const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi,
	struct bitmap **ret)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = NULL;
	_cleanup_(cairo_destroyp) cairo_t *cr = NULL;
	struct page page;
	int height;

	if (!is_complete(slip) || width_dots < WIDTH_MIN || width_dots > WIDTH_MAX ||
		dpi < DPI_MIN || dpi > DPI_MAX) {
		return -EINVAL;
	}
	page = page_of(phrases, slip, width_dots, dpi);
	choose_qr(&page);
	surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width_dots, HEIGHT_MAX);
	cr = cairo_create(surface);
	height = MIN_OF(set_page(&page, cr), HEIGHT_MAX);
	cairo_surface_flush(surface);
	*ret = dots_of_surface(surface, width_dots, height);
	return 0;
}

/* How much ink a pixel of a logo gets: its darkness, where it is opaque. */
static uint8_t ink_of(uint32_t argb)
{
	/* The colours are multiplied by the opacity; luma by ITU-R BT.601. */
	uint32_t luma =
		(299 * (argb >> 16 & 255) + 587 * (argb >> 8 & 255) + 114 * (argb & 255)) / 1000;

	return (uint8_t)((argb >> 24) - MIN_OF(luma, argb >> 24));
}

int slip_load_logo(const char *path, cairo_surface_t **ret)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *image = NULL;
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *pixels = NULL;
	cairo_surface_t *ink;
	cairo_t *cr;
	int r = image_load_emblem(path, &image, NULL);
	int width, height;

	if (r < 0) {
		return r;
	}
	width = cairo_image_surface_get_width(image);
	height = cairo_image_surface_get_height(image);
	pixels = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height);
	cr = cairo_create(pixels);
	cairo_set_source_surface(cr, image, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_flush(pixels);
	ink = cairo_image_surface_create(CAIRO_FORMAT_A8, width, height);
	for (int y = 0; y < height; y++) {
		const uint8_t *row = cairo_image_surface_get_data(pixels) +
			(ptrdiff_t)y * cairo_image_surface_get_stride(pixels);
		uint8_t *to = cairo_image_surface_get_data(ink) +
			(ptrdiff_t)y * cairo_image_surface_get_stride(ink);

		for (int x = 0; x < width; x++) {
			uint32_t argb;

			memcpy(&argb, row + (ptrdiff_t)x * 4, sizeof(argb));
			to[x] = ink_of(argb);
		}
	}
	cairo_surface_mark_dirty(ink);
	*ret = ink;
	return 0;
}
