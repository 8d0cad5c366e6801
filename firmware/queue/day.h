/* SPDX-License-Identifier: Apache-2.0 */
/* The service day: which local date the centre works on, when it opens and ends, whether a
 * service takes tickets now. Pure: the time is passed in. */
#pragma once

#include "queue/site.h"

/* What should happen to the service day at a point in time. */
enum day_step { DAY_STAY, DAY_STEP_OPEN, DAY_STEP_CLOSE, DAY_STEP_CLOSE_THEN_OPEN };

enum day_opening {
	OPENING_OPEN,
	OPENING_CLOSED_NOW, /* outside the hours of a working day */
	OPENING_CLOSED_DAY, /* a closed day, or a weekday without hours */
};

/* Whether the centre (service NULL) or a service takes tickets at a local time. */
enum day_opening day_opening(const struct site *site, const struct site_service *service,
	const struct local_time *local);

/* Whether the centre or any of its services takes tickets at a local time. */
bool day_anything_open(const struct site *site, const struct local_time *local);

/* When the centre (service NULL) or a service next begins to take tickets after a local time,
 * within 60 days: *ret is that time. Whoever asks within the hours has been closed by hand: today
 * is over then, because a date opens once. −ENOENT: it is not known. */
int day_next_opening(const struct site *site, const struct site_service *service,
	const struct local_time *local, struct local_time *ret) _warn_unused_;

/* Whether day is one of the site's closed days. */
bool day_is_closed(const struct site *site, const char *day);

/* When a counter that serves n services works: in the centre's hours and in those of its services,
 * until the day's end. *ret is the span that includes a minute of a weekday, or else the next one;
 * −ENOENT when none is left. Spans that touch or overlap are joined. */
int day_working(const struct site *site, const char (*services)[LIMIT_ID + 1], int n, int weekday,
	int minute, struct site_span *ret) _warn_unused_;

/* Whether the service day must be opened or closed. day is the current or last service day ("":
 * none yet); open: whether it is open; clock_unknown: the date cannot be taken from the wall clock,
 * so nothing is opened or closed. A day is opened when the hours of the centre or of an active
 * service begin, once per date; it is closed when another date has begun or at the site's day end.
 * The day goes back by itself only when may_go_back says that its date may be wrong. */
enum day_step day_step(const struct site *site, const char *day, bool open, bool may_go_back,
	bool clock_unknown, const struct local_time *local);

/* How far the wall clock was set between two points in time of one boot, in milliseconds (negative:
 * back); 0 when it was not set, or by less than a minute, which no rule of the day notices. Setting
 * the wall clock does not change time since boot, so the difference of the two is the
 * correction. */
int64_t day_clock_jump(
	int64_t from_wall_ms, int64_t from_boot_ms, int64_t to_wall_ms, int64_t to_boot_ms);

/* Whether the clock was set so recently, on the same boot, that the day is not yet closed by it: a
 * clock that is wrong for a few minutes must not send everybody home. */
bool day_clock_was_just_set(int64_t corrected_boot_ms, int64_t now_boot_ms);

/* The date that a day gets while the date is not known: the wall clock's when it is later than the
 * last day's, else the one after that. Its tickets move to the right date once that is known. */
void day_guess(const char *last_day, const char *clock_day, char ret[DAY_LENGTH + 1]);

/* Whether a hall whose clock is not known opens again by itself: a day that was closed in this boot
 * stays closed for eight hours. */
bool day_rested(int64_t closed_boot_ms, int64_t now_boot_ms);

/* Whether the time of the board's battery-backed clock fits the log: not before it, and not more
 * than 90 days after it, which looks like another fault. */
bool day_battery_agrees(int64_t log_wall_ms, int64_t wall_ms);

/* The wall time of the next minute at which an answer of the functions above can change, at most
 * one hour away. */
int64_t day_next_change(const struct site *site, int64_t wall_ms);
