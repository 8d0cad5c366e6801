/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-caller.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#define LOCAL_NAME "local"

static const char *header(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

static int refuse_token(struct request *request)
{
	if (rates_take(
		    request->hub->rates, RATE_FAILURE, &request->peer->address, clock_mono_ms())) {
		refusal_set(&request->refusal, REFUSAL_UNAUTHORIZED, NULL,
			"the token is not known here");
	} else {
		refusal_set(&request->refusal, REFUSAL_TOO_MANY, NULL,
			"too many wrong tokens from this address; try again in a minute");
	}
	return -EACCES;
}

static int by_token(struct request *request, const char *token)
{
	if (strlen(token) > LIMIT_TOKEN ||
		auth_check(&request->hub->auth, token, &request->caller) < 0) {
		return refuse_token(request);
	}
	return 0;
}

/* On the Unix socket our own daemons say which device they are. */
static int by_socket(struct request *request)
{
	const char *name = header(request, "X-Layso-Name");
	const char *role = header(request, "X-Layso-Role");

	request->caller = (struct caller){.role = ROLE_ADMIN, .name = LOCAL_NAME};
	if (!name && !role) {
		return 0;
	}
	if (!name || !text_is_id(name, LIMIT_ID)) {
		refusal_set(&request->refusal, REFUSAL_BAD_FIELD, "X-Layso-Name",
			"X-Layso-Name is missing or not a name");
		return -EACCES;
	}
	if (!role || role_parse(role, &request->caller.role) < 0) {
		refusal_set(&request->refusal, REFUSAL_BAD_FIELD, "X-Layso-Role",
			"X-Layso-Role is missing or not a role");
		return -EACCES;
	}
	text_copy_cut(request->caller.name, sizeof(request->caller.name), name);
	return 0;
}

/* A browser on this machine; a page from elsewhere that it shows must not pass for it, so the
 * names that it was asked by and that it came from count, too. */
static bool is_local(const struct request *request)
{
	const char *host = header(request, MHD_HTTP_HEADER_HOST);
	const char *origin = header(request, MHD_HTTP_HEADER_ORIGIN);

	return request->peer->loopback && host && peer_host_is_loopback(host) &&
		(!origin || peer_origin_is_loopback(origin));
}

int caller_identify(struct request *request)
{
	static const char scheme[] = "Bearer ";
	const char *authorization = header(request, MHD_HTTP_HEADER_AUTHORIZATION);
	const char *cookie;

	request->caller = (struct caller){.role = ROLE_NONE};
	if (authorization) {
		if (strncasecmp(authorization, scheme, strlen(scheme)) != 0) {
			return refuse_token(request);
		}
		return by_token(request, authorization + strlen(scheme));
	}
	cookie = MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, CALLER_COOKIE);
	if (cookie && *cookie) {
		return by_token(request, cookie);
	}
	if (request->peer->trusted) {
		return by_socket(request);
	}
	if (request->hub->loopback_role != ROLE_NONE && is_local(request)) {
		request->caller = (struct caller){
			.role = request->hub->loopback_role,
			.name = LOCAL_NAME,
		};
	}
	return 0;
}
