/* SPDX-License-Identifier: Apache-2.0 */
#include "boards/sim/sim-http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/text.h"

enum {
	CONNECTIONS_MAX = 64,
	CONNECTION_TIMEOUT_S = 30,
	KEEP_MS = 5000, /* how often an event stream without events gets a sign of life */
	PENDING_MAX = 512 * 1024, /* with more unread, a viewer is disconnected */
};

/* A client of GET /api/events. */
struct viewer {
	struct sim_http *http;
	struct MHD_Connection *connection; /* NULL: free */
	struct textbuf pending;
	bool suspended;
	bool ended;
};

struct sim_http {
	struct MHD_Daemon *daemon;
	struct sim_http_calls calls;
	void *userdata;
	sd_event_source *io;
	sd_event_source *timer;
	sd_event_source *keep;
	struct viewer viewers[SIM_VIEWERS_MAX];
	bool viewer_came;
};

/* A request while it is being received. */
struct exchange {
	struct textbuf body;
	bool too_large;
};

/* ---- answering ---- */

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct sim_answer *answer)
{
	_cleanup_free_ char *text = answer->json ? json_dumps(answer->json, JSON_COMPACT) : NULL;
	const char *bytes = text ? text : answer->bytes;
	size_t size = text ? strlen(text) : answer->size;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		size, (void *)(uintptr_t)(bytes ? bytes : ""), MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result;

	json_decref(answer->json);
	free(answer->owned);
	if (!response) {
		return MHD_NO;
	}
	(void)MHD_add_response_header(
		response, MHD_HTTP_HEADER_CONTENT_TYPE, text ? "application/json" : answer->type);
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
	(void)MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
	(void)MHD_add_response_header(response, "Content-Security-Policy",
		"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
	if (answer->etag[0]) {
		(void)MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, answer->etag);
	}
	result = MHD_queue_response(connection, (unsigned)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result refuse(
	struct MHD_Connection *connection, int status, const char *error, const char *message)
{
	struct sim_answer answer = {
		.status = status,
		.json = json_pack("{s:s, s:s, s:n}", "error", error, "message", message, "field"),
	};

	return send_answer(connection, &answer);
}

/* Whether an authority ("127.0.0.1:8081") is one of this machine's loopback names. Any other name
 * that resolves to loopback belongs to another site's page that tries to reach the simulator. */
static bool is_loopback(const char *authority)
{
	static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};

	for (size_t i = 0; i < ELEMENTS(names); i++) {
		size_t length = strlen(names[i]);

		if (strncmp(authority, names[i], length) == 0 &&
			(authority[length] == '\0' || authority[length] == ':')) {
			return true;
		}
	}
	return false;
}

static bool is_ours(struct MHD_Connection *connection)
{
	const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
	const char *origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin");

	if (!host || !is_loopback(host)) {
		return false;
	}
	return !origin ||
		(strncmp(origin, "http://", strlen("http://")) == 0 &&
			strcmp(origin + strlen("http://"), host) == 0);
}

/* ---- events ---- */

static ssize_t on_pull(void *cls, uint64_t position, char *ret, size_t max)
{
	struct viewer *viewer = cls;
	size_t size = MIN_OF(viewer->pending.size, max);

	(void)position;
	if (size > 0) {
		memcpy(ret, viewer->pending.data, size);
		textbuf_consume(&viewer->pending, size);
		return (ssize_t)size;
	}
	if (viewer->ended) {
		return MHD_CONTENT_READER_END_OF_STREAM;
	}
	viewer->suspended = true;
	MHD_suspend_connection(viewer->connection);
	return 0;
}

static void on_viewer_gone(void *cls)
{
	struct viewer *viewer = cls;

	textbuf_done(&viewer->pending);
	*viewer = (struct viewer){.http = viewer->http};
}

static enum MHD_Result add_viewer(struct sim_http *http, struct MHD_Connection *connection)
{
	struct MHD_Response *response;
	enum MHD_Result result;
	struct viewer *viewer = NULL;

	for (size_t i = 0; i < SIM_VIEWERS_MAX && !viewer; i++) {
		if (!http->viewers[i].connection) {
			viewer = &http->viewers[i];
		}
	}
	if (!viewer) {
		return refuse(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "too_many",
			"too many pages are open");
	}
	response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, 4096, on_pull, viewer, on_viewer_gone);
	if (!response) {
		return MHD_NO;
	}
	viewer->connection = connection;
	textbuf_add(&viewer->pending, "retry: 500\n\n");
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
	(void)MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	result = MHD_queue_response(connection, MHD_HTTP_OK, response);
	MHD_destroy_response(response);
	http->viewer_came = true;
	return result;
}

static void wake(struct viewer *viewer)
{
	if (viewer->connection && viewer->suspended) {
		viewer->suspended = false;
		MHD_resume_connection(viewer->connection);
	}
}

static void run(struct sim_http *http);

static void tell_text(struct sim_http *http, const char *text)
{
	for (size_t i = 0; i < SIM_VIEWERS_MAX; i++) {
		struct viewer *viewer = &http->viewers[i];

		if (!viewer->connection) {
			continue;
		}
		if (viewer->pending.size > PENDING_MAX) {
			viewer->ended = true;
		} else {
			textbuf_add(&viewer->pending, text);
		}
		wake(viewer);
	}
	run(http);
}

void sim_http_tell(struct sim_http *http, const char *kind, json_t *data)
{
	_cleanup_free_ char *text = json_dumps(data, JSON_COMPACT);
	_cleanup_free_ char *event = text_printf("event: %s\ndata: %s\n\n", kind, text ? text : "");

	json_decref(data);
	if (text) {
		tell_text(http, event);
	}
}

int sim_http_viewers(const struct sim_http *http)
{
	int n = 0;

	for (size_t i = 0; i < SIM_VIEWERS_MAX; i++) {
		n += http->viewers[i].connection ? 1 : 0;
	}
	return n;
}

static int on_keep(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct sim_http *http = userdata;

	(void)usec;
	tell_text(http, ": keep\n\n");
	if (sim_http_viewers(http) > 0) {
		(void)sd_event_source_set_time_relative(source, KEEP_MS * 1000);
		return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	}
	return 0;
}

/* ---- requests ---- */

static enum MHD_Result dispatch(struct sim_http *http, struct MHD_Connection *connection,
	const char *path, const char *method, const struct exchange *exchange)
{
	struct sim_request request = {
		.method = method,
		.path = path,
		.known = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match"),
	};
	struct sim_answer answer = {.status = MHD_HTTP_OK, .type = "text/plain"};
	const char *type = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Type");
	json_error_t error;

	if (strcmp(method, "POST") == 0) {
		if (!type || strncmp(type, "application/json", strlen("application/json")) != 0) {
			return refuse(connection, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE,
				"unsupported_type", "send application/json");
		}
		request.body = json_loadb(exchange->body.data ? exchange->body.data : "",
			exchange->body.size, JSON_REJECT_DUPLICATES, &error);
		if (!json_is_object(request.body)) {
			json_decref(request.body);
			return refuse(connection, MHD_HTTP_BAD_REQUEST, "bad_json",
				"the body is not a JSON object");
		}
	} else if (strcmp(method, "GET") != 0) {
		return refuse(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "method_not_allowed",
			"GET or POST");
	} else if (strcmp(path, "/api/events") == 0) {
		return add_viewer(http, connection);
	}
	http->calls.answer(&request, &answer, http->userdata);
	json_decref(request.body);
	return send_answer(connection, &answer);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *upload, size_t *upload_size,
	void **request)
{
	struct exchange *exchange = *request;

	(void)version;
	if (!exchange) {
		*request = memory_new(1, sizeof(*exchange));
		return MHD_YES;
	}
	if (*upload_size > 0) {
		if (exchange->body.size + *upload_size > SIM_BODY_MAX) {
			exchange->too_large = true;
		} else {
			textbuf_add_bytes(&exchange->body, upload, *upload_size);
		}
		*upload_size = 0;
		return MHD_YES;
	}
	if (!is_ours(connection)) {
		return refuse(connection, MHD_HTTP_FORBIDDEN, "forbidden",
			"only for pages of this address, http://127.0.0.1");
	}
	if (exchange->too_large) {
		return refuse(connection, MHD_HTTP_CONTENT_TOO_LARGE, "too_large",
			"the body is too large");
	}
	return dispatch(cls, connection, path, method, exchange);
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
	enum MHD_RequestTerminationCode code)
{
	struct exchange *exchange = *request;

	(void)cls;
	(void)connection;
	(void)code;
	if (exchange) {
		textbuf_done(&exchange->body);
		free(exchange);
		*request = NULL;
	}
}

/* ---- the loop ---- */

static void run(struct sim_http *http)
{
	MHD_UNSIGNED_LONG_LONG timeout_ms;

	(void)MHD_run(http->daemon);
	if (http->viewer_came) {
		/* greets it soon, outside of the server's own callbacks */
		(void)sd_event_source_set_time_relative(http->timer, 0);
		(void)sd_event_source_set_enabled(http->timer, SD_EVENT_ONESHOT);
	} else if (MHD_get_timeout(http->daemon, &timeout_ms) == MHD_YES) {
		(void)sd_event_source_set_time_relative(http->timer, timeout_ms * 1000);
		(void)sd_event_source_set_enabled(http->timer, SD_EVENT_ONESHOT);
	} else {
		(void)sd_event_source_set_enabled(http->timer, SD_EVENT_OFF);
	}
}

static void greet(struct sim_http *http)
{
	if (http->viewer_came) {
		http->viewer_came = false;
		(void)sd_event_source_set_time_relative(http->keep, KEEP_MS * 1000);
		(void)sd_event_source_set_enabled(http->keep, SD_EVENT_ONESHOT);
		http->calls.viewer(http->userdata);
	}
}

static int on_io(sd_event_source *source, int fd, uint32_t revents, void *userdata)
{
	(void)source;
	(void)fd;
	(void)revents;
	run(userdata);
	greet(userdata);
	return 0;
}

static int on_timer(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	run(userdata);
	greet(userdata);
	return 0;
}

static int listen_on(int port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int)) < 0 ||
		bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
		listen(fd, 32) < 0) {
		return -errno;
	}
	return TAKE_FD(fd);
}

static int start_server(struct sim_http *http, int port)
{
	int fd = listen_on(port);

	if (fd < 0) {
		log_error(FAULT_SITE, "cannot listen on 127.0.0.1:%d: %s%s", port, strerror(-fd),
			fd == -EADDRINUSE ? "; choose another port" : "");
		return fd;
	}
	http->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		on_request, http, MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
		(unsigned)CONNECTION_TIMEOUT_S, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
		MHD_OPTION_END);
	if (!http->daemon) {
		(void)close(fd);
		log_error(FAULT_OURS, "the HTTP server does not start");
		return -EIO;
	}
	return 0;
}

static int add_timer(sd_event *event, sd_event_time_handler_t handler, struct sim_http *http,
	sd_event_source **ret)
{
	int r = sd_event_add_time_relative(event, ret, CLOCK_MONOTONIC, 0, 1000, handler, http);

	return r < 0 ? r : sd_event_source_set_enabled(*ret, SD_EVENT_OFF);
}

int sim_http_open(sd_event *event, int port, const struct sim_http_calls *calls, void *userdata,
	struct sim_http **ret)
{
	_cleanup_(sim_http_closep) struct sim_http *http = memory_new(1, sizeof(*http));
	const union MHD_DaemonInfo *info;
	int r;

	http->calls = *calls;
	http->userdata = userdata;
	for (size_t i = 0; i < SIM_VIEWERS_MAX; i++) {
		http->viewers[i].http = http;
	}
	r = start_server(http, port);
	if (r < 0) {
		return r;
	}
	info = MHD_get_daemon_info(http->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	r = info ? sd_event_add_io(event, &http->io, info->epoll_fd, EPOLLIN, on_io, http) : -EIO;
	if (r >= 0) {
		r = add_timer(event, on_timer, http, &http->timer);
	}
	if (r >= 0) {
		r = add_timer(event, on_keep, http, &http->keep);
	}
	if (r < 0) {
		log_error(FAULT_OURS, "the HTTP server has no loop: %s", strerror(-r));
		return r;
	}
	*ret = TAKE_PTR(http);
	return 0;
}

void sim_http_close(struct sim_http *http)
{
	if (!http) {
		return;
	}
	for (size_t i = 0; i < SIM_VIEWERS_MAX; i++) {
		http->viewers[i].ended = true;
		wake(&http->viewers[i]);
	}
	http->io = sd_event_source_disable_unref(http->io);
	http->timer = sd_event_source_disable_unref(http->timer);
	http->keep = sd_event_source_disable_unref(http->keep);
	if (http->daemon) {
		(void)MHD_run(http->daemon);
		MHD_stop_daemon(http->daemon);
	}
	free(http);
}
