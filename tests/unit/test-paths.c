/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/paths.h"

static void the_environment_names_the_folders(void **state)
{
	(void)state;
	assert_int_equal(setenv("LAYSO_DATADIR", "/tmp/data", 1), 0);
	assert_int_equal(setenv("LAYSO_SIM_DIR", "/tmp/sim", 1), 0);
	assert_string_equal(paths_datadir(), "/tmp/data");
	assert_string_equal(paths_simdir(), "/tmp/sim");
}

static void what_is_not_said_is_as_installed(void **state)
{
	static const char *const values[] = {"", NULL};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		if (values[i]) {
			assert_int_equal(setenv("LAYSO_DATADIR", values[i], 1), 0);
			assert_int_equal(setenv("LAYSO_SIM_DIR", values[i], 1), 0);
		} else {
			assert_int_equal(unsetenv("LAYSO_DATADIR"), 0);
			assert_int_equal(unsetenv("LAYSO_SIM_DIR"), 0);
		}
		assert_non_null(strstr(paths_datadir(), "/share/layso"));
		assert_string_equal(paths_simdir(), "/run/layso/sim");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_environment_names_the_folders),
		cmocka_unit_test(what_is_not_said_is_as_installed),
	};

	return cmocka_run_group_tests_name("paths", tests, NULL, NULL);
}
