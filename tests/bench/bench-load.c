/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Load on a hub over TCP, from one thread, so that most of the machine is left to the hub.
 *
 *   bench-load PORT TOKEN issue CLIENTS COUNT SERVICES
 *       each client asks again as soon as it is answered
 *   bench-load PORT TOKEN call COUNTER COUNT 1
 *       times call-next alone; appear and finish follow
 *   bench-load PORT TOKEN issue-call COUNTER COUNT 1
 *       the same, a ticket issued before each call
 *
 * Tickets are issued for SERVICES services named from "A" on in turn: a series has 9,999 numbers a
 * day. Prints JSON: the rate, the seconds that it took, and the median and 99th percentile of the
 * times.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "base/clock.h"
#include "base/text.h"
#include "bench/bench-http.h"

enum { CLIENTS_MAX = 256 };

struct load {
	int port;
	const char *token;
	int64_t count;
	int64_t services;
	int64_t *us;
};

static const char *issue_body(const struct load *load, char *ret, size_t size)
{
	static int64_t presses;

	(void)snprintf(ret, size,
		"{\"service\":\"%c\",\"lane\":\"regular\",\"press_id\":\"%lld-%lld\",\"language\":"
		"\"vi\"}",
		(char)('A' + presses % load->services),
		(long long)time(NULL) * 1000 + getpid() % 1000, (long long)presses);
	presses++;
	return ret;
}

struct client {
	struct http http;
	int64_t sent_us;
};

static void client_issue(const struct load *load, struct client *client)
{
	char body[160];

	client->sent_us = clock_mono_us();
	http_send(&client->http, "/api/v1/tickets", issue_body(load, body, sizeof(body)));
}

/* Takes one client's answer; true when it was complete. */
static bool client_answer(struct client *client, int64_t *ret_us)
{
	int status = http_receive(&client->http);

	if (status == 0) {
		return false;
	}
	if (status != 201) {
		bench_fail("issue: %d %s", status, client->http.body);
	}
	*ret_us = clock_mono_us() - client->sent_us;
	return true;
}

static double run_issue(const struct load *load, int clients)
{
	struct client *client = memory_new((size_t)clients, sizeof(*client));
	int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	int64_t began_us = clock_mono_us();
	int64_t sent = 0;
	int64_t done = 0;
	double seconds;

	for (int i = 0; i < clients; i++) {
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = &client[i]};

		http_open(&client[i].http, load->port, load->token);
		if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, client[i].http.fd, &event) < 0) {
			bench_fail("epoll");
		}
		client_issue(load, &client[i]);
		sent++;
	}
	while (done < load->count) {
		struct epoll_event events[CLIENTS_MAX];
		int n = epoll_wait(epoll_fd, events, CLIENTS_MAX, 10000);

		if (n <= 0) {
			bench_fail("the hub does not answer");
		}
		for (int i = 0; i < n && done < load->count; i++) {
			struct client *one = events[i].data.ptr;

			if (!client_answer(one, &load->us[done])) {
				continue;
			}
			done++;
			if (sent < load->count) {
				client_issue(load, one);
				sent++;
			}
		}
	}
	seconds = (double)(clock_mono_us() - began_us) / 1e6;
	for (int i = 0; i < clients; i++) {
		http_close(&client[i].http);
	}
	(void)close(epoll_fd);
	free(client);
	return seconds;
}

static double run_call(const struct load *load, int counter, bool issue)
{
	struct http *http = memory_new(1, sizeof(*http));
	int64_t total_us = 0;
	char body[160];
	char path[3][64];

	http_open(http, load->port, load->token);
	(void)snprintf(path[0], sizeof(path[0]), "/api/v1/counters/%d/call-next", counter);
	(void)snprintf(path[1], sizeof(path[1]), "/api/v1/counters/%d/appear", counter);
	(void)snprintf(path[2], sizeof(path[2]), "/api/v1/counters/%d/finish", counter);
	for (int64_t i = 0; i < load->count; i++) {
		int64_t start_us;

		if (issue) {
			http_exchange(
				http, "/api/v1/tickets", issue_body(load, body, sizeof(body)));
		}
		start_us = clock_mono_us();
		if (http_exchange(http, path[0], "") != 200) {
			bench_fail("nobody is waiting");
		}
		load->us[i] = clock_mono_us() - start_us;
		total_us += load->us[i];
		http_exchange(http, path[1], "");
		http_exchange(http, path[2], "");
	}
	http_close(http);
	free(http);
	return (double)total_us / 1e6;
}

int main(int argc, char *argv[])
{
	struct load load = {0};
	int64_t port = 0;
	int64_t number = 0;
	double seconds;

	if (argc != 7 || text_parse_int(argv[1], 1, 65535, &port) < 0 ||
		text_parse_int(argv[4], 1, CLIENTS_MAX, &number) < 0 ||
		text_parse_int(argv[5], 1, 1000000, &load.count) < 0 ||
		text_parse_int(argv[6], 1, 26, &load.services) < 0) {
		bench_fail(
			"usage: bench-load PORT TOKEN issue|call|issue-call NUMBER COUNT SERVICES");
	}
	load.port = (int)port;
	load.token = argv[2];
	load.us = memory_new((size_t)load.count, sizeof(*load.us));
	if (strcmp(argv[3], "issue") == 0) {
		seconds = run_issue(&load, (int)number);
	} else {
		seconds = run_call(&load, (int)number, strcmp(argv[3], "issue-call") == 0);
	}
	times_sort(load.us, (size_t)load.count);
	printf("{\"rate\": %.1f, \"seconds\": %.3f, \"median_us\": %.1f, \"p99_us\": %.1f}\n",
		(double)load.count / seconds, seconds, times_at(load.us, (size_t)load.count, 0.5),
		times_at(load.us, (size_t)load.count, 0.99));
	free(load.us);
	return 0;
}
