/* SPDX-License-Identifier: Apache-2.0 */
#include "client/client-internal.h"

#include "check.h"
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "fake-hub.h"

enum { DEADLINE_MS = 20000, NOTES_MAX = 64 };

#define STREAM_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

struct fixture {
	struct fake_hub *hub;
	sd_event *event;
	struct client *client;
	int n_notes;
	char notes[NOTES_MAX][48]; /* "event 5 call", "link 1", "restart" */
	int64_t follow_at_restart; /* −2: do not */
	bool free_at_event;
};

/* What each connection was asked, for the tests to look at. */
static pthread_mutex_t asked_lock = PTHREAD_MUTEX_INITIALIZER;
static char asked[16][32];

static void remember_asked(const struct fake_request *request)
{
	const char *id = strstr(request->head, "Last-Event-ID: ");

	pthread_mutex_lock(&asked_lock);
	(void)snprintf(asked[request->connection], sizeof(asked[0]), "%.*s",
		id ? (int)strcspn(id + 15, "\r") : 4, id ? id + 15 : "none");
	pthread_mutex_unlock(&asked_lock);
}

static void expect_asked(int connection, const char *id)
{
	char text[32];

	pthread_mutex_lock(&asked_lock);
	memcpy(text, asked[connection], sizeof(text));
	pthread_mutex_unlock(&asked_lock);
	assert_string_equal(text, id);
}

static void take_note(struct fixture *fixture, const char *text)
{
	assert_true(fixture->n_notes < NOTES_MAX);
	(void)snprintf(fixture->notes[fixture->n_notes++], sizeof(fixture->notes[0]), "%s", text);
}

static const struct client_follow calls;

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct fixture *fixture = userdata;
	char text[48];

	assert_true(json_is_object(data));
	(void)snprintf(text, sizeof(text), "event %d %s", (int)seq, kind);
	take_note(fixture, text);
	if (fixture->free_at_event) {
		client_free(fixture->client);
		fixture->client = NULL;
	}
}

static void on_link(bool connected, void *userdata)
{
	take_note(userdata, connected ? "link 1" : "link 0");
}

static void on_restart(void *userdata)
{
	struct fixture *fixture = userdata;

	take_note(fixture, "restart");
	if (fixture->follow_at_restart > -2) {
		assert_int_equal(client_follow_from(fixture->client, fixture->follow_at_restart,
					 &calls, fixture),
			0);
	}
}

static const struct client_follow calls = {
	.event = on_event, .link = on_link, .restart = on_restart};

static void start(void **state, fake_serve serve, int64_t after)
{
	struct fixture *fixture = memory_new(1, sizeof(*fixture));

	*state = fixture;
	fixture->hub = fake_hub_new(serve);
	fixture->follow_at_restart = -2;
	assert_int_equal(sd_event_new(&fixture->event), 0);
	assert_int_equal(
		client_new(fixture->event, fake_hub_address(fixture->hub), NULL, &fixture->client),
		0);
	fixture->client->delay_min_ms = 5;
	fixture->client->delay_max_ms = 20;
	fixture->client->silence_ms = 10000;
	fixture->client->answer_ms = 10000;
	assert_int_equal(client_follow_from(fixture->client, after, &calls, fixture), 0);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	client_free(fixture->client);
	sd_event_unref(fixture->event);
	fake_hub_free(fixture->hub);
	free(fixture);
	return 0;
}

static void expect_next(void **state, int at, const char *note)
{
	struct fixture *fixture = *state;
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (fixture->n_notes <= at) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(fixture->event, 100000) >= 0);
	}
	assert_string_equal(fixture->notes[at], note);
}

static void expect_quiet(void **state, int n)
{
	struct fixture *fixture = *state;

	while (sd_event_run(fixture->event, 50000) > 0) {
	}
	assert_int_equal(fixture->n_notes, n);
}

static bool break_off_in_an_event(const struct fake_request *request)
{
	remember_asked(request);
	fake_send(request, STREAM_HEAD);
	if (request->connection == 1) {
		fake_send(request,
			"id: 0a1b-5\r\nevent: call\r\ndata: {}\r\n\r\nid: 0a1b-6\r\nevent: ");
		return false;
	}
	fake_send(request, "id: 0a1b-6\nevent: recall\ndata: {}\n\n");
	fake_wait_gone(request);
	return false;
}

static void a_lost_stream_resumes_after_the_last_whole_event(void **state)
{
	start(state, break_off_in_an_event, 4);
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "event 5 call");
	expect_next(state, 2, "link 0");
	expect_next(state, 3, "link 1");
	expect_next(state, 4, "event 6 recall");
	expect_asked(1, "4");
	expect_asked(2, "0a1b-5");
	expect_quiet(state, 5);
}

static void without_a_sequence_number_it_follows_from_now(void **state)
{
	start(state, break_off_in_an_event, -1);
	expect_next(state, 0, "link 1");
	expect_asked(1, "none");
}

static bool fall_silent(const struct fake_request *request)
{
	remember_asked(request);
	fake_send(request, STREAM_HEAD ": keep\n");
	if (request->connection > 1) {
		fake_send(request, "id: 1\ndata: {}\n\n");
	}
	fake_wait_gone(request);
	return false;
}

static void silence_is_a_loss(void **state)
{
	struct fixture *fixture;

	start(state, fall_silent, 0);
	fixture = *state;
	fixture->client->silence_ms = 200;
	assert_int_equal(client_follow_from(fixture->client, 0, &calls, fixture), 0);
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "link 0");
	assert_int_equal(fixture->client->stream.error, -ETIMEDOUT);
	expect_next(state, 2, "link 1");
}

static bool keep_alive_with_comments(const struct fake_request *request)
{
	fake_send(request, STREAM_HEAD);
	for (int i = 0; i < 20 && !fake_gone_within(request, 50); i++) {
		fake_send(request, ": keep\n");
	}
	fake_send(request, "id: 1\nevent: call\ndata: {}\n\n");
	fake_wait_gone(request);
	return false;
}

static void comments_keep_the_stream(void **state)
{
	struct fixture *fixture;

	start(state, keep_alive_with_comments, 0);
	fixture = *state;
	fixture->client->silence_ms = 500;
	assert_int_equal(client_follow_from(fixture->client, 0, &calls, fixture), 0);
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "event 1 call");
}

static bool never_answer(const struct fake_request *request)
{
	fake_wait_gone(request);
	return false;
}

static void a_hub_that_never_answers_is_a_loss(void **state)
{
	struct fixture *fixture;

	start(state, never_answer, 0);
	fixture = *state;
	fixture->client->answer_ms = 100;
	assert_int_equal(client_follow_from(fixture->client, 0, &calls, fixture), 0);
	expect_next(state, 0, "link 0");
}

static bool refuse(const struct fake_request *request)
{
	if (request->connection < 3) {
		fake_answer(request, "401 Unauthorized", "{\"error\":\"unauthorized\"}");
		return true;
	}
	fake_send(request, STREAM_HEAD);
	fake_wait_gone(request);
	return false;
}

static void a_refused_token_is_told_once_and_tried_again(void **state)
{
	struct fixture *fixture;

	start(state, refuse, 0);
	fixture = *state;
	expect_next(state, 0, "link 0");
	assert_int_equal(fixture->client->stream.error, -EACCES);
	expect_next(state, 1, "link 1");
}

static bool answer_something_else(const struct fake_request *request)
{
	if (request->connection == 1) {
		fake_answer(request, "200 OK", "id: 9\ndata: {}\n\n");
		return true;
	}
	fake_send(request, STREAM_HEAD);
	fake_wait_gone(request);
	return false;
}

static void an_answer_that_is_no_stream_is_a_loss(void **state)
{
	start(state, answer_something_else, 0);
	expect_next(state, 0, "link 0");
	expect_next(state, 1, "link 1");
	expect_quiet(state, 2);
}

static bool say_restart(const struct fake_request *request)
{
	remember_asked(request);
	fake_send(request, STREAM_HEAD);
	if (request->connection <= 2) {
		fake_send(request, "event: restart\ndata: {}\n\nid: 3\nevent: call\ndata: {}\n\n");
	} else {
		fake_send(request, "id: 8\nevent: appear\ndata: {}\n\n");
	}
	if (request->connection != 1) {
		fake_wait_gone(request);
	}
	return false;
}

static void restart_is_told_until_the_state_is_fetched_anew(void **state)
{
	struct fixture *fixture;

	start(state, say_restart, 100);
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "restart");
	/* The events between are of a state that we do not have. */
	expect_next(state, 2, "link 0");
	expect_next(state, 3, "link 1");
	expect_next(state, 4, "restart");
	expect_quiet(state, 5);
	fixture = *state;
	assert_int_equal(client_follow_from(fixture->client, 7, &calls, fixture), 0);
	expect_next(state, 5, "event 8 appear");
	expect_asked(2, "100");
	expect_asked(3, "7");
}

static bool always_say_restart(const struct fake_request *request)
{
	fake_send(request, STREAM_HEAD "event: restart\ndata: {}\n\n");
	fake_wait_gone(request);
	return false;
}

static void restarts_in_a_circle_are_slowed_down(void **state)
{
	struct fixture *fixture;

	start(state, always_say_restart, 0);
	fixture = *state;
	fixture->client->delay_min_ms = 100000;
	fixture->client->delay_max_ms = 100000;
	fixture->follow_at_restart = 5;
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "restart");
	expect_quiet(state, 2);
	assert_int_equal(fixture->client->stream.state, STREAM_PAUSE);
}

static bool send_unusable(const struct fake_request *request)
{
	remember_asked(request);
	fake_send(request, STREAM_HEAD);
	if (request->connection == 1) {
		fake_send(request, "id: 1\nevent: call\ndata: [1]\n\nid: 2\ndata: {}\n\n");
	} else if (request->connection == 2) {
		_cleanup_free_ char *line = memory_new(1, SSE_LINE_MAX + 2);

		memset(line, 'x', SSE_LINE_MAX + 1);
		fake_send(request, "id: 6\nevent: call\ndata: ");
		fake_send(request, line);
		fake_send(request, "\n\n");
	} else {
		fake_send(request, "id: 9\nevent: call\ndata: {}\n\n");
	}
	fake_wait_gone(request);
	return false;
}

static void an_unusable_event_asks_for_the_state_anew(void **state)
{
	struct fixture *fixture;

	start(state, send_unusable, 0);
	fixture = *state;
	fixture->follow_at_restart = 5;
	expect_next(state, 0, "link 1");
	expect_next(state, 1, "restart");
	expect_next(state, 2, "restart");
	expect_next(state, 3, "event 9 call");
	expect_asked(2, "5");
}

static bool send_many(const struct fake_request *request)
{
	fake_send(request, STREAM_HEAD);
	for (int i = 1; i <= 3; i++) {
		fake_send(request, "id: 1\nevent: call\ndata: {}\n\n");
	}
	fake_wait_gone(request);
	return false;
}

static void a_callback_may_free_the_client(void **state)
{
	struct fixture *fixture;

	start(state, send_many, 0);
	fixture = *state;
	fixture->free_at_event = true;
	expect_next(state, 1, "event 1 call");
	expect_quiet(state, 2);
}

static void delays_double_up_to_their_limit(void **state)
{
	static const int longest_ms[] = {250, 500, 1000, 2000, 4000, 5000, 5000};

	(void)state;
	for (unsigned i = 0; i < ELEMENTS(longest_ms); i++) {
		int low_ms = stream_delay_ms(i, 250, 5000, 0);
		int high_ms = stream_delay_ms(i, 250, 5000, UINT32_MAX);

		assert_int_equal(low_ms, longest_ms[i] / 2);
		assert_in_range(high_ms, longest_ms[i] * 99 / 100, longest_ms[i]);
	}
	assert_int_equal(stream_delay_ms(4000000000U, 250, 5000, 0), 2500);
}

struct watched {
	int lines;
};

static int take_line(int64_t seq, const char *kind, const char *data, void *userdata)
{
	struct watched *watched = userdata;

	watched->lines++;
	assert_string_equal(data, "{}");
	return seq == 6 && strcmp(kind, "recall") == 0 ? 42 : 0;
}

static void a_watch_rides_out_a_loss(void **state)
{
	struct fake_hub *hub = fake_hub_new(break_off_in_an_event);
	struct watched watched = {0};

	(void)state;
	assert_int_equal(client_watch(fake_hub_address(hub), NULL, "", 4, take_line, &watched), 42);
	assert_int_equal(watched.lines, 2);
	fake_hub_free(hub);
}

static void a_watch_fails_when_there_is_no_hub(void **state)
{
	struct watched watched = {0};
	struct fake_hub *hub = fake_hub_new(refuse);

	(void)state;
	assert_int_equal(
		client_watch("unix:/nowhere/hub.sock", NULL, "", 0, take_line, &watched), -ENOENT);
	assert_int_equal(
		client_watch(fake_hub_address(hub), NULL, "", 0, take_line, &watched), -EACCES);
	fake_hub_free(hub);
	hub = fake_hub_new(say_restart);
	assert_int_equal(
		client_watch(fake_hub_address(hub), NULL, "", 100, take_line, &watched), -ESTALE);
	fake_hub_free(hub);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(
			a_lost_stream_resumes_after_the_last_whole_event, tear_down),
		cmocka_unit_test_teardown(without_a_sequence_number_it_follows_from_now, tear_down),
		cmocka_unit_test_teardown(silence_is_a_loss, tear_down),
		cmocka_unit_test_teardown(comments_keep_the_stream, tear_down),
		cmocka_unit_test_teardown(a_hub_that_never_answers_is_a_loss, tear_down),
		cmocka_unit_test_teardown(a_refused_token_is_told_once_and_tried_again, tear_down),
		cmocka_unit_test_teardown(an_answer_that_is_no_stream_is_a_loss, tear_down),
		cmocka_unit_test_teardown(
			restart_is_told_until_the_state_is_fetched_anew, tear_down),
		cmocka_unit_test_teardown(restarts_in_a_circle_are_slowed_down, tear_down),
		cmocka_unit_test_teardown(an_unusable_event_asks_for_the_state_anew, tear_down),
		cmocka_unit_test_teardown(a_callback_may_free_the_client, tear_down),
		cmocka_unit_test(delays_double_up_to_their_limit),
		cmocka_unit_test(a_watch_rides_out_a_loss),
		cmocka_unit_test(a_watch_fails_when_there_is_no_hub),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
