/* SPDX-License-Identifier: Apache-2.0 */
/* Listening sockets from the configuration's words. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/cleanup.h"

struct listen_address {
	struct sockaddr_storage address;
	socklen_t size;
	bool loopback;
};

/* "127.0.0.1:8080" or "[::1]:8080". −EINVAL otherwise. Pure. */
int listen_parse(const char *text, struct listen_address *ret) _warn_unused_;

/* The next of the comma-separated words of *text, which moves on; false after the last. Pure. */
bool listen_next(const char **text, char *ret, size_t size);

/* The ports of such words, without those that only this machine reaches; at most max. Pure. */
int listen_ports(const char *text, uint16_t *ret, int max);

/* A listening TCP socket. −errno. */
int listen_open(const struct listen_address *address, int *ret_fd) _warn_unused_;

/* A listening Unix socket that every user may connect to (the caller is identified later).
 * Replaces one that no process listens on any more; −EADDRINUSE when one does. */
int listen_open_unix(const char *path, int *ret_fd) _warn_unused_;
