/* SPDX-License-Identifier: Apache-2.0 */
/* What each event leaves in the model: of the ticket, its counter, the session and the day. */
#include "queue/fold.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

#define DAY "2026-11-23"
#define NEXT_DAY "2026-11-24"
#define BOOT "0123456789abcdef0123456789abcdef"
#define OTHER_BOOT "fedcba9876543210fedcba9876543210"

/* The day is open, and two counters for "A". In the first boot event n is n seconds after its
 * begin, so that a time says which event made it. */
struct log {
	struct model *model;
	const char *boot_id;
	int64_t boot_ms; /* of the next event */
	int64_t wall_ms; /* of the boot's begin */
};

static struct event event_of(enum event_kind kind)
{
	return (struct event){.kind = kind, .lane = LANE_REGULAR};
}

/* What it changes is still to be written. */
static int fold_unwritten(struct log *log, struct event *event)
{
	int r;

	event->seq = model_seq(log->model) + 1;
	event->at = (struct clock_reading){
		.boot_ms = log->boot_ms, .wall_ms = log->wall_ms + log->boot_ms, .trusted = true};
	text_copy_cut(event->at.boot_id, sizeof(event->at.boot_id), log->boot_id);
	event->boot = model_boot_number(log->model, log->boot_id);
	r = model_fold(log->model, event);
	log->boot_ms += 1000;
	return r;
}

static int fold(struct log *log, struct event *event)
{
	int r = fold_unwritten(log, event);

	model_clear_changes(log->model);
	return r;
}

static int fold_kind(struct log *log, enum event_kind kind)
{
	struct event event = event_of(kind);

	return fold(log, &event);
}

static int fold_of_day(struct log *log, enum event_kind kind, const char *day)
{
	struct event event = event_of(kind);

	text_copy_cut(event.day, sizeof(event.day), day);
	return fold(log, &event);
}

/* What happens at a counter to its session. */
static int fold_session(struct log *log, enum event_kind kind, int counter, const char *note)
{
	struct event event = event_of(kind);

	event.counter = counter;
	event.session = kind == EVENT_COUNTER_OPEN
		? log->model->next_session
		: model_find_counter(log->model, counter)->session;
	if (kind == EVENT_COUNTER_OPEN) {
		(void)snprintf(event.staff, sizeof(event.staff), "s%d", counter);
		text_copy_cut(event.day, sizeof(event.day), DAY);
		text_copy_cut(event.services[0], sizeof(event.services[0]), "A");
		event.n_services = 1;
	}
	text_copy_cut(event.note, sizeof(event.note), note);
	return fold(log, &event);
}

static int fold_issue(struct log *log, int number, const char *press_id)
{
	struct event event = event_of(EVENT_ISSUE);

	event.ticket = log->model->next_ticket;
	event.number = number;
	text_copy_cut(event.series, sizeof(event.series), "A");
	(void)snprintf(event.text, sizeof(event.text), "A%03u", (unsigned)number % 1000);
	text_copy_cut(event.service, sizeof(event.service), "A");
	text_copy_cut(event.press_id, sizeof(event.press_id), press_id);
	return fold(log, &event);
}

static void log_init(struct log *log)
{
	*log = (struct log){
		.model = model_new(), .boot_id = BOOT, .boot_ms = 1000, .wall_ms = 1000000000};
	assert_int_equal(fold_of_day(log, EVENT_DAY_OPEN, DAY), 0);
	assert_int_equal(fold_session(log, EVENT_COUNTER_OPEN, 1, ""), 0);
	assert_int_equal(fold_session(log, EVENT_COUNTER_OPEN, 2, ""), 0);
}

static void log_done(struct log *log)
{
	model_free(log->model);
	*log = (struct log){0};
}

/* ---- a ticket's whole life ---- */

enum { ISSUED = 4, PLACE = ISSUED * PLACE_STEP }; /* the event that issued it, and its place */

/* What an event leaves; times are those of events, 0 for none. "at" has the ticket, 0 nobody. */
struct row {
	struct event event;
	enum ticket_state state;
	const char *service;
	enum lane lane;
	int place, counter, session, wanted, calls, since, called, first;
	int segments, began, ended;
	int no_show, at, streak, finished, issued;
	bool unconfirmed;
	const char *note;
	const char *outcome;
	int quantity;
};

static int event_at(const struct timestamp *timestamp)
{
	assert_int_equal(timestamp->wall_ms, timestamp->boot ? 1000000000 + timestamp->boot_ms : 0);
	return (int)(timestamp->boot_ms / 1000);
}

static void assert_row(const struct model *model, const struct row *row)
{
	const struct ticket_entry *entry = model_find_entry(model, 1);
	const struct ticket *ticket = &entry->ticket;
	const struct segment *segment = &entry->segment;
	const struct counter *here = model_find_counter(model, row->event.counter);

	assert_string_equal(ticket_state_name(ticket->state), ticket_state_name(row->state));
	assert_string_equal(ticket->service, row->service);
	assert_string_equal(ticket->issued_for, "A");
	assert_string_equal(ticket->text, "A001");
	assert_int_equal(ticket->lane, row->lane);
	assert_int_equal(ticket->place, row->place);
	assert_int_equal(ticket->counter, row->counter);
	assert_int_equal(ticket->session, row->session);
	assert_int_equal(ticket->target_counter, row->wanted);
	assert_int_equal(ticket->calls, row->calls);
	assert_int_equal(event_at(&ticket->arrived), ISSUED);
	assert_int_equal(event_at(&ticket->since), row->since);
	assert_int_equal(event_at(&ticket->called), row->called);
	assert_int_equal(ticket->called_seq, row->called);
	assert_int_equal(event_at(&ticket->first_called), row->first);
	assert_int_equal(ticket->segments, row->segments);
	assert_int_equal(segment->number, row->segments);
	assert_int_equal(event_at(&segment->started), row->began);
	assert_int_equal(event_at(&segment->ended), row->ended);
	assert_int_equal(row->segments > 0 && !segment->confirmed, row->unconfirmed);
	assert_int_equal(ticket->no_show, row->no_show);
	assert_string_equal(ticket->note, row->note ? row->note : "");
	assert_string_equal(ticket->outcome, row->outcome ? row->outcome : "");
	assert_int_equal(ticket->quantity, row->quantity);
	assert_int_equal(model_find_lane(model, "A")->issued, row->issued);
	assert_int_equal(model_waiting(model, ticket->service), ticket->state == TICKET_WAITING);
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(model_find_counter(model, i)->ticket, row->at == i ? 1 : 0);
	}
	if (here) {
		assert_int_equal(here->streak, row->streak);
		assert_int_equal(here->last_finished, row->finished);
	}
}

#define AT(c) .counter = (c), .session = (c)
#define AS(s, l) .service = (s), .lane = (l)
/* In the state, called, first called. */
#define TIMES(s, c, f) .since = (s), .called = (c), .first = (f)
#define SEGMENT(n, from, to) .segments = (n), .began = (from), .ended = (to)

/* clang-format off */
static const struct row life[] = {
	/* 5 */
	{.event = {.kind = EVENT_CALL, AT(1), .calls = 1}, .state = TICKET_CALLED,
		AS("A", LANE_REGULAR), .place = PLACE, AT(1), .calls = 1, TIMES(5, 5, 5), .at = 1,
		.issued = 1},
	/* a recall renews the time of the call, not of the state nor the end of the waiting */
	{.event = {.kind = EVENT_RECALL, AT(1), .calls = 2}, .state = TICKET_CALLED,
		AS("A", LANE_REGULAR), .place = PLACE, AT(1), .calls = 2, TIMES(5, 6, 5), .at = 1,
		.issued = 1},
	{.event = {.kind = EVENT_APPEAR, AT(1)}, .state = TICKET_SERVING,
		AS("A", LANE_REGULAR), .place = PLACE, AT(1), .calls = 2, TIMES(7, 6, 5),
		SEGMENT(1, 7, 0), .at = 1, .issued = 1},
	{.event = {.kind = EVENT_ADD_SERVICE, AT(1), .service = "B"}, .state = TICKET_SERVING,
		AS("B", LANE_REGULAR), .place = PLACE, AT(1), .calls = 2, TIMES(7, 6, 5),
		SEGMENT(2, 8, 0), .at = 1, .issued = 1},
	/* a transfer changes the service, never the number nor the place by arrival */
	{.event = {.kind = EVENT_TRANSFER, .service = "C", .lane = LANE_RETURN, .note = "to C",
		.target_counter = 2}, .state = TICKET_WAITING,
		AS("C", LANE_RETURN), .place = PLACE, .session = 1, .wanted = 2, TIMES(9, 6, 5),
		SEGMENT(2, 8, 9), .note = "to C", .issued = 1},
	/* 10 */
	{.event = {.kind = EVENT_CALL, AT(2), .calls = 1}, .state = TICKET_CALLED,
		AS("C", LANE_RETURN), .place = PLACE, AT(2), .wanted = 2, .calls = 1,
		TIMES(10, 10, 5), SEGMENT(2, 8, 9), .note = "to C", .at = 2, .streak = 1,
		.issued = 1},
	{.event = {.kind = EVENT_APPEAR, AT(2)}, .state = TICKET_SERVING,
		AS("C", LANE_RETURN), .place = PLACE, AT(2), .wanted = 2, .calls = 1,
		TIMES(11, 10, 5), SEGMENT(3, 11, 0), .note = "to C", .at = 2, .streak = 1,
		.issued = 1},
	{.event = {.kind = EVENT_HOLD, .note = "copies"}, .state = TICKET_HELD,
		AS("C", LANE_RETURN), .place = PLACE, AT(2), .wanted = 2, .calls = 1,
		TIMES(12, 10, 5), SEGMENT(3, 11, 12), .note = "copies", .issued = 1},
	{.event = {.kind = EVENT_RESUME, AT(1)}, .state = TICKET_SERVING,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .wanted = 2, .calls = 1,
		TIMES(13, 10, 5), SEGMENT(4, 13, 0), .note = "copies", .at = 1, .issued = 1},
	{.event = {.kind = EVENT_FINISH, AT(1), .outcome = "done", .quantity = 3},
		.state = TICKET_FINISHED,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .wanted = 2, .calls = 1,
		TIMES(14, 10, 5), SEGMENT(4, 13, 14), .note = "copies", .outcome = "done",
		.quantity = 3, .finished = 1, .issued = 1},
	/* 15: as if it had not ended */
	{.event = {.kind = EVENT_UNDO_FINISH, AT(1)}, .state = TICKET_SERVING,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .wanted = 2, .calls = 1,
		TIMES(13, 10, 5), SEGMENT(4, 13, 0), .note = "copies", .at = 1, .issued = 1},
	{.event = {.kind = EVENT_UNDO_APPEAR, AT(1)}, .state = TICKET_CALLED,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .wanted = 2, .calls = 1,
		TIMES(16, 10, 5), SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies",
		.at = 1, .issued = 1},
	{.event = {.kind = EVENT_UNDO_CALL}, .state = TICKET_WAITING,
		AS("C", LANE_RETURN), .place = PLACE, .session = 1, .wanted = 2, TIMES(17, 10, 5),
		SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies", .issued = 1},
	{.event = {.kind = EVENT_CALL, AT(1), .calls = 1}, .state = TICKET_CALLED,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .wanted = 2, .calls = 1,
		TIMES(18, 18, 5), SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies",
		.at = 1, .streak = 1, .issued = 1},
	{.event = {.kind = EVENT_ABSENT, .place = 5000}, .state = TICKET_WAITING,
		AS("C", LANE_RETURN), .place = 5000, .session = 1, .wanted = 2, .calls = 1,
		TIMES(19, 18, 5), SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies",
		.issued = 1},
	/* 20 */
	{.event = {.kind = EVENT_CALL, AT(1), .calls = 2}, .state = TICKET_CALLED,
		AS("C", LANE_RETURN), .place = 5000, AT(1), .wanted = 2, .calls = 2,
		TIMES(20, 20, 5), SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies",
		.at = 1, .streak = 2, .issued = 1},
	{.event = {.kind = EVENT_NO_SHOW}, .state = TICKET_NO_SHOW,
		AS("C", LANE_RETURN), .place = 5000, AT(1), .wanted = 2, .calls = 2,
		TIMES(21, 20, 5), SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies",
		.no_show = 1, .issued = 1},
	{.event = {.kind = EVENT_REVIVE}, .state = TICKET_WAITING,
		AS("C", LANE_RETURN), .place = PLACE, .session = 1, TIMES(22, 20, 5),
		SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies", .issued = 1},
	{.event = {.kind = EVENT_CALL, AT(1), .calls = 1}, .state = TICKET_CALLED,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .calls = 1, TIMES(23, 23, 5),
		SEGMENT(4, 13, 16), .unconfirmed = true, .note = "copies", .at = 1, .streak = 3,
		.issued = 1},
	{.event = {.kind = EVENT_APPEAR, AT(1)}, .state = TICKET_SERVING,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .calls = 1, TIMES(24, 23, 5),
		SEGMENT(5, 24, 0), .note = "copies", .at = 1, .streak = 3, .issued = 1},
	/* 25 */
	{.event = {.kind = EVENT_SUPPLEMENT, .note = "a form"}, .state = TICKET_SUPPLEMENT,
		AS("C", LANE_RETURN), .place = PLACE, AT(1), .calls = 1, TIMES(25, 23, 5),
		SEGMENT(5, 24, 25), .note = "a form", .issued = 1},
	{.event = {.kind = EVENT_RETURN}, .state = TICKET_WAITING,
		AS("C", LANE_RETURN), .place = PLACE, .session = 1, TIMES(26, 23, 5),
		SEGMENT(5, 24, 25), .note = "a form", .issued = 1},
	{.event = {.kind = EVENT_LEAVE, .note = "gone"}, .state = TICKET_LEFT,
		AS("C", LANE_RETURN), .place = PLACE, .session = 1, TIMES(27, 23, 5),
		SEGMENT(5, 24, 25), .note = "gone", .issued = 1},
	{.event = {.kind = EVENT_UNDO_LEAVE, .lane = LANE_PRIORITY}, .state = TICKET_WAITING,
		AS("C", LANE_PRIORITY), .place = PLACE, .session = 1, TIMES(28, 23, 5),
		SEGMENT(5, 24, 25), .issued = 1},
	{.event = {.kind = EVENT_VOID}, .state = TICKET_VOID,
		AS("C", LANE_PRIORITY), .place = PLACE, .session = 1, TIMES(29, 23, 5),
		SEGMENT(5, 24, 25)},
	/* 30 */
	{.event = {.kind = EVENT_UNDO_VOID, .lane = LANE_REGULAR}, .state = TICKET_WAITING,
		AS("C", LANE_REGULAR), .place = PLACE, .session = 1, TIMES(30, 23, 5),
		SEGMENT(5, 24, 25), .issued = 1},
	{.event = {.kind = EVENT_CALL, AT(2), .calls = 1}, .state = TICKET_CALLED,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(31, 31, 5),
		SEGMENT(5, 24, 25), .at = 2, .issued = 1},
	{.event = {.kind = EVENT_APPEAR, AT(2)}, .state = TICKET_SERVING,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(32, 31, 5),
		SEGMENT(6, 32, 0), .at = 2, .issued = 1},
	{.event = {.kind = EVENT_FINISH, AT(2), .outcome = "done", .quantity = 1},
		.state = TICKET_FINISHED,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(33, 31, 5),
		SEGMENT(6, 32, 33), .outcome = "done", .quantity = 1, .finished = 1, .issued = 1},
	/* as if it had been held at that time: what was served stays */
	{.event = {.kind = EVENT_UNFINISH, .counter = 2}, .state = TICKET_HELD,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(34, 31, 5),
		SEGMENT(6, 32, 33), .issued = 1},
	/* 35 */
	{.event = {.kind = EVENT_RESUME, AT(2)}, .state = TICKET_SERVING,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(35, 31, 5),
		SEGMENT(7, 35, 0), .at = 2, .issued = 1},
	{.event = {.kind = EVENT_FINISH_UNCONFIRMED}, .state = TICKET_FINISHED_UNCONFIRMED,
		AS("C", LANE_REGULAR), .place = PLACE, AT(2), .calls = 1, TIMES(36, 31, 5),
		SEGMENT(7, 35, 36), .unconfirmed = true, .issued = 1},
};
/* clang-format on */

static void test_each_move_changes_what_it_says_and_nothing_else(void **state)
{
	struct log log;
	struct timestamp opened;

	(void)state;
	log_init(&log);
	assert_int_equal(fold_issue(&log, 1, ""), 0);
	opened = model_find_counter(log.model, 1)->since;
	for (size_t i = 0; i < ELEMENTS(life); i++) {
		struct event event = life[i].event;

		event.ticket = 1;
		if (fold(&log, &event) != 0) {
			fail_msg("event %d does not fit", (int)event.seq);
		}
		assert_row(log.model, &life[i]);
	}
	assert_memory_equal(&opened, &model_find_counter(log.model, 1)->since, sizeof(opened));
	assert_int_equal(model_last_call_at(log.model, 0)->id, 1);
	assert_null(model_last_call_at(log.model, 1)); /* one a ticket */
	log_done(&log);
}

/* The store writes only what a fold marks: a call that is undone gives the counter its streak back.
 */
static void test_an_undone_call_is_written_at_its_counter(void **state)
{
	struct log log;
	struct event call = event_of(EVENT_CALL);
	struct event undo = event_of(EVENT_UNDO_CALL);

	(void)state;
	log_init(&log);
	assert_int_equal(fold_issue(&log, 1, ""), 0);
	call.ticket = undo.ticket = 1;
	call.counter = 1;
	call.session = model_find_counter(log.model, 1)->session;
	call.calls = 1;
	assert_int_equal(fold(&log, &call), 0);
	assert_false(model_counter_entry(log.model, 1)->changed);
	assert_int_equal(fold_unwritten(&log, &undo), 0);
	assert_true(model_counter_entry(log.model, 1)->changed);
	assert_false(model_counter_entry(log.model, 2)->changed);
	log_done(&log);
}

/* ---- the slip ---- */

/* What becomes of a slip, the slips that were wanted, and those that failed. */
static void test_slips_are_counted_by_what_became_of_them(void **state)
{
	static const struct {
		enum event_kind kind;
		enum slip_status slip_status;
		const char *kiosk;
		int prints, misprints;
		const char *at;
	} cases[] = {
		{EVENT_PAPER, SLIP_FAILED, "", 1, 1, "kiosk-1"},
		{EVENT_REPRINT, SLIP_NONE, "kiosk-2", 2, 1, "kiosk-2"},
		{EVENT_PAPER, SLIP_UNKNOWN, "", 2, 1, "kiosk-2"},
		{EVENT_REPRINT, SLIP_NONE, "", 3, 1, "kiosk-2"},
		{EVENT_PAPER, SLIP_FAILED, "", 3, 2, "kiosk-2"},
		{EVENT_REPRINT, SLIP_NONE, "", 4, 2, "kiosk-2"},
		{EVENT_PAPER, SLIP_PRINTED, "", 4, 2, "kiosk-2"},
	};
	struct event issue = event_of(EVENT_ISSUE);
	struct log log;

	(void)state;
	log_init(&log);
	issue.ticket = log.model->next_ticket;
	issue.number = 1;
	issue.slip_status = SLIP_QUEUED;
	text_copy_cut(issue.series, sizeof(issue.series), "A");
	text_copy_cut(issue.text, sizeof(issue.text), "A001");
	text_copy_cut(issue.service, sizeof(issue.service), "A");
	text_copy_cut(issue.kiosk, sizeof(issue.kiosk), "kiosk-1");
	assert_int_equal(fold(&log, &issue), 0);
	assert_int_equal(model_find_ticket(log.model, 1)->prints, 1);
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct event event = event_of(cases[i].kind);
		const struct ticket *ticket = model_find_ticket(log.model, 1);

		event.ticket = 1;
		event.slip_status = cases[i].slip_status;
		text_copy_cut(event.kiosk, sizeof(event.kiosk), cases[i].kiosk);
		assert_int_equal(fold_unwritten(&log, &event), 0);
		assert_true(model_find_entry(log.model, 1)->changed);
		model_clear_changes(log.model);
		assert_int_equal(ticket->slip_status,
			cases[i].kind == EVENT_REPRINT ? SLIP_QUEUED : cases[i].slip_status);
		assert_int_equal(ticket->prints, cases[i].prints);
		assert_int_equal(ticket->misprints, cases[i].misprints);
		assert_string_equal(ticket->kiosk, cases[i].at);
	}
	log_done(&log);
}

/* ---- counters and their sessions ---- */

static const struct session *session_at(const struct log *log, int i)
{
	assert_true(i < log->model->n_sessions);
	return &log->model->sessions[i].session;
}

static void test_a_pause_has_its_note_and_counts_its_time(void **state)
{
	const struct counter *counter;
	struct log log;

	(void)state;
	log_init(&log);
	counter = model_find_counter(log.model, 1);
	log.boot_ms = 10000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE, 1, "lunch"), 0);
	assert_int_equal(counter->state, COUNTER_PAUSED);
	assert_string_equal(counter->note, "lunch");
	assert_int_equal(counter->since.boot_ms, 10000);
	assert_int_equal(counter->opened.boot_ms, 2000);
	assert_int_equal(session_at(&log, 0)->pauses, 1);
	log.boot_ms = 17000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_RESUME, 1, ""), 0);
	assert_int_equal(counter->state, COUNTER_OPEN);
	assert_string_equal(counter->note, "");
	assert_int_equal(counter->since.boot_ms, 17000);
	assert_int_equal(session_at(&log, 0)->paused_ms, 7000);
	assert_int_equal(session_at(&log, 0)->pauses, 1);
	/* Closed in a pause: both end. */
	log.boot_ms = 20000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE, 1, ""), 0);
	log.boot_ms = 25000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_CLOSE, 1, ""), 0);
	assert_int_equal(counter->state, COUNTER_OFF);
	assert_int_equal(counter->session, 0);
	assert_int_equal(counter->n_services, 0);
	assert_string_equal(counter->staff, "");
	assert_int_equal(session_at(&log, 0)->pauses, 2);
	assert_int_equal(session_at(&log, 0)->paused_ms, 7000 + 5000);
	assert_int_equal(session_at(&log, 0)->open_ms, 25000 - 2000);
	assert_int_equal(session_at(&log, 0)->closed.boot_ms, 25000);
	/* The other counter's has not paused. */
	assert_int_equal(session_at(&log, 1)->pauses, 0);
	assert_int_equal(session_at(&log, 1)->paused_ms, 0);
	assert_int_equal(session_at(&log, 1)->closed.boot, 0);
	log_done(&log);
}

static void test_a_pause_is_planned_while_there_is_a_ticket(void **state)
{
	const struct counter *counter;
	struct event call = event_of(EVENT_CALL);
	struct log log;

	(void)state;
	call.ticket = call.counter = 1;
	call.session = 1;
	call.state = TICKET_CALLED;
	log_init(&log);
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE_AFTER, 1, "lunch"), -EBADMSG);
	log_done(&log);
	log_init(&log);
	counter = model_find_counter(log.model, 1);
	assert_int_equal(fold_issue(&log, 1, ""), 0);
	assert_int_equal(fold(&log, &call), 0);
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE_AFTER, 1, "lunch"), 0);
	assert_true(counter->pause_after);
	assert_string_equal(counter->note, "lunch");
	assert_int_equal(counter->state, COUNTER_OPEN);
	assert_int_equal(session_at(&log, 0)->pauses, 0);
	assert_int_equal(fold_session(&log, EVENT_COUNTER_UNDO_PAUSE_AFTER, 1, ""), 0);
	assert_false(counter->pause_after);
	assert_string_equal(counter->note, "");
	assert_int_equal(fold_session(&log, EVENT_COUNTER_UNDO_PAUSE_AFTER, 1, ""), -EBADMSG);
	log_done(&log);
}

/* The power went: it lasted until the last event, and goes on with the next of its own. */
static void test_a_pause_over_a_power_cut_counts_where_there_was_power(void **state)
{
	struct log log;

	(void)state;
	log_init(&log);
	log.boot_ms = 10000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE, 1, "lunch"), 0);
	log.boot_ms = 14000;
	assert_int_equal(fold_kind(&log, EVENT_START), 0);
	log.boot_id = OTHER_BOOT;
	log.boot_ms = 1000;
	assert_int_equal(fold_kind(&log, EVENT_START), 0);
	assert_int_equal(session_at(&log, 0)->paused_ms, 4000);
	assert_int_equal(session_at(&log, 0)->open_ms, 14000 - 2000);
	assert_int_equal(session_at(&log, 1)->paused_ms, 0);
	assert_int_equal(session_at(&log, 1)->open_ms, 14000 - 3000);
	log.boot_ms = 50000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_RESUME, 1, ""), 0);
	assert_int_equal(session_at(&log, 0)->paused_ms, 4000);
	log.boot_ms = 52000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_PAUSE, 1, ""), 0);
	log.boot_ms = 53000;
	assert_int_equal(fold_session(&log, EVENT_COUNTER_CLOSE, 1, ""), 0);
	assert_int_equal(session_at(&log, 0)->paused_ms, 4000 + 1000);
	assert_int_equal(session_at(&log, 0)->open_ms, 12000 + 3000);
	log_done(&log);
}

static void test_a_counter_that_closes_gives_its_visitors_back(void **state)
{
	struct event event = event_of(EVENT_TRANSFER);
	struct log log;

	(void)state;
	log_init(&log);
	assert_int_equal(fold_issue(&log, 1, ""), 0);
	for (size_t i = 0; i < 3; i++) {
		struct event before = life[i].event;

		before.ticket = 1;
		assert_int_equal(fold(&log, &before), 0);
	}
	event.ticket = 1;
	event.target_counter = 2;
	text_copy_cut(event.service, sizeof(event.service), "A");
	assert_int_equal(fold(&log, &event), 0);
	assert_int_equal(model_counter_lane(log.model, 2, LANE_REGULAR)->n, 1);
	assert_int_equal(fold_session(&log, EVENT_COUNTER_CLOSE, 2, ""), 0);
	assert_int_equal(model_counter_lane(log.model, 2, LANE_REGULAR)->n, 0);
	assert_int_equal(model_find_ticket(log.model, 1)->target_counter, 0);
	assert_int_equal(model_find_lane(log.model, "A")->lane[LANE_REGULAR].n, 1);
	assert_int_equal(model_waiting(log.model, "A"), 1);
	log_done(&log);
}

/* ---- the day and its numbers ---- */

static int fold_numbers(struct log *log, const char *day, int number, int64_t above)
{
	struct event event = event_of(EVENT_NUMBERS);

	text_copy_cut(event.day, sizeof(event.day), day);
	event.number = number;
	event.tickets_above = above;
	return fold_unwritten(log, &event);
}

static void test_numbers_go_on_above_what_was_given(void **state)
{
	struct log log;

	(void)state;
	log_init(&log);
	assert_int_equal(fold_issue(&log, 1, ""), 0);
	assert_int_equal(fold_numbers(&log, DAY, 40, 0), 0);
	assert_int_equal(model_series_last(log.model, "A"), 40);
	assert_int_equal(model_series_last(log.model, "B"), 40);
	assert_int_equal(log.model->next_ticket, 2);
	assert_int_equal(fold_numbers(&log, DAY, 20, 0), 0); /* never back */
	assert_int_equal(model_series_last(log.model, "A"), 40);
	assert_int_equal(fold_numbers(&log, NEXT_DAY, 90, 0), 0); /* of another day */
	assert_int_equal(model_series_last(log.model, "A"), 40);
	assert_string_equal(log.model->numbers_day, NEXT_DAY);
	assert_int_equal(log.model->numbers_floor, 90);
	assert_int_equal(fold_numbers(&log, "", 0, 9), 0); /* the ids alone */
	assert_int_equal(log.model->next_ticket, 10);
	assert_string_equal(log.model->numbers_day, NEXT_DAY);
	assert_int_equal(log.model->numbers_floor, 90);
	assert_int_equal(fold_numbers(&log, "", 0, 5), 0);
	assert_int_equal(log.model->next_ticket, 10);
	assert_int_equal(fold_issue(&log, 41, ""), 0);
	assert_int_equal(model_find_number(log.model, "A041")->id, 10);
	assert_null(model_find_ticket(log.model, 9));
	log_done(&log);
}

static void test_numbers_are_of_a_day(void **state)
{
	struct log log;

	(void)state;
	log_init(&log);
	assert_int_equal(fold_numbers(&log, "", 40, 9), -EBADMSG);
	log_done(&log);
	log_init(&log);
	assert_int_equal(fold_numbers(&log, "", 0, 0), -EBADMSG); /* it says nothing */
	log_done(&log);
}

static int fold_close_of(struct log *log, const char *day)
{
	return fold_of_day(log, EVENT_DAY_CLOSE, day);
}

static int fold_split(struct log *log, const char *day, int64_t from_ticket)
{
	struct event event = event_of(EVENT_DAY_OPEN);

	text_copy_cut(event.day, sizeof(event.day), day);
	event.from_ticket = from_ticket;
	return fold(log, &event);
}

static void test_only_the_open_day_is_closed_and_only_once(void **state)
{
	struct log log;

	(void)state;
	log_init(&log);
	assert_int_equal(fold_close_of(&log, DAY), 0);
	assert_false(model_day_is_open(log.model));
	assert_int_equal(fold_close_of(&log, DAY), -EBADMSG);
	log_done(&log);
	log_init(&log);
	assert_int_equal(fold_close_of(&log, NEXT_DAY), -EBADMSG);
	log_done(&log);
	log_init(&log);
	assert_int_equal(fold_of_day(&log, EVENT_DAY_OPEN, NEXT_DAY), -EBADMSG); /* still open */
	log_done(&log);
	log_init(&log);
	assert_int_equal(fold_close_of(&log, DAY), 0);
	assert_int_equal(fold_of_day(&log, EVENT_DAY_OPEN, "2026-11-22"), -EBADMSG);
	log_done(&log);
}

static void test_a_day_that_ended_unseen_is_parted_at_a_ticket(void **state)
{
	static const struct {
		const char *day;
		int64_t from_ticket;
		int r;
	} cases[] = {
		{NEXT_DAY, 2, 0},
		{DAY, 2, -EBADMSG}, /* of another day, a later one */
		{"2026-11-22", 2, -EBADMSG},
		{NEXT_DAY, 4, -EBADMSG},
	};

	(void)state;
	for (size_t i = 0; i < ELEMENTS(cases); i++) {
		struct log log;

		log_init(&log);
		for (int number = 1; number <= 3; number++) {
			assert_int_equal(fold_issue(&log, number, ""), 0);
		}
		assert_int_equal(fold_split(&log, cases[i].day, cases[i].from_ticket), cases[i].r);
		if (cases[i].r == 0) {
			assert_string_equal(model_day(log.model), NEXT_DAY);
			assert_true(model_day_is_open(log.model));
			assert_string_equal(model_find_ticket(log.model, 1)->day, DAY);
			assert_string_equal(model_find_ticket(log.model, 2)->day, NEXT_DAY);
			assert_string_equal(model_find_ticket(log.model, 3)->day, NEXT_DAY);
			assert_int_equal(model_ticket_at(log.model, 0)->id, 2);
			assert_string_equal(session_at(&log, 0)->day, NEXT_DAY);
			assert_int_equal(model_find_lane(log.model, "A")->issued, 2);
		}
		log_done(&log);
	}
}

/* The last day never was: the one before goes on with its numbers, visits and serving times. */
static void test_the_day_before_goes_on_with_all_that_it_had(void **state)
{
	struct event again = event_of(EVENT_DAY_OPEN);
	struct service_time served;
	struct log log;

	(void)state;
	log_init(&log);
	for (int number = 1; number <= 3; number++) {
		assert_int_equal(fold_issue(&log, number, ""), 0);
	}
	for (size_t i = 0; i < 3; i++) {
		struct event event = life[i].event;

		event.ticket = 2;
		assert_int_equal(fold(&log, &event), 0);
	}
	again.kind = EVENT_FINISH;
	again.ticket = 2;
	again.counter = 1;
	again.session = 1;
	assert_int_equal(fold(&log, &again), 0);
	served = model_find_lane(log.model, "A")->today;
	assert_int_equal(served.calls, 1);
	assert_int_equal(fold_close_of(&log, DAY), 0);
	assert_int_equal(fold_of_day(&log, EVENT_DAY_OPEN, NEXT_DAY), 0);
	assert_null(model_ticket_at(log.model, 0));
	assert_int_equal(model_find_lane(log.model, "A")->today.calls, 0);
	assert_memory_equal(&model_find_lane(log.model, "A")->before, &served, sizeof(served));
	again = event_of(EVENT_DAY_OPEN);
	text_copy_cut(again.day, sizeof(again.day), DAY);
	again.from_ticket = 1;
	again.reopened = true;
	assert_int_equal(fold(&log, &again), 0);
	assert_string_equal(model_day(log.model), DAY);
	assert_true(model_day_is_open(log.model));
	assert_int_equal(model_ticket_at(log.model, 0)->id, 1);
	assert_int_equal(model_series_last(log.model, "A"), 3);
	assert_int_equal(model_find_lane(log.model, "A")->issued, 3);
	assert_memory_equal(&model_find_lane(log.model, "A")->today, &served, sizeof(served));
	assert_int_equal(model_find_lane(log.model, "A")->before.calls, 0);
	assert_int_equal(model_last_call_at(log.model, 0)->id, 2);
	assert_int_equal(fold_issue(&log, 4, ""), 0);
	log_done(&log);
}

/* A clock that was set a few minutes ago, in this boot. */
static void test_a_clock_settles_in_the_boot_in_which_it_was_set(void **state)
{
	struct event correct = event_of(EVENT_CLOCK_CORRECT);
	struct clock_reading now = {.boot_id = BOOT};
	struct log log;

	(void)state;
	log_init(&log);
	now.boot_ms = log.boot_ms;
	assert_false(model_clock_was_just_set(log.model, &now)); /* nobody has set it */
	text_copy_cut(correct.day, sizeof(correct.day), DAY);
	assert_int_equal(fold(&log, &correct), 0);
	assert_true(model_clock_was_just_set(log.model, &now));
	now.boot_ms += (int64_t)24 * 3600 * 1000;
	assert_false(model_clock_was_just_set(log.model, &now));
	now = (struct clock_reading){.boot_id = OTHER_BOOT, .boot_ms = log.boot_ms};
	assert_false(model_clock_was_just_set(log.model, &now));
	log_done(&log);
}

/* ---- presses ---- */

static void name_press(char ret[LIMIT_PRESS_ID + 1], int i)
{
	(void)snprintf(ret, LIMIT_PRESS_ID + 1, "press-%d", i);
}

/* However many there are; also on the next day, for a kiosk may ask again after midnight. */
static void test_a_press_is_found_and_makes_one_ticket(void **state)
{
	enum { PRESSES = 300 };
	char press_id[LIMIT_PRESS_ID + 1];
	struct log log;

	(void)state;
	log_init(&log);
	assert_null(model_find_press(log.model, "press-1"));
	for (int i = 1; i <= PRESSES; i++) {
		name_press(press_id, i);
		assert_null(model_find_press(log.model, press_id));
		assert_int_equal(fold_issue(&log, i, press_id), 0);
		assert_int_equal(model_find_press(log.model, press_id)->id, i);
		assert_non_null(model_find_press(log.model, "press-1"));
	}
	assert_null(model_find_press(log.model, ""));
	assert_int_equal(fold_close_of(&log, DAY), 0);
	assert_int_equal(fold_of_day(&log, EVENT_DAY_OPEN, NEXT_DAY), 0);
	for (int i = 1; i <= PRESSES; i++) {
		name_press(press_id, i);
		assert_int_equal(model_find_press(log.model, press_id)->id, i);
	}
	assert_int_equal(fold_issue(&log, 1, "press-7"), -EBADMSG);
	log_done(&log);
}

/* ---- the portal ---- */

static void test_each_disruption_of_the_portal_is_written_down(void **state)
{
	struct event event = event_of(EVENT_PORTAL);
	struct log log;

	(void)state;
	log_init(&log);
	log.wall_ms = 5000 - log.boot_ms;
	for (int i = 1; i <= 3; i++) {
		event.down = i != 2;
		text_copy_cut(event.note, sizeof(event.note), event.down ? "no network" : "");
		assert_int_equal(fold_unwritten(&log, &event), 0);
		assert_int_equal(model_portal_is_down(log.model), event.down);
		assert_int_equal(log.model->n_changed_portals, i);
		assert_int_equal(
			log.model->changed_portals[i - 1].down_wall_ms, i == 3 ? 7000 : 5000);
		assert_int_equal(log.model->changed_portals[i - 1].up_wall_ms, i == 2 ? 6000 : 0);
		assert_string_equal(log.model->changed_portals[i - 1].note, "no network");
	}
	model_clear_changes(log.model);
	assert_int_equal(log.model->n_changed_portals, 0);
	log_done(&log);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_move_changes_what_it_says_and_nothing_else),
		cmocka_unit_test(test_an_undone_call_is_written_at_its_counter),
		cmocka_unit_test(test_slips_are_counted_by_what_became_of_them),
		cmocka_unit_test(test_a_pause_has_its_note_and_counts_its_time),
		cmocka_unit_test(test_a_pause_is_planned_while_there_is_a_ticket),
		cmocka_unit_test(test_a_pause_over_a_power_cut_counts_where_there_was_power),
		cmocka_unit_test(test_a_counter_that_closes_gives_its_visitors_back),
		cmocka_unit_test(test_numbers_go_on_above_what_was_given),
		cmocka_unit_test(test_numbers_are_of_a_day),
		cmocka_unit_test(test_only_the_open_day_is_closed_and_only_once),
		cmocka_unit_test(test_a_day_that_ended_unseen_is_parted_at_a_ticket),
		cmocka_unit_test(test_the_day_before_goes_on_with_all_that_it_had),
		cmocka_unit_test(test_a_clock_settles_in_the_boot_in_which_it_was_set),
		cmocka_unit_test(test_a_press_is_found_and_makes_one_ticket),
		cmocka_unit_test(test_each_disruption_of_the_portal_is_written_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
