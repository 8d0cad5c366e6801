/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-nightly.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-lookup.h"
#include "queue/backups.h"

enum {
	FIRST_LOOK_S = 60, /* after the start, whose minute belongs to those who wait */
	LOOK_S = 600, /* a stick may have been put in, or an old fault be gone */
	LATE_S = 26 * 3600, /* without one, whether or not a day has closed */
	ACCURACY_S = 5,
};
#define SECOND_US 1000000ULL

struct nightly {
	struct hub *hub;
	struct lookups *worker;
	sd_event_source *time;
	struct lookup lookup;
	bool under_way;
	bool again; /* asked for while one was under way */

	/* The thread's while it is under way. */
	struct backups_wish wish;
	char *folder;
	struct backups_done doing;
	int r;

	/* What came of the last one. */
	struct backups_done done;
	int result;
	bool looked;
	int64_t made_boot_ms; /* when this process last made one; −1 not yet */
};

static int tend(struct store *store, void *userdata)
{
	struct nightly *nightly = userdata;

	nightly->r = backups_tend(store, &nightly->wish, &nightly->doing);
	return 0; /* not the database's fault, whatever it was */
}

static void look_in(struct nightly *nightly, uint64_t seconds)
{
	(void)sd_event_source_set_time_relative(nightly->time, seconds * SECOND_US);
	(void)sd_event_source_set_enabled(nightly->time, SD_EVENT_ONESHOT);
}

static void on_done(int result, void *userdata)
{
	struct nightly *nightly = userdata;

	nightly->under_way = false;
	nightly->looked = true;
	nightly->result = result < 0 ? result : nightly->r;
	nightly->done = nightly->doing;
	if (nightly->result == 0 && nightly->done.made) {
		struct moment now;

		clock_now(&now);
		nightly->made_boot_ms = now.boot_ms;
	}
	if (nightly->result < 0 && nightly->result != -ECANCELED) {
		log_error(FAULT_DEVICE, "no backup in %s: %s", nightly->folder,
			strerror(-nightly->result));
	}
	if (nightly->again) {
		nightly->again = false;
		nightly_look(nightly);
	}
}

bool nightly_is_late(
	int64_t now_boot_ms, int64_t started_boot_ms, int64_t made_boot_ms, bool clock_behind)
{
	int64_t since_ms = now_boot_ms - MAX_OF(made_boot_ms, started_boot_ms);

	return since_ms >= LATE_S * INT64_C(1000) || (clock_behind && made_boot_ms < 0);
}

static bool is_late(const struct nightly *nightly)
{
	const struct hub *hub = nightly->hub;
	struct moment now;

	clock_now(&now);
	return nightly_is_late(now.boot_ms, hub->started.boot_ms, nightly->made_boot_ms,
		model_clock_is_behind(hub->replica.model, &now));
}

void nightly_look(struct nightly *nightly)
{
	struct hub *hub = nightly->hub;
	const struct hub_settings *settings = hub->settings;

	look_in(nightly, LOOK_S);
	if (nightly->under_way) {
		nightly->again = true;
		return;
	}
	free(nightly->folder);
	nightly->folder = text_dup(settings->backup_folder);
	if (!*nightly->folder) {
		nightly->looked = false;
		return;
	}
	nightly->wish = (struct backups_wish){
		.folder = nightly->folder,
		.data = settings->data,
		.same_disk_ok = settings->backup_same_disk_ok,
		.memory_ok = settings->volatile_ok,
		.keep_days = settings->backup_keep_days,
		.keep_months = settings->backup_keep_months,
		.now = is_late(nightly),
		.stop = &hub->backup_stop,
	};
	nightly->r = 0;
	nightly->lookup = (struct lookup){.work = tend, .done = on_done, .userdata = nightly};
	nightly->under_way = lookups_submit(nightly->worker, &nightly->lookup) == 0;
}

static int on_time(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	nightly_look(userdata);
	return 0;
}

int nightly_new(struct hub *hub, struct nightly **ret)
{
	struct nightly *nightly = memory_new(1, sizeof(*nightly));
	int r;

	nightly->hub = hub;
	nightly->made_boot_ms = -1;
	r = lookups_new(hub->event, hub->settings->data, 1, &nightly->worker);
	if (r >= 0) {
		r = sd_event_add_time_relative(hub->event, &nightly->time, CLOCK_BOOTTIME,
			FIRST_LOOK_S * SECOND_US, ACCURACY_S * SECOND_US, on_time, nightly);
	}
	if (r < 0) {
		nightly_free(nightly);
		return r;
	}
	*ret = nightly;
	return 0;
}

void nightly_free(struct nightly *nightly)
{
	if (!nightly) {
		return;
	}
	nightly->again = false;
	lookups_stop(nightly->worker);
	lookups_free(nightly->worker);
	sd_event_source_disable_unref(nightly->time);
	free(nightly->folder);
	free(nightly);
}

static const char *word_of(int error)
{
	switch (error) {
	case 0:
	case -ECANCELED:
		return "ok";
	case -ENODEV:
		return "missing";
	case -ENOSPC:
		return "full";
	case -EROFS:
	case -EACCES:
	case -EPERM:
		return "read_only";
	default:
		return "failed";
	}
}

void nightly_get_state(const struct nightly *nightly, struct nightly_state *ret)
{
	*ret = (struct nightly_state){.word = "off"};
	if (!*nightly->hub->settings->backup_folder) {
		return;
	}
	if (!nightly->looked) {
		ret->word = "unknown";
		return;
	}
	ret->word = word_of(nightly->result);
	ret->trouble = nightly->result < 0 && nightly->result != -ECANCELED;
	ret->n = nightly->done.n;
	ret->days_behind = nightly->done.days_behind;
	if (nightly->done.newest.number > 0) {
		memcpy(ret->day, nightly->done.newest.day, sizeof(ret->day));
	}
}
