/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-archive.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "hub/hub-rounds.h"
#include "hub/hub-writer.h"
#include "queue/archive.h"

enum {
	FIRST_S = 600, /* after the start, whose minutes belong to those who wait */
	AGAIN_S = 24 * 3600,
	BUSY_S = 5, /* while the writer still has to do with the last one, or looks for it */
	NEXT_S = 300, /* before the next year, when one was archived */
};

struct archiver {
	struct hub *hub;
	struct rounds *rounds;

	/* The thread's while a look is under way. */
	char *dir;
	int keep_days;
	struct checkpoint made; /* seq is 0: nothing was due */
	int r;

	int result; /* of the last look */
};

static bool begin(void *userdata)
{
	struct archiver *archiver = userdata;
	struct hub *hub = archiver->hub;

	archiver->keep_days = hub->settings->archive_keep_days;
	if (archiver->keep_days == 0) {
		archiver->result = 0;
	}
	if (archiver->keep_days == 0 || writer_is_frozen(hub->writer)) {
		return false;
	}
	/* What the writer has not recorded would be found due again. */
	if (writer_is_archiving(hub->writer)) {
		rounds_look_in(archiver->rounds, BUSY_S);
		return false;
	}
	return true;
}

static int archive(struct store *store, void *userdata)
{
	struct archiver *archiver = userdata;
	struct archive_due due;
	int r = archive_find_due(store, archiver->keep_days, &due);

	if (r == 0) {
		r = archive_make(
			store, archiver->dir, &due, &archiver->hub->backup_stop, &archiver->made);
	}
	archiver->r = r == -ENOENT || r == -ECANCELED ? 0 : r;
	return 0; /* not the reader's fault, whatever it was */
}

static void on_done(int result, void *userdata)
{
	struct archiver *archiver = userdata;

	archiver->result = result < 0 ? result : archiver->r;
	archiver->r = 0;
	if (archiver->result < 0) {
		log_error(FAULT_DEVICE, "the past year stays in the log: %s",
			strerror(-archiver->result));
		return;
	}
	if (archiver->made.seq > 0 && !archiver->hub->ending) {
		writer_archive(archiver->hub->writer, &archiver->made);
		rounds_look_in(archiver->rounds, NEXT_S);
	}
	checkpoint_done(&archiver->made);
	archiver->made = (struct checkpoint){0};
}

static const struct rounds_kind kind = {
	.begin = begin,
	.work = archive,
	.done = on_done,
	.first_s = FIRST_S,
	.again_s = AGAIN_S,
};

int archiver_new(struct hub *hub, struct archiver **ret)
{
	struct archiver *archiver = memory_new(1, sizeof(*archiver));
	int r;

	archiver->hub = hub;
	archiver->dir = text_dup(hub->settings->data);
	r = rounds_new(hub, &kind, archiver, &archiver->rounds);
	if (r < 0) {
		archiver_free(archiver);
		return r;
	}
	*ret = archiver;
	return 0;
}

void archiver_free(struct archiver *archiver)
{
	if (archiver) {
		rounds_free(archiver->rounds);
		free(archiver->dir);
		free(archiver);
	}
}

void archiver_look(struct archiver *archiver)
{
	writer_archive_again(archiver->hub->writer);
	rounds_look(archiver->rounds);
}

void archiver_get_state(const struct archiver *archiver, struct archiver_state *ret)
{
	int cut = writer_archive_error(archiver->hub->writer);
	int r = archiver->result < 0 ? archiver->result : cut;

	*ret = (struct archiver_state){
		.word = r == 0         ? "ok"
			: r == -ENOSPC ? "full"
				       : "failed",
		.trouble = r < 0,
	};
}
