/* SPDX-License-Identifier: Apache-2.0 */
/* Draws with the theme's colours and sizes. No meaning depends on colour alone. */
#pragma once

#include <cairo.h>

#include "ui/theme-file.h"
#include "ui/typeset.h"

/* What everything is drawn with from now on; borrowed, until another one is used or NULL. Without
 * one, all is black. Reads the theme's emblems from the disk; one that cannot be used is logged. */
void theme_use(const struct theme *theme);

/* For --check: loads a theme and its emblems and logs what is wrong with them. −errno. */
int theme_check(const char *name) _warn_unused_;

/* The centre's emblem for light or for dark screens; borrowed, NULL: there is none. */
cairo_surface_t *theme_emblem(bool night);

const struct theme *theme_used(void);

void theme_set_source(cairo_t *cr, enum theme_colour colour);

/* A size on a screen of width × height pixels; it follows the shorter side. */
double theme_size_px(enum theme_size size, int width, int height);
/* The same for a space: a margin, a gap, a radius. */
double theme_space_px(enum theme_space space, int width, int height);
/* A hundredth of the shorter side. */
double theme_unit_px(int width, int height);

/* A style with a colour and an em size, aligned left, without a box; change the rest as needed. */
struct typeset_style theme_style(enum theme_colour colour, double size_px, bool bold);
