/* SPDX-License-Identifier: Apache-2.0 */
/* Time as boards have it: a wall clock that may be wrong, and time since boot that is not. Logic
 * never reads a clock; it is given a struct moment. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { BOOT_ID_LENGTH = 32 };

struct moment {
	int64_t wall_ms; /* milliseconds since 1970-01-01 UTC, by the wall clock */
	int64_t boot_ms; /* milliseconds since boot, suspend included (CLOCK_BOOTTIME) */
	char boot_id[BOOT_ID_LENGTH + 1]; /* hexadecimal, from the kernel; "" when unknown */
	bool trusted; /* the kernel says that the wall clock is synchronised */
};

/* This moment. Does not fail: what cannot be read is left empty or false. */
void clock_now(struct moment *ret);

/* CLOCK_MONOTONIC, for durations within one process. */
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);
