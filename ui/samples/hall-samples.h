/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall display can have to show, made up: for halld's --preview and for the tests of the
 * picture. */
#pragma once

#include <stddef.h>

#include <cairo.h>

#include "ui/hall-view.h"

struct hall_sample {
	const char *name; /* "fresh" */
	void (*make)(struct hall_view *view); /* in Vietnamese, then English */
};

extern const struct hall_sample hall_samples[];
extern const size_t hall_samples_n;

/* NULL when there is none. */
const struct hall_sample *hall_sample_find(const char *name);

/* The picture of the page that has one; the caller's. */
cairo_surface_t *hall_sample_picture(void);

/* Makes the view's second language the first. */
void hall_sample_turn(struct hall_view *view);
