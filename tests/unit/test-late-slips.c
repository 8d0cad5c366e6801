/* SPDX-License-Identifier: Apache-2.0 */
/* Which slips are printed after a fault, through a real queue. */
#include "queue/late-slips.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "queue-fixture.h"

static int64_t issue_at(struct fixture *f, const char *kiosk)
{
	struct command command = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR, .print = true};

	text_copy_cut(command.service, sizeof(command.service), "A");
	text_copy_cut(command.kiosk, sizeof(command.kiosk), kiosk);
	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	return f->answer.ticket.id;
}

static int64_t report(struct fixture *f, int64_t ticket, enum slip_status slip_status)
{
	struct command command = {
		.kind = COMMAND_PAPER, .ticket = ticket, .slip_status = slip_status};

	fixture_run(f, &command);
	assert_int_equal(f->answer.error, ERROR_NONE);
	return ticket;
}

static enum late_slip slip(struct fixture *f, int64_t ticket)
{
	return late_slip_of(queue_model(f->queue), fixture_ticket(f, ticket), &f->now);
}

static bool prints(struct fixture *f, int64_t ticket)
{
	return slip(f, ticket) == LATE_SLIP_LATER;
}

static int count(struct fixture *f, const char *kiosk, enum late_slip late)
{
	int n[LATE_SLIPS];

	late_slips_count(queue_model(f->queue), kiosk, &f->now, n);
	return n[late];
}

static void test_who_waits_gets_a_slip_and_who_was_called_does_not(void **state)
{
	struct fixture *f = *state;
	int64_t first = report(f, issue_at(f, "kiosk-1"), SLIP_LATER);
	int64_t second = report(f, issue_at(f, "kiosk-1"), SLIP_LATER);
	int64_t other = report(f, issue_at(f, "kiosk-2"), SLIP_LATER);

	assert_true(prints(f, first));
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), 2);
	assert_int_equal(count(f, "kiosk-2", LATE_SLIP_LATER), 1);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 0);
	fixture_open(f, 1, "s1");
	assert_int_equal(fixture_move(f, COMMAND_CALL_NEXT, 1, ERROR_NONE), first);
	assert_false(prints(f, first));
	assert_int_equal(
		count(f, "kiosk-1", LATE_SLIP_LOST), 1); /* it may be shown at the counter */
	assert_int_equal(slip(f, first), LATE_SLIP_LOST);
	(void)fixture_move(f, COMMAND_APPEAR, 1, ERROR_NONE);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 0);
	(void)report(f, second, SLIP_PRINTED);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), 0);
	assert_true(prints(f, other));
	fixture_reopen(f);
	assert_true(prints(f, other));
	fixture_verify(f);
}

static void test_not_for_those_who_must_be_gone(void **state)
{
	struct fixture *f = *state;
	int64_t ticket = report(f, issue_at(f, "kiosk-1"), SLIP_LATER);
	struct command close = {.kind = COMMAND_DAY_CLOSE};

	fixture_pass_s(f, LATE_SLIP_MS / 1000 - 1);
	assert_true(prints(f, ticket));
	fixture_pass_s(f, 1);
	assert_false(prints(f, ticket));
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), 0);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 1);
	ticket = report(f, issue_at(f, "kiosk-1"), SLIP_LATER);
	assert_true(prints(f, ticket));
	fixture_run(f, &close);
	assert_int_equal(f->answer.error, ERROR_NONE);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), 0);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 0);
}

static void test_no_heap_of_slips(void **state)
{
	struct fixture *f = *state;
	int64_t ids[LATE_SLIPS_MAX + 2];

	for (int i = 0; i < LATE_SLIPS_MAX + 2; i++) {
		ids[i] = report(f, issue_at(f, "kiosk-1"), SLIP_LATER);
		(void)report(f, issue_at(f, "kiosk-2"), SLIP_PRINTED);
	}
	assert_false(prints(f, ids[0]));
	assert_false(prints(f, ids[1]));
	assert_true(prints(f, ids[2]));
	assert_true(prints(f, ids[LATE_SLIPS_MAX + 1]));
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), LATE_SLIPS_MAX);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 2);
	assert_int_equal(slip(f, ids[0]), LATE_SLIP_LOST);
}

static void test_what_was_begun_is_staffs(void **state)
{
	struct fixture *f = *state;
	int64_t unknown = report(f, issue_at(f, "kiosk-1"), SLIP_UNKNOWN);
	int64_t failed = report(f, issue_at(f, "kiosk-1"), SLIP_FAILED);

	/* This printer may prove nothing at all. */
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 1);
	assert_int_equal(slip(f, failed), LATE_SLIP_LOST);
	(void)report(f, issue_at(f, "kiosk-1"), SLIP_PRINTED);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LOST), 2);
	assert_int_equal(slip(f, unknown), LATE_SLIP_LOST);
	assert_int_equal(count(f, "kiosk-1", LATE_SLIP_LATER), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_set_up, fixture_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_who_waits_gets_a_slip_and_who_was_called_does_not),
		TEST(test_not_for_those_who_must_be_gone),
		TEST(test_no_heap_of_slips),
		TEST(test_what_was_begun_is_staffs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
