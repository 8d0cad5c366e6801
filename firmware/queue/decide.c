/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/decide.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

int decide_refuse(struct decision *decision, enum command_error error, const char *field,
	const char *format, ...)
{
	struct answer *answer = decision->answer;
	char message[sizeof(answer->message) * 2];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	answer->error = error;
	text_copy_cut(answer->field, sizeof(answer->field), field);
	text_copy_cut(answer->message, sizeof(answer->message), message);
	return 0;
}

const struct ticket *decide_find_ticket(struct decision *decision, int64_t id)
{
	const struct ticket *ticket = model_find_ticket(decision->model, id);

	if (!ticket) {
		(void)decide_refuse(decision, ERROR_NOT_FOUND, "ticket",
			"there is no ticket %lld today", (long long)id);
		return NULL;
	}
	/* A clock that ran ahead and was set back made the date begin twice: its first day is
	 * over. */
	if (id < decision->model->first_ticket ||
		strcmp(ticket->day, model_day(decision->model)) != 0) {
		(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "ticket",
			"ticket %s is of %s, an earlier day", ticket->text, ticket->day);
		return NULL;
	}
	return ticket;
}

struct event decide_ticket_event(
	enum event_kind kind, const struct ticket *ticket, enum ticket_state state)
{
	struct event event = {
		.kind = kind,
		.ticket = ticket->id,
		.counter = ticket->counter,
		.session = ticket->session,
		.lane = ticket->lane,
		.state = state,
		.calls = ticket->calls,
	};

	memcpy(event.text, ticket->text, sizeof(event.text));
	memcpy(event.service, ticket->service, sizeof(event.service));
	return event;
}

bool decide_move_allowed(struct decision *decision, const struct ticket *ticket,
	enum ticket_move move, enum ticket_state *ret)
{
	if (ticket_move_target(ticket->state, move, ret) == 0) {
		return true;
	}
	(void)decide_refuse(decision, ERROR_NOT_ALLOWED, "", "ticket %s is %s: %s is not allowed",
		ticket->text, ticket_state_name(ticket->state), ticket_move_name(move));
	return false;
}

bool decide_may_take_back(
	struct decision *decision, const struct ticket *ticket, const struct timestamp *since)
{
	const struct model *model = decision->model;
	int limit_s = model_site(model)->take_back_s;

	if (!model_day_is_open(model)) {
		(void)decide_refuse(decision, ERROR_CLOSED, "", "day %s is closed: open it again",
			model_day(model));
		return false;
	}
	if (decision->command->right != RIGHT_ALL &&
		model_elapsed_ms(model, since, decision->now) > (int64_t)limit_s * 1000) {
		(void)decide_refuse(decision, ERROR_TOO_SOON, "",
			"ticket %s is %s for more than %d s: a supervisor can take it back",
			ticket->text, ticket_state_name(ticket->state), limit_s);
		return false;
	}
	return true;
}

/* The rows of moves.h that are commands: the function that decides each, and the move it asks
 * for. */
#define ROW_AT_NOWHERE(...)
#define ROW_AT_TICKET(name, on_ticket, at_counter, ...) [COMMAND_##name] = {on_ticket, __VA_ARGS__},
#define ROW_AT_COUNTER(name, on_ticket, at_counter, ...) \
	[COMMAND_##name] = {at_counter, __VA_ARGS__},
#define ROW_AT_COUNTER_TOO ROW_AT_COUNTER
#define MOVE_ROW(name, event, word, from, to, fields, place, ...) \
	ROW_AT_##place( \
		name, decide_ticket_move, decide_counter_move, true, MOVE_##name, EVENT_##name)
#define ACT_ROW(name, event, word, fields, place, ...) \
	ROW_AT_##place(name, decide_slip_status, decide_counter_session, false)
#define ASK_ROW(name, word, place, ...) \
	ROW_AT_##place(name, decide_ticket_move, decide_counter_move, false)
static const struct {
	int (*decide)(struct decision *decision);
	bool moves;
	enum ticket_move move;
	enum event_kind event;
} rows[COMMAND_KINDS] = {MOVES(MOVE_ROW, ACT_ROW, ASK_ROW)};

bool decide_move_of(enum command_kind kind, enum ticket_move *ret_move, enum event_kind *ret_event)
{
	if (!rows[kind].moves) {
		return false;
	}
	*ret_move = rows[kind].move;
	*ret_event = rows[kind].event;
	return true;
}

static bool is_slip_command(enum command_kind kind)
{
	return kind == COMMAND_VOID || kind == COMMAND_REPRINT || kind == COMMAND_PAPER;
}

/* Whether somebody else has a session at the counter now. */
static bool is_anothers_counter(const struct decision *decision, int number)
{
	const struct counter *counter = model_find_counter(decision->model, number);

	return counter && counter->state != COUNTER_OFF &&
		strcmp(counter->staff, decision->command->actor) != 0;
}

/* Whether the ticket is at somebody else's counter now. */
static bool is_before_another(const struct decision *decision)
{
	const struct ticket *ticket = model_find_ticket(decision->model, decision->command->ticket);
	const struct counter *counter =
		ticket ? model_find_counter(decision->model, ticket->counter) : NULL;

	return counter && counter->ticket == ticket->id &&
		is_anothers_counter(decision, counter->number);
}

/* Whether somebody else works at the counter where the ticket was finished. */
static bool is_anothers_finish(const struct decision *decision)
{
	const struct ticket *ticket = model_find_ticket(decision->model, decision->command->ticket);

	return decision->command->kind == COMMAND_UNFINISH && ticket &&
		is_anothers_counter(decision, ticket->counter);
}

static bool is_anothers_slip(const struct decision *decision)
{
	const struct ticket *ticket = model_find_ticket(decision->model, decision->command->ticket);

	return ticket && strcmp(ticket->kiosk, decision->command->actor) != 0;
}

/* The object that the caller has no right to, by the current model; NULL when there is none. */
static const char *find_anothers(const struct decision *decision)
{
	const struct command *command = decision->command;

	switch (command->right) {
	case RIGHT_ALL:
		return NULL;
	case RIGHT_OWN_COUNTER:
		if (command->kind == COMMAND_COUNTER_OPEN &&
			strcmp(command->staff, command->actor) != 0) {
			return "staff";
		}
		if (command_is_at_counter(command->kind) &&
			is_anothers_counter(decision, command->counter)) {
			return "counter";
		}
		if (is_anothers_finish(decision)) {
			return "counter";
		}
		return rows[command->kind].moves && !command_is_at_counter(command->kind) &&
				is_before_another(decision)
			? "ticket"
			: NULL;
	case RIGHT_KEYPAD:
		return command->kind == COMMAND_COUNTER_SERVICES &&
				is_anothers_counter(decision, command->counter)
			? "counter"
			: NULL;
	case RIGHT_OWN_SLIPS:
		return is_slip_command(command->kind) && is_anothers_slip(decision) ? "ticket"
										    : NULL;
	}
	return NULL;
}

#define CASE_AT_NOWHERE(name)
#define CASE_AT_TICKET(name) case COMMAND_##name:
#define CASE_AT_COUNTER CASE_AT_TICKET
#define CASE_AT_COUNTER_TOO CASE_AT_TICKET
#define MOVE_CASE(name, event, word, from, to, fields, place, ...) CASE_AT_##place(name)
#define ACT_CASE(name, event, word, fields, place, ...) CASE_AT_##place(name)
#define ASK_CASE(name, word, place, ...) CASE_AT_##place(name)

static int decide_kind(struct decision *decision)
{
	switch (decision->command->kind) {
	case COMMAND_ISSUE:
		return decide_issue(decision);
		MOVES(MOVE_CASE, ACT_CASE, ASK_CASE)
		return rows[decision->command->kind].decide(decision);
	case COMMAND_TICK:
		return 0; /* the batch has checked the day already */
	case COMMAND_SITE:
		return decide_site(decision);
	case COMMAND_CLIP:
		return decide_clip(decision);
	case COMMAND_DAY_OPEN:
	case COMMAND_DAY_CLOSE:
	case COMMAND_DAY_REOPEN:
	case COMMAND_CLOCK_ACCEPT:
		return decide_day_command(decision);
	case COMMAND_DEVICE:
		return decide_device(decision);
	case COMMAND_DEVICE_REMOVE:
		return decide_device_remove(decision);
	case COMMAND_ACKNOWLEDGE:
		return decide_acknowledge(decision);
	case COMMAND_RATE:
		return decide_rate(decision);
	case COMMAND_PORTAL:
		return decide_portal(decision);
	case COMMAND_DOSSIER:
	case COMMAND_DOSSIER_REMOVE:
	case COMMAND_EVALUATION:
		return decide_figures(decision);
	case COMMAND_COMPLAINT_ENTER:
		return decide_complaint_enter(decision);
	case COMMAND_COMPLAINT_ANSWER:
		return decide_complaint(decision, COMPLAINT_ANSWER);
	case COMMAND_COMPLAINT_CORRECT:
		return decide_complaint(decision, COMPLAINT_CORRECT);
	case COMMAND_COMPLAINT_REOPEN:
		return decide_complaint(decision, COMPLAINT_REOPEN);
	case COMMAND_COMPLAINT_WITHDRAW:
		return decide_complaint(decision, COMPLAINT_WITHDRAW);
	case COMMAND_TOKEN_ADD:
	case COMMAND_TOKEN_REMOVE:
	case COMMAND_PICTURE_ADD:
	case COMMAND_RECORDS:
	case COMMAND_CATALOGUE:
	case COMMAND_CATALOGUE_UNDO:
	case COMMAND_STAFF_ADD:
	case COMMAND_STAFF_CHANGE:
	case COMMAND_STAFF_REMOVE:
	case COMMAND_SIGN_IN:
	case COMMAND_SIGN_OUT:
	case COMMAND_SIGN_IN_SEEN:
	case COMMAND_ATTEMPT:
	case COMMAND_KINDS:
		break; /* tokens, pictures, records, people are not in the model: queue.c */
	}
	return decide_refuse(decision, ERROR_BAD_FIELD, "", "no such command");
}

int decide(struct decision *decision)
{
	struct answer *answer = decision->answer;
	const struct counter *counter;
	const struct ticket *ticket;
	const char *anothers = find_anothers(decision);
	int r;

	if (anothers) {
		return decide_refuse(decision, ERROR_NOT_YOURS, anothers,
			"this %s is another one's, not %s's", anothers, decision->command->actor);
	}
	r = decide_kind(decision);
	if (r < 0 || answer->error != ERROR_NONE) {
		return r;
	}
	r = decide_due_pauses(decision);
	if (r < 0) {
		return r;
	}
	/* The result of the command: the ticket that it named or made, and the counter where it
	 * happened. */
	ticket = answer->ticket.id ? model_find_ticket(decision->model, answer->ticket.id) : NULL;
	if (ticket) {
		answer->ticket = *ticket;
		answer->has_ticket = true;
	}
	counter = decision->command->counter
		? model_find_counter(decision->model, decision->command->counter)
		: NULL;
	if (counter) {
		answer->counter = *counter;
		answer->has_counter = true;
	}
	return 0;
}
