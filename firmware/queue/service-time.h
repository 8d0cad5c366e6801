/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long serving one visitor takes, from the visits of a day. A finish that was pressed by
 * mistake and a visit that was left open say nothing about it: they are left out. The site's figure
 * counts as a few visits, so that one odd visit does not decide. Pure.
 */
#pragma once

#include <stdint.h>

/* The visits of one service and day. Only the number and the sum of the visits in each range of
 * lengths are kept, so that a visit can be taken back and the order does not matter. */
enum { SERVICE_TIME_RANGES = 40 };
struct service_time {
	int n[SERVICE_TIME_RANGES];
	int64_t sum_ms[SERVICE_TIME_RANGES];
	int calls;
	int64_t sum_call_ms; /* from the call until serving began */
};

/* Adds a visit (sign 1) or removes one (−1). */
void service_time_count(struct service_time *time, int64_t served_ms, int sign);

/* Adds or removes how long a visitor took from the call to the counter. At most two minutes count:
 * a visitor who was called several times did not walk slowly. */
void service_time_count_call(struct service_time *time, int64_t call_ms, int sign);

/* The expected length of the next visit from its call on, in milliseconds, at least 1,000: the
 * weighted mean of the configured time and the plausible visits of the service day before and of
 * today, plus the mean way to the counter. Left out are visits under 20 seconds (a quarter of the
 * configured time, when that is less) and those of more than six times both the configured time and
 * the median. */
int64_t service_time_expected_ms(
	const struct service_time *today, const struct service_time *before, int configured_s);
