/* SPDX-License-Identifier: Apache-2.0 */
/* Converts a drawing to the dots of a slip printer. */
#pragma once

#include <cairo.h>

#include "base/bitmap.h"

/* Converts the top left part of a flushed surface of CAIRO_FORMAT_A8: a dot that is covered enough
 * is black. A new bitmap for the caller to free. */
struct bitmap *dots_of_surface(cairo_surface_t *surface, int width_dots, int height_dots)
	__attribute__((warn_unused_result));
