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
 * right and below is cut off. The caller destroys the result. Blocks: of 1920 × 1080 pixels 3 ms on
 * a PC. */
cairo_surface_t *thumbnail_scale(cairo_surface_t *surface, int pixels) _warn_unused_;

/* Adds the PNG of a scaled surface, which no other thread uses meanwhile; smaller still if it would
 * have more bytes than THUMBNAIL_BYTES. Blocks: some 20 ms on a PC. −EFBIG: no size has so few
 * bytes; −ENOMEM. */
int thumbnail_encode(cairo_surface_t *scaled, struct textbuf *png) _warn_unused_;
