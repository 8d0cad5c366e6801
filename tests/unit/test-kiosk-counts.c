/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub is told of look-ups, with a hub that answers as the test wants. */
#include "kiosk/kiosk-counts.h"

#include <pthread.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "fake-hub.h"

enum { ASKED_MAX = 8 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *status; /* of each answer; NULL: hangs up without one */
static int n_asked;
static char asked[ASKED_MAX][192]; /* the last ones' path and body */

static bool serve(const struct fake_request *request)
{
	bool answered;

	pthread_mutex_lock(&lock);
	text_copy_cut(asked[n_asked % ASKED_MAX], sizeof(asked[0]), request->path);
	strncat(asked[n_asked % ASKED_MAX], request->body, 60); // NOLINT: there is room
	n_asked++;
	answered = status != NULL;
	if (answered) {
		fake_answer(request, status, "{}");
	}
	pthread_mutex_unlock(&lock);
	return answered;
}

static void answer_with(const char *new_status)
{
	pthread_mutex_lock(&lock);
	status = new_status;
	pthread_mutex_unlock(&lock);
}

static int asked_now(void)
{
	int n;

	pthread_mutex_lock(&lock);
	n = n_asked;
	pthread_mutex_unlock(&lock);
	return n;
}

static void assert_asked(int at, const char *path, const char *body)
{
	pthread_mutex_lock(&lock);
	assert_true(at < n_asked);
	assert_non_null(strstr(asked[at % ASKED_MAX], path));
	assert_non_null(strstr(asked[at % ASKED_MAX], body));
	pthread_mutex_unlock(&lock);
}

struct stand {
	sd_event *event;
	struct fake_hub *hub;
	struct client *client;
	struct kiosk_counts *counts;
};

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	n_asked = 0;
	assert_true(sd_event_new(&stand->event) >= 0);
	stand->hub = fake_hub_new(serve);
	assert_int_equal(
		client_new(stand->event, fake_hub_address(stand->hub), NULL, &stand->client), 0);
	stand->counts = kiosk_counts_new();
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	client_free(stand->client);
	kiosk_counts_free(stand->counts);
	fake_hub_free(stand->hub);
	sd_event_unref(stand->event);
	free(stand);
	return 0;
}

static void run_until(struct stand *stand, int left)
{
	while (kiosk_counts_n(stand->counts) > left) {
		assert_true(sd_event_run(stand->event, UINT64_MAX) > 0);
	}
}

/* Sends one that is not taken, and waits until that is known. */
static void work_and_fail(struct stand *stand)
{
	const int before = asked_now();

	kiosk_counts_work(stand->counts);
	while (asked_now() == before) {
		assert_true(sd_event_run(stand->event, 10000) >= 0);
	}
	client_free(TAKE_PTR(stand->client)); /* the answer may not have been read */
	assert_int_equal(
		client_new(stand->event, fake_hub_address(stand->hub), NULL, &stand->client), 0);
	kiosk_counts_use(stand->counts, stand->client);
}

static void each_is_told_once_in_its_order(void **state)
{
	struct stand *stand = *state;

	answer_with("204 No Content");
	kiosk_counts_add(stand->counts, KIOSK_COUNT_LOOKED_UP, "1.000001"); /* no hub yet */
	kiosk_counts_add(stand->counts, KIOSK_COUNT_PRINTED, "1.000001");
	kiosk_counts_add(stand->counts, KIOSK_COUNT_WRONG, "1.000002");
	assert_int_equal(kiosk_counts_n(stand->counts), 3);
	kiosk_counts_use(stand->counts, stand->client);
	kiosk_counts_work(stand->counts);
	kiosk_counts_work(stand->counts); /* one is under way */
	run_until(stand, 0);
	assert_int_equal(asked_now(), 3);
	assert_asked(0, "/api/v1/procedures/1.000001/looked-up", "\"kiosk\"");
	assert_asked(1, "/api/v1/procedures/1.000001/looked-up", "\"printed\":true");
	assert_asked(2, "/api/v1/procedures/1.000002/wrong", "\"kiosk\"");
}

static void of_a_search_only_what_is_nobody_s_is_told(void **state)
{
	static const char *const not_told[] = {"XE 0912345678", "LO THI HOA", "A@B", ""};
	struct stand *stand = *state;

	answer_with("204 No Content");
	kiosk_counts_add(stand->counts, KIOSK_COUNT_FOUND, "KHAI SINH");
	kiosk_counts_add(stand->counts, KIOSK_COUNT_MISSED, "XE OM");
	for (size_t i = 0; i < ELEMENTS(not_told); i++) {
		kiosk_counts_add(stand->counts, KIOSK_COUNT_MISSED, not_told[i]);
	}
	kiosk_counts_use(stand->counts, stand->client);
	kiosk_counts_work(stand->counts);
	run_until(stand, 0);
	assert_int_equal(asked_now(), 6);
	assert_asked(0, "/api/v1/procedures/searched{", "\"found\":true}");
	assert_asked(1, "/api/v1/procedures/searched{", "\"found\":false,\"q\":\"XE OM\"}");
	for (int i = 2; i < 6; i++) {
		assert_asked(i, "/api/v1/procedures/searched{", "\"found\":false}");
	}
}

static void what_the_hub_does_not_answer_is_kept(void **state)
{
	static const char *const failures[] = {NULL, "503 Service Unavailable", "401 Unauthorized"};
	struct stand *stand = *state;

	kiosk_counts_use(stand->counts, stand->client);
	answer_with(NULL);
	kiosk_counts_add(stand->counts, KIOSK_COUNT_WRONG, "1.000001");
	for (size_t i = 0; i < ELEMENTS(failures); i++) {
		answer_with(failures[i]);
		work_and_fail(stand);
		assert_int_equal(kiosk_counts_n(stand->counts), 1);
	}
	/* Another hub's procedures, or one that was taken out: nobody counts it. */
	answer_with("404 Not Found");
	kiosk_counts_work(stand->counts);
	run_until(stand, 0);
}

static void what_was_told_too_often_lets_others_pass(void **state)
{
	struct stand *stand = *state;
	int before;

	kiosk_counts_add(stand->counts, KIOSK_COUNT_WRONG, "1.000001");
	kiosk_counts_add(stand->counts, KIOSK_COUNT_MISSED, "XE OM");
	kiosk_counts_use(stand->counts, stand->client);
	answer_with("429 Too Many Requests");
	kiosk_counts_work(stand->counts);
	while (asked_now() == 0) {
		assert_true(sd_event_run(stand->event, 10000) >= 0);
	}
	answer_with("204 No Content");
	while (kiosk_counts_n(stand->counts) > 0) { /* the answer comes when it comes */
		before = asked_now();
		assert_true(sd_event_run(stand->event, 10000) >= 0);
		if (before == asked_now()) {
			kiosk_counts_work(stand->counts);
		}
	}
	assert_asked(1, "searched", "XE OM");
	assert_asked(2, "1.000001", "kiosk");
}

static void of_too_many_the_oldest_go_and_last_what_is_wrong(void **state)
{
	struct stand *stand = *state;
	const int n = KIOSK_COUNTS_MAX;

	kiosk_counts_add(stand->counts, KIOSK_COUNT_WRONG, "1.000000");
	for (int i = 1; i < n + 2; i++) {
		_cleanup_free_ char *key = text_printf("1.%06d", i);

		kiosk_counts_add(stand->counts, KIOSK_COUNT_LOOKED_UP, key);
	}
	assert_int_equal(kiosk_counts_n(stand->counts), n);
	answer_with("204 No Content");
	kiosk_counts_use(stand->counts, stand->client);
	kiosk_counts_work(stand->counts);
	run_until(stand, n - 2);
	assert_asked(0, "1.000000/wrong", "");
	assert_asked(1, "1.000003/looked-up", "");
	run_until(stand, 0);
	/* Nothing but those. */
	for (int i = 0; i < n + 1; i++) {
		kiosk_counts_add(stand->counts, KIOSK_COUNT_WRONG, "1.000009");
	}
	assert_true(kiosk_counts_n(stand->counts) <= n);
	run_until(stand, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_is_told_once_in_its_order),
		TEST(of_a_search_only_what_is_nobody_s_is_told),
		TEST(what_the_hub_does_not_answer_is_kept),
		TEST(what_was_told_too_often_lets_others_pass),
		TEST(of_too_many_the_oldest_go_and_last_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
