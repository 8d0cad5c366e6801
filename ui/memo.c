/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/memo.h"

#include <stdint.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/text.h"

struct entry {
	size_t key_size;
	void *key, *value; /* heap */
};

struct memo {
	size_t n, size_max;
	struct entry *places;
};

struct memo *memo_new(size_t places, size_t size_max)
{
	struct memo *memo = memory_new(1, sizeof(*memo));

	memo->n = places;
	memo->size_max = size_max;
	memo->places = memory_new(places, sizeof(*memo->places));
	return memo;
}

void memo_free(struct memo *memo)
{
	if (!memo) {
		return;
	}
	for (size_t i = 0; i < memo->n; i++) {
		free(memo->places[i].key);
		free(memo->places[i].value);
	}
	free(memo->places);
	free(memo);
}

/* By FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/ */
static struct entry *place_of(const struct memo *memo, const void *key, size_t key_size)
{
	const unsigned char *at = key;
	uint64_t hash = 0xcbf29ce484222325;

	for (size_t i = 0; i < key_size; i++) {
		hash = (hash ^ at[i]) * 0x100000001b3;
	}
	return &memo->places[(hash ^ (hash >> 32)) % memo->n];
}

const void *memo_find(const struct memo *memo, const void *key, size_t key_size)
{
	const struct entry *entry = place_of(memo, key, key_size);

	return entry->key_size == key_size && entry->key && memcmp(entry->key, key, key_size) == 0
		? entry->value
		: NULL;
}

static void *copy_of(const void *bytes, size_t size)
{
	void *copy = memory_new(1, MAX_OF(size, 1));

	memcpy(copy, bytes, size);
	return copy;
}

void memo_keep(
	struct memo *memo, const void *key, size_t key_size, const void *value, size_t value_size)
{
	struct entry *entry = place_of(memo, key, key_size);

	if (key_size + value_size <= memo->size_max) {
		free(entry->key);
		free(entry->value);
		*entry = (struct entry){
			key_size, copy_of(key, key_size), copy_of(value, value_size)};
	}
}
