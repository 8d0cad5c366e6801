/* SPDX-License-Identifier: Apache-2.0 */
/* A screen's settings, and what it tells its owner. */
#pragma once

#include <stdbool.h>

enum touch { TOUCH_DOWN, TOUCH_MOVE, TOUCH_UP };

enum { SCREEN_SPANS_MAX = 14 };

/* When a screen is lit. */
struct screen_span {
	unsigned days; /* bit 0 Monday … bit 6 Sunday */
	int from, until; /* minutes of the day: from this one, up to that one */
};

struct screen_settings {
	char driver[16]; /* "drm", "sdl", "sim" */
	char output[32]; /* drm: the socket, "HDMI-A-1"; "": one with a display */
	bool shared; /* drm: another screen of this board is another program's */
	bool from_last; /* drm: without output, the last socket with a display instead of the first
			 */
	/* sdl, sim: the window of this board's other screen, as seen after rotation (sizes of 0:
	 * the usual ones), beside which this one stands */
	bool beside;
	int beside_width, beside_height;
	bool is_second; /* it stands on the right, or below */
	char name[32]; /* "kiosk", "hall": the window's title and the mirror's file name */
	char *path; /* sim: the simulator's folder; heap, owned by whoever filled in the settings */
	int width, height; /* pixels as seen after rotation; 0, or a size that the display does
			    * not have: the display's own (window: 1280x720) */
	double diagonal_inch; /* 0 not known: letters then follow the pixels alone */
	int top_mm; /* how high its upper edge hangs above the floor; 0 not known */
	int rotation; /* 0, 90, 180, 270 degrees clockwise */
	bool touch; /* touches are wanted (costs wake-ups) */
	/* The hall's timetable, for whoever calls screen_set_power. */
	int n_on; /* 0: it is always on */
	struct screen_span on[SCREEN_SPANS_MAX];
	bool cec; /* the television is told so through its cable, too */
	int off_after_s; /* it is switched off when nobody has needed it for this long */
};

struct screen_calls {
	void (*touch)(enum touch touch, int x, int y, void *userdata);
	/* The size changed, the content was lost, or screen_is_shown changed: draw everything. */
	void (*redraw)(void *userdata);
	void (*closed)(void *userdata); /* a person closed the window */
	/* The page flips have not completed for long; only a restart of the process may help. */
	void (*lost)(void *userdata);
};
