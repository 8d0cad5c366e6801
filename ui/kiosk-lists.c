/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's pages with lists: of services, and of reasons for the priority lane. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/kiosk-layout-internal.h"
#include "ui/kiosk-message.h"

/* Millimetres. */
#define LETTER 18.0
/* Of the letter's or pictogram's place from the key's left edge, millimetres. The key leaves two
 * paddings beside the text, and this is a part of them. */
#define SIGN_AT (PAD * 0.75)
#define COLUMN_MIN 60.0
#define WARNED_LIST_MIN 95.0
#define LANE_MIN 70.0 /* below the name of the service */
#define UPRIGHT_LANE_MIN 130.0 /* the same with the reasons */
#define LANE_KEY_MIN 24.0
#define UPRIGHT_BRING_MIN 185.0 /* all of the page */
#define BACK_KEYS 1.2 /* the height of the key that leads back from the lanes, in keys */

enum {
	COLUMNS_MAX = 4,
	NOTES_MAX = KIOSK_LIST_MAX,
	NOTE_LINES = 2,
	BRING_LINES = 6,
	TEXTS_MAX = KIOSK_LIST_MAX + KIOSK_WAYS_MAX,
};

struct list {
	int n;
	const char *texts[TEXTS_MAX];
	double beside; /* what a key has beside its text, in pixels */
	int n_notes; /* one of these is below the text, in small type */
	char *notes[NOTES_MAX]; /* heap */
	int columns_max;
	int lines; /* of a text, at most */
	int before; /* pages without a part of the list, */
	int after; /* and behind it */
	bool light; /* not bold */
	bool shortens; /* texts too long for it, rather than have few keys on a page */
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

/* The same of texts that are shortened to some lines; no word has to be broken. */
static double shortened_height(
	struct kiosk_builder *b, const struct list *list, double em_px, double width)
{
	for (int i = 0; i < list->n; i++) {
		if (kiosk_breaks_words(b, list->texts[i], em_px, width)) {
			return HUGE_VAL;
		}
	}
	return list->lines * kiosk_text_height(b, "Ag", em_px, true, width, 1);
}

static int lines_in(struct kiosk_builder *b, double em_px, double width, double height)
{
	return (int)((height + 1) / kiosk_text_height(b, "Ag", em_px, true, width, 1));
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
	double high = highest_of(b, list->texts, list->n, em_px, !list->light, room, list->lines);

	if (list->shortens && !isfinite(high)) {
		high = shortened_height(b, list, em_px, room);
	}
	high += highest_of(b, (const char *const *)list->notes, list->n_notes, note_em(b, em_px),
		false, room, NOTE_LINES);

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
		return false;
	}
	*ret = (struct kiosk_grid){.columns = columns,
		.rows = MAX_OF((int)((area->height + gap) / (row + gap)), 1),
		.em_px = em_px,
		.row_px = row + gap};
	return true;
}

/* The most keys a page in the smallest type; names that would leave a page only a few have fewer
 * lines. */
static struct kiosk_grid find_paged(
	struct kiosk_builder *b, const struct list *list, const struct kiosk_box *paged)
{
	enum { FEW = 4, LINES_MIN = 2 };
	/* The longest text is cut rather than nothing shown. */
	struct kiosk_grid grid,
		best = {.columns = 1, .rows = 1, .em_px = EM_MIN * b->mm, .row_px = paged->height};
	struct list tried = *list;
	bool fits = false;

	tried.shortens = false;
	do {
		int most = tried.lines < list->lines ? 2 : list->columns_max;

		for (int columns = 1; columns <= most; columns++) {
			if (try_columns(b, &tried, paged, columns, EM_MIN * b->mm, &grid) &&
				(!fits || grid.columns * grid.rows > best.columns * best.rows)) {
				best = grid;
				fits = true;
			}
		}
	} while (list->shortens && best.columns * best.rows < MIN_OF(FEW, list->n) &&
		(tried.shortens = true, --tried.lines >= LINES_MIN));
	return best;
}

/* The grid with the largest type that has room for all; else the smallest type and the most keys a
 * page, in the area that page keys leave. */
static struct kiosk_grid find_grid(struct kiosk_builder *b, const struct list *list,
	const struct kiosk_box *whole, const struct kiosk_box *paged)
{
	static const double ems[] = {14, 12, EM_STRONG, 9, EM_MIN};
	struct list tried = *list;
	struct kiosk_grid grid;

	tried.shortens = false;
	for (size_t e = 0; e < ELEMENTS(ems); e++) {
		double em_px = MAX_OF(ems[e] * b->unit, EM_MIN * b->mm);

		em_px = e + 1 == ELEMENTS(ems) ? EM_MIN * b->mm : em_px;
		for (int columns = 1; columns <= list->columns_max; columns++) {
			if (try_columns(b, &tried, whole, columns, em_px, &grid) &&
				grid.columns * grid.rows >= list->n) {
				return grid;
			}
		}
	}
	return find_paged(b, list, paged);
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
	for (int i = 0; i < list->n_notes; i++) {
		textbuf_printf(&key, "\n%s", list->notes[i]);
	}
	return key.data;
}

/* A page of a list. */
struct shown {
	struct kiosk_box area;
	int from, to; /* to is exclusive */
	double em_px;
	double beside; /* pixels for a sign beside the text */
	struct kiosk_box first; /* the first key's box; the others follow in steps */
	double step_x, step_y;
	int columns;
	int page, pages;
	bool all; /* there is no other page */
};

/* Divides the area; puts the keys that turn the pages, if there are pages. */
static struct shown put_list(
	struct kiosk_builder *b, const struct list *list, struct kiosk_box area)
{
	double gap = GAP * b->mm;
	struct kiosk_box paged = area;
	bool beside = b->small && b->low_row.width > 0;
	bool always = b->ways_in_row || list->before + list->after > 0; /* a row of keys */
	struct kiosk_box turns = beside ? b->low_row : kiosk_cut_bottom(&paged, b->key, gap);
	_cleanup_free_ char *key = key_of(b, list, &area);
	struct kiosk_grid *grid = &b->layout->grids[MIN_OF(b->lists, KIOSK_GRIDS - 1)];
	struct shown shown;
	int per_page, pages, all, page, at, rows;

	b->lists++;
	if (!grid->key || strcmp(grid->key, key) != 0) {
		free(grid->key);
		*grid = find_grid(b, list, always ? &paged : &area, &paged);
		grid->key = TAKE_PTR(key);
	}
	per_page = grid->columns * grid->rows;
	pages = MAX_OF((list->n + per_page - 1) / per_page, 1);
	all = list->before + pages + list->after;
	page = MIN_OF(MAX_OF(b->view->list_page, list->before), all - 1);
	at = MIN_OF(page - list->before, pages - 1);
	rows = pages > 1 ? grid->rows : (list->n + grid->columns - 1) / grid->columns;
	if (pages > 1 && beside) {
		kiosk_put_turn_beside(b, at, pages);
	} else if (all > 1 || b->ways_in_row) {
		kiosk_put_turns(b, turns, page, all);
		area = paged;
	}
	shown = (struct shown){
		.from = at * per_page,
		.to = page < list->before + pages ? MIN_OF(at * per_page + per_page, list->n)
						  : at * per_page,
		.area = area,
		.em_px = grid->em_px,
		.beside = list->beside,
		.step_x = (area.width + gap) / grid->columns,
		.step_y = MIN_OF((area.height + gap) / MAX_OF(rows, 1),
			MAX_OF(ROW_MAX * b->unit, grid->row_px)),
		.columns = grid->columns,
		.page = page,
		.pages = all,
		.all = pages == 1,
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

/* A key of the first page: a group, or a service; or what a complaint is about. */
struct entry {
	const char *name, *series, *pictogram;
	int waiting;
	enum kiosk_opening opening;
	struct kiosk_target target;
};

/* The groups stand before the services that have none; last are, on a small screen, the ways to
 * elsewhere. */
static struct entry entry_at(const struct kiosk_builder *b, int index)
{
	const struct kiosk_view *view = b->view;
	int n = index - view->n_groups; /* of the services */

	if (view->page == KIOSK_COMPLAINTS) {
		return (struct entry){view->subjects[index].name, "", "", 0,
			view->subjects[index].opening, {KIOSK_TARGET_SUBJECT, index}};
	}
	if (n < 0) {
		const struct kiosk_group *group = &view->groups[index];

		return (struct entry){group->name, "", group->pictogram, group->waiting,
			group->opening, {KIOSK_TARGET_GROUP, index}};
	}
	if (n >= view->n_services) {
		const struct kiosk_way *way = &b->ways[n - view->n_services];

		return (struct entry){
			kiosk_phrase(b, way->words), "", "", 0, KIOSK_OPEN, way->target};
	}
	return (struct entry){view->services[n].name, view->services[n].series,
		view->services[n].pictogram, view->services[n].waiting, view->services[n].opening,
		{KIOSK_TARGET_SERVICE, n}};
}

static char *waiting_words(const struct kiosk_builder *b, enum kiosk_opening opening, int waiting)
{
	_cleanup_free_ char *number = text_printf("%d", waiting);
	const char *note = kiosk_opening_note(opening, waiting);

	if (note) {
		return text_dup(kiosk_phrase(b, note));
	}
	return phrases_fill(
		b->phrases, b->view->language, "kiosk.waiting", "waiting", number, NULL);
}

/* A small upright screen has no room beside a name. */
static bool has_signs(const struct kiosk_builder *b)
{
	return !b->small || !b->upright;
}

static bool leads_elsewhere(const struct entry *entry)
{
	return entry->target.kind == KIOSK_TARGET_ACTION ||
		entry->target.kind == KIOSK_TARGET_COMPLAINTS;
}

/* The letters of the numbers stand before the note where they have no other place. Who waits is not
 * counted by what the complaint is about. */
static char *note_of(const struct kiosk_builder *b, const struct entry *entry,
	enum kiosk_opening opening, int waiting)
{
	_cleanup_free_ char *words = waiting_words(b, opening, waiting);
	bool apart = !*entry->pictogram && has_signs(b);

	if (opening == KIOSK_OPEN &&
		(b->view->page == KIOSK_COMPLAINTS || leads_elsewhere(entry))) {
		return text_dup("");
	}
	return !apart && *entry->series ? text_printf("%s · %s", entry->series, words)
					: TAKE_PTR(words);
}

/* The name with the note below it, both in the middle of the key; the note only where it has room.
 */
static void put_entry_words(struct kiosk_builder *b, const struct shown *shown,
	const struct kiosk_box *inner, const struct entry *entry, enum theme_colour ink)
{
	struct kiosk_words name = {shown->em_px / b->unit, true, ALIGN_LEFT, 4, ink};
	struct kiosk_words note = {
		note_em(b, shown->em_px) / b->unit, false, ALIGN_LEFT, NOTE_LINES, ink};
	_cleanup_free_ char *note_text = note_of(b, entry, entry->opening, entry->waiting);
	_cleanup_free_ char *words = NULL;
	struct kiosk_element *first, *second;

	name.lines = MIN_OF(
		MAX_OF(lines_in(b, shown->em_px, inner->width, inner->height), 1), name.lines);
	words = kiosk_shortened(b, entry->name, name.em, inner->width, name.lines);
	first = kiosk_put(b, inner, &name, words);
	second = kiosk_put(b, inner, &note, note_text);
	if (first && second &&
		(second->cut || first->height_px + second->height_px > inner->height + 1)) {
		kiosk_take_back(b, b->layout->n - 1);
	} else if (first && second) {
		double spare = MAX_OF(inner->height - first->height_px - second->height_px, 0);

		first->box.height = first->height_px;
		first->box.y += spare / 2;
		second->box.y = first->box.y + first->box.height;
		second->box.height = second->height_px;
	}
}

static void put_entry(struct kiosk_builder *b, const struct shown *shown, int index)
{
	struct entry entry = entry_at(b, index);
	struct kiosk_box box = box_in(shown, index);
	struct kiosk_box letter = {box.x + SIGN_AT * b->mm, box.y, shown->beside, box.height};
	struct kiosk_box drawn = kiosk_inset(&letter, PAD * b->mm / 2, PAD * b->mm / 2);
	struct kiosk_box inner = {letter.x + letter.width, box.y + PAD / 2 * b->mm,
		box.width - letter.width - 2 * PAD * b->mm, box.height - PAD * b->mm};
	enum kiosk_rank rank = entry.opening != KIOSK_OPEN ? RANK_OFF
		: leads_elsewhere(&entry)                  ? RANK_SECOND
							   : RANK_MAIN;
	enum theme_colour ink = kiosk_put_key(b, &box, rank, entry.target);
	struct kiosk_words series = {EM_DISPLAY, true, ALIGN_CENTRE, 1, ink};

	if (shown->beside > 0 && *entry.pictogram) {
		kiosk_put_pictogram(b, &drawn, entry.pictogram, ink);
	} else if (shown->beside > 0) {
		(void)kiosk_put(b, &letter, &series, entry.series);
	}
	put_entry_words(b, shown, &inner, &entry, ink);
}

/* Those of the subjects that are not taken now. */
static void list_subjects(const struct kiosk_builder *b, struct list *ret)
{
	*ret = (struct list){.columns_max = COLUMNS_MAX,
		.lines = 4,
		.beside = PAD / 2 * b->mm,
		.shortens = true};
	for (int i = 0; i < b->view->n_subjects; i++) {
		struct entry entry = entry_at(b, i);

		ret->texts[ret->n++] = entry.name;
		if (!b->small && entry.opening != KIOSK_OPEN) {
			ret->notes[ret->n_notes++] = note_of(b, &entry, entry.opening, 0);
		}
	}
}

/* The notes are all that can be, so that the keys stay where they are while people wait: those of
 * the entry with the longest letters. */
static void list_entries(const struct kiosk_builder *b, struct list *ret)
{
	static const enum kiosk_opening closed[] = {
		KIOSK_CLOSED_NOW, KIOSK_FULL, KIOSK_PAST_CLOSING};
	enum { MANY = 888 };
	struct entry longest = {.series = "", .pictogram = ""};
	int ways = b->ways_in_row ? 0 : b->n_ways;

	*ret = (struct list){.columns_max = b->ways_in_row ? 2 : COLUMNS_MAX,
		.lines = 4,
		.beside = has_signs(b) ? LETTER * b->unit : 0,
		.shortens = true};
	for (int i = 0; i < b->view->n_groups + b->view->n_services + ways; i++) {
		struct entry entry = entry_at(b, i);

		ret->texts[ret->n++] = entry.name;
		if ((*entry.pictogram || !has_signs(b)) &&
			strlen(entry.series) >= strlen(longest.series)) {
			longest = entry;
		}
	}
	/* More names on a page are worth more than notes below all of them. */
	if (b->small || b->ways_in_row) {
		return;
	}
	ret->notes[ret->n_notes++] = note_of(b, &longest, KIOSK_OPEN, MANY);
	ret->notes[ret->n_notes++] = note_of(b, &longest, KIOSK_OPEN, 0);
	for (size_t i = 0; i < ELEMENTS(closed); i++) {
		ret->notes[ret->n_notes++] = note_of(b, &longest, closed[i], 0);
	}
}

static void list_done(struct list *list)
{
	for (int i = 0; i < list->n_notes; i++) {
		free(TAKE_PTR(list->notes[i]));
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

void kiosk_put_back(struct kiosk_builder *b, struct kiosk_box box)
{
	struct kiosk_words words = {
		b->small ? EM_BODY : EM_STRONG, true, ALIGN_CENTRE, b->small ? 2 : 1, THEME_BRAND};

	box.width = MIN_OF(box.width, 80 * b->unit);
	kiosk_put_key_words(b, &box, RANK_SECOND, (struct kiosk_target){KIOSK_TARGET_BACK, 0},
		&words, kiosk_phrase(b, "kiosk.back"));
}

/* A heading, with the key that leads back where the screen has a place for it: in its lowest row,
 * beside the heading, or, where that is out of reach, below everything. Returns the heading's box.
 */
static struct kiosk_box put_back_beside(
	struct kiosk_builder *b, struct kiosk_box *page, double high)
{
	double gap = GAP * b->mm;
	struct kiosk_box heading, key;

	if (b->low_row.width > 0) {
		kiosk_put_back(b, b->low_row);
		b->low_row.width = 0;
		return kiosk_cut_top(page, high, gap / 2);
	}
	if (b->layout->size.reach_px > 0 || b->small) {
		kiosk_put_back(b, kiosk_cut_bottom(page, b->key, gap));
		return kiosk_cut_top(page, high, gap / 2);
	}
	(void)kiosk_cut_top(page, gap / 2, 0);
	heading = kiosk_cut_top(page, MAX_OF(high, b->key), gap);
	key = heading;
	key.width = MIN_OF(60 * b->unit, heading.width * 0.4);
	key.x += heading.width - key.width;
	kiosk_put_back(b, key);
	heading.width -= key.width + gap;
	return heading;
}

/* On a small screen a heading is one line; where it has more, brief is in its place. */
static void put_heading(struct kiosk_builder *b, const struct kiosk_box *box,
	const struct kiosk_words *words, const char *text, const char *brief)
{
	struct kiosk_words line = *words;

	if (b->small) {
		line.em = EM_BODY;
		line.lines = 1;
		if (kiosk_question(b)) {
			kiosk_add(b, KIOSK_ELEMENT_BAND, box)->colour = THEME_ALERT;
			line.colour = THEME_PAPER;
			line.align = ALIGN_CENTRE;
			text = kiosk_question(b);
		} else if (!isfinite(kiosk_text_height(
				   b, text, EM_BODY * b->unit, true, box->width, 1))) {
			text = brief;
		}
	}
	(void)kiosk_put(b, box, &line, text);
}

static double heading_px(const struct kiosk_builder *b, int lines)
{
	return b->small          ? kiosk_line_px(b, EM_BODY)
		: b->ways_in_row ? kiosk_line_px(b, EM_STRONG)
				 : lines * kiosk_line_px(b, EM_HEADING);
}

/* official: the official channel has the page behind them. */
static struct shown put_entries(struct kiosk_builder *b, struct kiosk_box page, bool official)
{
	struct list list;
	struct shown shown;

	kiosk_lower(b, &page);
	if (b->view->page == KIOSK_COMPLAINTS) {
		list_subjects(b, &list);
	} else {
		list_entries(b, &list);
	}
	list.after = official;
	shown = put_list(b, &list, page);
	for (int i = shown.from; i < shown.to; i++) {
		put_entry(b, &shown, i);
	}
	if (official && shown.from == shown.to) {
		kiosk_put_official_page(b, &shown.area);
	}
	list_done(&list);
	return shown;
}

void kiosk_put_complaints(struct kiosk_builder *b)
{
	static const struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 2, THEME_INK};
	struct kiosk_box page = b->page;
	struct kiosk_box top = put_back_beside(b, &page, heading_px(b, b->upright ? 2 : 1));
	bool behind;

	put_heading(b, &top, &title, kiosk_phrase(b, "kiosk.complaints_title"),
		kiosk_phrase(b, "kiosk.complaints_brief"));
	behind = *b->view->official && !kiosk_put_official(b, &page);
	(void)put_entries(b, page, behind);
}

void kiosk_put_services(struct kiosk_builder *b)
{
	const struct kiosk_view *view = b->view;
	struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 2, THEME_INK};
	double high = heading_px(b, b->upright ? 2 : 1);
	const char *brief = "kiosk.choose_brief";
	const char *heading = view->buttons_only ? kiosk_phrase(b, "kiosk.choose_buttons")
		: *view->group                   ? view->group
		: *view->welcome                 ? view->welcome
						 : kiosk_phrase(b, "kiosk.choose");
	struct kiosk_box page = b->page, top;
	struct shown shown;

	top = *view->group ? put_back_beside(b, &page, high)
			   : kiosk_cut_top(&page, high, GAP / 2 * b->mm);
	if (view->no_slips && !*view->group && !put_warning(b, &page, "kiosk.no_slips")) {
		heading = kiosk_phrase(b, "kiosk.no_slips");
		brief = "kiosk.no_slips_brief";
		title.colour = THEME_ALERT;
	}
	if (view->portal_down && !*view->group) {
		(void)put_warning(b, &page, "kiosk.portal");
	}
	shown = put_entries(b, page, false);
	top = kiosk_put_place_beside(b, top, heading, shown.page, shown.pages);
	title.em = b->ways_in_row ? EM_STRONG : EM_HEADING;
	put_heading(b, &top, &title, heading, kiosk_phrase(b, brief));
}

static bool has_drawn_reasons(const struct kiosk_view *view)
{
	for (int i = 0; i < view->n_reasons; i++) {
		if (*view->reasons[i].pictogram) {
			return true;
		}
	}
	return false;
}

/* Returns whether one page has all of them. */
static bool put_reason_keys(struct kiosk_builder *b, struct kiosk_box area, int pages_before)
{
	const struct kiosk_view *view = b->view;
	struct list list = {.columns_max = 2, .lines = b->small ? 4 : 3, .before = pages_before};
	bool drawn = has_signs(b) && has_drawn_reasons(view);
	struct shown shown;

	for (int i = 0; i < view->n_reasons; i++) {
		list.texts[list.n++] = view->reasons[i].name;
	}
	list.beside = drawn ? LETTER * b->unit : 0;
	shown = put_list(b, &list, area);
	for (int i = shown.from; i < shown.to; i++) {
		struct kiosk_words words = {
			shown.em_px / b->unit, true, ALIGN_LEFT, list.lines, THEME_PAPER};
		struct kiosk_box box = box_in(&shown, i), sign, text;

		words.colour = kiosk_put_key(
			b, &box, RANK_PRIORITY, (struct kiosk_target){KIOSK_TARGET_REASON, i});
		sign = (struct kiosk_box){box.x + (SIGN_AT + PAD / 2) * b->mm,
			box.y + PAD / 2 * b->mm, list.beside - PAD * b->mm,
			box.height - PAD * b->mm};
		kiosk_put_pictogram(
			b, &sign, drawn ? view->reasons[i].pictogram : "", words.colour);
		text = kiosk_inset(&box, drawn ? 0 : PAD * b->mm, 0);
		text.x += drawn ? list.beside + SIGN_AT * b->mm : 0;
		text.width -= drawn ? list.beside + 2 * PAD * b->mm : 0;
		(void)kiosk_put(b, &text, &words, view->reasons[i].name);
	}
	return shown.all;
}

/* Returns whether one page has all of them. */
static bool put_reasons(struct kiosk_builder *b, struct kiosk_box area)
{
	static const struct kiosk_words kind = {EM_BODY, true, ALIGN_LEFT, 3, THEME_INK};
	double high = kiosk_text_height(b, kiosk_phrase(b, "kiosk.priority"), EM_BODY * b->unit,
		true, area.width, kind.lines);
	struct kiosk_box label =
		kiosk_cut_top(&area, MIN_OF(high, kind.lines * kiosk_line_px(b, EM_BODY)), 0);

	(void)kiosk_put(b, &label, &kind, kiosk_phrase(b, "kiosk.priority"));
	return put_reason_keys(b, area, 0);
}

/* "Cần mang theo: …" over the page's width; where it would leave the lanes too little room,
 * nothing. */
static bool put_what_to_bring(struct kiosk_builder *b, struct kiosk_box *page)
{
	static const struct kiosk_words words = {
		EM_BODY, false, ALIGN_LEFT, BRING_LINES, THEME_INK};
	_cleanup_(textbuf_done) struct textbuf things = {0};
	_cleanup_free_ char *text = NULL;
	double high, rest;
	struct kiosk_box box;

	textbuf_add(&things, "");
	for (const char *at = b->view->bring; *at; at++) {
		textbuf_add_bytes(&things, *at == '\n' ? "; " : at, *at == '\n' ? 2 : 1);
	}
	text = phrases_fill(
		b->phrases, b->view->language, "kiosk.bring", "things", things.data, NULL);
	high = kiosk_text_height(b, text, EM_BODY * b->unit, false, page->width, BRING_LINES);
	rest = page->height - high - GAP * b->mm;
	if (rest < (b->upright ? UPRIGHT_LANE_MIN : LANE_MIN) * b->mm) {
		return false;
	}
	box = kiosk_cut_top(page, high, GAP * b->mm);
	(void)kiosk_put(b, &box, &words, text);
	return true;
}

static const struct kiosk_target bring_target = {KIOSK_TARGET_BRING, 0};

/* A key with a pictogram alone, at the right end of a box, which it leaves. */
static void put_bring_sign(struct kiosk_builder *b, struct kiosk_box *row)
{
	double side = KIOSK_TARGET_MM * b->mm;
	struct kiosk_box key = {
		row->x + row->width - side, row->y, side, MAX_OF(row->height, side)};
	struct kiosk_box drawn = kiosk_inset(&key, PAD * b->mm, PAD * b->mm);

	kiosk_put_pictogram(b, &drawn, "paper", kiosk_put_key(b, &key, RANK_SECOND, bring_target));
	row->width -= side + GAP * b->mm;
}

/* The same with words beside the pictogram, in the lowest row of a column; where that would leave
 * the lanes too little room, without them in the row below it. */
static void put_bring_key(
	struct kiosk_builder *b, struct kiosk_box *column, struct kiosk_box *below)
{
	struct kiosk_words words = {EM_BODY, true, ALIGN_LEFT, 2, THEME_BRAND};
	double high = BACK_KEYS * b->key, gap = GAP * b->mm;
	struct kiosk_box key, drawn;

	if (column->height - high - gap < LANE_KEY_MIN * b->mm) {
		put_bring_sign(b, below);
		return;
	}
	key = kiosk_cut_bottom(column, high, gap);
	key.width = MIN_OF(key.width, 110 * b->unit);
	words.colour = kiosk_put_key(b, &key, RANK_SECOND, bring_target);
	key = kiosk_inset(&key, PAD * b->mm, 0);
	drawn = key;
	drawn.width = (KIOSK_TARGET_MM - 2 * PAD) * b->unit;
	kiosk_put_pictogram(b, &drawn, "paper", words.colour);
	key.x += drawn.width + PAD * b->mm;
	key.width -= drawn.width + PAD * b->mm;
	(void)kiosk_put(b, &key, &words, kiosk_phrase(b, "kiosk.bring_key"));
}

/* The service's name, with its pictogram where both have room. */
static void put_service_heading(
	struct kiosk_builder *b, struct kiosk_box *area, bool bring_key, struct kiosk_words *title)
{
	double least = bring_key ? KIOSK_TARGET_MM * b->mm : 0;
	double beside = *b->view->pictogram ? LETTER * b->unit : 0, high;
	const char *text = kiosk_question(b) ? kiosk_question(b) : b->view->service;
	struct kiosk_box heading = *area, drawn;

	if (bring_key) {
		heading.height = least;
		put_bring_sign(b, &heading);
	}
	high = kiosk_text_height(
		b, text, title->em * b->unit, true, heading.width - beside, title->lines);
	if (area->height - MAX_OF(high, beside) < LANE_MIN * b->mm) {
		beside = 0;
		high = kiosk_text_height(
			b, text, title->em * b->unit, true, heading.width, title->lines);
	}
	if (area->height - high < LANE_MIN * b->mm) {
		title->em = EM_BODY;
		high = kiosk_text_height(
			b, text, EM_BODY * b->unit, true, heading.width, title->lines);
	}
	heading.height = MAX_OF(
		MIN_OF(high, title->lines * kiosk_line_px(b, title->em)), MAX_OF(least, beside));
	drawn = (struct kiosk_box){heading.x, heading.y, beside - PAD * b->mm, heading.height};
	kiosk_put_pictogram(b, &drawn, beside > 0 ? b->view->pictogram : "", THEME_BRAND);
	heading.x += beside;
	heading.width -= beside;
	if (kiosk_question(b)) {
		kiosk_add(b, KIOSK_ELEMENT_BAND, &heading)->colour = THEME_ALERT;
		title->colour = THEME_PAPER;
		title->align = ALIGN_CENTRE;
	}
	(void)kiosk_put(b, &heading, title, text);
	(void)kiosk_cut_top(area, heading.height, GAP / 2 * b->mm);
}

/* The service, and a key for each lane; the reasons for priority are on the pages behind. */
static void put_small_lane(struct kiosk_builder *b)
{
	static const struct kiosk_words line = {EM_BODY, true, ALIGN_LEFT, 1, THEME_INK};
	static const struct kiosk_words words = {EM_STRONG, true, ALIGN_CENTRE, 3, THEME_PAPER};
	struct kiosk_words title = {EM_BODY, true, ALIGN_LEFT, 5, THEME_INK};
	_cleanup_free_ char *priority = text_printf("%s…", kiosk_phrase(b, "lane.priority"));
	const struct kiosk_view *view = b->view;
	bool bring_key = *view->bring && !view->buttons_only;
	struct kiosk_box page = b->page, heading, regular, row;
	double gap = GAP * b->mm;

	if (view->n_reasons > 0 && view->list_page > 0) {
		heading = put_back_beside(b, &page, heading_px(b, 1));
		put_heading(b, &heading, &line, kiosk_phrase(b, "lane.priority"), "");
		kiosk_lower(b, &page);
		(void)put_reason_keys(b, page, 1);
		return;
	}
	if (b->low_row.width > 0) {
		kiosk_put_back(b, b->low_row);
	} else {
		row = kiosk_cut_bottom(&page, b->key, gap);
		if (bring_key) {
			put_bring_sign(b, &row);
		}
		kiosk_put_back(b, row);
	}
	put_service_heading(b, &page, bring_key && b->low_row.width > 0, &title);
	kiosk_lower(b, &page);
	if (view->n_reasons == 0) {
		regular = page;
	} else if (b->upright && page.height >= (2 * KIOSK_TARGET_MM + GAP) * b->mm) {
		regular = kiosk_cut_top(&page, (page.height - gap) / 2, gap);
	} else {
		regular = page;
		regular.width = (page.width - gap) / 2;
		page.x += regular.width + gap;
		page.width = regular.width;
	}
	kiosk_put_key_words(b, &regular, RANK_MAIN, (struct kiosk_target){KIOSK_TARGET_REGULAR, 0},
		&words, kiosk_phrase(b, "kiosk.regular"));
	if (view->n_reasons > 0) {
		kiosk_put_key_words(b, &page, RANK_PRIORITY,
			(struct kiosk_target){KIOSK_TARGET_PRIORITY, 0}, &words, priority);
	}
}

/* The service and the regular lane, then the reasons for the priority lane: beside each other, on
 * an upright screen below each other. Returns whether one page has all of them. */
static bool put_lanes(struct kiosk_builder *b, struct kiosk_box page, bool bring_key)
{
	struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 3, THEME_INK};
	static const struct kiosk_words big = {EM_DISPLAY, true, ALIGN_CENTRE, 3, THEME_PAPER};
	const struct kiosk_view *view = b->view;
	double gap = GAP * b->mm;
	struct kiosk_box left = page, row;
	bool sign;

	if (!b->upright && view->n_reasons > 0) {
		left.width = page.width * 0.4;
		page.x += left.width + 2 * gap;
		page.width -= left.width + 2 * gap;
	}
	sign = bring_key && b->upright && page.height < UPRIGHT_BRING_MIN * b->mm;
	put_service_heading(b, &left, sign, &title);
	kiosk_lower(b, &left);
	row = b->low_row.width > 0 ? b->low_row : kiosk_cut_bottom(&left, BACK_KEYS * b->key, gap);
	if (bring_key && !sign) {
		put_bring_key(b, &left, &row);
	}
	kiosk_put_back(b, row);
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
	return view->n_reasons == 0 || put_reasons(b, page);
}

/* What to bring stands on the page unless the reasons then need a second one, which is worse than a
 * key that leads to it. */
void kiosk_put_lane(struct kiosk_builder *b)
{
	bool key = *b->view->bring && !b->view->buttons_only, told;
	struct kiosk_box page = b->page;
	int before = b->layout->n;

	if (b->small) {
		put_small_lane(b);
		return;
	}
	told = *b->view->bring && put_what_to_bring(b, &page);
	if (!put_lanes(b, page, key && !told) && key && told) {
		kiosk_take_back(b, before);
		(void)put_lanes(b, b->page, true);
	}
}

/* Each thing on a line of its own, in pages where there is no room for all. */
void kiosk_put_bring(struct kiosk_builder *b)
{
	static const struct kiosk_words title = {EM_HEADING, true, ALIGN_LEFT, 2, THEME_INK};
	_cleanup_free_ char *things = text_dup(b->view->bring);
	char *rest = NULL;
	struct kiosk_box page = b->page, heading;
	struct list list = {.columns_max = 2, .lines = b->small ? 5 : 3, .light = b->small};
	struct shown shown;

	heading = put_back_beside(b, &page, heading_px(b, 1));
	put_heading(b, &heading, &title, kiosk_phrase(b, "kiosk.bring_title"), "");
	kiosk_lower(b, &page);
	for (char *line = strtok_r(things, "\n", &rest); line && list.n < BRING_LINES;
		line = strtok_r(NULL, "\n", &rest)) {
		list.texts[list.n++] = line;
	}
	shown = put_list(b, &list, page);
	for (int i = shown.from; i < shown.to; i++) {
		struct kiosk_words words = {
			shown.em_px / b->unit, !list.light, ALIGN_LEFT, list.lines, THEME_INK};
		struct kiosk_box box = box_in(&shown, i);

		box = kiosk_inset(&box, PAD * b->mm, 0);
		(void)kiosk_put(b, &box, &words, list.texts[i]);
	}
}
