/* SPDX-License-Identifier: Apache-2.0 */
/* The window of an SDL screen: SDL's hints, the window's size, and the descriptors that the loop
 * can watch. Used by screen-sdl.c only. */
#pragma once

#include <SDL.h>

#include "drivers/screen-driver.h"

/* Sets SDL's hints; call before SDL's video part is started. */
void screen_window_hint(const struct screen *screen);
/* Makes the window; *ret_full: it fills the display, with no desktop around it. −ENODEV. */
int screen_window_make(const struct screen *screen, SDL_Window **ret, bool *ret_full) _warn_unused_;
bool screen_window_lies_on_side(const struct screen *screen);

/* The descriptor of the window's display server; −1 when there is none. */
int screen_window_wire(SDL_Window *window);
/* The descriptor on which the kernel reports complete page flips; −1 when there is none. */
int screen_window_card(SDL_Window *window);
