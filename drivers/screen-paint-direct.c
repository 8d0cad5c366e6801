/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a picture straight into the window's pixels: only what has changed is copied and shown. */
#include <errno.h>

#include "drivers/screen-paint.h"

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

/* Where a part of the surface lies in the window. */
static SDL_Rect turn_part(const struct screen_paint *paint, const cairo_rectangle_int_t *part)
{
	int right = paint->width - part->x - part->width;
	int below = paint->height - part->y - part->height;

	switch (paint->rotation) {
	case 90:
		return (SDL_Rect){below, part->x, part->height, part->width};
	case 180:
		return (SDL_Rect){right, below, part->width, part->height};
	case 270:
		return (SDL_Rect){part->y, right, part->height, part->width};
	default:
		return (SDL_Rect){part->x, part->y, part->width, part->height};
	}
}

/* Copies a part: reads the surface in the order that the rotation gives, writes the window row by
 * row. */
static void copy_part(const struct screen_paint *paint, cairo_surface_t *surface,
	SDL_Surface *pixels, const SDL_Rect *to)
{
	const char *data = (const char *)cairo_image_surface_get_data(surface);
	ptrdiff_t stride = cairo_image_surface_get_stride(surface);
	ptrdiff_t step_x = paint->rotation == 90 ? -stride
		: paint->rotation == 180         ? -4
		: paint->rotation == 270         ? stride
						 : 4;
	ptrdiff_t step_y = paint->rotation == 90 ? 4
		: paint->rotation == 180         ? -stride
		: paint->rotation == 270         ? -4
						 : stride;
	/* The place on the surface that the window's top left corner shows. */
	int left = paint->rotation == 180 || paint->rotation == 270 ? paint->width - 1 : 0;
	int top = paint->rotation == 90 || paint->rotation == 180 ? paint->height - 1 : 0;
	const char *corner = data + top * stride + (ptrdiff_t)left * 4;

	for (int y = to->y; y < to->y + to->h; y++) {
		uint32_t *row = (uint32_t *)((char *)pixels->pixels + (ptrdiff_t)y * pixels->pitch);
		const char *from = corner + y * step_y + to->x * step_x;

		for (int x = to->x; x < to->x + to->w; x++, from += step_x) {
			row[x] = *(const uint32_t *)from;
		}
	}
}

static int direct_update(
	struct screen_paint *paint, cairo_surface_t *surface, const cairo_rectangle_int_t *part)
{
	bool side = screen_paint_lies_on_side(paint);
	SDL_Surface *pixels = find_pixels(paint);
	SDL_Rect to = turn_part(paint, part);

	if (!pixels) {
		return -EIO;
	}
	if (pixels->w != (side ? paint->height : paint->width) ||
		pixels->h != (side ? paint->width : paint->height)) {
		return 0; /* the window's size has changed already; the event for it will follow */
	}
	copy_part(paint, surface, pixels, &to);
	paint->stale = to; /* shown before the next part is copied */
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
