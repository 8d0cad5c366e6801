/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "hub/hub-conn.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"

enum { ROOM = 2048 };

static const struct caller nobody = {.role = ROLE_NONE};
static const struct caller viewer = {.role = ROLE_VIEWER, .by_token = true};
static const struct caller kiosk = {.role = ROLE_KIOSK, .by_token = true};

struct hall {
	struct conns conns;
	struct conn conn[ROOM];
	int n;
};

static struct conn comer(const char *word)
{
	struct listen_address address;
	struct conn conn = {0};

	assert_int_equal(listen_parse(word, &address), 0);
	peer_from_address((struct sockaddr *)&address.address, &conn.peer);
	return conn;
}

static enum conn_verdict ask(const struct hall *hall, const char *word, struct conn **ret_victim)
{
	struct conn newcomer = comer(word);

	return conns_admit(&hall->conns, &newcomer, ret_victim);
}

static struct conn *come(struct hall *hall, const char *word)
{
	struct conn *conn = &hall->conn[hall->n++];

	*conn = comer(word);
	conns_add(&hall->conns, conn, 1000);
	return conn;
}

/* Fills the listening socket from many addresses. */
static void fill(struct hall *hall, int n)
{
	char word[32];

	while (hall->n < n) {
		(void)snprintf(word, sizeof(word), "10.1.%d.%d:1", hall->n / 200, hall->n % 200);
		(void)come(hall, word);
	}
}

static void test_an_address_has_its_share(void **state)
{
	struct hall hall = {0};
	struct conn *victim;

	(void)state;
	for (int i = 0; i < LIMIT_CONNECTIONS_ADDRESS; i++) {
		assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADMIT);
		(void)come(&hall, "10.0.0.1:1");
	}
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADDRESS_FULL);
	assert_int_equal(ask(&hall, "10.0.0.2:1", &victim), CONN_ADMIT);
	/* On another listening socket, too. */
	hall.conn[0].listener = 1;
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADDRESS_FULL);
	/* One that is ending counts no more. */
	hall.conn[0].dropped = true;
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADMIT);
}

static void test_a_kept_connection_makes_room_for_its_address(void **state)
{
	struct hall hall = {0};
	struct conn *victim;

	(void)state;
	for (int i = 0; i < LIMIT_CONNECTIONS_ADDRESS; i++) {
		(void)come(&hall, "10.0.0.1:1");
	}
	conn_go(&hall.conn[7], CONN_IDLE, 1000);
	conn_go(&hall.conn[9], CONN_IDLE, 1000);
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_MAKE_ROOM);
	assert_ptr_equal(victim, &hall.conn[7]);
	conn_head(&hall.conn[7], &viewer, 1000);
	conn_go(&hall.conn[7], CONN_IDLE, 1000);
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_MAKE_ROOM);
	assert_ptr_equal(victim, &hall.conn[9]);
}

static void test_a_network_of_ipv6_has_its_share(void **state)
{
	struct hall hall = {0};
	struct conn *victim;
	char word[64];

	(void)state;
	for (int i = 0; i < LIMIT_CONNECTIONS_NETWORK; i++) {
		(void)snprintf(word, sizeof(word), "[2001:db8:0:1::%x]:1", i + 1);
		assert_int_equal(ask(&hall, word, &victim), CONN_ADMIT);
		(void)come(&hall, word);
	}
	conn_head(&hall.conn[0], &viewer, 1000);
	assert_int_equal(ask(&hall, "[2001:db8:0:1:ffff::9]:1", &victim), CONN_MAKE_ROOM);
	assert_ptr_equal(victim, &hall.conn[1]);
	assert_int_equal(ask(&hall, "[2001:db8:0:2::9]:1", &victim), CONN_ADMIT);
	for (int i = 0; i < hall.n; i++) {
		conn_head(&hall.conn[i], &viewer, 1000);
	}
	assert_int_equal(ask(&hall, "[2001:db8:0:1:ffff::9]:1", &victim), CONN_ADDRESS_FULL);
	/* Addresses of IPv4 that begin alike are no network. */
	for (int i = 0; i < hall.n; i++) {
		hall.conn[i].peer = comer("10.0.0.1:1").peer;
		hall.conn[i].peer.address.bytes[15] = (uint8_t)(i + 2);
	}
	assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADMIT);
}

static void test_who_shows_nothing_makes_room_first(void **state)
{
	struct hall *hall = memory_new(1, sizeof(*hall));
	struct conn *victim;

	(void)state;
	fill(hall, LIMIT_CONNECTIONS);
	for (int i = 0; i < hall->n; i++) {
		conn_head(&hall->conn[i], &kiosk, 1000);
	}
	assert_int_equal(ask(hall, "10.9.9.9:1", &victim), CONN_ALL_FULL);
	/* Somebody's who has signed in, between two requests. */
	conn_head(&hall->conn[3], &viewer, 1000);
	conn_go(&hall->conn[3], CONN_SENDING, 1000);
	assert_int_equal(ask(hall, "10.9.9.9:1", &victim), CONN_ALL_FULL);
	conn_go(&hall->conn[3], CONN_IDLE, 1000);
	assert_int_equal(ask(hall, "10.9.9.9:1", &victim), CONN_MAKE_ROOM);
	assert_ptr_equal(victim, &hall->conn[3]);
	/* Before that, a stranger who takes an answer; never one who waits for it. */
	conn_head(&hall->conn[8], &nobody, 1000);
	conn_go(&hall->conn[8], CONN_WAITING, 1000);
	(void)ask(hall, "10.9.9.9:1", &victim);
	assert_ptr_equal(victim, &hall->conn[3]);
	conn_go(&hall->conn[8], CONN_SENDING, 1000);
	(void)ask(hall, "10.9.9.9:1", &victim);
	assert_ptr_equal(victim, &hall->conn[8]);
	/* Before that, half a request; the oldest of these. */
	conn_head(&hall->conn[20], &nobody, 1000);
	conn_head(&hall->conn[30], &nobody, 1000);
	(void)ask(hall, "10.9.9.9:1", &victim);
	assert_ptr_equal(victim, &hall->conn[20]);
	free(hall);
}

static void test_this_board_has_no_share_but_the_whole(void **state)
{
	struct hall *hall = memory_new(1, sizeof(*hall));
	struct conn ours = {.listener = 1, .peer = {.is_unix = true, .trusted = true}};
	struct conn user = {.listener = 1, .peer = {.is_unix = true, .uid = 1000}};
	struct conn *victim;

	(void)state;
	for (int i = 0; i < LIMIT_CONNECTIONS; i++) {
		assert_int_equal(ask(hall, "127.0.0.1:1", &victim), CONN_ADMIT);
		(void)come(hall, "127.0.0.1:1");
	}
	assert_int_equal(ask(hall, "127.0.0.1:1", &victim), CONN_MAKE_ROOM);
	assert_ptr_equal(victim, &hall->conn[0]);
	/* The Unix socket is a listening socket of its own, and another user has a share. */
	assert_int_equal(conns_admit(&hall->conns, &ours, &victim), CONN_ADMIT);
	for (int i = 0; i < LIMIT_CONNECTIONS_ADDRESS; i++) {
		assert_int_equal(conns_admit(&hall->conns, &user, &victim), CONN_ADMIT);
		hall->conn[hall->n] = user;
		conns_add(&hall->conns, &hall->conn[hall->n++], 1000);
	}
	assert_int_equal(conns_admit(&hall->conns, &user, &victim), CONN_ADDRESS_FULL);
	assert_int_equal(conns_admit(&hall->conns, &ours, &victim), CONN_ADMIT);
	free(hall);
}

static void test_a_request_has_a_time(void **state)
{
	struct hall hall = {0};
	struct conn *conn = come(&hall, "10.0.0.1:1");
	const int64_t request_ms = (int64_t)LIMIT_REQUEST_S * 1000;
	const int64_t idle_ms = (int64_t)LIMIT_IDLE_S * 1000;

	(void)state;
	assert_int_equal(conns_next_ms(&hall.conns), 1000 + request_ms);
	/* The head does not give a stranger more. */
	conn_head(conn, &nobody, 5000);
	assert_int_equal(conns_next_ms(&hall.conns), 1000 + request_ms);
	conn_go(conn, CONN_WAITING, 6000);
	assert_int_equal(conns_next_ms(&hall.conns), INT64_MAX);
	conn_go(conn, CONN_IDLE, 7000);
	assert_int_equal(conns_next_ms(&hall.conns), 7000 + idle_ms + request_ms);
	conn_head(conn, &nobody, 8000);
	assert_int_equal(conns_next_ms(&hall.conns), 8000 + request_ms);
	conn_head(conn, &viewer, 9000);
	assert_int_equal(conns_next_ms(&hall.conns), 9000 + idle_ms);
	conn->dropped = true;
	assert_int_equal(conns_next_ms(&hall.conns), INT64_MAX);
	conns_remove(&hall.conns, conn);
	assert_null(hall.conns.oldest);
	assert_null(hall.conns.newest);
}

static void test_who_says_nothing_more_is_not_waited_for(void **state)
{
	struct hall hall = {0};
	struct conn *conn = come(&hall, "10.0.0.1:1");

	(void)state;
	/* Half a request; what has not been looked at yet may be the rest of it. */
	conn_end(conn, true, 3000);
	assert_int_equal(conns_next_ms(&hall.conns), 3000 + LIMIT_ENDED_S * 1000);
	conn_head(conn, &viewer, 3100);
	assert_int_equal(conns_next_ms(&hall.conns), 3100 + LIMIT_ENDED_S * 1000);
	conn_end(conn, false, 3200);
	assert_int_equal(conns_next_ms(&hall.conns), 3200);
	/* A whole one is answered. */
	conn_go(conn, CONN_WAITING, 3300);
	conn_end(conn, false, 3400);
	assert_int_equal(conns_next_ms(&hall.conns), INT64_MAX);
	conn_go(conn, CONN_IDLE, 9000);
	assert_int_equal(conns_next_ms(&hall.conns), 9000 + LIMIT_ENDED_S * 1000);
}

static void test_who_takes_nothing_of_an_answer_is_found_out(void **state)
{
	struct hall hall = {0};
	struct conn *conn = come(&hall, "10.0.0.1:1");
	const int64_t step_ms = (int64_t)LIMIT_IDLE_S * 1000;

	(void)state;
	conn_go(conn, CONN_SENDING, step_ms + 1);
	assert_int_equal(conns_next_ms(&hall.conns), 2 * step_ms);
	/* The first look only counts; what waited then must have gone at the next. */
	assert_true(conn_takes(conn, 5000, 100000, 2 * step_ms));
	assert_int_equal(conns_next_ms(&hall.conns), 3 * step_ms);
	assert_true(conn_takes(conn, 200000, 105000, 3 * step_ms));
	assert_true(conn_takes(conn, 200000, 105000 + LIMIT_SENT_BYTES, 4 * step_ms));
	assert_false(conn_takes(conn, 200000, 105000 + LIMIT_SENT_BYTES + 30, 5 * step_ms));
	/* A quiet stream: nothing waits. */
	conn_go(conn, CONN_SENDING, 6 * step_ms);
	assert_true(conn_takes(conn, 0, 900000, 7 * step_ms));
	assert_true(conn_takes(conn, 8, 900000, 8 * step_ms));
	assert_false(conn_takes(conn, 8, 900007, 9 * step_ms));
	assert_true(conn_takes(conn, 8, 900015, 10 * step_ms));
}

static void test_few_beyond_the_limits_are_told_so(void **state)
{
	struct hall hall = {0};
	struct conn one = comer("10.0.0.1:1");
	struct conn *victim;

	(void)state;
	for (int i = 0; i < LIMIT_TOLD_ADDRESS; i++) {
		assert_true(conns_may_tell(&hall.conns, &one));
		come(&hall, "10.0.0.1:1")->refused = CONN_ADDRESS_FULL;
	}
	assert_false(conns_may_tell(&hall.conns, &one));
	/* They take nothing from the address. */
	for (int i = 0; i < LIMIT_CONNECTIONS_ADDRESS; i++) {
		assert_int_equal(ask(&hall, "10.0.0.1:1", &victim), CONN_ADMIT);
		(void)come(&hall, "10.0.0.1:1");
	}
	for (int i = LIMIT_TOLD_ADDRESS; i < LIMIT_TOLD; i++) {
		one.peer.address.bytes[15] = (uint8_t)(10 + i);
		assert_true(conns_may_tell(&hall.conns, &one));
		hall.conn[hall.n] = one;
		hall.conn[hall.n].refused = CONN_ALL_FULL;
		conns_add(&hall.conns, &hall.conn[hall.n++], 1000);
	}
	one.peer.address.bytes[15] = 9;
	assert_false(conns_may_tell(&hall.conns, &one));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_address_has_its_share),
		cmocka_unit_test(test_a_kept_connection_makes_room_for_its_address),
		cmocka_unit_test(test_a_network_of_ipv6_has_its_share),
		cmocka_unit_test(test_who_shows_nothing_makes_room_first),
		cmocka_unit_test(test_this_board_has_no_share_but_the_whole),
		cmocka_unit_test(test_a_request_has_a_time),
		cmocka_unit_test(test_who_says_nothing_more_is_not_waited_for),
		cmocka_unit_test(test_who_takes_nothing_of_an_answer_is_found_out),
		cmocka_unit_test(test_few_beyond_the_limits_are_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
