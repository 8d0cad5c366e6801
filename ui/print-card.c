/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/print-card.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/dots.h"
#include "ui/qr-code.h"
#include "ui/roll.h"
#include "ui/typeset.h"

enum {
	HEIGHT_MAX = 3000,
	GREYS = 4,
	COMB_STEPS = 4,
};

/* Millimetres. */
#define BODY 3.0
#define BODY_NARROW 2.6
#define MODULE 0.6
#define MARGIN 1.5 /* of texts; test patterns go to the edges */

struct card {
	const struct phrases *phrases;
	const struct print_card *print;
	cairo_t *cr;
	double mm; /* dots */
	double body; /* the em of ordinary text, in dots */
	double y; /* the next free dot */
};

DEFINE_CLEANUP(cairo_t *, cairo_destroy);
DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

static void skip(struct card *card, double mm)
{
	card->y = ceil(card->y + mm * card->mm);
}

static void box(struct card *card, double x, double y, double width, double height)
{
	cairo_rectangle(card->cr, x, y, width, height);
	cairo_fill(card->cr);
}

/* Draws a text from x on within width (0: the rest of the paper); returns its height. */
static double put(struct card *card, double ratio, bool bold, enum align align, double x,
	double width, const char *text)
{
	struct typeset_style style = {
		.size_px = card->body * ratio,
		.bold = bold,
		.align = align,
		.width_px = width > 0 ? width : card->print->width_dots - x,
	};

	return typeset_draw(card->cr, &style, text, x, card->y).height_px;
}

static void put_line(struct card *card, double ratio, bool bold, enum align align, const char *text)
{
	double margin = ceil(MARGIN * card->mm);

	card->y = ceil(card->y +
		put(card, ratio, bold, align, margin, card->print->width_dots - 2 * margin, text));
}

static const char *phrase(const struct card *card, int place, const char *key)
{
	return phrases_get(card->phrases, phrases_language(card->phrases, place), key);
}

/* Draws a phrase in the first language, and smaller below it in the second. */
static void put_phrase(struct card *card, double ratio, bool bold, const char *key)
{
	const char *first = phrase(card, 0, key);
	const char *second = phrase(card, 1, key);

	put_line(card, ratio, bold, ALIGN_LEFT, first);
	if (strcmp(first, second) != 0) {
		put_line(card, ratio * 0.8, false, ALIGN_LEFT, second);
	}
}

/* ---- the parts ---- */

static void put_head(struct card *card)
{
	put_line(card, 1.5, true, ALIGN_CENTRE, phrase(card, 0, "card.title"));
	put_line(card, 0.9, false, ALIGN_CENTRE, phrase(card, 1, "card.title"));
	skip(card, 1);
	put_line(card, 1.2, true, ALIGN_CENTRE, card->print->title);
	if (*card->print->time) {
		put_line(card, 0.9, false, ALIGN_CENTRE, card->print->time);
	}
	skip(card, 1.5);
}

/* Millimetres from the left edge; the two end marks are the very first and last dot. */
static void put_ruler(struct card *card)
{
	int width = card->print->width_dots;
	double top = card->y, long_mark = ceil(4 * card->mm), label = top + long_mark + 2;

	box(card, 0, top, width, 2);
	box(card, 0, top, 1, long_mark * 2);
	box(card, width - 1, top, 1, long_mark * 2);
	for (int mm = 1; mm * card->mm < width - 1; mm++) {
		double length = mm % 10 == 0 ? 4 : mm % 5 == 0 ? 2.8 : 1.6;

		box(card, round(mm * card->mm), top, mm % 10 == 0 ? 2 : 1, ceil(length * card->mm));
	}
	card->y = label;
	for (int mm = 10; (mm + 2) * card->mm < width; mm += 10) {
		_cleanup_free_ char *text = text_printf("%d", mm);

		put(card, 0.8, false, ALIGN_CENTRE, mm * card->mm - 4 * card->mm, 8 * card->mm,
			text);
	}
	card->y = top + long_mark * 2;
	skip(card, 0.5);
	put_phrase(card, 1, false, "card.edges");
	skip(card, 1.5);
}

/* Every second dot, then every dot: a worn head shows white lines, a weak supply grey. */
static void put_greys(struct card *card)
{
	int width = card->print->width_dots, height = (int)ceil(6 * card->mm);
	int left = 0;

	for (int grey = 1; grey <= GREYS; grey++) {
		int right = width * grey / GREYS;

		for (int y = 0; y < height; y++) {
			for (int x = left; x < right; x++) {
				static const int order[4] = {0, 2, 3, 1};

				if (order[(y % 2) * 2 + x % 2] < grey) {
					cairo_rectangle(card->cr, x, card->y + y, 1, 1);
				}
			}
		}
		left = right;
	}
	cairo_fill(card->cr);
	card->y += height;
	skip(card, 0.5);
	put_phrase(card, 1, false, "card.greys");
	skip(card, 1.5);
}

/* Vertical lines of one to four dots. */
static void put_combs(struct card *card)
{
	int width = card->print->width_dots, height = (int)ceil(4 * card->mm);

	for (int dots = 1; dots <= COMB_STEPS; dots++) {
		int left = width * (dots - 1) / COMB_STEPS, right = width * dots / COMB_STEPS;

		for (int x = left; x + dots <= right - 2 * dots; x += 2 * dots) {
			box(card, x, card->y, dots, height);
		}
	}
	card->y += height;
	skip(card, 0.5);
	put_phrase(card, 1, false, "card.lines");
	skip(card, 1.5);
}

static void put_text(struct card *card)
{
	put_line(card, 1.1, true, ALIGN_LEFT, phrase(card, 0, "card.letters"));
	put_line(card, 1.1, false, ALIGN_LEFT, phrase(card, 0, "card.letters"));
	put_line(card, 4, true, ALIGN_CENTRE, "A012");
}

static void put_code(struct card *card)
{
	int modules = *card->print->code ? qr_code_modules(card->print->code) : 0;
	int module = (int)MAX_OF(4, round(MODULE * card->mm)), width = card->print->width_dots;

	if (modules > 0 && modules * module <= width) {
		qr_code_draw_modules(card->cr, card->print->code,
			floor((width - modules * module) / 2.0), card->y, module);
		card->y += modules * module;
	}
}

static void put_facts(struct card *card)
{
	double margin = ceil(MARGIN * card->mm);
	double half = floor(card->print->width_dots * 0.42);

	for (int i = 0; i < card->print->n_facts; i++) {
		const char *key = card->print->facts[i].key;
		double left = put(card, 0.9, false, ALIGN_LEFT, margin, half - margin,
			strncmp(key, "card.", 5) == 0 ? phrase(card, 0, key) : key);
		double right =
			put(card, 0.9, true, ALIGN_LEFT, half, 0, card->print->facts[i].value);

		card->y = ceil(card->y + MAX_OF(left, right));
	}
	skip(card, 1);
}

static void put_answers(struct card *card)
{
	double margin = ceil(MARGIN * card->mm);
	double half = floor(card->print->width_dots * 0.42);

	if (card->print->n_answers == 0) {
		return;
	}
	put_phrase(card, 1, true, "card.answers");
	for (int i = 0; i < card->print->n_answers; i++) {
		const char *key =
			card->print->answers[i].answered ? "card.answered" : "card.silent";

		(void)put(card, 0.9, false, ALIGN_LEFT, margin, half - margin,
			card->print->answers[i].question);
		card->y = ceil(
			card->y + put(card, 0.9, true, ALIGN_LEFT, half, 0, phrase(card, 0, key)));
	}
	skip(card, 1.5);
}

/* The last line: shows the distance from it to the cut. */
static void put_end(struct card *card)
{
	put_phrase(card, 1, false, "card.end");
	skip(card, 1);
	box(card, 0, card->y, card->print->width_dots, 3);
	card->y += 3;
}

static void put_test(struct card *card)
{
	put_head(card);
	put_ruler(card);
	put_greys(card);
	put_combs(card);
	put_text(card);
	put_code(card);
	put_facts(card);
	put_answers(card);
	put_end(card);
}

/* One fact below the other: addresses are long. */
static void put_plain(struct card *card)
{
	put_line(card, 1.5, true, ALIGN_CENTRE, phrase(card, 0, "card.setup"));
	put_line(card, 0.9, false, ALIGN_CENTRE, phrase(card, 1, "card.setup"));
	put_line(card, 1.1, true, ALIGN_CENTRE, card->print->title);
	put_line(card, 0.9, false, ALIGN_CENTRE, card->print->time);
	skip(card, 2);
	for (int i = 0; i < card->print->n_facts; i++) {
		put_line(card, 0.9, false, ALIGN_LEFT, phrase(card, 0, card->print->facts[i].key));
		put_line(card, 1.1, true, ALIGN_LEFT, card->print->facts[i].value);
		skip(card, 1);
	}
	put_phrase(card, 1, false, "card.help");
	skip(card, 1);
}

int print_card_render(
	const struct phrases *phrases, const struct print_card *card, struct bitmap **ret)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = NULL;
	_cleanup_(cairo_destroyp) cairo_t *cr = NULL;
	struct card draw = {.phrases = phrases, .print = card, .mm = card->dpi / 25.4};

	if (!roll_is_known(card->width_dots, card->dpi)) {
		return -EINVAL;
	}
	surface = cairo_image_surface_create(CAIRO_FORMAT_A8, card->width_dots, HEIGHT_MAX);
	cr = cairo_create(surface);
	draw.cr = cr;
	draw.body = round(
		(card->width_dots / draw.mm < ROLL_WIDE_PAPER ? BODY_NARROW : BODY) * draw.mm);
	if (card->plain) {
		put_plain(&draw);
	} else {
		put_test(&draw);
	}
	cairo_surface_flush(surface);
	*ret = dots_of_surface(surface, card->width_dots, (int)MIN_OF(draw.y, HEIGHT_MAX));
	return 0;
}
