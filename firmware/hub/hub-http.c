/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-http.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "hub/hub-request.h"

/* The option changed its name. */
#if MHD_VERSION >= 0x00097701
#define MHD_STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL
#else
#define MHD_STRICT MHD_OPTION_STRICT_FOR_CLIENT
#endif

/* Old office computers know 1.2. Of its suites only those that authenticate what they encrypt and
 * make a key of their own for each connection: no CBC, no key exchange by RSA. */
static char tls_priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-CIPHER-ALL:"
			       "+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM";

enum {
	SERVERS_MAX = 16,
	RUNS_MAX = 8, /* in a row, before the loop sees to its other sources */
	TIMER_STEP_MS = 1000, /* connections are closed this much later than they might be */
	STALLED_TURNS =
		32, /* without a word about any request: somebody keeps MHD busy with none */
	STALLED_MS = 10, /* between turns then */
};

/* One listening socket; or none any more, and the connections of a former certificate. */
struct server {
	struct http *http;
	struct MHD_Daemon *daemon; /* NULL: the slot is free */
	bool tls;
	bool retired;
	bool limit_addresses;
	sd_event_source *source;
	int listen_fd; /* ours to close when MHD did not take it, or gave it back */
	bool resumed; /* connections that MHD must look at without being told by a socket */
	bool full; /* has had all the connections it may have, and listens no more */
};

struct http {
	struct hub *hub;
	struct server servers[SERVERS_MAX];
	int n;
	sd_event_source *timer; /* closes idle connections */
	/* More is ready than one turn may take. A file that can always be read: a deferred source
	 * that is set again from its own call goes before all others for ever. */
	sd_event_source *again;
	int always_fd;
	sd_event_source *later; /* the same, after STALLED_MS */
	uint64_t accesses; /* the hub's, at the last turn */
	int stalled; /* turns without one */
	bool timer_set;
	char *socket_path; /* to remove at the end */
};

static void on_log(void *userdata, const char *format, va_list arguments)
{
	char text[256];

	(void)userdata;
	if (log_debug_enabled()) {
		/* The format is libmicrohttpd's own. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		(void)vsnprintf(text, sizeof(text), format, arguments);
#pragma GCC diagnostic pop
		text[strcspn(text, "\n")] = '\0';
		log_debug("http: %s", text);
	}
}

/* "%00" must not end a path or a value early: it becomes a character that nothing allows. */
static size_t on_unescape(void *userdata, struct MHD_Connection *connection, char *text)
{
	size_t length = MHD_http_unescape(text);

	(void)userdata;
	(void)connection;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\0') {
			text[i] = '\1';
		}
	}
	return length;
}

static void on_connection(void *userdata, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	const union MHD_ConnectionInfo *info;
	struct peer *peer;

	(void)userdata;
	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		free(*context);
		*context = NULL;
		return;
	}
	peer = memory_new(1, sizeof(*peer));
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info) {
		peer_from_socket(info->connect_fd, peer);
	}
	peer->tls = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION) != NULL;
	*context = peer;
}

const struct peer *http_peer(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

/* Milliseconds until MHD wants to run, or −1: never. */
static int64_t next_timeout(struct MHD_Daemon *daemon)
{
	MHD_UNSIGNED_LONG_LONG ms = 0;

	return MHD_get_timeout(daemon, &ms) == MHD_YES ? (int64_t)ms : -1;
}

static void set_timer(struct http *http, int64_t ms)
{
	if (ms < 0 || http->timer_set) {
		return;
	}
	/* A timer that is set stays: what it finds is only ever a little late. */
	ms = MAX_OF(ms, TIMER_STEP_MS);
	(void)sd_event_source_set_time_relative(http->timer, (uint64_t)ms * 1000);
	(void)sd_event_source_set_enabled(http->timer, SD_EVENT_ONESHOT);
	http->timer_set = true;
}

/* libmicrohttpd calls a TLS connection ready as long as its first record is incomplete, and would
 * have it read in circles. */
static void run_again(struct http *http)
{
	if (http->stalled < STALLED_TURNS) {
		(void)sd_event_source_set_enabled(http->again, SD_EVENT_ONESHOT);
		return;
	}
	(void)sd_event_source_set_time_relative(http->later, STALLED_MS * 1000ULL);
	(void)sd_event_source_set_enabled(http->later, SD_EVENT_ONESHOT);
}

static void run_once(struct server *server)
{
	bool is_full;

	(void)MHD_run(server->daemon);
	is_full = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
			  ->num_connections >= LIMIT_CONNECTIONS;
	if (server->full && !is_full) {
		/* There is room, but only the next run listens again, and nobody would ask for it.
		 */
		(void)MHD_run(server->daemon);
	}
	server->full = is_full;
}

static void run_server(struct server *server)
{
	struct http *http = server->http;
	int64_t ms = 0;

	server->resumed = false;
	for (int i = 0; i < RUNS_MAX && ms == 0; i++) {
		run_once(server);
		ms = next_timeout(server->daemon);
	}
	if (ms == 0) {
		server->resumed = true;
		run_again(http);
	} else {
		set_timer(http, ms);
	}
}

void http_resume(struct http *http, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_DAEMON);

	for (int i = 0; i < http->n; i++) {
		if (http->servers[i].daemon == info->daemon) {
			http->servers[i].resumed = true;
		}
	}
	MHD_resume_connection(connection);
}

void http_run(struct http *http)
{
	for (int i = 0; i < http->n; i++) {
		if (http->servers[i].daemon && http->servers[i].resumed) {
			run_server(&http->servers[i]);
		}
	}
	writer_flush(http->hub->writer);
}

static int on_ready(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct server *server = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	run_server(server);
	writer_flush(server->http->hub->writer);
	return 0;
}

static int take_turn(struct http *http)
{
	http->stalled = http->accesses == http->hub->accesses ? http->stalled + 1 : 0;
	http->stalled = MIN_OF(http->stalled, STALLED_TURNS);
	http->accesses = http->hub->accesses;
	http_run(http);
	return 0;
}

static int on_again(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	return take_turn(userdata);
}

static int on_later(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	return take_turn(userdata);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct http *http = userdata;

	(void)source;
	(void)usec;
	http->timer_set = false;
	for (int i = 0; i < http->n; i++) {
		http->servers[i].resumed = true;
	}
	http_run(http);
	return 0;
}

static struct server *free_slot(struct http *http)
{
	for (int i = 0; i < SERVERS_MAX; i++) {
		if (!http->servers[i].daemon) {
			return &http->servers[i];
		}
	}
	return NULL;
}

static void end_server(struct server *server)
{
	if (!server->daemon) {
		return;
	}
	sd_event_source_disable_unref(server->source);
	MHD_stop_daemon(server->daemon);
	if (server->listen_fd >= 0) {
		(void)close(server->listen_fd);
	}
	*server = (struct server){.listen_fd = -1};
}

/* Starts a server on a listening socket, which it takes over. */
static int add_server(struct http *http, int fd, bool limit_addresses, const struct tls *tls)
{
	const struct MHD_OptionItem tls_options[] = {
		{MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? tls->certificate : NULL},
		{MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? tls->key : NULL},
		{MHD_OPTION_HTTPS_PRIORITIES, 0, tls_priorities},
		{MHD_OPTION_END, 0, NULL},
	};
	const struct MHD_OptionItem options[] = {
		{MHD_OPTION_LISTEN_SOCKET, fd, NULL},
		{MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log, NULL},
		{MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)on_unescape, NULL},
		{MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, NULL},
		{MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)request_completed, http->hub},
		{MHD_OPTION_CONNECTION_LIMIT, LIMIT_CONNECTIONS, NULL},
		{MHD_OPTION_PER_IP_CONNECTION_LIMIT,
			limit_addresses ? LIMIT_CONNECTIONS_ADDRESS : 0, NULL},
		{MHD_OPTION_CONNECTION_MEMORY_LIMIT, LIMIT_CONNECTION_BYTES, NULL},
		{MHD_OPTION_CONNECTION_TIMEOUT, LIMIT_IDLE_S, NULL},
		{MHD_STRICT, 1, NULL},
		{tls ? MHD_OPTION_ARRAY : MHD_OPTION_END, 0, (void *)tls_options},
		{MHD_OPTION_END, 0, NULL},
	};
	struct server *server = free_slot(http);
	const union MHD_DaemonInfo *info;
	int r;

	if (!server) {
		(void)close(fd);
		return -E2BIG;
	}
	*server = (struct server){
		.http = http,
		.tls = tls != NULL,
		.limit_addresses = limit_addresses,
		.listen_fd = fd,
	};
	server->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
			MHD_USE_ERROR_LOG | (tls ? MHD_USE_TLS : 0),
		0, NULL, NULL, request_access, http->hub, MHD_OPTION_ARRAY, options,
		MHD_OPTION_END);
	if (!server->daemon) {
		(void)close(fd);
		return -EIO;
	}
	server->listen_fd = -1;
	http->n = MAX_OF(http->n, (int)(server - http->servers) + 1);
	info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	r = sd_event_add_io(
		http->hub->event, &server->source, info->epoll_fd, EPOLLIN, on_ready, server);
	return r < 0 ? r : 0;
}

static int open_tcp(struct http *http, const char *word, const struct tls *tls)
{
	struct listen_address address;
	int fd = -1;
	int r = listen_parse(word, &address);

	if (r == 0) {
		r = listen_open(&address, &fd);
	}
	if (r == 0) {
		r = add_server(http, fd, !address.loopback, tls);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot listen on %s: %s", word, strerror(-r));
	}
	return r;
}

static int open_all(struct http *http)
{
	const struct hub_settings *settings = http->hub->settings;
	const char *rest = settings->listen;
	char word[80];
	int fd = -1;
	int r;

	while (listen_next(&rest, word, sizeof(word))) {
		r = open_tcp(http, word, NULL);
		if (r < 0) {
			return r;
		}
	}
	rest = http->hub->tls.certificate ? settings->tls_listen : "";
	while (listen_next(&rest, word, sizeof(word))) {
		r = open_tcp(http, word, &http->hub->tls);
		if (r < 0) {
			return r;
		}
	}
	if (!*settings->socket) {
		return 0;
	}
	r = listen_open_unix(settings->socket, &fd);
	if (r == 0) {
		http->socket_path = text_dup(settings->socket);
		r = add_server(http, fd, false, NULL);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot listen on %s: %s", settings->socket, strerror(-r));
	}
	return r;
}

static int add_turns(struct http *http)
{
	sd_event *event = http->hub->event;
	int r;

	http->always_fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	if (http->always_fd < 0) {
		return -errno;
	}
	r = sd_event_add_io(event, &http->again, http->always_fd, EPOLLIN, on_again, http);
	if (r >= 0) {
		r = sd_event_source_set_enabled(http->again, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = sd_event_add_time(event, &http->later, CLOCK_MONOTONIC, UINT64_MAX,
			STALLED_MS * 1000ULL, on_later, http);
	}
	return r < 0 ? r : sd_event_source_set_enabled(http->later, SD_EVENT_OFF);
}

int http_new(struct hub *hub, struct http **ret)
{
	struct http *http = memory_new(1, sizeof(*http));
	int r;

	http->hub = hub;
	http->always_fd = -1;
	r = sd_event_add_time(hub->event, &http->timer, CLOCK_MONOTONIC, UINT64_MAX,
		(uint64_t)TIMER_STEP_MS * 1000, on_timer, http);
	if (r >= 0) {
		r = sd_event_source_set_enabled(http->timer, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = add_turns(http);
	}
	if (r >= 0) {
		r = open_all(http);
	}
	if (r < 0) {
		http_free(http);
		return r;
	}
	*ret = http;
	return 0;
}

void http_forget_retired(struct http *http)
{
	for (int i = 0; i < http->n; i++) {
		struct server *server = &http->servers[i];

		if (server->daemon && server->retired &&
			MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
					->num_connections == 0) {
			end_server(server);
		}
	}
}

int http_renew(struct http *http, const struct tls *tls)
{
	bool former[SERVERS_MAX];
	int wanted = 0;
	int free_slots = 0;

	http_forget_retired(http);
	for (int i = 0; i < SERVERS_MAX; i++) {
		const struct server *server = &http->servers[i];

		former[i] = server->daemon && server->tls && !server->retired;
		wanted += former[i];
		free_slots += !server->daemon;
	}
	if (wanted > free_slots) {
		return -EBUSY;
	}
	for (int i = 0; i < SERVERS_MAX; i++) {
		struct server *server = &http->servers[i];
		int fd;
		int r;

		if (!former[i]) {
			continue;
		}
		fd = MHD_quiesce_daemon(server->daemon);
		server->retired = true;
		r = fd < 0 ? -EIO : add_server(http, fd, server->limit_addresses, tls);
		if (r < 0) {
			return r;
		}
	}
	return 0;
}

void http_quiesce(struct http *http)
{
	if (!http) {
		return;
	}
	for (int i = 0; i < http->n; i++) {
		struct server *server = &http->servers[i];

		if (server->daemon && !server->retired) {
			server->listen_fd = MHD_quiesce_daemon(server->daemon);
		}
	}
}

void http_drain(struct http *http, int ms)
{
	int64_t until_ms = clock_mono_ms() + ms;

	while (http && http->hub->requests > 0 && clock_mono_ms() < until_ms) {
		struct pollfd fds[SERVERS_MAX];

		for (int i = 0; i < http->n; i++) {
			struct MHD_Daemon *daemon = http->servers[i].daemon;

			fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
			if (daemon) {
				(void)MHD_run(daemon);
				fds[i].fd = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)
						    ->epoll_fd;
			}
		}
		(void)poll(fds, (nfds_t)http->n, 10);
	}
}

void http_free(struct http *http)
{
	if (!http) {
		return;
	}
	for (int i = 0; i < http->n; i++) {
		end_server(&http->servers[i]);
	}
	sd_event_source_disable_unref(http->timer);
	sd_event_source_disable_unref(http->again);
	sd_event_source_disable_unref(http->later);
	if (http->always_fd >= 0) {
		(void)close(http->always_fd);
	}
	if (http->socket_path) {
		(void)unlink(http->socket_path);
	}
	free(http->socket_path);
	free(http);
}
