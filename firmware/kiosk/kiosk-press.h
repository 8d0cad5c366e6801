/* SPDX-License-Identifier: Apache-2.0 */
/* The presses on their way to the hub. One that the visitor was told is over, but whose answer was
 * never heard, is asked about until the hub has said what became of it; a ticket that it made after
 * all is made void. */
#pragma once

#include "client/client.h"
#include "kiosk/flow.h"

struct kiosk;

enum { PRESSES_MAX = 16 };

struct kiosk_press {
	struct kiosk *kiosk;
	char press_id[FLOW_PRESS_ID_SIZE]; /* "" free */
	struct flow_wish wish;
	char language[KIOSK_LANGUAGE_SIZE];
	struct client_request *request; /* under way */
	bool maybe_made; /* an answer was lost: there may be a ticket */
	bool given_up;
};

struct kiosk_presses {
	struct kiosk_press press[PRESSES_MAX];
	int n_voids;
	int64_t voids[PRESSES_MAX]; /* tickets to make void, the first one is asked for */
	bool voiding;
};

/* Asks for a ticket, or asks again. */
void kiosk_press_send(struct kiosk *kiosk, const struct flow_effect *effect);
/* The visitor was told that there is no ticket. */
void kiosk_press_give_up(struct kiosk *kiosk, const char *press_id);
/* Makes a ticket void. */
void kiosk_press_void(struct kiosk *kiosk, int64_t ticket);

/* Whether no press is without an outcome. */
bool kiosk_presses_idle(const struct kiosk *kiosk);
/* Asks about what was given up, and makes void what is to be; the hub is there. */
void kiosk_presses_settle(struct kiosk *kiosk);
/* The tickets to make void are of another history: nothing is to be done with their numbers. */
void kiosk_presses_forget_voids(struct kiosk *kiosk);
/* The client is another one: what was under way has no answer. */
void kiosk_presses_cut_off(struct kiosk *kiosk);
