/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-replica.h"

#include "base/text.h"

static void forget_held(struct replica *replica, int64_t id)
{
	for (size_t i = 0; i < replica->n_held; i++) {
		if (replica->held[i] == id) {
			replica->held[i] = replica->held[--replica->n_held];
			return;
		}
	}
}

static void note_held(struct replica *replica, int64_t id)
{
	forget_held(replica, id);
	if (replica->n_held == replica->capacity) {
		replica->capacity = replica->capacity * 2 + 16;
		replica->held =
			memory_grow(replica->held, replica->capacity, sizeof(*replica->held));
	}
	replica->held[replica->n_held++] = id;
}

int replica_load(struct replica *replica, struct store *store)
{
	const struct ticket *ticket;
	int r = store_load(store, &replica->model);

	if (r >= 0) {
		r = store_epoch(store, replica->epoch);
	}
	if (r < 0) {
		return r;
	}
	for (int i = 0; (ticket = model_ticket_at(replica->model, i)); i++) {
		if (ticket->state == TICKET_HELD) {
			note_held(replica, ticket->id);
		}
	}
	return 0;
}

void replica_done(struct replica *replica)
{
	model_free(replica->model);
	free(replica->held);
	*replica = (struct replica){0};
}

int replica_fold(struct replica *replica, const struct event *event)
{
	const struct ticket *ticket;
	int r = model_fold(replica->model, event);

	model_clear_changes(replica->model); /* nobody stores a replica */
	if (r < 0 || event->ticket == 0) {
		return r;
	}
	ticket = model_find_ticket(replica->model, event->ticket);
	if (ticket && ticket->state == TICKET_HELD) {
		note_held(replica, ticket->id);
	} else if (replica->n_held > 0) {
		forget_held(replica, event->ticket);
	}
	return 0;
}
