/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boots of the board, and how long things took. Time since boot is always right, but only
 * within one boot: how long the power was off is known only where the wall clocks of both boots
 * were known to be right. All durations are computed here. Pure.
 */
#pragma once

#include "base/clock.h"
#include "queue/ticket.h"

struct boot {
	char id[BOOT_ID_LENGTH + 1];
	int64_t ended_ms; /* its last event, in ms since boot; 0 while it is the last boot */
	int64_t began_wall_ms; /* when it began, by a clock known to be right; 0: not known */
};

struct boots {
	struct boot *boot; /* number 1 is boot[0] */
	int n;
	int stored; /* how many of them have a row in the database */
};

void boots_add(struct boots *boots, const char *id);
void boots_done(struct boots *boots);
/* The number of a boot id: the last one's, or the next free one if it is new. */
int boots_number(const struct boots *boots, const char *id);
struct timestamp boots_timestamp(const struct boots *boots, const struct clock_reading *moment);

/* The time worked from one timestamp to a later one. Work stops when the power goes: from's own
 * boot counts until its last event, and later boots do not count. Milliseconds, never negative; 0
 * when either timestamp is of boot 0. */
int64_t boots_worked_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to);
/* The time waited from one timestamp to a later one, never negative. Waiting goes on while the
 * power is off. −ENODATA when the power was off in between and it is not known for how long, or
 * when either timestamp is of boot 0. */
int boots_waited_ms(const struct boots *boots, const struct timestamp *from,
	const struct timestamp *to, int64_t *ret) _warn_unused_;
/* As boots_waited_ms; where that is not known, the time that has certainly passed. */
int64_t boots_passed_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to);
