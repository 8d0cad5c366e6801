/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keys of counters without a computer: the state of each counter, what a press asks the
 * hub for, and what a key's lamp shows. Pure.
 *
 *                     OFF              open, free     CALLED      SERVING           PAUSED
 *   next, call-next   [open] call-next call-next      call-next   [finish] call-next call-next
 *   open-close        open             close          close       close             close
 *   pause-resume      pause            pause          [after]     [after]           resume
 *   pause             pause            pause          [after]     [after]           pause
 *   the others        themselves
 *
 * [open]: when the board says who works there; [finish]: "next" only; [after]: pause-after, and
 * when that is planned already, undo-pause-after; the lamp of the key blinks meanwhile. The hub
 * refuses what is not possible; nothing here decides it.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "boards/board.h"

enum { KEYPAD_COUNTERS_MAX = BOARD_BUTTONS_MAX, KEYPAD_STEPS_MAX = 2, KEYPAD_SERVICES_MAX = 32 };

enum keypad_state { KEYPAD_UNKNOWN, KEYPAD_OFF, KEYPAD_OPEN, KEYPAD_PAUSED };
enum keypad_ticket { KEYPAD_NOBODY, KEYPAD_CALLED, KEYPAD_SERVING };

struct keypad_counter {
	int number;
	enum keypad_state state;
	enum keypad_ticket ticket;
	bool pause_after; /* it pauses when its ticket is done */
	bool rateable; /* its last visitor can rate the service */
	int n_services;
	char services[KEYPAD_SERVICES_MAX][BOARD_WORD_MAX + 1];
};

struct keypad {
	int n;
	struct keypad_counter counters[KEYPAD_COUNTERS_MAX];
};

/* Follows a counter from now on. */
void keypad_add(struct keypad *keypad, int number);
/* NULL: the counter is not followed. */
const struct keypad_counter *keypad_find(const struct keypad *keypad, int number);

/* Reads the hub's answers: that of GET /api/v1/state, in which a counter that the site no longer
 * has is missing, and that of a move, which holds one counter. */
void keypad_on_state(struct keypad *keypad, const json_t *answer);
void keypad_set_counter(struct keypad *keypad, const json_t *counter);
/* Handles an event; returns whether it changed anything here. *ret_ask: the state must be asked
 * for. */
bool keypad_on_event(struct keypad *keypad, const char *kind, const json_t *event, bool *ret_ask);

/* The moves that a press of this key asks for, in order; returns their number. */
int keypad_steps(const struct keypad_counter *counter, const char *move, bool has_staff,
	const char *ret[KEYPAD_STEPS_MAX]);
/* What the key's lamp shows; waiting: a visitor waits for this counter. */
enum board_sign keypad_sign(const struct keypad_counter *counter, const char *move, bool waiting);
/* What the lamp of a key that rates the counter shows. */
enum board_sign keypad_rate_sign(const struct keypad_counter *counter);
/* What a lamp that stands for the counter shows. */
enum board_sign keypad_counter_sign(const struct keypad_counter *counter);
