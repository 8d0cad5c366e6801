/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slips that could not be begun, because the printer had no paper, was open or was not there. Their
 * citizens were told to note the number on the screen. When the printer can print, the kiosk prints
 * those that are still of use by itself: a heap of slips for people who have gone is waste, and
 * somebody takes a wrong one from it. The others, and those that were begun and failed, are staff's
 * to print again. Pure.
 */
#pragma once

#include "queue/model.h"

/* Later than that a citizen has the number in mind or is gone. */
enum { LATE_SLIP_MS = 60 * 60 * 1000 };
/* Of one kiosk; the latest ones are printed, whose turn is furthest away. */
enum { LATE_SLIPS_MAX = 12 };

enum late_slip {
	LATE_SLIP_NONE, /* it has its slip, or needs none */
	LATE_SLIP_LATER, /* its kiosk prints it by itself when it can */
	LATE_SLIP_LOST, /* it waits, or was called just now, and its slip does not come by itself */
	LATE_SLIPS
};

/* A printer that has proved none of its last slips proves none: whether they came out is not known,
 * and they are not lost for that. */
enum late_slip late_slip_of(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now);
/* "later", "lost"; "" for none. */
const char *late_slip_name(enum late_slip late);

/* How many slips of a kiosk are LATER and LOST. */
void late_slips_count(const struct model *model, const char *kiosk, const struct clock_reading *now,
	int ret[LATE_SLIPS]);
