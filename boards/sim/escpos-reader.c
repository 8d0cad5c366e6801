/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/escpos-reader.h"

#include <string.h>

#include "base/text.h"
#include "boards/sim/escpos-internal.h"

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
		byte = escpos_status_byte(reader, bytes[2]);
		escpos_answer(reader, &byte, 1);
		return false;
	}
	if (bytes[1] == 0x14 && reader->settings.plain) {
		return false;
	}
	if (bytes[1] == 0x14) {
		drop_waiting(reader);
		escpos_answer(reader, cleared, sizeof(cleared));
		return true;
	}
	if (!reader->cutter_stuck) {
		return false;
	}
	if (bytes[2] == 2) {
		drop_waiting(reader);
	}
	escpos_status_set_stuck(reader, false);
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

/* Looks for a real-time command that ends with this byte. Returns whether it emptied the buffer,
 * itself included. */
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
		escpos_commands_on_byte(reader, byte);
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
	escpos_commands_initialise(reader);
}

void escpos_reader_get_counts(const struct escpos_reader *reader, struct escpos_reader_counts *ret)
{
	*ret = reader->counts;
}
