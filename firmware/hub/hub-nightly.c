/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-nightly.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-rounds.h"
#include "queue/backups.h"

enum {
	FIRST_LOOK_S = 60, /* after the start, whose minute belongs to those who wait */
	LOOK_S = 600, /* a stick may have been inserted, or a fault may have gone */
	LATE_S = 26 * 3600, /* without one, whether or not a day has closed */
};

struct nightly {
	struct hub *hub;
	struct rounds *rounds;

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

static void on_done(int result, void *userdata)
{
	struct nightly *nightly = userdata;

	nightly->looked = true;
	nightly->result = result < 0 ? result : nightly->r;
	nightly->done = nightly->doing;
	if (nightly->result == 0 && nightly->done.made) {
		struct clock_reading now;

		clock_now(&now);
		nightly->made_boot_ms = now.boot_ms;
	}
	if (nightly->result < 0 && nightly->result != -ECANCELED) {
		log_error(FAULT_DEVICE, "no backup in %s: %s", nightly->folder,
			strerror(-nightly->result));
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
	struct clock_reading now;

	clock_now(&now);
	return nightly_is_late(now.boot_ms, hub->started.boot_ms, nightly->made_boot_ms,
		model_clock_is_behind(hub->replica.model, &now));
}

static bool begin(void *userdata)
{
	struct nightly *nightly = userdata;
	struct hub *hub = nightly->hub;
	const struct hub_settings *settings = hub->settings;

	free(nightly->folder);
	nightly->folder = text_dup(settings->backup_folder);
	if (!*nightly->folder) {
		nightly->looked = false;
		return false;
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
	return true;
}

static const struct rounds_kind kind = {
	.begin = begin,
	.work = tend,
	.done = on_done,
	.first_s = FIRST_LOOK_S,
	.again_s = LOOK_S,
};

void nightly_look(struct nightly *nightly)
{
	rounds_look(nightly->rounds);
}

int nightly_new(struct hub *hub, struct nightly **ret)
{
	struct nightly *nightly = memory_new(1, sizeof(*nightly));
	int r;

	nightly->hub = hub;
	nightly->made_boot_ms = -1;
	r = rounds_new(hub, &kind, nightly, &nightly->rounds);
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
	rounds_free(nightly->rounds);
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

/* Whole hours, both clocks being known. */
static int age_h(const struct nightly *nightly)
{
	struct clock_reading now;
	int64_t ms;

	clock_now(&now);
	ms = now.wall_ms - nightly->done.newest_wall_ms;
	return nightly->done.newest_wall_ms > 0 && ms >= 0 &&
			model_clock_is_known(nightly->hub->replica.model, &now)
		? (int)(ms / (3600 * 1000))
		: -1;
}

void nightly_get_state(const struct nightly *nightly, struct nightly_state *ret)
{
	*ret = (struct nightly_state){.word = "off", .age_h = -1};
	if (!*nightly->hub->settings->backup_folder) {
		return;
	}
	if (!nightly->looked) {
		ret->word = "unknown";
		return;
	}
	ret->word = word_of(nightly->result);
	ret->trouble = nightly->result < 0 && nightly->result != -ECANCELED;
	ret->archives_missing = nightly->done.archives_missing;
	if (nightly->result == 0 && ret->archives_missing > 0) {
		ret->word = "no_archive";
		ret->trouble = true;
	}
	ret->n = nightly->done.n;
	ret->days_behind = nightly->done.days_behind;
	if (nightly->done.newest.number > 0) {
		memcpy(ret->day, nightly->done.newest.day, sizeof(ret->day));
		ret->age_h = age_h(nightly);
	}
}
