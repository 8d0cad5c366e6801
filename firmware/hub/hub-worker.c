/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-worker.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"

enum { LINGER_S = 5 }; /* how long the thread waits for more */

struct worker {
	/* The loop's. */
	char *dir;
	bool frozen;
	int max;
	sd_event_source *source;
	int wake_fd;
	int under_way;
	bool joinable;
	pthread_t thread;

	/* Shared, under the lock. */
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct worker_task *waiting; /* by turn */
	int64_t turn; /* of the one that was taken last, */
	const void *owner; /* and whose it is */
	struct worker_task *done;
	bool running;
	bool stop;
};

static void append(struct worker_task **list, struct worker_task *task)
{
	while (*list) {
		list = &(*list)->next;
	}
	task->next = NULL;
	*list = task;
}

/* Inserts the task behind those of the same turn. An owner with waiting tasks gets a turn after
 * the last of them. */
static void queue_fairly(struct worker *worker, struct worker_task *task)
{
	struct worker_task **at = &worker->waiting;
	const void *owner = task->owner;
	int64_t turn = worker->turn + (owner && owner == worker->owner);

	for (const struct worker_task *other = worker->waiting; other; other = other->next) {
		if (owner && other->owner == owner) {
			turn = MAX_OF(turn, other->turn + 1);
		}
	}
	task->turn = turn;
	while (*at && (*at)->turn <= turn) {
		at = &(*at)->next;
	}
	task->next = *at;
	*at = task;
}

/* Takes the next task, with the lock held; NULL ends the thread. */
static struct worker_task *pop_task(struct worker *worker)
{
	struct timespec until;
	struct worker_task *task;
	int r = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LINGER_S;
	while (!worker->waiting && !worker->stop && r != ETIMEDOUT) {
		r = pthread_cond_timedwait(&worker->work, &worker->lock, &until);
	}
	task = worker->waiting;
	if (task) {
		worker->waiting = task->next;
		worker->turn = task->turn;
		worker->owner = task->owner;
	} else {
		worker->owner = NULL;
		worker->running = false;
	}
	return task;
}

static void *worker_main(void *userdata)
{
	struct worker *worker = userdata;
	_cleanup_(store_closep) struct store *store = NULL;
	struct worker_task *task;

	pthread_mutex_lock(&worker->lock);
	while ((task = pop_task(worker))) {
		int opened = 0;

		pthread_mutex_unlock(&worker->lock);
		if (worker->dir && !store) {
			/* A disk that failed once may read well now. */
			opened = store_open_reader(worker->dir, worker->frozen, &store);
		}
		task->result = opened < 0 ? opened : task->work(store, task->userdata);
		pthread_mutex_lock(&worker->lock);
		append(&worker->done, task);
		(void)eventfd_write(worker->wake_fd, 1);
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

static void collect(struct worker *worker)
{
	struct worker_task *done;

	pthread_mutex_lock(&worker->lock);
	done = TAKE_PTR(worker->done);
	pthread_mutex_unlock(&worker->lock);
	while (done) {
		struct worker_task *next = done->next;

		worker->under_way--;
		done->done(done->result, done->userdata);
		done = next;
	}
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

static void join(struct worker *worker)
{
	if (worker->joinable) {
		(void)pthread_join(worker->thread, NULL);
		worker->joinable = false;
	}
}

static int start_thread(struct worker *worker)
{
	int r;

	join(worker); /* one that has ended */
	worker->running = true;
	r = pthread_create(&worker->thread, NULL, worker_main, worker);
	if (r != 0) {
		worker->running = false;
		return -r;
	}
	(void)pthread_setname_np(worker->thread, "task");
	worker->joinable = true;
	return 0;
}

bool worker_busy(const struct worker *worker)
{
	return worker->under_way > 0;
}

int worker_submit(struct worker *worker, struct worker_task *task)
{
	bool running;

	if (worker->under_way >= worker->max) {
		return -EBUSY;
	}
	pthread_mutex_lock(&worker->lock);
	running = worker->running && !worker->stop;
	if (running) {
		queue_fairly(worker, task);
	}
	pthread_mutex_unlock(&worker->lock);
	if (!running) {
		int r;

		if (worker->stop) {
			return -EBUSY;
		}
		queue_fairly(worker, task);
		r = start_thread(worker);
		if (r < 0) {
			worker->waiting = NULL;
			return r;
		}
	}
	worker->under_way++;
	pthread_cond_signal(&worker->work);
	return 0;
}

bool worker_cancel(struct worker *worker, struct worker_task *task)
{
	struct worker_task **at;
	bool found;

	pthread_mutex_lock(&worker->lock);
	at = &worker->waiting;
	while (*at && *at != task) {
		at = &(*at)->next;
	}
	found = *at != NULL;
	if (found) {
		*at = task->next;
	}
	pthread_mutex_unlock(&worker->lock);
	worker->under_way -= found;
	return found;
}

static void init_lock(struct worker *worker)
{
	pthread_condattr_t attributes;

	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&worker->work, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	(void)pthread_mutex_init(&worker->lock, NULL);
}

int worker_new(sd_event *event, const char *dir, bool frozen, int max, struct worker **ret)
{
	struct worker *worker = memory_new(1, sizeof(*worker));
	int r;

	init_lock(worker);
	worker->max = max;
	worker->frozen = frozen;
	worker->dir = dir ? text_dup(dir) : NULL;
	worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = worker->wake_fd < 0 ? -errno
				: sd_event_add_io(event, &worker->source, worker->wake_fd, EPOLLIN,
					  on_wake, worker);
	if (r < 0) {
		worker_free(worker);
		return r;
	}
	*ret = worker;
	return 0;
}

void worker_stop(struct worker *worker)
{
	if (!worker) {
		return;
	}
	pthread_mutex_lock(&worker->lock);
	worker->stop = true;
	pthread_mutex_unlock(&worker->lock);
	pthread_cond_signal(&worker->work);
	join(worker);
	collect(worker);
}

void worker_free(struct worker *worker)
{
	if (!worker) {
		return;
	}
	sd_event_source_disable_unref(worker->source);
	if (worker->wake_fd >= 0) {
		(void)close(worker->wake_fd);
	}
	pthread_cond_destroy(&worker->work);
	pthread_mutex_destroy(&worker->lock);
	free(worker->dir);
	free(worker);
}
