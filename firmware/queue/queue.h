/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operations of the hub. A command is decided against the model (in decide.c, without I/O of
 * its own) and results in events; a batch of commands is one transaction. A queue belongs to one
 * thread at a time: in the hub, to the writer. Opening and running block on the disk, as store.h
 * says.
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

/* Numbers and ids that may have been given to people although a database does not know them. */
struct given {
	char day[DAY_LENGTH + 1]; /* the day of number; "": none */
	int number; /* the highest of that day */
	int64_t ticket; /* the highest id that is known to have been given */
	bool more_tickets; /* later ids may have been given, too */
};
/* From now on numbers and ids of tickets are above these; ids far above, if more_tickets. Appends
 * one event, or none when there is nothing to raise. For a restore. */
int queue_raise_numbers(struct queue *queue, const struct given *given,
	const struct clock_reading *now) _warn_unused_;

/* Opens the store, loads the model and appends a start event. *ret is the caller's. Errors as
 * store_open and store_load. */
int queue_open(const char *dir, bool volatile_ok, const struct clock_reading *now,
	struct queue **ret) _warn_unused_;
/* As queue_open, for a disk that takes no writes; why is the reason (−ENOSPC, −EROFS …). What was
 * committed can be read, every command is refused, nothing is appended. The queue stays so: when
 * queue_refused becomes 0, open a new one. */
int queue_open_frozen(const char *dir, bool volatile_ok, int why, struct queue **ret) _warn_unused_;
bool queue_is_frozen(const struct queue *queue);
/* Why the disk refused the last write (−ENOSPC, −EROFS, −EIO …); 0: it takes writes. The error
 * lasts until something is written, or until a COMMAND_TICK finds that the disk takes writes again
 * (store_try_disk). */
int queue_refused(const struct queue *queue);
/* Blocks until the database is closed. Accepts NULL. */
void queue_close(struct queue *queue);
DEFINE_CLEANUP(struct queue *, queue_close);

/* Both belong to the queue: valid until queue_close, and only on its thread. After a batch that the
 * disk refused, the model is a new one. */
const struct model *queue_model(const struct queue *queue);
struct store *queue_store(struct queue *queue);

/* Runs n commands as one transaction; blocks until it is on the disk. commands stay the caller's.
 * Each command gets its answer; one that is refused changes nothing and does not affect the others.
 * When the disk refuses, every answer is ERROR_STORAGE and nothing was changed. *ret_events (count
 * in *ret_n) are the committed events, for the caller to free with queue_free_events. */
void queue_run(struct queue *queue, const struct command *const commands[], size_t n,
	const struct clock_reading *now, struct answer answers[], struct published **ret_events,
	size_t *ret_n);
void queue_free_events(struct published *events, size_t n);

/* When the day must be checked again without a command (by a TICK), as wall time. */
int64_t queue_next_tick(const struct queue *queue, const struct clock_reading *now);
