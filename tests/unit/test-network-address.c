/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "drivers/network-address.h"

static void addresses_are_read(void **state)
{
	static const struct {
		const char *text, *host;
		int port;
		bool numeric;
		const char *written;
	} rows[] = {
		{"192.168.1.50", "192.168.1.50", 9100, true, "192.168.1.50:9100"},
		{"192.168.1.50:9101", "192.168.1.50", 9101, true, "192.168.1.50:9101"},
		{"printer", "printer", 9100, false, "printer:9100"},
		{"may-in.xa.lan:65535", "may-in.xa.lan", 65535, false, "may-in.xa.lan:65535"},
		{"fd00::7", "fd00::7", 9100, true, "[fd00::7]:9100"},
		{"[fd00::7]:1", "fd00::7", 1, true, "[fd00::7]:1"},
		{"[fe80::1%eth0]", "fe80::1%eth0", 9100, true, "[fe80::1%eth0]:9100"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(rows); i++) {
		struct network_address address;
		char text[NETWORK_TEXT_SIZE];

		assert_int_equal(network_address_parse(rows[i].text, &address), 0);
		assert_string_equal(address.host, rows[i].host);
		assert_int_equal(address.port, rows[i].port);
		assert_int_equal(network_address_is_numeric(&address), rows[i].numeric);
		network_address_text(&address, text);
		assert_string_equal(text, rows[i].written);
	}
}

static void what_is_no_address_is_refused(void **state)
{
	static const char *const texts[] = {"", ":9100", "a b", "a..b", ".a", "a.", "-a", "a-",
		"192.168.1", "192.168.1.256", "1.2.3.4.5", "printer:0", "printer:65536",
		"printer:", "printer:x", "[fd00::7", "[fd00::7]9100", "[printer]:9100", "fd00::g",
		"http://printer", "máy-in", "pri_nter", "[]", "fe80::1%"};
	char name[NETWORK_HOST_SIZE + 65];

	(void)state;
	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		struct network_address address = {.port = 7};

		assert_int_equal(network_address_parse(texts[i], &address), -EINVAL);
		assert_int_equal(address.port, 7);
	}
	memset(name, 'a', sizeof(name));
	for (size_t i = 60; i < sizeof(name); i += 60) {
		name[i] = '.';
	}
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(network_address_parse(name, &(struct network_address){0}), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_read),
		cmocka_unit_test(what_is_no_address_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
