/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-conn.h"

#include <string.h>

#include "base/text.h"
#include "hub/hub-limits.h"

void conns_add(struct conns *conns, struct conn *conn, int64_t now_ms)
{
	conn->phase = CONN_READING;
	conn->deadline_ms = now_ms + (int64_t)LIMIT_REQUEST_S * 1000;
	conn->older = conns->newest;
	conn->newer = NULL;
	if (conn->older) {
		conn->older->newer = conn;
	} else {
		conns->oldest = conn;
	}
	conns->newest = conn;
}

void conns_remove(struct conns *conns, struct conn *conn)
{
	if (conn->older) {
		conn->older->newer = conn->newer;
	} else {
		conns->oldest = conn->newer;
	}
	if (conn->newer) {
		conn->newer->older = conn->older;
	} else {
		conns->newest = conn->older;
	}
	conn->older = NULL;
	conn->newer = NULL;
}

static bool same_address(const struct peer *a, const struct peer *b)
{
	if (a->is_unix || b->is_unix) {
		return a->is_unix && b->is_unix && a->uid == b->uid;
	}
	return memcmp(&a->address, &b->address, sizeof(a->address)) == 0;
}

static bool same_network(const struct peer *a, const struct peer *b)
{
	return !a->is_unix && !b->is_unix && peer_is_ipv6(a) && peer_is_ipv6(b) &&
		memcmp(&a->address, &b->address, peer_network_size(&a->address)) == 0;
}

/* Whether a share limits the connection: loopback and trusted users may use the whole. */
static bool is_limited(const struct peer *peer)
{
	return peer->is_unix ? !peer->trusted : !peer->loopback;
}

static bool shows_nothing(const struct conn *conn)
{
	return !conn->known && conn->phase != CONN_WAITING;
}

/* How readily it makes room for anybody: 0 first; −1 never. */
static int rank(const struct conn *conn)
{
	if (shows_nothing(conn)) {
		return conn->phase == CONN_SENDING ? 1 : 0;
	}
	return conn->known && !conn->device &&
			(conn->phase == CONN_IDLE || conn->phase == CONN_READING)
		? 2
		: -1;
}

struct tally {
	int listener;
	int address;
	int network;
	struct conn *victim; /* of the whole */
	struct conn *same_address; /* that keeps its connection for later */
	struct conn *same_network; /* that shows no credentials */
};

static void count(struct tally *tally, struct conn *conn, const struct conn *newcomer)
{
	const bool address = same_address(&conn->peer, &newcomer->peer);
	const bool network = same_network(&conn->peer, &newcomer->peer);

	tally->address += address;
	tally->network += network;
	if (address && !tally->same_address && conn->phase == CONN_IDLE && !conn->known) {
		tally->same_address = conn;
	}
	if (network && !tally->same_network && shows_nothing(conn)) {
		tally->same_network = conn;
	}
	if (conn->listener != newcomer->listener) {
		return;
	}
	tally->listener++;
	if (rank(conn) >= 0 && (!tally->victim || rank(conn) < rank(tally->victim))) {
		tally->victim = conn;
	}
}

enum conn_verdict conns_admit(
	const struct conns *conns, const struct conn *newcomer, struct conn **ret_victim)
{
	struct tally tally = {0};

	for (struct conn *conn = conns->oldest; conn; conn = conn->newer) {
		if (!conn->dropped && conn->refused == CONN_ADMIT) {
			count(&tally, conn, newcomer);
		}
	}
	*ret_victim = NULL;
	if (is_limited(&newcomer->peer)) {
		if (tally.address >= LIMIT_CONNECTIONS_ADDRESS) {
			*ret_victim = tally.same_address;
			return *ret_victim ? CONN_MAKE_ROOM : CONN_ADDRESS_FULL;
		}
		if (tally.network >= LIMIT_CONNECTIONS_NETWORK) {
			*ret_victim = tally.same_network;
			return *ret_victim ? CONN_MAKE_ROOM : CONN_ADDRESS_FULL;
		}
	}
	if (tally.listener >= LIMIT_CONNECTIONS) {
		*ret_victim = tally.victim;
		return *ret_victim ? CONN_MAKE_ROOM : CONN_ALL_FULL;
	}
	return CONN_ADMIT;
}

bool conns_may_tell(const struct conns *conns, const struct conn *newcomer)
{
	int all = 0;
	int address = 0;

	for (const struct conn *conn = conns->oldest; conn; conn = conn->newer) {
		if (conn->refused != CONN_ADMIT) {
			all++;
			address += same_address(&conn->peer, &newcomer->peer);
		}
	}
	return all < LIMIT_TOLD && address < LIMIT_TOLD_ADDRESS;
}

/* What it reads in vain ends soon. */
static int64_t before_the_end(const struct conn *conn, int64_t deadline_ms, int64_t now_ms)
{
	return conn->ended ? MIN_OF(deadline_ms, now_ms + (int64_t)LIMIT_ENDED_S * 1000)
			   : deadline_ms;
}

void conn_head(struct conn *conn, const struct caller *caller, int64_t now_ms)
{
	conn->known = caller->role != ROLE_NONE;
	conn->device = caller_is_device(caller);
	conn->phase = CONN_READING;
	conn->deadline_ms = conn->known
		? now_ms + (int64_t)LIMIT_IDLE_S * 1000
		: MIN_OF(conn->deadline_ms, now_ms + (int64_t)LIMIT_REQUEST_S * 1000);
	conn->deadline_ms = before_the_end(conn, conn->deadline_ms, now_ms);
}

/* All are looked at together: each wake-up counts. */
static int64_t next_look_ms(int64_t now_ms)
{
	const int64_t step_ms = (int64_t)LIMIT_IDLE_S * 1000;

	return (now_ms / step_ms + 1) * step_ms;
}

void conn_go(struct conn *conn, enum conn_phase phase, int64_t now_ms)
{
	const int64_t idle_ms = now_ms + (int64_t)(LIMIT_IDLE_S + LIMIT_REQUEST_S) * 1000;

	conn->phase = phase;
	conn->deadline_ms = INT64_MAX;
	if (phase == CONN_IDLE) {
		conn->deadline_ms = before_the_end(conn, idle_ms, now_ms);
	} else if (phase == CONN_SENDING) {
		conn->queued = 0;
		conn->deadline_ms = next_look_ms(now_ms);
	}
}

bool conn_takes(struct conn *conn, int64_t queued, int64_t taken, int64_t now_ms)
{
	bool takes = taken - conn->taken >= MIN_OF(conn->queued, LIMIT_SENT_BYTES);

	conn->queued = queued;
	conn->taken = taken;
	conn->deadline_ms = next_look_ms(now_ms);
	return takes;
}

void conn_end(struct conn *conn, bool unread, int64_t now_ms)
{
	conn->ended = true;
	if (conn->phase == CONN_READING || conn->phase == CONN_IDLE) {
		conn->deadline_ms =
			unread ? before_the_end(conn, conn->deadline_ms, now_ms) : now_ms;
	}
}

int64_t conns_next_ms(const struct conns *conns)
{
	int64_t first_ms = INT64_MAX;

	for (const struct conn *conn = conns->oldest; conn; conn = conn->newer) {
		if (!conn->dropped) {
			first_ms = MIN_OF(first_ms, conn->deadline_ms);
		}
	}
	return first_ms;
}
