/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/report-times.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "base/text.h"

enum {
	DAY_S = 24 * 3600,
	KEPT_MAX = 16384, /* durations kept one by one: 64 KiB; counted: 340 KiB, whatever their
			     number */
};

static int compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a;
	uint32_t right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static void count_all(struct times *times)
{
	times->bins = memory_new(DAY_S + 1, sizeof(*times->bins));
	for (size_t i = 0; i < times->n; i++) {
		times->bins[times->seconds[i]]++;
	}
	free(times->seconds);
	times->seconds = NULL;
}

void times_add(struct times *times, int64_t ms)
{
	uint32_t second;

	ms = MIN_OF(MAX_OF(ms, 0), DAY_S * 1000LL);
	second = (uint32_t)((ms + 500) / 1000);
	if (!times->bins && times->n == KEPT_MAX) {
		count_all(times);
	}
	if (times->bins) {
		times->bins[second]++;
	} else {
		if (times->n == times->capacity) {
			times->capacity = MAX_OF(16, times->capacity * 2);
			times->seconds = memory_grow(
				times->seconds, times->capacity, sizeof(*times->seconds));
		}
		times->seconds[times->n] = second;
	}
	times->n++;
	times->sum_ms += ms;
}

void times_done(struct times *times)
{
	free(times->seconds);
	free(times->bins);
	*times = (struct times){0};
}

static int64_t percentile(const struct times *times, int percent)
{
	size_t rank = MAX_OF((times->n * (size_t)percent + 99) / 100, 1);
	size_t seen = 0;

	if (times->seconds) {
		return times->seconds[rank - 1];
	}
	for (int second = 0; second <= DAY_S; second++) {
		seen += times->bins[second];
		if (seen >= rank) {
			return second;
		}
	}
	return DAY_S;
}

void times_sum_up(
	struct times *times, int64_t *ret_mean_s, int64_t *ret_median_s, int64_t *ret_p90_s)
{
	*ret_mean_s = -1;
	*ret_median_s = -1;
	*ret_p90_s = -1;
	if (times->n == 0) {
		return;
	}
	if (times->seconds) {
		qsort(times->seconds, times->n, sizeof(*times->seconds), compare);
	}
	*ret_mean_s = (times->sum_ms / (int64_t)times->n + 500) / 1000;
	*ret_median_s = percentile(times, 50);
	*ret_p90_s = percentile(times, 90);
}
