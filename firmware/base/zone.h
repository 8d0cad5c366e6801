/* SPDX-License-Identifier: Apache-2.0 */
/* The site's time zone: local days and hours from wall time. One zone per process, as a site has
 * one. Safe to call from several threads. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/cleanup.h"

#define ZONE_DEFAULT "Asia/Ho_Chi_Minh"
enum {
	DAY_LENGTH = 10, /* "2026-11-23" */
	ISO_LENGTH = 29, /* "2026-11-23T08:01:02.123+07:00" */
};

struct local_time {
	char day[DAY_LENGTH + 1];
	int weekday; /* 0 Monday … 6 Sunday */
	int minute; /* of the day, 0 … 1439 */
	int second; /* of the minute, 0 … 60 */
	int offset_s; /* east of UTC */
};

/* Whether tzdata has a zone of this IANA name. */
bool zone_exists(const char *name);

/* Sets the process's zone by its IANA name; reads tzdata. −EINVAL when tzdata has no such zone; the
 * former zone then stays. */
int zone_use(const char *name) _warn_unused_;

/* The local time of a wall time. */
void zone_local(int64_t wall_ms, struct local_time *ret);

/* The wall time of a minute (0 … 1440) of a local day. −EINVAL when day is not YYYY-MM-DD. */
int zone_instant(const char *day, int minute, int64_t *ret_wall_ms) _warn_unused_;

/* "2026-11-23T08:01:02.123+07:00" into a buffer of ISO_LENGTH + 1 bytes. */
void zone_format(int64_t wall_ms, char ret[ISO_LENGTH + 1]);

/* Parses what zone_format writes, with any offset. −EINVAL when text is not of that form. */
int zone_parse(const char *text, int64_t *ret_wall_ms) _warn_unused_;

/* Whether text is a real date as YYYY-MM-DD. */
bool zone_day_valid(const char *text);
