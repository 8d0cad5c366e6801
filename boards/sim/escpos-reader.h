/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A simulated ESC/POS printer: reads the bytes that a printer receives, moves the paper and
 * sends the answers. Pure, and written from the printers' manuals alone: it shares nothing with
 * drivers/escpos.c, so that the two check each other.
 *
 * Received bytes wait in a buffer. Real-time commands (DLE …) are answered as soon as they arrive,
 * wherever they stand, image data included. Everything else is carried out in order, and only
 * while the printer is on line: without paper or with the cover open the data waits, and comes out
 * when the paper is there again.
 *
 * Known: ESC @, GS v 0, GS ( L (functions 112 and 50), ESC J, ESC d, ESC 2, ESC 3, GS V, ESC i,
 * ESC m, GS r, GS I, GS ( H, GS a, DLE EOT 1 to 4, DLE ENQ 1 and 2, DLE DC4 8. Read and ignored:
 * settings of the printer's own fonts, codes and drawer. Any other byte is what it would be on
 * such a printer: text. layso prints pictures only, so text on paper is garbage.
 * Not handled: page mode, downloaded graphics, bar codes, two-byte characters.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/cleanup.h"
#include "boards/sim/paper.h"

/* The state of the sensors, and a blade that sticks. */
struct escpos_sensors {
	bool paper_low;
	bool paper_out;
	bool cover_open;
	bool cutter_jam; /* the next cut fails and puts the printer into an error */
};

struct escpos_reader_calls {
	void (*answer)(const uint8_t *bytes, size_t size, void *userdata);
	paper_out slip;
};

struct escpos_reader_settings {
	int width_dots; /* 8 … PAPER_WIDTH_MAX_DOTS */
	int blade_dots; /* from the head to the blade */
	size_t buffer_bytes; /* what the printer accepts while it cannot print */
	bool plain; /* a cheap printer without the command "clear", DLE DC4 8 */
};

struct escpos_reader_counts {
	uint64_t bytes; /* received */
	uint64_t commands; /* carried out, real-time ones included */
	uint64_t unknown; /* commands that no printer has */
	uint64_t text_bytes; /* printed as text: garbage */
	uint64_t dropped; /* bytes thrown away by a clear or a reset */
};

struct escpos_reader;
struct escpos_reader *escpos_reader_new(const struct escpos_reader_settings *settings,
	const struct escpos_reader_calls *calls, void *userdata) _warn_unused_;
void escpos_reader_free(struct escpos_reader *reader);
DEFINE_CLEANUP(struct escpos_reader *, escpos_reader_free);

/* How many bytes it can accept now. */
size_t escpos_reader_room(const struct escpos_reader *reader);
/* Receives bytes; answers to real-time commands are sent from within this call. size is at most the
 * room. */
void escpos_reader_receive(struct escpos_reader *reader, const uint8_t *bytes, size_t size);
/* Carries out the waiting commands, until none can be carried out or the paper has moved by
 * dots_max. Returns how far it moved. */
int escpos_reader_run(struct escpos_reader *reader, int dots_max);
/* Whether escpos_reader_run() would do something. */
bool escpos_reader_busy(const struct escpos_reader *reader);
bool escpos_reader_online(const struct escpos_reader *reader);

void escpos_reader_set_sensors(struct escpos_reader *reader, const struct escpos_sensors *sensors);
/* A person puts in a new roll; paper_out stays as the sensors say. */
void escpos_reader_new_roll(struct escpos_reader *reader);
/* A person tears off what hangs out. */
void escpos_reader_tear(struct escpos_reader *reader);
/* Power off and on, or a port reset by the host (USB SOFT_RESET): buffers, half-read commands and
 * modes are lost, what is on the paper stays. */
void escpos_reader_reset(struct escpos_reader *reader);

void escpos_reader_get_counts(const struct escpos_reader *reader, struct escpos_reader_counts *ret);
