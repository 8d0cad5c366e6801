/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-headers.h"

#include "base/cleanup.h"
#include "hub/hub-listen.h"
#include "hub/hub.h"

/* A board that is replaced has another certificate: a longer time would shut people out. */
#define STRICT_TRANSPORT "max-age=86400"

#define PAGE_POLICY \
	"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; " \
	"form-action 'self'; frame-ancestors "

static const char *const policy[] = {
	[HEADERS_DATA] = "default-src 'none'; base-uri 'none'; form-action 'none'; "
			 "frame-ancestors 'none'",
	[HEADERS_PAGE] = PAGE_POLICY "'none'",
	[HEADERS_FRAMED] = PAGE_POLICY "'self'",
};

static const char *const caching[] = {
	[HEADERS_DATA] = "no-store",
	[HEADERS_PAGE] = "no-cache",
	[HEADERS_FRAMED] = "no-cache",
};

void headers_each(enum headers_kind kind, const char *type, bool strict,
	void (*add)(void *userdata, const char *name, const char *value), void *userdata)
{
	if (type) {
		add(userdata, MHD_HTTP_HEADER_CONTENT_TYPE, type);
	}
	add(userdata, MHD_HTTP_HEADER_CACHE_CONTROL, caching[kind]);
	add(userdata, "Content-Security-Policy", policy[kind]);
	add(userdata, "X-Content-Type-Options", "nosniff");
	add(userdata, "Referrer-Policy", "no-referrer");
	add(userdata, "Cross-Origin-Resource-Policy", "same-origin");
	add(userdata, "Cross-Origin-Opener-Policy", "same-origin");
	if (strict) {
		add(userdata, "Strict-Transport-Security", STRICT_TRANSPORT);
	}
}

static void add_to_response(void *userdata, const char *name, const char *value)
{
	(void)MHD_add_response_header(userdata, name, value);
}

void headers_add(
	struct MHD_Response *response, enum headers_kind kind, const char *type, bool strict)
{
	headers_each(kind, type, strict, add_to_response, response);
}

bool headers_strict(const struct hub_settings *settings)
{
	const char *rest = settings->listen;
	struct listen_address address;
	char word[80];

	while (listen_next(&rest, word, sizeof(word))) {
		if (listen_parse(word, &address) < 0 || !address.loopback) {
			return false;
		}
	}
	return *settings->tls_listen != '\0';
}
