/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long work (reports, lists of older days, password hashes, backups) in a thread, with a separate
 * database connection where it reads, one task after the other, so that the loop never waits for
 * it. An owner with many tasks takes turns with an owner of one. The thread exists only while it
 * is needed. Every function is called from the loop's thread and does not block, except
 * worker_stop.
 */
#pragma once

#include <systemd/sd-event.h>

#include "queue/store.h"

struct worker;

struct worker_task {
	struct worker_task *next;
	/* In the thread: reads. Its result is 0 or −errno. */
	int (*work)(struct store *store, void *userdata);
	/* In the loop. result is −errno when the store could not be opened or work failed. */
	void (*done)(int result, void *userdata);
	void *userdata;
	const void *owner; /* who takes turns with others; NULL: no owner */
	int result;
	int64_t turn; /* set here */
};

/* At most max at once. Without a dir there is no store: for long work of another kind. frozen:
 * store_open_reader's. */
int worker_new(
	sd_event *event, const char *dir, bool frozen, int max, struct worker **ret) _warn_unused_;
/* Lets the thread finish its tasks, calls done for all of them, and ends the thread: blocks for as
 * long as the tasks take. */
void worker_stop(struct worker *worker);
void worker_free(struct worker *worker);

/* Whether any is under way. */
bool worker_busy(const struct worker *worker);
/* Queues a task; the owner keeps it until done. −EBUSY when too many wait. */
int worker_submit(struct worker *worker, struct worker_task *task) _warn_unused_;
/* Removes a task whose turn has not come; done is not called. False: it is too late. */
bool worker_cancel(struct worker *worker, struct worker_task *task) _warn_unused_;
