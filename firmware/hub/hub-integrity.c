/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-integrity.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-lookup.h"

enum {
	AGAIN_S = 24 * 3600,
	RETRY_S = 600, /* when it could not be read */
	ACCURACY_S = 5,
	LOOKS = 3, /* a disk that fails once may look like damage */
	NICENESS = 19,
	/* linux/ioprio.h: this thread reads when nobody else does. */
	IOPRIO_WHO_THREAD = 1,
	IOPRIO_IDLE = 3 << 13,
};
#define SECOND_US 1000000ULL

struct integrity {
	struct hub *hub;
	struct lookups *worker;
	sd_event_source *time;
	struct lookup lookup;
	atomic_bool stop;
	bool under_way;
	bool mended;

	/* What came of the last one. */
	bool looked;
	int result;
	int64_t checked_wall_ms;
	int64_t checked_mono_ms;
};

/* In the thread. */
static int look_through(struct store *store, void *userdata)
{
	struct integrity *integrity = userdata;
	int r = -EUCLEAN;

	/* Of this thread alone (setpriority(2), C library/kernel differences). */
	(void)setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), NICENESS);
	(void)syscall(SYS_ioprio_set, IOPRIO_WHO_THREAD, 0, IOPRIO_IDLE);
	for (int look = 0; look < LOOKS && r == -EUCLEAN; look++) {
		r = store_look_through(store, &integrity->stop, NULL);
	}
	return r;
}

static void look_in(struct integrity *integrity, uint64_t seconds)
{
	(void)sd_event_source_set_time_relative(integrity->time, seconds * SECOND_US);
	(void)sd_event_source_set_enabled(integrity->time, SD_EVENT_ONESHOT);
}

/* The next start looks again, mends the indexes, or rebuilds. */
static void end_to_mend(struct integrity *integrity)
{
	int r = integrity->mended ? -EALREADY : store_mark_suspect(integrity->hub->settings->data);

	if (r < 0) {
		log_error(FAULT_DEVICE, "the database is damaged and cannot be mended: %s",
			strerror(-r));
		return;
	}
	log_error(FAULT_DEVICE, "the database is damaged; ending, to mend it and start anew");
	(void)sd_event_exit(integrity->hub->event, -EUCLEAN);
}

static void on_done(int result, void *userdata)
{
	struct integrity *integrity = userdata;
	struct moment now;

	integrity->under_way = false;
	if (result == -ECANCELED || integrity->hub->ending) {
		return;
	}
	integrity->looked = true;
	integrity->result = result;
	if (result == 0 || result == -EUCLEAN) {
		clock_now(&now);
		integrity->checked_wall_ms = now.wall_ms;
		integrity->checked_mono_ms = clock_mono_ms();
	} else {
		log_error(FAULT_DEVICE, "the database could not be looked through: %s",
			strerror(-result));
		look_in(integrity, RETRY_S);
	}
	if (result == -EUCLEAN) {
		end_to_mend(integrity);
	}
}

void integrity_look(struct integrity *integrity)
{
	look_in(integrity, AGAIN_S);
	if (integrity->under_way) {
		return;
	}
	integrity->lookup =
		(struct lookup){.work = look_through, .done = on_done, .userdata = integrity};
	integrity->under_way = lookups_submit(integrity->worker, &integrity->lookup) == 0;
}

static int on_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	integrity_look(userdata);
	return 0;
}

int integrity_new(struct hub *hub, bool mended, struct integrity **ret)
{
	struct integrity *integrity = memory_new(1, sizeof(*integrity));
	int r;

	integrity->hub = hub;
	integrity->mended = mended;
	r = lookups_new(hub->event, hub->settings->data, 1, &integrity->worker);
	if (r >= 0) {
		r = sd_event_add_time_relative(hub->event, &integrity->time, CLOCK_BOOTTIME, 0,
			ACCURACY_S * SECOND_US, on_time, integrity);
	}
	if (r >= 0) {
		/* After everything that a start has to do. */
		r = sd_event_source_set_priority(integrity->time, SD_EVENT_PRIORITY_IDLE);
	}
	if (r < 0) {
		integrity_free(integrity);
		return r;
	}
	*ret = integrity;
	return 0;
}

void integrity_free(struct integrity *integrity)
{
	if (!integrity) {
		return;
	}
	atomic_store(&integrity->stop, true);
	if (integrity->worker) {
		lookups_stop(integrity->worker);
	}
	lookups_free(integrity->worker);
	sd_event_source_disable_unref(integrity->time);
	free(integrity);
}

void integrity_get_state(const struct integrity *integrity, struct integrity_state *ret)
{
	int r = integrity->result;

	*ret = (struct integrity_state){
		.word = !integrity->looked ? "unknown"
			: r == 0           ? "ok"
			: r == -EUCLEAN    ? "damaged"
					   : "failed",
		.trouble = r < 0,
		.checked_wall_ms = integrity->checked_wall_ms,
	};
	if (ret->checked_wall_ms > 0) {
		ret->age_s = (clock_mono_ms() - integrity->checked_mono_ms) / 1000;
	}
}
