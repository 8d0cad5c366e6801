/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/pick.h"

#include <string.h>

#include "queue/model-internal.h"

struct candidate {
	const struct ticket *ticket;
	int source;
};

static const struct ticket *head_of(const struct pick_source *source, enum lane lane)
{
	const struct ticket_lane *lanes = source->lane[lane];
	int taken = source->taken[lane];

	if (lanes && taken < lanes->n) {
		return lanes->ticket[lanes->head + taken];
	}
	if (source->extra && source->extra->lane == lane && taken == (lanes ? lanes->n : 0)) {
		return source->extra;
	}
	return NULL;
}

enum confirmation pick_confirmation(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now)
{
	const struct device *kiosk;

	/* A citizen who asked for another slip, was served or came back is known to be there. */
	if (ticket->state != TICKET_WAITING || !ticket->by_kiosk ||
		ticket->slip_status != SLIP_QUEUED || ticket->prints != 1 || ticket->segments > 0 ||
		ticket->lane == LANE_RETURN) {
		return CONFIRMED;
	}
	kiosk = model_find_device(model, ticket->kiosk);
	if (kiosk && strcmp(kiosk->state, DEVICE_GONE) == 0) {
		return CONFIRMATION_SILENT;
	}
	/* A kiosk that has reconnected first reports what became of its slips. */
	if (kiosk &&
		(model_elapsed_ms(model, &ticket->arrived, now) < CONFIRMATION_MS ||
			model_elapsed_ms(model, &kiosk->since, now) < CONFIRMATION_MS)) {
		return CONFIRMATION_DUE;
	}
	return CONFIRMATION_LATE;
}

const char *pick_confirmation_name(enum confirmation confirmation)
{
	switch (confirmation) {
	case CONFIRMED:
		return NULL;
	case CONFIRMATION_DUE:
		return "due";
	case CONFIRMATION_SILENT:
		return "silent";
	case CONFIRMATION_LATE:
		return "late";
	}
	return NULL;
}

bool pick_anybody_silent(const struct model *model)
{
	const struct device *device;

	for (int i = 0; (device = model_device_at(model, i)); i++) {
		if (strcmp(device->state, DEVICE_GONE) == 0) {
			return true;
		}
	}
	return false;
}

static void count_line(const struct model *model, const struct ticket_lane *lanes,
	const char *service, const struct clock_reading *now, struct pick_waiting *ret)
{
	for (int i = 0; lanes && i < lanes->n; i++) {
		const struct ticket *ticket = lanes->ticket[lanes->head + i];

		if (strcmp(ticket->service, service) != 0) {
			continue;
		}
		if (pick_confirmation(model, ticket, now) == CONFIRMATION_SILENT) {
			ret->uncertain++;
			continue;
		}
		ret->lane[ticket->lane]++;
		if (!ret->first || ticket->arrival < ret->first->arrival) {
			ret->first = ticket;
		}
	}
}

void pick_waiting(const struct model *model, const char *service, const struct clock_reading *now,
	struct pick_waiting *ret)
{
	const struct service_lanes *lanes = model_find_lane(model, service);
	const struct counter *counter;

	*ret = (struct pick_waiting){.first = NULL};
	for (int lane = 0; lane < LANES; lane++) {
		count_line(model, lanes ? &lanes->lane[lane] : NULL, service, now, ret);
		for (int i = 0; (counter = model_counter_at(model, i)); i++) {
			count_line(model,
				model_counter_lane(model, counter->number, (enum lane)lane),
				service, now, ret);
		}
	}
}

int pick_count(const struct model *model, const char *service, const struct clock_reading *now)
{
	struct pick_waiting waiting = {.uncertain = 0};

	if (pick_anybody_silent(model)) {
		pick_waiting(model, service, now, &waiting);
	}
	return model_waiting(model, service) - waiting.uncertain;
}

static bool is_passed_over(const struct model *model, const struct pick_source *source,
	const struct ticket *ticket, const struct clock_reading *now)
{
	if (source->skip == PICK_ALL || ticket == source->keep) {
		return false;
	}
	switch (pick_confirmation(model, ticket, now)) {
	case CONFIRMED:
	case CONFIRMATION_LATE:
		return false;
	case CONFIRMATION_DUE:
		return source->skip == PICK_CERTAIN;
	case CONFIRMATION_SILENT:
		return true;
	}
	return false;
}

/* Skips the tickets at the head of each lane that are passed over. */
static void pass_over(
	const struct model *model, struct pick_source *source, const struct clock_reading *now)
{
	for (int lane = 0; lane < LANES; lane++) {
		const struct ticket *ticket;

		while ((ticket = head_of(source, (enum lane)lane)) &&
			is_passed_over(model, source, ticket, now)) {
			source->taken[lane]++;
		}
	}
}

static bool before(const struct candidate *a, const struct candidate *b, bool in_order)
{
	if (!b->ticket) {
		return true;
	}
	if (in_order && a->source != b->source) {
		return a->source < b->source;
	}
	return model_place_before(a->ticket, b->ticket);
}

static struct candidate first_of_lane(
	struct pick_source *const source[], int n, enum lane lane, bool in_order)
{
	struct candidate best = {0};

	for (int i = 0; i < n; i++) {
		struct candidate one = {head_of(source[i], lane), i};

		if (one.ticket && before(&one, &best, in_order)) {
			best = one;
		}
	}
	return best;
}

static struct candidate first_over_age(const struct model *model,
	struct pick_source *const source[], int n, const struct clock_reading *now)
{
	const struct site *site = model_site(model);
	struct candidate best = {0};

	if (!site || site->age_limit_s == 0) {
		return best;
	}
	for (int i = 0; i < n; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			struct candidate one = {head_of(source[i], (enum lane)lane), i};
			const struct timestamp *from;

			if (!one.ticket) {
				continue;
			}
			from = lane == LANE_RETURN ? &one.ticket->since : &one.ticket->arrived;
			if (model_elapsed_ms(model, from, now) >=
					(int64_t)site->age_limit_s * 1000 &&
				before(&one, &best, false)) {
				best = one;
			}
		}
	}
	return best;
}

const struct ticket *pick_choose(const struct model *model, struct pick_source *const source[],
	int n, bool in_order, int streak, const struct clock_reading *now, int *ret_source)
{
	const struct site *site = model_site(model);
	struct candidate best;

	for (int i = 0; i < n; i++) {
		pass_over(model, source[i], now);
	}
	best = first_over_age(model, source, n, now);
	if (!best.ticket && site && streak >= site->priority_in_a_row) {
		best = first_of_lane(source, n, LANE_REGULAR, in_order);
	}
	for (int lane = 0; !best.ticket && lane < LANES; lane++) {
		best = first_of_lane(source, n, (enum lane)lane, in_order);
	}
	if (best.ticket) {
		*ret_source = best.source;
	}
	return best.ticket;
}

const struct ticket *pick_next(
	const struct model *model, const struct counter *counter, const struct clock_reading *now)
{
	struct pick_source sources[LIMIT_SERVICES + 1] = {0};
	struct pick_source *list[LIMIT_SERVICES + 1];
	int n = 0;
	int chosen = 0;

	for (int lane = 0; lane < LANES; lane++) {
		sources[0].lane[lane] = model_counter_lane(model, counter->number, (enum lane)lane);
	}
	list[n++] = &sources[0];
	for (int i = 0; i < counter->n_services; i++) {
		const struct service_lanes *lanes = model_find_lane(model, counter->services[i]);

		if (!lanes) {
			continue;
		}
		for (int lane = 0; lane < LANES; lane++) {
			sources[n].lane[lane] = &lanes->lane[lane];
		}
		list[n] = &sources[n];
		n++;
	}
	for (int i = 0; i < n; i++) {
		list[i]->skip = PICK_CERTAIN;
	}
	return pick_choose(model, list, n, counter->in_order, counter->streak, now, &chosen);
}
