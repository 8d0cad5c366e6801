/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json-get.h"

#include "base/cleanup.h"
#include "check.h"
#include <string.h>

static void what_is_there_is_given(void **state)
{
	json_auto_t *json = json_pack(
		"{s:s, s:I, s:b}", "text", "Hộ tịch", "number", (json_int_t)INT64_MAX, "yes", 1);

	(void)state;
	assert_string_equal(json_get_text(json, "text"), "Hộ tịch");
	assert_true(json_get_int(json, "number") == INT64_MAX);
	assert_true(json_get_bool(json, "yes"));
}

static void what_is_missing_or_of_another_kind_is_empty(void **state)
{
	json_auto_t *json = json_pack(
		"{s:n, s:s, s:f, s:i, s:[]}", "null", "text", "1", "real", 1.5, "one", 1, "list");
	static const char *const keys[] = {"null", "real", "list", "absent"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(keys); i++) {
		assert_string_equal(json_get_text(json, keys[i]), "");
		assert_true(json_get_int(json, keys[i]) == 0);
		assert_false(json_get_bool(json, keys[i]));
	}
	assert_true(json_get_int(json, "text") == 0);
	assert_string_equal(json_get_text(json, "one"), "");
	assert_false(json_get_bool(json, "one"));
	assert_string_equal(json_get_text(NULL, "text"), "");
	assert_true(json_get_int(NULL, "one") == 0);
	assert_false(json_get_bool(NULL, "yes"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_there_is_given),
		cmocka_unit_test(what_is_missing_or_of_another_kind_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
