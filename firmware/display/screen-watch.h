/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a screen's picture goes to the hub: while somebody looks there, and not while the screen is
 * moving, for the time is its frames'. Pure; now_ms is monotonic.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
	SCREEN_WATCH_LOOKED_MS = 10 * 1000, /* a look lasts this long */
	SCREEN_WATCH_APART_MS = 2000, /* between two pictures */
	SCREEN_WATCH_STILL_MS = 500, /* since the last change; the hall's motion takes 400 ms */
	SCREEN_WATCH_LATEST_MS = 8000, /* since the first change, moving or not */
};

/* Zero-initialise it. */
struct screen_watch {
	int64_t looked_until_ms;
	int64_t sent_ms; /* 0 none was sent yet */
	int64_t changed_ms; /* the last change */
	int64_t waiting_ms; /* the first change that is on no picture; 0 none */
};

/* Somebody looks. seen: the hub has a picture; else one is due though nothing has changed. */
void screen_watch_look(struct screen_watch *watch, bool seen, int64_t now_ms);
/* The screen shows something else. */
void screen_watch_change(struct screen_watch *watch, int64_t now_ms);
/* A picture is being sent. */
void screen_watch_sent(struct screen_watch *watch, int64_t now_ms);
/* It did not arrive: it is still due. */
void screen_watch_failed(struct screen_watch *watch, int64_t now_ms);
/* When the next picture is due, now_ms or later; −1 none is. A screen that never keeps still is
 * sent all the same, SCREEN_WATCH_LATEST_MS after the first change. */
int64_t screen_watch_due_ms(const struct screen_watch *watch, int64_t now_ms);
