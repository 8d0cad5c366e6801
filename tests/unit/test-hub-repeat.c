/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hub/hub-repeat.h"

static enum repeat_verdict begin(struct repeats *repeats, const char *caller, const char *id,
	const char *what, int64_t now_ms, struct repeat **ret)
{
	uint8_t digest[LIMIT_REQUEST_DIGEST];

	(void)crypto_generichash(
		digest, sizeof(digest), (const uint8_t *)what, strlen(what), NULL, 0);
	return repeats_begin(repeats, caller, id, digest, now_ms, ret);
}

static void test_the_second_gets_the_first_answer(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *first = NULL;
	struct repeat *again = NULL;
	size_t size;

	(void)state;
	assert_int_equal(begin(repeats, "q", "r1", "call", 0, &first), REPEAT_FIRST);
	assert_int_equal(begin(repeats, "q", "r1", "call", 1, &again), REPEAT_UNDER_WAY);
	assert_ptr_equal(first, again);
	repeat_finish(first, 200, "{}", 2);
	assert_int_equal(begin(repeats, "q", "r1", "call", 2, &again), REPEAT_ANSWERED);
	assert_int_equal(repeat_status(again), 200);
	assert_memory_equal(repeat_body(again, &size), "{}", 2);
	assert_int_equal(size, 2);
	repeats_free(repeats);
}

static void test_an_id_means_one_request_of_one_caller(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *repeat = NULL;

	(void)state;
	assert_int_equal(begin(repeats, "q", "r1", "call", 0, &repeat), REPEAT_FIRST);
	assert_int_equal(begin(repeats, "q", "r1", "recall", 0, &repeat), REPEAT_OTHER);
	assert_int_equal(begin(repeats, "p", "r1", "recall", 0, &repeat), REPEAT_FIRST);
	assert_int_equal(begin(repeats, "q", "r2", "recall", 0, &repeat), REPEAT_FIRST);
	repeats_free(repeats);
}

static void test_a_forgotten_one_may_be_tried_again(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *repeat = NULL;

	(void)state;
	assert_int_equal(begin(repeats, "q", "r1", "call", 0, &repeat), REPEAT_FIRST);
	repeat_forget(repeat);
	assert_int_equal(begin(repeats, "q", "r1", "call", 0, &repeat), REPEAT_FIRST);
	repeats_free(repeats);
}

static void test_answers_are_kept_for_their_time(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *repeat = NULL;

	(void)state;
	assert_int_equal(begin(repeats, "q", "r1", "call", 0, &repeat), REPEAT_FIRST);
	repeat_finish(repeat, 204, NULL, 0);
	assert_int_equal(begin(repeats, "q", "r1", "call", LIMIT_REPEATS_S * 1000, &repeat),
		REPEAT_ANSWERED);
	assert_int_equal(begin(repeats, "q", "r1", "call", LIMIT_REPEATS_S * 1000 + 1, &repeat),
		REPEAT_FIRST);
	repeats_free(repeats);
}

static void test_the_oldest_answer_makes_room(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *repeat = NULL;
	char id[32];

	(void)state;
	for (int i = 0; i <= LIMIT_REPEATS; i++) {
		(void)snprintf(id, sizeof(id), "r%d", i);
		assert_int_equal(begin(repeats, "q", id, "call", i, &repeat), REPEAT_FIRST);
		repeat_finish(repeat, 200, "x", 1);
	}
	assert_int_equal(begin(repeats, "q", "r1", "call", 1000, &repeat), REPEAT_ANSWERED);
	assert_int_equal(begin(repeats, "q", "r0", "call", 1000, &repeat), REPEAT_FIRST);
	repeats_free(repeats);
}

static void test_what_is_under_way_is_never_given_up(void **state)
{
	struct repeats *repeats = repeats_new();
	struct repeat *repeat = NULL;
	char id[32];

	(void)state;
	for (int i = 0; i < LIMIT_REPEATS; i++) {
		(void)snprintf(id, sizeof(id), "r%d", i);
		assert_int_equal(begin(repeats, "q", id, "call", i, &repeat), REPEAT_FIRST);
	}
	assert_int_equal(begin(repeats, "q", "new", "call", 0, &repeat), REPEAT_FULL);
	assert_int_equal(begin(repeats, "q", "r0", "call", 0, &repeat), REPEAT_UNDER_WAY);
	repeats_free(repeats);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_second_gets_the_first_answer),
		cmocka_unit_test(test_an_id_means_one_request_of_one_caller),
		cmocka_unit_test(test_a_forgotten_one_may_be_tried_again),
		cmocka_unit_test(test_answers_are_kept_for_their_time),
		cmocka_unit_test(test_the_oldest_answer_makes_room),
		cmocka_unit_test(test_what_is_under_way_is_never_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
