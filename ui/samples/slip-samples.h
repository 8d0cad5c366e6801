/* SPDX-License-Identifier: Apache-2.0 */
/* Slips as a kiosk prints them, made up: for kioskd's --preview and for slip-preview. */
#pragma once

#include "ui/slip.h"

struct slip_sample {
	const char *name; /* "slip-80mm-large" */
	int width_dots;
	int dpi;
	struct slip slip; /* without its language and date; its words are Vietnamese */
};

extern const struct slip_sample slip_samples[];
extern const size_t slip_samples_n;

/* Draws a sample in a language; centre NULL: its own. The caller frees *ret with bitmap_free. */
int slip_sample_render(const struct phrases *phrases, const struct slip_sample *sample,
	const char *language, const char *centre, struct bitmap **ret) _warn_unused_;

/* Black on white, one dot per pixel; the caller destroys it. */
cairo_surface_t *slip_sample_picture(const struct bitmap *bitmap);
