/* SPDX-License-Identifier: Apache-2.0 */
/* Between screen.c and the drivers of screens; nobody else includes it. */
#pragma once

#include <cairo.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct screen;

struct screen_driver {
	const char *name;
	/* Fills in what goes beyond the common part; may block as screen_open says. screen.c calls
	 * close after a failure too. present and is_shown do not wait; all are on the loop's
	 * thread. */
	int (*open)(struct screen *screen);
	void (*close)(struct screen *screen);
	void (*present)(struct screen *screen, const cairo_rectangle_int_t *changed);
	bool (*is_shown)(const struct screen *screen);
};

/* What every screen has. A driver keeps its own things in state, owned by it. */
struct screen {
	const struct screen_driver *driver;
	void *state;
	sd_event *event;
	struct screen_settings settings;
	struct screen_calls calls;
	void *userdata;
	cairo_surface_t *surface; /* owned here when owns_surface, else by an inner screen */
	bool owns_surface;
	int width, height;
};

extern const struct screen_driver screen_sdl;
extern const struct screen_driver screen_sim;

enum { SCREEN_WIDTH = 1280, SCREEN_HEIGHT = 720 }; /* when nobody says otherwise */
enum { SCREEN_SIZE_MIN = 64, SCREEN_SIZE_MAX = 8192 };

/* Replaces the surface by a black one of this size. */
int screen_resize(struct screen *screen, int width, int height) _warn_unused_;

/* Where a point of the shown picture lies on the surface, for a surface of width × height that is
 * shown turned clockwise by rotation degrees. Coordinates in surface pixels, from the top left
 * corner as it is mounted; the result is kept within the surface. */
void screen_turn_point(int rotation, int width, int height, double shown_x, double shown_y,
	int *ret_x, int *ret_y);

/* The part of changed that lies on the surface; the whole surface for NULL. False: nothing. */
bool screen_clip(const struct screen *screen, const cairo_rectangle_int_t *changed,
	cairo_rectangle_int_t *ret);
