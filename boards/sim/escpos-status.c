/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/escpos-internal.h"

/* The bits that are always so (Epson, Citizen: how to tell answers apart). */
enum { STATUS_FIXED = 0x12, ASB_FIXED = 0x10 };

bool escpos_reader_online(const struct escpos_reader *reader)
{
	return !reader->sensors.cover_open && !reader->sensors.paper_out && !reader->cutter_stuck;
}

void escpos_answer(struct escpos_reader *reader, const void *bytes, size_t size)
{
	reader->calls.answer(bytes, size, reader->userdata);
}

/* DLE EOT n: printer, cause of being off line, error, paper. */
uint8_t escpos_status_byte(const struct escpos_reader *reader, uint8_t n)
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
void escpos_status_automatic(const struct escpos_reader *reader, uint8_t ret[4])
{
	const struct escpos_sensors *sensors = &reader->sensors;

	ret[0] = (uint8_t)(ASB_FIXED | (escpos_reader_online(reader) ? 0 : 0x08) |
		(sensors->cover_open ? 0x20 : 0));
	ret[1] = reader->cutter_stuck ? 0x08 : 0;
	ret[2] = (uint8_t)((sensors->paper_low || sensors->paper_out ? 0x03 : 0) |
		(sensors->paper_out ? 0x0c : 0));
	ret[3] = 0;
}

/* Sends the automatic status if something it was asked for is not as it was. */
void escpos_status_tell(struct escpos_reader *reader, const uint8_t before[4])
{
	uint8_t now[4];
	bool changed;

	escpos_status_automatic(reader, now);
	changed = ((reader->asb & 0x02) && now[0] != before[0]) ||
		((reader->asb & 0x04) && now[1] != before[1]) ||
		((reader->asb & 0x08) && now[2] != before[2]);
	if (changed) {
		escpos_answer(reader, now, sizeof(now));
	}
}

void escpos_reader_set_sensors(struct escpos_reader *reader, const struct escpos_sensors *sensors)
{
	uint8_t before[4];

	escpos_status_automatic(reader, before);
	reader->sensors = *sensors;
	escpos_status_tell(reader, before);
}

void escpos_status_set_stuck(struct escpos_reader *reader, bool stuck)
{
	uint8_t before[4];

	escpos_status_automatic(reader, before);
	reader->cutter_stuck = stuck;
	escpos_status_tell(reader, before);
}
