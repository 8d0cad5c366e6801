/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures from outside: PNG files of a centre (its emblem, pages for the hall). A file is measured
 * before it is decoded, so that none takes more memory than its bounds say.
 */
#pragma once

#include <cairo.h>
#include <stddef.h>

#include "base/cleanup.h"

DEFINE_CLEANUP(cairo_surface_t *, cairo_surface_destroy);

enum {
	IMAGE_EMBLEM_PIXELS = 2000, /* each way */
	IMAGE_EMBLEM_BYTES = 1024 * 1024,
};

/* What a file may be; decoded, a pixel takes four bytes. */
struct image_bounds {
	int width, height;
	size_t bytes;
};

/* Decodes a PNG. The caller destroys *ret, an image surface. −EBADMSG: it is no whole PNG; −E2BIG:
 * beyond the bounds. Blocks for as long as decoding takes: some ten milliseconds for the
 * pixels of a screen. */
int image_decode(const void *data, size_t size, const struct image_bounds *bounds,
	cairo_surface_t **ret) _warn_unused_;

/* The same for a file. Blocks on the disk, too. On failure *ret_error (may be NULL) says in words
 * what is wrong with which file, for the caller to free. */
int image_load(const char *path, const struct image_bounds *bounds, cairo_surface_t **ret,
	char **ret_error) _warn_unused_;

/* A centre's emblem: image_load with the bounds above. */
int image_load_emblem(const char *path, cairo_surface_t **ret, char **ret_error) _warn_unused_;

/* How wide an image is as large as a box has room for. */
double image_width_at(cairo_surface_t *image, double width, double height);

/* Draws an image as large as the box has room for, in its middle, in its own proportions. Returns
 * the rectangle that it takes. */
cairo_rectangle_t image_draw(cairo_t *cr, cairo_surface_t *image, const cairo_rectangle_t *box);
