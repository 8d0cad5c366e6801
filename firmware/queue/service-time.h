/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long serving one visitor takes, from the visits of a day. Neither a finish that was pressed
 * by mistake nor a visit that was left open says anything about it: they are left out, and the
 * site's figure counts as a few visits, so that one odd visit does not decide. Pure.
 */
#pragma once

#include <stdint.h>

/* The visits of one service and day. Their number in each of a few ranges of lengths is all that is
 * kept, so that a visit can be taken back, and the order does not matter. */
enum { SERVICE_TIME_RANGES = 40 };
struct service_time {
	int n[SERVICE_TIME_RANGES];
	int64_t sum_ms[SERVICE_TIME_RANGES];
	int calls;
	int64_t sum_call_ms; /* from the call until the visitor sat there */
};

/* Adds a visit (sign 1) or takes one back (−1). */
void service_time_count(struct service_time *time, int64_t served_ms, int sign);

/* Adds or takes back how long a visitor took from the call to the counter; two minutes count at
 * most, for who was called several times did not come slowly. */
void service_time_count_call(struct service_time *time, int64_t call_ms, int sign);

/* What is expected of the next visit from its call on, in milliseconds, at least 1,000: the mean of
 * the plausible visits of today, of the service day before and the configured time, each with a
 * weight, and the mean way to the counter. Left out
 * are visits under 20 seconds (a quarter of the configured time, when that is less) and those of
 * more than six times the configured time and six times the median. */
int64_t service_time_expected_ms(
	const struct service_time *today, const struct service_time *before, int configured_s);
