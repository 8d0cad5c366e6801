/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-caller.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "hub/hub-http.h"
#include "hub/hub-mhd.h"
#include "hub/hub-writer.h"

#define LOCAL_NAME "local"

const char *caller_cookie(const struct hub *hub)
{
	return hub->training ? "layso-training" : "layso";
}

/* Who asks, as far as it is known. */
struct asker {
	struct hub *hub;
	struct MHD_Connection *connection;
	const struct peer *peer;
	struct caller *caller;
	struct api_error *api_error;
	char **cookie;
};

static int refuse_token(const struct asker *asker)
{
	if (rates_take(asker->hub->rates, RATE_FAILURE, &asker->peer->address, clock_mono_ms())) {
		api_error_set(asker->api_error, API_ERROR_UNAUTHORIZED, NULL,
			"the token is not known here");
	} else {
		api_error_set(asker->api_error, API_ERROR_TOO_MANY, NULL,
			"too many wrong tokens from this address; try again in a minute");
	}
	return -EACCES;
}

/* Kiosks, displays and keypads belong to the real hub: nothing that happens here may reach one. */
static int refuse_device(const struct asker *asker)
{
	api_error_set(asker->api_error, API_ERROR_FORBIDDEN, NULL,
		"this is a training centre: no device and no token is let in");
	return -EACCES;
}

static int by_token(const struct asker *asker, const char *token)
{
	if (strlen(token) > LIMIT_TOKEN ||
		auth_check(&asker->hub->auth, token, asker->caller) < 0) {
		return refuse_token(asker);
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

/* A sign-in's cookie. One that is not valid does not count as a guess; the browser deletes it. */
static int by_cookie(const struct asker *asker, const char *cookie)
{
	struct hub *hub = asker->hub;
	bool stale = false;
	struct clock_reading now;

	clock_now(&now);
	if (strlen(cookie) <= LIMIT_TOKEN &&
		people_check(&hub->people, cookie, hub->replica.model, &now, asker->caller,
			&stale) == 0) {
		if (stale) {
			note_seen(hub, caller_sign_in(asker->caller));
		}
		return 0;
	}
	*asker->cookie = text_printf(
		"%s=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0", caller_cookie(hub));
	api_error_set(asker->api_error, API_ERROR_UNAUTHORIZED, NULL, "the sign-in has ended");
	return -EACCES;
}

/* On the Unix socket our own daemons say which device they are. */
static int by_socket(const struct asker *asker)
{
	const char *name = mhd_header(asker->connection, "X-Layso-Name");
	const char *role = mhd_header(asker->connection, "X-Layso-Role");

	*asker->caller = (struct caller){.role = ROLE_ADMIN, .name = LOCAL_NAME};
	if (!name && !role) {
		return 0;
	}
	if (!name || !text_is_id(name, LIMIT_ID)) {
		api_error_set(asker->api_error, API_ERROR_BAD_FIELD, "X-Layso-Name",
			"X-Layso-Name is missing or not a name");
		return -EACCES;
	}
	if (!role || role_parse(role, &asker->caller->role) < 0) {
		api_error_set(asker->api_error, API_ERROR_BAD_FIELD, "X-Layso-Role",
			"X-Layso-Role is missing or not a role");
		return -EACCES;
	}
	text_copy_cut(asker->caller->name, sizeof(asker->caller->name), name);
	return 0;
}

/* A local device that runs as a separate user: it may choose its name, but not its role. */
static int by_user(const struct asker *asker, const struct local_user *user)
{
	const char *name = mhd_header(asker->connection, "X-Layso-Name");
	const char *role = mhd_header(asker->connection, "X-Layso-Role");

	if (name && !text_is_id(name, LIMIT_ID)) {
		api_error_set(asker->api_error, API_ERROR_BAD_FIELD, "X-Layso-Name",
			"X-Layso-Name is not a name");
		return -EACCES;
	}
	if (role && strcmp(role, role_name(user->role)) != 0) {
		api_error_set(asker->api_error, API_ERROR_FORBIDDEN, "X-Layso-Role",
			"the user %s comes as %s only", user->name, role_name(user->role));
		return -EACCES;
	}
	if (!local_names_take(
		    &asker->hub->local_names, asker->peer->uid, name ? name : user->name)) {
		api_error_set(asker->api_error, API_ERROR_FORBIDDEN, "X-Layso-Name",
			"the user %s has called itself by %d names already", user->name,
			LIMIT_LOCAL_NAMES);
		return -EACCES;
	}
	*asker->caller = (struct caller){.role = user->role};
	text_copy_cut(asker->caller->name, sizeof(asker->caller->name), name ? name : user->name);
	return 0;
}

/* A browser on this machine; a page from elsewhere that it shows must not pass for it, so the
 * names that it was asked by and that it came from count, too. */
static bool is_local(const struct asker *asker)
{
	const char *host = mhd_header(asker->connection, MHD_HTTP_HEADER_HOST);
	const char *origin = mhd_header(asker->connection, MHD_HTTP_HEADER_ORIGIN);

	return asker->peer->loopback && host && peer_host_is_loopback(host) &&
		(!origin || peer_origin_is_loopback(origin));
}

int caller_check_site(
	struct MHD_Connection *connection, const char *method, struct api_error *ret_error)
{
	const char *origin = mhd_header(connection, MHD_HTTP_HEADER_ORIGIN);
	const char *host = mhd_header(connection, MHD_HTTP_HEADER_HOST);
	const char *site = mhd_header(connection, "Sec-Fetch-Site");

	if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || !caller_is_browser(connection)) {
		return 0;
	}
	if ((origin && !peer_origin_is_host(origin, host ? host : "")) ||
		(site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)) {
		api_error_set(ret_error, API_ERROR_FORBIDDEN, origin ? "Origin" : "Sec-Fetch-Site",
			"a page of another site may change nothing here");
		return -EACCES;
	}
	return 0;
}

bool caller_is_browser(struct MHD_Connection *connection)
{
	return !http_peer(connection)->is_unix &&
		!mhd_header(connection, MHD_HTTP_HEADER_AUTHORIZATION);
}

int caller_identify(struct hub *hub, struct MHD_Connection *connection, struct caller *ret,
	struct api_error *ret_error, char **ret_cookie)
{
	const struct asker asker = {
		.hub = hub,
		.connection = connection,
		.peer = http_peer(connection),
		.caller = ret,
		.api_error = ret_error,
		.cookie = ret_cookie,
	};
	static const char scheme[] = "Bearer ";
	const char *authorization = mhd_header(connection, MHD_HTTP_HEADER_AUTHORIZATION);
	const struct local_user *user;
	const char *cookie;

	*ret = (struct caller){.role = ROLE_NONE};
	if (hub->training && (authorization || mhd_header(connection, "X-Layso-Role"))) {
		return refuse_device(&asker);
	}
	if (authorization) {
		if (strncasecmp(authorization, scheme, strlen(scheme)) != 0) {
			return refuse_token(&asker);
		}
		return by_token(&asker, authorization + strlen(scheme));
	}
	cookie = MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, caller_cookie(hub));
	if (cookie && *cookie) {
		return by_cookie(&asker, cookie);
	}
	if (asker.peer->trusted) {
		return by_socket(&asker);
	}
	if (asker.peer->is_unix) {
		user = local_find(&hub->local, asker.peer->uid);
		return user ? by_user(&asker, user) : 0;
	}
	if (hub->loopback_role != ROLE_NONE && is_local(&asker)) {
		*ret = (struct caller){
			.role = hub->loopback_role,
			.name = LOCAL_NAME,
		};
	}
	return 0;
}
