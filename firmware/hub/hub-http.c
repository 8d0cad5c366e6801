/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-http.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "hub/hub-conn.h"
#include "hub/hub-ends.h"
#include "hub/hub-full.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "hub/hub-mhd.h"
#include "hub/hub-writer.h"

enum {
	LISTENERS_MAX = 8,
	SERVERS_MAX = 2 * LISTENERS_MAX, /* of the present and of former certificates */
	RUNS_MAX = 8, /* in a row, before the loop sees to its other sources */
	ACCEPTS_MAX = 16, /* likewise */
	TIMER_STEP_MS = 1000, /* connections are closed this much later than they might be */
	ACCEPT_AGAIN_MS = 1000, /* after the system had no descriptor left */
};

/* A connection, from accept() until libmicrohttpd has closed it. */
struct http_line {
	struct conn conn; /* first: the two are the same address */
	struct server *server;
	struct MHD_Connection *connection; /* NULL: libmicrohttpd has not said that it has it */
	int fd;
	/* libmicrohttpd would try a TLS handshake again and again while the other end says nothing.
	 * So it is suspended between its steps, and we wait for the other end. */
	bool handshake; /* not over yet */
	bool asleep;
	struct http_line *next_awake; /* in its server's list, when it is awake */
	sd_event_source *word; /* the other end says something */
	void (*gone)(void *userdata); /* http_watch */
	void *gone_userdata;
};

/* One of libmicrohttpd's daemons; or none any more, and the connections of a former certificate. */
struct server {
	struct http *http;
	struct MHD_Daemon *daemon; /* NULL: the slot is free */
	bool tls;
	bool retired;
	sd_event_source *source;
	struct http_line *awake; /* in a handshake, and not suspended */
	bool resumed; /* connections that MHD must look at without being told by a socket */
};

struct listener {
	struct http *http;
	struct server *server; /* which serves who comes now */
	int fd;
	sd_event_source *source;
};

struct http {
	struct hub *hub;
	struct mhd_calls calls;
	struct listener listeners[LISTENERS_MAX];
	int n_listeners;
	struct server servers[SERVERS_MAX];
	int n;
	struct conns conns;
	struct http_line **lines; /* by descriptor */
	int n_lines;
	struct full *full;
	struct ends *ends; /* of lines */
	sd_event_source *timer; /* closes idle connections */
	sd_event_source *deadline; /* drops connections whose request takes too long */
	int64_t deadline_ms; /* when it is set to; INT64_MAX not */
	sd_event_source *accept_again;
	/* More is ready than one turn may take. A file that can always be read: a deferred source
	 * that is set again from its own call goes before all others for ever. */
	sd_event_source *again;
	int always_fd;
	bool timer_set;
	char *socket_path; /* to remove at the end */
};

static struct http_line *line_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

const struct peer *http_peer(struct MHD_Connection *connection)
{
	return &line_of(connection)->conn.peer;
}

/* The list of connections: who is connected */

static void set_deadline(struct http *http, int64_t at_ms)
{
	if (at_ms >= http->deadline_ms) {
		return;
	}
	http->deadline_ms = at_ms;
	(void)sd_event_source_set_time(http->deadline, (uint64_t)at_ms * 1000);
	(void)sd_event_source_set_enabled(http->deadline, SD_EVENT_ONESHOT);
}

static struct http_line *add_line(
	struct http *http, const struct conn *newcomer, int fd, struct server *server)
{
	struct http_line *line = memory_new(1, sizeof(*line));

	line->conn = *newcomer;
	line->fd = fd;
	line->server = server;
	conns_add(&http->conns, &line->conn, clock_mono_ms());
	set_deadline(http, line->conn.deadline_ms);
	if (fd >= http->n_lines) {
		http->lines = memory_grow(http->lines, (size_t)fd + 1, sizeof(*http->lines));
		while (http->n_lines <= fd) {
			http->lines[http->n_lines++] = NULL;
		}
	}
	http->lines[fd] = line;
	if (ends_watch(http->ends, fd) < 0) {
		log_error(FAULT_OURS, "cannot watch a connection");
	}
	return line;
}

static void remove_line(struct http *http, struct http_line *line)
{
	struct http_line **link = &line->server->awake;

	while (*link && *link != line) {
		link = &(*link)->next_awake;
	}
	if (*link) {
		*link = line->next_awake;
	}
	sd_event_source_disable_unref(line->word);
	conns_remove(&http->conns, &line->conn);
	http->lines[line->fd] = NULL;
	free(line);
}

static void wake_line(struct http_line *line)
{
	if (line->asleep) {
		line->asleep = false;
		line->next_awake = line->server->awake;
		line->server->awake = line;
		line->server->resumed = true;
		MHD_resume_connection(line->connection);
	}
}

/* libmicrohttpd learns from the socket that it is over, and closes it when it runs next. */
static void drop_line(struct http_line *line)
{
	line->conn.dropped = true;
	(void)shutdown(line->fd, SHUT_RDWR);
	wake_line(line);
}

/* Whether the connection is sending an answer that the other end still receives. Over the Unix
 * socket the received bytes are not counted. */
static bool still_takes(struct http_line *line, int64_t now_ms)
{
	struct tcp_info info = {0};
	socklen_t size = sizeof(info);
	int queued = 0;

	if (line->conn.phase != CONN_SENDING) {
		return false;
	}
	if (getsockopt(line->fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0) {
		(void)ioctl(line->fd, SIOCOUTQ, &queued);
	}
	return conn_takes(&line->conn, queued, (int64_t)info.tcpi_bytes_acked, now_ms);
}

/* Unsent data is not kept for the other end after the connection has ended. */
static void forget_unsent(const struct http_line *line)
{
	const struct linger none = {.l_onoff = 1};

	if (line->conn.phase == CONN_SENDING) {
		(void)setsockopt(line->fd, SOL_SOCKET, SO_LINGER, &none, sizeof(none));
	}
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct http *http = userdata;
	int64_t now_ms = clock_mono_ms();

	(void)source;
	(void)usec;
	http->deadline_ms = INT64_MAX;
	for (struct conn *conn = http->conns.oldest; conn; conn = conn->newer) {
		struct http_line *line = (struct http_line *)conn;

		if (!conn->dropped && conn->deadline_ms <= now_ms && !still_takes(line, now_ms)) {
			forget_unsent(line);
			drop_line(line);
		}
	}
	set_deadline(http, conns_next_ms(&http->conns));
	http_run(http);
	return 0;
}

void http_head(struct MHD_Connection *connection, const struct caller *caller)
{
	struct http_line *line = line_of(connection);

	conn_head(&line->conn, caller, clock_mono_ms());
	set_deadline(line->server->http, line->conn.deadline_ms);
}

void http_waits(struct MHD_Connection *connection)
{
	conn_go(&line_of(connection)->conn, CONN_WAITING, 0);
}

void http_sends(struct MHD_Connection *connection)
{
	struct http_line *line = line_of(connection);

	conn_go(&line->conn, CONN_SENDING, clock_mono_ms());
	set_deadline(line->server->http, line->conn.deadline_ms);
}

void http_answered(struct MHD_Connection *connection)
{
	struct http_line *line = line_of(connection);

	conn_go(&line->conn, CONN_IDLE, clock_mono_ms());
	set_deadline(line->server->http, line->conn.deadline_ms);
}

/* The other end of a connection sends nothing more. */
static void on_end(void *userdata, int fd)
{
	struct http *http = userdata;
	struct http_line *line = http->lines[fd];
	void (*gone)(void *);
	int unread = 0;

	if (!line) {
		return; /* closed by what another one's end brought about */
	}
	line->server->resumed = true;
	wake_line(line);
	http_run(http); /* what it has said is read first */
	if (http->lines[fd] != line) {
		return;
	}
	(void)ioctl(fd, FIONREAD, &unread);
	conn_end(&line->conn, unread > 0, clock_mono_ms());
	if (line->conn.deadline_ms <= clock_mono_ms() && !line->conn.dropped) {
		drop_line(line);
	}
	set_deadline(http, line->conn.deadline_ms);
	gone = TAKE_PTR(line->gone);
	if (gone) {
		gone(line->gone_userdata);
	}
	http_run(http);
}

bool http_watch(struct MHD_Connection *connection, void (*gone)(void *userdata), void *userdata)
{
	struct http_line *line = line_of(connection);

	line->gone = NULL;
	if (gone && mhd_has_hung_up(connection)) {
		return false;
	}
	line->gone = gone;
	line->gone_userdata = userdata;
	return true;
}

/* TLS */

/* Its last data has arrived: from now on libmicrohttpd knows when there is nothing to read. */
static int on_finished(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
	const gnutls_datum_t *message)
{
	struct http_line *line = gnutls_db_get_ptr(session);

	(void)type;
	(void)when;
	(void)message;
	if (incoming) {
		line->handshake = false;
	}
	return 0;
}

static int on_word(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct http_line *line = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	wake_line(line);
	http_run(line->server->http);
	return 0;
}

static void begin_handshake(struct http_line *line)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(line->connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

	if (!info || !info->tls_session) {
		return;
	}
	line->handshake = true;
	line->next_awake = line->server->awake;
	line->server->awake = line;
	/* libmicrohttpd keeps no sessions, so that this pointer is free. */
	gnutls_db_set_ptr(info->tls_session, line);
	gnutls_handshake_set_hook_function(
		info->tls_session, GNUTLS_HANDSHAKE_FINISHED, GNUTLS_HOOK_POST, on_finished);
}

static void put_to_sleep(struct http_line *line)
{
	int r = 0;

	if (!line->word) {
		r = sd_event_add_io(line->server->http->hub->event, &line->word, line->fd,
			EPOLLIN | EPOLLRDHUP, on_word, line);
	}
	if (r >= 0) {
		r = sd_event_source_set_enabled(line->word, SD_EVENT_ONESHOT);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "cannot watch a connection");
		return;
	}
	MHD_suspend_connection(line->connection);
	line->asleep = true;
}

/* After each run: who is still in a handshake waits for the other end. */
static void pause_handshakes(struct server *server)
{
	struct http_line *line = TAKE_PTR(server->awake);

	while (line) {
		struct http_line *next = TAKE_PTR(line->next_awake);

		if (line->handshake && !line->conn.dropped) {
			put_to_sleep(line);
		} else {
			line->word = sd_event_source_disable_unref(line->word);
		}
		line = next;
	}
}

static void on_connection(void *userdata, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct http *http = userdata;
	const union MHD_ConnectionInfo *info;

	if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
		remove_line(http, *context);
		*context = NULL;
		return;
	}
	info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	*context = http->lines[info->connect_fd];
	http->lines[info->connect_fd]->connection = connection;
	if (http->lines[info->connect_fd]->server->tls) {
		begin_handshake(*context);
	}
}

/* Running */

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

static void run_server(struct server *server)
{
	struct http *http = server->http;
	int64_t ms = 0;

	server->resumed = false;
	for (int i = 0; i < RUNS_MAX && ms == 0; i++) {
		(void)MHD_run(server->daemon);
		pause_handshakes(server);
		ms = next_timeout(server->daemon);
	}
	if (ms == 0) {
		server->resumed = true;
		(void)sd_event_source_set_enabled(http->again, SD_EVENT_ONESHOT);
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

static int on_again(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	http_run(userdata);
	return 0;
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

/* Accepting */

static const char *full_message(enum conn_verdict verdict)
{
	return verdict == CONN_ALL_FULL
		? "the hub has all the connections that it can have; try again in some seconds"
		: "there are too many connections from your address; try again in some seconds";
}

const char *http_refused(struct MHD_Connection *connection)
{
	enum conn_verdict verdict = line_of(connection)->conn.refused;

	return verdict == CONN_ADMIT ? NULL : full_message(verdict);
}

static void admit(
	struct listener *listener, int fd, const struct sockaddr_storage *address, socklen_t size)
{
	struct http *http = listener->http;
	struct conn newcomer = {.listener = (int)(listener - http->listeners)};
	struct conn *victim = NULL;
	enum conn_verdict verdict;

	if (address->ss_family == AF_UNIX) {
		peer_from_socket(fd, &newcomer.peer);
	} else {
		peer_from_address((const struct sockaddr *)address, &newcomer.peer);
	}
	newcomer.peer.tls = listener->server->tls;
	while ((verdict = conns_admit(&http->conns, &newcomer, &victim)) == CONN_MAKE_ROOM) {
		drop_line((struct http_line *)victim);
	}
	if (verdict != CONN_ADMIT) {
		log_warning(FAULT_SITE, "%s",
			verdict == CONN_ALL_FULL
				? "too many connections: another was refused"
				: "too many connections of one address: another was refused");
		if (!newcomer.peer.tls || !conns_may_tell(&http->conns, &newcomer)) {
			full_tell(http->full, fd, newcomer.peer.tls, full_message(verdict));
			return;
		}
		newcomer.refused = verdict;
	}
	(void)add_line(http, &newcomer, fd, listener->server);
	if (MHD_add_connection(listener->server->daemon, fd, (const struct sockaddr *)address,
		    size) != MHD_YES &&
		http->lines[fd]) {
		remove_line(http, http->lines[fd]); /* the descriptor is closed in any case */
	}
}

/* The system has no descriptors: without a pause the loop would turn in circles. */
static void pause_accepting(struct http *http, int error)
{
	log_error(FAULT_DEVICE, "cannot take a connection: %s", strerror(error));
	for (int i = 0; i < http->n_listeners; i++) {
		(void)sd_event_source_set_enabled(http->listeners[i].source, SD_EVENT_OFF);
	}
	(void)sd_event_source_set_time_relative(http->accept_again, ACCEPT_AGAIN_MS * 1000ULL);
	(void)sd_event_source_set_enabled(http->accept_again, SD_EVENT_ONESHOT);
}

static int on_accept_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct http *http = userdata;

	(void)source;
	(void)usec;
	for (int i = 0; i < http->n_listeners; i++) {
		(void)sd_event_source_set_enabled(http->listeners[i].source, SD_EVENT_ON);
	}
	return 0;
}

static bool accept_one(struct listener *listener)
{
	const int buffer = LIMIT_SOCKET / 2; /* the kernel doubles it */
	struct sockaddr_storage address = {0};
	socklen_t size = sizeof(address);
	int fd = accept4(
		listener->fd, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0) {
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			pause_accepting(listener->http, errno);
		}
		return false; /* nobody there, or gone already */
	}
	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
	if (address.ss_family == AF_UNSPEC) {
		address.ss_family = AF_UNIX; /* an unnamed client */
	}
	admit(listener, fd, &address, size);
	return true;
}

static int on_accept(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	struct listener *listener = userdata;

	(void)source;
	(void)fd;
	(void)revents;
	for (int i = 0; i < ACCEPTS_MAX && accept_one(listener); i++) {
	}
	listener->server->resumed = true;
	http_run(listener->http);
	return 0;
}

/* Servers */

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
	struct http *http = server->http;

	if (!server->daemon) {
		return;
	}
	sd_event_source_disable_unref(server->source);
	for (struct conn *conn = http->conns.oldest; conn; conn = conn->newer) {
		if (((struct http_line *)conn)->server == server) {
			wake_line(
				(struct http_line *)conn); /* libmicrohttpd ends no suspended one */
		}
	}
	MHD_stop_daemon(server->daemon);
	*server = (struct server){0};
}

/* Starts one of libmicrohttpd's daemons, which is handed its connections. */
static int add_server(struct http *http, const struct tls *tls, struct server **ret)
{
	struct server *server = free_slot(http);
	const union MHD_DaemonInfo *info;
	int r;

	if (!server) {
		return -E2BIG;
	}
	*server = (struct server){.http = http, .tls = tls != NULL};
	server->daemon = mhd_start(tls, &http->calls);
	if (!server->daemon) {
		return -EIO;
	}
	http->n = MAX_OF(http->n, (int)(server - http->servers) + 1);
	info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	r = sd_event_add_io(
		http->hub->event, &server->source, info->epoll_fd, EPOLLIN, on_ready, server);
	if (r < 0) {
		end_server(server);
		return r;
	}
	*ret = server;
	return 0;
}

/* Serves connections of a listening socket; takes ownership of the socket. */
static int add_listener(struct http *http, int fd, const struct tls *tls)
{
	struct listener *listener = &http->listeners[http->n_listeners];
	int r = http->n_listeners == LISTENERS_MAX ? -E2BIG : 0;

	if (r == 0) {
		*listener = (struct listener){.http = http, .fd = fd};
		r = add_server(http, tls, &listener->server);
	}
	if (r == 0) {
		r = sd_event_add_io(
			http->hub->event, &listener->source, fd, EPOLLIN, on_accept, listener);
	}
	if (r < 0) {
		(void)close(fd);
		return r;
	}
	http->n_listeners++;
	return 0;
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
		r = add_listener(http, fd, tls);
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
		r = add_listener(http, fd, NULL);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot listen on %s: %s", settings->socket, strerror(-r));
	}
	return r;
}

static int add_timer(
	struct http *http, sd_event_source **ret, uint64_t accuracy_us, sd_event_time_handler_t on)
{
	int r = sd_event_add_time(
		http->hub->event, ret, CLOCK_MONOTONIC, UINT64_MAX, accuracy_us, on, http);

	return r < 0 ? r : sd_event_source_set_enabled(*ret, SD_EVENT_OFF);
}

static int add_sources(struct http *http)
{
	const uint64_t step_us = TIMER_STEP_MS * 1000ULL;
	int r;

	http->always_fd = eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK);
	if (http->always_fd < 0) {
		return -errno;
	}
	r = sd_event_add_io(
		http->hub->event, &http->again, http->always_fd, EPOLLIN, on_again, http);
	if (r >= 0) {
		r = sd_event_source_set_enabled(http->again, SD_EVENT_OFF);
	}
	if (r >= 0) {
		r = add_timer(http, &http->timer, step_us, on_timer);
	}
	if (r >= 0) {
		r = add_timer(http, &http->deadline, step_us, on_deadline);
	}
	if (r >= 0) {
		r = add_timer(http, &http->accept_again, step_us, on_accept_again);
	}
	if (r >= 0) {
		r = full_new(http->hub->event, http->hub->strict_transport, &http->full);
	}
	if (r >= 0) {
		r = ends_new(http->hub->event, on_end, http, &http->ends);
	}
	return r;
}

int http_new(struct hub *hub, MHD_AccessHandlerCallback on_request,
	MHD_RequestCompletedCallback on_completed, struct http **ret)
{
	struct http *http = memory_new(1, sizeof(*http));
	int r;

	http->hub = hub;
	http->calls = (struct mhd_calls){on_request, on_completed, hub, on_connection, http};
	http->always_fd = -1;
	http->deadline_ms = INT64_MAX;
	r = add_sources(http);
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
	struct server *fresh[LISTENERS_MAX] = {0};
	int r = 0;

	http_forget_retired(http);
	for (int i = 0; i < http->n_listeners && r == 0; i++) {
		if (http->listeners[i].server->tls) {
			r = add_server(http, tls, &fresh[i]);
		}
	}
	for (int i = 0; i < http->n_listeners; i++) {
		struct listener *listener = &http->listeners[i];

		if (fresh[i] && r < 0) {
			end_server(fresh[i]);
		} else if (fresh[i]) {
			listener->server->retired = true;
			listener->server = fresh[i];
		}
	}
	return r == -E2BIG ? -EBUSY : r;
}

void http_quiesce(struct http *http)
{
	for (int i = 0; http && i < http->n_listeners; i++) {
		struct listener *listener = &http->listeners[i];

		listener->source = sd_event_source_disable_unref(listener->source);
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
				pause_handshakes(&http->servers[i]);
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
	http_quiesce(http);
	for (int i = 0; i < http->n_listeners; i++) {
		(void)close(http->listeners[i].fd);
	}
	for (int i = 0; i < http->n; i++) {
		end_server(&http->servers[i]);
	}
	full_free(http->full);
	ends_free(http->ends);
	sd_event_source_disable_unref(http->timer);
	sd_event_source_disable_unref(http->deadline);
	sd_event_source_disable_unref(http->accept_again);
	sd_event_source_disable_unref(http->again);
	if (http->always_fd >= 0) {
		(void)close(http->always_fd);
	}
	if (http->socket_path) {
		(void)unlink(http->socket_path);
	}
	free(http->socket_path);
	free(http->lines);
	free(http);
}
