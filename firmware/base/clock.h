/* SPDX-License-Identifier: Apache-2.0 */
/* Time as boards have it: a wall clock that may be wrong, and time since boot that is not. Logic
 * never reads a clock: a struct clock_reading is passed in. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { BOOT_ID_LENGTH = 32 };

struct clock_reading {
	int64_t wall_ms; /* milliseconds since 1970-01-01 UTC, by the wall clock */
	int64_t boot_ms; /* milliseconds since boot, suspend included (CLOCK_BOOTTIME) */
	char boot_id[BOOT_ID_LENGTH + 1]; /* hexadecimal, from the kernel; "" when unknown */
	bool trusted; /* the wall clock is synchronised, or clock_trust(true) was called */
	bool kept; /* a battery-backed clock agrees; only clock_look_at_battery sets it */
};

/* Reads the clocks. Does not fail: what cannot be read is left empty or false. */
void clock_now(struct clock_reading *ret);

/* Sets reading->kept: a clock of the board that runs without power (/sys/class/rtc) is set and
 * agrees with the wall clock to a minute. Reads a device, which takes some milliseconds: not for a
 * hot path. */
void clock_look_at_battery(struct clock_reading *reading);

/* From now on every wall time in this process is the system's clock plus offset_ms, because
 * somebody entered the time. Once the system's clock is synchronised, the offset is dropped for
 * good. Thread-safe. */
void clock_set_offset(int64_t offset_ms);
int64_t clock_offset(void);
/* The wall clock counts as synchronised although the kernel does not know, as in a container whose
 * host keeps the time. Call it before the first clock_now. */
void clock_trust(bool always);

/* CLOCK_MONOTONIC, for durations within one process. */
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);
