/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two pages: a list of procedures, and one large code of a sector or of the centre.
 *
 *     ┌────┐ the centre                           the centre's emblem
 *     │    │ SECTOR                               and name
 *     └────┘ 40 procedures
 *     ─────────────────────────────               SECTOR
 *     ██ ██  Name of the procedure                ██████████████
 *     █ QR   over as many lines as it takes       ██          ██
 *     ██ ██  code   [⇅ free online]               ██    QR    ██
 *     ─────────────────────────────               ██████████████
 *     ██ ██  …                                    scan · how many
 *     ─────────────────────────────               ──────────────────────
 *     date · version · mark    page               date · version · mark
 *
 * The same code measures and draws, so that what was found to fit does. Sheets are black on white:
 * offices have printers without colour.
 */
#include "ui/sheet-draw.h"

#include <stdio.h>

#include "base/text.h"
#include "ui/dates.h"
#include "ui/draw-pictogram.h"
#include "ui/image.h"
#include "ui/qr-code.h"
#include "ui/typeset.h"

#define MM (72 / 25.4)

#define MARGIN (12 * MM)
#define RIGHT (SHEET_WIDTH - MARGIN)
#define WIDTH (SHEET_WIDTH - 2 * MARGIN)
#define FOOT_TOP (SHEET_HEIGHT - 17 * MM)
#define EMBLEM (22 * MM)
#define GAP (3 * MM)

/* A phone of 2012 reads modules of 0.5 mm at 30 cm; codes of short links are not smaller. */
#define MODULE_MIN (0.55 * MM)
#define CODE_SIDE (26 * MM)
#define CODE_COLUMN (30 * MM)
#define BIG_SIDE (125 * MM)

/* Type sizes in points. */
#define NAME 14
#define SMALL 10.5
#define FOOT 9
#define SECOND 0.8 /* of the first language's size */

/* As many as a page has room for; longer names are cut, and the code leads to the rest. */
enum { NAME_LINES_MAX = 30 };

struct canvas {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct sheet_set *set;
	bool drawing; /* false: only measuring */
	double y; /* the next free point */
};

/* ---- texts ---- */

static double put_at(struct canvas *canvas, const struct typeset_style *style, const char *text,
	double x, double y)
{
	return (canvas->drawing ? typeset_draw(canvas->cr, style, text, x, y)
				: typeset_measure(canvas->cr, style, text))
		.height_px;
}

/* A text below the last one, within x … right. */
static void put(struct canvas *canvas, double size, bool bold, enum align align, double x,
	double right, const char *text)
{
	const struct typeset_style style = {
		.size_px = size,
		.bold = bold,
		.align = align,
		.width_px = right - x,
		.lines_max = NAME_LINES_MAX,
		.balanced = align == ALIGN_CENTRE,
	};

	canvas->y += put_at(canvas, &style, text, x, canvas->y);
}

static const char *language(const struct canvas *canvas, int place)
{
	return phrases_language(canvas->phrases, (size_t)place);
}

/* How many languages the labels stand in. */
static int languages(const struct canvas *canvas)
{
	return canvas->set->second_language && *language(canvas, 1) ? 2 : 1;
}

/* A phrase with the number that it may have; heap. */
static char *words(const struct canvas *canvas, int place, const char *key, int count)
{
	char digits[12];

	(void)snprintf(digits, sizeof(digits), "%d", count);
	return phrases_fill(
		canvas->phrases, language(canvas, place), key, "count", digits, (char *)NULL);
}

/* A phrase in the first language, and smaller below it in the second. */
static void put_words(struct canvas *canvas, double size, bool bold, enum align align, double x,
	const char *key, int count)
{
	for (int place = 0; place < languages(canvas); place++) {
		_cleanup_free_ char *text = words(canvas, place, key, count);

		put(canvas, place == 0 ? size : size * SECOND, bold && place == 0, align, x, RIGHT,
			text);
	}
}

static void put_rule(struct canvas *canvas, double y, double thick)
{
	if (canvas->drawing) {
		cairo_set_source_rgb(canvas->cr, 0, 0, 0);
		cairo_rectangle(canvas->cr, MARGIN, y, WIDTH, thick);
		cairo_fill(canvas->cr);
	}
}

/* ---- the mark of what costs nothing online: a pictogram and words in a frame ---- */

/* The words of the mark, from x and canvas->y on; returns how wide they are. */
static double put_free_words(
	struct canvas *canvas, double size, double x, double width, const char *key, int count)
{
	double widest = 0;

	for (int place = 0; place < languages(canvas); place++) {
		_cleanup_free_ char *text = words(canvas, place, key, count);
		const struct typeset_style style = {
			.size_px = place == 0 ? size : size * SECOND,
			.bold = place == 0,
			.width_px = width,
			.lines_max = 3,
		};

		widest = MAX_OF(widest, typeset_measure(canvas->cr, &style, text).width_px);
		canvas->y += put_at(canvas, &style, text, x, canvas->y);
	}
	return widest;
}

/* Draws the mark from x on, or in the middle between x and the margin. */
static void put_free(
	struct canvas *canvas, double size, enum align align, double x, const char *key, int count)
{
	double side = size * 1.4, pad = size * 0.35, top = canvas->y + pad;
	double room = RIGHT - x - side - 4 * pad, width, height, left = x;
	struct canvas measured = *canvas;

	measured.drawing = false;
	measured.y = 0;
	width = put_free_words(&measured, size, 0, room, key, count) + side + 4 * pad;
	height = measured.y + 2 * pad;
	if (align == ALIGN_CENTRE) {
		left = x + (RIGHT - x - width) / 2;
	}
	if (canvas->drawing) {
		cairo_set_source_rgb(canvas->cr, 0, 0, 0);
		cairo_set_line_width(canvas->cr, 1.2);
		cairo_rectangle(canvas->cr, left, top, width, height);
		cairo_stroke(canvas->cr);
		draw_pictogram(canvas->cr, "online", left + pad, top + (height - side) / 2, side);
		canvas->y = top + pad;
		put_free_words(canvas, size, left + side + 2 * pad, room, key, count);
	}
	canvas->y = top + height;
}

/* ---- codes ---- */

static bool has_link(const char *link)
{
	return link && *link;
}

static double module_of(const char *link, double side, double module_min)
{
	double module = side / qr_code_modules(link);

	return module > module_min ? module : module_min;
}

/* Draws an entry's code from its corner on, or says that there is none; returns its height. */
static double put_code(struct canvas *canvas, const struct sheet_entry *entry, double top)
{
	const struct typeset_style style = {.size_px = FOOT, .width_px = CODE_SIDE};
	double module;

	if (!has_link(entry->link)) {
		return put_at(canvas, &style,
			phrases_get(canvas->phrases, language(canvas, 0), "sheets.no_link"), MARGIN,
			top);
	}
	module = module_of(entry->link, CODE_SIDE, MODULE_MIN);
	if (canvas->drawing) {
		cairo_set_source_rgb(canvas->cr, 0, 0, 0);
		qr_code_draw_modules(canvas->cr, entry->link, MARGIN, top, module);
	}
	return module * qr_code_modules(entry->link);
}

/* ---- a list ---- */

struct sheet_counts sheet_draw_counts(const struct sheet_set *set, const struct sheet *sheet)
{
	struct sheet_counts counts = {0};

	for (int i = 0; i < set->n_sectors; i++) {
		const struct sheet_sector *sector = &set->sectors[i];

		if (sheet->kind == SHEET_CENTRE || sheet->sector == i) {
			counts.all += sector->n_entries;
			for (int j = 0; j < sector->n_entries; j++) {
				counts.free_online += sector->entries[j].free_online;
			}
		}
	}
	return counts;
}

static void put_counts(
	struct canvas *canvas, double size, enum align align, double x, const struct sheet *sheet)
{
	struct sheet_counts counts = sheet_draw_counts(canvas->set, sheet);

	put_words(canvas, size, true, align, x, "sheets.count", counts.all);
	if (counts.free_online > 0) {
		put_free(canvas, size, align, x, "sheets.count_free", counts.free_online);
	}
}

static void put_list_head(struct canvas *canvas, const struct sheet *sheet)
{
	const struct sheet_sector *sector = &canvas->set->sectors[sheet->sector];
	double left = MARGIN;

	canvas->y = MARGIN;
	if (canvas->set->emblem) {
		const cairo_rectangle_t box = {MARGIN, MARGIN, EMBLEM, EMBLEM};

		if (canvas->drawing) {
			image_draw(canvas->cr, canvas->set->emblem, &box);
		}
		left += EMBLEM + 2 * GAP;
	}
	put(canvas, 12, false, ALIGN_LEFT, left, RIGHT, canvas->set->centre);
	put(canvas, 22, true, ALIGN_LEFT, left, RIGHT, sector->name);
	/* The other pages stay right when the number changes. */
	if (sheet->page == 1) {
		put_counts(canvas, 12, ALIGN_LEFT, left, sheet);
	}
	if (canvas->set->emblem) {
		canvas->y = MAX_OF(canvas->y, MARGIN + EMBLEM);
	}
	canvas->y += GAP;
	put_rule(canvas, canvas->y, 1.2);
	canvas->y += GAP;
}

static void put_entry(struct canvas *canvas, const struct sheet_entry *entry)
{
	double top = canvas->y, left = MARGIN + CODE_COLUMN;
	double code = put_code(canvas, entry, top);

	if (code > CODE_COLUMN) {
		left = MARGIN + code;
	}
	canvas->y += GAP / 2;
	put(canvas, NAME, true, ALIGN_LEFT, left, RIGHT, entry->name);
	if (*entry->code) {
		_cleanup_free_ char *text = phrases_fill(canvas->phrases, language(canvas, 0),
			"sheets.code", "code", entry->code, (char *)NULL);

		put(canvas, SMALL, false, ALIGN_LEFT, left, RIGHT, text);
	} else {
		put_words(canvas, SMALL, false, ALIGN_LEFT, left, "sheets.no_code", 0);
	}
	if (entry->free_online) {
		put_free(canvas, SMALL, ALIGN_LEFT, left, "sheets.free", 0);
	}
	canvas->y = MAX_OF(canvas->y + GAP / 2, top + code);
	put_rule(canvas, canvas->y, 0.4);
	canvas->y += GAP / 2;
}

int sheet_draw_count_fitting(cairo_t *cr, const struct phrases *phrases,
	const struct sheet_set *set, const struct sheet *sheet)
{
	const struct sheet_sector *sector = &set->sectors[sheet->sector];
	struct canvas canvas = {.cr = cr, .phrases = phrases, .set = set};
	int n = 0;

	put_list_head(&canvas, sheet);
	while (sheet->first + n < sector->n_entries) {
		put_entry(&canvas, &sector->entries[sheet->first + n]);
		if (n > 0 && canvas.y > FOOT_TOP) {
			break;
		}
		n++;
	}
	return n;
}

/* ---- one large code ---- */

static void put_big_head(struct canvas *canvas, const struct sheet_sector *sector)
{
	const struct sheet_set *set = canvas->set;

	canvas->y = MARGIN;
	if (set->emblem) {
		const cairo_rectangle_t box = {(SHEET_WIDTH - EMBLEM) / 2, MARGIN, EMBLEM, EMBLEM};

		image_draw(canvas->cr, set->emblem, &box);
		canvas->y += EMBLEM + GAP;
	}
	put(canvas, sector ? 16 : 26, true, ALIGN_CENTRE, MARGIN, RIGHT, set->centre);
	canvas->y += GAP;
	put_words(canvas, sector ? 16 : 22, false, ALIGN_CENTRE, MARGIN,
		sector ? "sheets.sector" : "sheets.centre", 0);
	if (sector) {
		const struct typeset_style style = {
			.size_px = 40,
			.size_min_px = 22,
			.bold = true,
			.align = ALIGN_CENTRE,
			.width_px = WIDTH,
			.lines_max = 3,
			.balanced = true,
		};

		canvas->y += put_at(canvas, &style, sector->name, MARGIN, canvas->y);
	}
}

/* What stands below the code, from canvas->y on. */
static void put_big_words(struct canvas *canvas, const struct sheet *sheet, const char *link)
{
	put_words(canvas, 22, true, ALIGN_CENTRE, MARGIN, "sheets.scan", 0);
	put(canvas, SMALL, false, ALIGN_CENTRE, MARGIN, RIGHT, link);
	canvas->y += GAP;
	put_counts(canvas, 18, ALIGN_CENTRE, MARGIN, sheet);
}

static void put_big(struct canvas *canvas, const struct sheet *sheet)
{
	const struct sheet_sector *sector =
		sheet->kind == SHEET_SECTOR ? &canvas->set->sectors[sheet->sector] : NULL;
	const char *link = sector ? sector->link : canvas->set->link;
	struct canvas below = *canvas;
	double side, room;

	put_big_head(canvas, sector);
	below.drawing = false;
	below.y = 0;
	put_big_words(&below, sheet, link);
	room = FOOT_TOP - GAP - below.y - canvas->y;
	side = MIN_OF(BIG_SIDE, room);
	canvas->y += (room - side) / 2;
	cairo_set_source_rgb(canvas->cr, 0, 0, 0);
	qr_code_draw_modules(canvas->cr, link, (SHEET_WIDTH - side) / 2, canvas->y,
		side / qr_code_modules(link));
	canvas->y += side;
	put_big_words(canvas, sheet, link);
}

/* ---- the foot ---- */

static void put_foot(struct canvas *canvas, const struct sheet *sheet)
{
	const struct sheet_set *set = canvas->set;
	_cleanup_free_ char *date = dates_day(canvas->phrases, language(canvas, 0), set->date);
	_cleanup_free_ char *printed = phrases_fill(
		canvas->phrases, language(canvas, 0), "sheets.printed", "date", date, (char *)NULL);
	_cleanup_free_ char *mark =
		text_printf("%s · %.*s", sheet->key, SHEET_MARK_LENGTH, sheet->hash);
	_cleanup_free_ char *line =
		text_printf("%s%s%s\n%s", printed, *set->version ? " · " : "", set->version, mark);
	double top = FOOT_TOP + 1.5 * MM;

	put_rule(canvas, FOOT_TOP, 0.8);
	canvas->y = top;
	put(canvas, FOOT, false, ALIGN_LEFT, MARGIN, RIGHT - 60 * MM, line);
	if (sheet->kind == SHEET_LIST) {
		char page[12], pages[12];
		_cleanup_free_ char *text = NULL;

		(void)snprintf(page, sizeof(page), "%d", sheet->page);
		(void)snprintf(pages, sizeof(pages), "%d", sheet->pages);
		text = phrases_fill(canvas->phrases, language(canvas, 0), "sheets.page", "page",
			page, "pages", pages, (char *)NULL);
		canvas->y = top;
		put(canvas, 12, true, ALIGN_RIGHT, RIGHT - 60 * MM, RIGHT, text);
	}
}

void sheet_draw(cairo_t *cr, const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet *sheet)
{
	struct canvas canvas = {.cr = cr, .phrases = phrases, .set = set, .drawing = true};
	const struct sheet_sector *sector = NULL;

	switch (sheet->kind) {
	case SHEET_CENTRE:
	case SHEET_SECTOR:
		put_big(&canvas, sheet);
		break;
	case SHEET_LIST:
		put_list_head(&canvas, sheet);
		sector = &set->sectors[sheet->sector];
		for (int i = 0; i < sheet->n; i++) {
			put_entry(&canvas, &sector->entries[sheet->first + i]);
		}
		break;
	}
	put_foot(&canvas, sheet);
}
