/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of the conversation with a printer: events and times in, what it does out. Each test
 * plays the printer. */
#pragma once

#include <string.h>

#include "drivers/printer-job.h"

#define PLAY_SLIP "PICTURE"

struct play {
	struct printer_job job;
	int64_t now_ms;
	struct printer_job_effects effects; /* of the last step */
	int done; /* how often a job ended */
	enum print_result result;
	const char *cause;
};

void play_step(struct play *play, struct printer_job_event event);
/* What it sent in the last step has left the computer. */
void play_let_leave(struct play *play);
/* The time comes that it waits for. */
void play_pass(struct play *play);
/* Waits on until something other than waiting and asking happens. */
void play_wait_done(struct play *play, int64_t longest_ms);
void play_say(struct play *play, struct escpos_answer answer);
void play_say_status(struct play *play, uint8_t byte);
void play_say_automatic(struct play *play, uint8_t first, uint8_t paper);
void play_say_printed(struct play *play, const char *id);
void play_say_kind(struct play *play, enum escpos_answer_kind kind);
bool play_sends(const struct play *play, const char *bytes, size_t size);
void play_job(struct play *play, uint64_t number);
/* A job for a printer that is asked first, and is well: the slip is about to leave. */
void play_let_slip_go(struct play *play, uint64_t number);
/* Brings up a printer that can do everything, or less. */
void play_bring_up(struct play *play, bool replies, bool automatic, bool proves, bool processes);
int play_done(struct play *play);
/* Trouble amid a slip is asked for again; it is there still. */
void play_let_trouble_stay(struct play *play, uint8_t first, uint8_t paper);
/* Up to a slip whose bytes have left, or half of them. */
void play_send_part(struct play *play, bool whole);

#define ASKS(play, n) play_sends((play), "\x10\x04" n, 3)
#define CLEARS(play) play_sends((play), "\x10\x14\x08", 3)
#define SENDS_SLIP(play) play_sends((play), PLAY_SLIP, sizeof(PLAY_SLIP))
#define CUTS(play) play_sends((play), "\x1DV\x42", 4)
