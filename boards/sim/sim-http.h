/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulator's HTTP server, on 127.0.0.1 only, served from the event loop. It refuses requests
 * from another site's page: when the Host is not one of this machine's loopback names, the Origin
 * is another one, or the body is not JSON.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

enum { SIM_BODY_MAX = 4096, SIM_VIEWERS_MAX = 16 };

struct sim_request {
	const char *method;
	const char *path;
	json_t *body; /* of a POST: an object, borrowed */
	const char *known; /* If-None-Match, or NULL */
};

/* An answer: status and either json (ownership is taken) or bytes (copied by the server). */
struct sim_answer {
	int status;
	json_t *json;
	const char *type;
	const void *bytes;
	size_t size;
	char *owned; /* freed after bytes have been copied */
	char etag[64]; /* "" none */
};

struct sim_http_calls {
	void (*answer)(const struct sim_request *request, struct sim_answer *ret, void *userdata);
	/* A viewer has connected: GET /api/events. */
	void (*viewer)(void *userdata);
};

struct sim_http;
/* Logs what is wrong. −EADDRINUSE when the port is taken. */
int sim_http_open(sd_event *event, int port, const struct sim_http_calls *calls, void *userdata,
	struct sim_http **ret) _warn_unused_;
void sim_http_close(struct sim_http *http);
DEFINE_CLEANUP(struct sim_http *, sim_http_close);

/* Sends an event to all viewers; takes ownership of data. Must not be called from within answer. */
void sim_http_tell(struct sim_http *http, const char *kind, json_t *data);
int sim_http_viewers(const struct sim_http *http);
