/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

static void a_moment_is_this_moment(void **state)
{
	struct clock_reading before;
	struct clock_reading after;
	int64_t wall_ms = (int64_t)time(NULL) * 1000;

	(void)state;
	clock_now(&before);
	clock_now(&after);
	assert_true(before.wall_ms >= wall_ms && before.wall_ms < wall_ms + 60000);
	assert_true(before.boot_ms > 0 && after.boot_ms >= before.boot_ms);
	assert_string_equal(before.boot_id, after.boot_id);
}

static void the_boot_id_is_the_kernels(void **state)
{
	FILE *file = fopen("/proc/sys/kernel/random/boot_id", "re");
	char kernel[64] = "";
	struct clock_reading now;
	size_t at = 0;

	(void)state;
	assert_non_null(file);
	assert_non_null(fgets(kernel, sizeof(kernel), file));
	(void)fclose(file);
	clock_now(&now);
	assert_int_equal(strlen(now.boot_id), BOOT_ID_LENGTH);
	for (const char *c = kernel; *c && *c != '\n'; c++) {
		if (*c != '-') {
			assert_int_equal(now.boot_id[at++], *c);
		}
	}
	assert_int_equal(at, BOOT_ID_LENGTH);
}

static void durations_never_go_back_and_have_one_origin(void **state)
{
	int64_t ms = clock_mono_ms();
	int64_t us = clock_mono_us();

	(void)state;
	assert_true(us / 1000 >= ms && us / 1000 < ms + 60000);
	for (int i = 0; i < 1000; i++) {
		int64_t next = clock_mono_us();

		assert_true(next >= us);
		us = next;
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moment_is_this_moment),
		cmocka_unit_test(the_boot_id_is_the_kernels),
		cmocka_unit_test(durations_never_go_back_and_have_one_origin),
	};

	return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
