/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who holds a connection, how long, and who makes room when there are too many. A listening socket
 * has a number of them; of these one address, and one network of IPv6 (a /64, of which one computer
 * has as many addresses as it likes), has its share. Loopback and the Unix socket have no share
 * but the whole: the Unix socket is a listening socket of its own, and of the users there that are
 * not ours each has a share. When a share or the whole is used up, the oldest that shows no
 * credentials makes room; a device's or an event stream never does. Pure.
 */
#pragma once

#include "hub/hub-auth.h"
#include "hub/hub-peer.h"

enum conn_phase {
	CONN_READING, /* a request is awaited, or has come in part */
	CONN_WAITING, /* it has come whole, and the answer is being made */
	CONN_SENDING, /* the answer goes out; an event stream's never ends */
	CONN_IDLE, /* it has gone out, and another request may come */
};

enum conn_verdict {
	CONN_ADMIT,
	CONN_MAKE_ROOM, /* drop *ret_victim, then ask again */
	CONN_ADDRESS_FULL, /* its address, network or user has its share */
	CONN_ALL_FULL, /* every present connection has a right to its place */
};

struct conn {
	struct conn *newer;
	struct conn *older;
	struct peer peer;
	int listener; /* which listening socket it came by */
	enum conn_phase phase;
	bool known; /* its last request came with credentials */
	bool device; /* they are a device's */
	bool ended; /* the other end sends nothing more; it may still receive its answer */
	bool dropped; /* it is ending, and is not counted any more */
	int64_t deadline_ms; /* it is dropped then, or looked at (CONN_SENDING); INT64_MAX never */
	/* When it was looked at last. */
	int64_t queued; /* bytes that waited for the other end to receive them */
	int64_t taken; /* bytes that it had received */
	enum conn_verdict
		refused; /* CONN_ADMIT, or why it is only told so, and counts for nothing */
};

struct conns {
	struct conn *newest;
	struct conn *oldest;
};

/* now_ms is monotonic, here and below. */
void conns_add(struct conns *conns, struct conn *conn, int64_t now_ms);
void conns_remove(struct conns *conns, struct conn *conn);

/* Whether one more may come, who is not among them yet. */
enum conn_verdict conns_admit(
	const struct conns *conns, const struct conn *newcomer, struct conn **ret_victim);

/* Whether there is room to tell one more caller, at the cost of a TLS handshake, that it is
 * rejected. */
bool conns_may_tell(const struct conns *conns, const struct conn *newcomer);

/* The head of its request has arrived, from this caller (role ROLE_NONE: unknown). The body of a
 * caller with credentials has more time. */
void conn_head(struct conn *conn, const struct caller *caller, int64_t now_ms);
/* It goes to another phase than CONN_READING. */
void conn_go(struct conn *conn, enum conn_phase phase, int64_t now_ms);
/* The other end sends nothing more; unread: some of what it sent was not read yet. A complete
 * request gets its answer; the rest of an incomplete one, or another one, will not come. */
void conn_end(struct conn *conn, bool unread, int64_t now_ms);

/* Whether the other end still receives its answer, in CONN_SENDING at the deadline; sets the next
 * deadline. It must have received what was queued at the last look, or LIMIT_SENT_BYTES. queued,
 * taken: as of now. */
bool conn_takes(struct conn *conn, int64_t queued, int64_t taken, int64_t now_ms);

/* The first deadline of all; INT64_MAX none. */
int64_t conns_next_ms(const struct conns *conns);
