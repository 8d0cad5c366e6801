/* SPDX-License-Identifier: Apache-2.0 */
/* A server on a Unix socket that answers as a test wants, also badly. A thread a connection. */
#pragma once

#include <stdbool.h>

struct fake_request {
	int fd; /* where the answer goes */
	int connection; /* which one, from 1 */
	char method[8];
	char path[128];
	char *head; /* the whole head */
	char *body; /* "" without one */
};

/* Answers; true keeps the connection for the next request. Runs in the connection's thread. */
typedef bool (*fake_serve)(const struct fake_request *request);

struct fake_hub;
struct fake_hub *fake_hub_new(fake_serve serve);
void fake_hub_free(struct fake_hub *hub);
/* "unix:…", valid as long as the hub. */
const char *fake_hub_address(const struct fake_hub *hub);
int fake_hub_connections(struct fake_hub *hub);

/* Writes to the client; a client that has gone is ignored. */
void fake_send(const struct fake_request *request, const char *text);
/* "HTTP/1.1 STATUS" with a JSON body and its length. */
void fake_answer(const struct fake_request *request, const char *status, const char *json);
/* Waits until the client goes away. */
void fake_wait_gone(const struct fake_request *request);
/* Whether the client goes away within some milliseconds: a slow server's pause. */
bool fake_gone_within(const struct fake_request *request, int ms);
