/* SPDX-License-Identifier: Apache-2.0 */
/* The model's data: creating, finding and adding, and what has changed. What events do to it is in
 * fold.c. */
#include "queue/model.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "queue/day.h"
#include "queue/model-internal.h"

static const char *const counter_state_names[COUNTER_STATES] = {
	[COUNTER_OFF] = "OFF",
	[COUNTER_OPEN] = "OPEN",
	[COUNTER_PAUSED] = "PAUSED",
};

const char *counter_state_name(enum counter_state state)
{
	return counter_state_names[state];
}

struct model *model_new(void)
{
	struct model *model = memory_new(1, sizeof(*model));

	model->base_ticket = 1;
	model->first_ticket = 1;
	model->next_ticket = 1;
	model->next_session = 1;
	return model;
}

static void free_lane(struct service_lanes *list)
{
	for (int lane = 0; lane < LANES; lane++) {
		free(list->lane[lane].ticket);
	}
	free(list);
}

static void free_counter(struct counter_entry *entry)
{
	for (int lane = 0; lane < LANES; lane++) {
		free(entry->lane[lane].ticket);
	}
	free(entry);
}

void model_free(struct model *model)
{
	if (!model) {
		return;
	}
	for (int i = 0; i < model->n_entries; i++) {
		free(model->entries[i]);
	}
	for (int i = 0; i < model->n_service_lanes; i++) {
		free_lane(model->service_lanes[i]);
	}
	for (int i = 0; i < model->n_counters; i++) {
		free_counter(model->counters[i]);
	}
	free((void *)model->entries);
	free(model->presses);
	free((void *)model->service_lanes);
	free((void *)model->counters);
	boots_done(&model->boots);
	free(model->sessions);
	free(model->devices);
	free(model->removed_devices);
	free(model->series);
	free(model->changed_tickets);
	free(model->changed_segments);
	free(model->changed_days);
	free(model->changed_portals);
	free(model->changed_dossiers);
	free(model->new_complaints);
	model_clear_evaluations(model);
	free(model->new_evaluations);
	model_clear_catalogue(model);
	free(model->catalogue_changes);
	site_free(model->site);
	free(model);
}

int64_t model_seq(const struct model *model)
{
	return model->seq;
}

const struct site *model_site(const struct model *model)
{
	return model->site;
}

int64_t model_site_seq(const struct model *model)
{
	return model->site_seq;
}

const char *model_day(const struct model *model)
{
	return model->day;
}

bool model_day_is_open(const struct model *model)
{
	return model->day_open;
}

bool model_day_may_go_back(const struct model *model)
{
	return model->clock.day_guessed || model->accept_seq > model->day_opened_seq;
}

int64_t model_wall_max(const struct model *model)
{
	return model->wall_max_ms;
}

void model_earliest_date(
	const struct model *model, const struct clock_reading *now, char ret[DAY_LENGTH + 1])
{
	struct local_time local;

	zone_local(MAX_OF(now->wall_ms, model->wall_max_ms), &local);
	memcpy(ret, local.day, DAY_LENGTH + 1);
}

bool model_clock_is_behind(const struct model *model, const struct clock_reading *now)
{
	return now->wall_ms < model->wall_max_ms;
}

int64_t model_clock_jump_ms(const struct model *model, const struct clock_reading *now)
{
	if (!*now->boot_id || model->last.boot == 0 ||
		model->last.boot != model_boot_number(model, now->boot_id)) {
		return 0;
	}
	return day_clock_jump(model->last.wall_ms, model->last.boot_ms, now->wall_ms, now->boot_ms);
}

bool model_clock_is_known(const struct model *model, const struct clock_reading *now)
{
	return !model_clock_is_behind(model, now) &&
		(now->trusted ||
			(model->clock.known_boot > 0 &&
				model->clock.known_boot == model_boot_number(model, now->boot_id)));
}

bool model_day_is_guessed(const struct model *model)
{
	return model->clock.day_guessed;
}

bool model_day_is_unsettled(const struct model *model, const struct clock_reading *now)
{
	return model->clock.day_guessed ||
		(model->clock.unknown_boot > 0 &&
			model->clock.unknown_boot == model_boot_number(model, now->boot_id));
}

bool model_clock_became_known(const struct model *model, const struct clock_reading *now)
{
	return model_clock_is_known(model, now) &&
		(model_day_is_unsettled(model, now) ||
			model->clock.known_boot != model_boot_number(model, now->boot_id));
}

bool model_ended_with(const struct ticket *ticket, const struct timestamp *closed)
{
	bool ended =
		ticket->state == TICKET_EXPIRED || ticket->state == TICKET_FINISHED_UNCONFIRMED;

	/* A closing has the same time as the tickets that it ends. */
	return ended && ticket->since.boot == closed->boot &&
		ticket->since.boot_ms == closed->boot_ms;
}

int model_find_reopening(
	const struct model *model, const struct clock_reading *now, struct reopening *ret)
{
	bool empty = !model_ticket_at(model, 0);
	/* The day opened after it becomes part of it, if nobody has a number of another date. */
	bool before = model->before.closed_seq > 0 && model->first_entry > 0 &&
		(empty || (model->day_open && strcmp(model->before.day, model->day) == 0));
	struct local_time local;

	*ret = (struct reopening){.before = before};
	memcpy(ret->day, before ? model->before.day : model->day, sizeof(ret->day));
	ret->closed = before ? model->before.closed : model->day_closed;
	for (int i = before ? 0 : model->first_entry; i < model->n_entries; i++) {
		const struct ticket *ticket = &model->entries[i]->ticket;

		ret->tickets += model_ended_with(ticket, &ret->closed) &&
			(ticket->state != TICKET_EXPIRED || !ticket->no_show);
	}
	if (!*model->day || (model->day_open && (!before || ret->tickets == 0))) {
		return -EALREADY;
	}
	zone_local(now->wall_ms, &local);
	return model_clock_is_known(model, now) && strcmp(local.day, ret->day) != 0 ? -ESTALE : 0;
}

int64_t model_clock_offset_ms(const struct model *model, const struct clock_reading *now)
{
	return model->clock.offset_boot > 0 &&
			model->clock.offset_boot == model_boot_number(model, now->boot_id)
		? model->clock.offset_ms
		: 0;
}

bool model_clock_was_just_set(const struct model *model, const struct clock_reading *now)
{
	return model->corrected.boot > 0 &&
		model->corrected.boot == model_boot_number(model, now->boot_id) &&
		day_clock_was_just_set(model->corrected.boot_ms, now->boot_ms);
}

int model_day_floor(const struct model *model)
{
	return model->day_floor;
}

int model_boot_number(const struct model *model, const char *boot_id)
{
	return boots_number(&model->boots, boot_id);
}

struct ticket_entry *model_find_entry(const struct model *model, int64_t id)
{
	int64_t at = model->n_entries > 0 ? id - model->entries[0]->ticket.id : -1;
	int low = 0;
	int high = model->n_entries;

	if (at < 0 || id >= model->next_ticket) {
		return NULL;
	}
	/* Without a gap in the ids, the index follows from the id. */
	if (at < high && model->entries[at]->ticket.id == id) {
		return model->entries[at];
	}
	while (low < high) {
		int middle = low + (high - low) / 2;

		if (model->entries[middle]->ticket.id < id) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low < model->n_entries && model->entries[low]->ticket.id == id ? model->entries[low]
									      : NULL;
}

const struct ticket *model_find_ticket(const struct model *model, int64_t id)
{
	struct ticket_entry *entry = model_find_entry(model, id);

	return entry ? &entry->ticket : NULL;
}

/* FNV-1a, 64 bits. Press ids are not secret. A hostile kiosk could make them collide, but that only
 * costs time in proportion to its own tickets of the day. */
static uint64_t hash_of(const char *text)
{
	uint64_t hash = 14695981039346656037U;

	for (; *text; text++) {
		hash = (hash ^ (unsigned char)*text) * 1099511628211U;
	}
	return hash;
}

static struct press_slot *press_slot(const struct model *model, const char *press_id)
{
	unsigned mask = (unsigned)model->press_slots - 1;
	unsigned at = (unsigned)hash_of(press_id) & mask;

	while (model->presses[at].ticket) {
		struct ticket_entry *entry = model_find_entry(model, model->presses[at].ticket);

		if (entry && strcmp(entry->ticket.press_id, press_id) == 0) {
			break;
		}
		at = (at + 1) & mask;
	}
	return &model->presses[at];
}

static void presses_rebuild(struct model *model, int slots)
{
	free(model->presses);
	model->presses = memory_new((size_t)slots, sizeof(*model->presses));
	model->press_slots = slots;
	model->press_used = 0;
	for (int i = 0; i < model->n_entries; i++) {
		const struct ticket *ticket = &model->entries[i]->ticket;

		if (*ticket->press_id) {
			press_slot(model, ticket->press_id)->ticket = ticket->id;
			model->press_used++;
		}
	}
}

const struct ticket *model_find_press(const struct model *model, const char *press_id)
{
	if (!*press_id || model->press_slots == 0) {
		return NULL;
	}
	return model_find_ticket(model, press_slot(model, press_id)->ticket);
}

const struct ticket *model_find_number(const struct model *model, const char *text)
{
	for (int i = model->n_entries - 1; i >= model->first_entry; i--) {
		if (strcmp(model->entries[i]->ticket.text, text) == 0) {
			return &model->entries[i]->ticket;
		}
	}
	return NULL;
}

const struct counter *model_find_counter(const struct model *model, int number)
{
	for (int i = 0; i < model->n_counters; i++) {
		if (model->counters[i]->counter.number == number) {
			return &model->counters[i]->counter;
		}
	}
	return NULL;
}

static bool same_step(const struct timestamp *a, const struct timestamp *b)
{
	return a->boot == b->boot && a->boot_ms == b->boot_ms;
}

const struct ticket *model_just_finished(const struct model *model, const struct counter *counter)
{
	const struct ticket *finished = model_find_ticket(model, counter->last_finished);
	const struct ticket *called = model_find_ticket(model, counter->ticket);
	bool together = finished &&
		(!called ||
			(called->state == TICKET_CALLED &&
				same_step(&called->called, &finished->since))) &&
		(counter->state != COUNTER_PAUSED || same_step(&counter->since, &finished->since));

	return together && finished->state == TICKET_FINISHED ? finished : NULL;
}

const struct counter *model_find_staff(const struct model *model, const char *staff)
{
	for (int i = 0; i < model->n_counters; i++) {
		const struct counter *counter = &model->counters[i]->counter;

		if (counter->state != COUNTER_OFF && strcmp(counter->staff, staff) == 0) {
			return counter;
		}
	}
	return NULL;
}

const struct service_lanes *model_find_lane(const struct model *model, const char *service)
{
	for (int i = 0; i < model->n_service_lanes; i++) {
		if (strcmp(model->service_lanes[i]->service, service) == 0) {
			return model->service_lanes[i];
		}
	}
	return NULL;
}

const struct ticket_lane *model_counter_lane(const struct model *model, int counter, enum lane lane)
{
	for (int i = 0; i < model->n_counters; i++) {
		if (model->counters[i]->counter.number == counter) {
			return &model->counters[i]->lane[lane];
		}
	}
	return NULL;
}

bool model_is_of_device(const char *name, const char *device)
{
	const size_t length = strlen(device);

	return strncmp(name, device, length) == 0 && (name[length] == '\0' || name[length] == '/');
}

const struct device *model_find_device(const struct model *model, const char *name)
{
	for (int i = 0; i < model->n_devices; i++) {
		if (strcmp(model->devices[i].device.name, name) == 0) {
			return &model->devices[i].device;
		}
	}
	return NULL;
}

const struct segment *model_open_segment(const struct model *model, int64_t ticket)
{
	struct ticket_entry *entry = model_find_entry(model, ticket);

	return entry && entry->segment.number > 0 && entry->segment.ended.boot == 0
		? &entry->segment
		: NULL;
}

int model_series_last(const struct model *model, const char *series)
{
	for (int i = 0; i < model->n_series; i++) {
		if (strcmp(model->series[i].series, series) == 0) {
			return MAX_OF(model->series[i].last, model->day_floor);
		}
	}
	return model->day_floor;
}

const struct ticket *model_ticket_at(const struct model *model, int i)
{
	return i >= 0 && i < model->n_entries - model->first_entry
		? &model->entries[model->first_entry + i]->ticket
		: NULL;
}

int model_n_tickets(const struct model *model)
{
	return model->n_entries - model->first_entry;
}

const struct counter *model_counter_at(const struct model *model, int i)
{
	return i >= 0 && i < model->n_counters ? &model->counters[i]->counter : NULL;
}

const struct service_lanes *model_service_lanes_at(const struct model *model, int i)
{
	return i >= 0 && i < model->n_service_lanes ? model->service_lanes[i] : NULL;
}

const struct device *model_device_at(const struct model *model, int i)
{
	return i >= 0 && i < model->n_devices ? &model->devices[i].device : NULL;
}

const struct ticket *model_last_call_at(const struct model *model, int i)
{
	return i >= 0 && i < model->n_last_calls ? model_find_ticket(model, model->last_calls[i])
						 : NULL;
}

int model_waiting(const struct model *model, const char *service)
{
	const struct service_lanes *list = model_find_lane(model, service);

	return list ? list->waiting : 0;
}

int64_t model_elapsed_ms(
	const struct model *model, const struct timestamp *from, const struct clock_reading *now)
{
	struct timestamp to = boots_timestamp(&model->boots, now);

	return boots_passed_ms(&model->boots, from, &to);
}

int64_t model_wall_ms(const struct model *model, const struct timestamp *timestamp,
	const struct clock_reading *now)
{
	const struct boots *boots = &model->boots;
	int64_t began_ms = 0;

	if (timestamp->boot > 0 && timestamp->boot == model_boot_number(model, now->boot_id)) {
		began_ms = now->wall_ms - now->boot_ms;
	} else if (timestamp->boot > 0 && timestamp->boot <= boots->n) {
		began_ms = boots->boot[timestamp->boot - 1].began_wall_ms;
	}
	return began_ms == 0 ? timestamp->wall_ms
			     : timestamp->wall_ms +
			day_clock_jump(timestamp->wall_ms, timestamp->boot_ms, began_ms, 0);
}

bool model_time_is_known(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now)
{
	int boot = ticket->arrived.boot;

	if (model->clock.day_guessed && strcmp(ticket->day, model->day) == 0) {
		return false;
	}
	if (boot == model_boot_number(model, now->boot_id)) {
		return model_clock_is_known(model, now);
	}
	return boot > 0 && boot <= model->boots.n && model->boots.boot[boot - 1].began_wall_ms != 0;
}

static struct series *series_entry(struct model *model, const char *series)
{
	for (int i = 0; i < model->n_series; i++) {
		if (strcmp(model->series[i].series, series) == 0) {
			return &model->series[i];
		}
	}
	model->series =
		memory_grow(model->series, (size_t)model->n_series + 1, sizeof(*model->series));
	model->series[model->n_series] = (struct series){0};
	text_copy_cut(model->series[model->n_series].series, LIMIT_SERIES + 1, series);
	return &model->series[model->n_series++];
}

struct service_lanes *model_service_lane(struct model *model, const char *service)
{
	struct service_lanes *list;

	for (int i = 0; i < model->n_service_lanes; i++) {
		if (strcmp(model->service_lanes[i]->service, service) == 0) {
			return model->service_lanes[i];
		}
	}
	list = memory_new(1, sizeof(*list));
	text_copy_cut(list->service, sizeof(list->service), service);
	model->service_lanes = memory_grow((void *)model->service_lanes,
		(size_t)model->n_service_lanes + 1, sizeof(struct service_lanes *));
	model->service_lanes[model->n_service_lanes++] = list;
	return list;
}

struct counter_entry *model_counter_entry(struct model *model, int number)
{
	struct counter_entry *entry;
	int at = 0;

	while (at < model->n_counters && model->counters[at]->counter.number < number) {
		at++;
	}
	if (at < model->n_counters && model->counters[at]->counter.number == number) {
		return model->counters[at];
	}
	entry = memory_new(1, sizeof(*entry));
	entry->counter.number = number;
	model->counters = memory_grow((void *)model->counters, (size_t)model->n_counters + 1,
		sizeof(struct counter_entry *));
	memmove(model->counters + at + 1, model->counters + at,
		(size_t)(model->n_counters - at) * sizeof(struct counter_entry *));
	model->counters[at] = entry;
	model->n_counters++;
	return entry;
}

struct device_entry *model_device_entry(struct model *model, const char *name)
{
	for (int i = 0; i < model->n_devices; i++) {
		if (strcmp(model->devices[i].device.name, name) == 0) {
			return &model->devices[i];
		}
	}
	model->devices =
		memory_grow(model->devices, (size_t)model->n_devices + 1, sizeof(*model->devices));
	model->devices[model->n_devices] = (struct device_entry){0};
	text_copy_cut(model->devices[model->n_devices].device.name, LIMIT_ID + 1, name);
	return &model->devices[model->n_devices++];
}

void model_set_site(struct model *model, struct site *site, int64_t seq)
{
	site_free(model->site);
	model->site = site;
	model->site_seq = seq;
	if (zone_use(site->timezone) < 0) {
		log_error(FAULT_SITE, "tzdata has no zone %s", site->timezone);
	}
}

static struct ticket_lane *lanes_of(struct model *model, const struct ticket *ticket)
{
	return ticket->target_counter
		? &model_counter_entry(model, ticket->target_counter)->lane[ticket->lane]
		: &model_service_lane(model, ticket->service)->lane[ticket->lane];
}

void model_attach(struct model *model, struct ticket *ticket)
{
	ticket_lane_insert(lanes_of(model, ticket), ticket);
	model_service_lane(model, ticket->service)->waiting++;
}

void model_detach(struct model *model, struct ticket *ticket)
{
	ticket_lane_remove(lanes_of(model, ticket), ticket);
	model_service_lane(model, ticket->service)->waiting--;
}

/* Counts a ticket of the current day. */
static void count_number(struct model *model, const struct ticket *ticket)
{
	struct series *series = series_entry(model, ticket->series);

	series->last = MAX_OF(series->last, ticket->number);
	if (ticket->state != TICKET_VOID) {
		model_service_lane(model, ticket->issued_for)->issued++;
	}
}

struct ticket_entry *model_add_ticket(struct model *model, const struct ticket *ticket)
{
	struct ticket_entry *entry = memory_new(1, sizeof(*entry));

	entry->ticket = *ticket;
	if (model->n_entries == model->entries_capacity) {
		model->entries_capacity = MAX_OF(64, model->entries_capacity * 2);
		model->entries = memory_grow((void *)model->entries,
			(size_t)model->entries_capacity, sizeof(struct ticket_entry *));
	}
	model->entries[model->n_entries++] = entry;
	if (ticket->id < model->first_ticket) {
		model->first_entry = model->n_entries;
	}
	model->next_ticket = ticket->id + 1;
	if ((model->press_used + 1) * 2 > model->press_slots) {
		presses_rebuild(model, MAX_OF(64, model->press_slots * 2));
	} else if (*ticket->press_id) {
		press_slot(model, ticket->press_id)->ticket = ticket->id;
		model->press_used++;
	}
	if (ticket->id >= model->first_ticket) {
		count_number(model, ticket);
	}
	if (ticket->state == TICKET_WAITING) {
		model_attach(model, &entry->ticket);
	}
	return entry;
}

/* Adds (sign 1) or removes (−1) a confirmed, ended segment in the serving times of its day. */
void model_count_segment(struct model *model, const struct segment *segment, int sign)
{
	struct service_lanes *list = model_service_lane(model, segment->service);
	struct service_time *time =
		segment->ticket < model->first_ticket ? &list->before : &list->today;
	const struct ticket *ticket = model_find_ticket(model, segment->ticket);

	if (segment->ended.boot == 0 || !segment->confirmed) {
		return;
	}
	service_time_count(
		time, boots_worked_ms(&model->boots, &segment->started, &segment->ended), sign);
	/* Of a ticket with several segments only the last call is known, so its calls do not
	 * count. */
	if (ticket && ticket->segments == 1) {
		service_time_count_call(time,
			boots_worked_ms(&model->boots, &ticket->called, &segment->started), sign);
	}
}

void model_hold_segment(struct model *model, const struct segment *segment)
{
	struct ticket_entry *entry = model_find_entry(model, segment->ticket);

	if (entry && segment->number >= entry->segment.number) {
		entry->segment = *segment;
	}
	model_count_segment(model, segment, 1);
}

static void set_first_ticket(struct model *model, int64_t first)
{
	model->first_ticket = first;
	model->n_series = 0;
	for (int i = 0; i < model->n_service_lanes; i++) {
		model->service_lanes[i]->issued = 0;
	}
	model->first_entry = 0;
	for (int i = 0; i < model->n_entries; i++) {
		if (model->entries[i]->ticket.id < first) {
			model->first_entry = i + 1;
		} else {
			count_number(model, &model->entries[i]->ticket);
		}
	}
}

void model_begin_day(struct model *model, int64_t first)
{
	int n = 0;

	model_forget_before(model, model->first_ticket);
	for (int i = 0; i < model->n_service_lanes; i++) {
		model->service_lanes[i]->before = model->service_lanes[i]->today;
		model->service_lanes[i]->today = (struct service_time){0};
	}
	set_first_ticket(model, first);
	for (int i = 0; i < model->n_last_calls; i++) {
		if (model->last_calls[i] >= first) {
			model->last_calls[n++] = model->last_calls[i];
		}
	}
	model->n_last_calls = n;
}

void model_set_day(struct model *model, int64_t first)
{
	set_first_ticket(model, first);
	for (int i = 0; i < model->n_service_lanes; i++) {
		model->service_lanes[i]->today = (struct service_time){0};
		model->service_lanes[i]->before = (struct service_time){0};
	}
	for (int i = 0; i < model->n_entries; i++) {
		if (model->entries[i]->segment.number > 0) {
			model_count_segment(model, &model->entries[i]->segment, 1);
		}
	}
}

void model_forget_before(struct model *model, int64_t id)
{
	int n = 0;

	/* What the next commit has to write stays; one batch may end several days. */
	while (n < model->n_entries && model->entries[n]->ticket.id < id &&
		!model->entries[n]->changed) {
		free(model->entries[n++]);
	}
	model->base_ticket = MAX_OF(model->base_ticket, id);
	if (n == 0) {
		return;
	}
	model->n_entries -= n;
	model->first_entry = MAX_OF(model->first_entry - n, 0);
	memmove((void *)model->entries, (void *)(model->entries + n),
		(size_t)model->n_entries * sizeof(struct ticket_entry *));
	presses_rebuild(model, MAX_OF(64, model->press_slots));
}

void model_note_call(struct model *model, int64_t ticket)
{
	int at = 0;

	while (at < model->n_last_calls && model->last_calls[at] != ticket) {
		at++;
	}
	if (at == model->n_last_calls) {
		if (model->n_last_calls < MODEL_LAST_CALLS) {
			model->n_last_calls++;
		} else {
			at--;
		}
	}
	memmove(model->last_calls + 1, model->last_calls, (size_t)at * sizeof(int64_t));
	model->last_calls[0] = ticket;
}

void model_sort_calls(struct model *model)
{
	int64_t last[MODEL_LAST_CALLS];
	int64_t below = INT64_MAX;
	int n = 0;

	/* Twelve passes over one day take little time compared with loading it. */
	while (n < MODEL_LAST_CALLS) {
		const struct ticket *best = NULL;
		const struct ticket *ticket;

		for (int i = 0; (ticket = model_ticket_at(model, i)); i++) {
			if (ticket->called_seq > 0 && ticket->called_seq < below &&
				(!best || ticket->called_seq > best->called_seq)) {
				best = ticket;
			}
		}
		if (!best) {
			break;
		}
		last[n++] = best->id;
		below = best->called_seq;
	}
	memcpy(model->last_calls, last, (size_t)n * sizeof(int64_t));
	model->n_last_calls = n;
}

/* ---- what the folds have changed: the rows that the next commit writes ---- */

void model_touch_removed_device(struct model *model, const char *name)
{
	model->removed_devices = memory_grow(model->removed_devices,
		(size_t)model->n_removed_devices + 1, sizeof(*model->removed_devices));
	text_copy_cut(model->removed_devices[model->n_removed_devices++],
		sizeof(*model->removed_devices), name);
}

void model_touch_portal(struct model *model)
{
	model->changed_portals = memory_grow(model->changed_portals,
		(size_t)model->n_changed_portals + 1, sizeof(*model->changed_portals));
	model->changed_portals[model->n_changed_portals++] = model->portal;
}

void model_touch_dossier(
	struct model *model, enum dossier_change change, const struct dossier_entry *entry)
{
	model->changed_dossiers = memory_grow(model->changed_dossiers,
		(size_t)model->n_changed_dossiers + 1, sizeof(*model->changed_dossiers));
	model->changed_dossiers[model->n_changed_dossiers++] = (struct dossier_row){change, *entry};
}

void model_add_complaint(struct model *model, const struct complaint *complaint)
{
	model->new_complaints = memory_grow(model->new_complaints,
		(size_t)model->n_new_complaints + 1, sizeof(*model->new_complaints));
	model->new_complaints[model->n_new_complaints++] = *complaint;
}

void model_add_evaluation(struct model *model, int64_t seq, const char *period, json_t *json)
{
	struct evaluation_version *version;

	model->new_evaluations = memory_grow(model->new_evaluations,
		(size_t)model->n_new_evaluations + 1, sizeof(*model->new_evaluations));
	version = &model->new_evaluations[model->n_new_evaluations++];
	*version = (struct evaluation_version){.seq = seq, .json = json_incref(json)};
	text_copy_cut(version->period, sizeof(version->period), period);
}

void model_clear_evaluations(struct model *model)
{
	for (int i = 0; i < model->n_new_evaluations; i++) {
		json_decref(model->new_evaluations[i].json);
	}
	model->n_new_evaluations = 0;
}

void model_touch_ticket(struct model *model, struct ticket_entry *entry)
{
	if (entry->changed) {
		return;
	}
	entry->changed = true;
	if (model->n_changed_tickets == model->changed_capacity) {
		model->changed_capacity = MAX_OF(64, model->changed_capacity * 2);
		model->changed_tickets = memory_grow(
			model->changed_tickets, (size_t)model->changed_capacity, sizeof(int64_t));
	}
	model->changed_tickets[model->n_changed_tickets++] = entry->ticket.id;
}

void model_touch_segment(struct model *model, const struct segment *segment)
{
	if (model->n_changed_segments == model->segments_capacity) {
		model->segments_capacity = MAX_OF(16, model->segments_capacity * 2);
		model->changed_segments = memory_grow(model->changed_segments,
			(size_t)model->segments_capacity, sizeof(*segment));
	}
	model->changed_segments[model->n_changed_segments++] = *segment;
}

void model_clear_changes(struct model *model)
{
	for (int i = 0; i < model->n_changed_tickets; i++) {
		struct ticket_entry *entry = model_find_entry(model, model->changed_tickets[i]);

		if (entry) {
			entry->changed = false;
			entry->stored = true;
		}
	}
	for (int i = 0; i < model->n_counters; i++) {
		model->counters[i]->changed = false;
	}
	for (int i = 0; i < model->n_devices; i++) {
		model->devices[i].changed = false;
	}
	for (int i = 0; i < model->n_sessions; i++) {
		model->sessions[i].changed = false;
	}
	model->n_changed_tickets = 0;
	model->n_changed_segments = 0;
	model->n_changed_days = 0;
	model->numbers_day[0] = '\0';
	model->gap_next = 0;
	model->n_changed_portals = 0;
	model->n_changed_dossiers = 0;
	model->n_new_complaints = 0;
	model_clear_evaluations(model);
	model_clear_catalogue(model);
	model->n_removed_devices = 0;
	model->site_changed = false;
	model->clock_stored = model->clock;
	model->boots.stored = model->boots.n;
}
