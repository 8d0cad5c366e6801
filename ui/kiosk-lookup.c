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

#define LOW_PAGE 130.0 /* a page of less height has a heading in smaller type */

enum {
	LIST_COLUMNS_MAX = 2,
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
		(void)kiosk_cut_top(page, GAP / 2 * b->mm, 0);
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

struct item {
	const char *text, *pictogram;
	enum kiosk_rank rank;
	struct kiosk_target target;
};

/* A list whose keys are as high as their texts need. */
struct items {
	int n;
	struct item item[ITEMS_MAX];
	double beside; /* pixels, for pictograms; 0 none */
	double high[ITEMS_MAX]; /* pixels, in the present number of columns */
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

static double column_width(const struct kiosk_builder *b, const struct kiosk_box *area, int columns)
{
	return (area->width + GAP * b->mm) / columns - GAP * b->mm;
}

/* The texts' heights; one that needs more than the area is cut. Returns whether none is. */
static bool measure(
	struct kiosk_builder *b, struct items *items, const struct kiosk_box *area, int columns)
{
	double room = column_width(b, area, columns) - items->beside - 2 * PAD * b->mm;
	bool whole = true;

	for (int i = 0; i < items->n; i++) {
		double high =
			kiosk_text_height(b, items->item[i].text, EM_BODY * b->unit, true, room, 0);

		high = MAX_OF(high + 1.5 * PAD * b->mm, KIOSK_TARGET_MM * b->mm);
		whole = whole && high <= area->height;
		items->high[i] = MIN_OF(high, area->height);
	}
	return whole;
}

static double row_height(const struct items *items, int from, int columns)
{
	double high = 0;

	for (int i = from; i < MIN_OF(from + columns, items->n); i++) {
		high = MAX_OF(high, items->high[i]);
	}
	return high;
}

/* Where the page ends that begins with an item; *ret_spare: pixels that its rows leave. */
static int page_end(const struct kiosk_builder *b, const struct items *items,
	const struct kiosk_box *area, int columns, int from, double *ret_spare)
{
	double gap = GAP * b->mm, used = row_height(items, from, columns);
	int to = from + columns;

	while (to < items->n && used + gap + row_height(items, to, columns) <= area->height + 1) {
		used += gap + row_height(items, to, columns);
		to += columns;
	}
	*ret_spare = MAX_OF(area->height - used, 0);
	return MIN_OF(to, items->n);
}

static int count_pages(const struct kiosk_builder *b, const struct items *items,
	const struct kiosk_box *area, int columns)
{
	double spare;
	int pages = 0;

	for (int at = 0; at < items->n; pages++) {
		at = page_end(b, items, area, columns, at, &spare);
	}
	return MAX_OF(pages, 1);
}

static void put_item(
	struct kiosk_builder *b, const struct items *items, int index, const struct kiosk_box *box)
{
	const struct item *item = &items->item[index];
	struct kiosk_words words = {EM_BODY, true,
		items->beside > 0 || item->target.kind == KIOSK_TARGET_ENTRY ? ALIGN_LEFT
									     : ALIGN_CENTRE,
		0, THEME_PAPER};
	struct kiosk_box text = kiosk_inset(box, PAD * b->mm, PAD / 2 * b->mm);
	struct kiosk_box sign = text;

	words.colour = kiosk_put_key(b, box, item->rank, item->target);
	if (items->beside > 0) {
		sign.width = items->beside - PAD * b->mm;
		kiosk_put_pictogram(b, &sign, item->pictogram, words.colour);
		text.x += items->beside;
		text.width -= items->beside;
	}
	words.lines = MAX_OF((int)(text.height / (EM_BODY * 1.3 * b->unit)), 1);
	(void)kiosk_put(b, &text, &words, item->text);
}

/* Puts the page of a list that the view has turned to; rows share what is left. */
static void put_items(
	struct kiosk_builder *b, struct items *items, struct kiosk_box area, int columns, int page)
{
	double gap = GAP * b->mm, width = column_width(b, &area, columns), spare, y = area.y;
	int from = 0, to = page_end(b, items, &area, columns, 0, &spare);

	while (page-- > 0) {
		from = to;
		to = page_end(b, items, &area, columns, from, &spare);
	}
	spare /= (to - from + columns - 1) / columns; // NOLINT: whole rows
	for (int at = from; at < to; at += columns) {
		double high = row_height(items, at, columns);

		high += MIN_OF(spare, MAX_OF(ROW_MAX * b->unit - high, 0));
		for (int i = at; i < MIN_OF(at + columns, to); i++) {
			struct kiosk_box box = {area.x + (i - at) * (width + gap), y, width, high};

			put_item(b, items, i, &box);
		}
		y += high + gap;
	}
}

/* In as many columns as need the fewest pages and cut nothing. */
static void put_list(struct kiosk_builder *b, struct items *items, struct kiosk_box area,
	const struct kiosk_box *turns)
{
	int columns = 1, pages = 0;

	for (int i = 0; i < items->n; i++) {
		items->beside = *items->item[i].pictogram ? SIGN * b->unit : items->beside;
	}
	for (int n = 1; n <= LIST_COLUMNS_MAX; n++) {
		bool whole = measure(b, items, &area, n);
		int needed = count_pages(b, items, &area, n);

		if (n == 1 || (whole && needed < pages)) {
			columns = n;
			pages = needed;
		}
	}
	(void)measure(b, items, &area, columns);
	if (pages > 1 && turns) {
		kiosk_put_turns(b, *turns, MIN_OF(b->view->list_page, pages - 1), pages);
	}
	put_items(b, items, area, columns, MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0));
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
	put_list(b, &items, page, NULL);
}

static void put_entries(struct kiosk_builder *b)
{
	const struct lookup_view *lookup = b->lookup;
	struct kiosk_box page = b->page, row;
	struct items items = {0};
	_cleanup_free_ char *count = text_printf("%d", lookup->n_more);
	_cleanup_free_ char *more = phrases_fill(
		b->phrases, b->view->language, "lookup.more", "count", count, (char *)NULL);

	put_title(b, &page);
	row = put_bottom(b, &page);
	kiosk_lower(b, &page);
	for (int i = 0; i < lookup->n_entries; i++) {
		add_item(&items, lookup->entries[i].name, RANK_MAIN, KIOSK_TARGET_ENTRY, i);
		items.item[i].pictogram = lookup->entries[i].pictogram;
	}
	if (lookup->page == LOOKUP_ASK) {
		add_action(b, &items, RANK_SECOND, LOOKUP_DO_ALL);
	}
	if (lookup->n_more > 0) {
		add_item(&items, more, RANK_SECOND, KIOSK_TARGET_ACTION, LOOKUP_DO_SEARCH);
	}
	put_list(b, &items, page, &row);
}

/* ---- texts ---- */

/* Puts a text that is read aloud. */
static void tell(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text)
{
	struct kiosk_element *element = kiosk_put(b, box, words, text);

	if (element) {
		element->told = true;
	}
}

/* A part of a paragraph on a page. */
struct piece {
	int paragraph, page;
	size_t from, to;
	double y, height;
};

enum { PIECES_MAX = 2 * LOOKUP_PARAGRAPHS_MAX };

struct text_flow {
	struct kiosk_box area;
	int n, page;
	double y;
	struct piece piece[PIECES_MAX];
};

static double part_height(struct kiosk_builder *b, const struct lookup_paragraph *paragraph,
	size_t from, size_t to, double width)
{
	_cleanup_free_ char *part = text_printf("%.*s", (int)(to - from), paragraph->text + from);

	return kiosk_text_height(b, part, EM_BODY * b->unit, paragraph->is_title, width, 0);
}

/* Where the words end that have room in a height; from: none has. */
static size_t fitting(struct kiosk_builder *b, const struct lookup_paragraph *paragraph,
	size_t from, double width, double height)
{
	size_t end = strlen(paragraph->text), best = from;

	if (part_height(b, paragraph, from, end, width) <= height + 1) {
		return end;
	}
	/* The text is halved, at a space each time. */
	for (size_t low = from, high = end; high - low > 1;) {
		size_t middle = low + (high - low) / 2, at = middle;

		while (at > low && paragraph->text[at] != ' ') {
			at--;
		}
		if (at == low) {
			low = middle;
		} else if (part_height(b, paragraph, from, at, width) <= height + 1) {
			best = at;
			low = middle;
		} else {
			high = at;
		}
	}
	return best;
}

static void add_piece(struct text_flow *flow, int paragraph, size_t from, size_t to, double height)
{
	if (flow->n < PIECES_MAX) {
		flow->piece[flow->n++] =
			(struct piece){paragraph, flow->page, from, to, flow->y, height};
	}
	flow->y += height;
}

static void next_page(struct text_flow *flow)
{
	flow->page++;
	flow->y = 0;
}

static double whole_height(
	struct kiosk_builder *b, const struct lookup_paragraph *paragraph, double width)
{
	return part_height(b, paragraph, 0, strlen(paragraph->text), width);
}

/* The height without which a paragraph begins on the next page: of all of it, and of what stands
 * below a title; of a line where no page has room for all. */
static double least_height(struct kiosk_builder *b, const struct kiosk_box *area, int at)
{
	const struct lookup_paragraph *paragraph = &b->lookup->paragraphs[at];
	double line = kiosk_line_px(b, EM_BODY), gap = GAP / 2 * b->mm;
	double high = whole_height(b, paragraph, area->width), next = 0;

	if (paragraph->is_title && at + 1 < b->lookup->n_paragraphs) {
		next = gap + whole_height(b, paragraph + 1, area->width);
		next = high + next <= area->height ? next : gap + line;
	}
	return high + next <= area->height ? high + next : line;
}

/* Divides the paragraphs into pages. What has room on one is not divided, so that nobody reads a
 * fee without who need not pay it, and no title stands alone at the end of one. */
static void flow_texts(struct kiosk_builder *b, struct text_flow *flow, int from_paragraph)
{
	const double height = flow->area.height;

	for (int i = from_paragraph; i < b->lookup->n_paragraphs; i++) {
		const struct lookup_paragraph *paragraph = &b->lookup->paragraphs[i];
		size_t from = 0, end = strlen(paragraph->text);

		flow->y += flow->y > 0 ? GAP / 2 * b->mm : 0;
		if (flow->y > 0 && flow->y + least_height(b, &flow->area, i) > height + 1) {
			next_page(flow);
		}
		while (from < end) {
			size_t to = fitting(b, paragraph, from, flow->area.width, height - flow->y);

			if (to == from && flow->y > 0) {
				next_page(flow);
				continue;
			}
			to = to == from ? end : to; /* one word without an end */
			add_piece(flow, i, from, to,
				MIN_OF(part_height(b, paragraph, from, to, flow->area.width),
					height - flow->y));
			from = to + strspn(paragraph->text + to, " ");
			if (from < end) {
				next_page(flow);
			}
		}
	}
}

/* Puts what the paragraphs from one on have on this page; before them is a number of other pages.
 * Returns how many pages there are. */
static int put_texts(struct kiosk_builder *b, const struct kiosk_box *area, int from_paragraph,
	int before, int *ret_at)
{
	struct text_flow *flow = memory_new(1, sizeof(*flow));
	int pages, at;

	flow->area = *area;
	flow->page = before;
	flow_texts(b, flow, from_paragraph);
	pages = flow->page + 1;
	at = MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0);
	for (int i = 0; i < flow->n; i++) {
		const struct piece *piece = &flow->piece[i];
		const struct lookup_paragraph *from = &b->lookup->paragraphs[piece->paragraph];
		struct kiosk_words words = {EM_BODY, from->is_title, ALIGN_LEFT, 0,
			from->is_title ? THEME_BRAND : THEME_INK};
		struct kiosk_box box = {
			area->x, area->y + piece->y, area->width, piece->height + 1};
		_cleanup_free_ char *text = text_printf(
			"%.*s", (int)(piece->to - piece->from), from->text + piece->from);

		if (piece->page == at) {
			tell(b, &box, &words, text);
		}
	}
	free(flow);
	*ret_at = at;
	return pages;
}

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

/* What can be done about a procedure; where not all of it has room, the rest is on the next page of
 * the texts. Returns how many pages there must be. */
static int put_actions(struct kiosk_builder *b, struct kiosk_box area)
{
	struct items items = {0};
	int pages;

	if (b->lookup->can_print) {
		add_action(b, &items, RANK_MAIN, LOOKUP_DO_PRINT);
	}
	if (b->lookup->can_ticket) {
		add_action(b, &items, RANK_MAIN, LOOKUP_DO_TICKET);
	}
	add_action(b, &items, RANK_SECOND, LOOKUP_DO_WAYS);
	(void)measure(b, &items, &area, 1);
	pages = count_pages(b, &items, &area, 1);
	put_items(b, &items, area, 1, MAX_OF(b->view->list_page, 0) % pages);
	return pages;
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
		left -= line_height(b, b->lookup->summary[i], false, page->width) + GAP / 2 * b->mm;
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

	name.lines = (int)(left / kiosk_line_px(b, EM_BODY));
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
	tell(b, &box, &name, words);
	for (int i = 0; i < b->lookup->n_summary; i++) {
		high = line_height(b, b->lookup->summary[i], false, page.width);
		box = kiosk_cut_top(&page, high + 1, GAP / 2 * b->mm);
		tell(b, &box, &plain, b->lookup->summary[i]);
	}
	return true;
}

static void put_record(struct kiosk_builder *b)
{
	bool actions = b->lookup->page == LOOKUP_PROCEDURE;
	struct kiosk_box page = b->page, row = put_bottom(b, &page), side;
	int n = actions ? 1 + b->lookup->can_print + b->lookup->can_ticket : 3;
	double keys = n * (KIOSK_TARGET_MM + GAP) * b->unit;
	bool first, whole = false;
	int at, pages, least = 1;

	(void)kiosk_cut_top(&page, GAP / 2 * b->mm, 0);
	if (actions || *b->lookup->url) {
		side = cut_side(b, &page, keys);
		if (actions) {
			kiosk_lower(b, &side);
			least = put_actions(b, side);
		} else {
			put_code(b, side);
		}
	}
	first = actions && put_first(b, page, &whole);
	pages = put_texts(b, &page, first && whole ? 1 : 0, first ? 1 : 0, &at);
	pages = MAX_OF(pages, least);
	at = MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0);
	if (pages > 1) {
		kiosk_put_turns(b, row, at, pages);
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
	const char *text = lookup_words_text(lookup);
	struct kiosk_box page = b->page, row = {0}, box;

	if (lookup->message == LOOKUP_PRINTED || lookup->message == LOOKUP_NOT_PRINTED ||
		lookup->message == LOOKUP_NOTED) {
		row = kiosk_cut_bottom(&page, b->key, GAP * b->mm);
		row.width = MIN_OF(row.width, 80 * b->unit);
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
	box = text ? kiosk_cut_top(&page, page.height / 2, 0) : page;
	(void)kiosk_put(b, &box, &title, kiosk_phrase(b, lookup_words_title(lookup)));
	(void)kiosk_put(b, &page, &plain, text ? kiosk_phrase(b, text) : "");
}

void kiosk_put_lookup(struct kiosk_builder *b)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 5, THEME_INK};

	if (b->small) {
		(void)kiosk_put(b, &b->page, &words, kiosk_phrase(b, "lookup.too_small"));
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
