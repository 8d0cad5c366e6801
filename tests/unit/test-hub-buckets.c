/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>

#include "base/text.h"
#include "hub/hub-buckets.h"

enum { PER_MINUTE = 30, FULL = BUCKETS_MINUTES * PER_MINUTE };

static const struct peer far = {.uid = (uid_t)-1, .address = {{1}}};
static const struct peer ours = {.is_unix = true, .trusted = true};

static struct caller named(enum role role, const char *name)
{
	struct caller caller = {.role = role, .by_token = true};

	text_copy_cut(caller.name, sizeof(caller.name), name);
	return caller;
}

static void empty(struct buckets *buckets, const struct caller *caller, int64_t now_ms)
{
	for (int i = 0; i < FULL; i++) {
		assert_int_equal(buckets_take(buckets, caller, &far, PER_MINUTE, now_ms), 0);
	}
}

static void test_a_rush_goes_through_and_then_so_many_a_minute(void **state)
{
	struct buckets *buckets = buckets_new();
	struct caller kiosk = named(ROLE_KIOSK, "kiosk-1");
	struct caller other = named(ROLE_KIOSK, "kiosk-2");
	int64_t now_ms = 1000;

	(void)state;
	empty(buckets, &kiosk, now_ms);
	assert_int_equal(buckets_take(buckets, &kiosk, &far, PER_MINUTE, now_ms), 2);
	assert_int_equal(buckets_take(buckets, &other, &far, PER_MINUTE, now_ms), 0);
	now_ms += 1999;
	assert_int_equal(buckets_take(buckets, &kiosk, &far, PER_MINUTE, now_ms), 1);
	now_ms += 2;
	assert_int_equal(buckets_take(buckets, &kiosk, &far, PER_MINUTE, now_ms), 0);
	assert_true(buckets_take(buckets, &kiosk, &far, PER_MINUTE, now_ms) > 0);
	/* Who pauses has a full one again, and never more. */
	now_ms += 3600 * 1000;
	empty(buckets, &kiosk, now_ms);
	assert_true(buckets_take(buckets, &kiosk, &far, PER_MINUTE, now_ms) > 0);
	buckets_free(buckets);
}

static void test_what_came_to_nothing_is_put_back(void **state)
{
	struct buckets *buckets = buckets_new();
	struct caller kiosk = named(ROLE_KIOSK, "kiosk-1");

	(void)state;
	empty(buckets, &kiosk, 1000);
	buckets_give(buckets, &kiosk, &far);
	assert_int_equal(buckets_take(buckets, &kiosk, &far, PER_MINUTE, 1000), 0);
	assert_true(buckets_take(buckets, &kiosk, &far, PER_MINUTE, 1000) > 0);
	buckets_free(buckets);
}

static void test_no_limit_and_who_has_none(void **state)
{
	struct buckets *buckets = buckets_new();
	struct caller kiosk = named(ROLE_KIOSK, "kiosk-1");
	struct caller admin = {.role = ROLE_ADMIN, .name = "local"};
	struct caller local = {.role = ROLE_KIOSK, .name = "kiosk-1"};

	(void)state;
	for (int i = 0; i < 10 * FULL; i++) {
		assert_int_equal(buckets_take(buckets, &kiosk, &far, 0, 1000), 0);
		assert_int_equal(buckets_take(buckets, &admin, &ours, PER_MINUTE, 1000), 0);
	}
	/* A device that comes over the Unix socket is a device. */
	for (int i = 0; i < FULL; i++) {
		assert_int_equal(buckets_take(buckets, &local, &ours, PER_MINUTE, 1000), 0);
	}
	assert_true(buckets_take(buckets, &local, &ours, PER_MINUTE, 1000) > 0);
	buckets_free(buckets);
}

static void test_many_callers_do_not_empty_the_table(void **state)
{
	struct buckets *buckets = buckets_new();
	struct caller greedy = named(ROLE_KIOSK, "greedy");
	struct caller caller;
	char name[16];

	(void)state;
	empty(buckets, &greedy, 1000);
	for (int i = 0; i < 5000; i++) {
		(void)snprintf(name, sizeof(name), "n%d", i);
		caller = named(ROLE_HELPER, name);
		assert_int_equal(buckets_take(buckets, &caller, &far, PER_MINUTE, 1001), 0);
	}
	assert_true(buckets_take(buckets, &greedy, &far, PER_MINUTE, 1001) > 0);
	buckets_free(buckets);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_rush_goes_through_and_then_so_many_a_minute),
		cmocka_unit_test(test_what_came_to_nothing_is_put_back),
		cmocka_unit_test(test_no_limit_and_who_has_none),
		cmocka_unit_test(test_many_callers_do_not_empty_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
