/* SPDX-License-Identifier: Apache-2.0 */
/* Days, times and durations in the words of a language. */
#pragma once

#include "base/cleanup.h"
#include "ui/phrases.h"

/* "2026-11-23" as "Thứ Hai, 23/11/2026"; a text that is not a date is returned unchanged. Heap. */
char *dates_day(const struct phrases *phrases, const char *language, const char *day) _warn_unused_;

/* A minute of the day (0 … 1440) as "08:01". Heap. */
char *dates_minute(int minute) _warn_unused_;

/* A waiting time as "khoảng 15 phút", rounded so that it does not look more exact than it is.
 * wait_s is 0 or more. Heap. */
char *dates_wait(const struct phrases *phrases, const char *language, int wait_s) _warn_unused_;
