/* SPDX-License-Identifier: Apache-2.0 */
/* What staff do at a counter. */
#include <string.h>

#include "base/text.h"
#include "queue/decide.h"
#include "queue/model-internal.h"
#include "queue/pick.h"

/* The counter with its session. NULL: the command was refused. */
static const struct counter *need_session(struct decision *decision)
{
	int number = decision->command->counter;
	const struct site *site = model_site(decision->model);
	const struct counter *counter = model_find_counter(decision->model, number);

	if (!site || (!site_find_counter(site, number) && !counter)) {
		(void)decide_refuse(
			decision, ERROR_NOT_FOUND, "counter", "there is no counter %d", number);
		return NULL;
	}
	if (!counter || counter->state == COUNTER_OFF) {
		(void)decide_refuse(
			decision, ERROR_NO_SESSION, "", "counter %d is not open", number);
		return NULL;
	}
	return counter;
}

/* Whether the counter may take a ticket now. */
static bool check_free(struct decision *decision, const struct counter *counter)
{
	if (counter->state == COUNTER_PAUSED) {
		(void)decide_refuse(
			decision, ERROR_NOT_ALLOWED, "", "counter %d is paused", counter->number);
		return false;
	}
	if (counter->ticket) {
		const struct ticket *ticket = model_find_ticket(decision->model, counter->ticket);

		(void)decide_refuse(decision, ERROR_BUSY, "", "counter %d still has ticket %s",
			counter->number, ticket ? ticket->text : "?");
		return false;
	}
	return true;
}

/* Whoever calls aloud speaks the ticket's language; the site's first needs no saying. */
static void add_language(
	const struct decision *decision, const struct ticket *ticket, struct event *event)
{
	if (strcmp(ticket->language, model_site(decision->model)->languages[0]) != 0) {
		memcpy(event->language, ticket->language, sizeof(event->language));
	}
}

static int take(struct decision *decision, const struct counter *counter,
	const struct ticket *ticket, enum event_kind kind, enum ticket_move move)
{
	enum ticket_state to = TICKET_NONE;
	struct event event;

	if (!decide_move_allowed(decision, ticket, move, &to)) {
		return 0;
	}
	event = decide_ticket_event(kind, ticket, to);
	event.counter = counter->number;
	event.session = counter->session;
	if (kind == EVENT_CALL) {
		event.calls = ticket->calls + 1;
		add_language(decision, ticket, &event);
	}
	decision->answer->ticket.id = ticket->id;
	return decide_emit(decision, &event);
}

static int call_next(struct decision *decision, const struct counter *counter)
{
	const struct ticket *ticket;

	if (!check_free(decision, counter)) {
		return 0;
	}
	ticket = pick_next(decision->model, counter, decision->now);
	return ticket ? take(decision, counter, ticket, EVENT_CALL, MOVE_CALL) : 0;
}

static int call_given(struct decision *decision, const struct counter *counter)
{
	const struct command *command = decision->command;
	const struct ticket *ticket;

	if (!check_free(decision, counter)) {
		return 0;
	}
	if (*command->number) {
		ticket = model_find_number(decision->model, command->number);
		if (!ticket) {
			return decide_refuse(decision, ERROR_NOT_FOUND, "number",
				"there is no ticket %s today", command->number);
		}
	} else {
		ticket = decide_find_ticket(decision, command->ticket);
	}
	return ticket ? take(decision, counter, ticket, EVENT_CALL, MOVE_CALL) : 0;
}

static int resume_ticket(struct decision *decision, const struct counter *counter)
{
	const struct ticket *ticket = decide_find_ticket(decision, decision->command->ticket);

	if (!ticket || !check_free(decision, counter)) {
		return 0;
	}
	return take(decision, counter, ticket, EVENT_RESUME, MOVE_RESUME);
}

/* Whether ticket is the one that the caller sees: if two people or two pages act on one counter,
 * both act on the same ticket or one of them is refused. */
static bool check_expected(struct decision *decision, const struct ticket *ticket)
{
	int64_t expect = decision->command->expect;

	if (expect == 0 || expect == ticket->id) {
		return true;
	}
	(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "expect",
		"counter %d has ticket %s, not the one expected", decision->command->counter,
		ticket->text);
	return false;
}

/* The called ticket waits again, as it did before this call. */
static int undo_call(struct decision *decision, const struct ticket *ticket)
{
	struct event event = decide_ticket_event(EVENT_UNDO_CALL, ticket, TICKET_WAITING);

	event.calls = MAX_OF(ticket->calls - 1, 0);
	return decide_emit(decision, &event);
}

/* An event of the counter's session. */
static struct event session_event(enum event_kind kind, const struct counter *counter)
{
	return (struct event){
		.kind = kind, .counter = counter->number, .session = counter->session};
}

static int plan_pause(struct decision *decision, const struct counter *counter, const char *note)
{
	struct event event = session_event(
		counter->ticket ? EVENT_COUNTER_PAUSE_AFTER : EVENT_COUNTER_PAUSE, counter);

	text_copy_cut(event.note, sizeof(event.note), note);
	return decide_emit(decision, &event);
}

/* Takes back the pause that came with the finish; it is still to begin after the ticket. */
static int undo_pause(
	struct decision *decision, const struct counter *counter, const struct ticket *ticket)
{
	struct event event = session_event(EVENT_COUNTER_RESUME, counter);
	char note[sizeof(counter->note)];
	int r;

	memcpy(note, counter->note, sizeof(note));
	r = decide_emit(decision, &event);
	if (r == 0) {
		r = take(decision, counter, ticket, EVENT_UNDO_FINISH, MOVE_UNDO_FINISH);
	}
	return r < 0 ? r : plan_pause(decision, counter, note);
}

static int undo_finish(struct decision *decision, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(decision->model, counter->last_finished);
	const struct ticket *called = model_find_ticket(decision->model, counter->ticket);
	const struct site *site = model_site(decision->model);
	bool paused = counter->state == COUNTER_PAUSED;
	bool together = (called || paused) && model_just_finished(decision->model, counter);
	enum ticket_state to = TICKET_NONE;
	int r = 0;

	if (!ticket) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"counter %d has no finished ticket to undo", counter->number);
	}
	if (!check_expected(decision, ticket) || (!together && !check_free(decision, counter)) ||
		!decide_move_allowed(decision, ticket, MOVE_UNDO_FINISH, &to)) {
		return 0;
	}
	if (model_elapsed_ms(decision->model, &ticket->since, decision->now) >
		(int64_t)site->undo_finish_s * 1000) {
		return decide_refuse(decision, ERROR_TOO_SOON, "",
			"ticket %s was finished more than %d s ago", ticket->text,
			site->undo_finish_s);
	}
	if (paused) {
		return undo_pause(decision, counter, ticket);
	}
	if (together) {
		r = undo_call(decision, called);
	}
	return r < 0 ? r : take(decision, counter, ticket, EVENT_UNDO_FINISH, MOVE_UNDO_FINISH);
}

static int recall(struct decision *decision, const struct ticket *ticket, struct event *event)
{
	int interval_s = model_site(decision->model)->recall_interval_s;

	if (model_elapsed_ms(decision->model, &ticket->called, decision->now) <
		(int64_t)interval_s * 1000) {
		return decide_refuse(decision, ERROR_TOO_SOON, "",
			"ticket %s was called less than %d s ago", ticket->text, interval_s);
	}
	event->calls = ticket->calls + 1;
	add_language(decision, ticket, event);
	return decide_emit(decision, event);
}

/* The place behind the next few tickets of its lane, or at the end when fewer wait. */
static int64_t place_behind(const struct model *model, const struct ticket *ticket, int behind)
{
	const struct service_lanes *service = model_find_lane(model, ticket->service);
	const struct ticket_lane *list = ticket->target_counter
		? model_counter_lane(model, ticket->target_counter, ticket->lane)
		: (service ? &service->lane[ticket->lane] : NULL);
	int at;

	if (!list || list->n == 0 || behind == 0) {
		return ticket->place;
	}
	at = MIN_OF(behind, list->n) - 1;
	return MAX_OF(ticket->place, list->ticket[list->head + at]->place + 1);
}

static int absent(struct decision *decision, const struct ticket *ticket)
{
	const struct site *site = model_site(decision->model);
	bool finally = ticket->calls >= site->call_attempts || site->absent_behind == 0;
	enum ticket_state to = TICKET_NONE;
	struct event event;

	if (!decide_move_allowed(decision, ticket, finally ? MOVE_NO_SHOW : MOVE_ABSENT, &to)) {
		return 0;
	}
	event = decide_ticket_event(finally ? EVENT_NO_SHOW : EVENT_ABSENT, ticket, to);
	event.place = place_behind(decision->model, ticket, site->absent_behind);
	return decide_emit(decision, &event);
}

static bool check_service(struct decision *decision, const char *id)
{
	const struct site_service *service = site_find_service(model_site(decision->model), id);

	if (service && service->active) {
		return true;
	}
	(void)decide_refuse(decision, ERROR_NOT_FOUND, "service", "there is no service '%s'", id);
	return false;
}

static int transfer(struct decision *decision, const struct ticket *ticket, struct event *event)
{
	const struct command *command = decision->command;
	const struct counter *target = model_find_counter(decision->model, command->to_counter);

	if (*command->service && !check_service(decision, command->service)) {
		return 0;
	}
	if (command->to_counter == ticket->counter) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "counter",
			"ticket %s is at counter %d already", ticket->text, ticket->counter);
	}
	if (command->to_counter && (!target || target->state == COUNTER_OFF)) {
		return decide_refuse(decision, ERROR_NO_SESSION, "counter",
			"counter %d is not open", command->to_counter);
	}
	if (*command->service) {
		memcpy(event->service, command->service, sizeof(event->service));
	}
	event->target_counter = command->to_counter;
	memcpy(event->note, command->note, sizeof(event->note));
	return decide_emit(decision, event);
}

/* The counter is free of its ticket: whoever is next is called in the same transaction, unless it
 * is to pause. */
static int then_call_next(struct decision *decision)
{
	const struct counter *counter =
		model_find_counter(decision->model, decision->command->counter);
	const struct ticket *next =
		counter->pause_after ? NULL : pick_next(decision->model, counter, decision->now);

	return next ? take(decision, counter, next, EVENT_CALL, MOVE_CALL) : 0;
}

static int finish(struct decision *decision, struct event *event)
{
	const struct command *command = decision->command;
	int r;

	if (*command->outcome &&
		!site_find_outcome(model_site(decision->model), command->outcome)) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "outcome",
			"'%s' is not one of the site's outcomes", command->outcome);
	}
	memcpy(event->outcome, command->outcome, sizeof(event->outcome));
	event->quantity = command->quantity;
	event->dossiers = command->dossiers;
	r = decide_emit(decision, event);
	return r == 0 && command->kind == COMMAND_FINISH_NEXT ? then_call_next(decision) : r;
}

/* The citizen was not there after all: the ticket is called as before. */
static int undo_appear(struct decision *decision, const struct ticket *ticket, struct event *event)
{
	struct past past = {.began = EVENT_KINDS};
	int r = decide_find_past(decision, ticket, &past);

	if (r < 0 || !decide_may_take_back(decision, ticket, &ticket->since)) {
		return MIN_OF(r, 0);
	}
	if (past.began != EVENT_APPEAR) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"ticket %s has been served since it was called", ticket->text);
	}
	return decide_emit(decision, event);
}

/* The moves on the counter's current ticket. */
static int move_current(struct decision *decision, const struct ticket *ticket)
{
	const struct command *command = decision->command;
	enum ticket_state to = TICKET_NONE;
	enum event_kind kind;
	enum ticket_move move;
	struct event event;

	if (!decide_move_of(command->kind == COMMAND_FINISH_NEXT ? COMMAND_FINISH : command->kind,
		    &move, &kind) ||
		!decide_move_allowed(decision, ticket, move, &to)) {
		return 0;
	}
	event = decide_ticket_event(kind, ticket, to);
	if (command->kind == COMMAND_RECALL) {
		return recall(decision, ticket, &event);
	}
	if (command->kind == COMMAND_UNDO_CALL) {
		return undo_call(decision, ticket);
	}
	if (command->kind == COMMAND_UNDO_APPEAR) {
		return undo_appear(decision, ticket, &event);
	}
	if (command->kind == COMMAND_TRANSFER) {
		return transfer(decision, ticket, &event);
	}
	if (kind == EVENT_FINISH) {
		return finish(decision, &event);
	}
	if (command->kind == COMMAND_ADD_SERVICE) {
		if (!check_service(decision, command->service)) {
			return 0;
		}
		memcpy(event.service, command->service, sizeof(event.service));
	}
	memcpy(event.note, command->note, sizeof(event.note));
	return decide_emit(decision, &event);
}

/* Whether the command has all its fields, whatever the counter's state. False: it was refused. */
static bool check_complete(struct decision *decision)
{
	const struct command *command = decision->command;

	if (command->kind == COMMAND_CALL && (*command->number != '\0') == (command->ticket != 0)) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD,
			*command->number ? "ticket" : "number",
			"a call names either a number or a ticket");
		return false;
	}
	if (command->kind == COMMAND_TRANSFER && !*command->service && command->to_counter == 0) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "service",
			"a transfer names a service, a counter or both");
		return false;
	}
	return true;
}

int decide_counter_move(struct decision *decision)
{
	const struct counter *counter;
	const struct ticket *ticket;
	enum command_kind kind = decision->command->kind;

	if (!check_complete(decision)) {
		return 0;
	}
	counter = need_session(decision);
	if (!counter) {
		return 0;
	}
	if (kind == COMMAND_CALL_NEXT) {
		return call_next(decision, counter);
	}
	if (kind == COMMAND_CALL) {
		return call_given(decision, counter);
	}
	if (kind == COMMAND_RESUME) {
		return resume_ticket(decision, counter);
	}
	if (kind == COMMAND_UNDO_FINISH) {
		return undo_finish(decision, counter);
	}
	ticket = model_find_ticket(decision->model, counter->ticket);
	if (!ticket) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "", "counter %d has no ticket",
			counter->number);
	}
	if (!check_expected(decision, ticket)) {
		return 0;
	}
	decision->answer->ticket.id = ticket->id;
	return kind == COMMAND_ABSENT ? absent(decision, ticket) : move_current(decision, ticket);
}

static bool parse_services(
	struct decision *decision, const struct site_counter *data, struct event *event)
{
	const struct command *command = decision->command;

	for (int i = 0; i < command->n_services; i++) {
		if (!check_service(decision, command->services[i])) {
			text_copy_cut(decision->answer->field, LIMIT_ID + 1, "services");
			return false;
		}
		for (int j = 0; j < i; j++) {
			if (strcmp(command->services[i], command->services[j]) == 0) {
				(void)decide_refuse(decision, ERROR_BAD_FIELD, "services",
					"service '%s' is named twice", command->services[i]);
				return false;
			}
		}
	}
	event->in_order = data->in_order;
	event->n_services = command->n_services ? command->n_services : data->n_services;
	memcpy(event->services, command->n_services ? command->services : data->services,
		sizeof(event->services));
	if (event->n_services == 0) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "services",
			"counter %d has no usual services; name some", data->number);
		return false;
	}
	return true;
}

static int open_session(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct site *site = model_site(decision->model);
	const struct site_counter *data = site ? site_find_counter(site, command->counter) : NULL;
	const struct counter *counter = model_find_counter(decision->model, command->counter);
	const struct counter *other = model_find_staff(decision->model, command->staff);
	struct local_time local;
	bool is_staff = false;
	struct event event = {
		.kind = EVENT_COUNTER_OPEN,
		.counter = command->counter,
		.session = decision->model->next_session,
	};
	int r = decide_find_staff(decision, command->staff, &is_staff);

	if (r < 0) {
		return r;
	}
	if (!data) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "counter", "there is no counter %d",
			command->counter);
	}
	if (!is_staff) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "staff",
			"there is no staff member '%s'", command->staff);
	}
	if (counter && counter->state != COUNTER_OFF) {
		return decide_refuse(decision, ERROR_BUSY, "counter",
			"counter %d is open already, with %s", command->counter, counter->staff);
	}
	if (other) {
		return decide_refuse(decision, ERROR_BUSY, "staff",
			"%s has a session at counter %d", command->staff, other->number);
	}
	if (!parse_services(decision, data, &event)) {
		return 0;
	}
	memcpy(event.staff, command->staff, sizeof(event.staff));
	zone_local(decision->now->wall_ms, &local);
	memcpy(event.day, local.day, sizeof(event.day));
	return decide_emit(decision, &event);
}

/* Changes the services of an open session; the current ticket stays as it is. Without a change
 * there is no event. */
static int change_services(struct decision *decision, const struct counter *counter)
{
	const struct site_counter *data =
		site_find_counter(model_site(decision->model), counter->number);
	struct event event = {
		.kind = EVENT_COUNTER_SERVICES,
		.counter = counter->number,
		.session = counter->session,
	};

	if (!data) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "counter", "there is no counter %d",
			counter->number);
	}
	if (!parse_services(decision, data, &event)) {
		return 0;
	}
	if (event.n_services == counter->n_services && event.in_order == counter->in_order &&
		memcmp(event.services, counter->services,
			(size_t)event.n_services * sizeof(event.services[0])) == 0) {
		return 0;
	}
	return decide_emit(decision, &event);
}

static int close_session(struct decision *decision, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(decision->model, counter->ticket);
	struct event close = {
		.kind = EVENT_COUNTER_CLOSE,
		.counter = counter->number,
		.session = counter->session,
	};

	if (ticket && !decision->command->hand_over) {
		return decide_refuse(decision, ERROR_BUSY, "hand_over",
			"counter %d still has ticket %s; finish it or hand it over",
			counter->number, ticket->text);
	}
	if (ticket) {
		/* A called ticket goes back to its place; a served one waits in the return lane of
		 * its service. */
		struct event event = decide_ticket_event(EVENT_TRANSFER, ticket, TICKET_WAITING);
		int r;

		event.lane = LANE_RETURN;
		decision->answer->ticket.id = ticket->id;
		r = ticket->state == TICKET_CALLED ? undo_call(decision, ticket)
						   : decide_emit(decision, &event);
		if (r < 0) {
			return r;
		}
	}
	return decide_emit(decision, &close);
}

int decide_due_pauses(struct decision *decision)
{
	const struct counter *counter;
	int r = 0;

	for (int i = 0; r == 0 && (counter = model_counter_at(decision->model, i)); i++) {
		if (counter->pause_after && counter->ticket == 0) {
			r = plan_pause(decision, counter, counter->note);
		}
	}
	return r;
}

/* Saying again what is so already is no error, and no event. */
static int pause_after(struct decision *decision, const struct counter *counter)
{
	const char *note = decision->command->note;

	if (counter->state == COUNTER_PAUSED) {
		return decide_refuse(
			decision, ERROR_NOT_ALLOWED, "", "counter %d is paused", counter->number);
	}
	return counter->pause_after && strcmp(counter->note, note) == 0
		? 0
		: plan_pause(decision, counter, note);
}

static int undo_pause_after(struct decision *decision, const struct counter *counter)
{
	struct event event = session_event(EVENT_COUNTER_UNDO_PAUSE_AFTER, counter);

	if (counter->state == COUNTER_PAUSED) {
		return decide_refuse(
			decision, ERROR_NOT_ALLOWED, "", "counter %d is paused", counter->number);
	}
	return counter->pause_after ? decide_emit(decision, &event) : 0;
}

int decide_counter_session(struct decision *decision)
{
	const struct command *command = decision->command;
	bool pausing = command->kind == COMMAND_COUNTER_PAUSE;
	const struct counter *counter;
	struct event event = {
		.kind = pausing ? EVENT_COUNTER_PAUSE : EVENT_COUNTER_RESUME,
		.counter = command->counter,
	};

	if (command->kind == COMMAND_COUNTER_OPEN) {
		return open_session(decision);
	}
	counter = need_session(decision);
	if (!counter) {
		return 0;
	}
	if (command->kind == COMMAND_COUNTER_CLOSE) {
		return close_session(decision, counter);
	}
	if (command->kind == COMMAND_COUNTER_SERVICES) {
		return change_services(decision, counter);
	}
	if (command->kind == COMMAND_COUNTER_PAUSE_AFTER) {
		return pause_after(decision, counter);
	}
	if (command->kind == COMMAND_COUNTER_UNDO_PAUSE_AFTER) {
		return undo_pause_after(decision, counter);
	}
	if (pausing == (counter->state == COUNTER_PAUSED)) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "", "counter %d is %s",
			counter->number, counter_state_name(counter->state));
	}
	if (pausing && !check_free(decision, counter)) {
		return 0;
	}
	event.session = counter->session;
	memcpy(event.note, command->note, sizeof(event.note));
	return decide_emit(decision, &event);
}
