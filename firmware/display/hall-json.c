/* SPDX-License-Identifier: Apache-2.0 */
#include "display/hall-json.h"

#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "ui/dates.h"
#include "ui/hall-words.h"
#include "ui/qr-matrix.h"

enum { MINUTE_MS = 60000, DAY_MINUTES = 1440 };

/* What is written, and with which words and places. */
struct writing {
	struct out *out;
	const struct phrases *phrases;
	const struct theme *theme;
	const struct hall_view *view;
	struct hall_layout layout;
};

static void put_pair(
	const struct writing *w, const char *key, const char *first, const char *second)
{
	out_key_open(w->out, key, '[');
	out_text(w->out, first);
	out_text(w->out, second);
	out_close(w->out, ']');
}

/* Frees the words. */
static void put_words(const struct writing *w, const char *key, struct hall_words *words)
{
	put_pair(w, key, words->first, words->second);
	hall_words_done(words);
}

static void put_phrase(const struct writing *w, const char *key, const char *phrase)
{
	struct hall_words words;

	hall_words_get(w->phrases, w->view, phrase, &words);
	put_words(w, key, &words);
}

static void put_box(
	const struct writing *w, const char *key, double x, double y, double width, double height)
{
	const double side[] = {x, y, width, height};

	out_key_open(w->out, key, '[');
	for (int i = 0; i < 4; i++) {
		out_int(w->out, (int64_t)(side[i] + 0.5));
	}
	out_close(w->out, ']');
}

/* A panel's key, with its box if it has a place. */
static bool open_panel(const struct writing *w, const char *key, enum hall_panel panel)
{
	const cairo_rectangle_int_t *box = &w->layout.box[panel];

	if (box->width == 0) {
		out_key_null(w->out, key);
		return false;
	}
	out_key_open(w->out, key, '{');
	put_box(w, "box", box->x, box->y, box->width, box->height);
	return true;
}

static void put_head(const struct writing *w)
{
	const struct hall_name *centre = &w->view->head.centre;

	if (open_panel(w, "head", HALL_PANEL_HEAD)) {
		put_pair(w, "centre", centre->first, centre->second);
		out_key_bool(w->out, "emblem", w->theme->emblem[1] != NULL);
		out_close(w->out, '}');
	}
}

static void put_clock(const struct writing *w)
{
	const struct hall_clock *clock = &w->view->clock;
	_cleanup_free_ char *time = dates_minute(clock->minute);
	_cleanup_free_ char *date = dates_day(w->phrases, w->view->language, clock->day);

	if (open_panel(w, "clock", HALL_PANEL_CLOCK)) {
		out_key_text(w->out, "time", *clock->day ? time : "");
		out_key_text(w->out, "date", *clock->day ? date : "");
		out_close(w->out, '}');
	}
}

static void put_call(const struct writing *w, const struct hall_call *call)
{
	out_key_text(w->out, "number", call->number);
	out_key_int(w->out, "counter", call->counter);
	out_key_int(w->out, "times", call->times);
	out_key_bool(w->out, "waited_for", call->waited_for);
}

static void put_main_call(const struct writing *w)
{
	const cairo_rectangle_int_t *box = &w->layout.box[HALL_PANEL_MAIN];
	const struct hall_main *main = &w->view->main;
	struct hall_call_boxes at;
	struct hall_words words;

	hall_call_place(box->width, box->height, w->layout.unit_px, &at);
	put_call(w, &main->call);
	out_key_bool(w->out, "fresh", main->fresh);
	hall_words_call(w->phrases, w->view, &words);
	put_words(w, "label", &words);
	put_pair(w, "service", main->service.first, main->service.second);
	put_phrase(w, "counter_word", "hall.counter");
	put_box(w, "label_box", at.label.x, at.label.y, at.label.width, at.label.height);
	put_box(w, "number_box", at.number.x, at.number.y, at.number.width, at.number.height);
	put_box(w, "band_box", at.band.x, at.band.y, at.band.width, at.band.height);
}

static void put_cell(const struct writing *w, const struct hall_cell *cell)
{
	out_open(w->out, '[');
	out_text(w->out, cell->first);
	out_text(w->out, cell->second);
	out_close(w->out, ']');
}

static void put_cells(const struct writing *w, const struct hall_cell *cells, int n)
{
	for (int i = 0; i < n; i++) {
		put_cell(w, &cells[i]);
	}
}

static void put_table(const struct writing *w, const struct hall_table *table)
{
	out_key_open(w->out, "table", '{');
	out_key_open(w->out, "shares", '[');
	for (int i = 0; i < table->columns; i++) {
		out_int(w->out, table->share[i]);
	}
	out_close(w->out, ']');
	out_key_open(w->out, "rows", '['); /* the heading is the first */
	out_open(w->out, '[');
	put_cells(w, table->heading, table->columns);
	out_close(w->out, ']');
	for (int i = 0; i < table->rows; i++) {
		out_open(w->out, '[');
		put_cells(w, table->cell[i], table->columns);
		out_close(w->out, ']');
	}
	out_close(w->out, ']');
	out_key_int(w->out, "page", table->part);
	out_key_int(w->out, "pages", table->parts);
	out_close(w->out, '}');
}

/* The modules of the link's QR code, a row a text. */
static void put_qr(const struct writing *w)
{
	int side = 0;
	_cleanup_free_ char *modules = qr_matrix_make(w->view->main.link, &side);
	struct hall_words words;

	out_key_open(w->out, "qr", '[');
	for (int i = 0; modules && i < side; i++) {
		_cleanup_free_ char *row = text_printf("%.*s", side, modules + (ptrdiff_t)i * side);

		out_text(w->out, row);
	}
	out_close(w->out, ']');
	hall_words_link(w->phrases, w->view, &words);
	put_words(w, "qr_words", &words);
}

static void put_place(const struct writing *w, const char *key, const cairo_rectangle_t *box)
{
	put_box(w, key, box->x, box->y, box->width, box->height);
}

enum { NO_END = -1 };

/* In how many minutes the page ends, for a browser that then has no hub to ask. */
static int64_t minutes_left(const struct hall_view *view)
{
	const char *ends = view->main.ends;
	char day[HALL_DAY_SIZE];
	int minute = DAY_MINUTES;
	int64_t now_ms, end_ms;

	text_copy_cut(day, sizeof(day), ends);
	if (strlen(ends) > DAY_LENGTH && text_parse_minute(ends + DAY_LENGTH + 1, &minute) < 0) {
		return NO_END;
	}
	if (!*ends || zone_instant(view->clock.day, view->clock.minute, &now_ms) < 0 ||
		zone_instant(day, minute, &end_ms) < 0) {
		return NO_END;
	}
	return MAX_OF((end_ms - now_ms) / MINUTE_MS, 0);
}

static void put_page(const struct writing *w)
{
	const cairo_rectangle_int_t *box = &w->layout.box[HALL_PANEL_MAIN];
	const struct hall_main *main = &w->view->main;
	const struct hall_page_has has = hall_page_has(main);
	struct hall_page_boxes at;

	hall_page_place(&has, box->width, box->height, w->layout.unit_px, &at);
	put_pair(w, "title", main->title.first, main->title.second);
	put_pair(w, "text", main->text.first, main->text.second);
	out_key_text(w->out, "picture", main->picture);
	out_key_int(w->out, "minutes_left", minutes_left(w->view));
	put_place(w, "title_box", &at.title);
	put_place(w, "text_box", &at.text);
	put_place(w, "picture_box", &at.picture);
	if (has.table) {
		put_table(w, &main->table);
		put_place(w, "table_box", &at.table);
	}
	if (has.link) {
		put_qr(w);
		put_place(w, "qr_box", &at.qr);
		put_place(w, "qr_words_box", &at.qr_words);
	}
}

static void put_main(const struct writing *w)
{
	static const char *const kinds[] = {
		[HALL_STARTING] = "starting",
		[HALL_WELCOME] = "welcome",
		[HALL_CLOSED] = "closed",
		[HALL_COUNTER] = "counter",
		[HALL_PAGE] = "page",
		[HALL_CALL] = "call",
	};
	const struct hall_main *main = &w->view->main;
	struct hall_words words[HALL_SENTENCES_MAX] = {{0}};
	int n = hall_words_main(w->phrases, w->view, words);

	(void)open_panel(w, "main", HALL_PANEL_MAIN);
	out_key_text(w->out, "kind", kinds[main->kind]);
	if (main->kind == HALL_CALL) {
		put_main_call(w);
	} else if (main->kind == HALL_PAGE) {
		put_page(w);
	} else if (main->kind == HALL_COUNTER) {
		out_key_int(w->out, "counter", main->counter);
		out_key_bool(w->out, "open", main->counter_open);
		put_phrase(w, "counter_word", "hall.counter");
	}
	out_key_open(w->out, "sentences", '[');
	if (main->kind == HALL_PAGE) { /* in its place when it has ended */
		hall_words_get(w->phrases, w->view, "hall.hello", &words[n++]);
	}
	for (int i = 0; i < n; i++) {
		out_open(w->out, '[');
		out_text(w->out, words[i].first);
		out_text(w->out, words[i].second);
		out_close(w->out, ']');
		hall_words_done(&words[i]);
	}
	out_close(w->out, ']');
	out_close(w->out, '}');
}

static void put_row(const struct writing *w, int i)
{
	const struct hall_call *call = &w->view->list.call[i];
	_cleanup_free_ char *state = hall_words_row(w->phrases, w->view, call);

	out_open(w->out, '{');
	put_call(w, call);
	out_key_text(w->out, "state", state);
	out_key_bool(w->out, "announced", i == w->view->list.announced);
	out_close(w->out, '}');
}

static void put_list(const struct writing *w)
{
	const struct hall_list *list = &w->view->list;
	cairo_rectangle_t row;

	if (!open_panel(w, "list", HALL_PANEL_LIST)) {
		return;
	}
	hall_list_row_box(&w->layout, 0, &row);
	out_key_int(w->out, "rows_y", (int64_t)row.y);
	out_key_int(w->out, "row_height", (int64_t)row.height);
	put_phrase(w, "number_word", "hall.number");
	put_phrase(w, "counter_word", "hall.counter");
	out_key_open(w->out, "rows", '[');
	for (int i = 0; i < MIN_OF(list->n, hall_list_rows(&w->layout)); i++) {
		put_row(w, i);
	}
	out_close(w->out, ']');
	out_key_int(w->out, "more", list->more);
	out_key_int(w->out, "page", list->page);
	out_key_int(w->out, "pages", list->pages);
	if (list->n == 0 && !list->unsure) {
		put_phrase(w, "empty", "hall.no_calls");
	} else {
		out_key_null(w->out, "empty");
	}
	out_close(w->out, '}');
}

static void put_service(const struct writing *w, const struct hall_service *service)
{
	out_open(w->out, '{');
	put_pair(w, "name", service->name.first,
		service->taking ? service->name.second
				: phrases_get(w->phrases, w->view->language, "hall.not_taking"));
	out_key_bool(w->out, "taking", service->taking);
	if (service->taking || service->waiting > 0) {
		out_key_int(w->out, "waiting", service->waiting);
	} else {
		out_key_null(w->out, "waiting");
	}
	out_close(w->out, '}');
}

static void put_waiting(const struct writing *w)
{
	const struct hall_waiting *waiting = &w->view->waiting;
	struct hall_grid grid = hall_waiting_grid(waiting->n, w->layout.portrait);
	int cells = grid.columns * grid.rows;
	int pages = MAX_OF(1, (waiting->n + cells - 1) / cells);
	int from = waiting->page % pages * cells;

	if (!open_panel(w, "waiting", HALL_PANEL_WAITING)) {
		return;
	}
	put_phrase(w, "title", "hall.waiting");
	out_key_int(w->out, "columns", grid.columns);
	out_key_int(w->out, "rows", grid.rows);
	out_key_int(w->out, "page", waiting->page % pages);
	out_key_int(w->out, "pages", pages);
	out_key_open(w->out, "services", '[');
	for (int i = from; i < MIN_OF(from + cells, waiting->n); i++) {
		put_service(w, &waiting->service[i]);
	}
	out_close(w->out, ']');
	out_close(w->out, '}');
}

static void put_notice(const struct writing *w)
{
	const struct hall_notice *notice = &w->view->notice;
	struct hall_words words;
	bool grave = hall_words_notice(w->phrases, w->view, &words);

	if (!open_panel(w, "notice", HALL_PANEL_NOTICE)) {
		hall_words_done(&words);
		return;
	}
	put_words(w, "text", &words);
	out_key_bool(w->out, "grave", grave);
	out_key_bool(w->out, "bold", grave || notice->portal || notice->undated);
	out_key_int(w->out, "page", notice->index);
	out_key_int(w->out, "pages", grave ? 0 : notice->n);
	out_close(w->out, '}');
}

void hall_json(struct out *out, const struct phrases *phrases, const struct theme *theme,
	const struct hall_view *view, const struct hall_screen_size *size)
{
	struct writing w = {.out = out, .phrases = phrases, .theme = theme, .view = view};

	hall_layout_make(theme, size->width, size->height, size->diagonal_inch,
		hall_layout_form(view), &w.layout);
	out_open(out, '{');
	out_key_text(out, "language", view->language);
	out_key_text(out, "second", view->second);
	out_key_bool(out, "wide", w.layout.wide);
	out_key_int(
		out, "unit_100px", (int64_t)(w.layout.unit_px * 100)); /* JSON without fractions */
	out_key_int(out, "minute", *view->clock.day ? view->clock.minute : -1);
	put_head(&w);
	put_clock(&w);
	put_main(&w);
	put_list(&w);
	put_waiting(&w);
	put_notice(&w);
	out_close(out, '}');
}
