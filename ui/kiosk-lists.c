/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's pages with lists: of services, and of reasons for the priority lane. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"
#include "ui/kiosk-message.h"

/* Millimetres. */
#define LETTER 18.0
#define COLUMN_MIN 60.0
#define WARNED_LIST_MIN 95.0
#define LANE_MIN 70.0 /* below the name of the service */

enum { COLUMNS_MAX = 4, KIOSK_NOTES = 5, NOTE_LINES = 2 };

struct list {
	int n;
	const char *texts[KIOSK_LIST_MAX];
	double beside; /* what a key has beside its text, in pixels */
	int n_notes; /* one of these is below the text, in small type */
	const char *notes[KIOSK_NOTES];
	int columns_max;
	int lines; /* of a text, at most */
};

/* The height that the highest of some texts needs; HUGE_VAL: one does not fit. */
static double highest_of(struct kiosk_builder *b, const char *const *texts, int n, double em_px,
	bool bold, double width, int lines)
{
	double highest = 0;

	for (int i = 0; i < n && isfinite(highest); i++) {
		highest =
			MAX_OF(highest, kiosk_text_height(b, texts[i], em_px, bold, width, lines));
	}
	return highest;
}

/* The type of what stands below a text. */
static double note_em(const struct kiosk_builder *b, double em_px)
{
	return MAX_OF(0.7 * em_px, EM_MIN * b->mm);
}

/* The height of a key, for the longest text and note; HUGE_VAL: one does not fit. */
static double row_height(
	struct kiosk_builder *b, const struct list *list, double width, double em_px)
{
	double room = width - list->beside - 2 * PAD * b->mm;
	double high = highest_of(b, list->texts, list->n, em_px, true, room, list->lines) +
		highest_of(
			b, list->notes, list->n_notes, note_em(b, em_px), false, room, NOTE_LINES);

	return MAX_OF(high + PAD * b->mm, KIOSK_TARGET_MM * b->mm);
}

static bool try_columns(struct kiosk_builder *b, const struct list *list,
	const struct kiosk_box *area, int columns, double em_px, struct kiosk_grid *ret)
{
	double gap = GAP * b->mm;
	double width = (area->width + gap) / columns - gap, row;

	if (columns > 1 && width < COLUMN_MIN * b->mm) {
		return false;
	}
	row = row_height(b, list, width, em_px);
	if (row > area->height + 1) {
		/* The longest text is cut rather than nothing shown. */
		row = columns == 1 && em_px <= EM_MIN * b->mm + 0.01 ? area->height : HUGE_VAL;
	}
	if (!isfinite(row)) {
		return false;
	}
	*ret = (struct kiosk_grid){
		columns, MAX_OF((int)((area->height + gap) / (row + gap)), 1), em_px, row + gap};
	return true;
}

/* The grid with the largest type that has room for all; else the smallest type and the most keys a
 * page, in the area that page keys leave. */
static struct kiosk_grid find_grid(struct kiosk_builder *b, const struct list *list,
	const struct kiosk_box *whole, const struct kiosk_box *paged)
{
	static const double ems[] = {14, 12, EM_STRONG, 9, EM_MIN};
	struct kiosk_grid grid, best = {1, 1, EM_MIN * b->mm, paged->height};

	for (size_t e = 0; e < ELEMENTS(ems); e++) {
		double em_px = MAX_OF(ems[e] * b->unit, EM_MIN * b->mm);

		em_px = e + 1 == ELEMENTS(ems) ? EM_MIN * b->mm : em_px;
		for (int columns = 1; columns <= list->columns_max; columns++) {
			if (try_columns(b, list, whole, columns, em_px, &grid) &&
				grid.columns * grid.rows >= list->n) {
				return grid;
			}
		}
	}
	for (int columns = 1; columns <= list->columns_max; columns++) {
		if (try_columns(b, list, paged, columns, EM_MIN * b->mm, &grid) &&
			grid.columns * grid.rows > best.columns * best.rows) {
			best = grid;
		}
	}
	return best;
}

static char *key_of(
	const struct kiosk_builder *b, const struct list *list, const struct kiosk_box *area)
{
	struct textbuf key = {0};

	textbuf_printf(&key, "%d %d %.3f %.1f %.1f %.1f", b->layout->size.width,
		b->layout->size.height, b->mm, area->width, area->height, list->beside);
	for (int i = 0; i < list->n; i++) {
		textbuf_printf(&key, "\n%s", list->texts[i]);
	}
	return key.data;
}

/* A page of a list. */
struct shown {
	int from, to; /* to is exclusive */
	double em_px;
	struct kiosk_box first; /* the first key's box; the others follow in steps */
	double step_x, step_y;
	int columns;
};

static void put_turns(struct kiosk_builder *b, struct kiosk_box row, int at, int pages)
{
	static const struct kiosk_words words = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_BRAND};
	static const struct kiosk_words middle = {EM_BODY, true, ALIGN_CENTRE, 1, THEME_INK};
	_cleanup_free_ char *place = text_printf("%d/%d", at + 1, pages);
	double width = MIN_OF(60 * b->unit, (row.width - 27 * b->unit) / 2);
	struct kiosk_box left = {row.x, row.y, width, row.height};
	struct kiosk_box right = {row.x + row.width - width, row.y, width, row.height};
	struct kiosk_box between = {
		left.x + width, row.y, MAX_OF(right.x - left.x - width, 1), row.height};

	if (at > 0) {
		kiosk_put_key_words(b, &left, RANK_SECOND,
			(struct kiosk_target){KIOSK_TARGET_TURN, -1}, &words,
			kiosk_phrase(b, "kiosk.previous"));
	}
	(void)kiosk_put(b, &between, &middle, place);
	if (at + 1 < pages) {
		kiosk_put_key_words(b, &right, RANK_SECOND,
			(struct kiosk_target){KIOSK_TARGET_TURN, 1}, &words,
			kiosk_phrase(b, "kiosk.more"));
	}
}

/* Divides the area; puts the keys that turn the pages, if there are pages. */
static struct shown put_list(
	struct kiosk_builder *b, const struct list *list, struct kiosk_box area)
{
	double gap = GAP * b->mm;
	struct kiosk_box paged = area;
	struct kiosk_box turns = kiosk_cut_bottom(&paged, b->key, gap);
	_cleanup_free_ char *key = key_of(b, list, &area);
	struct kiosk_grid *grid = &b->layout->grid;
	struct shown shown;
	int per_page, pages, at, rows;

	if (!b->layout->grid_key || strcmp(b->layout->grid_key, key) != 0) {
		*grid = find_grid(b, list, &area, &paged);
		free(b->layout->grid_key);
		b->layout->grid_key = TAKE_PTR(key);
	}
	per_page = grid->columns * grid->rows;
	pages = MAX_OF((list->n + per_page - 1) / per_page, 1);
	at = MIN_OF(MAX_OF(b->view->list_page, 0), pages - 1);
	rows = pages > 1 ? grid->rows : (list->n + grid->columns - 1) / grid->columns;
	if (pages > 1) {
		put_turns(b, turns, at, pages);
		area = paged;
	}
	shown = (struct shown){
		.from = at * per_page,
		.to = MIN_OF(at * per_page + per_page, list->n),
		.em_px = grid->em_px,
		.step_x = (area.width + gap) / grid->columns,
		.step_y = MIN_OF((area.height + gap) / MAX_OF(rows, 1),
			MAX_OF(ROW_MAX * b->unit, grid->row_px)),
		.columns = grid->columns,
	};
	shown.first = (struct kiosk_box){area.x, area.y, shown.step_x - gap, shown.step_y - gap};
	return shown;
}

static struct kiosk_box box_in(const struct shown *shown, int index)
{
	struct kiosk_box box = shown->first;

	box.x += (index - shown->from) % shown->columns * shown->step_x;
	box.y += (index - shown->from) / shown->columns * shown->step_y; // NOLINT: whole rows
	return box;
}

static char *waiting_words(const struct kiosk_builder *b, const struct kiosk_service *service)
{
	_cleanup_free_ char *number = text_printf("%d", service->waiting);
	const char *note = kiosk_service_note(service);

	if (note) {
		return text_dup(kiosk_phrase(b, note));
	}
	return phrases_fill(
		b->phrases, b->view->language, "kiosk.waiting", "waiting", number, NULL);
}

/* The name with the note below it, both in the middle of the key. */
static void put_service(struct kiosk_builder *b, const struct shown *shown, int index)
{
	const struct kiosk_service *service = &b->view->services[index];
	struct kiosk_box box = box_in(shown, index);
	struct kiosk_box letter = {box.x, box.y, LETTER * b->unit, box.height};
	struct kiosk_box inner = {box.x + letter.width, box.y + PAD / 2 * b->mm,
		box.width - letter.width - 2 * PAD * b->mm, box.height - PAD * b->mm};
	_cleanup_free_ char *note_text = waiting_words(b, service);
	enum theme_colour ink =
		kiosk_put_key(b, &box, service->opening == KIOSK_OPEN ? RANK_MAIN : RANK_OFF,
			(struct kiosk_target){KIOSK_TARGET_SERVICE, index});
	struct kiosk_words series = {EM_DISPLAY, true, ALIGN_CENTRE, 1, ink};
	struct kiosk_words name = {shown->em_px / b->unit, true, ALIGN_LEFT, 4, ink};
	struct kiosk_words note = {
		note_em(b, shown->em_px) / b->unit, false, ALIGN_LEFT, NOTE_LINES, ink};
	struct kiosk_element *first, *second;

	(void)kiosk_put(b, &letter, &series, service->series);
	first = kiosk_put(b, &inner, &name, service->name);
	second = kiosk_put(b, &inner, &note, note_text);
	if (first && second) {
		double spare = MAX_OF(inner.height - first->height_px - second->height_px, 0);

		first->box.height = first->height_px;
		first->box.y += spare / 2;
		second->box.y = first->box.y + first->box.height;
		second->box.height = second->height_px;
	}
}

/* waiting: the longest of those notes. */
static void list_services(const struct kiosk_builder *b, const char *waiting, struct list *ret)
{
	static const char *const notes[] = {
		"kiosk.waiting_none", "kiosk.closed_now", "kiosk.full", "kiosk.no_more"};

	*ret = (struct list){.columns_max = COLUMNS_MAX, .lines = 4, .beside = LETTER * b->unit};
	for (int i = 0; i < b->view->n_services; i++) {
		ret->texts[ret->n++] = b->view->services[i].name;
	}
	ret->notes[ret->n_notes++] = waiting;
	for (size_t i = 0; i < ELEMENTS(notes); i++) {
		ret->notes[ret->n_notes++] = kiosk_phrase(b, notes[i]);
	}
}

/* Where the screen is too small for it beside the services, they come first. Returns whether there
 * was room. */
static bool put_warning(struct kiosk_builder *b, struct kiosk_box *page, const char *key)
{
	int before = b->layout->n;
	struct kiosk_box rest = *page;

	kiosk_put_band(b, &rest, THEME_ALERT, EM_BODY, key);
	if (rest.height < WARNED_LIST_MIN * b->mm) {
		kiosk_take_back(b, before);
		return false;
	}
	*page = rest;
	return true;
}

void kiosk_put_services(struct kiosk_builder *b)
{
	const struct kiosk_view *view = b->view;
	struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 2, THEME_INK};
	const char *heading = view->buttons_only ? kiosk_phrase(b, "kiosk.choose_buttons")
		: *view->welcome                 ? view->welcome
						 : kiosk_phrase(b, "kiosk.choose");
	_cleanup_free_ char *waiting =
		phrases_fill(b->phrases, view->language, "kiosk.waiting", "waiting", "888", NULL);
	struct kiosk_box page = b->page, top;
	struct list list;
	struct shown shown;

	top = kiosk_cut_top(
		&page, kiosk_line_px(b, EM_HEADING) * (b->upright ? 2 : 1), GAP / 2 * b->mm);
	if (view->no_slips && !put_warning(b, &page, "kiosk.no_slips")) {
		heading = kiosk_phrase(b, "kiosk.no_slips");
		title.colour = THEME_ALERT;
	}
	if (view->portal_down) {
		(void)put_warning(b, &page, "kiosk.portal");
	}
	(void)kiosk_put(b, &top, &title, heading);
	kiosk_lower(b, &page);
	list_services(b, waiting, &list);
	shown = put_list(b, &list, page);
	for (int i = shown.from; i < shown.to; i++) {
		put_service(b, &shown, i);
	}
}

static void put_reasons(struct kiosk_builder *b, struct kiosk_box area)
{
	static const struct kiosk_words kind = {EM_BODY, true, ALIGN_LEFT, 3, THEME_INK};
	const struct kiosk_view *view = b->view;
	struct list list = {.columns_max = 2, .lines = 3};
	double high = kiosk_text_height(b, kiosk_phrase(b, "kiosk.priority"), EM_BODY * b->unit,
		true, area.width, kind.lines);
	struct kiosk_box label =
		kiosk_cut_top(&area, MIN_OF(high, kind.lines * kiosk_line_px(b, EM_BODY)), 0);
	struct shown shown;

	(void)kiosk_put(b, &label, &kind, kiosk_phrase(b, "kiosk.priority"));
	for (int i = 0; i < view->n_reasons; i++) {
		list.texts[list.n++] = view->reasons[i].name;
	}
	shown = put_list(b, &list, area);
	for (int i = shown.from; i < shown.to; i++) {
		struct kiosk_words words = {
			shown.em_px / b->unit, true, ALIGN_LEFT, 3, THEME_PAPER};
		struct kiosk_box box = box_in(&shown, i);

		kiosk_put_key_words(b, &box, RANK_PRIORITY,
			(struct kiosk_target){KIOSK_TARGET_REASON, i}, &words,
			view->reasons[i].name);
	}
}

static void put_back(struct kiosk_builder *b, struct kiosk_box box)
{
	static const struct kiosk_words words = {EM_STRONG, true, ALIGN_CENTRE, 1, THEME_BRAND};

	box.width = MIN_OF(box.width, 80 * b->unit);
	kiosk_put_key_words(b, &box, RANK_SECOND, (struct kiosk_target){KIOSK_TARGET_BACK, 0},
		&words, kiosk_phrase(b, "kiosk.back"));
}

/* The service and the regular lane, then the reasons for the priority lane: beside each other, on
 * an upright screen below each other. */
void kiosk_put_lane(struct kiosk_builder *b)
{
	struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 3, THEME_INK};
	static const struct kiosk_words big = {EM_DISPLAY, true, ALIGN_CENTRE, 3, THEME_PAPER};
	const struct kiosk_view *view = b->view;
	double gap = GAP * b->mm, high;
	struct kiosk_box page = b->page, left = page, heading;

	if (!b->upright && view->n_reasons > 0) {
		left.width = page.width * 0.4;
		page.x += left.width + 2 * gap;
		page.width -= left.width + 2 * gap;
	}
	high = kiosk_text_height(
		b, view->service, title.em * b->unit, true, left.width, title.lines);
	if (left.height - high < LANE_MIN * b->mm) {
		title.em = EM_BODY;
		high = kiosk_text_height(
			b, view->service, EM_BODY * b->unit, true, left.width, title.lines);
	}
	heading = kiosk_cut_top(
		&left, MIN_OF(high, title.lines * kiosk_line_px(b, title.em)), gap / 2);
	(void)kiosk_put(b, &heading, &title, view->service);
	kiosk_lower(b, &left);
	if (b->low_row.width >= 40 * b->mm) {
		put_back(b, b->low_row);
	} else {
		put_back(b, kiosk_cut_bottom(&left, 1.2 * b->key, gap));
	}
	if (b->upright) {
		page = left;
		left = view->n_reasons > 0
			? kiosk_cut_top(
				  &page, MAX_OF(page.height / 5, KIOSK_TARGET_MM * b->mm), gap)
			: page;
	} else {
		kiosk_lower(b, &page);
	}
	kiosk_put_key_words(b, &left, RANK_MAIN, (struct kiosk_target){KIOSK_TARGET_REGULAR, 0},
		&big, kiosk_phrase(b, "kiosk.regular"));
	if (view->n_reasons > 0) {
		put_reasons(b, page);
	}
}
