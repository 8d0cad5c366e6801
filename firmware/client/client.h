/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How the other programs talk to the hub: requests and the event stream, served from the caller's
 * event loop (libcurl's multi interface), and a blocking call for the command line.
 *
 * A hub is named "unix:/run/layso/hub.sock", "http://host:port" or "https://host:port". Behind an
 * https address "#sha256//…" may name the key that must answer ("layso certificate" tells it), for
 * a hub that made its own certificate. token may be NULL (the Unix socket knows who is asking).
 * Proxies of the environment are ignored.
 *
 * A client belongs to the thread of its event loop, which makes all calls back. Nothing blocks but
 * client_call, client_fetch and client_watch, which need no loop and may run on any thread: they
 * wait for the network, client_call at most for its timeout_ms, client_fetch until nothing came for
 * 15 minutes, client_watch without end.
 *
 * A request whose kept connection breaks before the first byte of an answer is sent once more by
 * itself; a POST that must not be done twice carries a press_id or an idempotency_key.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "client/client-limits.h"

struct client;

/* event is referenced, hub and token are copied; *ret is the caller's. −EINVAL for an address or a
 * token that cannot be one. Does not connect yet. */
int client_new(
	sd_event *event, const char *hub, const char *token, struct client **ret) _warn_unused_;
/* Ends every request without calling back. May be called from a callback. Accepts NULL. */
void client_free(struct client *client);
DEFINE_CLEANUP(struct client *, client_free);

/* Says which device is asking, for a daemon that comes over the Unix socket without a token; has
 * no effect otherwise. −EINVAL when name or role is not an identifier. */
int client_name(struct client *client, const char *name, const char *role) _warn_unused_;

/* status is the HTTP status, or −errno when there was no answer (−ETIMEDOUT, −ECONNREFUSED, …).
 * body is borrowed, NULL when there is none or it is not JSON. */
typedef void (*client_done)(int status, json_t *body, void *userdata);

/* Sends a request; takes over body, also when it fails (NULL: an empty object where a body is
 * due). method is GET, POST, PUT or DELETE; path starts with "/" and is already escaped.
 * timeout_ms covers everything from here to the end of the answer; 0: CLIENT_TIMEOUT_MS. done is
 * called once, from the loop, unless the request is cancelled. *ret (may be NULL) is valid until
 * then. Does not block. −EINVAL for a method or path that cannot be one, −EBUSY when
 * CLIENT_REQUESTS_MAX are under way. */
struct client_request;
int client_send(struct client *client, const char *method, const char *path, json_t *body,
	int timeout_ms, client_done done, void *userdata,
	struct client_request **ret) _warn_unused_;
/* How long answers take at present, everything included: rises at once with a longer time, and
 * falls gradually with shorter ones. 0 before the first answer. */
int64_t client_round_trip_ms(const struct client *client);
/* Forgets a request without calling back. Accepts NULL. */
void client_cancel(struct client_request *request);

/* Follows GET /api/v1/events. After each loss it comes back by itself, with Last-Event-ID, after a
 * delay of 0.25 s doubling to 5 s. A stream that says nothing for 4.5 s counts as lost (the hub
 * sends a comment every 2 s), one that is not answered for 15 s, too. One stream a client. Every
 * call may be NULL. */
struct client_follow {
	/* data is borrowed, and an object. */
	void (*event)(int64_t seq, const char *kind, json_t *data, void *userdata);
	/* Connected (true) or lost (false); called on changes. The first outcome is a change. */
	void (*link)(bool connected, void *userdata);
	/* The hub cannot resume from where we were (another database), or an event was unusable:
	 * fetch the state anew, then call client_follow_from again. Until then no events are
	 * delivered, and after a loss restart is called again. */
	void (*restart)(void *userdata);
};
/* after_seq is the last event that is already known; −1 follows from now on. calls is copied,
 * userdata borrowed until client_free or the next call of either. A hub that is away is told by
 * link, not returned; −EINVAL for an after_seq below −1. */
int client_follow_from(struct client *client, int64_t after_seq, const struct client_follow *calls,
	void *userdata) _warn_unused_;

/* The same where it is known which database after_seq is an event of (the state's "epoch"; "" not):
 * with another one there, restart is called. */
int client_follow_in(struct client *client, const char *epoch, int64_t after_seq,
	const struct client_follow *calls, void *userdata) _warn_unused_;

/* One request; blocks until the answer is here. *ret_status is the HTTP status; *ret_body the
 * body's bytes, heap, the caller's to free, with a NUL after them. timeout_ms 0: CLIENT_TIMEOUT_MS.
 * −errno when there was no answer, as for client_done. */
int client_call(const char *hub, const char *token, const char *method, const char *path,
	const char *body, int timeout_ms, int *ret_status, char **ret_body) _warn_unused_;
/* GET path into a file, of any length, blocking. *ret_refusal (heap, NULL when there is none) is
 * the body of an answer with a status other than 200; then nothing is written to fd. −errno of fd
 * when it cannot be written. */
int client_fetch(const char *hub, const char *token, const char *path, int fd, int *ret_status,
	char **ret_refusal) _warn_unused_;
/* Follows the events, blocking, until line returns non-zero; that value is returned. After a loss
 * it reconnects, but −errno is returned when the first connection fails, −EACCES when the hub
 * rejects the token, −ESTALE when it cannot resume after after_seq. */
int client_watch(const char *hub, const char *token, const char *epoch, int64_t after_seq,
	int (*line)(int64_t seq, const char *kind, const char *data, void *userdata),
	void *userdata) _warn_unused_;
