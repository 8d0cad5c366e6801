/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operations of the hub. A command is decided against the model (pure, in decide.c), and what
 * it does is events; a batch of commands is one transaction. A queue belongs to one thread at a
 * time, in the hub the writer's. Opening and running block on the disk, as store.h says.
 */
#pragma once

#include "queue/command.h"
#include "queue/model.h"
#include "queue/store.h"

/* A committed event with its data, to publish. */
struct published {
	struct event event;
	char *data; /* JSON text, heap */
};

struct queue;

/* What may have been given to people, though a database does not know it. */
struct given {
	char day[DAY_LENGTH + 1]; /* whose numbers; "" none */
	int number; /* the highest of that day */
	int64_t ticket; /* the highest id that is known to have been given */
	bool more_tickets; /* later ones may have been given, too */
};
/* From now on numbers and ids of tickets are above these; far above, if more may have been given.
 * Appends one event, or none when there is nothing to raise. For a restore. */
int queue_raise_numbers(struct queue *queue, const struct given *given,
	const struct clock_reading *now) _warn_unused_;

/* Opens the store and loads the model; appends a start event. *ret is the caller's. Errors as
 * store_open and store_load. */
int queue_open(const char *dir, bool volatile_ok, const struct clock_reading *now,
	struct queue **ret) _warn_unused_;
/* The same where the disk takes no writes, why being the reason (−ENOSPC, −EROFS …): what was
 * committed can be read, every command is refused, nothing is appended. Stays so: when
 * queue_refused becomes 0, open it anew. */
int queue_open_frozen(const char *dir, bool volatile_ok, int why, struct queue **ret) _warn_unused_;
bool queue_is_frozen(const struct queue *queue);
/* Why the disk refused what was to be written last (−ENOSPC, −EROFS, −EIO …); 0: it takes writes.
 * A refusal lasts until something is written, or until a COMMAND_TICK finds that the disk takes
 * writes again (store_try_disk). */
int queue_refused(const struct queue *queue);
/* Blocks until the database is closed. Accepts NULL. */
void queue_close(struct queue *queue);
DEFINE_CLEANUP(struct queue *, queue_close);

/* Both are the queue's: valid until queue_close, and on its thread alone. A model is another one
 * after a batch that the disk refused. */
const struct model *queue_model(const struct queue *queue);
struct store *queue_store(struct queue *queue);

/* Runs n commands as one transaction; blocks until it is on the disk. commands stay the caller's.
 * Each gets its answer; a refused command changes nothing and does not disturb the others. When the
 * disk refuses, every answer is ERROR_STORAGE and nothing was changed. *ret_events (count in
 * *ret_n) are the committed events, for the caller to free with queue_free_events. */
void queue_run(struct queue *queue, const struct command *const commands[], size_t n,
	const struct clock_reading *now, struct answer answers[], struct published **ret_events,
	size_t *ret_n);
void queue_free_events(struct published *events, size_t n);

/* When the day should be looked at again by itself (a TICK), as wall time. */
int64_t queue_next_tick(const struct queue *queue, const struct clock_reading *now);
