/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conversation with a slip printer: what to send, what its silence means, and what became of a
 * slip. Pure: an event and the time go in, the new state and what to do come out.
 */
#pragma once

#include "drivers/escpos.h"

enum printer_job_state {
	PRINTER_JOB_AWAY, /* no printer */
	PRINTER_JOB_ASKING, /* it has just come: does it answer at all, and how is it */
	PRINTER_JOB_CLEARING, /* it forgets what may be left in it from before */
	PRINTER_JOB_PROBING, /* does it prove that it has printed */
	PRINTER_JOB_READY,
	PRINTER_JOB_CHECKING, /* a slip is wanted: is it on line */
	PRINTER_JOB_CAUSE, /* a slip is wanted, it is off line: why */
	PRINTER_JOB_SENDING, /* the slip's bytes are leaving */
	PRINTER_JOB_CONFIRMING, /* they have left; the proof is awaited */
	PRINTER_JOB_VERIFYING, /* half a proof has come; is it still on line */
	PRINTER_JOB_FAULT, /* it reports trouble amid the slip; the proof may still come */
	PRINTER_JOB_ABANDONING, /* the slip is given up; it forgets the rest */
	PRINTER_JOB_STATES
};
const char *printer_job_state_name(enum printer_job_state state);

enum printer_job_event_kind {
	PRINTER_JOB_LINK_UP, /* a printer is there, nothing is on its way to it */
	PRINTER_JOB_LINK_DOWN, /* it is gone, and what was on its way with it */
	PRINTER_JOB_WANTED, /* a slip is wanted: job, data, size */
	PRINTER_JOB_SENT, /* size bytes have left the computer */
	PRINTER_JOB_ANSWER, /* the printer says something */
	PRINTER_JOB_PORT, /* the port says how the printer is: paper_out, error */
	PRINTER_JOB_TORN, /* the owner knows that a slip of before him may not have ended */
	PRINTER_JOB_TIME, /* the deadline has come */
	PRINTER_JOB_EVENT_KINDS
};

struct printer_job_event {
	enum printer_job_event_kind kind;
	uint64_t job;
	const void *data; /* borrowed until the job is done */
	size_t size;
	struct escpos_answer answer;
	bool paper_out, error;
};

struct printer_job {
	enum printer_job_state state;
	int64_t deadline_ms; /* when a PRINTER_JOB_TIME is due; 0: never */
	struct printer_status status;
	struct printer_status told; /* what the owner knows; not while it is being asked */
	struct escpos_state said;
	/* What this printer has been seen to do. */
	bool replies; /* DLE EOT */
	bool proves; /* GS ( H */
	bool processes; /* GS r */
	bool automatic; /* status by itself */
	bool proven; /* it has given the proof of a slip */
	bool unproven; /* it gave none when it should have: it is not waited for until it does */
	unsigned owed; /* answers to GS r that it owes, if it gives any */
	bool slip_last; /* the last of them is of a slip, not of the setting up */
	/* The question under way: DLE EOT asked, 0 none; and the last one of this round. */
	int asked;
	int ask_until;
	int rx_timeouts; /* rounds of questions in a row that a printer that answers did not answer
			  */
	bool given_up_inside; /* what was given up may still be in it */
	/* A slip has not ended as it should, */
	bool torn; /* so that a part of it may hang out: it is cut off before the next one, */
	bool amid; /* and the printer may take what follows for the rest of its picture. */
	bool parting; /* it has been told to cut it off */
	struct escpos_form form; /* what the printer is like; the owner sets it */
	/* Bytes since the link came up: handed over, and left. */
	uint64_t handed;
	uint64_t left;
	int64_t stall_ms; /* when SENDING and CONFIRMING have waited long enough */
	/* The job. */
	bool has_job;
	uint64_t number; /* as the owner gave it */
	const void *data;
	size_t size;
	uint64_t first; /* where its bytes begin, in handed's count */
	bool begun; /* its first byte has left */
	bool proved; /* it is printed, whatever happens to the few bytes that follow the proof */
	bool reached; /* "processed" has come: half a proof */
	int64_t sent_ms; /* when a slip without proof had left */
	unsigned serial; /* for ids */
	const char *cause; /* of the trouble */
};

struct printer_job_effects {
	bool drop; /* first, forget what was handed over and has not left; see printer_job_dropped()
		    */
	struct textbuf out; /* to send */
	bool reset; /* make the link anew, without what is on its way; it comes up again by itself
		     */
	bool status; /* told has changed */
	bool first_byte; /* of the job */
	bool done; /* the job is, with result and cause; job is its number */
	uint64_t job;
	enum print_result result;
	const char *cause; /* "" or a static word: "paper_out", "no_answer", … */
};

/* It may be asked everything. */
void printer_job_init(struct printer_job *job);
/* Zero-initialise effects; end with printer_job_effects_done(). */
void printer_job_step(struct printer_job *job, const struct printer_job_event *event,
	int64_t now_ms, struct printer_job_effects *effects);
/* So many of the bytes handed over will never leave: the answer to the effect drop. */
void printer_job_dropped(struct printer_job *job, size_t size);
/* The id that the next PRINTER_JOB_WANTED's data must carry. */
void printer_job_next_id(const struct printer_job *job, char ret[ESCPOS_ID_LENGTH + 1]);
void printer_job_effects_done(struct printer_job_effects *effects);
