/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-caller.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "hub/hub-api.h"

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

struct seen_note {
	struct writer_job job;
	struct command command;
};

static void seen_noted(struct writer_job *job)
{
	free(job->userdata);
}

/* Writes down, now and then, that a sign-in is in use: what the hub knows after a restart. */
static void note_seen(struct hub *hub, int64_t sign_in)
{
	struct seen_note *note = memory_new(1, sizeof(*note));

	note->command.kind = COMMAND_SIGN_IN_SEEN;
	note->command.sign_in.id = sign_in;
	note->job = (struct writer_job){
		.command = &note->command,
		.done = seen_noted,
		.userdata = note,
	};
	if (writer_submit(hub->writer, &note->job) < 0) {
		free(note);
	}
}

/* A sign-in's cookie. One that is worth nothing any more is no guess: the browser forgets it. */
static int by_cookie(struct request *request, const char *cookie)
{
	struct hub *hub = request->hub;
	bool stale = false;
	struct moment now;

	clock_now(&now);
	if (strlen(cookie) <= LIMIT_TOKEN &&
		people_check(&hub->people, cookie, hub->replica.model, &now, &request->caller,
			&stale) == 0) {
		if (stale) {
			note_seen(hub, caller_sign_in(&request->caller));
		}
		return 0;
	}
	request->cookie = text_dup(CALLER_COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
	refusal_set(&request->refusal, REFUSAL_UNAUTHORIZED, NULL, "the sign-in has ended");
	return -EACCES;
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

/* A device of this machine that runs as a user of its own: it may say its name, not its role. */
static int by_user(struct request *request, const struct local_user *user)
{
	const char *name = header(request, "X-Layso-Name");
	const char *role = header(request, "X-Layso-Role");

	if (name && !text_is_id(name, LIMIT_ID)) {
		refusal_set(&request->refusal, REFUSAL_BAD_FIELD, "X-Layso-Name",
			"X-Layso-Name is not a name");
		return -EACCES;
	}
	if (role && strcmp(role, role_name(user->role)) != 0) {
		refusal_set(&request->refusal, REFUSAL_FORBIDDEN, "X-Layso-Role",
			"the user %s comes as %s only", user->name, role_name(user->role));
		return -EACCES;
	}
	if (!local_names_take(
		    &request->hub->local_names, request->peer->uid, name ? name : user->name)) {
		refusal_set(&request->refusal, REFUSAL_FORBIDDEN, "X-Layso-Name",
			"the user %s has called itself by %d names already", user->name,
			LIMIT_LOCAL_NAMES);
		return -EACCES;
	}
	request->caller = (struct caller){.role = user->role};
	text_copy_cut(request->caller.name, sizeof(request->caller.name), name ? name : user->name);
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

int caller_check_site(struct request *request)
{
	const char *method = request->route->method;
	const char *origin = header(request, MHD_HTTP_HEADER_ORIGIN);
	const char *host = header(request, MHD_HTTP_HEADER_HOST);
	const char *site = header(request, "Sec-Fetch-Site");

	if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || !caller_is_browser(request)) {
		return 0;
	}
	if ((origin && !peer_origin_is_host(origin, host ? host : "")) ||
		(site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)) {
		refusal_set(&request->refusal, REFUSAL_FORBIDDEN,
			origin ? "Origin" : "Sec-Fetch-Site",
			"a page of another site may change nothing here");
		return -EACCES;
	}
	return 0;
}

bool caller_is_browser(const struct request *request)
{
	return !request->peer->is_unix && !header(request, MHD_HTTP_HEADER_AUTHORIZATION);
}

int caller_identify(struct request *request)
{
	static const char scheme[] = "Bearer ";
	const char *authorization = header(request, MHD_HTTP_HEADER_AUTHORIZATION);
	const struct local_user *user;
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
		return by_cookie(request, cookie);
	}
	if (request->peer->trusted) {
		return by_socket(request);
	}
	if (request->peer->is_unix) {
		user = local_find(&request->hub->local, request->peer->uid);
		return user ? by_user(request, user) : 0;
	}
	if (request->hub->loopback_role != ROLE_NONE && is_local(request)) {
		request->caller = (struct caller){
			.role = request->hub->loopback_role,
			.name = LOCAL_NAME,
		};
	}
	return 0;
}
