/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dialogue with a slip printer: what to send, what a missing answer means, and what became of a
 * slip. Pure: an event and the time go in, the new state and the effects come out.
 */
#pragma once

#include "drivers/escpos.h"

enum printer_job_state {
	PRINTER_JOB_AWAY, /* no printer */
	PRINTER_JOB_ASKING, /* just connected: does it answer at all, what is its status */
	PRINTER_JOB_CLEARING, /* it is told to forget data that may be left from before */
	PRINTER_JOB_PROBING, /* does it prove that it has printed */
	PRINTER_JOB_READY,
	PRINTER_JOB_CHECKING, /* a slip is waiting: is the printer on line */
	PRINTER_JOB_CAUSE, /* a slip is waiting and the printer is off line: why */
	PRINTER_JOB_SENDING, /* the slip's bytes are leaving */
	PRINTER_JOB_CONFIRMING, /* all bytes have left; the proof is awaited */
	PRINTER_JOB_VERIFYING, /* half a proof has come; is the printer still on line */
	PRINTER_JOB_FAULT, /* it reports a fault during the slip; the proof may still come */
	PRINTER_JOB_ABANDONING, /* the slip is given up; the printer is told to forget the rest */
	PRINTER_JOB_STATES
};
const char *printer_job_state_name(enum printer_job_state state);

enum printer_job_event_kind {
	PRINTER_JOB_LINK_UP, /* a printer is connected, and no bytes are on their way to it */
	PRINTER_JOB_LINK_DOWN, /* the printer is gone, and so are the bytes on their way to it */
	PRINTER_JOB_WANTED, /* a slip is to be printed: job, data, size */
	PRINTER_JOB_SENT, /* size bytes have left the computer */
	PRINTER_JOB_MAYBE_SENT, /* size more bytes may have left it, or not */
	PRINTER_JOB_ANSWER, /* an answer of the printer */
	PRINTER_JOB_PORT, /* the port's status: paper_out, error */
	PRINTER_JOB_TORN, /* the owner knows that a slip of an earlier owner may be unfinished */
	PRINTER_JOB_TIME, /* the deadline has come */
	PRINTER_JOB_EVENT_KINDS
};
const char *printer_job_event_name(enum printer_job_event_kind kind);

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
	struct printer_status told; /* what the owner was told; waits while questions are open */
	struct escpos_state said;
	/* What this printer has been seen to do. */
	bool replies; /* DLE EOT */
	bool proves; /* GS ( H */
	bool processes; /* GS r */
	bool automatic; /* reports its status by itself */
	bool proven; /* it has given the proof of a slip */
	bool unproven; /* a proof was missing: none is waited for until one comes */
	unsigned owed; /* how many answers to GS r are outstanding, if it gives any */
	bool slip_last; /* the last of them belongs to a slip, not to the setup */
	/* The DLE EOT question under way, 0 none; and the last one of this round. */
	int asked;
	int ask_until;
	int rx_timeouts; /* how many rounds in a row got no answer from a printer that answers */
	bool given_up_inside; /* it may still hold data of a slip that was given up */
	/* A slip has not ended as it should, */
	bool torn; /* the last slip is unfinished: its rest is cut off before the next one */
	bool amid; /* the printer may also read what follows as the rest of that slip's picture */
	bool parting; /* the cut has been sent */
	struct escpos_form form; /* the printer's properties; set by the owner */
	/* Bytes since the link came up: handed over, and left. */
	uint64_t handed;
	uint64_t left;
	int64_t moved_ms; /* when bytes left last */
	int64_t stall_ms; /* until when SENDING and CONFIRMING wait for progress */
	/* The job. */
	bool has_job;
	uint64_t number; /* as given by the owner */
	const void *data;
	size_t size;
	uint64_t first; /* the position of its first byte, counted as handed counts */
	bool begun; /* its first byte has left */
	bool proved; /* it is printed, whatever happens to the few bytes after the question */
	bool reached; /* "processed" has come: half a proof */
	int64_t sent_ms; /* when the last byte of a slip without proof had left */
	unsigned serial; /* counts up to make ids */
	const char *cause; /* of the fault */
};

struct printer_job_effects {
	bool drop; /* first drop the bytes that have not left; see printer_job_dropped() */
	struct textbuf out; /* bytes to send */
	bool reset; /* make the link anew, dropping the bytes on their way; it comes up again */
	bool status; /* told has changed */
	bool first_byte; /* the job's first byte has left */
	bool done; /* the job has ended, with result and cause; job is its number */
	uint64_t job;
	enum print_result result;
	const char *cause; /* "" or a static word: "paper_out", "no_answer", … */
};

/* Starts with a printer that may be asked every question. */
void printer_job_init(struct printer_job *job);
/* Zero-initialise effects; end with printer_job_effects_done(). */
void printer_job_step(struct printer_job *job, const struct printer_job_event *event,
	int64_t now_ms, struct printer_job_effects *effects);
/* Answers the effect drop: this many of the bytes handed over will never leave. */
void printer_job_dropped(struct printer_job *job, size_t size);
/* Whether it has stopped answering, or taking what it is sent. */
bool printer_job_is_silent(const struct printer_job *job);
/* The id that the next PRINTER_JOB_WANTED's data must carry. */
void printer_job_next_id(const struct printer_job *job, char ret[ESCPOS_ID_LENGTH + 1]);
void printer_job_effects_done(struct printer_job_effects *effects);
