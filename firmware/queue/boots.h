/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The boots of the board, and how long things took. Time since boot is always right, but of one
 * boot alone: how long the power was away is known only where the wall clocks of both boots were
 * known to be right. Every duration is made here. Pure.
 */
#pragma once

#include "base/clock.h"
#include "queue/ticket.h"

struct boot {
	char id[BOOT_ID_LENGTH + 1];
	int64_t ended_ms; /* since boot, of its last event; 0 while it is the last boot */
	int64_t began_wall_ms; /* when it began, by a clock that was known to be right; 0 nobody
				* knows */
};

struct boots {
	struct boot *boot; /* number 1 is boot[0] */
	int n;
	int stored; /* so many have a row */
};

void boots_add(struct boots *boots, const char *id);
void boots_done(struct boots *boots);
/* The number of a boot id: the last one's, or the next free one if it is new. */
int boots_number(const struct boots *boots, const char *id);
struct timestamp boots_timestamp(const struct boots *boots, const struct clock_reading *moment);

/* Work stops with the power: the time from one timestamp to a later one, as far as its own boot
 * goes (until that one's last event). Milliseconds, never negative; 0 from or to a timestamp of
 * boot 0. */
int64_t boots_worked_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to);
/* Waiting goes on without power: the whole time from one timestamp to a later one, never negative.
 * −ENODATA when the power was away in between and nobody knows for how long. */
int boots_waited_ms(const struct boots *boots, const struct timestamp *from,
	const struct timestamp *to, int64_t *ret) _warn_unused_;
/* The same, and where that is not known, the time that is sure to have passed. */
int64_t boots_passed_ms(
	const struct boots *boots, const struct timestamp *from, const struct timestamp *to);
