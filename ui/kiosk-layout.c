/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kiosk-layout.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/dates.h"
#include "ui/kiosk-layout-internal.h"

/* Millimetres. */
#define BAR (KIOSK_TARGET_MM + 5)
#define SCALE_FROM 190.0 /* a shorter side of this many millimetres */
#define SCALE_MAX 1.8
#define SHORTER_SIDE 170.0 /* of a screen whose size nobody has given */
#define TITLED_BELOW 150.0 /* the same: the look-up's titles are in the bar */
#define SMALL_BELOW 110.0 /* a shorter side of this many millimetres has room for a bar */
#define SMALL_MARGIN 3.0
#define LANGUAGE 52.0 /* the width of a language's key */
#define SMALL_COLUMN 32.0
/* So much of a page is not lowered any more: on a small screen a long name needs it. */
#define LOWERED_MIN 66.0
#define SMALL_LOWERED_MIN 80.0

DEFINE_CLEANUP(cairo_t *, cairo_destroy);

struct kiosk_size kiosk_size_of(int width, int height, double diagonal_inch, int top_mm)
{
	double diagonal_px = hypot(width, height);
	double mm = diagonal_inch > 0 ? diagonal_px / (diagonal_inch * 25.4)
				      : MIN_OF(width, height) / SHORTER_SIDE;
	int reach_px = top_mm > KIOSK_REACH_MM ? (int)ceil((top_mm - KIOSK_REACH_MM) * mm) : 0;

	return (struct kiosk_size){width, height, mm, reach_px};
}

/* ---- elements ---- */

const char *kiosk_phrase(const struct kiosk_builder *b, const char *key)
{
	return phrases_get(b->phrases, b->view->language, key);
}

struct kiosk_element *kiosk_add(
	struct kiosk_builder *b, enum kiosk_element_kind kind, const struct kiosk_box *box)
{
	struct kiosk_layout *layout = b->layout;
	/* The last place is overwritten rather than anything else: a page never has so many. */
	int at = MIN_OF(layout->n, KIOSK_ELEMENTS_MAX - 1);

	layout->n = at + 1;
	free(layout->elements[at].text);
	layout->elements[at] = (struct kiosk_element){.kind = kind, .box = *box};
	return &layout->elements[at];
}

struct typeset_style kiosk_layout_style(const struct kiosk_element *element)
{
	struct typeset_style style = theme_style(element->colour, element->size_px, element->bold);

	style.align = element->align;
	style.balanced = element->lines > 1;
	style.width_px = element->box.width;
	style.lines_max = element->lines;
	style.line_spacing = element->line_spacing;
	style.tabular = true;
	return style;
}

/* Shrinks the text until it fits its box, at most to the smallest type; else it is cut. */
static void fit(struct kiosk_builder *b, struct kiosk_element *element)
{
	struct typeset_style style = kiosk_layout_style(element);
	struct typeset_extents extents = typeset_measure(b->cr, &style, element->text);

	element->cut = extents.cut || extents.height_px > element->box.height + 1;
	while (element->cut && style.size_px > element->size_min_px) {
		style.size_px = MAX_OF(style.size_px * 0.95, element->size_min_px);
		extents = typeset_measure(b->cr, &style, element->text);
		element->cut = extents.cut || extents.height_px > element->box.height + 1;
	}
	element->size_px = style.size_px;
	element->height_px = extents.height_px;
}

struct kiosk_element *kiosk_put(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text)
{
	struct kiosk_element *element;

	if (!*text) {
		return NULL;
	}
	element = kiosk_add(b, KIOSK_ELEMENT_TEXT, box);
	element->text = text_dup(text);
	element->colour = words->colour;
	element->size_px = words->em * b->unit;
	element->size_min_px = EM_MIN * b->mm;
	element->bold = words->bold;
	element->align = words->align;
	element->lines = words->lines;
	element->line_spacing = b->titled ? TIGHT : 0;
	fit(b, element);
	return element;
}

double kiosk_line_px(const struct kiosk_builder *b, double em)
{
	return em * LINE * b->unit;
}

void kiosk_take_back(struct kiosk_builder *b, int n)
{
	while (b->layout->n > n) {
		b->layout->n--;
		free(TAKE_PTR(b->layout->elements[b->layout->n].text));
	}
}

void kiosk_put_pictogram(struct kiosk_builder *b, const struct kiosk_box *box, const char *name,
	enum theme_colour colour)
{
	double side = MIN_OF(box->width, box->height);
	struct kiosk_box square = {
		box->x + (box->width - side) / 2, box->y + (box->height - side) / 2, side, side};
	struct kiosk_element *element;

	if (*name) {
		element = kiosk_add(b, KIOSK_ELEMENT_PICTOGRAM, &square);
		element->text = text_dup(name);
		element->colour = colour;
	}
}

struct kiosk_box kiosk_inset(const struct kiosk_box *box, double x, double y)
{
	return (struct kiosk_box){box->x + x, box->y + y, box->width - 2 * x, box->height - 2 * y};
}

enum theme_colour kiosk_put_key(struct kiosk_builder *b, const struct kiosk_box *box,
	enum kiosk_rank rank, struct kiosk_target target)
{
	const struct kiosk_view *view = b->view;
	static const enum theme_colour areas[] = {
		THEME_BRAND, THEME_PRIORITY, THEME_BRAND, THEME_OFF};
	static const enum theme_colour inks[] = {
		THEME_PAPER, THEME_PAPER, THEME_BRAND, THEME_INK_QUIET};
	struct kiosk_element *key = kiosk_add(b, KIOSK_ELEMENT_KEY, box);

	key->target = target;
	key->colour = areas[rank];
	key->outlined = rank == RANK_SECOND;
	key->text = text_dup(target.kind == KIOSK_TARGET_SERVICE ? view->services[target.index].id
			: target.kind == KIOSK_TARGET_GROUP      ? view->groups[target.index].id
			: target.kind == KIOSK_TARGET_SUBJECT    ? view->subjects[target.index].id
			: target.kind == KIOSK_TARGET_ENTRY    ? b->lookup->entries[target.index].id
			: target.kind == KIOSK_TARGET_REASON   ? view->reasons[target.index].id
			: target.kind == KIOSK_TARGET_LANGUAGE ? view->languages[target.index]
							       : "");
	return inks[rank];
}

void kiosk_put_key_words(struct kiosk_builder *b, const struct kiosk_box *box, enum kiosk_rank rank,
	struct kiosk_target target, const struct kiosk_words *words, const char *text)
{
	struct kiosk_box inner = kiosk_inset(box, (b->small ? PAD / 2 : PAD) * b->mm, 0);
	struct kiosk_words on_key = *words;

	on_key.colour = kiosk_put_key(b, box, rank, target);
	(void)kiosk_put(b, &inner, &on_key, text);
}

double kiosk_text_height(
	struct kiosk_builder *b, const char *text, double em_px, bool bold, double width, int lines)
{
	struct typeset_style style = theme_style(THEME_INK, em_px, bold);
	struct typeset_extents extents;

	style.width_px = width;
	style.lines_max = lines;
	style.line_spacing = b->titled ? TIGHT : 0;
	extents = typeset_measure(b->cr, &style, text);
	return extents.cut || extents.width_px > width + 1 ? HUGE_VAL : extents.height_px;
}

bool kiosk_breaks_words(struct kiosk_builder *b, const char *text, double em_px, double width)
{
	struct typeset_style style = theme_style(THEME_INK, em_px, true);

	style.width_px = width;
	return typeset_measure(b->cr, &style, text).broken;
}

double kiosk_text_width(struct kiosk_builder *b, const char *text, double em_px, bool bold)
{
	struct typeset_style style = theme_style(THEME_INK, em_px, bold);

	style.tabular = true;
	return typeset_measure(b->cr, &style, text).width_px;
}

/* ---- the frame: the bar, and the lowest row ---- */

static int count_others(const struct kiosk_view *view)
{
	return view->buttons_only ? 0 : MAX_OF(view->n_languages - 1, 0);
}

/* A key for each language but the present one, each as wide as the others, or as its word needs; on
 * their right end is `right`. Returns where they begin. */
static double put_languages(struct kiosk_builder *b, double right, double y, bool narrow)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_BRAND};
	const struct kiosk_view *view = b->view;

	for (int i = view->n_languages - 1; i >= 0 && count_others(view) > 0; i--) {
		const char *name = phrases_get(b->phrases, view->languages[i], "language.name");
		double width =
			kiosk_text_width(b, name, EM_BODY * b->unit, true) + (2 * PAD + 1) * b->mm;
		struct kiosk_box box;

		if (strcmp(view->languages[i], view->language) == 0) {
			continue;
		}
		width = narrow ? MIN_OF(MAX_OF(width, b->key), LANGUAGE * b->unit)
			       : LANGUAGE * b->unit;
		box = (struct kiosk_box){right - width, y, width, b->key};
		kiosk_put_key_words(b, &box, RANK_SECOND,
			(struct kiosk_target){KIOSK_TARGET_LANGUAGE, i}, &words, name);
		right = box.x - GAP * b->mm;
	}
	return right;
}

/* The key that makes the kiosk speak; returns where it ends. */
static double put_ear(struct kiosk_builder *b, const struct kiosk_box *box)
{
	struct kiosk_box picture = kiosk_inset(box, PAD * b->mm, PAD * b->mm);
	enum theme_colour ink;

	if (!b->view->ear) {
		return box->x;
	}
	ink = kiosk_put_key(b, box, b->view->speaking ? RANK_MAIN : RANK_SECOND,
		(struct kiosk_target){KIOSK_TARGET_EAR, 0});
	kiosk_add(b, KIOSK_ELEMENT_EAR, &picture)->colour = ink;
	return box->x + box->width;
}

/* An upright screen is narrow, and has the height; a low one has none to spare. */
static int name_lines(const struct kiosk_builder *b)
{
	bool low = b->low_screen && !b->lookup && b->view->page == KIOSK_COMPLAINTS;

	return b->upright ? 4 : b->ways_in_row || low ? 2 : 3;
}

/* The bar's words; instead of them, what must be answered soon. */
static void put_name(struct kiosk_builder *b, struct kiosk_box *box, const char *words)
{
	const struct kiosk_words name = {EM_BODY, true, ALIGN_LEFT, name_lines(b), THEME_INK};
	const struct kiosk_words asked = {EM_BODY, true, ALIGN_CENTRE, name_lines(b), THEME_PAPER};
	struct kiosk_box band = kiosk_inset(box, 0, b->mm);

	if (b->view->leaving) {
		kiosk_add(b, KIOSK_ELEMENT_BAND, &band)->colour = THEME_ALERT;
		(void)kiosk_put(b, &band, &asked, kiosk_phrase(b, "kiosk.still_there"));
	} else {
		(void)kiosk_put(b, box, &name, words);
	}
}

/* The centre's emblem, where the name needs no higher bar beside it; returns where it ends. */
static double put_emblem(struct kiosk_builder *b, double left, double right, double high)
{
	bool other =
		b->view->leaving || b->titled || (b->lookup && b->lookup->page == LOOKUP_TYPING);
	cairo_surface_t *emblem = other ? NULL : theme_emblem(false);
	struct kiosk_box box = {left, PAD / 2 * b->mm, 0, high - (PAD + 1) * b->mm};
	double end;

	if (!emblem) {
		return left;
	}
	box.width = MIN_OF(box.height * cairo_image_surface_get_width(emblem) /
			cairo_image_surface_get_height(emblem),
		2 * box.height);
	end = left + box.width + GAP * b->mm;
	if (kiosk_text_height(b, b->view->centre, EM_BODY * b->unit, true, right - end, 2) > high) {
		return left;
	}
	(void)kiosk_add(b, KIOSK_ELEMENT_EMBLEM, &box);
	return end;
}

/* Puts the bar; returns its height. */
static double put_bar(struct kiosk_builder *b)
{
	/* The ear's room is taken from the clock and the languages, not from the centre's name. */
	struct kiosk_words clock = {
		b->view->ear && !b->low ? EM_BODY : EM_HEADING, true, ALIGN_RIGHT, 1, THEME_INK};
	const struct kiosk_size *size = &b->layout->size;
	double margin = MARGIN * b->unit, high = BAR * b->unit, right = size->width - margin;
	double clock_px = 4 * clock.em * (clock.em > EM_BODY ? 0.62 : 0.69) * b->unit;
	double left =
		*b->view->day ? right - clock_px - (b->view->ear ? GAP / 2 : GAP) * b->mm : right;
	struct kiosk_box rule = {0, 0, size->width, 0.6 * b->mm}, box;
	_cleanup_free_ char *words = NULL;

	if (!b->low) {
		left = put_languages(b, left, (high - b->key) / 2, b->view->ear);
		box = (struct kiosk_box){margin, (high - b->key) / 2, b->key, b->key};
		margin = put_ear(b, &box) + (b->view->ear ? GAP / 2 * b->mm : 0);
	}
	margin = put_emblem(b, margin, left, high);
	box = (struct kiosk_box){margin, 0, left - margin, 0};
	words = b->lookup ? kiosk_lookup_bar(b, box.width) : NULL;
	words = words ? words
		      : kiosk_shortened(b, b->view->centre, EM_BODY, box.width, name_lines(b));
	box.height = kiosk_text_height(b,
		b->view->leaving ? kiosk_phrase(b, "kiosk.still_there") : words, EM_BODY * b->unit,
		true, box.width, name_lines(b));
	high = MAX_OF(
		high, MIN_OF(box.height, name_lines(b) * kiosk_line_px(b, EM_BODY)) + PAD * b->mm);
	box.height = high - b->mm;
	put_name(b, &box, words);
	if (*b->view->day) {
		_cleanup_free_ char *time = dates_minute(b->view->minute);

		box = (struct kiosk_box){right - clock_px, 0, clock_px, high - b->mm};
		(void)kiosk_put(b, &box, &clock, time);
	}
	rule.y = high - rule.height;
	kiosk_add(b, KIOSK_ELEMENT_RULE, &rule)->colour = THEME_RULE;
	return high;
}

/* The key for the next language: one leads through all of them. */
static void put_next_language(struct kiosk_builder *b, const struct kiosk_box *box)
{
	static const struct kiosk_words words = {EM_BODY, false, ALIGN_CENTRE, 2, THEME_BRAND};
	const struct kiosk_view *view = b->view;
	int next = 0;

	while (next < view->n_languages && strcmp(view->languages[next], view->language) != 0) {
		next++;
	}
	next = next + 1 < view->n_languages ? next + 1 : 0;
	if (count_others(view) > 0) {
		kiosk_put_key_words(b, box, RANK_SECOND,
			(struct kiosk_target){KIOSK_TARGET_LANGUAGE, next}, &words,
			phrases_get(b->phrases, view->languages[next], "language.name"));
	}
}

static void begin_small(struct kiosk_builder *b)
{
	const struct kiosk_size *size = &b->layout->size;
	struct kiosk_box screen = {0, 0, size->width, size->height}, row, key;
	double gap = GAP * b->mm;

	b->page = kiosk_inset(&screen, SMALL_MARGIN * b->mm, SMALL_MARGIN * b->mm);
	if (b->view->buttons_only) {
		return;
	}
	if (b->upright) {
		row = kiosk_cut_bottom(&b->page, b->key, gap);
		key = (struct kiosk_box){row.x, row.y, b->key, b->key};
		key.x = put_ear(b, &key) + (b->view->ear ? gap : 0);
		key.width = row.x + row.width - key.x;
		put_next_language(b, &key);
		return;
	}
	key = (struct kiosk_box){b->page.x, b->page.y, SMALL_COLUMN * b->mm, b->key};
	b->page.x += key.width + gap;
	b->page.width -= key.width + gap;
	(void)put_ear(b, &key);
	key.y += key.height + gap;
	key.height = (b->page.height - key.height) / 2 - gap;
	put_next_language(b, &key);
	key.y += key.height + gap;
	b->low_row = key;
}

static void begin(struct kiosk_builder *b)
{
	enum { KEY_WIDTH = 40 }; /* millimetres: with "Quay lại" on it */
	const struct kiosk_size *size = &b->layout->size;
	double margin = MARGIN * b->unit, bottom = size->height - margin, top, left;
	struct kiosk_box ear;

	b->low = (count_others(b->view) > 0 || b->view->ear) &&
		(b->upright || size->reach_px > 0 || count_others(b->view) > 1);
	top = put_bar(b);
	if (b->low) {
		bottom -= b->key;
		ear = (struct kiosk_box){margin, bottom, b->key, b->key};
		left = put_ear(b, &ear) + (b->view->ear ? GAP * b->mm : 0);
		b->low_row = (struct kiosk_box){left, bottom,
			put_languages(b, size->width - margin, bottom, false) - left, b->key};
		if (b->low_row.width < KEY_WIDTH * b->mm) {
			b->low_row.width = 0;
		}
		bottom -= GAP * b->mm;
	}
	b->page = (struct kiosk_box){margin, top, size->width - 2 * margin, bottom - top};
}

struct kiosk_box kiosk_cut_top(struct kiosk_box *box, double height, double gap)
{
	struct kiosk_box top = {box->x, box->y, box->width, height};

	box->y += height + gap;
	box->height -= height + gap;
	return top;
}

struct kiosk_box kiosk_cut_bottom(struct kiosk_box *box, double height, double gap)
{
	struct kiosk_box bottom = {box->x, box->y + box->height - height, box->width, height};

	box->height -= height + gap;
	return bottom;
}

const char *kiosk_question(const struct kiosk_builder *b)
{
	return b->small && b->view->leaving ? kiosk_phrase(b, "kiosk.more_time") : NULL;
}

void kiosk_lower(const struct kiosk_builder *b, struct kiosk_box *box)
{
	double least = (b->small ? SMALL_LOWERED_MIN : LOWERED_MIN) * b->mm;
	double above = b->layout->size.reach_px - box->y;

	if (above > 0) {
		(void)kiosk_cut_top(box, MAX_OF(MIN_OF(above, box->height - least), 0), 0);
	}
}

/* ---- what takes the height that it needs ---- */

void kiosk_put_low(struct kiosk_builder *b, struct kiosk_box *page, const struct kiosk_words *words,
	const char *text)
{
	double high = kiosk_text_height(
		b, text, words->em * b->unit, words->bold, page->width, words->lines);
	struct kiosk_box box;

	if (*text) {
		box = kiosk_cut_bottom(
			page, MIN_OF(high, words->lines * kiosk_line_px(b, words->em)), 0);
		(void)kiosk_put(b, &box, words, text);
	}
}

void kiosk_put_band(struct kiosk_builder *b, struct kiosk_box *page, enum theme_colour colour,
	double em, const char *key)
{
	enum { LINES = 4 };
	struct kiosk_words words = {em, true, ALIGN_CENTRE, LINES, THEME_PAPER};
	const char *text = kiosk_question(b) ? kiosk_question(b) : kiosk_phrase(b, key);
	double room = page->width - 2 * PAD * b->mm;
	double high = kiosk_text_height(b, text, em * b->unit, true, room, LINES);
	struct kiosk_box band = kiosk_cut_bottom(page,
		MIN_OF(high, LINES * kiosk_line_px(b, em)) + 2 * PAD * b->mm, GAP / 2 * b->mm);
	struct kiosk_box inner = kiosk_inset(&band, PAD * b->mm, 0);

	kiosk_add(b, KIOSK_ELEMENT_BAND, &band)->colour = kiosk_question(b) ? THEME_ALERT : colour;
	(void)kiosk_put(b, &inner, &words, text);
}

static void put_page(struct kiosk_builder *b)
{
	if (b->lookup) {
		kiosk_put_lookup(b);
		return;
	}
	kiosk_put_ways(b);
	switch (b->view->page) {
	case KIOSK_GROUPS:
	case KIOSK_SERVICES:
		kiosk_put_services(b);
		return;
	case KIOSK_COMPLAINTS:
		kiosk_put_complaints(b);
		return;
	case KIOSK_LANE:
		kiosk_put_lane(b);
		return;
	case KIOSK_BRING:
		kiosk_put_bring(b);
		return;
	case KIOSK_PRINTING:
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
		kiosk_put_ticket(b);
		return;
	case KIOSK_STARTING:
	case KIOSK_WORKING:
	case KIOSK_REFUSED:
	case KIOSK_AWAY:
	case KIOSK_UNABLE:
	case KIOSK_CLOSED:
		kiosk_put_message(b);
		return;
	}
}

static void clear(struct kiosk_layout *layout)
{
	for (int i = 0; i < layout->n; i++) {
		free(TAKE_PTR(layout->elements[i].text));
	}
	layout->n = 0;
}

/* Keys that nobody can touch are the labels of the panel's buttons. */
static void disarm(struct kiosk_layout *layout)
{
	for (int i = 0; i < layout->n; i++) {
		layout->elements[i].target = (struct kiosk_target){0};
	}
}

bool kiosk_layout_has_lookup(const struct kiosk_size *size)
{
	return MIN_OF(size->width, size->height) / size->mm >= SMALL_BELOW;
}

void kiosk_layout_make(struct kiosk_layout *layout, const struct phrases *phrases,
	const struct kiosk_view *view, const struct kiosk_size *size)
{
	kiosk_layout_make_lookup(layout, phrases, view, NULL, size);
}

void kiosk_layout_make_lookup(struct kiosk_layout *layout, const struct phrases *phrases,
	const struct kiosk_view *view, const struct lookup_view *lookup,
	const struct kiosk_size *size)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);
	_cleanup_(cairo_destroyp) cairo_t *cr = cairo_create(surface);
	double shorter = MIN_OF(size->width, size->height) / size->mm;
	struct kiosk_builder b = {
		.layout = layout,
		.phrases = phrases,
		.view = view,
		.lookup = lookup,
		.cr = cr,
		.mm = size->mm,
		.unit = size->mm * MIN_OF(MAX_OF(shorter / SCALE_FROM, 1), SCALE_MAX),
		.upright = size->height > size->width,
		.small = !kiosk_layout_has_lookup(size),
		.low_screen = size->width > size->height && shorter < TITLED_BELOW &&
			kiosk_layout_has_lookup(size),
		.titled = lookup && shorter < TITLED_BELOW,
	};

	b.key = KIOSK_TARGET_MM * b.unit;
	cairo_surface_destroy(surface);
	clear(layout);
	layout->size = *size;
	layout->pressed = view->pressed;
	layout->focus = view->focus;
	kiosk_find_ways(&b);
	if (b.small) {
		begin_small(&b);
	} else {
		begin(&b);
	}
	put_page(&b);
	if (view->buttons_only) {
		disarm(layout);
	}
}

void kiosk_layout_done(struct kiosk_layout *layout)
{
	clear(layout);
	for (size_t i = 0; i < ELEMENTS(layout->grids); i++) {
		free(TAKE_PTR(layout->grids[i].key));
	}
}

int kiosk_layout_above_mm(const struct kiosk_layout *layout)
{
	double above = 0;

	for (int i = 0; i < layout->n; i++) {
		if (layout->elements[i].target.kind != KIOSK_TARGET_NONE) {
			above = MAX_OF(above, layout->size.reach_px - layout->elements[i].box.y);
		}
	}
	return above > 1 ? (int)ceil(above / layout->size.mm) : 0; /* less than a pixel is none */
}

/* ---- touches ---- */

/* A finger is larger than a point, and hits a little beside what it means, mostly to the right and
 * below: half the gap counts, and all of the margin. */
struct kiosk_target kiosk_layout_hit(const struct kiosk_layout *layout, int x, int y)
{
	double near = GAP / 2 * layout->size.mm,
	       edge = layout->size.width - 2 * MARGIN * SCALE_MAX * layout->size.mm;

	for (int i = 0; i < layout->n; i++) {
		const struct kiosk_element *key = &layout->elements[i];
		double right = key->box.x + key->box.width;

		if (key->target.kind == KIOSK_TARGET_NONE) {
			continue;
		}
		right = right > edge ? layout->size.width : right + near;
		if (x >= key->box.x - near && x < right && y >= key->box.y - near &&
			y < key->box.y + key->box.height + near) {
			return key->target;
		}
	}
	return (struct kiosk_target){KIOSK_TARGET_NONE, 0};
}

bool kiosk_layout_same_target(const struct kiosk_target *a, const struct kiosk_target *b)
{
	return a->kind == b->kind && a->index == b->index;
}

cairo_rectangle_int_t kiosk_layout_place(
	const struct kiosk_layout *layout, struct kiosk_target target)
{
	for (int i = 0; i < layout->n && target.kind != KIOSK_TARGET_NONE; i++) {
		const struct kiosk_box *box = &layout->elements[i].box;

		if (kiosk_layout_same_target(&layout->elements[i].target, &target)) {
			return (cairo_rectangle_int_t){
				(int)box->x, (int)box->y, (int)box->width, (int)box->height};
		}
	}
	return (cairo_rectangle_int_t){0};
}

bool kiosk_layout_same_keys(const struct kiosk_layout *a, const struct kiosk_layout *b)
{
	int i = 0, j = 0;

	for (;;) {
		const struct kiosk_element *one, *other;

		while (i < a->n && a->elements[i].target.kind == KIOSK_TARGET_NONE) {
			i++;
		}
		while (j < b->n && b->elements[j].target.kind == KIOSK_TARGET_NONE) {
			j++;
		}
		if (i == a->n || j == b->n) {
			return i == a->n && j == b->n;
		}
		one = &a->elements[i++];
		other = &b->elements[j++];
		if (!kiosk_layout_same_target(&one->target, &other->target) ||
			strcmp(one->text, other->text) != 0 ||
			fabs(one->box.x - other->box.x) > 1 ||
			fabs(one->box.y - other->box.y) > 1) {
			return false;
		}
	}
}
