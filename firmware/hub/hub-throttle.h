/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slows down who guesses secrets: each attempt counts before it is looked at, an account's and an
 * address's, and a right one takes the account's count back. After a few the next must wait, twice
 * as long each time, up to a minute. In memory, and bounded; after a restart it is filled from the
 * stored attempts, so that a power cut gives a guesser nothing. Pure.
 *
 * A six-digit PIN is then guessed in a year on average; the wait never grows beyond a minute, so
 * that nobody can lock a colleague out for long.
 */
#pragma once

#include "hub/hub-peer.h"

enum {
	THROTTLE_FREE_ACCOUNT = 4, /* attempts without a wait */
	THROTTLE_FREE_ADDRESS = 12, /* several people share an office's computer */
	THROTTLE_WAIT_MAX_S = 60,
	THROTTLE_FORGET_S = 900, /* without an attempt: as if nothing had been */
};

struct throttle;
struct throttle *throttle_new(void);
void throttle_free(struct throttle *throttle);

/* Counts an attempt and returns 0, or returns the seconds to wait and counts nothing. */
int throttle_take(struct throttle *throttle, const char *account,
	const struct peer_address *address, int64_t now_ms);
/* Counts an attempt of before the start, whatever it had to wait; the oldest is told first. at_ms
 * is when it was by now_ms' clock: negative for what was before that clock began. */
void throttle_remember(struct throttle *throttle, const char *account,
	const struct peer_address *address, int64_t at_ms);
/* The secret was right: the account may be tried freely again, and the address as before. */
void throttle_forgive(
	struct throttle *throttle, const char *account, const struct peer_address *address);
