/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-shares.h"

#include <string.h>

#include "base/text.h"

struct share_entry {
	struct share_entry *next;
	struct share_entry **link;
	struct share_key key;
	int n;
};

struct shares {
	struct {
		struct share_entry *entries; /* of those who hold something */
		int n;
		int common; /* of these, how many not of the reserve */
	} of[SHARES];
};

static const struct {
	int all;
	int reserve;
	int caller;
	int address; /* 0: not counted */
} limits[SHARES] = {
	[SHARE_STREAMS] = {LIMIT_STREAMS, LIMIT_STREAMS_RESERVE, LIMIT_STREAMS_CALLER,
		LIMIT_STREAMS_ADDRESS},
	[SHARE_COMMANDS] = {LIMIT_COMMANDS, LIMIT_COMMANDS_RESERVE, LIMIT_COMMANDS_CALLER, 0},
	[SHARE_REPORTS] = {LIMIT_LOOKUPS, LIMIT_LOOKUPS_RESERVE, LIMIT_LOOKUPS_CALLER, 0},
	[SHARE_SECRETS] = {LIMIT_SECRETS, LIMIT_SECRETS_RESERVE, LIMIT_SECRETS_CALLER,
		LIMIT_SECRETS_ADDRESS},
	[SHARE_ANSWERS] = {LIMIT_ANSWERS, LIMIT_ANSWERS_RESERVE, LIMIT_ANSWERS_CALLER, 0},
};

struct shares *shares_new(void)
{
	return memory_new(1, sizeof(struct shares));
}

void shares_free(struct shares *shares)
{
	for (int i = 0; shares && i < SHARES; i++) {
		while (shares->of[i].entries) {
			struct share_entry *entry = shares->of[i].entries;

			shares->of[i].entries = entry->next;
			free(entry);
		}
	}
	free(shares);
}

struct share_key share_key_of(const struct caller *caller, const struct peer *peer)
{
	struct share_key key = {0};

	if (caller->role == ROLE_NONE || (peer->is_unix && peer->trusted && !caller->by_token)) {
		return key;
	}
	if (peer->is_unix && !caller->by_token && caller_sign_in(caller) == 0) {
		key.kind = 'u'; /* it may call itself what it likes */
		(void)snprintf(key.rest, sizeof(key.rest), "%lld", (long long)peer->uid);
		return key;
	}
	key.kind = 't';
	if (caller->sign_in) {
		key.kind = 's';
	} else if (!caller->by_token) {
		key.kind = 'l'; /* a local browser without a sign-in */
	}
	text_copy_cut(key.rest, sizeof(key.rest), caller->name);
	return key;
}

static struct share_key address_key(const struct peer *peer)
{
	struct share_key key = {0};

	if (!peer->is_unix && !peer->loopback) {
		key.kind = 'a';
		memcpy(key.rest, &peer->address, peer_network_size(&peer->address));
	}
	return key;
}

static struct share_entry *find(struct share_entry *entries, const struct share_key *key)
{
	while (entries && memcmp(&entries->key, key, sizeof(*key)) != 0) {
		entries = entries->next;
	}
	return entries;
}

static bool is_full(struct share_entry *entries, const struct share_key *key, int limit)
{
	const struct share_entry *entry = key->kind ? find(entries, key) : NULL;

	return entry && entry->n >= limit;
}

static struct share_entry *hold_one(struct share_entry **entries, const struct share_key *key)
{
	struct share_entry *entry;

	if (!key->kind) {
		return NULL;
	}
	entry = find(*entries, key);
	if (!entry) {
		entry = memory_new(1, sizeof(*entry));
		entry->key = *key;
		entry->next = *entries;
		entry->link = entries;
		if (entry->next) {
			entry->next->link = &entry->next;
		}
		*entries = entry;
	}
	entry->n++;
	return entry;
}

static void give_one(struct share_entry *entry)
{
	if (!entry || --entry->n > 0) {
		return;
	}
	*entry->link = entry->next;
	if (entry->next) {
		entry->next->link = entry->link;
	}
	free(entry);
}

enum share_verdict shares_take(struct shares *shares, enum share share, const struct caller *caller,
	const struct peer *peer, struct share_hold *ret)
{
	const bool common = !caller_is_device(caller) && !(peer->is_unix && peer->trusted);
	struct share_key by_caller = share_key_of(caller, peer);
	struct share_key by_address = {0};
	struct share_entry **entries = &shares->of[share].entries;

	if (limits[share].address > 0 && common) {
		by_address = address_key(peer);
	}
	if (is_full(*entries, &by_caller, limits[share].caller)) {
		return SHARE_OWN_FULL;
	}
	if (is_full(*entries, &by_address, limits[share].address)) {
		return SHARE_ADDRESS_FULL;
	}
	if (shares->of[share].n >= limits[share].all ||
		(common && shares->of[share].common >= limits[share].all - limits[share].reserve)) {
		return SHARE_ALL_FULL;
	}
	shares->of[share].n++;
	shares->of[share].common += common;
	*ret = (struct share_hold){
		.caller = hold_one(entries, &by_caller),
		.address = hold_one(entries, &by_address),
		.share = share,
		.taken = true,
		.common = common,
	};
	return SHARE_TAKEN;
}

void shares_give(struct shares *shares, struct share_hold *hold)
{
	if (hold->taken) {
		give_one(hold->caller);
		give_one(hold->address);
		shares->of[hold->share].n--;
		shares->of[hold->share].common -= hold->common;
	}
	*hold = (struct share_hold){0};
}

int shares_count(const struct shares *shares, enum share share)
{
	return shares->of[share].n;
}

const void *share_owner(const struct share_hold *hold)
{
	return hold->caller ? hold->caller : hold->address;
}
