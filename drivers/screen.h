/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screen: a Cairo surface that is shown, and touches. screen-drm.c shows it on a board's graphics
 * card, screen-sdl.c in a window on a desktop; screen-sim.c also mirrors it into a file for the
 * simulator page and receives the touches made there.
 */
#pragma once

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct screen;
/* Opens a screen that may be absent: "drm" then draws off screen until a display comes, "sim"
 * connects when the simulator starts. settings are copied; calls come from the event loop, and all
 * functions are on its thread, never on another. Blocks while displays are asked for their modes
 * and while a mode is set, here and later when a display comes: as a rule some ten to some hundred
 * milliseconds. −EINVAL: no such driver, or an invalid size or rotation; else the driver's error.
 * Logs details. */
int screen_open(sd_event *event, const struct screen_settings *settings,
	const struct screen_calls *calls, void *userdata, struct screen **ret) _warn_unused_;
/* Accepts NULL. Not from within a call. */
void screen_close(struct screen *screen);
DEFINE_CLEANUP(struct screen *, screen_close);

/* The surface to draw on (CAIRO_FORMAT_RGB24), owned by the screen, valid until redraw is called.
 */
cairo_surface_t *screen_surface(struct screen *screen);
/* False while there is no display and everything is drawn off screen, or while its page flips do
 * not complete; redraw tells of a change. */
bool screen_is_shown(const struct screen *screen);
void screen_size(const struct screen *screen, int *ret_width, int *ret_height);
/* Shows what was drawn; only this rectangle (pixels of the surface) has changed. Does not wait for
 * the display: what is presented while a page flip is under way is shown after it. */
void screen_present(struct screen *screen, const cairo_rectangle_int_t *changed);
/* Switches the display off, as for the night, or on again; it is on at first. What is presented
 * while it is off is shown when it is on. May block as screen_open says, and call redraw. A window
 * on a desktop is not switched. */
void screen_set_power(struct screen *screen, bool on);
/* The DRM card and connector that it uses, also while it is off. False: it has none. */
bool screen_connector(const struct screen *screen, int *ret_card, uint32_t *ret_id);
