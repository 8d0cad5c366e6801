/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a picture straight into the window's pixels: only what has changed is copied and shown. */
#include <errno.h>

#include "drivers/screen-paint.h"
#include "drivers/screen-turn.h"

/* Returns the window's pixels if their format is usable. */
static SDL_Surface *find_pixels(struct screen_paint *paint)
{
	SDL_Surface *pixels = SDL_GetWindowSurface(paint->window);

	return pixels && pixels->format->BytesPerPixel == 4 && pixels->format->Rmask == 0xff0000 &&
			pixels->format->Bmask == 0xff
		? pixels
		: NULL;
}

static int direct_window_size(struct screen_paint *paint, int *ret_width, int *ret_height)
{
	const SDL_Surface *pixels = find_pixels(paint);

	if (!pixels) {
		return -EIO;
	}
	*ret_width = pixels->w;
	*ret_height = pixels->h;
	return 0;
}

static int direct_resize(struct screen_paint *paint)
{
	paint->stale = (SDL_Rect){0};
	return 0;
}

static int direct_update(
	struct screen_paint *paint, cairo_surface_t *surface, const cairo_rectangle_int_t *part)
{
	bool side = screen_paint_lies_on_side(paint);
	SDL_Surface *pixels = find_pixels(paint);
	cairo_rectangle_int_t at =
		screen_turn_part(paint->rotation, paint->width, paint->height, part);
	struct screen_pixels to;

	if (!pixels) {
		return -EIO;
	}
	if (pixels->w != (side ? paint->height : paint->width) ||
		pixels->h != (side ? paint->width : paint->height)) {
		return 0; /* the window's size has changed already; the event for it will follow */
	}
	to = (struct screen_pixels){pixels->pixels, pixels->w, pixels->h, pixels->pitch};
	screen_turn_copy(paint->rotation, surface, part, &to);
	paint->stale = (SDL_Rect){
		at.x, at.y, at.width, at.height}; /* shown before the next part is copied */
	return 0;
}

static int direct_show(struct screen_paint *paint)
{
	SDL_Surface *pixels = find_pixels(paint);
	SDL_Rect part = paint->stale;

	if (!pixels) {
		return -EIO;
	}
	if (SDL_RectEmpty(&part)) {
		part = (SDL_Rect){0, 0, pixels->w, pixels->h};
	}
	paint->stale = (SDL_Rect){0};
	return SDL_UpdateWindowSurfaceRects(paint->window, &part, 1) < 0 ? -EIO : 0;
}

const struct screen_painter screen_paint_direct = {
	.window_size = direct_window_size,
	.resize = direct_resize,
	.update = direct_update,
	.show = direct_show,
};
