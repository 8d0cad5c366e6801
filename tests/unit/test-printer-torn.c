/* SPDX-License-Identifier: Apache-2.0 */
/* What a slip that did not end leaves behind, and answers that come late. */
#include "check.h"

#include "printer-play.h"

/* ---- one piece of paper, one slip ---- */

/* Up to PROBING of a printer that replies, and forgets if it can. */
static void come_back(struct play *play, bool forgets)
{
	play_step(play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	for (int i = 0; i < 4; i++) {
		play_let_leave(play);
		play_say_status(play, 0x12);
	}
	assert_true(CLEARS(play));
	play_let_leave(play);
	if (forgets) {
		play_say_kind(play, ESCPOS_CLEARED);
	} else {
		play_pass(play);
	}
	assert_int_equal(play->job.state, PRINTER_JOB_PROBING);
}

static void what_hangs_out_is_cut_off_when_the_printer_is_back(void **state)
{
	(void)state;
	for (int forgets = 0; forgets < 2; forgets++) {
		struct play play;

		play_send_part(&play, false);
		play.job.form.cut = true;
		play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
		come_back(&play, forgets);
		assert_true(CUTS(&play));
		/* One that did not forget may wait for dots: it gets them. */
		assert_int_equal(play.effects.out.size > 1000, !forgets);
		play_let_leave(&play);
		play_say_printed(&play, "----");
		play_say_kind(&play, ESCPOS_PAPER);
		assert_int_equal(play.job.state, PRINTER_JOB_READY);
		play_let_slip_go(&play, 2);
		assert_true(SENDS_SLIP(&play));
		assert_false(CUTS(&play)); /* once is enough */
		play_done(&play);
	}
}

/* The proof of the setting up says that the cut before it was made; that of a slip says nothing. */
static void only_the_proof_of_the_setting_up_says_that_it_was_cut(void **state)
{
	static const char *const ids[] = {"----", "0042"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(ids); i++) {
		struct play play;

		play_send_part(&play, false);
		play.job.form.cut = true;
		play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
		come_back(&play, true);
		assert_true(CUTS(&play));
		play_let_leave(&play);
		play_say_printed(&play, ids[i]);
		if (play.job.state != PRINTER_JOB_READY) {
			play_pass(&play);
		}
		assert_int_equal(play.job.state, PRINTER_JOB_READY);
		play_let_slip_go(&play, 2);
		assert_true(SENDS_SLIP(&play));
		assert_int_equal(CUTS(&play), i == 1);
		play_done(&play);
	}
}

static void what_could_not_be_cut_off_yet_is_in_front_of_the_next_slip(void **state)
{
	struct play play;

	(void)state;
	play_send_part(&play, false);
	play.job.form.cut = true;
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	come_back(&play, true);
	play_pass(&play); /* it takes nothing */
	play_let_slip_go(&play, 2);
	assert_true(CUTS(&play));
	assert_true(SENDS_SLIP(&play));
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	assert_false(play.effects.first_byte); /* those were not the slip's */
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.done, 2);
	assert_int_equal(play.result, PRINT_FAILED);
	play_done(&play);
}

static void every_slip_that_may_have_stopped_is_followed_by_a_cut(void **state)
{
	static const char *const ends[] = {"stalled", "no proof", "mute, gone", "printed, gone"};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(ends); i++) {
		struct play play;

		if (i == 2) {
			play_bring_up(&play, false, false, false, false);
			play_job(&play, 1);
			play_let_leave(&play);
			assert_int_equal(play.result, PRINT_SENT); /* its head still moves */
		} else {
			play_send_part(&play, i > 0);
		}
		play.job.form.cut = true;
		if (i == 3) {
			play_say_printed(&play, "0001");
			assert_int_equal(play.result, PRINT_PRINTED);
		}
		while (i < 2 && !play.effects.done) {
			play_pass(&play);
		}
		if (i >= 2) {
			play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
		}
		come_back(&play, true);
		assert_int_equal(CUTS(&play), i != 3);
		play_done(&play);
	}
}

static void a_slip_of_an_earlier_owner_is_cut_off(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play.job.form.cut = true;
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_TORN});
	assert_true(CLEARS(&play));
	play_job(&play, 1);
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_CLEARED);
	assert_true(CUTS(&play));
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	play_say_printed(&play, "----");
	play_say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	assert_false(CUTS(&play));
	play_done(&play);
	/* One that has just come, and one that says nothing. */
	play_bring_up(&play, false, false, false, false);
	play.job.form.cut = true;
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_TORN});
	assert_true(CUTS(&play));
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	play_let_leave(&play);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_TORN});
	play_let_leave(&play);
	play_pass(&play);
	assert_true(CUTS(&play));
	play_let_leave(&play);
	play_pass(&play);
	play_job(&play, 2);
	assert_true(SENDS_SLIP(&play));
	assert_false(CUTS(&play)); /* all that can be known is that it was told */
	play_done(&play);
}

/* ---- answers that are of another time ---- */

static void one_off_line_of_before_ends_no_slip(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_job(&play, 1);
	play_let_leave(&play);
	play_say_status(&play, 0x1A); /* an answer that nobody had read */
	for (int i = 0; i < 3; i++) {
		play_let_leave(&play);
		play_say_status(&play, 0x12);
	}
	play_let_leave(&play);
	assert_int_equal(play.done, 0);
	play_say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	assert_true(printer_status_ready(&play.job.told));
	play_let_leave(&play);
	play_pass(&play);
	play_let_leave(&play);
	play_say_status(&play, 0x1A); /* and again, while it is printed */
	assert_int_equal(play.job.state, PRINTER_JOB_FAULT);
	assert_true(printer_status_ready(&play.job.told));
	play_pass(&play);
	for (int i = 0; i < 4; i++) {
		play_let_leave(&play);
		play_say_status(&play, 0x12);
	}
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_say_printed(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void one_off_line_of_before_after_half_a_proof_ends_no_slip(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, false, true);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER);
	play_let_leave(&play);
	play_say_status(&play, 0x1A);
	assert_int_equal(play.done, 0);
	play_pass(&play);
	for (int i = 0; i < 4; i++) {
		play_let_leave(&play);
		play_say_status(&play, 0x12);
	}
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

static void one_off_line_of_before_tells_the_owner_nothing(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, true, true);
	play_pass(&play);
	for (int i = 0; i < 5; i++) {
		play_let_leave(&play);
		play_say_status(&play, i == 0 ? 0x1A : 0x12);
		assert_false(play.effects.status);
	}
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	assert_true(printer_status_ready(&play.job.told));
	play_done(&play);
}

static void processed_of_before_is_no_proof(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, false, false, true);
	play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_TORN});
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_CLEARED);
	play_let_leave(&play);
	play.job.status.cover_open = play.job.said.cover_open = true; /* it answers when closed */
	play_pass(&play);
	play.job.status.cover_open = play.job.said.cover_open = false;
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	play_say_kind(&play, ESCPOS_PAPER); /* of the setting up */
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_say_kind(&play, ESCPOS_PAPER);
	play_say_status(&play, 0x12);
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

/* Some answer the first questions, and nothing behind a slip. */
static void a_printer_that_gave_no_proof_is_not_waited_for_again(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, false, false, false, true);
	play_job(&play, 1);
	while (!play.effects.done) {
		play_let_leave(&play);
		if (!play.effects.done) {
			play_pass(&play);
		}
	}
	assert_int_equal(play.result, PRINT_UNKNOWN);
	for (uint64_t i = 2; i < 5; i++) {
		play_step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
		play_let_leave(&play);
		play_pass(&play);
		play_let_leave(&play);
		play_say_kind(&play, ESCPOS_PAPER);
		play_pass(&play);
		play_job(&play, i);
		play_let_leave(&play);
		assert_int_equal(play.result, PRINT_SENT);
	}
	play_say_kind(&play, ESCPOS_PAPER); /* late, but there it is */
	play_job(&play, 5);
	play_let_leave(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_done(&play);
}

/* It has only stopped for once. */
static void a_printer_that_has_proved_a_slip_is_waited_for_after_it_stopped(void **state)
{
	struct play play;

	(void)state;
	play_bring_up(&play, true, true, true, true);
	play_let_slip_go(&play, 1);
	play_let_leave(&play);
	play_say_printed(&play, "0001");
	play_let_slip_go(&play, 2);
	play_let_leave(&play);
	while (play.done < 2) {
		play_pass(&play);
	}
	assert_int_equal(play.result, PRINT_UNKNOWN);
	come_back(&play, true);
	play_let_leave(&play);
	play_say_printed(&play, "----");
	play_say_kind(&play, ESCPOS_PAPER);
	play_let_slip_go(&play, 3);
	play_let_leave(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	play_say_printed(&play, "0003");
	assert_int_equal(play.result, PRINT_PRINTED);
	play_done(&play);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_hangs_out_is_cut_off_when_the_printer_is_back),
		cmocka_unit_test(only_the_proof_of_the_setting_up_says_that_it_was_cut),
		cmocka_unit_test(what_could_not_be_cut_off_yet_is_in_front_of_the_next_slip),
		cmocka_unit_test(every_slip_that_may_have_stopped_is_followed_by_a_cut),
		cmocka_unit_test(a_slip_of_an_earlier_owner_is_cut_off),
		cmocka_unit_test(one_off_line_of_before_ends_no_slip),
		cmocka_unit_test(one_off_line_of_before_after_half_a_proof_ends_no_slip),
		cmocka_unit_test(one_off_line_of_before_tells_the_owner_nothing),
		cmocka_unit_test(processed_of_before_is_no_proof),
		cmocka_unit_test(a_printer_that_gave_no_proof_is_not_waited_for_again),
		cmocka_unit_test(a_printer_that_has_proved_a_slip_is_waited_for_after_it_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
