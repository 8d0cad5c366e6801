/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's pages that say one thing: a number, or why there is none. */
#include <math.h>

#include "base/text.h"
#include "ui/dates.h"
#include "ui/kiosk-layout-internal.h"
#include "ui/kiosk-message.h"

/* Millimetres. */
#define NUMBER_MIN 30.0
#define QR_MIN 25.0 /* a side: modules of 0.6 mm */
#define SUBJECTS_MIN 75.0 /* the height of their list beside the official channel */
#define UPRIGHT_SUBJECTS_MIN 88.0 /* below it */

/* "Còn 3 người chờ trước, khoảng 15 phút", as far as it is known. */
static char *ahead_words(const struct kiosk_builder *b)
{
	const struct kiosk_view *view = b->view;
	_cleanup_free_ char *number = text_printf("%d", view->ahead);
	_cleanup_free_ char *ahead = NULL;
	_cleanup_free_ char *wait = NULL;

	if (view->ahead < 0) {
		return text_dup("");
	}
	ahead = view->ahead <= 1
		? text_dup(kiosk_phrase(
			  b, view->ahead == 0 ? "kiosk.ahead_none" : "kiosk.ahead_one"))
		: phrases_fill(b->phrases, view->language, "kiosk.ahead", "ahead", number, NULL);
	if (!kiosk_says_wait(view)) {
		return TAKE_PTR(ahead);
	}
	wait = dates_wait(b->phrases, view->language, view->wait_s);
	return text_printf("%s, %s", ahead, wait);
}

/* A QR code for a phone, where it leaves the number most of the page: on the right, on an upright
 * screen below. */
static void put_scan(struct kiosk_builder *b, struct kiosk_box *page)
{
	static const struct kiosk_words words = {EM_BODY, false, ALIGN_CENTRE, 3, THEME_INK};
	const char *scan = kiosk_phrase(b, "kiosk.scan");
	double gap = GAP * b->mm, words_px = 3 * kiosk_line_px(b, EM_BODY), side;
	struct kiosk_box code, text;

	side = b->upright ? MIN_OF(page->height * 0.4, page->width / 2)
			  : MIN_OF(page->width * 0.3, page->height - words_px - gap);
	if (!*b->view->url || side < QR_MIN * b->mm) {
		return;
	}
	if (b->upright) {
		text = kiosk_cut_bottom(page, side, gap);
		code = (struct kiosk_box){text.x, text.y, side, side};
		text.x += side + gap;
		text.width -= side + gap;
	} else {
		code = (struct kiosk_box){page->x + page->width - side, page->y + gap, side, side};
		text = (struct kiosk_box){code.x, code.y + side, side, words_px};
		page->width -= side + 2 * gap;
	}
	kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->view->url);
	/* A code says by itself what it is for; words that are cut say nothing. */
	if (isfinite(kiosk_text_height(b, scan, EM_BODY * b->unit, false, text.width, 3))) {
		(void)kiosk_put(b, &text, &words, scan);
	}
}

/* The same beside the number, without words. */
static void put_bare_scan(struct kiosk_builder *b, struct kiosk_box *page)
{
	double side = MIN_OF(page->width * 0.3, page->height);
	struct kiosk_box code = {page->x + page->width - side, page->y, side, side};

	if (*b->view->url && side >= QR_MIN * b->mm) {
		kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->view->url);
		page->width -= side + GAP * b->mm;
	}
}

/* Without a slip the number is to be noted; a key ends the page for the next visitor. */
static void put_note(struct kiosk_builder *b, struct kiosk_box *page, double em)
{
	static const struct kiosk_words done = {EM_STRONG, true, ALIGN_CENTRE, 1, THEME_PAPER};
	const char *note = b->small ? "kiosk.note_brief" : "kiosk.number_note";
	struct kiosk_box key, rest;
	double width = MIN_OF(60 * b->unit, page->width / 3), gap = GAP * b->mm;

	if (b->view->buttons_only) {
		kiosk_put_band(b, page, THEME_ALERT, em, note);
		return;
	}
	if (b->low_row.width > 0) {
		key = b->low_row;
		key.width = MIN_OF(key.width, 80 * b->unit);
		kiosk_put_band(b, page, THEME_ALERT, em, note);
	} else if (b->upright) {
		key = kiosk_cut_bottom(page, 1.2 * b->key, gap);
		kiosk_put_band(b, page, THEME_ALERT, em, note);
	} else {
		rest = *page;
		rest.width -= width + gap;
		kiosk_put_band(b, &rest, THEME_ALERT, em, note);
		key = kiosk_cut_bottom(page,
			MAX_OF(page->height - rest.height - gap / 2, KIOSK_TARGET_MM * b->mm), gap);
		key.x += key.width - width;
		key.width = width;
	}
	kiosk_put_key_words(b, &key, RANK_MAIN, (struct kiosk_target){KIOSK_TARGET_DONE, 0}, &done,
		kiosk_phrase(b, "kiosk.done"));
}

/* What a ticket's page does without, on a screen that is small for what it has to say. */
struct economy {
	bool no_free, small_type, no_title, no_scan, no_lane;
	bool no_service, one_wait; /* the slip says it */
};

/* "Miễn phí khi nộp trực tuyến: …", as on the slip; "" when there is nothing of that kind. */
static char *free_words(const struct kiosk_builder *b)
{
	_cleanup_free_ char *number = text_printf("%d", b->view->free_online);

	return b->view->free_online > 0
		? phrases_fill(b->phrases, b->view->language, "slip.free_online", "n", number, NULL)
		: text_dup("");
}

/* Returns the height that is left for the number. */
static double put_ticket_with(struct kiosk_builder *b, const struct economy *economy)
{
	const struct kiosk_view *view = b->view;
	double em = economy->small_type ? EM_BODY : EM_STRONG;
	struct kiosk_words quiet = {EM_HEADING, false, ALIGN_CENTRE, 1, THEME_INK};
	int lines = b->small ? 5 : 2;
	struct kiosk_words strong = {em, true, ALIGN_CENTRE, lines, THEME_INK};
	struct kiosk_words plain = {em, false, ALIGN_CENTRE, lines, THEME_INK};
	struct kiosk_words warned = {em, true, ALIGN_CENTRE, lines, THEME_ALERT};
	struct kiosk_words free_online = {EM_BODY, false, ALIGN_CENTRE, 2, THEME_INK};
	struct kiosk_words lane = {em, true, ALIGN_CENTRE, 1, THEME_PRIORITY};
	_cleanup_free_ char *ahead = ahead_words(b), *free_text = free_words(b);
	const char *late = b->small ? "kiosk.late_brief" : "wait.past_closing";
	bool scan = view->page == KIOSK_NUMBER && !economy->no_scan;
	struct kiosk_box page = b->page, title;
	struct kiosk_element *number;

	if (view->page == KIOSK_NUMBER) {
		put_note(b, &page, em);
	} else {
		kiosk_put_band(b, &page, view->page == KIOSK_TAKE ? THEME_GOOD : THEME_BRAND,
			economy->small_type ? EM_STRONG : EM_DISPLAY,
			view->page != KIOSK_TAKE
				? view->busy ? "kiosk.busy.title" : "kiosk.printing"
				: b->small ? "kiosk.take_brief"
					   : "kiosk.take");
	}
	if (scan && !b->upright && !b->small) {
		put_scan(b, &page);
	}
	kiosk_put_low(b, &page, &free_online, economy->no_free ? "" : free_text);
	kiosk_put_low(b, &page, &warned, view->past_closing ? kiosk_phrase(b, late) : "");
	kiosk_put_low(b, &page, &plain, economy->one_wait && view->past_closing ? "" : ahead);
	kiosk_put_low(b, &page, &lane, economy->no_lane ? "" : view->lane);
	kiosk_put_low(b, &page, &strong, economy->no_service ? "" : view->service);
	if (!economy->no_title) {
		title = kiosk_cut_top(&page, kiosk_line_px(b, EM_HEADING), 0);
		(void)kiosk_put(b, &title, &quiet, kiosk_phrase(b, "kiosk.number"));
	}
	if (scan && b->upright) {
		put_scan(b, &page);
	} else if (scan && b->small) {
		put_bare_scan(b, &page);
	}
	number = kiosk_add(b, KIOSK_ELEMENT_NUMBER, &page);
	number->text = text_dup(view->number);
	number->colour = THEME_BRAND;
	return page.height;
}

void kiosk_put_ticket(struct kiosk_builder *b)
{
	static const struct economy steps[] = {{0}, {.small_type = true},
		{.small_type = true, .no_free = true},
		{.small_type = true, .no_free = true, .no_title = true},
		{.small_type = true, .no_free = true, .no_title = true, .no_scan = true},
		{.small_type = true,
			.no_free = true,
			.no_title = true,
			.no_scan = true,
			.no_lane = true}};
	static const struct economy small_steps[] = {{.no_free = true},
		{.no_free = true, .small_type = true, .no_title = true},
		{.no_free = true,
			.small_type = true,
			.no_title = true,
			.no_lane = true,
			.one_wait = true},
		{.no_free = true,
			.small_type = true,
			.no_title = true,
			.no_lane = true,
			.no_service = true,
			.one_wait = true}};
	const struct economy *step = b->small ? small_steps : steps;
	size_t n = b->small ? ELEMENTS(small_steps) : ELEMENTS(steps);
	int before = b->layout->n;

	for (size_t i = 0; i < n; i++) {
		kiosk_take_back(b, before);
		if (put_ticket_with(b, &step[i]) >= NUMBER_MIN * b->unit) {
			return;
		}
	}
}

/* "Mở cửa lúc 07:30, Thứ Hai, 30/11/2026", where it is known. */
static char *opens_words(const struct kiosk_builder *b)
{
	const struct kiosk_view *view = b->view;
	_cleanup_free_ char *time = dates_minute(view->opens_minute);
	_cleanup_free_ char *day = NULL;

	if (!*view->opens_day) {
		return text_dup("");
	}
	day = dates_day(b->phrases, view->language, view->opens_day);
	return phrases_fill(b->phrases, view->language,
		view->opens_today ? "kiosk.opens_today" : "kiosk.opens", "time", time, "day", day,
		NULL);
}

/* The heights of a message's texts, one below the other, each not higher than its lines. */
static double stack(struct kiosk_builder *b, const struct kiosk_words *words,
	const char *const *texts, int n, double width, double *ret_heights)
{
	double sum = 0;

	for (int i = 0; i < n; i++) {
		ret_heights[i] = !*texts[i] ? 0
					    : kiosk_text_height(b, texts[i], words[i].em * b->unit,
						      words[i].bold, width, words[i].lines);
		sum += ret_heights[i];
	}
	return sum;
}

/* A message: about what ("" nothing in particular), what is the matter, what to do, when it opens;
 * in the largest type in which there is room for all of it. */
static void put_texts(struct kiosk_builder *b, const char *about, const char *title,
	const char *text, const char *opens)
{
	enum { ABOUT, TITLE, TEXT, OPENS, TEXTS };
	static const int spared[] = {TEXT, ABOUT, OPENS}; /* where there is no room */
	static const double ems[][2] = {{EM_DISPLAY * 1.25, EM_HEADING}, {EM_DISPLAY, EM_HEADING},
		{EM_HEADING, EM_STRONG}, {EM_STRONG, EM_BODY}, {EM_BODY, EM_BODY}};
	const char *texts[TEXTS] = {
		kiosk_question(b) ? kiosk_question(b) : about, title, text, opens};
	struct kiosk_box page = kiosk_inset(&b->page, b->page.width * 0.04, PAD * b->mm), box;
	struct kiosk_words words[TEXTS];
	double heights[TEXTS], gap = 0;
	int lines = b->small ? 5 : 3;

	for (size_t i = 0; i < ELEMENTS(ems); i++) {
		double large = ems[i][0], small = ems[i][1], sum;

		words[0] = (struct kiosk_words){small, true, ALIGN_CENTRE, lines,
			kiosk_question(b) ? THEME_ALERT : THEME_BRAND};
		words[1] = (struct kiosk_words){large, true, ALIGN_CENTRE, lines, THEME_INK};
		words[2] = (struct kiosk_words){
			small, false, ALIGN_CENTRE, MAX_OF(lines, 4), THEME_INK};
		words[3] = (struct kiosk_words){small, true, ALIGN_CENTRE, lines, THEME_INK};
		sum = stack(b, words, texts, TEXTS, page.width, heights);
		gap = (page.height - sum) / (TEXTS + 1);
		if (gap >= PAD * b->mm) {
			break;
		}
	}
	for (size_t i = 0; i < ELEMENTS(spared) && !(gap >= 0); i++) {
		texts[spared[i]] = "";
		gap = (page.height - stack(b, words, texts, TEXTS, page.width, heights)) /
			(TEXTS + 1);
	}
	if (!(gap >= 0)) { /* too much for any type: each gets its part, and is cut there */
		gap = 0;
		for (int i = 0; i < TEXTS; i++) {
			heights[i] = page.height / TEXTS;
		}
	}
	gap = MIN_OF(gap, ROW_MAX / 2 * b->unit);
	(void)kiosk_cut_top(&page,
		MAX_OF((page.height - heights[0] - heights[1] - heights[2] - heights[3] - 3 * gap) /
				2,
			0),
		0);
	for (int i = 0; i < TEXTS; i++) {
		box = kiosk_cut_top(&page, heights[i], gap);
		(void)kiosk_put(b, &box, &words[i], texts[i]);
	}
}

void kiosk_put_message(struct kiosk_builder *b)
{
	const struct kiosk_view *view = b->view;
	struct kiosk_message message = kiosk_message_of(view);
	_cleanup_free_ char *opens = message.opens ? opens_words(b) : text_dup("");

	if (message.text) {
		put_texts(b, message.about ? view->service : "", kiosk_phrase(b, message.title),
			kiosk_phrase(b, message.text), opens);
	} else { /* what it is about stands below, smaller */
		put_texts(b, "", kiosk_phrase(b, message.title), view->service, "");
	}
}

bool kiosk_put_official(struct kiosk_builder *b, struct kiosk_box *page)
{
	static const struct kiosk_words words = {EM_BODY, false, ALIGN_CENTRE, 8, THEME_INK};
	const char *name = b->view->official_name;
	double gap = GAP * b->mm, side = OFFICIAL_QR * b->unit;
	double width = b->upright ? page->width - side - gap : side, high, rest;
	struct kiosk_box code, text;

	high = kiosk_text_height(b, name, EM_BODY * b->unit, false, width, words.lines);
	if (!b->upright && high > page->height - side) {
		width = page->width * 0.4;
		high = kiosk_text_height(b, name, EM_BODY * b->unit, false, width, words.lines);
	}
	rest = page->height - (b->upright ? MAX_OF(side, high) + gap : 0);
	if (!*b->view->official || b->small ||
		rest < (b->upright ? UPRIGHT_SUBJECTS_MIN : SUBJECTS_MIN) * b->mm ||
		(!b->upright && high > page->height - side)) {
		return false;
	}
	if (b->upright) {
		text = kiosk_cut_top(page, MAX_OF(side, high), gap);
		code = (struct kiosk_box){text.x, text.y, side, side};
		text.x += side + gap;
		text.width = width;
	} else {
		text = (struct kiosk_box){
			page->x + page->width - width, page->y + side, width, high + 1};
		code = (struct kiosk_box){text.x + (width - side) / 2, page->y, side, side};
		page->width -= width + gap;
	}
	kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->view->official);
	(void)kiosk_put(b, &text, &words, name);
	return true;
}

void kiosk_put_official_page(struct kiosk_builder *b, const struct kiosk_box *area)
{
	struct kiosk_words words = {EM_BODY, b->small, ALIGN_LEFT, 8, THEME_INK};
	double side = MIN_OF(MIN_OF(area->height, area->width / 2), OFFICIAL_QR * b->unit);
	struct kiosk_box code = {area->x, area->y, side, side};
	struct kiosk_box text = {area->x + side + GAP * b->mm, area->y,
		area->width - side - GAP * b->mm, area->height};
	_cleanup_free_ char *name = NULL;

	if (b->small) {
		words.lines = (int)(text.height / kiosk_line_px(b, EM_BODY));
		name = kiosk_shortened(b, b->view->official_name, EM_BODY, text.width, words.lines);
	}
	kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->view->official);
	(void)kiosk_put(b, &text, &words, name ? name : b->view->official_name);
}
