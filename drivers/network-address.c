/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/network-address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { PORT_MAX = 65535, LABEL_MAX = 63 };

/* A name's labels, or an IPv4 number. */
static bool is_name(const char *host)
{
	size_t label = 0;

	for (const char *at = host;; at++) {
		if (*at == '.' || !*at) {
			if (label == 0 || label > LABEL_MAX || at[-1] == '-') {
				return false;
			}
			if (!*at) {
				return true;
			}
			label = 0;
			continue;
		}
		if (!text_is_id((char[]){*at, '\0'}, 1) || *at == '_' ||
			(label == 0 && *at == '-')) {
			return false;
		}
		label++;
	}
}

/* An IPv6 number, also with an interface behind it: fe80::1%eth0. */
static bool is_six(const char *host)
{
	_cleanup_free_ char *copy = text_dup(host);
	char *zone = strchr(copy, '%');
	struct in6_addr number;

	if (zone) {
		*zone++ = '\0';
	}
	return inet_pton(AF_INET6, copy, &number) == 1 && (!zone || text_is_id(zone, 15));
}

/* "1.2.3" is neither a number nor a name that somebody could have. */
static bool looks_like_four(const char *host)
{
	return host[strspn(host, "0123456789.")] == '\0';
}

bool network_address_is_numeric(const struct network_address *address)
{
	struct in_addr four;

	return is_six(address->host) || inet_pton(AF_INET, address->host, &four) == 1;
}

static int parse_port(const char *text, int *ret)
{
	int64_t port;

	if (text_parse_int(text, 1, PORT_MAX, &port) < 0) {
		return -EINVAL;
	}
	*ret = (int)port;
	return 0;
}

int network_address_parse(const char *text, struct network_address *ret)
{
	_cleanup_free_ char *copy = text_dup(text);
	struct network_address address = {.port = NETWORK_PORT};
	char *host = copy;
	char *end = strrchr(copy, ':');
	bool six = *copy == '[' || (end && strchr(copy, ':') != end);

	if (*copy == '[') {
		host = copy + 1;
		end = strchr(host, ']');
		if (!end) {
			return -EINVAL;
		}
		*end++ = '\0';
		if (*end && *end != ':') {
			return -EINVAL;
		}
	} else if (six) {
		end = NULL; /* its colons are its own */
	}
	if (end && *end == ':') {
		*end = '\0';
		if (parse_port(end + 1, &address.port) < 0) {
			return -EINVAL;
		}
	}
	if ((six ? !is_six(host) : !is_name(host)) ||
		text_copy(address.host, sizeof(address.host), host) < 0 ||
		(looks_like_four(host) && !network_address_is_numeric(&address))) {
		return -EINVAL;
	}
	*ret = address;
	return 0;
}

void network_address_text(const struct network_address *address, char ret[NETWORK_TEXT_SIZE])
{
	bool six = strchr(address->host, ':');

	(void)snprintf(
		ret, NETWORK_TEXT_SIZE, six ? "[%s]:%d" : "%s:%d", address->host, address->port);
}
