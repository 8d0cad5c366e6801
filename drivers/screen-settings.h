/* SPDX-License-Identifier: Apache-2.0 */
/* How a screen is to be, and what it tells its owner. */
#pragma once

#include <stdbool.h>

enum touch { TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP };

struct screen_settings {
	char driver[16]; /* "sdl", "sim" */
	char name[32]; /* "kiosk", "hall": the window's title and the mirror's file name */
	char *path; /* sim: the simulator's folder; heap, owned by who made it */
	int width,
		height; /* pixels as seen after rotation; 0: the display's own (window: 1280x720) */
	int rotation; /* 0, 90, 180, 270 degrees clockwise */
	bool touch; /* touches are wanted (costs wake-ups) */
};

struct screen_calls {
	void (*touch)(enum touch touch, int x, int y, void *userdata);
	/* The size changed or the content was lost: draw everything. */
	void (*redraw)(void *userdata);
	void (*closed)(void *userdata); /* the person closed the window */
	/* The display has not taken a picture for long; only another process may get it to. */
	void (*lost)(void *userdata);
};
