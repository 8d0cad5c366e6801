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
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "ui/hall-view.h"
#include "ui/phrases.h"

/* One thread draws with a screen. Drawing waits for nothing, but setting texts takes a slow board
 * tens of milliseconds a panel. */
struct hall_screen;
/* phrases is borrowed and must outlive it. */
struct hall_screen *hall_screen_new(const struct phrases *phrases) _warn_unused_;
void hall_screen_free(struct hall_screen *screen);
DEFINE_CLEANUP(struct hall_screen *, hall_screen_free);

/* The next drawing draws everything: the surface is another one, or its content was lost. */
void hall_screen_forget(struct hall_screen *screen);

/* Draws what differs from the last drawing on a surface of 1280 × 720 … 3840 × 2160 pixels in
 * either orientation (smaller ones get smaller text). False: nothing had changed; else
 * *ret_changed holds all that was drawn on. surface and view are borrowed for the call. */
bool hall_screen_draw(struct hall_screen *screen, cairo_surface_t *surface,
	const struct hall_view *view, cairo_rectangle_int_t *ret_changed);

/* Whether the last drawing had a text that did not fit even at its smallest, and was cut. */
bool hall_screen_was_cut(const struct hall_screen *screen);

/* How many pages n services take on a surface of this size: at least 1. */
int hall_screen_pages(int n_services, int width, int height);
