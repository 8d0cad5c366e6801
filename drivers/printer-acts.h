/* SPDX-License-Identifier: Apache-2.0 */
/* What the conversation with a printer does, apart from when it does it (printer-talk.c). */
#pragma once

#include "drivers/printer-talk.h"

enum {
	ANSWER_MS = 500, /* for a real-time question or order */
	POLL_MS = 2000,
	LAST_QUESTION = 4, /* DLE EOT 1 … 4 */
	SILENCES_MAX = 2,
	TALK_SERIALS = 10000,
};

/* One step under way. */
struct step {
	struct talk *talk;
	int64_t now_ms;
	struct talk_effects *effects;
};

/* To a state, in which a TALK_TIME comes after wait_ms; 0: never. */
void talk_go(const struct step *step, enum talk_state state, int64_t wait_ms);
/* The wait goes on from here. */
void talk_extend(const struct step *step, int64_t wait_ms);
/* To SENDING or CONFIRMING, which wait for progress. */
void talk_wait_for_slip(const struct step *step, enum talk_state state);
/* Goes on waiting for the slip; a printer that does not tell of trouble by itself is asked
 * meanwhile. */
void talk_watch_slip(const struct step *step);
/* Asks DLE EOT first, and then on up to last. */
void talk_ask(const struct step *step, int first, int last);
/* Orders it to forget all data, and waits in a state for the answer. */
void talk_clear(const struct step *step, enum talk_state state);
/* Tells it what a printer is told first, to PROBING. */
void talk_set_up(const struct step *step);
bool talk_has_trouble(const struct talk *talk);
/* The job ends. */
void talk_finish(const struct step *step, enum print_result result, const char *cause);
/* The job ends, to READY. */
void talk_finish_ready(const struct step *step, enum print_result result, const char *cause);
/* The job ends, and the link is made anew, to AWAY. */
void talk_finish_reset(const struct step *step, const char *cause);
/* To READY; a job that came meanwhile is begun. */
void talk_settle(const struct step *step);
/* The job's first step. */
void talk_begin_job(const struct step *step);
/* The job's bytes, to SENDING; or it fails if there is trouble. */
void talk_send_slip(const struct step *step);
