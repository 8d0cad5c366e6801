/* SPDX-License-Identifier: Apache-2.0 */
/* One HTTP exchange with the hub as libcurl sees it: the address, the options that every exchange
 * has, what comes back. Only prepares and reads: what performs an exchange, and may block, is its
 * owner. Inside firmware/client only. */
#pragma once

#include <curl/curl.h>
#include <stdbool.h>

#include "base/text.h"

/* Where the hub is and who is asking. */
struct transfer_hub {
	char *base; /* "http://localhost", without a slash at the end */
	char *socket; /* the Unix socket's path, or NULL */
	char *pin; /* "sha256//…": the key that must answer, whoever signed for it; or NULL */
	char *token; /* or NULL */
	char *name; /* X-Layso-Name and X-Layso-Role, or NULL */
	char *role;
};

/* Whether a token can be one: 1 to CLIENT_TOKEN_MAX printable ASCII characters without spaces. */
bool transfer_is_token(const char *token);

/* Copies both. −EINVAL for an address or token that cannot be one. */
int transfer_hub_init(
	struct transfer_hub *ret, const char *address, const char *token) _warn_unused_;
void transfer_hub_done(struct transfer_hub *hub);

struct transfer {
	CURL *easy;
	struct curl_slist *headers;
	char *body; /* what is sent; owned */
	struct textbuf answer; /* what came, at most CLIENT_ANSWER_MAX */
	bool too_large;
};

/* Prepares an exchange; hub, path and body are copied (body NULL: "{}" for POST and PUT).
 * timeout_ms 0: no limit on the whole, for a stream that has a watch of its own. −EINVAL for a
 * method or path that cannot be one. */
int transfer_init(struct transfer *transfer, const struct transfer_hub *hub, const char *method,
	const char *path, const char *body, int timeout_ms) _warn_unused_;
void transfer_done(struct transfer *transfer);

/* One more request header; before the exchange starts. */
void transfer_add_header(struct transfer *transfer, const char *header);

/* The HTTP status, or −errno from how the exchange ended. */
int transfer_status(const struct transfer *transfer, CURLcode code);
