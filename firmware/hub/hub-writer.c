/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-writer.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "hub/hub-limits.h"
#include "queue/archive.h"
#include "queue/checkpoint.h"

enum {
	SLOW_REMEMBERED_MS = 60 * 1000, /* how long a slow transaction is told */
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
	void (*on_publish)(const struct published *events, size_t n, void *userdata);
	void (*on_batch_done)(void *userdata);
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
	bool nudged; /* there is work to do while no job waits */
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

/* ---- the thread ---- */

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
static int64_t next_tick(
	struct writer *writer, const struct batch *batch, const struct clock_reading *now)
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
	struct clock_reading now;
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

/* Deletes one piece of the archived events from the log. */
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

/* What the thread does after a while without jobs; ms 0: nothing. */
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
static void free_batches(struct batch *batch)
{
	while (batch) {
		struct batch *next = batch->next;

		queue_free_events(batch->events, batch->n_events);
		free(batch);
		batch = next;
	}
}

static void *thread_main(void *userdata)
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
		free_batches(spent);
		pthread_mutex_lock(&writer->lock);
	}
	pthread_mutex_unlock(&writer->lock);
	checkpoint(writer);
	return NULL;
}

/* ---- the loop ---- */

static void jobs_init(struct jobs *jobs)
{
	jobs->first = NULL;
	jobs->last = &jobs->first;
}

static void jobs_append(struct jobs *jobs, struct writer_job *job)
{
	job->next = NULL;
	*jobs->last = job;
	jobs->last = &job->next;
}

/* Moves all of from to the end of to. */
static void jobs_move(struct jobs *to, struct jobs *from)
{
	if (from->first) {
		*to->last = from->first;
		to->last = from->last;
		jobs_init(from);
	}
}

static void set_tick(struct writer *writer, int64_t hub_wall_ms)
{
	/* The timer goes by the system's clock. */
	int64_t wall_ms =
		hub_wall_ms < INT64_MAX / 1000 ? hub_wall_ms - clock_offset() : hub_wall_ms;

	if (wall_ms == writer->tick_wall_ms) {
		return;
	}
	writer->tick_wall_ms = wall_ms;
	(void)sd_event_source_set_time(writer->tick_source,
		wall_ms < INT64_MAX / 1000 ? (uint64_t)MAX_OF(wall_ms, 0) * 1000 : UINT64_MAX);
	(void)sd_event_source_set_enabled(writer->tick_source, SD_EVENT_ONESHOT);
}

static void note_refusal(struct writer *writer, int refused)
{
	if (refused < 0 && writer->state.refused == 0) {
		log_error(
			FAULT_DEVICE, "the disk refuses to keep anything: %s", strerror(-refused));
	} else if (refused == 0 && writer->state.refused < 0) {
		log_notice("the disk takes writes again");
	}
	writer->state.refused = refused;
}

static void finish_batch(struct writer *writer, struct batch *batch)
{
	struct writer_job *job = batch->jobs;

	writer->state.commit_us = batch->commit_us;
	writer->state.commits++;
	note_refusal(writer, batch->refused);
	writer->answered_ms = clock_mono_ms();
	if (batch->commit_us > (int64_t)LIMIT_COMMIT_MS * 1000) {
		writer->slow_ms = writer->answered_ms;
		log_warning(FAULT_DEVICE, "the disk took %lld ms for a transaction",
			(long long)batch->commit_us / 1000);
	}
	writer->on_publish(batch->events, batch->n_events, writer->userdata);
	while (job) {
		struct writer_job *next = job->next;

		writer->state.under_way--;
		job->done(job);
		job = next;
	}
	set_tick(writer, batch->next_tick_wall_ms);
}

static void collect(struct writer *writer)
{
	struct batch *first;
	struct batch *last = NULL;

	pthread_mutex_lock(&writer->lock);
	first = writer->done;
	writer->done = NULL;
	writer->done_last = &writer->done;
	pthread_mutex_unlock(&writer->lock);
	if (!first) {
		return;
	}
	for (struct batch *batch = first; batch; batch = batch->next) {
		finish_batch(writer, batch);
		last = batch;
	}
	writer->on_batch_done(writer->userdata);
	pthread_mutex_lock(&writer->lock);
	last->next = writer->spent;
	writer->spent = first;
	pthread_mutex_unlock(&writer->lock);
}

static int on_wake(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	eventfd_t count;

	(void)source;
	(void)revents;
	(void)eventfd_read(fd, &count);
	collect(userdata);
	return 0;
}

static void tick_done(struct writer_job *job)
{
	struct writer *writer = job->userdata;

	writer->tick_under_way = false;
}

static const struct command tick_command = {.kind = COMMAND_TICK};

static int on_tick(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct writer *writer = userdata;

	(void)source;
	(void)usec;
	writer->tick_wall_ms = -1;
	writer_look_at_day(writer);
	return 0;
}

void writer_look_at_day(struct writer *writer)
{
	if (writer->tick_under_way) {
		return;
	}
	writer->tick = (struct writer_job){
		.command = &tick_command,
		.done = tick_done,
		.userdata = writer,
	};
	if (writer_submit(writer, &writer->tick) == 0) {
		writer->tick_under_way = true;
		writer_flush(writer);
	}
}

/* Since when the thread owes an answer; 0 when it owes none. */
static int64_t silent_ms(const struct writer *writer)
{
	return writer->state.under_way > 0 ? clock_mono_ms() - writer->answered_ms : 0;
}

int writer_submit(struct writer *writer, struct writer_job *job)
{
	if (writer->state.under_way >= LIMIT_COMMANDS || !writer->thread_runs) {
		return -EBUSY;
	}
	if (writer->state.under_way == 0) {
		writer->answered_ms = clock_mono_ms();
	} else if (silent_ms(writer) > LIMIT_STORAGE_S * 1000) {
		return -ETIMEDOUT;
	}
	writer->state.under_way++;
	jobs_append(&writer->submitted, job);
	writer->n_submitted++;
	return 0;
}

void writer_flush(struct writer *writer)
{
	bool wake;

	if (writer->n_submitted == 0) {
		return;
	}
	pthread_mutex_lock(&writer->lock);
	jobs_move(&writer->waiting, &writer->submitted);
	writer->n_waiting += writer->n_submitted;
	wake = writer->n_wanted > 0 && writer->n_waiting >= writer->n_wanted;
	pthread_mutex_unlock(&writer->lock);
	writer->n_submitted = 0;
	if (wake) {
		pthread_cond_signal(&writer->work);
	}
}

bool writer_is_frozen(const struct writer *writer)
{
	return writer->frozen;
}

const char *writer_storage_word(const struct writer_state *state)
{
	if (state->storage_silent) {
		return "silent";
	}
	if (state->refused == -ENOSPC) {
		return "full";
	}
	if (state->refused == -EROFS) {
		return "read_only";
	}
	if (state->refused < 0) {
		return "failed";
	}
	return state->storage_slow ? "slow" : "ok";
}

const uint8_t *writer_secret(const struct writer *writer)
{
	return writer->secret;
}

void writer_get_state(const struct writer *writer, struct writer_state *ret)
{
	*ret = writer->state;
	ret->silent_ms = silent_ms(writer);
	ret->storage_silent = ret->silent_ms > LIMIT_STORAGE_S * 1000;
	ret->storage_slow = ret->silent_ms > LIMIT_COMMIT_MS ||
		(writer->slow_ms > 0 && clock_mono_ms() - writer->slow_ms < SLOW_REMEMBERED_MS);
}

static void init_lock(struct writer *writer)
{
	pthread_condattr_t attributes;

	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&writer->work, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	(void)pthread_mutex_init(&writer->lock, NULL);
}

static int start_thread(struct writer *writer)
{
	int r = pthread_create(&writer->thread, NULL, thread_main, writer);

	if (r == 0) {
		(void)pthread_setname_np(writer->thread, "writer");
		writer->thread_runs = true;
	}
	return -r;
}

static int add_sources(struct writer *writer, sd_event *event)
{
	int r;

	writer->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (writer->wake_fd < 0) {
		return -errno;
	}
	r = sd_event_add_io(event, &writer->wake_source, writer->wake_fd, EPOLLIN, on_wake, writer);
	if (r >= 0) {
		r = sd_event_add_time(event, &writer->tick_source, CLOCK_REALTIME, UINT64_MAX, 0,
			on_tick, writer);
	}
	return r < 0 ? r : 0;
}

/* A disk that accepts no writes is no reason to show nothing: people who wait still see their
 * place. */
static int open_queue(
	struct writer *writer, const char *dir, bool volatile_ok, const struct clock_reading *now)
{
	int r = queue_open(dir, volatile_ok, now, &writer->queue);
	int why;

	if (r != -ENOSPC && r != -EROFS && r != -EIO && r != -ENOENT && r != -EACCES) {
		return r;
	}
	why = store_try_disk(dir);
	if (why == 0 || queue_open_frozen(dir, volatile_ok, why, &writer->queue) < 0) {
		return r;
	}
	log_error(FAULT_DEVICE,
		"the disk of %s takes no writes: %s; what was committed can be read, and nothing "
		"is "
		"done until it does",
		dir, strerror(-why));
	writer->frozen = true;
	writer->state.refused = why;
	return 0;
}

int writer_new(sd_event *event, const char *dir, bool volatile_ok,
	void (*on_publish)(const struct published *events, size_t n, void *userdata),
	void (*on_batch_done)(void *userdata), void *userdata, struct writer **ret)
{
	struct writer *writer = memory_new(1, sizeof(*writer));
	struct clock_reading now;
	int r;

	writer->on_publish = on_publish;
	writer->on_batch_done = on_batch_done;
	writer->userdata = userdata;
	writer->wake_fd = -1;
	writer->done_last = &writer->done;
	writer->answers = memory_new(LIMIT_BATCH, sizeof(*writer->answers));
	jobs_init(&writer->submitted);
	jobs_init(&writer->waiting);
	init_lock(writer);
	clock_now(&now);
	clock_look_at_battery(&now);
	r = open_queue(writer, dir, volatile_ok, &now);
	if (r >= 0 && !now.trusted) {
		clock_set_offset(model_clock_offset_ms(queue_model(writer->queue), &now));
	}
	if (r >= 0) {
		r = store_secret(queue_store(writer->queue), writer->secret);
		if (r == -ENOENT && writer->frozen) {
			/* The queue has never served, so no client has a token made with its
			 * secret. */
			randombytes_buf(writer->secret, sizeof(writer->secret));
			r = 0;
		}
	}
	if (r >= 0) {
		r = add_sources(writer, event);
	}
	if (r >= 0) {
		set_tick(writer, now.wall_ms); /* a day may have ended while the hub was off */
		writer->checkpoint_due = !writer->frozen;
		writer->archiving = !writer->frozen; /* the last end may have left something */
		r = start_thread(writer);
	}
	if (r < 0) {
		writer_free(writer);
		return r;
	}
	*ret = writer;
	return 0;
}

void writer_archive(struct writer *writer, struct checkpoint *checkpoint)
{
	pthread_mutex_lock(&writer->lock);
	writer->archived = *checkpoint;
	writer->archiving = true;
	writer->nudged = true;
	pthread_cond_signal(&writer->work);
	pthread_mutex_unlock(&writer->lock);
	*checkpoint = (struct checkpoint){0};
}

bool writer_is_archiving(struct writer *writer)
{
	bool archiving;

	pthread_mutex_lock(&writer->lock);
	archiving = writer->archiving;
	pthread_mutex_unlock(&writer->lock);
	return archiving;
}

int writer_archive_error(struct writer *writer)
{
	int error;

	pthread_mutex_lock(&writer->lock);
	error = writer->archive_error;
	pthread_mutex_unlock(&writer->lock);
	return error;
}

void writer_archive_again(struct writer *writer)
{
	pthread_mutex_lock(&writer->lock);
	/* Without a failure it works already, once nobody asks for anything: each nudge would put
	 * that off. */
	if (writer->archive_again_ms > 0) {
		writer->archive_again_ms = 0;
		writer->nudged = true;
		pthread_cond_signal(&writer->work);
	}
	pthread_mutex_unlock(&writer->lock);
}

void writer_stop(struct writer *writer)
{
	if (!writer || !writer->thread_runs) {
		return;
	}
	writer_flush(writer);
	pthread_mutex_lock(&writer->lock);
	writer->stop = true;
	pthread_mutex_unlock(&writer->lock);
	pthread_cond_signal(&writer->work);
	(void)pthread_join(writer->thread, NULL);
	writer->thread_runs = false;
	collect(writer);
}

void writer_free(struct writer *writer)
{
	if (!writer) {
		return;
	}
	sd_event_source_disable_unref(writer->wake_source);
	sd_event_source_disable_unref(writer->tick_source);
	free_batches(writer->spent);
	checkpoint_done(&writer->archived);
	queue_close(writer->queue);
	free(writer->answers);
	if (writer->wake_fd >= 0) {
		(void)close(writer->wake_fd);
	}
	pthread_cond_destroy(&writer->work);
	pthread_mutex_destroy(&writer->lock);
	free(writer);
}
