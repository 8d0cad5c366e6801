/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page is set from top to bottom on a surface that is long enough for any slip; the used part
 * of it is the slip (untouched memory costs nothing). All sizes are in millimetres of paper, so
 * that 180 and 203 dots an inch look alike. Black areas are kept small, because they slow the print
 * head and drain a weak supply.
 */
#include "ui/slip.h"

#include <errno.h>
#include <math.h>
#include <qrencode.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/dates.h"
#include "ui/dots.h"
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
#define SCAN_WIDTH_MIN 16.0 /* with less width beside the QR code, the text goes below it */
#define NUMBER_HEIGHT_MAX 26.0
#define WIDE_PAPER 60.0 /* from this width on, the text is larger */

struct page {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct slip *slip;
	QRcode *qr; /* NULL none */
	double mm; /* dots */
	double body; /* the em of ordinary text, in dots */
	double left;
	double width; /* between the margins, in dots */
	double y; /* the next free dot */
	int module; /* dots per QR module */
};

DEFINE_CLEANUP(cairo_t *, cairo_destroy);
DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

static void page_done(struct page *page)
{
	QRcode_free(page->qr);
}

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

static void put_rule(struct page *page, int thick_dots)
{
	skip(page, 1);
	cairo_rectangle(page->cr, page->left, page->y, page->width, thick_dots);
	cairo_fill(page->cr);
	page->y += thick_dots;
	skip(page, 1);
}

static void put_dashes(struct page *page)
{
	const int dash = 6, thick = 2;
	int n = (int)(page->width + dash) / (2 * dash);
	double step = (page->width - dash) / (n - 1);

	skip(page, 1);
	for (int i = 0; i < n; i++) {
		cairo_rectangle(page->cr, floor(page->left + i * step + 0.5), page->y, dash, thick);
	}
	cairo_fill(page->cr);
	page->y += thick;
	skip(page, 1);
}

/* A word in a frame that fits its width, centred. */
static void put_framed(struct page *page, double ratio, int thick_dots, const char *text)
{
	struct typeset_style style = style_of(page, ratio, true, ALIGN_CENTRE);
	double pad = round(1.2 * page->mm), frame, height;
	struct typeset_extents extents;

	style.width_px = page->width - 2 * (pad + thick_dots);
	extents = typeset_measure(page->cr, &style, text);
	frame = ceil(MIN_OF(extents.ink.width + 4 * pad, page->width));
	height = ceil(extents.height_px + pad);
	typeset_draw(page->cr, &style, text, page->left + pad + thick_dots, page->y + pad / 2);
	cairo_rectangle(page->cr, floor(page->left + (page->width - frame) / 2) + thick_dots / 2.0,
		page->y + thick_dots / 2.0, frame - thick_dots, height - thick_dots);
	cairo_set_line_width(page->cr, thick_dots);
	cairo_stroke(page->cr);
	page->y += height;
}

static void put_second_print(struct page *page)
{
	if (page->slip->second_print) {
		_cleanup_free_ char *mark =
			phrase_both(page, "slip.second_print", 1.05, page->width - 6 * page->mm);

		put_framed(page, 1.05, 3, mark);
		skip(page, 1.5);
	}
}

static void put_number(struct page *page)
{
	_cleanup_free_ char *label = phrase_both(page, "slip.number", 0.95, page->width);
	struct typeset_style style = {
		.size_px = 1000,
		.bold = true,
		.tabular = true,
	};
	struct typeset_extents extents;
	double x;

	put_centred(page, 0.95, true, label);
	skip(page, 1.2);
	/* Whole dots, so that numbers of the same form share their glyphs. */
	style.size_px = floor(typeset_fit(
		page->cr, &style, page->slip->number, page->width, NUMBER_HEIGHT_MAX * page->mm));
	extents = typeset_measure(page->cr, &style, page->slip->number);
	x = page->left + (page->width - extents.ink.width) / 2 - extents.ink.x;
	typeset_draw(page->cr, &style, page->slip->number, x, page->y - floor(extents.ink.y));
	page->y += ceil(extents.ink.height);
	skip(page, 2.2);
}

static void put_service(struct page *page)
{
	put_centred(page, 1.3, true, page->slip->service);
	if (page->slip->lane && *page->slip->lane) {
		skip(page, 1);
		put_framed(page, 1.15, 2, page->slip->lane);
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

/* A fact: its label, below it the label in the first language (NULL none), and its value (NULL
 * none), which goes beside the first label that leaves room for it, else on its own line. */
static void put_row(struct page *page, const char *label, const char *label_first,
	const char *value_text, double ratio)
{
	struct piece first = piece_of(page, 1, false, label), second, last;
	const struct piece *value = NULL;

	if (value_text) {
		last = piece_of(page, ratio, true, value_text);
		value = &last;
	}
	skip(page, 0.4);
	if (value && fits_beside(page, &first, value)) {
		put_line(page, &first, TAKE_PTR(value));
	} else {
		put_line(page, &first, NULL);
	}
	if (label_first) {
		second = piece_of(page, 0.85, false, label_first);
		page->y -= round(0.3 * page->mm);
		if (value && fits_beside(page, &second, value)) {
			put_line(page, &second, TAKE_PTR(value));
		} else {
			put_line(page, &second, NULL);
		}
	}
	if (value) {
		put_line(page, NULL, value);
	}
}

static void put_facts(struct page *page)
{
	const struct slip *slip = page->slip;
	char ahead[12];

	if (slip->ahead > 0) {
		(void)snprintf(ahead, sizeof(ahead), "%d", slip->ahead);
		put_row(page, phrase(page, "slip.ahead"), phrase_first(page, "slip.ahead"), ahead,
			1.5);
	} else if (slip->ahead == 0) {
		put_row(page, phrase(page, "slip.ahead_none"),
			phrase_first(page, "slip.ahead_none"), NULL, 1);
	}
	if (slip->wait_s >= 0) {
		_cleanup_free_ char *wait = dates_wait(page->phrases, slip->language, slip->wait_s);

		put_row(page, phrase(page, "slip.wait"), phrase_first(page, "slip.wait"), wait, 1);
	}
	if (slip->past_closing) {
		put_row(page, phrase(page, "wait.past_closing"),
			phrase_first(page, "wait.past_closing"), NULL, 1);
	}
	if (slip->date) {
		put_row(page, slip->date, NULL, slip->time, 1);
	} else {
		put_row(page, phrase(page, "slip.code"), phrase_first(page, "slip.code"),
			slip->code, 1.2);
		put_row(page, phrase(page, "slip.no_date"), phrase_first(page, "slip.no_date"),
			NULL, 1);
	}
}

static void draw_qr(const struct page *page, double x, double y)
{
	const QRcode *qr = page->qr;

	for (int row = 0; row < qr->width; row++) {
		for (int column = 0; column < qr->width; column++) {
			if (qr->data[row * qr->width + column] & 1) {
				cairo_rectangle(page->cr, x + column * page->module,
					y + row * page->module, page->module, page->module);
			}
		}
	}
	cairo_fill(page->cr);
}

/* Explains the QR code, in a column; returns its height. */
static double scan_words(
	const struct page *page, bool draw, enum align align, double x, double y, double width)
{
	struct typeset_style style = style_of(page, 1, false, align);
	const char *first = phrase_first(page, "slip.scan");
	const char *words = phrase(page, "slip.scan");
	double height;

	style.width_px = width;
	height = (draw ? typeset_draw(page->cr, &style, words, x, y)
		       : typeset_measure(page->cr, &style, words))
			 .height_px;
	if (first) {
		style.size_px *= 0.85;
		height += page->mm;
		height += (draw ? typeset_draw(page->cr, &style, first, x, y + height)
				: typeset_measure(page->cr, &style, first))
				  .height_px;
	}
	return ceil(height);
}

static void put_qr(struct page *page)
{
	double symbol, quiet, beside, height;

	if (!page->qr) {
		return;
	}
	symbol = page->qr->width * page->module;
	quiet = QUIET_MODULES * page->module;
	beside = page->width - symbol - 2 * quiet;
	page->y += ceil(MAX_OF(0, quiet - page->mm)); /* leaves one millimetre free above */
	if (beside >= SCAN_WIDTH_MIN * page->mm) {
		height = scan_words(page, false, ALIGN_LEFT, 0, 0, beside);
		draw_qr(page, floor(page->left + quiet), page->y);
		scan_words(page, true, ALIGN_LEFT, page->left + symbol + 2 * quiet,
			page->y + MAX_OF(0, floor((symbol - height) / 2)), beside);
		page->y += MAX_OF(symbol + ceil(MAX_OF(0, quiet - page->mm)), height);
	} else {
		draw_qr(page, floor(page->left + (page->width - symbol) / 2), page->y);
		page->y += symbol + quiet;
		page->y += scan_words(page, true, ALIGN_CENTRE, page->left, page->y, page->width);
	}
}

/* Sets the whole page; returns its height in dots. */
static int set_page(struct page *page, cairo_t *cr)
{
	page->cr = cr;
	page->y = 0;
	cairo_set_source_rgb(cr, 0, 0, 0);
	skip(page, MARGIN);
	put_second_print(page);
	put_centred(page, 1.1, true, page->slip->centre);
	put_rule(page, 3);
	put_number(page);
	put_service(page);
	put_dashes(page);
	put_facts(page);
	if (page->qr) {
		put_dashes(page);
	}
	put_qr(page);
	if (page->slip->advice && *page->slip->advice) {
		put_dashes(page);
		put_centred(page, 1, false, page->slip->advice);
	}
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
	page->qr = QRcode_encodeString8bit(url, 0, QR_ECLEVEL_M);
	if (!page->qr) {
		log_warning(FAULT_SITE, "the ticket page's address does not fit a QR code");
		return;
	}
	modules = page->qr->width + 2 * QUIET_MODULES;
	page->module = (int)MIN_OF(MODULE_MAX * page->mm, 0.57 * page->width / modules);
	page->module = MAX_OF(page->module, MODULE_MIN_DOTS);
	if (modules * page->module > page->width) {
		log_warning(FAULT_SITE, "the ticket page's address is too long for the paper");
		QRcode_free(TAKE_PTR(page->qr));
	}
}

static struct page page_of(
	const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi)
{
	struct page page = {.phrases = phrases, .slip = slip, .mm = dpi / 25.4};

	page.left = ceil(MARGIN * page.mm);
	page.width = width_dots - 2 * page.left;
	page.body = round((width_dots / page.mm < WIDE_PAPER ? 3.2 : 3.7) * page.mm);
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
	_cleanup_(page_done) struct page page = {0};
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
