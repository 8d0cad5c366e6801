/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/kiosk-screen.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "ui/dates.h"
#include "ui/theme.h"

/* All sizes are in units of u pixels, a hundredth of the shorter side. */
enum {
	MARGIN = 3,
	BAR = 13,
	GAP = 2,
	HEADING = 13,
	NOTE = 9,
	LANGUAGE_WIDTH = 23,
	CLOCK_WIDTH = 16
};

struct brush {
	cairo_t *cr;
	const struct phrases *phrases;
	const struct kiosk_view *view;
	int width, height;
	double u;
};

struct box {
	double x, y, width, height;
};

static double unit_of(int width, int height)
{
	return theme_unit_px(width, height);
}

/* Below the bar, within the margins. */
static struct box page_box(int width, int height)
{
	double u = unit_of(width, height);

	return (struct box){
		MARGIN * u, BAR * u, width - 2 * MARGIN * u, height - (BAR + MARGIN) * u};
}

static struct box language_box(const struct kiosk_view *view, int width, int height, int index)
{
	double u = unit_of(width, height);
	double right = width - MARGIN * u - (*view->day ? CLOCK_WIDTH * u : 0);

	return (struct box){right - (view->n_languages - index) * (LANGUAGE_WIDTH + GAP / 2.0) * u,
		(BAR - 9) / 2.0 * u, LANGUAGE_WIDTH * u, 9 * u};
}

static int service_columns(const struct kiosk_view *view, int width, int height)
{
	if (height > width) {
		return view->n_services > 8 ? 2 : 1;
	}
	return view->n_services > 10 ? 3 : (view->n_services > 3 ? 2 : 1);
}

static struct box service_box(const struct kiosk_view *view, int width, int height, int index)
{
	struct box page = page_box(width, height);
	double u = unit_of(width, height);
	int columns = service_columns(view, width, height);
	int rows = (view->n_services + columns - 1) / columns;
	int at_column = index % columns;
	int at_row = index / columns;
	double top = page.y + HEADING * u;
	double room = page.y + page.height - top - (view->no_slips + view->portal_down) * NOTE * u;
	double row = fmin(room / rows, 26 * u);
	double column = (page.width + GAP * u) / columns;

	return (struct box){.x = page.x + at_column * column,
		.y = top + at_row * row,
		.width = column - GAP * u,
		.height = row - GAP * u};
}

/* The lane page: the regular lane on the left (portrait: above), the reasons on the right
 * (below). */
static struct box lane_half(int width, int height, bool priority)
{
	struct box page = page_box(width, height);
	double u = unit_of(width, height);
	double top = page.y + (HEADING + 2) * u;
	double back = page.y + page.height - 15 * u;
	double bottom = page.y + page.height;

	if (height > width) {
		double split = top + (back - top) * 0.32;

		return priority ? (struct box){page.x, split, page.width, back - split}
				: (struct box){page.x, top, page.width, split - top - GAP * u};
	}
	return priority
		? (struct box){page.x + page.width * 0.44, top, page.width * 0.56, bottom - top}
		: (struct box){page.x, top, page.width * 0.44 - GAP * u, back - top};
}

static struct box regular_box(const struct kiosk_view *view, int width, int height)
{
	struct box page = page_box(width, height);
	struct box half = lane_half(width, height, false);

	if (view->n_reasons == 0) {
		half.width = page.width;
	}
	return half;
}

static struct box reason_box(const struct kiosk_view *view, int width, int height, int index)
{
	struct box half = lane_half(width, height, true);
	double u = unit_of(width, height);
	double top = half.y + 8 * u;
	double row = fmin((half.y + half.height - top + GAP * u) / view->n_reasons, 20 * u);

	return (struct box){half.x, top + index * row, half.width, row - GAP * u};
}

static struct box back_box(int width, int height)
{
	struct box page = page_box(width, height);
	double u = unit_of(width, height);

	return (struct box){page.x, page.y + page.height - 12 * u, 40 * u, 12 * u};
}

static bool place(const struct kiosk_view *view, int width, int height, struct kiosk_target target,
	struct box *ret)
{
	switch (target.kind) {
	case KIOSK_TARGET_SERVICE:
		if (view->page != KIOSK_SERVICES || view->buttons_only) {
			return false;
		}
		*ret = service_box(view, width, height, target.index);
		return target.index < view->n_services;
	case KIOSK_TARGET_REGULAR:
		*ret = regular_box(view, width, height);
		return view->page == KIOSK_LANE;
	case KIOSK_TARGET_REASON:
		if (view->page != KIOSK_LANE || target.index >= view->n_reasons) {
			return false;
		}
		*ret = reason_box(view, width, height, target.index);
		return true;
	case KIOSK_TARGET_LANGUAGE:
		*ret = language_box(view, width, height, target.index);
		return view->n_languages > 1 && target.index < view->n_languages &&
			!view->buttons_only;
	case KIOSK_TARGET_BACK:
		*ret = back_box(width, height);
		return view->page == KIOSK_LANE;
	case KIOSK_TARGET_NONE:
		return false;
	}
	return false;
}

cairo_rectangle_int_t kiosk_screen_place(
	const struct kiosk_view *view, int width, int height, struct kiosk_target target)
{
	struct box box;

	if (!place(view, width, height, target, &box)) {
		return (cairo_rectangle_int_t){0};
	}
	return (cairo_rectangle_int_t){(int)box.x, (int)box.y, (int)box.width, (int)box.height};
}

static bool inside(const struct kiosk_view *view, int width, int height, struct kiosk_target target,
	int x, int y)
{
	struct box box;

	return place(view, width, height, target, &box) && x >= box.x && x < box.x + box.width &&
		y >= box.y && y < box.y + box.height;
}

struct kiosk_target kiosk_screen_hit(
	const struct kiosk_view *view, int width, int height, int x, int y)
{
	static const struct {
		enum kiosk_target_kind kind;
		int n;
	} kinds[] = {
		{KIOSK_TARGET_SERVICE, KIOSK_SERVICES_MAX},
		{KIOSK_TARGET_REGULAR, 1},
		{KIOSK_TARGET_REASON, KIOSK_REASONS_MAX},
		{KIOSK_TARGET_LANGUAGE, KIOSK_LANGUAGES_MAX},
		{KIOSK_TARGET_BACK, 1},
	};

	for (size_t kind = 0; kind < ELEMENTS(kinds); kind++) {
		for (int i = 0; i < kinds[kind].n; i++) {
			struct kiosk_target target = {kinds[kind].kind, i};

			if (inside(view, width, height, target, x, y)) {
				return target;
			}
		}
	}
	return (struct kiosk_target){KIOSK_TARGET_NONE, 0};
}

static void fill_box(const struct brush *brush, const struct box *box, enum theme_colour colour)
{
	cairo_t *cr = brush->cr;
	double radius = fmin(1.6 * brush->u, box->height / 2);
	double right = box->x + box->width;
	double bottom = box->y + box->height;

	cairo_new_sub_path(cr);
	cairo_arc(cr, right - radius, box->y + radius, radius, -M_PI / 2, 0);
	cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI / 2);
	cairo_arc(cr, box->x + radius, bottom - radius, radius, M_PI / 2, M_PI);
	cairo_arc(cr, box->x + radius, box->y + radius, radius, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
	theme_set_source(cr, colour);
	cairo_fill(cr);
}

struct words {
	enum theme_colour colour;
	enum theme_size size;
	bool bold;
	enum align align;
	int lines; /* at most */
};

/* Draws text in the middle (by height) of a box, shrunk to at least half its size until it fits,
 * then cut. */
static void draw_words(const struct brush *brush, const struct words *words, const char *text,
	const struct box *box)
{
	double size_px = theme_size_px(words->size, brush->width, brush->height);
	struct typeset_style style = theme_style(words->colour, size_px, words->bold);
	struct typeset_extents extents;

	style.align = words->align;
	style.balanced = words->align == ALIGN_CENTRE;
	style.width_px = box->width;
	style.lines_max = words->lines;
	style.size_min_px = size_px / 2;
	style.tabular = true;
	extents = typeset_measure(brush->cr, &style, text);
	while (extents.height_px > box->height && style.size_px * 0.95 > size_px / 2) {
		style.size_px *= 0.95;
		extents = typeset_measure(brush->cr, &style, text);
	}
	(void)typeset_draw(
		brush->cr, &style, text, box->x, box->y + (box->height - extents.height_px) / 2);
}

static const char *phrase(const struct brush *brush, const char *key)
{
	return phrases_get(brush->phrases, brush->view->language, key);
}

static void draw_language(const struct brush *brush, int index)
{
	const struct kiosk_view *view = brush->view;
	struct box box = language_box(view, brush->width, brush->height, index);
	bool chosen = strcmp(view->languages[index], view->language) == 0;
	struct words words = {
		chosen ? THEME_PAPER : THEME_BRAND, THEME_BODY, chosen, ALIGN_CENTRE, 1};

	fill_box(brush, &box, chosen ? THEME_BRAND : THEME_PANEL);
	draw_words(brush, &words,
		phrases_get(brush->phrases, view->languages[index], "language.name"), &box);
}

static void draw_bar(const struct brush *brush)
{
	const struct kiosk_view *view = brush->view;
	double u = brush->u;
	double right = brush->width - MARGIN * u;
	struct words name = {THEME_INK, THEME_BODY, true, ALIGN_LEFT, 2};
	struct words clock = {THEME_INK, THEME_HEADING, true, ALIGN_RIGHT, 1};
	struct box clock_box = {right - CLOCK_WIDTH * u, 0, CLOCK_WIDTH * u, BAR * u};
	struct box name_box = {MARGIN * u, 0, right - MARGIN * u, BAR * u};
	bool languages = view->n_languages > 1 && !view->buttons_only;

	if (*view->day) {
		_cleanup_free_ char *time = dates_minute(view->minute);

		draw_words(brush, &clock, time, &clock_box);
		name_box.width = clock_box.x - name_box.x;
	}
	if (languages) {
		name_box.width =
			language_box(view, brush->width, brush->height, 0).x - name_box.x - GAP * u;
		for (int i = 0; i < view->n_languages; i++) {
			draw_language(brush, i);
		}
	}
	draw_words(brush, &name, view->centre, &name_box);
	theme_set_source(brush->cr, THEME_RULE);
	cairo_rectangle(brush->cr, 0, (BAR - 0.3) * u, brush->width, 0.3 * u);
	cairo_fill(brush->cr);
}

static char *waiting_words(const struct brush *brush, const struct kiosk_service *service)
{
	_cleanup_free_ char *number = text_printf("%d", service->waiting);

	switch (service->opening) {
	case KIOSK_OPEN:
		break;
	case KIOSK_CLOSED_NOW:
	case KIOSK_CLOSED_DAY:
	case KIOSK_STOPPED:
		return text_dup(phrase(brush, "kiosk.closed_now"));
	case KIOSK_FULL:
		return text_dup(phrase(brush, "kiosk.full"));
	case KIOSK_PAST_CLOSING:
		return text_dup(phrase(brush, "kiosk.no_more"));
	}
	if (service->waiting == 0) {
		return text_dup(phrase(brush, "kiosk.waiting_none"));
	}
	return phrases_fill(
		brush->phrases, brush->view->language, "kiosk.waiting", "waiting", number, NULL);
}

static void draw_service(const struct brush *brush, int index)
{
	const struct kiosk_view *view = brush->view;
	const struct kiosk_service *service = &view->services[index];
	struct box box = service_box(view, brush->width, brush->height, index);
	double letter = fmin(14 * brush->u, box.width * 0.22);
	bool open = service->opening == KIOSK_OPEN;
	enum theme_colour ink = open ? THEME_PAPER : THEME_INK_QUIET;
	struct words series = {ink, THEME_DISPLAY, true, ALIGN_CENTRE, 1};
	struct words name = {ink, THEME_STRONG, true, ALIGN_LEFT, 2};
	struct words waiting = {ink, THEME_SMALL, false, ALIGN_LEFT, 1};
	struct box letter_box = {box.x, box.y, letter, box.height};
	struct box name_box = {box.x + letter, box.y + box.height * 0.06,
		box.width - letter - 2 * brush->u, box.height * 0.6};
	struct box waiting_box = {
		name_box.x, box.y + box.height * 0.68, name_box.width, box.height * 0.24};
	_cleanup_free_ char *text = waiting_words(brush, service);

	fill_box(brush, &box,
		!open                                ? THEME_OFF
			: view->pressed == index + 1 ? THEME_BRAND_PRESSED
						     : THEME_BRAND);
	draw_words(brush, &series, service->series, &letter_box);
	draw_words(brush, &name, service->name, &name_box);
	draw_words(brush, &waiting, text, &waiting_box);
}

static void draw_services(const struct brush *brush)
{
	const struct kiosk_view *view = brush->view;
	struct box page = page_box(brush->width, brush->height);
	struct box heading = {page.x, page.y, page.width, HEADING * brush->u};
	struct box note = {page.x, page.y + page.height - (NOTE - GAP) * brush->u, page.width,
		(NOTE - GAP) * brush->u};
	struct words title = {THEME_INK, THEME_HEADING, true, ALIGN_LEFT, 2};
	struct words alert = {THEME_PAPER, THEME_BODY, false, ALIGN_CENTRE, 1};
	const char *welcome = view->buttons_only ? phrase(brush, "kiosk.choose_buttons")
		: *view->welcome                 ? view->welcome
						 : phrase(brush, "kiosk.choose");

	draw_words(brush, &title, welcome, &heading);
	for (int i = 0; i < view->n_services; i++) {
		draw_service(brush, i);
	}
	if (view->no_slips) {
		fill_box(brush, &note, THEME_ALERT);
		draw_words(brush, &alert, phrase(brush, "kiosk.no_slips"), &note);
		note.y -= NOTE * brush->u;
	}
	if (view->portal_down) {
		fill_box(brush, &note, THEME_ALERT);
		draw_words(brush, &alert, phrase(brush, "kiosk.portal"), &note);
	}
}

static void draw_button(const struct brush *brush, const struct box *box, enum theme_colour colour,
	const struct words *words, const char *text)
{
	struct box inner = {box->x + 2 * brush->u, box->y, box->width - 4 * brush->u, box->height};

	fill_box(brush, box, colour);
	draw_words(brush, words, text, &inner);
}

static void draw_lane(const struct brush *brush)
{
	const struct kiosk_view *view = brush->view;
	struct box page = page_box(brush->width, brush->height);
	struct box heading = {page.x, page.y, page.width, (HEADING + 2) * brush->u};
	struct box half = lane_half(brush->width, brush->height, true);
	struct box label = {half.x, half.y, half.width, 7 * brush->u};
	struct box regular = regular_box(view, brush->width, brush->height);
	struct box back = back_box(brush->width, brush->height);
	struct words title = {THEME_INK, THEME_HEADING, true, ALIGN_LEFT, 2};
	struct words quiet = {THEME_INK, THEME_BODY, true, ALIGN_LEFT, 1};
	struct words big = {THEME_PAPER, THEME_DISPLAY, true, ALIGN_CENTRE, 2};
	struct words strong = {THEME_PAPER, THEME_STRONG, true, ALIGN_LEFT, 1};
	struct words plain = {THEME_BRAND, THEME_STRONG, true, ALIGN_CENTRE, 1};

	draw_words(brush, &title, view->service, &heading);
	draw_button(brush, &regular, THEME_BRAND, &big, phrase(brush, "kiosk.regular"));
	if (view->n_reasons > 0) {
		draw_words(brush, &quiet, phrase(brush, "kiosk.priority"), &label);
	}
	for (int i = 0; i < view->n_reasons; i++) {
		struct box box = reason_box(view, brush->width, brush->height, i);

		draw_button(brush, &box, THEME_PRIORITY, &strong, view->reasons[i].name);
	}
	draw_button(brush, &back, THEME_PANEL, &plain, phrase(brush, "kiosk.back"));
}

/* The number as large as its box allows. */
static void draw_number(const struct brush *brush, const struct box *box)
{
	struct typeset_style style = theme_style(THEME_BRAND, box->height, true);
	struct typeset_extents extents;

	style.align = ALIGN_CENTRE;
	style.tabular = true;
	style.size_px =
		typeset_fit(brush->cr, &style, brush->view->number, box->width, box->height);
	extents = typeset_measure(brush->cr, &style, brush->view->number);
	if (extents.width_px > box->width) {
		/* The letters fit, but their spacing does not: the last letter would wrap. */
		style.size_px *= 0.99 * box->width / extents.width_px;
		extents = typeset_measure(brush->cr, &style, brush->view->number);
	}
	style.width_px = box->width;
	(void)typeset_draw(brush->cr, &style, brush->view->number, box->x,
		box->y + (box->height - extents.height_px) / 2);
}

enum { SOON_S = 5 * 60 };

/* "Còn 3 người chờ trước, khoảng 15 phút", as far as it is known. */
static char *ahead_words(const struct brush *brush)
{
	const struct kiosk_view *view = brush->view;
	_cleanup_free_ char *number = text_printf("%d", view->ahead);
	_cleanup_free_ char *ahead = NULL;
	_cleanup_free_ char *wait = NULL;

	if (view->ahead < 0) {
		return text_dup("");
	}
	ahead = view->ahead == 0 ? text_dup(phrase(brush, "kiosk.ahead_none"))
				 : phrases_fill(brush->phrases, view->language, "kiosk.ahead",
					   "ahead", number, NULL);
	/* A visitor who is first but still has to wait, waits for the end of a break. */
	if (view->wait_s < 0 || (view->ahead == 0 && view->wait_s < SOON_S)) {
		return TAKE_PTR(ahead);
	}
	wait = dates_wait(brush->phrases, view->language, view->wait_s);
	return text_printf("%s, %s", ahead, wait);
}

static void draw_ticket(const struct brush *brush)
{
	const struct kiosk_view *view = brush->view;
	struct box page = page_box(brush->width, brush->height);
	double u = brush->u;
	double row = page.height / 100;
	struct box title = {page.x, page.y + 2 * u, page.width, row * 10};
	/* The text about closing needs a line. */
	double up = view->past_closing ? 9 : 0;
	struct box number = {page.x, page.y + row * 13, page.width, row * (43 - up)};
	struct box service = {page.x, page.y + row * (57 - up), page.width, row * 10};
	struct box ahead = {page.x, page.y + row * (67 - up), page.width, row * 10};
	struct box late = {page.x, page.y + row * 68, page.width, row * 10};
	struct box band = {page.x, page.y + row * 81, page.width, row * 18};
	struct words quiet = {THEME_INK, THEME_HEADING, false, ALIGN_CENTRE, 1};
	struct words strong = {THEME_INK, THEME_STRONG, true, ALIGN_CENTRE, 2};
	struct words plain = {THEME_INK, THEME_STRONG, false, ALIGN_CENTRE, 1};
	struct words warned = {THEME_ALERT, THEME_STRONG, true, ALIGN_CENTRE, 2};
	struct words said = {THEME_PAPER, THEME_STRONG, true, ALIGN_CENTRE, 2};
	_cleanup_free_ char *text = ahead_words(brush);

	draw_words(brush, &quiet, phrase(brush, "kiosk.number"), &title);
	draw_number(brush, &number);
	draw_words(brush, &strong, view->service, &service);
	draw_words(brush, &plain, text, &ahead);
	if (view->past_closing) {
		draw_words(brush, &warned, phrase(brush, "wait.past_closing"), &late);
	}
	if (view->page == KIOSK_PRINTING) {
		draw_button(brush, &band, THEME_BRAND, &said, phrase(brush, "kiosk.printing"));
	} else if (view->page == KIOSK_TAKE) {
		draw_button(brush, &band, THEME_GOOD, &said, phrase(brush, "kiosk.take"));
	} else {
		draw_button(brush, &band, THEME_ALERT, &said, phrase(brush, "kiosk.number_note"));
	}
}

static void draw_message(const struct brush *brush, const char *title, const char *text)
{
	struct box page = page_box(brush->width, brush->height);
	double width = page.width * 0.86;
	double x = page.x + (page.width - width) / 2;
	struct box title_box = {x, page.y + page.height * 0.18, width, page.height * 0.34};
	struct box text_box = {x, page.y + page.height * 0.54, width, page.height * 0.22};
	struct words large = {THEME_INK, THEME_DISPLAY, true, ALIGN_CENTRE, 3};
	struct words small = {THEME_INK, THEME_HEADING, false, ALIGN_CENTRE, 3};

	draw_words(brush, &large, title, &title_box);
	draw_words(brush, &small, text, &text_box);
}

static void draw_keyed(const struct brush *brush, const char *title, const char *text)
{
	draw_message(brush, phrase(brush, title), phrase(brush, text));
}

/* Why the centre, or only the chosen service, makes no tickets. While the time is not known, the
 * hours cannot be the reason given: the page says that somebody has closed. */
static void draw_closed(const struct brush *brush, bool centre)
{
	const struct kiosk_view *view = brush->view;

	if (!*view->day || view->opening == KIOSK_STOPPED) {
		draw_keyed(brush, "kiosk.stopped.title", "kiosk.stopped.text");
	} else if (view->opening == KIOSK_CLOSED_DAY) {
		draw_keyed(brush, centre ? "kiosk.day_off.title" : "kiosk.not_today.title",
			"kiosk.day_off.text");
	} else if (centre) {
		draw_keyed(brush, "kiosk.closed.title", "kiosk.closed.text");
	} else {
		draw_keyed(brush, "kiosk.not_now.title", "kiosk.not_now.text");
	}
}

static void draw_refusal(const struct brush *brush)
{
	switch (brush->view->error) {
	case KIOSK_ERROR_CLOSED:
		draw_closed(brush, false);
		return;
	case KIOSK_ERROR_LIMIT:
		draw_keyed(brush, "kiosk.limit.title", "kiosk.limit.text");
		return;
	case KIOSK_ERROR_PAST_CLOSING:
		draw_keyed(brush, "kiosk.no_more.title", "kiosk.no_more.text");
		return;
	case KIOSK_ERROR_BUSY:
		draw_keyed(brush, "kiosk.busy.title", "kiosk.busy.text");
		return;
	case KIOSK_ERROR_OFTEN:
		draw_keyed(brush, "kiosk.busy.title", "kiosk.often.text");
		return;
	case KIOSK_ERROR_AWAY:
		draw_keyed(brush, "kiosk.away.title", "kiosk.not_made.text");
		return;
	case KIOSK_ERROR_UNABLE:
		draw_keyed(brush, "kiosk.unable.title", "kiosk.unable.text");
		return;
	case KIOSK_ERROR_OTHER:
		draw_keyed(brush, "kiosk.other.title", "kiosk.other.text");
		return;
	}
}

static void draw_page(const struct brush *brush)
{
	switch (brush->view->page) {
	case KIOSK_STARTING:
		draw_keyed(brush, "kiosk.starting.title", "kiosk.starting.text");
		return;
	case KIOSK_SERVICES:
		draw_services(brush);
		return;
	case KIOSK_LANE:
		draw_lane(brush);
		return;
	case KIOSK_WORKING:
		draw_message(brush, phrase(brush, "kiosk.working"), brush->view->service);
		return;
	case KIOSK_PRINTING:
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
		draw_ticket(brush);
		return;
	case KIOSK_REFUSED:
		draw_refusal(brush);
		return;
	case KIOSK_AWAY:
		draw_keyed(brush, "kiosk.away.title", "kiosk.away.text");
		return;
	case KIOSK_UNABLE:
		draw_keyed(brush, "kiosk.unable.title", "kiosk.unable.text");
		return;
	case KIOSK_CLOSED:
		draw_closed(brush, true);
		return;
	}
}

void kiosk_screen_draw(cairo_t *cr, const struct phrases *phrases, const struct kiosk_view *view,
	int width, int height)
{
	struct brush brush = {cr, phrases, view, width, height, unit_of(width, height)};

	cairo_save(cr);
	theme_set_source(cr, THEME_PAPER);
	cairo_paint(cr);
	draw_bar(&brush);
	draw_page(&brush);
	cairo_restore(cr);
}
