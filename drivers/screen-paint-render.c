/* SPDX-License-Identifier: Apache-2.0 */
/* Shows a picture with a render driver, as a texture that the driver turns. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "drivers/screen-paint.h"

enum { PATCH = 8, RENDERERS_MAX = 4 };

/*
 * Which render drivers to try, in order. On KMSDRM and Wayland every driver ends up in GLES, so
 * that is asked for by name; "opengl" there draws only the clear colour when libgl1 is missing. The
 * "software" driver is not in the list: it presents through whichever of the two SDL prefers, so
 * reading back would prove nothing.
 */
static void list_renderers(const char *names[RENDERERS_MAX + 1])
{
	const char *wanted = SDL_GetHint(SDL_HINT_RENDER_DRIVER);
	int n = 0;

	if (wanted && *wanted) {
		names[n++] = wanted;
	}
	names[n++] = "opengles2";
	names[n++] = "opengl";
	names[n] = NULL;
}

static int find_renderer(const char *name)
{
	SDL_RendererInfo info;

	for (int i = 0; i < SDL_GetNumRenderDrivers(); i++) {
		if (SDL_GetRenderDriverInfo(i, &info) == 0 && strcmp(info.name, name) == 0) {
			return i;
		}
	}
	return -1;
}

static bool alike(uint32_t a, uint32_t b)
{
	for (int shift = 0; shift < 24; shift += 8) {
		if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) > 8) {
			return false;
		}
	}
	return true;
}

/* Draws a patch of four colours through a texture, as every picture is drawn, and reads it back.
 * True: the colours are right. */
static bool draws(SDL_Renderer *renderer)
{
	static const uint32_t colours[4] = {0xffffff, 0xc04020, 0x20a040, 0x102080};
	const SDL_Rect place = {0, 0, PATCH, PATCH};
	uint32_t patch[PATCH * PATCH];
	uint32_t seen[PATCH * PATCH] = {0};
	SDL_Texture *texture = SDL_CreateTexture(
		renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STATIC, PATCH, PATCH);
	bool good;

	for (int i = 0; i < PATCH * PATCH; i++) {
		patch[i] = colours[(i / PATCH >= PATCH / 2) * 2 + (i % PATCH >= PATCH / 2)];
	}
	good = texture && SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255) == 0 &&
		SDL_RenderClear(renderer) == 0 &&
		SDL_UpdateTexture(texture, NULL, patch, PATCH * sizeof(*patch)) == 0 &&
		SDL_RenderCopy(renderer, texture, NULL, &place) == 0 &&
		SDL_RenderReadPixels(
			renderer, &place, SDL_PIXELFORMAT_RGB888, seen, PATCH * sizeof(*seen)) == 0;
	for (int i = 0; good && i < PATCH * PATCH; i++) {
		good = alike(patch[i], seen[i]);
	}
	if (texture) {
		SDL_DestroyTexture(texture);
	}
	return good;
}

static void drop_renderer(struct screen_paint *paint)
{
	if (paint->renderer) {
		SDL_DestroyRenderer(paint->renderer);
	}
	paint->renderer = NULL;
}

/* On KMSDRM a picture must wait for the vertical blank: otherwise SDL asks the kernel for an
 * immediate flip, which most cards refuse. On other systems this wait would block the loop. */
static uint32_t find_flags(void)
{
	return strcmp(SDL_GetCurrentVideoDriver(), "KMSDRM") == 0 ? SDL_RENDERER_PRESENTVSYNC : 0;
}

int screen_paint_find_renderer(struct screen_paint *paint)
{
	const char *names[RENDERERS_MAX + 1];

	list_renderers(names);
	for (int i = 0; names[i]; i++) {
		int index = find_renderer(names[i]);

		SDL_ClearError();
		paint->renderer =
			index < 0 ? NULL : SDL_CreateRenderer(paint->window, index, find_flags());
		if (paint->renderer && draws(paint->renderer)) {
			log_info("screen: SDL video driver %s, render driver %s",
				SDL_GetCurrentVideoDriver(), names[i]);
			return 0;
		}
		log_warning(FAULT_DEVICE, "screen: SDL render driver %s %s: %s", names[i],
			paint->renderer ? "does not draw" : "is not there", SDL_GetError());
		drop_renderer(paint);
	}
	return -ENODEV;
}

static int render_window_size(struct screen_paint *paint, int *ret_width, int *ret_height)
{
	return SDL_GetRendererOutputSize(paint->renderer, ret_width, ret_height) < 0 ? -EIO : 0;
}

static int render_resize(struct screen_paint *paint)
{
	if (paint->texture) {
		SDL_DestroyTexture(paint->texture);
	}
	paint->texture = SDL_CreateTexture(paint->renderer, SDL_PIXELFORMAT_RGB888,
		SDL_TEXTUREACCESS_STATIC, paint->width, paint->height);
	if (!paint->texture) {
		return -ENOMEM;
	}
	(void)SDL_SetTextureScaleMode(paint->texture, SDL_ScaleModeLinear);
	return 0;
}

static int render_update(
	struct screen_paint *paint, cairo_surface_t *surface, const cairo_rectangle_int_t *part)
{
	const SDL_Rect place = {part->x, part->y, part->width, part->height};
	int stride = cairo_image_surface_get_stride(surface);
	const unsigned char *pixels = cairo_image_surface_get_data(surface) +
		(size_t)part->y * (size_t)stride + (size_t)part->x * 4;

	return SDL_UpdateTexture(paint->texture, &place, pixels, stride) < 0 ? -EIO : 0;
}

/* Draws the whole texture each time, because the content of the next buffer is unknown. */
static int render_show(struct screen_paint *paint)
{
	bool side = screen_paint_lies_on_side(paint);
	SDL_FRect place; /* before it is turned about its middle to fill the window */
	int width, height;

	if (render_window_size(paint, &width, &height) < 0) {
		return -EIO;
	}
	place.w = (float)(side ? height : width);
	place.h = (float)(side ? width : height);
	place.x = ((float)width - place.w) / 2;
	place.y = ((float)height - place.h) / 2;
	if (SDL_RenderCopyExF(paint->renderer, paint->texture, NULL, &place, paint->rotation, NULL,
		    SDL_FLIP_NONE) < 0) {
		return -EIO;
	}
	SDL_RenderPresent(paint->renderer);
	return 0;
}

const struct screen_painter screen_paint_render = {
	.window_size = render_window_size,
	.resize = render_resize,
	.update = render_update,
	.show = render_show,
};
