/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a picture that stands upright into the pixels of a display that is mounted turned. Pure.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

/* The pixels of a display: rows of 32 bits a pixel, as in Cairo's RGB24. */
struct screen_pixels {
	uint32_t *pixels; /* borrowed; only written, row by row: it may be memory that is slow to
			     read */
	int width, height;
	int stride; /* bytes from row to row */
};

/* True when the rotation, in degrees clockwise, exchanges width and height. */
bool screen_turn_lies_on_side(int rotation);
/* Where a part of a surface of width × height lies in the display's pixels. */
cairo_rectangle_int_t screen_turn_part(
	int rotation, int width, int height, const cairo_rectangle_int_t *part);
/* Copies a part of the surface (RGB24). The display's pixels have the surface's size, turned. */
void screen_turn_copy(int rotation, cairo_surface_t *surface, const cairo_rectangle_int_t *part,
	const struct screen_pixels *to);
