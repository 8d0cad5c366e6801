/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conversation with a slip printer: what to send, what its silence means, and what became of a
 * slip. Pure: an event and the time go in, the new state and what to do come out.
 */
#pragma once

#include "drivers/escpos.h"

enum talk_state {
	TALK_AWAY, /* no printer */
	TALK_ASKING, /* it has just come: does it answer at all, and how is it */
	TALK_CLEARING, /* it forgets what may be left in it from before */
	TALK_PROBING, /* does it prove that it has printed */
	TALK_READY,
	TALK_CHECKING, /* a slip is wanted: is it on line */
	TALK_CAUSE, /* a slip is wanted, it is off line: why */
	TALK_SENDING, /* the slip's bytes are leaving */
	TALK_CONFIRMING, /* they have left; the proof is awaited */
	TALK_VERIFYING, /* half a proof has come; is it still on line */
	TALK_TROUBLE, /* it reports trouble amid the slip; the proof may still come */
	TALK_ABANDONING, /* the slip is given up; it forgets the rest */
	TALK_STATES
};
const char *talk_state_name(enum talk_state state);

enum talk_event_kind {
	TALK_LINK_UP, /* a printer is there, nothing is on its way to it */
	TALK_LINK_DOWN, /* it is gone, and what was on its way with it */
	TALK_JOB, /* a slip is wanted: job, data, size */
	TALK_SENT, /* size bytes have left the computer */
	TALK_ANSWER, /* the printer says something */
	TALK_PORT, /* the port says how the printer is: paper_out, error */
	TALK_TIME, /* the deadline has come */
	TALK_EVENT_KINDS
};

struct talk_event {
	enum talk_event_kind kind;
	uint64_t job;
	const void *data; /* borrowed until the job is done */
	size_t size;
	struct escpos_answer answer;
	bool paper_out, error;
};

struct talk {
	enum talk_state state;
	int64_t deadline_ms; /* when a TALK_TIME is due; 0: never */
	struct printer_status status;
	struct printer_status told; /* what the owner knows; not while ASKING gathers it */
	struct escpos_state said;
	/* What this printer has been seen to do. */
	bool replies; /* DLE EOT */
	bool proves; /* GS ( H */
	bool processes; /* GS r */
	bool automatic; /* status by itself */
	/* The question under way: DLE EOT asked, 0 none; and the last one of this round. */
	int asked;
	int ask_until;
	int silences; /* rounds of questions in a row that a printer that answers did not answer */
	bool stale; /* what was given up may still be in it */
	unsigned questions; /* what it may be asked, enum printer_questions; the owner sets it */
	/* Bytes since the link came up: handed over, and left. */
	uint64_t handed;
	uint64_t left;
	int64_t stall_ms; /* when SENDING and CONFIRMING have waited long enough */
	/* The job. */
	bool has_job;
	uint64_t job;
	const void *data;
	size_t size;
	uint64_t first; /* where its bytes begin, in handed's count */
	bool begun; /* its first byte has left */
	bool proved; /* it is printed, whatever happens to the few bytes that follow the proof */
	unsigned serial; /* for ids */
	const char *cause; /* of the trouble */
};

struct talk_effects {
	bool drop; /* first, forget what was handed over and has not left; see talk_dropped() */
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
void talk_init(struct talk *talk);
/* Zero-initialise effects; end with talk_effects_done(). */
void talk_step(struct talk *talk, const struct talk_event *event, int64_t now_ms,
	struct talk_effects *effects);
/* So many of the bytes handed over will never leave: the answer to the effect drop. */
void talk_dropped(struct talk *talk, size_t size);
/* The id that the next TALK_JOB's data must carry. */
void talk_next_id(const struct talk *talk, char ret[ESCPOS_ID_LENGTH + 1]);
void talk_effects_done(struct talk_effects *effects);
