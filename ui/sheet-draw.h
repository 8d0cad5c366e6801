/* SPDX-License-Identifier: Apache-2.0 */
/* Draws one A4 sheet of ui/sheets.h. */
#pragma once

#include <cairo.h>

#include "ui/phrases.h"
#include "ui/sheet-view.h"

/* A4 in points, 1/72 inch: the units in which sheets are drawn. */
#define SHEET_WIDTH 595.276
#define SHEET_HEIGHT 841.89

/* The largest QR code, in modules with its quiet zone: version 10. */
enum { SHEET_MODULES_MAX = 65 };

/* Draws a sheet of a set on a white page of A4 in points. */
void sheet_draw(cairo_t *cr, const struct phrases *phrases, const struct sheet_set *set,
	const struct sheet *sheet);

/* How many entries of a sector, from first on, a list's page has room for; one at least. */
int sheet_draw_count_fitting(cairo_t *cr, const struct phrases *phrases,
	const struct sheet_set *set, const struct sheet *sheet);

/* What the sheets of the centre and of a sector say in numbers. */
struct sheet_counts {
	int all, free_online;
};
struct sheet_counts sheet_draw_counts(const struct sheet_set *set, const struct sheet *sheet);
