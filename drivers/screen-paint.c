/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-paint.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"

enum { PATCH = 8, RENDERERS_MAX = 4 };

/*
 * Which render drivers to try, in order. On KMSDRM and Wayland everything ends up in GLES, so that
 * is asked for by name; "opengl" there draws only the clear colour when libgl1 is missing, and the
 * "software" driver presents through whichever of the two SDL likes, so reading back proves
 * nothing: it is not used there. On X11 and off screen the "software" driver writes the window's
 * pixels itself, at a tenth of the memory of a GL stack.
 */
static void list_renderers(const char *names[RENDERERS_MAX + 1])
{
	const char *wanted = SDL_GetHint(SDL_HINT_RENDER_DRIVER);
	const char *video = SDL_GetCurrentVideoDriver();
	int n = 0;

	if (wanted && *wanted) {
		names[n++] = wanted;
	}
	if (video && (strcmp(video, "KMSDRM") == 0 || strcmp(video, "wayland") == 0)) {
		names[n++] = "opengles2";
		names[n++] = "opengl";
	} else {
		names[n++] = "software";
		names[n++] = "opengles2";
	}
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

/* Draws a patch of four colours through a texture, as every picture is drawn, and reads it back. */
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

int screen_paint_init(struct screen_paint *paint, SDL_Window *window, int rotation)
{
	const char *names[RENDERERS_MAX + 1];

	*paint = (struct screen_paint){.rotation = rotation};
	list_renderers(names);
	for (int i = 0; names[i]; i++) {
		int index = find_renderer(names[i]);

		SDL_ClearError();
		paint->renderer = index < 0 ? NULL : SDL_CreateRenderer(window, index, 0);
		if (paint->renderer && draws(paint->renderer)) {
			log_info("screen: SDL video driver %s, render driver %s",
				SDL_GetCurrentVideoDriver(), names[i]);
			return 0;
		}
		log_warning(FAULT_DEVICE, "screen: SDL render driver %s %s: %s", names[i],
			paint->renderer ? "does not draw" : "is not there", SDL_GetError());
		screen_paint_done(paint);
		paint->rotation = rotation;
	}
	return -ENODEV;
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

static bool lies_on_its_side(const struct screen_paint *paint)
{
	return paint->rotation == 90 || paint->rotation == 270;
}

int screen_paint_size(struct screen_paint *paint, int *ret_width, int *ret_height)
{
	int width, height;

	if (SDL_GetRendererOutputSize(paint->renderer, &width, &height) < 0 || width < 1 ||
		height < 1) {
		return -EIO;
	}
	*ret_width = lies_on_its_side(paint) ? height : width;
	*ret_height = lies_on_its_side(paint) ? width : height;
	return 0;
}

int screen_paint_resize(struct screen_paint *paint, int width, int height)
{
	if (paint->texture) {
		SDL_DestroyTexture(paint->texture);
	}
	paint->texture = SDL_CreateTexture(
		paint->renderer, SDL_PIXELFORMAT_RGB888, SDL_TEXTUREACCESS_STATIC, width, height);
	if (!paint->texture) {
		return -ENOMEM;
	}
	(void)SDL_SetTextureScaleMode(paint->texture, SDL_ScaleModeLinear);
	paint->width = width;
	paint->height = height;
	return 0;
}

int screen_paint_update(
	struct screen_paint *paint, cairo_surface_t *surface, const cairo_rectangle_int_t *part)
{
	const SDL_Rect place = {part->x, part->y, part->width, part->height};
	int stride = cairo_image_surface_get_stride(surface);
	const unsigned char *pixels = cairo_image_surface_get_data(surface) +
		(size_t)part->y * (size_t)stride + (size_t)part->x * 4;

	return SDL_UpdateTexture(paint->texture, &place, pixels, stride) < 0 ? -EIO : 0;
}

/* The texture's rectangle before it is turned about its middle to fill the window. */
int screen_paint_show(struct screen_paint *paint)
{
	SDL_FRect place;
	int width, height;

	if (SDL_GetRendererOutputSize(paint->renderer, &width, &height) < 0) {
		return -EIO;
	}
	place.w = (float)(lies_on_its_side(paint) ? height : width);
	place.h = (float)(lies_on_its_side(paint) ? width : height);
	place.x = ((float)width - place.w) / 2;
	place.y = ((float)height - place.h) / 2;
	if (SDL_RenderCopyExF(paint->renderer, paint->texture, NULL, &place, paint->rotation, NULL,
		    SDL_FLIP_NONE) < 0) {
		return -EIO;
	}
	SDL_RenderPresent(paint->renderer);
	return 0;
}
