/* SPDX-License-Identifier: Apache-2.0 */
/* What the hall shows: the cases of firmware/hall/calls.c. */
#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "hall/calls.h"

/* Monday 2026-11-23, 08:00:00 in Ha Noi. */
#define EIGHT 1795395600000LL
enum { BOOT_MS = 1000000, SECOND = 1000, MINUTE = 60000, HOUR = 3600000 };

struct fixture {
	struct calls *calls;
	struct moment now;
	struct hall_view view;
	int64_t seq;
	int pages; /* of services on the screen */
};

static char *site_text(const char *hours, const char *more)
{
	return text_printf(
		"{\"seq\": 2, \"site\": {\"format\": \"layso-site/1\", \"name\": {\"vi\": \"Trung "
		"tâm\", \"en\": \"Centre\"}, \"timezone\": \"Asia/Ho_Chi_Minh\", \"languages\": "
		"[\"vi\", \"en\"], \"hours\": %s, \"services\": [{\"id\": \"A\", \"series\": "
		"\"A\", \"name\": {\"vi\": \"Hộ tịch\", \"en\": \"Civil status\"}}, {\"id\": "
		"\"B\", \"series\": \"B\", \"name\": {\"vi\": \"Đất đai\", \"en\": \"Land\"}, "
		"\"daily_limit\": 3}, {\"id\": \"C\", \"series\": \"C\", \"name\": {\"vi\": "
		"\"Cũ\", \"en\": \"Old\"}, \"active\": false}], \"counters\": [{\"number\": 1, "
		"\"name\": {\"vi\": \"Quầy 1\", \"en\": \"Counter 1\"}, \"services\": "
		"[\"A\"]}], \"texts\": {\"hall_welcome\": {\"vi\": \"Kính chào\", \"en\": "
		"\"Welcome\"}}%s}}",
		hours, more);
}

#define OFFICE \
	"{\"mon\": [[\"07:30\", \"11:30\"], [\"13:30\", \"17:00\"]], \"tue\": [[\"07:30\", " \
	"\"11:30\"]], \"wed\": [], \"thu\": [], \"fri\": [[\"08:00\", \"11:30\"]], \"sat\": [], " \
	"\"sun\": []}"

static void take_site(struct fixture *f, const char *hours, const char *more)
{
	_cleanup_free_ char *text = site_text(hours, more);
	json_t *json = json_loads(text, 0, NULL);

	assert_non_null(json);
	assert_int_equal(calls_take_site(f->calls, json), 0);
	json_decref(json);
}

static char *iso(int64_t wall_ms)
{
	char text[ISO_LENGTH + 1];

	zone_format(wall_ms, text);
	return text_dup(text);
}

static int64_t hub_now(const struct fixture *f)
{
	return EIGHT + f->now.boot_ms - BOOT_MS;
}

static json_t *state_json(struct fixture *f, json_t *calls)
{
	_cleanup_free_ char *time = iso(hub_now(f));

	return json_pack("{s:I, s:I, s:s, s:b, s:s, s:s, s:[{s:s,s:s,s:i,s:i},{s:s,s:s,s:i,s:i}], "
			 "s:[], s:o}",
		"seq", (json_int_t)f->seq, "site_seq", (json_int_t)2, "day", "2026-11-23",
		"day_open", 1, "time", time, "clock", "ok", "services", "id", "A", "opening",
		"open", "waiting", 3, "issued", 5, "id", "B", "opening", "open", "waiting", 0,
		"issued", 0, "counters", "calls", calls);
}

static json_t *call_json(struct fixture *f, int64_t ticket, const char *number, int counter,
	const char *state, int calls, int64_t age_ms)
{
	_cleanup_free_ char *at = iso(hub_now(f) - age_ms);

	return json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:i, s:s}", "ticket", (json_int_t)ticket,
		"number", number, "service", "A", "lane", "regular", "counter", counter, "state",
		state, "calls", calls, "at", at);
}

static unsigned take_state(struct fixture *f, json_t *state)
{
	unsigned wants = 99;

	assert_int_equal(calls_take_state(f->calls, state, &f->now, &wants), 0);
	json_decref(state);
	return wants;
}

static const struct hall_view *look(struct fixture *f)
{
	calls_view(f->calls, &f->now, f->pages, &f->view);
	return &f->view;
}

static void pass(struct fixture *f, int64_t ms)
{
	f->now.boot_ms += ms;
}

/* A hall that has its data and its stream. */
static int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	assert_int_equal(zone_use(ZONE_DEFAULT), 0);
	f->calls = calls_new();
	f->now.boot_ms = BOOT_MS;
	f->seq = 10;
	f->pages = 1;
	*state = f;
	return 0;
}

static int set_up_running(void **state)
{
	struct fixture *f;

	(void)set_up(state);
	f = *state;
	take_site(f, "\"always\"", "");
	assert_int_equal(take_state(f, state_json(f, json_array())), 0);
	calls_set_link(f->calls, true, &f->now);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	calls_free(f->calls);
	free(f);
	return 0;
}

static unsigned take(struct fixture *f, const char *kind, json_t *data)
{
	unsigned wants = calls_take_event(f->calls, ++f->seq, kind, data, &f->now);

	json_decref(data);
	return wants;
}

static void call(struct fixture *f, int64_t ticket, const char *number, int counter, int calls)
{
	assert_int_equal(take(f, calls > 1 ? "recall" : "call",
				 call_json(f, ticket, number, counter, "CALLED", calls, 0)),
		0);
}

static void move(struct fixture *f, const char *kind, int64_t ticket, const char *state)
{
	assert_int_equal(take(f, kind, call_json(f, ticket, "A001", 1, state, 1, 0)), 0);
}

static void assert_fresh(struct fixture *f, const char *number)
{
	const struct hall_view *view = look(f);

	assert_int_equal(view->main.kind, HALL_CALL);
	assert_true(view->main.fresh);
	assert_string_equal(view->main.call.number, number);
	assert_true(view->list.announced >= 0);
	assert_string_equal(view->list.call[view->list.announced].number, number);
}

static void assert_calm(struct fixture *f)
{
	const struct hall_view *view = look(f);

	assert_false(view->main.fresh);
	assert_false(view->main.frame);
	assert_int_equal(view->list.announced, -1);
}

static void test_before_the_first_contact_it_is_starting(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	assert_string_equal(f->view.clock.day, "");
	assert_false(f->view.notice.away);
	assert_int_equal(calls_seq(f->calls), -1);
	assert_true(calls_next_ms(f->calls, &f->now, 1) > f->now.boot_ms);
	pass(f, HOUR);
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	assert_false(f->view.notice.away); /* the public has seen nothing that could be away */
	take_site(f, "\"always\"", "");
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
}

static void test_state_without_site_asks_for_it(void **state)
{
	struct fixture *f = *state;
	json_t *changed;

	assert_int_equal(take_state(f, state_json(f, json_array())), CALLS_WANT_SITE);
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	take_site(f, "\"always\"", "");
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_string_equal(f->view.main.welcome.first, "Kính chào");
	assert_string_equal(f->view.main.welcome.second, "Welcome");
	assert_string_equal(f->view.head.centre.first, "Trung tâm");
	assert_string_equal(f->view.head.centre.second, "Centre");
	changed = state_json(f, json_array());
	(void)json_object_set_new(changed, "site_seq", json_integer(9));
	assert_int_equal(take_state(f, changed), CALLS_WANT_SITE);
}

static void test_after_a_start_calls_are_listed_not_announced(void **state)
{
	struct fixture *f = *state;
	json_t *list = json_pack("[o, o, o]", call_json(f, 7, "A007", 2, "CALLED", 1, SECOND),
		call_json(f, 6, "A006", 1, "SERVING", 1, MINUTE),
		call_json(f, 5, "A005", 1, "WAITING", 0, MINUTE));

	take_site(f, "\"always\"", "");
	(void)take_state(f, state_json(f, list));
	calls_set_link(f->calls, true, &f->now);
	assert_calm(f);
	assert_int_equal(f->view.main.kind, HALL_CALL);
	assert_string_equal(f->view.main.call.number, "A007");
	assert_string_equal(f->view.main.service.first, "Hộ tịch");
	assert_int_equal(f->view.list.n, 2);
	assert_true(f->view.list.call[0].waited_for);
	assert_int_equal(f->view.list.call[0].counter, 2);
	assert_false(f->view.list.call[1].waited_for);
	call(f, 7, "A007", 2, 2); /* but a recall is */
	assert_fresh(f, "A007");
}

static void test_a_call_stands_out_for_its_seconds(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 3, 1);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 3);
	assert_int_equal(f->view.main.call.times, 1);
	assert_true(f->view.main.frame);
	for (int step = 1; step < 20; step++) { /* the frame comes and goes three times */
		pass(f, CALLS_FRAME_MS);
		if (step * CALLS_FRAME_MS < CALLS_SHOW_MS) {
			assert_fresh(f, "A001");
			assert_int_equal(f->view.main.frame, step == 2 || step == 4);
		} else {
			assert_calm(f);
		}
	}
	assert_string_equal(f->view.main.call.number, "A001"); /* stays, calm */
}

static void test_several_calls_have_their_seconds_each(void **state)
{
	struct fixture *f = *state;
	char number[9];

	for (int i = 1; i <= 99; i++) { /* as many as there can be counters */
		(void)snprintf(number, sizeof(number), "A%03d", i);
		call(f, i, number, i, 1);
		(void)look(f);
	}
	for (int i = 1; i <= 99; i++) {
		(void)snprintf(number, sizeof(number), "A%03d", i);
		if (i <= 88) { /* not among the rows of the list any more: still announced */
			assert_string_equal(look(f)->main.call.number, number);
			assert_true(f->view.main.fresh);
			assert_int_equal(f->view.list.announced, i == 88 ? 11 : -1);
		} else {
			assert_fresh(f, number);
		}
		pass(f, i == 99 ? CALLS_SHOW_MS - 1 : CALLS_SHOW_BUSY_MS - 1);
		assert_string_equal(look(f)->main.call.number, number);
		assert_true(f->view.main.fresh);
		pass(f, 1);
		(void)look(f);
	}
	assert_calm(f);
	assert_int_equal(f->view.list.n, HALL_CALLS_MAX);
	assert_string_equal(f->view.list.call[0].number, "A099");
}

static void test_a_call_that_comes_late_shortens_the_one_shown(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	pass(f, CALLS_SHOW_BUSY_MS + 500);
	call(f, 2, "A002", 2, 1);
	assert_fresh(f, "A002"); /* the first has had its least seconds */
	pass(f, CALLS_SHOW_MS - 1);
	assert_fresh(f, "A002");
}

static void test_recall_is_marked_and_begins_anew(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	pass(f, 6 * SECOND);
	call(f, 1, "A001", 1, 2);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.times, 2);
	assert_true(f->view.main.frame);
	pass(f, CALLS_SHOW_MS - 1);
	assert_fresh(f, "A001");
	pass(f, 1);
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	assert_int_equal(f->view.list.call[0].times, 2);
}

static void test_recall_of_one_that_waits_for_its_turn_is_not_doubled(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	call(f, 2, "A002", 2, 2);
	assert_fresh(f, "A001");
	assert_string_equal(f->view.list.call[0].number, "A002"); /* the newest call */
	pass(f, CALLS_SHOW_BUSY_MS);
	assert_fresh(f, "A002");
	assert_int_equal(f->view.main.call.times, 2);
	pass(f, CALLS_SHOW_BUSY_MS);
	assert_fresh(f, "A003");
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
}

static void test_what_is_undone_goes(void **state)
{
	static const char *const moves[][2] = {
		{"undo_call", "WAITING"},
		{"absent", "WAITING"},
		{"no_show", "NO_SHOW"},
		{"void", "VOID"},
		{"leave", "LEFT"},
		{"transfer", "WAITING"},
		{"return", "WAITING"},
		{"expire", "EXPIRED"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		call(f, 1, "A001", 1, 1);
		call(f, 2, "A002", 2, 1);
		assert_fresh(f, "A001");
		move(f, moves[i][0], 1, moves[i][1]);
		assert_fresh(f, "A002"); /* at once */
		assert_int_equal(f->view.list.n, 1);
		move(f, moves[i][0], 2, moves[i][1]);
		assert_calm(f);
		assert_int_equal(f->view.list.n, 0);
		assert_int_equal(f->view.main.kind, HALL_WELCOME);
	}
}

static void test_who_has_come_stays_listed(void **state)
{
	static const char *const moves[][2] = {
		{"appear", "SERVING"},
		{"hold", "HELD"},
		{"resume", "SERVING"},
		{"add_service", "SERVING"},
		{"supplement", "SUPPLEMENT"},
		{"finish", "FINISHED"},
		{"undo_finish", "SERVING"},
		{"finish_unconfirmed", "FINISHED_UNCONFIRMED"},
	};
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	for (size_t i = 0; i < ELEMENTS(moves); i++) {
		move(f, moves[i][0], 1, moves[i][1]);
		assert_calm(f);
		assert_int_equal(f->view.list.n, 1);
		assert_false(f->view.list.call[0].waited_for);
		assert_false(f->view.main.call.waited_for);
	}
	move(f, "appear", 77, "SERVING"); /* called before our time: not listed */
	assert_int_equal(look(f)->list.n, 1);
}

static void test_moves_of_those_who_wait_for_announcement(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	move(f, "appear", 2, "SERVING"); /* was quicker than its announcement */
	pass(f, CALLS_SHOW_BUSY_MS);
	assert_fresh(f, "A003");
	assert_int_equal(f->view.list.n, 3);
}

static void test_called_to_another_counter_after_a_transfer(void **state)
{
	struct fixture *f = *state;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	move(f, "appear", 1, "SERVING");
	move(f, "transfer", 1, "WAITING");
	assert_int_equal(look(f)->list.n, 0);
	call(f, 1, "A001", 4, 1);
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 4);
}

static json_t *waiting_json(const char *service, int n)
{
	return json_pack("{s:{s:i}}", "waiting", service, n);
}

static void test_waiting_counts_come_from_events(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(look(f)->waiting.n, 2); /* the inactive one is not shown */
	assert_int_equal(calls_services(f->calls), 2);
	assert_int_equal(f->view.waiting.service[0].waiting, 3);
	assert_string_equal(f->view.waiting.service[1].name.first, "Đất đai");
	assert_string_equal(f->view.waiting.service[1].name.second, "Land");
	assert_int_equal(take(f, "issue", waiting_json("A", 4)), 0);
	assert_int_equal(take(f, "issue", waiting_json("Z", 4)), 0);
	assert_int_equal(take(f, "issue", waiting_json("B", -4)), 0);
	assert_int_equal(look(f)->waiting.service[0].waiting, 4);
	assert_int_equal(f->view.waiting.service[1].waiting, 0);
}

static void test_daily_limit_closes_a_service(void **state)
{
	struct fixture *f = *state;

	for (int i = 1; i <= 3; i++) {
		assert_true(look(f)->waiting.service[1].taking);
		(void)take(f, "issue", waiting_json("B", i));
	}
	assert_false(look(f)->waiting.service[1].taking);
	(void)take(f, "void", waiting_json("B", 2)); /* makes room */
	assert_true(look(f)->waiting.service[1].taking);
}

static void test_short_losses_are_kept_from_the_public(void **state)
{
	struct fixture *f = *state;

	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_AWAY_MS - 1);
	assert_false(look(f)->notice.away);
	assert_int_equal(calls_next_ms(f->calls, &f->now, 1), f->now.boot_ms + 1);
	pass(f, 1);
	assert_true(look(f)->notice.away);
	assert_int_equal(f->view.main.kind, HALL_WELCOME); /* the last good picture stays */
	assert_int_equal(f->view.waiting.service[0].waiting, 3);
	calls_set_link(f->calls, true, &f->now);
	assert_false(look(f)->notice.away);
}

static void test_missed_calls_are_announced_if_recent(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	pass(f, MINUTE);
	calls_set_link(f->calls, false, &f->now);
	pass(f, 2 * MINUTE);
	calls_set_link(f->calls, true, &f->now);
	/* The stream replays what was missed … */
	call(f, 2, "A002", 2, 1);
	call(f, 3, "A003", 3, 1);
	call(f, 4, "A004", 4, 1);
	assert_calm(f);
	assert_int_equal(f->view.list.n, 4);
	/* … and the state says which of it is recent. */
	list = json_pack("[o, o, o, o]", call_json(f, 4, "A004", 4, "CALLED", 1, 5 * SECOND),
		call_json(f, 3, "A003", 3, "CALLED", 1, CALLS_OLD_MS),
		call_json(f, 2, "A002", 2, "CALLED", 1, CALLS_OLD_MS + 1),
		call_json(f, 1, "A001", 1, "CALLED", 1, 3 * MINUTE));
	assert_int_equal(take_state(f, state_json(f, list)), 0);
	assert_fresh(f, "A003");
	assert_int_equal(f->view.list.n, 4);
	pass(f, CALLS_SHOW_BUSY_MS);
	assert_fresh(f, "A004");
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
	call(f, 5, "A005", 5, 1); /* and from now on as ever */
	assert_fresh(f, "A005");
}

static void test_a_call_is_not_announced_again_after_a_loss(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	(void)look(f);
	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_SHOW_MS);
	assert_calm(f);
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o]", call_json(f, 1, "A001", 1, "CALLED", 1, CALLS_SHOW_MS));
	(void)take_state(f, state_json(f, list));
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	/* A recall that was missed is; so is a call to another counter. */
	calls_set_link(f->calls, false, &f->now);
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o]", call_json(f, 1, "A001", 1, "CALLED", 2, SECOND));
	(void)take_state(f, state_json(f, list));
	assert_fresh(f, "A001");
	pass(f, CALLS_SHOW_MS);
	list = json_pack("[o]", call_json(f, 1, "A001", 9, "CALLED", 1, SECOND));
	(void)take_state(f, state_json(f, list));
	assert_fresh(f, "A001");
	assert_int_equal(f->view.main.call.counter, 9);
}

static void test_a_state_ends_announcements_that_were_undone_meanwhile(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	call(f, 2, "A002", 2, 1);
	assert_fresh(f, "A001");
	calls_set_link(f->calls, false, &f->now);
	assert_fresh(f, "A001"); /* goes on meanwhile */
	calls_set_link(f->calls, true, &f->now);
	list = json_pack("[o, o]", call_json(f, 2, "A002", 2, "CALLED", 1, SECOND),
		call_json(f, 1, "A001", 1, "WAITING", 0, SECOND));
	(void)take_state(f, state_json(f, list));
	assert_fresh(f, "A002");
	assert_int_equal(f->view.list.n, 1);
}

static void test_old_states_and_events_are_refused(void **state)
{
	struct fixture *f = *state;
	json_t *old = state_json(f, json_array());
	unsigned wants = 0;

	call(f, 1, "A001", 1, 1);
	assert_int_equal(calls_take_state(f->calls, old, &f->now, &wants), -ESTALE);
	json_decref(old);
	assert_fresh(f, "A001");
	f->seq--; /* the same event again */
	call(f, 9, "A009", 9, 1);
	assert_int_equal(look(f)->list.n, 1);
}

static void test_what_is_no_state_changes_nothing(void **state)
{
	static const char *const texts[] = {"{}", "[]", "null", "{\"seq\": \"x\"}",
		"{\"seq\": 99, \"services\": 3, \"time\": \"2026-11-23T08:00:00.000+07:00\"}",
		"{\"seq\": 99, \"services\": [], \"time\": \"yesterday\"}",
		"{\"seq\": 99, \"services\": [], \"time\": \"2026-13-23T08:00:00.000+07:00\"}"};
	struct fixture *f = *state;
	unsigned wants = 7;

	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		json_t *json = json_loads(texts[i], JSON_DECODE_ANY, NULL);

		assert_non_null(json);
		assert_int_equal(calls_take_state(f->calls, json, &f->now, &wants), -EBADMSG);
		assert_int_equal(calls_take_site(f->calls, json), -EBADMSG);
		json_decref(json);
	}
	assert_int_equal(calls_take_state(f->calls, NULL, &f->now, &wants), -EBADMSG);
	assert_int_equal(calls_take_site(f->calls, NULL), -EBADMSG);
	assert_int_equal(wants, 7);
	assert_int_equal(calls_seq(f->calls), 10);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
}

static void test_strange_events_are_survived(void **state)
{
	static const char *const texts[] = {"{}", "{\"ticket\": -1, \"state\": \"CALLED\"}",
		"{\"ticket\": 1, \"state\": \"CALLED\", \"number\": \"A001\"}",
		"{\"ticket\": 1, \"state\": \"CALLED\", \"counter\": 3}",
		"{\"ticket\": \"1\", \"state\": 5, \"number\": [], \"counter\": {}}",
		"{\"ticket\": 1, \"state\": \"DANCING\", \"number\": \"A001\", \"counter\": 3}",
		"{\"waiting\": [1, 2], \"at\": 7}"};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		assert_int_equal(take(f, "call", json_loads(texts[i], 0, NULL)), 0);
		assert_int_equal(take(f, "appear", json_loads(texts[i], 0, NULL)), 0);
		assert_int_equal(take(f, "jubilee", json_loads(texts[i], 0, NULL)), 0);
	}
	assert_calm(f);
	assert_int_equal(f->view.list.n, 0);
}

static void test_another_log_begins_anew_and_the_picture_stays(void **state)
{
	struct fixture *f = *state;
	json_t *list;

	call(f, 1, "A001", 1, 1);
	assert_fresh(f, "A001");
	calls_restart(f->calls);
	call(f, 2, "A002", 2, 1); /* not ours to understand */
	assert_fresh(f, "A001");
	assert_int_equal(f->view.list.n, 1);
	f->seq = 2;
	list = json_pack("[o]", call_json(f, 1, "B001", 3, "CALLED", 1, SECOND));
	(void)take_state(f, state_json(f, list));
	assert_int_equal(calls_seq(f->calls), 2);
	assert_calm(f);
	assert_int_equal(f->view.list.n, 1);
	assert_string_equal(f->view.main.call.number, "B001");
}

static void test_events_that_need_more_say_so(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(take(f, "site", json_object()), CALLS_WANT_SITE | CALLS_WANT_STATE);
	assert_int_equal(take(f, "day_open", json_object()), CALLS_WANT_STATE);
	assert_int_equal(take(f, "day_close", json_object()), CALLS_WANT_STATE);
	assert_int_equal(take(f, "start", json_object()), CALLS_WANT_STATE);
	assert_int_equal(take(f, "device", json_object()), 0);
	assert_int_equal(take(f, "counter_open", json_object()), 0);
}

static void set_day(struct fixture *f, bool open)
{
	json_t *state = state_json(f, json_array());

	(void)json_object_set_new(state, "day_open", json_boolean(open));
	(void)take_state(f, state);
}

static void assert_opens(struct fixture *f, const char *day, int minute, bool today)
{
	const struct hall_view *view = look(f);

	assert_int_equal(view->main.kind, HALL_CLOSED);
	assert_string_equal(view->main.opens_day, day);
	assert_int_equal(view->main.opens_minute, minute);
	assert_int_equal(view->main.opens_today, today);
	assert_int_equal(view->list.n, 0);
	for (int i = 0; i < view->waiting.n; i++) {
		assert_false(view->waiting.service[i].taking);
	}
}

static void empty_queue(struct fixture *f)
{
	(void)take(f, "leave", waiting_json("A", 0));
}

static void test_closed_says_when_it_opens(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE,
		", \"closed_days\": [{\"day\": \"2026-11-27\", \"name\": {\"vi\": \"Nghỉ\"}}]");
	empty_queue(f);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME); /* Monday 08:00 */
	pass(f, 3 * HOUR + 30 * MINUTE);
	assert_opens(f, "2026-11-23", 13 * 60 + 30, true); /* at noon */
	pass(f, 2 * HOUR);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	pass(f, 3 * HOUR + 30 * MINUTE);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, false); /* 17:00: Tuesday */
	pass(f, 7 * HOUR);
	set_day(f, false);
	empty_queue(f);
	pass(f, HOUR);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, true); /* 01:00 */
	pass(f, 12 * HOUR);
	assert_opens(f, "2026-11-30", 7 * 60 + 30, false); /* Friday is a closed day */
}

static void test_closed_by_hand_opens_on_another_day(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	set_day(f, false);
	empty_queue(f);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, false);
}

static void test_always_open_but_no_day_says_no_time(void **state)
{
	struct fixture *f = *state;

	set_day(f, false);
	empty_queue(f);
	assert_int_equal(look(f)->main.kind, HALL_CLOSED);
}

static void test_calls_go_on_after_hours_while_people_wait(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	call(f, 1, "A001", 1, 1);
	pass(f, 9 * HOUR + MINUTE); /* 17:01, three wait for A */
	(void)look(f);
	pass(f, MINUTE);
	assert_calm(f);
	assert_int_equal(f->view.main.kind, HALL_CALL);
	empty_queue(f);
	assert_int_equal(look(f)->main.kind, HALL_CALL); /* A001 has not come yet */
	move(f, "appear", 1, "SERVING");
	assert_int_equal(look(f)->main.kind, HALL_CLOSED);
	call(f, 2, "A002", 1, 1);
	assert_fresh(f, "A002");
}

static void test_the_clock_is_the_hubs(void **state)
{
	struct fixture *f = *state;

	f->now.wall_ms = 0; /* this board believes it is 1970 */
	assert_string_equal(look(f)->clock.day, "2026-11-23");
	assert_int_equal(f->view.clock.minute, 480);
	assert_int_equal(calls_next_ms(f->calls, &f->now, 1), f->now.boot_ms + MINUTE);
	pass(f, MINUTE - 1);
	assert_int_equal(look(f)->clock.minute, 480);
	pass(f, 1);
	assert_int_equal(look(f)->clock.minute, 481);
	pass(f, 16 * HOUR);
	assert_string_equal(look(f)->clock.day, "2026-11-24");
	/* The hub's clock is set an hour on: the next event tells. */
	(void)take(f, "issue", json_pack("{s:s}", "at", "2026-11-24T01:01:00.000+07:00"));
	assert_int_equal(look(f)->clock.minute, 61);
	/* Replayed events are old and tell nothing. */
	calls_set_link(f->calls, false, &f->now);
	calls_set_link(f->calls, true, &f->now);
	(void)take(f, "issue", json_pack("{s:s}", "at", "2026-11-23T08:00:00.000+07:00"));
	assert_int_equal(look(f)->clock.minute, 61);
}

static void test_a_clock_known_to_be_wrong_is_not_shown(void **state)
{
	struct fixture *f = *state;
	json_t *behind = state_json(f, json_array());

	(void)json_object_set_new(behind, "clock", json_string("behind"));
	(void)take_state(f, behind);
	assert_string_equal(look(f)->clock.day, "");
}

static void test_notices_turn_when_there_are_several(void **state)
{
	struct fixture *f = *state;
	const char *first = NULL;

	assert_int_equal(look(f)->notice.n, 0);
	assert_string_equal(f->view.notice.text.first, "");
	take_site(f, "\"always\"", ", \"notices\": [{\"vi\": \"Một\", \"en\": \"One\"}]");
	assert_string_equal(look(f)->notice.text.first, "Một");
	assert_string_equal(f->view.notice.text.second, "One");
	assert_int_equal(calls_next_ms(f->calls, &f->now, 1), f->now.boot_ms + MINUTE);
	assert_int_equal(calls_next_ms(f->calls, &f->now, 2), f->now.boot_ms + CALLS_TURN_MS);
	take_site(f, "\"always\"",
		", \"notices\": [{\"vi\": \"Một\", \"en\": \"One\"}, {\"vi\": \"Hai\", \"en\": "
		"\"Two\"}]");
	for (int i = 0; i < 6; i++) {
		const struct hall_view *view = look(f);

		assert_int_equal(view->notice.n, 2);
		assert_true(!first || strcmp(first, view->notice.text.first) != 0);
		first = strcmp(view->notice.text.first, "Một") == 0 ? "Một" : "Hai";
		assert_int_equal(
			calls_next_ms(f->calls, &f->now, 1), f->now.boot_ms + CALLS_TURN_MS);
		pass(f, CALLS_TURN_MS);
	}
}

static void test_pages_of_services_turn(void **state)
{
	struct fixture *f = *state;
	int seen = 0;

	f->pages = 3;
	for (int i = 0; i < 3; i++) {
		seen |= 1 << look(f)->waiting.page;
		assert_int_equal(
			calls_next_ms(f->calls, &f->now, 3), f->now.boot_ms + CALLS_TURN_MS);
		pass(f, CALLS_TURN_MS);
	}
	assert_int_equal(seen, 7);
	f->pages = 1;
	assert_int_equal(look(f)->waiting.page, 0);
}

/* Whoever looks only when told sees every change, and is not told for nothing. */
static void test_next_is_when_something_changes(void **state)
{
	struct fixture *f = *state;
	struct hall_view *before = memory_new(1, sizeof(*before));
	int64_t end_ms = BOOT_MS + 2 * MINUTE;
	int changes = 0;

	take_site(f, "\"always\"", "");
	call(f, 1, "A001", 1, 1);
	pass(f, 123);
	*before = *look(f);
	call(f, 2, "A002", 2, 1);
	(void)look(f);
	pass(f, 77);
	calls_set_link(f->calls, false, &f->now);
	*before = *look(f);
	while (f->now.boot_ms < end_ms) {
		int64_t next_ms = calls_next_ms(f->calls, &f->now, 1);

		assert_true(next_ms > f->now.boot_ms);
		f->now.boot_ms = next_ms - 1;
		assert_memory_equal(before, look(f), sizeof(*before));
		f->now.boot_ms = next_ms;
		assert_memory_not_equal(before, look(f), sizeof(*before));
		*before = f->view;
		changes++;
	}
	/* The first call's frame 5, its end, the second's frame 5 and end, away, two minutes. */
	assert_int_equal(changes, 5 + 1 + 5 + 1 + 1 + 2);
	free(before);
}

static void test_one_language_has_no_second(void **state)
{
	struct fixture *f = *state;
	json_t *json = json_loads(
		"{\"seq\": 2, \"site\": {\"format\": \"layso-site/1\", \"name\": {\"vi\": \"Trung "
		"tâm\"}, \"timezone\": \"Asia/Ho_Chi_Minh\", \"languages\": [\"vi\"], \"hours\": "
		"\"always\", \"services\": [{\"id\": \"A\", \"series\": \"A\", \"name\": "
		"{\"vi\": \"Hộ tịch\"}}], \"counters\": []}}",
		0, NULL);

	assert_int_equal(calls_take_site(f->calls, json), 0);
	json_decref(json);
	assert_string_equal(look(f)->language, "vi");
	assert_string_equal(f->view.second, "");
	assert_string_equal(f->view.head.centre.first, "Trung tâm");
	assert_string_equal(f->view.head.centre.second, "");
	assert_string_equal(f->view.main.welcome.first, "");
}

#define RUNNING(test) cmocka_unit_test_setup_teardown(test, set_up_running, tear_down)
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(test_before_the_first_contact_it_is_starting),
		FRESH(test_state_without_site_asks_for_it),
		FRESH(test_after_a_start_calls_are_listed_not_announced),
		RUNNING(test_a_call_stands_out_for_its_seconds),
		RUNNING(test_several_calls_have_their_seconds_each),
		RUNNING(test_a_call_that_comes_late_shortens_the_one_shown),
		RUNNING(test_recall_is_marked_and_begins_anew),
		RUNNING(test_recall_of_one_that_waits_for_its_turn_is_not_doubled),
		RUNNING(test_what_is_undone_goes),
		RUNNING(test_who_has_come_stays_listed),
		RUNNING(test_moves_of_those_who_wait_for_announcement),
		RUNNING(test_called_to_another_counter_after_a_transfer),
		RUNNING(test_waiting_counts_come_from_events),
		RUNNING(test_daily_limit_closes_a_service),
		RUNNING(test_short_losses_are_kept_from_the_public),
		RUNNING(test_missed_calls_are_announced_if_recent),
		RUNNING(test_a_call_is_not_announced_again_after_a_loss),
		RUNNING(test_a_state_ends_announcements_that_were_undone_meanwhile),
		RUNNING(test_old_states_and_events_are_refused),
		RUNNING(test_what_is_no_state_changes_nothing),
		RUNNING(test_strange_events_are_survived),
		RUNNING(test_another_log_begins_anew_and_the_picture_stays),
		RUNNING(test_events_that_need_more_say_so),
		RUNNING(test_closed_says_when_it_opens),
		RUNNING(test_closed_by_hand_opens_on_another_day),
		RUNNING(test_always_open_but_no_day_says_no_time),
		RUNNING(test_calls_go_on_after_hours_while_people_wait),
		RUNNING(test_the_clock_is_the_hubs),
		RUNNING(test_a_clock_known_to_be_wrong_is_not_shown),
		RUNNING(test_notices_turn_when_there_are_several),
		RUNNING(test_pages_of_services_turn),
		RUNNING(test_next_is_when_something_changes),
		RUNNING(test_one_language_has_no_second),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
