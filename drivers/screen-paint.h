/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a surface into an SDL window, turned as the screen is mounted. There are two ways:
 * straight into the window's pixels where those are plain memory (X11, off screen), else through a
 * render driver that has been proved to draw (KMSDRM, Wayland). Used by screen-sdl.c only.
 */
#pragma once

#include <SDL.h>
#include <cairo.h>
#include <stdbool.h>

#include "base/cleanup.h"

struct screen_paint;

struct screen_painter {
	/* The window's size in its own pixels. */
	int (*window_size)(struct screen_paint *paint, int *ret_width, int *ret_height);
	/* Prepares for surfaces of paint->width × height. */
	int (*resize)(struct screen_paint *paint);
	int (*update)(struct screen_paint *paint, cairo_surface_t *surface,
		const cairo_rectangle_int_t *part);
	int (*show)(struct screen_paint *paint);
};

struct screen_paint {
	const struct screen_painter *painter;
	SDL_Window *window;
	int rotation; /* degrees clockwise */
	int width, height; /* of the surfaces; 0: not yet resized */
	SDL_Rect stale; /* direct: the part of the window that is copied but not shown */
	SDL_Renderer *renderer;
	SDL_Texture *texture;
};

extern const struct screen_painter screen_paint_direct;
extern const struct screen_painter screen_paint_render;

/* Chooses the way. −ENODEV when nothing draws; logs why. */
int screen_paint_init(struct screen_paint *paint, SDL_Window *window, int rotation) _warn_unused_;
void screen_paint_done(struct screen_paint *paint);
bool screen_paint_lies_on_side(const struct screen_paint *paint);

/* Chooses a render driver for the window and proves by reading back that it draws, because the
 * default one can show a blank screen without an error. */
int screen_paint_find_renderer(struct screen_paint *paint) _warn_unused_;

/* The size that a surface must have to fill the window pixel by pixel. */
int screen_paint_size(struct screen_paint *paint, int *ret_width, int *ret_height) _warn_unused_;
/* Prepares for surfaces of this size. */
int screen_paint_resize(struct screen_paint *paint, int width, int height) _warn_unused_;

/* Copies a part of the surface, to be shown next. */
int screen_paint_update(struct screen_paint *paint, cairo_surface_t *surface,
	const cairo_rectangle_int_t *part) _warn_unused_;
int screen_paint_show(struct screen_paint *paint) _warn_unused_;
