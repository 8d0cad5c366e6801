/* SPDX-License-Identifier: Apache-2.0 */
/* The conversation alone: events and times in, what it does out. Each test plays the printer. */
#include "check.h"

#include <string.h>

#include "drivers/printer-job.h"

enum { STALL_MS = 10000 };
static const char slip[] = "PICTURE";

struct play {
	struct printer_job job;
	int64_t now_ms;
	struct printer_job_effects effects; /* of the last step */
	int done; /* how often a job ended */
	enum print_result result;
	const char *cause;
};

static void step(struct play *play, struct printer_job_event event)
{
	printer_job_effects_done(&play->effects);
	play->effects = (struct printer_job_effects){0};
	printer_job_step(&play->job, &event, play->now_ms, &play->effects);
	if (play->effects.done) {
		play->done++;
		play->result = play->effects.result;
		play->cause = play->effects.cause;
	}
}

/* What it sent in the last step has left the computer. */
static void let_leave(struct play *play)
{
	size_t size = play->effects.out.size;

	if (size > 0) {
		step(play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = size});
	}
}

/* The time comes that it waits for. */
static void pass(struct play *play)
{
	assert_true(play->job.deadline_ms > 0);
	play->now_ms = MAX_OF(play->now_ms, play->job.deadline_ms);
	step(play, (struct printer_job_event){.kind = PRINTER_JOB_TIME});
}

/* Waits on until something other than waiting and asking happens. */
static void wait_done(struct play *play, int64_t longest_ms)
{
	int64_t end_ms = play->now_ms + longest_ms;

	while (!play->effects.done && play->now_ms < end_ms) {
		let_leave(play);
		pass(play);
	}
}

static void say(struct play *play, struct escpos_answer answer)
{
	play->now_ms += 2;
	step(play, (struct printer_job_event){.kind = PRINTER_JOB_ANSWER, .answer = answer});
}

static void say_status(struct play *play, uint8_t byte)
{
	say(play, (struct escpos_answer){.kind = ESCPOS_STATUS, .byte = {byte}});
}

static void say_automatic(struct play *play, uint8_t first, uint8_t paper)
{
	say(play, (struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {first, 0, paper, 0}});
}

static void say_done(struct play *play, const char *id)
{
	struct escpos_answer answer = {.kind = ESCPOS_PROCESS};

	(void)text_copy(answer.id, sizeof(answer.id), id);
	say(play, answer);
}

static void say_kind(struct play *play, enum escpos_answer_kind kind)
{
	say(play, (struct escpos_answer){.kind = kind});
}

static bool sends(const struct play *play, const char *bytes, size_t size)
{
	return play->effects.out.data && play->effects.out.size >= size &&
		memmem(play->effects.out.data, play->effects.out.size, bytes, size);
}

#define ASKS(play, n) sends((play), "\x10\x04" n, 3)
#define CLEARS(play) sends((play), "\x10\x14\x08", 3)
#define SENDS_SLIP(play) sends((play), slip, sizeof(slip))

static void job(struct play *play, uint64_t number)
{
	struct printer_job_event event = {
		.kind = PRINTER_JOB_WANTED, .job = number, .data = slip, .size = sizeof(slip)};

	step(play, event);
}

/* A job for a printer that is asked first, and is well: the slip is about to leave. */
static void let_slip_go(struct play *play, uint64_t number)
{
	job(play, number);
	let_leave(play);
	say_status(play, 0x12);
}

/* Brings up a printer that can do everything, or less. */
static void bring_up(struct play *play, bool replies, bool automatic, bool proves, bool processes)
{
	*play = (struct play){.now_ms = 1000};
	printer_job_init(&play->job);
	step(play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_true(ASKS(play, "\x01"));
	let_leave(play);
	if (replies) {
		for (int i = 0; i < 4; i++) {
			say_status(play, 0x12);
			let_leave(play);
		}
		assert_int_equal(play->job.state, PRINTER_JOB_CLEARING);
		say_kind(play, ESCPOS_CLEARED);
	} else {
		pass(play);
	}
	assert_int_equal(play->job.state, PRINTER_JOB_PROBING);
	let_leave(play);
	if (automatic) {
		say_automatic(play, 0x10, 0);
	}
	if (proves) {
		say_done(play, "----");
	}
	if (processes) {
		say_kind(play, ESCPOS_PAPER);
	}
	if (play->job.state != PRINTER_JOB_READY) {
		pass(play);
	}
	assert_int_equal(play->job.state, PRINTER_JOB_READY);
}

static int end(struct play *play)
{
	printer_job_effects_done(&play->effects);
	return 0;
}

static void a_slip_is_printed_when_the_printer_says_so(void **state)
{
	struct play play;
	char id[ESCPOS_ID_LENGTH + 1];

	(void)state;
	bring_up(&play, true, true, true, true);
	assert_true(play.job.status.answers && printer_status_ready(&play.job.status));
	printer_job_next_id(&play.job, id);
	job(&play, 7);
	assert_true(ASKS(&play, "\x01"));
	assert_false(SENDS_SLIP(&play));
	let_leave(&play);
	say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	assert_true(play.effects.first_byte);
	assert_int_equal(play.effects.job, 7);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = sizeof(slip) - 3});
	assert_false(play.effects.first_byte);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	say_kind(&play, ESCPOS_PAPER); /* processed only; this one gives better proof */
	assert_int_equal(play.done, 0);
	say_done(&play, id);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_PRINTED);
	assert_int_equal(play.effects.job, 7);
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	end(&play);
}

static void the_proof_of_another_slip_is_no_proof(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	let_slip_go(&play, 1);
	let_leave(&play);
	say_done(&play, "----");
	say_done(&play, "0000");
	say_done(&play, "0002");
	assert_int_equal(play.done, 0);
	say_done(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
}

/* The last bytes of a slip may leave in a transfer of their own, behind the proof. */
static void a_proof_that_comes_before_the_last_byte_has_left_counts(void **state)
{
	(void)state;
	for (int gone = 0; gone < 2; gone++) {
		struct play play;

		bring_up(&play, true, true, true, true);
		let_slip_go(&play, 1);
		step(&play,
			(struct printer_job_event){
				.kind = PRINTER_JOB_SENT, .size = sizeof(slip) - 1});
		say_done(&play, "0001");
		assert_int_equal(play.done, 0);
		step(&play,
			(struct printer_job_event){
				.kind = gone ? PRINTER_JOB_LINK_DOWN : PRINTER_JOB_SENT,
				.size = 1});
		assert_int_equal(play.result, PRINT_PRINTED);
		end(&play);
	}
}

static void half_a_proof_is_verified(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, false, true);
	let_slip_go(&play, 1);
	let_leave(&play);
	say_kind(&play, ESCPOS_PAPER);
	assert_true(ASKS(&play, "\x01"));
	assert_int_equal(play.done, 0);
	say_status(&play, 0x12);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
}

static void a_printer_that_never_answers_is_not_waited_for(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, false, false, false, false);
	assert_false(play.job.status.answers);
	assert_true(printer_status_ready(&play.job.status));
	job(&play, 1);
	assert_true(SENDS_SLIP(&play));
	let_leave(&play);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_SENT);
	assert_string_equal(play.cause, "no_answer");
	end(&play);
}

static void a_printer_that_proves_nothing_is_not_waited_for(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, false, false);
	let_slip_go(&play, 1);
	let_leave(&play);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_SENT);
	end(&play);
}

static void a_printer_with_automatic_status_only_is_believed(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, false, true, false, true);
	assert_true(play.job.status.answers);
	say_automatic(&play, 0x18, 0x0C);
	job(&play, 1);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "paper_out");
	say_automatic(&play, 0x10, 0);
	job(&play, 2);
	assert_true(SENDS_SLIP(&play));
	let_leave(&play);
	say_kind(&play, ESCPOS_PAPER);
	assert_int_equal(play.done, 2);
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
}

static void trouble_before_a_slip_fails_it_with_its_cause(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, true, true);
	job(&play, 1);
	let_leave(&play);
	say_status(&play, 0x1A); /* off line: why? */
	assert_true(ASKS(&play, "\x02"));
	let_leave(&play);
	say_status(&play, 0x16);
	assert_true(ASKS(&play, "\x03"));
	let_leave(&play);
	say_status(&play, 0x12);
	let_leave(&play);
	say_status(&play, 0x12);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "cover_open");
	assert_false(SENDS_SLIP(&play));
	end(&play);
}

static void a_printer_that_falls_silent_gets_no_slip(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	job(&play, 1);
	wait_done(&play, 2000);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "no_answer");
	job(&play, 2);
	wait_done(&play, 2000);
	assert_true(play.job.status.offline);
	assert_string_equal(printer_status_name(&play.job.status), "offline");
	end(&play);
}

static void a_job_for_a_missing_printer_fails_at_once(void **state)
{
	struct play play = {0};

	(void)state;
	printer_job_init(&play.job);
	job(&play, 1);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "offline");
	end(&play);
}

static void a_job_for_a_printer_that_has_just_come_waits_for_it(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	job(&play, 1);
	assert_int_equal(play.done, 0);
	let_leave(&play);
	pass(&play); /* it does not answer */
	assert_int_equal(play.job.state, PRINTER_JOB_PROBING);
	let_leave(&play);
	pass(&play);
	assert_true(SENDS_SLIP(&play));
	end(&play);
}

static void a_job_waits_for_the_question_under_way(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, true, true);
	pass(&play);
	assert_true(ASKS(&play, "\x01"));
	let_leave(&play);
	job(&play, 1);
	assert_int_equal(play.effects.out.size, 0);
	for (int i = 0; i < 3; i++) {
		say_status(&play, 0x12);
		assert_false(SENDS_SLIP(&play));
		let_leave(&play);
	}
	say_status(&play, 0x12); /* the last of the round: now it is asked for the job */
	assert_true(ASKS(&play, "\x01"));
	say_status(&play, 0x12);
	assert_true(SENDS_SLIP(&play));
	end(&play);
}

/* Up to a slip whose bytes have left, or half of them. */
static void send_part(struct play *play, bool whole)
{
	bring_up(play, true, true, true, true);
	job(play, 1);
	let_leave(play);
	say_status(play, 0x12);
	step(play,
		(struct printer_job_event){
			.kind = PRINTER_JOB_SENT, .size = whole ? sizeof(slip) : sizeof(slip) / 2});
}

static void the_cable_pulled_amid_a_slip_leaves_it_unknown(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, false);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_false(play.job.status.connected);
	printer_job_effects_done(&play.effects);
	send_part(&play, true);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_UNKNOWN);
	end(&play);
}

static void the_cable_pulled_before_the_first_byte_fails_the_slip(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	let_slip_go(&play, 1);
	assert_true(SENDS_SLIP(&play));
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_DOWN});
	assert_int_equal(play.result, PRINT_FAILED);
	end(&play);
}

static void trouble_amid_a_slip_gives_it_up_and_clears_the_printer(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, false);
	say_automatic(&play, 0x18, 0x0C);
	assert_int_equal(play.job.state, PRINTER_JOB_TROUBLE);
	assert_int_equal(play.done, 0);
	pass(&play);
	assert_true(play.effects.drop);
	assert_true(CLEARS(&play));
	printer_job_dropped(&play.job, sizeof(slip) / 2);
	let_leave(&play);
	say_kind(&play, ESCPOS_CLEARED);
	assert_int_equal(play.done, 1);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "paper_out");
	assert_int_equal(play.job.handed - play.effects.out.size, play.job.left);
	end(&play);
}

static void trouble_after_the_last_line_is_no_failure(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, true);
	say_automatic(&play, 0x18, 0x0C);
	say_done(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
}

static void trouble_put_right_at_once_lets_the_slip_go_on(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, true);
	say_automatic(&play, 0x38, 0);
	say_automatic(&play, 0x10, 0);
	pass(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	assert_false(play.effects.drop);
	say_done(&play, "0001");
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
}

static void trouble_that_cannot_be_cleared_leaves_the_slip_unknown(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, false);
	say_automatic(&play, 0x18, 0x0C);
	pass(&play);
	let_leave(&play);
	pass(&play); /* it does not say that it has forgotten the rest */
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "paper_out");
	assert_true(play.effects.reset);
	end(&play);
}

static void a_cut_that_failed_leaves_the_slip_unknown(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, true);
	say(&play, (struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {0x18, 0x08, 0, 0}});
	pass(&play);
	let_leave(&play);
	say_kind(&play, ESCPOS_CLEARED);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "cutter_error");
	end(&play);
}

static void trouble_is_asked_for_when_it_is_not_told(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, true, true);
	let_slip_go(&play, 1);
	let_leave(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	pass(&play);
	assert_true(ASKS(&play, "\x01"));
	let_leave(&play);
	say_status(&play, 0x12);
	assert_int_equal(play.job.state, PRINTER_JOB_CONFIRMING);
	pass(&play);
	let_leave(&play);
	say_status(&play, 0x1A);
	assert_int_equal(play.job.state, PRINTER_JOB_TROUBLE);
	end(&play);
}

static void a_printer_that_stops_reading_ends_the_slip_in_bounded_time(void **state)
{
	struct play play;
	int64_t begin_ms;

	(void)state;
	bring_up(&play, true, true, true, true);
	let_slip_go(&play, 1);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	play.now_ms += 5000;
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 1}); /* progress */
	begin_ms = play.now_ms;
	while (!play.effects.done) {
		pass(&play);
	}
	assert_int_equal(play.now_ms - begin_ms, STALL_MS);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "stalled");
	assert_true(play.effects.reset);
	assert_false(play.job.status.connected);
	end(&play);
}

static void no_proof_from_a_printer_that_gives_one_is_unknown(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, true);
	while (!play.effects.done) {
		pass(&play);
	}
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "no_answer");
	end(&play);
}

static void a_printer_given_up_gets_nothing_until_it_speaks_and_forgets(void **state)
{
	struct play play;

	(void)state;
	send_part(&play, false);
	while (!play.effects.done) {
		pass(&play);
	}
	play.done = 0;
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_true(ASKS(&play, "\x01"));
	let_leave(&play);
	pass(&play); /* still deaf */
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	assert_true(play.job.status.offline);
	job(&play, 2);
	wait_done(&play, 2000);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_false(SENDS_SLIP(&play));
	say_status(&play, 0x12); /* an answer to a question of before */
	assert_int_equal(play.job.state, PRINTER_JOB_ASKING);
	for (int i = 0; i < 4; i++) {
		say_status(&play, 0x12);
	}
	assert_true(CLEARS(&play));
	say_kind(&play, ESCPOS_CLEARED);
	assert_false(play.job.status.offline);
	end(&play);
}

static void an_idle_printer_is_asked_from_time_to_time(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, true, true);
	pass(&play);
	assert_true(ASKS(&play, "\x01"));
	for (int i = 0; i < 3; i++) {
		let_leave(&play);
		say_status(&play, 0x12);
	}
	let_leave(&play);
	say_status(&play, 0x1E); /* paper low */
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.status), "paper_low");
	assert_true(printer_status_ready(&play.job.status));
	end(&play);
}

static void questions_do_not_pile_up_in_a_printer_that_takes_nothing(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, false, true, true);
	pass(&play);
	assert_true(ASKS(&play, "\x01"));
	for (int i = 0; i < 20; i++) { /* it never leaves */
		pass(&play);
		assert_int_equal(play.effects.out.size, 0);
	}
	end(&play);
}

static void an_error_is_told_to_end_when_its_cause_may_be_gone(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	say(&play, (struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {0x18, 0x08, 0, 0}});
	assert_true(play.effects.status);
	pass(&play);
	let_leave(&play);
	say_status(&play, 0x1A);
	let_leave(&play);
	say_status(&play, 0x52);
	let_leave(&play);
	say_status(&play, 0x1A);
	let_leave(&play);
	say_status(&play, 0x12);
	assert_true(sends(&play, "\x10\x05\x02", 3));
	end(&play);
}

static void the_status_is_told_when_it_is_known(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_false(play.effects.status);
	let_leave(&play);
	say_status(&play, 0x1A);
	let_leave(&play);
	say_status(&play, 0x32);
	let_leave(&play);
	say_status(&play, 0x12);
	let_leave(&play);
	assert_false(play.effects.status);
	say_status(&play, 0x72);
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.told), "paper_out");
	end(&play);
}

static void the_status_is_told_only_when_it_changes(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	say_automatic(&play, 0x10, 0);
	assert_false(play.effects.status);
	say_automatic(&play, 0x10, 0x03);
	assert_true(play.effects.status);
	say_automatic(&play, 0x10, 0x03);
	assert_false(play.effects.status);
	end(&play);
}

static void say_port(struct play *play, bool paper_out)
{
	step(play, (struct printer_job_event){.kind = PRINTER_JOB_PORT, .paper_out = paper_out});
}

static void the_port_speaks_for_a_printer_that_says_nothing(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, false, false, false, false);
	say_port(&play, true);
	assert_true(play.effects.status);
	assert_string_equal(printer_status_name(&play.job.told), "paper_out");
	job(&play, 7);
	assert_int_equal(play.result, PRINT_FAILED);
	assert_string_equal(play.cause, "paper_out");
	say_port(&play, false);
	assert_string_equal(printer_status_name(&play.job.told), "ok");
	job(&play, 8);
	assert_true(SENDS_SLIP(&play));
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = 3});
	say_port(&play, true); /* amid the slip: what came out of it nobody knows */
	wait_done(&play, 5000);
	assert_int_equal(play.done, 2);
	assert_int_equal(play.result, PRINT_UNKNOWN);
	assert_string_equal(play.cause, "paper_out");
	assert_true(play.effects.reset);
	end(&play);
}

static void the_port_is_not_asked_when_the_printer_speaks(void **state)
{
	struct play play;

	(void)state;
	bring_up(&play, true, true, true, true);
	say_port(&play, true);
	assert_string_equal(printer_status_name(&play.job.told), "ok");
	end(&play);
}

static void a_printer_that_may_not_be_asked_is_not_asked(void **state)
{
	struct play play = {.now_ms = 1000};

	(void)state;
	printer_job_init(&play.job);
	play.job.questions = PRINTER_PROCESSED;
	step(&play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_false(ASKS(&play, "\x01"));
	let_leave(&play);
	say_kind(&play, ESCPOS_PAPER);
	pass(&play);
	assert_int_equal(play.job.state, PRINTER_JOB_READY);
	for (int i = 0; i < 5; i++) {
		pass(&play);
		assert_int_equal(play.effects.out.size, 0);
	}
	job(&play, 7);
	assert_true(SENDS_SLIP(&play));
	let_leave(&play);
	say_kind(&play, ESCPOS_PAPER);
	assert_int_equal(play.result, PRINT_PRINTED);
	end(&play);
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
		cmocka_unit_test(an_error_is_told_to_end_when_its_cause_may_be_gone),
		cmocka_unit_test(the_status_is_told_when_it_is_known),
		cmocka_unit_test(the_status_is_told_only_when_it_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
