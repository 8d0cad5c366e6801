/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-rounds.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "hub/hub-worker.h"
#include "hub/hub-writer.h"

enum {
	ACCURACY_S = 5,
	NICENESS = 19,
	/* linux/ioprio.h: this thread reads only when nothing else does. */
	IOPRIO_WHO_THREAD = 1,
	IOPRIO_IDLE = 3 << 13,
};
#define SECOND_US 1000000ULL

struct rounds {
	const struct rounds_kind *kind;
	void *userdata;
	struct worker *worker;
	sd_event_source *time;
	struct worker_task task;
	bool under_way;
	bool again; /* asked for while one was under way */
};

static int work(struct store *store, void *userdata)
{
	struct rounds *rounds = userdata;

	/* Of this thread alone (setpriority(2), C library/kernel differences). */
	(void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICENESS);
	(void)syscall(SYS_ioprio_set, IOPRIO_WHO_THREAD, 0, IOPRIO_IDLE);
	return rounds->kind->work(store, rounds->userdata);
}

static void on_done(int result, void *userdata)
{
	struct rounds *rounds = userdata;

	rounds->under_way = false;
	rounds->kind->done(result, rounds->userdata);
	if (rounds->again) {
		rounds->again = false;
		rounds_look(rounds);
	}
}

void rounds_look_in(struct rounds *rounds, unsigned seconds)
{
	(void)sd_event_source_set_time_relative(rounds->time, seconds * SECOND_US);
	(void)sd_event_source_set_enabled(rounds->time, SD_EVENT_ONESHOT);
}

void rounds_look(struct rounds *rounds)
{
	rounds_look_in(rounds, rounds->kind->again_s);
	if (rounds->under_way) {
		rounds->again = true;
		return;
	}
	if (rounds->kind->begin && !rounds->kind->begin(rounds->userdata)) {
		return;
	}
	rounds->task = (struct worker_task){.work = work, .done = on_done, .userdata = rounds};
	rounds->under_way = worker_submit(rounds->worker, &rounds->task) == 0;
}

static int on_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	rounds_look(userdata);
	return 0;
}

int rounds_new(struct hub *hub, const struct rounds_kind *kind, void *userdata, struct rounds **ret)
{
	struct rounds *rounds = memory_new(1, sizeof(*rounds));
	int r = worker_new(
		hub->event, hub->settings->data, writer_is_frozen(hub->writer), 1, &rounds->worker);

	rounds->kind = kind;
	rounds->userdata = userdata;
	if (r >= 0) {
		r = sd_event_add_time_relative(hub->event, &rounds->time, CLOCK_BOOTTIME,
			kind->first_s * SECOND_US, ACCURACY_S * SECOND_US, on_time, rounds);
	}
	if (r >= 0) {
		/* After everything that a start has to do. */
		r = sd_event_source_set_priority(rounds->time, SD_EVENT_PRIORITY_IDLE);
	}
	if (r < 0) {
		rounds_free(rounds);
		return r;
	}
	*ret = rounds;
	return 0;
}

void rounds_free(struct rounds *rounds)
{
	if (!rounds) {
		return;
	}
	rounds->again = false;
	worker_stop(rounds->worker);
	worker_free(rounds->worker);
	sd_event_source_disable_unref(rounds->time);
	free(rounds);
}
