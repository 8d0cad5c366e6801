/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Periodic work in a separate thread with a separate database connection, so that neither the loop
 * nor any request waits for it: one look after the other, the next some time after the last began.
 * Every function is called from the loop's thread and does not block, except rounds_free.
 */
#pragma once

#include "hub/hub.h"

struct rounds;

struct rounds_kind {
	/* In the loop, before each look. False: there is nothing to do this time. May be NULL. */
	bool (*begin)(void *userdata);
	/* In the thread; gives way to all else there. 0 or −errno. */
	int (*work)(struct store *store, void *userdata);
	/* In the loop. result is −errno when the database could not be opened, or work's. */
	void (*done)(int result, void *userdata);
	unsigned first_s; /* after the start */
	unsigned again_s;
};

/* kind is borrowed. */
int rounds_new(struct hub *hub, const struct rounds_kind *kind, void *userdata,
	struct rounds **ret) _warn_unused_;
/* Waits for the look that is under way, whose done is called. */
void rounds_free(struct rounds *rounds);

/* Begins a look, or, while one is under way, another one after it. */
void rounds_look(struct rounds *rounds);
/* The next one is sooner or later than usual. */
void rounds_look_in(struct rounds *rounds, unsigned seconds);
