/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One event to many displays: follows the event stream with DISPLAYS connections, issues COUNT
 * tickets one after the other, and times each from its request to its arrival at each display.
 *
 *   bench-displays PORT TOKEN DISPLAYS COUNT DISPLAY-TOKEN…
 *
 * One token has a share of the streams, so the displays take turns with theirs.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "bench/bench-http.h"

enum { DISPLAYS_MAX = 380, WAIT_MS = 10000 };
static const char mark[] = "event: issue";

struct display {
	struct http http;
	char tail[sizeof(mark)]; /* the end of what was read, in which a mark may begin */
};

/* How often the mark stands in what has come; a mark may be cut in two by reads. */
static int count_marks(struct display *display)
{
	char text[sizeof(mark) + HTTP_ANSWER_MAX];
	size_t kept = strlen(display->tail);
	ssize_t n;
	int marks = 0;

	memcpy(text, display->tail, kept);
	n = recv(display->http.fd, text + kept, HTTP_ANSWER_MAX - 1, 0);
	if (n <= 0) {
		bench_fail("the hub closed a stream");
	}
	text[kept + (size_t)n] = '\0';
	for (const char *at = text; (at = strstr(at, mark)); at += strlen(mark)) {
		marks++;
	}
	kept = MIN_OF(kept + (size_t)n, strlen(mark) - 1);
	memcpy(display->tail, text + strlen(text) - kept, kept);
	display->tail[kept] = '\0';
	return marks;
}

static void follow(
	struct display *displays, int n, int epoll_fd, int port, char *const *tokens, int n_tokens)
{
	for (int i = 0; i < n; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &displays[i]};

		http_open(&displays[i].http, port, tokens[i % n_tokens]);
		http_send(&displays[i].http, "/api/v1/events", NULL);
		/* The head of the answer: from here on the stream tells everything. */
		while (http_receive(&displays[i].http) == 0) {
		}
		if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, displays[i].http.fd, &event) < 0) {
			bench_fail("epoll: %s", strerror(errno));
		}
	}
}

/* Waits until each display has had its mark; the times go to us. */
static void wait_all(int epoll_fd, int n, int64_t sent_us, int64_t *us)
{
	int arrived = 0;

	while (arrived < n) {
		struct epoll_event events[64];
		int ready = epoll_wait(epoll_fd, events, ELEMENTS(events), WAIT_MS);

		if (ready <= 0) {
			bench_fail("%d of %d displays were told", arrived, n);
		}
		for (int i = 0; i < ready; i++) {
			int marks = count_marks(events[i].data.ptr);

			while (marks-- > 0 && arrived < n) {
				us[arrived++] = clock_mono_us() - sent_us;
			}
		}
	}
}

int main(int argc, char *argv[])
{
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	struct http *issuer = memory_new(1, sizeof(*issuer));
	struct display *displays;
	int64_t port = 0;
	int64_t n = 0;
	int64_t count = 0;
	int64_t *us;
	size_t times;

	if (argc < 6 || text_parse_int(argv[1], 1, 65535, &port) < 0 ||
		text_parse_int(argv[3], 1, DISPLAYS_MAX, &n) < 0 ||
		text_parse_int(argv[4], 1, 100000, &count) < 0) {
		bench_fail("usage: bench-displays PORT TOKEN DISPLAYS COUNT DISPLAY-TOKEN…");
	}
	times = (size_t)(n * count);
	us = memory_new(times, sizeof(*us));
	displays = memory_new((size_t)n, sizeof(*displays));
	follow(displays, (int)n, epoll_fd, (int)port, argv + 5, argc - 5);
	http_open(issuer, (int)port, argv[2]);
	for (int64_t i = 0; i < count; i++) {
		int64_t sent_us = clock_mono_us();

		http_exchange(issuer, "/api/v1/tickets", "{\"service\":\"A\"}");
		wait_all(epoll_fd, (int)n, sent_us, us + i * n);
	}
	times_sort(us, times);
	printf("{\"median_us\": %.1f, \"p99_us\": %.1f, \"max_us\": %.1f}\n",
		times_at(us, times, 0.5), times_at(us, times, 0.99), times_at(us, times, 1.0));
	return 0;
}
