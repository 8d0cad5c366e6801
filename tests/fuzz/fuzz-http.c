/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests to a whole hub in this process, over its Unix socket, as its administrator: whatever
 * comes, it answers with a status of its own, waits for more or hangs up, and goes on.
 *
 * An input is "METHOD /path" and a line feed, then the body, for which the header lines are made;
 * or, behind "=", all bytes of the connection as they are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/text.h"
#include "fuzz.h"
#include "queue-fixture.h"

/* hubd.c, whose main has another name here. */
int hubd_main(int argc, char *argv[]);

enum { START_MS = 20000, ANSWER_MS = 20000, SILENCE_MS = 40, ANSWER_BYTES = 4 << 20 };

static const char health[] =
	"GET /api/v1/health HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";

static char config[512];
static struct sockaddr_un address = {.sun_family = AF_UNIX};
static pthread_t thread;
static atomic_bool ended;

static void *run_hub(void *userdata)
{
	char program[] = "layso-hubd";
	char option[] = "--config";
	char *argv[] = {program, option, config, NULL};

	(void)userdata;
	(void)hubd_main(3, argv);
	atomic_store(&ended, true);
	return NULL;
}

static int connect_hub(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	FUZZ_REQUIRE(fd >= 0);
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) < 0) {
		(void)close(fd);
		return -1;
	}
	return fd;
}

/* All that the hub sees of an input. */
static void make_request(const uint8_t *data, size_t size, struct textbuf *request)
{
	const uint8_t *end = memchr(data, '\n', size);
	size_t line = end ? (size_t)(end - data) : size;
	size_t body = end ? size - line - 1 : 0;

	if (data[0] == '=') {
		textbuf_add_bytes(request, data + 1, size - 1);
		return;
	}
	textbuf_add_bytes(request, data, line);
	textbuf_printf(request, " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n");
	if (body > 0) {
		textbuf_printf(
			request, "Content-Type: application/json\r\nContent-Length: %zu\r\n", body);
	}
	textbuf_add(request, "\r\n");
	textbuf_add_bytes(request, end ? end + 1 : NULL, body);
}

static void send_all(int fd, const struct textbuf *request)
{
	size_t at = 0;

	while (at < request->size) {
		ssize_t n = send(fd, request->data + at, request->size - at, MSG_NOSIGNAL);

		if (n <= 0) {
			return; /* it hung up */
		}
		at += (size_t)n;
	}
	(void)shutdown(fd, SHUT_WR);
}

/* Whether more may come: a stream has no end, an answer that is whole has. */
static bool goes_on(const struct textbuf *answer)
{
	return answer->size < ANSWER_BYTES &&
		!(answer->data && strstr(answer->data, "text/event-stream"));
}

/* Until nothing comes for so long. */
static void receive(int fd, int silence_ms, struct textbuf *answer)
{
	char bytes[16384];

	while (goes_on(answer)) {
		struct pollfd wait = {.fd = fd, .events = POLLIN};
		ssize_t n = poll(&wait, 1, silence_ms);

		if (n < 0 && errno == EINTR) {
			continue;
		}
		n = n > 0 ? read(fd, bytes, sizeof(bytes)) : 0;
		if (n <= 0) {
			return;
		}
		textbuf_add_bytes(answer, bytes, (size_t)n);
	}
}

/* "HTTP/1.1 404 …": a status that the hub means. */
static int read_status(const struct textbuf *answer)
{
	int64_t status = 0;
	char digits[4] = "";

	FUZZ_REQUIRE(answer->size > 12 && strncmp(answer->data, "HTTP/1.", 7) == 0);
	memcpy(digits, answer->data + 9, 3);
	FUZZ_REQUIRE(text_parse_int(digits, 100, 599, &status) == 0);
	FUZZ_REQUIRE(status != 500);
	return (int)status;
}

/* The answer's status; 0: nothing came. */
static int ask(const struct textbuf *request, int silence_ms)
{
	_cleanup_(textbuf_done) struct textbuf answer = {0};
	_cleanup_close_ int fd = connect_hub();

	FUZZ_REQUIRE(fd >= 0);
	send_all(fd, request);
	receive(fd, silence_ms, &answer);
	return answer.size > 0 ? read_status(&answer) : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(textbuf_done) struct textbuf request = {0};

	if (size == 0) {
		return 0;
	}
	make_request(data, size, &request);
	if (ask(&request, SILENCE_MS) == 0) {
		textbuf_consume(&request, request.size);
		textbuf_add(&request, health);
		FUZZ_REQUIRE(ask(&request, ANSWER_MS) > 0);
	}
	FUZZ_REQUIRE(!atomic_load(&ended));
	return 0;
}

/* As Ctrl-C ends it; what it still holds then is a leak. */
static void stop_hub(void)
{
	(void)pthread_kill(thread, SIGINT);
	(void)pthread_join(thread, NULL);
}

static void prepare_step(const char *input)
{
	_cleanup_(textbuf_done) struct textbuf request = {0};
	int status;

	make_request((const uint8_t *)input, strlen(input), &request);
	status = ask(&request, ANSWER_MS);
	FUZZ_REQUIRE(status == 200 || status == 201);
}

/* A hall with a site, an open counter and a few tickets: without a key, for a hub does nothing of
 * that kind for one who has closed a half of the line, as ask() does. */
static void prepare(void)
{
	static const char *const steps[] = {
		"POST /api/v1/counters/1/open\n{\"staff\":\"s1\"}",
		"POST /api/v1/tickets\n{\"service\":\"A\"}",
		"POST /api/v1/tickets\n{\"service\":\"B\"}",
		"POST /api/v1/counters/1/call-next\n{}",
	};
	json_t *json = fixture_site();
	_cleanup_free_ char *site = json_dumps(json, JSON_COMPACT);
	_cleanup_(textbuf_done) struct textbuf input = {0};

	json_decref(json);
	textbuf_printf(&input, "PUT /api/v1/site\n%s", site);
	prepare_step(input.data);
	for (size_t i = 0; i < ELEMENTS(steps); i++) {
		prepare_step(steps[i]);
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	_cleanup_free_ char *text =
		text_printf("[hub]\ndata = %s/data\nvolatile_ok = yes\nclock_trusted = yes\n"
			    "[http]\nlisten =\nsocket = %s/hub.sock\n",
			fuzz_folder(), fuzz_folder());
	_cleanup_free_ char *data = text_printf("%s/data", fuzz_folder());
	int fd = -1;

	(void)argc;
	(void)argv;
	FUZZ_REQUIRE(store_create(data) == 0);
	FUZZ_REQUIRE(text_copy(config, sizeof(config),
			     fuzz_write("hubd.conf", text, strlen(text))) == 0);
	FUZZ_REQUIRE(snprintf(address.sun_path, sizeof(address.sun_path), "%s/hub.sock",
			     fuzz_folder()) < (int)sizeof(address.sun_path));
	FUZZ_REQUIRE(pthread_create(&thread, NULL, run_hub, NULL) == 0);
	for (int ms = 0; fd < 0 && ms < START_MS; ms += 10) {
		(void)usleep(10000);
		fd = connect_hub();
	}
	FUZZ_REQUIRE(fd >= 0);
	(void)close(fd);
	prepare();
	return atexit(stop_hub);
}
