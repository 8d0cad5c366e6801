/* SPDX-License-Identifier: Apache-2.0 */
/* Who is at the other end of a connection, and how often he may ask. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* An address to count by; all zero for the Unix socket. */
struct peer_address {
	uint8_t bytes[16]; /* IPv6, or IPv4 mapped into it */
};

struct peer {
	struct peer_address address;
	bool is_unix;
	bool trusted; /* on the Unix socket: our own user, or root */
	uid_t uid; /* on the Unix socket, whose; −1 unknown */
	bool loopback;
	bool tls;
};

/* Reads who is there from a connected socket. */
void peer_from_socket(int fd, struct peer *ret);
void peer_from_address(const struct sockaddr *address, struct peer *ret);

bool peer_is_ipv6(const struct peer *peer);
/* How many bytes of an address tell one neighbour from another: of IPv6 the network, for one
 * computer has as many addresses of it as it likes. */
size_t peer_network_size(const struct peer_address *address);

/* Whether a Host header ("localhost:8080", "127.0.0.1", "[::1]:80") or an Origin header
 * ("http://localhost:8080") names this machine's loopback. Pure. */
bool peer_host_is_loopback(const char *host);
bool peer_origin_is_loopback(const char *origin);
/* Whether an Origin header names the same host and port as a Host header. Pure. */
bool peer_origin_is_host(const char *origin, const char *host);
/* "192.0.2.1", "2001:db8::1", "" for the Unix socket. */
void peer_address_text(const struct peer *peer, char *ret, size_t size);

/* The address of such a text; all zero for what is none. */
void peer_address_parse(const char *text, struct peer_address *ret);

/* What is counted. */
enum rate {
	RATE_FAILURE,
	RATE_PUBLIC,
	RATE_COUNT, /* look-ups that devices and staff tell */
	/* Of hub-visits.c, of an address and of all. */
	RATE_VISITOR,
	RATE_VISITORS,
	RATE_WRONG,
	RATE_WRONG_ALL,
	RATES
};
struct rates;
struct rates *rates_new(void);
void rates_free(struct rates *rates);
/* Counts one; false when the address has had all it may have in this minute, or hour. Pure. */
bool rates_take(
	struct rates *rates, enum rate rate, const struct peer_address *address, int64_t now_ms);
