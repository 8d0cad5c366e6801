/* SPDX-License-Identifier: Apache-2.0 */
/* What a program has to show with --preview. */
#pragma once

#include <cairo.h>

#include "queue/site.h"
#include "ui/phrases.h"

/* What a picture is made with. */
struct preview {
	struct phrases *phrases;
	struct site *site; /* NULL: made-up services */
	const char *language, *second; /* second "" none */
	const char *mark; /* in front of the centre's name: the data is made up */
	int width, height;
	double diagonal_inch; /* 0 not known */
	int top_mm;
};

struct preview_program {
	const char *(*name)(size_t i); /* NULL after the last */
	void (*draw)(size_t i, const struct preview *preview, cairo_surface_t *surface);
};
