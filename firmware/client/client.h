/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the other programs talk to the hub: requests and the event stream, served from the caller's
 * event loop (libcurl's multi interface), and a blocking call for the command line.
 *
 * A hub is named "unix:/run/layso/hub.sock" or "http://host:port". token may be NULL (the Unix
 * socket knows who is asking).
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct client;

int client_new(
	sd_event *event, const char *hub, const char *token, struct client **ret) _warn_unused_;
/* Ends every request without calling back. */
void client_free(struct client *client);
DEFINE_CLEANUP(struct client *, client_free);

/* status is the HTTP status, or −errno when there was no answer (−ETIMEDOUT, −ECONNREFUSED, …).
 * body is borrowed, NULL when there is none or it is not JSON. */
typedef void (*client_done)(int status, json_t *body, void *userdata);

/* Sends a request; takes over body (may be NULL). done is called once, from the loop, unless the
 * request is cancelled. *ret (may be NULL) is valid until then. Does not block. */
struct client_request;
int client_send(struct client *client, const char *method, const char *path, json_t *body,
	int timeout_ms, client_done done, void *userdata,
	struct client_request **ret) _warn_unused_;
void client_cancel(struct client_request *request);

/* Follows GET /api/v1/events. After each loss it comes back by itself, with Last-Event-ID, after a
 * delay of 0.25 s doubling to 5 s. A stream that says nothing for 30 s counts as lost (the hub
 * sends a comment every 10 s). One stream a client. */
struct client_follow {
	void (*event)(int64_t seq, const char *kind, json_t *data, void *userdata);
	/* Connected (true) or lost (false); called on changes. */
	void (*link)(bool connected, void *userdata);
	/* The hub cannot resume from where we were (another database): fetch the state anew, then
	 * call client_follow_from again. */
	void (*restart)(void *userdata);
};
int client_follow_from(struct client *client, int64_t after_seq, const struct client_follow *calls,
	void *userdata) _warn_unused_;

/* One blocking request. *ret_status the HTTP status; *ret_body the body's bytes, heap, NUL after.
 */
int client_call(const char *hub, const char *token, const char *method, const char *path,
	const char *body, int timeout_ms, int *ret_status, char **ret_body) _warn_unused_;
/* Follows the events, blocking, until line returns non-zero; that is returned. */
int client_watch(const char *hub, const char *token, int64_t after_seq,
	int (*line)(int64_t seq, const char *kind, const char *data, void *userdata),
	void *userdata) _warn_unused_;
