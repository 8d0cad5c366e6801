/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-lookup.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>

#include "base/log.h"
#include "base/text.h"

enum { LINGER_S = 5 }; /* how long the thread waits for more */

struct lookups {
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
	struct lookup *waiting; /* by turn */
	int64_t turn; /* of the one that was taken last, */
	const void *owner; /* and whose it is */
	struct lookup *done;
	bool running;
	bool stop;
};

static void append(struct lookup **list, struct lookup *lookup)
{
	while (*list) {
		list = &(*list)->next;
	}
	lookup->next = NULL;
	*list = lookup;
}

/* Behind those of the same turn. The next of who has some waiting is a turn later than the last of
 * them. */
static void queue_fairly(struct lookups *lookups, struct lookup *lookup)
{
	struct lookup **at = &lookups->waiting;
	const void *owner = lookup->owner;
	int64_t turn = lookups->turn + (owner && owner == lookups->owner);

	for (const struct lookup *other = lookups->waiting; other; other = other->next) {
		if (owner && other->owner == owner) {
			turn = MAX_OF(turn, other->turn + 1);
		}
	}
	lookup->turn = turn;
	while (*at && (*at)->turn <= turn) {
		at = &(*at)->next;
	}
	lookup->next = *at;
	*at = lookup;
}

/* Takes the next look-up, with the lock held; NULL ends the thread. */
static struct lookup *take(struct lookups *lookups)
{
	struct timespec until;
	struct lookup *lookup;
	int r = 0;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += LINGER_S;
	while (!lookups->waiting && !lookups->stop && r != ETIMEDOUT) {
		r = pthread_cond_timedwait(&lookups->work, &lookups->lock, &until);
	}
	lookup = lookups->waiting;
	if (lookup) {
		lookups->waiting = lookup->next;
		lookups->turn = lookup->turn;
		lookups->owner = lookup->owner;
	} else {
		lookups->owner = NULL;
		lookups->running = false;
	}
	return lookup;
}

static void *lookups_main(void *userdata)
{
	struct lookups *lookups = userdata;
	_cleanup_(store_closep) struct store *store = NULL;
	struct lookup *lookup;

	pthread_mutex_lock(&lookups->lock);
	while ((lookup = take(lookups))) {
		int opened = 0;

		pthread_mutex_unlock(&lookups->lock);
		if (lookups->dir && !store) {
			/* A disk that failed once may read well now. */
			opened = store_open_reader(lookups->dir, lookups->frozen, &store);
		}
		lookup->result = opened < 0 ? opened : lookup->work(store, lookup->userdata);
		pthread_mutex_lock(&lookups->lock);
		append(&lookups->done, lookup);
		(void)eventfd_write(lookups->wake_fd, 1);
	}
	pthread_mutex_unlock(&lookups->lock);
	return NULL;
}

static void collect(struct lookups *lookups)
{
	struct lookup *done;

	pthread_mutex_lock(&lookups->lock);
	done = TAKE_PTR(lookups->done);
	pthread_mutex_unlock(&lookups->lock);
	while (done) {
		struct lookup *next = done->next;

		lookups->under_way--;
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

static void join(struct lookups *lookups)
{
	if (lookups->joinable) {
		(void)pthread_join(lookups->thread, NULL);
		lookups->joinable = false;
	}
}

static int start_thread(struct lookups *lookups)
{
	int r;

	join(lookups); /* one that has ended */
	lookups->running = true;
	r = pthread_create(&lookups->thread, NULL, lookups_main, lookups);
	if (r != 0) {
		lookups->running = false;
		return -r;
	}
	(void)pthread_setname_np(lookups->thread, "lookup");
	lookups->joinable = true;
	return 0;
}

bool lookups_busy(const struct lookups *lookups)
{
	return lookups->under_way > 0;
}

int lookups_submit(struct lookups *lookups, struct lookup *lookup)
{
	bool running;

	if (lookups->under_way >= lookups->max) {
		return -EBUSY;
	}
	pthread_mutex_lock(&lookups->lock);
	running = lookups->running && !lookups->stop;
	if (running) {
		queue_fairly(lookups, lookup);
	}
	pthread_mutex_unlock(&lookups->lock);
	if (!running) {
		int r;

		if (lookups->stop) {
			return -EBUSY;
		}
		queue_fairly(lookups, lookup);
		r = start_thread(lookups);
		if (r < 0) {
			lookups->waiting = NULL;
			return r;
		}
	}
	lookups->under_way++;
	pthread_cond_signal(&lookups->work);
	return 0;
}

bool lookups_cancel(struct lookups *lookups, struct lookup *lookup)
{
	struct lookup **at;
	bool found;

	pthread_mutex_lock(&lookups->lock);
	at = &lookups->waiting;
	while (*at && *at != lookup) {
		at = &(*at)->next;
	}
	found = *at != NULL;
	if (found) {
		*at = lookup->next;
	}
	pthread_mutex_unlock(&lookups->lock);
	lookups->under_way -= found;
	return found;
}

static void init_lock(struct lookups *lookups)
{
	pthread_condattr_t attributes;

	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&lookups->work, &attributes);
	(void)pthread_condattr_destroy(&attributes);
	(void)pthread_mutex_init(&lookups->lock, NULL);
}

int lookups_new(sd_event *event, const char *dir, bool frozen, int max, struct lookups **ret)
{
	struct lookups *lookups = memory_new(1, sizeof(*lookups));
	int r;

	init_lock(lookups);
	lookups->max = max;
	lookups->frozen = frozen;
	lookups->dir = dir ? text_dup(dir) : NULL;
	lookups->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	r = lookups->wake_fd < 0 ? -errno
				 : sd_event_add_io(event, &lookups->source, lookups->wake_fd,
					   EPOLLIN, on_wake, lookups);
	if (r < 0) {
		lookups_free(lookups);
		return r;
	}
	*ret = lookups;
	return 0;
}

void lookups_stop(struct lookups *lookups)
{
	if (!lookups) {
		return;
	}
	pthread_mutex_lock(&lookups->lock);
	lookups->stop = true;
	pthread_mutex_unlock(&lookups->lock);
	pthread_cond_signal(&lookups->work);
	join(lookups);
	collect(lookups);
}

void lookups_free(struct lookups *lookups)
{
	if (!lookups) {
		return;
	}
	sd_event_source_disable_unref(lookups->source);
	if (lookups->wake_fd >= 0) {
		(void)close(lookups->wake_fd);
	}
	pthread_cond_destroy(&lookups->work);
	pthread_mutex_destroy(&lookups->lock);
	free(lookups->dir);
	free(lookups);
}
