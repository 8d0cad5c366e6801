/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether the hall's screen is on, by the timetable of its board file. Pure.
 *
 * It is on whenever somebody may need it: in the timetable's hours, in those of the centre or of
 * one of its services, while somebody waits, is called or announced, and while the time of day is
 * not known. It goes off when nobody has needed it for off_after_s, so that what comes and goes at
 * the edge of the hours does not switch it, and comes on at once.
 *
 * While the hub cannot be reached, nobody knows who waits. A screen that is on stays on for an
 * hour, because people may stand before it and read why nothing is called; after that the timetable
 * and the hours decide alone, since a hub that was switched off for the night must not keep it on.
 * One that is off stays off: nobody can be called without a hub.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "drivers/screen-settings.h"

enum { SCREEN_HOURS_AWAY_MS = 3600 * 1000 };

/* Who may need it. */
struct screen_need {
	bool timed; /* the time of day is known */
	int weekday; /* 0 Monday … 6 Sunday */
	int minute; /* of the day */
	bool open; /* the centre or a service, by their hours */
	bool awaited; /* somebody waits, is called, or is being announced */
	bool reached; /* the hub; else awaited is what was last known */
};

struct screen_hours {
	struct screen_settings settings; /* its path is not used */
	bool off;
	int64_t needed_ms; /* boot_ms at which somebody last needed it */
	int64_t reached_ms; /* boot_ms at which the hub was last reached */
};

/* It is on. settings are copied. */
void screen_hours_init(
	struct screen_hours *hours, const struct screen_settings *settings, int64_t now_ms);
/* To be asked at each change of what is needed, each minute, and at screen_hours_next_ms. Returns
 * whether the screen is on now. */
bool screen_hours_step(struct screen_hours *hours, const struct screen_need *need, int64_t now_ms);
/* Somebody has touched it: it is on at once. */
void screen_hours_touch(struct screen_hours *hours, int64_t now_ms);
/* The boot_ms at which it goes off if nobody needs it until then; INT64_MAX: it does not. */
int64_t screen_hours_next_ms(const struct screen_hours *hours, int64_t now_ms);
