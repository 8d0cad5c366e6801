/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's side of the hub, beside a hub that the test speaks for. */
#include "kiosk/kiosk-hub.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"
#include "fake-hub.h"
#include "kiosk-fixture.h"

enum { DEADLINE_MS = 10000 };

#define TICKET(id) \
	"{\"id\":" id ",\"number\":\"A00" id \
	"\",\"service\":\"A\",\"state\":\"WAITING\",\"prints\":0}"

#define LATE_TICKET \
	"{\"id\":4,\"number\":\"A004\",\"service\":\"A\",\"state\":\"WAITING\"," \
	"\"prints\":1,\"slip\":\"later\"}"

/* ---- the hub; its threads and the test's share what stands here ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char asked[4096]; /* "GET site, GET state, POST health ok, …" */
static char event[512]; /* to be sent to who follows; "" none */
static char epoch[16];
static const char *queued; /* the list of queued tickets, a JSON array */
static int64_t next_queued; /* its next page; 0 none */
static bool failing; /* reports are answered with 500 */

static void note(const char *method, const char *what, const char *more)
{
	size_t size = strlen(asked);

	(void)snprintf(asked + size, sizeof(asked) - size, "%s %s%s%s, ", method, what,
		*more ? " " : "", more);
}

static void serve_events(const struct fake_request *request)
{
	fake_send(request, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n:\n\n");
	while (!fake_gone_within(request, 5)) {
		pthread_mutex_lock(&lock);
		fake_send(request, *event ? event : ":\n\n");
		event[0] = '\0';
		pthread_mutex_unlock(&lock);
	}
}

static void serve_get(const struct fake_request *request, const char *what)
{
	_cleanup_free_ char *text = NULL;

	if (strcmp(what, "site") == 0) {
		text = text_printf("{\"seq\":2,\"site\":{\"format\":\"layso-site/"
				   "1\",\"hours\":\"always\",\"name\":{\"en\":\"x\"},\"languages\":"
				   "[\"en\"],\"services\":[],\"counters\":[]}}");
	} else if (strcmp(what, "state") == 0) {
		text = text_printf(
			"{\"seq\":20,\"site_seq\":2,\"epoch\":\"%s\",\"services\":[]}", epoch);
	} else if (strstr(what, "paper=LATER")) {
		text = text_printf("{\"tickets\":[" TICKET("3") "," LATE_TICKET "],\"next\":null}");
	} else if (strncmp(what, "tickets?", 8) == 0) {
		text = next_queued > 0 && strstr(what, "after=0")
			? text_printf("{\"tickets\":[],\"next\":%d}", (int)next_queued)
			: text_printf("{\"tickets\":%s,\"next\":null}", queued);
	} else {
		text = text_printf("%s", TICKET("9"));
	}
	fake_answer(request, "200 OK", text);
}

static bool serve(const struct fake_request *request)
{
	const char *what = request->path + strlen("/api/v1/");
	json_auto_t *body = json_loads(request->body, 0, NULL);
	const char *state = json_string_value(json_object_get(body, "state"));

	if (strncmp(what, "events", 6) == 0) {
		serve_events(request);
		return false;
	}
	pthread_mutex_lock(&lock);
	note(request->method, what, state ? state : "");
	if (strcmp(request->method, "GET") == 0) {
		serve_get(request, what);
	} else {
		fake_answer(request, failing ? "500 Internal Server Error" : "200 OK", "{}");
	}
	pthread_mutex_unlock(&lock);
	return true;
}

static bool was_asked(const char *what)
{
	bool found;

	pthread_mutex_lock(&lock);
	found = strstr(asked, what) != NULL;
	pthread_mutex_unlock(&lock);
	return found;
}

static void forget_asked(void)
{
	pthread_mutex_lock(&lock);
	asked[0] = '\0';
	pthread_mutex_unlock(&lock);
}

/* ---- the owner ---- */

struct stand {
	struct kiosk_fixture kiosk;
	struct fake_hub *fake;
	struct kiosk_hub *hub;
	struct client *client;
	int n_sites, n_changed, n_states, n_events, n_forgotten, n_reprints, n_queued, n_works;
	int n_reported, n_listed, n_late;
	bool late; /* slips of before can be printed */
	bool busy; /* a press has no outcome yet */
	bool second_print, waits;
	int64_t own, ticket;
	struct spool_report report; /* ticket 0: none */
};

static void on_client(struct client *client, void *userdata)
{
	struct stand *stand = userdata;

	stand->client = client;
}

#define COUNTER(name, member) \
	static void name(void *userdata) \
	{ \
		struct stand *stand = userdata; \
\
		stand->member++; \
	}
COUNTER(on_site, n_sites)
COUNTER(on_changed, n_changed)
COUNTER(on_forget, n_forgotten)
COUNTER(on_work, n_works)
COUNTER(on_listed, n_listed)

static void on_show(void *userdata)
{
	(void)userdata;
}

static void on_state(const json_t *state, void *userdata)
{
	struct stand *stand = userdata;

	assert_true(json_is_array(json_object_get(state, "services")));
	stand->n_states++;
}

static bool on_event(const char *kind, const json_t *data, void *userdata)
{
	struct stand *stand = userdata;

	assert_true(json_is_object(data));
	stand->n_events++;
	return strcmp(kind, "counter_open") == 0;
}

static bool is_own(int64_t ticket, void *userdata)
{
	struct stand *stand = userdata;

	return ticket == stand->own;
}

static void on_disown(int64_t ticket, void *userdata)
{
	struct stand *stand = userdata;

	stand->own = stand->own == ticket ? 0 : stand->own;
}

static void on_reprint(const struct kiosk_ticket *ticket, void *userdata)
{
	struct stand *stand = userdata;

	stand->ticket = ticket->id;
	stand->n_reprints++;
}

static void on_queued(
	const struct kiosk_ticket *ticket, bool second_print, bool waits, void *userdata)
{
	struct stand *stand = userdata;

	stand->ticket = ticket->id;
	stand->second_print = second_print;
	stand->waits = waits;
	stand->n_queued++;
}

static bool wants_late(void *userdata)
{
	const struct stand *stand = userdata;

	return stand->late && stand->report.ticket == 0;
}

static void on_late(const struct kiosk_ticket *ticket, void *userdata)
{
	struct stand *stand = userdata;

	stand->ticket = ticket->id;
	stand->n_late++;
}

static bool is_idle(void *userdata)
{
	struct stand *stand = userdata;

	return !stand->busy;
}

static const struct spool_report *next_report(void *userdata)
{
	struct stand *stand = userdata;

	return stand->report.ticket ? &stand->report : NULL;
}

static void on_reported(uint64_t number, bool taken, void *userdata)
{
	struct stand *stand = userdata;

	assert_true(taken);
	assert_int_equal(number, stand->report.number);
	stand->report.ticket = 0;
	stand->n_reported++;
}

static const struct kiosk_hub_calls calls = {
	.client = on_client,
	.site = on_site,
	.changed = on_changed,
	.show = on_show,
	.state = on_state,
	.event = on_event,
	.forget = on_forget,
	.is_own = is_own,
	.disown = on_disown,
	.reprint = on_reprint,
	.queued = on_queued,
	.listed = on_listed,
	.wants_late = wants_late,
	.late = on_late,
	.is_idle = is_idle,
	.work = on_work,
	.report = next_report,
	.reported = on_reported,
};

static void run_until_asked(struct stand *stand, const char *what)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (!was_asked(what)) {
		if (clock_mono_ms() > end_ms) {
			fail_msg("the hub was never asked '%s', but %s", what, asked);
		}
		assert_true(sd_event_run(stand->kiosk.event, 20000) >= 0);
	}
}

static void run_until_up(struct stand *stand)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (!kiosk_hub_is_up(stand->hub)) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(stand->kiosk.event, 20000) >= 0);
	}
}

static void send_event(const char *text)
{
	pthread_mutex_lock(&lock);
	text_copy_cut(event, sizeof(event), text);
	pthread_mutex_unlock(&lock);
}

static void connect_hub(struct stand *stand)
{
	assert_int_equal(kiosk_hub_connect(stand->hub, fake_hub_address(stand->fake), NULL), 0);
}

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	kiosk_fixture_init(&stand->kiosk);
	stand->kiosk.board.printer.driver[0] = 's';
	forget_asked();
	event[0] = '\0';
	text_copy_cut(epoch, sizeof(epoch), "one");
	queued = "[]";
	next_queued = 0;
	failing = false;
	stand->fake = fake_hub_new(serve);
	stand->hub = kiosk_hub_new(&stand->kiosk.context, stand->kiosk.data, &calls, stand);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	kiosk_hub_free(stand->hub);
	fake_hub_free(stand->fake);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static void test_site_and_state_are_known_before_the_hub_is_up(void **state)
{
	struct stand *stand = *state;

	assert_false(kiosk_hub_is_up(stand->hub));
	connect_hub(stand);
	assert_non_null(stand->client);
	run_until_up(stand);
	kiosk_fixture_run(&stand->kiosk, &stand->n_sites, 1);
	assert_true(stand->n_states > 0); /* again when the state is older than the site */
	assert_true(stand->n_changed > 0);
	assert_string_equal(kiosk_data_first_language(stand->kiosk.data), "en");
	assert_true(kiosk_data_has_state(stand->kiosk.data));
	kiosk_fixture_run(&stand->kiosk, &stand->n_works, 1);
}

static void test_a_device_is_told_once_and_again_until_the_hub_has_it(void **state)
{
	struct stand *stand = *state;

	kiosk_hub_tell(
		stand->hub, DEVICE_PANEL, "stuck", FAULT_DEVICE, "A"); /* before there is one */
	failing = true;
	connect_hub(stand);
	run_until_asked(stand, "POST health stuck");
	forget_asked();
	run_until_asked(stand, "POST health stuck");
	pthread_mutex_lock(&lock);
	failing = false;
	asked[0] = '\0';
	pthread_mutex_unlock(&lock);
	run_until_asked(stand, "POST health stuck");
	forget_asked();
	kiosk_hub_tell(stand->hub, DEVICE_PANEL, "stuck", FAULT_DEVICE, "A");
	kiosk_hub_tell(stand->hub, DEVICE_SCREEN, "ok", FAULT_NONE, "");
	run_until_asked(stand, "POST health ok");
	assert_false(was_asked("stuck"));
}

static void test_a_slips_report_is_repeated_until_the_hub_has_it(void **state)
{
	struct stand *stand = *state;

	failing = true;
	stand->report = (struct spool_report){.ticket = 7, .result = SPOOL_FAILED, .number = 3};
	connect_hub(stand);
	run_until_asked(stand, "POST tickets/7/paper FAILED");
	forget_asked();
	run_until_asked(stand, "POST tickets/7/paper FAILED");
	assert_int_equal(stand->n_reported, 0);
	pthread_mutex_lock(&lock);
	failing = false;
	pthread_mutex_unlock(&lock);
	kiosk_fixture_run(&stand->kiosk, &stand->n_reported, 1);
}

static void test_what_was_queued_before_is_brought(void **state)
{
	struct stand *stand = *state;

	queued = "[" TICKET("3") "]";
	next_queued = 2;
	connect_hub(stand);
	kiosk_fixture_run(&stand->kiosk, &stand->n_queued, 1);
	assert_true(was_asked("after=0"));
	assert_true(was_asked("after=2"));
	assert_int_equal(stand->ticket, 3);
	assert_int_equal(stand->n_listed, 1); /* not after the first page */
	assert_true(stand->second_print); /* this process is new: the first may have come out */
	assert_true(stand->waits);
}

static void test_late_slips_are_brought_when_they_are_wanted(void **state)
{
	struct stand *stand = *state;

	stand->report = (struct spool_report){.ticket = 4, .result = SPOOL_LATER, .number = 3};
	stand->late = true;
	connect_hub(stand);
	/* What became of the last slips is told first. */
	run_until_asked(stand, "POST tickets/4/paper LATER");
	assert_false(was_asked("paper=LATER"));
	kiosk_fixture_run(&stand->kiosk, &stand->n_late, 1);
	assert_int_equal(stand->ticket, 4); /* not 3, which the hub does not want printed */
	/* Once, until somebody asks. */
	forget_asked();
	kiosk_hub_work(stand->hub);
	kiosk_hub_tell(stand->hub, DEVICE_SCREEN, "ok", FAULT_NONE, "");
	run_until_asked(stand, "POST health ok");
	assert_false(was_asked("paper=LATER"));
	kiosk_hub_ask_late(stand->hub);
	kiosk_fixture_run(&stand->kiosk, &stand->n_late, 2);
}

static void test_the_queue_waits_for_the_presses(void **state)
{
	struct stand *stand = *state;

	stand->busy = true;
	queued = "[" TICKET("3") "]";
	connect_hub(stand);
	kiosk_fixture_run(&stand->kiosk, &stand->n_works, 2);
	assert_false(was_asked("QUEUED"));
	stand->busy = false;
	kiosk_hub_work(stand->hub);
	kiosk_fixture_run(&stand->kiosk, &stand->n_queued, 1);
}

static void test_events(void **state)
{
	struct stand *stand = *state;

	connect_hub(stand);
	run_until_asked(stand, "QUEUED");
	forget_asked();
	stand->own = 9;
	send_event("id: 21\nevent: reprint\ndata: {\"ticket\":9,\"kiosk\":\"kiosk-2\"}\n\n");
	kiosk_fixture_run(&stand->kiosk, &stand->n_events, 1);
	assert_int_equal(stand->own, 9); /* another kiosk's */
	send_event("id: 22\nevent: reprint\ndata: {\"ticket\":9,\"kiosk\":\"kiosk-1\"}\n\n");
	kiosk_fixture_run(&stand->kiosk, &stand->n_reprints, 1);
	assert_int_equal(stand->ticket, 9);
	assert_int_equal(stand->own, 0);
	assert_false(was_asked("GET state"));
	send_event("id: 23\nevent: counter_open\ndata: {\"counter\":1}\n\n");
	run_until_asked(stand, "GET state");
	/* One that staff made for this kiosk: the list brings it. */
	forget_asked();
	pthread_mutex_lock(&lock);
	queued = "[" TICKET("5") "]";
	pthread_mutex_unlock(&lock);
	send_event("id: 24\nevent: issue\ndata: {\"ticket\":5,\"kiosk\":\"kiosk-1\"}\n\n");
	kiosk_fixture_run(&stand->kiosk, &stand->n_queued, 1);
	assert_int_equal(stand->ticket, 5);
	assert_false(stand->second_print);
}

static void test_another_database(void **state)
{
	struct stand *stand = *state;

	connect_hub(stand);
	run_until_up(stand);
	kiosk_fixture_run(&stand->kiosk, &stand->n_works, 1);
	assert_int_equal(stand->n_forgotten, 0);
	forget_asked();
	pthread_mutex_lock(&lock);
	text_copy_cut(epoch, sizeof(epoch), "two");
	pthread_mutex_unlock(&lock);
	kiosk_hub_refresh(stand->hub);
	kiosk_fixture_run(&stand->kiosk, &stand->n_forgotten, 1);
	/* Its site may be another one although it has the same number. */
	run_until_asked(stand, "GET site");
	run_until_asked(stand, "QUEUED");
}

static void test_an_address_that_is_none(void **state)
{
	struct stand *stand = *state;

	connect_hub(stand);
	run_until_up(stand);
	assert_int_equal(kiosk_hub_connect(stand->hub, "nowhere", NULL), -EINVAL);
	assert_true(kiosk_hub_is_up(stand->hub)); /* the former one stands */
	connect_hub(stand);
	assert_false(kiosk_hub_is_up(stand->hub));
	run_until_up(stand);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_site_and_state_are_known_before_the_hub_is_up),
		TEST(test_a_device_is_told_once_and_again_until_the_hub_has_it),
		TEST(test_a_slips_report_is_repeated_until_the_hub_has_it),
		TEST(test_what_was_queued_before_is_brought),
		TEST(test_late_slips_are_brought_when_they_are_wanted),
		TEST(test_the_queue_waits_for_the_presses),
		TEST(test_events),
		TEST(test_another_database),
		TEST(test_an_address_that_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
