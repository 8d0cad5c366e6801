/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the windows of a board's two screens stand on a desktop, so that both are seen whole: on
 * two monitors one on each; on one beside each other with the same height, or, where that makes
 * them larger, above each other with the same width. They keep their shape, and are never larger
 * than the screens that they stand for. Pure: two programs come to the same places, each for
 * itself.
 */
#pragma once

struct window_size {
	int width, height;
};

struct window_place {
	int x, y, width, height; /* without the frame that the desktop puts around it */
};

/* monitors: what of each can be used, without panels and bars; n ≥ 1, their sizes ≥ 1. A size of 0
 * is a window that is not there: then the other one has the desktop for itself. */
void window_place(const struct window_place *monitors, int n, const struct window_size sizes[2],
	struct window_place ret[2]);
