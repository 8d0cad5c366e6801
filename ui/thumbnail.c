/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/thumbnail.h"

#include <errno.h>
#include <stdint.h>

#include "ui/image.h"

enum { SMALLEST = 60 }; /* pixels; nothing can be told from fewer */

/* The mean of k × k pixels from first on. Red and blue are summed at once, in the halves of 64
 * bits, which hold 4,000 × 4,000 of them. */
static uint32_t mean(const unsigned char *first, size_t stride, int k)
{
	uint64_t red_blue = 0;
	uint32_t green = 0;
	uint32_t n = (uint32_t)(k * k);

	for (int y = 0; y < k; y++) {
		const uint32_t *row = (const uint32_t *)(const void *)(first + (size_t)y * stride);

		for (int x = 0; x < k; x++) {
			uint32_t pixel = row[x];

			red_blue += (uint64_t)(pixel >> 16 & 0xff) << 32 | (pixel & 0xff);
			green += pixel >> 8 & 0xff;
		}
	}
	return (uint32_t)(red_blue >> 32) / n << 16 | green / n << 8 | (uint32_t)red_blue / n;
}

cairo_surface_t *thumbnail_scale(cairo_surface_t *surface, int pixels)
{
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	int k = (MAX_OF(width, height) + pixels - 1) / pixels;
	size_t from_stride = (size_t)cairo_image_surface_get_stride(surface);
	cairo_surface_t *small = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, MAX_OF(width / k, 1), MAX_OF(height / k, 1));
	size_t to_stride = (size_t)cairo_image_surface_get_stride(small);
	const unsigned char *from = cairo_image_surface_get_data(surface);
	unsigned char *to = cairo_image_surface_get_data(small);

	cairo_surface_flush(surface);
	if (!to) {
		return small; /* in error; so is the PNG made from it */
	}
	for (int y = 0; y < height / k; y++) {
		uint32_t *row = (uint32_t *)(void *)(to + (size_t)y * to_stride);

		for (int x = 0; x < width / k; x++) {
			row[x] = mean(from + (size_t)(y * k) * from_stride + (size_t)(x * k) * 4,
				from_stride, k);
		}
	}
	cairo_surface_mark_dirty(small);
	return small;
}

static cairo_status_t write_some(void *closure, const unsigned char *data, unsigned int length)
{
	struct textbuf *png = closure;

	textbuf_add_bytes(png, data, length);
	return CAIRO_STATUS_SUCCESS;
}

int thumbnail_encode(cairo_surface_t *scaled, struct textbuf *png)
{
	size_t before = png->size;

	for (int pixels = THUMBNAIL_PIXELS; pixels >= SMALLEST; pixels = pixels * 2 / 3) {
		_cleanup_(cairo_surface_destroyp) cairo_surface_t *small =
			thumbnail_scale(scaled, pixels);

		png->size = before;
		if (cairo_surface_write_to_png_stream(small, write_some, png) !=
			CAIRO_STATUS_SUCCESS) {
			png->size = before;
			return -ENOMEM;
		}
		if (png->size - before <= THUMBNAIL_BYTES) {
			return 0;
		}
	}
	png->size = before;
	return -EFBIG;
}
