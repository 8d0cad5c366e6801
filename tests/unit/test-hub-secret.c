/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_too_weak_for_a_role),
		cmocka_unit_test(test_a_pin_is_not_enough_for_more_power),
		cmocka_unit_test(test_a_hash_matches_its_secret_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
