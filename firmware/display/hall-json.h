/* SPDX-License-Identifier: Apache-2.0 */
/* A hall's view as JSON for a browser that decides nothing: places in pixels, texts in full. What
 * halld draws and this writes comes of the same view, layout and words. Pure. */
#pragma once

#include "base/json-writer.h"
#include "ui/hall-layout.h"
#include "ui/phrases.h"

/* A screen: its size in pixels, and its diagonal, 0 not known. */
struct hall_screen_size {
	int width, height;
	double diagonal_inch;
};

/* Writes one object. The blinking of a call's frame is the browser's. */
void hall_json(struct out *out, const struct phrases *phrases, const struct theme *theme,
	const struct hall_view *view, const struct hall_screen_size *size);
