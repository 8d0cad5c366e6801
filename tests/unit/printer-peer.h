/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests of a link to a printer by a real line: the whole driver on one end, and on the other a
 * printer written from the manuals alone (boards/sim/escpos-reader.h), which can also be slow,
 * mute, deaf or something else than a printer.
 */
#pragma once

#include "check.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "boards/sim/escpos-reader.h"
#include "drivers/printer.h"

enum { PEER_WIDTH = 576, PEER_BLADE = 120, PEER_HEIGHT = 480, PEER_DEADLINE_MS = 20000 };

struct peer {
	sd_event *event;
	char folder[32];
	/* The device. */
	int cable; /* −1: nothing is connected */
	sd_event_source *source, *late;
	struct escpos_reader *reader;
	bool mute; /* never answers */
	bool deaf; /* reads nothing */
	bool automatic_only; /* answers neither DLE EOT nor GS r, as some cheap ones */
	const char *garbage; /* what it answers instead; NULL: as a printer */
	int delay_ms; /* before its answers leave */
	size_t read_max; /* bytes that it reads at once, every 10 ms; 0: all */
	struct textbuf answers; /* that are delayed */
	int dots_left; /* how far the paper may still move */
	int lost; /* how often the cable was found dead */
	int slips;
	struct bitmap *slip; /* the last one */
	size_t text_bytes; /* printed as text: garbage on paper */
	int most_tops; /* of slips, on one piece of paper */
	/* The owner. */
	struct printer *printer;
	struct printer_status status;
	int done, first_bytes;
	enum print_result result;
	char cause[32];
	bool inside; /* a call to the driver is under way */
	int64_t worst_ms; /* the longest that one turn of the loop took */
};

int peer_set_up(void **state);
/* Closes what is open. */
int peer_tear_down(void **state);

/* Connects the device's end of a line; takes fd. clears: the printer forgets what it had. */
void peer_attach(struct peer *peer, int fd, bool clears);
void peer_detach(struct peer *peer);
/* Another printer takes the place of this one. plain: it knows no order to forget. */
void peer_replace(struct peer *peer, bool plain);
void peer_set_paper(struct peer *peer, bool out);
/* The motor runs again. */
void peer_go_on(struct peer *peer);
void peer_set_cover(struct peer *peer, bool open);
/* Sends these bytes by itself. */
void peer_say(struct peer *peer, const void *bytes, size_t size);

/* path: the device, the address. The rest of settings is given. */
void peer_open(struct peer *peer, const struct printer_settings *settings, const char *path);
int peer_print(struct peer *peer, uint64_t job);
/* How many dots of the last slip are not those of the picture. */
int peer_wrong_dots(const struct peer *peer);
/* It is well, and what it can prove is known. */
bool peer_is_ready(const struct peer *peer);
const char *peer_absent(struct peer *peer);
/* One turn of the loop. */
void peer_turn(struct peer *peer);

#define peer_until(peer, condition) \
	do { \
		int64_t end_ = clock_mono_ms() + PEER_DEADLINE_MS; \
		while (!(condition)) { \
			assert_true(clock_mono_ms() < end_); \
			peer_turn(peer); \
		} \
	} while (0)
