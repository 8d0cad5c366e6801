/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The screen that SDL2 shows. SDL never blocks here: the loop watches the connection to X11 or
 * Wayland, and SDL is called when data has arrived. Besides that, SDL is called at a low rate for
 * what has no descriptor (console switching, SDL's own housekeeping). On KMSDRM touches come from
 * input-watch.h instead of SDL. While there is no display, everything is drawn off screen and the
 * search for a display is repeated, because KMSDRM knows no hot-plug.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include <SDL.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "drivers/input-watch.h"
#include "drivers/screen-driver.h"
#include "drivers/screen.h"
#include "drivers/screen-flip.h"
#include "drivers/screen-paint.h"
#include "drivers/screen-turn.h"
#include "drivers/screen-window.h"

enum {
	PUMP_MS = 1000, /* when there is a descriptor to watch */
	PUMP_BLIND_MS = 500, /* when there is none */
	LOOK_AGAIN_MS = 10000,
	FLIP_WAIT_MS = 500,
};

struct sdl {
	SDL_Window *window;
	struct screen_paint paint;
	bool shown; /* there is a display */
	bool full; /* the window fills the display: there is no desktop around it */
	struct screen_flip *flip; /* KMSDRM only */
	bool complained; /* SDL has logged an error since this was cleared */
	bool told_shown; /* what the owner was told last */
	bool show_wanted; /* present again when the display can show the next picture */
	struct input_watch *input;
	sd_event_source *wire; /* the connection to the display server */
	sd_event_source *tick;
	sd_event_source *after; /* runs once after a present */
};

static const SDL_FingerID FINGER_MOUSE = -1;

/* Makes surface and texture fit the window. Returns 1 when one of them was made anew. */
static int fit(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	int width, height;
	int r = screen_paint_size(&sdl->paint, &width, &height);

	if (r < 0) {
		return r;
	}
	if (sdl->full && screen->settings.width && screen->settings.height) {
		width = screen->settings.width; /* the texture is scaled to the display */
		height = screen->settings.height;
	}
	if (sdl->paint.width == width && sdl->paint.height == height && screen->surface &&
		width == screen->width && height == screen->height) {
		return 0;
	}
	if (!screen->surface || width != screen->width || height != screen->height) {
		r = screen_resize(screen, width, height);
	}
	if (r == 0) {
		r = screen_paint_resize(&sdl->paint, width, height);
	}
	return r < 0 ? r : 1;
}

static void warn(const char *what, int error)
{
	log_warning(
		FAULT_DEVICE, "screen: cannot %s: %s (%s)", what, strerror(-error), SDL_GetError());
}

/* Tells the owner if the display now works or no longer does. */
static void tell_shown(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	bool shown = screen_is_shown(screen);

	if (shown != sdl->told_shown && screen->calls.redraw) {
		sdl->told_shown = shown;
		screen->calls.redraw(screen->userdata);
	}
}

static void show(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	int r;

	sdl->show_wanted = sdl->flip && !screen_flip_may_show(sdl->flip);
	if (sdl->show_wanted) {
		return;
	}
	sdl->complained = false;
	r = screen_paint_show(&sdl->paint);
	if (r < 0) {
		warn("show the picture", r);
	}
	if (sdl->flip) {
		screen_flip_shown(sdl->flip, r == 0 && !sdl->complained);
		sdl->show_wanted = r < 0 || sdl->complained; /* tried again by on_tick() */
	}
}

static void on_flip_ready(void *userdata)
{
	struct screen *screen = userdata;
	struct sdl *sdl = screen->state;

	if (sdl->show_wanted) {
		show(screen);
	}
	tell_shown(screen);
}

static void on_flip_stuck(void *userdata)
{
	tell_shown(userdata);
}

static void on_flip_lost(void *userdata)
{
	struct screen *screen = userdata;

	if (screen->calls.lost) {
		screen->calls.lost(screen->userdata);
	}
}

/* SDL reports only in its own log that the kernel refused a picture. */
static void on_sdl_log(void *userdata, int category, SDL_LogPriority priority, const char *message)
{
	struct screen *screen = userdata;
	struct sdl *sdl = screen->state;

	if (priority >= SDL_LOG_PRIORITY_ERROR) {
		sdl->complained |= category == SDL_LOG_CATEGORY_VIDEO;
		log_warning(FAULT_DEVICE, "screen: SDL: %s", message);
	} else {
		log_debug("screen: SDL: %s", message);
	}
}

static void refit(struct screen *screen)
{
	int r = fit(screen);

	if (r < 0) {
		warn("take the window's size", r);
	} else if (r == 0) {
		show(screen);
	} else if (screen->calls.redraw) {
		screen->calls.redraw(screen->userdata);
	}
}

/* The texture was lost: makes it anew from the surface. */
static void repaint(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	const cairo_rectangle_int_t all = {0, 0, screen->width, screen->height};
	int r = screen_paint_resize(&sdl->paint, screen->width, screen->height);

	if (r == 0) {
		r = screen_paint_update(&sdl->paint, screen->surface, &all);
	}
	if (r < 0) {
		warn("make the picture anew", r);
	} else {
		show(screen);
	}
}

/* x, y: 0 … 1 of the window. */
static void touch(struct screen *screen, enum touch what, SDL_FingerID finger, double x, double y)
{
	bool side = screen_turn_lies_on_side(screen->settings.rotation);

	screen_touch(screen, what, finger, x * (side ? screen->height : screen->width),
		y * (side ? screen->width : screen->height));
}

static void on_input(enum touch what, int device, double x, double y, void *userdata)
{
	touch(userdata, what, device, x, y);
}

static void mouse(struct screen *screen, enum touch what, int x, int y)
{
	struct sdl *sdl = screen->state;
	int width, height;

	SDL_GetWindowSize(sdl->window, &width, &height);
	touch(screen, what, FINGER_MOUSE, (x + 0.5) / MAX_OF(width, 1),
		(y + 0.5) / MAX_OF(height, 1));
}

static void on_window_event(struct screen *screen, const SDL_WindowEvent *event, bool *ret_fit)
{
	if (event->event == SDL_WINDOWEVENT_SIZE_CHANGED) {
		*ret_fit = true;
	} else if (event->event == SDL_WINDOWEVENT_EXPOSED) {
		show(screen);
	} else if (event->event == SDL_WINDOWEVENT_CLOSE && screen->calls.closed) {
		screen->calls.closed(screen->userdata);
	}
}

static void on_touch_event(struct screen *screen, const SDL_Event *event)
{
	switch (event->type) {
	case SDL_FINGERDOWN:
		touch(screen, TOUCH_DOWN, event->tfinger.fingerId, event->tfinger.x,
			event->tfinger.y);
		break;
	case SDL_FINGERMOTION:
		touch(screen, TOUCH_MOVE, event->tfinger.fingerId, event->tfinger.x,
			event->tfinger.y);
		break;
	case SDL_FINGERUP:
		touch(screen, TOUCH_UP, event->tfinger.fingerId, event->tfinger.x,
			event->tfinger.y);
		break;
	case SDL_MOUSEBUTTONDOWN:
	case SDL_MOUSEBUTTONUP:
		if (event->button.button == SDL_BUTTON_LEFT) {
			mouse(screen, event->type == SDL_MOUSEBUTTONDOWN ? TOUCH_DOWN : TOUCH_UP,
				event->button.x, event->button.y);
		}
		break;
	case SDL_MOUSEMOTION:
		mouse(screen, TOUCH_MOVE, event->motion.x, event->motion.y);
		break;
	default:
		break; /* SDL's event numbers are open-ended; the others do not concern us */
	}
}

static void on_sdl_event(struct screen *screen, const SDL_Event *event, bool *ret_fit)
{
	const struct sdl *sdl = screen->state;

	if (event->type == SDL_WINDOWEVENT) {
		on_window_event(screen, &event->window, ret_fit);
	} else if (event->type == SDL_RENDER_TARGETS_RESET ||
		event->type == SDL_RENDER_DEVICE_RESET) {
		repaint(screen);
	} else if (!sdl->input) {
		on_touch_event(screen, event);
	}
}

static void pump(void *userdata)
{
	struct screen *screen = userdata;
	bool fit_wanted = false;
	SDL_Event event;

	while (SDL_PollEvent(&event)) {
		on_sdl_event(screen, &event, &fit_wanted);
	}
	if (fit_wanted) {
		refit(screen);
	}
}

static int on_wire(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct screen *screen = userdata;

	(void)fd;
	pump(screen);
	if (revents & (EPOLLHUP | EPOLLERR)) {
		log_warning(FAULT_DEVICE, "screen: the display server is gone");
		(void)sd_event_source_set_enabled(source, SD_EVENT_OFF);
		if (screen->calls.closed) {
			screen->calls.closed(screen->userdata);
		}
	}
	return 0;
}

static int on_after(sd_event_source *source, void *userdata)
{
	(void)source;
	pump(userdata);
	return 0;
}

static int watch_card(struct screen *screen)
{
	static const struct screen_flip_settings settings = {
		.stuck_ms = SCREEN_FLIP_STUCK_MS,
		.lost_ms = SCREEN_FLIP_LOST_MS,
		.ready = on_flip_ready,
		.stuck = on_flip_stuck,
		.lost = on_flip_lost,
	};
	struct sdl *sdl = screen->state;
	int fd = screen_window_card(sdl->window);

	return fd < 0 ? 0 : screen_flip_open(screen->event, fd, &settings, screen, &sdl->flip);
}

static int watch(struct screen *screen)
{
	static const struct input_watch_calls calls = {.touch = on_input};
	struct sdl *sdl = screen->state;
	int fd = screen_window_wire(sdl->window);
	int r = 0;

	if (fd >= 0) {
		r = sd_event_add_io(screen->event, &sdl->wire, fd, EPOLLIN, on_wire, screen);
		if (r >= 0) {
			r = sd_event_add_defer(screen->event, &sdl->after, on_after, screen);
		}
	} else if (sdl->full && screen->settings.touch) {
		r = input_watch_open(screen->event, "/dev/input", &calls, screen, &sdl->input);
		if (r < 0) {
			log_warning(
				FAULT_DEVICE, "screen: no touches: /dev/input: %s", strerror(-r));
			r = 0;
		}
	}
	return r;
}

static void hide(struct screen *screen)
{
	struct sdl *sdl = screen->state;

	sdl->wire = sd_event_source_disable_unref(sdl->wire);
	sdl->after = sd_event_source_disable_unref(sdl->after);
	input_watch_close(TAKE_PTR(sdl->input));
	if (!screen_flip_wait(sdl->flip, FLIP_WAIT_MS)) {
		/* SDL would wait for the display for ever, so its objects are kept until the
		 * process ends. */
		screen_flip_close(TAKE_PTR(sdl->flip));
		return;
	}
	screen_flip_close(TAKE_PTR(sdl->flip));
	screen_paint_done(&sdl->paint);
	if (sdl->window) {
		SDL_DestroyWindow(TAKE_PTR(sdl->window));
	}
	if (SDL_WasInit(SDL_INIT_VIDEO)) {
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
	}
	sdl->shown = false;
	screen->touching = false;
}

/* Looks for a display and opens it. Leaves nothing behind when there is none. */
static int find_display(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	int r;

	screen_window_hint(screen);
	SDL_LogSetOutputFunction(on_sdl_log, screen);
	SDL_LogSetPriority(SDL_LOG_CATEGORY_VIDEO, SDL_LOG_PRIORITY_ERROR);
	SDL_ClearError();
	r = SDL_InitSubSystem(SDL_INIT_VIDEO) < 0
		? -ENODEV
		: screen_window_make(screen, &sdl->window, &sdl->full);
	if (r == 0) {
		r = screen_paint_init(&sdl->paint, sdl->window, screen->settings.rotation);
	}
	if (r == 0) {
		r = fit(screen);
	}
	if (r >= 0) {
		r = watch(screen);
	}
	if (r >= 0) {
		r = watch_card(screen);
	}
	if (r < 0) {
		hide(screen);
		return r;
	}
	sdl->shown = sdl->told_shown = true;
	return 0;
}

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct screen *screen = userdata;
	struct sdl *sdl = screen->state;
	uint64_t next_ms = LOOK_AGAIN_MS;

	(void)usec;
	if (sdl->shown) {
		pump(screen);
		if (sdl->show_wanted) {
			show(screen);
		}
	} else if (find_display(screen) == 0) {
		log_notice("screen: a display was found");
		if (screen->calls.redraw) {
			screen->calls.redraw(screen->userdata);
		}
	}
	if (sdl->shown) {
		next_ms = sdl->wire || sdl->input ? PUMP_MS : PUMP_BLIND_MS;
	}
	(void)sd_event_source_set_time_relative(source, next_ms * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static int sdl_open(struct screen *screen)
{
	struct sdl *sdl = memory_new(1, sizeof(*sdl));
	int r;

	screen->state = sdl;
	if (SDL_WasInit(SDL_INIT_VIDEO)) {
		return -EBUSY; /* SDL allows one video driver per process */
	}
	r = find_display(screen);
	if (r < 0) {
		log_warning(FAULT_DEVICE,
			"screen: no display (%s): drawn off screen, looked for again every %d s",
			*SDL_GetError() ? SDL_GetError() : strerror(-r), LOOK_AGAIN_MS / 1000);
		r = screen_resize(screen,
			screen->settings.width ? screen->settings.width : SCREEN_WIDTH,
			screen->settings.height ? screen->settings.height : SCREEN_HEIGHT);
	}
	if (r < 0) {
		return r;
	}
	return sd_event_add_time_relative(screen->event, &sdl->tick, CLOCK_MONOTONIC,
		(uint64_t)(sdl->shown ? PUMP_BLIND_MS : LOOK_AGAIN_MS) * 1000, 100000, on_tick,
		screen);
}

static void sdl_close(struct screen *screen)
{
	struct sdl *sdl = screen->state;

	if (!sdl) {
		return;
	}
	sdl->tick = sd_event_source_disable_unref(sdl->tick);
	hide(screen);
	SDL_LogSetOutputFunction(NULL, NULL);
	free(sdl);
}

static void sdl_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	struct sdl *sdl = screen->state;
	int r;

	if (!sdl->shown) {
		return;
	}
	r = screen_paint_update(&sdl->paint, screen->surface, changed);
	if (r < 0) {
		warn("take over the picture", r);
		return;
	}
	show(screen);
	if (sdl->after) {
		/* Showing may have read events from the connection into SDL's queue, which makes no
		 * descriptor ready. */
		(void)sd_event_source_set_enabled(sdl->after, SD_EVENT_ONESHOT);
	}
}

static bool sdl_is_shown(const struct screen *screen)
{
	const struct sdl *sdl = screen->state;

	return sdl->shown && !screen_flip_is_stuck(sdl->flip);
}

const struct screen_driver screen_sdl = {
	.name = "sdl",
	.open = sdl_open,
	.close = sdl_close,
	.present = sdl_present,
	.is_shown = sdl_is_shown,
};
