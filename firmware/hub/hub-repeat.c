/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-repeat.h"

#include <string.h>

#include "base/text.h"

struct repeat {
	bool used;
	bool answered;
	char caller[LIMIT_ID + 1];
	char id[LIMIT_REQUEST_ID + 1];
	uint8_t digest[LIMIT_REQUEST_DIGEST]; /* of what was asked */
	int64_t since_ms;
	void *waiters;
	int status;
	char *body;
	size_t size;
};

/* A small table, looked through from end to end: only staff's clicks come here. */
struct repeats {
	struct repeat slot[LIMIT_REPEATS];
};

struct repeats *repeats_new(void)
{
	return memory_new(1, sizeof(struct repeats));
}

void repeats_free(struct repeats *repeats)
{
	if (!repeats) {
		return;
	}
	for (int i = 0; i < LIMIT_REPEATS; i++) {
		free(repeats->slot[i].body);
	}
	free(repeats);
}

static void clear(struct repeat *repeat)
{
	free(repeat->body);
	*repeat = (struct repeat){0};
}

/* The caller's slot for id, or a free one, or the oldest answered one; NULL when all are busy. */
static struct repeat *find_slot(
	struct repeats *repeats, const char *caller, const char *id, int64_t now_ms)
{
	struct repeat *place = NULL;

	for (int i = 0; i < LIMIT_REPEATS; i++) {
		struct repeat *slot = &repeats->slot[i];

		if (slot->answered && now_ms - slot->since_ms > LIMIT_REPEATS_S * 1000) {
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

enum repeat_verdict repeats_begin(struct repeats *repeats, const char *caller, const char *id,
	const uint8_t digest[LIMIT_REQUEST_DIGEST], int64_t now_ms, struct repeat **ret)
{
	struct repeat *slot = find_slot(repeats, caller, id, now_ms);

	if (!slot) {
		return REPEAT_FULL;
	}
	if (slot->used && memcmp(slot->digest, digest, sizeof(slot->digest)) != 0) {
		return REPEAT_OTHER;
	}
	*ret = slot;
	if (slot->used) {
		return slot->answered ? REPEAT_ANSWERED : REPEAT_UNDER_WAY;
	}
	slot->used = true;
	slot->since_ms = now_ms;
	memcpy(slot->digest, digest, sizeof(slot->digest));
	text_copy_cut(slot->caller, sizeof(slot->caller), caller);
	text_copy_cut(slot->id, sizeof(slot->id), id);
	return REPEAT_FIRST;
}

void **repeat_waiters(struct repeat *repeat)
{
	return &repeat->waiters;
}

void repeat_finish(struct repeat *repeat, int status, const char *body, size_t size)
{
	repeat->answered = true;
	repeat->status = status;
	repeat->body = memory_new(size + 1, 1);
	if (size > 0) {
		memcpy(repeat->body, body, size);
	}
	repeat->size = size;
}

void repeat_forget(struct repeat *repeat)
{
	clear(repeat);
}

int repeat_status(const struct repeat *repeat)
{
	return repeat->status;
}

const char *repeat_body(const struct repeat *repeat, size_t *ret_size)
{
	*ret_size = repeat->size;
	return repeat->body;
}
