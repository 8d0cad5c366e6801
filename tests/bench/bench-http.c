/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench-http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"

_Noreturn void bench_fail(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	(void)vfprintf(stderr, format, arguments);
	va_end(arguments);
	(void)fputc('\n', stderr);
	exit(1);
}

void http_open(struct http *http, int port, const char *token)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int yes = 1;

	http->token = token;
	http->size = 0;
	http->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (http->fd < 0 || connect(http->fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		bench_fail("cannot connect to port %d: %s", port, strerror(errno));
	}
	(void)setsockopt(http->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

void http_close(struct http *http)
{
	if (http->fd >= 0) {
		(void)close(http->fd);
	}
	http->fd = -1;
}

void http_send(struct http *http, const char *path, const char *body)
{
	_cleanup_(textbuf_done) struct textbuf text = {0};
	size_t sent = 0;

	textbuf_printf(&text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n", body ? "POST" : "GET", path);
	if (http->token) {
		textbuf_printf(&text, "Authorization: Bearer %s\r\n", http->token);
	}
	if (body) {
		body = *body ? body : "{}";
		textbuf_printf(&text,
			"Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
			strlen(body), body);
	} else {
		textbuf_add(&text, "\r\n");
	}
	http->size = 0;
	while (sent < text.size) {
		ssize_t n = send(http->fd, text.data + sent, text.size - sent, MSG_NOSIGNAL);

		if (n < 0) {
			bench_fail("cannot send: %s", strerror(errno));
		}
		sent += (size_t)n;
	}
}

int http_receive(struct http *http)
{
	ssize_t n = recv(http->fd, http->answer + http->size, HTTP_ANSWER_MAX - 1 - http->size, 0);
	const char *length;
	char *end;

	if (n <= 0) {
		bench_fail("the hub closed the connection");
	}
	http->size += (size_t)n;
	http->answer[http->size] = '\0';
	end = strstr(http->answer, "\r\n\r\n");
	if (!end) {
		return 0;
	}
	http->body = end + 4;
	length = strcasestr(http->answer, "\r\nContent-Length:");
	if (length && length < end &&
		strlen(http->body) < strtoul(length + strlen("\r\nContent-Length:"), NULL, 10)) {
		return 0;
	}
	return (int)strtol(http->answer + strlen("HTTP/1.1 "), NULL, 10);
}

int http_exchange(struct http *http, const char *path, const char *body)
{
	int status;

	http_send(http, path, body);
	do {
		status = http_receive(http);
	} while (status == 0);
	if (status >= 300) {
		bench_fail("%s: %d %s", path, status, http->body);
	}
	return status;
}

static int compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

void times_sort(int64_t *us, size_t n)
{
	qsort(us, n, sizeof(*us), compare);
}

double times_at(const int64_t *us, size_t n, double fraction)
{
	size_t at = (size_t)((double)n * fraction);

	return n ? (double)us[at < n ? at : n - 1] : 0;
}
