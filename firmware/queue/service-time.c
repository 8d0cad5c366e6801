/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/service-time.h"

#include <stdbool.h>

#include "base/cleanup.h"

enum {
	INSTANT_MS = 20 * 1000, /* nobody is served in less */
	INSTANT_PART = 4,
	FORGOTTEN_TIMES = 6,
	CALL_MAX_MS = 120 * 1000,
	CONFIGURED_VISITS = 4, /* the configured time weighs as much as this many visits */
	PAST_VISITS = 20, /* all before today weighs at most as much as this many visits */
	FIRST_RANGE_MS = 1000, /* ranges end at 1 s, 1.4 s, 2 s, 2.8 s …; the last has no end */
};

static int range_of(int64_t served_ms)
{
	int64_t end_ms = FIRST_RANGE_MS;
	int range = 0;

	while (range < SERVICE_TIME_RANGES - 1 && served_ms >= end_ms) {
		end_ms = range % 2 == 0 ? end_ms * 7 / 5 : end_ms * 10 / 7;
		range++;
	}
	return range;
}

void service_time_count(struct service_time *time, int64_t served_ms, int sign)
{
	int range = range_of(served_ms);

	time->n[range] += sign;
	time->sum_ms[range] += sign * served_ms;
}

void service_time_count_call(struct service_time *time, int64_t call_ms, int sign)
{
	time->calls += sign;
	time->sum_call_ms += sign * MIN_OF(call_ms, CALL_MAX_MS);
}

static int64_t mean_ms(const struct service_time *time, int range)
{
	return time->sum_ms[range] / time->n[range];
}

static bool counts(const struct service_time *time, int range, int64_t from_ms, int64_t to_ms)
{
	return time->n[range] > 0 && mean_ms(time, range) >= from_ms &&
		mean_ms(time, range) <= to_ms;
}

/* The median of the visits that were not instant, among which the site's figure counts as
 * CONFIGURED_VISITS. */
static int64_t median_ms(const struct service_time *time, int64_t instant_ms, int64_t configured_ms)
{
	int at = range_of(configured_ms);
	int n = CONFIGURED_VISITS;
	int below = 0;

	for (int i = 0; i < SERVICE_TIME_RANGES; i++) {
		n += counts(time, i, instant_ms, INT64_MAX) ? time->n[i] : 0;
	}
	for (int i = 0; i < SERVICE_TIME_RANGES; i++) {
		bool any = counts(time, i, instant_ms, INT64_MAX);

		below += (any ? time->n[i] : 0) + (i == at ? CONFIGURED_VISITS : 0);
		if (below * 2 > n) {
			return any ? mean_ms(time, i) : configured_ms;
		}
	}
	return configured_ms;
}

/* A mean time and the number of visits that it weighs as much as; add_day adds the plausible visits
 * of a day. */
struct known {
	int64_t ms;
	int visits;
};

static void add_day(struct known *known, const struct service_time *time, int configured_s)
{
	int64_t configured_ms = (int64_t)configured_s * 1000;
	int64_t instant_ms = MIN_OF(INSTANT_MS, configured_ms / INSTANT_PART);
	int64_t forgotten_ms =
		FORGOTTEN_TIMES * MAX_OF(configured_ms, median_ms(time, instant_ms, configured_ms));
	int64_t sum_ms = known->ms * known->visits;

	for (int i = 0; i < SERVICE_TIME_RANGES; i++) {
		if (counts(time, i, instant_ms, forgotten_ms)) {
			known->visits += time->n[i];
			sum_ms += time->sum_ms[i];
		}
	}
	known->ms = sum_ms / known->visits;
}

int64_t service_time_expected_ms(
	const struct service_time *today, const struct service_time *before, int configured_s)
{
	struct known known = {(int64_t)configured_s * 1000, CONFIGURED_VISITS};
	int64_t call_ms = (today->sum_call_ms + before->sum_call_ms) /
		(today->calls + before->calls + CONFIGURED_VISITS);

	add_day(&known, before, configured_s);
	known.visits = MIN_OF(known.visits, PAST_VISITS);
	add_day(&known, today, configured_s);
	return MAX_OF(known.ms + call_ms, 1000);
}
