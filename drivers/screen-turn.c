/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/screen-turn.h"

#include <stddef.h>
#include <string.h>

bool screen_turn_lies_on_side(int rotation)
{
	return rotation == 90 || rotation == 270;
}

cairo_rectangle_int_t screen_turn_part(
	int rotation, int width, int height, const cairo_rectangle_int_t *part)
{
	int right = width - part->x - part->width;
	int below = height - part->y - part->height;

	switch (rotation) {
	case 90:
		return (cairo_rectangle_int_t){below, part->x, part->height, part->width};
	case 180:
		return (cairo_rectangle_int_t){right, below, part->width, part->height};
	case 270:
		return (cairo_rectangle_int_t){part->y, right, part->height, part->width};
	default:
		return *part;
	}
}

/* Reads the surface in the order that the rotation gives, writes the display row by row. */
void screen_turn_copy(int rotation, cairo_surface_t *surface, const cairo_rectangle_int_t *part,
	const struct screen_pixels *to)
{
	const char *data = (const char *)cairo_image_surface_get_data(surface);
	ptrdiff_t stride = cairo_image_surface_get_stride(surface);
	int width = cairo_image_surface_get_width(surface);
	int height = cairo_image_surface_get_height(surface);
	cairo_rectangle_int_t at = screen_turn_part(rotation, width, height, part);
	ptrdiff_t step_x = rotation == 90 ? -stride
		: rotation == 180         ? -4
		: rotation == 270         ? stride
					  : 4;
	ptrdiff_t step_y = rotation == 90 ? 4
		: rotation == 180         ? -stride
		: rotation == 270         ? -4
					  : stride;
	/* The place on the surface that the display's top left corner shows. */
	int left = rotation == 180 || rotation == 270 ? width - 1 : 0;
	int top = rotation == 90 || rotation == 180 ? height - 1 : 0;
	const char *corner = data + top * stride + (ptrdiff_t)left * 4;

	for (int y = at.y; y < at.y + at.height; y++) {
		uint32_t *row =
			(uint32_t *)(void *)((char *)to->pixels + (ptrdiff_t)y * to->stride);
		const char *from = corner + y * step_y + at.x * step_x;

		if (rotation == 0) {
			memcpy(row + at.x, from, (size_t)at.width * 4);
			continue;
		}
		for (int x = at.x; x < at.x + at.width; x++, from += step_x) {
			row[x] = *(const uint32_t *)(const void *)from;
		}
	}
}
