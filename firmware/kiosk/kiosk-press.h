/* SPDX-License-Identifier: Apache-2.0 */
/* The presses on their way to the hub. One that the visitor was told is over, but whose answer was
 * never heard, is asked about until the hub has said what became of it; a ticket that it made after
 * all is made void. Runs in the owner's event loop and does not block; of its calls, feed may call
 * back into it. */
#pragma once

#include "client/client.h"
#include "kiosk/flow.h"

enum { PRESSES_MAX = 16 };

struct kiosk_presses;

struct kiosk_presses_calls {
	/* What became of a press. */
	void (*feed)(const struct flow_event *event, void *userdata);
	/* A press made this ticket; the event that says so follows. */
	void (*made)(int64_t ticket, void *userdata);
	/* A ticket is void, or cannot be made so any more. */
	void (*voided)(int64_t ticket, void *userdata);
	/* Something was refused that was shown as open. */
	void (*refused)(void *userdata);
	/* kiosk_presses_work is due; later: something failed, not at once. */
	void (*work)(bool later, void *userdata);
};

struct kiosk_presses *kiosk_presses_new(
	const struct kiosk_presses_calls *calls, void *userdata) _warn_unused_;
void kiosk_presses_free(struct kiosk_presses *presses);
DEFINE_CLEANUP(struct kiosk_presses *, kiosk_presses_free);

/* The client to ask by, which stays the owner's. Call with each new one, after the former one is
 * freed: what was under way has no answer. */
void kiosk_presses_use(struct kiosk_presses *presses, struct client *client);

/* Asks for a ticket, or asks again. */
void kiosk_press_send(struct kiosk_presses *presses, const struct flow_effect *effect);
/* The visitor was told that there is no ticket. */
void kiosk_press_give_up(struct kiosk_presses *presses, const char *press_id);
/* Makes a ticket void. */
void kiosk_press_void(struct kiosk_presses *presses, int64_t ticket);

/* Whether no press is without an outcome. */
bool kiosk_presses_idle(const struct kiosk_presses *presses);
/* Asks about what was given up, and makes void what is to be; the hub is there. */
void kiosk_presses_work(struct kiosk_presses *presses);
/* The tickets to make void are of another history: nothing is to be done with their numbers. */
void kiosk_presses_forget_voids(struct kiosk_presses *presses);
