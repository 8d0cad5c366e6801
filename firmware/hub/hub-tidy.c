/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-tidy.h"

#include "base/text.h"
#include "hub/hub-rounds.h"

enum { AGAIN_S = 24 * 3600, MIB = 1 << 20 };

struct tidy {
	struct hub *hub;
	struct rounds *rounds;

	/* The thread's while a look is under way. */
	char *dir;
	struct files_limits limits;
	struct files files;
	int r;

	struct tidy_state state;
};

struct files_limits tidy_limits(const struct hub_settings *settings)
{
	return (struct files_limits){
		.copies = settings->files_keep_copies,
		.bytes = (int64_t)settings->files_keep_mib * MIB,
	};
}

static bool begin(void *userdata)
{
	struct tidy *tidy = userdata;

	tidy->limits = tidy_limits(tidy->hub->settings);
	return true;
}

static int clean(struct store *store, void *userdata)
{
	struct tidy *tidy = userdata;

	(void)store;
	tidy->r = files_clean(tidy->dir, &tidy->limits, &tidy->files);
	return 0;
}

static void on_done(int result, void *userdata)
{
	struct tidy *tidy = userdata;
	int r = result < 0 ? result : tidy->r;

	tidy->state = (struct tidy_state){
		.word = r < 0              ? "failed"
			: tidy->files.over ? "over"
					   : "ok",
		.copies = tidy->files.copies,
		.copy_bytes = tidy->files.copy_bytes,
		.trouble = r < 0 || tidy->files.over,
	};
}

static const struct rounds_kind kind = {
	.begin = begin,
	.work = clean,
	.done = on_done,
	.again_s = AGAIN_S,
};

int tidy_new(struct hub *hub, struct tidy **ret)
{
	struct tidy *tidy = memory_new(1, sizeof(*tidy));
	int r;

	tidy->hub = hub;
	tidy->dir = text_dup(hub->settings->data);
	tidy->state.word = "unknown";
	r = rounds_new(hub, &kind, tidy, &tidy->rounds);
	if (r < 0) {
		tidy_free(tidy);
		return r;
	}
	*ret = tidy;
	return 0;
}

void tidy_free(struct tidy *tidy)
{
	if (tidy) {
		rounds_free(tidy->rounds);
		free(tidy->dir);
		free(tidy);
	}
}

void tidy_look(struct tidy *tidy)
{
	rounds_look(tidy->rounds);
}

void tidy_get_state(const struct tidy *tidy, struct tidy_state *ret)
{
	*ret = tidy->state;
}
