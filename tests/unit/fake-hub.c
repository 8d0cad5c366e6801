/* SPDX-License-Identifier: Apache-2.0 */
#include "fake-hub.h"

#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"

enum { CONNECTIONS_MAX = 64, HEAD_MAX = 16 * 1024 };

struct connection {
	struct fake_hub *hub;
	pthread_t thread;
	int fd;
	int number;
};

struct fake_hub {
	char folder[32];
	char *address;
	int fd;
	fake_serve serve;
	pthread_t thread;
	pthread_mutex_t lock;
	int n;
	struct connection connections[CONNECTIONS_MAX];
};

static void must(bool ok, const char *what)
{
	if (!ok) {
		perror(what);
		abort();
	}
}

void fake_send(const struct fake_request *request, const char *text)
{
	size_t size = strlen(text);

	while (size > 0) {
		ssize_t n = send(request->fd, text, size, MSG_NOSIGNAL);

		if (n <= 0) {
			return;
		}
		text += n;
		size -= (size_t)n;
	}
}

void fake_answer(const struct fake_request *request, const char *status, const char *json)
{
	_cleanup_free_ char *text = text_printf("HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
						"Content-Length: %zu\r\n\r\n%s",
		status, strlen(json), json);

	fake_send(request, text);
}

bool fake_gone_within(const struct fake_request *request, int ms)
{
	struct pollfd poller = {.fd = request->fd, .events = POLLRDHUP};

	return poll(&poller, 1, ms) > 0;
}

void fake_wait_gone(const struct fake_request *request)
{
	(void)fake_gone_within(request, 30000);
}

/* Reads a head and its body; false when the client has gone. */
static bool read_request(int fd, struct textbuf *input, struct fake_request *ret)
{
	const char *end;
	const char *length;
	size_t body_size;
	size_t head_size;
	char chunk[4096];

	for (;;) {
		ssize_t n;

		end = input->data ? strstr(input->data, "\r\n\r\n") : NULL;
		if (end) {
			head_size = (size_t)(end - input->data) + 4;
			length = strcasestr(input->data, "\r\nContent-Length:");
			body_size = length && length < end
				? strtoul(length + strlen("\r\nContent-Length:"), NULL, 10)
				: 0;
			if (input->size >= head_size + body_size) {
				break;
			}
		}
		n = recv(fd, chunk, sizeof(chunk), 0);
		if (n <= 0) {
			return false;
		}
		textbuf_add_bytes(input, chunk, (size_t)n);
	}
	ret->head = text_printf("%.*s", (int)head_size, input->data);
	ret->body = text_printf("%.*s", (int)body_size, input->data + head_size);
	textbuf_consume(input, head_size + body_size);
	must(sscanf(ret->head, "%7s %127s", ret->method, ret->path) == 2, "request line");
	return true;
}

static void *serve_connection(void *userdata)
{
	struct connection *connection = userdata;
	_cleanup_(textbuf_done) struct textbuf input = {0};
	bool more = true;

	while (more) {
		struct fake_request request = {
			.fd = connection->fd, .connection = connection->number};

		if (!read_request(connection->fd, &input, &request)) {
			break;
		}
		more = connection->hub->serve(&request);
		free(request.head);
		free(request.body);
	}
	(void)shutdown(connection->fd, SHUT_RDWR);
	return NULL;
}

static void *accept_connections(void *userdata)
{
	struct fake_hub *hub = userdata;
	int fd;

	while ((fd = accept(hub->fd, NULL, NULL)) >= 0) {
		struct connection *connection;

		pthread_mutex_lock(&hub->lock);
		must(hub->n < CONNECTIONS_MAX, "too many connections");
		connection = &hub->connections[hub->n++];
		*connection = (struct connection){.hub = hub, .fd = fd, .number = hub->n};
		must(pthread_create(&connection->thread, NULL, serve_connection, connection) == 0,
			"thread");
		pthread_mutex_unlock(&hub->lock);
	}
	return NULL;
}

struct fake_hub *fake_hub_new(fake_serve serve)
{
	struct fake_hub *hub = memory_new(1, sizeof(*hub));
	struct sockaddr_un name = {.sun_family = AF_UNIX};

	hub->serve = serve;
	pthread_mutex_init(&hub->lock, NULL);
	strcpy(hub->folder, "/tmp/fake-hub-XXXXXX");
	must(mkdtemp(hub->folder), "mkdtemp");
	hub->address = text_printf("unix:%s/hub.sock", hub->folder);
	must(text_copy(name.sun_path, sizeof(name.sun_path), hub->address + 5) == 0, "path");
	hub->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(hub->fd >= 0, "socket");
	must(bind(hub->fd, (struct sockaddr *)&name, sizeof(name)) == 0, "bind");
	must(listen(hub->fd, CONNECTIONS_MAX) == 0, "listen");
	must(pthread_create(&hub->thread, NULL, accept_connections, hub) == 0, "thread");
	return hub;
}

void fake_hub_free(struct fake_hub *hub)
{
	if (!hub) {
		return;
	}
	(void)shutdown(hub->fd, SHUT_RDWR);
	pthread_join(hub->thread, NULL);
	for (int i = 0; i < hub->n; i++) {
		(void)shutdown(hub->connections[i].fd, SHUT_RDWR);
		pthread_join(hub->connections[i].thread, NULL);
		(void)close(hub->connections[i].fd);
	}
	(void)close(hub->fd);
	(void)unlink(hub->address + strlen("unix:"));
	(void)rmdir(hub->folder);
	pthread_mutex_destroy(&hub->lock);
	free(hub->address);
	free(hub);
}

const char *fake_hub_address(const struct fake_hub *hub)
{
	return hub->address;
}

int fake_hub_connections(struct fake_hub *hub)
{
	int n;

	pthread_mutex_lock(&hub->lock);
	n = hub->n;
	pthread_mutex_unlock(&hub->lock);
	return n;
}
