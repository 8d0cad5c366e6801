/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-snapshot.h"

#include "base/log.h"
#include "hub/hub-headers.h"

struct entry {
	int64_t id;
	struct wait_estimate estimate;
};

/* When something was made. */
struct mark {
	int64_t seq;
	int64_t second;
	const char *storage; /* the word itself, which never moves */
	int free_online; /* the counts' version */
};

struct snapshot {
	bool strict;
	struct mark order_mark;
	struct entry order[LIMIT_PAGE]; /* in the order of calls */
	struct entry by_id[LIMIT_PAGE];
	int n;
	struct mark state_mark[2];
	struct MHD_Response *state[2]; /* plain, full */
};

struct snapshot *snapshot_new(bool strict)
{
	struct snapshot *snapshot = memory_new(1, sizeof(*snapshot));

	snapshot->strict = strict;
	return snapshot;
}

static void drop(struct MHD_Response **response)
{
	if (*response) {
		MHD_destroy_response(*response);
		*response = NULL;
	}
}

void snapshot_free(struct snapshot *snapshot)
{
	if (snapshot) {
		drop(&snapshot->state[0]);
		drop(&snapshot->state[1]);
		free(snapshot);
	}
}

/* Whether the answer made at mark is still valid; sets mark to now when not. */
static bool fresh(struct mark *mark, const struct view *view)
{
	struct mark now = {
		.seq = model_seq(view->replica->model),
		.second = view->now.boot_ms / 1000 + 1,
		.storage = view->storage,
		.free_online = view->free_online ? view->free_online->version : 0,
	};
	bool same = mark->seq == now.seq && mark->second == now.second &&
		mark->storage == now.storage && mark->free_online == now.free_online;

	*mark = now;
	return same;
}

static void on_waiting(
	const struct ticket *ticket, const struct wait_estimate *estimate, void *userdata)
{
	struct snapshot *snapshot = userdata;

	snapshot->order[snapshot->n++] = (struct entry){ticket->id, *estimate};
}

static int compare(const void *a, const void *b)
{
	const struct entry *one = a;
	const struct entry *other = b;

	return (one->id > other->id) - (one->id < other->id);
}

static void make_order(struct snapshot *snapshot, const struct view *view)
{
	if (fresh(&snapshot->order_mark, view)) {
		return;
	}
	snapshot->n = 0;
	wait_in_order(view->replica->model, &view->now, LIMIT_PAGE, on_waiting, snapshot);
	for (int i = 0; i < snapshot->n; i++) {
		snapshot->by_id[i] = snapshot->order[i];
	}
	qsort(snapshot->by_id, (size_t)snapshot->n, sizeof(struct entry), compare);
}

const struct wait_estimate *snapshot_estimate(
	struct snapshot *snapshot, const struct view *view, int64_t ticket)
{
	const struct entry key = {.id = ticket};
	const struct entry *entry;

	make_order(snapshot, view);
	entry = bsearch(&key, snapshot->by_id, (size_t)snapshot->n, sizeof(key), compare);
	return entry ? &entry->estimate : NULL;
}

static void put_waiting(struct out *out, struct snapshot *snapshot, const struct view *view)
{
	make_order(snapshot, view);
	out_key_open(out, "waiting", '[');
	for (int i = 0; i < MIN_OF(snapshot->n, (int)LIMIT_WAITING); i++) {
		const struct entry *entry = &snapshot->order[i];
		const struct ticket *ticket = model_find_ticket(view->replica->model, entry->id);

		if (ticket) {
			hub_json_ticket(out, view, ticket, &entry->estimate);
		}
	}
	out_close(out, ']');
}

struct MHD_Response *snapshot_state(struct snapshot *snapshot, const struct view *view, bool full)
{
	struct MHD_Response **response = &snapshot->state[full];
	struct out out = {.comma = false};

	if (fresh(&snapshot->state_mark[full], view) && *response) {
		return *response;
	}
	drop(response);
	out_open(&out, '{');
	hub_json_head(&out, view);
	hub_json_services(&out, view);
	hub_json_counters(&out, view);
	hub_json_calls(&out, view);
	if (full) {
		put_waiting(&out, snapshot, view);
	}
	out_close(&out, '}');
	*response = MHD_create_response_from_buffer_with_free_callback(
		out.text.size, out.text.data, free);
	if (!*response) {
		log_out_of_memory();
	}
	headers_add(*response, HEADERS_DATA, "application/json", snapshot->strict);
	return *response;
}
