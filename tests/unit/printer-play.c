/* SPDX-License-Identifier: Apache-2.0 */
#include "printer-play.h"

#include "check.h"

static const char slip[] = PLAY_SLIP;

void play_step(struct play *play, struct printer_job_event event)
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

void play_let_leave(struct play *play)
{
	size_t size = play->effects.out.size;

	if (size > 0) {
		play_step(play, (struct printer_job_event){.kind = PRINTER_JOB_SENT, .size = size});
	}
}

void play_pass(struct play *play)
{
	assert_true(play->job.deadline_ms > 0);
	play->now_ms = MAX_OF(play->now_ms, play->job.deadline_ms);
	play_step(play, (struct printer_job_event){.kind = PRINTER_JOB_TIME});
}

void play_wait_done(struct play *play, int64_t longest_ms)
{
	int64_t end_ms = play->now_ms + longest_ms;

	while (!play->effects.done && play->now_ms < end_ms) {
		play_let_leave(play);
		play_pass(play);
	}
}

void play_say(struct play *play, struct escpos_answer answer)
{
	play->now_ms += 2;
	play_step(play, (struct printer_job_event){.kind = PRINTER_JOB_ANSWER, .answer = answer});
}

void play_say_status(struct play *play, uint8_t byte)
{
	play_say(play, (struct escpos_answer){.kind = ESCPOS_STATUS, .byte = {byte}});
}

void play_say_automatic(struct play *play, uint8_t first, uint8_t paper)
{
	play_say(play,
		(struct escpos_answer){.kind = ESCPOS_AUTOMATIC, .byte = {first, 0, paper, 0}});
}

void play_say_printed(struct play *play, const char *id)
{
	struct escpos_answer answer = {.kind = ESCPOS_PROCESS};

	(void)text_copy(answer.id, sizeof(answer.id), id);
	play_say(play, answer);
}

void play_say_kind(struct play *play, enum escpos_answer_kind kind)
{
	play_say(play, (struct escpos_answer){.kind = kind});
}

bool play_sends(const struct play *play, const char *bytes, size_t size)
{
	return play->effects.out.data && play->effects.out.size >= size &&
		memmem(play->effects.out.data, play->effects.out.size, bytes, size);
}

void play_job(struct play *play, uint64_t number)
{
	struct printer_job_event event = {
		.kind = PRINTER_JOB_WANTED, .job = number, .data = slip, .size = sizeof(slip)};

	play_step(play, event);
}

void play_let_slip_go(struct play *play, uint64_t number)
{
	play_job(play, number);
	play_let_leave(play);
	play_say_status(play, 0x12);
}

void play_bring_up(struct play *play, bool replies, bool automatic, bool proves, bool processes)
{
	*play = (struct play){.now_ms = 1000};
	printer_job_init(&play->job);
	play_step(play, (struct printer_job_event){.kind = PRINTER_JOB_LINK_UP});
	assert_true(ASKS(play, "\x01"));
	play_let_leave(play);
	if (replies) {
		for (int i = 0; i < 4; i++) {
			play_say_status(play, 0x12);
			play_let_leave(play);
		}
		assert_int_equal(play->job.state, PRINTER_JOB_CLEARING);
		play_say_kind(play, ESCPOS_CLEARED);
	} else {
		play_pass(play);
	}
	assert_int_equal(play->job.state, PRINTER_JOB_PROBING);
	play_let_leave(play);
	if (automatic) {
		play_say_automatic(play, 0x10, 0);
	}
	if (proves) {
		play_say_printed(play, "----");
	}
	if (processes) {
		play_say_kind(play, ESCPOS_PAPER);
	}
	if (play->job.state != PRINTER_JOB_READY) {
		play_pass(play);
	}
	assert_int_equal(play->job.state, PRINTER_JOB_READY);
}

int play_done(struct play *play)
{
	printer_job_effects_done(&play->effects);
	return 0;
}

void play_let_trouble_stay(struct play *play, uint8_t first, uint8_t paper)
{
	play_pass(play);
	assert_true(ASKS(play, "\x01"));
	for (int i = 0; i < 3; i++) {
		play_let_leave(play);
		play_say_status(play, i == 0 ? first : 0x12);
		assert_false(play->effects.drop);
	}
	play_let_leave(play);
	play_say_status(play, paper);
	assert_true(play->effects.drop);
	assert_true(CLEARS(play));
}

void play_send_part(struct play *play, bool whole)
{
	play_bring_up(play, true, true, true, true);
	play_job(play, 1);
	play_let_leave(play);
	play_say_status(play, 0x12);
	play_step(play,
		(struct printer_job_event){
			.kind = PRINTER_JOB_SENT, .size = whole ? sizeof(slip) : sizeof(slip) / 2});
}
