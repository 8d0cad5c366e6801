/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slows down who guesses secrets. Each attempt counts before it is looked at: by its address (of
 * IPv6 by the network, a /64), by the account at that address, and by the account at all the
 * addresses where nobody has signed in yet; a right secret takes it back. After a few the next must
 * wait, twice as long each time, up to a minute. So one stranger keeps an account signed out
 * nowhere else, and many strangers only where nobody ever signed in. What waits for its address
 * counts for nothing else, and names that are no account's count as one account's. In memory, and
 * bounded; after a restart it is filled from the stored attempts, so that a power cut gives a
 * guesser nothing. Pure.
 *
 * From everywhere together two guesses a minute come through: a six-digit PIN takes half a year.
 */
#pragma once

#include "hub/hub-peer.h"

enum {
	THROTTLE_FREE_ACCOUNT = 4, /* attempts at an account from an address without a wait */
	THROTTLE_FREE_ADDRESS = 12, /* several people share an office's computer */
	THROTTLE_FREE_STRANGERS = 30, /* at an account, from all where nobody signed in */
	THROTTLE_STRANGER_S = 30, /* after so long one of these is free again */
	THROTTLE_WAIT_MAX_S = 60,
	THROTTLE_FORGET_S = 900, /* without an attempt: as if nothing had been */
};

struct throttle;
struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);

/* Whose secret is tried, and where. */
struct throttle_try {
	const char *account; /* its id; when there is none, any name */
	bool exists; /* there is such an account */
	const struct peer_address *address;
};

/* Counts an attempt and returns 0, or returns the seconds to wait and does not count it. */
int throttle_take(struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms);
/* Counts an attempt of before the start, whatever it had to wait; the oldest is told first. at_ms
 * is when it was by now_ms' clock: negative for what was before that clock began. */
void throttle_remember(
	struct throttle *throttle, const struct throttle_try *attempt, int64_t at_ms);
/* The secret was right: the account may be tried freely again here, the address as before, and
 * failed attempts from elsewhere do not lock the account out here. */
void throttle_forgive(
	struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms);
/* The attempt was counted, but there was no room to check it: takes the count back. */
void throttle_give(struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms);
