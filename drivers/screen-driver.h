/* SPDX-License-Identifier: Apache-2.0 */
/* The interface between screen.c and the screen drivers; no other file includes it. */
#pragma once

#include <cairo.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct screen;

struct screen_driver {
	const char *name;
	/* Fills in what goes beyond the common part; may block as screen_open says. screen.c calls
	 * close after a failure too. present and is_shown do not block; all are on the loop's
	 * thread. set_power: screen->off has changed; may block as a mode that is set; NULL: it
	 * cannot be switched. */
	int (*open)(struct screen *screen);
	void (*close)(struct screen *screen);
	void (*present)(struct screen *screen, const cairo_rectangle_int_t *changed);
	bool (*is_shown)(const struct screen *screen);
	void (*set_power)(struct screen *screen);
	bool (*connector)(
		const struct screen *screen, int *ret_card, uint32_t *ret_id); /* or NULL */
};

/* What every screen has. A driver keeps its own data in state, which it owns. */
struct screen {
	const struct screen_driver *driver;
	void *state;
	sd_event *event;
	struct screen_settings settings;
	struct screen_calls calls;
	void *userdata;
	cairo_surface_t *surface; /* owned here if owns_surface is set, else by an inner screen */
	bool owns_surface;
	int width, height;
	bool off; /* switched off by screen_set_power */
	bool touching;
	int64_t finger; /* the one finger that is followed */
};

extern const struct screen_driver screen_drm;
extern const struct screen_driver screen_sdl;
extern const struct screen_driver screen_sim;

enum { SCREEN_WIDTH = 1280, SCREEN_HEIGHT = 720 }; /* the default size */
enum { SCREEN_SIZE_MIN = 64, SCREEN_SIZE_MAX = 8192 };

/* Replaces the surface with a black one of this size. */
int screen_resize(struct screen *screen, int width, int height) _warn_unused_;

/* Converts a point of the shown picture to a point of the surface, for a surface of width × height
 * that is shown turned clockwise by rotation degrees. Coordinates are surface pixels, from the top
 * left corner of the screen as mounted; the result is kept within the surface. */
void screen_turn_point(int rotation, int width, int height, double shown_x, double shown_y,
	int *ret_x, int *ret_y);

/* Reports a touch to the owner: of one finger at a time, from down to up. x, y: pixels of the
 * screen as it is mounted. */
void screen_touch(struct screen *screen, enum touch touch, int64_t finger, double x, double y);

/* The part of changed that lies on the surface; the whole surface for NULL. False: that part is
 * empty. */
bool screen_clip(const struct screen *screen, const cairo_rectangle_int_t *changed,
	cairo_rectangle_int_t *ret);
