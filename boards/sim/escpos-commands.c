/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/escpos-internal.h"

#include <string.h>

#include "base/text.h"

static void feed(struct escpos_reader *reader, int dots)
{
	paper_feed(reader->paper, dots);
	reader->moved += dots;
}

/* Prints the line that was collected; nothing when there is none. */
static void end_line(struct escpos_reader *reader)
{
	if (reader->n_line > 0) {
		paper_print_text(reader->paper, reader->line, reader->n_line, reader->line_dots);
		reader->moved += reader->line_dots;
		reader->n_line = 0;
	}
}

static void on_text_byte(struct escpos_reader *reader, uint8_t byte)
{
	size_t fits = (size_t)reader->settings.width_dots / CHARACTER_DOTS;

	if (byte == '\n') {
		if (reader->n_line == 0) {
			feed(reader, reader->line_dots);
		}
		end_line(reader);
	} else if (byte >= ' ') {
		reader->counts.text_bytes++;
		reader->line[reader->n_line++] = (char)byte;
		if (reader->n_line >= MIN_OF(fits, (size_t)PAPER_LINE_MAX)) {
			end_line(reader);
		}
	}
	/* Other control characters do nothing on paper. */
}

static void cut(struct escpos_reader *reader)
{
	end_line(reader);
	if (reader->sensors.cutter_jam) {
		escpos_status_set_stuck(reader, true);
	} else {
		paper_cut(reader->paper);
	}
}

/* Prints a row of dots, widened and doubled as GS v 0 says. */
static void print_row(struct escpos_reader *reader, const uint8_t *bits, size_t bytes)
{
	uint8_t wide[2 * ROW_BYTES_MAX] = {0};

	if (reader->double_wide) {
		for (size_t i = 0; i < bytes * 8; i++) {
			if (bits[i / 8] & (0x80 >> (i % 8))) {
				wide[i / 4] |= (uint8_t)(0xc0 >> (i % 4 * 2));
			}
		}
		bits = wide;
		bytes *= 2;
	}
	for (int i = 0; i < (reader->double_high ? 2 : 1); i++) {
		paper_print_row(reader->paper, bits, bytes);
		reader->moved++;
	}
}

/* ---- commands ---- */

void escpos_commands_initialise(struct escpos_reader *reader)
{
	reader->n_line = 0;
	reader->line_dots = LINE_SPACING_DOTS;
	reader->asb = 0;
	reader->graphic_rows = 0;
}

/* GS v 0: the dots follow. With text in the print buffer it is not carried out, and the dots
 * become text; so it is on paper. */
static void run_raster(struct escpos_reader *reader)
{
	const uint8_t *a = reader->head + 2;
	size_t row_bytes = a[2] + 256U * a[3];
	int rows = a[4] + 256 * a[5];

	if (reader->n_line > 0 || row_bytes == 0 || row_bytes > ROW_BYTES_MAX || rows == 0 ||
		rows > RASTER_ROWS_MAX) {
		reader->counts.unknown++;
		return;
	}
	reader->double_wide = a[1] & 1;
	reader->double_high = a[1] & 2;
	reader->row_bytes = row_bytes;
	reader->rows_left = rows;
	reader->n_row = 0;
	reader->place = PLACE_RASTER;
}

static void run_cut(struct escpos_reader *reader)
{
	uint8_t kind = reader->head[2];

	if (kind == 65 || kind == 66) {
		/* The printer itself feeds to the blade, then by n. */
		end_line(reader);
		feed(reader, reader->settings.blade_dots + reader->head[3]);
	}
	cut(reader);
}

static void run_paper_status(struct escpos_reader *reader)
{
	uint8_t n = reader->head[2];
	uint8_t asb[4];

	if (n == 1 || n == '1') {
		escpos_status_automatic(reader, asb);
		escpos_answer(reader, &asb[2], 1);
	} else if (n == 2 || n == '2') {
		escpos_answer(reader, &(uint8_t){0}, 1);
	}
}

static void run_identify(struct escpos_reader *reader)
{
	static const char maker[] = "_layso";
	static const char model[] = "_simulated printer";

	switch (reader->head[2]) {
	case 1:
	case '1':
		escpos_answer(reader, &(uint8_t){0x20}, 1);
		break;
	case 2:
	case '2': /* has a cutter, no two-byte characters */
		escpos_answer(reader, &(uint8_t){0x02}, 1);
		break;
	case 'B':
		escpos_answer(reader, maker, sizeof(maker));
		break;
	case 'C':
		escpos_answer(reader, model, sizeof(model));
		break;
	default:
		break;
	}
}

static void run_automatic_status(struct escpos_reader *reader)
{
	uint8_t asb[4];

	reader->asb = reader->head[2];
	if (reader->asb) {
		escpos_status_automatic(reader, asb);
		escpos_answer(reader, asb, sizeof(asb));
	}
}

static void run_feed_dots(struct escpos_reader *reader)
{
	end_line(reader);
	feed(reader, reader->head[2]);
}

static void run_feed_lines(struct escpos_reader *reader)
{
	end_line(reader);
	feed(reader, reader->head[2] * reader->line_dots);
}

static void run_line_spacing(struct escpos_reader *reader)
{
	reader->line_dots = reader->head[1] == '2' ? LINE_SPACING_DOTS : reader->head[2];
}

static void run_block_head(struct escpos_reader *reader)
{
	reader->block_code = reader->head[2];
	reader->block_size = reader->head[3] + 256U * reader->head[4];
	reader->n_block = 0;
	if (reader->block_size > 0) {
		reader->place = PLACE_BLOCK;
	}
}

static void run_nothing(struct escpos_reader *reader)
{
	(void)reader;
}

/* Every command: its two bytes, how many follow at least, what it does. */
struct command {
	uint8_t lead;
	uint8_t code;
	uint8_t arguments;
	void (*run)(struct escpos_reader *reader);
};

static const struct command commands[] = {
	{ESC_CODE, '@', 0, escpos_commands_initialise},
	{ESC_CODE, 'J', 1, run_feed_dots},
	{ESC_CODE, 'd', 1, run_feed_lines},
	{ESC_CODE, '2', 0, run_line_spacing},
	{ESC_CODE, '3', 1, run_line_spacing},
	{ESC_CODE, 'i', 0, cut},
	{ESC_CODE, 'm', 0, cut},
	{GS_CODE, 'v', 6, run_raster},
	{GS_CODE, 'V', 1, run_cut},
	{GS_CODE, 'r', 1, run_paper_status},
	{GS_CODE, 'I', 1, run_identify},
	{GS_CODE, 'a', 1, run_automatic_status},
	{GS_CODE, '(', 3, run_block_head},
	/* The printer's own characters, codes, margins, drawer and buzzer: read, without effect. */
	{ESC_CODE, ' ', 1, run_nothing},
	{ESC_CODE, '!', 1, run_nothing},
	{ESC_CODE, '$', 2, run_nothing},
	{ESC_CODE, '-', 1, run_nothing},
	{ESC_CODE, '=', 1, run_nothing},
	{ESC_CODE, 'B', 2, run_nothing},
	{ESC_CODE, 'E', 1, run_nothing},
	{ESC_CODE, 'G', 1, run_nothing},
	{ESC_CODE, 'M', 1, run_nothing},
	{ESC_CODE, 'R', 1, run_nothing},
	{ESC_CODE, 'S', 0, run_nothing},
	{ESC_CODE, 'V', 1, run_nothing},
	{ESC_CODE, '\\', 2, run_nothing},
	{ESC_CODE, 'a', 1, run_nothing},
	{ESC_CODE, 'c', 2, run_nothing},
	{ESC_CODE, 'p', 3, run_nothing},
	{ESC_CODE, 't', 1, run_nothing},
	{ESC_CODE, '{', 1, run_nothing},
	{FS_CODE, '!', 1, run_nothing},
	{FS_CODE, '&', 0, run_nothing},
	{FS_CODE, '.', 0, run_nothing},
	{FS_CODE, 'C', 1, run_nothing},
	{GS_CODE, '!', 1, run_nothing},
	{GS_CODE, 'B', 1, run_nothing},
	{GS_CODE, 'L', 2, run_nothing},
	{GS_CODE, 'P', 2, run_nothing},
	{GS_CODE, 'W', 2, run_nothing},
	{GS_CODE, 'b', 1, run_nothing},
	/* Real-time commands did their work when they arrived. */
	{DLE_CODE, 0x04, 1, run_nothing},
	{DLE_CODE, 0x05, 1, run_nothing},
	{DLE_CODE, 0x14, 3, run_nothing},
};

static const struct command *find_command(const uint8_t *head)
{
	for (size_t i = 0; i < ELEMENTS(commands); i++) {
		if (commands[i].lead == head[0] && commands[i].code == head[1]) {
			return &commands[i];
		}
	}
	return NULL;
}

/* How long the command is that begins so, as far as its bytes tell. */
static size_t command_length(const struct command *command, const uint8_t *head, size_t n)
{
	size_t length = 2U + command->arguments;

	if (command->run == run_cut && n >= 3 && (head[2] == 65 || head[2] == 66)) {
		length = 4;
	}
	/* DLE DC4 fn: 1 and 2 have two arguments, 8 (clear) has seven. */
	if (head[0] == DLE_CODE && head[1] == 0x14 && n >= 3 && head[2] == 8) {
		length = REAL_TIME_MAX;
	}
	return length;
}

static void on_command_byte(struct escpos_reader *reader, uint8_t byte)
{
	const struct command *command;

	if (reader->n_head == 0 && byte != DLE_CODE && byte != ESC_CODE && byte != FS_CODE &&
		byte != GS_CODE) {
		on_text_byte(reader, byte);
		return;
	}
	reader->head[reader->n_head++] = byte;
	if (reader->n_head < 2) {
		return;
	}
	command = find_command(reader->head);
	if (!command) {
		reader->counts.unknown++;
		reader->n_head = 0;
		return;
	}
	if (reader->n_head == command_length(command, reader->head, reader->n_head)) {
		reader->n_head = 0;
		reader->counts.commands++;
		command->run(reader);
	}
}

/* ---- data that follows a command ---- */

static void on_raster_byte(struct escpos_reader *reader, uint8_t byte)
{
	reader->row[reader->n_row++] = byte;
	if (reader->n_row == reader->row_bytes) {
		print_row(reader, reader->row, reader->row_bytes);
		reader->n_row = 0;
		if (--reader->rows_left == 0) {
			reader->place = PLACE_COMMAND;
		}
	}
}

/* GS ( L, function 112: 30 70 30 bx by 31 xL xH yL yH, then the dots; x is in dots here. */
static void store_graphic(struct escpos_reader *reader, const uint8_t *data, size_t size)
{
	size_t row_bytes;
	size_t rows;

	if (size < 10 || data[2] != 0x30 || data[5] != 0x31) {
		reader->counts.unknown++;
		return;
	}
	row_bytes = (data[6] + 256U * data[7] + 7) / 8;
	rows = data[8] + 256U * data[9];
	if (row_bytes == 0 || row_bytes > ROW_BYTES_MAX || size - 10 != row_bytes * rows) {
		reader->counts.unknown++;
		return;
	}
	reader->double_wide = data[3] == 2;
	reader->double_high = data[4] == 2;
	reader->graphic = memory_grow(reader->graphic, size, 1);
	memcpy(reader->graphic, data + 10, size - 10);
	reader->graphic_row_bytes = row_bytes;
	reader->graphic_rows = rows;
}

static void run_graphics(struct escpos_reader *reader, const uint8_t *data, size_t size)
{
	if (size >= 2 && data[0] == 0x30 && (data[1] == 112 || data[1] == 64)) {
		store_graphic(reader, data, size);
	} else if (size >= 2 && data[0] == 0x30 && (data[1] == 50 || data[1] == 2)) {
		end_line(reader);
		for (size_t i = 0; i < reader->graphic_rows; i++) {
			print_row(reader, reader->graphic + i * reader->graphic_row_bytes,
				reader->graphic_row_bytes);
		}
		reader->graphic_rows = 0;
	}
}

static void run_block(struct escpos_reader *reader)
{
	const uint8_t *data = reader->block;

	if (reader->block_code == 'L') {
		run_graphics(reader, data, reader->block_size);
	} else if (reader->block_code == 'H' && reader->block_size == 6 && data[0] == 48) {
		/* Everything before it has been printed: say its id. */
		uint8_t done[] = {BLOCK_HEADER, 0x22, data[2], data[3], data[4], data[5], 0x00};

		escpos_answer(reader, done, sizeof(done));
	}
}

static void on_block_byte(struct escpos_reader *reader, uint8_t byte)
{
	reader->block[reader->n_block++] = byte;
	if (reader->n_block == reader->block_size) {
		reader->place = PLACE_COMMAND;
		run_block(reader);
	}
}

void escpos_commands_on_byte(struct escpos_reader *reader, uint8_t byte)
{
	switch (reader->place) {
	case PLACE_COMMAND:
		on_command_byte(reader, byte);
		break;
	case PLACE_RASTER:
		on_raster_byte(reader, byte);
		break;
	case PLACE_BLOCK:
		on_block_byte(reader, byte);
		break;
	}
}
