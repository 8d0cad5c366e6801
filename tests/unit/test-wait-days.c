/* SPDX-License-Identifier: Apache-2.0 */
/* What visitors are told to wait, on days whose visits take known times, beside what the plain mean
 * of the day would have told them. LAYSO_TEST_DAYS_SEEDS plays more days. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "check.h"
#include "wait-days.h"

static int seeds(void)
{
	const char *text = getenv("LAYSO_TEST_DAYS_SEEDS");
	int64_t n = 4;

	if (text) {
		assert_int_equal(text_parse_int(text, 1, 1000, &n), 0);
	}
	return (int)n;
}

static void print(const char *name, const struct days_error *error)
{
	(void)fprintf(stderr,
		"%-22s %6d visitors, median %4d s (plain mean %4d, known %4d), "
		"90th %5d s (%5d, %5d), %d unpromised\n",
		name, error->visitors, error->ours.median_s, error->mean.median_s,
		error->known.median_s, error->ours.p90_s, error->mean.p90_s, error->known.p90_s,
		error->unpromised);
}

/* Visits vary, so no promise is exact: ours come near those of somebody who knows the true means.
 */
static void test_promises_are_much_better_than_the_plain_means(void **state)
{
	struct days_error all;

	(void)state;
	days_play(DAYS_SHAPES, seeds(), &all);
	print("all", &all);
	assert_true(all.visitors > 1000 * seeds());
	assert_true(all.ours.median_s * 4 <= all.mean.median_s * 3);
	assert_true(all.ours.p90_s * 2 <= all.mean.p90_s);
	assert_true(all.ours.median_s * 4 <= all.known.median_s * 5);
	assert_true(all.ours.p90_s * 2 <= all.known.p90_s * 3);
}

static void test_no_kind_of_day_is_worse_than_with_the_plain_mean(void **state)
{
	(void)state;
	for (int i = 0; i < DAYS_SHAPES; i++) {
		struct days_error error;

		days_play((enum days_shape)i, seeds(), &error);
		print(days_shape_name((enum days_shape)i), &error);
		assert_true(error.ours.median_s <= error.mean.median_s);
		assert_true(error.ours.p90_s <= error.mean.p90_s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_promises_are_much_better_than_the_plain_means),
		cmocka_unit_test(test_no_kind_of_day_is_worse_than_with_the_plain_mean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
