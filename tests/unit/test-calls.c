/* SPDX-License-Identifier: Apache-2.0 */
/* Calls in the hall, announced and listed: the cases of firmware/display/calls.c. */
#include "calls-fixture.h"
#include "display/announce.h"

static void test_after_a_start_calls_are_listed_not_announced(void **state)
{
	struct fixture *f = *state;
	json_t *list = json_pack("[o, o, o]", call_json(f, 7, "A007", 2, "CALLED", 1, SECOND),
		call_json(f, 6, "A006", 1, "SERVING", 1, MINUTE),
		call_json(f, 5, "A005", 1, "WAITING", 0, MINUTE));

	take_site(f, "\"always\"", "");
	take_state(f, state_json(f, list));
	calls_set_link(f->calls, true, &f->now);
	assert_calm(f);
	assert_int_equal(f->view.main.kind, HALL_CALL);
	assert_string_equal(f->view.main.call.number, "A007");
	assert_string_equal(f->view.main.service.first, "Hộ tịch");
	assert_int_equal(f->view.list.n, 2);
	assert_true(f->view.list.call[0].waited_for);
	assert_int_equal(f->view.list.call[0].counter, 2);
	assert_false(f->view.list.call[1].waited_for);
	call(f, 7, "A007", 2, 2); /* but a recall is */
	assert_fresh(f, "A007");
}

static void test_who_catches_up_announces_what_was_not_heard(void **state)
{
	struct fixture *f = *state;
	struct announce_call said;
	bool once;
	json_t *list = json_pack("[o, o, o, o]", call_json(f, 4, "A004", 4, "CALLED", 1, SECOND),
		call_json(f, 3, "A003", 3, "CALLED", 2, 2 * SECOND),
		call_json(f, 2, "A002", 2, "CALLED", 1, 9 * SECOND),
		call_json(f, 1, "A001", 1, "CALLED", 1, CALLS_OLD_MS + 1));

	take_site(f, "\"always\"", "");
	calls_catch_up(f->calls);
	take_state(f, state_json(f, list));
	calls_set_link(f->calls, true, &f->now);
	assert_int_equal(calls_voice(f->calls)->n, 3);
	calls_heard(f->calls, 3, 1); /* but not its second call */
	calls_heard(f->calls, 9, 1);
	assert_int_equal(calls_voice(f->calls)->n, 3);
	calls_heard(f->calls, 2, 1);
	assert_true(announce_take(calls_voice(f->calls), &said, &once));
	assert_string_equal(said.number, "A003");
	assert_int_equal(said.calls, 2);
	calls_heard(f->calls, 3, 2);
	assert_int_equal(calls_voice(f->calls)->n, 1);
	assert_fresh(f, "A004");
}

static void test_a_call_stands_out_for_its_seconds(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 3, 1);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 3);
	assert_int_equal(f->view.main.call.times, 1);
	assert_true(f->view.main.frame);
	for (int step = 1; step < 20; step++) { /* the frame comes and goes three times */
		pass(f, CALLS_FRAME_MS);
		if (step * CALLS_FRAME_MS < CALLS_SHOW_MS) {
			assert_fresh(f, "A001");
			assert_int_equal(f->view.main.frame, step == 2 || step == 4);
		} else {
			assert_calm(f);
		}
	}
	assert_string_equal(f->view.main.call.number, "A001"); /* stays, calm */
}

static void test_several_calls_have_their_seconds_each(void **state)
{
	struct fixture *f = *state;
	char number[9];

	for (int i = 1; i <= 99; i++) { /* as many as there can be counters */
		(void)snprintf(number, sizeof(number), "A%03d", i);
		call(f, i, number, i, 1);
		(void)look(f);
	}
	for (int i = 1; i <= 99; i++) {
		(void)snprintf(number, sizeof(number), "A%03d", i);
		assert_string_equal(look(f)->main.call.number, number);
		assert_true(f->view.main.fresh);
		pass(f, CALLS_SHOW_MS - 1);
		assert_string_equal(look(f)->main.call.number, number);
		assert_true(f->view.main.fresh);
		pass(f, 1);
		(void)look(f);
	}
	assert_calm(f);
	assert_string_equal(f->view.main.call.number, "A099");
}

static void test_the_second_call_waits_for_the_first_ones_seconds(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	pass(f, CALLS_SHOW_MS - 1);
	call(f, 2, "A002", 2, 1);
	assert_fresh(f, "A001");
	assert_string_equal(f->view.list.call[0].number, "A002"); /* but it is on the screen */
	pass(f, 1);
	assert_fresh(f, "A002");
	pass(f, CALLS_SHOW_MS - 1);
	assert_fresh(f, "A002");
}

static void test_recall_is_marked_and_begins_anew(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	pass(f, 6 * SECOND);
	call(f, 1, "A001", 1, 2);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.times, 2);
	assert_true(f->view.main.frame);
	pass(f, CALLS_SHOW_MS - 1);
	assert_fresh(f, "A001");
	pass(f, 1);
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	assert_int_equal(f->view.list.call[0].times, 2);
}

static void test_recall_of_one_that_waits_for_its_turn_is_not_doubled(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	call(f, 2, "A002", 2, 2);
	assert_fresh(f, "A001");
	assert_string_equal(f->view.list.call[0].number, "A002"); /* the newest call */
	pass(f, CALLS_SHOW_MS);
	assert_fresh(f, "A002");
	assert_int_equal(f->view.main.call.times, 2);
	pass(f, CALLS_SHOW_MS);
	assert_fresh(f, "A003");
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
}

static void test_what_is_undone_goes(void **state)
{
	static const char *const moves[][2] = {
		{"undo_call", "WAITING"},
		{"absent", "WAITING"},
		{"no_show", "NO_SHOW"},
		{"void", "VOID"},
		{"leave", "LEFT"},
		{"transfer", "WAITING"},
		{"return", "WAITING"},
		{"expire", "EXPIRED"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		call(f, 1, "A001", 1, 1);
		call(f, 2, "A002", 2, 1);
		assert_fresh(f, "A001");
		move(f, moves[i][0], 1, moves[i][1]);
		assert_fresh(f, "A002"); /* at once */
		assert_int_equal(f->view.list.n, 1);
		move(f, moves[i][0], 2, moves[i][1]);
		assert_calm(f);
		assert_int_equal(f->view.list.n, 0);
		assert_int_equal(f->view.main.kind, HALL_WELCOME);
	}
}

/* Listed are those who are waited for and those who are being served; whoever has left the counter
 * can come back, and nobody is announced for it. */
static void test_the_list_is_of_the_counters(void **state)
{
	static const struct {
		const char *kind, *state;
		bool listed;
	} moves[] = {
		{"appear", "SERVING", true},
		{"hold", "HELD", false},
		{"resume", "SERVING", true},
		{"add_service", "SERVING", true},
		{"supplement", "SUPPLEMENT", false},
		{"resume", "SERVING", true},
		{"finish", "FINISHED", false},
		{"undo_finish", "SERVING", true},
		{"unfinish", "HELD", false},
		{"finish_unconfirmed", "FINISHED_UNCONFIRMED", false},
	};
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		move(f, moves[i].kind, 1, moves[i].state);
		assert_calm(f);
		assert_int_equal(f->view.list.n, moves[i].listed);
		assert_int_equal(f->view.main.kind, moves[i].listed ? HALL_CALL : HALL_WELCOME);
		assert_false(f->view.list.call[0].waited_for);
		assert_false(f->view.main.call.waited_for);
	}
	move(f, "resume", 77, "SERVING"); /* called before our time */
	assert_int_equal(look(f)->list.n, 1);
	assert_calm(f);
}

/* Seen in a hall: three who were waited for were pushed out by four who had finished. */
static void test_an_open_call_keeps_its_row(void **state)
{
	struct fixture *f = *state;
	char number[9];

	for (int i = 1; i <= 3; i++) {
		(void)snprintf(number, sizeof(number), "B%03d", i);
		call(f, 1000 + i, number, i, 1);
	}
	for (int i = 1; i <= 2 * HALL_CALLS_MAX + 99; i++) { /* more than are remembered */
		(void)snprintf(number, sizeof(number), "A%03d", i);
		call(f, i, number, 4, 1);
		move(f, "appear", i, "SERVING");
		move(f, "finish", i, "FINISHED");
	}
	assert_int_equal(look(f)->list.n, 3);
	assert_int_equal(f->view.list.more, 0);
	assert_string_equal(f->view.list.call[0].number, "B003");
	assert_string_equal(f->view.list.call[2].number, "B001");
	assert_true(f->view.list.call[2].waited_for);
}

/* Seen for 75 s: the last call, although it was finished, as if it were being served. */
static void test_the_main_panel_shows_nobody_who_has_finished(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	for (int i = 1; i <= 3; i++) {
		(void)look(f);
		pass(f, CALLS_SHOW_MS);
	}
	move(f, "appear", 2, "SERVING");
	move(f, "appear", 3, "SERVING");
	move(f, "finish", 3, "FINISHED");
	assert_calm(f);
	assert_string_equal(look(f)->main.call.number, "A001"); /* is still waited for */
	move(f, "appear", 1, "SERVING");
	assert_string_equal(look(f)->main.call.number, "A002"); /* the last that is served */
	assert_false(f->view.main.call.waited_for);
	move(f, "finish", 2, "FINISHED");
	move(f, "finish", 1, "FINISHED");
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_int_equal(f->view.list.n, 0);
}

static void set_counter(struct fixture *f, const char *word)
{
	json_t *state = state_json(f, json_array());

	(void)json_object_set_new(state, "counters",
		json_pack("[{s:i, s:s}, {s:i, s:s}]", "number", 2, "state", "PAUSED", "number", 3,
			"state", word));
	take_state(f, state);
}

/* Over a counter: its number alone, and what it does while nobody is called. */
static void test_a_display_over_a_counter_shows_that_alone(void **state)
{
	struct fixture *f = *state;

	calls_set_counter(f->calls, 3);
	set_counter(f, "OPEN");
	assert_int_equal(look(f)->main.kind, HALL_COUNTER);
	assert_int_equal(f->view.main.counter, 3);
	assert_true(f->view.main.counter_open);
	call(f, 1, "A001", 2, 1);
	assert_int_equal(look(f)->main.kind, HALL_COUNTER); /* called elsewhere */
	call(f, 2, "A002", 3, 1);
	assert_string_equal(look(f)->main.call.number, "A002");
	assert_true(f->view.main.fresh);
	assert_int_equal(f->view.list.n, 0);
	assert_int_equal(f->view.waiting.n, 0);
	assert_int_equal(take(f, "appear", call_json(f, 2, "A002", 3, "SERVING", 1, 0)), 0);
	assert_int_equal(look(f)->main.kind, HALL_CALL);
	assert_false(f->view.main.call.waited_for);
	assert_int_equal(take(f, "finish", call_json(f, 2, "A002", 3, "FINISHED", 1, 0)), 0);
	assert_int_equal(look(f)->main.kind, HALL_COUNTER);
	assert_true(take(f, "counter_pause", json_object())); /* the state says of whom */
	set_counter(f, "PAUSED");
	assert_int_equal(look(f)->main.kind, HALL_COUNTER);
	assert_false(f->view.main.counter_open);
}

/* Rows of five: what is waited for stays, who is served takes turns. */
static void test_more_than_the_rows_take_turns(void **state)
{
	struct fixture *f = *state;
	char number[9];

	for (int i = 1; i <= 9; i++) {
		(void)snprintf(number, sizeof(number), "A%03d", i);
		call(f, i, number, i, 1);
		if (i <= 6) {
			move(f, "appear", i, "SERVING");
		}
	}
	assert_int_equal(look(f)->list.pages, 3);
	for (int page = 0; page < 3; page++) {
		assert_int_equal(look(f)->list.page, page);
		assert_int_equal(f->view.list.n, 5);
		assert_int_equal(f->view.list.more, 4);
		assert_string_equal(f->view.list.call[0].number, "A009");
		assert_string_equal(f->view.list.call[2].number, "A007");
		(void)snprintf(number, sizeof(number), "A%03d", 6 - 2 * page);
		assert_string_equal(f->view.list.call[3].number, number);
		assert_true(next_ms(f) <= f->now.boot_ms + CALLS_TURN_MS);
		pass(f, CALLS_TURN_MS);
	}
	call(f, 20, "B001", 20, 1); /* a call begins with the first page */
	call(f, 21, "B002", 21, 1);
	assert_int_equal(look(f)->list.pages, 3); /* five are waited for: all take turns */
	assert_int_equal(f->view.list.page, 0);
	assert_string_equal(f->view.list.call[0].number, "B002");
	assert_int_equal(f->view.list.more, 6);
}

static void test_who_had_not_come_is_waited_for_again(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	move(f, "appear", 1, "SERVING");
	assert_calm(f);
	assert_false(f->view.list.call[0].waited_for);
	move(f, "undo_appear", 1, "CALLED");
	assert_calm(f); /* and not announced again by itself */
	assert_int_equal(f->view.list.n, 1);
	assert_true(f->view.list.call[0].waited_for);
}

static void test_moves_of_those_who_wait_for_announcement(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	move(f, "appear", 2, "SERVING"); /* was quicker than its announcement */
	pass(f, CALLS_SHOW_MS);
	assert_fresh(f, "A003");
	assert_int_equal(f->view.list.n, 3);
}

static void test_called_to_another_counter_after_a_transfer(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	move(f, "appear", 1, "SERVING");
	move(f, "transfer", 1, "WAITING");
	assert_int_equal(look(f)->list.n, 0);
	call(f, 1, "A001", 4, 1);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 4);
}

static void test_short_losses_are_kept_from_the_public(void **state)
{
	struct fixture *f = *state;

	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_AWAY_MS - 1);
	assert_false(look(f)->notice.away);
	assert_int_equal(next_ms(f), f->now.boot_ms + 1);
	pass(f, 1);
	assert_true(look(f)->notice.away);
	assert_int_equal(f->view.main.kind, HALL_WELCOME); /* the last good picture stays */
	assert_int_equal(f->view.waiting.service[0].waiting, 3);
	calls_set_link(f->calls, true, &f->now);
	assert_true(look(f)->notice.away); /* nothing has come yet */
	take_state(f, state_json(f, json_array()));
	assert_false(look(f)->notice.away);
}

/* Where packets are lost the stream comes back again and again, and brings nothing. */
static void test_a_stream_that_comes_and_goes_hides_nothing(void **state)
{
	struct fixture *f = *state;

	calls_set_link(f->calls, false, &f->now);
	pass(f, SECOND);
	calls_set_link(f->calls, true, &f->now);
	pass(f, 3 * SECOND);
	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_AWAY_MS - 4 * SECOND - 1);
	assert_false(look(f)->notice.away);
	assert_int_equal(next_ms(f), f->now.boot_ms + 1);
	pass(f, 1);
	assert_true(look(f)->notice.away);
	calls_set_link(f->calls, true, &f->now);
	pass(f, MINUTE);
	assert_true(look(f)->notice.away);
	/* It came, and the next loss is another one. */
	take_state(f, state_json(f, json_array()));
	assert_false(look(f)->notice.away);
	calls_set_link(f->calls, false, &f->now);
	assert_false(look(f)->notice.away);
}

static void test_missed_calls_are_announced_if_recent(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	pass(f, MINUTE);
	calls_set_link(f->calls, false, &f->now);
	pass(f, 2 * MINUTE);
	calls_set_link(f->calls, true, &f->now);
	/* The stream replays what was missed … */
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	call(f, 4, "A004", 4, 1);
	assert_calm(f);
	assert_int_equal(f->view.list.n, 4);
	/* … and the state says which of it is recent. */
	list = json_pack("[o, o, o, o]", call_json(f, 4, "A004", 4, "CALLED", 1, 5 * SECOND),
		call_json(f, 3, "A003", 3, "CALLED", 1, CALLS_OLD_MS),
		call_json(f, 2, "A002", 2, "CALLED", 1, CALLS_OLD_MS + 1),
		call_json(f, 1, "A001", 1, "CALLED", 1, 3 * MINUTE));
	take_state(f, state_json(f, list));
	assert_fresh(f, "A003");
	assert_int_equal(f->view.list.n, 4);
	pass(f, CALLS_SHOW_MS);
	assert_fresh(f, "A004");
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
	call(f, 5, "A005", 5, 1); /* and from now on as ever */
	assert_fresh(f, "A005");
}

static void test_a_call_is_not_announced_again_after_a_loss(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o]", call_json(f, 1, "A001", 1, "CALLED", 1, CALLS_SHOW_MS));
	take_state(f, state_json(f, list));
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	/* A recall that was missed is; so is a call to another counter. */
	calls_set_link(f->calls, false, &f->now);
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o]", call_json(f, 1, "A001", 1, "CALLED", 2, SECOND));
	take_state(f, state_json(f, list));
	assert_fresh(f, "A001");
	pass(f, CALLS_SHOW_MS);
	list = json_pack("[o]", call_json(f, 1, "A001", 9, "CALLED", 1, SECOND));
	take_state(f, state_json(f, list));
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 9);
}

static void test_a_state_ends_announcements_that_were_undone_meanwhile(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	assert_fresh(f, "A001");
	calls_set_link(f->calls, false, &f->now);
	assert_fresh(f, "A001"); /* goes on meanwhile */
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o, o]", call_json(f, 2, "A002", 2, "CALLED", 1, SECOND),
		call_json(f, 1, "A001", 1, "WAITING", 0, SECOND));
	take_state(f, state_json(f, list));
	assert_fresh(f, "A002");
	assert_int_equal(f->view.list.n, 1);
}

static void test_another_log_begins_anew_and_the_picture_stays(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	calls_restart(f->calls);
	assert_fresh(f, "A001");
	list = json_pack("[o]", call_json(f, 1, "B001", 3, "CALLED", 1, SECOND));
	take_state(f, state_json(f, list));
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	assert_string_equal(f->view.main.call.number, "B001");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(test_after_a_start_calls_are_listed_not_announced),
		FRESH(test_who_catches_up_announces_what_was_not_heard),
		RUNNING(test_a_call_stands_out_for_its_seconds),
		RUNNING(test_several_calls_have_their_seconds_each),
		RUNNING(test_the_second_call_waits_for_the_first_ones_seconds),
		RUNNING(test_recall_is_marked_and_begins_anew),
		RUNNING(test_recall_of_one_that_waits_for_its_turn_is_not_doubled),
		RUNNING(test_what_is_undone_goes),
		RUNNING(test_the_list_is_of_the_counters),
		RUNNING(test_an_open_call_keeps_its_row),
		RUNNING(test_the_main_panel_shows_nobody_who_has_finished),
		RUNNING(test_a_display_over_a_counter_shows_that_alone),
		RUNNING(test_more_than_the_rows_take_turns),
		RUNNING(test_who_had_not_come_is_waited_for_again),
		RUNNING(test_moves_of_those_who_wait_for_announcement),
		RUNNING(test_called_to_another_counter_after_a_transfer),
		RUNNING(test_short_losses_are_kept_from_the_public),
		RUNNING(test_a_stream_that_comes_and_goes_hides_nothing),
		RUNNING(test_missed_calls_are_announced_if_recent),
		RUNNING(test_a_call_is_not_announced_again_after_a_loss),
		RUNNING(test_a_state_ends_announcements_that_were_undone_meanwhile),
		RUNNING(test_another_log_begins_anew_and_the_picture_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
