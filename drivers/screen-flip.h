/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the last page flip is complete. On KMSDRM SDL waits for that without a time limit when
 * it is to show the next picture: a display pipe that fails would block the whole program,
 * including buttons and printer. So SDL is only asked to show when it will not wait.
 *
 *     IDLE ── shown ──► UNDER WAY ── the kernel says so ──► IDLE
 *                           └── stuck_ms later ──► STUCK ── the kernel says so ──► IDLE
 *
 * The first picture sets the mode and is on the display when SDL returns: the state stays IDLE, as
 * it does for a picture that SDL could not queue. Used by screen-sdl.c only.
 */
#pragma once

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

enum {
	SCREEN_FLIP_STUCK_MS = 3000, /* a display completes 60 page flips a second */
	SCREEN_FLIP_LOST_MS = 30000, /* a television takes less time to wake up */
};

struct screen_flip_settings {
	int stuck_ms, lost_ms; /* time without completion before stuck and lost are called */
	void (*ready)(void *userdata); /* a picture may be shown again, after a refusal */
	void (*stuck)(void *userdata); /* the page flip does not complete */
	void (*lost)(void *userdata); /* it has still not completed; called once */
};

struct screen_flip;
/* fd: where the kernel reports complete page flips (the DRM card); borrowed. */
int screen_flip_open(sd_event *event, int fd, const struct screen_flip_settings *settings,
	void *userdata, struct screen_flip **ret) _warn_unused_;
void screen_flip_close(struct screen_flip *flip);
DEFINE_CLEANUP(struct screen_flip *, screen_flip_close);

/* False: not now; ready is called later. Does not block. */
bool screen_flip_may_show(struct screen_flip *flip);
/* A picture was handed to SDL; queued: SDL reported no error. */
void screen_flip_shown(struct screen_flip *flip, bool queued);
bool screen_flip_is_stuck(const struct screen_flip *flip);
/* Waits until no page flip is under way, at most timeout_ms. False: one is still under way. */
bool screen_flip_wait(struct screen_flip *flip, int timeout_ms);
