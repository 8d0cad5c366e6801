/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures compared with kept ones in tests/pictures. The comparison forgives what another
 * rasteriser of the same fonts does (an edge that moved by a pixel or two) and nothing more.
 * With REGENERATE=1 in the environment the kept picture is written anew; look at it before you
 * commit it.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "base/bitmap.h"

/* Fails the running cmocka test when surface differs from tests/pictures/<name>.png; what it got is
 * then in <name>.png in the working folder. tolerance is the share of the picture's edges (0 … 1)
 * that may be different; 0.01 suits text, and a number changed in a large font is above it. */
void picture_compare(cairo_surface_t *surface, const char *name, double tolerance);

/* The share of edges that differ; 1 when the sizes differ by more than a hundredth. */
double picture_difference(cairo_surface_t *first, cairo_surface_t *second);

/* A bitmap as a surface of format A1 with bit 1 for white. Free with cairo_surface_destroy. */
cairo_surface_t *picture_of_bitmap(const struct bitmap *bitmap);

bool picture_is_black(const struct bitmap *bitmap, int x, int y);
/* Finds the code of a text, quiet zone included; returns the dots of a module, 0: there is none. */
int picture_find_code(const struct bitmap *bitmap, const char *text, int *ret_y);
/* Fails the running test when something touches an edge, where it would be cut. */
void picture_assert_margins(const struct bitmap *bitmap);
