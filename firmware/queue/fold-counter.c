/* SPDX-License-Identifier: Apache-2.0 */
/* What the events of counter sessions do to the model. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "queue/fold.h"

static struct session *find_session(struct model *model, int64_t id)
{
	for (int i = model->n_sessions - 1; i >= 0; i--) {
		if (model->sessions[i].session.id == id) {
			model->sessions[i].changed = true;
			return &model->sessions[i].session;
		}
	}
	return NULL;
}

/* When the current part of a pause began in this boot; boot 0: none of it is known. */
static struct timestamp pause_began(const struct counter *counter, const struct session *session)
{
	return counter->since.boot == session->seen.boot ? counter->since : session->seen;
}

/* Adds to a session, and to its pause, the time since it was first seen in this boot. */
static void add_time(
	const struct model *model, struct session *session, const struct timestamp *until)
{
	const struct counter *counter = model_find_counter(model, session->counter);

	session->open_ms += boots_worked_ms(&model->boots, &session->seen, until);
	if (counter && counter->session == session->id && counter->state == COUNTER_PAUSED) {
		struct timestamp began = pause_began(counter, session);

		session->paused_ms += boots_worked_ms(&model->boots, &began, until);
	}
}

void fold_boot_ends(struct model *model)
{
	if (model->boots.n == 0) {
		return;
	}
	if (model->last.boot == model->boots.n) {
		model->boots.boot[model->boots.n - 1].ended_ms = model->last.boot_ms;
	}
	for (int i = 0; i < model->n_sessions; i++) {
		struct session *session = &model->sessions[i].session;

		if (session->seen.boot != 0) {
			add_time(model, session, &model->last);
			session->seen = (struct timestamp){0};
			model->sessions[i].changed = true;
		}
	}
}

void fold_session_seen(struct model *model, const struct event *event)
{
	for (int i = model->n_sessions - 1; event->session > 0 && i >= 0; i--) {
		struct session *session = &model->sessions[i].session;

		if (session->id != event->session) {
			continue;
		}
		if (session->closed.boot == 0 && session->seen.boot == 0) {
			session->seen = fold_timestamp(event);
			model->sessions[i].changed = true;
		}
		return;
	}
}

int fold_counter_open(struct model *model, const struct event *event)
{
	struct counter_entry *entry = model_counter_entry(model, event->counter);
	struct counter *counter = &entry->counter;
	struct session session = {
		.id = event->session,
		.counter = event->counter,
		.opened = fold_timestamp(event),
		.seen = fold_timestamp(event),
	};

	if (counter->state != COUNTER_OFF || event->session != model->next_session) {
		return -EBADMSG;
	}
	counter->state = COUNTER_OPEN;
	counter->session = event->session;
	memcpy(counter->staff, event->staff, sizeof(counter->staff));
	counter->note[0] = '\0';
	counter->pause_after = false;
	counter->in_order = event->in_order;
	counter->n_services = event->n_services;
	memcpy(counter->services, event->services, sizeof(counter->services));
	counter->opened = fold_timestamp(event);
	counter->since = fold_timestamp(event);
	counter->last_finished = 0;
	entry->changed = true;

	memcpy(session.staff, event->staff, sizeof(session.staff));
	memcpy(session.day, event->day, sizeof(session.day));
	model->sessions = memory_grow(
		model->sessions, (size_t)model->n_sessions + 1, sizeof(*model->sessions));
	model->sessions[model->n_sessions++] = (struct session_entry){session, true};
	model->next_session++;
	return 0;
}

/* The session and its current ticket go on: only what the counter calls next changes. */
int fold_counter_services(struct model *model, const struct event *event)
{
	struct counter_entry *entry = fold_find_counter(model, event->counter);

	if (!entry || entry->counter.state == COUNTER_OFF ||
		entry->counter.session != event->session || event->n_services == 0) {
		return -EBADMSG;
	}
	entry->counter.in_order = event->in_order;
	entry->counter.n_services = event->n_services;
	memcpy(entry->counter.services, event->services, sizeof(entry->counter.services));
	entry->changed = true;
	return 0;
}

/* The counter that goes on with its ticket; NULL: the event does not fit. */
static struct counter_entry *find_busy(struct model *model, const struct event *event)
{
	struct counter_entry *entry = fold_find_counter(model, event->counter);

	return entry && entry->counter.state == COUNTER_OPEN && entry->counter.ticket != 0 &&
			entry->counter.session == event->session
		? entry
		: NULL;
}

int fold_counter_pause_after(struct model *model, const struct event *event)
{
	struct counter_entry *entry = find_busy(model, event);

	if (!entry) {
		return -EBADMSG;
	}
	entry->counter.pause_after = true;
	memcpy(entry->counter.note, event->note, sizeof(entry->counter.note));
	entry->changed = true;
	return 0;
}

int fold_counter_undo_pause_after(struct model *model, const struct event *event)
{
	struct counter_entry *entry = find_busy(model, event);

	if (!entry || !entry->counter.pause_after) {
		return -EBADMSG;
	}
	entry->counter.pause_after = false;
	entry->counter.note[0] = '\0';
	entry->changed = true;
	return 0;
}

/* Tickets that were sent to this counter wait for their service again. */
static void give_back_lane(struct model *model, struct counter_entry *counter)
{
	for (int lane = 0; lane < LANES; lane++) {
		struct ticket_lane *list = &counter->lane[lane];

		while (list->n > 0) {
			struct ticket_entry *entry =
				fold_find_entry(model, list->ticket[list->head]->id);

			model_detach(model, &entry->ticket);
			entry->ticket.target_counter = 0;
			model_attach(model, &entry->ticket);
			model_touch_ticket(model, entry);
		}
	}
}

/* Counts the time of a session or pause that ends, and a pause that begins. */
static void end_stretch(struct model *model, struct session *session, const struct event *event)
{
	const struct counter *counter = model_find_counter(model, session->counter);
	struct timestamp now = fold_timestamp(event);

	if (event->kind == EVENT_COUNTER_CLOSE) {
		add_time(model, session, &now);
		session->seen = (struct timestamp){0};
	} else if (event->kind == EVENT_COUNTER_PAUSE) {
		session->pauses++;
	} else {
		struct timestamp began = pause_began(counter, session);

		session->paused_ms += boots_worked_ms(&model->boots, &began, &now);
	}
}

int fold_counter(struct model *model, const struct event *event)
{
	struct counter_entry *entry = fold_find_counter(model, event->counter);
	bool pausing = event->kind == EVENT_COUNTER_PAUSE;
	struct session *session;
	struct counter *counter;

	if (!entry || entry->counter.state == COUNTER_OFF || entry->counter.ticket != 0) {
		return -EBADMSG;
	}
	counter = &entry->counter;
	session = find_session(model, counter->session);
	if (pausing == (counter->state == COUNTER_PAUSED) && event->kind != EVENT_COUNTER_CLOSE) {
		return -EBADMSG;
	}
	if (session) {
		end_stretch(model, session, event);
	}
	counter->since = fold_timestamp(event);
	memcpy(counter->note, event->note, sizeof(counter->note));
	counter->pause_after = false;
	entry->changed = true;
	if (event->kind == EVENT_COUNTER_CLOSE) {
		if (session) {
			session->closed = fold_timestamp(event);
		}
		give_back_lane(model, entry);
		counter->state = COUNTER_OFF;
		counter->session = 0;
		counter->staff[0] = '\0';
		counter->last_finished = 0;
		counter->n_services = 0;
		memset(counter->services, 0, sizeof(counter->services));
	} else {
		counter->state = pausing ? COUNTER_PAUSED : COUNTER_OPEN;
	}
	return 0;
}
