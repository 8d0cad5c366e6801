/* SPDX-License-Identifier: Apache-2.0 */
/* Keys by the kernel's names and numbers. */
#include "boards/key-codes.h"

#include <linux/input-event-codes.h>
#include <stdlib.h>

#include "check.h"

static void test_keys_have_names_and_numbers(void **state)
{
	(void)state;
	assert_int_equal(key_code_find("KEY_LEFT"), KEY_LEFT);
	assert_int_equal(key_code_find("KEY_KPENTER"), KEY_KPENTER);
	assert_int_equal(key_code_find("KEY_PLAYPAUSE"), KEY_PLAYPAUSE);
	assert_int_equal(key_code_find("KEY_9"), KEY_9);
	assert_int_equal(key_code_find("28"), KEY_ENTER);
	assert_int_equal(key_code_find("767"), KEY_MAX);
}

static void test_anything_else_is_no_key(void **state)
{
	static const char *const wrong[] = {
		"", "KEY_", "LEFT", "key_left", "KEY_LEFTX", "0", "-1", "768", "28x", " 28"};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(key_code_find(wrong[i]), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_have_names_and_numbers),
		cmocka_unit_test(test_anything_else_is_no_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
