/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far promised waits are from what happens, on days whose visits take known times
 * (tests/unit/wait-days.h), beside the plain mean's and beside what could be known. JSON.
 *
 *   bench-days SEEDS
 */
#include <stdio.h>

#include "base/text.h"
#include "bench/bench-http.h"
#include "wait-days.h"

static void print(const char *name, const struct days_figures *figures)
{
	(void)printf(
		"\"%s\":{\"median_s\":%d,\"p90_s\":%d},", name, figures->median_s, figures->p90_s);
}

int main(int argc, char *argv[])
{
	struct days_error error;
	int64_t seeds = 0;

	if (argc != 2 || text_parse_int(argv[1], 1, 1000, &seeds) < 0) {
		bench_fail("usage: bench-days SEEDS");
	}
	days_play(DAYS_SHAPES, (int)seeds, &error);
	(void)printf("{");
	print("ours", &error.ours);
	print("mean", &error.mean);
	print("known", &error.known);
	(void)printf("\"visitors\":%d,\"days\":%d}\n", error.visitors,
		(int)seeds * 2 * (int)DAYS_SHAPES);
	return 0;
}
