/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall's only movement: a call grows into the main panel, and when its seconds are over its
 * picture goes to its row of the list. The panels are drawn once; frames are copies of pictures,
 * and there are frames only while something moves. From its first frame a call can be read.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

enum { HALL_MOTION_MS = 350, HALL_MOTION_FRAME_MS = 16 };

struct hall_motion {
	bool moving;
	int64_t start_ms;
	cairo_rectangle_int_t main, row, region; /* region covers all that moves */
	bool enters; /* a call grows into main */
	cairo_surface_t *leaving; /* the picture that goes from main to row; NULL none */
	cairo_surface_t *still; /* the region without movement */
};

/* Ends it; the surface stays as it is. Accepts one of zeros, which is at rest. */
void hall_motion_done(struct hall_motion *motion);
/* Begins, instead of another: takes what goes to row (NULL: nothing does) from the surface, which
 * still shows the old picture. */
void hall_motion_begin(struct hall_motion *motion, cairo_surface_t *surface,
	const cairo_rectangle_int_t *main, const cairo_rectangle_int_t *row, bool enters,
	int64_t now_ms);
/* Gives the surface its picture without movement, before panels are drawn on it. */
void hall_motion_settle(const struct hall_motion *motion, cairo_surface_t *surface);
/* Keeps the surface's present picture as the one without movement, and draws this time's frame on
 * it; none when the time is over. */
void hall_motion_draw(struct hall_motion *motion, cairo_surface_t *surface, int64_t now_ms);
