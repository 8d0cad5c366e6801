/* SPDX-License-Identifier: Apache-2.0 */
/* The tray: pictures of the slips that came out, the last SIM_SLIPS_MAX of them; also as files
 * slips/NNN.png in the simulator's folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/zone.h"
#include "boards/sim/paper.h"

enum { SIM_SLIPS_MAX = 200 };

struct sim_slip {
	int id; /* from 1 in this run */
	int width_dots;
	int height_dots;
	char at[ISO_LENGTH + 1];
	bool cut;
	size_t garbage; /* characters printed as text instead of a picture */
	char text[PAPER_LINE_MAX + 1]; /* their first line */
	size_t clipped_dots;
	unsigned char *png;
	size_t png_size;
};

struct sim_slips;
/* Removes the files in slips/ that an earlier run left. −errno when the folder cannot be made. */
int sim_slips_new(const char *dir, struct sim_slips **ret) _warn_unused_;
void sim_slips_free(struct sim_slips *slips);
DEFINE_CLEANUP(struct sim_slips *, sim_slips_free);

/* Adds a slip. A file that cannot be written is logged; the picture is kept anyway. */
void sim_slips_add(struct sim_slips *slips, const struct paper_slip *slip);
/* How many came out in this run; the newest has this id. */
int sim_slips_last(const struct sim_slips *slips);
/* NULL when there is no such slip, or it is no longer kept. Borrowed. */
const struct sim_slip *sim_slips_find(const struct sim_slips *slips, int id);
