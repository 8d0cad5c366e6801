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
 *     what the complaint is about       what the complaint is about
 *     - - - - - - - - - - - - -         - - - - - - - - - - -
 *     ahead               ██ ██         ahead               4
 *     wait                █ QR █        wait     about 15 min
 *     date, time          ██ ██         date            08:01
 *     what the code is for              ██ QR ██  what it is for
 *     ██ QR ██  the official channel    ██ QR ██  the official channel
 *     what is free online               what is free online
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
#include "ui/roll.h"
#include "ui/typeset.h"

enum {
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
#define BODY_NARROW 3.0
#define BODY_WIDE 3.4
#define BODY_LARGE 1.25 /* times those */
#define LOGO_HEIGHT 9.0
#define LOGO_WIDTH_MAX 18.0
#define NUMBER_HEIGHT_FULL 12.0 /* where so much is said that the slip gets too long */
#define OFFICIAL_MODULE_MAX 0.5 /* its code is scanned at home, without haste */
#define FREE_ONLINE 0.77 /* of the body of wide paper: one line */
#define SMALL 0.85 /* of the body: what is not needed while waiting */

/* A QR code. */
struct code {
	const char *text;
	int symbol; /* modules each side; 0: no code */
	int module; /* dots per module */
};

struct page {
	struct roll roll;
	const struct phrases *phrases;
	const struct slip *slip;
	struct code ticket, official;
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

/* A phrase in both languages, on one line if it fits; heap. */
static char *phrase_both(const struct page *page, const char *key, double ratio, double width)
{
	const char *first = phrase_first(page, key);
	_cleanup_free_ char *line = NULL;
	struct typeset_style style = roll_style(&page->roll, ratio, true, ALIGN_CENTRE);

	if (!first) {
		return text_dup(phrase(page, key));
	}
	line = text_printf("%s / %s", phrase(page, key), first);
	style.width_px = 0;
	if (typeset_measure(page->roll.cr, &style, line).width_px <= width) {
		return TAKE_PTR(line);
	}
	return text_printf("%s\n%s", phrase(page, key), first);
}

static void put_mark(struct page *page)
{
	bool late = page->slip->mark == SLIP_PRINTED_LATE;
	_cleanup_free_ char *mark = NULL;

	if (page->slip->mark == SLIP_UNMARKED) {
		return;
	}
	mark = phrase_both(page, late ? "slip.late" : "slip.second_print", 1,
		page->roll.width - 6 * page->roll.mm);
	if (late && page->slip->date && *page->slip->time) {
		_cleanup_free_ char *taken = phrases_fill(page->phrases, page->slip->language,
			"slip.taken_at", "time", page->slip->time, NULL);
		_cleanup_free_ char *head = TAKE_PTR(mark);

		mark = text_printf("%s\n%s", head, taken);
	}
	roll_put_framed(&page->roll, 1, mark);
	roll_skip(&page->roll, 1);
}

/* The line above the number: what it is, and a lane for which there is room. Returns whether the
 * lane has been named. */
static bool put_label(struct page *page)
{
	_cleanup_free_ char *label = phrase_both(page, "slip.number", SMALL, page->roll.width);
	const char *lane = page->slip->lane;
	struct typeset_style style = roll_style(&page->roll, SMALL, true, ALIGN_LEFT), framed;
	struct typeset_extents extents;
	double height, width;

	framed = roll_style(&page->roll, 1, true, ALIGN_LEFT);
	framed.width_px = 0;
	width = lane && *lane
		? typeset_measure(page->roll.cr, &framed, lane).width_px + 6 * page->roll.mm
		: page->roll.width;
	extents = typeset_measure(page->roll.cr, &style, label);
	if (extents.lines > 1 || extents.width_px + width > page->roll.width) {
		roll_put(&page->roll, SMALL, true, ALIGN_CENTRE, label);
		return false;
	}
	height = roll_draw_framed(&page->roll, 1, ALIGN_RIGHT, lane);
	typeset_draw(page->roll.cr, &style, label, page->roll.left,
		page->roll.y + round((height - extents.height_px) / 2));
	page->roll.y += height;
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
	bool full =
		page->slip->subject || (page->slip->past_closing && page->slip->free_online > 0);
	double height_mm = full ? NUMBER_HEIGHT_FULL : NUMBER_HEIGHT_MAX;
	struct typeset_extents extents;
	bool lane = put_label(page);
	double x;

	roll_skip(&page->roll, 0.8);
	/* Whole dots, so that numbers of the same form share their glyphs. */
	style.size_px = floor(typeset_fit(page->roll.cr, &style, page->slip->number,
		page->roll.width, height_mm * page->roll.mm));
	extents = typeset_measure(page->roll.cr, &style, page->slip->number);
	x = page->roll.left + (page->roll.width - extents.ink.width) / 2 - extents.ink.x;
	typeset_draw(
		page->roll.cr, &style, page->slip->number, x, page->roll.y - floor(extents.ink.y));
	page->roll.y += ceil(extents.ink.height);
	roll_skip(&page->roll, 0.8);
	return lane;
}

static void put_service(struct page *page, bool lane_named)
{
	roll_put(&page->roll, 1.3, true, ALIGN_CENTRE, page->slip->service);
	if (!lane_named && page->slip->lane && *page->slip->lane) {
		roll_put_framed(&page->roll, 1, page->slip->lane);
		roll_skip(&page->roll, 0.5);
	}
	if (page->slip->subject) {
		_cleanup_free_ char *line = phrases_fill(page->phrases, page->slip->language,
			"slip.complaint", "subject", page->slip->subject, NULL);

		roll_put(&page->roll, 1, false, ALIGN_CENTRE, line);
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
		.style = roll_style(&page->roll, ratio, bold, bold ? ALIGN_RIGHT : ALIGN_LEFT),
		.text = text,
	};

	piece.extents = typeset_measure(page->roll.cr, &piece.style, text);
	return piece;
}

static void draw_piece(struct page *page, const struct piece *piece, double baseline)
{
	typeset_draw(page->roll.cr, &piece->style, piece->text, page->roll.left,
		page->roll.y + round(baseline) - piece->extents.baseline_px);
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
	page->roll.y = ceil(page->roll.y + round(baseline) + below);
}

static bool fits_beside(
	const struct page *page, const struct piece *label, const struct piece *value)
{
	return label->extents.lines == 1 && value->extents.lines == 1 &&
		label->extents.width_px + 1.2 * page->roll.mm + value->extents.width_px <=
		page->roll.width;
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
		roll_put(&page->roll, SMALL, true, ALIGN_CENTRE, phrase(page, "wait.past_closing"));
	}
	if (!page->slip->date) {
		roll_put(&page->roll, SMALL, false, ALIGN_CENTRE, phrase(page, "slip.no_date"));
	}
}

/* Draws the symbol with its corner at x, y; its light border is outside. */
static void draw_qr(const struct page *page, const struct code *code, double x, double y)
{
	double quiet = QUIET_MODULES * code->module;

	qr_code_draw_modules(page->roll.cr, code->text, x - quiet, y - quiet, code->module);
}

/* What stands beside or below a QR code. */
struct code_words {
	const char *text;
	double ratio; /* of the body */
};

/* Draws or measures them in a column; returns their height. */
static double code_words(const struct page *page, const struct code_words *about, bool draw,
	enum align align, double x, double y, double width)
{
	struct typeset_style style = roll_style(&page->roll, about->ratio, false, align);
	const char *words = about->text;

	style.width_px = width;
	return ceil((draw ? typeset_draw(page->roll.cr, &style, words, x, y)
			  : typeset_measure(page->roll.cr, &style, words))
			.height_px);
}

/* The light border that the symbol needs, less what is free already. */
static double quiet_after(const struct code *code, double free_dots)
{
	return MAX_OF(0, QUIET_MODULES * code->module - free_dots);
}

/* The facts on the left, the QR code on the right, its words below both. */
static void put_facts_beside_qr(struct page *page, double column)
{
	const struct code *code = &page->ticket;
	double symbol = code->symbol * code->module, width = page->roll.width, top, below;

	page->roll.y += ceil(quiet_after(code, 0.8 * page->roll.mm));
	top = page->roll.y;
	draw_qr(page, code,
		floor(page->roll.left + width - symbol - quiet_after(code, page->roll.left)), top);
	page->roll.width = column;
	put_facts(page);
	page->roll.width = width;
	below = top + symbol + quiet_after(code, 0);
	page->roll.y = ceil(MAX_OF(page->roll.y, below));
	put_remarks(page);
	roll_put(&page->roll, SMALL, false, ALIGN_CENTRE, phrase(page, "slip.scan"));
	roll_put_dashes(&page->roll);
}

/* A QR code with its words beside it, or below it where the paper is too narrow. */
static void put_qr(struct page *page, const struct code *code, const struct code_words *words)
{
	double symbol = code->symbol * code->module;
	double quiet = QUIET_MODULES * code->module;
	double beside = page->roll.width - symbol - quiet - quiet_after(code, page->roll.left);
	double height;

	page->roll.y += quiet;
	if (beside >= SCAN_WIDTH_MIN * page->roll.mm) {
		height = code_words(page, words, false, ALIGN_LEFT, 0, 0, beside);
		draw_qr(page, code, floor(page->roll.left + quiet_after(code, page->roll.left)),
			page->roll.y);
		(void)code_words(page, words, true, ALIGN_LEFT,
			page->roll.left + page->roll.width - beside,
			page->roll.y + MAX_OF(0, floor((symbol - height) / 2)), beside);
		page->roll.y += MAX_OF(symbol + quiet, height);
	} else {
		draw_qr(page, code, floor(page->roll.left + (page->roll.width - symbol) / 2),
			page->roll.y);
		page->roll.y += symbol + quiet;
		page->roll.y += code_words(page, words, true, ALIGN_CENTRE, page->roll.left,
			page->roll.y, page->roll.width);
	}
}

static bool has_official(const struct slip *slip)
{
	return slip->subject && slip->official && *slip->official;
}

/* An address as people type it. */
static char *typed_address(const char *link)
{
	static const char usual[] = "https://";
	size_t length;

	if (strncmp(link, usual, sizeof(usual) - 1) == 0) {
		link += sizeof(usual) - 1;
	}
	length = strlen(link);
	return text_printf("%.*s", (int)(length - (link[length - 1] == '/')), link);
}

/* The official channel, for who wants to write instead of waiting. Without a code its address is
 * there to be typed. */
static void put_official(struct page *page)
{
	const struct slip *slip = page->slip;
	_cleanup_free_ char *text = NULL;
	_cleanup_free_ char *address = NULL;
	struct code_words words;

	if (!has_official(slip)) {
		return;
	}
	address = typed_address(slip->official);
	text = text_printf("%s\n%s", slip->official_name, address);
	words = (struct code_words){text, SMALL};
	if (page->official.symbol > 0) {
		put_qr(page, &page->official, &words);
	} else {
		roll_put(&page->roll, SMALL, false, ALIGN_CENTRE, text);
	}
	roll_put_dashes(&page->roll);
}

static void put_facts_and_qr(struct page *page)
{
	const struct code *code = &page->ticket;
	const struct code_words words = {phrase(page, "slip.scan"), 1};
	double column = page->roll.width;

	if (code->symbol > 0) {
		column -= (code->symbol + QUIET_MODULES) * code->module +
			quiet_after(code, page->roll.left);
	}
	if (code->symbol > 0 && column >= FACTS_EMS_MIN * page->roll.body) {
		put_facts_beside_qr(page, column);
		return;
	}
	put_facts(page);
	put_remarks(page);
	if (code->symbol > 0) {
		put_qr(page, code, &words);
	}
	if (code->symbol == 0 || has_official(page->slip)) {
		roll_put_dashes(&page->roll);
	}
}

/* The centre's name, with its logo on the left. */
static void put_centre(struct page *page)
{
	cairo_surface_t *logo = page->slip->logo;
	double left = page->roll.left, width = page->roll.width, top, scale, high, text;
	struct typeset_style style;

	if (!logo) {
		roll_put(&page->roll, SMALL, true, ALIGN_CENTRE, page->slip->centre);
		return;
	}
	roll_skip(&page->roll, 0.5);
	scale = MIN_OF(LOGO_HEIGHT * page->roll.mm / cairo_image_surface_get_height(logo),
		LOGO_WIDTH_MAX * page->roll.mm / cairo_image_surface_get_width(logo));
	high = ceil(scale * cairo_image_surface_get_height(logo));
	page->roll.left += ceil(scale * cairo_image_surface_get_width(logo) + page->roll.mm);
	page->roll.width -= page->roll.left - left;
	style = roll_style(&page->roll, SMALL, true, ALIGN_CENTRE);
	text = typeset_measure(page->roll.cr, &style, page->slip->centre).height_px;
	top = page->roll.y;
	cairo_save(page->roll.cr);
	cairo_translate(page->roll.cr, left, top + MAX_OF(0, floor((text - high) / 2)));
	cairo_scale(page->roll.cr, scale, scale);
	cairo_mask_surface(page->roll.cr, logo, 0, 0);
	cairo_restore(page->roll.cr);
	page->roll.y += MAX_OF(0, floor((high - text) / 2));
	roll_put(&page->roll, SMALL, true, ALIGN_CENTRE, page->slip->centre);
	page->roll.y = MAX_OF(page->roll.y, top + high);
	page->roll.left = left;
	page->roll.width = width;
}

/* Who could have filed at home for nothing reads so while waiting. */
static void put_free_online(struct page *page)
{
	_cleanup_free_ char *number = text_printf("%d", page->slip->free_online);
	_cleanup_free_ char *line = NULL;

	if (page->slip->free_online > 0) {
		line = phrases_fill(
			page->phrases, page->slip->language, "slip.free_online", "n", number, NULL);
		roll_put(&page->roll,
			page->roll.body == round(BODY_WIDE * page->roll.mm) ? FREE_ONLINE : SMALL,
			false, ALIGN_CENTRE, line);
	}
}

/* Sets the whole page; returns its height in dots. */
static int set_page(struct page *page, cairo_t *cr)
{
	page->roll.cr = cr;
	page->roll.y = 0;
	cairo_set_source_rgb(cr, 0, 0, 0);
	roll_skip(&page->roll, MARGIN);
	put_mark(page);
	put_service(page, put_number(page));
	roll_put_dashes(&page->roll);
	put_facts_and_qr(page);
	put_official(page);
	put_free_online(page);
	if (page->slip->advice && *page->slip->advice) {
		roll_put(&page->roll, SMALL, false, ALIGN_CENTRE, page->slip->advice);
	}
	put_centre(page);
	roll_skip(&page->roll, MARGIN);
	return (int)ceil(page->roll.y);
}

/* Chooses the largest module that leaves room for the text, else one that fits at all. */
static struct code choose_qr(
	const struct page *page, const char *url, double module_max, const char *what)
{
	struct code code = {.text = url};
	int modules;

	if (!url || !*url) {
		return code;
	}
	modules = qr_code_modules(url);
	if (modules == 0) {
		log_warning(FAULT_SITE, "%s does not fit a QR code", what);
		return code;
	}
	code.module = (int)MIN_OF(module_max * page->roll.mm, 0.57 * page->roll.width / modules);
	code.module = MAX_OF(code.module, MODULE_MIN_DOTS);
	if (modules * code.module > page->roll.width) {
		log_warning(FAULT_SITE, "%s is too long for the paper", what);
		return code;
	}
	code.symbol = modules - 2 * QUIET_MODULES;
	return code;
}

static struct page page_of(
	const struct phrases *phrases, const struct slip *slip, int width_dots, int dpi)
{
	struct page page = {
		.phrases = phrases, .slip = slip, .roll = {.drawing = true, .mm = dpi / 25.4}};

	page.roll.left = ceil(MARGIN * page.roll.mm);
	page.roll.width = width_dots - 2 * page.roll.left;
	page.roll.body =
		round((width_dots / page.roll.mm < ROLL_WIDE_PAPER ? BODY_NARROW : BODY_WIDE) *
			(slip->large ? BODY_LARGE : 1) * page.roll.mm);
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

	if (!is_complete(slip) || !roll_is_known(width_dots, dpi)) {
		return -EINVAL;
	}
	page = page_of(phrases, slip, width_dots, dpi);
	page.ticket = choose_qr(&page, slip->url, MODULE_MAX, "the ticket page's address");
	page.official = choose_qr(&page, has_official(slip) ? slip->official : NULL,
		OFFICIAL_MODULE_MAX, "the official channel's address");
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
