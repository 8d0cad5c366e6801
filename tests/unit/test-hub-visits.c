/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-visits.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "hub/hub-limits.h"

enum { HOUR_MS = 3600 * 1000 };

static struct peer_address address_of(const char *text)
{
	struct peer_address address;

	peer_address_parse(text, &address);
	return address;
}

/* Says that so many procedures are wrong; returns how many were counted. */
static int say_wrong(
	struct visits *visits, const struct peer_address *address, int first, int n, int64_t now_ms)
{
	int counted = 0;
	char key[32];

	for (int i = first; i < first + n; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i);
		counted += visits_take(visits, VISIT_WRONG, address, key, now_ms) == VISIT_COUNTS;
	}
	return counted;
}

static void test_one_phone_is_heard_but_makes_no_figures(void **state)
{
	struct visits *visits = visits_new();
	const struct peer_address one = address_of("10.0.0.1"), other = address_of("10.0.0.2");

	(void)state;
	for (int i = 0; i < LIMIT_WRONG_THING_HOUR; i++) {
		assert_int_equal(
			visits_take(visits, VISIT_WRONG, &one, "1.000001", 1000 + i), VISIT_COUNTS);
	}
	for (int i = 0; i < 10 * LIMIT_WRONG_HOUR; i++) { /* and takes nothing of the others' */
		assert_int_equal(
			visits_take(visits, VISIT_WRONG, &one, "1.000001", 2000 + i), VISIT_AGAIN);
	}
	/* Another behind the same address says something else; somebody else the same. */
	assert_int_equal(visits_take(visits, VISIT_WRONG, &one, "1.000002", 3000), VISIT_COUNTS);
	assert_int_equal(visits_take(visits, VISIT_WRONG, &other, "1.000001", 3000), VISIT_COUNTS);
	assert_int_equal(visits_take(visits, VISIT_READ, &one, "1.000001", 3000), VISIT_COUNTS);
	assert_int_equal(visits_take(visits, VISIT_WRONG, &one, "1.000001", 1000 + HOUR_MS - 1),
		VISIT_AGAIN);
	assert_int_equal(
		visits_take(visits, VISIT_WRONG, &one, "1.000001", 1000 + HOUR_MS), VISIT_COUNTS);
	visits_free(visits);
}

static void test_a_commune_behind_one_address_is_counted(void **state)
{
	struct visits *visits = visits_new();
	const struct peer_address all = address_of("192.0.2.7");
	char key[32];

	(void)state;
	/* Sixty people in the peak hour, each of whom reads five procedures. */
	for (int i = 0; i < 300; i++) {
		(void)snprintf(key, sizeof(key), "1.%06d", i % 100);
		assert_int_equal(
			visits_take(visits, VISIT_READ, &all, key, 1000 + i), VISIT_COUNTS);
	}
	assert_int_equal(say_wrong(visits, &all, 0, 30, 2000), 30);
	visits_free(visits);
}

static void test_an_address_and_all_of_them_are_bounded(void **state)
{
	struct visits *visits = visits_new();
	struct peer_address address = address_of("10.0.0.1");
	int counted;

	(void)state;
	assert_int_equal(say_wrong(visits, &address, 0, 500, 1000), LIMIT_WRONG_HOUR);
	assert_int_equal(
		visits_take(visits, VISIT_WRONG, &address, "1.000900", 1000), VISIT_TOO_MANY);
	counted = LIMIT_WRONG_HOUR;
	for (int i = 2; i < 60; i++) {
		address.bytes[15] = (uint8_t)i;
		counted += say_wrong(visits, &address, 0, 50, 1000);
	}
	assert_int_equal(counted, LIMIT_WRONG_ALL_HOUR);
	/* Nobody is kept from being counted for longer than an hour, nor as a reader. */
	assert_int_equal(visits_take(visits, VISIT_READ, &address, "1.000001", 1000), VISIT_COUNTS);
	assert_int_equal(say_wrong(visits, &address, 0, 1, 1000 + HOUR_MS), 1);
	/* A network of IPv6 is one address. */
	address = address_of("2001:db8::1");
	assert_int_equal(say_wrong(visits, &address, 0, 40, 1000 + HOUR_MS), 40);
	address = address_of("2001:db8::2");
	assert_int_equal(say_wrong(visits, &address, 40, 40, 1000 + HOUR_MS), 20);
	visits_free(visits);
}

static void test_many_things_do_not_fill_the_table(void **state)
{
	struct visits *visits = visits_new();
	struct peer_address address = {{0}};

	(void)state;
	for (int i = 0; i < 5000; i++) {
		memcpy(address.bytes, &i, sizeof(i));
		assert_int_equal(visits_take(visits, VISIT_READ, &address, "x", 1000 + i),
			i < LIMIT_VISITORS_HOUR ? VISIT_COUNTS : VISIT_TOO_MANY);
	}
	visits_free(visits);
	visits_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_phone_is_heard_but_makes_no_figures),
		cmocka_unit_test(test_a_commune_behind_one_address_is_counted),
		cmocka_unit_test(test_an_address_and_all_of_them_are_bounded),
		cmocka_unit_test(test_many_things_do_not_fill_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
