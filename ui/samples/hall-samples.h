/* SPDX-License-Identifier: Apache-2.0 */
/* What a hall display can have to show, made up: for halld's --preview and for the tests of the
 * picture. */
#pragma once

#include <stddef.h>

#include "ui/hall-view.h"

struct hall_sample {
	const char *name; /* "fresh" */
	void (*make)(struct hall_view *view); /* in Vietnamese, then English */
};

extern const struct hall_sample hall_samples[];
extern const size_t hall_samples_n;

/* NULL when there is none. */
const struct hall_sample *hall_sample_find(const char *name);

/* Makes the view's second language the first. */
void hall_sample_turn(struct hall_view *view);
