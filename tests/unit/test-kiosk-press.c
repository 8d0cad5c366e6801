/* SPDX-License-Identifier: Apache-2.0 */
/* Presses on their way to a hub that answers as the test wants. */
#include "kiosk/kiosk-press.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "fake-hub.h"
#include "kiosk-fixture.h"

#define TICKET "{\"id\":7,\"number\":\"A001\",\"service\":\"A\",\"lane\":\"regular\"}"

/* ---- the hub; its thread and the test's share what stands here ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *status; /* of each answer; NULL: hangs up without one */
static const char *answer;
static char last_path[128], last_body[512];
static int n_asked;

static bool serve(const struct fake_request *request)
{
	bool answered;

	pthread_mutex_lock(&lock);
	text_copy_cut(last_path, sizeof(last_path), request->path);
	text_copy_cut(last_body, sizeof(last_body), request->body);
	n_asked++;
	answered = status != NULL;
	if (answered) {
		fake_answer(request, status, answer);
	}
	pthread_mutex_unlock(&lock);
	return answered;
}

static void answer_with(const char *new_status, const char *new_answer)
{
	pthread_mutex_lock(&lock);
	status = new_status;
	answer = new_answer;
	pthread_mutex_unlock(&lock);
}

static void assert_asked(const char *path, const char *in_body)
{
	pthread_mutex_lock(&lock);
	assert_string_equal(last_path, path);
	assert_non_null(strstr(last_body, in_body));
	pthread_mutex_unlock(&lock);
}

/* ---- the owner ---- */

struct stand {
	struct kiosk_fixture kiosk;
	struct fake_hub *hub;
	struct client *client;
	struct kiosk_presses *presses;
	struct flow_event fed;
	int n_fed, n_refused, n_work, n_later, n_voided;
	int64_t made, voided;
};

static void on_feed(const struct flow_event *event, void *userdata)
{
	struct stand *stand = userdata;

	stand->fed = *event;
	stand->n_fed++;
}

static void on_made(int64_t ticket, void *userdata)
{
	struct stand *stand = userdata;

	stand->made = ticket;
}

static void on_voided(int64_t ticket, void *userdata)
{
	struct stand *stand = userdata;

	stand->voided = ticket;
	stand->n_voided++;
}

static void on_refused(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_refused++;
}

static void on_work(bool later, void *userdata)
{
	struct stand *stand = userdata;

	stand->n_later += later;
	stand->n_work += !later;
}

static const struct kiosk_presses_calls calls = {on_feed, on_made, on_voided, on_refused, on_work};

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	kiosk_fixture_init(&stand->kiosk);
	stand->hub = fake_hub_new(serve);
	assert_int_equal(
		client_new(stand->kiosk.event, fake_hub_address(stand->hub), NULL, &stand->client),
		0);
	stand->presses = kiosk_presses_new(&calls, stand);
	kiosk_presses_use(stand->presses, stand->client);
	n_asked = 0;
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	client_free(stand->client);
	kiosk_presses_free(stand->presses);
	fake_hub_free(stand->hub);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static void press(struct stand *stand, const char *id)
{
	struct flow_effect effect = {.kind = FLOW_SEND,
		.wish = {.service = "A", .priority = true, .reason = "elderly", .subject = "fees"},
		.language = "vi"};

	text_copy_cut(effect.press_id, sizeof(effect.press_id), id);
	kiosk_press_send(stand->presses, &effect);
}

/* Presses, and waits for what becomes of it. */
static void press_and_hear(struct stand *stand, const char *id, enum flow_event_kind kind)
{
	int fed = stand->n_fed;

	press(stand, id);
	kiosk_fixture_run(&stand->kiosk, &stand->n_fed, fed + 1);
	assert_int_equal(stand->fed.kind, kind);
	assert_string_equal(stand->fed.press_id, id);
}

static void test_a_press_becomes_a_ticket(void **state)
{
	struct stand *stand = *state;

	answer_with("201 Created", TICKET);
	assert_true(kiosk_presses_idle(stand->presses));
	press(stand, "p1");
	press(stand, "p1"); /* it is under way: nothing is sent again */
	assert_false(kiosk_presses_idle(stand->presses));
	kiosk_fixture_run(&stand->kiosk, &stand->n_fed, 1);
	assert_int_equal(stand->fed.kind, FLOW_ANSWER);
	assert_int_equal(stand->fed.ticket.id, 7);
	assert_string_equal(stand->fed.ticket.number, "A001");
	assert_int_equal(stand->made, 7);
	assert_true(kiosk_presses_idle(stand->presses));
	assert_asked("/api/v1/tickets", "\"press_id\"");
	assert_asked("/api/v1/tickets", "\"elderly\"");
	assert_asked("/api/v1/tickets", "\"subject\"");
	assert_asked("/api/v1/tickets", "\"fees\"");
	assert_int_equal(n_asked, 1);
}

static void test_refusals_in_the_flows_words(void **state)
{
	static const struct {
		const char *status, *body;
		enum kiosk_error error;
	} cases[] = {
		{"409 Conflict", "{\"error\":\"closed\"}", KIOSK_ERROR_CLOSED},
		{"409 Conflict", "{\"error\":\"limit_reached\"}", KIOSK_ERROR_LIMIT},
		{"429 Too Many Requests", "{\"error\":\"busy\"}", KIOSK_ERROR_OFTEN},
		{"400 Bad Request", "{\"error\":\"bad_field\"}", KIOSK_ERROR_OTHER},
	};
	struct stand *stand = *state;

	for (int i = 0; i < (int)ELEMENTS(cases); i++) {
		answer_with(cases[i].status, cases[i].body);
		press_and_hear(stand, "p1", FLOW_ERROR);
		assert_int_equal(stand->fed.error, cases[i].error);
		assert_int_equal(stand->n_refused, i + 1);
		assert_true(kiosk_presses_idle(stand->presses));
	}
}

/* A hub that says that it is busy has made nothing: nothing is to be found out. */
static void test_given_up_and_surely_not_made(void **state)
{
	struct stand *stand = *state;

	answer_with("503 Service Unavailable", "{}");
	press_and_hear(stand, "p1", FLOW_NO_ANSWER);
	assert_false(kiosk_presses_idle(stand->presses));
	kiosk_press_give_up(stand->presses, "p1");
	assert_true(kiosk_presses_idle(stand->presses));
	assert_int_equal(stand->n_later, 0);
}

static void test_given_up_and_perhaps_made(void **state)
{
	struct stand *stand = *state;

	answer_with(NULL, NULL);
	press_and_hear(stand, "p1", FLOW_NO_ANSWER);
	kiosk_press_give_up(stand->presses, "p1");
	assert_false(kiosk_presses_idle(stand->presses));
	assert_int_equal(stand->n_later, 1);
	/* Asked again and no answer again: later once more, and not a word to the flow. */
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run(&stand->kiosk, &stand->n_later, 2);
	assert_int_equal(stand->n_fed, 1);
	answer_with("200 OK", TICKET);
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run(&stand->kiosk, &stand->n_fed, 2);
	assert_int_equal(stand->fed.kind, FLOW_ANSWER);
	assert_string_equal(stand->fed.press_id, "p1");
	assert_int_equal(stand->made, 7);
	assert_true(kiosk_presses_idle(stand->presses));
}

static void test_tickets_are_made_void_one_after_the_other(void **state)
{
	struct stand *stand = *state;

	answer_with("500 Internal Server Error", "{}");
	kiosk_press_void(stand->presses, 7);
	kiosk_press_void(stand->presses, 8);
	assert_int_equal(stand->n_work, 2);
	assert_false(kiosk_presses_idle(stand->presses));
	kiosk_presses_work(stand->presses);
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run(&stand->kiosk, &stand->n_later, 1);
	assert_asked("/api/v1/tickets/7/void", "");
	assert_int_equal(stand->n_voided, 0);
	answer_with("200 OK", "{}");
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run(&stand->kiosk, &stand->n_voided, 1);
	assert_int_equal(stand->voided, 7);
	assert_int_equal(stand->n_work, 3);
	/* One that cannot be void any more is no work either. */
	answer_with("409 Conflict", "{}");
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run(&stand->kiosk, &stand->n_voided, 2);
	assert_int_equal(stand->voided, 8);
	assert_true(kiosk_presses_idle(stand->presses));
	assert_int_equal(n_asked, 3);
}

static void test_voids_of_another_history_are_forgotten(void **state)
{
	struct stand *stand = *state;

	kiosk_press_void(stand->presses, 7);
	kiosk_presses_forget_voids(stand->presses);
	assert_true(kiosk_presses_idle(stand->presses));
	kiosk_presses_work(stand->presses);
	kiosk_fixture_run_now(&stand->kiosk);
	assert_int_equal(n_asked, 0);
	assert_int_equal(stand->n_voided, 0);
}

static void test_another_client(void **state)
{
	struct stand *stand = *state;

	answer_with("201 Created", TICKET);
	press(stand, "p1");
	client_free(stand->client);
	assert_int_equal(
		client_new(stand->kiosk.event, fake_hub_address(stand->hub), NULL, &stand->client),
		0);
	kiosk_presses_use(stand->presses, stand->client);
	assert_int_equal(stand->n_fed, 1);
	assert_int_equal(stand->fed.kind, FLOW_NO_ANSWER);
	press_and_hear(stand, "p1", FLOW_ANSWER);
}

static void test_more_presses_than_there_is_room_for(void **state)
{
	struct stand *stand = *state;
	char id[8];

	answer_with("503 Service Unavailable", "{}");
	for (int i = 0; i < PRESSES_MAX; i++) {
		(void)snprintf(id, sizeof(id), "p%d", i);
		press_and_hear(stand, id, FLOW_NO_ANSWER);
	}
	press(stand, "more"); /* the flow tells its visitor when the time is over */
	kiosk_fixture_run_now(&stand->kiosk);
	assert_int_equal(stand->n_fed, PRESSES_MAX);
	kiosk_press_give_up(stand->presses, "more");
	kiosk_press_give_up(stand->presses, "p3");
	press_and_hear(stand, "more", FLOW_NO_ANSWER);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_press_becomes_a_ticket),
		TEST(test_refusals_in_the_flows_words),
		TEST(test_given_up_and_surely_not_made),
		TEST(test_given_up_and_perhaps_made),
		TEST(test_tickets_are_made_void_one_after_the_other),
		TEST(test_voids_of_another_history_are_forgotten),
		TEST(test_another_client),
		TEST(test_more_presses_than_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
