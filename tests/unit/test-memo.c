/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/memo.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

enum { PLACES = 64, SIZE_MAX_BYTES = 100 };

static struct memo *memo;

static int begin(void **state)
{
	(void)state;
	memo = memo_new(PLACES, SIZE_MAX_BYTES);
	return 0;
}

static int end(void **state)
{
	(void)state;
	memo_free(memo);
	return 0;
}

static void keep(const char *key, int value)
{
	memo_keep(memo, key, strlen(key), &value, sizeof(value));
}

static int find(const char *key)
{
	const int *value = memo_find(memo, key, strlen(key));

	return value ? *value : -1;
}

static void test_what_was_kept_last_is_found(void **state)
{
	(void)state;
	assert_int_equal(find("a"), -1);
	keep("a", 1);
	assert_int_equal(find("a"), 1);
	keep("a", 2);
	assert_int_equal(find("a"), 2);
	keep("", 3);
	assert_int_equal(find(""), 3);
}

/* Two keys of one place are never taken for each other. */
static void test_no_key_has_the_value_of_another_one(void **state)
{
	char key[16];

	(void)state;
	for (int i = 0; i < 20 * PLACES; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		assert_int_equal(find(key), -1);
		keep(key, i);
		assert_int_equal(find(key), i);
	}
}

static void test_there_are_never_more_than_places(void **state)
{
	char key[16];
	int kept = 0;

	(void)state;
	for (int i = 0; i < 20 * PLACES; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		keep(key, i);
	}
	for (int i = 0; i < 20 * PLACES; i++) {
		(void)snprintf(key, sizeof(key), "%d", i);
		kept += find(key) >= 0;
	}
	assert_in_range(kept, PLACES / 2, PLACES);
}

static void test_what_is_too_large_is_not_kept(void **state)
{
	char key[SIZE_MAX_BYTES + 1];

	(void)state;
	memset(key, 'a', sizeof(key));
	memo_keep(memo, key, SIZE_MAX_BYTES - 4, "1234", 4);
	assert_memory_equal(memo_find(memo, key, SIZE_MAX_BYTES - 4), "1234", 4);
	memo_keep(memo, key, SIZE_MAX_BYTES - 3, "1234", 4);
	assert_null(memo_find(memo, key, SIZE_MAX_BYTES - 3));
	memo_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_was_kept_last_is_found, begin, end),
		cmocka_unit_test_setup_teardown(
			test_no_key_has_the_value_of_another_one, begin, end),
		cmocka_unit_test_setup_teardown(test_there_are_never_more_than_places, begin, end),
		cmocka_unit_test_setup_teardown(test_what_is_too_large_is_not_kept, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
