/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A screen of the simulated board: NAME.frame, which the daemon's screen-sim mirrors its picture
 * into, and NAME.touch, where it is told touches. The frame is looked at when somebody asks; there
 * is no way to be told of a change, so who wants to see it live asks every so often.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct sim_screen_state {
	bool there; /* a daemon has made a frame */
	bool touchable; /* and takes touches */
	int width;
	int height;
	uint64_t version; /* another number is another picture; 0 none yet */
};

enum sim_touch { SIM_TOUCH_DOWN, SIM_TOUCH_MOVE, SIM_TOUCH_UP };

struct sim_screen;
/* dir and name are borrowed. changed is called when a daemon comes or goes. */
int sim_screen_open(sd_event *event, const char *dir, const char *name,
	void (*changed)(void *userdata), void *userdata, struct sim_screen **ret) _warn_unused_;
void sim_screen_close(struct sim_screen *screen);
DEFINE_CLEANUP(struct sim_screen *, sim_screen_close);

const char *sim_screen_name(const struct sim_screen *screen);
/* Looks at the frame's header. */
void sim_screen_look(struct sim_screen *screen, struct sim_screen_state *ret);
/* The picture as PNG, which takes some ten milliseconds to make; borrowed until the next call;
 * *ret_version is what it shows. −ENOENT when there is none. */
int sim_screen_picture(struct sim_screen *screen, const unsigned char **ret, size_t *ret_size,
	uint64_t *ret_version) _warn_unused_;
/* −ENOTCONN when no daemon takes touches of this screen. */
int sim_screen_touch(struct sim_screen *screen, enum sim_touch touch, int x, int y);
