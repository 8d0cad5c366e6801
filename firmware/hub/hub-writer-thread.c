/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-writer-private.h"
#include "queue/archive.h"

enum {
	CHECKPOINT_IDLE_MS = 500, /* without a write before the log is copied into the database */
	ARCHIVE_IDLE_MS = 20, /* likewise, before a piece of archived events is deleted */
	ARCHIVE_AGAIN_MS = 60 * 1000, /* after a failure */
	TICK_MIN_MS = 1000, /* a tick that could do nothing must not keep the thread busy */
	/* A few clients that ask, wait and ask again soon fall into two groups that take turns, and
	 * each pays for a sync of its own. So a batch is held for a moment when those of the last
	 * one are likely to be back. With many clients the overlap of the two groups is worth more
	 * than the sync that it costs. */
	GATHER_MAX = 12, /* jobs to wait for */
	GATHER_US = 150, /* how long at most */
	GATHER_RECENT_US = 1000, /* only this soon after the last batch */
};

/* Takes at most LIMIT_BATCH jobs off the list. */
static struct writer_job *jobs_take(struct jobs *jobs, size_t *ret_n)
{
	struct writer_job *taken = jobs->first;
	struct writer_job *last = taken;
	size_t n = taken ? 1 : 0;

	for (; last && last->next && n < LIMIT_BATCH; n++) {
		last = last->next;
	}
	if (last) {
		jobs->first = last->next;
		if (!jobs->first) {
			jobs->last = &jobs->first;
		}
		last->next = NULL;
	}
	*ret_n = n;
	return taken;
}

/* When the day is to be looked at again. Looking ahead costs more than a ticket, so it is done only
 * when the time has come or something happened that the day depends on. */
static int64_t next_tick(struct writer *writer, const struct batch *batch, const struct moment *now)
{
	bool look = now->wall_ms >= writer->next_tick_wall_ms;

	for (size_t i = 0; i < batch->n_events && !look; i++) {
		enum event_kind kind = batch->events[i].event.kind;

		look = kind == EVENT_SITE || kind == EVENT_DAY_OPEN || kind == EVENT_DAY_CLOSE ||
			kind == EVENT_CLOCK_ACCEPT || kind == EVENT_CLOCK_CORRECT;
	}
	if (look) {
		writer->next_tick_wall_ms =
			MAX_OF(queue_next_tick(writer->queue, now), now->wall_ms + TICK_MIN_MS);
	}
	return writer->next_tick_wall_ms;
}

static struct batch *run_batch(struct writer *writer, struct writer_job *jobs)
{
	struct batch *batch = memory_new(1, sizeof(*batch));
	int64_t start_us = clock_mono_us();
	struct moment now;
	size_t n = 0;

	for (struct writer_job *job = jobs; job; job = job->next) {
		writer->commands[n++] = job->command;
	}
	clock_now(&now);
	queue_run(writer->queue, writer->commands, n, &now, writer->answers, &batch->events,
		&batch->n_events);
	n = 0;
	for (struct writer_job *job = jobs; job; job = job->next) {
		job->answer = writer->answers[n++];
	}
	batch->jobs = jobs;
	batch->refused = queue_refused(writer->queue);
	batch->next_tick_wall_ms = next_tick(writer, batch, &now);
	writer->ended_us = clock_mono_us();
	batch->commit_us = writer->ended_us - start_us;
	writer->checkpoint_due |= batch->n_events > 0;
	return batch;
}

/* Sleeps with the lock held until n jobs wait, or for us microseconds (0: for ever). False: the
 * time is over. */
static bool sleep_for(struct writer *writer, size_t n, int64_t us)
{
	struct timespec until;
	int r = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += (long)(us % 1000000) * 1000;
	until.tv_sec += us / 1000000 + until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	writer->n_wanted = n;
	while (writer->n_waiting < n && !writer->stop && !writer->nudged && r != ETIMEDOUT) {
		r = us > 0 ? pthread_cond_timedwait(&writer->work, &writer->lock, &until)
			   : pthread_cond_wait(&writer->work, &writer->lock);
	}
	writer->n_wanted = 0;
	writer->nudged = false;
	return r != ETIMEDOUT;
}

static void checkpoint(struct writer *writer)
{
	int r = queue_is_frozen(writer->queue) ? 0 : store_checkpoint(queue_store(writer->queue));

	writer->checkpoint_due = false;
	if (r < 0) {
		log_debug("no checkpoint now: %s", strerror(-r));
	}
}

/* One piece of what is archived leaves the log. */
static void cut_log(struct writer *writer)
{
	const struct checkpoint *archived = writer->archived.seq > 0 ? &writer->archived : NULL;
	bool more = false;
	int r = archive_cut_piece(queue_store(writer->queue), archived, &more);

	writer->checkpoint_due = true;
	pthread_mutex_lock(&writer->lock);
	writer->archive_error = r;
	writer->archive_again_ms = r < 0 ? clock_mono_ms() + ARCHIVE_AGAIN_MS : 0;
	pthread_mutex_unlock(&writer->lock);
	if (r < 0) {
		log_warning(
			FAULT_DEVICE, "archived events stay in the log for now: %s", strerror(-r));
		return;
	}
	checkpoint_done(&writer->archived);
	writer->archived = (struct checkpoint){0};
	pthread_mutex_lock(&writer->lock);
	writer->archiving = more;
	pthread_mutex_unlock(&writer->lock);
}

/* What the thread does when nobody asks for anything for a while; ms 0: nothing. */
static void (*idle_work(const struct writer *writer, int64_t *ret_ms))(struct writer *writer)
{
	int64_t wait_ms = writer->archive_again_ms > 0
		? MAX_OF(writer->archive_again_ms - clock_mono_ms(), 0)
		: 0;

	if (writer->archiving && wait_ms == 0) {
		*ret_ms = ARCHIVE_IDLE_MS;
		return cut_log;
	}
	if (writer->checkpoint_due) {
		*ret_ms = CHECKPOINT_IDLE_MS;
		return checkpoint;
	}
	*ret_ms = writer->archiving ? wait_ms : 0;
	return cut_log;
}

/* The next jobs, with the lock held on entry and exit; NULL when it is time to end. */
static struct writer_job *next_jobs(struct writer *writer)
{
	struct writer_job *jobs;
	size_t n = 0;

	while (writer->n_waiting == 0 && !writer->stop) {
		int64_t ms;
		void (*work)(struct writer *) = idle_work(writer, &ms);

		if (!sleep_for(writer, 1, ms * 1000) && writer->n_waiting == 0) {
			pthread_mutex_unlock(&writer->lock);
			work(writer);
			pthread_mutex_lock(&writer->lock);
		}
	}
	if (writer->n_waiting < writer->expected && writer->expected <= GATHER_MAX &&
		clock_mono_us() - writer->ended_us < GATHER_RECENT_US) {
		(void)sleep_for(writer, writer->expected, GATHER_US);
	}
	jobs = jobs_take(&writer->waiting, &n);
	writer->n_waiting -= n;
	writer->expected = n;
	return jobs;
}

/* Memory goes back where it came from: if the loop freed it, the two threads would wait for each
 * other at the allocator's locks. */
void writer_free_batches(struct batch *batch)
{
	while (batch) {
		struct batch *next = batch->next;

		queue_free_events(batch->events, batch->n_events);
		free(batch);
		batch = next;
	}
}

void *writer_thread(void *userdata)
{
	struct writer *writer = userdata;
	struct batch *spent;
	struct writer_job *jobs;

	/* Short sleeps are meant: the default slack would add 50 µs to each. */
	(void)prctl(PR_SET_TIMERSLACK, 1000UL);
	pthread_mutex_lock(&writer->lock);
	while ((jobs = next_jobs(writer))) {
		struct batch *batch;

		pthread_mutex_unlock(&writer->lock);
		batch = run_batch(writer, jobs);
		pthread_mutex_lock(&writer->lock);
		*writer->done_last = batch;
		writer->done_last = &batch->next;
		writer->expected += writer->n_waiting;
		spent = TAKE_PTR(writer->spent);
		pthread_mutex_unlock(&writer->lock);
		(void)eventfd_write(writer->wake_fd, 1);
		writer_free_batches(spent);
		pthread_mutex_lock(&writer->lock);
	}
	pthread_mutex_unlock(&writer->lock);
	checkpoint(writer);
	return NULL;
}
