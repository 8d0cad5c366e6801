/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of counters and the keys that rate them: what they ask the hub for. */
#pragma once

#include "client/client.h"
#include "drivers/panel.h"
#include "kiosk/keypad.h"

struct kiosk;

enum { KIOSK_REFUSED_MS = 1200 }; /* a key whose press came to nothing flashes so long */

/* A button's requests. */
struct kiosk_key {
	struct kiosk *kiosk;
	int button;
	bool moving; /* one is under way: the key does nothing meanwhile */
	int step, n_steps;
	const char *steps[KEYPAD_STEPS_MAX];
	int64_t refused_ms; /* until then it shows that its press came to nothing; 0 never */
};

struct kiosk_keys {
	struct client *clerk; /* a counter's keys ask as a clerk; NULL: there are none */
	struct keypad keypad;
	struct kiosk_key keys[PANEL_BUTTONS_MAX];
	sd_event_source *calm; /* ends the flashing */
};

/* Connects the counters' keys, if there are any: the hub's address and a clerk's token. */
int kiosk_keys_connect(struct kiosk *kiosk, const char *address, const char *token) _warn_unused_;
void kiosk_keys_done(struct kiosk *kiosk);

/* A key of a counter, or one that rates it, was pressed: the index of its button. */
void kiosk_keys_press(struct kiosk *kiosk, int index);
/* What its lamp says. */
enum board_sign kiosk_keys_sign(const struct kiosk *kiosk, int index);
/* What a lamp says that shows a counter. */
enum board_sign kiosk_keys_counter_sign(const struct kiosk *kiosk, int number);

/* What the hub says of the counters. An event: whether the state is to be asked for. */
void kiosk_keys_take_state(struct kiosk *kiosk, const json_t *state);
bool kiosk_keys_take_event(struct kiosk *kiosk, const char *kind, const json_t *event);
