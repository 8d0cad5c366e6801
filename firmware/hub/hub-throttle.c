/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-throttle.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

enum { SLOTS = 256, KEY_SIZE = 16 };

struct slot {
	uint8_t key[KEY_SIZE];
	bool used;
	int64_t last_ms; /* negative: before the clock began */
	int count;
};

/* When more are tried than fit, the one tried longest ago makes room. */
struct throttle {
	struct slot slot[SLOTS];
};

struct throttle *throttle_new(void)
{
	return memory_new(1, sizeof(struct throttle));
}

void throttle_free(struct throttle *throttle)
{
	free(throttle);
}

/* The kind keeps an account's key apart from an address's. */
static void make_key(uint8_t kind, const void *data, size_t size, uint8_t ret[KEY_SIZE])
{
	(void)crypto_generichash(ret, KEY_SIZE, data, size, &kind, 0);
	ret[0] = kind;
}

static bool makes_room_before(const struct slot *a, const struct slot *b)
{
	return a->used ? b->used && a->last_ms < b->last_ms : b->used;
}

static struct slot *find(struct throttle *throttle, const uint8_t key[KEY_SIZE], int64_t now_ms)
{
	struct slot *oldest = &throttle->slot[0];

	for (int i = 0; i < SLOTS; i++) {
		struct slot *slot = &throttle->slot[i];

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

static void count(struct slot *slot, int64_t now_ms)
{
	slot->count += slot->count < 1000;
	slot->last_ms = now_ms;
}

int throttle_take(struct throttle *throttle, const char *account,
	const struct peer_address *address, int64_t now_ms)
{
	uint8_t key[KEY_SIZE];
	struct slot *by_account;
	struct slot *by_address;
	int wait;

	make_key('n', account, strlen(account), key);
	by_account = find(throttle, key, now_ms);
	wait = wait_s(by_account, THROTTLE_FREE_ACCOUNT, now_ms);
	if (wait > 0) {
		return wait;
	}
	count(by_account, now_ms); /* now it cannot be taken for the free one */
	make_key('a', address->bytes, sizeof(address->bytes), key);
	by_address = find(throttle, key, now_ms);
	wait = wait_s(by_address, THROTTLE_FREE_ADDRESS, now_ms);
	if (wait > 0) {
		by_account->count--;
		return wait;
	}
	count(by_address, now_ms);
	return 0;
}

void throttle_remember(struct throttle *throttle, const char *account,
	const struct peer_address *address, int64_t at_ms)
{
	uint8_t key[KEY_SIZE];

	/* The name of nobody's account is not kept. */
	if (*account) {
		make_key('n', account, strlen(account), key);
		count(find(throttle, key, at_ms), at_ms);
	}
	make_key('a', address->bytes, sizeof(address->bytes), key);
	count(find(throttle, key, at_ms), at_ms);
}

void throttle_forgive(
	struct throttle *throttle, const char *account, const struct peer_address *address)
{
	uint8_t key[KEY_SIZE];

	make_key('n', account, strlen(account), key);
	for (int i = 0; i < SLOTS; i++) {
		if (memcmp(throttle->slot[i].key, key, KEY_SIZE) == 0) {
			throttle->slot[i].count = 0;
		}
	}
	make_key('a', address->bytes, sizeof(address->bytes), key);
	for (int i = 0; i < SLOTS; i++) {
		if (memcmp(throttle->slot[i].key, key, KEY_SIZE) == 0) {
			throttle->slot[i].count -= throttle->slot[i].count > 0;
		}
	}
}
