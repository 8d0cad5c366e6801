/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "hub/hub-throttle.h"

static struct peer_address address(int n)
{
	struct peer_address made = {{0}};

	memcpy(made.bytes, &n, sizeof(n));
	return made;
}

static void test_an_account_waits_longer_each_time(void **state)
{
	static const int waits[] = {1, 2, 4, 8, 16, 32, 60, 60, 60};
	struct throttle *throttle = throttle_new();
	int64_t now_ms = 1000;

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		struct peer_address from = address(i);

		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), 0);
	}
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		struct peer_address from = address(100 + (int)i); /* wherever it comes from */

		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), waits[i]);
		now_ms += waits[i] * 1000 - 1;
		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), 1);
		now_ms += 1;
		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), 0);
	}
	throttle_free(throttle);
}

static void test_another_account_is_not_disturbed(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address bad = address(1);
	struct peer_address good = address(2);

	(void)state;
	for (int i = 0; i <= THROTTLE_FREE_ACCOUNT; i++) {
		(void)throttle_take(throttle, "an", &bad, 1000);
	}
	assert_true(throttle_take(throttle, "an", &good, 1000) > 0);
	assert_int_equal(throttle_take(throttle, "binh", &good, 1000), 0);
	throttle_free(throttle);
}

static void test_an_address_waits_whatever_names_it_tries(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = address(1);
	char name[16];

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ADDRESS; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(throttle_take(throttle, name, &from, 1000), 0);
	}
	assert_int_equal(throttle_take(throttle, "last", &from, 1000), 1);
	/* What was not let through does not count for the account. */
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		struct peer_address other = address(2 + i);

		assert_int_equal(throttle_take(throttle, "last", &other, 1000), 0);
	}
	throttle_free(throttle);
}

static void test_a_right_secret_forgives(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = address(1);

	(void)state;
	for (int i = 0; i < 10 * THROTTLE_FREE_ADDRESS; i++) {
		assert_int_equal(throttle_take(throttle, "an", &from, 1000), 0);
		throttle_forgive(throttle, "an", &from);
	}
	throttle_free(throttle);
}

static void test_time_forgives(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = address(1);
	int64_t now_ms = 1000;

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), 0);
	}
	now_ms += THROTTLE_FORGET_S * 1000LL + 1;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(throttle_take(throttle, "an", &from, now_ms), 0);
	}
	throttle_free(throttle);
}

static void test_what_was_before_a_restart_counts(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = address(1);
	struct peer_address other = address(2);
	struct peer_address third = address(3);

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		throttle_remember(throttle, "an", &from, -10000 + i);
	}
	/* Long before, and forgiven by time. */
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		throttle_remember(throttle, "binh", &other, -THROTTLE_FORGET_S * 1000LL - 10);
	}
	/* Wrong, then right. */
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		throttle_remember(throttle, "chi", &other, -1000);
	}
	throttle_forgive(throttle, "chi", &other);
	assert_int_equal(throttle_take(throttle, "an", &third, -9990), 8);
	assert_int_equal(throttle_take(throttle, "an", &third, 0), 0);
	assert_int_equal(throttle_take(throttle, "binh", &third, 0), 0);
	assert_int_equal(throttle_take(throttle, "chi", &third, 0), 0);
	throttle_free(throttle);
}

static void test_an_address_waits_for_names_that_nobody_has(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = address(1);

	(void)state;
	for (int i = 0; i <= THROTTLE_FREE_ADDRESS; i++) {
		throttle_remember(throttle, "", &from, -1);
	}
	assert_int_equal(throttle_take(throttle, "an", &from, 0), 2);
	throttle_free(throttle);
}

static void test_many_names_do_not_fill_the_table(void **state)
{
	struct throttle *throttle = throttle_new();
	char name[16];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct peer_address from = address(i);

		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(throttle_take(throttle, name, &from, 1000 + i), 0);
	}
	throttle_free(throttle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_account_waits_longer_each_time),
		cmocka_unit_test(test_another_account_is_not_disturbed),
		cmocka_unit_test(test_an_address_waits_whatever_names_it_tries),
		cmocka_unit_test(test_a_right_secret_forgives),
		cmocka_unit_test(test_time_forgives),
		cmocka_unit_test(test_what_was_before_a_restart_counts),
		cmocka_unit_test(test_an_address_waits_for_names_that_nobody_has),
		cmocka_unit_test(test_many_names_do_not_fill_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
