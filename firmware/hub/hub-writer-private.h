/* SPDX-License-Identifier: Apache-2.0 */
/* The writer's inside: hub-writer.c is the loop's side, hub-writer-thread.c the thread's. */
#pragma once

#include <pthread.h>

#include "hub/hub-limits.h"
#include "hub/hub-writer.h"
#include "queue/checkpoint.h"

/* A transaction's results on their way back. */
struct batch {
	struct batch *next;
	struct writer_job *jobs;
	struct published *events;
	size_t n_events;
	int64_t next_tick_wall_ms;
	int64_t commit_us;
	int refused;
};

struct jobs {
	struct writer_job *first;
	struct writer_job **last;
};

struct writer {
	/* The loop's. */
	const struct writer_calls *calls;
	void *userdata;
	sd_event_source *wake_source;
	sd_event_source *tick_source;
	struct jobs submitted; /* not yet flushed */
	size_t n_submitted;
	struct writer_job tick;
	bool tick_under_way;
	int64_t tick_wall_ms; /* when the timer is set to; −1 not */
	struct writer_state state;
	int64_t answered_ms; /* when commands were last answered, or the first came after a rest */
	int64_t slow_ms; /* when the last slow transaction ended; 0 never */
	bool thread_runs;
	bool frozen;
	pthread_t thread;
	int wake_fd; /* batches are done */

	/* Shared, under the lock. */
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct jobs waiting;
	size_t n_waiting;
	size_t n_wanted; /* the thread sleeps until so many wait; 0: it does not sleep */
	struct batch *done;
	struct batch **done_last;
	struct batch *spent; /* for the thread to free what it has allocated */
	bool stop;
	bool nudged; /* there is something to do when nobody waits */
	bool archiving; /* a checkpoint is to be recorded, or archived events to be deleted */
	struct checkpoint archived; /* the thread's while archiving; seq is 0: recorded */
	int archive_error; /* of the last try; 0: it went well, or there was none */
	int64_t archive_again_ms; /* by the monotonic clock: no other try before */

	/* The thread's. */
	struct queue *queue;
	uint8_t secret[32];
	int64_t next_tick_wall_ms;
	int64_t ended_us; /* when the last batch was committed */
	size_t expected; /* as many jobs came together last time */
	bool checkpoint_due;
	const struct command *commands[LIMIT_BATCH];
	struct answer *answers;
};

/* hub-writer-thread.c: the thread's main function. */
void *writer_thread(void *userdata);
void writer_free_batches(struct batch *batch);
