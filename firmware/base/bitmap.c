/* SPDX-License-Identifier: Apache-2.0 */
#include "base/bitmap.h"

#include "base/text.h"

struct bitmap *bitmap_new(int width_dots, int height_dots)
{
	struct bitmap *bitmap = memory_new(1, sizeof(*bitmap));

	bitmap->width_dots = width_dots;
	bitmap->height_dots = height_dots;
	bitmap->stride = ((size_t)width_dots + 7) / 8;
	bitmap->bits = memory_new((size_t)height_dots, bitmap->stride);
	return bitmap;
}

void bitmap_free(struct bitmap *bitmap)
{
	if (bitmap) {
		free(bitmap->bits);
		free(bitmap);
	}
}
