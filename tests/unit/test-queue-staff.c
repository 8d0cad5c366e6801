/* SPDX-License-Identifier: Apache-2.0 */
/* The commands about people: who may lose the keys, what ends a sign-in, and what the log says. */
#include "queue/queue-staff.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"
#include "queue/staff.h"

static enum command_error run(struct fixture *fixture, struct command command)
{
	fixture_run(fixture, &command);
	return fixture->answer.error;
}

static struct command about(enum command_kind kind, const char *id)
{
	struct command command = {.kind = kind};

	text_copy_cut(command.staff_change.row.id, LIMIT_ID + 1, id);
	return command;
}

static enum command_error add(
	struct fixture *fixture, const char *id, const char *role, const char *secret)
{
	struct command command = about(COMMAND_STAFF_ADD, id);
	struct staff_row *row = &command.staff_change.row;

	text_copy_cut(row->name, sizeof(row->name), id);
	text_copy_cut(row->role, sizeof(row->role), role);
	text_copy_cut(row->secret, sizeof(row->secret), secret);
	return run(fixture, command);
}

static enum command_error set_role(struct fixture *fixture, const char *id, const char *role)
{
	struct command command = about(COMMAND_STAFF_CHANGE, id);

	command.staff_change.has_role = true;
	text_copy_cut(command.staff_change.row.role, LIMIT_ID + 1, role);
	return run(fixture, command);
}

static enum command_error set_active(struct fixture *fixture, const char *id, bool active)
{
	struct command command = about(COMMAND_STAFF_CHANGE, id);

	command.staff_change.has_active = true;
	command.staff_change.row.active = active;
	return run(fixture, command);
}

static int64_t sign_in(struct fixture *fixture, const char *id, uint8_t first)
{
	struct command command = {.kind = COMMAND_SIGN_IN, .sign_in.hash = {first}};

	text_copy_cut(command.sign_in.staff, sizeof(command.sign_in.staff), id);
	text_copy_cut(command.staff_change.row.secret, STAFF_SECRET_MAX + 1, "$h");
	text_copy_cut(command.attempt.outcome, sizeof(command.attempt.outcome), "ok");
	assert_int_equal(run(fixture, command), ERROR_NONE);
	return fixture->answer.sign_in.id;
}

struct seen_rows {
	int n;
	struct sign_in_row last;
};

static int on_sign_in(const struct sign_in_row *row, void *userdata)
{
	struct seen_rows *rows = userdata;

	rows->n++;
	rows->last = *row;
	return 0;
}

static struct seen_rows sign_ins(struct fixture *fixture)
{
	struct seen_rows rows = {0};

	assert_int_equal(sign_in_list(queue_store(fixture->queue), on_sign_in, &rows), 0);
	return rows;
}

static int on_attempt(const struct attempt_row *row, void *userdata)
{
	(void)row;
	++*(int *)userdata;
	return 0;
}

static int attempts(struct fixture *fixture)
{
	int n = 0;

	assert_int_equal(attempt_list(queue_store(fixture->queue), INT32_MAX, on_attempt, &n), 0);
	return n;
}

static void test_only_these_commands_are_about_people(void **state)
{
	(void)state;
	for (int kind = 0; kind < COMMAND_KINDS; kind++) {
		assert_int_equal(queue_staff_is((enum command_kind)kind),
			kind >= COMMAND_STAFF_ADD && kind <= COMMAND_ATTEMPT);
	}
}

/* In whichever way the last one would lose it. */
static void test_somebody_can_let_the_others_in(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(add(f, "chi", "admin", "$h"), ERROR_NONE);
	assert_int_equal(add(f, "tu", "admin", "$h"), ERROR_NONE);
	assert_int_equal(set_active(f, "tu", false), ERROR_NONE);
	assert_int_equal(set_role(f, "chi", "clerk"), ERROR_NOT_ALLOWED);
	assert_string_equal(f->answer.field, "role");
	assert_int_equal(set_active(f, "chi", false), ERROR_NOT_ALLOWED);
	assert_string_equal(f->answer.field, "active");
	assert_int_equal(run(f, about(COMMAND_STAFF_REMOVE, "chi")), ERROR_NOT_ALLOWED);
	assert_string_equal(f->answer.field, "id");
	assert_string_equal(f->answer.message, "chi is the last administrator who can sign in");
	assert_int_equal(f->n_events, 0);
	assert_int_equal(run(f, about(COMMAND_STAFF_REMOVE, "tu")), ERROR_NONE);
	assert_int_equal(add(f, "van", "admin", "$h"), ERROR_NONE);
	assert_int_equal(set_role(f, "chi", "clerk"), ERROR_NONE);
	assert_int_equal(set_role(f, "van", "clerk"), ERROR_NOT_ALLOWED);
	fixture_verify(f);
}

/* A secret that is taken away is the last key, too. */
static void test_the_last_secret_stays(void **state)
{
	struct fixture *f = *state;
	struct command command = about(COMMAND_STAFF_CHANGE, "chi");

	command.staff_change.has_secret = true;
	assert_int_equal(add(f, "chi", "admin", "$h"), ERROR_NONE);
	assert_int_equal(run(f, command), ERROR_NOT_ALLOWED);
	text_copy_cut(command.staff_change.row.secret, STAFF_SECRET_MAX + 1, "$new");
	assert_int_equal(run(f, command), ERROR_NONE);
	assert_non_null(strstr(f->events[0].data, "changed chi: secret"));
	assert_null(strstr(f->events[0].data, "$new"));
}

static void test_a_change_that_changes_nothing_is_no_event(void **state)
{
	struct fixture *f = *state;
	struct command command = about(COMMAND_STAFF_CHANGE, "an");

	assert_int_equal(add(f, "an", "clerk", "$h"), ERROR_NONE);
	assert_true(sign_in(f, "an", 1) > 0);
	command.staff_change.has_name = true;
	text_copy_cut(command.staff_change.row.name, LIMIT_ROOM(LIMIT_PERSON), "an");
	assert_int_equal(run(f, command), ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(set_role(f, "an", "clerk"), ERROR_NONE);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(sign_ins(f).n, 1);
	assert_int_equal(set_role(f, "an", "supervisor"), ERROR_NONE);
	assert_non_null(strstr(f->events[0].data, "changed an: role supervisor"));
	assert_int_equal(sign_ins(f).n, 0); /* the rights of before end */
	assert_int_equal(set_active(f, "an", false), ERROR_NONE);
	assert_non_null(strstr(f->events[0].data, "changed an: inactive"));
	assert_int_equal(set_role(f, "nobody", "clerk"), ERROR_NOT_FOUND);
}

static void test_there_are_so_many_people_and_no_more(void **state)
{
	struct fixture *f = *state;
	char id[LIMIT_ID + 1];

	for (int i = 4; i < LIMIT_STAFF; i++) { /* s1 … s4 are the site's */
		(void)snprintf(id, sizeof(id), "p%d", i);
		assert_int_equal(add(f, id, "clerk", ""), ERROR_NONE);
	}
	assert_int_equal(add(f, "more", "clerk", ""), ERROR_LIMIT);
	assert_int_equal(f->n_events, 0);
	assert_int_equal(run(f, about(COMMAND_STAFF_REMOVE, "p4")), ERROR_NONE);
	assert_int_equal(add(f, "more", "clerk", ""), ERROR_NONE);
}

static void test_one_signs_out_alone_or_everywhere(void **state)
{
	struct fixture *f = *state;
	struct command one = {.kind = COMMAND_SIGN_OUT};
	struct command all = {.kind = COMMAND_SIGN_OUT, .sign_in.staff = "an"};

	assert_int_equal(add(f, "an", "clerk", "$h"), ERROR_NONE);
	assert_int_equal(add(f, "chi", "clerk", "$h"), ERROR_NONE);
	one.sign_in.id = sign_in(f, "an", 1);
	(void)sign_in(f, "an", 2);
	(void)sign_in(f, "an", 3);
	(void)sign_in(f, "chi", 4);
	assert_int_equal(attempts(f), 4);
	text_copy_cut(one.attempt.outcome, sizeof(one.attempt.outcome), "ended");
	assert_int_equal(run(f, one), ERROR_NONE);
	assert_int_equal(sign_ins(f).n, 3);
	assert_int_equal(attempts(f), 5);
	assert_int_equal(run(f, all), ERROR_NONE);
	assert_int_equal(sign_ins(f).n, 1);
	assert_string_equal(sign_ins(f).last.staff, "chi");
	assert_int_equal(attempts(f), 5); /* no outcome, no row */
}

static void test_the_last_use_is_written(void **state)
{
	struct fixture *f = *state;
	struct command seen = {.kind = COMMAND_SIGN_IN_SEEN};
	struct seen_rows rows;

	assert_int_equal(add(f, "an", "clerk", "$h"), ERROR_NONE);
	seen.sign_in.id = sign_in(f, "an", 1);
	fixture_pass_s(f, 600);
	assert_int_equal(run(f, seen), ERROR_NONE);
	fixture_reopen(f);
	rows = sign_ins(f);
	assert_int_equal(rows.last.seen.wall_ms, f->now.wall_ms);
	assert_int_equal(rows.last.made.wall_ms, f->now.wall_ms - 600 * 1000);
	assert_int_equal(rows.last.seen.boot_ms - rows.last.made.boot_ms, 600 * 1000);
}

/* The hub looks at a token's sign-in for a moment; meanwhile the token may go, or be another. */
static void test_a_token_opens_while_it_is_the_same(void **state)
{
	struct fixture *f = *state;
	struct command token = {.kind = COMMAND_TOKEN_ADD,
		.token_name = "quay-1",
		.token_role = "clerk",
		.token_hash = {7}};
	struct command opened = {.kind = COMMAND_SIGN_IN,
		.sign_in = {.hash = {1}, .token = "quay-1"},
		.token_hash = {7}};

	assert_int_equal(run(f, opened), ERROR_NOT_FOUND);
	assert_int_equal(run(f, token), ERROR_NONE);
	opened.token_hash[31] = 1;
	assert_int_equal(run(f, opened), ERROR_NOT_FOUND);
	assert_string_equal(f->answer.field, "token");
	opened.token_hash[31] = 0;
	assert_int_equal(run(f, opened), ERROR_NONE);
	assert_int_equal(sign_ins(f).n, 1);
	token.kind = COMMAND_TOKEN_REMOVE;
	assert_int_equal(run(f, token), ERROR_NONE);
	assert_int_equal(sign_ins(f).n, 0);
}

/* A day that was named stays; it goes with the role. */
static void test_a_helpers_day(void **state)
{
	struct fixture *f = *state;
	struct command change = about(COMMAND_STAFF_CHANGE, "huy");
	struct staff_row row;

	assert_int_equal(add(f, "huy", "helper", "$h"), ERROR_NONE);
	change.staff_change.has_valid_day = true;
	text_copy_cut(change.staff_change.row.valid_day, DAY_LENGTH + 1, "2026-11-30");
	assert_int_equal(run(f, change), ERROR_NONE);
	assert_non_null(strstr(f->events[0].data, "changed huy: day"));
	assert_int_equal(staff_find(queue_store(f->queue), "huy", &row), 0);
	assert_string_equal(row.valid_day, "2026-11-30");
	assert_int_equal(set_role(f, "huy", "clerk"), ERROR_NONE);
	assert_int_equal(set_role(f, "huy", "helper"), ERROR_NONE);
	assert_int_equal(staff_find(queue_store(f->queue), "huy", &row), 0);
	assert_string_equal(row.valid_day, "2026-11-23");
}

int main(void)
{
#define WITH_QUEUE(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_these_commands_are_about_people),
		WITH_QUEUE(test_somebody_can_let_the_others_in),
		WITH_QUEUE(test_the_last_secret_stays),
		WITH_QUEUE(test_a_change_that_changes_nothing_is_no_event),
		WITH_QUEUE(test_there_are_so_many_people_and_no_more),
		WITH_QUEUE(test_one_signs_out_alone_or_everywhere),
		WITH_QUEUE(test_the_last_use_is_written),
		WITH_QUEUE(test_a_token_opens_while_it_is_the_same),
		WITH_QUEUE(test_a_helpers_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
