/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of moves against a second statement of the same rules, written as field.md has them:
 * one line a state, the moves that leave it and where they lead. */
#include "queue/ticket.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

static const struct {
	enum ticket_state from;
	const char *moves; /* "call>CALLED …" */
} rules[] = {
	{TICKET_NONE, "issue>WAITING"},
	{TICKET_WAITING, "call>CALLED leave>LEFT void>VOID expire>EXPIRED"},
	{TICKET_CALLED,
		"recall>CALLED appear>SERVING undo-call>WAITING absent>WAITING "
		"absent>NO_SHOW leave>LEFT expire>EXPIRED"},
	{TICKET_SERVING,
		"undo-appear>CALLED hold>HELD transfer>WAITING add-service>SERVING "
		"supplement>SUPPLEMENT "
		"finish>FINISHED finish-unconfirmed>FINISHED_UNCONFIRMED"},
	{TICKET_HELD, "resume>SERVING return>WAITING leave>LEFT expire>EXPIRED"},
	{TICKET_SUPPLEMENT, "return>WAITING leave>LEFT expire>EXPIRED"},
	{TICKET_NO_SHOW, "revive>WAITING expire>EXPIRED"},
	{TICKET_FINISHED, "undo-finish>SERVING undo-finish>HELD"},
	{TICKET_LEFT, "undo-leave>WAITING"},
	{TICKET_VOID, "undo-void>WAITING"},
	{TICKET_EXPIRED, ""},
	{TICKET_FINISHED_UNCONFIRMED, ""},
};

static void test_every_state_and_move(void **state)
{
	int allowed = 0;

	(void)state;
	assert_int_equal(ELEMENTS(rules), TICKET_STATES);
	for (size_t i = 0; i < ELEMENTS(rules); i++) {
		for (int move = 0; move < TICKET_MOVES; move++) {
			enum ticket_state to = TICKET_STATES;
			char want[64];
			int r = ticket_move_target(rules[i].from, (enum ticket_move)move, &to);

			if (r < 0) {
				assert_int_equal(r, -EPERM);
				assert_int_equal(to, TICKET_STATES);
				continue;
			}
			allowed++;
			(void)snprintf(want, sizeof(want), "%s>%s",
				ticket_move_name((enum ticket_move)move), ticket_state_name(to));
			if (!strstr(rules[i].moves, want)) {
				fail_msg("%s: %s is not in field.md",
					ticket_state_name(rules[i].from), want);
			}
		}
	}
	assert_int_equal(allowed, 32);
}

static void test_final_states_have_no_way_out_but_corrections(void **state)
{
	(void)state;
	for (int from = TICKET_WAITING; from < TICKET_STATES; from++) {
		bool way_out = false;

		for (int move = 0; move < TICKET_MOVES; move++) {
			enum ticket_state to;

			way_out = way_out ||
				(move != MOVE_UNDO_FINISH && move != MOVE_UNFINISH &&
					move != MOVE_UNDO_LEAVE && move != MOVE_UNDO_VOID &&
					ticket_move_target((enum ticket_state)from,
						(enum ticket_move)move, &to) == 0);
		}
		assert_int_equal(ticket_state_is_final((enum ticket_state)from), !way_out);
	}
}

static void test_words_go_both_ways(void **state)
{
	enum ticket_state ticket_state;
	enum lane lane;
	enum slip_status slip_status;

	(void)state;
	for (int i = 0; i < TICKET_STATES; i++) {
		assert_int_equal(
			ticket_state_parse(ticket_state_name((enum ticket_state)i), &ticket_state),
			0);
		assert_int_equal(ticket_state, i);
	}
	for (int i = 0; i < LANES; i++) {
		assert_int_equal(ticket_lane_parse(ticket_lane_name((enum lane)i), &lane), 0);
		assert_int_equal(lane, i);
	}
	for (int i = 0; i < SLIP_STATUSES; i++) {
		assert_int_equal(
			ticket_slip_status_parse(
				ticket_slip_status_name((enum slip_status)i), &slip_status),
			0);
		assert_int_equal(slip_status, i);
	}
	assert_int_equal(ticket_state_parse("waiting", &ticket_state), -EINVAL);
	assert_int_equal(ticket_lane_parse("", &lane), -EINVAL);
}

static void test_paper_never_skips_the_kiosk(void **state)
{
	(void)state;
	/* Nothing is printed or failed that was not queued; all may be queued again. */
	for (int to = 0; to < SLIP_STATUSES; to++) {
		assert_int_equal(ticket_slip_status_allowed(SLIP_NONE, (enum slip_status)to),
			to == SLIP_QUEUED);
		assert_int_equal(ticket_slip_status_allowed(SLIP_PRINTED, (enum slip_status)to),
			to == SLIP_QUEUED);
		assert_true(ticket_slip_status_allowed(SLIP_QUEUED, (enum slip_status)to));
		/* What was queued may turn out to be on the screen instead. */
		assert_int_equal(ticket_slip_status_allowed((enum slip_status)to, SLIP_NONE),
			to == SLIP_QUEUED);
	}
	/* Unknown may turn out either way when the printer comes back. */
	assert_true(ticket_slip_status_allowed(SLIP_UNKNOWN, SLIP_PRINTED));
	assert_true(ticket_slip_status_allowed(SLIP_UNKNOWN, SLIP_FAILED));
	/* What was never begun may be begun, and turn out not to have been. */
	assert_true(ticket_slip_status_allowed(SLIP_LATER, SLIP_UNKNOWN));
	assert_true(ticket_slip_status_allowed(SLIP_UNKNOWN, SLIP_LATER));
	assert_true(ticket_slip_status_allowed(SLIP_LATER, SLIP_PRINTED));
	assert_false(ticket_slip_status_allowed(SLIP_FAILED, SLIP_LATER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_state_and_move),
		cmocka_unit_test(test_final_states_have_no_way_out_but_corrections),
		cmocka_unit_test(test_words_go_both_ways),
		cmocka_unit_test(test_paper_never_skips_the_kiosk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
