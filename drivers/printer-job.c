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
 *                        FAULT ────the proof after all────────────────────────────► PRINTED ─►┤
 *                          │ asked again after some time, still a fault                       │
 *                          ▼                                                                  │
 *                        ABANDONING ──"cleared": nothing more comes out ──────────► UNKNOWN ─►┤
 *                          └──silent: it may come out with the next roll ─────────► UNKNOWN ─►┘
 *
 *  A slip ends as FAILED only if no byte of it has left the computer, else as UNKNOWN.
 *  When the link goes down, the slip ends, and the state is AWAY.
 *  When no byte leaves for 10 s while SENDING (the printer has stopped reading), or a printer that
 *  gives proofs gives none, the slip is UNKNOWN, and the link is made anew to drop the rest.
 *  READY asks for the status from time to time, rarely when the printer reports changes itself.
 *
 *  A proof is "printed <id>" (GS ( H), or else "processed" (GS r) followed by a clean status. A
 *  printer that gives neither is not waited for: its slips are SENT. A printer that answered the
 *  first questions but gave no proof for its first slip is not waited for until it gives one.
 *
 *  After a slip that was begun and is not known to have ended, a part of it may hang out, and the
 *  printer may wait for the rest of a picture: the next slip would come out on the same piece, or
 * be read as dots. So when the printer is set up again (PROBING), or at the latest before the next
 *  slip, the picture is ended, fed out and cut off. When an earlier owner may have ended during a
 *  slip, the event TORN says so. One answer "off line" ends no slip, because it may belong to an
 *  earlier question: the printer is asked again.
 *
 *  Not handled: XON and XOFF (USB has flow control), presenters, printers that must be
 * power-cycled.
 */
#include "drivers/printer-job.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"

enum {
	ANSWER_MS = 500, /* for the answer to a real-time question or command */
	POLL_MS = 2000,
	LAST_QUESTION = 4, /* DLE EOT 1 … 4 */
	RX_TIMEOUTS_MAX = 2,
	SERIALS = 10000,
	PROBE_MS = 700, /* for answers to questions that are carried out in order */
	PART_MS = 4000, /* the same, after a picture's white rest and a cut */
	BLOCKED_MS = 4000, /* without a byte of a question leaving */
	STALL_MS = 10000, /* without a byte leaving, or without the expected proof */
	POLL_RARELY_MS = 10000, /* the printer reports changes itself, or never answers */
	FAULT_MS = 1500, /* from a fault to asking again, in case everything was printed already */
	TROUBLE_ANSWER_MS = 1000, /* the question may wait behind the slip's bytes */
};

#define NO_ID "----" /* the id of a question that belongs to no slip */

/* What every step of the state machine works on. */
struct step {
	struct printer_job *job;
	int64_t now_ms;
	struct printer_job_effects *effects;
};

/* ---- actions ---- */

/* Goes to a state, in which a PRINTER_JOB_TIME comes after wait_ms; 0: never. */
static void job_go(const struct step *step, enum printer_job_state state, int64_t wait_ms)
{
	step->job->state = state;
	step->job->deadline_ms = wait_ms > 0 ? step->now_ms + wait_ms : 0;
}

/* Starts the wait of the present state anew. */
static void job_extend(const struct step *step, int64_t wait_ms)
{
	step->job->deadline_ms = step->now_ms + wait_ms;
}

/* Waits on for the slip; asks for faults if the printer does not report them itself. */
static void job_watch_slip(const struct step *step)
{
	struct printer_job *job = step->job;

	job->deadline_ms = job->stall_ms;
	if (job->replies && !job->automatic) {
		job->deadline_ms = MIN_OF(job->stall_ms, step->now_ms + POLL_MS);
	}
}

/* Goes to SENDING or CONFIRMING, which wait for progress. */
static void job_wait_for_slip(const struct step *step, enum printer_job_state state)
{
	step->job->state = state;
	step->job->stall_ms = step->now_ms + STALL_MS;
	job_watch_slip(step);
}

/* Asks DLE EOT first, then the following ones up to last. */
static void job_ask(const struct step *step, int first, int last)
{
	step->job->asked = first;
	step->job->ask_until = last;
	escpos_encode_ask(first, &step->effects->out);
}

/* Sends "clear", so that the printer forgets all data, and awaits the answer in this state. */
static void job_clear(const struct step *step, enum printer_job_state state)
{
	step->job->asked = 0;
	step->job->owed = 0;
	escpos_encode_clear(&step->effects->out);
	job_go(step, state, ANSWER_MS);
}

/* Cuts off the rest of an unfinished slip, so that it is separate from what is sent next. */
static void job_part(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->torn) {
		escpos_encode_part(&job->form, job->amid, &step->effects->out);
		job->parting = true;
	}
}

/* Only whole slips have come out, and the printer does not wait for the rest of a picture. */
static void job_whole(struct printer_job *job)
{
	job->torn = false;
	job->amid = false;
	job->parting = false;
}

static void job_torn(struct printer_job *job)
{
	job->torn = true;
	job->amid = true;
	job->parting = false;
}

/* Sends the setup commands and goes to PROBING. */
static void job_set_up(const struct step *step)
{
	struct printer_job *job = step->job;

	job->asked = 0;
	job->given_up_inside = false;
	job_part(step);
	job->slip_last = false;
	job->owed += (job->form.questions & PRINTER_PROCESSED) != 0;
	escpos_encode_setup(NO_ID, job->form.questions, &step->effects->out);
	job_go(step, PRINTER_JOB_PROBING, job->torn ? PART_MS : PROBE_MS);
}

static bool job_has_fault(const struct printer_job *job)
{
	return !printer_status_ready(&job->status);
}

/* Goes to READY and sets when the status is asked for next. */
static void become_ready(const struct step *step)
{
	struct printer_job *job = step->job;
	/* An answer that did not come is asked for again soon. */
	bool rarely = (job->automatic && job->rx_timeouts == 0) || !job->replies ||
		job->rx_timeouts >= RX_TIMEOUTS_MAX;

	job->asked = 0;
	job_go(step, PRINTER_JOB_READY, rarely ? POLL_RARELY_MS : POLL_MS);
}

/* Ends the job. If bytes have left it never counts as failed: a part may have come out. */
static void job_finish(const struct step *step, enum print_result result, const char *cause)
{
	struct printer_job *job = step->job;

	if (!job->has_job) {
		return;
	}
	result = job->proved                           ? PRINT_PRINTED
		: result == PRINT_FAILED && job->begun ? PRINT_UNKNOWN
						       : result;
	if (result == PRINT_PRINTED || result == PRINT_SENT) {
		job_whole(job);
		job->sent_ms = result == PRINT_SENT ? step->now_ms : 0;
	}
	step->effects->done = true;
	step->effects->job = job->number;
	step->effects->result = result;
	step->effects->cause = job->proved ? "" : cause;
	job->has_job = false;
	job->data = NULL;
}

/* Ends the job and goes to READY. */
static void job_finish_ready(const struct step *step, enum print_result result, const char *cause)
{
	job_finish(step, result, cause);
	become_ready(step);
}

/* Ends the job, makes the link anew and goes to AWAY. */
static void job_finish_reset(const struct step *step, const char *cause)
{
	job_finish(step, PRINT_FAILED, cause);
	job_torn(step->job); /* bytes on their way may still leave the computer */
	step->job->given_up_inside = true;
	step->job->status = (struct printer_status){0};
	step->effects->reset = true;
	job_go(step, PRINTER_JOB_AWAY, 0);
}

static void send_bytes(const struct step *step)
{
	struct printer_job *job = step->job;

	job->asked = 0;
	job->begun = false;
	job->proved = false;
	job->reached = false;
	job_part(step);
	job->slip_last = true;
	job->owed += (job->form.questions & PRINTER_PROCESSED) != 0;
	job->first = job->handed + step->effects->out.size;
	textbuf_add_bytes(&step->effects->out, job->data, job->size);
	job_wait_for_slip(step, PRINTER_JOB_SENDING);
}

/* Sends the job's bytes and goes to SENDING; if there is a fault, the job fails. */
static void job_send_slip(const struct step *step)
{
	if (job_has_fault(step->job)) {
		job_finish_ready(step, PRINT_FAILED, printer_status_name(&step->job->status));
	} else {
		send_bytes(step);
	}
}

/* The job's first step. */
static void job_begin_job(const struct step *step)
{
	if (step->job->replies) {
		job_ask(step, 1, 1);
		job_go(step, PRINTER_JOB_CHECKING, ANSWER_MS);
	} else {
		job_send_slip(step);
	}
}

/* Goes to READY, and begins a job that was requested meanwhile. */
static void job_become_ready(const struct step *step)
{
	become_ready(step);
	if (step->job->has_job) {
		job_begin_job(step);
	}
}

/* ---- events ---- */

static void on_up(const struct step *step)
{
	struct printer_job *job = step->job;

	job->said = (struct escpos_state){0};
	job->status = (struct printer_status){.connected = true};
	job->replies &= job->given_up_inside; /* the same printer after a given-up slip */
	job->proves = false;
	job->processes = false;
	job->automatic = false;
	job->rx_timeouts = 0;
	job->owed = 0;
	job->parting = false;
	job->handed = 0;
	job->left = 0;
	job->moved_ms = step->now_ms;
	if (!(job->form.questions & PRINTER_STATUS)) {
		job_set_up(step);
		return;
	}
	job_ask(step, 1, LAST_QUESTION);
	job_go(step, PRINTER_JOB_ASKING, ANSWER_MS);
}

static void on_down(const struct step *step)
{
	struct printer_job *job = step->job;

	job_finish(step, PRINT_FAILED, "offline");
	if (job->sent_ms > 0 && step->now_ms - job->sent_ms < STALL_MS) {
		job_torn(job); /* the slip may not have been printed yet */
	}
	job->sent_ms = 0;
	job->proven = false; /* the next printer may be another one */
	job->unproven = false;
	job->status = (struct printer_status){0};
	job->given_up_inside = false;
	job_go(step, PRINTER_JOB_AWAY, 0);
}

static void on_job(const struct step *step, const struct printer_job_event *event)
{
	struct printer_job *job = step->job;

	job->has_job = true;
	job->number = event->job;
	job->data = event->data;
	job->size = event->size;
	job->begun = false;
	job->proved = false;
	job->reached = false;
	job->cause = "";
	job->serial = (job->serial + 1) % SERIALS;
	if (job->state == PRINTER_JOB_AWAY) {
		job_finish(step, PRINT_FAILED, "offline");
	} else if (job->state == PRINTER_JOB_READY && job->asked == 0) {
		job_begin_job(step);
	}
	/* Else it has just come or is being asked: job_become_ready() begins the job. */
}

/* The printer reports a fault while a slip is in it. */
static void on_fault(const struct step *step)
{
	struct printer_job *job = step->job;

	job->cause = printer_status_name(&job->status);
	job->asked = 0;
	job_go(step, PRINTER_JOB_FAULT, FAULT_MS);
}

/* Asked again: one answer alone ends no slip, as it may belong to an earlier question. */
static void end_fault(const struct step *step)
{
	struct printer_job *job = step->job;

	job->asked = 0;
	if (job_has_fault(job)) {
		step->effects->drop = true;
		job_clear(step, PRINTER_JOB_ABANDONING);
	} else if (job->reached && !job->proves) {
		job_finish_ready(step, PRINT_PRINTED, "");
	} else {
		job_wait_for_slip(step,
			job->left < job->first + job->size ? PRINTER_JOB_SENDING
							   : PRINTER_JOB_CONFIRMING);
	}
}

static void end_verifying(const struct step *step)
{
	if (job_has_fault(step->job)) {
		on_fault(step);
	} else {
		job_finish_ready(step, PRINT_PRINTED, "");
	}
}

/* Asks once more if there is a fault, because one "off line" may be the answer to an earlier
 * question. Returns whether it asked. */
static bool ask_again(const struct step *step)
{
	if (!job_has_fault(step->job) || step->job->ask_until == 1) {
		return false;
	}
	job_ask(step, 1, 1);
	job_extend(step, ANSWER_MS);
	return true;
}

static void end_round_ready(const struct step *step)
{
	struct printer_job *job = step->job;

	/* An error stays until the printer is told to recover, even when its cause is gone. */
	if (job->said.cutter || job->said.error) {
		escpos_encode_recover(&step->effects->out);
		job->owed = 0; /* recovering makes it forget all data */
	}
	job_become_ready(step);
}

/* All questions of a round are answered or timed out. */
static void end_round(const struct step *step)
{
	struct printer_job *job = step->job;

	job->asked = 0;
	switch (job->state) {
	case PRINTER_JOB_ASKING:
		if (!job->replies) {
			job_set_up(step);
		} else if (job->given_up_inside && job->rx_timeouts > 0) {
			job_become_ready(step); /* no more answers than at the last slip */
		} else {
			job_clear(step, PRINTER_JOB_CLEARING);
		}
		break;
	case PRINTER_JOB_CHECKING:
		if (job_has_fault(job)) {
			job_ask(step, 2, LAST_QUESTION);
			job_go(step, PRINTER_JOB_CAUSE, ANSWER_MS);
		} else {
			job_send_slip(step);
		}
		break;
	case PRINTER_JOB_CAUSE:
		if (!ask_again(step)) {
			job_send_slip(step);
		}
		break;
	case PRINTER_JOB_FAULT:
		end_fault(step);
		break;
	case PRINTER_JOB_VERIFYING:
		end_verifying(step);
		break;
	case PRINTER_JOB_SENDING:
	case PRINTER_JOB_CONFIRMING:
		if (job_has_fault(job)) {
			on_fault(step);
		} else {
			job_watch_slip(step);
		}
		break;
	case PRINTER_JOB_READY:
		if (!ask_again(step)) {
			end_round_ready(step);
		}
		break;
	case PRINTER_JOB_AWAY:
	case PRINTER_JOB_CLEARING:
	case PRINTER_JOB_PROBING:
	case PRINTER_JOB_ABANDONING:
	case PRINTER_JOB_STATES:
		break;
	}
}

static void next_question(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->asked < job->ask_until) {
		job_ask(step, job->asked + 1, job->ask_until);
		job_extend(step, ANSWER_MS);
	} else {
		end_round(step);
	}
}

static void verify(const struct step *step)
{
	if (step->job->replies) {
		job_ask(step, 1, 1);
		job_go(step, PRINTER_JOB_VERIFYING, ANSWER_MS);
	} else {
		end_verifying(step);
	}
}

/* So many bytes have left, or may have: is one of them the slip's? */
static void begin_slip(const struct step *step, uint64_t left)
{
	struct printer_job *job = step->job;

	if (job->has_job && job->state >= PRINTER_JOB_SENDING && !job->begun && left > job->first) {
		job->begun = true;
		job_torn(job);
		step->effects->first_byte = true;
		step->effects->job = job->number;
	}
}

static void on_sent(const struct step *step, size_t size)
{
	struct printer_job *job = step->job;

	job->left += size;
	job->moved_ms = step->now_ms;
	if (!job->has_job || job->state < PRINTER_JOB_SENDING) {
		return;
	}
	begin_slip(step, job->left);
	if (job->state != PRINTER_JOB_SENDING) {
		return;
	}
	if (job->left < job->first + job->size) {
		job_wait_for_slip(step, PRINTER_JOB_SENDING);
	} else if (job->proved) {
		job_finish_ready(step, PRINT_PRINTED, "");
	} else if (job->reached && !job->proves) {
		verify(step);
	} else if ((job->proves || job->processes) && !job->unproven) {
		job_wait_for_slip(step, PRINTER_JOB_CONFIRMING);
	} else {
		job_finish_ready(step, PRINT_SENT, "no_answer");
	}
}

/* The slip under way, or the last one, is on paper. */
static void on_printed(const struct step *step)
{
	struct printer_job *job = step->job;

	job->proven = true;
	job->unproven = false;
	if (!job->has_job || !job->begun) {
		return;
	}
	if (job->state == PRINTER_JOB_SENDING) {
		/* The question is not the slip's last byte, so its answer may come before all bytes
		 * have left. */
		job->proved = true;
	} else {
		job_finish_ready(step, PRINT_PRINTED, "");
	}
}

/* GS r: the printer has processed everything before it. */
static void on_processed(const struct step *step)
{
	struct printer_job *job = step->job;

	job->processes = true;
	job->owed -= job->owed > 0;
	if (job->owed > 0) {
		return; /* the answer belongs to an earlier question */
	}
	if (!job->slip_last) {
		if (job->parting) {
			job_whole(job);
		}
		return;
	}
	job->proven = true;
	job->unproven = false;
	if (job->proves || !job->has_job || !job->begun) {
		return;
	}
	job->reached = true;
	if (job->state == PRINTER_JOB_CONFIRMING) {
		verify(step);
	}
}

/* Acts on a proof; the state already holds what the answer says. */
static void on_proof(const struct step *step, const struct escpos_answer *answer)
{
	struct printer_job *job = step->job;
	char id[ESCPOS_ID_LENGTH + 1];

	if (answer->kind == ESCPOS_PAPER) {
		on_processed(step);
	} else {
		(void)snprintf(id, sizeof(id), "%04u", job->serial);
		job->proves = true;
		if (strcmp(answer->id, id) == 0) {
			on_printed(step);
		} else if (strcmp(answer->id, NO_ID) == 0 && job->parting && !job->slip_last) {
			job_whole(job);
		}
	}
	if (job->state == PRINTER_JOB_PROBING && job->proves && job->processes && !job->torn) {
		job_become_ready(step);
	}
}

static void on_cleared(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->state == PRINTER_JOB_ABANDONING || job->state == PRINTER_JOB_CLEARING) {
		if (job->state == PRINTER_JOB_ABANDONING) {
			job_finish(step, PRINT_FAILED, job->cause);
		}
		job->amid = false;
		job_set_up(step);
	}
}

static void on_automatic(const struct step *step)
{
	struct printer_job *job = step->job;

	job->automatic = true;
	if (job_has_fault(job) &&
		(job->state == PRINTER_JOB_SENDING || job->state == PRINTER_JOB_CONFIRMING ||
			job->state == PRINTER_JOB_VERIFYING)) {
		on_fault(step);
	}
}

static void on_answer(const struct step *step, const struct escpos_answer *answer)
{
	struct printer_job *job = step->job;
	bool speaks_again =
		job->given_up_inside || (answer->kind == ESCPOS_STATUS && !job->replies);

	job->status.answers = true;
	job->replies |= answer->kind == ESCPOS_STATUS;
	job->rx_timeouts = 0;
	escpos_state_apply(&job->said, answer, job->asked);
	escpos_state_status(&job->said, &job->status);
	if (speaks_again && job->asked == 0 &&
		(job->state == PRINTER_JOB_READY || job->state == PRINTER_JOB_PROBING)) {
		/* It did not answer until now: what was sent meanwhile must not come out. */
		job_ask(step, 1, LAST_QUESTION);
		job_go(step, PRINTER_JOB_ASKING, ANSWER_MS);
		return;
	}
	switch (answer->kind) {
	case ESCPOS_STATUS:
		if (job->asked > 0) {
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

/* A slip of an earlier owner may be unfinished. */
static void on_torn(const struct step *step)
{
	struct printer_job *job = step->job;

	job_torn(job);
	if (job->state == PRINTER_JOB_READY && job->asked == 0) {
		if (job->replies) {
			job_clear(step, PRINTER_JOB_CLEARING);
		} else {
			job_set_up(step);
		}
	}
	/* Otherwise the printer is about to be set up, or the next slip begins with the cut. */
}

/* The port's status stands in for a printer that sends no status itself. */
static void on_port(const struct step *step, const struct printer_job_event *event)
{
	struct printer_job *job = step->job;

	if (job->state == PRINTER_JOB_AWAY || job->replies || job->automatic) {
		return;
	}
	job->said.paper_end = event->paper_out;
	job->said.stopped = event->error;
	job->status.answers = true;
	escpos_state_status(&job->said, &job->status);
	if (job_has_fault(job) && job->begun &&
		(job->state == PRINTER_JOB_SENDING || job->state == PRINTER_JOB_CONFIRMING)) {
		on_fault(step);
	}
}

/* It answered before, so its silence means something. */
static void become_offline(struct printer_job *job)
{
	job->status.answers = true;
	job->said.offline = true;
	job->status.offline = true;
}

/* The first question of a round stays unanswered. */
static void on_rx_timeout(const struct step *step)
{
	struct printer_job *job = step->job;

	if (!job->replies) {
		end_round(step);
		return;
	}
	job->rx_timeouts++;
	if (job->rx_timeouts >= RX_TIMEOUTS_MAX || job->given_up_inside) {
		become_offline(job);
	}
	if (job->state == PRINTER_JOB_CHECKING) {
		job_finish_ready(step, PRINT_FAILED, "no_answer");
	} else if (job->state == PRINTER_JOB_VERIFYING) {
		job_finish_ready(step, PRINT_UNKNOWN, "no_answer");
	} else {
		job->ask_until = 1;
		end_round(step);
	}
}

static void on_slip_time(const struct step *step)
{
	struct printer_job *job = step->job;

	if (step->now_ms >= job->stall_ms) {
		/* A printer that has proved a slip before has only stopped. */
		job->unproven = job->state == PRINTER_JOB_CONFIRMING && !job->proven;
		job_finish_reset(step, job->state == PRINTER_JOB_SENDING ? "stalled" : "no_answer");
		return;
	}
	if (job->asked == 0) {
		job_ask(step, 1, 1);
	}
	job_watch_slip(step);
}

static void on_fault_time(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->asked > 1) {
		next_question(step); /* the printer may not know this question */
	} else if (job->asked == 1 || !job->replies || !job_has_fault(job)) {
		end_fault(step);
	} else {
		job_ask(step, 1, LAST_QUESTION);
		job_extend(step, TROUBLE_ANSWER_MS);
	}
}

static void on_probing_time(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->left == job->handed && !job_has_fault(job)) {
		job->owed = 0; /* it has read the question and does not answer it */
		if (job->parting && !job->proves && !job->processes) {
			job_whole(job); /* nothing more can be learnt */
		}
	}
	job_become_ready(step);
}

static void on_time_ready(const struct step *step)
{
	struct printer_job *job = step->job;

	if (job->left < job->handed || !(job->form.questions & PRINTER_STATUS)) {
		/* It takes no bytes: questions would pile up. */
		if (job->replies && job->left < job->handed &&
			step->now_ms - job->moved_ms >= BLOCKED_MS) {
			job->rx_timeouts = RX_TIMEOUTS_MAX;
			become_offline(job);
		}
		job_extend(step, POLL_MS);
	} else {
		job_ask(step, 1, job->replies ? LAST_QUESTION : 1);
		job_extend(step, ANSWER_MS);
	}
}

static void on_time(const struct step *step)
{
	struct printer_job *job = step->job;

	job->deadline_ms = 0;
	switch (job->state) {
	case PRINTER_JOB_READY:
	case PRINTER_JOB_ASKING:
	case PRINTER_JOB_CHECKING:
	case PRINTER_JOB_CAUSE:
	case PRINTER_JOB_VERIFYING:
		if (job->state == PRINTER_JOB_READY && job->asked == 0) {
			on_time_ready(step);
		} else if (job->asked == 1) {
			on_rx_timeout(step);
		} else {
			next_question(step); /* the printer may not know this question */
		}
		break;
	case PRINTER_JOB_CLEARING:
		job_set_up(step);
		break;
	case PRINTER_JOB_PROBING:
		on_probing_time(step);
		break;
	case PRINTER_JOB_SENDING:
	case PRINTER_JOB_CONFIRMING:
		on_slip_time(step);
		break;
	case PRINTER_JOB_FAULT:
		on_fault_time(step);
		break;
	case PRINTER_JOB_ABANDONING:
		job_finish_reset(step, job->cause);
		break;
	case PRINTER_JOB_AWAY:
	case PRINTER_JOB_STATES:
		break;
	}
}

void printer_job_init(struct printer_job *job)
{
	*job = (struct printer_job){.state = PRINTER_JOB_AWAY,
		.cause = "",
		.form = {.questions = PRINTER_EVERYTHING, .band_rows = 1}};
}

void printer_job_dropped(struct printer_job *job, size_t size)
{
	job->handed -= size;
}

bool printer_job_is_silent(const struct printer_job *job)
{
	return job->rx_timeouts >= RX_TIMEOUTS_MAX;
}

void printer_job_next_id(const struct printer_job *job, char ret[ESCPOS_ID_LENGTH + 1])
{
	(void)snprintf(ret, ESCPOS_ID_LENGTH + 1, "%04u", (job->serial + 1) % SERIALS);
}

/* Its answers are not complete, or not confirmed yet. */
static bool job_is_asking(const struct printer_job *job)
{
	return job->state == PRINTER_JOB_ASKING || job->state == PRINTER_JOB_FAULT ||
		job->state == PRINTER_JOB_CAUSE ||
		(job->asked > 0 &&
			(job->state == PRINTER_JOB_READY || job->state == PRINTER_JOB_CHECKING ||
				job->state == PRINTER_JOB_VERIFYING));
}

void printer_job_step(struct printer_job *job, const struct printer_job_event *event,
	int64_t now_ms, struct printer_job_effects *effects)
{
	const struct step step = {job, now_ms, effects};
	enum printer_job_state old = job->state;

	switch (event->kind) {
	case PRINTER_JOB_LINK_UP:
		on_up(&step);
		break;
	case PRINTER_JOB_LINK_DOWN:
		on_down(&step);
		break;
	case PRINTER_JOB_WANTED:
		on_job(&step, event);
		break;
	case PRINTER_JOB_SENT:
		on_sent(&step, event->size);
		break;
	case PRINTER_JOB_MAYBE_SENT:
		begin_slip(&step, job->left + event->size);
		break;
	case PRINTER_JOB_ANSWER:
		on_answer(&step, &event->answer);
		break;
	case PRINTER_JOB_PORT:
		on_port(&step, event);
		break;
	case PRINTER_JOB_TORN:
		on_torn(&step);
		break;
	case PRINTER_JOB_TIME:
		on_time(&step);
		break;
	case PRINTER_JOB_EVENT_KINDS:
		return;
	}
	job->handed += effects->out.size;
	if (!job_is_asking(job) && memcmp(&job->told, &job->status, sizeof(job->told)) != 0) {
		job->told = job->status;
		effects->status = true;
	}
	if (job->state != old) {
		log_debug("printer: %s, %s, %s", printer_job_state_name(old),
			printer_job_event_name(event->kind), printer_job_state_name(job->state));
	}
}

void printer_job_effects_done(struct printer_job_effects *effects)
{
	textbuf_done(&effects->out);
}
