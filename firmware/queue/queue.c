/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/queue.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/day.h"
#include "queue/decide.h"
#include "queue/journal.h"
#include "queue/pick.h"
#include "queue/pictures.h"
#include "queue/queue-catalogue.h"
#include "queue/queue-staff.h"
#include "queue/store-internal.h"

enum { UNKNOWN_IDS = 1000000 }; /* more tickets than one hall issues in years */

struct queue {
	struct store *store;
	struct model *model;
	/* The batch under way. */
	struct published *events;
	size_t n_events;
	size_t capacity;
	bool wrote; /* something other than an event was written */
	int refused; /* −errno of the disk; 0: it takes writes */
};

static void note_waiting(const struct model *model, struct event *event, const char *service)
{
	if (!*service ||
		(event->n_waiting > 0 && strcmp(event->waiting[0].service, service) == 0)) {
		return;
	}
	text_copy_cut(event->waiting[event->n_waiting].service, LIMIT_ID + 1, service);
	event->waiting[event->n_waiting++].waiting = pick_count(model, service, &event->at);
}

static void make_room(struct queue *queue, size_t n)
{
	queue->capacity = n;
	queue->events = memory_grow(queue->events, n, sizeof(*queue->events));
}

static struct published *add_published(struct queue *queue)
{
	if (queue->n_events == queue->capacity) {
		make_room(queue, MAX_OF(8, queue->capacity * 2));
	}
	return &queue->events[queue->n_events++];
}

/* Completes an event, folds it, writes its row and keeps it for publishing. */
int decide_emit(struct decision *decision, struct event *event)
{
	struct queue *queue = decision->queue;
	const struct ticket *ticket = model_find_ticket(queue->model, event->ticket);
	struct published *published;
	char service[LIMIT_ID + 1] = "";
	int r;

	if (ticket) {
		memcpy(service, ticket->service, sizeof(service));
	}
	event->seq = model_seq(queue->model) + 1;
	event->at = *decision->now;
	event->boot = model_boot_number(queue->model, decision->now->boot_id);
	if (decision->command) {
		memcpy(event->actor, decision->command->actor, sizeof(event->actor));
	}
	r = model_fold(queue->model, event);
	if (r < 0) {
		log_error(FAULT_OURS, "event %s on ticket %lld does not fit the state",
			event_kind_name(event->kind), (long long)event->ticket);
		return r;
	}
	note_waiting(queue->model, event, service);
	if (event->ticket) {
		note_waiting(queue->model, event, event->service);
	}
	published = add_published(queue);
	published->data = journal_encode(event);
	published->event = *event;
	published->event.site = json_incref(event->site);
	return store_append(queue->store, event, published->data);
}

/* Writes the days first: one may have got another date in this batch. */
int decide_numbers_used(struct decision *decision, const char *day, int64_t below, int *ret)
{
	struct queue *queue = decision->queue;
	int r = store_write_days(queue->store, queue->model);

	return r < 0 ? r : store_last_number(queue->store, day, below, ret);
}

int decide_find_staff(struct decision *decision, const char *id, bool *ret_active)
{
	struct queue *queue = decision->queue;
	struct staff_row row;
	int r = staff_find(queue->store, id, &row);

	*ret_active = r == 0 && row.active;
	return r == -ENOENT ? 0 : r;
}

/* Writes the dossiers first, so that those entered in this batch are found, too. */
int decide_find_dossier(struct decision *decision, int64_t id, struct dossier_entry *ret)
{
	struct queue *queue = decision->queue;
	int r = store_write_dossiers(queue->store, queue->model);

	return r < 0 ? r : store_find_dossier(queue->store, id, ret);
}

int decide_find_import(
	struct decision *decision, const struct dossier_entry *entry, struct dossier_entry *ret)
{
	struct queue *queue = decision->queue;
	int r = store_write_dossiers(queue->store, queue->model);

	return r < 0 ? r : store_find_import(queue->store, entry, ret);
}

int decide_find_evaluation(struct decision *decision, const char *period, int64_t *ret_seq,
	bool *ret_there, int64_t *ret_n)
{
	struct queue *queue = decision->queue;
	_cleanup_free_ char *json = NULL;
	int r = store_write_evaluations(queue->store, queue->model);

	if (r == 0) {
		r = store_find_evaluation(queue->store, period, ret_seq, &json);
	}
	*ret_there = json != NULL;
	return r < 0 ? r : store_count_evaluations(queue->store, ret_n);
}

int decide_find_complaint(struct decision *decision, int64_t id, struct complaint *ret)
{
	struct queue *queue = decision->queue;
	int r = store_write_complaints(queue->store, queue->model);

	return r < 0 ? r : store_find_complaint(queue->store, id, ret);
}

struct ending {
	int64_t closed_seq;
	struct ended *ended;
	size_t n;
	size_t capacity;
};

static int compare_ended(const void *key, const void *member)
{
	const int64_t *id = key;
	const struct ended *ended = member;

	return (*id > ended->ticket) - (*id < ended->ticket);
}

static int note_end(const struct event *event, void *userdata)
{
	struct ending *ending = userdata;
	bool ends = event->kind == EVENT_EXPIRE || event->kind == EVENT_FINISH_UNCONFIRMED;
	struct ended *ended;

	if (event->seq >= ending->closed_seq) {
		return 1;
	}
	if (event->kind == EVENT_ISSUE) {
		if (ending->n == ending->capacity) {
			ending->capacity = MAX_OF(64U, ending->capacity * 2);
			ending->ended = memory_grow(
				ending->ended, ending->capacity, sizeof(*ending->ended));
		}
		ending->ended[ending->n++] =
			(struct ended){.ticket = event->ticket, .before = TICKET_WAITING};
		return 0;
	}
	ended = event->ticket > 0 && event->state != TICKET_NONE && ending->n > 0
		? bsearch(&event->ticket, ending->ended, ending->n, sizeof(*ending->ended),
			  compare_ended)
		: NULL;
	if (ended && ends) {
		ended->has_ended = true;
	} else if (ended) {
		ended->before = event->state;
		ended->has_ended = false;
	}
	return 0;
}

static int note_past(const struct event *event, void *userdata)
{
	struct past *past = userdata;

	if (event->state != TICKET_NONE) {
		past->before = past->state;
		past->state = event->state;
	}
	if (event->kind == EVENT_APPEAR || event->kind == EVENT_RESUME ||
		event->kind == EVENT_ADD_SERVICE) {
		past->began = event->kind;
	}
	return 0;
}

int decide_find_past(struct decision *decision, const struct ticket *ticket, struct past *ret)
{
	*ret = (struct past){.began = EVENT_KINDS};
	return store_full_events(
		decision->queue->store, ticket->arrival - 1, ticket->id, note_past, ret);
}

int decide_closed_with(struct decision *decision, int64_t arrival, int64_t closed_seq,
	struct ended **ret, size_t *ret_n)
{
	struct queue *queue = decision->queue;
	struct ending ending = {.closed_seq = closed_seq};
	size_t n = 0;
	int r = store_full_events(queue->store, arrival - 1, 0, note_end, &ending);

	for (size_t i = 0; i < ending.n; i++) {
		if (ending.ended[i].has_ended) {
			ending.ended[n++] = ending.ended[i];
		}
	}
	*ret = ending.ended;
	*ret_n = n;
	return MIN_OF(r, 0);
}

static int add_token(struct queue *queue, struct decision *decision)
{
	const struct command *command = decision->command;
	bool adding = command->kind == COMMAND_TOKEN_ADD;
	struct event event = {.kind = EVENT_TOKEN};
	int r = adding ? store_token_add(queue->store, command->token_name, command->token_role,
				 command->token_hash)
		       : store_token_remove(queue->store, command->token_name);

	if (r == 0 && !adding) {
		r = sign_in_remove_token(queue->store, command->token_name);
	}
	if (r == -EEXIST) {
		return decide_refuse(decision, ERROR_EXISTS, "name",
			"there is a token named '%s' already", command->token_name);
	}
	if (r == -ENOENT) {
		return decide_refuse(decision, ERROR_NOT_FOUND, "name",
			"there is no token named '%s'", command->token_name);
	}
	if (r < 0) {
		return r;
	}
	if (!adding) {
		r = decide_forget_device(decision, command->token_name);
		if (r < 0 && r != -ENOENT) {
			return r;
		}
	}
	(void)snprintf(event.note, sizeof(event.note), "%s %s%s%s", adding ? "made" : "withdrew",
		command->token_name, adding ? " as " : "", adding ? command->token_role : "");
	return decide_emit(decision, &event);
}

static bool is_about_complaint(enum command_kind kind)
{
	return kind >= COMMAND_COMPLAINT_ENTER && kind <= COMMAND_COMPLAINT_WITHDRAW;
}

/* The answer to a command that has run already: the same ticket, counter or complaint, in their
 * current state. */
static int answer_again(
	struct queue *queue, struct decision *decision, const struct request_row *row)
{
	struct answer *answer = decision->answer;
	const struct counter *counter = model_find_counter(queue->model, row->counter);
	const struct ticket *ticket = model_find_ticket(queue->model, row->ticket);
	int r = 0;

	if (memcmp(row->digest, decision->command->request_digest, sizeof(row->digest)) != 0) {
		return decide_refuse(decision, ERROR_EXISTS, "idempotency_key",
			"this idempotency_key was used for another request");
	}
	answer->created = row->created;
	if (row->counter > 0 && counter) {
		answer->has_counter = true;
		answer->counter = *counter;
	}
	if (ticket) {
		answer->ticket = *ticket;
	} else if (row->ticket > 0) {
		r = store_ticket(queue->store, row->ticket, &answer->ticket);
	}
	answer->has_ticket = row->ticket > 0 && r == 0;
	if (r == 0 && is_about_complaint(decision->command->kind)) {
		r = store_write_complaints(queue->store, queue->model);
		if (r == 0) {
			r = store_complaint_of(queue->store, row->seq, &answer->complaint);
		}
		answer->has_complaint = r == 0;
	}
	return r;
}

/* Runs a command with an idempotency key only once. */
static int run_once(struct queue *queue, struct decision *decision)
{
	const struct command *command = decision->command;
	struct answer *answer = decision->answer;
	int64_t before = model_seq(queue->model);
	struct request_row row = {.caller = command->actor, .id = command->idempotency_key};
	int r = *command->idempotency_key ? store_find_request(queue->store, &row) : -ENOENT;

	if (r == 0) {
		r = answer_again(queue, decision, &row);
		answer->seq = row.seq;
		return r;
	}
	if (r == -ENOENT) {
		r = decide(decision);
	}
	answer->seq = model_seq(queue->model);
	if (r < 0 || !*command->idempotency_key || answer->error != ERROR_NONE ||
		answer->seq == before) {
		return r; /* what changed nothing may run again */
	}
	row.ticket = answer->has_ticket ? answer->ticket.id : 0;
	row.counter = answer->has_counter ? answer->counter.number : 0;
	row.created = answer->created;
	row.seq = answer->seq;
	memcpy(row.digest, command->request_digest, sizeof(row.digest));
	return store_add_request(queue->store, &row);
}

/* A clip and the site that names it are stored together. What is named no more is removed at once:
 * it is a person's voice, who may have asked for that. */
static int name_clip(struct queue *queue, struct decision *decision)
{
	const struct command *command = decision->command;
	_cleanup_free_ char *before =
		text_dup(site_clip(model_site(queue->model), command->language, command->clip));
	int r = command->clip_row ? clips_add(queue->store, command->clip_row) : 0;

	if (r == 0) {
		r = run_once(queue, decision);
	}
	if (r == 0 && *before && decision->answer->error == ERROR_NONE &&
		!site_names_clip(model_site(queue->model), before)) {
		r = clips_remove(queue->store, before);
	}
	queue->wrote |= r == 0 && command->clip_row;
	return r;
}

static int run_one(struct queue *queue, const struct command *command,
	const struct clock_reading *now, struct answer *answer)
{
	struct decision decision = {
		.model = queue->model,
		.command = command,
		.now = now,
		.answer = answer,
		.queue = queue,
	};
	int r;

	if (command->kind == COMMAND_TOKEN_ADD || command->kind == COMMAND_TOKEN_REMOVE) {
		r = add_token(queue, &decision);
	} else if (command->kind == COMMAND_PICTURE_ADD) {
		r = pictures_add(
			queue->store, command->picture_id, json_string_value(command->picture));
		queue->wrote |= r == 0;
	} else if (queue_catalogue_is(command->kind)) {
		r = queue_catalogue_run(&decision, queue->store);
		queue->wrote |= r == 0 && command->kind == COMMAND_RECORDS;
	} else if (command->kind == COMMAND_CLIP) {
		return name_clip(queue, &decision);
	} else if (queue_staff_is(command->kind)) {
		bool wrote = false;

		r = queue_staff_run(&decision, queue->store, &wrote);
		queue->wrote |= wrote;
	} else {
		return run_once(queue, &decision);
	}
	answer->seq = model_seq(queue->model);
	return r;
}

static int move_day(struct queue *queue, const struct clock_reading *now)
{
	struct answer ignored = {0};
	struct decision decision = {
		.model = queue->model,
		.now = now,
		.answer = &ignored,
		.queue = queue,
	};

	return decide_day(&decision);
}

/* Tests a disk that has refused writes, at a TICK only and not at each request. */
static void look_at_disk(struct queue *queue, const struct command *const commands[], size_t n)
{
	_cleanup_free_ char *dir = store_folder(queue->store);

	for (size_t i = 0; i < n && queue->refused < 0; i++) {
		if (commands[i]->kind == COMMAND_TICK) {
			queue->refused = store_try_disk(dir);
			return;
		}
	}
}

static int run_batch(struct queue *queue, const struct command *const commands[], size_t n,
	const struct clock_reading *now, struct answer answers[])
{
	int r = store_begin(queue->store);

	queue->wrote = false;
	if (n > queue->capacity) {
		make_room(queue, n); /* most commands result in one event */
	}
	if (r == 0) {
		r = move_day(queue, now);
	}
	for (size_t i = 0; r == 0 && i < n; i++) {
		r = run_one(queue, commands[i], now, &answers[i]);
	}
	if (r < 0) {
		return r;
	}
	if (queue->n_events == 0 && !queue->wrote) {
		store_rollback(queue->store); /* nothing to write: no sync */
		look_at_disk(queue, commands, n);
		return 0;
	}
	r = store_commit(queue->store, queue->model);
	if (r == 0) {
		queue->refused = 0;
	}
	return r;
}

/* The model may have folded what was rolled back: loads it again from the disk. */
static void reload(struct queue *queue)
{
	struct model *model = NULL;
	int r;

	store_rollback(queue->store);
	r = store_load(queue->store, &model);
	if (r < 0) {
		log_error(FAULT_DEVICE,
			"the database cannot be read after a failed write: %s; ending, to start "
			"anew from the disk",
			strerror(-r));
		abort();
	}
	model_free(queue->model);
	queue->model = model;
}

static const char *reason(int error)
{
	return error == -ENOSPC   ? "the disk is full"
		: error == -EROFS ? "the disk can only be read"
				  : strerror(-error);
}

static void fail_all(struct answer answers[], size_t n, int error)
{
	for (size_t i = 0; i < n; i++) {
		answers[i] = (struct answer){.error = ERROR_STORAGE};
		(void)snprintf(answers[i].message, sizeof(answers[i].message),
			"the storage refuses to keep anything: %s; nothing was changed",
			reason(error));
	}
}

/* SQLite also reports an I/O error when a disk without faults takes no writes. */
static void note_refusal(struct queue *queue, int error)
{
	_cleanup_free_ char *dir = store_folder(queue->store);
	int r = error == -EIO && queue->refused == 0 ? store_try_disk(dir) : 0;

	if (r < 0) {
		queue->refused = r;
	} else if (error != -EIO || queue->refused == 0) {
		queue->refused = error;
	}
}

void queue_run(struct queue *queue, const struct command *const commands[], size_t n,
	const struct clock_reading *now, struct answer answers[], struct published **ret_events,
	size_t *ret_n)
{
	int r;

	memset(answers, 0, n * sizeof(*answers));
	if (store_is_frozen(queue->store)) {
		look_at_disk(queue, commands, n);
		fail_all(answers, n, queue->refused < 0 ? queue->refused : -EROFS);
		*ret_events = NULL;
		*ret_n = 0;
		return;
	}
	r = run_batch(queue, commands, n, now, answers);
	if (r == -EUCLEAN && store_suspect(queue->store)) {
		log_error(FAULT_DEVICE,
			"the database is damaged; ending, to look at every page and start anew");
		abort();
	}
	if (r < 0) {
		queue_free_events(queue->events, queue->n_events);
		queue->events = NULL;
		queue->n_events = 0;
		queue->capacity = 0;
		reload(queue);
		note_refusal(queue, r);
		fail_all(answers, n, r);
	}
	*ret_events = TAKE_PTR(queue->events);
	*ret_n = queue->n_events;
	queue->n_events = 0;
	queue->capacity = 0;
}

void queue_free_events(struct published *events, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		event_done(&events[i].event);
		free(events[i].data);
	}
	free(events);
}

/* At the hub's start: appends a start event, which gets the boot's number, takes over what a former
 * version kept elsewhere, and opens or closes the day. */
static int append_start(struct queue *queue, const struct clock_reading *now)
{
	struct answer ignored = {0};
	struct decision decision = {
		.model = queue->model,
		.now = now,
		.answer = &ignored,
		.queue = queue,
	};
	struct event event = {.kind = EVENT_START};
	int r = store_begin(queue->store);

	if (r == 0) {
		/* Before the start event: its timestamp would hide that the clock was set
		 * meanwhile. */
		r = decide_correction(&decision);
	}
	if (r == 0) {
		r = decide_emit(&decision, &event);
	}
	if (r == 0) {
		r = decide_former_site(&decision);
	}
	if (r == 0) {
		/* Yesterday is closed before anybody sees it. */
		r = decide_day(&decision);
	}
	if (r == 0) {
		r = store_commit(queue->store, queue->model);
	}
	queue_free_events(TAKE_PTR(queue->events), queue->n_events);
	queue->n_events = 0;
	queue->capacity = 0;
	return r;
}

int queue_raise_numbers(
	struct queue *queue, const struct given *given, const struct clock_reading *now)
{
	struct decision decision = {.model = queue->model, .now = now, .queue = queue};
	struct event event = {.kind = EVENT_NUMBERS};
	int64_t last = queue->model->next_ticket - 1;
	int r;

	if (*given->day && given->number > 0) {
		memcpy(event.day, given->day, sizeof(event.day));
		event.number = given->number;
	}
	if (given->more_tickets) {
		event.tickets_above = MAX_OF(last, given->ticket) + UNKNOWN_IDS;
	} else if (given->ticket > last) {
		event.tickets_above = given->ticket;
	}
	if (event.number == 0 && event.tickets_above == 0) {
		return 0;
	}
	r = store_begin(queue->store);
	if (r == 0) {
		r = decide_emit(&decision, &event);
	}
	if (r == 0) {
		r = store_commit(queue->store, queue->model);
	}
	return r;
}

/* The time of the start event. A rebuild takes time and writes events of its own: the start comes
 * after them. What is known of the clock counts from the start on. */
static struct clock_reading after_the_log(
	const struct model *model, const struct clock_reading *now)
{
	struct clock_reading at = *now;
	int64_t behind_ms = model->last.boot_ms - now->boot_ms;

	if (model->last.boot == model_boot_number(model, now->boot_id) && behind_ms > 0) {
		at.boot_ms += behind_ms;
		at.wall_ms += behind_ms;
	}
	if (!at.trusted) {
		at.wall_ms += model_clock_offset_ms(model, now);
		at.trusted = at.kept && day_battery_agrees(model_wall_max(model), at.wall_ms);
	}
	return at;
}

int queue_open(
	const char *dir, bool volatile_ok, const struct clock_reading *now, struct queue **ret)
{
	_cleanup_(queue_closep) struct queue *queue = memory_new(1, sizeof(*queue));
	int r = store_open(dir, volatile_ok, &queue->store);

	if (r == 0) {
		r = store_load(queue->store, &queue->model);
	}
	if (r == 0) {
		struct clock_reading at = after_the_log(queue->model, now);

		r = append_start(queue, &at);
	}
	if (r < 0) {
		return r;
	}
	*ret = TAKE_PTR(queue);
	return 0;
}

int queue_open_frozen(const char *dir, bool volatile_ok, int why, struct queue **ret)
{
	_cleanup_(queue_closep) struct queue *queue = memory_new(1, sizeof(*queue));
	int r = store_open_frozen(dir, volatile_ok, &queue->store);

	if (r == 0) {
		r = store_load(queue->store, &queue->model);
	}
	if (r < 0) {
		return r;
	}
	queue->refused = why;
	*ret = TAKE_PTR(queue);
	return 0;
}

bool queue_is_frozen(const struct queue *queue)
{
	return store_is_frozen(queue->store);
}

int queue_refused(const struct queue *queue)
{
	return queue->refused;
}

void queue_close(struct queue *queue)
{
	if (!queue) {
		return;
	}
	queue_free_events(queue->events, queue->n_events);
	model_free(queue->model);
	store_close(queue->store);
	free(queue);
}

const struct model *queue_model(const struct queue *queue)
{
	return queue->model;
}

struct store *queue_store(struct queue *queue)
{
	return queue->store;
}

int64_t queue_next_tick(const struct queue *queue, const struct clock_reading *now)
{
	const struct site *site = model_site(queue->model);

	return site ? day_next_change(site, now->wall_ms) : INT64_MAX;
}
