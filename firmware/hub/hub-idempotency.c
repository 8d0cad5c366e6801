/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-idempotency.h"

#include <string.h>

#include "base/text.h"

struct idempotency_slot {
	bool used;
	bool answered;
	char caller[LIMIT_ID + 1];
	char id[LIMIT_IDEMPOTENCY_KEY + 1];
	uint8_t digest[LIMIT_REQUEST_DIGEST]; /* of what was asked */
	int64_t since_ms;
	void *waiters;
	int status;
	char *body;
	size_t size;
};

/* A small table, looked through from end to end: only staff's clicks come here. */
struct idempotency {
	struct idempotency_slot slot[LIMIT_IDEMPOTENCY];
};

struct idempotency *idempotency_new(void)
{
	return memory_new(1, sizeof(struct idempotency));
}

void idempotency_free(struct idempotency *idempotency)
{
	if (!idempotency) {
		return;
	}
	for (int i = 0; i < LIMIT_IDEMPOTENCY; i++) {
		free(idempotency->slot[i].body);
	}
	free(idempotency);
}

static void clear(struct idempotency_slot *slot)
{
	free(slot->body);
	*slot = (struct idempotency_slot){0};
}

/* The caller's slot for a key, or a free one, or the oldest answered one; NULL when all are busy.
 */
static struct idempotency_slot *find_slot(
	struct idempotency *idempotency, const char *caller, const char *id, int64_t now_ms)
{
	struct idempotency_slot *place = NULL;

	for (int i = 0; i < LIMIT_IDEMPOTENCY; i++) {
		struct idempotency_slot *slot = &idempotency->slot[i];

		if (slot->answered && now_ms - slot->since_ms > LIMIT_IDEMPOTENCY_S * 1000) {
			clear(slot);
		}
		if (slot->used && strcmp(slot->id, id) == 0 && strcmp(slot->caller, caller) == 0) {
			return slot;
		}
		if (!slot->used) {
			place = place && !place->used ? place : slot;
		} else if (slot->answered &&
			(!place || (place->used && slot->since_ms < place->since_ms))) {
			place = slot;
		}
	}
	if (place) {
		clear(place);
	}
	return place;
}

enum idempotency_verdict idempotency_begin(struct idempotency *idempotency, const char *caller,
	const char *id, const uint8_t digest[LIMIT_REQUEST_DIGEST], int64_t now_ms,
	struct idempotency_slot **ret)
{
	struct idempotency_slot *slot = find_slot(idempotency, caller, id, now_ms);

	if (!slot) {
		return IDEMPOTENCY_FULL;
	}
	if (slot->used && memcmp(slot->digest, digest, sizeof(slot->digest)) != 0) {
		return IDEMPOTENCY_OTHER;
	}
	*ret = slot;
	if (slot->used) {
		return slot->answered ? IDEMPOTENCY_ANSWERED : IDEMPOTENCY_UNDER_WAY;
	}
	slot->used = true;
	slot->since_ms = now_ms;
	memcpy(slot->digest, digest, sizeof(slot->digest));
	text_copy_cut(slot->caller, sizeof(slot->caller), caller);
	text_copy_cut(slot->id, sizeof(slot->id), id);
	return IDEMPOTENCY_FIRST;
}

void **idempotency_waiters(struct idempotency_slot *slot)
{
	return &slot->waiters;
}

void idempotency_finish(struct idempotency_slot *slot, int status, const char *body, size_t size)
{
	slot->answered = true;
	slot->status = status;
	slot->body = memory_new(size + 1, 1);
	if (size > 0) {
		memcpy(slot->body, body, size);
	}
	slot->size = size;
}

void idempotency_forget(struct idempotency_slot *slot)
{
	clear(slot);
}

int idempotency_status(const struct idempotency_slot *slot)
{
	return slot->status;
}

const char *idempotency_body(const struct idempotency_slot *slot, size_t *ret_size)
{
	*ret_size = slot->size;
	return slot->body;
}
