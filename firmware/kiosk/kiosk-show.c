/* SPDX-License-Identifier: Apache-2.0 */
/* What people see and touch: the screen, the panel's buttons and lamps, the timers behind them. */
#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "base/zone.h"
#include "kiosk/kiosk.h"

static void fill_view(const struct kiosk *kiosk, struct kiosk_view *view)
{
	const struct flow *flow = &kiosk->flow;
	bool busy = flow->page == KIOSK_PRINTING || flow->page == KIOSK_TAKE ||
		flow->page == KIOSK_NUMBER;
	struct local_time local;
	struct moment now;

	memset(view, 0, sizeof(*view));
	memcpy(view->language, flow->language, sizeof(view->language));
	kiosk_data_fill_view(kiosk->data, busy ? flow->ticket.service : flow->wish.service, view);
	view->page = flow->page;
	view->refusal = flow->refusal;
	view->no_slips = kiosk->printer != NULL && !flow->printer;
	view->buttons_only = !kiosk->board->kiosk.touch;
	view->pressed = kiosk->pressed;
	view->ahead = -1;
	view->wait_s = -1;
	if (busy) {
		memcpy(view->number, flow->ticket.number, sizeof(view->number));
		view->ahead = flow->ticket.ahead;
		view->wait_s = flow->ticket.wait_s;
	}
	clock_now(&now);
	zone_local(now.wall_ms, &local);
	memcpy(view->day, local.day, sizeof(view->day));
	view->minute = local.minute;
}

static int on_draw(sd_event_source *source, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct kiosk_view view;
	cairo_rectangle_int_t all = {0};
	cairo_t *cr;

	(void)source;
	fill_view(kiosk, &view);
	if (kiosk->drawn && memcmp(&view, &kiosk->view, sizeof(view)) == 0) {
		return 0;
	}
	screen_size(kiosk->screen, &all.width, &all.height);
	cr = cairo_create(screen_surface(kiosk->screen));
	kiosk_screen_draw(cr, kiosk->phrases, &view, all.width, all.height);
	cairo_destroy(cr);
	screen_present(kiosk->screen, &all);
	kiosk->view = view;
	kiosk->drawn = true;
	return 0;
}

static enum lamp lamp_of(const struct flow *flow, const struct board_button *button)
{
	bool this_one = strcmp(button->service, flow->wish.service) == 0 &&
		button->priority == flow->wish.priority;

	if (button->does != BOARD_TAKE) {
		return LAMP_OFF;
	}
	switch (flow->page) {
	case KIOSK_SERVICES:
	case KIOSK_LANE:
	case KIOSK_TAKE:
	case KIOSK_NUMBER:
	case KIOSK_REFUSED:
		return flow->hub && flow->centre ? LAMP_ON : LAMP_OFF;
	case KIOSK_WORKING:
	case KIOSK_PRINTING:
		return this_one ? LAMP_BLINK : LAMP_ON;
	case KIOSK_STARTING:
	case KIOSK_AWAY:
	case KIOSK_CLOSED:
		return LAMP_OFF;
	}
	return LAMP_OFF;
}

static void set_tick(struct kiosk *kiosk)
{
	int64_t next_ms = flow_next_ms(&kiosk->flow);

	if (next_ms < 0) {
		(void)sd_event_source_set_enabled(kiosk->tick, SD_EVENT_OFF);
		return;
	}
	(void)sd_event_source_set_time(kiosk->tick, (uint64_t)next_ms * 1000);
	(void)sd_event_source_set_enabled(kiosk->tick, SD_EVENT_ONESHOT);
}

void kiosk_show(struct kiosk *kiosk)
{
	if (kiosk->screen) {
		(void)sd_event_source_set_enabled(kiosk->draw, SD_EVENT_ONESHOT);
	}
	if (kiosk->panel) {
		for (int i = 0; i < kiosk->board->n_buttons; i++) {
			panel_set_lamp(
				kiosk->panel, i, lamp_of(&kiosk->flow, &kiosk->board->buttons[i]));
		}
	}
	set_tick(kiosk);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct flow_event event = {.kind = FLOW_TICK};

	(void)source;
	(void)usec;
	kiosk_take(userdata, &event);
	return 0;
}

static int on_minute(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct moment now;
	int64_t left_ms;

	(void)usec;
	clock_now(&now);
	left_ms = 60000 - (now.wall_ms % 60000 + 60000) % 60000;
	(void)sd_event_source_set_time_relative(source, (uint64_t)(left_ms + 20) * 1000);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	kiosk_show(kiosk);
	return 0;
}

/* Panel */

static void on_button(int index, bool pressed, void *userdata)
{
	struct kiosk *kiosk = userdata;
	const struct board_button *button = &kiosk->board->buttons[index];
	struct flow_event event = {.kind = FLOW_BUTTON};

	if (!pressed) {
		return;
	}
	log_debug("button %s", button->name);
	switch (button->does) {
	case BOARD_TAKE:
		text_copy_cut(event.wish.service, sizeof(event.wish.service), button->service);
		text_copy_cut(event.wish.reason, sizeof(event.wish.reason), button->reason);
		event.wish.priority = button->priority;
		kiosk_take(kiosk, &event);
		return;
	case BOARD_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		text_copy_cut(event.language, sizeof(event.language), button->language);
		kiosk_take(kiosk, &event);
		return;
	case BOARD_COUNTER:
		kiosk_hub_counter_move(kiosk, button->counter, button->move);
		return;
	case BOARD_NOTHING:
		return;
	}
}

static void on_stuck(int index, bool stuck, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->stuck += stuck ? 1 : -1;
	log_warning(FAULT_DEVICE, "button %s is %s", kiosk->board->buttons[index].name,
		stuck ? "held for too long" : "free again");
	kiosk_hub_health(kiosk);
}

static void on_panel_link(bool connected, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->panel_there = connected;
	kiosk_hub_health(kiosk);
}

static int open_panel(struct kiosk *kiosk)
{
	static const struct panel_calls calls = {
		.button = on_button, .stuck = on_stuck, .link = on_panel_link};
	const struct board *board = kiosk->board;
	struct panel_settings settings = {.path = board->panel.path, .n_buttons = board->n_buttons};
	int r;

	if (!board->panel.present) {
		return 0;
	}
	for (int i = 0; i < board->n_buttons; i++) {
		text_copy_cut(
			settings.button[i], sizeof(settings.button[i]), board->buttons[i].name);
	}
	r = text_copy(settings.driver, sizeof(settings.driver), board->panel.driver);
	if (r == 0) {
		r = panel_open(kiosk->event, &settings, &calls, kiosk, &kiosk->panel);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the panel: %s", strerror(-r));
	}
	return r;
}

/* Screen */

static void choose_service(struct kiosk *kiosk, int index, struct flow_event *event)
{
	const struct kiosk_service *service = &kiosk->view.services[index];

	event->kind = FLOW_CHOOSE;
	event->opening = service->opening;
	memcpy(event->wish.service, service->id, sizeof(event->wish.service));
	kiosk_take(kiosk, event);
}

/* A target counts when the finger leaves the glass on it: whoever slips may slide away. */
static void on_touch(enum touch touch, int x, int y, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct flow_event event = {0};
	struct kiosk_target target;
	int width, height;
	int pressed;

	screen_size(kiosk->screen, &width, &height);
	target = kiosk_screen_hit(&kiosk->view, width, height, x, y);
	pressed = target.kind == KIOSK_TARGET_SERVICE && touch != TOUCH_UP ? target.index + 1 : 0;
	if (pressed != kiosk->pressed) {
		kiosk->pressed = pressed;
		kiosk_show(kiosk);
	}
	if (touch != TOUCH_UP || !kiosk->drawn) {
		return;
	}
	switch (target.kind) {
	case KIOSK_TARGET_SERVICE:
		choose_service(kiosk, target.index, &event);
		return;
	case KIOSK_TARGET_REASON:
		event.wish.priority = true;
		memcpy(event.wish.reason, kiosk->view.reasons[target.index].id,
			sizeof(event.wish.reason));
		event.kind = FLOW_LANE;
		break;
	case KIOSK_TARGET_REGULAR:
		event.kind = FLOW_LANE;
		break;
	case KIOSK_TARGET_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		memcpy(event.language, kiosk->view.languages[target.index], sizeof(event.language));
		break;
	case KIOSK_TARGET_BACK:
		event.kind = FLOW_BACK;
		break;
	case KIOSK_TARGET_NONE:
		return;
	}
	kiosk_take(kiosk, &event);
}

static void on_redraw(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->drawn = false;
	if (kiosk->screen) {
		kiosk_show(kiosk);
	}
}

static void on_closed(void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_notice("the window was closed");
	(void)sd_event_exit(kiosk->event, 0);
}

static int open_screen(struct kiosk *kiosk)
{
	static const struct screen_calls calls = {
		.touch = on_touch, .redraw = on_redraw, .closed = on_closed};
	const struct board_screen *board = &kiosk->board->kiosk;
	struct screen_settings settings = {
		.name = "kiosk",
		.path = board->path,
		.width = board->width,
		.height = board->height,
		.rotation = board->rotation,
		.touch = board->touch,
	};
	int r;

	if (!board->present) {
		return 0;
	}
	r = text_copy(settings.driver, sizeof(settings.driver), board->driver);
	if (r == 0) {
		r = screen_open(kiosk->event, &settings, &calls, kiosk, &kiosk->screen);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the screen: %s", strerror(-r));
	}
	return r;
}

int kiosk_show_start(struct kiosk *kiosk)
{
	int r = sd_event_add_defer(kiosk->event, &kiosk->draw, on_draw, kiosk);

	if (r >= 0) {
		/* After the events that are already here. */
		r = sd_event_source_set_priority(kiosk->draw, SD_EVENT_PRIORITY_NORMAL + 10);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(kiosk->draw, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_time(kiosk->event, &kiosk->tick, CLOCK_MONOTONIC, UINT64_MAX, 1000,
			on_tick, kiosk);
	}
	if (r >= 0) {
		r = open_panel(kiosk);
	}
	if (r >= 0) {
		r = open_screen(kiosk);
	}
	if (r >= 0 && kiosk->screen) {
		r = sd_event_add_time_relative(
			kiosk->event, &kiosk->minute, CLOCK_MONOTONIC, 0, 0, on_minute, kiosk);
	}
	return r;
}

void kiosk_show_stop(struct kiosk *kiosk)
{
	kiosk->draw = sd_event_source_disable_unref(kiosk->draw);
	kiosk->tick = sd_event_source_disable_unref(kiosk->tick);
	kiosk->minute = sd_event_source_disable_unref(kiosk->minute);
	panel_close(TAKE_PTR(kiosk->panel));
	screen_close(TAKE_PTR(kiosk->screen));
}
