/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-throttle.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

enum {
	SLOTS = 512,
	KEY_SIZE = 16,
};

struct slot {
	uint8_t key[KEY_SIZE];
	bool used;
	bool known; /* of an address: somebody has signed in there */
	int64_t last_ms; /* negative: before the clock began */
	int count;
};

/* When more are tried than fit, the one tried longest ago makes room; who is known goes last. */
struct throttle {
	struct slot addresses[SLOTS];
	struct slot pairs[SLOTS]; /* an account and an address */
	struct slot accounts[SLOTS]; /* at addresses that are not known */
};

/* Where one attempt is counted. */
struct counts {
	struct slot *address;
	struct slot *pair;
	struct slot *strangers; /* NULL: the address is known */
};

struct throttle *throttle_new(void)
{
	return memory_new(1, sizeof(struct throttle));
}

void throttle_free(struct throttle *throttle)
{
	free(throttle);
}

static void make_key(const struct throttle_try *attempt, bool with_account, bool with_address,
	uint8_t ret[KEY_SIZE])
{
	const size_t size = peer_network_size(attempt->address);
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, KEY_SIZE);
	if (with_address) {
		(void)crypto_generichash_update(&state, attempt->address->bytes, size);
	}
	if (with_account && attempt->exists) {
		(void)crypto_generichash_update(
			&state, (const uint8_t *)attempt->account, strlen(attempt->account));
	}
	(void)crypto_generichash_final(&state, ret, KEY_SIZE);
}

static bool makes_room_before(const struct slot *a, const struct slot *b)
{
	if (!a->used || !b->used) {
		return b->used;
	}
	return a->known == b->known ? a->last_ms < b->last_ms : b->known;
}

static struct slot *find(struct slot table[SLOTS], const uint8_t key[KEY_SIZE], int64_t now_ms)
{
	struct slot *oldest = &table[0];

	for (int i = 0; i < SLOTS; i++) {
		struct slot *slot = &table[i];

		if (slot->used && memcmp(slot->key, key, KEY_SIZE) == 0) {
			if (now_ms - slot->last_ms > THROTTLE_FORGET_S * 1000LL) {
				slot->count = 0;
			}
			return slot;
		}
		if (makes_room_before(slot, oldest)) {
			oldest = slot;
		}
	}
	*oldest = (struct slot){.used = true, .last_ms = now_ms};
	memcpy(oldest->key, key, KEY_SIZE);
	return oldest;
}

static struct slot *find_address(
	struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms)
{
	uint8_t key[KEY_SIZE];

	make_key(attempt, false, true, key);
	return find(throttle->addresses, key, now_ms);
}

/* Of the account, when its address need not wait. */
static void find_account(struct throttle *throttle, const struct throttle_try *attempt,
	int64_t now_ms, struct counts *ret)
{
	uint8_t key[KEY_SIZE];

	make_key(attempt, true, true, key);
	ret->pair = find(throttle->pairs, key, now_ms);
	if (!ret->address->known) {
		make_key(attempt, true, false, key);
		ret->strangers = find(throttle->accounts, key, now_ms);
	}
}

static int wait_s(const struct slot *slot, int free_attempts, int64_t now_ms)
{
	int over = slot->count - free_attempts;
	int64_t wait_ms;

	if (over < 0) {
		return 0;
	}
	wait_ms = (over >= 6 ? THROTTLE_WAIT_MAX_S : 1 << over) * 1000LL;
	wait_ms -= now_ms - slot->last_ms;
	return wait_ms > 0 ? (int)((wait_ms + 999) / 1000) : 0;
}

/* Attempts by unknown callers are forgotten one by one: last_ms is since when the next one is. */
static int strangers_wait_s(struct slot *slot, int64_t now_ms)
{
	const int64_t step_ms = THROTTLE_STRANGER_S * 1000LL;
	int64_t steps = MIN_OF((now_ms - slot->last_ms) / step_ms, slot->count);

	if (steps > 0) {
		slot->count -= (int)steps;
		slot->last_ms += steps * step_ms;
	}
	if (slot->count == 0) {
		slot->last_ms = now_ms;
	}
	return slot->count < THROTTLE_FREE_STRANGERS
		? 0
		: (int)((slot->last_ms + step_ms - now_ms + 999) / 1000);
}

static void count(struct slot *slot, int64_t now_ms)
{
	slot->count += slot->count < 1000;
	slot->last_ms = now_ms;
}

static void uncount(struct slot *slot)
{
	if (slot) {
		slot->count -= slot->count > 0;
	}
}

static void count_all(const struct counts *counts, int64_t now_ms)
{
	count(counts->address, now_ms);
	count(counts->pair, now_ms);
	if (counts->strangers) {
		counts->strangers->count += counts->strangers->count < THROTTLE_FREE_STRANGERS;
	}
}

int throttle_take(struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms)
{
	struct counts counts = {.address = find_address(throttle, attempt, now_ms)};
	int wait = wait_s(counts.address, THROTTLE_FREE_ADDRESS, now_ms);

	if (wait > 0) {
		return wait;
	}
	find_account(throttle, attempt, now_ms, &counts);
	wait = wait_s(counts.pair, THROTTLE_FREE_ACCOUNT, now_ms);
	if (wait == 0 && counts.strangers) {
		wait = strangers_wait_s(counts.strangers, now_ms);
	}
	if (wait == 0) {
		count_all(&counts, now_ms);
	}
	return wait;
}

void throttle_remember(struct throttle *throttle, const struct throttle_try *attempt, int64_t at_ms)
{
	struct counts counts = {.address = find_address(throttle, attempt, at_ms)};

	find_account(throttle, attempt, at_ms, &counts);
	if (counts.strangers) {
		(void)strangers_wait_s(counts.strangers, at_ms);
	}
	count_all(&counts, at_ms);
}

void throttle_forgive(struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms)
{
	struct counts counts = {.address = find_address(throttle, attempt, now_ms)};

	find_account(throttle, attempt, now_ms, &counts);
	uncount(counts.address);
	uncount(counts.strangers);
	counts.pair->count = 0;
	counts.address->known |= attempt->exists;
}

void throttle_give(struct throttle *throttle, const struct throttle_try *attempt, int64_t now_ms)
{
	struct counts counts = {.address = find_address(throttle, attempt, now_ms)};

	find_account(throttle, attempt, now_ms, &counts);
	uncount(counts.address);
	uncount(counts.strangers);
	uncount(counts.pair);
}
