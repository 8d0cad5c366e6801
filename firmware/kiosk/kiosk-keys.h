/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of counters and the keys that rate them: what they ask the hub for. Runs in the owner's
 * event loop and does not block. */
#pragma once

#include "client/client.h"
#include "kiosk/kiosk-context.h"

enum { KIOSK_REFUSED_MS = 1200 }; /* a key whose press came to nothing flashes so long */

struct kiosk_keys;

struct kiosk_keys_calls {
	void (*show)(void *userdata); /* a lamp may say something else now */
};

/* Follows the counters that the board has to do with. */
struct kiosk_keys *kiosk_keys_new(const struct kiosk_context *context,
	const struct kiosk_keys_calls *calls, void *userdata) _warn_unused_;
void kiosk_keys_free(struct kiosk_keys *keys);
DEFINE_CLEANUP(struct kiosk_keys *, kiosk_keys_free);

/* Connects the counters' keys, if there are any: the hub's address and a clerk's token. What was
 * under way has no answer. Logs its errors. */
int kiosk_keys_connect(
	struct kiosk_keys *keys, const char *address, const char *token) _warn_unused_;
/* A visitor's opinion is the kiosk's to pass on: the client that does it, which stays the owner's.
 * Call with each new one, before the former one is freed or after; what was under way ended. */
void kiosk_keys_use(struct kiosk_keys *keys, struct client *client);

/* A key of a counter, or one that rates it, was pressed: the index of its button. */
void kiosk_keys_press(struct kiosk_keys *keys, int index);
/* What its lamp says. */
enum board_sign kiosk_keys_sign(const struct kiosk_keys *keys, int index);
/* What a lamp says that shows a counter. */
enum board_sign kiosk_keys_counter_sign(const struct kiosk_keys *keys, int number);

/* What the hub says of the counters. An event: whether the state is to be asked for. */
void kiosk_keys_on_state(struct kiosk_keys *keys, const json_t *state);
bool kiosk_keys_on_event(struct kiosk_keys *keys, const char *kind, const json_t *event);
