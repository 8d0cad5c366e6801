/* SPDX-License-Identifier: Apache-2.0 */
/* Ratios in exact decimals: whole-number arithmetic, rounded half up to two decimals, so that two
 * people with a pencil get the same. Pure. */
#pragma once

#include <stdint.h>

#include "base/cleanup.h"

#define RATIO_ROUNDING "half_up_2"
enum { RATIO_NONE = -1, RATIO_LENGTH = 24 };

/* part of whole in hundredths of a per cent: 1832 of 1881 is 9740. RATIO_NONE when whole is 0 or
 * either is negative. */
int64_t ratio_percent(int64_t part, int64_t whole);
/* sum / n in hundredths: a mean rating of 4.25 is 425. RATIO_NONE when n is 0. */
int64_t ratio_mean(int64_t sum, int64_t n);
/* "97.40"; "" for RATIO_NONE. */
void ratio_write(int64_t hundredths, char ret[RATIO_LENGTH + 1]);
