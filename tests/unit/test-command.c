/* SPDX-License-Identifier: Apache-2.0 */
/* Where commands are given, and what refusals are called in the API. */
#include "queue/command.h"

#include <stdlib.h>

#include "check.h"

static void test_a_command_is_given_at_a_counter_or_elsewhere(void **state)
{
	static const enum command_kind counters[] = {COMMAND_COUNTER_OPEN, COMMAND_COUNTER_CLOSE,
		COMMAND_CALL_NEXT, COMMAND_CALL, COMMAND_FINISH, COMMAND_TRANSFER};
	static const enum command_kind elsewhere[] = {COMMAND_TICK, COMMAND_ISSUE, COMMAND_VOID,
		COMMAND_REPRINT, COMMAND_SITE, COMMAND_DAY_CLOSE, COMMAND_RATE, COMMAND_SIGN_IN};

	(void)state;
	for (size_t i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		assert_true(command_is_at_counter(counters[i]));
	}
	for (size_t i = 0; i < sizeof(elsewhere) / sizeof(elsewhere[0]); i++) {
		assert_false(command_is_at_counter(elsewhere[i]));
	}
}

static void test_each_problem_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (int i = 0; i < ERRORS; i++) {
		assert_non_null(error_name((enum command_error)i));
		for (int k = 0; k < i; k++) {
			assert_string_not_equal(error_name((enum command_error)i),
				error_name((enum command_error)k));
		}
	}
}

static void test_what_a_command_owns_goes_with_it_once(void **state)
{
	struct command command = {
		.site = json_object(), .entries = calloc(2, sizeof(*command.entries))};

	(void)state;
	command_done(&command);
	assert_null(command.site);
	assert_null(command.entries);
	command_done(&command); /* nothing is left to free: the sanitizers would say so */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_command_is_given_at_a_counter_or_elsewhere),
		cmocka_unit_test(test_each_problem_has_a_name_of_its_own),
		cmocka_unit_test(test_what_a_command_owns_goes_with_it_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
