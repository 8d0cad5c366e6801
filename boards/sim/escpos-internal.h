/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of escpos-reader: escpos-reader.c has the buffer and the real-time commands,
 * escpos-commands.c what is carried out in order, escpos-status.c the status bytes. */
#pragma once

#include "boards/sim/escpos-reader.h"

enum { DLE_CODE = 0x10, ESC_CODE = 0x1b, FS_CODE = 0x1c, GS_CODE = 0x1d };

enum {
	HEAD_MAX = 16,
	ROW_BYTES_MAX = 8192,
	BLOCK_MAX = 65535, /* what pL pH of "GS (" can say */
	LINE_SPACING_DOTS = 30, /* after ESC @ and ESC 2 */
	CHARACTER_DOTS = 12, /* the width of font A */
	RASTER_ROWS_MAX = 2303, /* GS v 0; more is not a valid height (Epson) */
	REAL_TIME_MAX = 10, /* DLE DC4 8 */
	BLOCK_HEADER = 0x37, /* opens an answer that ends with 0 */
};

/* What the next byte is. */
enum place {
	PLACE_COMMAND, /* a command's head, or text */
	PLACE_RASTER, /* dots of GS v 0, a row at a time */
	PLACE_BLOCK, /* the data of "GS (" */
};

struct escpos_reader {
	struct escpos_reader_settings settings;
	struct escpos_reader_calls calls;
	void *userdata;
	struct paper *paper;
	struct escpos_sensors sensors;
	struct escpos_reader_counts counts;
	bool cutter_stuck; /* the error state a jam leaves, until DLE ENQ or power */
	uint8_t asb; /* what GS a asked for */

	uint8_t *buffer; /* a ring */
	size_t first;
	size_t waiting;

	uint8_t real_time[REAL_TIME_MAX];
	size_t n_real_time;

	enum place place;
	uint8_t head[HEAD_MAX];
	size_t n_head;
	uint8_t *block;
	size_t n_block;
	size_t block_size;
	uint8_t block_code;
	uint8_t row[ROW_BYTES_MAX];
	size_t n_row;
	size_t row_bytes;
	int rows_left;
	bool double_wide;
	bool double_high;

	uint8_t *graphic; /* stored by GS ( L function 112: rows of dots */
	size_t graphic_row_bytes;
	size_t graphic_rows;

	char line[PAPER_LINE_MAX];
	size_t n_line;
	int line_dots;
	int moved; /* within this run */
};

/* The answer to DLE EOT n. */
uint8_t escpos_status_byte(const struct escpos_reader *reader, uint8_t n);
/* The four bytes of the automatic status. */
void escpos_status_automatic(const struct escpos_reader *reader, uint8_t ret[4]);
/* Sends the automatic status if something it was asked for is not as it was before. */
void escpos_status_tell(struct escpos_reader *reader, const uint8_t before[4]);
/* Enters or leaves the error that a stuck blade makes. */
void escpos_status_set_stuck(struct escpos_reader *reader, bool stuck);

void escpos_answer(struct escpos_reader *reader, const void *bytes, size_t size);

/* Takes the next byte in order, in whatever place it stands. */
void escpos_commands_on_byte(struct escpos_reader *reader, uint8_t byte);
/* ESC @ */
void escpos_commands_initialise(struct escpos_reader *reader);
