/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of counters and the keys that rate them: sends their requests to the hub. Runs in the
 * owner's event loop and does not block. */
#pragma once

#include "client/client.h"
#include "kiosk/kiosk-context.h"

enum { KIOSK_REFUSED_MS = 1200 }; /* how long a key flashes whose press had no effect */

struct kiosk_keys;

struct kiosk_keys_calls {
	void (*show)(void *userdata); /* a lamp may have changed */
};

/* Follows the counters that the board's buttons and lamps name. */
struct kiosk_keys *kiosk_keys_new(const struct kiosk_context *context,
	const struct kiosk_keys_calls *calls, void *userdata) _warn_unused_;
void kiosk_keys_free(struct kiosk_keys *keys);
DEFINE_CLEANUP(struct kiosk_keys *, kiosk_keys_free);

/* Connects the counters' keys, if there are any: the hub's address and a clerk's token. Requests
 * under way get no answer. Logs its errors. */
int kiosk_keys_connect(
	struct kiosk_keys *keys, const char *address, const char *token) _warn_unused_;
/* Sets the client that sends visitors' ratings; the owner keeps it. Call with each new client,
 * before or after the former one is freed; requests under way have ended by then. */
void kiosk_keys_use(struct kiosk_keys *keys, struct client *client);

/* A key of a counter, or one that rates it, was pressed; index is its button's. */
void kiosk_keys_press(struct kiosk_keys *keys, int index);
/* What the key's lamp shows. */
enum board_sign kiosk_keys_sign(const struct kiosk_keys *keys, int index);
/* What a lamp that stands for a counter shows. */
enum board_sign kiosk_keys_counter_sign(const struct kiosk_keys *keys, int number);

/* The hub's state of the counters. An event: returns whether the state must be asked for. */
void kiosk_keys_on_state(struct kiosk_keys *keys, const json_t *state);
bool kiosk_keys_on_event(struct kiosk_keys *keys, const char *kind, const json_t *event);
