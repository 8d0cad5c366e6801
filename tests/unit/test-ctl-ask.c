/* SPDX-License-Identifier: Apache-2.0 */
/* What a line asks of the hub, and what its answers end in. */
#include "ctl/ctl-ask.h"

#include "check.h"
#include <fcntl.h>
#include <pthread.h>
#include <string.h>

#include "ctl/ctl-arguments.h"
#include "ctl/ctl.h"
#include "fake-hub.h"

enum { WORDS_MAX = 16 };

/* What the hub was asked last, and how it answers. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char last[1024]; /* "POST /path body" */
static int asked;
static const char *answer_status;
static const char *answer_body;
static int break_off; /* so many requests end without an answer */
static char first_body[512];

static bool serve(const struct fake_request *request)
{
	bool broken;

	pthread_mutex_lock(&lock);
	asked++;
	(void)snprintf(
		last, sizeof(last), "%s %s %s", request->method, request->path, request->body);
	if (asked == 1) {
		text_copy_cut(first_body, sizeof(first_body), request->body);
	}
	broken = break_off > 0;
	break_off -= broken;
	pthread_mutex_unlock(&lock);
	if (broken) {
		return false;
	}
	if (strcmp(request->path, "/api/v1/tickets?number=A007") == 0) {
		fake_answer(request, "200 OK", "{\"tickets\":[{\"id\":77}],\"next\":null}");
	} else if (strncmp(request->path, "/api/v1/tickets?number=", 23) == 0) {
		fake_answer(request, "200 OK", "{\"tickets\":[],\"next\":null}");
	} else {
		fake_answer(request, answer_status, answer_body);
	}
	return true;
}

static int set_up(void **state)
{
	*state = fake_hub_new(serve);
	answer_status = "200 OK";
	answer_body = "{}";
	asked = 0;
	break_off = 0;
	return 0;
}

static int tear_down(void **state)
{
	fake_hub_free(*state);
	return 0;
}

/* What the commands print would be in the way of the results. */
static int run_quietly(struct ctl *ctl)
{
	_cleanup_close_ int out = dup(STDOUT_FILENO);
	_cleanup_close_ int err = dup(STDERR_FILENO);
	_cleanup_close_ int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int r;

	(void)fflush(stdout);
	assert_true(dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0);
	r = ctl->arguments.command->run ? ctl->arguments.command->run(ctl) : ask_run(ctl);
	(void)fflush(stdout);
	assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0);
	return r;
}

/* Runs a line against an address. */
static int run_at(const char *hub, const char *line)
{
	char copy[256];
	char *argv[WORDS_MAX] = {(char *)"layso"};
	char *save = NULL;
	char *error = NULL;
	struct ctl ctl = {.hub = hub};
	int argc = 1;

	assert_int_equal(text_copy(copy, sizeof(copy), line), 0);
	for (char *word = strtok_r(copy, " ", &save); word; word = strtok_r(NULL, " ", &save)) {
		assert_true(argc < WORDS_MAX);
		argv[argc++] = word;
	}
	assert_int_equal(arguments_parse(ctl_commands, argc, argv, &ctl.arguments, &error), 0);
	return run_quietly(&ctl);
}

static int run(void **state, const char *line)
{
	return run_at(fake_hub_address(*state), line);
}

static void expect_asked(const char *expected)
{
	pthread_mutex_lock(&lock);
	assert_string_equal(last, expected);
	pthread_mutex_unlock(&lock);
}

/* The same, but for the random name of the request. */
static void expect_asked_once(const char *before, const char *key)
{
	char *id;

	pthread_mutex_lock(&lock);
	assert_int_equal(strncmp(last, before, strlen(before)), 0);
	id = strstr(last, key);
	assert_non_null(id);
	assert_int_equal(strlen(id), strlen(key) + strlen("\":\"ctl-") + 32 + strlen("\"}"));
	pthread_mutex_unlock(&lock);
}

static void a_line_becomes_one_request(void **state)
{
	assert_int_equal(run(state, "state"), CTL_OK);
	expect_asked("GET /api/v1/state ");
	assert_int_equal(run(state, "ticket show 5"), CTL_OK);
	expect_asked("GET /api/v1/tickets/5 ");
	assert_int_equal(
		run(state, "ticket list --state WAITING --number b012 --kiosk a&b --limit 3"),
		CTL_OK);
	expect_asked("GET /api/v1/tickets?state=WAITING&kiosk=a%26b&number=B012&limit=3 ");
	assert_int_equal(run(state, "ticket paper 5 FAILED --cause paper_out"), CTL_OK);
	expect_asked_once(
		"POST /api/v1/tickets/5/paper {\"state\":\"FAILED\",\"cause\":\"paper_out\",",
		"idempotency_key");
	assert_int_equal(run(state, "day close"), CTL_OK);
	expect_asked("POST /api/v1/day {\"move\":\"close\"}");
	assert_int_equal(run(state, "clock accept"), CTL_OK);
	expect_asked("POST /api/v1/clock {\"accept\":true}");
	assert_int_equal(run(state, "token remove kiosk-1"), CTL_OK);
	expect_asked("DELETE /api/v1/tokens/kiosk-1 ");
	assert_int_equal(run(state, "report days --from 2026-11-01 --csv"), CTL_OK);
	expect_asked("GET /api/v1/reports/days.csv?from=2026-11-01 ");
	assert_int_equal(run(state, "health report printer ok --fault none"), CTL_OK);
	expect_asked("POST /api/v1/health "
		     "{\"name\":\"printer\",\"state\":\"ok\",\"fault\":\"none\"}");
	assert_int_equal(run(state, "ticket public a/../b"), CTL_OK);
	expect_asked("GET /api/v1/public/a%2F..%2Fb ");
}

static void a_number_is_looked_up(void **state)
{
	assert_int_equal(run(state, "ticket void a007"), CTL_OK);
	expect_asked_once("POST /api/v1/tickets/77/void {", "idempotency_key");
	assert_int_equal(run(state, "counter 3 resume A007"), CTL_OK);
	expect_asked_once("POST /api/v1/counters/3/resume {\"ticket\":77,", "idempotency_key");
	assert_int_equal(run(state, "ticket void A999"), CTL_REFUSED);
	expect_asked("GET /api/v1/tickets?number=A999 ");
}

static void a_move_carries_a_name_of_its_own(void **state)
{
	assert_int_equal(run(state, "counter 3 open --staff quay-3 --services A,B"), CTL_OK);
	expect_asked_once("POST /api/v1/counters/3/open "
			  "{\"staff\":\"quay-3\",\"services\":[\"A\",\"B\"],",
		"idempotency_key");
	assert_int_equal(run(state, "counter 3 call a007"), CTL_OK);
	expect_asked_once("POST /api/v1/counters/3/call {\"ticket\":77,", "idempotency_key");
	assert_int_equal(run(state, "counter 3 close --hand-over"), CTL_OK);
	expect_asked_once("POST /api/v1/counters/3/close {\"hand_over\":true,", "idempotency_key");
	assert_int_equal(run(state, "counter 3 transfer --counter 2"), CTL_OK);
	expect_asked_once("POST /api/v1/counters/3/transfer {\"counter\":2,", "idempotency_key");
	assert_int_equal(run(state, "ticket issue A"), CTL_OK);
	expect_asked_once("POST /api/v1/tickets {\"service\":\"A\",", "press_id");
	assert_int_equal(run(state, "ticket issue A --press-id p1"), CTL_OK);
	expect_asked("POST /api/v1/tickets {\"service\":\"A\",\"press_id\":\"p1\"}");
}

static void a_broken_connection_repeats_what_is_harmless(void **state)
{
	break_off = 1;
	assert_int_equal(run(state, "counter 3 call-next"), CTL_OK);
	pthread_mutex_lock(&lock);
	assert_int_equal(asked, 2);
	assert_non_null(strstr(last, first_body));
	assert_true(strlen(first_body) > 32);
	pthread_mutex_unlock(&lock);
	break_off = 1;
	asked = 0;
	assert_int_equal(run(state, "token remove kiosk-1"), CTL_AWAY);
	assert_int_equal(asked, 1);
	break_off = 2;
	assert_int_equal(run(state, "state"), CTL_AWAY);
}

static void the_exit_says_what_happened(void **state)
{
	answer_status = "409 Conflict";
	answer_body = "{\"error\":\"busy\",\"message\":\"has one\",\"field\":null}";
	assert_int_equal(run(state, "counter 3 call-next"), CTL_REFUSED);
	answer_status = "401 Unauthorized";
	answer_body = "no JSON";
	assert_int_equal(run(state, "state"), CTL_REFUSED);
	assert_int_equal(run_at("unix:/nowhere/hub.sock", "state"), CTL_AWAY);
	assert_int_equal(run_at("unix:/nowhere/hub.sock", "events --count 1"), CTL_AWAY);
	assert_int_equal(run_at("nonsense", "state"), CTL_USAGE);
	assert_int_equal(run_at("nonsense", "events"), CTL_USAGE);
}

static void a_wrong_site_is_refused_before_or_by_the_hub(void **state)
{
	assert_int_equal(run(state, "site import /nowhere.json"), CTL_USAGE);
	assert_int_equal(run(state, "site import /dev/null"), CTL_USAGE);
	assert_int_equal(run(state, "site import /dev/null --hours sometimes"), CTL_USAGE);
	assert_int_equal(asked, 0);
	answer_body = "{\"seq\":1}";
	assert_int_equal(run(state, "site export"), CTL_REFUSED);
}

static void a_token_is_saved_for_its_owner_only(void **state)
{
	char path[] = "/tmp/token-XXXXXX";
	int fd = mkstemp(path);
	_cleanup_free_ char *line = text_printf("token new kiosk-1 --role kiosk --save %s", path);
	_cleanup_free_ char *token = NULL;

	assert_true(fd >= 0);
	(void)close(fd);
	answer_body = "{\"name\":\"kiosk-1\",\"role\":\"kiosk\",\"token\":\"s3cret\"}";
	assert_int_equal(run(state, line), CTL_OK);
	expect_asked("POST /api/v1/tokens {\"name\":\"kiosk-1\",\"role\":\"kiosk\"}");
	assert_int_equal(text_read_file(path, 100, &token, NULL), 0);
	assert_string_equal(token, "s3cret\n");
	(void)unlink(path);
}

static void words_are_escaped_for_a_path(void **state)
{
	_cleanup_free_ char *text = ask_escape("a b/Đ?-._~%");

	(void)state;
	assert_string_equal(text, "a%20b%2F%C4%90%3F-._~%25");
}

/* A catalogue may be longer than what other answers may be. */
static void a_long_answer_is_fetched_whole(void **state)
{
	const size_t size = 9 * 1024 * 1024;
	_cleanup_free_ char *long_body = memory_new(size + 1, 1);
	_cleanup_(textbuf_done) struct textbuf text = {0};
	struct ctl ctl = {.hub = fake_hub_address(*state)};

	memset(long_body, 'x', size);
	long_body[size - 1] = 'y';
	answer_body = long_body;
	assert_int_equal(ask_fetch_text(&ctl, "/api/v1/procedures/export", "it", &text), CTL_OK);
	assert_int_equal(text.size, size);
	assert_string_equal(text.data, long_body);
	answer_body = "{\"error\":\"busy\",\"message\":\"later\"}";
	answer_status = "503 Service Unavailable";
	assert_int_equal(run(state, "catalogue export"), CTL_REFUSED);
	assert_int_equal(run_at("unix:/nowhere", "catalogue export"), CTL_AWAY);
}

#define with_hub(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_hub(a_line_becomes_one_request),
		with_hub(a_number_is_looked_up),
		with_hub(a_move_carries_a_name_of_its_own),
		with_hub(a_broken_connection_repeats_what_is_harmless),
		with_hub(the_exit_says_what_happened),
		with_hub(a_wrong_site_is_refused_before_or_by_the_hub),
		with_hub(a_token_is_saved_for_its_owner_only),
		with_hub(a_long_answer_is_fetched_whole),
		cmocka_unit_test(words_are_escaped_for_a_path),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
