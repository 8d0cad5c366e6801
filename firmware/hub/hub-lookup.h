/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long reads (reports, lists of older days) in a thread with a database connection of its own, one
 * after the other, so that the loop never waits for them. Who waits with many takes turns with who
 * waits with one. The thread exists only while it is needed. Every function is called from the
 * loop's thread.
 */
#pragma once

#include <systemd/sd-event.h>

#include "queue/store.h"

struct lookups;

struct lookup {
	struct lookup *next;
	/* In the thread: reads. Its result is 0 or −errno. */
	int (*work)(struct store *store, void *userdata);
	/* In the loop. result is −errno when the store could not be opened or work failed. */
	void (*done)(int result, void *userdata);
	void *userdata;
	const void *owner; /* who takes turns with others; NULL: nobody's */
	int result;
	int64_t turn; /* set here */
};

/* At most max at once. Without a dir there is no store: for long work of another kind. frozen:
 * store_open_reader's. */
int lookups_new(
	sd_event *event, const char *dir, bool frozen, int max, struct lookups **ret) _warn_unused_;
/* Lets the thread finish what it has, calls done for all of it, and ends the thread. */
void lookups_stop(struct lookups *lookups);
void lookups_free(struct lookups *lookups);

/* Whether any is under way. */
bool lookups_busy(const struct lookups *lookups);
/* Queues a look-up; the owner keeps it until done. −EBUSY when too many wait. */
int lookups_submit(struct lookups *lookups, struct lookup *lookup) _warn_unused_;
/* Takes back one whose turn has not come; done is not called. False: it is too late. */
bool lookups_cancel(struct lookups *lookups, struct lookup *lookup) _warn_unused_;
