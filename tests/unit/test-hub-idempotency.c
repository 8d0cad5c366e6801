/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/hub-idempotency.h"

static enum idempotency_verdict begin(struct idempotency *idempotency, const char *caller,
	const char *id, const char *what, int64_t now_ms, struct idempotency_slot **ret)
{
	uint8_t digest[LIMIT_REQUEST_DIGEST];

	(void)crypto_generichash(
		digest, sizeof(digest), (const uint8_t *)what, strlen(what), NULL, 0);
	return idempotency_begin(idempotency, caller, id, digest, now_ms, ret);
}

static void test_the_second_gets_the_first_answer(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *first = NULL;
	struct idempotency_slot *again = NULL;
	size_t size;

	(void)state;
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &first), IDEMPOTENCY_FIRST);
	assert_int_equal(begin(idempotency, "q", "r1", "call", 1, &again), IDEMPOTENCY_UNDER_WAY);
	assert_ptr_equal(first, again);
	idempotency_finish(first, 200, "{}", 2);
	assert_int_equal(begin(idempotency, "q", "r1", "call", 2, &again), IDEMPOTENCY_ANSWERED);
	assert_int_equal(idempotency_status(again), 200);
	assert_memory_equal(idempotency_body(again, &size), "{}", 2);
	assert_int_equal(size, 2);
	idempotency_free(idempotency);
}

static void test_an_id_means_one_request_of_one_caller(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *slot = NULL;

	(void)state;
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &slot), IDEMPOTENCY_FIRST);
	assert_int_equal(begin(idempotency, "q", "r1", "recall", 0, &slot), IDEMPOTENCY_OTHER);
	assert_int_equal(begin(idempotency, "p", "r1", "recall", 0, &slot), IDEMPOTENCY_FIRST);
	assert_int_equal(begin(idempotency, "q", "r2", "recall", 0, &slot), IDEMPOTENCY_FIRST);
	idempotency_free(idempotency);
}

static void test_a_forgotten_one_may_be_tried_again(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *slot = NULL;

	(void)state;
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &slot), IDEMPOTENCY_FIRST);
	idempotency_forget(slot);
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &slot), IDEMPOTENCY_FIRST);
	idempotency_free(idempotency);
}

static void test_answers_are_kept_for_their_time(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *slot = NULL;

	(void)state;
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &slot), IDEMPOTENCY_FIRST);
	idempotency_finish(slot, 204, NULL, 0);
	assert_int_equal(begin(idempotency, "q", "r1", "call", LIMIT_IDEMPOTENCY_S * 1000, &slot),
		IDEMPOTENCY_ANSWERED);
	assert_int_equal(
		begin(idempotency, "q", "r1", "call", LIMIT_IDEMPOTENCY_S * 1000 + 1, &slot),
		IDEMPOTENCY_FIRST);
	idempotency_free(idempotency);
}

/* Its answer is still to come, however long that takes: it must not be done twice. */
static void test_what_is_under_way_outlives_the_time_of_answers(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *first = NULL;
	struct idempotency_slot *again = NULL;

	(void)state;
	assert_int_equal(begin(idempotency, "q", "r1", "call", 0, &first), IDEMPOTENCY_FIRST);
	assert_int_equal(
		begin(idempotency, "q", "r1", "call", LIMIT_IDEMPOTENCY_S * 1000 + 1, &again),
		IDEMPOTENCY_UNDER_WAY);
	assert_ptr_equal(first, again);
	idempotency_free(idempotency);
}

static void test_the_oldest_answer_makes_room(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *slot = NULL;
	char id[32];

	(void)state;
	for (int i = 0; i <= LIMIT_IDEMPOTENCY; i++) {
		(void)snprintf(id, sizeof(id), "r%d", i);
		assert_int_equal(begin(idempotency, "q", id, "call", i, &slot), IDEMPOTENCY_FIRST);
		idempotency_finish(slot, 200, "x", 1);
	}
	assert_int_equal(begin(idempotency, "q", "r1", "call", 1000, &slot), IDEMPOTENCY_ANSWERED);
	assert_int_equal(begin(idempotency, "q", "r0", "call", 1000, &slot), IDEMPOTENCY_FIRST);
	idempotency_free(idempotency);
}

static void test_what_is_under_way_is_never_given_up(void **state)
{
	struct idempotency *idempotency = idempotency_new();
	struct idempotency_slot *slot = NULL;
	char id[32];

	(void)state;
	for (int i = 0; i < LIMIT_IDEMPOTENCY; i++) {
		(void)snprintf(id, sizeof(id), "r%d", i);
		assert_int_equal(begin(idempotency, "q", id, "call", i, &slot), IDEMPOTENCY_FIRST);
	}
	assert_int_equal(begin(idempotency, "q", "new", "call", 0, &slot), IDEMPOTENCY_FULL);
	assert_int_equal(begin(idempotency, "q", "r0", "call", 0, &slot), IDEMPOTENCY_UNDER_WAY);
	idempotency_free(idempotency);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_second_gets_the_first_answer),
		cmocka_unit_test(test_an_id_means_one_request_of_one_caller),
		cmocka_unit_test(test_a_forgotten_one_may_be_tried_again),
		cmocka_unit_test(test_answers_are_kept_for_their_time),
		cmocka_unit_test(test_what_is_under_way_outlives_the_time_of_answers),
		cmocka_unit_test(test_the_oldest_answer_makes_room),
		cmocka_unit_test(test_what_is_under_way_is_never_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
