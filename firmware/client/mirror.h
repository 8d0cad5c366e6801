/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a program shows of the hub, kept in step with it: the site, the state, and the events after
 * that state. A mirror asks for site and state, follows the event stream from there, and starts
 * over by itself after each loss: the hub away or restarted, a stream that breaks or is refused,
 * answers that are refused or cannot be read, another site, a log that was cut, another database.
 * While the events do not come the state is asked for every MIRROR_POLL_MS, for a hub that answers
 * may only have no room for one more stream. What fails is asked for again after 0.5 s, doubling
 * to 2 s.
 *
 * Everything runs in the owner's event loop, on its thread; nothing blocks. Calls may call back
 * into the mirror, but must not free it.
 */
#pragma once

#include "client/client.h"
#include "queue/site.h"

enum {
	MIRROR_POLL_MS = 3000,
	MIRROR_REFRESH_MS = 10 * 60 * 1000, /* the state anew: the hub's clock, daily limits */
};

enum mirror_link {
	MIRROR_AWAY,
	MIRROR_ANSWERS, /* it sends no events, but answered when it was asked for its state */
	MIRROR_FOLLOWS, /* the events come */
};

/* None may be NULL. */
struct mirror_calls {
	/* The first site, or another one, which the receiver owns from here on. The process's time
	 * zone is that site's. */
	void (*site)(struct site *site, void *userdata);
	/* The hub's state, as of an event that is not older than the last one that was given; all
	 * later events follow. It may repeat what is known. −EBADMSG when the receiver cannot read
	 * it: nothing is followed before one that it can. */
	int (*state)(const json_t *state, void *userdata);
	/* The state was given on and its events are asked for. */
	void (*current)(void *userdata);
	/* An event that the state does not contain, each once. Returns whether the state is to be
	 * asked for. */
	bool (*event)(const char *kind, const json_t *event, void *userdata);
	void (*link)(enum mirror_link link, void *userdata); /* on changes; the first loss is one */
	/* The next state begins anew: the hub's log is not the one that was followed. other: the
	 * hub has another database, in which the same numbers mean other tickets. */
	void (*anew)(bool other, void *userdata);
	/* Somebody looks at what the screen shows; seen: the hub has a picture of it. */
	void (*look)(bool seen, void *userdata);
};

struct mirror;

/* name and role as for client_name. calls and userdata are borrowed for the mirror's life. −errno
 * when the loop takes no timer. Asks nothing yet. */
int mirror_new(sd_event *event, const char *name, const char *role,
	const struct mirror_calls *calls, void *userdata, struct mirror **ret) _warn_unused_;
/* Ends every request without calling back. Accepts NULL. */
void mirror_free(struct mirror *mirror);
DEFINE_CLEANUP(struct mirror *, mirror_free);

/* Connects to the hub at an address (as for client_new), or to another one. What is known of the
 * former hub stays until the new one reports another database; until the new one answers, the link
 * is MIRROR_AWAY, which is told when it does not come. −EINVAL for an invalid address, name or
 * token; then the former connection stays. The caller logs these errors; later errors are logged
 * by the mirror, a repeated error answer once. */
int mirror_connect(struct mirror *mirror, const char *address, const char *token) _warn_unused_;

/* For requests of the owner's own; the mirror's, until the next mirror_connect ends them without
 * calling back. NULL before the first one. */
struct client *mirror_client(const struct mirror *mirror);
enum mirror_link mirror_link(const struct mirror *mirror);
/* The hub has said that its tickets are of the database that is known, so that their numbers mean
 * the same on both sides: once is enough while the events come, else it holds during current. */
bool mirror_is_current(const struct mirror *mirror);

/* Asks for the state once more, if the hub is there. */
void mirror_refresh(struct mirror *mirror);
