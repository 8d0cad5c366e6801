/* SPDX-License-Identifier: Apache-2.0 */
/*
 *  AWAY ──up──► ASKING ──online or not, all four──► CLEARING ──"cleared"──► PROBING ──► READY
 *                  └──silent: it never answers──────────────────────────────►─┘           │ ▲
 *                                                                                        job │
 *   ┌─────────────────────── it answers ────────────────────────── it never does ─────────┤  │
 *   ▼                                                                                     ▼  │
 *  CHECKING ──on line──► SENDING ◄──────────────────────────────────────────────────── SENDING
 *   │ off line             │ all left                                         all left: SENT ─►┤
 *   ▼                      ▼                                                                   │
 *  CAUSE: FAILED ─►┐     CONFIRMING ──"printed <id>"──────────────────────────────► PRINTED ─►┤
 *                  │       │    └──"processed"──► VERIFYING ──on line─────────────► PRINTED ─►┤
 *                READY     │                         │ off line                               │
 *                          │ off line (also while SENDING)                                    │
 *                          ▼                         ▼                                        │
 *                        TROUBLE ──the proof after all────────────────────────────► PRINTED ─►┤
 *                          │ some time                                                        │
 *                          ▼                                                                  │
 *                        ABANDONING ──"cleared": nothing more comes out ──────────► FAILED ──►┤
 *                          └──silent: it may come out with the next roll ─────────► UNKNOWN ─►┘
 *
 *  The link goes:      no byte of the slip has left: FAILED, else UNKNOWN; then AWAY.
 *  Nothing moves for 10 s while SENDING (it has stopped reading), or no proof comes from a printer
 *  that gives one: UNKNOWN, and the link is made anew, so that the rest cannot follow.
 *  READY asks how it is from time to time, rarely when it tells by itself.
 *
 *  A proof is "printed <id>" (GS ( H), or else "processed" (GS r) followed by a clean status. A
 *  printer that gives neither is not waited for: its slips are SENT.
 *
 *  Not handled: XON and XOFF (USB stops by itself), presenters, printers that must be power-cycled.
 */
#include "drivers/printer-talk.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum {
	ANSWER_MS = 500, /* for a real-time question or order */
	PROBE_MS = 700, /* for questions that wait their turn */
	STALL_MS = 10000, /* without a byte leaving, or without the awaited proof */
	TROUBLE_MS = 1500, /* from trouble to giving up, in case all was printed already */
	POLL_MS = 2000,
	POLL_RARELY_MS = 10000, /* it tells by itself, or says nothing anyway */
	SILENCES_MAX = 2,
	LAST_QUESTION = 4,
	SERIALS = 10000,
};

#define NO_ID "----" /* of no slip */

static const char *const state_names[TALK_STATES] = {
	[TALK_AWAY] = "away",
	[TALK_ASKING] = "asking",
	[TALK_CLEARING] = "clearing",
	[TALK_PROBING] = "probing",
	[TALK_READY] = "ready",
	[TALK_CHECKING] = "checking",
	[TALK_CAUSE] = "cause",
	[TALK_SENDING] = "sending",
	[TALK_CONFIRMING] = "confirming",
	[TALK_VERIFYING] = "verifying",
	[TALK_TROUBLE] = "trouble",
	[TALK_ABANDONING] = "abandoning",
};

static const char *const event_names[TALK_EVENT_KINDS] = {
	[TALK_LINK_UP] = "link up",
	[TALK_LINK_DOWN] = "link down",
	[TALK_JOB] = "job",
	[TALK_SENT] = "sent",
	[TALK_ANSWER] = "answer",
	[TALK_TIME] = "time",
};

const char *talk_state_name(enum talk_state state)
{
	return state_names[state];
}

/* One step under way. */
struct step {
	struct talk *talk;
	int64_t now_ms;
	struct talk_effects *effects;
};

static void go(const struct step *step, enum talk_state state, int64_t wait_ms)
{
	step->talk->state = state;
	step->talk->deadline_ms = wait_ms > 0 ? step->now_ms + wait_ms : 0;
}

/* The wait goes on from here. */
static void extend(const struct step *step, int64_t wait_ms)
{
	step->talk->deadline_ms = step->now_ms + wait_ms;
}

/* To SENDING or CONFIRMING, which wait for progress; a printer that does not tell of trouble by
 * itself is asked meanwhile. */
static void watch_slip(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->deadline_ms = talk->stall_ms;
	if (talk->replies && !talk->automatic) {
		talk->deadline_ms = MIN_OF(talk->stall_ms, step->now_ms + POLL_MS);
	}
}

static void wait_for_slip(const struct step *step, enum talk_state state)
{
	step->talk->state = state;
	step->talk->stall_ms = step->now_ms + STALL_MS;
	watch_slip(step);
}

static void ask(const struct step *step, int first, int last)
{
	step->talk->asked = first;
	step->talk->ask_until = last;
	escpos_encode_ask(first, &step->effects->out);
}

static void clear(const struct step *step, enum talk_state state)
{
	step->talk->asked = 0;
	escpos_encode_clear(&step->effects->out);
	go(step, state, ANSWER_MS);
}

static void set_up(const struct step *step)
{
	step->talk->asked = 0;
	step->talk->stale = false;
	escpos_encode_setup(NO_ID, &step->effects->out);
	go(step, TALK_PROBING, PROBE_MS);
}

static bool has_trouble(const struct talk *talk)
{
	return !printer_status_ready(&talk->status);
}

/* Ready, with the next look at how it is. */
static void become_ready(const struct step *step)
{
	struct talk *talk = step->talk;
	bool rarely = talk->automatic || !talk->replies || talk->silences >= SILENCES_MAX;

	talk->asked = 0;
	go(step, TALK_READY, rarely ? POLL_RARELY_MS : POLL_MS);
}

static void finish(const struct step *step, enum print_result result, const char *cause)
{
	struct talk *talk = step->talk;

	if (!talk->has_job) {
		return;
	}
	step->effects->done = true;
	step->effects->job = talk->job;
	step->effects->result = result;
	step->effects->cause = cause;
	talk->has_job = false;
	talk->data = NULL;
}

static void finish_ready(const struct step *step, enum print_result result, const char *cause)
{
	finish(step, result, cause);
	become_ready(step);
}

static void finish_reset(const struct step *step, const char *cause)
{
	finish(step, step->talk->begun ? PRINT_UNKNOWN : PRINT_FAILED, cause);
	step->talk->stale = true;
	step->talk->status = (struct printer_status){0};
	step->effects->reset = true;
	go(step, TALK_AWAY, 0);
}

static void send_slip(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->asked = 0;
	talk->begun = false;
	talk->first = talk->handed + step->effects->out.size;
	textbuf_add_bytes(&step->effects->out, talk->data, talk->size);
	wait_for_slip(step, TALK_SENDING);
}

static void send_unless_trouble(const struct step *step)
{
	if (has_trouble(step->talk)) {
		finish_ready(step, PRINT_FAILED, printer_status_name(&step->talk->status));
	} else {
		send_slip(step);
	}
}

static void begin_job(const struct step *step)
{
	if (step->talk->replies) {
		ask(step, 1, 1);
		go(step, TALK_CHECKING, ANSWER_MS);
	} else {
		send_unless_trouble(step);
	}
}

static void settle(const struct step *step)
{
	become_ready(step);
	if (step->talk->has_job) {
		begin_job(step);
	}
}

/* ---- the events ---- */

static void on_up(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->said = (struct escpos_state){0};
	talk->status = (struct printer_status){.connected = true};
	talk->replies &= talk->stale; /* one that was given up is the same one */
	talk->proves = false;
	talk->processes = false;
	talk->automatic = false;
	talk->silences = 0;
	talk->handed = 0;
	talk->left = 0;
	ask(step, 1, LAST_QUESTION);
	go(step, TALK_ASKING, ANSWER_MS);
}

static void on_down(const struct step *step)
{
	struct talk *talk = step->talk;

	finish(step, talk->state >= TALK_SENDING && talk->begun ? PRINT_UNKNOWN : PRINT_FAILED,
		"offline");
	talk->status = (struct printer_status){0};
	talk->stale = false;
	go(step, TALK_AWAY, 0);
}

static void on_job(const struct step *step, const struct talk_event *event)
{
	struct talk *talk = step->talk;

	talk->has_job = true;
	talk->job = event->job;
	talk->data = event->data;
	talk->size = event->size;
	talk->begun = false;
	talk->cause = "";
	talk->serial = (talk->serial + 1) % SERIALS;
	if (talk->state == TALK_AWAY) {
		finish(step, PRINT_FAILED, "offline");
	} else if (talk->state == TALK_READY && talk->asked == 0) {
		begin_job(step);
	}
	/* Else it has just come, or is being asked: settle() begins it. */
}

static void on_sent(const struct step *step, size_t size)
{
	struct talk *talk = step->talk;

	talk->left += size;
	if (!talk->has_job || talk->state < TALK_SENDING) {
		return;
	}
	if (!talk->begun && talk->left > talk->first) {
		talk->begun = true;
		step->effects->first_byte = true;
		step->effects->job = talk->job;
	}
	if (talk->state != TALK_SENDING) {
		return;
	}
	if (talk->left < talk->first + talk->size) {
		wait_for_slip(step, TALK_SENDING);
	} else if (talk->proves || talk->processes) {
		wait_for_slip(step, TALK_CONFIRMING);
	} else {
		finish_ready(step, PRINT_SENT, "no_answer");
	}
}

/* The printer reports trouble with a slip in it. */
static void meet_trouble(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->cause = printer_status_name(&talk->status);
	talk->asked = 0;
	go(step, TALK_TROUBLE, TROUBLE_MS);
}

static void end_verifying(const struct step *step)
{
	if (has_trouble(step->talk)) {
		meet_trouble(step);
	} else {
		finish_ready(step, PRINT_PRINTED, "");
	}
}

static void end_round_ready(const struct step *step)
{
	/* An error stays until it is told to go on, also when a person has removed its cause. */
	if (step->talk->said.cutter || step->talk->said.error) {
		escpos_encode_recover(&step->effects->out);
	}
	settle(step);
}

/* All questions of a round are answered, or will not be. */
static void end_round(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->asked = 0;
	switch (talk->state) {
	case TALK_ASKING:
		if (!talk->replies) {
			set_up(step);
		} else if (talk->stale && talk->silences > 0) {
			settle(step); /* still as deaf as when it was given up */
		} else {
			clear(step, TALK_CLEARING);
		}
		break;
	case TALK_CHECKING:
		if (has_trouble(talk)) {
			ask(step, 2, LAST_QUESTION);
			go(step, TALK_CAUSE, ANSWER_MS);
		} else {
			send_slip(step);
		}
		break;
	case TALK_CAUSE:
		send_unless_trouble(step);
		break;
	case TALK_VERIFYING:
		end_verifying(step);
		break;
	case TALK_SENDING:
	case TALK_CONFIRMING:
		if (has_trouble(talk)) {
			meet_trouble(step);
		} else {
			watch_slip(step);
		}
		break;
	case TALK_READY:
		end_round_ready(step);
		break;
	case TALK_AWAY:
	case TALK_CLEARING:
	case TALK_PROBING:
	case TALK_TROUBLE:
	case TALK_ABANDONING:
	case TALK_STATES:
		break;
	}
}

static void next_question(const struct step *step)
{
	struct talk *talk = step->talk;

	if (talk->asked < talk->ask_until) {
		ask(step, talk->asked + 1, talk->ask_until);
		extend(step, ANSWER_MS);
	} else {
		end_round(step);
	}
}

static void verify(const struct step *step)
{
	if (step->talk->replies) {
		ask(step, 1, 1);
		go(step, TALK_VERIFYING, ANSWER_MS);
	} else {
		end_verifying(step);
	}
}

/* What the answer says is taken over; now, what follows from it. */
static void on_proof(const struct step *step, const struct escpos_answer *answer)
{
	struct talk *talk = step->talk;
	bool awaited = talk->state == TALK_CONFIRMING || talk->state == TALK_VERIFYING ||
		talk->state == TALK_TROUBLE || talk->state == TALK_ABANDONING;
	char id[ESCPOS_ID_LENGTH + 1];

	if (answer->kind == ESCPOS_PROCESS) {
		(void)snprintf(id, sizeof(id), "%04u", talk->serial);
		talk->proves = true;
		if (awaited && talk->begun && strcmp(answer->id, id) == 0) {
			finish_ready(step, PRINT_PRINTED, "");
		}
	} else {
		talk->processes = true;
		if (talk->state == TALK_CONFIRMING && !talk->proves) {
			verify(step);
		}
	}
	if (talk->state == TALK_PROBING && talk->proves && talk->processes) {
		settle(step);
	}
}

static void on_cleared(const struct step *step)
{
	struct talk *talk = step->talk;

	if (talk->state == TALK_ABANDONING) {
		/* A cut that failed comes after the last line: the slip may be there to read. */
		finish(step, talk->said.cutter ? PRINT_UNKNOWN : PRINT_FAILED, talk->cause);
	}
	if (talk->state == TALK_ABANDONING || talk->state == TALK_CLEARING) {
		set_up(step);
	}
}

static void on_automatic(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->automatic = true;
	if (has_trouble(talk) &&
		(talk->state == TALK_SENDING || talk->state == TALK_CONFIRMING ||
			talk->state == TALK_VERIFYING)) {
		meet_trouble(step);
	}
}

static void on_answer(const struct step *step, const struct escpos_answer *answer)
{
	struct talk *talk = step->talk;
	bool speaks_again = talk->stale || (answer->kind == ESCPOS_STATUS && !talk->replies);

	talk->status.answers = true;
	talk->replies |= answer->kind == ESCPOS_STATUS;
	talk->silences = 0;
	escpos_state_take(&talk->said, answer, talk->asked);
	escpos_state_status(&talk->said, &talk->status);
	if (speaks_again && talk->asked == 0 &&
		(talk->state == TALK_READY || talk->state == TALK_PROBING)) {
		/* It was deaf until now: what was sent to it meanwhile must not come out. */
		ask(step, 1, LAST_QUESTION);
		go(step, TALK_ASKING, ANSWER_MS);
		return;
	}
	switch (answer->kind) {
	case ESCPOS_STATUS:
		if (talk->asked > 0) {
			next_question(step);
		}
		break;
	case ESCPOS_AUTOMATIC:
		on_automatic(step);
		break;
	case ESCPOS_PAPER:
	case ESCPOS_PROCESS:
		on_proof(step, answer);
		break;
	case ESCPOS_CLEARED:
		on_cleared(step);
		break;
	case ESCPOS_FLOW:
		break;
	}
}

/* The first question of a round stays unanswered. */
static void on_deaf(const struct step *step)
{
	struct talk *talk = step->talk;

	if (!talk->replies) {
		end_round(step);
		return;
	}
	talk->silences++;
	if (talk->silences >= SILENCES_MAX || talk->stale) {
		talk->status.answers = true; /* it did, before: its silence says something */
		talk->said.offline = true;
		talk->status.offline = true;
	}
	if (talk->state == TALK_CHECKING) {
		finish_ready(step, PRINT_FAILED, "no_answer");
	} else if (talk->state == TALK_VERIFYING) {
		finish_ready(step, PRINT_UNKNOWN, "no_answer");
	} else {
		end_round(step);
	}
}

static void on_slip_time(const struct step *step)
{
	struct talk *talk = step->talk;

	if (step->now_ms >= talk->stall_ms) {
		finish_reset(step, talk->state == TALK_SENDING ? "stalled" : "no_answer");
		return;
	}
	if (talk->asked == 0) {
		ask(step, 1, 1);
	}
	watch_slip(step);
}

static void on_trouble_time(const struct step *step)
{
	struct talk *talk = step->talk;

	if (!has_trouble(talk)) {
		/* It was put right in no time: the slip goes on. */
		wait_for_slip(step,
			talk->left < talk->first + talk->size ? TALK_SENDING : TALK_CONFIRMING);
	} else {
		step->effects->drop = true;
		clear(step, TALK_ABANDONING);
	}
}

static void on_time_ready(const struct step *step)
{
	struct talk *talk = step->talk;

	if (talk->left < talk->handed) {
		extend(step, POLL_MS); /* it takes nothing: a question would only pile up */
	} else {
		ask(step, 1, talk->replies ? LAST_QUESTION : 1);
		extend(step, ANSWER_MS);
	}
}

static void on_time(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->deadline_ms = 0;
	switch (talk->state) {
	case TALK_ASKING:
	case TALK_CHECKING:
	case TALK_CAUSE:
	case TALK_VERIFYING:
		if (talk->asked == 1) {
			on_deaf(step);
		} else {
			next_question(step); /* it may not know this one */
		}
		break;
	case TALK_READY:
		if (talk->asked == 0) {
			on_time_ready(step);
		} else if (talk->asked == 1) {
			on_deaf(step);
		} else {
			next_question(step);
		}
		break;
	case TALK_CLEARING:
		set_up(step);
		break;
	case TALK_PROBING:
		settle(step);
		break;
	case TALK_SENDING:
	case TALK_CONFIRMING:
		on_slip_time(step);
		break;
	case TALK_TROUBLE:
		on_trouble_time(step);
		break;
	case TALK_ABANDONING:
		finish_reset(step, talk->cause);
		break;
	case TALK_AWAY:
	case TALK_STATES:
		break;
	}
}

void talk_init(struct talk *talk)
{
	*talk = (struct talk){.state = TALK_AWAY, .cause = ""};
}

void talk_dropped(struct talk *talk, size_t size)
{
	talk->handed -= size;
}

void talk_next_id(const struct talk *talk, char ret[ESCPOS_ID_LENGTH + 1])
{
	(void)snprintf(ret, ESCPOS_ID_LENGTH + 1, "%04u", (talk->serial + 1) % SERIALS);
}

void talk_step(struct talk *talk, const struct talk_event *event, int64_t now_ms,
	struct talk_effects *effects)
{
	const struct step step = {talk, now_ms, effects};
	struct printer_status before = talk->status;
	enum talk_state old = talk->state;

	switch (event->kind) {
	case TALK_LINK_UP:
		on_up(&step);
		break;
	case TALK_LINK_DOWN:
		on_down(&step);
		break;
	case TALK_JOB:
		on_job(&step, event);
		break;
	case TALK_SENT:
		on_sent(&step, event->size);
		break;
	case TALK_ANSWER:
		on_answer(&step, &event->answer);
		break;
	case TALK_TIME:
		on_time(&step);
		break;
	case TALK_EVENT_KINDS:
		break;
	}
	talk->handed += effects->out.size;
	effects->status = memcmp(&before, &talk->status, sizeof(before)) != 0;
	if (talk->state != old) {
		log_debug("printer: %s, %s, %s", state_names[old], event_names[event->kind],
			state_names[talk->state]);
	}
}

void talk_effects_done(struct talk_effects *effects)
{
	textbuf_done(&effects->out);
}
