/* SPDX-License-Identifier: Apache-2.0 */
/* Mean, median and 90th percentile of many durations. Exact to the second, in bounded memory: few
 * durations are kept one by one, many are counted by second. A time above a day counts as a day.
 * Pure. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct times {
	uint32_t *seconds; /* kept one by one; NULL once they are counted */
	size_t capacity;
	uint32_t *bins; /* how many of each second */
	size_t n;
	int64_t sum_ms;
};

void times_add(struct times *times, int64_t ms);
void times_done(struct times *times);
/* In whole seconds, the percentiles by nearest rank; all −1 when there is no duration. */
void times_sum_up(
	struct times *times, int64_t *ret_mean_s, int64_t *ret_median_s, int64_t *ret_p90_s);
