/* SPDX-License-Identifier: Apache-2.0 */
/* A role's guide (ui/guide.h) as one A4 sheet for the wall, in the largest type that fits. */
#pragma once

#include <cairo.h>

#include "ui/guide.h"

/* The sizes of its type, in points. */
#define GUIDE_SHEET_TYPE_MAX 17.0
#define GUIDE_SHEET_TYPE_MIN 10.5

struct guide_sheet {
	const struct phrases *phrases;
	const char *language; /* one that there are words in */
	const char *role;
	cairo_surface_t *picture; /* of the page; NULL none */
};

/* Draws it on a white page of A4 in points. *ret_type: the size of its steps' type. −EMSGSIZE: it
 * needs more than the page, and is drawn as far as it goes. */
int guide_sheet_draw(cairo_t *cr, const struct guide_sheet *sheet, double *ret_type) _warn_unused_;

/* Adds the PDF to out; the same guide makes the same bytes. −EMSGSIZE; −EIO: cairo failed. */
int guide_sheet_write_pdf(const struct guide_sheet *sheet, struct textbuf *out) _warn_unused_;
