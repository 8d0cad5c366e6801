/* SPDX-License-Identifier: Apache-2.0 */
/* As little HTTP as a load generator needs: one connection, one request under way on it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HTTP_ANSWER_MAX = 64 * 1024 };

struct http {
	int fd;
	const char *token; /* borrowed; NULL none */
	char answer[HTTP_ANSWER_MAX];
	size_t size;
	const char *body; /* in answer, NUL-terminated, when an exchange is complete */
};

/* Connects to a port on loopback; ends the program when that fails, as the rest does. */
void http_open(struct http *http, int port, const char *token);
void http_close(struct http *http);

/* Sends a request; body NULL means GET, "" a POST with {}. */
void http_send(struct http *http, const char *path, const char *body);
/* Reads what there is; the status when the answer is complete, 0 while it is not. */
int http_receive(struct http *http);
/* A whole exchange; ends the program unless the status is 2xx. */
int http_exchange(struct http *http, const char *path, const char *body);

/* For sorting measured times; and the value at a fraction of the sorted times. */
void times_sort(int64_t *us, size_t n);
double times_at(const int64_t *us, size_t n, double fraction);

_Noreturn void bench_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
