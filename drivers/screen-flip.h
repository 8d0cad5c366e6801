/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the display has taken the picture that was shown last. On KMSDRM SDL waits for that when
 * it is to show the next one, without a time limit: a display pipe that died would hold the whole
 * program, with its buttons and its printer. So SDL is only asked to show when it will not wait.
 *
 *     IDLE ── shown ──► UNDER WAY ── the kernel says so ──► IDLE
 *                           └── stuck_ms later ──► STUCK ── the kernel says so ──► IDLE
 *
 * The first picture sets the mode and is on the display when SDL returns: it leaves IDLE. One that
 * SDL could not queue leaves it, too. Used by screen-sdl.c only.
 */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

enum {
	SCREEN_FLIP_STUCK_MS = 3000, /* a display takes 60 pictures a second */
	SCREEN_FLIP_LOST_MS = 30000, /* a television wakes up in less */
};

struct screen_flip_settings {
	int stuck_ms, lost_ms; /* how long a picture is under way before it is said */
	void (*ready)(void *userdata); /* the next one may be shown; told after it was refused */
	void (*stuck)(void *userdata); /* it does not take the picture */
	void (*lost)(void *userdata); /* nor has it since; told once */
};

struct screen_flip;
/* fd: where the kernel says that a picture was taken (the DRM card); borrowed. */
int screen_flip_open(sd_event *event, int fd, const struct screen_flip_settings *settings,
	void *userdata, struct screen_flip **ret) _warn_unused_;
void screen_flip_close(struct screen_flip *flip);
DEFINE_CLEANUP(struct screen_flip *, screen_flip_close);

/* False: not now, ready will be called. Does not block. */
bool screen_flip_may_show(struct screen_flip *flip);
/* A picture was handed over; queued: SDL did not complain. */
void screen_flip_shown(struct screen_flip *flip, bool queued);
bool screen_flip_is_stuck(const struct screen_flip *flip);
/* Waits until nothing is under way, at most this long. False: still under way. */
bool screen_flip_wait(struct screen_flip *flip, int timeout_ms);
