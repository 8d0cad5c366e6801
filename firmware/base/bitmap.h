/* SPDX-License-Identifier: Apache-2.0 */
/* A monochrome image, one bit per dot: the slip layout draws it, the printer prints it. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct bitmap {
	int width_dots;
	int height_dots;
	size_t stride; /* bytes a row: (width_dots + 7) / 8 */
	uint8_t *bits; /* most significant bit leftmost, 1 is black; owned by the bitmap */
};

/* A white bitmap on the heap; free with bitmap_free. Both sizes are at least 1. */
struct bitmap *bitmap_new(int width_dots, int height_dots) __attribute__((warn_unused_result));
void bitmap_free(struct bitmap *bitmap);
