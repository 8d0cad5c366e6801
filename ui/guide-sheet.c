/* SPDX-License-Identifier: Apache-2.0 */
/*
 *     WHOSE GUIDE
 *     a sentence above all
 *     ┌───────────────────────────────┐
 *     │   the page, ① … ④ in it       │
 *     └───────────────────────────────┘
 *     ① Heading         ④ Heading
 *     • a step          • a step
 *     • a step          ⑤ Heading
 *     ② …               • …
 *     ─────────────────────────────────
 *     where else it can be read
 *
 * Parts are not divided; the first column ends where the longer of both is shortest. The type
 * shrinks until they fit. The same code measures and draws.
 */
#include "ui/guide-sheet.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "ui/image.h"
#include "ui/sheet-draw.h"
#include "ui/typeset.h"

#define MM (72 / 25.4)

#define MARGIN (12 * MM)
#define WIDTH (SHEET_WIDTH - 2 * MARGIN)
#define GUTTER (7 * MM)
#define COLUMN ((WIDTH - GUTTER) / 2)
#define FOOT_TOP (SHEET_HEIGHT - 18 * MM)
#define PICTURE_HEIGHT_MAX (92 * MM)
#define PICTURE_HEIGHT_MIN (50 * MM)
#define PICTURE_GAP (5 * MM)

#define TITLE 32
#define LEAD 14
#define FOOT 10
#define TYPE_STEP 0.25
#define TYPE_STEPS (int)((GUIDE_SHEET_TYPE_MAX - GUIDE_SHEET_TYPE_MIN) / TYPE_STEP)
#define TYPE_GOOD 12.5 /* smaller only where a small picture leaves no more room */

/* Black on white, as office printers have it. */
static const struct guide_tags tags = {
	"<b>", "</b>", "<span weight=\"bold\" background=\"#dedede\"> ", " </span>"};

struct canvas {
	cairo_t *cr;
	const struct guide_sheet *sheet;
	double type; /* of the steps */
	bool drawing; /* false: only measuring */
	double x, width; /* of what is put */
	double y; /* the next free point */
};

static double put_at(struct canvas *canvas, const struct typeset_style *style, const char *text,
	double x, double y)
{
	return (canvas->drawing ? typeset_draw(canvas->cr, style, text, x, y)
				: typeset_measure(canvas->cr, style, text))
		.height_px;
}

/* A text of the guide below the last one, its left edge so far from the column's. */
static void put(struct canvas *canvas, double size, bool bold, double indent, const char *key)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	const struct typeset_style style = {
		.size_px = size,
		.bold = bold,
		.width_px = canvas->width - indent,
		.markup = true,
	};

	guide_put(canvas->sheet->phrases, canvas->sheet->language, key, &tags, &text);
	canvas->y += put_at(canvas, &style, text.data, canvas->x + indent, canvas->y);
}

/* ---- parts ---- */

/* The number by which a part is found in the picture: white in a black disc. */
static void put_number(struct canvas *canvas, int part, double side)
{
	const struct typeset_style style = {
		.size_px = side * 0.68,
		.bold = true,
		.rgb = {1, 1, 1},
		.align = ALIGN_CENTRE,
	};
	const cairo_rectangle_t box = {
		canvas->x + side * 0.25, canvas->y + side * 0.25, side * 0.5, side * 0.5};
	char digits[12];

	if (!canvas->drawing) {
		return;
	}
	(void)snprintf(digits, sizeof(digits), "%d", part);
	cairo_set_source_rgb(canvas->cr, 0, 0, 0);
	cairo_arc(canvas->cr, canvas->x + side / 2, canvas->y + side / 2, side / 2, 0, 2 * M_PI);
	cairo_fill(canvas->cr);
	(void)typeset_draw_fitted(canvas->cr, &style, digits, &box);
}

static void put_part(struct canvas *canvas, int part)
{
	const struct guide_sheet *sheet = canvas->sheet;
	double heading = canvas->type * 1.15, indent = canvas->type * 0.95, top = canvas->y;
	char key[GUIDE_KEY_SIZE];

	put_number(canvas, part, heading * 1.3);
	guide_key(key, sheet->role, part, 0);
	put(canvas, heading, true, heading * 1.7, key);
	canvas->y = MAX_OF(canvas->y, top + heading * 1.4);
	for (int step = 1; guide_has(sheet->phrases, sheet->role, part, step); step++) {
		const struct typeset_style bullet = {.size_px = canvas->type};

		canvas->y += canvas->type * 0.18;
		(void)put_at(canvas, &bullet, "•", canvas->x + indent * 0.2, canvas->y);
		guide_key(key, sheet->role, part, step);
		put(canvas, canvas->type, false, indent, key);
	}
	canvas->y += canvas->type * 0.65;
}

static int count_parts(const struct guide_sheet *sheet)
{
	int n = 0;

	while (guide_has(sheet->phrases, sheet->role, n + 1, 0)) {
		n++;
	}
	return n;
}

/* How high a part is, in the present type. */
static double measure_part(const struct canvas *canvas, int part)
{
	struct canvas measured = *canvas;

	measured.drawing = false;
	measured.y = 0;
	measured.width = COLUMN;
	put_part(&measured, part);
	return measured.y;
}

/* The last part of the first column, by which the longer column is shortest; *ret: that length. */
static int divide_parts(const struct canvas *canvas, int n, double *ret)
{
	double height[GUIDE_PARTS_MAX], left = 0, right = 0;
	int best = n;

	for (int i = 0; i < n; i++) {
		height[i] = measure_part(canvas, i + 1);
		right += height[i];
	}
	*ret = right;
	for (int i = 0; i < n; i++) {
		left += height[i];
		right -= height[i];
		if (MAX_OF(left, right) < *ret) {
			*ret = MAX_OF(left, right);
			best = i + 1;
		}
	}
	return best;
}

/* How the parts are set, and how much the picture has of the room. */
struct fit {
	double type;
	int last; /* part of the first column */
	double picture; /* its height */
};

/* The largest type with which the parts fit below a picture that is so high at most; −EMSGSIZE:
 * they do not in the smallest. Good type is worth more than a large picture. */
static int fit_parts(const struct canvas *canvas, double picture_max, struct fit *ret)
{
	struct canvas tried = *canvas;
	double room = FOOT_TOP - canvas->y - (picture_max > 0 ? PICTURE_GAP : 0), length, rest;
	double least = MIN_OF(picture_max, PICTURE_HEIGHT_MIN);
	int n = count_parts(canvas->sheet);

	for (int step = 0; step <= TYPE_STEPS; step++) {
		tried.type = GUIDE_SHEET_TYPE_MAX - step * TYPE_STEP;
		ret->last = divide_parts(&tried, n, &length);
		ret->type = tried.type;
		rest = room - length;
		ret->picture = MAX_OF(least, MIN_OF(rest, picture_max));
		if (rest >= (tried.type > TYPE_GOOD ? picture_max : least)) {
			return 0;
		}
	}
	return -EMSGSIZE;
}

static void put_parts(struct canvas *canvas, const struct fit *fit)
{
	double top = canvas->y;

	canvas->type = fit->type;
	canvas->width = COLUMN;
	for (int part = 1; part <= count_parts(canvas->sheet); part++) {
		if (part == fit->last + 1) {
			canvas->x += COLUMN + GUTTER;
			canvas->y = top;
		}
		put_part(canvas, part);
	}
}

/* ---- the page ---- */

static void put_head(struct canvas *canvas)
{
	_cleanup_free_ char *title = text_printf("guide.%s.title", canvas->sheet->role);
	_cleanup_free_ char *lead = text_printf("guide.%s.lead", canvas->sheet->role);

	put(canvas, TITLE, true, 0, title);
	put(canvas, LEAD, false, 0, lead);
	canvas->y += 3 * MM;
}

static void put_picture(struct canvas *canvas, double height)
{
	cairo_rectangle_t box = {MARGIN, canvas->y, WIDTH, height};

	if (!canvas->sheet->picture) {
		return;
	}
	box = image_draw(canvas->cr, canvas->sheet->picture, &box);
	cairo_set_source_rgb(canvas->cr, 0, 0, 0);
	cairo_set_line_width(canvas->cr, 0.8);
	cairo_rectangle(canvas->cr, box.x, box.y, box.width, box.height);
	cairo_stroke(canvas->cr);
	canvas->y += height + PICTURE_GAP;
}

/* Its height when it is as large as a page has room for; 0: there is none. */
static double picture_max(const struct guide_sheet *sheet)
{
	return sheet->picture ? image_width_at(sheet->picture, WIDTH, PICTURE_HEIGHT_MAX) *
			cairo_image_surface_get_height(sheet->picture) /
			cairo_image_surface_get_width(sheet->picture)
			      : 0;
}

static void put_foot(struct canvas *canvas)
{
	cairo_set_source_rgb(canvas->cr, 0, 0, 0);
	cairo_rectangle(canvas->cr, MARGIN, FOOT_TOP, WIDTH, 0.8);
	cairo_fill(canvas->cr);
	canvas->x = MARGIN;
	canvas->width = WIDTH;
	canvas->y = FOOT_TOP + 1.5 * MM;
	put(canvas, FOOT, false, 0, "guide.foot");
}

int guide_sheet_draw(cairo_t *cr, const struct guide_sheet *sheet, double *ret_type)
{
	struct canvas canvas = {
		.cr = cr,
		.sheet = sheet,
		.drawing = true,
		.x = MARGIN,
		.width = WIDTH,
		.y = MARGIN,
	};
	struct fit fit;
	int r;

	put_head(&canvas);
	r = fit_parts(&canvas, picture_max(sheet), &fit);
	put_picture(&canvas, fit.picture);
	put_parts(&canvas, &fit);
	put_foot(&canvas);
	*ret_type = fit.type;
	return r;
}

static cairo_status_t add_bytes(void *out, const unsigned char *bytes, unsigned size)
{
	textbuf_add_bytes(out, bytes, size);
	return CAIRO_STATUS_SUCCESS;
}

DEFINE_CLEANUP(cairo_t *, cairo_destroy);

int guide_sheet_write_pdf(const struct guide_sheet *sheet, struct textbuf *out)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(add_bytes, out, SHEET_WIDTH, SHEET_HEIGHT);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	_cleanup_free_ char *title = text_printf("guide.%s.title", sheet->role);
	double type;
	int r;

	/* Else the file would have the time of its making. */
	cairo_pdf_surface_set_metadata(
		surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-01-01T00:00:00Z");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
		phrases_get(sheet->phrases, sheet->language, title));
	r = guide_sheet_draw(cr, sheet, &type);
	cairo_show_page(cr);
	cairo_surface_finish(surface);
	return cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS ? r : -EIO;
}
