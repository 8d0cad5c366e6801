/* SPDX-License-Identifier: Apache-2.0 */
/* Small pictures of a screen, for whoever looks from afar. */
#pragma once

#include <cairo.h>

#include "base/text.h"

enum {
	THUMBNAIL_PIXELS = 480, /* of the longer side, at most */
	THUMBNAIL_BYTES = 60 * 1024, /* of the PNG, at most */
};

/* Scales an image surface (CAIRO_FORMAT_RGB24) by 1/k: a pixel is the mean of k × k. k is the
 * smallest whole number with which the longer side has at most pixels; what is left over at the
 * right and below is cut off. The caller destroys the result. */
cairo_surface_t *thumbnail_scale(cairo_surface_t *surface, int pixels) _warn_unused_;

/* Adds the PNG of a surface, scaled to THUMBNAIL_PIXELS, or smaller if it would have more bytes
 * than THUMBNAIL_BYTES. Blocks: of 1920 × 1080 pixels 25 ms on a PC, 3 of them for scaling. −EFBIG:
 * no size has so few bytes; −ENOMEM. */
int thumbnail_make(cairo_surface_t *surface, struct textbuf *png) _warn_unused_;
