/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "hub/hub-secret.h"

static void test_what_is_too_weak_for_a_role(void **state)
{
	static const struct {
		const char *secret;
		enum role role;
		bool good;
	} cases[] = {
		{"804213", ROLE_CLERK, true},
		{"804213", ROLE_HELPER, true},
		{"80421", ROLE_CLERK, false},
		{"123456", ROLE_CLERK, false},
		{"987654", ROLE_CLERK, false},
		{"111111", ROLE_CLERK, false},
		{"abcdef", ROLE_CLERK, false},
		{"135790", ROLE_CLERK, true},
		{"nguoi-an", ROLE_CLERK, false},
		{"NGUOI-AN", ROLE_CLERK, false},
		{"804213", ROLE_ADMIN, false},
		{"8042138042", ROLE_ADMIN, false},
		{"8042138042", ROLE_CLERK, true},
		{"ba-con-vit", ROLE_ADMIN, true},
		{"ba-con-vi", ROLE_DIRECTOR, false},
		{"aaaaaaaaaa", ROLE_SUPERVISOR, false},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const char *fault = secret_fault(cases[i].secret, "nguoi-an", cases[i].role);

		print_message("# %s: %s\n", cases[i].secret, fault ? fault : "good");
		assert_int_equal(fault == NULL, cases[i].good);
	}
}

static void test_a_pin_is_not_enough_for_more_power(void **state)
{
	(void)state;
	assert_true(secret_must_be_better(ROLE_CLERK, ROLE_ADMIN));
	assert_true(secret_must_be_better(ROLE_HELPER, ROLE_SUPERVISOR));
	assert_false(secret_must_be_better(ROLE_SUPERVISOR, ROLE_ADMIN));
	assert_false(secret_must_be_better(ROLE_ADMIN, ROLE_CLERK));
}

static void test_a_hash_matches_its_secret_alone(void **state)
{
	char one[STAFF_SECRET_MAX + 1];
	char other[STAFF_SECRET_MAX + 1];

	(void)state;
	assert_int_equal(auth_init(), 0);
	assert_int_equal(secret_hash("804213", one), 0);
	assert_int_equal(secret_hash("804213", other), 0);
	assert_string_not_equal(one, other); /* salted */
	assert_int_equal(strncmp(one, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_null(strstr(one, "804213"));
	assert_true(secret_matches("804213", one));
	assert_false(secret_matches("804214", one));
	assert_false(secret_matches("", one));
	assert_false(secret_matches("804213", ""));
	assert_false(secret_matches("804213", "nonsense"));
}

static const char typed[] = "{\"name\":\"an\",\"secret\":\"ba-con-vit-con\"}";

static void test_a_block_is_wiped_to_its_end(void **state)
{
	(void)state;
	for (size_t size = 1; size < 300; size++) {
		char *block = malloc(size);

		assert_non_null(block);
		memset(block, 'x', malloc_usable_size(block));
		secret_wipe(block);
		for (size_t i = 0; i < malloc_usable_size(block); i++) {
			assert_int_equal(block[i], 0);
		}
		free(block);
	}
}

/* What the parser frees goes through here and is kept, to be looked at. */
static json_free_t wiping;
static int freed;

static void free_and_look(void *memory)
{
	const size_t size = malloc_usable_size(memory);
	char *copy = malloc(size);

	assert_non_null(copy);
	memcpy(copy, memory, size);
	free(memory);
	freed += memmem(copy, size, "ba-con-vit", strlen("ba-con-vit")) != NULL;
	wiping(copy);
}

static void test_the_json_parser_wipes_what_it_frees(void **state)
{
	json_malloc_t before_malloc;
	json_free_t before_free;
	json_malloc_t now_malloc;
	json_t *json;

	(void)state;
	json_get_alloc_funcs(&before_malloc, &before_free);
	secret_wipe_json();
	json_get_alloc_funcs(&now_malloc, &wiping);
	assert_ptr_not_equal(wiping, before_free);
	/* There is something to wipe: the parser's copies go through the function that is set. */
	json_set_alloc_funcs(now_malloc, free_and_look);
	json = json_loads(typed, 0, NULL);
	assert_non_null(json);
	json_decref(json);
	assert_true(freed > 0);
	json_set_alloc_funcs(before_malloc, before_free);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_block_is_wiped_to_its_end),
		cmocka_unit_test(test_the_json_parser_wipes_what_it_frees),
		cmocka_unit_test(test_what_is_too_weak_for_a_role),
		cmocka_unit_test(test_a_pin_is_not_enough_for_more_power),
		cmocka_unit_test(test_a_hash_matches_its_secret_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
