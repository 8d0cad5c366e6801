/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headers of every answer, in one place. libmicrohttpd's own refusals of what is no HTTP are
 * the only answers without them: they have neither content of ours nor a way to add any.
 */
#pragma once

#include <microhttpd.h>
#include <stdbool.h>

struct hub_settings;

enum headers_kind {
	HEADERS_DATA, /* for the API: never cached, may load nothing */
	HEADERS_PAGE, /* pages, scripts, styles: asked for again each time, may load each other */
	HEADERS_FRAMED, /* a page that the hub's other pages may frame: it has nothing to press */
};

/* type: of the content; NULL none. strict: browsers must come by TLS from now on. */
void headers_add(
	struct MHD_Response *response, enum headers_kind kind, const char *type, bool strict);
/* The same for an answer that is not libmicrohttpd's. */
void headers_each(enum headers_kind kind, const char *type, bool strict,
	void (*add)(void *userdata, const char *name, const char *value), void *userdata);

/* Whether browsers may be told to come by TLS alone, which holds for a name whatever the port:
 * there is TLS, and without it the hub listens to this machine only. */
bool headers_strict(const struct hub_settings *settings);
