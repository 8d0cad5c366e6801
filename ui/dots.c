/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/dots.h"

#include "base/cleanup.h"

enum { BLACK_FROM = 100 /* of 255: how much of a dot's area the outline covers */ };

/* Packs eight dots, the leftmost in the highest bit; only the first n exist. */
static uint8_t pack(const unsigned char *dots, int n)
{
	unsigned byte = 0;

	for (int i = 0; i < n; i++) {
		byte |= (unsigned)(dots[i] >= BLACK_FROM) << (7 - i);
	}
	return (uint8_t)byte;
}

struct bitmap *dots_of_surface(cairo_surface_t *surface, int width_dots, int height_dots)
{
	struct bitmap *bitmap = bitmap_new(width_dots, height_dots);
	const unsigned char *data = cairo_image_surface_get_data(surface);
	int stride = cairo_image_surface_get_stride(surface);

	for (int y = 0; y < height_dots; y++) {
		const unsigned char *row = data + (ptrdiff_t)y * stride;
		uint8_t *bits = bitmap->bits + (size_t)y * bitmap->stride;

		for (int x = 0; x < width_dots; x += 8) {
			bits[x / 8] = pack(row + x, MIN_OF(8, width_dots - x));
		}
	}
	return bitmap;
}
