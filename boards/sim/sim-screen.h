/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screen of the simulated board: NAME.frame, into which the daemon's screen-sim mirrors its
 * picture, and NAME.touch, on which the daemon receives touches. The frame is read when somebody
 * asks for it; changes are not reported, so a live view must ask repeatedly.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct sim_screen_state {
	bool there; /* a daemon has made a frame */
	bool touchable; /* a daemon receives touches */
	int width;
	int height;
	uint64_t version; /* changes with every picture; 0 none yet */
};

enum sim_touch { SIM_TOUCH_DOWN, SIM_TOUCH_MOVE, SIM_TOUCH_UP };

struct sim_screen;
/* dir and name are borrowed. changed is called when a daemon connects or disconnects. */
int sim_screen_open(sd_event *event, const char *dir, const char *name,
	void (*changed)(void *userdata), void *userdata, struct sim_screen **ret) _warn_unused_;
void sim_screen_close(struct sim_screen *screen);
DEFINE_CLEANUP(struct sim_screen *, sim_screen_close);

const char *sim_screen_name(const struct sim_screen *screen);
/* Reads the frame's header. */
void sim_screen_look(struct sim_screen *screen, struct sim_screen_state *ret);
/* The picture as PNG; encoding takes some ten milliseconds. Borrowed until the next call;
 * *ret_version is the version that it shows. −ENOENT when there is none. */
int sim_screen_picture(struct sim_screen *screen, const unsigned char **ret, size_t *ret_size,
	uint64_t *ret_version) _warn_unused_;
/* −ENOTCONN when no daemon receives touches for this screen. */
int sim_screen_touch(struct sim_screen *screen, enum sim_touch touch, int x, int y);
