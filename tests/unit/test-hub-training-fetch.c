/* SPDX-License-Identifier: Apache-2.0 */
/* The one question that a training centre asks the real hub: what comes back, whole or not. */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "hub/hub-training-fetch.h"

static const struct {
	const char *answer;
	int r;
	const char *body;
} cases[] = {
	{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 0, "{}"},
	{"HTTP/1.0 200 OK\r\nServer: x\r\ncontent-length: 4\r\nA: b\r\n\r\n\r\n\r\n", 0,
		"\r\n\r\n"},
	{"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}", -EACCES, NULL},
	{"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}", -EBADMSG, NULL}, /* cut short */
	{"HTTP/1.1 200 OK\r\n\r\n{}", -EBADMSG, NULL},
	{"HTTP/1.1 200 OK\r\n\r\n\r\nContent-Length: 2", -EBADMSG, NULL},
	{"HTTP/1.1 200 OK\r\nContent-Length: 2", -EBADMSG, NULL},
	{"HTTP/1.1\r\n\r\n 200 ", -EBADMSG, NULL},
	{"SSH-2.0\r\n\r\n", -EBADMSG, NULL},
	{"", -EBADMSG, NULL},
};

static void test_answers(void **state)
{
	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		_cleanup_(textbuf_done) struct textbuf body = {0};

		assert_int_equal(
			training_fetch_body(cases[i].answer, strlen(cases[i].answer), &body),
			cases[i].r);
		if (cases[i].body) {
			assert_string_equal(body.data, cases[i].body);
		} else {
			assert_int_equal(body.size, 0);
		}
	}
}

static void test_nobody_there(void **state)
{
	_cleanup_(textbuf_done) struct textbuf body = {0};

	(void)state;
	assert_int_equal(training_fetch("/nowhere/hub.sock", "/", 100, 1000, &body), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
