/* SPDX-License-Identifier: Apache-2.0 */
/* Who is signed in, and for how long. */
#include "check.h"

#include <string.h>

#include "base/text.h"
#include "hub/hub-people.h"
#include "queue-fixture.h"

enum { IDLE_S = 600, LIFE_S = 3600 };

static void run(struct fixture *fixture, const struct command *command)
{
	fixture_run(fixture, command);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
}

static void add(struct fixture *fixture, const char *id, const char *name, const char *role)
{
	struct command command = {.kind = COMMAND_STAFF_ADD};
	struct staff_row *row = &command.staff_change.row;

	text_copy_cut(row->id, sizeof(row->id), id);
	text_copy_cut(row->name, sizeof(row->name), name);
	text_copy_cut(row->role, sizeof(row->role), role);
	text_copy_cut(row->secret, sizeof(row->secret), "$h");
	run(fixture, &command);
}

/* Signs in and returns the cookie. */
static void enter(struct fixture *fixture, const char *id, char ret[AUTH_TOKEN_LENGTH + 1])
{
	struct command command = {.kind = COMMAND_SIGN_IN};

	text_copy_cut(command.sign_in.staff, sizeof(command.sign_in.staff), id);
	text_copy_cut(
		command.staff_change.row.secret, sizeof(command.staff_change.row.secret), "$h");
	auth_make(ret, command.sign_in.hash);
	run(fixture, &command);
}

static struct people load(struct fixture *fixture)
{
	struct people people = {.idle_s = IDLE_S, .life_s = LIFE_S};

	assert_int_equal(people_load(&people, queue_store(fixture->queue)), 0);
	return people;
}

static int check(struct fixture *fixture, struct people *people, const char *cookie)
{
	struct caller caller;
	bool stale;

	return people_check(
		people, cookie, queue_model(fixture->queue), &fixture->now, &caller, &stale);
}

static void test_a_cookie_opens_as_its_person(void **state)
{
	struct fixture *fixture = *state;
	char cookie[AUTH_TOKEN_LENGTH + 1];
	struct people people;
	struct caller caller;
	bool stale = false;

	add(fixture, "an", "Lò Thị An", "supervisor");
	enter(fixture, "an", cookie);
	people = load(fixture);
	assert_int_equal(people_check(&people, cookie, queue_model(fixture->queue), &fixture->now,
				 &caller, &stale),
		0);
	assert_string_equal(caller.name, "an");
	assert_int_equal(caller.role, ROLE_SUPERVISOR);
	assert_true(caller.sign_in > 0 && !caller.by_token && stale);
	cookie[3] = cookie[3] == 'a' ? 'b' : 'a';
	assert_true(check(fixture, &people, cookie) < 0);
	assert_true(check(fixture, &people, "") < 0);
	people_done(&people);
}

static void test_it_ends_when_it_is_not_used(void **state)
{
	struct fixture *fixture = *state;
	char cookie[AUTH_TOKEN_LENGTH + 1];
	struct people people;

	add(fixture, "an", "An", "clerk");
	enter(fixture, "an", cookie);
	people = load(fixture);
	for (int i = 0; i < 5; i++) {
		fixture_pass_s(fixture, IDLE_S - 1);
		assert_int_equal(check(fixture, &people, cookie), 0);
	}
	fixture_pass_s(fixture, IDLE_S);
	assert_true(check(fixture, &people, cookie) < 0);
	people_done(&people);
}

static void test_it_never_lasts_longer_than_its_life(void **state)
{
	struct fixture *fixture = *state;
	char cookie[AUTH_TOKEN_LENGTH + 1];
	struct people people;
	int idle_s = 0;

	add(fixture, "an", "An", "clerk");
	enter(fixture, "an", cookie);
	people = load(fixture);
	for (int i = 0; i < 11; i++) {
		fixture_pass_s(fixture, 300);
		assert_int_equal(check(fixture, &people, cookie), 0);
	}
	assert_int_equal(people_left_s(&people, people.sign_ins[0].row.id,
				 queue_model(fixture->queue), &fixture->now, &idle_s),
		300);
	assert_int_equal(idle_s, IDLE_S);
	fixture_pass_s(fixture, 300);
	assert_true(check(fixture, &people, cookie) < 0);
	people_done(&people);
}

static void test_a_clock_that_jumps_ends_nothing_within_a_boot(void **state)
{
	struct fixture *fixture = *state;
	char cookie[AUTH_TOKEN_LENGTH + 1];
	struct people people;

	add(fixture, "an", "An", "clerk");
	enter(fixture, "an", cookie);
	people = load(fixture);
	fixture->now.wall_ms += 3 * 3600 * 1000LL;
	assert_int_equal(check(fixture, &people, cookie), 0);
	fixture->now.wall_ms -= 9 * 3600 * 1000LL;
	fixture->now.boot_ms += IDLE_S * 1000LL;
	assert_true(check(fixture, &people, cookie) < 0);
	people_done(&people);
}

static void test_a_name_is_matched_as_people_type_it(void **state)
{
	struct fixture *fixture = *state;
	struct people people;

	add(fixture, "an", "Lò Thị An", "clerk");
	add(fixture, "binh", "Hà Văn Bình", "clerk");
	add(fixture, "binh2", "Hà Văn Bình", "clerk");
	people = load(fixture);
	assert_string_equal(people_match(&people, "AN")->row.id, "an");
	assert_string_equal(people_match(&people, "Lò Thị An")->row.id, "an");
	assert_null(people_match(&people, "Hà Văn Bình")); /* two */
	assert_null(people_match(&people, "chi"));
	assert_null(people_match(&people, ""));
	assert_true(people_any(&people));
	people_done(&people);
}

static void test_recent_use_survives_a_reload(void **state)
{
	struct fixture *fixture = *state;
	char cookie[AUTH_TOKEN_LENGTH + 1];
	struct people people;

	add(fixture, "an", "An", "clerk");
	enter(fixture, "an", cookie);
	people = load(fixture);
	fixture_pass_s(fixture, IDLE_S - 1);
	assert_int_equal(check(fixture, &people, cookie), 0);
	assert_int_equal(people_load(&people, queue_store(fixture->queue)), 0);
	fixture_pass_s(fixture, IDLE_S - 1);
	assert_int_equal(check(fixture, &people, cookie), 0);
	people_done(&people);
}

static void test_a_volunteer_may_on_one_day(void **state)
{
	struct person person = {.role = ROLE_HELPER, .row.active = true};

	(void)state;
	text_copy_cut(person.row.valid_day, sizeof(person.row.valid_day), "2026-11-23");
	assert_true(people_may(&person, "2026-11-23"));
	assert_false(people_may(&person, "2026-11-24"));
	person.row.valid_day[0] = '\0';
	assert_true(people_may(&person, "2026-11-24"));
	person.row.active = false;
	assert_false(people_may(&person, "2026-11-24"));
	person = (struct person){.role = ROLE_NONE, .row.active = true};
	assert_false(people_may(&person, "2026-11-24"));
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_a_cookie_opens_as_its_person),
		WITH_QUEUE(test_it_ends_when_it_is_not_used),
		WITH_QUEUE(test_it_never_lasts_longer_than_its_life),
		WITH_QUEUE(test_a_clock_that_jumps_ends_nothing_within_a_boot),
		WITH_QUEUE(test_a_name_is_matched_as_people_type_it),
		WITH_QUEUE(test_recent_use_survives_a_reload),
		cmocka_unit_test(test_a_volunteer_may_on_one_day),
	};

	if (auth_init() < 0) {
		return 1;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
