/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text.h"
#include "hub/hub-limits.h"

enum { RATE_SLOTS = 128, MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

static bool is_mapped(const uint8_t bytes[16])
{
	static const uint8_t prefix[12] = {[10] = 0xFF, [11] = 0xFF};

	return memcmp(bytes, prefix, sizeof(prefix)) == 0;
}

bool peer_is_ipv6(const struct peer *peer)
{
	return !peer->is_unix && !is_mapped(peer->address.bytes);
}

size_t peer_network_size(const struct peer_address *address)
{
	return is_mapped(address->bytes) ? sizeof(address->bytes) : 8; /* a /64 */
}

void peer_from_address(const struct sockaddr *address, struct peer *ret)
{
	*ret = (struct peer){.uid = (uid_t)-1};
	if (address->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)address;
		uint32_t ip = ntohl(in->sin_addr.s_addr);

		ret->address.bytes[10] = 0xFF;
		ret->address.bytes[11] = 0xFF;
		memcpy(ret->address.bytes + 12, &in->sin_addr, 4);
		ret->loopback = ip >> 24 == 127;
	} else if (address->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)address;

		memcpy(ret->address.bytes, &in6->sin6_addr, 16);
		ret->loopback = IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr) ||
			(IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr) &&
				in6->sin6_addr.s6_addr[12] == 127);
	} else if (address->sa_family == AF_UNIX) {
		ret->is_unix = true;
	}
}

void peer_from_socket(int fd, struct peer *ret)
{
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof(address);
	struct ucred credentials = {.uid = (uid_t)-1};
	socklen_t credentials_size = sizeof(credentials);

	*ret = (struct peer){.uid = (uid_t)-1};
	if (getpeername(fd, (struct sockaddr *)&address, &size) < 0) {
		return;
	}
	peer_from_address((struct sockaddr *)&address, ret);
	if (ret->is_unix &&
		getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &credentials_size) == 0) {
		ret->uid = credentials.uid;
		ret->trusted = credentials.uid == 0 || credentials.uid == geteuid();
	}
}

/* Whether the first length bytes of text are "a.b.c.d" with numbers only. */
static bool is_dotted(const char *text, size_t length)
{
	return length > 0 && strspn(text, "0123456789.") >= length;
}

bool peer_host_is_loopback(const char *host)
{
	size_t length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");
	const char *port = host + MIN_OF(length, strlen(host));

	if (*port && (*port != ':' || strspn(port + 1, "0123456789") != strlen(port + 1))) {
		return false;
	}
	if (length == strlen("[::1]") && strncmp(host, "[::1]", length) == 0) {
		return true;
	}
	if (length == strlen("localhost") && strncasecmp(host, "localhost", length) == 0) {
		return true;
	}
	return is_dotted(host, length) && strncmp(host, "127.", 4) == 0;
}

bool peer_origin_is_loopback(const char *origin)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; i < ELEMENTS(schemes); i++) {
		if (strncmp(origin, schemes[i], strlen(schemes[i])) == 0) {
			return peer_host_is_loopback(origin + strlen(schemes[i]));
		}
	}
	return false;
}

bool peer_origin_is_host(const char *origin, const char *host)
{
	static const char *const schemes[] = {"http://", "https://"};

	for (size_t i = 0; i < ELEMENTS(schemes); i++) {
		if (strncmp(origin, schemes[i], strlen(schemes[i])) == 0) {
			return *host && strcasecmp(origin + strlen(schemes[i]), host) == 0;
		}
	}
	return false;
}

void peer_address_text(const struct peer *peer, char *ret, size_t size)
{
	const uint8_t *bytes = peer->address.bytes;
	const bool is_ipv4 = is_mapped(bytes);

	*ret = '\0';
	if (!peer->is_unix) {
		(void)inet_ntop(is_ipv4 ? AF_INET : AF_INET6, is_ipv4 ? bytes + 12 : bytes, ret,
			(socklen_t)size);
	}
}

void peer_address_parse(const char *text, struct peer_address *ret)
{
	*ret = (struct peer_address){0};
	if (inet_pton(AF_INET, text, ret->bytes + 12) == 1) {
		ret->bytes[10] = 0xFF;
		ret->bytes[11] = 0xFF;
	} else if (inet_pton(AF_INET6, text, ret->bytes) != 1) {
		*ret = (struct peer_address){0};
	}
}

struct rate_slot {
	enum rate rate;
	struct peer_address address;
	int64_t since_ms; /* 0 free */
	int count;
};

/* A small table: when more addresses ask than fit, the one counted longest makes room. */
struct rates {
	struct rate_slot slot[RATE_SLOTS];
};

struct rates *rates_new(void)
{
	return memory_new(1, sizeof(struct rates));
}

void rates_free(struct rates *rates)
{
	free(rates);
}

static struct rate_slot *find_slot(
	struct rates *rates, enum rate rate, const struct peer_address *address)
{
	struct rate_slot *oldest = &rates->slot[0];

	for (int i = 0; i < RATE_SLOTS; i++) {
		struct rate_slot *slot = &rates->slot[i];

		if (slot->since_ms != 0 && slot->rate == rate &&
			memcmp(&slot->address, address, peer_network_size(address)) == 0) {
			return slot;
		}
		if (slot->since_ms < oldest->since_ms) {
			oldest = slot;
		}
	}
	*oldest = (struct rate_slot){.rate = rate, .address = *address};
	return oldest;
}

bool rates_take(
	struct rates *rates, enum rate rate, const struct peer_address *address, int64_t now_ms)
{
	static const struct {
		int count;
		int window_ms;
	} limits[RATES] = {
		[RATE_FAILURE] = {LIMIT_FAILURES_MINUTE, MINUTE_MS},
		[RATE_PUBLIC] = {LIMIT_PUBLIC_MINUTE, MINUTE_MS},
		[RATE_COUNT] = {LIMIT_COUNTS_MINUTE, MINUTE_MS},
		[RATE_VISITOR] = {LIMIT_VISITOR_HOUR, HOUR_MS},
		[RATE_VISITORS] = {LIMIT_VISITORS_HOUR, HOUR_MS},
		[RATE_WRONG] = {LIMIT_WRONG_HOUR, HOUR_MS},
		[RATE_WRONG_ALL] = {LIMIT_WRONG_ALL_HOUR, HOUR_MS},
	};
	struct rate_slot *slot = find_slot(rates, rate, address);

	if (slot->since_ms == 0 || now_ms - slot->since_ms >= limits[rate].window_ms) {
		slot->since_ms = MAX_OF(now_ms, 1);
		slot->count = 0;
	}
	return ++slot->count <= limits[rate].count;
}
