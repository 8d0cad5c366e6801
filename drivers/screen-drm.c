/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen of a board: pictures are copied into memory that the graphics card shows (drm-card.h),
 * and touches come from input-watch.h.
 *
 * Displays come and go, change their size, and lie about both; the kernel's console or a monitor's
 * sleep takes the card over. So nothing depends on an event alone: reconcile() compares what is
 * shown with what should be, as often as screen-look.h says, and repairs whatever differs. While
 * there is no display, everything is drawn off screen.
 *
 * A display that is switched off gets no signal: its CRTC is disabled, and disabled again if
 * somebody else has set a mode meanwhile. Modes and buffers are kept in step all the while, so that
 * switching on is one mode that is set, with the picture of then.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <systemd/sd-device.h>
#include <xf86drm.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/drm-card.h"
#include "drivers/input-watch.h"
#include "drivers/page-flip.h"
#include "drivers/screen-driver.h"
#include "drivers/screen-look.h"
#include "drivers/screen-plan.h"

enum {
	CARDS_MAX = 8,
	TURN_MS = 10, /* when it is the other program's turn */
	EXACT_MS = 250, /* how late a tick may be at most */
};

DEFINE_CLEANUP(drmModeCrtc *, drmModeFreeCrtc);
DEFINE_CLEANUP(drmModeConnector *, drmModeFreeConnector);

struct drm {
	struct drm_card card;
	struct drm_outputs outputs;
	int output; /* of these, ours; −1 none */
	uint32_t connector; /* its number; 0 none */
	int claim_fd; /* keeps it for us */
	uint32_t crtc; /* that feeds it */
	bool connected;
	drmModeModeInfo mode; /* of the buffers' size */
	struct drm_buffer buffers[2];
	cairo_rectangle_int_t stale[2]; /* parts of the surface that each has not taken over */
	int front; /* the one that is shown, or soon will be */
	bool lit; /* the mode is set, and the front buffer is shown */
	bool replugged; /* the signal must start anew, though nothing else has changed */
	bool refused; /* the kernel did not show the last picture */
	bool stays_on; /* the kernel did not switch the display off, which was said */
	bool show_wanted; /* there is something to show */
	bool opened; /* the owner may be called */
	bool told_shown; /* what the owner was told last */
	bool complained; /* that there is no display */
	struct page_flip flip;
	struct screen_look look;
	struct input_watch *input;
	sd_device_monitor *monitor;
	sd_event_source *events; /* the card's */
	sd_event_source *tick;
};

/* sd-event lets the timers of all programs go off together that may be late, as by default by 250
 * ms: two programs would meet at the card again and again. */
static void tick_in(struct drm *drm, int ms)
{
	(void)sd_event_source_set_time_accuracy(
		drm->tick, (uint64_t)MIN_OF(ms / 4 + 1, EXACT_MS) * 1000);
	(void)sd_event_source_set_time_relative(drm->tick, (uint64_t)ms * 1000);
	(void)sd_event_source_set_enabled(drm->tick, SD_EVENT_ONESHOT);
}

static void tick_soon(struct drm *drm)
{
	screen_look_on_event(&drm->look);
	tick_in(drm, screen_look_next_ms(&drm->look));
}

/* ---- pictures ---- */

static void free_buffers(struct drm *drm)
{
	for (int i = 0; i < 2; i++) {
		drm_buffer_free(&drm->card, &drm->buffers[i]);
	}
	drm->lit = false;
}

/* Makes stale the rectangle around both. */
static void add_stale(cairo_rectangle_int_t *stale, const cairo_rectangle_int_t *part)
{
	int right = MAX_OF(stale->x + stale->width, part->x + part->width);
	int bottom = MAX_OF(stale->y + stale->height, part->y + part->height);

	if (!stale->width) {
		*stale = *part;
		return;
	}
	stale->x = MIN_OF(stale->x, part->x);
	stale->y = MIN_OF(stale->y, part->y);
	stale->width = right - stale->x;
	stale->height = bottom - stale->y;
}

/* Starts the signal, with the buffer's picture. A display that was replugged may need it to stop
 * first: the kernel sees no difference and would leave all as it is. */
static int light(struct drm *drm, const struct drm_buffer *buffer)
{
	int r;

	drm->crtc = screen_plan_crtc(drm->outputs.crtcs, drm->outputs.n_crtcs, drm->outputs.outputs,
		drm->outputs.n, drm->output);
	if (!drm->crtc) {
		return -ENODEV;
	}
	if (drm->replugged) {
		(void)drmModeSetCrtc(drm->card.fd, drm->crtc, 0, 0, 0, NULL, 0, NULL);
	}
	r = drmModeSetCrtc(
		drm->card.fd, drm->crtc, buffer->id, 0, 0, &drm->connector, 1, &drm->mode);
	if (r == 0) {
		log_debug("screen: %s shows %s", drm->outputs.outputs[drm->output].name,
			drm->mode.name);
		drm->replugged = false;
		drm->lit = true;
	}
	return r;
}

static int flip(struct drm *drm, const struct drm_buffer *buffer)
{
	int r = drmModePageFlip(drm->card.fd, drm->crtc, buffer->id, DRM_MODE_PAGE_FLIP_EVENT, drm);

	if (r == 0) {
		page_flip_begin(&drm->flip, clock_mono_ms());
	} else if (r != -EBUSY) {
		drm->lit = false; /* the CRTC is off or another's: the mode is set anew */
	}
	return r;
}

/* Stops the signal, in turn. Another program's picture stays: a CRTC may feed two sockets. */
static int stop_signal(struct drm *drm)
{
	struct screen_output *output = &drm->outputs.outputs[drm->output];
	uint32_t crtc = drm->lit ? drm->crtc : output->crtc;
	int r;

	if (screen_plan_is_shared(drm->outputs.outputs, drm->outputs.n, drm->output)) {
		return -EBUSY;
	}
	r = drmModeSetCrtc(drm->card.fd, crtc, 0, 0, 0, NULL, 0, NULL);
	if (r == 0) {
		log_debug("screen: %s is off", output->name);
		output->crtc = 0;
		drm->lit = false;
	}
	return r;
}

/* Switches the display off if it is not, or does so later. */
static void darken(struct drm *drm)
{
	int r;

	drm->show_wanted = true; /* when it is on again */
	if (!drm->connected || drm->flip.state != PAGE_FLIP_IDLE ||
		(!drm->lit && !drm->outputs.outputs[drm->output].crtc)) {
		return;
	}
	r = drm_card_take_turn(&drm->card);
	if (r == -EAGAIN) {
		tick_in(drm, TURN_MS);
		return;
	}
	if (r == 0) {
		r = stop_signal(drm);
		drm_card_give_turn(&drm->card);
	}
	if (r < 0 && !drm->stays_on) {
		log_warning(FAULT_DEVICE, "screen: it is not switched off: %s", strerror(-r));
	}
	drm->stays_on = r < 0;
}

/* Shows what the back buffer has not yet taken over, or does so later. Calls nobody. */
static void show(struct screen *screen)
{
	struct drm *drm = screen->state;
	int back = 1 - drm->front;
	struct drm_buffer *buffer = &drm->buffers[back];
	int r;

	if (screen->off) {
		darken(drm);
		return;
	}
	if (!drm->show_wanted || !drm->connected || !buffer->id ||
		drm->flip.state != PAGE_FLIP_IDLE) {
		return;
	}
	r = drm_card_take_turn(&drm->card);
	if (r == 0) {
		if (drm->stale[back].width) {
			screen_turn_copy(screen->settings.rotation, screen->surface,
				&drm->stale[back], &buffer->to);
			drm->stale[back] = (cairo_rectangle_int_t){0};
		}
		r = drm->lit ? flip(drm, buffer) : light(drm, buffer);
		drm_card_give_turn(&drm->card);
	}
	if (r == 0) {
		drm->front = back;
		drm->show_wanted = false;
		drm->refused = false;
	} else if (r == -EAGAIN) {
		tick_in(drm, TURN_MS);
	} else {
		if (!drm->refused) {
			log_warning(
				FAULT_DEVICE, "screen: cannot show the picture: %s", strerror(-r));
		}
		drm->refused = true;
		tick_soon(drm);
	}
}

static bool drm_is_shown(const struct screen *screen)
{
	const struct drm *drm = screen->state;

	return drm->connected && drm->buffers[0].id && !drm->refused && page_flip_works(&drm->flip);
}

/* Tells the owner if the display now works or no longer does, or if the size is another. */
static void tell(struct screen *screen, bool resized)
{
	struct drm *drm = screen->state;
	bool shown = drm_is_shown(screen);

	if (shown != drm->told_shown) {
		log_notice("screen: %s", shown ? "there is a display" : "no display works");
	}
	if ((shown != drm->told_shown || resized) && screen->calls.redraw) {
		screen->calls.redraw(screen->userdata);
	}
	drm->told_shown = shown;
}

static void on_flipped(int fd, unsigned sequence, unsigned sec, unsigned usec, void *userdata)
{
	struct drm *drm = userdata;

	(void)fd;
	(void)sequence;
	(void)sec;
	(void)usec;
	page_flip_end(&drm->flip);
}

static void lose_card(struct screen *screen)
{
	struct drm *drm = screen->state;

	log_warning(FAULT_DEVICE, "screen: the card is gone");
	drm->events = sd_event_source_disable_unref(drm->events);
	free_buffers(drm);
	drm_card_close(&drm->card);
	closep(&drm->claim_fd);
	drm->claim_fd = drm->output = -1;
	drm->connector = 0;
	drm->connected = false;
	page_flip_end(&drm->flip);
	tick_soon(drm);
}

static int on_card(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	drmEventContext context = {.version = 2, .page_flip_handler = on_flipped};
	struct screen *screen = userdata;

	(void)source;
	if (revents & (EPOLLHUP | EPOLLERR)) {
		lose_card(screen);
	} else {
		(void)drmHandleEvent(fd, &context);
		show(screen);
	}
	tell(screen, false);
	return 0;
}

/* ---- what is shown, and what should be ---- */

/* Finds our socket among the card's, and keeps it. −ENODEV: there is none for us. */
static int choose_output(struct screen *screen, enum screen_ask ask)
{
	struct drm *drm = screen->state;
	const struct screen_output *output;
	int fd = -1;
	int now = -1;
	int r = drm_card_read_outputs(&drm->card, ask, drm->connector, &drm->outputs);

	if (r < 0) {
		return r;
	}
	for (int i = 0; i < drm->outputs.n; i++) {
		now = drm->connector && drm->outputs.outputs[i].connector == drm->connector ? i
											    : now;
	}
	drm->output = screen_plan_output(drm->outputs.outputs, drm->outputs.n,
		screen->settings.output, screen->settings.from_last, now);
	if (drm->output < 0) {
		return -ENODEV;
	}
	if (drm->output == now) {
		return 0;
	}
	output = &drm->outputs.outputs[drm->output];
	r = drm_card_claim(drm->card.name, output->name, &fd);
	if (r < 0) {
		drm->output = now;
		return now < 0 ? r : 0;
	}
	closep(&drm->claim_fd);
	drm->claim_fd = fd;
	drm->connector = output->connector;
	drm->lit = false;
	return 0;
}

static void forget_output(struct drm *drm)
{
	closep(&drm->claim_fd);
	drm->claim_fd = drm->output = -1;
	drm->connector = 0;
}

/* Looks for a card with a display for us, in turn, and keeps it open. */
static int find_card(struct screen *screen)
{
	struct drm *drm = screen->state;
	int found = -ENODEV;

	for (int i = 0; i < CARDS_MAX; i++) {
		int r = drm_card_open(&drm->card, i);

		if (r < 0) {
			found = r == -EBUSY || r == -EACCES ? r : found;
			continue;
		}
		r = choose_output(screen, SCREEN_ASK_ALL);
		if (r == 0 && drm->outputs.outputs[drm->output].connected) {
			r = sd_event_add_io(screen->event, &drm->events, drm->card.fd, EPOLLIN,
				on_card, screen);
		} else {
			found = r < 0 && r != -ENODEV ? r : found;
			r = -ENODEV;
		}
		if (r >= 0) {
			return 0;
		}
		forget_output(drm);
		drm_card_close(&drm->card);
	}
	return found;
}

/* Makes buffers for the display's mode, and the surface of its size. */
static int take_mode(struct screen *screen, const drmModeModeInfo *mode)
{
	struct drm *drm = screen->state;
	bool side = screen_turn_lies_on_side(screen->settings.rotation);
	int width = side ? mode->vdisplay : mode->hdisplay;
	int height = side ? mode->hdisplay : mode->vdisplay;
	int r = 0;

	log_notice("screen: %s of %s, %s at %u Hz", drm->outputs.outputs[drm->output].name,
		drm->card.name, mode->name, mode->vrefresh);
	free_buffers(drm);
	for (int i = 0; r == 0 && i < 2; i++) {
		r = drm_buffer_make(&drm->card, mode->hdisplay, mode->vdisplay, &drm->buffers[i]);
		drm->stale[i] = (cairo_rectangle_int_t){0, 0, width, height};
	}
	if (r == 0 && (!screen->surface || width != screen->width || height != screen->height)) {
		r = screen_resize(screen, width, height);
	}
	if (r < 0) {
		log_warning(FAULT_DEVICE, "screen: cannot use the mode: %s", strerror(-r));
		free_buffers(drm);
		return r;
	}
	drm->mode = *mode;
	drm->show_wanted = false; /* the owner draws first */
	return 1;
}

/* Takes the display's mode if it is another. Returns 1 when there is a new surface. */
static int check_mode(struct screen *screen)
{
	struct drm *drm = screen->state;
	bool side = screen_turn_lies_on_side(screen->settings.rotation);
	int width = side ? screen->settings.height : screen->settings.width;
	int height = side ? screen->settings.width : screen->settings.height;
	_cleanup_(drmModeFreeConnectorp) drmModeConnector *connector =
		drmModeGetConnectorCurrent(drm->card.fd, drm->connector);
	const drmModeModeInfo *mode = connector
		? screen_plan_mode(connector->modes, connector->count_modes, width, height)
		: NULL;

	if (!mode) {
		return -ENODEV;
	}
	return drm->buffers[0].id && screen_plan_same_mode(mode, &drm->mode)
		? 0
		: take_mode(screen, mode);
}

/* Whether the card shows what was set last. */
static bool is_lit(const struct drm *drm)
{
	_cleanup_(drmModeFreeCrtcp) drmModeCrtc *crtc = drmModeGetCrtc(drm->card.fd, drm->crtc);

	return crtc && crtc->mode_valid && crtc->buffer_id == drm->buffers[drm->front].id &&
		screen_plan_same_mode(&crtc->mode, &drm->mode) &&
		drm->outputs.outputs[drm->output].crtc == drm->crtc;
}

/* In turn. Returns 1 when there is a new surface. */
static int compare(struct screen *screen)
{
	struct drm *drm = screen->state;
	enum screen_ask ask = screen_look_begin(&drm->look, drm->connected);
	bool was_connected = drm->connected;
	int r = drm->card.fd < 0 ? find_card(screen) : choose_output(screen, ask);

	drm->connected = r == 0 && drm->outputs.outputs[drm->output].connected;
	if (r == 0 && drm->connected) {
		r = check_mode(screen);
	}
	/* Also when that has to wait for a page flip that does not complete. */
	drm->replugged |= drm->connected && drm->lit && !was_connected;
	/* One that is switched off is not lit, and nothing is missing. */
	if (!screen->off && drm->connected && drm->lit && (drm->replugged || !is_lit(drm)) &&
		drm->flip.state == PAGE_FLIP_IDLE) {
		log_info("screen: %s is set again", drm->outputs.outputs[drm->output].name);
		drm->lit = false;
		drm->show_wanted = true;
	}
	return r;
}

static void reconcile(struct screen *screen)
{
	struct drm *drm = screen->state;
	int r = drm_card_take_turn(&drm->card);

	if (r == 0) {
		r = compare(screen);
		drm_card_give_turn(&drm->card);
	}
	if (r == -EAGAIN) {
		tick_in(drm, TURN_MS);
		return;
	}
	if (r < 0 && drm->card.fd < 0 && !drm->complained) {
		log_warning(FAULT_DEVICE,
			"screen: no display (%s): drawn off screen until one comes",
			r == -EBUSY ? "another program has it" : strerror(-r));
	}
	drm->complained = r < 0;
	show(screen);
	if (drm->opened) {
		tell(screen, r > 0);
	}
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen *screen = userdata;
	struct drm *drm = screen->state;

	(void)source;
	(void)usec;
	tick_in(drm, screen_look_next_ms(&drm->look));
	reconcile(screen);
	if (page_flip_tick(&drm->flip, clock_mono_ms())) {
		if (drm->flip.state == PAGE_FLIP_LOST && screen->calls.lost) {
			screen->calls.lost(screen->userdata);
		} else {
			log_warning(FAULT_DEVICE, "screen: the display does not take pictures");
			tell(screen, false);
		}
	}
	return 0;
}

static int on_device(sd_device_monitor *monitor, sd_device *device, void *userdata)
{
	struct screen *screen = userdata;

	(void)monitor;
	(void)device;
	tick_soon(screen->state);
	return 0;
}

/* ---- touches ---- */

static void on_input(enum touch touch, int device, double x, double y, void *userdata)
{
	struct screen *screen = userdata;
	bool side = screen_turn_lies_on_side(screen->settings.rotation);

	screen_touch(screen, touch, device, x * (side ? screen->height : screen->width),
		y * (side ? screen->width : screen->height));
}

static void watch_input(struct screen *screen)
{
	static const struct input_watch_calls calls = {.touch = on_input};
	struct drm *drm = screen->state;
	int r = input_watch_open(screen->event, "/dev/input", NULL, &calls, screen, &drm->input);

	if (r < 0) {
		log_warning(FAULT_DEVICE, "screen: no touches: /dev/input: %s", strerror(-r));
	}
}

/* ---- life ---- */

/* Without its events, displays are found by asking. */
static void watch_displays(struct screen *screen)
{
	struct drm *drm = screen->state;
	int r = sd_device_monitor_new(&drm->monitor);

	if (r >= 0) {
		r = sd_device_monitor_filter_add_match_subsystem_devtype(drm->monitor, "drm", NULL);
	}
	if (r >= 0) {
		r = sd_device_monitor_attach_event(drm->monitor, screen->event);
	}
	if (r >= 0) {
		r = sd_device_monitor_start(drm->monitor, on_device, screen);
	}
	if (r < 0) {
		log_warning(FAULT_DEVICE, "screen: nobody tells of displays that come: %s",
			strerror(-r));
	}
}

static int drm_open(struct screen *screen)
{
	struct drm *drm = memory_new(1, sizeof(*drm));
	int r;

	screen->state = drm;
	drm->claim_fd = drm->output = -1;
	r = drm_card_init(&drm->card, screen->settings.shared);
	if (r < 0) {
		return r;
	}
	r = sd_event_add_time(
		screen->event, &drm->tick, CLOCK_MONOTONIC, UINT64_MAX, 0, on_tick, screen);
	if (r < 0) {
		return r;
	}
	tick_in(drm, SCREEN_LOOK_MS);
	watch_displays(screen);
	reconcile(screen);
	if (!screen->surface) {
		r = screen_resize(screen,
			screen->settings.width ? screen->settings.width : SCREEN_WIDTH,
			screen->settings.height ? screen->settings.height : SCREEN_HEIGHT);
	}
	if (screen->settings.touch) {
		watch_input(screen);
	}
	drm->told_shown = drm_is_shown(screen);
	drm->opened = true;
	return r < 0 ? r : 0;
}

static void drm_close(struct screen *screen)
{
	struct drm *drm = screen->state;

	if (!drm) {
		return;
	}
	sd_device_monitor_unref(drm->monitor);
	drm->tick = sd_event_source_disable_unref(drm->tick);
	drm->events = sd_event_source_disable_unref(drm->events);
	input_watch_close(drm->input);
	free_buffers(drm);
	closep(&drm->claim_fd);
	drm_card_done(&drm->card);
	free(drm);
}

static void drm_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	struct drm *drm = screen->state;

	add_stale(&drm->stale[0], changed);
	add_stale(&drm->stale[1], changed);
	drm->show_wanted = true;
	show(screen);
}

/* With what the card says now: another program may have taken a CRTC. A display that wakes up may
 * tell its modes late, or leave for a moment. */
static void drm_set_power(struct screen *screen)
{
	struct drm *drm = screen->state;

	drm->show_wanted = true;
	tick_soon(drm);
	reconcile(screen);
}

static bool drm_connector(const struct screen *screen, int *ret_card, uint32_t *ret_id)
{
	const struct drm *drm = screen->state;

	if (drm->card.fd < 0 || !drm->connector) {
		return false;
	}
	*ret_card = drm->card.number;
	*ret_id = drm->connector;
	return true;
}

const struct screen_driver screen_drm = {
	.name = "drm",
	.open = drm_open,
	.close = drm_close,
	.present = drm_present,
	.is_shown = drm_is_shown,
	.set_power = drm_set_power,
	.connector = drm_connector,
};
