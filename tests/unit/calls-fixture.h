/* SPDX-License-Identifier: Apache-2.0 */
/* A hall, its hub's answers and events, and a clock that is passed by hand. */
#pragma once

#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "display/calls.h"

/* Monday 2026-11-23, 08:00:00 in Ha Noi. */
#define EIGHT 1795395600000LL
enum { BOOT_MS = 1000000, SECOND = 1000, MINUTE = 60000, HOUR = 3600000 };

struct fixture {
	struct calls *calls;
	struct clock_reading now;
	struct hall_view view;
	struct hall_room room;
};

static inline char *site_text(const char *hours, const char *more)
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

static inline void take_site(struct fixture *f, const char *hours, const char *more)
{
	_cleanup_free_ char *text = site_text(hours, more);
	json_t *json = json_loads(text, 0, NULL);
	struct site *site;

	assert_int_equal(site_parse(json_object_get(json, "site"), &site, NULL), 0);
	calls_set_site(f->calls, site);
	json_decref(json);
}

static inline char *iso(int64_t wall_ms)
{
	char text[ISO_LENGTH + 1];

	zone_format(wall_ms, text);
	return text_dup(text);
}

static inline int64_t hub_now(const struct fixture *f)
{
	return EIGHT + f->now.boot_ms - BOOT_MS;
}

static inline json_t *state_json(struct fixture *f, json_t *calls)
{
	_cleanup_free_ char *time = iso(hub_now(f));

	return json_pack("{s:i, s:i, s:s, s:b, s:s, s:s, s:[{s:s,s:s,s:i,s:i},{s:s,s:s,s:i,s:i}], "
			 "s:[], s:o}",
		"seq", 10, "site_seq", 2, "day", "2026-11-23", "day_open", 1, "time", time, "clock",
		"ok", "services", "id", "A", "opening", "open", "waiting", 3, "issued", 5, "id",
		"B", "opening", "open", "waiting", 0, "issued", 0, "counters", "calls", calls);
}

static inline json_t *call_json(struct fixture *f, int64_t ticket, const char *number, int counter,
	const char *state, int calls, int64_t age_ms)
{
	_cleanup_free_ char *at = iso(hub_now(f) - age_ms);

	return json_pack("{s:I, s:s, s:s, s:s, s:i, s:s, s:i, s:s}", "ticket", (json_int_t)ticket,
		"number", number, "service", "A", "lane", "regular", "counter", counter, "state",
		state, "calls", calls, "at", at);
}

static inline void take_state(struct fixture *f, json_t *state)
{
	assert_int_equal(calls_set_state(f->calls, state, &f->now), 0);
	json_decref(state);
}

static inline const struct hall_view *look(struct fixture *f)
{
	calls_view(f->calls, &f->now, &f->room, &f->view);
	return &f->view;
}

static inline int64_t next_ms(const struct fixture *f)
{
	return calls_next_ms(f->calls, &f->now, &f->room);
}

static inline void pass(struct fixture *f, int64_t ms)
{
	f->now.boot_ms += ms;
}

/* A hall that has its data and its stream. */
static inline int set_up(void **state)
{
	struct fixture *f = memory_new(1, sizeof(*f));

	assert_int_equal(zone_use(ZONE_DEFAULT), 0);
	f->calls = calls_new();
	f->now.boot_ms = BOOT_MS;
	f->room = (struct hall_room){.rows = 5, .pages = 1};
	*state = f;
	return 0;
}

static inline int set_up_running(void **state)
{
	struct fixture *f;

	(void)set_up(state);
	f = *state;
	take_site(f, "\"always\"", "");
	take_state(f, state_json(f, json_array()));
	calls_set_link(f->calls, true, &f->now);
	return 0;
}

static inline int tear_down(void **state)
{
	struct fixture *f = *state;

	calls_free(f->calls);
	free(f);
	return 0;
}

static inline bool take(struct fixture *f, const char *kind, json_t *data)
{
	bool wants = calls_on_event(f->calls, kind, data, &f->now);

	json_decref(data);
	return wants;
}

static inline void call(
	struct fixture *f, int64_t ticket, const char *number, int counter, int calls)
{
	assert_int_equal(take(f, calls > 1 ? "recall" : "call",
				 call_json(f, ticket, number, counter, "CALLED", calls, 0)),
		0);
}

static inline void move(struct fixture *f, const char *kind, int64_t ticket, const char *state)
{
	assert_int_equal(take(f, kind, call_json(f, ticket, "A001", 1, state, 1, 0)), 0);
}

static inline void assert_fresh(struct fixture *f, const char *number)
{
	const struct hall_view *view = look(f);

	assert_int_equal(view->main.kind, HALL_CALL);
	assert_true(view->main.fresh);
	assert_string_equal(view->main.call.number, number);
	assert_true(view->list.announced >= 0);
	assert_string_equal(view->list.call[view->list.announced].number, number);
}

static inline void assert_calm(struct fixture *f)
{
	const struct hall_view *view = look(f);

	assert_false(view->main.fresh);
	assert_false(view->main.frame);
	assert_int_equal(view->list.announced, -1);
}

#define RUNNING(test) cmocka_unit_test_setup_teardown(test, set_up_running, tear_down)
#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
