/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of counters without a computer: what is known of each counter, what a press asks the
 * hub for, and what a key's lamp says. Pure.
 *
 *                     OFF              open, free     CALLED      SERVING           PAUSED
 *   next, call-next   [open] call-next call-next      call-next   [finish] call-next call-next
 *   open-close        open             close          close       close             close
 *   pause-resume      pause            pause          pause       pause             resume
 *   the others        themselves
 *
 * [open]: when the board says who works there; [finish]: "next" only. The hub refuses what is not
 * possible; nothing here decides it.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "boards/board.h"

enum { KEYPAD_COUNTERS_MAX = BOARD_BUTTONS_MAX, KEYPAD_STEPS_MAX = 3, KEYPAD_SERVICES_MAX = 32 };

enum keypad_state { KEYPAD_UNKNOWN, KEYPAD_OFF, KEYPAD_OPEN, KEYPAD_PAUSED };
enum keypad_ticket { KEYPAD_NOBODY, KEYPAD_CALLED, KEYPAD_SERVING };

struct keypad_counter {
	int number;
	enum keypad_state state;
	enum keypad_ticket ticket;
	bool rateable; /* its last visitor can say how content they were */
	int n_services;
	char services[KEYPAD_SERVICES_MAX][BOARD_WORD_MAX + 1];
};

struct keypad {
	int n;
	struct keypad_counter counters[KEYPAD_COUNTERS_MAX];
};

/* Follows a counter from now on. */
void keypad_add(struct keypad *keypad, int number);
/* NULL: it is not followed. */
const struct keypad_counter *keypad_find(const struct keypad *keypad, int number);

/* The hub's answers: of GET /api/v1/state, without a counter that the site has no more; and a
 * counter alone as a move returns it. */
void keypad_on_state(struct keypad *keypad, const json_t *answer);
void keypad_set_counter(struct keypad *keypad, const json_t *counter);
/* An event; whether it changed anything here. *ret_ask: the state is to be asked for. */
bool keypad_on_event(struct keypad *keypad, const char *kind, const json_t *event, bool *ret_ask);

/* The moves that a press of this key asks for, one after the other; the number of them. */
int keypad_steps(const struct keypad_counter *counter, const char *move, bool has_staff,
	const char *ret[KEYPAD_STEPS_MAX]);
/* What the key's lamp says; waiting: somebody waits for this counter. */
enum board_sign keypad_sign(const struct keypad_counter *counter, const char *move, bool waiting);
/* What the lamp of a key says that rates the counter. */
enum board_sign keypad_rate_sign(const struct keypad_counter *counter);
/* What a lamp says that shows the counter. */
enum board_sign keypad_counter_sign(const struct keypad_counter *counter);
