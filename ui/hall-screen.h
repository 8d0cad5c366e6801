/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The hall display as a picture: plain data in, Cairo drawing out. The screen is divided into
 * panels; each draws one part of the data and is drawn again only when that part has changed.
 *
 *     landscape                                  portrait
 *     +-----------------------+-------+          +-------------+-----+
 *     | head                  | clock |          | head        |clock|
 *     +------------------+----+-------+          +-------------+-----+
 *     | main: the call   | list: last |          | main              |
 *     |                  | calls      |          +-------------------+
 *     +------------------+------------+          | list              |
 *     | waiting, a cell a service     |          +-------------------+
 *     +-------------------------------+          | waiting           |
 *     | notice                        |          +-------------------+
 *     +-------------------------------+          | notice            |
 *                                                +-------------------+
 *
 * A notice board has head, clock and main alone, and the notice when something is out of order.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "ui/hall-view.h"
#include "ui/phrases.h"

/* A screen is used by one thread only. Drawing does not block, but setting the texts of a panel
 * takes tens of milliseconds on a slow board. */
struct hall_screen;
/* diagonal_inch is the surface's, 0 not known (hall_layout_make). phrases is borrowed and must
 * outlive it. */
struct hall_screen *hall_screen_new(
	const struct phrases *phrases, double diagonal_inch) _warn_unused_;
void hall_screen_free(struct hall_screen *screen);
DEFINE_CLEANUP(struct hall_screen *, hall_screen_free);

/* The picture of the page that is drawn from now on; borrowed until another one is set. NULL none.
 */
void hall_screen_set_picture(struct hall_screen *screen, cairo_surface_t *picture);

/* Makes the next drawing draw everything, because the surface is new or has lost its content. */
void hall_screen_forget(struct hall_screen *screen);

/* Draws what has changed since the last drawing or moves at this time (boot_ms), on a surface of
 * 1280 × 720 … 3840 × 2160 pixels in either orientation (smaller surfaces get smaller text). False:
 * nothing had changed; else *ret_changed covers everything that was drawn. surface and view are
 * borrowed for the call. */
bool hall_screen_draw(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, int64_t now_ms, cairo_rectangle_int_t *ret_changed);
/* The boot_ms of the next frame of a movement; INT64_MAX nothing moves. */
int64_t hall_screen_next_ms(const struct hall_screen *screen);

/* Whether the last drawing had to cut a text that did not fit even at its smallest size. */
bool hall_screen_was_cut(const struct hall_screen *screen);

/* How much a surface of this size has room for, when n services are shown. */
struct hall_room hall_screen_room(
	const struct hall_screen *screen, int n_services, int width, int height);
