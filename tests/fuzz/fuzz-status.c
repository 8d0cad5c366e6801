/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a printer says, and what happens to its cable: any bytes at any time. A slip that is wanted
 * comes to one end, and to no other one afterwards.
 *
 * An input is pairs of bytes: what happens (see happen), and its size or the printer's byte.
 */
#include "drivers/printer-job.h"
#include "fuzz.h"

enum { STEPS_MAX = 4096, ANSWERS_WITHIN_S = 3600 };

struct play {
	struct printer_job job;
	struct escpos_parser parser;
	int64_t now_ms;
	size_t under_way; /* handed over, not yet left */
	bool up;
	bool wanted; /* a slip is */
};

static void step(struct play *play, const struct printer_job_event *event)
{
	struct printer_job_effects effects = {0};

	printer_job_step(&play->job, event, play->now_ms, &effects);
	if (effects.drop) {
		printer_job_dropped(&play->job, play->under_way);
		play->under_way = 0;
	}
	if (effects.reset) {
		play->parser = (struct escpos_parser){0};
		play->under_way = 0;
	}
	if (effects.done) {
		FUZZ_REQUIRE(play->wanted && effects.job == 1 && effects.cause);
		FUZZ_REQUIRE(effects.result != PRINT_FAILED || !play->job.begun);
		play->wanted = false;
	}
	FUZZ_REQUIRE(!effects.first_byte || effects.job == 1);
	FUZZ_REQUIRE(play->wanted == play->job.has_job);
	FUZZ_REQUIRE(play->job.state < PRINTER_JOB_STATES);
	play->under_way += effects.out.size;
	printer_job_effects_done(&effects);
}

static void on_byte(struct play *play, uint8_t byte)
{
	struct printer_job_event event = {.kind = PRINTER_JOB_ANSWER};

	if (play->up && escpos_parse(&play->parser, byte, &event.answer)) {
		step(play, &event);
	}
}

static void leave(struct play *play, size_t size)
{
	struct printer_job_event event = {
		.kind = PRINTER_JOB_SENT, .size = MIN_OF(size, play->under_way)};

	if (play->up && event.size > 0) {
		play->under_way -= event.size;
		step(play, &event);
	}
}

static void set_link(struct play *play, bool up)
{
	if (play->up != up) {
		play->up = up;
		play->under_way = 0;
		play->parser = (struct escpos_parser){0};
		step(play,
			&(struct printer_job_event){
				.kind = up ? PRINTER_JOB_LINK_UP : PRINTER_JOB_LINK_DOWN});
	}
}

static void want(struct play *play)
{
	static const uint8_t slip[64] = {0x1b, 0x40};
	struct printer_job_event event = {
		.kind = PRINTER_JOB_WANTED, .job = 1, .data = slip, .size = sizeof(slip)};

	if (!play->wanted) {
		play->wanted = true;
		step(play, &event);
	}
}

static void pass(struct play *play)
{
	if (play->job.deadline_ms > 0) {
		play->now_ms = MAX_OF(play->now_ms, play->job.deadline_ms);
		step(play, &(struct printer_job_event){.kind = PRINTER_JOB_TIME});
	}
}

static void happen(struct play *play, uint8_t what, uint8_t size)
{
	switch (what % 8) {
	case 0:
		set_link(play, size % 2);
		break;
	case 1:
		want(play);
		break;
	case 2:
		leave(play, size);
		break;
	case 3:
		leave(play, SIZE_MAX);
		break;
	case 4:
		pass(play);
		break;
	case 5:
		play->now_ms += size;
		if (size == UINT8_MAX) {
			step(play, &(struct printer_job_event){.kind = PRINTER_JOB_TORN});
		}
		if (play->up && play->under_way > size) {
			step(play,
				&(struct printer_job_event){
					.kind = PRINTER_JOB_MAYBE_SENT, .size = size});
		}
		break;
	case 6:
		if (play->up) {
			step(play,
				&(struct printer_job_event){.kind = PRINTER_JOB_PORT,
					.paper_out = size & 1,
					.error = size & 2});
		}
		break;
	default:
		on_byte(play, size);
		break;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct play play = {.now_ms = 1000};
	int64_t end_ms;

	printer_job_init(&play.job);
	if (size > 0) {
		play.job.form.questions = data[0] & PRINTER_EVERYTHING;
	}
	for (size_t i = 1; i + 1 < size && i < STEPS_MAX; i += 2) {
		happen(&play, data[i], data[i + 1]);
	}
	/* The cable is pulled: whatever was wanted has come to its end. */
	set_link(&play, false);
	end_ms = play.now_ms + ANSWERS_WITHIN_S * 1000LL;
	while (play.wanted && play.job.deadline_ms > 0 && play.now_ms < end_ms) {
		pass(&play);
	}
	FUZZ_REQUIRE(!play.wanted);
	return 0;
}
