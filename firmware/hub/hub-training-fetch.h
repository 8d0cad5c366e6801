/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One GET over the Unix socket of another hub on this machine, for a training centre's start. By
 * hand, because libcurl would double what every hub loads for the sake of one request that only a
 * training centre makes. HTTP/1.0: the answer's end is the connection's.
 */
#pragma once

#include "base/text.h"

/* Appends the body of a 200. Blocks for timeout_ms at most. −ETIMEDOUT; −ECONNREFUSED or −ENOENT:
 * nobody listens there; −EACCES: another status, or the socket may not be used; −EBADMSG: no HTTP,
 * or cut short; −E2BIG: the answer is longer than max. */
int training_fetch(const char *socket_path, const char *path, size_t max, int timeout_ms,
	struct textbuf *body) _warn_unused_;

/* Of a whole answer: appends its body. Errors as above. Pure. */
int training_fetch_body(const char *answer, size_t size, struct textbuf *body) _warn_unused_;
