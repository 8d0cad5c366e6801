/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which services, reasons, languages and counters of the board file the site does not have. A
 * button that needs one of them is out of use and its lamp dark. Pure; nothing is missing while no
 * site is known.
 */
#pragma once

#include <stddef.h>

#include "boards/board.h"
#include "kiosk/kiosk-data.h"

enum { GAPS_MAX = BOARD_BUTTONS_MAX + BOARD_LAMPS_MAX + BOARD_COUNTERS_MAX };

struct gap {
	int line; /* of the button's, lamp's or counter's section in the board file */
	const char *kind; /* "service", "reason", "language", "counter"; static */
	char what[BOARD_WORD_MAX + 1];
};

/* The service for which a button makes tickets: the site may name another one than the board file.
 * Owned by the data or the button. */
const char *gaps_service(const struct kiosk_data *data, const struct board_button *button);

/* Whether the site lacks something that this button needs. */
bool gaps_find_button(
	const struct kiosk_data *data, const struct board_button *button, struct gap *ret);
/* All gaps of a board, in the order buttons, lamps, counters; returns their number. */
int gaps_find(const struct board *board, const struct kiosk_data *data, struct gap ret[GAPS_MAX]);

/* "hall.board:12 service 'X', :20 language 'fr', +3": the file's name without its folder, and as
 * many as have room in ret, at least 80 bytes. */
void gaps_note(const struct board *board, const struct gap *gaps, int n, char *ret, size_t size);
