/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-training-fetch.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"

enum { HEAD_BYTES = 8192, PIECE = 65536, REQUEST_BYTES = 256 };

static int wait_for(int fd, short events, int64_t until_ms)
{
	struct pollfd poll_fd = {.fd = fd, .events = events};
	int64_t left_ms = until_ms - clock_mono_ms();
	int r = left_ms <= 0 ? 0 : poll(&poll_fd, 1, (int)left_ms);

	if (r < 0 && errno != EINTR) {
		return -errno;
	}
	return r == 0 ? -ETIMEDOUT : 0;
}

static int connect_to(const char *socket_path, int *ret_fd)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	_cleanup_close_ int fd = -1;

	if (text_copy(address.sun_path, sizeof(address.sun_path), socket_path) < 0) {
		return -ENAMETOOLONG;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* A Unix socket connects at once, or its backlog is full: −EAGAIN. */
	if (fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		return -errno;
	}
	*ret_fd = TAKE_FD(fd);
	return 0;
}

/* The request is far shorter than a socket's buffer: it is taken whole, or not at all. */
static int ask(int fd, const char *path)
{
	char request[REQUEST_BYTES];
	int n = snprintf(
		request, sizeof(request), "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);

	if (n < 0 || n >= (int)sizeof(request)) {
		return -EINVAL;
	}
	return send(fd, request, (size_t)n, MSG_NOSIGNAL) == n ? 0 : -EPIPE;
}

static int read_all(int fd, size_t max, int64_t until_ms, struct textbuf *answer)
{
	for (;;) {
		int r = wait_for(fd, POLLIN, until_ms);
		ssize_t n;

		if (r < 0) {
			return r;
		}
		n = recv(fd, textbuf_room(answer, PIECE), PIECE, 0);
		if (n == 0) {
			return 0;
		}
		if (n < 0 && errno != EAGAIN && errno != EINTR) {
			return -errno;
		}
		answer->size += n > 0 ? (size_t)n : 0;
		answer->data[answer->size] = '\0';
		if (answer->size > max) {
			return -E2BIG;
		}
	}
}

/* The length that the head says; −1: none. */
static int64_t said_length(const char *head, const char *end)
{
	static const char name[] = "\r\nContent-Length: ";
	const char *at = strcasestr(head, name);
	_cleanup_free_ char *digits = NULL;
	int64_t length;

	if (!at || at >= end) {
		return -1;
	}
	at += strlen(name);
	digits = text_printf("%.*s", (int)strcspn(at, "\r\n"), at);
	return text_parse_int(digits, 0, INT64_MAX, &length) < 0 ? -1 : length;
}

int training_fetch_body(const char *answer, size_t size, struct textbuf *body)
{
	const char *end = size > 0 ? strstr(answer, "\r\n\r\n") : NULL;
	const char *space = end && strncmp(answer, "HTTP/1.", strlen("HTTP/1.")) == 0
		? strchr(answer, ' ')
		: NULL;
	size_t head;

	if (!space || space > end) {
		return -EBADMSG;
	}
	if (strncmp(space, " 200 ", strlen(" 200 ")) != 0) {
		return -EACCES;
	}
	head = (size_t)(end - answer) + strlen("\r\n\r\n");
	/* One that died while it answered has closed the connection, too. */
	if (said_length(answer, end) != (int64_t)(size - head)) {
		return -EBADMSG;
	}
	textbuf_add_bytes(body, answer + head, size - head);
	return 0;
}

int training_fetch(
	const char *socket_path, const char *path, size_t max, int timeout_ms, struct textbuf *body)
{
	_cleanup_(textbuf_done) struct textbuf answer = {0};
	_cleanup_close_ int fd = -1;
	int64_t until_ms = clock_mono_ms() + timeout_ms;
	int r = connect_to(socket_path, &fd);

	if (r == 0) {
		r = ask(fd, path);
	}
	if (r == 0) {
		r = read_all(fd, max + HEAD_BYTES, until_ms, &answer);
	}
	return r < 0 ? r : training_fetch_body(answer.data, answer.size, body);
}
