/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-display.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "display/screen-report.h"
#include "drivers/screen.h"
#include "kiosk/kiosk-procedures.h"
#include "kiosk/tap.h"
#include "ui/kiosk-layout.h"
#include "ui/kiosk-screen.h"

enum {
	/* Drawing takes some ten milliseconds on a small board. Usually the hub's answer arrives
	 * and the slip reaches the printer within these times. */
	WAIT_FOR_ANSWER_MS = 60,
	WAIT_FOR_PRINTER_MS = 40,
};

struct kiosk_display {
	const struct kiosk_context *context;
	const struct kiosk_display_calls *calls;
	void *userdata;
	struct screen *screen;
	struct screen_report *report;
	bool drawn; /* view and layout are what the screen shows */
	struct kiosk_view view;
	struct lookup_view lookup, next; /* next: to be shown */
	bool is_lookup; /* it is a page of the look-up */
	struct kiosk_layout layout, former; /* former: of the page before */
	bool no_lookup; /* there is no room for it */
	int above_mm; /* the most of the pages shown so far on a display of this size */
	struct tap tap;
	sd_event_source *draw;
};

static void fill_speech(const struct kiosk_context *context, struct kiosk_view *view)
{
	const struct listener *listener = context->listener;

	view->leaving = kiosk_procedures_shown(context->procedures) &&
		kiosk_procedures_leaving(context->procedures);
	if (listener) {
		view->ear = listener->able && !view->buttons_only;
		view->speaking = listener->on;
		view->leaving |= listener->leaving;
		view->focus = listener->focus;
	}
}

void kiosk_display_fill_view(const struct kiosk_context *context, struct kiosk_view *view)
{
	const struct flow *flow = context->flow;
	bool has_number = flow->page == KIOSK_PRINTING || flow->page == KIOSK_TAKE ||
		flow->page == KIOSK_NUMBER;
	bool has_wish = flow->page == KIOSK_LANE || flow->page == KIOSK_BRING ||
		flow->page == KIOSK_WORKING || flow->page == KIOSK_REFUSED;
	struct clock_reading now;

	memset(view, 0, sizeof(*view));
	text_copy_cut(view->language, sizeof(view->language),
		kiosk_procedures_shown(context->procedures)
			? kiosk_procedures_language(context->procedures)
			: flow->language);
	kiosk_data_fill_view(context->data,
		has_number         ? flow->ticket.service
			: has_wish ? flow->wish.service
				   : "",
		flow->page == KIOSK_GROUPS                             ? ""
			: flow->page == KIOSK_SERVICES && *flow->group ? flow->group
								       : NULL,
		view);
	if (flow->page == KIOSK_COMPLAINTS) {
		kiosk_data_fill_complaints(context->data, view);
	}
	view->page = flow->page;
	view->error = flow->error;
	view->busy = flow->busy;
	view->no_slips = context->board->printer.driver[0] && !flow->printer;
	view->buttons_only =
		!context->board->kiosk.touch && !(context->listener && context->listener->has_keys);
	view->complaints = !view->buttons_only && kiosk_data_has_complaints(context->data);
	fill_speech(context, view);
	view->lookup = context->procedures;
	view->list_page = flow->list_page;
	view->ahead = -1;
	view->wait_s = -1;
	if (has_number) {
		memcpy(view->number, flow->ticket.number, sizeof(view->number));
		view->ahead = flow->ticket.ahead;
		view->wait_s = flow->ticket.wait_s;
		view->past_closing = flow->ticket.past_closing;
		view->free_online = kiosk_procedures_free_online(
			context->procedures, context->data, flow->ticket.service);
		kiosk_data_fill_ticket(context->data, context->phrases, &flow->ticket, view);
	}
	clock_now(&now);
	kiosk_data_fill_clock(context->data, &now, has_wish ? flow->wish.service : "", view);
}

bool kiosk_display_fill_lookup(
	const struct kiosk_context *context, struct kiosk_view *view, struct lookup_view *lookup)
{
	bool shown = kiosk_procedures_shown(context->procedures);

	memset(lookup, 0, sizeof(*lookup));
	if (shown) {
		view->list_page = kiosk_procedures_list_page(context->procedures);
		kiosk_procedures_fill_view(context->procedures, lookup);
	}
	return shown;
}

/* Views are filled from zeros, including the padding. */
static bool same_bytes(const void *first, const void *second, size_t size)
{
	return memcmp(first, second, size) == 0;
}

static struct kiosk_size size_of(const struct kiosk_display *display)
{
	const struct screen_settings *settings = &display->context->board->kiosk;
	int width, height;

	screen_size(display->screen, &width, &height);
	return kiosk_size_of(width, height, settings->diagonal_inch, settings->top_mm);
}

struct kiosk_size kiosk_display_size(const struct kiosk_display *display)
{
	return display ? size_of(display) : kiosk_size_of(1280, 800, 0, 0);
}

static void tell_health(struct kiosk_display *display)
{
	display->calls->health(screen_is_shown(display->screen), display->above_mm,
		display->no_lookup, display->userdata);
}

/* Keys out of reach are for whoever hangs the screen to mend. */
static void look_for_high_keys(struct kiosk_display *display)
{
	bool same_screen = display->layout.size.reach_px == display->former.size.reach_px;
	int before = display->above_mm;

	display->above_mm =
		MAX_OF(same_screen ? before : 0, kiosk_layout_above_mm(&display->layout));
	if (display->above_mm > before) {
		log_warning(FAULT_SITE,
			"keys are %d mm above %d mm, where a person in a wheelchair does not "
			"reach them: hang the screen lower, and change its top_mm",
			display->above_mm, KIOSK_REACH_MM);
	}
	if (display->above_mm != before) {
		tell_health(display);
	}
}

/* A screen without room for what the board file promises is for whoever wrote that to mend. */
static void look_for_lookup(
	struct kiosk_display *display, const struct kiosk_view *view, bool is_lookup)
{
	static const struct kiosk_target key = {KIOSK_TARGET_ACTION, LOOKUP_DO_START};
	bool before = display->no_lookup;

	if (is_lookup || !kiosk_layout_has_lookup(&display->layout.size)) {
		display->no_lookup = (is_lookup || view->lookup) &&
			!kiosk_layout_has_lookup(&display->layout.size);
	} else if (view->lookup && (view->page == KIOSK_GROUPS || view->page == KIOSK_SERVICES)) {
		display->no_lookup = kiosk_layout_place(&display->layout, key).width == 0;
	}
	if (display->no_lookup && !before) {
		log_warning(FAULT_SITE,
			"this screen has no room for the look-up: change the board file's "
			"journeys, "
			"or its diagonal_inch if that is wrong");
	}
	if (display->no_lookup != before) {
		tell_health(display);
	}
}

/* The page shown becomes the former one. */
static void lay_out(struct kiosk_display *display, const struct kiosk_view *view, bool is_lookup)
{
	struct kiosk_size size = size_of(display);
	struct kiosk_layout swap = display->former;

	display->former = display->layout;
	display->layout = swap;
	kiosk_layout_make_lookup(&display->layout, display->context->phrases, view,
		is_lookup ? &display->next : NULL, &size);
	look_for_high_keys(display);
	look_for_lookup(display, view, is_lookup);
}

static int on_draw(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_display *display = userdata;
	cairo_rectangle_int_t all = {0};
	struct kiosk_view view;
	bool is_lookup;
	cairo_t *cr;

	(void)source;
	(void)usec;
	kiosk_display_fill_view(display->context, &view);
	view.pressed = display->tap.pressed;
	is_lookup = kiosk_display_fill_lookup(display->context, &view, &display->next);
	if (display->drawn && is_lookup == display->is_lookup &&
		same_bytes(&view, &display->view, sizeof(view)) &&
		same_bytes(&display->next, &display->lookup, sizeof(display->next))) {
		return 0;
	}
	screen_size(display->screen, &all.width, &all.height);
	lay_out(display, &view, is_lookup);
	cr = cairo_create(screen_surface(display->screen));
	kiosk_screen_draw(cr, &display->layout);
	cairo_destroy(cr);
	screen_present(display->screen, &all);
	screen_report_change(display->report);
	tap_shown(&display->tap,
		!display->drawn || !kiosk_layout_same_keys(&display->former, &display->layout),
		clock_mono_ms());
	display->view = view;
	display->lookup = display->next;
	display->is_lookup = is_lookup;
	display->drawn = true;
	return 0;
}

static void draw_in(struct kiosk_display *display, uint64_t delay_ms)
{
	(void)sd_event_source_set_time_relative(display->draw, delay_ms * 1000);
	(void)sd_event_source_set_enabled(display->draw, SD_EVENT_ONESHOT);
}

void kiosk_display_show(struct kiosk_display *display)
{
	enum kiosk_page page;
	uint64_t delay_ms = 0;

	if (!display) {
		return;
	}
	page = display->context->flow->page;
	if (!display->drawn || page != display->view.page) {
		/* A page that is replaced at once need not be drawn. */
		if (page == KIOSK_WORKING && display->context->board->printer.driver[0]) {
			delay_ms = WAIT_FOR_ANSWER_MS;
		} else if (page == KIOSK_PRINTING) {
			delay_ms = WAIT_FOR_PRINTER_MS;
		}
	}
	draw_in(display, delay_ms);
}

void kiosk_display_hurry(struct kiosk_display *display)
{
	if (display) {
		draw_in(display, 0);
	}
}

void kiosk_display_use(struct kiosk_display *display, struct client *client)
{
	if (display) {
		screen_report_use(display->report, client);
	}
}

void kiosk_display_look(struct kiosk_display *display, bool seen)
{
	if (display) {
		screen_report_look(display->report, seen);
	}
}

/* ---- touches ---- */

static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	struct kiosk_display *display = userdata;
	int64_t now_ms = clock_mono_ms();
	struct kiosk_target target;

	if (!display->drawn) {
		return;
	}
	switch (touch) {
	case TOUCH_DOWN:
		tap_down(&display->tap, &display->layout, x, y, now_ms);
		break;
	case TOUCH_MOVE:
		if (!tap_move(&display->tap, &display->layout, x, y)) {
			return;
		}
		break;
	case TOUCH_UP:
		target = tap_up(&display->tap, &display->layout, x, y, now_ms);
		if (target.kind != KIOSK_TARGET_NONE) {
			display->calls->choose(&display->view,
				display->is_lookup ? &display->lookup : NULL, target,
				display->userdata);
		}
		break;
	}
	kiosk_display_show(display);
}

/* ---- life ---- */

static void on_redraw(void *userdata)
{
	struct kiosk_display *display = userdata;

	if (display->screen) {
		display->drawn = false;
		tell_health(display);
		draw_in(display, 0);
	}
}

static void on_closed(void *userdata)
{
	struct kiosk_display *display = userdata;

	log_notice("the window was closed");
	(void)sd_event_exit(display->context->event, 0);
}

static int open_screen(struct kiosk_display *display)
{
	/* No lost call: without a screen, buttons and printer still work, so the process
	 * continues. */
	static const struct screen_calls calls = {
		.touch = on_touch, .redraw = on_redraw, .closed = on_closed};

	return screen_open(display->context->event, &display->context->board->kiosk, &calls,
		display, &display->screen);
}

int kiosk_display_open(const struct kiosk_context *context, const struct kiosk_display_calls *calls,
	void *userdata, struct kiosk_display **ret)
{
	_cleanup_(kiosk_display_closep) struct kiosk_display *display = NULL;
	int r;

	if (!context->board->kiosk.driver[0]) {
		return 0;
	}
	display = memory_new(1, sizeof(*display));
	*display = (struct kiosk_display){.context = context, .calls = calls, .userdata = userdata};
	r = sd_event_add_time(
		context->event, &display->draw, CLOCK_MONOTONIC, UINT64_MAX, 1, on_draw, display);
	if (r >= 0) {
		/* Drawing comes after all events that are already waiting. */
		r = sd_event_source_set_priority(display->draw, SD_EVENT_PRIORITY_NORMAL + 10);
	}
	if (r >= 0) {
		r = open_screen(display);
	}
	if (r >= 0) {
		r = screen_report_new(context->event, display->screen, &display->report);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the screen: %s", strerror(-r));
		return r;
	}
	tell_health(display);
	draw_in(display, 0);
	*ret = TAKE_PTR(display);
	return 0;
}

void kiosk_display_close(struct kiosk_display *display)
{
	if (display) {
		display->draw = sd_event_source_disable_unref(display->draw);
		screen_report_free(display->report);
		screen_close(display->screen);
		kiosk_layout_done(&display->layout);
		kiosk_layout_done(&display->former);
		free(display);
	}
}
