/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/printer-acts.h"

enum {
	PROBE_MS = 700, /* for questions that wait their turn */
	STALL_MS = 10000, /* without a byte leaving, or without the awaited proof */
	POLL_RARELY_MS = 10000, /* it tells by itself, or says nothing anyway */
};

#define NO_ID "----" /* of no slip */

void talk_go(const struct step *step, enum talk_state state, int64_t wait_ms)
{
	step->talk->state = state;
	step->talk->deadline_ms = wait_ms > 0 ? step->now_ms + wait_ms : 0;
}

void talk_extend(const struct step *step, int64_t wait_ms)
{
	step->talk->deadline_ms = step->now_ms + wait_ms;
}

void talk_watch_slip(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->deadline_ms = talk->stall_ms;
	if (talk->replies && !talk->automatic) {
		talk->deadline_ms = MIN_OF(talk->stall_ms, step->now_ms + POLL_MS);
	}
}

void talk_wait_for_slip(const struct step *step, enum talk_state state)
{
	step->talk->state = state;
	step->talk->stall_ms = step->now_ms + STALL_MS;
	talk_watch_slip(step);
}

void talk_ask(const struct step *step, int first, int last)
{
	step->talk->asked = first;
	step->talk->ask_until = last;
	escpos_encode_ask(first, &step->effects->out);
}

void talk_clear(const struct step *step, enum talk_state state)
{
	step->talk->asked = 0;
	escpos_encode_clear(&step->effects->out);
	talk_go(step, state, ANSWER_MS);
}

void talk_set_up(const struct step *step)
{
	step->talk->asked = 0;
	step->talk->stale = false;
	escpos_encode_setup(NO_ID, step->talk->questions, &step->effects->out);
	talk_go(step, TALK_PROBING, PROBE_MS);
}

bool talk_has_trouble(const struct talk *talk)
{
	return !printer_status_ready(&talk->status);
}

/* Ready, with the next look at how it is. */
static void become_ready(const struct step *step)
{
	struct talk *talk = step->talk;
	bool rarely = talk->automatic || !talk->replies || talk->silences >= SILENCES_MAX;

	talk->asked = 0;
	talk_go(step, TALK_READY, rarely ? POLL_RARELY_MS : POLL_MS);
}

void talk_finish(const struct step *step, enum print_result result, const char *cause)
{
	struct talk *talk = step->talk;

	if (!talk->has_job) {
		return;
	}
	step->effects->done = true;
	step->effects->job = talk->job;
	step->effects->result = talk->proved ? PRINT_PRINTED : result;
	step->effects->cause = talk->proved ? "" : cause;
	talk->has_job = false;
	talk->data = NULL;
}

void talk_finish_ready(const struct step *step, enum print_result result, const char *cause)
{
	talk_finish(step, result, cause);
	become_ready(step);
}

void talk_finish_reset(const struct step *step, const char *cause)
{
	talk_finish(step, step->talk->begun ? PRINT_UNKNOWN : PRINT_FAILED, cause);
	step->talk->stale = true;
	step->talk->status = (struct printer_status){0};
	step->effects->reset = true;
	talk_go(step, TALK_AWAY, 0);
}

static void send_bytes(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->asked = 0;
	talk->begun = false;
	talk->proved = false;
	talk->first = talk->handed + step->effects->out.size;
	textbuf_add_bytes(&step->effects->out, talk->data, talk->size);
	talk_wait_for_slip(step, TALK_SENDING);
}

void talk_send_slip(const struct step *step)
{
	if (talk_has_trouble(step->talk)) {
		talk_finish_ready(step, PRINT_FAILED, printer_status_name(&step->talk->status));
	} else {
		send_bytes(step);
	}
}

void talk_begin_job(const struct step *step)
{
	if (step->talk->replies) {
		talk_ask(step, 1, 1);
		talk_go(step, TALK_CHECKING, ANSWER_MS);
	} else {
		talk_send_slip(step);
	}
}

void talk_settle(const struct step *step)
{
	become_ready(step);
	if (step->talk->has_job) {
		talk_begin_job(step);
	}
}
