/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-buckets.h"

#include <string.h>

#include "base/text.h"

enum { SLOTS = 1024, MINUTE_MS = 60 * 1000 };

/* In thousandths of one, so that a part of it is kept. */
struct bucket {
	struct share_key key; /* kind '\0': free */
	int64_t taken; /* out of a full one */
	int64_t at_ms; /* when that was so */
};

/* When more are in use than there is room for, the fullest makes room. */
struct buckets {
	struct bucket slot[SLOTS];
	int n; /* slots that were ever used */
};

struct buckets *buckets_new(void)
{
	return memory_new(1, sizeof(struct buckets));
}

void buckets_free(struct buckets *buckets)
{
	free(buckets);
}

/* Devices of this board that say themselves who they are have a bucket, too. */
static struct share_key key_of(const struct caller *caller, const struct peer *peer)
{
	struct share_key key = share_key_of(caller, peer);

	if (!key.kind && caller->role != ROLE_ADMIN) {
		key.kind = 'd';
		text_copy_cut(key.rest, sizeof(key.rest), caller->name);
	}
	return key;
}

static void fill(struct bucket *bucket, int per_minute, int64_t now_ms)
{
	bucket->taken -= (now_ms - bucket->at_ms) * per_minute * 1000 / MINUTE_MS;
	bucket->taken = MAX_OF(bucket->taken, 0);
	bucket->at_ms = now_ms;
}

static struct bucket *find(struct buckets *buckets, const struct share_key *key)
{
	for (int i = 0; i < buckets->n; i++) {
		if (memcmp(&buckets->slot[i].key, key, sizeof(*key)) == 0) {
			return &buckets->slot[i];
		}
	}
	return NULL;
}

static struct bucket *make(
	struct buckets *buckets, const struct share_key *key, int per_minute, int64_t now_ms)
{
	struct bucket *place = &buckets->slot[0];

	if (buckets->n < SLOTS) {
		place = &buckets->slot[buckets->n++];
	} else {
		for (int i = 0; i < SLOTS; i++) {
			fill(&buckets->slot[i], per_minute, now_ms);
			if (buckets->slot[i].taken < place->taken) {
				place = &buckets->slot[i];
			}
		}
	}
	*place = (struct bucket){.key = *key, .at_ms = now_ms};
	return place;
}

int buckets_take(struct buckets *buckets, const struct caller *caller, const struct peer *peer,
	int per_minute, int64_t now_ms)
{
	const struct share_key key = key_of(caller, peer);
	struct bucket *bucket;
	int64_t lacks;

	if (!key.kind || per_minute == 0) {
		return 0;
	}
	bucket = find(buckets, &key);
	if (!bucket) {
		bucket = make(buckets, &key, per_minute, now_ms);
	}
	fill(bucket, per_minute, now_ms);
	lacks = bucket->taken + 1000 - (int64_t)BUCKETS_MINUTES * per_minute * 1000;
	if (lacks > 0) {
		return (int)((lacks * MINUTE_MS / per_minute / 1000 + 999) / 1000);
	}
	bucket->taken += 1000;
	return 0;
}

void buckets_give(struct buckets *buckets, const struct caller *caller, const struct peer *peer)
{
	const struct share_key key = key_of(caller, peer);
	struct bucket *bucket = key.kind ? find(buckets, &key) : NULL;

	if (bucket) {
		bucket->taken = MAX_OF(bucket->taken - 1000, 0);
	}
}
