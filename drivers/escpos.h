/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESC/POS, the bytes alone: a picture and questions on the way out, answers on the way in. Pure.
 *
 * Slips go out as pictures, never as text: no two printers agree on a Vietnamese code page.
 * Sources: Epson's ESC/POS reference (GS v 0, GS V, GS ( H, GS r, GS a, DLE EOT, DLE DC4),
 * Citizen's table for telling answers apart; the quirks are field reports.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bitmap.h"
#include "base/text.h"
#include "drivers/printer-model.h"
#include "drivers/printer-status.h"

enum {
	ESCPOS_ID_LENGTH = 4, /* of a process id: bytes 20 … 7E */
	ESCPOS_WIDTH_MAX_DOTS = 1024,
};

struct escpos_form {
	bool cut;
	int feed_dots; /* without a cutter: from the head to the edge where people tear */
	char id[ESCPOS_ID_LENGTH + 1]; /* what the printer says when all of this is on paper */
	unsigned questions; /* what it may be asked, enum printer_questions */
	int band_rows; /* a picture goes out in pieces so high: cheap printers choke on more */
	int stuck_rows; /* a piece is never so high, nor a multiple of it: white rows are added */
};

/* Adds a whole slip: initialise, the picture, cut or feed, and the two questions whose answers
 * prove that it is done (GS ( H, GS r 1). −EINVAL: too wide, or an id that cannot be one. */
int escpos_encode_slip(const struct bitmap *slip, const struct escpos_form *form,
	struct textbuf *out) _warn_unused_;

/* Adds what a printer is told first: initialise, automatic status on, and the same two questions,
 * to learn whether it answers them; of those, what it may be asked (enum printer_questions). */
void escpos_encode_setup(
	const char id[ESCPOS_ID_LENGTH + 1], unsigned questions, struct textbuf *out);
/* Adds what parts the rest of a slip that was not finished from the next one: feed and cut. amid:
 * the printer may still wait for dots of a picture; it gets as many white ones as it can wait for.
 */
void escpos_encode_part(const struct escpos_form *form, bool amid, struct textbuf *out);
/* Adds a real-time status question, DLE EOT n, n 1 … 4. */
void escpos_encode_ask(int n, struct textbuf *out);
/* Adds the real-time order to forget all data; send nothing more until it is answered. */
void escpos_encode_clear(struct textbuf *out);

/* Adds the real-time order to go on after an error, and to forget all data. */
void escpos_encode_recover(struct textbuf *out);

enum escpos_answer_kind {
	ESCPOS_STATUS, /* to DLE EOT; it does not say which n it answers */
	ESCPOS_AUTOMATIC, /* automatic status, four bytes */
	ESCPOS_PAPER, /* to GS r 1 */
	ESCPOS_PROCESS, /* to GS ( H: everything before it is on paper */
	ESCPOS_CLEARED, /* to the order to forget */
	ESCPOS_FLOW, /* XON, XOFF */
};

struct escpos_answer {
	enum escpos_answer_kind kind;
	uint8_t byte[4]; /* ESCPOS_STATUS, ESCPOS_PAPER, ESCPOS_FLOW: [0]; ESCPOS_AUTOMATIC: all */
	char id[ESCPOS_ID_LENGTH + 1]; /* ESCPOS_PROCESS */
};

/* Takes the incoming bytes apart. Zero-initialise it. */
struct escpos_parser {
	uint8_t automatic[4];
	size_t n_automatic; /* of an automatic status that is not whole yet */
	bool in_block;
	char block[16];
	size_t n_block;
};

/* Takes a byte; true when it completes an answer. What is no answer is passed over. */
bool escpos_parse(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *ret);

/* What the answers so far say, by where they say it. */
struct escpos_state {
	bool offline; /* DLE EOT 1 */
	bool cover_open, paper_stop, stopped; /* DLE EOT 2, the causes of being off line */
	bool cutter, error; /* DLE EOT 3 */
	bool paper_low, paper_end; /* DLE EOT 4 */
};

/* Takes over an answer; n is the question that an ESCPOS_STATUS answers. Answers that are about
 * something else change nothing. */
void escpos_state_apply(struct escpos_state *state, const struct escpos_answer *answer, int n);
/* Fills in the status, except connected and answers. */
void escpos_state_status(const struct escpos_state *state, struct printer_status *status);
