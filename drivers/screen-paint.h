/* SPDX-License-Identifier: Apache-2.0 */
/* How a surface gets into an SDL window: the render driver that was seen to draw, the texture,
 * the rotation. Used by screen-sdl.c only. */
#pragma once

#include <SDL.h>
#include <cairo.h>

#include "base/cleanup.h"

struct screen_paint {
	SDL_Renderer *renderer;
	SDL_Texture *texture;
	int width, height; /* of the texture */
	int rotation;
};

/* Chooses a render driver for the window and proves by reading back that it draws: the default one
 * can show a blank screen without an error. −ENODEV when none does; says why in the log. */
int screen_paint_init(struct screen_paint *paint, SDL_Window *window, int rotation) _warn_unused_;
void screen_paint_done(struct screen_paint *paint);

/* The size that a surface must have to fill the window pixel by pixel. */
int screen_paint_size(struct screen_paint *paint, int *ret_width, int *ret_height) _warn_unused_;
/* Makes a texture for surfaces of this size. */
int screen_paint_resize(struct screen_paint *paint, int width, int height) _warn_unused_;

/* Takes a part of the surface over into the texture, then shows the texture. */
int screen_paint_update(struct screen_paint *paint, cairo_surface_t *surface,
	const cairo_rectangle_int_t *part) _warn_unused_;
int screen_paint_show(struct screen_paint *paint) _warn_unused_;
