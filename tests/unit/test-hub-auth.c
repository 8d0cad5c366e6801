/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "hub/hub-auth.h"

/* Monday 2026-11-23, 08:00:00 in Ha Noi. */
#define EIGHT 1795395600000LL

static const uint8_t secret[AUTH_HASH_SIZE] = {1, 2, 3};

static void add(struct auth *auth, const char *name, enum role role, char *ret_token)
{
	uint8_t hash[AUTH_HASH_SIZE];

	auth_make(ret_token, hash);
	auth_add(auth, name, role, hash, 0);
}

static void test_a_made_token_opens_as_its_name_and_role(void **state)
{
	struct auth auth = {0};
	char one[AUTH_TOKEN_LENGTH + 1];
	char other[AUTH_TOKEN_LENGTH + 1];
	struct caller caller;

	(void)state;
	add(&auth, "kiosk-1", ROLE_KIOSK, one);
	add(&auth, "quay-1", ROLE_CLERK, other);
	assert_int_equal(strlen(one), AUTH_TOKEN_LENGTH);
	assert_string_not_equal(one, other);
	assert_int_equal(auth_check(&auth, one, &caller), 0);
	assert_string_equal(caller.name, "kiosk-1");
	assert_int_equal(caller.role, ROLE_KIOSK);
	assert_true(caller.by_token);
	assert_int_equal(auth_check(&auth, other, &caller), 0);
	assert_int_equal(caller.role, ROLE_CLERK);
	assert_true(auth_knows(&auth, "quay-1"));
	assert_false(auth_knows(&auth, "quay-2"));
	auth_done(&auth);
}

static void test_anything_else_opens_nothing(void **state)
{
	struct auth auth = {0};
	char token[AUTH_TOKEN_LENGTH + 1];
	struct caller caller;

	(void)state;
	assert_true(auth_check(&auth, "", &caller) < 0);
	add(&auth, "kiosk-1", ROLE_KIOSK, token);
	assert_true(auth_check(&auth, "", &caller) < 0);
	token[0] = token[0] == 'a' ? 'b' : 'a';
	assert_true(auth_check(&auth, token, &caller) < 0);
	auth_done(&auth);
}

static void test_roles_have_words(void **state)
{
	enum role role;

	(void)state;
	for (int i = ROLE_VIEWER; i < ROLES; i++) {
		assert_int_equal(role_parse(role_name((enum role)i), &role), 0);
		assert_int_equal(role, i);
	}
	assert_true(role_parse("none", &role) < 0);
	assert_true(role_parse("", &role) < 0);
	assert_true(role_parse("Admin", &role) < 0);
}

static void test_a_slip_token_belongs_to_one_ticket_of_one_arrival(void **state)
{
	static const int64_t ids[] = {1, 35, 36, 123456, INT64_MAX};
	char token[AUTH_SLIP_LENGTH + 1];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(ids); i++) {
		auth_slip_make(secret, ids[i], EIGHT, token);
		assert_int_equal(auth_slip_id(token, &id), 0);
		assert_true(id == ids[i]);
		assert_true(auth_slip_valid(secret, token, id, EIGHT));
		assert_false(auth_slip_valid(secret, token, id, EIGHT + 1));
		assert_false(auth_slip_valid(secret, token, id - 1, EIGHT));
		token[strlen(token) - 1] ^= 1;
		assert_false(auth_slip_valid(secret, token, id, EIGHT));
	}
}

static void test_a_slip_token_of_another_form_is_none(void **state)
{
	static const char *const wrong[] = {
		"",
		"-",
		"1",
		"1-",
		"1-abc",
		"-abcdefghijklmnopqrstuvwxyz",
		"0-abcdefghijklmnopqrstuvwxyz",
		"1-abcdefghijklmnopqrstuvwxyza",
		"A-abcdefghijklmnopqrstuvwxyz",
		"zzzzzzzzzzzzz-abcdefghijklmnopqrstuvwxyz",
		"zzzzzzzzzzzzzz-abcdefghijklmnopqrstuvwxyz",
		"../../etc/passwd",
	};
	int64_t id;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		assert_true(auth_slip_id(wrong[i], &id) < 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_made_token_opens_as_its_name_and_role),
		cmocka_unit_test(test_anything_else_opens_nothing),
		cmocka_unit_test(test_roles_have_words),
		cmocka_unit_test(test_a_slip_token_belongs_to_one_ticket_of_one_arrival),
		cmocka_unit_test(test_a_slip_token_of_another_form_is_none),
	};

	if (auth_init() < 0) {
		return EXIT_FAILURE;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
