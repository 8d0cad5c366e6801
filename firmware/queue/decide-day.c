/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The service day and the clock. A day begins when the clock is known and the hours begin. While
 * the clock is not known, the hall goes on serving on the open day, or on a new one whose date is a
 * guess. Once the clock is known, what happened earlier in this boot gets its date from the time
 * since boot, which was always right. Not handled: what happened in an earlier boot whose clock was
 * never known, if its day did not go on later; it stays on the date that it was booked on.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue/day.h"
#include "queue/decide.h"

static int expire(struct decision *decision, const struct ticket *ticket)
{
	enum ticket_state to = TICKET_NONE;
	struct event event;

	if (ticket->state == TICKET_SERVING) {
		event = decide_ticket_event(
			EVENT_FINISH_UNCONFIRMED, ticket, TICKET_FINISHED_UNCONFIRMED);
		return decide_emit(decision, &event);
	}
	if (ticket_move_target(ticket->state, MOVE_EXPIRE, &to) < 0) {
		return 0;
	}
	event = decide_ticket_event(EVENT_EXPIRE, ticket, to);
	return decide_emit(decision, &event);
}

static int close_counter(struct decision *decision, const struct counter *counter)
{
	struct event event = {
		.kind = EVENT_COUNTER_CLOSE,
		.counter = counter->number,
		.session = counter->session,
	};

	return decide_emit(decision, &event);
}

/* Ends what is still open: tickets, then sessions, then the day. */
static int close_day(struct decision *decision)
{
	const struct model *model = decision->model;
	struct event close = {.kind = EVENT_DAY_CLOSE};
	const struct ticket *ticket;
	const struct counter *counter;
	int r = 0;

	for (int i = 0; r == 0 && (ticket = model_ticket_at(model, i)); i++) {
		r = expire(decision, ticket);
	}
	for (int i = 0; r == 0 && (counter = model_counter_at(model, i)); i++) {
		if (counter->state != COUNTER_OFF) {
			r = close_counter(decision, counter);
		}
	}
	text_copy_cut(close.day, sizeof(close.day), model_day(model));
	return r < 0 ? r : decide_emit(decision, &close);
}

static int open_day(struct decision *decision, const char *day)
{
	struct event event = {.kind = EVENT_DAY_OPEN};
	int r = decide_numbers_used(decision, day, INT64_MAX, &event.number);

	if (r < 0) {
		return r;
	}
	text_copy_cut(event.day, sizeof(event.day), day);
	return decide_emit(decision, &event);
}

/* The date of a timestamp of this boot by the current wall clock. */
static void date_of(const struct decision *decision, const struct timestamp *timestamp, char ret[])
{
	const struct clock_reading *now = decision->now;
	struct local_time local;

	zone_local(now->wall_ms - (now->boot_ms - timestamp->boot_ms), &local);
	memcpy(ret, local.day, sizeof(local.day));
}

/* The day's first ticket of this boot: the current clock can tell its date. NULL: none. */
static const struct ticket *first_of_boot(const struct decision *decision)
{
	const struct model *model = decision->model;
	int boot = model_boot_number(model, decision->now->boot_id);
	const struct ticket *ticket;

	for (int i = 0; (ticket = model_ticket_at(model, i)); i++) {
		if (ticket->arrived.boot == boot) {
			return ticket;
		}
	}
	return NULL;
}

/* The date that the day turns out to have; its current one when the clock cannot tell. jump_ms is
 * how far the clock was set just now. */
static void find_date(const struct decision *decision, int64_t jump_ms, char ret[DAY_LENGTH + 1])
{
	const struct model *model = decision->model;
	const struct clock_reading *now = decision->now;
	const struct ticket *first = first_of_boot(decision);
	struct timestamp at = {.boot_ms = now->boot_ms};
	struct local_time former;

	memcpy(ret, model_day(model), DAY_LENGTH + 1);
	if (!model->day_open && !model->clock.day_guessed) {
		return;
	}
	if (first) {
		at = first->arrived;
	} else if (!model->clock.day_guessed) {
		at = model->day_opened;
	}
	if (model->clock.day_guessed ||
		model->day_opened.boot == model_boot_number(model, now->boot_id)) {
		date_of(decision, &at, ret);
		return;
	}
	/* The day began before a power cut: its date changes when it was today's by the clock
	 * before it was set, and that clock was known. */
	zone_local(now->wall_ms - jump_ms, &former);
	if (jump_ms != 0 && model->clock.known_boot == model_boot_number(model, now->boot_id) &&
		strcmp(former.day, model_day(model)) == 0) {
		at.boot_ms = now->boot_ms;
		date_of(decision, &at, ret);
	}
}

/* Emits the day's date and whether it is known. No number is given twice on a date: if the right
 * date has higher numbers already, the day keeps the date it has. */
static int emit_date(struct decision *decision, int64_t jump_ms, bool known)
{
	const struct model *model = decision->model;
	struct event event = {
		.kind = EVENT_CLOCK_CORRECT,
		.number = model_day_floor(model),
		.guessed = !known,
	};
	bool empty = model->day_open && !model_ticket_at(model, 0);
	int used = 0;
	int r = 0;

	memcpy(event.day, model_day(model), sizeof(event.day));
	if (known) {
		find_date(decision, jump_ms, event.day);
	}
	if (known && empty) {
		r = decide_numbers_used(decision, event.day, model->first_ticket, &used);
		event.number = used; /* a guess also starts above another day's numbers; a known
					date need not */
	} else if (strcmp(event.day, model_day(model)) != 0) {
		r = decide_numbers_used(decision, event.day, model->first_ticket, &used);
		if (used > event.number) {
			memcpy(event.day, model_day(model), sizeof(event.day));
		}
	}
	if (jump_ms != 0) {
		(void)snprintf(event.note, sizeof(event.note), "set by %+lld s",
			(long long)jump_ms / 1000);
	} else {
		text_copy_cut(event.note, sizeof(event.note), "the date is known");
	}
	r = r < 0 ? r : decide_emit(decision, &event);
	/* This date already had a day that was closed, and nobody came since: the day closes
	 * again. */
	return r == 0 && empty && jump_ms == 0 && strcmp(event.day, model->before.day) == 0
		? close_day(decision)
		: r;
}

/* A wall clock that was set while the board ran is a correction, not a new day. */
int decide_correction(struct decision *decision)
{
	const struct model *model = decision->model;
	int64_t jump_ms = model_clock_jump_ms(model, decision->now);

	/* A day whose date is still uncertain is dated by decide_day. */
	return jump_ms == 0 || !model_site(model)
		? 0
		: emit_date(decision, jump_ms,
			  decision->now->trusted && !model_day_is_unsettled(model, decision->now));
}

/* The day began before a power cut and went on with a clock that was not known. Now the clock is
 * known, and another date has begun: the new day gets the tickets that this boot has issued, and
 * the sessions that this boot has opened or that have a ticket. */
static int split_day(struct decision *decision, const struct ticket *first, const char *day)
{
	const struct model *model = decision->model;
	int boot = model_boot_number(model, decision->now->boot_id);
	struct event event = {.kind = EVENT_DAY_OPEN, .from_ticket = first->id};
	const struct ticket *ticket;
	const struct counter *counter;
	int r = 0;

	memcpy(event.day, day, sizeof(event.day));
	for (int i = 0; r == 0 && (ticket = model_ticket_at(model, i)) && ticket != first; i++) {
		r = expire(decision, ticket);
	}
	for (int i = 0; r == 0 && (counter = model_counter_at(model, i)); i++) {
		if (counter->state != COUNTER_OFF && counter->opened.boot != boot &&
			counter->ticket == 0) {
			r = close_counter(decision, counter);
		}
	}
	r = r < 0 ? r : decide_due_pauses(decision);
	return r < 0 ? r : decide_emit(decision, &event);
}

/* Splits the day at a ticket of a later date; does nothing when that date has numbers already. */
static int split_at(struct decision *decision, const struct ticket *first)
{
	char day[DAY_LENGTH + 1];
	int used = 0;
	int r;

	date_of(decision, &first->arrived, day);
	if (!decision->model->day_open || strcmp(day, model_day(decision->model)) <= 0) {
		return 0;
	}
	r = decide_numbers_used(decision, day, decision->model->first_ticket, &used);
	return r < 0 || used > 0 ? r : split_day(decision, first, day);
}

/* The clock is known now, and was not when things happened in this day. Those may belong to several
 * dates: the day before the power cut, the first date of this boot, and today. */
static int date_the_day(struct decision *decision)
{
	const struct model *model = decision->model;
	const struct ticket *first = first_of_boot(decision);
	const struct ticket *ticket;
	struct local_time local;
	char day[DAY_LENGTH + 1];
	int r;

	if (!model->clock.day_guessed && first && model->day_opened.boot != first->arrived.boot) {
		r = split_at(decision, first);
	} else {
		r = emit_date(decision, 0, true);
	}
	zone_local(decision->now->wall_ms, &local);
	for (int i = 0; r == 0 && (ticket = model_ticket_at(model, i)); i++) {
		if (!first || ticket->id < first->id) {
			continue;
		}
		date_of(decision, &ticket->arrived, day);
		if (strcmp(day, local.day) == 0) {
			r = split_at(decision, ticket);
			break;
		}
	}
	return r == 0 && model_clock_became_known(model, decision->now)
		? emit_date(decision, 0, true)
		: r;
}

/* Opens a day whose date is not known. Its numbers are above those of the last day, which may be
 * today's. */
static int open_guessed(struct decision *decision)
{
	const struct model *model = decision->model;
	struct event event = {.kind = EVENT_DAY_OPEN, .guessed = true};
	struct local_time local;
	int last = 0;
	int r;

	zone_local(decision->now->wall_ms, &local);
	day_guess(model_day(model), local.day, event.day);
	r = decide_numbers_used(decision, event.day, INT64_MAX, &event.number);
	if (r == 0 && *model_day(model)) {
		r = decide_numbers_used(decision, model_day(model), INT64_MAX, &last);
	}
	event.number = MAX_OF(event.number, last);
	return r < 0 ? r : decide_emit(decision, &event);
}

/* Without a known clock the hall serves on the open day, or on a new one whose date is a guess. */
static int serve_without_clock(struct decision *decision)
{
	const struct model *model = decision->model;
	bool closed_now =
		model->day_closed.boot == model_boot_number(model, decision->now->boot_id) &&
		!day_rested(model->day_closed.boot_ms, decision->now->boot_ms);

	return model->day_open || closed_now ? 0 : open_guessed(decision);
}

/* Whether somebody opened the day after its closing time: then it stays open until its date
 * ends. */
static bool is_after_hours(const struct decision *decision, const struct local_time *local)
{
	const struct model *model = decision->model;
	struct local_time turned;

	zone_local(model->day_turned.wall_ms, &turned);
	return model->day_turned.boot > 0 && strcmp(local->day, model_day(model)) == 0 &&
		strcmp(turned.day, model_day(model)) == 0 &&
		turned.minute >= model_site(model)->day_end_minute;
}

int decide_day(struct decision *decision)
{
	const struct model *model = decision->model;
	const struct site *site = model_site(model);
	struct local_time local;
	int r;

	if (!site) {
		return 0;
	}
	r = decide_correction(decision);
	if (r < 0) {
		return r;
	}
	if (!model_clock_is_known(model, decision->now)) {
		return serve_without_clock(decision);
	}
	if (model_clock_became_known(model, decision->now)) {
		r = date_the_day(decision);
		if (r < 0) {
			return r;
		}
	}
	zone_local(decision->now->wall_ms, &local);
	switch (day_step(site, model_day(model), model_day_is_open(model),
		model_day_may_go_back(model), false, &local)) {
	case DAY_STAY:
		return 0;
	case DAY_STEP_OPEN:
		return open_day(decision, local.day);
	case DAY_STEP_CLOSE:
		return model_clock_was_just_set(model, decision->now) ||
				is_after_hours(decision, &local)
			? 0
			: close_day(decision);
	case DAY_STEP_CLOSE_THEN_OPEN:
		r = close_day(decision);
		return r < 0 ? r : open_day(decision, local.day);
	}
	return 0;
}

static int decide_clock_accept(struct decision *decision)
{
	struct event event = {
		.kind = EVENT_CLOCK_ACCEPT,
		.offset_ms = decision->command->offset_ms,
	};
	int r;

	if (decision->command->says_time && decision->now->trusted) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "time",
			"the clock is synchronised; nobody has to set it");
	}
	r = decide_emit(decision, &event);
	return r < 0 ? r : decide_day(decision);
}

/* A ticket that was at a counter waits again: a called one in its old place, a served one in the
 * return lane. The time served until then is left out of the averages. */
static int reopen_ticket(
	struct decision *decision, const struct ended *ended, const struct timestamp *closed)
{
	const struct ticket *ticket = model_find_ticket(decision->model, ended->ticket);
	bool at_counter = ended->before == TICKET_CALLED || ended->before == TICKET_SERVING;
	enum ticket_state to = at_counter ? TICKET_WAITING : ended->before;
	struct event event;

	if (!ticket || !model_ended_with(ticket, closed) || !ticket_reopens(ticket->state, to)) {
		return 0;
	}
	event = decide_ticket_event(EVENT_REOPEN, ticket, to);
	if (ended->before == TICKET_CALLED) {
		event.calls = MAX_OF(ticket->calls - 1, 0);
	} else if (ended->before == TICKET_SERVING) {
		event.calls = 0;
		event.lane = LANE_RETURN;
	}
	return decide_emit(decision, &event);
}

static int reopen_day(struct decision *decision, const struct reopening *reopening)
{
	const struct model *model = decision->model;
	int first = reopening->before ? 0 : model->first_entry;
	int64_t closed_seq = reopening->before ? model->before.closed_seq : model->day_closed_seq;
	struct event open = {.kind = EVENT_DAY_OPEN, .reopened = true};
	_cleanup_free_ struct ended *ended = NULL;
	size_t n = 0;
	int r = 0;

	open.number = model_day_floor(model);
	if (reopening->before) {
		r = decide_numbers_used(decision, reopening->day, model->base_ticket, &open.number);
		open.number = MAX_OF(open.number, model->before.floor);
	}
	if (r == 0 && first < model->n_entries) {
		r = decide_closed_with(
			decision, model->entries[first]->ticket.arrival, closed_seq, &ended, &n);
	}
	memcpy(open.day, reopening->day, sizeof(open.day));
	open.from_ticket = reopening->before ? model->base_ticket : 0;
	r = r < 0 ? r : decide_emit(decision, &open);
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = reopen_ticket(decision, &ended[i], &reopening->closed);
	}
	return r;
}

static int decide_reopen(struct decision *decision)
{
	struct reopening reopening;
	struct local_time local;
	int r = model_find_reopening(decision->model, decision->now, &reopening);

	if (r == -ESTALE) {
		zone_local(decision->now->wall_ms, &local);
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "move",
			"day %s is over: it is %s now", reopening.day, local.day);
	}
	if (r < 0 && model_ticket_at(decision->model, 0)) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "move",
			"day %s is open, and numbers were given on it", model_day(decision->model));
	}
	if (r < 0) {
		return decide_refuse(
			decision, ERROR_NOT_ALLOWED, "move", "no day was closed that could go on");
	}
	if (*decision->command->day && strcmp(decision->command->day, reopening.day) != 0) {
		return decide_refuse(decision, ERROR_NOT_ALLOWED, "day",
			"the day that can go on is %s", reopening.day);
	}
	return reopen_day(decision, &reopening);
}

int decide_day_command(struct decision *decision)
{
	const struct model *model = decision->model;
	struct local_time local;

	if (decision->command->kind == COMMAND_CLOCK_ACCEPT) {
		return decide_clock_accept(decision);
	}
	if (decision->command->kind == COMMAND_DAY_CLOSE) {
		if (!model_day_is_open(model)) {
			return decide_refuse(decision, ERROR_NOT_ALLOWED, "move", "no day is open");
		}
		return close_day(decision);
	}
	zone_local(decision->now->wall_ms, &local);
	if (!model_site(model)) {
		return decide_refuse(decision, ERROR_NO_SITE, "", "the hub has no site data yet");
	}
	if (decision->command->kind == COMMAND_DAY_REOPEN) {
		return decide_reopen(decision);
	}
	if (model_day_is_open(model)) {
		return decide_refuse(
			decision, ERROR_NOT_ALLOWED, "move", "day %s is open", model_day(model));
	}
	if (!model_clock_is_known(model, decision->now)) {
		return open_guessed(decision);
	}
	if (strcmp(local.day, model_day(model)) < 0 && !model_day_may_go_back(model)) {
		return decide_refuse(decision, ERROR_CLOCK_BEHIND, "",
			"day %s has been: no earlier one can be opened", model_day(model));
	}
	return open_day(decision, local.day);
}
