/* SPDX-License-Identifier: Apache-2.0 */
/* A counter's keys and a hub that answers as the test wants. */
#include "kiosk/kiosk-keys.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"
#include "fake-hub.h"
#include "kiosk-fixture.h"

enum { NEXT, GOOD, ELSEWHERE, DEADLINE_MS = 10000 };

/* ---- the hub; its thread and the test's share what stands here ---- */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char asked[512]; /* "open call-next " */
static char last_body[512];
static const char *status; /* of each answer */
static const char *counter; /* its body */

static bool serve(const struct fake_request *request)
{
	const char *move = strrchr(request->path, '/') + 1;

	pthread_mutex_lock(&lock);
	assert_true(strlen(asked) + strlen(move) + 2 < sizeof(asked));
	(void)strncat(asked, move, sizeof(asked) - strlen(asked) - 1);
	(void)strncat(asked, " ", sizeof(asked) - strlen(asked) - 1);
	text_copy_cut(last_body, sizeof(last_body), request->body);
	fake_answer(request, status, counter);
	pthread_mutex_unlock(&lock);
	return true;
}

static void answer_with(const char *new_status, const char *new_counter)
{
	pthread_mutex_lock(&lock);
	status = new_status;
	counter = new_counter;
	asked[0] = last_body[0] = '\0';
	pthread_mutex_unlock(&lock);
}

static void assert_asked(const char *moves)
{
	pthread_mutex_lock(&lock);
	assert_string_equal(asked, moves);
	pthread_mutex_unlock(&lock);
}

static void assert_in_body(const char *text)
{
	pthread_mutex_lock(&lock);
	assert_non_null(strstr(last_body, text));
	pthread_mutex_unlock(&lock);
}

/* ---- the owner ---- */

struct stand {
	struct kiosk_fixture kiosk;
	struct fake_hub *hub;
	struct client *client;
	struct kiosk_keys *keys;
	int n_shown;
};

static void on_show(void *userdata)
{
	struct stand *stand = userdata;

	stand->n_shown++;
}

static void take_state(struct stand *stand, const char *text)
{
	json_auto_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	kiosk_keys_on_state(stand->keys, json);
}

static int set_up(void **state)
{
	static const struct kiosk_keys_calls calls = {on_show};
	struct stand *stand = memory_new(1, sizeof(*stand));
	struct board *board = &stand->kiosk.board;
	const char *address;

	*state = stand;
	kiosk_fixture_init(&stand->kiosk);
	board->n_buttons = 3;
	board->buttons[NEXT] =
		(struct board_button){.does = BOARD_COUNTER, .counter = 1, .move = "next"};
	board->buttons[GOOD] = (struct board_button){.does = BOARD_RATE, .counter = 1, .score = 5};
	board->buttons[ELSEWHERE] =
		(struct board_button){.does = BOARD_COUNTER, .counter = 7, .move = "next"};
	board->n_counters = 1;
	board->counters[0] = (struct board_counter){.number = 1, .staff = "lan"};
	stand->hub = fake_hub_new(serve);
	address = fake_hub_address(stand->hub);
	stand->keys = kiosk_keys_new(&stand->kiosk.context, &calls, stand);
	assert_int_equal(kiosk_keys_connect(stand->keys, address, NULL), 0);
	assert_int_equal(client_new(stand->kiosk.event, address, NULL, &stand->client), 0);
	kiosk_keys_use(stand->keys, stand->client);
	answer_with("200 OK", "{}");
	take_state(stand, "{\"counters\":[{\"number\":1,\"state\":\"OFF\",\"services\":[\"A\"]}]}");
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	kiosk_keys_free(stand->keys);
	client_free(stand->client);
	fake_hub_free(stand->hub);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static void wait_sign(struct stand *stand, int key, enum board_sign sign)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	while (kiosk_keys_sign(stand->keys, key) != sign) {
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(stand->kiosk.event, 20000) >= 0);
	}
}

static void test_the_first_call_opens_the_counter_for_who_works_there(void **state)
{
	struct stand *stand = *state;

	assert_int_equal(kiosk_keys_counter_sign(stand->keys, 1), BOARD_SIGN_CLOSED);
	answer_with("200 OK",
		"{\"number\":1,\"state\":\"OPEN\",\"ticket\":{\"state\":\"SERVING\"},"
		"\"services\":[\"A\"]}");
	kiosk_keys_press(stand->keys, NEXT);
	assert_int_equal(kiosk_keys_sign(stand->keys, NEXT), BOARD_SIGN_WORKING);
	kiosk_keys_press(stand->keys, NEXT); /* one that is under way does nothing */
	wait_sign(stand, NEXT, BOARD_SIGN_READY);
	assert_asked("open call-next ");
	assert_in_body("idempotency_key");
	assert_true(stand->n_shown > 0);
	assert_int_equal(kiosk_keys_counter_sign(stand->keys, 1), BOARD_SIGN_WORKING);
}

static void test_a_refusal_flashes_and_ends_the_steps(void **state)
{
	struct stand *stand = *state;

	answer_with("409 Conflict", "{\"error\":\"not_allowed\",\"message\":\"no\"}");
	kiosk_keys_press(stand->keys, NEXT);
	wait_sign(stand, NEXT, BOARD_SIGN_TROUBLE);
	assert_asked("open ");
	assert_in_body("\"lan\"");
	wait_sign(stand, NEXT, BOARD_SIGN_CLOSED);
}

static void test_nobody_to_call_flashes(void **state)
{
	struct stand *stand = *state;

	take_state(
		stand, "{\"counters\":[{\"number\":1,\"state\":\"OPEN\",\"services\":[\"A\"]}]}");
	assert_int_equal(kiosk_keys_sign(stand->keys, NEXT), BOARD_SIGN_READY); /* 3 wait for A */
	answer_with("204 No Content", "");
	kiosk_keys_press(stand->keys, NEXT);
	wait_sign(stand, NEXT, BOARD_SIGN_TROUBLE);
	assert_asked("call-next ");
}

static void test_a_counter_that_the_site_lacks_asks_nothing(void **state)
{
	struct stand *stand = *state;

	assert_int_equal(kiosk_keys_sign(stand->keys, ELSEWHERE), BOARD_SIGN_CLOSED);
	kiosk_keys_press(stand->keys, ELSEWHERE);
	assert_int_equal(kiosk_keys_sign(stand->keys, ELSEWHERE), BOARD_SIGN_TROUBLE);
	wait_sign(stand, ELSEWHERE, BOARD_SIGN_CLOSED);
	assert_asked("");
}

static void test_a_visitor_rates(void **state)
{
	struct stand *stand = *state;
	json_auto_t *event = json_loads("{\"counter\":1,\"state\":\"FINISHED\"}", 0, NULL);
	json_auto_t *rated = json_loads("{\"counter\":1}", 0, NULL);

	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_CLOSED);
	assert_false(kiosk_keys_on_event(stand->keys, "finish", event));
	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_READY);
	kiosk_keys_press(stand->keys, GOOD);
	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_WORKING);
	wait_sign(stand, GOOD, BOARD_SIGN_READY);
	assert_asked("rate ");
	assert_in_body("\"score\":5");
	assert_false(kiosk_keys_on_event(stand->keys, "rate", rated));
	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_CLOSED);
	/* Which services a counter has now is not in its event. */
	assert_true(kiosk_keys_on_event(stand->keys, "counter_open", rated));
}

/* What was under way is over with its client, and the keys are free again. */
static void test_another_client(void **state)
{
	struct stand *stand = *state;

	kiosk_keys_press(stand->keys, NEXT);
	kiosk_keys_press(stand->keys, GOOD);
	assert_int_equal(kiosk_keys_connect(stand->keys, fake_hub_address(stand->hub), NULL), 0);
	assert_int_equal(kiosk_keys_sign(stand->keys, NEXT), BOARD_SIGN_CLOSED);
	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_WORKING);
	client_free(stand->client);
	assert_int_equal(
		client_new(stand->kiosk.event, fake_hub_address(stand->hub), NULL, &stand->client),
		0);
	kiosk_keys_use(stand->keys, stand->client);
	assert_int_equal(kiosk_keys_sign(stand->keys, GOOD), BOARD_SIGN_CLOSED);
}

static void test_the_hub_away(void **state)
{
	struct stand *stand = *state;

	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_HUB, .on = false});
	assert_int_equal(kiosk_keys_counter_sign(stand->keys, 1), BOARD_SIGN_TROUBLE);
	assert_int_equal(kiosk_keys_sign(stand->keys, NEXT), BOARD_SIGN_CLOSED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_first_call_opens_the_counter_for_who_works_there),
		TEST(test_a_refusal_flashes_and_ends_the_steps),
		TEST(test_nobody_to_call_flashes),
		TEST(test_a_counter_that_the_site_lacks_asks_nothing),
		TEST(test_a_visitor_rates),
		TEST(test_another_client),
		TEST(test_the_hub_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
