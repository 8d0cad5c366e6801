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
#include "drivers/printer-acts.h"

enum { TROUBLE_MS = 1500 }; /* from trouble to giving up, in case all was printed already */

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
	[TALK_PORT] = "port",
	[TALK_TIME] = "time",
};

const char *talk_state_name(enum talk_state state)
{
	return state < TALK_STATES ? state_names[state] : "?";
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
	if (!(talk->questions & PRINTER_STATUS)) {
		talk_set_up(step);
		return;
	}
	talk_ask(step, 1, LAST_QUESTION);
	talk_go(step, TALK_ASKING, ANSWER_MS);
}

static void on_down(const struct step *step)
{
	struct talk *talk = step->talk;

	talk_finish(step, talk->state >= TALK_SENDING && talk->begun ? PRINT_UNKNOWN : PRINT_FAILED,
		"offline");
	talk->status = (struct printer_status){0};
	talk->stale = false;
	talk_go(step, TALK_AWAY, 0);
}

static void on_job(const struct step *step, const struct talk_event *event)
{
	struct talk *talk = step->talk;

	talk->has_job = true;
	talk->job = event->job;
	talk->data = event->data;
	talk->size = event->size;
	talk->begun = false;
	talk->proved = false;
	talk->cause = "";
	talk->serial = (talk->serial + 1) % TALK_SERIALS;
	if (talk->state == TALK_AWAY) {
		talk_finish(step, PRINT_FAILED, "offline");
	} else if (talk->state == TALK_READY && talk->asked == 0) {
		talk_begin_job(step);
	}
	/* Else it has just come, or is being asked: talk_settle() begins it. */
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
		talk_wait_for_slip(step, TALK_SENDING);
	} else if (talk->proved) {
		talk_finish_ready(step, PRINT_PRINTED, "");
	} else if (talk->proves || talk->processes) {
		talk_wait_for_slip(step, TALK_CONFIRMING);
	} else {
		talk_finish_ready(step, PRINT_SENT, "no_answer");
	}
}

/* The printer reports trouble with a slip in it. */
static void meet_trouble(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->cause = printer_status_name(&talk->status);
	talk->asked = 0;
	talk_go(step, TALK_TROUBLE, TROUBLE_MS);
}

static void end_verifying(const struct step *step)
{
	if (talk_has_trouble(step->talk)) {
		meet_trouble(step);
	} else {
		talk_finish_ready(step, PRINT_PRINTED, "");
	}
}

static void end_round_ready(const struct step *step)
{
	/* An error stays until it is told to go on, also when a person has removed its cause. */
	if (step->talk->said.cutter || step->talk->said.error) {
		escpos_encode_recover(&step->effects->out);
	}
	talk_settle(step);
}

/* All questions of a round are answered, or will not be. */
static void end_round(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->asked = 0;
	switch (talk->state) {
	case TALK_ASKING:
		if (!talk->replies) {
			talk_set_up(step);
		} else if (talk->stale && talk->silences > 0) {
			talk_settle(step); /* still as deaf as when it was given up */
		} else {
			talk_clear(step, TALK_CLEARING);
		}
		break;
	case TALK_CHECKING:
		if (talk_has_trouble(talk)) {
			talk_ask(step, 2, LAST_QUESTION);
			talk_go(step, TALK_CAUSE, ANSWER_MS);
		} else {
			talk_send_slip(step);
		}
		break;
	case TALK_CAUSE:
		talk_send_slip(step);
		break;
	case TALK_VERIFYING:
		end_verifying(step);
		break;
	case TALK_SENDING:
	case TALK_CONFIRMING:
		if (talk_has_trouble(talk)) {
			meet_trouble(step);
		} else {
			talk_watch_slip(step);
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
		talk_ask(step, talk->asked + 1, talk->ask_until);
		talk_extend(step, ANSWER_MS);
	} else {
		end_round(step);
	}
}

static void verify(const struct step *step)
{
	if (step->talk->replies) {
		talk_ask(step, 1, 1);
		talk_go(step, TALK_VERIFYING, ANSWER_MS);
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
		if (talk->begun && strcmp(answer->id, id) == 0) {
			/* What asks for it is not the last byte: it may come before all have left.
			 */
			talk->proved = talk->state == TALK_SENDING;
			if (awaited) {
				talk_finish_ready(step, PRINT_PRINTED, "");
			}
		}
	} else {
		talk->processes = true;
		if (talk->state == TALK_CONFIRMING && !talk->proves) {
			verify(step);
		}
	}
	if (talk->state == TALK_PROBING && talk->proves && talk->processes) {
		talk_settle(step);
	}
}

static void on_cleared(const struct step *step)
{
	struct talk *talk = step->talk;

	if (talk->state == TALK_ABANDONING) {
		/* A cut that failed comes after the last line: the slip may be there to read. */
		talk_finish(step, talk->said.cutter ? PRINT_UNKNOWN : PRINT_FAILED, talk->cause);
	}
	if (talk->state == TALK_ABANDONING || talk->state == TALK_CLEARING) {
		talk_set_up(step);
	}
}

static void on_automatic(const struct step *step)
{
	struct talk *talk = step->talk;

	talk->automatic = true;
	if (talk_has_trouble(talk) &&
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
		talk_ask(step, 1, LAST_QUESTION);
		talk_go(step, TALK_ASKING, ANSWER_MS);
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

/* The port speaks for a printer that says nothing itself. */
static void on_port(const struct step *step, const struct talk_event *event)
{
	struct talk *talk = step->talk;

	if (talk->state == TALK_AWAY || talk->replies || talk->automatic) {
		return;
	}
	talk->said.paper_end = event->paper_out;
	talk->said.stopped = event->error;
	talk->status.answers = true;
	escpos_state_status(&talk->said, &talk->status);
	if (talk_has_trouble(talk) && talk->begun &&
		(talk->state == TALK_SENDING || talk->state == TALK_CONFIRMING)) {
		meet_trouble(step);
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
		talk_finish_ready(step, PRINT_FAILED, "no_answer");
	} else if (talk->state == TALK_VERIFYING) {
		talk_finish_ready(step, PRINT_UNKNOWN, "no_answer");
	} else {
		end_round(step);
	}
}

static void on_slip_time(const struct step *step)
{
	struct talk *talk = step->talk;

	if (step->now_ms >= talk->stall_ms) {
		talk_finish_reset(step, talk->state == TALK_SENDING ? "stalled" : "no_answer");
		return;
	}
	if (talk->asked == 0) {
		talk_ask(step, 1, 1);
	}
	talk_watch_slip(step);
}

static void on_trouble_time(const struct step *step)
{
	struct talk *talk = step->talk;

	if (!talk_has_trouble(talk)) {
		/* It was put right in no time: the slip goes on. */
		talk_wait_for_slip(step,
			talk->left < talk->first + talk->size ? TALK_SENDING : TALK_CONFIRMING);
	} else {
		step->effects->drop = true;
		talk_clear(step, TALK_ABANDONING);
	}
}

static void on_time_ready(const struct step *step)
{
	struct talk *talk = step->talk;

	if (talk->left < talk->handed || !(talk->questions & PRINTER_STATUS)) {
		talk_extend(step, POLL_MS); /* it takes nothing: a question would only pile up */
	} else {
		talk_ask(step, 1, talk->replies ? LAST_QUESTION : 1);
		talk_extend(step, ANSWER_MS);
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
		talk_set_up(step);
		break;
	case TALK_PROBING:
		talk_settle(step);
		break;
	case TALK_SENDING:
	case TALK_CONFIRMING:
		on_slip_time(step);
		break;
	case TALK_TROUBLE:
		on_trouble_time(step);
		break;
	case TALK_ABANDONING:
		talk_finish_reset(step, talk->cause);
		break;
	case TALK_AWAY:
	case TALK_STATES:
		break;
	}
}

void talk_init(struct talk *talk)
{
	*talk = (struct talk){.state = TALK_AWAY, .cause = "", .questions = PRINTER_EVERYTHING};
}

void talk_dropped(struct talk *talk, size_t size)
{
	talk->handed -= size;
}

void talk_next_id(const struct talk *talk, char ret[ESCPOS_ID_LENGTH + 1])
{
	(void)snprintf(ret, ESCPOS_ID_LENGTH + 1, "%04u", (talk->serial + 1) % TALK_SERIALS);
}

void talk_step(struct talk *talk, const struct talk_event *event, int64_t now_ms,
	struct talk_effects *effects)
{
	const struct step step = {talk, now_ms, effects};
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
	case TALK_PORT:
		on_port(&step, event);
		break;
	case TALK_TIME:
		on_time(&step);
		break;
	case TALK_EVENT_KINDS:
		return;
	}
	talk->handed += effects->out.size;
	if (talk->state != TALK_ASKING &&
		memcmp(&talk->told, &talk->status, sizeof(talk->told)) != 0) {
		talk->told = talk->status;
		effects->status = true;
	}
	if (talk->state != old) {
		const char *what = event->kind < TALK_EVENT_KINDS ? event_names[event->kind] : "?";

		log_debug("printer: %s, %s, %s", talk_state_name(old), what,
			talk_state_name(talk->state));
	}
}

void talk_effects_done(struct talk_effects *effects)
{
	textbuf_done(&effects->out);
}
