/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/ratio.h"

#include <stdio.h>

/* n / d, rounded half up; both are positive and small enough to be doubled. */
static int64_t divide(int64_t n, int64_t d)
{
	return (2 * n + d) / (2 * d);
}

int64_t ratio_percent(int64_t part, int64_t whole)
{
	return whole <= 0 || part < 0 ? RATIO_NONE : divide(part * 10000, whole);
}

int64_t ratio_mean(int64_t sum, int64_t n)
{
	return n <= 0 || sum < 0 ? RATIO_NONE : divide(sum * 100, n);
}

void ratio_write(int64_t hundredths, char ret[RATIO_LENGTH + 1])
{
	ret[0] = '\0';
	if (hundredths >= 0) {
		(void)snprintf(ret, RATIO_LENGTH + 1, "%lld.%02lld", (long long)hundredths / 100,
			(long long)hundredths % 100);
	}
}
