/* SPDX-License-Identifier: Apache-2.0 */
/* The paragraphs of a record, divided into pages. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"

void kiosk_tell(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text, const struct lookup_paragraph *paragraph,
	size_t from)
{
	struct kiosk_element *element = kiosk_put(b, box, words, text);
	int size = (int)strlen(text);

	if (element) {
		element->told = true;
		element->data_from = MIN_OF(MAX_OF(paragraph->data_from - (int)from, 0), size);
		element->data_to = MIN_OF(MAX_OF(paragraph->data_to - (int)from, 0), size);
	}
}

/* A part of a paragraph on a page. */
struct piece {
	int paragraph, page;
	size_t from, to;
	struct kiosk_box box; /* from the area's corner */
};

enum { PIECES_MAX = 2 * LOOKUP_PARAGRAPHS_MAX };

struct text_flow {
	struct kiosk_box area;
	double em; /* of b->unit */
	int n, page;
	double y;
	struct piece piece[PIECES_MAX];
};

static double part_height(struct kiosk_builder *b, const struct text_flow *flow,
	const struct lookup_paragraph *paragraph, size_t from, size_t to)
{
	_cleanup_free_ char *part = text_printf("%.*s", (int)(to - from), paragraph->text + from);

	return kiosk_text_height(
		b, part, flow->em * b->unit, paragraph->is_title, flow->area.width, 0);
}

/* Where the words end that have room in a height; from: none has. */
static size_t fitting(struct kiosk_builder *b, const struct text_flow *flow,
	const struct lookup_paragraph *paragraph, size_t from, double height)
{
	size_t end = strlen(paragraph->text), best = from;

	if (part_height(b, flow, paragraph, from, end) <= height + 1) {
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
		} else if (part_height(b, flow, paragraph, from, at) <= height + 1) {
			best = at;
			low = middle;
		} else {
			high = at;
		}
	}
	return best;
}

static void add_piece(
	struct text_flow *flow, int paragraph, size_t from, size_t to, const struct kiosk_box *box)
{
	if (flow->n < PIECES_MAX) {
		flow->piece[flow->n++] = (struct piece){paragraph, flow->page, from, to, *box};
	}
}

static void next_page(struct text_flow *flow)
{
	flow->page++;
	flow->y = 0;
}

static double whole_height(struct kiosk_builder *b, const struct text_flow *flow,
	const struct lookup_paragraph *paragraph)
{
	return part_height(b, flow, paragraph, 0, strlen(paragraph->text));
}

/* Where the only paragraph below a title begins when one line has room for both; 0: none has. */
static double beside_title(struct kiosk_builder *b, const struct text_flow *flow, int title)
{
	const struct lookup_paragraph *paragraph = &b->lookup->paragraphs[title];
	int left = b->lookup->n_paragraphs - title;
	double em_px = flow->em * b->unit, x, end;

	if (!paragraph->is_title || left < 2 || paragraph[1].is_title ||
		(left > 2 && !paragraph[2].is_title)) {
		return 0;
	}
	x = kiosk_text_width(b, paragraph->text, em_px, true) + GAP * b->mm;
	end = x + kiosk_text_width(b, paragraph[1].text, em_px, false);
	return end + 1 <= flow->area.width ? x : 0;
}

/* The height without which a paragraph begins on the next page: of all of it, and of what stands
 * below a title; of a line where no page has room for all. */
static double least_height(struct kiosk_builder *b, const struct text_flow *flow, int at)
{
	const struct lookup_paragraph *paragraph = &b->lookup->paragraphs[at];
	double line = kiosk_line_px(b, flow->em), gap = GAP / 2 * b->mm;
	double high = whole_height(b, flow, paragraph), next = 0;

	if (beside_title(b, flow, at) > 0) {
		return high;
	}
	if (paragraph->is_title && at + 1 < b->lookup->n_paragraphs) {
		next = gap + whole_height(b, flow, paragraph + 1);
		next = high + next <= flow->area.height ? next : gap + line;
	}
	return high + next <= flow->area.height ? high + next : line;
}

/* Puts a paragraph where the flow is, on as many pages as it needs. */
static void flow_paragraph(struct kiosk_builder *b, struct text_flow *flow, int at)
{
	const struct lookup_paragraph *paragraph = &b->lookup->paragraphs[at];
	size_t from = 0, end = strlen(paragraph->text);
	double left, high;
	struct kiosk_box box;

	while (from < end) {
		size_t to;

		left = flow->area.height - flow->y;
		to = fitting(b, flow, paragraph, from, left);
		if (to == from && flow->y > 0) {
			next_page(flow);
			continue;
		}
		to = to == from ? end : to; /* one word without an end */
		high = MIN_OF(part_height(b, flow, paragraph, from, to), left);
		box = (struct kiosk_box){0, flow->y, flow->area.width, high};
		add_piece(flow, at, from, to, &box);
		flow->y += high;
		from = to + strspn(paragraph->text + to, " ");
		if (from < end) {
			next_page(flow);
		}
	}
}

/* A title, and behind it on its line what stands below it elsewhere. */
static void flow_line(struct kiosk_builder *b, struct text_flow *flow, int at, double x)
{
	double high = kiosk_line_px(b, flow->em);
	struct kiosk_box title = {0, flow->y, x, high};
	struct kiosk_box text = {x, flow->y, flow->area.width - x, high};

	add_piece(flow, at, 0, strlen(b->lookup->paragraphs[at].text), &title);
	add_piece(flow, at + 1, 0, strlen(b->lookup->paragraphs[at + 1].text), &text);
	flow->y += high;
}

/* Divides the paragraphs into pages. What has room on one is not divided, so that nobody reads a
 * fee without who need not pay it, and no title stands alone at the end of one. */
static void flow_texts(struct kiosk_builder *b, struct text_flow *flow, int from_paragraph)
{
	for (int i = from_paragraph; i < b->lookup->n_paragraphs; i++) {
		double x;

		flow->y += flow->y > 0 ? GAP / (b->titled ? 4 : 2) * b->mm : 0;
		if (flow->y > 0 && flow->y + least_height(b, flow, i) > flow->area.height + 1) {
			next_page(flow);
		}
		x = beside_title(b, flow, i);
		if (x > 0) {
			flow_line(b, flow, i++, x);
		} else {
			flow_paragraph(b, flow, i);
		}
	}
}

static void begin_flow(struct kiosk_builder *b, struct text_flow *flow,
	const struct kiosk_box *area, double em, int from_paragraph, int before)
{
	*flow = (struct text_flow){.area = *area, .em = em, .page = before};
	flow_texts(b, flow, from_paragraph);
}

/* On a large screen in the type that needs the fewest pages, and of several the largest one; it
 * stays larger than what must be read on a small screen. */
static void choose_flow(struct kiosk_builder *b, struct text_flow *flow,
	const struct kiosk_box *area, int from_paragraph, int before)
{
	static const double smaller[] = {0.9, 0.8, 0.7};
	double best = EM_BODY;
	int last;

	begin_flow(b, flow, area, EM_BODY, from_paragraph, before);
	last = flow->page;
	for (size_t i = 0; i < ELEMENTS(smaller) && flow->page > 0; i++) {
		double em = smaller[i] * EM_BODY;

		if (em * b->unit >= EM_MIN * b->mm) {
			begin_flow(b, flow, area, em, from_paragraph, before);
			best = flow->page < last ? em : best;
			last = MIN_OF(flow->page, last);
		}
	}
	begin_flow(b, flow, area, best, from_paragraph, before);
}

int kiosk_put_texts(
	struct kiosk_builder *b, const struct kiosk_box *area, int from_paragraph, int before)
{
	struct text_flow *flow = memory_new(1, sizeof(*flow));
	int pages, at;

	choose_flow(b, flow, area, from_paragraph, before);
	pages = flow->page + 1;
	at = MAX_OF(MIN_OF(b->view->list_page, pages - 1), 0);
	for (int i = 0; i < flow->n; i++) {
		const struct piece *piece = &flow->piece[i];
		const struct lookup_paragraph *from = &b->lookup->paragraphs[piece->paragraph];
		struct kiosk_words words = {flow->em, from->is_title, ALIGN_LEFT, 0,
			from->is_title ? THEME_BRAND : THEME_INK};
		struct kiosk_box box = {area->x + piece->box.x, area->y + piece->box.y,
			piece->box.width, piece->box.height + 1};
		_cleanup_free_ char *text = text_printf(
			"%.*s", (int)(piece->to - piece->from), from->text + piece->from);

		if (piece->page == at) {
			kiosk_tell(b, &box, &words, text, from, piece->from);
		}
	}
	free(flow);
	return pages;
}
