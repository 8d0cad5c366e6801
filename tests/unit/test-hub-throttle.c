/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "hub/hub-throttle.h"

/* Each of a network of its own. */
static struct peer_address address(int n)
{
	struct peer_address made = {{0}};

	memcpy(made.bytes, &n, sizeof(n));
	return made;
}

static int take(struct throttle *throttle, const char *account, int from, int64_t now_ms)
{
	const struct peer_address there = address(from);

	return throttle_take(throttle, &(struct throttle_try){account, true, &there}, now_ms);
}

static int take_invented(struct throttle *throttle, const char *name, int from, int64_t now_ms)
{
	const struct peer_address there = address(from);

	return throttle_take(throttle, &(struct throttle_try){name, false, &there}, now_ms);
}

static void forgive(struct throttle *throttle, const char *account, int from, int64_t now_ms)
{
	const struct peer_address there = address(from);

	throttle_forgive(throttle, &(struct throttle_try){account, true, &there}, now_ms);
}

static void remember(struct throttle *throttle, const char *account, int from, int64_t at_ms)
{
	const struct peer_address there = address(from);

	throttle_remember(
		throttle, &(struct throttle_try){account, *account != '\0', &there}, at_ms);
}

static void test_an_account_waits_longer_each_time(void **state)
{
	static const int waits[] = {1, 2, 4, 8, 16, 32, 60, 60};
	struct throttle *throttle = throttle_new();
	int64_t now_ms = 1000;

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(take(throttle, "an", 1, now_ms), 0);
	}
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		assert_int_equal(take(throttle, "an", 1, now_ms), waits[i]);
		now_ms += waits[i] * 1000 - 1;
		assert_int_equal(take(throttle, "an", 1, now_ms), 1);
		now_ms += 1;
		assert_int_equal(take(throttle, "an", 1, now_ms), 0);
	}
	throttle_free(throttle);
}

static void test_a_stranger_shuts_nobody_out(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	/* As often as it may, for a day. */
	for (int64_t now_ms = 1000; now_ms < 24 * 3600 * 1000LL; now_ms += 1000) {
		(void)take(throttle, "an", 1, now_ms);
		if (now_ms % 600000 == 1000) {
			assert_int_equal(
				take(throttle, "an", 2 + (int)(now_ms / 600000), now_ms), 0);
		}
	}
	assert_true(take(throttle, "an", 1, 24 * 3600 * 1000LL) > 0);
	throttle_free(throttle);
}

static void test_many_strangers_share_what_they_may(void **state)
{
	struct throttle *throttle = throttle_new();
	int64_t now_ms = 1000;
	int n = 0;

	(void)state;
	forgive(throttle, "an", 7, now_ms);
	for (int i = 0; i < 10000; i++) {
		n += take(throttle, "an", 100 + i, now_ms) == 0;
	}
	assert_int_equal(n, THROTTLE_FREE_STRANGERS);
	assert_int_equal(take(throttle, "an", 50, now_ms), THROTTLE_STRANGER_S);
	/* Where it signed in before it comes through, and another account does anywhere. */
	assert_int_equal(take(throttle, "an", 7, now_ms), 0);
	/* Where somebody else did it comes through, too: a computer of the house. */
	assert_int_equal(take(throttle, "binh", 8, now_ms), 0);
	assert_true(take(throttle, "an", 8, now_ms) > 0);
	forgive(throttle, "binh", 8, now_ms);
	assert_int_equal(take(throttle, "an", 8, now_ms), 0);
	assert_int_equal(take(throttle, "binh", 50, now_ms), 0);
	now_ms += THROTTLE_STRANGER_S * 1000 - 1;
	assert_int_equal(take(throttle, "an", 51, now_ms), 1);
	now_ms++;
	assert_int_equal(take(throttle, "an", 52, now_ms), 0);
	assert_int_equal(take(throttle, "an", 53, now_ms), THROTTLE_STRANGER_S);
	throttle_free(throttle);
}

static void test_where_it_signed_in_before_a_guesser_waits_too(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	forgive(throttle, "an", 7, 1000);
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(take(throttle, "an", 7, 1000), 0);
	}
	assert_int_equal(take(throttle, "an", 7, 1000), 1);
	assert_int_equal(take(throttle, "an", 8, 1000), 0);
	throttle_free(throttle);
}

static void test_an_address_waits_whatever_names_it_tries(void **state)
{
	struct throttle *throttle = throttle_new();
	char name[16];

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ADDRESS; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal((i % 4 ? take : take_invented)(throttle, name, 1, 1000), 0);
	}
	/* What was not let through does not count for the account. */
	for (int i = 0; i < 2 * THROTTLE_FREE_STRANGERS; i++) {
		assert_int_equal(take(throttle, "last", 1, 1000), 1);
	}
	for (int i = 0; i < THROTTLE_FREE_STRANGERS; i++) {
		assert_int_equal(take(throttle, "last", 2 + i, 1000), 0);
	}
	throttle_free(throttle);
}

static void test_a_network_of_ipv6_is_one_address(void **state)
{
	struct throttle *throttle = throttle_new();
	struct peer_address from = {{0x20, 1, 0x0D, 0xB8, 0, 0, 0, 7}};
	const struct throttle_try attempt = {"an", true, &from};

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		from.bytes[15] = (uint8_t)i;
		assert_int_equal(throttle_take(throttle, &attempt, 1000), 0);
	}
	from.bytes[8] = 99;
	assert_int_equal(throttle_take(throttle, &attempt, 1000), 1);
	from.bytes[7] = 8;
	assert_int_equal(throttle_take(throttle, &attempt, 1000), 0);
	throttle_free(throttle);
}

static void test_a_right_secret_forgives(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	for (int i = 0; i < 10 * THROTTLE_FREE_STRANGERS; i++) {
		assert_int_equal(take(throttle, "an", 1, 1000), 0);
		forgive(throttle, "an", 1, 1000);
	}
	throttle_free(throttle);
}

static void test_what_was_not_looked_at_does_not_count(void **state)
{
	struct throttle *throttle = throttle_new();
	const struct peer_address from = address(1);
	const struct throttle_try attempt = {"an", true, &from};

	(void)state;
	for (int i = 0; i < 10 * THROTTLE_FREE_STRANGERS; i++) {
		assert_int_equal(throttle_take(throttle, &attempt, 1000), 0);
		throttle_give(throttle, &attempt, 1000);
	}
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(throttle_take(throttle, &attempt, 1000), 0);
	}
	assert_int_equal(throttle_take(throttle, &attempt, 1000), 1);
	throttle_free(throttle);
}

static void test_time_forgives(void **state)
{
	struct throttle *throttle = throttle_new();
	int64_t now_ms = 1000;

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(take(throttle, "an", 1, now_ms), 0);
	}
	now_ms += THROTTLE_FORGET_S * 1000LL + 1;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(take(throttle, "an", 1, now_ms), 0);
	}
	throttle_free(throttle);
}

static void test_what_was_before_a_restart_counts(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		remember(throttle, "an", 1, -10000 + i);
	}
	/* Long before, and forgiven by time. */
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		remember(throttle, "binh", 2, -THROTTLE_FORGET_S * 1000LL - 10);
	}
	/* Wrong, then right: and that it signed in here, too. */
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT + 3; i++) {
		remember(throttle, "chi", 3, -1000);
	}
	forgive(throttle, "chi", 3, -1000);
	for (int i = 0; i < THROTTLE_FREE_STRANGERS + 3; i++) {
		remember(throttle, "chi", 100 + i, -10);
	}
	assert_int_equal(take(throttle, "an", 1, -9990), 8);
	assert_int_equal(take(throttle, "an", 1, 0), 0);
	assert_int_equal(take(throttle, "binh", 2, 0), 0);
	assert_int_equal(take(throttle, "chi", 3, 0), 0);
	assert_true(take(throttle, "chi", 4, 0) > 0);
	throttle_free(throttle);
}

static void test_an_address_waits_for_names_that_nobody_has(void **state)
{
	struct throttle *throttle = throttle_new();

	(void)state;
	for (int i = 0; i <= THROTTLE_FREE_ADDRESS; i++) {
		remember(throttle, "", 1, -1);
	}
	assert_int_equal(take(throttle, "an", 1, 0), 2);
	throttle_free(throttle);
}

static void test_invented_names_flush_nothing(void **state)
{
	struct throttle *throttle = throttle_new();
	char name[16];

	(void)state;
	forgive(throttle, "an", 7, 1000);
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		assert_int_equal(take(throttle, "binh", 1, 1000), 0);
	}
	for (int i = 0; i < 5000; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		(void)take_invented(throttle, name, 100 + i % 400, 1000);
	}
	for (int i = 0; i < 2 * THROTTLE_FREE_STRANGERS; i++) {
		(void)take(throttle, "an", 10000 + i, 1000);
	}
	assert_int_equal(take(throttle, "binh", 1, 1000), 1);
	assert_int_equal(take(throttle, "an", 7, 1000), 0);
	throttle_free(throttle);
}

static void test_invented_names_are_one(void **state)
{
	struct throttle *throttle = throttle_new();
	char name[16];
	int n = 0;

	(void)state;
	for (int i = 0; i < THROTTLE_FREE_ACCOUNT; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		assert_int_equal(take_invented(throttle, name, 1, 1000), 0);
	}
	assert_int_equal(take_invented(throttle, "another", 1, 1000), 1);
	assert_int_equal(take(throttle, "an", 1, 1000), 0);
	/* From everywhere together they have what one account has, and take from no account. */
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "m%d", i);
		n += take_invented(throttle, name, 100 + i, 1000) == 0;
	}
	assert_int_equal(n, THROTTLE_FREE_STRANGERS - THROTTLE_FREE_ACCOUNT);
	assert_int_equal(take(throttle, "an", 2000, 1000), 0);
	/* Who mistypes a name at a computer of the house is not among them. */
	forgive(throttle, "binh", 7, 1000);
	assert_int_equal(take_invented(throttle, "typo", 7, 1000), 0);
	throttle_free(throttle);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_account_waits_longer_each_time),
		cmocka_unit_test(test_a_stranger_shuts_nobody_out),
		cmocka_unit_test(test_many_strangers_share_what_they_may),
		cmocka_unit_test(test_where_it_signed_in_before_a_guesser_waits_too),
		cmocka_unit_test(test_an_address_waits_whatever_names_it_tries),
		cmocka_unit_test(test_a_network_of_ipv6_is_one_address),
		cmocka_unit_test(test_a_right_secret_forgives),
		cmocka_unit_test(test_what_was_not_looked_at_does_not_count),
		cmocka_unit_test(test_time_forgives),
		cmocka_unit_test(test_what_was_before_a_restart_counts),
		cmocka_unit_test(test_an_address_waits_for_names_that_nobody_has),
		cmocka_unit_test(test_invented_names_flush_nothing),
		cmocka_unit_test(test_invented_names_are_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
