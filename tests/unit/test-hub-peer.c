/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "base/cleanup.h"
#include "hub/hub-limits.h"
#include "hub/hub-listen.h"
#include "hub/hub-peer.h"

static void test_only_loopback_names_are_loopback(void **state)
{
	static const char *const yes[] = {
		"localhost", "LOCALHOST:8080", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:8080"};
	static const char *const no[] = {"", ":", ":80", "localhost.evil.org", "127.0.0.1.evil.org",
		"127.evil.org:80", "localhost:80x", "192.168.1.5", "[::2]", "[::1", "::1",
		"evil.org:127.0.0.1", "[::1]x", "localhost "};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(yes); i++) {
		assert_true(peer_host_is_loopback(yes[i]));
	}
	for (size_t i = 0; i < ELEMENTS(no); i++) {
		print_message("# %s\n", no[i]);
		assert_false(peer_host_is_loopback(no[i]));
	}
}

static void test_an_origin_is_a_scheme_and_such_a_name(void **state)
{
	(void)state;
	assert_true(peer_origin_is_loopback("http://localhost:8081"));
	assert_true(peer_origin_is_loopback("https://127.0.0.1"));
	assert_false(peer_origin_is_loopback("null"));
	assert_false(peer_origin_is_loopback("http://evil.org"));
	assert_false(peer_origin_is_loopback("localhost:8081"));
	assert_false(peer_origin_is_loopback("file://localhost"));
}

static void test_an_origin_is_the_hub_only_with_its_host_and_port(void **state)
{
	(void)state;
	assert_true(peer_origin_is_host("http://192.168.1.5:8080", "192.168.1.5:8080"));
	assert_true(peer_origin_is_host("https://Layso.local", "layso.local"));
	assert_false(peer_origin_is_host("http://192.168.1.5:8081", "192.168.1.5:8080"));
	assert_false(peer_origin_is_host("http://192.168.1.5", "192.168.1.5:8080"));
	assert_false(peer_origin_is_host("http://evil.org", "192.168.1.5:8080"));
	assert_false(peer_origin_is_host("null", "null"));
	assert_false(peer_origin_is_host("http://", ""));
	assert_false(peer_origin_is_host("192.168.1.5:8080", "192.168.1.5:8080"));
}

static struct peer peer_at(const char *word)
{
	struct listen_address address;
	struct peer peer;

	assert_int_equal(listen_parse(word, &address), 0);
	peer_from_address((struct sockaddr *)&address.address, &peer);
	assert_int_equal(peer.loopback, address.loopback);
	return peer;
}

static void test_addresses_say_whether_they_are_local(void **state)
{
	const struct sockaddr_un local = {.sun_family = AF_UNIX};
	struct peer peer;

	(void)state;
	assert_true(peer_at("127.0.0.1:80").loopback);
	assert_true(peer_at("127.9.9.9:80").loopback);
	assert_true(peer_at("[::1]:80").loopback);
	assert_true(peer_at("[::ffff:127.0.0.1]:80").loopback);
	assert_false(peer_at("192.168.1.2:80").loopback);
	assert_false(peer_at("0.0.0.0:80").loopback);
	assert_false(peer_at("[::]:80").loopback);
	peer_from_address((const struct sockaddr *)&local, &peer);
	assert_true(peer.is_unix);
	assert_false(peer.loopback);
	assert_false(peer.trusted);
}

static void test_our_own_socket_pair_is_trusted(void **state)
{
	struct peer peer;
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	peer_from_socket(fds[0], &peer);
	assert_true(peer.is_unix);
	assert_true(peer.trusted);
	assert_int_equal(peer.uid, geteuid());
	(void)close(fds[0]);
	(void)close(fds[1]);
}

static void test_an_address_has_its_text(void **state)
{
	struct peer four = peer_at("192.0.2.7:80");
	struct peer six = peer_at("[2001:db8::1]:80");
	const struct peer socket_peer = {.is_unix = true};
	char text[46];

	(void)state;
	peer_address_text(&four, text, sizeof(text));
	assert_string_equal(text, "192.0.2.7");
	peer_address_text(&six, text, sizeof(text));
	assert_string_equal(text, "2001:db8::1");
	peer_address_text(&socket_peer, text, sizeof(text));
	assert_string_equal(text, "");
}

static void test_an_address_comes_back_from_its_text(void **state)
{
	static const char *const words[] = {"192.0.2.1:80", "[2001:db8::1]:80", "127.0.0.1:1"};
	struct peer_address none = {{0}};
	struct peer_address read;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		struct peer peer = peer_at(words[i]);
		char text[64];

		peer_address_text(&peer, text, sizeof(text));
		peer_address_parse(text, &read);
		assert_memory_equal(&read, &peer.address, sizeof(read));
	}
	peer_address_parse("", &read);
	assert_memory_equal(&read, &none, sizeof(read));
	peer_address_parse("192.0.2.", &read);
	assert_memory_equal(&read, &none, sizeof(read));
}

static void test_a_rate_is_counted_by_address_and_minute(void **state)
{
	struct rates *rates = rates_new();
	struct peer one = peer_at("10.0.0.1:1");
	struct peer other = peer_at("10.0.0.2:1");

	(void)state;
	for (int i = 0; i < LIMIT_FAILURES_MINUTE; i++) {
		assert_true(rates_take(rates, RATE_FAILURE, &one.address, 1000));
	}
	assert_false(rates_take(rates, RATE_FAILURE, &one.address, 60999));
	assert_true(rates_take(rates, RATE_FAILURE, &other.address, 1000));
	assert_true(rates_take(rates, RATE_PUBLIC, &one.address, 1000));
	assert_true(rates_take(rates, RATE_FAILURE, &one.address, 61000));
	/* What visitors say is wrong is bounded for an hour. */
	for (int i = 0; i < LIMIT_WRONG_HOUR; i++) {
		assert_true(rates_take(rates, RATE_WRONG, &one.address, 1000 + i));
	}
	assert_false(rates_take(rates, RATE_WRONG, &one.address, 3600999));
	assert_true(rates_take(rates, RATE_WRONG, &one.address, 3601000));
	rates_free(rates);
}

static void test_many_addresses_do_not_fill_the_table(void **state)
{
	struct rates *rates = rates_new();
	struct peer_address address = {{0}};

	(void)state;
	for (int i = 0; i < 10000; i++) {
		memcpy(address.bytes, &i, sizeof(i));
		assert_true(rates_take(rates, RATE_PUBLIC, &address, 1000 + i));
	}
	rates_free(rates);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_address_comes_back_from_its_text),
		cmocka_unit_test(test_only_loopback_names_are_loopback),
		cmocka_unit_test(test_an_origin_is_a_scheme_and_such_a_name),
		cmocka_unit_test(test_an_origin_is_the_hub_only_with_its_host_and_port),
		cmocka_unit_test(test_addresses_say_whether_they_are_local),
		cmocka_unit_test(test_our_own_socket_pair_is_trusted),
		cmocka_unit_test(test_an_address_has_its_text),
		cmocka_unit_test(test_a_rate_is_counted_by_address_and_minute),
		cmocka_unit_test(test_many_addresses_do_not_fill_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
