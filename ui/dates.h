/* SPDX-License-Identifier: Apache-2.0 */
/* Days, times and durations in the words of a language. */
#pragma once

#include "base/cleanup.h"
#include "ui/phrases.h"

struct dates_day {
	int weekday; /* 1 Monday … 7 Sunday */
	int month, day;
};
/* false: the text is not a date. */
bool dates_read(const char *text, struct dates_day *ret);

/* A waiting time as a phrase of ui/strings with two numbers. */
struct dates_wait {
	const char *key;
	int hours, minutes;
};
/* Rounded so that it does not look more exact than it is; returns ret. wait_s is 0 or more. */
const struct dates_wait *dates_wait_words(int wait_s, struct dates_wait *ret);

/* "2026-11-23" as "Thứ Hai, 23/11/2026"; a text that is not a date is returned unchanged. Heap. */
char *dates_day(const struct phrases *phrases, const char *language, const char *day) _warn_unused_;

/* A minute of the day (0 … 1440) as "08:01". Heap. */
char *dates_minute(int minute) _warn_unused_;

/* The same as "khoảng 15 phút". Heap. */
char *dates_wait(const struct phrases *phrases, const char *language, int wait_s) _warn_unused_;
