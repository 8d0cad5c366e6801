/* SPDX-License-Identifier: Apache-2.0 */
/* The loop's own copy of the model: loaded once, then the fold of every committed event. What it
 * shows was committed; live answers are made from it and need no database. */
#pragma once

#include "queue/model.h"
#include "queue/store.h"

struct replica {
	struct model *model;
	char epoch[EPOCH_LENGTH + 1]; /* of the database; events' ids begin with it */
	/* The ids of the tickets that are HELD, in no order: counters show theirs. */
	int64_t *held;
	size_t n_held;
	size_t capacity;
};

/* Blocks as store_load does: at the start. The store is not kept. */
int replica_load(struct replica *replica, struct store *store) _warn_unused_;
void replica_done(struct replica *replica);
/* Applies the next event. −EBADMSG: the replica is unusable. */
int replica_fold(struct replica *replica, const struct event *event) _warn_unused_;
