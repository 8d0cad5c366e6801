/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one thread that writes: it owns the queue and its database. The loop's thread hands it jobs;
 * it takes all that wait as one transaction (group commit) and hands back the answers and the
 * committed events. Every function is called from the loop's thread, which also makes all calls
 * back. None blocks but writer_new, which opens the database, and writer_stop, which waits for the
 * thread.
 */
#pragma once

#include <systemd/sd-event.h>

#include "queue/queue.h"

struct checkpoint;
struct writer;

/* A command on its way. The owner keeps it until done is called. */
struct writer_job {
	struct writer_job *next;
	const struct command *command;
	struct answer answer;
	/* In the loop, after the events of its transaction were published. */
	void (*done)(struct writer_job *job);
	void *userdata;
};

/* Opens the queue in dir, where the disk takes no writes for reading only, and starts the thread;
 * *ret is the caller's. Errors as queue_open. The first events (the start event) are in the store
 * already: load replicas after this. In the loop, on_publish gets committed events, in order and
 * valid during the call; on_batch_done comes when all jobs of a batch are done. */
int writer_new(sd_event *event, const char *dir, bool volatile_ok,
	void (*on_publish)(const struct published *events, size_t n, void *userdata),
	void (*on_batch_done)(void *userdata), void *userdata, struct writer **ret) _warn_unused_;
/* Frees a writer that was stopped. */
void writer_free(struct writer *writer);

/* The disk accepted no writes when it was opened: what was committed can be read, every command is
 * rejected. Stays so; when state.refused is 0 again, the hub has to be restarted. */
bool writer_is_frozen(const struct writer *writer);

/* The database's secret (32 bytes), read when it was opened. */
const uint8_t *writer_secret(const struct writer *writer);

/* Queues a job. −EBUSY when too many are under way, −ETIMEDOUT when the storage does not answer
 * those that are (LIMIT_STORAGE_S). The thread sees it at the next flush. */
int writer_submit(struct writer *writer, struct writer_job *job) _warn_unused_;
/* Lets the thread have what was submitted. */
void writer_flush(struct writer *writer);

/* Lets the service day move now, if the time asks for it. */
void writer_look_at_day(struct writer *writer);

/* When nobody waits, records the checkpoint of an archive that was made, and deletes the archived
 * events piece by piece; what was left of that at the last end goes on by itself. Takes over what
 * the checkpoint holds. Not while writer_is_archiving. */
void writer_archive(struct writer *writer, struct checkpoint *checkpoint);
bool writer_is_archiving(struct writer *writer);
/* The error that keeps writer_archive from its work, −errno; 0 none. It is tried again after a
 * minute, or on writer_archive_again. */
int writer_archive_error(struct writer *writer);
void writer_archive_again(struct writer *writer);

/* Lets the thread finish its jobs, calls done for all of them, and ends the thread: blocks for as
 * long as the disk needs, without a bound when it hangs. */
void writer_stop(struct writer *writer);

/* For health. */
struct writer_state {
	size_t under_way; /* jobs */
	int64_t commit_us; /* duration of the last transaction */
	int64_t silent_ms; /* commands are under way, and for so long none was answered; else 0 */
	int64_t commits;
	int refused; /* queue_refused: −errno while the disk accepts no writes, else 0 */
	bool storage_slow; /* it took longer than LIMIT_COMMIT_MS a short time ago, or takes so long
			    */
	bool storage_silent; /* silent_ms is above LIMIT_STORAGE_S: new commands are rejected */
};
/* In a word: "ok", "slow", "silent" (LIMIT_STORAGE_S without an answer), or, while nothing can be
 * kept, "full", "read_only" or "failed". */
const char *writer_storage_word(const struct writer_state *state);
void writer_get_state(const struct writer *writer, struct writer_state *ret);
