/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <pwd.h>
#include <string.h>

#include "hub/hub-local.h"

static void test_the_setting_is_a_list_of_users_and_roles(void **state)
{
	struct local_users users;

	(void)state;
	assert_int_equal(local_parse("layso-kiosk=kiosk, layso-hall=hall  x=viewer", &users), 0);
	assert_int_equal(users.n, 3);
	assert_string_equal(users.user[0].name, "layso-kiosk");
	assert_int_equal(users.user[0].role, ROLE_KIOSK);
	assert_string_equal(users.user[1].name, "layso-hall");
	assert_int_equal(users.user[1].role, ROLE_HALL);
	assert_int_equal(users.user[2].role, ROLE_VIEWER);
	assert_int_equal(local_parse("", &users), 0);
	assert_int_equal(users.n, 0);
}

static void test_what_is_no_such_list_changes_nothing(void **state)
{
	static const char *const wrong[] = {"layso-kiosk", "=kiosk", "a=", "a=b", "a=none",
		"a/b=hall", "a=kiosk b", "a=kiosk a=hall",
		"a-user-whose-name-is-longer-than-that-of-any-user=kiosk"};
	struct local_users users;

	(void)state;
	assert_int_equal(local_parse("x=hall", &users), 0);
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		print_message("# %s\n", wrong[i]);
		assert_int_equal(local_parse(wrong[i], &users), -EINVAL);
		assert_int_equal(users.n, 1);
	}
	assert_int_equal(
		local_parse(
			"a=hall b=hall c=hall d=hall e=hall f=hall g=hall h=hall i=hall", &users),
		-E2BIG);
}

static void test_only_devices_come_by_their_user(void **state)
{
	struct local_users users;

	(void)state;
	for (enum role role = ROLE_NONE; role < ROLES; role++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "user=%s", role_name(role));
		assert_int_equal(local_parse(text, &users),
			role == ROLE_VIEWER || role_is_device(role) ? 0 : -EINVAL);
	}
}

static void test_a_user_calls_itself_by_few_names(void **state)
{
	struct local_names names = {0};
	char name[16];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof(name), "kiosk-%d", i);
		assert_int_equal(local_names_take(&names, 7, name), i < LIMIT_LOCAL_NAMES);
	}
	assert_true(local_names_take(&names, 7, "kiosk-0"));
	for (uid_t uid = 8; uid < 8 + LOCAL_USERS_MAX - 1; uid++) {
		for (int i = 0; i < LIMIT_LOCAL_NAMES; i++) {
			(void)snprintf(name, sizeof(name), "kiosk-%d", i);
			assert_true(local_names_take(&names, uid, name));
		}
	}
	assert_false(local_names_take(&names, 1000, "another"));
}

static void test_a_user_is_found_by_its_number(void **state)
{
	const struct passwd *nobody = getpwnam("nobody");
	struct local_users users;

	(void)state;
	assert_non_null(nobody);
	assert_int_equal(local_parse("no-such-user=kiosk nobody=hall", &users), 0);
	assert_ptr_equal(local_find(&users, nobody->pw_uid), &users.user[1]);
	assert_null(local_find(&users, 0));
	assert_null(local_find(&users, (uid_t)-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_setting_is_a_list_of_users_and_roles),
		cmocka_unit_test(test_what_is_no_such_list_changes_nothing),
		cmocka_unit_test(test_only_devices_come_by_their_user),
		cmocka_unit_test(test_a_user_calls_itself_by_few_names),
		cmocka_unit_test(test_a_user_is_found_by_its_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
