/* SPDX-License-Identifier: Apache-2.0 */
/* A chart on paper: bars side by side, told apart in black and white too. */
#pragma once

#include <cairo.h>

#include "ui/figures-file.h"

/* The next 1, 2 or 5 times a power of ten: four steps of it hold the greatest value. */
double figures_chart_step(double greatest);

/* Points; no type in it is smaller than 8. */
void figures_draw_chart(cairo_t *cr, const struct figures_file *file,
	const struct figures_chart *chart, const cairo_rectangle_t *box);
