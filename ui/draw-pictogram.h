/* SPDX-License-Identifier: Apache-2.0 */
/* A pictogram on a surface. */
#pragma once

#include <cairo.h>

/* Fills a shape of base/pictograms.h with the present source, in a square whose upper left corner
 * is at x, y; nothing when there is none of that name. */
void draw_pictogram(cairo_t *cr, const char *name, double x, double y, double side);
