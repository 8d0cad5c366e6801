/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of the kiosk's pages: the screens on which all of them are laid out, and what is looked
 * for: nothing lies over anything else, nothing is cut, keys and type are large enough. */
#pragma once

#include "ui/kiosk-layout.h"

struct layout_screen {
	int width, height;
	double diagonal_inch;
	int top_mm;
};

extern const struct layout_screen layout_screens[];
extern const size_t layout_screens_n;

struct layout_counts {
	int pages, overlaps, cut, small_keys, small_type, out;
};

/* What was found so far. */
extern struct layout_counts layout_counts;
/* All languages, between layout_load and layout_unload, a group's setup and teardown. */
extern struct phrases *layout_phrases;

int layout_load(void **state);
int layout_unload(void **state);
/* Counts what is wrong with a page, and prints it. */
void layout_check(const struct kiosk_layout *layout);
/* A page that has the key with the ear has it in the corner where it was before, on this screen. */
void layout_check_ear(const struct kiosk_layout *layout, bool wanted);
void layout_assert_no_faults(void);
