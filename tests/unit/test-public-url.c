/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses telephones cannot reach. */
#include "queue/public-url.h"

#include <string.h>

#include "base/text.h"
#include "check.h"

static void test_each_kind(void **state)
{
	static const char *const cases[][2] = {
		{"", ""},
		{"no address", ""},
		{"http://", ""},
		{"https://so.xa.example.vn", ""},
		{"https://so.xa.example.vn./a", ""},
		{"http://203.0.113.7:8080/so", ""},
		{"http://[2001:db8::7]:8080", ""},
		{"http://localhost:8080", "this_machine"},
		{"http://LOCALHOST", "this_machine"},
		{"http://localhost./", "this_machine"},
		{"http://a.localhost", "this_machine"},
		{"https://127.0.0.1:8443", "this_machine"},
		{"http://127.8.9.1", "this_machine"},
		{"http://0.0.0.0:8080", "this_machine"},
		{"http://[::1]:8080", "this_machine"},
		{"http://[::]", "this_machine"},
		{"http://[::ffff:127.0.0.1]", "this_machine"},
		{"http://169.254.3.4", "link_local"},
		{"http://[fe80::1]:8080", "link_local"},
		{"http://[fe80::1%eth0]", "link_local"},
		{"http://mayso:8080", "short_name"},
		{"http://mayso.", "short_name"},
		{"http://mayso.local:8080", "local_name"},
		{"http://MAYSO.LOCAL", "local_name"},
		{"http://mayso.local.vn", ""},
		{"http://10.1.2.3", "private"},
		{"http://172.16.0.1", "private"},
		{"http://172.32.0.1", ""},
		{"http://192.168.1.5:8080", "private"},
		{"http://192.169.1.5:8080", ""},
		{"http://100.64.0.1", "private"},
		{"http://[fd00::5]", "private"},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		const char *name = public_url_doubt_name(public_url_doubt(cases[i][0], NULL, 0));

		if (strcmp(name, cases[i][1]) != 0) {
			fail_msg("%s: '%s' instead of '%s'", cases[i][0], name, cases[i][1]);
		}
	}
}

static void test_ports_of_the_own_network_alone(void **state)
{
	static const uint16_t ports[] = {8080, 443};

	(void)state;
	assert_int_equal(public_url_doubt("http://192.168.1.5", ports, 2), PUBLIC_URL_PORT);
	assert_int_equal(public_url_doubt("http://192.168.1.5:9", ports, 2), PUBLIC_URL_PORT);
	assert_int_equal(public_url_doubt("http://192.168.1.5:x", ports, 2), PUBLIC_URL_PORT);
	assert_int_equal(public_url_doubt("http://[fd00::5]:9", ports, 2), PUBLIC_URL_PORT);
	assert_int_equal(
		public_url_doubt("http://192.168.1.5:8080/x", ports, 2), PUBLIC_URL_PRIVATE);
	assert_int_equal(public_url_doubt("https://192.168.1.5/x", ports, 2), PUBLIC_URL_PRIVATE);
	assert_int_equal(public_url_doubt("http://[fd00::5]:8080", ports, 2), PUBLIC_URL_PRIVATE);
	/* The hub listens to nobody but its own machine. */
	assert_int_equal(public_url_doubt("http://192.168.1.5:8080", ports, 0), PUBLIC_URL_PORT);
	/* What is worse is said. */
	assert_int_equal(public_url_doubt("http://127.0.0.1:9", ports, 2), PUBLIC_URL_THIS_MACHINE);
	/* A server or a router in between has its own ports. */
	assert_int_equal(public_url_doubt("https://a.example:9", ports, 2), PUBLIC_URL_GOOD);
	assert_int_equal(public_url_doubt("http://203.0.113.7:9", ports, 2), PUBLIC_URL_GOOD);
}

static void test_what_is_a_fault(void **state)
{
	(void)state;
	assert_false(public_url_is_fault(PUBLIC_URL_GOOD));
	assert_false(public_url_is_fault(PUBLIC_URL_PRIVATE));
	assert_true(public_url_is_fault(PUBLIC_URL_THIS_MACHINE));
	assert_false(public_url_is_fault(PUBLIC_URL_PORT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind),
		cmocka_unit_test(test_ports_of_the_own_network_alone),
		cmocka_unit_test(test_what_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
