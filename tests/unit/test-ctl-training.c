/* SPDX-License-Identifier: Apache-2.0 */
/* Where a training centre listens: where the real hub does, on another port. */
#include "check.h"

#include "ctl/ctl-training.h"

static const struct {
	const char *list;
	int port;
	const char *there;
} cases[] = {
	{"127.0.0.1:8080", 8080, "127.0.0.1:8082"},
	{"0.0.0.0:80, [::1]:8080", 80, "0.0.0.0:8082, [::1]:8082"},
	{"[::]:8080,192.168.1.10:81", 8080, "[::]:8082, 192.168.1.10:8082"},
	{"", 0, ""},
	{"nowhere", 0, ""},
	{"x:99999", 0, "x:8082"},
};

static void test_lists(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_free_ char *there = training_listen(cases[i].list, 8082);

		assert_string_equal(there, cases[i].there);
		assert_int_equal(training_port(cases[i].list), cases[i].port);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
