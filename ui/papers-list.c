/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What to bring comes first and takes what paper the rest leaves it: fees, deadline and place are
 * never left out for one more paper.
 *
 *     GIẤY TỜ CẦN MANG
 *     the procedure's name
 *     code
 *     - - - - - - - - - -
 *     [ ] a paper
 *         1 original, 2 copies
 *     [ ] …
 *     and 3 more papers
 *     - - - - - - - - - -
 *     fees, each channel; who pays less
 *     deadline, place
 *     - - - - - - - - - -
 *     [CÒN NỮA: quét mã]     or what the code is for
 *           ██ QR ██
 *     the centre, the date
 */
#include "ui/papers-list.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "ui/dots.h"
#include "ui/image.h"
#include "ui/qr-code.h"
#include "ui/roll.h"

enum {
	HEIGHT_MAX = 5000, /* more than PAPERS_LENGTH_MAX_MM at any resolution */
	MODULE_MIN_DOTS = 4,
	/* Longer texts are cut, and the code leads to the rest. */
	NAME_LINES_MAX = 8,
	PAPER_LINES_MAX = 7,
	TEXT_LINES_MAX = 5,
};

/* Millimetres. Letters of 3.8 mm are read without glasses by most. */
#define MARGIN 2.0
#define BODY_WIDE 4.2
#define BODY_NARROW 3.8
#define MODULE 0.6
#define SMALL 0.85 /* of the body: what is not needed to gather papers */

/* How many lines of who pays less are printed: all or none, because whoever stands in the part that
 * is cut would take it that they pay. Tried in this order, when the paper is too short. */
static const int exempt_lines[] = {12, 6, 0};

struct page {
	struct roll roll;
	const struct phrases *phrases;
	const struct papers_list *list;
	int modules; /* of the QR code, its quiet zone included; 0 none */
	int module_dots;
	int n_papers; /* to print */
	int exempt_lines_max;
	bool cut; /* something is left to the code */
};

DEFINE_CLEANUP(cairo_t *, cairo_destroy);

static const char *phrase(const struct page *page, const char *key)
{
	return phrases_get(page->phrases, page->list->language, key);
}

/* A phrase with a number; heap. */
static char *phrase_count(const struct page *page, const char *key, int count)
{
	char digits[12];

	(void)snprintf(digits, sizeof(digits), "%d", count);
	return phrases_fill(
		page->phrases, page->list->language, key, "count", digits, (char *)NULL);
}

/* Adds a text that is cut after some lines, indented by some dots. */
static void put_text(
	struct page *page, double ratio, bool bold, double indent, int lines_max, const char *text)
{
	struct roll *roll = &page->roll;
	struct typeset_style style = roll_style(roll, ratio, bold, ALIGN_LEFT);
	struct typeset_extents extents;

	style.width_px -= indent;
	style.lines_max = lines_max;
	style.balanced = false;
	extents = roll_draw(roll, &style, text, roll->left + indent, roll->y);
	page->cut |= extents.cut;
	roll->y = ceil(roll->y + extents.height_px);
}

/* ---- the parts ---- */

static void put_head(struct page *page)
{
	const struct papers_list *list = page->list;

	roll_skip(&page->roll, MARGIN);
	roll_put(&page->roll, 1, true, ALIGN_CENTRE, phrase(page, "papers.title"));
	roll_skip(&page->roll, 1);
	put_text(page, 1.15, true, 0, NAME_LINES_MAX, list->name);
	if (*list->code) {
		_cleanup_free_ char *code = phrases_fill(page->phrases, list->language,
			"sheets.code", "code", list->code, (char *)NULL);

		put_text(page, SMALL, false, 0, 2, code);
	}
	if (list->free_online) {
		roll_skip(&page->roll, 1);
		roll_put_framed(&page->roll, SMALL, phrase(page, "sheets.free"));
		roll_skip(&page->roll, 0.5);
	}
	roll_put_dashes(&page->roll);
}

/* "1 original, 2 copies"; heap, NULL not known. */
static char *count_words(const struct page *page, const struct papers_paper *paper)
{
	_cleanup_free_ char *originals = phrase_count(page,
		paper->originals == 1 ? "papers.original" : "papers.originals", paper->originals);
	_cleanup_free_ char *copies = phrase_count(
		page, paper->copies == 1 ? "papers.copy" : "papers.copies", paper->copies);

	if (paper->originals > 0 && paper->copies > 0) {
		return text_printf("%s, %s", originals, copies);
	}
	return paper->originals > 0 ? TAKE_PTR(originals)
		: paper->copies > 0 ? TAKE_PTR(copies)
				    : NULL;
}

/* A paper behind a box to tick. */
static void put_paper(struct page *page, const struct papers_paper *paper)
{
	const int thick_dots = 3;
	struct roll *roll = &page->roll;
	double side = round(roll->body), indent = ceil(side + 1.5 * roll->mm);
	_cleanup_free_ char *counts = count_words(page, paper);

	if (roll->drawing) {
		cairo_rectangle(roll->cr, roll->left + thick_dots / 2.0,
			ceil(roll->y + 0.25 * roll->body) + thick_dots / 2.0, side - thick_dots,
			side - thick_dots);
		cairo_set_line_width(roll->cr, thick_dots);
		cairo_stroke(roll->cr);
	}
	put_text(page, 1, false, indent, PAPER_LINES_MAX, paper->name);
	if (counts) {
		put_text(page, SMALL, true, indent, 1, counts);
	}
	roll_skip(roll, 1.2);
}

static void put_papers(struct page *page)
{
	const struct papers_list *list = page->list;

	for (int i = 0; i < page->n_papers; i++) {
		put_paper(page, &list->papers[i]);
	}
	if (page->n_papers < list->n_papers) {
		_cleanup_free_ char *more =
			phrase_count(page, "papers.more_papers", list->n_papers - page->n_papers);

		page->cut = true;
		put_text(page, 1, true, 0, 2, more);
	} else if (list->n_papers == 0) {
		put_text(page, 1, false, 0, TEXT_LINES_MAX, phrase(page, "papers.ask"));
	}
	roll_put_dashes(&page->roll);
}

static void put_exempt(struct page *page, const char *exempt)
{
	_cleanup_free_ char *text = NULL;
	struct typeset_style style = roll_style(&page->roll, 1, false, ALIGN_LEFT);

	if (!exempt || !*exempt) {
		put_text(page, 1, false, 0, TEXT_LINES_MAX,
			phrase(page, exempt ? "papers.exempt_none" : "papers.exempt_ask"));
		return;
	}
	text = phrases_fill(
		page->phrases, page->list->language, "papers.exempt", "text", exempt, (char *)NULL);
	style.balanced = false;
	if (typeset_measure(page->roll.cr, &style, text).lines > page->exempt_lines_max) {
		page->cut = true;
		put_text(page, 1, true, 0, TEXT_LINES_MAX, phrase(page, "papers.exempt_more"));
	} else {
		put_text(page, 1, false, 0, page->exempt_lines_max, text);
	}
}

static const char *amount_of(const struct page *page, const struct papers_fee *fee)
{
	return fee->free_of_charge ? phrase(page, "papers.no_fee")
		: fee->fee         ? fee->fee
				   : phrase(page, "papers.fee_ask");
}

/* Whether two fees have the same exemptions, which are then printed once, below the last. */
static bool same_exempt(const struct papers_fee *one, const struct papers_fee *other)
{
	if (one->free_of_charge || other->free_of_charge || !one->exempt || !other->exempt) {
		return one->free_of_charge == other->free_of_charge && one->exempt == other->exempt;
	}
	return strcmp(one->exempt, other->exempt) == 0;
}

static void put_fees(struct page *page)
{
	static const char *const channels[PAPERS_CHANNELS] = {
		[PAPERS_DIRECT] = "papers.direct",
		[PAPERS_ONLINE] = "papers.online",
		[PAPERS_POST] = "papers.post",
	};
	const struct papers_list *list = page->list;

	put_text(page, SMALL, false, 0, 1, phrase(page, "papers.fee"));
	if (list->n_fees == 0) {
		put_text(page, 1, true, 0, TEXT_LINES_MAX, phrase(page, "papers.fee_ask"));
	}
	for (int i = 0; i < list->n_fees; i++) {
		const struct papers_fee *fee = &list->fees[i];
		_cleanup_free_ char *line = text_printf(
			"%s: %s", phrase(page, channels[fee->channel]), amount_of(page, fee));
		bool last = i + 1 == list->n_fees || !same_exempt(fee, fee + 1);

		put_text(page, 1, true, 0, TEXT_LINES_MAX, line);
		if (last && !fee->free_of_charge) {
			put_exempt(page, fee->exempt);
		}
	}
	roll_skip(&page->roll, 1.5);
}

static void put_fact(struct page *page, const char *key, const char *text)
{
	if (text && *text) {
		put_text(page, SMALL, false, 0, 1, phrase(page, key));
		put_text(page, 1, true, 0, TEXT_LINES_MAX, text);
		roll_skip(&page->roll, 1.5);
	}
}

static void put_code(struct page *page)
{
	struct roll *roll = &page->roll;
	double side = page->modules * page->module_dots;

	if (page->cut) {
		roll_put_framed(roll, 1,
			phrase(page, page->modules > 0 ? "papers.more" : "papers.more_ask"));
		roll_skip(roll, 1);
	} else if (page->modules > 0) {
		roll_put(roll, SMALL, false, ALIGN_CENTRE, phrase(page, "papers.scan"));
	}
	if (page->modules > 0) {
		if (roll->drawing) {
			qr_code_draw_modules(roll->cr, page->list->url,
				floor(roll->left + (roll->width - side) / 2), roll->y,
				page->module_dots);
		}
		roll->y += side;
	}
}

static void put_tail(struct page *page)
{
	put_code(page);
	roll_put(&page->roll, SMALL, true, ALIGN_CENTRE, page->list->centre);
	if (page->list->date && *page->list->date) {
		roll_put(&page->roll, SMALL, false, ALIGN_CENTRE, page->list->date);
	}
	roll_skip(&page->roll, MARGIN);
}

/* ---- how much of it fits ---- */

/* Sets the page with so many papers; returns its height in dots. */
static int set_page(struct page *page, bool drawing, int n_papers)
{
	page->roll.drawing = drawing;
	page->roll.y = 0;
	page->n_papers = n_papers;
	page->cut = false;
	cairo_set_source_rgb(page->roll.cr, 0, 0, 0);
	put_head(page);
	put_papers(page);
	put_fees(page);
	put_fact(page, "papers.deadline", page->list->deadline);
	put_fact(page, "papers.where", page->list->where);
	roll_put_dashes(&page->roll);
	put_tail(page);
	return (int)ceil(page->roll.y);
}

/* The greatest number of papers with which the page is no longer than it may be. */
static int fit_papers(struct page *page, int height_max)
{
	int low = 0, high = page->list->n_papers;

	if (set_page(page, false, high) <= height_max) {
		return high;
	}
	while (low + 1 < high) {
		int middle = low + (high - low) / 2;

		if (set_page(page, false, middle) <= height_max) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return low;
}

/* Chooses how much is printed, and draws it; returns its height in dots. */
static int draw_page(struct page *page)
{
	int height_max = (int)(PAPERS_LENGTH_MAX_MM * page->roll.mm);
	int half = MIN_OF(page->list->n_papers, 3);

	for (size_t i = 0; i < ELEMENTS(exempt_lines); i++) {
		page->exempt_lines_max = exempt_lines[i];
		if (set_page(page, false, half) <= height_max) {
			break;
		}
	}
	return set_page(page, true, fit_papers(page, height_max));
}

static void choose_code(struct page *page)
{
	const char *url = page->list->url;
	int modules = url && *url ? qr_code_modules(url) : 0;
	int room = modules > 0 ? (int)(page->roll.width / modules) : 0;

	if (modules > 0 && room < MODULE_MIN_DOTS) {
		log_warning(FAULT_SITE, "a procedure's link is too long for the paper");
		return;
	}
	page->modules = modules;
	page->module_dots = (int)MAX_OF(MODULE_MIN_DOTS, round(MODULE * page->roll.mm));
	page->module_dots = MIN_OF(page->module_dots, MAX_OF(room, MODULE_MIN_DOTS));
}

static struct page page_of(
	const struct phrases *phrases, const struct papers_list *list, int width_dots, int dpi)
{
	struct page page = {.phrases = phrases, .list = list, .roll = {.mm = dpi / 25.4}};
	struct roll *roll = &page.roll;
	bool wide = width_dots / roll->mm >= ROLL_WIDE_PAPER;

	roll->left = ceil(MARGIN * roll->mm);
	roll->width = width_dots - 2 * roll->left;
	roll->body = round((wide ? BODY_WIDE : BODY_NARROW) * roll->mm);
	return page;
}

int papers_list_render(const struct phrases *phrases, const struct papers_list *list,
	int width_dots, int dpi, struct bitmap **ret, bool *ret_whole)
{
	_cleanup_(cairo_surface_destroyp) cairo_surface_t *surface = NULL;
	_cleanup_(cairo_destroyp) cairo_t *cr = NULL;
	struct page page;
	int height;

	if (!roll_is_known(width_dots, dpi) || list->n_fees > PAPERS_CHANNELS) {
		return -EINVAL;
	}
	page = page_of(phrases, list, width_dots, dpi);
	choose_code(&page);
	surface = cairo_image_surface_create(CAIRO_FORMAT_A8, width_dots, HEIGHT_MAX);
	cr = cairo_create(surface);
	page.roll.cr = cr;
	height = MIN_OF(draw_page(&page), HEIGHT_MAX);
	cairo_surface_flush(surface);
	*ret = dots_of_surface(surface, width_dots, height);
	if (ret_whole) {
		*ret_whole = !page.cut;
	}
	return 0;
}
