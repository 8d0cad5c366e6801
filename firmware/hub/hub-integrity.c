/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-integrity.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-rounds.h"

enum {
	AGAIN_S = 24 * 3600,
	RETRY_S = 600, /* when it could not be read */
	LOOKS = 3, /* a disk that fails once may look like damage */
};

struct integrity {
	struct hub *hub;
	struct rounds *rounds;
	atomic_bool stop;
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

	for (int look = 0; look < LOOKS && r == -EUCLEAN; look++) {
		r = store_look_through(store, &integrity->stop, NULL);
	}
	return r;
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
	struct clock_reading now;

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
		rounds_look_in(integrity->rounds, RETRY_S);
	}
	if (result == -EUCLEAN) {
		end_to_mend(integrity);
	}
}

void integrity_look(struct integrity *integrity)
{
	rounds_look(integrity->rounds);
}

static const struct rounds_kind kind = {
	.work = look_through,
	.done = on_done,
	.again_s = AGAIN_S,
};

int integrity_new(struct hub *hub, bool mended, struct integrity **ret)
{
	struct integrity *integrity = memory_new(1, sizeof(*integrity));
	int r;

	integrity->hub = hub;
	integrity->mended = mended;
	r = rounds_new(hub, &kind, integrity, &integrity->rounds);
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
	rounds_free(integrity->rounds);
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
