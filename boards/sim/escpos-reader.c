/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/escpos-reader.h"

#include <string.h>

#include "base/text.h"

enum { DLE_CODE = 0x10, ESC_CODE = 0x1b, FS_CODE = 0x1c, GS_CODE = 0x1d };

enum {
	HEAD_MAX = 16,
	ROW_BYTES_MAX = 8192,
	BLOCK_MAX = 65535, /* the largest length in pL pH of "GS (" */
	LINE_SPACING_DOTS = 30, /* after ESC @ and ESC 2 */
	CHARACTER_DOTS = 12, /* the width of font A */
	RASTER_ROWS_MAX = 2303, /* GS v 0; more is not a valid height (Epson) */
	REAL_TIME_MAX = 10, /* DLE DC4 8 */
	BLOCK_HEADER = 0x37, /* first byte of an answer that ends with 0 */
};

/* What the next byte belongs to. */
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
	bool cutter_stuck; /* the error state after a jam, until DLE ENQ or power off */
	uint8_t asb; /* the status changes that GS a asked for */

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
	int moved; /* dots moved in this run */
};

/* ---- status bytes ---- */

/* The bits that never change (Epson, Citizen: how to tell answers apart). */
enum { STATUS_FIXED = 0x12, ASB_FIXED = 0x10 };

bool escpos_reader_online(const struct escpos_reader *reader)
{
	return !reader->sensors.cover_open && !reader->sensors.paper_out && !reader->cutter_stuck;
}

static void answer(struct escpos_reader *reader, const void *bytes, size_t size)
{
	reader->calls.answer(bytes, size, reader->userdata);
}

/* DLE EOT n: printer, cause of being offline, error, paper. */
static uint8_t status_byte(const struct escpos_reader *reader, uint8_t n)
{
	const struct escpos_sensors *sensors = &reader->sensors;
	unsigned byte = STATUS_FIXED;

	switch (n) {
	case 1:
		byte |= escpos_reader_online(reader) ? 0 : 0x08;
		break;
	case 2:
		byte |= sensors->cover_open ? 0x04 : 0;
		byte |= sensors->paper_out ? 0x20 : 0;
		byte |= reader->cutter_stuck ? 0x40 : 0;
		break;
	case 3:
		byte |= reader->cutter_stuck ? 0x08 : 0;
		break;
	default:
		byte |= sensors->paper_low || sensors->paper_out ? 0x0c : 0;
		byte |= sensors->paper_out ? 0x60 : 0;
	}
	return (uint8_t)byte;
}

/* The four bytes of the automatic status. */
static void status_automatic(const struct escpos_reader *reader, uint8_t ret[4])
{
	const struct escpos_sensors *sensors = &reader->sensors;

	ret[0] = (uint8_t)(ASB_FIXED | (escpos_reader_online(reader) ? 0 : 0x08) |
		(sensors->cover_open ? 0x20 : 0));
	ret[1] = reader->cutter_stuck ? 0x08 : 0;
	ret[2] = (uint8_t)((sensors->paper_low || sensors->paper_out ? 0x03 : 0) |
		(sensors->paper_out ? 0x0c : 0));
	ret[3] = 0;
}

/* Sends the automatic status if something that it reports has changed. */
static void status_tell(struct escpos_reader *reader, const uint8_t before[4])
{
	uint8_t now[4];
	bool changed;

	status_automatic(reader, now);
	changed = ((reader->asb & 0x02) && now[0] != before[0]) ||
		((reader->asb & 0x04) && now[1] != before[1]) ||
		((reader->asb & 0x08) && now[2] != before[2]);
	if (changed) {
		answer(reader, now, sizeof(now));
	}
}

void escpos_reader_set_sensors(struct escpos_reader *reader, const struct escpos_sensors *sensors)
{
	uint8_t before[4];

	status_automatic(reader, before);
	reader->sensors = *sensors;
	status_tell(reader, before);
}

static void set_stuck(struct escpos_reader *reader, bool stuck)
{
	uint8_t before[4];

	status_automatic(reader, before);
	reader->cutter_stuck = stuck;
	status_tell(reader, before);
}

/* ---- commands carried out in order ---- */

static void feed(struct escpos_reader *reader, int dots)
{
	paper_feed(reader->paper, dots);
	reader->moved += dots;
}

/* Prints the collected line; does nothing when there is none. */
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
		set_stuck(reader, true);
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

static void initialise(struct escpos_reader *reader)
{
	reader->n_line = 0;
	reader->line_dots = LINE_SPACING_DOTS;
	reader->asb = 0;
	reader->graphic_rows = 0;
}

/* GS v 0: the dots follow. With text in the print buffer the command is not carried out, and the
 * dots are printed as text. */
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
		/* The printer feeds to the blade by itself, then by n. */
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
		status_automatic(reader, asb);
		answer(reader, &asb[2], 1);
	} else if (n == 2 || n == '2') {
		answer(reader, &(uint8_t){0}, 1);
	}
}

static void run_identify(struct escpos_reader *reader)
{
	static const char maker[] = "_layso";
	static const char model[] = "_simulated printer";

	switch (reader->head[2]) {
	case 1:
	case '1':
		answer(reader, &(uint8_t){0x20}, 1);
		break;
	case 2:
	case '2': /* has a cutter, no two-byte characters */
		answer(reader, &(uint8_t){0x02}, 1);
		break;
	case 'B':
		answer(reader, maker, sizeof(maker));
		break;
	case 'C':
		answer(reader, model, sizeof(model));
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
		status_automatic(reader, asb);
		answer(reader, asb, sizeof(asb));
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

/* Every command: its first two bytes, the least number of bytes that follow, and its function. */
struct command {
	uint8_t lead;
	uint8_t code;
	uint8_t arguments;
	void (*run)(struct escpos_reader *reader);
};

static const struct command commands[] = {
	{ESC_CODE, '@', 0, initialise},
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
	/* Fonts, character codes, margins, drawer and buzzer: read, without effect. */
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
	/* Real-time commands were carried out when they arrived. */
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

/* The length of the command that starts with head, as far as its bytes tell. */
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
		/* Everything before it has been printed: answers with its id. */
		uint8_t done[] = {BLOCK_HEADER, 0x22, data[2], data[3], data[4], data[5], 0x00};

		answer(reader, done, sizeof(done));
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

static void on_byte(struct escpos_reader *reader, uint8_t byte)
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

/* ---- the buffer, and commands carried out in real time ---- */

static void drop_waiting(struct escpos_reader *reader)
{
	reader->counts.dropped += reader->waiting;
	reader->waiting = 0;
	reader->place = PLACE_COMMAND;
	reader->n_head = 0;
	reader->n_line = 0;
	reader->graphic_rows = 0;
}

static const uint8_t clear_command[] = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

/* Returns whether the buffer was emptied. */
static bool run_real_time(struct escpos_reader *reader, const uint8_t *bytes)
{
	static const uint8_t cleared[] = {BLOCK_HEADER, 0x25, 0x00};
	uint8_t byte;

	reader->counts.commands++;
	if (bytes[1] == 0x04) {
		byte = status_byte(reader, bytes[2]);
		answer(reader, &byte, 1);
		return false;
	}
	if (bytes[1] == 0x14 && reader->settings.plain) {
		return false;
	}
	if (bytes[1] == 0x14) {
		drop_waiting(reader);
		answer(reader, cleared, sizeof(cleared));
		return true;
	}
	if (!reader->cutter_stuck) {
		return false;
	}
	if (bytes[2] == 2) {
		drop_waiting(reader);
	}
	set_stuck(reader, false);
	return bytes[2] == 2;
}

enum match { MATCH_NONE, MATCH_BEGUN, MATCH_WHOLE };

static enum match match_real_time(const uint8_t *bytes, size_t n)
{
	if (n == sizeof(clear_command) && memcmp(bytes, clear_command, n) == 0) {
		return MATCH_WHOLE;
	}
	if (n < sizeof(clear_command) && memcmp(bytes, clear_command, n) == 0) {
		return MATCH_BEGUN;
	}
	if (n == 2 && bytes[0] == DLE_CODE && (bytes[1] == 0x04 || bytes[1] == 0x05)) {
		return MATCH_BEGUN;
	}
	if (n == 3 && bytes[0] == DLE_CODE &&
		((bytes[1] == 0x04 && bytes[2] >= 1 && bytes[2] <= 4) ||
			(bytes[1] == 0x05 && (bytes[2] == 1 || bytes[2] == 2)))) {
		return MATCH_WHOLE;
	}
	return MATCH_NONE;
}

/* Looks for a real-time command that ends with this byte. Returns whether the command emptied the
 * buffer, itself included. */
static bool watch_real_time(struct escpos_reader *reader, uint8_t byte)
{
	uint8_t whole[REAL_TIME_MAX];
	enum match match;

	reader->real_time[reader->n_real_time++] = byte;
	while (reader->n_real_time > 0) {
		match = match_real_time(reader->real_time, reader->n_real_time);
		if (match == MATCH_BEGUN) {
			return false;
		}
		if (match == MATCH_WHOLE) {
			memcpy(whole, reader->real_time, sizeof(whole));
			reader->n_real_time = 0;
			return run_real_time(reader, whole);
		}
		memmove(reader->real_time, reader->real_time + 1, --reader->n_real_time);
	}
	return false;
}

size_t escpos_reader_room(const struct escpos_reader *reader)
{
	return reader->settings.buffer_bytes - reader->waiting;
}

void escpos_reader_receive(struct escpos_reader *reader, const uint8_t *bytes, size_t size)
{
	size = MIN_OF(size, escpos_reader_room(reader));
	reader->counts.bytes += size;
	for (size_t i = 0; i < size; i++) {
		if (!watch_real_time(reader, bytes[i])) {
			size_t at =
				(reader->first + reader->waiting++) % reader->settings.buffer_bytes;

			reader->buffer[at] = bytes[i];
		}
	}
}

bool escpos_reader_busy(const struct escpos_reader *reader)
{
	return reader->waiting > 0 && escpos_reader_online(reader);
}

int escpos_reader_run(struct escpos_reader *reader, int dots_max)
{
	uint8_t byte;

	reader->moved = 0;
	while (escpos_reader_busy(reader) && reader->moved < dots_max) {
		byte = reader->buffer[reader->first];
		reader->first = (reader->first + 1) % reader->settings.buffer_bytes;
		reader->waiting--;
		on_byte(reader, byte);
	}
	return reader->moved;
}

/* ---- life ---- */

struct escpos_reader *escpos_reader_new(const struct escpos_reader_settings *settings,
	const struct escpos_reader_calls *calls, void *userdata)
{
	struct escpos_reader *reader = memory_new(1, sizeof(*reader));

	reader->settings = *settings;
	reader->calls = *calls;
	reader->userdata = userdata;
	reader->buffer = memory_new(settings->buffer_bytes, 1);
	reader->block = memory_new(BLOCK_MAX, 1);
	reader->paper =
		paper_new(settings->width_dots, settings->blade_dots, calls->slip, userdata);
	reader->line_dots = LINE_SPACING_DOTS;
	return reader;
}

void escpos_reader_free(struct escpos_reader *reader)
{
	if (reader) {
		paper_free(reader->paper);
		free(reader->buffer);
		free(reader->block);
		free(reader->graphic);
		free(reader);
	}
}

void escpos_reader_new_roll(struct escpos_reader *reader)
{
	paper_renew(reader->paper);
}

void escpos_reader_tear(struct escpos_reader *reader)
{
	paper_tear(reader->paper);
}

void escpos_reader_reset(struct escpos_reader *reader)
{
	drop_waiting(reader);
	reader->n_real_time = 0;
	reader->cutter_stuck = false;
	initialise(reader);
}

void escpos_reader_get_counts(const struct escpos_reader *reader, struct escpos_reader_counts *ret)
{
	*ret = reader->counts;
}
