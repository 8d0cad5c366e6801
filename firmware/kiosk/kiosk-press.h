/* SPDX-License-Identifier: Apache-2.0 */
/* The presses' requests to the hub. When the visitor was told that a press failed but its answer
 * was never received, the hub is asked until it says what became of the press; if it did make a
 * ticket, that is made void. Runs in the owner's event loop and does not block; of its calls, only
 * feed may call back into it. */
#pragma once

#include "client/client.h"
#include "kiosk/flow.h"

enum { PRESSES_MAX = 16 };

struct kiosk_presses;

struct kiosk_presses_calls {
	/* What became of a press. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* A press made this ticket; the event for it follows. */
	void (*made)(int64_t ticket, void *userdata);
	/* A ticket is void, or can no longer be made void. */
	void (*voided)(int64_t ticket, void *userdata);
	/* The hub refused something that was shown as open. */
	void (*refused)(void *userdata);
	/* kiosk_presses_work is due; later: after a while, because something failed. */
	void (*work)(bool later, void *userdata);
};

struct kiosk_presses *kiosk_presses_new(
	const struct kiosk_presses_calls *calls, void *userdata) _warn_unused_;
void kiosk_presses_free(struct kiosk_presses *presses);
DEFINE_CLEANUP(struct kiosk_presses *, kiosk_presses_free);

/* The client for requests, which stays the owner's. Call with each new client, after the former one
 * is freed: requests under way get no answer. */
void kiosk_presses_use(struct kiosk_presses *presses, struct client *client);

/* Makes a new press id, as flow_calls.new_press_id. */
void kiosk_press_new_id(char ret[FLOW_PRESS_ID_SIZE]);
/* Asks for a ticket, or repeats that. */
void kiosk_press_send(struct kiosk_presses *presses, const struct flow_effect *effect);
/* The visitor was told that there is no ticket. */
void kiosk_press_give_up(struct kiosk_presses *presses, const char *press_id);
/* Makes a ticket void. */
void kiosk_press_void(struct kiosk_presses *presses, int64_t ticket);

/* Whether every press has an outcome. */
bool kiosk_presses_idle(const struct kiosk_presses *presses);
/* Asks about presses that were given up, and makes tickets void; call when the hub can be
 * reached. */
void kiosk_presses_work(struct kiosk_presses *presses);
/* Drops the tickets to make void: in another database their numbers mean other tickets. */
void kiosk_presses_forget_voids(struct kiosk_presses *presses);
