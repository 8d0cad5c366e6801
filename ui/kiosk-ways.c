/* SPDX-License-Identifier: Apache-2.0 */
/* The keys that lead elsewhere: to a list's other pages, to the look-up and to complaints. */
#include <math.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"

/* Millimetres. */
#define WAYS_ROW_FROM 103.0 /* of a page: a row of theirs leaves a list its highest entry */

/* ---- which ---- */

static bool chooses(const struct kiosk_view *view)
{
	return (view->page == KIOSK_GROUPS || view->page == KIOSK_SERVICES) && !*view->group;
}

void kiosk_find_ways(struct kiosk_builder *b)
{
	static const struct kiosk_way lookup = {
		"kiosk.lookup", "kiosk.lookup_brief", {KIOSK_TARGET_ACTION, LOOKUP_DO_START}};
	static const struct kiosk_way complaints = {
		"kiosk.complaints", "kiosk.complaints_brief", {KIOSK_TARGET_COMPLAINTS, 0}};
	const struct kiosk_view *view = b->view;
	bool idle = chooses(view) || view->page == KIOSK_STARTING || view->page == KIOSK_AWAY ||
		view->page == KIOSK_UNABLE || view->page == KIOSK_CLOSED;

	if (!b->lookup && view->lookup && idle) {
		b->ways[b->n_ways++] = lookup;
	}
	if (!b->lookup && view->complaints && chooses(view)) {
		b->ways[b->n_ways++] = complaints;
	}
	b->ways_in_row = b->low_screen && b->n_ways > 0 && chooses(view);
}

static const char *words_of(const struct kiosk_builder *b, int way, bool brief)
{
	return kiosk_phrase(b, brief ? b->ways[way].brief : b->ways[way].words);
}

/* ---- a row of their own ---- */

static double way_width(const struct kiosk_builder *b, double width)
{
	return MIN_OF((width + GAP * b->mm) / b->n_ways - GAP * b->mm, 130 * b->unit);
}

/* The height that the words need beside each other; HUGE_VAL: they have no room. */
static double ways_height(struct kiosk_builder *b, bool brief, double width)
{
	double room = way_width(b, width) - 2 * PAD * b->mm, highest = 0;

	for (int i = 0; i < b->n_ways; i++) {
		highest = MAX_OF(highest,
			room > 0 ? kiosk_text_height(b, words_of(b, i, brief), EM_BODY * b->unit,
					   true, room, 2)
				 : HUGE_VAL);
	}
	return highest;
}

/* In the lowest row, or in one of their own, where that leaves the page so many millimetres.
 * Returns whether there was room; then there is nothing left to place. */
static bool put_own_row(struct kiosk_builder *b, bool brief, double least)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 2, THEME_PAPER};
	struct kiosk_box row = b->low_row;
	double high;

	if (ways_height(b, brief, row.width) > kiosk_line_px(b, EM_BODY)) {
		high = MAX_OF(ways_height(b, brief, b->page.width) + PAD * b->mm, b->key);
		if (!isfinite(high) || b->page.height < least * b->mm + high - b->key) {
			return false;
		}
		row = kiosk_cut_bottom(&b->page, high, GAP * b->mm);
	}
	row.width = way_width(b, row.width);
	for (int i = 0; i < b->n_ways; i++) {
		kiosk_put_key_words(
			b, &row, RANK_SECOND, b->ways[i].target, &words, words_of(b, i, brief));
		row.x += row.width + GAP * b->mm;
	}
	b->n_ways = 0;
	return true;
}

/* In a column's or row's only free place. */
static void put_small_way(struct kiosk_builder *b)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 3, THEME_PAPER};
	struct kiosk_box box =
		b->low_row.width > 0 ? b->low_row : kiosk_cut_bottom(&b->page, b->key, GAP * b->mm);
	double room = box.width - PAD * b->mm;
	bool brief = kiosk_text_height(b, words_of(b, 0, false), EM_BODY * b->unit, true, room,
			     words.lines) > box.height;

	kiosk_put_key_words(b, &box, RANK_SECOND, b->ways[0].target, &words, words_of(b, 0, brief));
	b->n_ways = 0;
}

void kiosk_put_ways(struct kiosk_builder *b)
{
	bool list = chooses(b->view);

	if (b->n_ways == 0 || b->ways_in_row || (b->small && list)) {
		return;
	}
	if (b->small) {
		put_small_way(b);
	} else if (!put_own_row(b, false, list ? WAYS_ROW_FROM : 0) &&
		!put_own_row(b, true, list ? WAYS_ROW_FROM : 0)) {
		b->ways_in_row = list;
	}
}

/* ---- in the row of the keys that turn the pages ---- */

/* The width of a key with a text on one line. */
static double key_width(struct kiosk_builder *b, const char *text)
{
	return MAX_OF(kiosk_text_width(b, text, EM_BODY * b->unit, true) + (2 * PAD + 1) * b->mm,
		KIOSK_TARGET_MM * b->mm);
}

/* The same with the longer one of the words that turn pages. */
static double turn_width(struct kiosk_builder *b)
{
	return MAX_OF(key_width(b, kiosk_phrase(b, "kiosk.previous")),
		key_width(b, kiosk_phrase(b, "kiosk.more")));
}

static void put_ways_between(struct kiosk_builder *b, struct kiosk_box row)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_BRAND};
	double gap = GAP * b->mm, spare = row.width + gap, widths[KIOSK_WAYS_MAX] = {0}, longer;
	bool brief[KIOSK_WAYS_MAX] = {false};
	int n = MIN_OF(b->n_ways, KIOSK_WAYS_MAX);

	for (int i = 0; i < n; i++) {
		brief[i] = true;
		widths[i] = key_width(b, words_of(b, i, true));
		spare -= widths[i] + gap;
	}
	for (int i = 0; i < n; i++) { /* in all its words, where they have room */
		longer = key_width(b, words_of(b, i, false)) - widths[i];
		if (longer <= spare) {
			brief[i] = false;
			widths[i] += longer;
			spare -= longer;
		}
	}
	for (int i = 0; i < n; i++) {
		row.width = MIN_OF(widths[i] + spare / n, 130 * b->unit);
		kiosk_put_key_words(
			b, &row, RANK_SECOND, b->ways[i].target, &words, words_of(b, i, brief[i]));
		row.x += row.width + gap;
	}
}

static char *place_words(const struct kiosk_builder *b, int at, int pages)
{
	_cleanup_free_ char *page = text_printf("%d", at + 1), *of = text_printf("%d", pages);

	return phrases_fill(b->phrases, b->view->language, "kiosk.page_of", "page", page, "pages",
		of, (char *)NULL);
}

/* "Trang 2/7" in the middle of a row, on two lines where one has no room beside the keys. Returns
 * the width that it takes. */
static double put_place(struct kiosk_builder *b, const struct kiosk_box *row, int at, int pages)
{
	_cleanup_free_ char *text = place_words(b, at, pages);
	struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_INK};
	double room = row->width - 2 * turn_width(b);
	double width = kiosk_text_width(b, text, EM_BODY * b->unit, true) + 2 * GAP * b->mm;
	struct kiosk_box place = kiosk_inset(row, 0, -GAP / 2 * b->mm);

	if (width > room) {
		words.lines = 2;
		width = room;
	}
	place.x += (row->width - width) / 2;
	place.width = width;
	(void)kiosk_put(b, &place, &words, text);
	return width;
}

static void put_turn(struct kiosk_builder *b, const struct kiosk_box *box, int by)
{
	struct kiosk_words words = {EM_BODY, !b->small, ALIGN_CENTRE, 1, THEME_BRAND};

	kiosk_put_key_words(b, box, RANK_SECOND, (struct kiosk_target){KIOSK_TARGET_TURN, by},
		&words, kiosk_phrase(b, by < 0 ? "kiosk.previous" : "kiosk.more"));
}

void kiosk_put_turns(struct kiosk_builder *b, struct kiosk_box row, int at, int pages)
{
	double place_px = b->small ? GAP * b->unit : 0, width;
	struct kiosk_box left, right;

	if (b->ways_in_row && pages == 1) {
		put_ways_between(b, row);
		return;
	}
	if (b->ways_in_row) {
		width = turn_width(b);
	} else {
		place_px = b->small ? place_px : put_place(b, &row, at, pages);
		width = MIN_OF(60 * b->unit, (row.width - place_px) / 2);
	}
	left = (struct kiosk_box){row.x, row.y, width, row.height};
	right = (struct kiosk_box){row.x + row.width - width, row.y, width, row.height};
	if (at > 0) {
		put_turn(b, &left, -1);
	}
	if (at + 1 < pages) {
		put_turn(b, &right, 1);
	}
	if (b->ways_in_row) {
		row.x += width + GAP * b->mm;
		row.width -= 2 * (width + GAP * b->mm);
		put_ways_between(b, row);
	}
}

void kiosk_put_turn_beside(struct kiosk_builder *b, int at, int pages)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 2, THEME_BRAND};
	bool last = at + 1 == pages;

	kiosk_put_key_words(b, &b->low_row, RANK_SECOND,
		(struct kiosk_target){KIOSK_TARGET_TURN, last ? -at : 1}, &words,
		kiosk_phrase(b, last ? "kiosk.previous" : "kiosk.more"));
}

struct kiosk_box kiosk_put_place_beside(
	struct kiosk_builder *b, struct kiosk_box heading, const char *text, int at, int pages)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_RIGHT, 1, THEME_INK};
	_cleanup_free_ char *place = place_words(b, at, pages);
	double width = kiosk_text_width(b, place, EM_BODY * b->unit, true) + 1;
	double rest = heading.width - width - GAP * b->mm;
	struct kiosk_box box = heading;

	if (b->ways_in_row && pages > 1 &&
		kiosk_text_height(b, text, EM_BODY * b->unit, true, rest, 1) <= heading.height) {
		box.x += heading.width - width;
		box.width = width;
		(void)kiosk_put(b, &box, &words, place);
		heading.width = rest;
	}
	return heading;
}
