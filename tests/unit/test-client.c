/* SPDX-License-Identifier: Apache-2.0 */
#include "client/client.h"

#include "check.h"
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "fake-hub.h"

enum { DEADLINE_MS = 20000 };

struct fixture {
	struct fake_hub *hub;
	sd_event *event;
	struct client *client;
	int answers;
	int status;
	json_t *body;
	struct client_request *others[2];
};

static bool answer_echo(const struct fake_request *request)
{
	json_t *echo = json_pack("{s:s, s:s, s:s, s:s}", "method", request->method, "path",
		request->path, "head", request->head, "body", request->body);
	_cleanup_free_ char *text = json_dumps(echo, 0);

	json_decref(echo);
	fake_answer(request, "200 OK", text);
	return true;
}

static bool answer_trickling(const struct fake_request *request)
{
	fake_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
	while (!fake_gone_within(request, 10)) {
		fake_send(request, "x");
	}
	return false;
}

static bool answer_hugely(const struct fake_request *request)
{
	_cleanup_free_ char *chunk = memory_new(1, 65537);

	memset(chunk, ' ', 65536);
	fake_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 9437184\r\n\r\n");
	for (int i = 0; i < 144; i++) {
		fake_send(request, chunk);
	}
	return true;
}

static bool serve(const struct fake_request *request)
{
	if (strcmp(request->path, "/ok") == 0) {
		fake_answer(request, "200 OK", "{\"ok\":true}");
		return true;
	}
	if (strcmp(request->path, "/conflict") == 0) {
		fake_answer(request, "409 Conflict", "{\"error\":\"busy\"}");
		return true;
	}
	if (strcmp(request->path, "/nothing") == 0) {
		fake_send(request, "HTTP/1.1 204 No Content\r\n\r\n");
		return true;
	}
	if (strcmp(request->path, "/half") == 0) {
		fake_send(request, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":");
		return false;
	}
	if (strcmp(request->path, "/close") == 0) {
		return false;
	}
	if (strcmp(request->path, "/once") == 0) {
		fake_answer(request, "200 OK", "{\"ok\":true}");
		return false;
	}
	if (strcmp(request->path, "/garbage") == 0) {
		fake_send(request, "\x01\x02\x03 this is no HTTP\r\n\r\n");
		return false;
	}
	if (strcmp(request->path, "/redirect") == 0) {
		fake_send(request,
			"HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n");
		return true;
	}
	if (strcmp(request->path, "/text") == 0) {
		fake_answer(request, "200 OK", "{\"ok\":tru");
		return true;
	}
	if (strcmp(request->path, "/never") == 0) {
		fake_wait_gone(request);
		return false;
	}
	if (strcmp(request->path, "/trickle") == 0) {
		return answer_trickling(request);
	}
	if (strcmp(request->path, "/huge") == 0) {
		return answer_hugely(request);
	}
	return answer_echo(request);
}

static int set_up(void **state)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	fixture->hub = fake_hub_new(serve);
	assert_int_equal(sd_event_new(&fixture->event), 0);
	assert_int_equal(
		client_new(fixture->event, fake_hub_address(fixture->hub), NULL, &fixture->client),
		0);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	client_free(fixture->client);
	sd_event_unref(fixture->event);
	fake_hub_free(fixture->hub);
	json_decref(fixture->body);
	free(fixture);
	return 0;
}

static void note(int status, json_t *body, void *userdata)
{
	struct fixture *fixture = userdata;

	fixture->answers++;
	fixture->status = status;
	json_decref(fixture->body);
	fixture->body = json_incref(body);
}

static void run_until_answers(struct fixture *fixture, int answers)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (fixture->answers < answers) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(fixture->event, 100000) >= 0);
	}
	assert_int_equal(fixture->answers, answers);
}

static int ask(
	struct fixture *fixture, const char *method, const char *path, json_t *body, int timeout_ms)
{
	int r = client_send(fixture->client, method, path, body, timeout_ms, note, fixture, NULL);

	assert_int_equal(r, 0);
	run_until_answers(fixture, fixture->answers + 1);
	return fixture->status;
}

static int get(void **state, const char *path)
{
	return ask(*state, "GET", path, NULL, DEADLINE_MS / 2);
}

static void an_answer_is_parsed(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(get(state, "/ok"), 200);
	assert_true(json_is_true(json_object_get(fixture->body, "ok")));
	assert_int_equal(get(state, "/conflict"), 409);
	assert_string_equal(json_string_value(json_object_get(fixture->body, "error")), "busy");
	assert_int_equal(get(state, "/nothing"), 204);
	assert_null(fixture->body);
	assert_int_equal(get(state, "/text"), 200);
	assert_null(fixture->body);
}

static void a_redirect_is_not_followed(void **state)
{
	assert_int_equal(get(state, "/redirect"), 302);
}

static void a_post_carries_its_body(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(
		ask(fixture, "POST", "/x?a=1", json_pack("{s:s}", "service", "A"), 0), 200);
	assert_string_equal(json_string_value(json_object_get(fixture->body, "method")), "POST");
	assert_string_equal(json_string_value(json_object_get(fixture->body, "path")), "/x?a=1");
	assert_string_equal(
		json_string_value(json_object_get(fixture->body, "body")), "{\"service\":\"A\"}");
	assert_int_equal(ask(fixture, "POST", "/x", NULL, 0), 200);
	assert_string_equal(json_string_value(json_object_get(fixture->body, "body")), "{}");
	assert_int_equal(ask(fixture, "DELETE", "/x", NULL, 0), 200);
	assert_string_equal(json_string_value(json_object_get(fixture->body, "method")), "DELETE");
	assert_string_equal(json_string_value(json_object_get(fixture->body, "body")), "");
}

static void expect_in_head(struct fixture *fixture, const char *line, bool there)
{
	const char *head = json_string_value(json_object_get(fixture->body, "head"));

	assert_non_null(head);
	assert_true((strstr(head, line) != NULL) == there);
}

static void a_device_says_its_name_on_the_socket(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(client_name(fixture->client, "kiosk-1", "kiosk"), 0);
	assert_int_equal(client_name(fixture->client, "kiosk 1\r\nX: y", "kiosk"), -EINVAL);
	assert_int_equal(get(state, "/x"), 200);
	expect_in_head(fixture, "\r\nX-Layso-Name: kiosk-1\r\n", true);
	expect_in_head(fixture, "\r\nX-Layso-Role: kiosk\r\n", true);
	expect_in_head(fixture, "Authorization", false);
	expect_in_head(fixture, "Expect", false);
}

static void a_token_is_sent_instead_of_a_name(void **state)
{
	struct fixture *fixture = *state;

	client_free(fixture->client);
	assert_int_equal(client_new(fixture->event, fake_hub_address(fixture->hub), "s3cret",
				 &fixture->client),
		0);
	assert_int_equal(client_name(fixture->client, "kiosk-1", "kiosk"), 0);
	assert_int_equal(get(state, "/x"), 200);
	expect_in_head(fixture, "\r\nAuthorization: Bearer s3cret\r\n", true);
	expect_in_head(fixture, "X-Layso-Name", false);
}

static void one_connection_serves_many_requests(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 10; i++) {
		assert_int_equal(get(state, "/ok"), 200);
	}
	assert_int_equal(fake_hub_connections(fixture->hub), 1);
}

static void a_kept_connection_that_died_is_replaced(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(get(state, "/once"), 200);
	}
	assert_true(fake_hub_connections(fixture->hub) >= 5);
}

static void an_idle_client_never_wakes(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(get(state, "/ok"), 200);
	/* The rest of what the loop knows already. */
	while (sd_event_run(fixture->event, 0) > 0) {
	}
	assert_int_equal(sd_event_run(fixture->event, 400000), 0);
}

static void a_hub_that_goes_away_is_an_error(void **state)
{
	assert_int_equal(get(state, "/half"), -ECONNRESET);
	assert_int_equal(get(state, "/close"), -ECONNRESET);
	assert_int_equal(get(state, "/garbage"), -EPROTO);
	assert_int_equal(get(state, "/ok"), 200);
}

static void a_hub_that_is_too_slow_is_given_up(void **state)
{
	int64_t start_ms = clock_mono_ms();

	assert_int_equal(ask(*state, "GET", "/never", NULL, 300), -ETIMEDOUT);
	assert_int_equal(ask(*state, "GET", "/trickle", NULL, 300), -ETIMEDOUT);
	assert_true(clock_mono_ms() - start_ms >= 500);
	assert_true(clock_mono_ms() - start_ms < 10000);
}

static void a_huge_answer_is_refused(void **state)
{
	assert_int_equal(ask(*state, "GET", "/huge", NULL, 10000), -EMSGSIZE);
}

static void no_hub_says_why(void **state)
{
	struct fixture *fixture = *state;

	client_free(fixture->client);
	fixture->client = NULL;
	assert_int_equal(
		client_new(fixture->event, "unix:/nowhere/hub.sock", NULL, &fixture->client), 0);
	assert_int_equal(get(state, "/ok"), -ENOENT);
	client_free(fixture->client);
	fixture->client = NULL;
	/* Port 1 on loopback: nobody listens there. */
	assert_int_equal(
		client_new(fixture->event, "http://127.0.0.1:1", NULL, &fixture->client), 0);
	assert_int_equal(get(state, "/ok"), -ECONNREFUSED);
}

static void a_proxy_of_the_environment_is_ignored(void **state)
{
	struct fixture *fixture = *state;
	struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(name);
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	_cleanup_free_ char *proxy = NULL;

	/* Takes connections and never answers: through it, a request would time out. */
	assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
	assert_int_equal(listen(fd, 1), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&name, &size), 0);
	proxy = text_printf("http://127.0.0.1:%d", ntohs(name.sin_port));
	assert_int_equal(setenv("http_proxy", proxy, 1), 0);
	client_free(fixture->client);
	fixture->client = NULL;
	assert_int_equal(
		client_new(fixture->event, "http://127.0.0.1:1", NULL, &fixture->client), 0);
	assert_int_equal(get(state, "/ok"), -ECONNREFUSED);
	(void)unsetenv("http_proxy");
}

static void wrong_addresses_and_tokens_are_refused(void **state)
{
	static const char *const addresses[] = {"", "unix:", "unix:relative", "http://", "https://",
		"http:///", "ftp://host", "localhost:8080", "http://host/path", "http://user@host",
		"http://host:80?x", "http://ho st", "http://host\r\nX: y", "https://host#",
		"https://host#sha256//short", "https://host#md5//abc",
		"http://host#sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
		"https://host#sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ="};
	struct fixture *fixture = *state;
	char long_path[6 + 107 + 1] = "unix:/";
	struct client *client = NULL;

	for (size_t i = 0; i < ELEMENTS(addresses); i++) {
		assert_int_equal(client_new(fixture->event, addresses[i], NULL, &client), -EINVAL);
	}
	/* The address of a Unix socket has room for 107 bytes. */
	memset(long_path + 6, 'x', sizeof(long_path) - 7);
	assert_int_equal(client_new(fixture->event, long_path, NULL, &client), -EINVAL);
	assert_int_equal(client_new(fixture->event, "http://host", "a\nb", &client), -EINVAL);
	assert_int_equal(client_new(fixture->event, "http://host", "", &client), -EINVAL);
	assert_null(client);
}

static void a_wrong_request_is_refused_at_once(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(
		client_send(fixture->client, "PATCH", "/x", NULL, 0, note, fixture, NULL), -EINVAL);
	assert_int_equal(
		client_send(fixture->client, "GET", "x", NULL, 0, note, fixture, NULL), -EINVAL);
	assert_int_equal(
		client_send(fixture->client, "GET", "/a b", json_object(), 0, note, fixture, NULL),
		-EINVAL);
	assert_int_equal(
		client_send(fixture->client, "GET", "/x", NULL, -1, note, fixture, NULL), -EINVAL);
}

static void requests_under_way_are_bounded(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < CLIENT_REQUESTS_MAX; i++) {
		assert_int_equal(client_send(fixture->client, "GET", "/never", NULL, 100, note,
					 fixture, NULL),
			0);
	}
	assert_int_equal(
		client_send(fixture->client, "GET", "/ok", NULL, 0, note, fixture, NULL), -EBUSY);
	run_until_answers(fixture, CLIENT_REQUESTS_MAX);
	assert_int_equal(get(state, "/ok"), 200);
}

static void a_cancelled_request_calls_nobody(void **state)
{
	struct fixture *fixture = *state;
	struct client_request *request = NULL;

	assert_int_equal(
		client_send(fixture->client, "GET", "/never", NULL, 200, note, fixture, &request),
		0);
	client_cancel(request);
	client_cancel(NULL);
	assert_int_equal(get(state, "/ok"), 200);
	assert_int_equal(fixture->answers, 1);
	assert_int_equal(sd_event_run(fixture->event, 300000), 0);
}

static void cancel_the_others(int status, json_t *body, void *userdata)
{
	struct fixture *fixture = userdata;

	note(status, body, userdata);
	for (size_t i = 0; i < ELEMENTS(fixture->others); i++) {
		client_cancel(fixture->others[i]);
		fixture->others[i] = NULL;
	}
}

static void a_callback_may_cancel(void **state)
{
	struct fixture *fixture = *state;

	/* All three end in the same moment, by their time-out: whoever is first cancels all. */
	for (size_t i = 0; i < ELEMENTS(fixture->others); i++) {
		assert_int_equal(client_send(fixture->client, "GET", "/never", NULL, 500, note,
					 fixture, &fixture->others[i]),
			0);
	}
	assert_int_equal(client_send(fixture->client, "GET", "/ok", NULL, 0, cancel_the_others,
				 fixture, NULL),
		0);
	run_until_answers(fixture, 1);
	assert_int_equal(sd_event_run(fixture->event, 700000), 0);
	assert_int_equal(fixture->answers, 1);
}

static void cancel_itself(int status, json_t *body, void *userdata)
{
	struct fixture *fixture = userdata;

	note(status, body, userdata);
	client_cancel(fixture->others[0]);
}

static void a_callback_may_cancel_itself(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(client_send(fixture->client, "GET", "/ok", NULL, 0, cancel_itself, fixture,
				 &fixture->others[0]),
		0);
	run_until_answers(fixture, 1);
}

static void free_the_client(int status, json_t *body, void *userdata)
{
	struct fixture *fixture = userdata;

	note(status, body, userdata);
	client_free(fixture->client);
	fixture->client = NULL;
}

static void a_callback_may_free_the_client(void **state)
{
	struct fixture *fixture = *state;

	for (int i = 0; i < 5; i++) {
		assert_int_equal(client_send(fixture->client, "GET", i < 3 ? "/ok" : "/never", NULL,
					 0, free_the_client, fixture, NULL),
			0);
	}
	run_until_answers(fixture, 1);
	assert_int_equal(sd_event_run(fixture->event, 100000), 0);
	assert_int_equal(fixture->answers, 1);
}

static void send_again(int status, json_t *body, void *userdata)
{
	struct fixture *fixture = userdata;

	note(status, body, userdata);
	if (fixture->answers < 5) {
		assert_int_equal(client_send(fixture->client, "GET", "/ok", NULL, 0, send_again,
					 fixture, NULL),
			0);
	}
}

static void a_callback_may_send(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(
		client_send(fixture->client, "GET", "/ok", NULL, 0, send_again, fixture, NULL), 0);
	run_until_answers(fixture, 5);
	assert_int_equal(fake_hub_connections(fixture->hub), 1);
}

static void a_blocking_call_returns_the_bytes(void **state)
{
	struct fixture *fixture = *state;
	const char *address = fake_hub_address(fixture->hub);
	_cleanup_free_ char *body = NULL;
	int status = 0;

	assert_int_equal(client_call(address, NULL, "GET", "/text", NULL, 0, &status, &body), 0);
	assert_int_equal(status, 200);
	assert_string_equal(body, "{\"ok\":tru");
	freep(&body);
	body = NULL;
	assert_int_equal(client_call(address, NULL, "GET", "/nothing", NULL, 0, &status, &body), 0);
	assert_int_equal(status, 204);
	assert_string_equal(body, "");
}

static void a_blocking_call_fails_as_the_others(void **state)
{
	struct fixture *fixture = *state;
	const char *address = fake_hub_address(fixture->hub);
	char *body = NULL;
	int status = 0;

	assert_int_equal(
		client_call(address, NULL, "GET", "/never", NULL, 100, &status, &body), -ETIMEDOUT);
	assert_int_equal(
		client_call(address, NULL, "GET", "/half", NULL, 0, &status, &body), -ECONNRESET);
	assert_int_equal(
		client_call("nonsense", NULL, "GET", "/ok", NULL, 0, &status, &body), -EINVAL);
	assert_null(body);
	assert_int_equal(status, 0);
}

#define with_hub(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_hub(an_answer_is_parsed),
		with_hub(a_redirect_is_not_followed),
		with_hub(a_post_carries_its_body),
		with_hub(a_device_says_its_name_on_the_socket),
		with_hub(a_token_is_sent_instead_of_a_name),
		with_hub(one_connection_serves_many_requests),
		with_hub(a_kept_connection_that_died_is_replaced),
		with_hub(an_idle_client_never_wakes),
		with_hub(a_hub_that_goes_away_is_an_error),
		with_hub(a_hub_that_is_too_slow_is_given_up),
		with_hub(a_huge_answer_is_refused),
		with_hub(no_hub_says_why),
		with_hub(a_proxy_of_the_environment_is_ignored),
		with_hub(wrong_addresses_and_tokens_are_refused),
		with_hub(a_wrong_request_is_refused_at_once),
		with_hub(requests_under_way_are_bounded),
		with_hub(a_cancelled_request_calls_nobody),
		with_hub(a_callback_may_cancel),
		with_hub(a_callback_may_cancel_itself),
		with_hub(a_callback_may_free_the_client),
		with_hub(a_callback_may_send),
		with_hub(a_blocking_call_returns_the_bytes),
		with_hub(a_blocking_call_fails_as_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
