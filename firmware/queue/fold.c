/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each event does to the model. The writer, the replicas and the replay all use these
 * functions, and only the event and the model decide: no clock, no site rule, no random number. An
 * event is not rejected because of what the site says now: the site may have changed since.
 */
#include "queue/fold.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

struct timestamp fold_timestamp(const struct event *event)
{
	return (struct timestamp){
		.wall_ms = event->at.wall_ms,
		.boot_ms = event->at.boot_ms,
		.boot = event->boot,
	};
}

struct ticket_entry *fold_find_entry(struct model *model, int64_t id)
{
	return id < model->first_ticket ? NULL : model_find_entry(model, id);
}

struct counter_entry *fold_find_counter(struct model *model, int number)
{
	for (int i = 0; i < model->n_counters; i++) {
		if (model->counters[i]->counter.number == number) {
			return model->counters[i];
		}
	}
	return NULL;
}

/* Frees the ticket's counter, because the ticket moves on. */
static void release_counter(struct model *model, struct ticket *ticket)
{
	struct counter_entry *entry = fold_find_counter(model, ticket->counter);

	if (entry && entry->counter.ticket == ticket->id) {
		entry->counter.ticket = 0;
		entry->changed = true;
	}
}

static void segment_start(
	struct model *model, struct ticket_entry *entry, const struct event *event)
{
	struct counter_entry *counter = fold_find_counter(model, entry->ticket.counter);

	entry->segment = (struct segment){
		.ticket = entry->ticket.id,
		.number = ++entry->ticket.segments,
		.counter = entry->ticket.counter,
		.session = entry->ticket.session,
		.started = fold_timestamp(event),
		.confirmed = true,
	};
	text_copy_cut(entry->segment.service, LIMIT_ID + 1, entry->ticket.service);
	text_copy_cut(entry->segment.staff, LIMIT_ID + 1, counter ? counter->counter.staff : "");
	model_touch_segment(model, &entry->segment);
}

static void segment_end(
	struct model *model, struct ticket_entry *entry, const struct event *event, bool confirmed)
{
	if (entry->segment.number == 0 || entry->segment.ended.boot != 0) {
		return;
	}
	entry->segment.ended = fold_timestamp(event);
	entry->segment.confirmed = confirmed;
	model_count_segment(model, &entry->segment, 1);
	model_touch_segment(model, &entry->segment);
}

static void segment_reopen(struct model *model, struct ticket_entry *entry)
{
	model_count_segment(model, &entry->segment, -1);
	entry->segment.ended = (struct timestamp){0};
	entry->segment.confirmed = true;
	model_touch_segment(model, &entry->segment);
}

static int fold_issue(struct model *model, const struct event *event)
{
	struct ticket_entry *entry;
	struct ticket ticket = {
		.id = event->ticket,
		.number = event->number,
		.lane = event->lane,
		.state = TICKET_WAITING,
		.slip_status = event->slip_status,
		.arrival = event->seq,
		.place = event->seq * PLACE_STEP,
		.arrived = fold_timestamp(event),
		.since = fold_timestamp(event),
		.prints = event->slip_status == SLIP_QUEUED ? 1 : 0,
		.by_kiosk = *event->kiosk && strcmp(event->kiosk, event->actor) == 0,
		.ahead = event->ahead,
		.wait_estimate_s = event->wait_estimate_s,
	};

	if (!model->day_open || event->ticket != model->next_ticket ||
		event->number <= model_series_last(model, event->series) ||
		model_find_press(model, event->press_id)) {
		return -EBADMSG;
	}
	memcpy(ticket.day, model->day, sizeof(ticket.day));
	memcpy(ticket.series, event->series, sizeof(ticket.series));
	memcpy(ticket.text, event->text, sizeof(ticket.text));
	memcpy(ticket.service, event->service, sizeof(ticket.service));
	memcpy(ticket.issued_for, event->service, sizeof(ticket.issued_for));
	memcpy(ticket.reason, event->reason, sizeof(ticket.reason));
	memcpy(ticket.subject, event->complaint.subject, sizeof(ticket.subject));
	memcpy(ticket.language, event->language, sizeof(ticket.language));
	memcpy(ticket.press_id, event->press_id, sizeof(ticket.press_id));
	memcpy(ticket.kiosk, event->kiosk, sizeof(ticket.kiosk));
	entry = model_add_ticket(model, &ticket);
	model_touch_ticket(model, entry);
	return 0;
}

/* The ticket goes to a counter that has none: CALLED, or SERVING again. */
static int move_to_counter(struct model *model, struct ticket *ticket, const struct event *event)
{
	struct counter_entry *entry = fold_find_counter(model, event->counter);

	if (!entry || entry->counter.state == COUNTER_OFF || entry->counter.ticket != 0 ||
		entry->counter.session != event->session) {
		return -EBADMSG;
	}
	ticket->counter = event->counter;
	ticket->session = event->session;
	entry->counter.ticket = ticket->id;
	entry->changed = true;
	return 0;
}

static int fold_call(struct model *model, struct ticket *ticket, const struct event *event)
{
	int r = move_to_counter(model, ticket, event);
	struct counter *counter;

	if (r < 0) {
		return r;
	}
	counter = &fold_find_counter(model, event->counter)->counter;
	counter->streak_before = counter->streak;
	counter->streak = ticket->lane == LANE_REGULAR ? 0 : counter->streak + 1;
	ticket->calls = event->calls;
	ticket->called = fold_timestamp(event);
	ticket->called_seq = event->seq;
	if (ticket->first_called.boot == 0) {
		ticket->first_called = fold_timestamp(event);
	}
	model_note_call(model, ticket->id);
	return 0;
}

/* Only the undone call is removed; earlier calls stay as they were. */
static int fold_undo_call(struct model *model, struct ticket *ticket, const struct event *event)
{
	struct counter_entry *entry = fold_find_counter(model, ticket->counter);

	if (entry) {
		entry->counter.streak = entry->counter.streak_before;
		entry->changed = true;
	}
	ticket->calls = event->calls;
	/* A ticket that was served, or came back, may have been called before. */
	if (ticket->called.boot == ticket->first_called.boot &&
		ticket->called.boot_ms == ticket->first_called.boot_ms) {
		ticket->first_called = (struct timestamp){0};
	}
	ticket->counter = 0;
	return 0;
}

static int fold_finish(struct model *model, struct ticket_entry *entry, const struct event *event)
{
	struct counter_entry *counter = fold_find_counter(model, entry->ticket.counter);

	segment_end(model, entry, event, true);
	memcpy(entry->ticket.outcome, event->outcome, sizeof(entry->ticket.outcome));
	entry->ticket.quantity = event->quantity;
	fold_finish_dossiers(model, &entry->ticket, event);
	if (counter) {
		counter->counter.last_finished = entry->ticket.id;
		counter->changed = true;
	}
	return 0;
}

static int fold_undo_finish(
	struct model *model, struct ticket_entry *entry, const struct event *event)
{
	int r = move_to_counter(model, &entry->ticket, event);
	struct counter_entry *counter = fold_find_counter(model, event->counter);

	if (r < 0) {
		return r;
	}
	counter->counter.last_finished = 0;
	entry->ticket.outcome[0] = '\0';
	entry->ticket.quantity = 0;
	fold_undo_dossiers(model, &entry->ticket);
	segment_reopen(model, entry);
	return 0;
}

/* As if the ticket had been held instead of finished: its segments stay. */
static int fold_unfinish(struct model *model, struct ticket_entry *entry)
{
	struct counter_entry *counter = fold_find_counter(model, entry->ticket.counter);

	if (counter && counter->counter.last_finished == entry->ticket.id) {
		counter->counter.last_finished = 0;
		counter->changed = true;
	}
	entry->ticket.outcome[0] = '\0';
	entry->ticket.quantity = 0;
	fold_undo_dossiers(model, &entry->ticket);
	return 0;
}

/* The ticket is called as before; its segment does not count as serving time. */
static int fold_undo_appear(
	struct model *model, struct ticket_entry *entry, const struct event *event)
{
	segment_end(model, entry, event, false);
	return move_to_counter(model, &entry->ticket, event);
}

/* The ticket waits again in the order of arrival: in its old place, or in the return lane if it had
 * its turn before. */
static int fold_undo_end(struct model *model, struct ticket *ticket, const struct event *event)
{
	model_service_lane(model, ticket->issued_for)->issued += event->kind == EVENT_UNDO_VOID;
	if (ticket->lane != event->lane) {
		ticket->lane = event->lane;
		ticket->place = ticket->arrival * PLACE_STEP;
	}
	ticket->note[0] = '\0';
	ticket->counter = 0;
	ticket->target_counter = 0;
	return 0;
}

static int begin_serving(struct model *model, struct ticket_entry *entry, const struct event *event)
{
	int r = move_to_counter(model, &entry->ticket, event);

	if (r == 0) {
		segment_start(model, entry, event);
	}
	return r;
}

static int fold_recall(struct model *model, struct ticket *ticket, const struct event *event)
{
	ticket->calls = event->calls;
	ticket->called = fold_timestamp(event);
	ticket->called_seq = event->seq;
	model_note_call(model, ticket->id);
	return move_to_counter(model, ticket, event);
}

static int fold_add_service(
	struct model *model, struct ticket_entry *entry, const struct event *event)
{
	segment_end(model, entry, event, true);
	memcpy(entry->ticket.service, event->service, sizeof(entry->ticket.service));
	return begin_serving(model, entry, event);
}

static int fold_come_back(struct ticket *ticket)
{
	ticket->lane = LANE_RETURN;
	ticket->place = ticket->arrival * PLACE_STEP;
	ticket->calls = 0;
	ticket->counter = 0;
	ticket->target_counter = 0;
	ticket->no_show = 0;
	return 0;
}

static int fold_transfer(struct model *model, struct ticket_entry *entry, const struct event *event)
{
	struct ticket *ticket = &entry->ticket;

	segment_end(model, entry, event, true);
	memcpy(ticket->service, event->service, sizeof(ticket->service));
	memcpy(ticket->note, event->note, sizeof(ticket->note));
	ticket->target_counter = event->target_counter;
	ticket->place = ticket->arrival * PLACE_STEP;
	ticket->lane = event->lane;
	ticket->calls = 0;
	ticket->counter = 0;
	return 0;
}

/* What a move changes besides the state. The ticket has left its lane and its counter already. */
static int apply_move(struct model *model, struct ticket_entry *entry, enum ticket_move move,
	const struct event *event)
{
	struct ticket *ticket = &entry->ticket;

	switch (move) {
	case MOVE_CALL:
		return fold_call(model, ticket, event);
	case MOVE_RECALL:
		return fold_recall(model, ticket, event);
	case MOVE_APPEAR:
	case MOVE_RESUME:
		return begin_serving(model, entry, event);
	case MOVE_ADD_SERVICE:
		return fold_add_service(model, entry, event);
	case MOVE_UNDO_FINISH:
		return fold_undo_finish(model, entry, event);
	case MOVE_UNDO_APPEAR:
		return fold_undo_appear(model, entry, event);
	case MOVE_UNFINISH:
		return fold_unfinish(model, entry);
	case MOVE_UNDO_VOID:
	case MOVE_UNDO_LEAVE:
		return fold_undo_end(model, ticket, event);
	case MOVE_UNDO_CALL:
		return fold_undo_call(model, ticket, event);
	case MOVE_ABSENT:
		ticket->place = event->place;
		ticket->counter = 0;
		return 0;
	case MOVE_REVIVE:
	case MOVE_RETURN:
		return fold_come_back(ticket);
	case MOVE_LEAVE: /* not being served, so no segment ends */
	case MOVE_HOLD:
	case MOVE_SUPPLEMENT:
		segment_end(model, entry, event, true);
		memcpy(ticket->note, event->note, sizeof(ticket->note));
		return 0;
	case MOVE_TRANSFER:
		return fold_transfer(model, entry, event);
	case MOVE_FINISH:
		return fold_finish(model, entry, event);
	case MOVE_VOID:
		model_service_lane(model, ticket->issued_for)->issued--;
		return 0;
	case MOVE_FINISH_UNCONFIRMED:
		segment_end(model, entry, event, false);
		return 0;
	case MOVE_NO_SHOW:
		ticket->no_show = 1;
		return 0;
	case MOVE_EXPIRE:
		return 0;
	case MOVE_ISSUE:
	case TICKET_MOVES:
		break;
	}
	return -EBADMSG;
}

static int fold_move(struct model *model, const struct event *event)
{
	struct ticket_entry *entry = fold_find_entry(model, event->ticket);
	enum ticket_state to = TICKET_NONE;
	enum ticket_move move;
	int r;

	if (event->kind == EVENT_ISSUE) {
		return fold_issue(model, event);
	}
	if (!entry || !event_kind_move(event->kind, &move) ||
		ticket_move_target(entry->ticket.state, move, &to) < 0) {
		return -EBADMSG;
	}
	if (entry->ticket.state == TICKET_WAITING) {
		model_detach(model, &entry->ticket);
	}
	release_counter(model, &entry->ticket);
	r = apply_move(model, entry, move, event);
	if (r < 0) {
		return r;
	}
	if (move == MOVE_UNDO_FINISH) {
		entry->ticket.since = entry->segment.started; /* as if the serving had not ended */
	} else if (entry->ticket.state != to) {
		entry->ticket.since = fold_timestamp(event);
	}
	entry->ticket.state = to;
	if (to == TICKET_WAITING) {
		model_attach(model, &entry->ticket);
	}
	model_touch_ticket(model, entry);
	return 0;
}

/* The ticket's day was closed by mistake: the ticket has its place again; the counters stay
 * closed. */
static int fold_reopen(struct model *model, const struct event *event)
{
	struct ticket_entry *entry = fold_find_entry(model, event->ticket);
	struct ticket *ticket;

	if (!entry || !model->day_open || !ticket_reopens(entry->ticket.state, event->state)) {
		return -EBADMSG;
	}
	ticket = &entry->ticket;
	ticket->state = event->state;
	ticket->since = fold_timestamp(event);
	ticket->lane = event->lane;
	ticket->calls = event->calls;
	ticket->target_counter = 0;
	if (ticket->state == TICKET_WAITING) {
		ticket->counter = 0;
		model_attach(model, ticket);
	}
	model_touch_ticket(model, entry);
	return 0;
}

static int fold_slip_status(struct model *model, const struct event *event)
{
	struct ticket_entry *entry = fold_find_entry(model, event->ticket);
	enum slip_status to = event->kind == EVENT_REPRINT ? SLIP_QUEUED : event->slip_status;

	if (!entry || !ticket_slip_status_allowed(entry->ticket.slip_status, to)) {
		return -EBADMSG;
	}
	entry->ticket.slip_status = to;
	entry->ticket.misprints += to == SLIP_FAILED;
	entry->ticket.prints -= to == SLIP_NONE; /* only shown: no slip */
	if (event->kind == EVENT_REPRINT) {
		entry->ticket.prints++;
		if (*event->kiosk) {
			memcpy(entry->ticket.kiosk, event->kiosk, sizeof(entry->ticket.kiosk));
		}
	}
	model_touch_ticket(model, entry);
	return 0;
}

static void keep_open_sessions(struct model *model)
{
	int n = 0;

	for (int i = 0; i < model->n_sessions; i++) {
		if (model->sessions[i].session.closed.boot == 0 || model->sessions[i].changed) {
			model->sessions[n++] = model->sessions[i];
		}
	}
	model->n_sessions = n;
}

static void touch_day(struct model *model, const char *redated_from)
{
	struct day_row row = {
		.first_ticket = model->first_ticket,
		.opened_seq = model->day_opened_seq,
		.floor = model->day_floor,
		.closed_seq = model->day_closed_seq,
	};

	memcpy(row.day, model->day, sizeof(row.day));
	text_copy_cut(row.redated_from, sizeof(row.redated_from), redated_from);
	model->changed_days =
		memory_grow(model->changed_days, (size_t)model->n_changed_days + 1, sizeof(row));
	model->changed_days[model->n_changed_days++] = row;
}

static void new_day(struct model *model, const struct event *event, int64_t first_ticket)
{
	model->before = (struct day_before){
		.opened_seq = model->day_opened_seq,
		.closed_seq = model->day_closed_seq,
		.opened = model->day_opened,
		.closed = model->day_closed,
		.floor = model->day_floor,
	};
	memcpy(model->before.day, model->day, sizeof(model->before.day));
	memcpy(model->day, event->day, sizeof(model->day));
	model_begin_day(model, first_ticket);
	model->day_opened_seq = event->seq;
	model->day_opened = fold_timestamp(event);
	model->day_floor = event->number;
	model->corrected = (struct timestamp){0};
	model->clock.unknown_boot = 0;
	model->clock.wall_before_ms = model->wall_max_ms;
	keep_open_sessions(model);
}

static void close_day(struct model *model, const struct event *event)
{
	model->day_open = false;
	model->day_closed_seq = event->seq;
	model->day_closed = fold_timestamp(event);
	model->day_turned = (struct timestamp){0};
	touch_day(model, "");
}

/* Whether a session moves with the day: it is open, or it began in that day. Other sessions may or
 * may not be in the model, so nothing may depend on them. */
static bool is_of_day(const struct model *model, const struct session *session)
{
	const struct timestamp *opened = &session->opened;

	return session->closed.boot == 0 || opened->boot > model->day_opened.boot ||
		(opened->boot == model->day_opened.boot &&
			opened->boot_ms >= model->day_opened.boot_ms);
}

/* Moves what was booked on date from to the model's current date: the tickets of the last day, and
 * its sessions. */
static void move_bookings(struct model *model, const char *from)
{
	for (int i = model->first_entry; i < model->n_entries; i++) {
		memcpy(model->entries[i]->ticket.day, model->day, sizeof(model->day));
	}
	for (int i = 0; i < model->n_sessions; i++) {
		struct session *session = &model->sessions[i].session;

		if (strcmp(session->day, from) == 0 && is_of_day(model, session)) {
			memcpy(session->day, model->day, sizeof(session->day));
			model->sessions[i].changed = true;
		}
	}
	touch_day(model, from);
}

/* The day is open, and goes on if it had been closed. */
static void day_goes_on(struct model *model, const struct event *event)
{
	model->day_open = true;
	model->day_turned = fold_timestamp(event);
	model->day_closed_seq = 0;
	model->day_closed = (struct timestamp){0};
}

/* The open day had ended before one of its tickets, but the clock was not known then: that ticket
 * and later ones belong to another day, which goes on with the sessions that are still open. */
static int fold_day_split(struct model *model, const struct event *event)
{
	char from[DAY_LENGTH + 1];

	if (!model->day_open || !fold_find_entry(model, event->from_ticket) ||
		strcmp(event->day, model->day) <= 0) {
		return -EBADMSG;
	}
	close_day(model, event);
	memcpy(from, model->day, sizeof(from));
	new_day(model, event, event->from_ticket);
	day_goes_on(model, event);
	model->clock.day_guessed = false;
	move_bookings(model, from);
	return 0;
}

/* The last day never was: the day before it goes on, with what was booked since. */
static int fold_day_before(struct model *model, const struct event *event)
{
	struct day_before before = model->before;
	char from[DAY_LENGTH + 1];

	if (strcmp(event->day, before.day) != 0 || event->from_ticket != model->base_ticket ||
		event->number < before.floor || before.closed_seq == 0 || model->first_entry == 0 ||
		(model_ticket_at(model, 0) && strcmp(model->day, before.day) != 0)) {
		return -EBADMSG;
	}
	touch_day(model, "");
	model->changed_days[model->n_changed_days - 1].gone = true;
	memcpy(from, model->day, sizeof(from));
	memcpy(model->day, before.day, sizeof(model->day));
	model->before = (struct day_before){0};
	model->day_opened_seq = before.opened_seq;
	model->day_opened = before.opened;
	model->day_floor = event->number;
	model_set_day(model, event->from_ticket);
	model_sort_calls(model);
	model->clock.day_guessed = false;
	day_goes_on(model, event);
	if (strcmp(from, model->day) != 0) {
		move_bookings(model, from);
	} else {
		touch_day(model, "");
	}
	return 0;
}

static int fold_day_again(struct model *model, const struct event *event)
{
	if (event->from_ticket > 0) {
		return fold_day_before(model, event);
	}
	if (model->day_open || strcmp(event->day, model->day) != 0) {
		return -EBADMSG;
	}
	day_goes_on(model, event);
	touch_day(model, "");
	return 0;
}

static int fold_day(struct model *model, const struct event *event)
{
	int order = strcmp(event->day, model->day);

	if (event->reopened) {
		return fold_day_again(model, event);
	}
	if (event->from_ticket > 0) {
		return fold_day_split(model, event);
	}
	if (event->kind == EVENT_DAY_CLOSE) {
		if (!model->day_open || order != 0) {
			return -EBADMSG;
		}
		close_day(model, event);
		return 0;
	}
	if (model->day_open || (order < 0 && !model_day_may_go_back(model))) {
		return -EBADMSG;
	}
	if (order != 0) {
		new_day(model, event, model->next_ticket);
	}
	day_goes_on(model, event);
	model->clock.day_guessed = event->guessed;
	touch_day(model, "");
	return 0;
}

/* The day turns out to be another date: what was booked on it moves to that date. */
static int fold_clock_correct(struct model *model, const struct event *event)
{
	char from[DAY_LENGTH + 1];
	bool moves = strcmp(event->day, model->day) != 0;

	if (moves && ((!model->day_open && !model->clock.day_guessed) || !*event->day)) {
		return -EBADMSG;
	}
	if (moves) {
		memcpy(from, model->day, sizeof(from));
		memcpy(model->day, event->day, sizeof(model->day));
		model->day_floor = event->number;
		move_bookings(model, from);
	} else if (*model->day && event->number != model->day_floor) {
		model->day_floor = event->number;
		touch_day(model, "");
	}
	model->clock.day_guessed = model->clock.day_guessed && event->guessed;
	return 0;
}

/* Raises the numbers of this day or of one that is still to be opened, and the ids of all
 * tickets. */
static int fold_numbers(struct model *model, const struct event *event)
{
	if (event->tickets_above >= model->next_ticket) {
		model->gap_next = model->next_ticket;
		model->gap_above = event->tickets_above;
		model->next_ticket = event->tickets_above + 1;
	}
	if (!*event->day) {
		return event->number > 0 || event->tickets_above <= 0 ? -EBADMSG : 0;
	}
	memcpy(model->numbers_day, event->day, sizeof(model->numbers_day));
	model->numbers_floor = event->number;
	if (strcmp(event->day, model->day) == 0) {
		model->day_floor = MAX_OF(model->day_floor, event->number);
		touch_day(model, "");
	}
	return 0;
}

static int fold_site(struct model *model, const struct event *event)
{
	struct site *site = NULL;

	if (!event->site || site_parse(event->site, &site, NULL) < 0) {
		return -EBADMSG;
	}
	model_set_site(model, site, event->seq);
	model->site_changed = true;
	return 0;
}

static int fold_device(struct model *model, const struct event *event)
{
	struct device_entry *entry = model_device_entry(model, event->device);

	memcpy(entry->device.state, event->device_state, sizeof(entry->device.state));
	memcpy(entry->device.fault, event->fault, sizeof(entry->device.fault));
	memcpy(entry->device.note, event->note, sizeof(entry->device.note));
	entry->device.since = fold_timestamp(event);
	entry->changed = true;
	return 0;
}

static int fold_device_remove(struct model *model, const struct event *event)
{
	int kept = 0;

	for (int i = 0; i < model->n_devices; i++) {
		if (model_is_of_device(model->devices[i].device.name, event->device)) {
			model_touch_removed_device(model, model->devices[i].device.name);
		} else {
			model->devices[kept++] = model->devices[i];
		}
	}
	model->n_devices = kept;
	return 0;
}

static int fold_kind(struct model *model, const struct event *event)
{
	switch (event->kind) {
		CASES_OF_MOVES
		return fold_move(model, event);
	case EVENT_REOPEN:
		return fold_reopen(model, event);
	case EVENT_PAPER:
	case EVENT_REPRINT:
		return fold_slip_status(model, event);
	case EVENT_COUNTER_OPEN:
		return fold_counter_open(model, event);
	case EVENT_COUNTER_SERVICES:
		return fold_counter_services(model, event);
	case EVENT_COUNTER_PAUSE_AFTER:
		return fold_counter_pause_after(model, event);
	case EVENT_COUNTER_UNDO_PAUSE_AFTER:
		return fold_counter_undo_pause_after(model, event);
	case EVENT_COUNTER_PAUSE:
	case EVENT_COUNTER_RESUME:
	case EVENT_COUNTER_CLOSE:
		return fold_counter(model, event);
	case EVENT_DAY_OPEN:
	case EVENT_DAY_CLOSE:
		return fold_day(model, event);
	case EVENT_CLOCK_CORRECT:
		return fold_clock_correct(model, event);
	case EVENT_NUMBERS:
		return fold_numbers(model, event);
	case EVENT_SITE:
		return fold_site(model, event);
	case EVENT_DEVICE:
		return fold_device(model, event);
	case EVENT_DEVICE_REMOVE:
		return fold_device_remove(model, event);
	case EVENT_RATE:
		return fold_rate(model, event);
	case EVENT_PORTAL:
		return fold_portal(model, event);
	case EVENT_DOSSIER:
	case EVENT_DOSSIER_REMOVE:
		return fold_dossier(model, event);
	case EVENT_COMPLAINT:
		return fold_complaint(model, event);
	case EVENT_EVALUATION:
		return fold_evaluation(model, event);
	case EVENT_CATALOGUE:
		return fold_catalogue(model, event);
	case EVENT_START:
	case EVENT_CLOCK_ACCEPT:
	case EVENT_TOKEN:
	case EVENT_STAFF:
	case EVENT_ACKNOWLEDGE:
	case EVENT_LOST:
	case EVENT_RECOVER:
	case EVENT_KINDS:
		break; /* these events change only the log and, in fold_clock, the clock */
	}
	return 0;
}

/* Whether the wall clock is known to be right at an event. store_boots() asks the log for the
 * same. */
static bool fold_says_time(const struct event *event)
{
	return event->at.trusted || event->kind == EVENT_CLOCK_ACCEPT ||
		(event->kind == EVENT_CLOCK_CORRECT && !event->guessed);
}

/* What the event says about the wall clock of its boot. */
static void fold_clock(struct model *model, const struct event *event)
{
	bool counts = event->kind == EVENT_ISSUE || event->kind == EVENT_COUNTER_OPEN ||
		(event->kind == EVENT_DAY_OPEN && event->guessed);

	model->last = fold_timestamp(event);
	if (event->kind == EVENT_CLOCK_ACCEPT || event->kind == EVENT_CLOCK_CORRECT) {
		model->wall_max_ms = event->at.wall_ms;
		model->clock.wall_before_ms = 0;
		model->accept_seq = event->seq;
	}
	if (event->kind == EVENT_CLOCK_CORRECT) {
		model->corrected = model->last;
		/* A correction by a known clock makes the date certain; by any other clock,
		 * uncertain. */
		model->clock.unknown_boot = event->guessed ? event->boot : 0;
		model->clock.known_boot = event->guessed ? 0 : event->boot;
	}
	if (event->kind == EVENT_CLOCK_ACCEPT) {
		model->clock.known_boot = event->boot;
		model->clock.offset_ms = event->offset_ms;
		model->clock.offset_boot = event->boot;
	}
	if (event->at.trusted) {
		model->clock.known_boot = event->boot;
		model->clock.offset_ms = 0;
	}
	if (counts && event->boot != model->clock.known_boot) {
		model->clock.unknown_boot = event->boot;
	}
	if (event->boot == model->boots.n && fold_says_time(event)) {
		model->boots.boot[event->boot - 1].began_wall_ms =
			event->at.wall_ms - event->at.boot_ms;
	}
	model->wall_max_ms = MAX_OF(model->wall_max_ms, event->at.wall_ms);
}

int model_fold(struct model *model, const struct event *event)
{
	int r;

	if (event->seq != model->seq + 1) {
		return -EBADMSG;
	}
	if (event->boot > model->boots.n + 1) {
		return -EBADMSG;
	}
	if (event->boot == model->boots.n + 1) {
		fold_boot_ends(model);
		boots_add(&model->boots, event->at.boot_id);
	}
	fold_session_seen(model, event);
	r = fold_kind(model, event);
	if (r < 0) {
		return r;
	}
	model->seq = event->seq;
	fold_clock(model, event);
	return 0;
}
