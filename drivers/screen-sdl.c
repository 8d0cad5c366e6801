/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A window on a desktop, for who develops or looks at a board's screens without the board; boards
 * use screen-drm.c. SDL never blocks here: the loop watches the connection to X11 or Wayland, and
 * SDL is called when data has arrived, and once a second for its own housekeeping.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include <SDL.h>
#include <SDL_syswm.h>
#ifdef SDL_VIDEO_DRIVER_WAYLAND
#include <wayland-client-core.h>
#endif

#include "base/log.h"
#include "base/text.h"
#include "drivers/screen-driver.h"
#include "drivers/screen-turn.h"
#include "drivers/window-place.h"

enum { PUMP_MS = 1000, MONITORS_MAX = 8 };

struct sdl {
	SDL_Window *window;
	sd_event_source *wire; /* the connection to the display server */
	sd_event_source *tick;
	sd_event_source *after; /* runs once after a present */
};

static const SDL_FingerID FINGER_MOUSE = -1;

/* ---- pictures ---- */

/* Returns the window's pixels if their format is usable. */
static SDL_Surface *find_pixels(const struct sdl *sdl)
{
	SDL_Surface *pixels = SDL_GetWindowSurface(sdl->window);

	return pixels && pixels->format->BytesPerPixel == 4 && pixels->format->Rmask == 0xff0000 &&
			pixels->format->Bmask == 0xff
		? pixels
		: NULL;
}

/* Makes the surface fit the window. Returns 1 when it was made anew. */
static int fit(struct screen *screen)
{
	bool side = screen_turn_lies_on_side(screen->settings.rotation);
	const SDL_Surface *pixels = find_pixels(screen->state);
	int width, height, r;

	if (!pixels) {
		return -EIO;
	}
	width = side ? pixels->h : pixels->w;
	height = side ? pixels->w : pixels->h;
	if (screen->surface && width == screen->width && height == screen->height) {
		return 0;
	}
	r = screen_resize(screen, width, height);
	return r < 0 ? r : 1;
}

static void show(struct screen *screen, const cairo_rectangle_int_t *part)
{
	const struct sdl *sdl = screen->state;
	bool side = screen_turn_lies_on_side(screen->settings.rotation);
	const SDL_Surface *pixels = find_pixels(sdl);
	struct screen_pixels to;
	cairo_rectangle_int_t at;
	SDL_Rect area;

	if (!pixels || pixels->w != (side ? screen->height : screen->width) ||
		pixels->h != (side ? screen->width : screen->height)) {
		return; /* the window's size has changed already; the event for it will follow */
	}
	to = (struct screen_pixels){pixels->pixels, pixels->w, pixels->h, pixels->pitch};
	screen_turn_copy(screen->settings.rotation, screen->surface, part, &to);
	at = screen_turn_part(screen->settings.rotation, screen->width, screen->height, part);
	area = (SDL_Rect){at.x, at.y, at.width, at.height};
	if (SDL_UpdateWindowSurfaceRects(sdl->window, &area, 1) < 0) {
		log_warning(FAULT_DEVICE, "screen: cannot show the picture: %s", SDL_GetError());
	}
}

static void show_all(struct screen *screen)
{
	const cairo_rectangle_int_t all = {0, 0, screen->width, screen->height};

	show(screen, &all);
}

static void refit(struct screen *screen)
{
	int r = fit(screen);

	if (r < 0) {
		log_warning(
			FAULT_DEVICE, "screen: cannot take the window's size: %s", SDL_GetError());
	} else if (r == 0) {
		show_all(screen);
	} else if (screen->calls.redraw) {
		screen->calls.redraw(screen->userdata);
	}
}

/* ---- touches and other events ---- */

/* x, y: 0 … 1 of the window. */
static void touch(struct screen *screen, enum touch what, SDL_FingerID finger, double x, double y)
{
	bool side = screen_turn_lies_on_side(screen->settings.rotation);

	screen_touch(screen, what, finger, x * (side ? screen->height : screen->width),
		y * (side ? screen->width : screen->height));
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
		show_all(screen);
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

static void pump(void *userdata)
{
	struct screen *screen = userdata;
	bool fit_wanted = false;
	SDL_Event event;

	while (SDL_PollEvent(&event)) {
		if (event.type == SDL_WINDOWEVENT) {
			on_window_event(screen, &event.window, &fit_wanted);
		} else {
			on_touch_event(screen, &event);
		}
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

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)usec;
	pump(userdata);
	(void)sd_event_source_set_time_relative(source, PUMP_MS * 1000);
	return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

/* ---- the window ---- */

static void set_hints(const struct screen *screen)
{
	/* Environment variables take precedence over these. */
	(void)SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,wayland");
	(void)SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
	(void)SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
	(void)SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
	(void)SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
	(void)SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
	(void)SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
	(void)SDL_SetHint(SDL_HINT_APP_NAME, screen->settings.name);
}

/* What the desktop leaves free of each monitor. */
static int find_monitors(struct window_place ret[MONITORS_MAX])
{
	int n = 0;

	for (int i = 0; n < MONITORS_MAX && i < SDL_GetNumVideoDisplays(); i++) {
		SDL_Rect room;

		if (SDL_GetDisplayUsableBounds(i, &room) == 0 && room.w > 0 && room.h > 0) {
			ret[n++] = (struct window_place){room.x, room.y, room.w, room.h};
		}
	}
	return n;
}

static struct window_size size_of(int width, int height, bool side)
{
	struct window_size size = {width ? width : SCREEN_WIDTH, height ? height : SCREEN_HEIGHT};

	return side ? (struct window_size){size.height, size.width} : size;
}

/* Its place beside the window of the board's other screen; where the desktop tells nothing it
 * chooses the place. */
static struct window_place find_place(const struct screen_settings *settings)
{
	bool second = settings->is_second;
	struct window_size own = size_of(
		settings->width, settings->height, screen_turn_lies_on_side(settings->rotation));
	struct window_size other = settings->beside
		? size_of(settings->beside_width, settings->beside_height, false)
		: (struct window_size){0, 0};
	const struct window_size sizes[2] = {second ? other : own, second ? own : other};
	struct window_place monitors[MONITORS_MAX];
	struct window_place places[2];
	int n = find_monitors(monitors);

	if (n == 0) {
		return (struct window_place){(int)SDL_WINDOWPOS_UNDEFINED,
			(int)SDL_WINDOWPOS_UNDEFINED, own.width, own.height};
	}
	window_place(monitors, n, sizes, places);
	return places[second ? 1 : 0];
}

static SDL_Window *make_window(const struct screen *screen)
{
	struct window_place place = find_place(&screen->settings);
	SDL_Window *window;

	window = SDL_CreateWindow(screen->settings.name, place.x, place.y, place.width,
		place.height, SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
	if (window) {
		SDL_SetWindowMinimumSize(window, SCREEN_SIZE_MIN, SCREEN_SIZE_MIN);
		SDL_StopTextInput();
	}
	return window;
}

/* The descriptor of the connection to the display server, −1 none. */
static int find_wire(SDL_Window *window)
{
	SDL_SysWMinfo info;

	SDL_VERSION(&info.version);
	if (SDL_GetWindowWMInfo(window, &info)) {
#ifdef SDL_VIDEO_DRIVER_X11
		if (info.subsystem == SDL_SYSWM_X11) {
			return ConnectionNumber(info.info.x11.display);
		}
#endif
#ifdef SDL_VIDEO_DRIVER_WAYLAND
		if (info.subsystem == SDL_SYSWM_WAYLAND) {
			return wl_display_get_fd(info.info.wl.display);
		}
#endif
	}
	return -1;
}

static int watch(struct screen *screen)
{
	struct sdl *sdl = screen->state;
	int fd = find_wire(sdl->window);
	int r = sd_event_add_time_relative(screen->event, &sdl->tick, CLOCK_MONOTONIC,
		(uint64_t)PUMP_MS * 1000, 100000, on_tick, screen);

	if (r >= 0 && fd >= 0) {
		r = sd_event_add_io(screen->event, &sdl->wire, fd, EPOLLIN, on_wire, screen);
		if (r >= 0) {
			r = sd_event_add_defer(screen->event, &sdl->after, on_after, screen);
		}
	}
	return r < 0 ? r : 0;
}

static int sdl_open(struct screen *screen)
{
	struct sdl *sdl = memory_new(1, sizeof(*sdl));
	int r;

	screen->state = sdl;
	if (SDL_WasInit(SDL_INIT_VIDEO)) {
		return -EBUSY; /* SDL allows one video driver per process */
	}
	set_hints(screen);
	if (SDL_InitSubSystem(SDL_INIT_VIDEO) == 0) {
		sdl->window = make_window(screen);
	}
	if (!sdl->window) {
		log_error(FAULT_SITE,
			"screen: driver = sdl is a window on a desktop, and there is none (%s); on "
			"a board "
			"it is driver = drm",
			SDL_GetError());
		return -ENODEV;
	}
	r = fit(screen);
	return r < 0 ? r : watch(screen);
}

static void sdl_close(struct screen *screen)
{
	struct sdl *sdl = screen->state;

	if (!sdl) {
		return;
	}
	sdl->tick = sd_event_source_disable_unref(sdl->tick);
	sdl->wire = sd_event_source_disable_unref(sdl->wire);
	sdl->after = sd_event_source_disable_unref(sdl->after);
	if (sdl->window) {
		SDL_DestroyWindow(sdl->window);
	}
	if (SDL_WasInit(SDL_INIT_VIDEO)) {
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
	}
	free(sdl);
}

static void sdl_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	const struct sdl *sdl = screen->state;

	show(screen, changed);
	if (sdl->after) {
		/* Showing may have read events from the connection into SDL's queue, which makes no
		 * descriptor ready. */
		(void)sd_event_source_set_enabled(sdl->after, SD_EVENT_ONESHOT);
	}
}

static bool sdl_is_shown(const struct screen *screen)
{
	(void)screen;
	return true;
}

const struct screen_driver screen_sdl = {
	.name = "sdl",
	.open = sdl_open,
	.close = sdl_close,
	.present = sdl_present,
	.is_shown = sdl_is_shown,
};
