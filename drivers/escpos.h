/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ESC/POS, only the bytes: encodes pictures and questions, and parses the answers. Pure.
 *
 * Slips are sent as pictures, never as text, because printers disagree on the Vietnamese code page.
 * Sources: Epson's ESC/POS reference (GS v 0, GS V, GS ( H, GS r, GS a, DLE EOT, DLE DC4) and
 * Citizen's table for telling answers apart. The workarounds come from field reports.
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
	int feed_dots; /* printers without a cutter: from the head to the edge where people tear */
	char id[ESCPOS_ID_LENGTH + 1]; /* what the printer sends back when the slip is printed */
	unsigned questions; /* those that it may be asked, enum printer_questions */
	int band_rows; /* largest height of one band: cheap printers fail on more */
	int stuck_rows; /* heights that are a multiple of it get extra white rows */
};

/* Adds a whole slip: initialise, the picture, cut or feed, and the two questions whose answers
 * prove that the slip is printed (GS ( H, GS r 1). −EINVAL: the slip is too wide, or the id is not
 * valid. */
int escpos_encode_slip(const struct bitmap *slip, const struct escpos_form *form,
	struct textbuf *out) _warn_unused_;

/* Adds what a printer is sent first: initialise, switch on automatic status, and the same two
 * questions, to learn whether it answers them. Leaves out what the printer may not be asked (enum
 * printer_questions). */
void escpos_encode_setup(
	const char id[ESCPOS_ID_LENGTH + 1], unsigned questions, struct textbuf *out);
/* Adds what separates the rest of an unfinished slip from the next one: feed and cut. amid: the
 * printer may still expect dots of a picture; it is sent as many white dots as it can expect. */
void escpos_encode_part(const struct escpos_form *form, bool amid, struct textbuf *out);
/* Adds a real-time status question, DLE EOT n, n 1 … 4. */
void escpos_encode_ask(int n, struct textbuf *out);
/* Adds the real-time command "clear": the printer forgets all data. Send nothing more until it has
 * answered. */
void escpos_encode_clear(struct textbuf *out);

/* Adds the real-time command to recover from an error and to forget all data. */
void escpos_encode_recover(struct textbuf *out);

enum escpos_answer_kind {
	ESCPOS_STATUS, /* answer to DLE EOT; it does not say to which n */
	ESCPOS_AUTOMATIC, /* automatic status, four bytes */
	ESCPOS_PAPER, /* answer to GS r 1 */
	ESCPOS_PROCESS, /* answer to GS ( H: everything before it is on paper */
	ESCPOS_CLEARED, /* answer to "clear" */
	ESCPOS_FLOW, /* XON, XOFF */
};

struct escpos_answer {
	enum escpos_answer_kind kind;
	uint8_t byte[4]; /* ESCPOS_STATUS, ESCPOS_PAPER, ESCPOS_FLOW: [0]; ESCPOS_AUTOMATIC: all */
	char id[ESCPOS_ID_LENGTH + 1]; /* ESCPOS_PROCESS */
};

/* Splits the incoming bytes into answers. Zero-initialise it. */
struct escpos_parser {
	uint8_t automatic[4];
	size_t n_automatic; /* bytes so far of an incomplete automatic status */
	bool in_block;
	char block[16];
	size_t n_block;
};

/* Parses one byte; true when it completes an answer. Bytes that belong to no answer are ignored. */
bool escpos_parse(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *ret);

/* What the answers so far say, grouped by the answer that says it. */
struct escpos_state {
	bool offline; /* DLE EOT 1 */
	bool cover_open, paper_stop, stopped; /* DLE EOT 2, the causes of being offline */
	bool cutter, error; /* DLE EOT 3 */
	bool paper_low, paper_end; /* DLE EOT 4 */
};

/* Applies an answer to the state; n is the question that an ESCPOS_STATUS answers. Answers of other
 * kinds change nothing. */
void escpos_state_apply(struct escpos_state *state, const struct escpos_answer *answer, int n);
/* Fills in the status, except connected and answers. */
void escpos_state_status(const struct escpos_state *state, struct printer_status *status);
