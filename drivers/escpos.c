/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/escpos.h"

#include <errno.h>
#include <string.h>

enum {
	ESC = 0x1B,
	FS = 0x1C,
	GS = 0x1D,
	DLE = 0x10,
	EOT = 0x04,
	ENQ = 0x05,
	DC4 = 0x14,
	XON = 0x11,
	XOFF = 0x13,
	BLOCK = 0x37, /* first byte of an answer that ends with 00 */
	BLOCK_PROCESS = 0x22,
	BLOCK_CLEARED = 0x25,
	PAD_ROWS = 8,
	HEAD_MAX = 16, /* longest command header, without the dots after it */
	FEED_MAX = 255, /* largest feed of one ESC J */
	AUTOMATIC = 0x0E, /* GS a: report changes of the on-line state, errors and paper */
};

#define ADD(out, ...) \
	do { \
		const uint8_t bytes_[] = {__VA_ARGS__}; \
		textbuf_add_bytes((out), bytes_, sizeof(bytes_)); \
	} while (0)

/* ---- out ---- */

/*
 * Printers execute real-time commands (DLE EOT, DLE ENQ, DLE DC4) wherever they occur, even among
 * the dots of a picture. A picture that contains one by chance would cause an answer or even clear
 * the printer. So one dot beside the DLE is made black: 18 is neither a DLE nor a byte that may
 * follow one, so the change makes no new sequence.
 */
static void defuse(uint8_t *dots, size_t size)
{
	for (size_t i = 0; i + 1 < size; i++) {
		if (dots[i] == DLE &&
			(dots[i + 1] == EOT || dots[i + 1] == ENQ || dots[i + 1] == DC4)) {
			dots[i] = 0x18;
		}
	}
}

/*
 * GS v 0, mode 0. Printers with the Winbond controller (0416:5011) wait for more data after a
 * picture whose height is a multiple of 48 (some: 96) rows. Eight more white rows avoid that
 * height.
 */
static void encode_band(
	const struct bitmap *slip, const struct escpos_form *form, int first, struct textbuf *out)
{
	int rows = MIN_OF(slip->height_dots - first, form->band_rows);
	bool stuck = form->stuck_rows > 0 && rows % form->stuck_rows == 0;
	int height = stuck ? rows + PAD_ROWS : rows;
	size_t width = slip->stride;
	size_t size = width * (size_t)height;
	_cleanup_free_ uint8_t *dots = memory_new(size, 1);
	uint8_t last_byte =
		slip->width_dots % 8 ? (uint8_t)(0xFF00U >> (slip->width_dots % 8)) : 0xFF;

	memcpy(dots, slip->bits + (size_t)first * width, (size_t)rows * width);
	for (int row = 0; row < rows; row++) {
		dots[(size_t)(row + 1) * width - 1] &= last_byte;
	}
	defuse(dots, size);
	ADD(out, GS, 'v', '0', 0, (uint8_t)width, (uint8_t)(width >> 8), (uint8_t)height,
		(uint8_t)(height >> 8));
	textbuf_add_bytes(out, dots, size);
}

static void encode_questions(const char *id, unsigned questions, struct textbuf *out)
{
	if (questions & PRINTER_PRINTED) {
		ADD(out, GS, '(', 'H', 6, 0, '0', '0', (uint8_t)id[0], (uint8_t)id[1],
			(uint8_t)id[2], (uint8_t)id[3]);
	}
	if (questions & PRINTER_PROCESSED) {
		ADD(out, GS, 'r', 1);
	}
}

/* FS . leaves the two-byte mode in which many Chinese printers start. */
static void encode_start(unsigned questions, struct textbuf *out)
{
	ADD(out, ESC, '@', FS, '.');
	if (questions & PRINTER_AUTOMATIC) {
		ADD(out, GS, 'a', AUTOMATIC);
	}
}

static void encode_end(const struct escpos_form *form, struct textbuf *out)
{
	if (form->cut) {
		ADD(out, GS, 'V', 'B', 0); /* the printer feeds to the blade, then cuts */
	} else {
		for (int feed = form->feed_dots; feed > 0; feed -= FEED_MAX) {
			ADD(out, ESC, 'J', (uint8_t)MIN_OF(feed, FEED_MAX));
		}
	}
}

static bool id_is_good(const char *id)
{
	for (int i = 0; i < ESCPOS_ID_LENGTH; i++) {
		if (id[i] < 0x20 || id[i] > 0x7E) {
			return false;
		}
	}
	return true;
}

int escpos_encode_slip(
	const struct bitmap *slip, const struct escpos_form *form, struct textbuf *out)
{
	if (slip->width_dots > ESCPOS_WIDTH_MAX_DOTS || !id_is_good(form->id) ||
		form->band_rows < 1) {
		return -EINVAL;
	}
	encode_start(form->questions, out);
	for (int row = 0; row < slip->height_dots; row += form->band_rows) {
		encode_band(slip, form, row, out);
	}
	encode_end(form, out);
	encode_questions(form->id, form->questions, out);
	return 0;
}

void escpos_encode_setup(
	const char id[ESCPOS_ID_LENGTH + 1], unsigned questions, struct textbuf *out)
{
	encode_start(questions, out);
	encode_questions(id, questions, out);
}

/*
 * "Clear" (DLE DC4 8) ends an interrupted picture. Printers that do not know this command read it
 * as dots. The NULs end the picture with white rows and also complete any other truncated command
 * without harm (GS v 0 of no rows, ESC J 0, GS V B 0). A printer that waits for nothing ignores
 * them (Epson: codes below 20h that are no command are ignored).
 */
void escpos_encode_part(const struct escpos_form *form, bool amid, struct textbuf *out)
{
	size_t most = ((size_t)form->band_rows + PAD_ROWS) * (ESCPOS_WIDTH_MAX_DOTS / 8) + HEAD_MAX;
	_cleanup_free_ uint8_t *nuls = memory_new(most, 1);

	if (amid) {
		textbuf_add_bytes(out, nuls, most);
	}
	ADD(out, ESC, '@');
	encode_end(form, out);
}

void escpos_encode_ask(int n, struct textbuf *out)
{
	ADD(out, DLE, EOT, (uint8_t)n);
}

void escpos_encode_clear(struct textbuf *out)
{
	ADD(out, DLE, DC4, 8, 1, 3, 20, 1, 6, 2, 8);
}

void escpos_encode_recover(struct textbuf *out)
{
	ADD(out, DLE, ENQ, 2);
}

/* ---- in ---- */

static bool end_block(struct escpos_parser *parser, struct escpos_answer *ret)
{
	parser->in_block = false;
	if (parser->n_block == 1 + ESCPOS_ID_LENGTH && parser->block[0] == BLOCK_PROCESS) {
		ret->kind = ESCPOS_PROCESS;
		memcpy(ret->id, parser->block + 1, ESCPOS_ID_LENGTH);
		return true;
	}
	if (parser->n_block >= 1 && parser->block[0] == BLOCK_CLEARED) {
		ret->kind = ESCPOS_CLEARED;
		return true;
	}
	return false;
}

static bool parse_block(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *ret)
{
	if (byte == 0) {
		return end_block(parser, ret);
	}
	if (parser->n_block == sizeof(parser->block)) {
		parser->in_block = false; /* no answer to our commands is that long */
		return false;
	}
	parser->block[parser->n_block++] = (char)byte;
	return false;
}

static bool parse_automatic(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *ret)
{
	parser->automatic[parser->n_automatic++] = byte;
	if (parser->n_automatic < sizeof(parser->automatic)) {
		return false;
	}
	parser->n_automatic = 0;
	ret->kind = ESCPOS_AUTOMATIC;
	memcpy(ret->byte, parser->automatic, sizeof(ret->byte));
	return true;
}

bool escpos_parse(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *ret)
{
	*ret = (struct escpos_answer){.byte = {byte}};
	if (parser->in_block) {
		return parse_block(parser, byte, ret);
	}
	/* Bytes 2 to 4 of an automatic status are 0xx0xxxx; any other byte begins a new answer. */
	if (parser->n_automatic > 0 && (byte & 0x90) == 0) {
		return parse_automatic(parser, byte, ret);
	}
	parser->n_automatic = 0;
	if (byte == XON || byte == XOFF) {
		ret->kind = ESCPOS_FLOW;
		return true;
	}
	if (byte == BLOCK) {
		parser->in_block = true;
		parser->n_block = 0;
		return false;
	}
	if ((byte & 0x93) == 0x12) { /* 0xx1xx10 */
		ret->kind = ESCPOS_STATUS;
		return true;
	}
	if ((byte & 0x93) == 0x10) { /* 0xx1xx00 */
		return parse_automatic(parser, byte, ret);
	}
	if ((byte & 0x90) == 0) {
		ret->kind = ESCPOS_PAPER;
		return true;
	}
	return false;
}

/* ---- what it means ---- */

static void apply_status(struct escpos_state *state, uint8_t byte, int n)
{
	switch (n) {
	case 1:
		state->offline = byte & 0x08;
		if (!state->offline) {
			state->cover_open = false;
			state->paper_stop = false;
			state->stopped = false;
		}
		break;
	case 2:
		state->cover_open = byte & 0x04;
		state->paper_stop = byte & 0x20;
		state->stopped = byte & 0x40;
		break;
	case 3:
		state->cutter = byte & 0x08;
		state->error = byte & 0x60;
		break;
	case 4:
		state->paper_low = byte & 0x0C;
		state->paper_end = byte & 0x60;
		break;
	default:
		break;
	}
}

static void apply_automatic_status(struct escpos_state *state, const uint8_t byte[4])
{
	*state = (struct escpos_state){
		.offline = byte[0] & 0x08,
		.cover_open = byte[0] & 0x20,
		.cutter = byte[1] & 0x08,
		.error = byte[1] & 0x60,
		.paper_low = byte[2] & 0x03,
		.paper_end = byte[2] & 0x0C,
	};
}

void escpos_state_apply(struct escpos_state *state, const struct escpos_answer *answer, int n)
{
	switch (answer->kind) {
	case ESCPOS_STATUS:
		apply_status(state, answer->byte[0], n);
		break;
	case ESCPOS_AUTOMATIC:
		apply_automatic_status(state, answer->byte);
		break;
	case ESCPOS_PAPER:
		state->paper_low = answer->byte[0] & 0x03;
		state->paper_end = answer->byte[0] & 0x0C;
		break;
	case ESCPOS_PROCESS:
	case ESCPOS_CLEARED:
	case ESCPOS_FLOW:
		break;
	}
}

void escpos_state_status(const struct escpos_state *state, struct printer_status *status)
{
	status->offline = state->offline;
	status->cover_open = state->cover_open;
	status->paper_out = state->paper_stop || state->paper_end;
	status->paper_low = state->paper_low && !status->paper_out;
	status->cutter_error = state->cutter;
	status->error = (state->stopped || state->error) && !state->cutter;
}
