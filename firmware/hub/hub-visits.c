/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-visits.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-limits.h"

enum { THINGS = 1024, HOUR_MS = 60 * 60 * 1000 };

/* Of one address, as a number that says of neither; two that are the same by chance share a limit.
 */
struct thing {
	uint64_t hash;
	int64_t since_ms; /* 0 free */
	int count;
};

struct visits {
	struct rates *rates; /* of addresses, and of all */
	struct thing things[THINGS];
};

struct visits *visits_new(void)
{
	struct visits *visits = memory_new(1, sizeof(*visits));

	visits->rates = rates_new();
	return visits;
}

void visits_free(struct visits *visits)
{
	if (visits) {
		rates_free(visits->rates);
		free(visits);
	}
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		hash = (hash ^ ((const unsigned char *)bytes)[i]) *
			UINT64_C(0x100000001b3); /* FNV-1a */
	}
	return hash;
}

static struct thing *find(struct visits *visits, uint64_t hash)
{
	struct thing *oldest = &visits->things[0];

	for (int i = 0; i < THINGS; i++) {
		struct thing *thing = &visits->things[i];

		if (thing->since_ms != 0 && thing->hash == hash) {
			return thing;
		}
		if (thing->since_ms < oldest->since_ms) {
			oldest = thing;
		}
	}
	*oldest = (struct thing){.hash = hash};
	return oldest;
}

enum visit_verdict visits_take(struct visits *visits, enum visit_kind kind,
	const struct peer_address *address, const char *thing, int64_t now_ms)
{
	static const struct {
		enum rate address, all;
		int thing;
	} limits[VISITS] = {
		[VISIT_READ] = {RATE_VISITOR, RATE_VISITORS, LIMIT_VISITOR_THING_HOUR},
		[VISIT_WRONG] = {RATE_WRONG, RATE_WRONG_ALL, LIMIT_WRONG_THING_HOUR},
	};
	static const struct peer_address everywhere = {{0xFF}}; /* a multicast one: nobody's */
	uint64_t hash = mix(UINT64_C(0xcbf29ce484222325), &kind, sizeof(kind));
	struct thing *same;

	hash = mix(hash, address->bytes, peer_network_size(address));
	same = find(visits, mix(hash, thing, strlen(thing)));
	if (same->since_ms == 0 || now_ms - same->since_ms >= HOUR_MS) {
		same->since_ms = MAX_OF(now_ms, 1);
		same->count = 0;
	}
	if (same->count >= limits[kind].thing) {
		return VISIT_AGAIN;
	}
	if (!rates_take(visits->rates, limits[kind].address, address, now_ms) ||
		!rates_take(visits->rates, limits[kind].all, &everywhere, now_ms)) {
		return VISIT_TOO_MANY;
	}
	same->count++;
	return VISIT_COUNTS;
}
