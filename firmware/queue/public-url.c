/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/public-url.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

struct place {
	char host[254]; /* without the brackets of an IPv6 address, and a last dot */
	int port;
};

/* false: it has no host; the site's check refuses it. */
static bool parse_place(const char *url, struct place *ret)
{
	const char *start = strstr(url, "://");
	bool tls = strncasecmp(url, "https:", 6) == 0;
	const char *end, *port;
	size_t length;

	if (!start) {
		return false;
	}
	start += 3;
	length = strcspn(start, "/?#");
	if (memchr(start, '@', length)) {
		return false;
	}
	end = *start == '[' ? memchr(start, ']', length) : memchr(start, ':', length);
	port = end ? memchr(end, ':', length - (size_t)(end - start)) : NULL;
	start += *start == '[';
	length = end ? (size_t)(end - start) : length;
	if (length == 0 || length >= sizeof(ret->host)) {
		return false;
	}
	memcpy(ret->host, start, length);
	length -= ret->host[length - 1] == '.';
	ret->host[length] = '\0';
	ret->port = tls ? 443 : 80;
	if (port) {
		_cleanup_free_ char *digits =
			text_printf("%.*s", (int)strcspn(port + 1, "/?#"), port + 1);
		int64_t number;

		ret->port = text_parse_int(digits, 1, UINT16_MAX, &number) < 0 ? -1 : (int)number;
	}
	return length > 0;
}

static bool ends_with(const char *host, const char *end)
{
	size_t length = strlen(host), tail = strlen(end);

	return length >= tail && strcasecmp(host + length - tail, end) == 0;
}

static enum public_url_doubt doubt_ipv4(uint32_t address)
{
	static const struct {
		uint32_t network;
		int bits;
		enum public_url_doubt doubt;
	} networks[] = {
		{0x00000000, 8, PUBLIC_URL_THIS_MACHINE}, {0x7f000000, 8, PUBLIC_URL_THIS_MACHINE},
		{0xa9fe0000, 16, PUBLIC_URL_LINK_LOCAL}, /* RFC 3927 */
		{0x0a000000, 8, PUBLIC_URL_PRIVATE}, /* RFC 1918 */
		{0xac100000, 12, PUBLIC_URL_PRIVATE}, {0xc0a80000, 16, PUBLIC_URL_PRIVATE},
		{0x64400000, 10, PUBLIC_URL_PRIVATE}, /* RFC 6598, behind a provider's NAT */
	};

	for (size_t i = 0; i < ELEMENTS(networks); i++) {
		if ((address ^ networks[i].network) >> (32 - networks[i].bits) == 0) {
			return networks[i].doubt;
		}
	}
	return PUBLIC_URL_GOOD;
}

static enum public_url_doubt doubt_ipv6(const struct in6_addr *address)
{
	const uint8_t *bytes = address->s6_addr;
	uint32_t last = (uint32_t)bytes[12] << 24 | (uint32_t)bytes[13] << 16 |
		(uint32_t)bytes[14] << 8 | bytes[15];

	if (IN6_IS_ADDR_V4MAPPED(address)) {
		return doubt_ipv4(last);
	}
	return IN6_IS_ADDR_LOOPBACK(address) || IN6_IS_ADDR_UNSPECIFIED(address)
		? PUBLIC_URL_THIS_MACHINE
		: bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80 ? PUBLIC_URL_LINK_LOCAL
		: (bytes[0] & 0xfe) == 0xfc                     ? PUBLIC_URL_PRIVATE
								: PUBLIC_URL_GOOD;
}

static enum public_url_doubt doubt_name(const char *host)
{
	return strcasecmp(host, "localhost") == 0 || ends_with(host, ".localhost")
		? PUBLIC_URL_THIS_MACHINE
		: !strchr(host, '.')        ? PUBLIC_URL_SHORT_NAME
		: ends_with(host, ".local") ? PUBLIC_URL_LOCAL_NAME
					    : PUBLIC_URL_GOOD;
}

static bool has(const uint16_t *ports, int n_ports, int port)
{
	for (int i = 0; i < n_ports; i++) {
		if (ports[i] == port) {
			return true;
		}
	}
	return false;
}

enum public_url_doubt public_url_doubt(const char *url, const uint16_t *ports, int n_ports)
{
	enum public_url_doubt doubt;
	struct in6_addr ipv6;
	struct in_addr ipv4;
	struct place place;

	if (!parse_place(url, &place)) {
		return PUBLIC_URL_GOOD;
	}
	place.host[strcspn(place.host, "%")] = '\0'; /* fe80::1%eth0 */
	if (inet_pton(AF_INET, place.host, &ipv4) == 1) {
		doubt = doubt_ipv4(ntohl(ipv4.s_addr));
	} else if (inet_pton(AF_INET6, place.host, &ipv6) == 1) {
		doubt = doubt_ipv6(&ipv6);
	} else {
		doubt = doubt_name(place.host);
	}
	return doubt == PUBLIC_URL_PRIVATE && ports && !has(ports, n_ports, place.port)
		? PUBLIC_URL_PORT
		: doubt;
}

bool public_url_is_fault(enum public_url_doubt doubt)
{
	return doubt != PUBLIC_URL_GOOD && doubt != PUBLIC_URL_PRIVATE && doubt != PUBLIC_URL_PORT;
}

const char *public_url_doubt_name(enum public_url_doubt doubt)
{
	static const char *const names[PUBLIC_URL_DOUBTS] = {
		[PUBLIC_URL_GOOD] = "",
		[PUBLIC_URL_THIS_MACHINE] = "this_machine",
		[PUBLIC_URL_LINK_LOCAL] = "link_local",
		[PUBLIC_URL_SHORT_NAME] = "short_name",
		[PUBLIC_URL_LOCAL_NAME] = "local_name",
		[PUBLIC_URL_PORT] = "port",
		[PUBLIC_URL_PRIVATE] = "private",
	};

	return names[doubt];
}
