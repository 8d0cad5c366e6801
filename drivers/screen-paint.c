/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-paint.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"

/* Whether the window's pixels are plain memory that SDL hands to the display unchanged. On KMSDRM
 * and Wayland SDL would turn them into a texture of a render driver of its own choice. A render
 * driver that is asked for by name (SDL_RENDER_DRIVER) is used on every system. */
static bool has_pixels(void)
{
	const char *video = SDL_GetCurrentVideoDriver();
	const char *renderer = SDL_GetHint(SDL_HINT_RENDER_DRIVER);

	return (!renderer || !*renderer) && video &&
		(strcmp(video, "x11") == 0 || strcmp(video, "dummy") == 0 ||
			strcmp(video, "offscreen") == 0);
}

int screen_paint_init(struct screen_paint *paint, SDL_Window *window, int rotation)
{
	int width, height;

	*paint = (struct screen_paint){.window = window, .rotation = rotation};
	if (has_pixels()) {
		paint->painter = &screen_paint_direct;
		if (paint->painter->window_size(paint, &width, &height) == 0) {
			log_info("screen: SDL video driver %s", SDL_GetCurrentVideoDriver());
			return 0;
		}
	}
	paint->painter = &screen_paint_render;
	return screen_paint_find_renderer(paint);
}

void screen_paint_done(struct screen_paint *paint)
{
	if (paint->texture) {
		SDL_DestroyTexture(paint->texture);
	}
	if (paint->renderer) {
		SDL_DestroyRenderer(paint->renderer);
	}
	*paint = (struct screen_paint){0};
}

bool screen_paint_lies_on_side(const struct screen_paint *paint)
{
	return paint->rotation == 90 || paint->rotation == 270;
}

int screen_paint_size(struct screen_paint *paint, int *ret_width, int *ret_height)
{
	bool side = screen_paint_lies_on_side(paint);
	int width, height;
	int r = paint->painter->window_size(paint, &width, &height);

	if (r == 0 && (width < 1 || height < 1)) {
		r = -EIO;
	}
	if (r == 0) {
		*ret_width = side ? height : width;
		*ret_height = side ? width : height;
	}
	return r;
}

int screen_paint_resize(struct screen_paint *paint, int width, int height)
{
	int r;

	paint->width = width;
	paint->height = height;
	r = paint->painter->resize(paint);
	if (r < 0) {
		paint->width = 0;
	}
	return r;
}

int screen_paint_update(
	struct screen_paint *paint, cairo_surface_t *surface, const cairo_rectangle_int_t *part)
{
	return paint->painter->update(paint, surface, part);
}

int screen_paint_show(struct screen_paint *paint)
{
	return paint->painter->show(paint);
}
