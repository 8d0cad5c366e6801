/* SPDX-License-Identifier: Apache-2.0 */
/* Issuing a ticket, the moves that need no counter, and what becomes of its slip. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue/day.h"
#include "queue/decide.h"
#include "queue/wait.h"

static bool check_lane(struct decision *decision, const struct site *site)
{
	const struct command *command = decision->command;

	if (command->lane == LANE_RETURN) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "lane",
			"a new ticket is in the regular or the priority lane");
		return false;
	}
	if (command->lane == LANE_REGULAR && *command->reason) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "reason",
			"a reason belongs to the priority lane");
		return false;
	}
	if (command->lane == LANE_PRIORITY && !site_find_reason(site, command->reason)) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "reason",
			"the priority lane needs one of the site's reasons");
		return false;
	}
	return true;
}

/* What a number is for is a subject of the site that is taken at this service. */
static bool check_subject(struct decision *decision, const struct site *site)
{
	const struct command *command = decision->command;
	const char *subject = command->complaint.subject;
	const char *service = complaint_subject_service(site, subject);

	if (*subject && !service) {
		(void)decide_refuse(decision, ERROR_NOT_FOUND, "subject",
			"the site's complaints have no subject '%s'", subject);
		return false;
	}
	if (*subject && strcmp(service, command->service) != 0) {
		(void)decide_refuse(decision, ERROR_BAD_FIELD, "subject",
			"service %s takes complaints about '%s'", service, subject);
		return false;
	}
	return true;
}

static bool check_language(struct decision *decision, const struct site *site)
{
	const char *language = decision->command->language;

	if (!*language) {
		return true;
	}
	for (int i = 0; i < site->n_languages; i++) {
		if (strcmp(site->languages[i], language) == 0) {
			return true;
		}
	}
	(void)decide_refuse(decision, ERROR_BAD_FIELD, "language",
		"'%s' is not one of the site's languages", language);
	return false;
}

/* Whether the day and the service take tickets now. A clock that is not known does not tell the
 * hour: then an open day counts as within the hours. */
static bool check_open(struct decision *decision, const struct site_service *service)
{
	const struct model *model = decision->model;
	bool known = model_clock_is_known(model, decision->now);
	struct local_time local;

	if (!model_day_is_open(model)) {
		(void)decide_refuse(decision, ERROR_CLOSED, "", "the service day is not open");
		return false;
	}
	zone_local(decision->now->wall_ms, &local);
	if (known && day_opening(model_site(model), service, &local) != OPENING_OPEN) {
		(void)decide_refuse(decision, ERROR_CLOSED, "service",
			"service %s takes no tickets at this hour", service->id);
		return false;
	}
	return true;
}

static bool check_limits(struct decision *decision, const struct site_service *service, int number)
{
	const struct service_lanes *line = model_find_lane(decision->model, service->id);

	if (service->daily_limit > 0 && line && line->issued >= service->daily_limit) {
		(void)decide_refuse(decision, ERROR_LIMIT, "service",
			"service %s has issued its %d tickets of today", service->id,
			service->daily_limit);
		return false;
	}
	if (number > LIMIT_NUMBER) {
		(void)decide_refuse(decision, ERROR_LIMIT, "service",
			"series %s has no number left today", service->series);
		return false;
	}
	return true;
}

/* Refuses a kiosk when those who already wait take the service beyond closing, if the site wants
 * that (stop_past_closing). Staff decide for themselves. */
static bool check_wait(struct decision *decision, const struct site_service *service)
{
	const struct command *command = decision->command;

	if (*command->kiosk && strcmp(command->kiosk, command->actor) == 0 &&
		wait_stops_kiosks(decision->model, service->id, decision->now)) {
		(void)decide_refuse(decision, ERROR_PAST_CLOSING, "service",
			"who waits for service %s takes it beyond today's hours", service->id);
		return false;
	}
	return true;
}

static int issue(struct decision *decision, const struct site_service *service, int number)
{
	const struct command *command = decision->command;
	const struct site *site = model_site(decision->model);
	struct wait_estimate estimate;
	struct event event = {
		.kind = EVENT_ISSUE,
		.ticket = decision->model->next_ticket,
		.number = number,
		.lane = command->lane,
		.state = TICKET_WAITING,
		.slip_status = command->print ? SLIP_QUEUED : SLIP_NONE,
	};
	int r;

	wait_for_new(decision->model, service->id, command->lane, decision->now, &estimate);
	event.ahead = estimate.ahead;
	event.wait_estimate_s = estimate.wait_s;
	memcpy(event.series, service->series, sizeof(event.series));
	(void)snprintf(event.text, sizeof(event.text), "%s%0*d", service->series,
		site->number_digits, number);
	memcpy(event.service, service->id, sizeof(event.service));
	memcpy(event.reason, command->reason, sizeof(event.reason));
	memcpy(event.complaint.subject, command->complaint.subject,
		sizeof(event.complaint.subject));
	memcpy(event.press_id, command->press_id, sizeof(event.press_id));
	memcpy(event.kiosk, command->kiosk, sizeof(event.kiosk));
	text_copy_cut(event.language, sizeof(event.language),
		*command->language ? command->language : site->languages[0]);
	r = decide_emit(decision, &event);
	if (r < 0) {
		return r;
	}
	decision->answer->ticket.id = event.ticket;
	decision->answer->created = true;
	return 0;
}

int decide_issue(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct site *site = model_site(decision->model);
	const struct ticket *before = model_find_press(decision->model, command->press_id);
	const struct site_service *service;
	int number;

	if (before) {
		decision->answer->ticket.id = before->id;
		return 0;
	}
	if (!site) {
		return decide_refuse(decision, ERROR_NO_SITE, "", "the hub has no site data yet");
	}
	service = site_find_service(site, command->service);
	if (!service || !service->active) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "service",
			"there is no service '%s'", command->service);
	}
	if (command->print && !*command->kiosk) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "kiosk",
			"a slip needs the kiosk that prints it");
	}
	number = model_series_last(decision->model, service->series) + 1;
	if (!check_lane(decision, site) || !check_subject(decision, site) ||
		!check_language(decision, site) || !check_open(decision, service) ||
		!check_limits(decision, service, number) || !check_wait(decision, service)) {
		return 0;
	}
	return issue(decision, service, number);
}

/* Fills in the fields of a ticket that waits again. −errno. */
static int wait_again(struct decision *decision, const struct ticket *ticket, enum ticket_move move,
	struct event *event)
{
	struct past past = {.before = TICKET_NONE};
	int r = move == MOVE_UNDO_LEAVE ? decide_find_past(decision, ticket, &past) : 0;
	bool had_its_turn = past.before == TICKET_HELD || past.before == TICKET_SUPPLEMENT;

	event->counter = 0;
	event->session = 0;
	if (move == MOVE_REVIVE || move == MOVE_RETURN || had_its_turn) {
		event->lane = LANE_RETURN;
	}
	return r;
}

int decide_ticket_move(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct ticket *ticket = decide_find_ticket(decision, command->ticket);
	enum ticket_state to = TICKET_NONE;
	enum event_kind kind;
	enum ticket_move move;
	struct event event;
	bool takes_back;
	int r = 0;

	if (!ticket || !decide_move_of(command->kind, &move, &kind) ||
		!decide_move_allowed(decision, ticket, move, &to)) {
		return 0;
	}
	takes_back = ticket_state_is_final(ticket->state);
	if (takes_back && !decide_may_take_back(decision, ticket, &ticket->since)) {
		return 0;
	}
	event = decide_ticket_event(kind, ticket, to);
	memcpy(event.note, command->note, sizeof(event.note));
	if (to == TICKET_WAITING) {
		r = wait_again(decision, ticket, move, &event);
	}
	decision->answer->ticket.id = ticket->id;
	return r < 0 ? r : decide_emit(decision, &event);
}

static int reprint(struct decision *decision, const struct ticket *ticket)
{
	const struct command *command = decision->command;
	const char *kiosk = *command->kiosk ? command->kiosk : ticket->kiosk;
	struct event event = {.kind = EVENT_REPRINT, .ticket = ticket->id};

	if (ticket_state_is_final(ticket->state)) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "",
			"ticket %s is %s: reprint is not allowed", ticket->text,
			ticket_state_name(ticket->state));
	}
	if (!*kiosk) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "kiosk",
			"ticket %s has no kiosk; name the one that prints", ticket->text);
	}
	memcpy(event.text, ticket->text, sizeof(event.text));
	text_copy_cut(event.kiosk, sizeof(event.kiosk), kiosk);
	return decide_emit(decision, &event);
}

int decide_slip_status(struct decision *decision)
{
	const struct command *command = decision->command;
	const struct ticket *ticket = decide_find_ticket(decision, command->ticket);
	struct event event = {.kind = EVENT_PAPER, .slip_status = command->slip_status};
	int r = 0;

	if (!ticket) {
		return 0;
	}
	decision->answer->ticket.id = ticket->id;
	if (command->kind == COMMAND_REPRINT) {
		return reprint(decision, ticket);
	}
	if (command->slip_status == SLIP_QUEUED) {
		return decide_refuse(decision, ERROR_BAD_FIELD, "state",
			"a kiosk reports PRINTED, FAILED, UNKNOWN or LATER, or NONE when it showed "
			"the number");
	}
	if (ticket->slip_status == command->slip_status) {
		return 0; /* repeated after a lost answer */
	}
	if (!ticket_slip_status_allowed(ticket->slip_status, command->slip_status) ||
		(command->slip_status == SLIP_NONE && ticket->prints != 1)) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "state",
			"the slip of %s is %s: %s is not allowed", ticket->text,
			ticket_slip_status_name(ticket->slip_status),
			ticket_slip_status_name(command->slip_status));
	}
	event.ticket = ticket->id;
	memcpy(event.text, ticket->text, sizeof(event.text));
	if (command->again && ticket->slip_status == SLIP_QUEUED) {
		/* The kiosk stopped while printing a slip and has printed it again by itself. The
		 * event names no kiosk, since none has to print. */
		event.kind = EVENT_REPRINT;
		r = decide_emit(decision, &event);
		event.kind = EVENT_PAPER;
	}
	memcpy(event.note, command->note, sizeof(event.note));
	return r < 0 ? r : decide_emit(decision, &event);
}
