/* SPDX-License-Identifier: Apache-2.0 */
/* A mirror beside a hub that breaks off, refuses, is slow, talks nonsense, or is another one. */
#include "client/mirror.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"
#include "client/client-internal.h"
#include "fake-hub.h"

enum { DEADLINE_MS = 20000 };

/* ---- the hub; its threads and the test's share what stands here ---- */

enum manner { GOOD, REFUSES, FORBIDS, BREAKS_OFF, NONSENSE, NEVER };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	enum manner state, site, stream;
	char epoch[8];
	int seq; /* of the state */
	int site_seq;
	char name; /* the site's */
	char sent[256]; /* to who follows, once */
	bool hang_up; /* the streams end */
	int n_state, n_site, n_streams;
	char ids[512]; /* that streams were asked for with: "one-20 one-21 "; one that was given up
			* may come behind the next */
} hub;

static void lock_hub(void)
{
	pthread_mutex_lock(&lock);
}

static void unlock_hub(void)
{
	pthread_mutex_unlock(&lock);
}

static char *body_of(const char *what)
{
	if (strcmp(what, "state") == 0) {
		return text_printf("{\"seq\":%d,\"site_seq\":%d,\"epoch\":\"%s\"}", hub.seq,
			hub.site_seq, hub.epoch);
	}
	return text_printf("{\"seq\":%d,\"site\":{\"format\":\"layso-site/1\",\"name\":{\"vi\":"
			   "\"%c\"},\"languages\":[\"vi\"],\"hours\":\"always\",\"services\":[],"
			   "\"counters\":[]}}",
		hub.site_seq, hub.name);
}

static bool answer(const struct fake_request *request, const char *what, enum manner manner)
{
	_cleanup_free_ char *body = body_of(what);

	switch (manner) {
	case GOOD:
		fake_answer(request, "200 OK", body);
		return true;
	case REFUSES:
		fake_answer(request, "401 Unauthorized", "{\"error\":\"unauthorized\"}");
		return true;
	case FORBIDS:
		fake_answer(request, "403 Forbidden", "{\"error\":\"forbidden\"}");
		return true;
	case NONSENSE:
		fake_answer(request, "200 OK", "{\"seq\":\"nine\",\"site\":7}");
		return true;
	case BREAKS_OFF:
		fake_send(request,
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
			"Content-Length: 500\r\n\r\n{\"seq\":1,");
		return false;
	case NEVER:
		break;
	}
	return false;
}

static bool serve_stream(const struct fake_request *request)
{
	const char *id = strstr(request->head, "Last-Event-ID: ");
	enum manner manner;
	bool ended = false;

	lock_hub();
	hub.n_streams++;
	(void)snprintf(hub.ids + strlen(hub.ids), sizeof(hub.ids) - strlen(hub.ids), "%.*s ",
		id ? (int)strcspn(id + 15, "\r\n") : 0, id ? id + 15 : "");
	manner = hub.stream;
	if (manner == REFUSES) {
		fake_answer(request, "503 Service Unavailable", "{}");
	} else if (manner == GOOD) {
		fake_send(
			request, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n");
	}
	unlock_hub();
	if (manner != GOOD) {
		return manner == REFUSES;
	}
	while (!ended && !fake_gone_within(request, 5)) {
		lock_hub();
		fake_send(request, *hub.sent ? hub.sent : ":\n\n");
		hub.sent[0] = '\0';
		ended = hub.hang_up;
		unlock_hub();
	}
	return false;
}

static bool serve(const struct fake_request *request)
{
	const char *what = request->path + strlen("/api/v1/");
	bool is_state = strcmp(what, "state") == 0;
	enum manner manner;
	bool more;

	if (strcmp(what, "events") == 0) {
		return serve_stream(request);
	}
	lock_hub();
	*(is_state ? &hub.n_state : &hub.n_site) += 1;
	manner = is_state ? hub.state : hub.site;
	more = answer(request, what, manner);
	unlock_hub();
	if (manner == NEVER) {
		fake_wait_gone(request);
	}
	return more;
}

/* ---- the owner ---- */

struct stand {
	sd_event *event;
	struct fake_hub *fake;
	struct mirror *mirror;
	int n_sites, n_states, n_current, n_events, n_follows, n_answers, n_away, n_anew, n_other,
		n_looks, n_seen;
	char site; /* the last one's name */
	char events[256]; /* kinds, one after the other */
	bool wants_state; /* what the next event makes necessary */
};

static void on_site(struct site *site, void *userdata)
{
	struct stand *stand = userdata;

	stand->n_sites++;
	stand->site = site->name.text[0][0];
	site_free(site);
}

static int on_state(const json_t *state, void *userdata)
{
	struct stand *stand = userdata;

	assert_true(json_is_integer(json_object_get(state, "seq")));
	stand->n_states++;
	return 0;
}

static void on_current(void *userdata)
{
	struct stand *stand = userdata;

	assert_true(mirror_is_current(stand->mirror));
	stand->n_current++;
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct stand *stand = userdata;
	size_t size = strlen(stand->events);
	bool wants_state = stand->wants_state;

	assert_true(json_is_object(event));
	(void)snprintf(stand->events + size, sizeof(stand->events) - size, "%s ", kind);
	stand->n_events++;
	stand->wants_state = false;
	return wants_state;
}

static void on_link(enum mirror_link link, void *userdata)
{
	struct stand *stand = userdata;

	assert_int_equal(link, mirror_link(stand->mirror));
	stand->n_follows += link == MIRROR_FOLLOWS;
	stand->n_answers += link == MIRROR_ANSWERS;
	stand->n_away += link == MIRROR_AWAY;
}

static void on_anew(bool other, void *userdata)
{
	struct stand *stand = userdata;

	stand->n_anew++;
	stand->n_other += other;
}

static void on_look(bool seen, void *userdata)
{
	struct stand *stand = userdata;

	stand->n_looks++;
	stand->n_seen += seen;
}

static const struct mirror_calls calls = {
	.site = on_site,
	.state = on_state,
	.current = on_current,
	.event = on_event,
	.link = on_link,
	.anew = on_anew,
	.look = on_look,
};

static void run_until(struct stand *stand, const int *count, int n)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;
	bool reached;

	do {
		lock_hub();
		reached = *count >= n;
		unlock_hub();
		if (clock_mono_ms() > end_ms) {
			fail_msg("%d of %d came", *count, n);
		}
		assert_true(reached || sd_event_run(stand->event, 20000) >= 0);
	} while (!reached);
}

static void assert_asked_with(const char *id)
{
	lock_hub();
	if (!strstr(hub.ids, id)) {
		fail_msg("'%s' is not among '%s'", id, hub.ids);
	}
	unlock_hub();
}

/* Sends to who follows: "ID KIND", in the present history. */
static void send_event(int id, const char *kind)
{
	lock_hub();
	(void)snprintf(hub.sent, sizeof(hub.sent), "id: %s-%d\nevent: %s\ndata: {}\n\n", hub.epoch,
		id, kind);
	unlock_hub();
}

static void connect_hub(struct stand *stand)
{
	assert_int_equal(mirror_connect(stand->mirror, fake_hub_address(stand->fake), NULL), 0);
	mirror_client(stand->mirror)->delay_min_ms = 50;
	mirror_client(stand->mirror)->delay_max_ms = 200;
}

static void run_until_following(struct stand *stand)
{
	connect_hub(stand);
	run_until(stand, &stand->n_follows, 1);
	run_until(stand, &stand->n_sites, 1);
	run_until(stand, &stand->n_states, 2); /* again as the stream came */
	assert_int_equal(stand->n_anew, 0);
}

static void break_stream(struct stand *stand, int n_away)
{
	lock_hub();
	hub.hang_up = true;
	unlock_hub();
	run_until(stand, &stand->n_away, n_away);
	lock_hub();
	hub.hang_up = false;
	unlock_hub();
}

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	memset(&hub, 0, sizeof(hub));
	text_copy_cut(hub.epoch, sizeof(hub.epoch), "one");
	hub.seq = 20;
	hub.site_seq = 2;
	hub.name = 'A';
	assert_true(sd_event_new(&stand->event) >= 0);
	stand->fake = fake_hub_new(serve);
	assert_int_equal(
		mirror_new(stand->event, "hall-1", "hall", &calls, stand, &stand->mirror), 0);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	mirror_free(stand->mirror);
	fake_hub_free(stand->fake);
	sd_event_unref(stand->event);
	free(stand);
	return 0;
}

static void test_site_state_and_then_the_events_after_it(void **state)
{
	struct stand *stand = *state;

	assert_null(mirror_client(stand->mirror));
	run_until_following(stand);
	assert_asked_with("one-20 ");
	assert_int_equal(stand->site, 'A');
	assert_true(mirror_is_current(stand->mirror));
	send_event(21, "call");
	run_until(stand, &stand->n_events, 1);
	assert_string_equal(stand->events, "call ");
	assert_int_equal(stand->n_sites, 1);
}

static void test_an_event_comes_once_and_the_storages_always(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	(void)snprintf(hub.sent, sizeof(hub.sent),
		"id: one-20\nevent: old\ndata: {}\n\nid: one-21\nevent: call\ndata: {}\n\n"
		"id: one-21\nevent: call\ndata: {}\n\nid: one-21\nevent: storage\ndata: {}\n\n");
	unlock_hub();
	run_until(stand, &stand->n_events, 2);
	assert_string_equal(stand->events, "call storage ");
}

static void test_a_look_is_told_and_is_no_event(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	(void)snprintf(hub.sent, sizeof(hub.sent),
		"event: look\ndata: {\"seen\":false}\n\nevent: look\ndata: {\"seen\":true}\n\n");
	unlock_hub();
	run_until(stand, &stand->n_looks, 2);
	assert_int_equal(stand->n_seen, 1);
	send_event(21, "call");
	run_until(stand, &stand->n_events, 1);
	assert_string_equal(stand->events, "call ");
}

static void test_an_event_may_need_the_state(void **state)
{
	struct stand *stand = *state;
	int n_states;

	run_until_following(stand);
	n_states = stand->n_states;
	hub.seq = 21;
	stand->wants_state = true;
	send_event(21, "day_open");
	run_until(stand, &stand->n_states, n_states + 1);
	mirror_refresh(stand->mirror);
	run_until(stand, &stand->n_states, n_states + 2);
}

/* Refused, broken off and nonsense, of both questions: asked again, and well when it is well. */
static void test_what_fails_is_asked_for_again(void **state)
{
	static const enum manner bad[] = {REFUSES, FORBIDS, BREAKS_OFF, NONSENSE};

	for (size_t i = 0; i < ELEMENTS(bad); i++) {
		struct stand *stand = *state;

		lock_hub();
		hub.state = bad[i];
		hub.site = bad[i];
		hub.n_state = 0;
		hub.n_site = 0;
		unlock_hub();
		connect_hub(stand);
		run_until(stand, &hub.n_state, 2);
		run_until(stand, &hub.n_site, 2);
		assert_int_equal(stand->n_states + stand->n_sites + stand->n_follows, 0);
		lock_hub();
		hub.state = GOOD;
		hub.site = GOOD;
		unlock_hub();
		run_until(stand, &stand->n_follows, 1);
		run_until(stand, &stand->n_sites, 1);
		assert_int_equal(tear_down(state) + set_up(state), 0);
	}
}

/* The answers are wrong while the stream lives: what was shown stays, nothing begins anew. */
static void test_nonsense_under_way_changes_nothing(void **state)
{
	struct stand *stand = *state;
	int n_states;

	run_until_following(stand);
	n_states = stand->n_states;
	lock_hub();
	hub.state = NONSENSE;
	hub.n_state = 0;
	unlock_hub();
	mirror_refresh(stand->mirror);
	run_until(stand, &hub.n_state, 2);
	assert_int_equal(stand->n_states, n_states);
	assert_int_equal(stand->n_anew, 0);
	send_event(21, "call");
	run_until(stand, &stand->n_events, 1);
}

/* The hub takes the connection and says nothing: after a poll's time it is asked again. */
static void test_a_slow_hub_is_asked_again(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	hub.stream = NEVER;
	hub.state = NEVER;
	hub.n_state = 0;
	unlock_hub();
	break_stream(stand, 1);
	run_until(stand, &hub.n_state, 2);
	assert_int_equal(mirror_link(stand->mirror), MIRROR_AWAY);
	assert_false(mirror_is_current(stand->mirror));
}

static void test_a_hub_without_room_for_the_stream_is_asked(void **state)
{
	struct stand *stand = *state;
	int n_current;

	run_until_following(stand);
	lock_hub();
	hub.stream = REFUSES;
	unlock_hub();
	break_stream(stand, 1);
	run_until(stand, &stand->n_answers, 1);
	n_current = stand->n_current;
	run_until(stand, &stand->n_current, n_current + 1); /* a poll later */
	assert_false(mirror_is_current(stand->mirror)); /* it may be another one by now */
	lock_hub();
	hub.stream = GOOD;
	unlock_hub();
	run_until(stand, &stand->n_follows, 2);
	assert_int_equal(stand->n_anew, 0);
}

/* What happened between comes with the stream, from where we were. */
static void test_a_gap_in_the_stream(void **state)
{
	struct stand *stand = *state;
	int n_states;

	run_until_following(stand);
	send_event(21, "issue");
	run_until(stand, &stand->n_events, 1);
	n_states = stand->n_states;
	hub.seq = 22;
	break_stream(stand, 1);
	run_until(stand, &stand->n_follows, 2);
	assert_asked_with("one-21 ");
	run_until(stand, &stand->n_states, n_states + 1);
	send_event(23, "call");
	run_until(stand, &stand->n_events, 2);
	assert_string_equal(stand->events, "issue call ");
}

/* An answer that was under way while events came is not given on: what is known is newer. */
static void test_a_state_that_events_overtook(void **state)
{
	struct stand *stand = *state;
	int n_states;

	run_until_following(stand);
	send_event(25, "call");
	run_until(stand, &stand->n_events, 1);
	n_states = stand->n_states;
	mirror_refresh(stand->mirror);
	lock_hub();
	hub.n_state = 0;
	unlock_hub();
	run_until(stand, &hub.n_state, 2);
	assert_int_equal(stand->n_states, n_states);
	lock_hub();
	hub.seq = 25;
	unlock_hub();
	run_until(stand, &stand->n_states, n_states + 1);
	assert_int_equal(stand->n_anew, 0);
}

static void test_the_hub_comes_back_with_another_database(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	text_copy_cut(hub.epoch, sizeof(hub.epoch), "two");
	hub.seq = 3;
	hub.name = 'B'; /* with the same number */
	unlock_hub();
	break_stream(stand, 1);
	run_until(stand, &stand->n_other, 1);
	run_until(stand, &stand->n_sites, 2);
	assert_int_equal(stand->site, 'B');
	run_until(stand, &stand->n_follows, 2);
	send_event(4, "call");
	run_until(stand, &stand->n_events, 1);
	assert_asked_with("two-3 ");
	assert_int_equal(stand->n_anew, 1);
}

/* The same database with fewer events, as after a loss of the disk's last writes. */
static void test_the_log_was_cut(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	hub.seq = 9;
	(void)snprintf(hub.sent, sizeof(hub.sent), "id: one-9\nevent: restart\ndata: {}\n\n");
	unlock_hub();
	run_until(stand, &stand->n_anew, 1);
	run_until(stand, &hub.n_streams, 2);
	assert_asked_with("one-9 ");
	send_event(10, "call");
	run_until(stand, &stand->n_events, 1);
	assert_int_equal(stand->n_other, 0);
}

/* … and no stream that says so. */
static void test_the_log_was_cut_and_only_answers_come(void **state)
{
	struct stand *stand = *state;
	int n_states;

	run_until_following(stand);
	n_states = stand->n_states;
	lock_hub();
	hub.seq = 9;
	hub.stream = REFUSES;
	unlock_hub();
	break_stream(stand, 1);
	run_until(stand, &stand->n_anew, 1);
	run_until(stand, &stand->n_states, n_states + 1);
	assert_int_equal(stand->n_other, 0);
}

static void test_another_site_under_way(void **state)
{
	struct stand *stand = *state;

	run_until_following(stand);
	lock_hub();
	hub.name = 'C';
	hub.site_seq = 21;
	hub.seq = 21;
	unlock_hub();
	send_event(21, "site");
	run_until(stand, &stand->n_sites, 2);
	assert_int_equal(stand->site, 'C');
	/* The event was missed: the state says it. */
	lock_hub();
	hub.name = 'D';
	hub.site_seq = 22;
	hub.seq = 22;
	unlock_hub();
	mirror_refresh(stand->mirror);
	run_until(stand, &stand->n_sites, 3);
	assert_int_equal(stand->site, 'D');
}

static void test_another_address(void **state)
{
	struct stand *stand = *state;

	assert_int_equal(mirror_connect(stand->mirror, "nowhere", NULL), -EINVAL);
	run_until_following(stand);
	assert_int_equal(mirror_connect(stand->mirror, "nowhere", NULL), -EINVAL);
	assert_int_equal(mirror_link(stand->mirror), MIRROR_FOLLOWS); /* the former one stands */
	connect_hub(stand);
	assert_int_equal(mirror_link(stand->mirror), MIRROR_AWAY);
	run_until(stand, &stand->n_follows, 2);
	assert_int_equal(stand->n_anew, 0); /* the same hall */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_site_state_and_then_the_events_after_it),
		TEST(test_an_event_comes_once_and_the_storages_always),
		TEST(test_a_look_is_told_and_is_no_event),
		TEST(test_an_event_may_need_the_state),
		TEST(test_what_fails_is_asked_for_again),
		TEST(test_nonsense_under_way_changes_nothing),
		TEST(test_a_slow_hub_is_asked_again),
		TEST(test_a_hub_without_room_for_the_stream_is_asked),
		TEST(test_a_gap_in_the_stream),
		TEST(test_a_state_that_events_overtook),
		TEST(test_the_hub_comes_back_with_another_database),
		TEST(test_the_log_was_cut),
		TEST(test_the_log_was_cut_and_only_answers_come),
		TEST(test_another_site_under_way),
		TEST(test_another_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
