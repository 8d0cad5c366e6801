/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "hub/hub-listen.h"

static void test_addresses_are_host_and_port(void **state)
{
	static const char *const wrong[] = {"", "8080", ":8080", "localhost:8080", "1.2.3:80",
		"1.2.3.4", "1.2.3.4:", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:80 ", "::1:80",
		"[::1]", "[::1]:x", "[1.2.3.4]:80", "[]:80", "[:80"};
	struct listen_address address;

	(void)state;
	assert_int_equal(listen_parse("1.2.3.4:80", &address), 0);
	assert_int_equal(address.address.ss_family, AF_INET);
	assert_int_equal(listen_parse("[2001:db8::1]:8080", &address), 0);
	assert_int_equal(address.address.ss_family, AF_INET6);
	assert_int_equal(ntohs(((struct sockaddr_in6 *)&address.address)->sin6_port), 8080);
	for (size_t i = 0; i < ELEMENTS(wrong); i++) {
		print_message("# %s\n", wrong[i]);
		assert_int_equal(listen_parse(wrong[i], &address), -EINVAL);
	}
}

static void test_a_list_is_separated_by_commas_and_spaces(void **state)
{
	const char *list = " a:1,b:2 , c:3,";
	char word[8];

	(void)state;
	assert_true(listen_next(&list, word, sizeof(word)));
	assert_string_equal(word, "a:1");
	assert_true(listen_next(&list, word, sizeof(word)));
	assert_string_equal(word, "b:2");
	assert_true(listen_next(&list, word, sizeof(word)));
	assert_string_equal(word, "c:3");
	assert_false(listen_next(&list, word, sizeof(word)));
}

static void test_a_left_over_unix_socket_is_replaced_and_a_used_one_is_not(void **state)
{
	char dir[] = "/tmp/test-hub-listen-XXXXXX";
	_cleanup_free_ char *path = NULL;
	struct stat st;
	int fd = -1;
	int second = -1;

	(void)state;
	assert_non_null(mkdtemp(dir));
	path = text_printf("%s/hub.sock", dir);
	assert_int_equal(listen_open_unix(path, &fd), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0666);
	assert_int_equal(listen_open_unix(path, &second), -EADDRINUSE);
	(void)close(fd);
	assert_int_equal(listen_open_unix(path, &fd), 0);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
	/* What is no socket is nobody's to remove. */
	assert_int_equal(text_write_file(path, "x", 1, 0600), 0);
	assert_int_equal(listen_open_unix(path, &fd), -EEXIST);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(dir), 0);
}

static void test_a_port_in_use_says_so(void **state)
{
	struct listen_address address;
	socklen_t size = sizeof(address.address);
	int fd = -1;
	int second = -1;

	(void)state;
	assert_int_equal(listen_parse("127.0.0.1:0", &address), 0);
	assert_int_equal(listen_open(&address, &fd), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address.address, &size), 0);
	assert_int_equal(listen_open(&address, &second), -EADDRINUSE);
	(void)close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses_are_host_and_port),
		cmocka_unit_test(test_a_list_is_separated_by_commas_and_spaces),
		cmocka_unit_test(test_a_left_over_unix_socket_is_replaced_and_a_used_one_is_not),
		cmocka_unit_test(test_a_port_in_use_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
