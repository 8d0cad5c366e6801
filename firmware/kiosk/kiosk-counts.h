/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tells the hub what people look up: a procedure that was opened, a list of papers that was
 * printed, a procedure that somebody says is wrong, a search that found something, and one that
 * found nothing. Of that one there are the words, unless they can be somebody's
 * (catalogue/search-misses.h), which do not leave this board; of all others, and of who it was,
 * there is nothing in it. While the hub is away a bounded number is kept in memory, and lost at a
 * restart. Runs in the owner's event loop and does not block; nobody waits for an answer.
 */
#pragma once

#include "client/client.h"

enum { KIOSK_COUNTS_MAX = 512 };

enum kiosk_count {
	KIOSK_COUNT_LOOKED_UP,
	KIOSK_COUNT_PRINTED,
	KIOSK_COUNT_WRONG,
	KIOSK_COUNT_FOUND,
	KIOSK_COUNT_MISSED,
};

struct kiosk_counts;

struct kiosk_counts *kiosk_counts_new(void) _warn_unused_;
/* Accepts NULL. */
void kiosk_counts_free(struct kiosk_counts *counts);
DEFINE_CLEANUP(struct kiosk_counts *, kiosk_counts_free);

/* The client for requests, which stays the owner's; NULL none. Call with each new client, after the
 * former one is freed. */
void kiosk_counts_use(struct kiosk_counts *counts, struct client *client);

/* Counts, for a procedure of this key; a search, which was for this text. Of too many the oldest
 * go, last those that say that something is wrong. */
void kiosk_counts_add(struct kiosk_counts *counts, enum kiosk_count kind, const char *text);
/* Sends what is kept, one after the other; what fails waits for the next call. To be called when
 * the hub can be reached, and once a minute. */
void kiosk_counts_work(struct kiosk_counts *counts);
/* How many are kept. */
int kiosk_counts_n(const struct kiosk_counts *counts);
