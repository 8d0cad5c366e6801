/* SPDX-License-Identifier: Apache-2.0 */
/* The rest of what the hall shows: who waits, opening, the clock, notices; and what is no news. */
#include "calls-fixture.h"

static void test_before_the_first_contact_it_is_starting(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	assert_string_equal(f->view.clock.day, "");
	assert_false(f->view.notice.away);
	assert_true(next_ms(f) > f->now.boot_ms);
	assert_true(next_ms(f) <= f->now.boot_ms + CALLS_STARTING_MS);
	pass(f, CALLS_STARTING_MS - 1);
	assert_false(look(f)->notice.away);
	pass(f, 1); /* nobody starts for so long */
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	assert_true(f->view.notice.away);
	take_site(f, "\"always\"", "");
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
}

/* The disk takes no writes since the morning: no day could be opened, which is not "closed". */
static void test_a_hub_that_can_keep_nothing(void **state)
{
	struct fixture *f = *state;
	json_t *unable = state_json(f, json_array());
	json_t *event = json_pack("{s:s}", "state", "read_only");

	take_site(f, "\"always\"", "");
	json_object_set_new(unable, "day_open", json_false());
	json_object_set_new(unable, "storage", json_string("full"));
	take_state(f, unable);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_true(f->view.notice.unable);
	assert_false(f->view.waiting.service[0].taking);
	take_state(f, state_json(f, json_array()));
	assert_false(look(f)->notice.unable);
	assert_true(f->view.waiting.service[0].taking);
	/* The stream says it without a number: while nothing is kept there is no event. */
	assert_false(calls_on_event(f->calls, "storage", event, &f->now));
	assert_true(look(f)->notice.unable);
	json_object_set_new(event, "state", json_string("slow"));
	assert_false(calls_on_event(f->calls, "storage", event, &f->now));
	assert_false(look(f)->notice.unable);
	json_decref(event);
}

static void test_a_state_without_the_site_is_no_picture(void **state)
{
	struct fixture *f = *state;

	take_state(f, state_json(f, json_array()));
	assert_int_equal(look(f)->main.kind, HALL_STARTING);
	take_site(f, "\"always\"", "");
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_string_equal(f->view.main.welcome.first, "Kính chào");
	assert_string_equal(f->view.main.welcome.second, "Welcome");
	assert_string_equal(f->view.head.centre.first, "Trung tâm");
	assert_string_equal(f->view.head.centre.second, "Centre");
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

static void test_what_is_no_state_changes_nothing(void **state)
{
	static const char *const texts[] = {"{}", "[]", "null", "{\"seq\": \"x\"}",
		"{\"seq\": 99, \"services\": 3, \"time\": \"2026-11-23T08:00:00.000+07:00\"}",
		"{\"seq\": 99, \"services\": [], \"time\": \"yesterday\"}",
		"{\"seq\": 99, \"services\": [], \"time\": \"2026-13-23T08:00:00.000+07:00\"}"};
	struct fixture *f = *state;

	for (size_t i = 0; i < ELEMENTS(texts); i++) {
		json_t *json = json_loads(texts[i], JSON_DECODE_ANY, NULL);

		assert_non_null(json);
		assert_int_equal(calls_set_state(f->calls, json, &f->now), -EBADMSG);
		json_decref(json);
	}
	assert_int_equal(calls_set_state(f->calls, NULL, &f->now), -EBADMSG);
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

static void test_events_that_need_more_say_so(void **state)
{
	struct fixture *f = *state;

	assert_true(take(f, "day_open", json_object()));
	assert_true(take(f, "day_close", json_object()));
	assert_true(take(f, "start", json_object()));
	assert_int_equal(take(f, "device", json_pack("{s:s}", "device", "kiosk-1/printer")), 0);
	/* Its numbers are counted no more, or again. */
	assert_true(take(f, "device", json_pack("{s:s}", "device", "kiosk-1")));
	assert_int_equal(take(f, "counter_open", json_object()), 0);
}

static void set_day(struct fixture *f, bool open)
{
	json_t *state = state_json(f, json_array());

	(void)json_object_set_new(state, "day_open", json_boolean(open));
	take_state(f, state);
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
	assert_int_equal(next_ms(f), f->now.boot_ms + MINUTE);
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

static void set_clock(struct fixture *f, const char *word, bool open)
{
	json_t *state = state_json(f, json_array());

	(void)json_object_set_new(state, "clock", json_string(word));
	(void)json_object_set_new(state, "day_open", json_boolean(open));
	take_state(f, state);
}

/* Monday 08:00 is within the hours, but nobody knows that it is Monday 08:00. */
static void test_a_time_that_nobody_knows_is_not_shown(void **state)
{
	static const char *const words[] = {"behind", "untrusted", "some later word"};
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	empty_queue(f);
	for (size_t i = 0; i < ELEMENTS(words); i++) {
		set_clock(f, words[i], true);
		empty_queue(f);
		assert_string_equal(look(f)->clock.day, "");
		assert_int_equal(f->view.main.kind, HALL_WELCOME);
		assert_true(f->view.main.take);
		set_clock(f, "ok", true);
		assert_string_equal(look(f)->clock.day, "2026-11-23"); /* by itself */
	}
}

static void test_hours_say_nothing_while_nobody_knows_the_time(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	pass(f, 12 * HOUR); /* 20:00 by a clock that may be wrong */
	set_clock(f, "untrusted", true);
	empty_queue(f);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_true(f->view.waiting.service[0].taking);
	set_clock(f, "untrusted", false); /* closed by hand */
	empty_queue(f);
	assert_int_equal(look(f)->main.kind, HALL_CLOSED);
	assert_true(f->view.main.stopped);
	assert_string_equal(f->view.main.opens_day, "");
	assert_false(f->view.waiting.service[0].taking);
	set_clock(f, "ok", false);
	empty_queue(f);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, false);
	assert_false(f->view.main.stopped); /* the hours say so */
}

static void test_a_day_closed_by_hand_is_not_closed_by_the_hour(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	set_day(f, false);
	empty_queue(f);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, false);
	assert_true(f->view.main.stopped);
}

/* The hub was lost at night and is still away when the hours begin: the day may be open. */
static void test_while_the_hub_is_away_nobody_is_told_that_it_is_closed(void **state)
{
	struct fixture *f = *state;

	take_site(f, OFFICE, "");
	pass(f, 12 * HOUR);
	set_day(f, false);
	empty_queue(f);
	calls_set_link(f->calls, false, &f->now);
	pass(f, HOUR);
	assert_opens(f, "2026-11-24", 7 * 60 + 30, false); /* the hours are known */
	assert_true(f->view.notice.away);
	pass(f, 11 * HOUR);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_false(f->view.main.take);
	assert_true(f->view.list.unsure);
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
	assert_int_equal(next_ms(f), f->now.boot_ms + MINUTE);
	f->room.pages = 2;
	assert_int_equal(next_ms(f), f->now.boot_ms + CALLS_TURN_MS);
	f->room.pages = 1;
	take_site(f, "\"always\"",
		", \"notices\": [{\"vi\": \"Một\", \"en\": \"One\"}, {\"vi\": \"Hai\", \"en\": "
		"\"Two\"}]");
	for (int i = 0; i < 6; i++) {
		const struct hall_view *view = look(f);

		assert_int_equal(view->notice.n, 2);
		assert_true(!first || strcmp(first, view->notice.text.first) != 0);
		first = strcmp(view->notice.text.first, "Một") == 0 ? "Một" : "Hai";
		assert_int_equal(next_ms(f), f->now.boot_ms + CALLS_TURN_MS);
		pass(f, CALLS_TURN_MS);
	}
}

/* While the portal is down, that is what is to be read, whatever other notices there are. */
static void test_the_portal_goes_before_other_notices(void **state)
{
	struct fixture *f = *state;

	take_site(f, "\"always\"", ", \"notices\": [{\"vi\": \"Một\", \"en\": \"One\"}]");
	assert_int_equal(take(f, "portal", json_pack("{s:b}", "down", 1)), 0);
	assert_true(look(f)->notice.portal);
	assert_string_equal(f->view.notice.text.first, "");
	assert_int_equal(take(f, "portal", json_pack("{s:b}", "down", 0)), 0);
	assert_false(look(f)->notice.portal);
	assert_string_equal(f->view.notice.text.first, "Một");
}

static void test_pages_of_services_turn(void **state)
{
	struct fixture *f = *state;
	int seen = 0;

	f->room.pages = 3;
	for (int i = 0; i < 3; i++) {
		seen |= 1 << look(f)->waiting.page;
		assert_int_equal(next_ms(f), f->now.boot_ms + CALLS_TURN_MS);
		pass(f, CALLS_TURN_MS);
	}
	assert_int_equal(seen, 7);
	f->room.pages = 1;
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
		int64_t at_ms = next_ms(f);

		assert_true(at_ms > f->now.boot_ms);
		f->now.boot_ms = at_ms - 1;
		assert_memory_equal(before, look(f), sizeof(*before));
		f->now.boot_ms = at_ms;
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
	struct site *site;

	assert_int_equal(site_parse(json_object_get(json, "site"), &site, NULL), 0);
	calls_set_site(f->calls, site);
	json_decref(json);
	assert_string_equal(look(f)->language, "vi");
	assert_string_equal(f->view.second, "");
	assert_string_equal(f->view.head.centre.first, "Trung tâm");
	assert_string_equal(f->view.head.centre.second, "");
	assert_string_equal(f->view.main.welcome.first, "");
}

static bool has_picture(const char *picture, void *userdata)
{
	(void)picture;
	(void)userdata;
	return true;
}

/* A page comes when the last call has stood for a while, and is gone with the next call. */
static void test_a_page_is_never_over_a_call(void **state)
{
	struct fixture *f = *state;

	take_site(f, "\"always\"",
		", \"pages\": [{\"title\": {\"vi\": \"Hội chợ\", \"en\": \"Fair\"}, \"seconds\": "
		"100}]");
	calls_set_pages(f->calls, has_picture, NULL);
	call(f, 1, "A001", 1, 1);
	for (int s = 0; s < 20; s++) {
		assert_int_equal(look(f)->main.kind, HALL_CALL);
		pass(f, SECOND);
	}
	assert_int_equal(look(f)->main.kind, HALL_PAGE);
	assert_string_equal(f->view.main.title.first, "Hội chợ");
	assert_string_equal(f->view.main.title.second, "Fair");
	assert_int_equal(f->view.list.n, 1); /* the call keeps its row */
	assert_true(next_ms(f) <= f->now.boot_ms + 100 * SECOND);
	call(f, 2, "A002", 2, 1);
	assert_int_equal(look(f)->main.kind, HALL_CALL);
	assert_string_equal(f->view.main.call.number, "A002");
	pass(f, 21 * SECOND);
	assert_int_equal(look(f)->main.kind, HALL_PAGE);
	calls_set_pages(f->calls, NULL, NULL);
	assert_int_equal(look(f)->main.kind, HALL_CALL);
}

/* The hub has not been heard of since the start; the site is that of the disk. */
static void test_pages_are_shown_without_the_hub(void **state)
{
	struct fixture *f = *state;

	take_site(f, "\"always\"",
		", \"pages\": [{\"title\": {\"vi\": \"Hội chợ\"}}, {\"text\": {\"vi\": "
		"\"Hết hạn\"}, \"to\": \"2099-12-31\"}]");
	calls_set_pages(f->calls, has_picture, NULL);
	for (int s = 0; s < 60; s++) {
		assert_int_equal(look(f)->main.kind, HALL_PAGE);
		assert_string_equal(f->view.main.title.first, "Hội chợ"); /* it has no date */
		pass(f, SECOND);
	}
	assert_true(f->view.notice.away);
}

/* A notice board: calls are not shown on it, pages follow each other, and an outage is said. */
static void test_a_board_shows_pages_and_no_calls(void **state)
{
	struct fixture *f = *state;

	calls_set_board(f->calls);
	assert_true(look(f)->board);
	assert_int_equal(f->view.main.kind, HALL_STARTING); /* never blank */
	take_site(f, "\"always\"",
		", \"notices\": [{\"vi\": \"Tin\"}], \"pages\": [{\"title\": {\"vi\": \"a\"}}, "
		"{\"title\": {\"vi\": \"b\"}, \"where\": \"hall\"}, {\"title\": {\"vi\": \"c\"}, "
		"\"where\": \"board\", \"to\": \"2026-11-23T08:01\"}]");
	calls_set_pages(f->calls, has_picture, NULL);
	assert_string_equal(look(f)->main.title.first, "a"); /* of the disk; c has a date */
	pass(f, 13 * SECOND);
	assert_string_equal(look(f)->main.title.first, "a");
	take_state(f, state_json(f, json_array()));
	calls_set_link(f->calls, true, &f->now);
	pass(f, 13 * SECOND);
	assert_string_equal(look(f)->main.title.first, "c");
	call(f, 1, "A001", 1, 1);
	assert_string_equal(look(f)->main.title.first, "c");
	assert_int_equal(f->view.list.n, 0);
	assert_int_equal(f->view.waiting.n, 0);
	assert_string_equal(f->view.notice.text.first, "");
	f->now.boot_ms =
		BOOT_MS + 60 * SECOND; /* it is over: in that minute, not at its turn's end */
	assert_string_equal(look(f)->main.title.first, "a");
	assert_string_equal(f->view.head.centre.first, "Trung tâm");
	calls_set_link(f->calls, false, &f->now);
	pass(f, CALLS_AWAY_MS);
	assert_true(look(f)->notice.away);
	assert_int_equal(f->view.main.kind, HALL_PAGE);
	take_site(f, "\"always\"", "");
	assert_int_equal(look(f)->main.kind, HALL_WELCOME); /* also while somebody is called */
	assert_false(f->view.main.take);
	assert_true(next_ms(f) > f->now.boot_ms);
}

/* After a power cut, without a real-time clock: nothing expired, and that it is so is said, where a
 * page waits for the date. */
static void test_a_board_that_does_not_know_the_date_holds_dated_pages_back(void **state)
{
	struct fixture *f = *state;

	calls_set_board(f->calls);
	calls_set_pages(f->calls, has_picture, NULL);
	take_site(f, "\"always\"",
		", \"pages\": [{\"title\": {\"vi\": \"a\"}, \"to\": \"2099-12-31\"}]");
	set_clock(f, "untrusted", true);
	assert_int_equal(look(f)->main.kind, HALL_WELCOME);
	assert_true(f->view.notice.undated);
	set_clock(f, "ok", true);
	assert_string_equal(look(f)->main.title.first, "a");
	assert_string_equal(f->view.main.ends, "2099-12-31");
	assert_false(f->view.notice.undated);
	set_clock(f, "untrusted", true);
	take_site(f, "\"always\"",
		", \"pages\": [{\"title\": {\"vi\": \"b\"}}, {\"title\": {\"vi\": \"c\"}, "
		"\"from\": \"2026-01-01\", \"where\": \"hall\"}]");
	assert_string_equal(look(f)->main.title.first, "b");
	assert_false(f->view.notice.undated); /* the dated one is not for here */
}

static struct screen_need need_of(struct fixture *f)
{
	struct screen_need need;

	calls_need(f->calls, &f->now, &need);
	return need;
}

static void test_who_may_need_the_display(void **state)
{
	struct fixture *f = *state;
	json_t *empty = json_pack("{s:s, s:{s:i}}", "kind", "leave", "waiting", "A", 0);

	assert_false(need_of(f).timed); /* nothing is known yet */
	take_site(f, OFFICE, "");
	take_state(f, state_json(f, json_array()));
	assert_false(need_of(f).reached);
	calls_set_link(f->calls, true, &f->now);
	take_state(f, state_json(f, json_array()));
	assert_true(need_of(f).timed && need_of(f).open && need_of(f).reached);
	assert_int_equal(need_of(f).weekday, 0);
	assert_int_equal(need_of(f).minute, 480);
	pass(f, 12LL * HOUR);
	assert_false(need_of(f).open);
	assert_true(need_of(f).awaited); /* three wait */
	take(f, "leave", empty);
	assert_false(need_of(f).awaited);
	call(f, 1, "A001", 1, 1);
	assert_true(need_of(f).awaited);
	(void)look(f);
	pass(f, 2LL * CALLS_SHOW_MS);
	assert_true(need_of(f).awaited); /* called, and has not come */
	(void)look(f);
	move(f, "appear", 1, "SERVING");
	assert_false(need_of(f).awaited);
	calls_set_link(f->calls, false, &f->now);
	assert_false(need_of(f).reached);
}

static void test_a_service_with_longer_hours_needs_the_display(void **state)
{
	struct fixture *f = *state;
	_cleanup_free_ char *text = site_text(OFFICE, "");
	json_t *json = json_loads(text, 0, NULL);
	json_t *services = json_object_get(json_object_get(json, "site"), "services");
	struct site *site;

	json_object_set_new(json_array_get(services, 1), "hours",
		json_pack("{s:[[s,s]]}", "mon", "18:00", "21:00"));
	assert_int_equal(site_parse(json_object_get(json, "site"), &site, NULL), 0);
	calls_set_site(f->calls, site);
	json_decref(json);
	pass(f, 12LL * HOUR);
	assert_true(need_of(f).open);
	pass(f, HOUR);
	assert_false(need_of(f).open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRESH(test_before_the_first_contact_it_is_starting),
		FRESH(test_a_hub_that_can_keep_nothing),
		FRESH(test_a_state_without_the_site_is_no_picture),
		RUNNING(test_waiting_counts_come_from_events),
		RUNNING(test_daily_limit_closes_a_service),
		RUNNING(test_what_is_no_state_changes_nothing),
		RUNNING(test_strange_events_are_survived),
		RUNNING(test_events_that_need_more_say_so),
		RUNNING(test_closed_says_when_it_opens),
		RUNNING(test_closed_by_hand_opens_on_another_day),
		RUNNING(test_always_open_but_no_day_says_no_time),
		RUNNING(test_calls_go_on_after_hours_while_people_wait),
		RUNNING(test_the_clock_is_the_hubs),
		RUNNING(test_a_time_that_nobody_knows_is_not_shown),
		RUNNING(test_hours_say_nothing_while_nobody_knows_the_time),
		RUNNING(test_a_day_closed_by_hand_is_not_closed_by_the_hour),
		RUNNING(test_while_the_hub_is_away_nobody_is_told_that_it_is_closed),
		RUNNING(test_notices_turn_when_there_are_several),
		RUNNING(test_the_portal_goes_before_other_notices),
		RUNNING(test_pages_of_services_turn),
		RUNNING(test_next_is_when_something_changes),
		RUNNING(test_a_page_is_never_over_a_call),
		FRESH(test_pages_are_shown_without_the_hub),
		FRESH(test_a_board_shows_pages_and_no_calls),
		FRESH(test_a_board_that_does_not_know_the_date_holds_dated_pages_back),
		RUNNING(test_one_language_has_no_second),
		FRESH(test_who_may_need_the_display),
		RUNNING(test_a_service_with_longer_hours_needs_the_display),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
