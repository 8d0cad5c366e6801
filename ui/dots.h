/* SPDX-License-Identifier: Apache-2.0 */
/* From what was drawn to the dots of a slip printer. */
#pragma once

#include <cairo.h>

#include "base/bitmap.h"

/* The top left part of a flushed surface of CAIRO_FORMAT_A8: where enough is covered it is black. A
 * new bitmap for the caller to free. */
struct bitmap *dots_of_surface(cairo_surface_t *surface, int width_dots, int height_dots)
	__attribute__((warn_unused_result));
