/* SPDX-License-Identifier: Apache-2.0 */
/* The conversation alone: events and times in, what it does out. Each test plays the printer. */
#include "check.h"

#include <string.h>

#include "printer-play.h"

enum { STALL_MS = 10000 };

static void a_slip_is_printed_when_the_printer_says_so(void **state)
{
	struct play play;
	char id[ESCPOS_ID_LENGTH + 1];

	(void)state;
	play_bring_up(&play, true, true, true, true);
	assert_true(play.job.status.answers && printer_status_ready(&play.job.status));
	printer_job_next_id(&play.job, id);
	play_job(&play, 7);
	assert_true(ASKS(&play, "\x01"));
	assert_false(SENDS_SLIP(&play));
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	assert_true(play.effects.first_byte);
	assert_int_equal(play.effects.job, 7);
	play_step(&play,
		(struct printer_job_event){
			.kind = PRINTER_JOB_SENT, .size = sizeof(PLAY_SLIP) - 3});
	assert_false(play.effects.first_byte);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_say_kind(&play, ESCPOS_PAPER); /* processed only; this one gives better proof */
	assert_int_equal(play.done, 0);
	play_say_printed(&play, id);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_PRINTED);
	assert_int_equal(play.effects.job, 7);
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	play_done(&play);
}

static void the_proof_of_another_slip_is_no_proof(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	play_say_printed(&play, "----");
	play_say_printed(&play, "0000");
	play_say_printed(&play, "0002");
	assert_int_equal(play.done, 0);
	play_say_printed(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

/* The last bytes of a slip may leave in a transfer of their own, behind the proof. */
static void a_proof_that_comes_before_the_last_byte_has_left_counts(void **state)
{
	(void)state;
	for (int gone = 0; gone < 2; gone++) {
		struct play play;

		play_bring_up(&play, true, true, true, true);
		play_let_slip_go(&play, 1);
		play_step(&play,
			(struct printer_job_event){
				.kind = PRINTER_JOB_SENT, .size = sizeof(PLAY_SLIP) - 1});
		play_say_printed(&play, "0001");
		assert_int_equal(play.done, 0);
		play_step(&play,
			(struct printer_job_event){
				.kind = gone ? PRINTER_JOB_LINK_DOWN : PRINTER_JOB_SENT,
				.size = 1});
		assert_int_equal(play.result, PRINT_PRINTED);
		play_done(&play);
	}
}

static void half_a_proof_is_verified(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, false, true);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	assert_true(ASKS(&play, "\x01"));
	assert_int_equal(play.done, 0);
	play_say_status(&play, 0x12);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void a_printer_that_never_answers_is_not_waited_for(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, false, false, false, false);
	assert_false(play.job.status.answers);
	assert_true(printer_status_ready(&play.job.status));
	play_job(&play, 1);
	assert_true(SENDS_SLIP(&play));
	play_let_leave(&play);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_SENT);
	assert_string_equal(play.cause, "no_answer");
	play_done(&play);
}

static void a_printer_that_proves_nothing_is_not_waited_for(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, false, false);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_SENT);
	play_done(&play);
}

static void a_printer_with_automatic_status_only_is_believed(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, false, true, false, true);
	assert_true(play.job.status.answers);
	play_say_automatic(&play, 0x18, 0x0C);
	play_job(&play, 1);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "paper_out");
	play_say_automatic(&play, 0x10, 0);
	play_job(&play, 2);
	assert_true(SENDS_SLIP(&play));
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	assert_int_equal(play.done, 2);
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void trouble_before_a_slip_fails_it_with_its_cause(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_job(&play, 1);
	play_let_leave(&play);
	play_say_status(&play, 0x1A); /* off line: why? */
	assert_true(ASKS(&play, "\x02"));
	play_let_leave(&play);
	play_say_status(&play, 0x16);
	assert_true(ASKS(&play, "\x03"));
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	assert_true(ASKS(&play, "\x01")); /* is it so? */
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "cover_open");
	assert_false(SENDS_SLIP(&play));
	play_done(&play);
}

static void a_printer_that_falls_silent_gets_no_slip(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_job(&play, 1);
	play_wait_done(&play, 2000);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "no_answer");
	play_job(&play, 2);
	play_wait_done(&play, 2000);
	assert_true(play.job.status.offline);
	assert_string_equal(printer_status_name(&play.job.status), "offline");
	play_done(&play);
}

static void a_job_for_a_missing_printer_fails_at_once(void **state)
{
	struct play play = {0};

	(void)state;
	printer_job_init(&play.job);
	play_job(&play, 1);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "offline");
	play_done(&play);
}

static void a_job_for_a_printer_that_has_just_come_waits_for_it(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	play_job(&play, 1);
	assert_int_equal(play.done, 0);
	play_let_leave(&play);
	play_pass(&play); /* it does not answer */
	assert_int_equal(play.job.state, PRINTER_JOB_PROBING);
	play_let_leave(&play);
	play_pass(&play);
	assert_true(SENDS_SLIP(&play));
	play_done(&play);
}

static void a_job_waits_for_the_question_under_way(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_pass(&play);
	assert_true(ASKS(&play, "\x01"));
	play_let_leave(&play);
	play_job(&play, 1);
	assert_int_equal(play.effects.out.size, 0);
	for (int i = 0; i < 3; i++) {
		play_say_status(&play, 0x12);
		assert_false(SENDS_SLIP(&play));
		play_let_leave(&play);
	}
	play_say_status(&play, 0x12); /* the last of the round: now it is asked for the job */
	assert_true(ASKS(&play, "\x01"));
	play_say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	play_done(&play);
}

static void the_cable_pulled_amid_a_slip_leaves_it_unknown(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, false);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_false(play.job.status.connected);
	printer_job_effects_done(&play.effects);
	play_send_part(&play, true);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_UNKNOWN);
	play_done(&play);
}

static void the_cable_pulled_before_the_first_byte_fails_the_slip(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_let_slip_go(&play, 1);
	assert_true(SENDS_SLIP(&play));
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_FAILED);
	play_done(&play);
}

/* What was on its way when the line broke may have come out. */
static void bytes_that_may_have_left_leave_the_slip_unknown(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct play play;

		play_bring_up(&play, true, true, true, true);
		play_let_slip_go(&play, 1);
		if (i > 0) {
			/* Those before the slip, and then some of its own. */
			play_step(&play,
				(struct printer_job_event){.kind = PRINTER_JOB_MAYBE_SENT,
					.size = play.job.first - play.job.left + (i == 2)});
		}
		play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
		assert_int_equal(play.result, i == 2 ? PRINT_UNKNOWN : PRINT_FAILED);
		play_done(&play);
	}
}

static void trouble_amid_a_slip_gives_it_up_and_clears_the_printer(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, false);
	play_say_automatic(&play, 0x18, 0x0C);
	assert_int_equal(play.job.state, PRINTER_JOB_FAULT);
	assert_int_equal(play.done, 0);
	play_let_trouble_stay(&play, 0x1A, 0x72);
	printer_job_dropped(&play.job, sizeof(PLAY_SLIP) / 2);
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_CLEARED);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_UNKNOWN); /* half of it may be there to read */
	assert_string_equal(play.cause, "paper_out");
	assert_int_equal(play.job.handed - play.effects.out.size, play.job.left);
	play_done(&play);
}

static void trouble_after_the_last_line_is_no_failure(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, true);
	play_say_automatic(&play, 0x18, 0x0C);
	play_say_printed(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void trouble_put_right_at_once_lets_the_slip_go_on(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, true);
	play_say_automatic(&play, 0x38, 0);
	play_say_automatic(&play, 0x10, 0);
	play_pass(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	assert_false(play.effects.drop);
	play_say_printed(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void trouble_that_cannot_be_cleared_leaves_the_slip_unknown(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, false);
	play_say_automatic(&play, 0x18, 0x0C);
	play_let_trouble_stay(&play, 0x1A, 0x72);
	play_let_leave(&play);
	play_pass(&play); /* it does not say that it has forgotten the rest */
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "paper_out");
	assert_true(play.effects.reset);
	play_done(&play);
}

static void a_cut_that_failed_leaves_the_slip_unknown(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, true);
	play_say(&play,
		(struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {0x18, 0x08, 0, 0}});
	play_pass(&play);
	play_let_leave(&play);
	play_pass(&play); /* and does not answer */
	assert_true(CLEARS(&play));
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_CLEARED);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "cutter_error");
	play_done(&play);
}

static void trouble_is_asked_for_when_it_is_not_told(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_pass(&play);
	assert_true(ASKS(&play, "\x01"));
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_pass(&play);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	assert_int_equal(play.job.state, PRINTER_JOB_FAULT);
	play_done(&play);
}

static void a_printer_that_stops_reading_ends_the_slip_in_bounded_time(void **state)
{
	struct play play;
	int64_t begin_ms;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_let_slip_go(&play, 1);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	play.now_ms += 5000;
	play_step(&play,
		(struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 1}); /* progress */
	begin_ms = play.now_ms;
	while (!play.effects.done) {
		play_pass(&play);
	}
	assert_int_equal(play.now_ms - begin_ms, STALL_MS);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "stalled");
	assert_true(play.effects.reset);
	assert_false(play.job.status.connected);
	play_done(&play);
}

static void no_proof_from_a_printer_that_gives_one_is_unknown(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, true);
	while (!play.effects.done) {
		play_pass(&play);
	}
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "no_answer");
	play_done(&play);
}

static void a_printer_given_up_gets_nothing_until_it_speaks_and_forgets(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, false);
	while (!play.effects.done) {
		play_pass(&play);
	}
	play.done = 0;
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_true(ASKS(&play, "\x01"));
	play_let_leave(&play);
	play_pass(&play); /* still deaf */
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	assert_true(play.job.status.offline);
	play_job(&play, 2);
	play_wait_done(&play, 2000);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_false(SENDS_SLIP(&play));
	play_say_status(&play, 0x12); /* an answer to a question of before */
	assert_int_equal(play.job.state, PRINTER_JOB_ASKING);
	for (int i = 0; i < 4; i++) {
		play_say_status(&play, 0x12);
	}
	assert_true(CLEARS(&play));
	play_say_kind(&play, ESCPOS_CLEARED);
	assert_false(play.job.status.offline);
	play_done(&play);
}

static void an_idle_printer_is_asked_from_time_to_time(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_pass(&play);
	assert_true(ASKS(&play, "\x01"));
	for (int i = 0; i < 3; i++) {
		play_let_leave(&play);
		play_say_status(&play, 0x12);
	}
	play_let_leave(&play);
	play_say_status(&play, 0x1E); /* paper low */
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.status), "paper_low");
	assert_true(printer_status_ready(&play.job.status));
	play_done(&play);
}

static void questions_do_not_pile_up_in_a_printer_that_takes_nothing(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_pass(&play);
	assert_true(ASKS(&play, "\x01"));
	for (int i = 0; i < 20; i++) { /* it never leaves */
		play_pass(&play);
		assert_int_equal(play.effects.out.size, 0);
	}
	/* It is not taken for one that is well. */
	assert_true(printer_job_is_silent(&play.job));
	assert_string_equal(printer_status_name(&play.job.told), "offline");
	play_step(&play,
		(struct printer_job_event){
			.kind = PRINTER_JOB_SENT, .size = play.job.handed - play.job.left});
	play_pass(&play);
	for (int i = 0; i < 4; i++) {
		play_let_leave(&play);
		play_say_status(&play, 0x12);
	}
	assert_string_equal(printer_status_name(&play.job.told), "ok");
	assert_false(printer_job_is_silent(&play.job));
	play_done(&play);
}

/* A slow line is no printer that takes nothing. */
static void a_printer_that_takes_bytes_slowly_is_not_off_line(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_pass(&play);
	for (int i = 0; i < 20; i++) {
		play.job.handed++;
		play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 1});
		play_pass(&play);
	}
	assert_true(printer_status_ready(&play.job.told));
	play_done(&play);
}

static void an_error_is_told_to_end_when_its_cause_may_be_gone(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_say(&play,
		(struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {0x18, 0x08, 0, 0}});
	assert_true(play.effects.status);
	play_pass(&play);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	play_let_leave(&play);
	play_say_status(&play, 0x52);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	assert_true(play_sends(&play, "\x10\x05\x02", 3));
	play_done(&play);
}

static void the_status_is_told_when_it_is_known(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_false(play.effects.status);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	play_let_leave(&play);
	play_say_status(&play, 0x32);
	play_let_leave(&play);
	play_say_status(&play, 0x12);
	play_let_leave(&play);
	assert_false(play.effects.status);
	play_say_status(&play, 0x72);
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.told), "paper_out");
	play_done(&play);
}

static void the_status_is_told_only_when_it_changes(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_say_automatic(&play, 0x10, 0);
	assert_false(play.effects.status);
	play_say_automatic(&play, 0x10, 0x03);
	assert_true(play.effects.status);
	play_say_automatic(&play, 0x10, 0x03);
	assert_false(play.effects.status);
	play_done(&play);
}

static void say_port(struct play *play, bool paper_out)
{
	play_step(
		play, (struct printer_job_event){.kind = PRINTER_JOB_PORT, .paper_out = paper_out});
}

static void the_port_speaks_for_a_printer_that_says_nothing(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, false, false, false, false);
	say_port(&play, true);
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.told), "paper_out");
	play_job(&play, 7);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "paper_out");
	say_port(&play, false);
	assert_string_equal(printer_status_name(&play.job.told), "ok");
	play_job(&play, 8);
	assert_true(SENDS_SLIP(&play));
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	say_port(&play, true); /* amid the slip: what came out of it nobody knows */
	play_wait_done(&play, 5000);
	assert_int_equal(play.done, 2);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "paper_out");
	assert_true(play.effects.reset);
	play_done(&play);
}

static void the_port_is_not_asked_when_the_printer_speaks(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	say_port(&play, true);
	assert_string_equal(printer_status_name(&play.job.told), "ok");
	play_done(&play);
}

static void a_printer_that_may_not_be_asked_is_not_asked(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	play.job.form.questions = PRINTER_PROCESSED;
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_false(ASKS(&play, "\x01"));
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	play_pass(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	for (int i = 0; i < 5; i++) {
		play_pass(&play);
		assert_int_equal(play.effects.out.size, 0);
	}
	play_job(&play, 7);
	assert_true(SENDS_SLIP(&play));
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void everything_has_a_name_for_the_log(void **state)
{
	(void)state;
	for (int i = 0; i <= PRINTER_JOB_STATES; i++) {
		const char *name = printer_job_state_name((enum printer_job_state)i);

		assert_non_null(name);
		assert_int_equal(*name == '?', i == PRINTER_JOB_STATES);
	}
	for (int i = 0; i <= PRINTER_JOB_EVENT_KINDS; i++) {
		const char *name = printer_job_event_name((enum printer_job_event_kind)i);

		assert_non_null(name);
		assert_int_equal(*name == '?', i == PRINTER_JOB_EVENT_KINDS);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_port_speaks_for_a_printer_that_says_nothing),
		cmocka_unit_test(the_port_is_not_asked_when_the_printer_speaks),
		cmocka_unit_test(a_printer_that_may_not_be_asked_is_not_asked),
		cmocka_unit_test(a_slip_is_printed_when_the_printer_says_so),
		cmocka_unit_test(the_proof_of_another_slip_is_no_proof),
		cmocka_unit_test(a_proof_that_comes_before_the_last_byte_has_left_counts),
		cmocka_unit_test(half_a_proof_is_verified),
		cmocka_unit_test(a_printer_that_never_answers_is_not_waited_for),
		cmocka_unit_test(a_printer_that_proves_nothing_is_not_waited_for),
		cmocka_unit_test(a_printer_with_automatic_status_only_is_believed),
		cmocka_unit_test(trouble_before_a_slip_fails_it_with_its_cause),
		cmocka_unit_test(a_printer_that_falls_silent_gets_no_slip),
		cmocka_unit_test(a_job_for_a_missing_printer_fails_at_once),
		cmocka_unit_test(a_job_for_a_printer_that_has_just_come_waits_for_it),
		cmocka_unit_test(a_job_waits_for_the_question_under_way),
		cmocka_unit_test(the_cable_pulled_amid_a_slip_leaves_it_unknown),
		cmocka_unit_test(the_cable_pulled_before_the_first_byte_fails_the_slip),
		cmocka_unit_test(bytes_that_may_have_left_leave_the_slip_unknown),
		cmocka_unit_test(trouble_amid_a_slip_gives_it_up_and_clears_the_printer),
		cmocka_unit_test(trouble_after_the_last_line_is_no_failure),
		cmocka_unit_test(trouble_put_right_at_once_lets_the_slip_go_on),
		cmocka_unit_test(trouble_that_cannot_be_cleared_leaves_the_slip_unknown),
		cmocka_unit_test(a_cut_that_failed_leaves_the_slip_unknown),
		cmocka_unit_test(trouble_is_asked_for_when_it_is_not_told),
		cmocka_unit_test(a_printer_that_stops_reading_ends_the_slip_in_bounded_time),
		cmocka_unit_test(no_proof_from_a_printer_that_gives_one_is_unknown),
		cmocka_unit_test(a_printer_given_up_gets_nothing_until_it_speaks_and_forgets),
		cmocka_unit_test(an_idle_printer_is_asked_from_time_to_time),
		cmocka_unit_test(questions_do_not_pile_up_in_a_printer_that_takes_nothing),
		cmocka_unit_test(a_printer_that_takes_bytes_slowly_is_not_off_line),
		cmocka_unit_test(an_error_is_told_to_end_when_its_cause_may_be_gone),
		cmocka_unit_test(the_status_is_told_when_it_is_known),
		cmocka_unit_test(the_status_is_told_only_when_it_changes),
		cmocka_unit_test(everything_has_a_name_for_the_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
