/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The paper in the simulated printer, from the roll to the tray: one strip that grows at the print
 * head and is cut at the blade, which sits above the head. So a slip begins with the blank piece
 * that lay between the two when the slip before it was cut, and what was not fed past the blade
 * stays for the next slip, as on a real printer.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bitmap.h"
#include "base/cleanup.h"

enum {
	PAPER_WIDTH_MAX_DOTS = 1024,
	PAPER_STRIP_MAX_DOTS = 16384, /* a longer strip falls off by itself: 2 m at 203 dpi */
	PAPER_LINE_MAX = 96,
	PAPER_LINES_MAX = 256,
};

/* A line of characters in the printer's own font: on a layso slip that is always garbage. */
struct paper_line {
	int top_dots; /* from the slip's upper edge */
	char text[PAPER_LINE_MAX + 1]; /* ASCII; other bytes are shown as '?' */
};

/* A slip that came out; all pointers are borrowed from the strip for the time of the call. */
struct paper_slip {
	const struct bitmap *picture;
	const struct paper_line *lines;
	size_t n_lines;
	size_t line_bytes; /* characters printed as text, including those beyond PAPER_LINES_MAX */
	size_t clipped_dots; /* black dots that fell beside the paper */
	bool cut; /* by the blade; false: torn off, or the roll ended before the cut */
};

typedef void (*paper_out)(const struct paper_slip *slip, void *userdata);

struct paper;
/* Makes a new roll. blade_dots is the distance from the head to the blade. */
struct paper *paper_new(
	int width_dots, int blade_dots, paper_out out, void *userdata) _warn_unused_;
void paper_free(struct paper *paper);
DEFINE_CLEANUP(struct paper *, paper_free);

int paper_width(const struct paper *paper);

/* Prints one row of dots (most significant bit leftmost) and moves the paper by one. */
void paper_print_row(struct paper *paper, const uint8_t *bits, size_t bytes);
/* Moves the paper. */
void paper_feed(struct paper *paper, int dots);
/* Prints a line in the printer's own font and moves the paper by its height. */
void paper_print_text(struct paper *paper, const char *text, size_t bytes, int height_dots);

/* Cuts at the blade; what lies past it comes out as a slip, unless nothing does. */
void paper_cut(struct paper *paper);
/* A person tears off what hangs out; blank paper is not a slip. */
void paper_tear(struct paper *paper);
/* Removes the rest of the strip (as a slip, if anything is on it) and puts in a new roll. */
void paper_renew(struct paper *paper);
