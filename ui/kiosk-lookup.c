/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's pages on which procedures are looked up. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"
#include "ui/lookup-words.h"

/* Millimetres. */
#define SIGN 18.0 /* the place of a pictogram on a key */
#define SIDE 80.0 /* the column with a procedure's keys */
#define QR_MAX 60.0
#define BACK_WIDTH 50.0
#define PAGED_ROW_MAX 30.0 /* so high becomes a row of a list with pages, at most */

#define LOW_PAGE 130.0 /* a page of less height has a heading in smaller type */

enum {
	LIST_COLUMNS_MAX = 2,
	LINES_MAX = 12, /* of a name of four hundred letters on a narrow screen */
	ITEMS_MAX = LOOKUP_ENTRIES_MAX + 2,
};

/* A page's title; a name that has no room on two lines gives way to what the page is. */
static const char *title_of(struct kiosk_builder *b, double em, double width)
{
	const char *name = b->lookup->name, *key = lookup_words_title(b->lookup);

	if (b->lookup->page == LOOKUP_RESULTS && *name &&
		isfinite(kiosk_text_height(b, name, em * b->unit, true, width, 2))) {
		return name;
	}
	return key ? kiosk_phrase(b, key) : "";
}

/* The page's title, without a place of its own for what the frame asks; not where the bar has it.
 */
static void put_title(struct kiosk_builder *b, struct kiosk_box *page)
{
	double em = page->height < LOW_PAGE * b->mm ? EM_BODY : EM_HEADING, high;
	struct kiosk_words words = {em, true, ALIGN_LEFT, 2, THEME_INK};
	const char *text = title_of(b, em, page->width);
	struct kiosk_box box;

	if (b->titled) {
		(void)kiosk_cut_top(page, GAP / 4 * b->mm, 0);
		return;
	}
	high = kiosk_text_height(b, text, em * b->unit, true, page->width, words.lines);
	box = kiosk_cut_top(
		page, MIN_OF(high, words.lines * kiosk_line_px(b, em)), GAP / 2 * b->mm);
	(void)kiosk_put(b, &box, &words, text);
}

char *kiosk_lookup_bar(struct kiosk_builder *b, double width)
{
	const struct lookup_view *lookup = b->lookup;

	if (lookup->page == LOOKUP_TYPING && *lookup->typed && b->titled) {
		return kiosk_typed_words(b, EM_BODY, width, 2);
	}
	return lookup->page == LOOKUP_TYPING || (b->titled && lookup->page != LOOKUP_MESSAGE)
		? text_dup(title_of(b, EM_BODY, width))
		: NULL;
}

/* The lowest row: the key that leads back, and what is left of the row, for the keys that turn the
 * pages. Where the frame has a place for the former, the latter has all of the row. */
static struct kiosk_box put_bottom(struct kiosk_builder *b, struct kiosk_box *page)
{
	struct kiosk_box row = kiosk_cut_bottom(page, b->key, GAP * b->mm), back = row;

	if (b->low_row.width > 0) {
		kiosk_put_back(b, b->low_row);
		return row;
	}
	back.width = BACK_WIDTH * b->unit;
	kiosk_put_back(b, back);
	row.x += back.width + GAP * b->mm;
	row.width -= back.width + GAP * b->mm;
	return row;
}

/* ---- lists ---- */

/* Of words in bold type: what one line takes, as the font has it at this size, and each further
 * one.
 */
static double first_line_px(struct kiosk_builder *b, double em)
{
	return kiosk_text_height(b, "Ag", em * b->unit, true, b->page.width, 1);
}

static double next_line_px(struct kiosk_builder *b, double em)
{
	return (b->titled ? TIGHT : 1) * first_line_px(b, em);
}

/* How many lines a height has room for; 0: not for one. */
static int lines_in(struct kiosk_builder *b, double em, double height)
{
	double left = height + 1 - first_line_px(b, em);

	return left < 0 ? 0 : 1 + (int)(left / next_line_px(b, em));
}

struct item {
	const char *text, *pictogram;
	enum kiosk_rank rank;
	struct kiosk_target target;
};

/* A list whose keys are as high as their texts need, up to a number of lines: a longer text is
 * shortened. */
struct items {
	int n;
	struct item item[ITEMS_MAX];
	double beside; /* pixels, for pictograms; 0 none */
	double em; /* of the texts */
	int columns;
	int lines_max; /* of a text; 0 no limit */
	double text_high[ITEMS_MAX]; /* pixels, of a whole text, in the present columns */
	double high[ITEMS_MAX]; /* of its key */
};

static void add_item(struct items *items, const char *text, enum kiosk_rank rank,
	enum kiosk_target_kind kind, int index)
{
	items->item[items->n++] = (struct item){text, "", rank, {kind, index}};
}

static void add_action(struct kiosk_builder *b, struct items *items, enum kiosk_rank rank,
	enum lookup_action action)
{
	add_item(items, kiosk_phrase(b, lookup_words_action(b->lookup, action)), rank,
		KIOSK_TARGET_ACTION, (int)action);
}

/* What is above and below a key's words together: on some 10 inches it must be little. */
static double pad_px(const struct kiosk_builder *b)
{
	return (b->titled ? 0.2 : 1.5) * PAD * b->mm;
}

static double column_width(const struct kiosk_builder *b, const struct kiosk_box *area, int columns)
{
	return (area->width + GAP * b->mm) / columns - GAP * b->mm;
}

static double text_width(
	const struct kiosk_builder *b, const struct items *items, const struct kiosk_box *area)
{
	return column_width(b, area, items->columns) - items->beside - 2 * PAD * b->unit;
}

static void measure_texts(
	struct kiosk_builder *b, struct items *items, const struct kiosk_box *area, int columns)
{
	items->columns = columns;
	items->em = MAX_OF(items->em, EM_BODY);
	for (int i = 0; i < items->n; i++) {
		items->text_high[i] = kiosk_text_height(b, items->item[i].text, items->em * b->unit,
			true, text_width(b, items, area), 0);
	}
}

/* The keys' heights. Returns whether no text is higher than the area. */
static bool limit_lines(
	struct kiosk_builder *b, struct items *items, const struct kiosk_box *area, int lines_max)
{
	double most = lines_max > 0
		? first_line_px(b, items->em) + (lines_max - 1) * next_line_px(b, items->em)
		: HUGE_VAL;
	bool whole = true;

	items->lines_max = lines_max;
	for (int i = 0; i < items->n; i++) {
		double high = MIN_OF(items->text_high[i], most) + pad_px(b);

		high = MAX_OF(high, KIOSK_TARGET_MM * b->mm);
		whole = whole && high <= area->height + 1;
		items->high[i] = MIN_OF(high, area->height);
	}
	return whole;
}

static double row_height(const struct items *items, int from)
{
	double high = 0;

	for (int i = from; i < MIN_OF(from + items->columns, items->n); i++) {
		high = MAX_OF(high, items->high[i]);
	}
	return high;
}

/* Where the page ends that begins with an item; *ret_spare: pixels that its rows leave. */
static int page_end(const struct kiosk_builder *b, const struct items *items,
	const struct kiosk_box *area, int from, double *ret_spare)
{
	double gap = GAP * b->mm, used = row_height(items, from);
	int to = from + items->columns;

	while (to < items->n && used + gap + row_height(items, to) <= area->height + 1) {
		used += gap + row_height(items, to);
		to += items->columns;
	}
	*ret_spare = MAX_OF(area->height - used, 0);
	return MIN_OF(to, items->n);
}

static int count_pages(
	const struct kiosk_builder *b, const struct items *items, const struct kiosk_box *area)
{
	double spare;
	int pages = 0;

	for (int at = 0; at < items->n; pages++) {
		at = page_end(b, items, area, at, &spare);
	}
	return MAX_OF(pages, 1);
}

static void put_item(
	struct kiosk_builder *b, const struct items *items, int index, const struct kiosk_box *box)
{
	const struct item *item = &items->item[index];
	struct kiosk_words words = {items->em, true,
		items->beside > 0 || item->target.kind == KIOSK_TARGET_ENTRY ? ALIGN_LEFT
									     : ALIGN_CENTRE,
		0, THEME_PAPER};
	struct kiosk_box text = kiosk_inset(box, PAD * b->unit, pad_px(b) / 2);
	struct kiosk_box sign = text;
	_cleanup_free_ char *shown = NULL;

	words.colour = kiosk_put_key(b, box, item->rank, item->target);
	if (items->beside > 0) {
		sign.width = items->beside - PAD * b->mm;
		kiosk_put_pictogram(b, &sign, item->pictogram, words.colour);
		text.x += items->beside;
		text.width -= items->beside;
	}
	words.lines = MAX_OF(lines_in(b, items->em, text.height), 1);
	shown = kiosk_shortened(b, item->text, items->em, text.width, words.lines);
	(void)kiosk_put(b, &text, &words, shown);
}

/* Puts the page of a list that the view has turned to; rows share what is left. */
static void put_items(
	struct kiosk_builder *b, const struct items *items, struct kiosk_box area, int page)
{
	double gap = GAP * b->mm, width = column_width(b, &area, items->columns), spare, y = area.y;
	int from = 0, columns = items->columns, to = page_end(b, items, &area, 0, &spare);
	double most;

	while (page-- > 0) {
		from = to;
		to = page_end(b, items, &area, from, &spare);
	}
	spare /= (to - from + columns - 1) / columns; // NOLINT: whole rows
	most = from > 0 || to < items->n ? PAGED_ROW_MAX : ROW_MAX;
	for (int at = from; at < to; at += columns) {
		double high = row_height(items, at);

		high += MIN_OF(spare, MAX_OF(most * b->unit - high, 0));
		for (int i = at; i < MIN_OF(at + columns, to); i++) {
			struct kiosk_box box = {area.x + (i - at) * (width + gap), y, width, high};

			put_item(b, items, i, &box);
		}
		y += high + gap;
	}
}

/* How much of the texts the limit hides, in square pixels. */
static double hidden(
	const struct kiosk_builder *b, const struct items *items, const struct kiosk_box *area)
{
	double high = 0;

	for (int i = 0; i < items->n; i++) {
		high += MAX_OF(items->text_high[i] + pad_px(b) - items->high[i], 0);
	}
	return high * text_width(b, items, area);
}

/* Whether all stand whole on one page in this type, on few lines and without a broken word. */
static bool stand_whole(struct kiosk_builder *b, struct items *items, const struct kiosk_box *area)
{
	enum { FEW_LINES = 3 };

	measure_texts(b, items, area, items->columns);
	for (int i = 0; i < items->n; i++) {
		if (items->text_high[i] > FEW_LINES * first_line_px(b, items->em) + 1 ||
			kiosk_breaks_words(b, items->item[i].text, items->em * b->unit,
				text_width(b, items, area))) {
			return false;
		}
	}
	return limit_lines(b, items, area, 0) && count_pages(b, items, area) == 1;
}

/* A list on one page has larger type where that needs no second one: few words would be lost on the
 * keys of a large screen. */
static void enlarge(struct kiosk_builder *b, struct items *items, const struct kiosk_box *area)
{
	static const double ems[] = {EM_HEADING, EM_STRONG};
	const struct items before = *items;

	for (size_t e = 0; e < ELEMENTS(ems) && !b->titled; e++) {
		items->em = ems[e];
		if (stand_whole(b, items, area)) {
			return;
		}
	}
	*items = before;
}

/* All on one page, where there is any way to it, with as much of the texts as has room. */
static bool divide_together(
	struct kiosk_builder *b, struct items *items, const struct kiosk_box *area)
{
	double least = HUGE_VAL;
	int best_columns = 0, best_limit = 0;

	for (int columns = 1; columns <= LIST_COLUMNS_MAX; columns++) {
		measure_texts(b, items, area, columns);
		for (int limit = LINES_MAX; limit >= 1; limit--) {
			bool whole = limit_lines(b, items, area, limit);

			if (whole && count_pages(b, items, area) == 1 &&
				hidden(b, items, area) < least - 1) {
				least = hidden(b, items, area);
				best_columns = columns;
				best_limit = limit;
			}
		}
	}
	if (best_columns == 0) {
		return false;
	}
	measure_texts(b, items, area, best_columns);
	(void)limit_lines(b, items, area, best_limit);
	enlarge(b, items, area);
	return true;
}

static void find_signs(const struct kiosk_builder *b, struct items *items)
{
	for (int i = 0; i < items->n; i++) {
		items->beside = *items->item[i].pictogram ? SIGN * b->unit : items->beside;
	}
}

/* So few on a page would be a list of many pages: then longer texts are shortened instead. */
enum { LEAST_ON_PAGE = 4 };

/* Divides a list into columns: with whole texts if that leaves a page LEAST_ON_PAGE of them, else
 * with as much of them as does. Returns the number of pages. */
static int divide(struct kiosk_builder *b, struct items *items, const struct kiosk_box *area)
{
	static const int limits[] = {0, 6, 5, 4, 3, 2};
	int best = 0, best_columns = 1, best_limit = 0;

	find_signs(b, items);
	for (size_t l = 0; l < ELEMENTS(limits); l++) {
		for (int columns = 1; columns <= LIST_COLUMNS_MAX; columns++) {
			bool whole;
			int pages;

			measure_texts(b, items, area, columns);
			whole = limit_lines(b, items, area, limits[l]);
			pages = count_pages(b, items, area);
			if (best == 0 || (whole && pages < best)) {
				best = pages;
				best_columns = columns;
				best_limit = limits[l];
			}
		}
		if (best == 1 || best * LEAST_ON_PAGE <= items->n) {
			break;
		}
	}
	measure_texts(b, items, area, best_columns);
	(void)limit_lines(b, items, area, best_limit);
	if (best == 1) {
		enlarge(b, items, area);
	}
	return best;
}

static void put_divided(
	struct kiosk_builder *b, const struct items *items, struct kiosk_box area, int pages)
{
	put_items(b, items, area, MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0));
}

static void put_start(struct kiosk_builder *b)
{
	struct kiosk_box page = b->page;
	struct items items = {0};

	put_title(b, &page);
	kiosk_lower(b, &page);
	add_action(b, &items, RANK_MAIN, LOOKUP_DO_SEARCH);
	add_action(b, &items, RANK_MAIN, LOOKUP_DO_SECTORS);
	if (b->lookup->has_events) {
		add_action(b, &items, RANK_MAIN, LOOKUP_DO_EVENTS);
	}
	add_action(b, &items, RANK_SECOND, LOOKUP_DO_CENTRE);
	if (b->lookup->has_tickets) {
		add_action(b, &items, RANK_SECOND, LOOKUP_DO_TICKETS);
	}
	put_divided(b, &items, page, divide(b, &items, &page));
}

/* The choices, all on one page, with the key for none of them in the lowest row. */
static void put_choices(struct kiosk_builder *b, struct items *items, const struct kiosk_box *page,
	struct kiosk_box row)
{
	int pages = divide_together(b, items, page) ? 1 : divide(b, items, page);
	struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 2, THEME_BRAND};

	put_divided(b, items, *page, pages);
	if (pages > 1) {
		kiosk_put_turns(b, row, MIN_OF(b->view->list_page, pages - 1), pages);
		return;
	}
	kiosk_put_key_words(b, &row, RANK_SECOND,
		(struct kiosk_target){KIOSK_TARGET_ACTION, LOOKUP_DO_ALL}, &words,
		kiosk_phrase(b, lookup_words_action(b->lookup, LOOKUP_DO_ALL)));
}

static void put_entries(struct kiosk_builder *b)
{
	const struct lookup_view *lookup = b->lookup;
	struct kiosk_box page = b->page, row;
	struct items items = {0};
	_cleanup_free_ char *count = text_printf("%d", lookup->n_more);
	_cleanup_free_ char *more = phrases_fill(
		b->phrases, b->view->language, "lookup.more", "count", count, (char *)NULL);
	int pages;

	put_title(b, &page);
	row = put_bottom(b, &page);
	kiosk_lower(b, &page);
	for (int i = 0; i < lookup->n_entries; i++) {
		add_item(&items, lookup->entries[i].name, RANK_MAIN, KIOSK_TARGET_ENTRY, i);
		items.item[i].pictogram = lookup->entries[i].pictogram;
	}
	if (lookup->page == LOOKUP_ASK && lookup->n_entries <= LOOKUP_CHOICES_MAX) {
		put_choices(b, &items, &page, row);
		return;
	}
	if (lookup->n_more > 0) {
		add_item(&items, more, RANK_SECOND, KIOSK_TARGET_ACTION, LOOKUP_DO_SEARCH);
	}
	pages = divide(b, &items, &page);
	if (pages > 1) {
		kiosk_put_turns(b, row, MIN_OF(b->view->list_page, pages - 1), pages);
	}
	put_divided(b, &items, page, pages);
}

/* ---- a record ---- */

/* A QR code with its words below; takes the side's upper part. */
static void put_code(struct kiosk_builder *b, struct kiosk_box side)
{
	static const struct kiosk_words words = {EM_BODY, false, ALIGN_CENTRE, 3, THEME_INK};
	const char *scan = kiosk_phrase(b, "lookup.scan");
	double words_px = MIN_OF(
		kiosk_text_height(b, scan, EM_BODY * b->unit, false, side.width, words.lines) + 1,
		words.lines * kiosk_line_px(b, EM_BODY));
	double size = MIN_OF(MIN_OF(side.width, side.height - words_px), QR_MAX * b->unit);
	struct kiosk_box code = {side.x + (side.width - size) / 2, side.y, size, size};
	struct kiosk_box text = {side.x, side.y + size, side.width, words_px};

	if (*b->lookup->url && size > 0) {
		kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->lookup->url);
		(void)kiosk_put(b, &text, &words, scan);
	}
}

/* What can be done about a procedure. Returns how many pages that needs. */
static int list_actions(struct kiosk_builder *b, struct items *items, const struct kiosk_box *area)
{
	*items = (struct items){0};
	if (b->lookup->can_print) {
		add_action(b, items, RANK_MAIN, LOOKUP_DO_PRINT);
	}
	if (b->lookup->can_ticket) {
		add_action(b, items, RANK_MAIN, LOOKUP_DO_TICKET);
	}
	add_action(b, items, RANK_SECOND, LOOKUP_DO_WAYS);
	measure_texts(b, items, area, 1);
	(void)limit_lines(b, items, area, 0);
	return count_pages(b, items, area);
}

/* The column at the right; on an upright screen the lower part. */
static struct kiosk_box cut_side(struct kiosk_builder *b, struct kiosk_box *page, double upright)
{
	struct kiosk_box side = *page;

	if (b->upright) {
		side = kiosk_cut_bottom(page, upright, GAP * b->mm);
	} else {
		side.width = SIDE * b->unit;
		side.x += page->width - side.width;
		page->width -= side.width + 2 * GAP * b->mm;
		(void)kiosk_cut_top(&side, GAP / 2 * b->mm, 0);
	}
	return side;
}

static double line_height(struct kiosk_builder *b, const char *text, bool bold, double width)
{
	return kiosk_text_height(b, text, EM_BODY * b->unit, bold, width, 0);
}

/* The pixels that the summary's lines leave of the page; negative: they have no room. */
static double summary_leaves(struct kiosk_builder *b, const struct kiosk_box *page)
{
	double left = page->height;

	for (int i = 0; i < b->lookup->n_summary; i++) {
		left -= line_height(b, b->lookup->summary[i].text, false, page->width) +
			GAP / 2 * b->mm;
	}
	return left;
}

/* The first page of a record on a screen of up to some 13 inches, which a long name would fill:
 * the name, as much of it as has room, and the summary. Returns whether there is such a page;
 * *ret_whole: it has all of the name. */
static bool put_first(struct kiosk_builder *b, struct kiosk_box page, bool *ret_whole)
{
	struct kiosk_words name = {EM_BODY, true, ALIGN_LEFT, 0, THEME_BRAND};
	struct kiosk_words plain = {EM_BODY, false, ALIGN_LEFT, 0, THEME_INK};
	_cleanup_free_ char *words = NULL;
	double left = summary_leaves(b, &page), high;
	struct kiosk_box box;

	name.lines = lines_in(b, EM_BODY, left);
	if (b->unit > b->mm || b->lookup->n_summary == 0 || name.lines < 1) {
		return false;
	}
	words = kiosk_shortened(b, b->lookup->name, EM_BODY, page.width, name.lines);
	*ret_whole = strcmp(words, b->lookup->paragraphs[0].text) == 0;
	if (b->view->list_page > 0) {
		return true;
	}
	high = MIN_OF(line_height(b, words, true, page.width), left);
	box = kiosk_cut_top(&page, high + 1, GAP / 2 * b->mm);
	kiosk_tell(b, &box, &name, words, &b->lookup->paragraphs[0], 0);
	for (int i = 0; i < b->lookup->n_summary; i++) {
		const struct lookup_paragraph *line = &b->lookup->summary[i];

		high = line_height(b, line->text, false, page.width);
		box = kiosk_cut_top(&page, high + 1, GAP / 2 * b->mm);
		kiosk_tell(b, &box, &plain, line->text, line, 0);
	}
	return true;
}

/* The pages of texts behind the first one have no keys beside them but the one that prints: at the
 * left of the row, on an upright screen in a row of its own. */
static void put_print_key(struct kiosk_builder *b, struct kiosk_box *page, struct kiosk_box *row)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_PAPER};
	const struct kiosk_target target = {KIOSK_TARGET_ACTION, LOOKUP_DO_PRINT};
	const char *text = kiosk_phrase(b, b->upright ? "lookup.print" : "lookup.print_short");
	struct kiosk_box key = *row;

	if (b->upright) {
		key = kiosk_cut_bottom(page, b->key, GAP * b->mm);
	} else {
		key.width = MAX_OF(
			kiosk_text_width(b, text, EM_BODY * b->unit, true) + (2 * PAD + 1) * b->mm,
			b->key);
		row->x += key.width + GAP * b->mm;
		row->width -= key.width + GAP * b->mm;
	}
	if (b->view->list_page > 0) {
		kiosk_put_key_words(b, &key, RANK_MAIN, target, &words, text);
	}
}

/* Returns the number of pages. */
static int put_procedure(struct kiosk_builder *b, struct kiosk_box page, struct kiosk_box *row)
{
	int n = 1 + b->lookup->can_print + b->lookup->can_ticket, pages, needed;
	struct kiosk_box later = page, side;
	struct items items;
	bool whole = false;

	side = cut_side(b, &page, n * (KIOSK_TARGET_MM + GAP) * b->unit);
	kiosk_lower(b, &side);
	needed = list_actions(b, &items, &side);
	if (needed == 1 && put_first(b, page, &whole)) {
		if (b->view->list_page <= 0) {
			put_items(b, &items, side, 0);
		}
		if (b->lookup->can_print) {
			put_print_key(b, &later, row);
		}
		return kiosk_put_texts(b, &later, whole ? 1 : 0, 1);
	}
	/* What has no room beside the first page of the texts is beside the next one. */
	put_items(b, &items, side, MAX_OF(b->view->list_page, 0) % needed);
	pages = kiosk_put_texts(b, &page, 0, 0);
	return MAX_OF(pages, needed);
}

static void put_record(struct kiosk_builder *b)
{
	struct kiosk_box page = b->page, row = put_bottom(b, &page);
	int pages;

	(void)kiosk_cut_top(&page, GAP / (b->titled ? 4 : 2) * b->mm, 0);
	if (b->lookup->page == LOOKUP_PROCEDURE) {
		pages = put_procedure(b, page, &row);
	} else {
		if (*b->lookup->url) {
			put_code(b, cut_side(b, &page, 3 * (KIOSK_TARGET_MM + GAP) * b->unit));
		}
		pages = kiosk_put_texts(b, &page, 0, 0);
	}
	if (pages > 1) {
		kiosk_put_turns(b, row, MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0), pages);
	}
}

/* ---- one thing ---- */

static double words_height(
	struct kiosk_builder *b, const struct kiosk_words *words, const char *text, double width)
{
	double high =
		kiosk_text_height(b, text, words->em * b->unit, words->bold, width, words->lines);

	return MIN_OF(high, words->lines * kiosk_line_px(b, words->em)) + 1;
}

/* Puts a text at the top of a box, as high as it is. */
static void put_high(struct kiosk_builder *b, struct kiosk_box *page,
	const struct kiosk_words *words, const char *text)
{
	struct kiosk_box box =
		kiosk_cut_top(page, words_height(b, words, text, page->width), GAP * b->mm);

	(void)kiosk_put(b, &box, words, text);
}

static const struct kiosk_words free_words = {EM_STRONG, true, ALIGN_LEFT, 3, THEME_GOOD};
static const struct kiosk_words plain_words = {EM_BODY, false, ALIGN_LEFT, 5, THEME_INK};

/* Who helps, and before it, that filing online is free of charge. */
static double told_height(struct kiosk_builder *b, double width)
{
	const char *text = kiosk_phrase(b, lookup_words_text(b->lookup));
	double high = words_height(b, &plain_words, text, width) + GAP * b->mm;

	if (b->lookup->free_online) {
		text = kiosk_phrase(b, "lookup.free_online");
		high += words_height(b, &free_words, text, width) + GAP * b->mm;
	}
	return high;
}

/* The name stands on the page before, so it gives way to what is told here; where they are below
 * each other, so does the code. */
static void put_ways(struct kiosk_builder *b)
{
	static const struct kiosk_words name = {EM_BODY, true, ALIGN_LEFT, 6, THEME_INK};
	struct kiosk_box page = b->page, row = put_bottom(b, &page), box = row;
	double code = QR_MAX * b->unit + 3 * kiosk_line_px(b, EM_BODY);

	if (b->lookup->can_report) {
		box.width = MIN_OF(box.width, 90 * b->unit);
		box.x += row.width - box.width;
		kiosk_put_action(b, &box, RANK_SECOND, LOOKUP_DO_REPORT);
	}
	(void)kiosk_cut_top(&page, GAP / 2 * b->mm, 0);
	if (*b->lookup->url) {
		code = MIN_OF(code, page.height - told_height(b, page.width));
		put_code(b, cut_side(b, &page, code));
	}
	if (words_height(b, &name, b->lookup->name, page.width) <=
		page.height - told_height(b, page.width)) {
		put_high(b, &page, &name, b->lookup->name);
	}
	if (b->lookup->free_online) {
		put_high(b, &page, &free_words, kiosk_phrase(b, "lookup.free_online"));
	}
	put_high(b, &page, &plain_words, kiosk_phrase(b, lookup_words_text(b->lookup)));
}

static void put_lookup_message(struct kiosk_builder *b)
{
	static const struct kiosk_words title = {EM_DISPLAY, true, ALIGN_CENTRE, 3, THEME_INK};
	static const struct kiosk_words plain = {EM_STRONG, false, ALIGN_CENTRE, 4, THEME_INK};
	const struct lookup_view *lookup = b->lookup;
	const char *words = kiosk_phrase(b, lookup_words_title(lookup));
	const char *text = lookup_words_text(lookup);
	struct kiosk_box page = b->page, row = {0}, box;
	double high;

	if (lookup->message == LOOKUP_PRINTED || lookup->message == LOOKUP_NOT_PRINTED ||
		lookup->message == LOOKUP_NOTED) {
		box = kiosk_cut_bottom(&page, b->key, GAP * b->mm);
		row = box;
		row.width = MIN_OF(box.width, 80 * b->unit);
		row.x += (box.width - row.width) / 2; /* below the words, which are in the middle */
		kiosk_put_cell(b, &row, RANK_MAIN, (struct kiosk_target){KIOSK_TARGET_DONE, 0},
			kiosk_phrase(b, "kiosk.done"));
	} else if (lookup->message != LOOKUP_PRINTING) {
		row = put_bottom(b, &page);
	}
	if (lookup->message == LOOKUP_NOTHING) {
		box = row;
		box.width = MIN_OF(box.width, 90 * b->unit);
		box.x += row.width - box.width;
		kiosk_put_action(b, &box, RANK_MAIN, LOOKUP_DO_SECTORS);
	}
	if (!text) {
		(void)kiosk_put(b, &page, &title, words);
		return;
	}
	/* Together, in the middle of a high page. */
	high = words_height(b, &title, words, page.width) + GAP * b->unit +
		words_height(b, &plain, kiosk_phrase(b, text), page.width);
	(void)kiosk_cut_top(&page, MAX_OF(page.height - high, 0) * 0.4, 0);
	box = kiosk_cut_top(&page, words_height(b, &title, words, page.width), GAP * b->unit);
	(void)kiosk_put(b, &box, &title, words);
	page.height =
		MIN_OF(page.height, words_height(b, &plain, kiosk_phrase(b, text), page.width));
	(void)kiosk_put(b, &page, &plain, kiosk_phrase(b, text));
}

/* A small screen leads to a phone, by a code at its right, and to whoever helps; below on an
 * upright one. */
static void put_small(struct kiosk_builder *b)
{
	struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 7, THEME_INK};
	const char *text = kiosk_phrase(b, "lookup.too_small");
	double gap = GAP * b->mm, side;
	struct kiosk_box page = b->page, code;

	if (b->lookup->has_tickets && b->low_row.width > 0) {
		kiosk_put_back(b, b->low_row);
	} else if (b->lookup->has_tickets) {
		kiosk_put_back(b, kiosk_cut_bottom(&page, b->key, gap));
	}
	if (kiosk_question(b)) {
		text = kiosk_question(b);
		words.colour = THEME_ALERT;
	}
	side = b->upright ? MIN_OF(page.width,
				    page.height - gap -
					    kiosk_text_height(b, text, EM_BODY * b->unit, true,
						    page.width, words.lines))
			  : MIN_OF(page.height, page.width * 0.45);
	if (*b->lookup->url) {
		code = (struct kiosk_box){
			page.x + (b->upright ? (page.width - side) / 2 : page.width - side),
			page.y + (b->upright ? page.height - side : (page.height - side) / 2), side,
			side};
		kiosk_add(b, KIOSK_ELEMENT_QR, &code)->text = text_dup(b->lookup->url);
		page.width -= b->upright ? 0 : side + gap;
		page.height -= b->upright ? side + gap : 0;
	}
	(void)kiosk_put(b, &page, &words, text);
}

void kiosk_put_lookup(struct kiosk_builder *b)
{
	if (b->small) {
		put_small(b);
		return;
	}
	switch (b->lookup->page) {
	case LOOKUP_START:
		put_start(b);
		return;
	case LOOKUP_TYPING:
		kiosk_put_typing(b);
		return;
	case LOOKUP_SECTORS:
	case LOOKUP_EVENTS:
	case LOOKUP_ASK:
	case LOOKUP_RESULTS:
		put_entries(b);
		return;
	case LOOKUP_PROCEDURE:
	case LOOKUP_CENTRE:
		put_record(b);
		return;
	case LOOKUP_WAYS:
		put_ways(b);
		return;
	case LOOKUP_MESSAGE:
		put_lookup_message(b);
		return;
	}
}
