/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>

#include "base/text.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "hub/hub-shares.h"

enum { HOLDS = 2048 };

static const struct peer ours = {.is_unix = true, .trusted = true};

struct scene {
	struct shares *shares;
	struct share_hold hold[HOLDS];
	int n;
};

static struct peer peer_at(const char *word)
{
	struct listen_address address;
	struct peer peer;

	assert_int_equal(listen_parse(word, &address), 0);
	peer_from_address((struct sockaddr *)&address.address, &peer);
	return peer;
}

static struct caller named(enum role role, const char *name)
{
	struct caller caller = {.role = role, .by_token = true};

	text_copy_cut(caller.name, sizeof(caller.name), name);
	return caller;
}

static enum share_verdict take(
	struct scene *scene, enum share share, const struct caller *caller, const struct peer *peer)
{
	enum share_verdict verdict =
		shares_take(scene->shares, share, caller, peer, &scene->hold[scene->n]);

	scene->n += verdict == SHARE_TAKEN;
	return verdict;
}

static void done(struct scene *scene)
{
	while (scene->n > 0) {
		shares_give(scene->shares, &scene->hold[--scene->n]);
	}
	for (int i = 0; i < SHARES; i++) {
		assert_int_equal(shares_count(scene->shares, (enum share)i), 0);
	}
	shares_free(scene->shares);
}

static void test_a_caller_has_its_share_wherever_it_comes_from(void **state)
{
	struct scene scene = {.shares = shares_new()};
	struct caller wall = named(ROLE_VIEWER, "wall");
	struct caller other = named(ROLE_VIEWER, "other");
	struct peer peer;
	char word[32];

	(void)state;
	for (int i = 0; i < LIMIT_STREAMS_CALLER; i++) {
		(void)snprintf(word, sizeof(word), "10.0.0.%d:1", i + 1);
		peer = peer_at(word);
		assert_int_equal(take(&scene, SHARE_STREAMS, &wall, &peer), SHARE_TAKEN);
	}
	assert_int_equal(take(&scene, SHARE_STREAMS, &wall, &peer), SHARE_OWN_FULL);
	assert_int_equal(take(&scene, SHARE_COMMANDS, &wall, &peer), SHARE_TAKEN);
	assert_int_equal(take(&scene, SHARE_STREAMS, &other, &peer), SHARE_TAKEN);
	/* What is given back may be taken again. */
	shares_give(scene.shares, &scene.hold[0]);
	shares_give(scene.shares, &scene.hold[0]);
	assert_int_equal(take(&scene, SHARE_STREAMS, &wall, &peer), SHARE_TAKEN);
	assert_int_equal(take(&scene, SHARE_STREAMS, &wall, &peer), SHARE_OWN_FULL);
	done(&scene);
}

static void test_an_address_has_its_share_but_for_devices(void **state)
{
	struct scene scene = {.shares = shares_new()};
	struct peer office = peer_at("10.0.0.1:1");
	struct peer local = peer_at("127.0.0.1:1");
	struct caller kiosk = named(ROLE_KIOSK, "kiosk-1");
	struct caller caller;
	char name[16];

	(void)state;
	for (int i = 0; i < LIMIT_STREAMS_ADDRESS; i++) {
		(void)snprintf(name, sizeof(name), "v%d", i);
		caller = named(ROLE_VIEWER, name);
		assert_int_equal(take(&scene, SHARE_STREAMS, &caller, &office), SHARE_TAKEN);
	}
	caller = named(ROLE_VIEWER, "one-more");
	assert_int_equal(take(&scene, SHARE_STREAMS, &caller, &office), SHARE_ADDRESS_FULL);
	assert_int_equal(take(&scene, SHARE_STREAMS, &caller, &local), SHARE_TAKEN);
	assert_int_equal(take(&scene, SHARE_STREAMS, &kiosk, &office), SHARE_TAKEN);
	done(&scene);
}

static void test_devices_and_the_socket_have_a_reserve(void **state)
{
	struct scene scene = {.shares = shares_new()};
	struct peer local = peer_at("127.0.0.1:1");
	struct caller kiosk = named(ROLE_KIOSK, "kiosk-1");
	struct caller keypad = named(ROLE_CLERK, "keypad-1");
	struct caller clerk = {.role = ROLE_CLERK, .name = "an", .sign_in = 1};
	struct caller admin = {.role = ROLE_ADMIN, .name = "local"};
	struct caller caller;
	char name[16];

	(void)state;
	for (int i = 0; i < LIMIT_STREAMS - LIMIT_STREAMS_RESERVE; i++) {
		(void)snprintf(name, sizeof(name), "v%d", i);
		caller = named(ROLE_VIEWER, name);
		assert_int_equal(take(&scene, SHARE_STREAMS, &caller, &local), SHARE_TAKEN);
	}
	assert_int_equal(take(&scene, SHARE_STREAMS, &clerk, &local), SHARE_ALL_FULL);
	assert_int_equal(take(&scene, SHARE_STREAMS, &kiosk, &local), SHARE_TAKEN);
	assert_int_equal(take(&scene, SHARE_STREAMS, &keypad, &local), SHARE_TAKEN);
	for (int i = 0; i < LIMIT_STREAMS_RESERVE - 2; i++) {
		assert_int_equal(take(&scene, SHARE_STREAMS, &admin, &ours), SHARE_TAKEN);
	}
	assert_int_equal(take(&scene, SHARE_STREAMS, &kiosk, &local), SHARE_ALL_FULL);
	assert_int_equal(shares_count(scene.shares, SHARE_STREAMS), LIMIT_STREAMS);
	done(&scene);
}

static void test_a_user_of_the_socket_is_one_caller_whatever_it_calls_itself(void **state)
{
	struct scene scene = {.shares = shares_new()};
	const struct peer user = {.is_unix = true, .uid = 990};
	struct caller caller = {.role = ROLE_KIOSK};

	(void)state;
	for (int i = 0; i < LIMIT_LOOKUPS_CALLER; i++) {
		(void)snprintf(caller.name, sizeof(caller.name), "kiosk-%d", i);
		assert_int_equal(take(&scene, SHARE_REPORTS, &caller, &user), SHARE_TAKEN);
	}
	(void)snprintf(caller.name, sizeof(caller.name), "another");
	assert_int_equal(take(&scene, SHARE_REPORTS, &caller, &user), SHARE_OWN_FULL);
	done(&scene);
}

static void test_who_signs_in_is_counted_by_address(void **state)
{
	struct scene scene = {.shares = shares_new()};
	const struct caller nobody = {.role = ROLE_NONE};
	struct peer one = peer_at("10.0.0.1:1");
	struct peer other = peer_at("10.0.0.2:1");

	(void)state;
	for (int i = 0; i < LIMIT_SECRETS_ADDRESS; i++) {
		assert_int_equal(take(&scene, SHARE_SECRETS, &nobody, &one), SHARE_TAKEN);
	}
	assert_int_equal(take(&scene, SHARE_SECRETS, &nobody, &one), SHARE_ADDRESS_FULL);
	assert_int_equal(take(&scene, SHARE_SECRETS, &nobody, &other), SHARE_TAKEN);
	assert_ptr_equal(share_owner(&scene.hold[0]), share_owner(&scene.hold[1]));
	assert_ptr_not_equal(share_owner(&scene.hold[0]), share_owner(&scene.hold[scene.n - 1]));
	done(&scene);
}

static void test_a_token_and_an_account_of_one_name_are_two(void **state)
{
	struct scene scene = {.shares = shares_new()};
	struct peer local = peer_at("127.0.0.1:1");
	struct caller token = named(ROLE_SUPERVISOR, "an");
	struct caller account = {.role = ROLE_SUPERVISOR, .name = "an", .sign_in = 3};

	(void)state;
	for (int i = 0; i < LIMIT_LOOKUPS_CALLER; i++) {
		assert_int_equal(take(&scene, SHARE_REPORTS, &token, &local), SHARE_TAKEN);
	}
	assert_int_equal(take(&scene, SHARE_REPORTS, &token, &local), SHARE_OWN_FULL);
	assert_int_equal(take(&scene, SHARE_REPORTS, &account, &local), SHARE_TAKEN);
	done(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_caller_has_its_share_wherever_it_comes_from),
		cmocka_unit_test(test_an_address_has_its_share_but_for_devices),
		cmocka_unit_test(test_devices_and_the_socket_have_a_reserve),
		cmocka_unit_test(test_a_user_of_the_socket_is_one_caller_whatever_it_calls_itself),
		cmocka_unit_test(test_who_signs_in_is_counted_by_address),
		cmocka_unit_test(test_a_token_and_an_account_of_one_name_are_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
