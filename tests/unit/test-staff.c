/* SPDX-License-Identifier: Apache-2.0 */
/* People in the database, and the commands about them. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue-fixture.h"
#include "queue/staff.h"
#include "queue/store.h"

static struct command add(const char *id, const char *role, const char *secret)
{
	struct command command = {.kind = COMMAND_STAFF_ADD};
	struct staff_row *row = &command.staff_change.row;

	text_copy_cut(row->id, sizeof(row->id), id);
	text_copy_cut(row->name, sizeof(row->name), id);
	text_copy_cut(row->role, sizeof(row->role), role);
	text_copy_cut(row->secret, sizeof(row->secret), secret);
	return command;
}

static enum command_error run(struct fixture *fixture, struct command command)
{
	fixture_run(fixture, &command);
	return fixture->answer.error;
}

static struct staff_row find(struct fixture *fixture, const char *id)
{
	struct staff_row row = {.id = ""};

	assert_int_equal(staff_find(queue_store(fixture->queue), id, &row), 0);
	return row;
}

static struct command sign_in(const char *id, const char *secret, uint8_t first)
{
	struct command command = {.kind = COMMAND_SIGN_IN, .sign_in.hash = {first}};

	text_copy_cut(command.sign_in.staff, sizeof(command.sign_in.staff), id);
	text_copy_cut(
		command.staff_change.row.secret, sizeof(command.staff_change.row.secret), secret);
	text_copy_cut(command.attempt.name, sizeof(command.attempt.name), id);
	text_copy_cut(command.attempt.outcome, sizeof(command.attempt.outcome), "ok");
	return command;
}

static int count_sign_in(const struct sign_in_row *row, void *userdata)
{
	(void)row;
	++*(int *)userdata;
	return 0;
}

static int sign_ins(struct fixture *fixture)
{
	int n = 0;

	assert_int_equal(sign_in_list(queue_store(fixture->queue), count_sign_in, &n), 0);
	return n;
}

static void test_the_site_adds_people_and_changes_none(void **state)
{
	struct fixture *fixture = *state;
	struct command change = {.kind = COMMAND_STAFF_CHANGE, .staff_change.has_name = true};
	struct command site = {.kind = COMMAND_SITE};

	assert_string_equal(find(fixture, "s1").role, "clerk");
	assert_string_equal(find(fixture, "s1").secret, "");
	text_copy_cut(change.staff_change.row.id, LIMIT_ID + 1, "s1");
	text_copy_cut(change.staff_change.row.name, LIMIT_ROOM(LIMIT_PERSON), "Lò Thị An");
	assert_int_equal(run(fixture, change), ERROR_NONE);
	site.site = fixture_site();
	fixture_run(fixture, &site);
	command_done(&site);
	assert_int_equal(fixture->answer.error, ERROR_NONE);
	assert_string_equal(find(fixture, "s1").name, "Lò Thị An");
	fixture_verify(fixture);
}

static void test_an_account_is_made_once_and_told_without_its_secret(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(run(fixture, add("chi", "admin", "$hash")), ERROR_NONE);
	assert_int_equal(fixture->n_events, 1);
	assert_int_equal(fixture->events[0].event.kind, EVENT_STAFF);
	assert_non_null(strstr(fixture->events[0].data, "made chi as admin"));
	assert_null(strstr(fixture->events[0].data, "$hash"));
	assert_int_equal(run(fixture, add("chi", "admin", "$hash")), ERROR_EXISTS);
	fixture_reopen(fixture);
	assert_string_equal(find(fixture, "chi").secret, "$hash");
}

static void test_only_a_helper_has_a_day(void **state)
{
	struct fixture *fixture = *state;
	struct command change = {.kind = COMMAND_STAFF_CHANGE, .staff_change.has_role = true};

	assert_int_equal(run(fixture, add("huy", "helper", "$h")), ERROR_NONE);
	assert_string_equal(find(fixture, "huy").valid_day, "2026-11-23");
	text_copy_cut(change.staff_change.row.id, LIMIT_ID + 1, "huy");
	text_copy_cut(change.staff_change.row.role, LIMIT_ID + 1, "clerk");
	assert_int_equal(run(fixture, change), ERROR_NONE);
	assert_string_equal(find(fixture, "huy").valid_day, "");
}

static void test_the_last_administrator_stays(void **state)
{
	struct fixture *fixture = *state;
	struct command removal = {.kind = COMMAND_STAFF_REMOVE};

	text_copy_cut(removal.staff_change.row.id, LIMIT_ID + 1, "chi");
	assert_int_equal(run(fixture, removal), ERROR_NOT_FOUND);
	assert_int_equal(run(fixture, add("chi", "admin", "$h")), ERROR_NONE);
	assert_int_equal(run(fixture, add("tu", "admin", "")), ERROR_NONE); /* cannot sign in */
	assert_int_equal(run(fixture, removal), ERROR_NOT_ALLOWED);
	assert_int_equal(run(fixture, add("van", "admin", "$h")), ERROR_NONE);
	assert_int_equal(run(fixture, removal), ERROR_NONE);
}

static void test_who_works_at_a_counter_is_not_removed(void **state)
{
	struct fixture *fixture = *state;
	struct command removal = {.kind = COMMAND_STAFF_REMOVE};

	text_copy_cut(removal.staff_change.row.id, LIMIT_ID + 1, "s1");
	fixture_open(fixture, 1, "s1");
	assert_int_equal(run(fixture, removal), ERROR_BUSY);
	(void)fixture_move(fixture, COMMAND_COUNTER_CLOSE, 1, ERROR_NONE);
	assert_int_equal(run(fixture, removal), ERROR_NONE);
}

static void test_a_change_of_anything_but_the_name_signs_out(void **state)
{
	struct fixture *fixture = *state;
	struct command change = {.kind = COMMAND_STAFF_CHANGE, .staff_change.has_name = true};

	assert_int_equal(run(fixture, add("an", "clerk", "$h")), ERROR_NONE);
	assert_int_equal(run(fixture, sign_in("an", "$h", 1)), ERROR_NONE);
	assert_int_equal(fixture->n_events, 0); /* nobody else hears of it */
	assert_true(fixture->answer.sign_in.id > 0);
	text_copy_cut(change.staff_change.row.id, LIMIT_ID + 1, "an");
	text_copy_cut(change.staff_change.row.name, LIMIT_ROOM(LIMIT_PERSON), "An");
	assert_int_equal(run(fixture, change), ERROR_NONE);
	assert_int_equal(sign_ins(fixture), 1);
	change.staff_change.has_active = true;
	assert_int_equal(run(fixture, change), ERROR_NONE);
	assert_int_equal(sign_ins(fixture), 0);
}

static void test_a_sign_in_that_the_change_overtook_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(run(fixture, add("an", "clerk", "$new")), ERROR_NONE);
	assert_int_equal(run(fixture, sign_in("an", "$old", 1)), ERROR_NOT_FOUND);
	assert_int_equal(run(fixture, sign_in("nobody", "", 2)), ERROR_NOT_FOUND);
	assert_int_equal(sign_ins(fixture), 0);
}

static int count_attempt(const struct attempt_row *row, void *userdata)
{
	(void)row;
	++*(int *)userdata;
	return 0;
}

static int take_first(const struct attempt_row *row, void *userdata)
{
	*(struct attempt_row *)userdata = *row;
	return 1;
}

static void test_the_log_of_attempts_is_bounded(void **state)
{
	struct fixture *fixture = *state;
	struct store *store = queue_store(fixture->queue);
	struct attempt_row row = {.outcome = "wrong"};
	struct attempt_row newest = {.id = 0};
	int n = 0;

	assert_int_equal(store_begin(store), 0);
	for (int i = 0; i < LIMIT_ATTEMPTS + 50; i++) {
		(void)snprintf(row.name, sizeof(row.name), "n%d", i);
		assert_int_equal(attempt_add(store, &row), 0);
	}
	assert_int_equal(attempt_list(store, INT32_MAX, count_attempt, &n), 0);
	assert_int_equal(n, LIMIT_ATTEMPTS);
	assert_int_equal(attempt_list(store, 1, take_first, &newest), 1);
	assert_string_equal(newest.name, "n1049");
	store_rollback(store);
}

static void test_a_person_has_a_bounded_number_of_sign_ins(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(run(fixture, add("an", "clerk", "$h")), ERROR_NONE);
	for (int i = 0; i < LIMIT_SIGN_INS + 5; i++) {
		assert_int_equal(run(fixture, sign_in("an", "$h", (uint8_t)i)), ERROR_NONE);
	}
	assert_int_equal(sign_ins(fixture), LIMIT_SIGN_INS);
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		WITH_QUEUE(test_the_site_adds_people_and_changes_none),
		WITH_QUEUE(test_an_account_is_made_once_and_told_without_its_secret),
		WITH_QUEUE(test_only_a_helper_has_a_day),
		WITH_QUEUE(test_the_last_administrator_stays),
		WITH_QUEUE(test_who_works_at_a_counter_is_not_removed),
		WITH_QUEUE(test_a_change_of_anything_but_the_name_signs_out),
		WITH_QUEUE(test_a_sign_in_that_the_change_overtook_is_refused),
		WITH_QUEUE(test_the_log_of_attempts_is_bounded),
		WITH_QUEUE(test_a_person_has_a_bounded_number_of_sign_ins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
