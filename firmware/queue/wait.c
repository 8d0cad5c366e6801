/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/wait.h"

#include <string.h>

#include "base/text.h"
#include "queue/day.h"
#include "queue/model-internal.h"
#include "queue/pick.h"

enum {
	CONFIGURED_S = 600, /* serving time of a service that the site no longer has */
	LATE_PART = 2, /* a visit lasts at least 1/LATE_PART of its expected time from now on */
	PAUSE_S = 15 * 60, /* the expected length of a pause */
	PAUSE_MAX_S = 45 * 60, /* after this long within the hours, a pause's end is not known */
	SOON_S = 5 * 60, /* what is overdue is expected in this time */
	OPENING_S = 30 * 60, /* how long after the hours began a counter is still expected */
	EARLY_S = 60 * 60, /* closed at most this long before a break: opens after it */
};

/* What a counter serves. */
struct offer {
	const char (*services)[LIMIT_ID + 1];
	int n;
	bool in_order;
};

/* One simulated counter: when it is free next, in seconds from now, and what it serves. */
struct simulated_counter {
	struct offer offer;
	int64_t free_at_s; /* −1: nobody is left to call */
	int64_t works_until_s; /* it may call from free_at_s until this time */
	int streak;
	bool serves_target;
	int n;
	struct pick_source *source[LIMIT_SERVICES + 1];
};

struct simulation {
	const struct model *model;
	const struct clock_reading *now;
	bool timed; /* the hours are known */
	struct local_time local;
	int *serving_s; /* one for each of the model's service_lanes; 0: not computed yet */
	/* One source for each of the model's service_lanes, one for each counter, and one for a
	 * service that nobody has waited for. */
	struct pick_source *sources;
	bool lone; /* the target is in the last source */
	struct simulated_counter *counters;
	int n_counters;
};

int wait_serving_time_s(const struct model *model, const char *service)
{
	static const struct service_time none = {{0}, {0}};
	const struct service_lanes *lanes = model_find_lane(model, service);
	const struct site *site = model_site(model);
	const struct site_service *data = site ? site_find_service(site, service) : NULL;

	return (int)(service_time_expected_ms(lanes ? &lanes->today : &none,
			     lanes ? &lanes->before : &none,
			     data ? data->serving_time_s : CONFIGURED_S) /
		1000);
}

/* Whether the site's hours apply now: not while the clock is unknown, on a closed day, or when the
 * open day has another date than today. */
static bool hours_are_known(
	const struct model *model, const struct clock_reading *now, struct local_time *ret_local)
{
	const struct site *site = model_site(model);

	zone_local(now->wall_ms, ret_local);
	return site && model_clock_is_known(model, now) && !model_day_is_guessed(model) &&
		strcmp(model_day(model), ret_local->day) == 0 &&
		!day_is_closed(site, ret_local->day);
}

/* A minute of today as seconds from now. */
static int64_t from_now_s(const struct local_time *local, int minute)
{
	return (int64_t)(minute - local->minute) * 60 - local->second;
}

/* The span of hours that includes a minute, or else the next one. */
static bool find_hours(const struct simulation *simulation, const struct offer *offer, int minute,
	struct site_span *ret)
{
	return simulation->timed &&
		day_working(model_site(simulation->model), offer->services, offer->n,
			simulation->local.weekday, minute, ret) == 0;
}

/* A counter does not call during a break but after it. When no hours are left today it goes on:
 * those who are still there are served, or asked to come back tomorrow. */
static void skip_break(const struct simulation *simulation, struct simulated_counter *served)
{
	int64_t at_s = (int64_t)simulation->local.minute * 60 + simulation->local.second +
		served->free_at_s;
	struct site_span span;

	if (served->free_at_s < served->works_until_s) {
		return;
	}
	served->works_until_s = INT64_MAX;
	if (at_s / 60 < 24 * 60 &&
		find_hours(simulation, &served->offer, (int)(at_s / 60), &span)) {
		served->free_at_s =
			MAX_OF(served->free_at_s, from_now_s(&simulation->local, span.from_minute));
		served->works_until_s = from_now_s(&simulation->local, span.to_minute);
	}
}

static int lanes_of(const struct model *model, const char *service)
{
	int i = 0;

	while (i < model->n_service_lanes &&
		strcmp(model->service_lanes[i]->service, service) != 0) {
		i++;
	}
	return i;
}

static int serving_s(struct simulation *simulation, const char *service)
{
	int lanes = lanes_of(simulation->model, service);

	if (lanes == simulation->model->n_service_lanes) {
		return wait_serving_time_s(simulation->model, service);
	}
	if (simulation->serving_s[lanes] == 0) {
		simulation->serving_s[lanes] = wait_serving_time_s(simulation->model, service);
	}
	return simulation->serving_s[lanes];
}

/* When an open counter will be free: at once, or when its ticket's expected time is over. */
static int64_t free_at_s(struct simulation *simulation, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(simulation->model, counter->ticket);
	const struct timestamp *from;
	int64_t whole_s;
	int64_t left_s;

	if (!ticket) {
		return 0;
	}
	/* A visit begins with its call; one that goes on after a hold, with its resumption. */
	from = ticket->state == TICKET_SERVING && ticket->segments > 1 ? &ticket->since
								       : &ticket->called;
	whole_s = serving_s(simulation, ticket->service);
	left_s = whole_s - model_elapsed_ms(simulation->model, from, simulation->now) / 1000;
	return MAX_OF(left_s, whole_s / LATE_PART);
}

/* When a paused counter goes on; −1: not known. */
static int64_t goes_on_s(const struct simulation *simulation, const struct counter *counter,
	const struct offer *offer)
{
	int64_t paused_s =
		model_elapsed_ms(simulation->model, &counter->since, simulation->now) / 1000;
	int64_t working_s = paused_s; /* of the pause, the time within the hours */
	struct site_span span;

	if (find_hours(simulation, offer, simulation->local.minute, &span)) {
		int64_t began_s = from_now_s(&simulation->local, span.from_minute);

		working_s = MIN_OF(paused_s, MAX_OF(-began_s, 0));
	}
	return working_s > PAUSE_MAX_S ? -1 : MAX_OF(PAUSE_S - paused_s, SOON_S);
}

/* When a counter's last session of today ended, as seconds from now; INT64_MIN: it had none. */
static int64_t closed_s(const struct simulation *simulation, int counter)
{
	const struct model *model = simulation->model;

	for (int i = model->n_sessions - 1; i >= 0; i--) {
		const struct session *session = &model->sessions[i].session;

		if (session->counter == counter && strcmp(session->day, model->day) == 0) {
			return -model_elapsed_ms(model, &session->closed, simulation->now) / 1000;
		}
	}
	return INT64_MIN;
}

static bool is_served(const struct model *model, const char *service)
{
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(model, i)); i++) {
		for (int j = 0; j < counter->n_services; j++) {
			if (strcmp(counter->services[j], service) == 0) {
				return true;
			}
		}
	}
	return false;
}

/* When a counter without a session is expected to open: when the hours begin, or soon if they began
 * a short time ago. For the first hours of the day, only if one of its services is not served;
 * after a break, if it was closed during the break or shortly before. −1: not today. */
static int64_t opens_s(const struct simulation *simulation, int number, const struct offer *offer)
{
	int64_t was_closed_s = closed_s(simulation, number);
	int64_t ended_s = INT64_MIN; /* end of the previous hours */
	struct site_span span = {0, 0};
	bool needed = false;

	for (int i = 0; i < offer->n; i++) {
		needed = needed || !is_served(simulation->model, offer->services[i]);
	}
	while (find_hours(simulation, offer, span.to_minute, &span)) {
		int64_t begins_s = from_now_s(&simulation->local, span.from_minute);
		bool expected = ended_s == INT64_MIN
			? needed && was_closed_s == INT64_MIN && span.from_minute > 0
			: was_closed_s >= ended_s - EARLY_S && was_closed_s <= begins_s;

		if (expected && begins_s > -OPENING_S) {
			return MAX_OF(begins_s, SOON_S);
		}
		ended_s = from_now_s(&simulation->local, span.to_minute);
	}
	return -1;
}

/* counter is NULL when it never had a session; at is its index in the model. */
static void add_counter(struct simulation *simulation, const struct counter *counter, int at,
	const struct offer *offer, int64_t free_at_s, const char *target_service)
{
	const struct model *model = simulation->model;
	struct simulated_counter *served = &simulation->counters[simulation->n_counters++];

	served->offer = *offer;
	served->free_at_s = free_at_s;
	served->works_until_s = INT64_MIN;
	skip_break(simulation, served);
	if (counter) {
		served->streak = counter->streak;
		served->source[served->n++] = &simulation->sources[model->n_service_lanes + at];
	}
	for (int i = 0; i < offer->n; i++) {
		int lanes = lanes_of(model, offer->services[i]);

		served->serves_target =
			served->serves_target || strcmp(offer->services[i], target_service) == 0;
		if (lanes < model->n_service_lanes) {
			served->source[served->n++] = &simulation->sources[lanes];
		}
	}
	if (simulation->lone && served->serves_target) {
		served->source[served->n++] =
			&simulation->sources[model->n_service_lanes + model->n_counters];
	}
}

/* The counters with a session. */
static void add_sessions(struct simulation *simulation, const char *target_service)
{
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(simulation->model, i)); i++) {
		struct offer offer = {counter->services, counter->n_services, counter->in_order};
		int64_t at_s = -1;

		if (counter->state == COUNTER_OPEN) {
			at_s = free_at_s(simulation, counter) +
				(counter->pause_after ? PAUSE_S : 0);
		} else if (counter->state == COUNTER_PAUSED) {
			at_s = goes_on_s(simulation, counter, &offer);
		}
		if (at_s >= 0) {
			add_counter(simulation, counter, i, &offer, at_s, target_service);
		}
	}
}

/* The site's counters without a session that are expected to open. */
static void add_expected(struct simulation *simulation, const char *target_service)
{
	const struct site *site = model_site(simulation->model);

	for (int i = 0; simulation->timed && i < site->n_counters; i++) {
		const struct site_counter *data = &site->counters[i];
		struct offer offer = {data->services, data->n_services, data->in_order};
		const struct counter *counter = NULL;
		int64_t at_s = -1;
		int at = 0;

		while (at < simulation->model->n_counters &&
			model_counter_at(simulation->model, at)->number != data->number) {
			at++;
		}
		counter = model_counter_at(simulation->model, at);
		if (!counter || counter->state == COUNTER_OFF) {
			at_s = opens_s(simulation, data->number, &offer);
		}
		if (at_s >= 0) {
			add_counter(simulation, counter, at, &offer, at_s, target_service);
		}
	}
}

static void set_up(struct simulation *simulation, const struct ticket *target)
{
	const struct model *model = simulation->model;

	simulation->timed = hours_are_known(model, simulation->now, &simulation->local);
	simulation->sources =
		memory_new((size_t)model->n_service_lanes + (size_t)model->n_counters + 1,
			sizeof(*simulation->sources));
	simulation->counters = memory_new((size_t)model->n_counters +
			(size_t)(simulation->timed ? model_site(model)->n_counters : 0),
		sizeof(*simulation->counters));
	simulation->serving_s = memory_new((size_t)model->n_service_lanes + 1, sizeof(int));
	for (int i = 0; i <= model->n_service_lanes + model->n_counters; i++) {
		simulation->sources[i].skip = PICK_LIKELY;
		simulation->sources[i].keep = target;
	}
	simulation->lone = target->id == 0 && !model_find_lane(model, target->service);
	if (simulation->lone) {
		simulation->sources[model->n_service_lanes + model->n_counters].extra = target;
	}
	for (int i = 0; i < model->n_service_lanes; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			simulation->sources[i].lane[lane] = &model->service_lanes[i]->lane[lane];
		}
		if (target->id == 0 &&
			strcmp(model->service_lanes[i]->service, target->service) == 0) {
			simulation->sources[i].extra = target;
		}
	}
	for (int i = 0; i < model->n_counters; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			simulation->sources[model->n_service_lanes + i].lane[lane] =
				&model->counters[i]->lane[lane];
		}
	}
	add_sessions(simulation, target->service);
	add_expected(simulation, target->service);
}

static void play_done(struct simulation *simulation)
{
	free(simulation->sources);
	free(simulation->counters);
	free(simulation->serving_s);
}

/* The next call in the simulation; NULL when no simulated counter has anybody left to call. */
static const struct ticket *next_call(
	struct simulation *simulation, struct simulated_counter **ret_player)
{
	while (true) {
		struct simulated_counter *first = NULL;
		struct clock_reading then = *simulation->now;
		const struct ticket *ticket;
		int source = 0;

		for (int i = 0; i < simulation->n_counters; i++) {
			struct simulated_counter *served = &simulation->counters[i];

			if (served->free_at_s >= 0 &&
				(!first || served->free_at_s < first->free_at_s)) {
				first = served;
			}
		}
		if (!first) {
			return NULL;
		}
		then.wall_ms += first->free_at_s * 1000;
		then.boot_ms += first->free_at_s * 1000;
		ticket = pick_choose(simulation->model, first->source, first->n,
			first->offer.in_order, first->streak, &then, &source);
		if (ticket) {
			first->source[source]->taken[ticket->lane]++;
			first->streak = ticket->lane == LANE_REGULAR ? 0 : first->streak + 1;
			*ret_player = first;
			return ticket;
		}
		first->free_at_s = -1; /* nobody is left for this counter */
	}
}

static void serve(struct simulation *simulation, struct simulated_counter *served,
	const struct ticket *ticket)
{
	served->free_at_s += serving_s(simulation, ticket->service);
	skip_break(simulation, served);
}

/* How many of a lane's tickets up to index before are silent, not counting the first taken ones. */
static int silent_before(
	const struct simulation *simulation, const struct ticket_lane *lanes, int taken, int before)
{
	int silent = 0;

	for (int i = taken; pick_anybody_silent(simulation->model) && i < before; i++) {
		silent += pick_confirmation(simulation->model, lanes->ticket[lanes->head + i],
				  simulation->now) == CONFIRMATION_SILENT;
	}
	return silent;
}

/* How many tickets of the service will be called before the target: those of the lanes before its
 * own, and of its own lane up to its place. For the extrapolation, and for when no counter is
 * open. */
static int left_before(const struct simulation *simulation, const struct ticket *target)
{
	int left = 0;

	for (int i = 0; i < simulation->model->n_service_lanes; i++) {
		const struct service_lanes *lanes = simulation->model->service_lanes[i];

		if (strcmp(lanes->service, target->service) != 0) {
			continue;
		}
		for (int lane = 0; lane < LANES; lane++) {
			int before = lanes->lane[lane].n;
			int taken = simulation->sources[i].taken[lane];

			if (lane == (int)target->lane) {
				before = target->id == 0
					? before
					: ticket_lane_index(&lanes->lane[lane], target);
			}
			if (lane <= (int)target->lane) {
				left += MAX_OF(before - taken, 0) -
					silent_before(
						simulation, &lanes->lane[lane], taken, before);
			}
		}
	}
	return left;
}

static void play_until(
	struct simulation *simulation, const struct ticket *target, struct wait_estimate *ret)
{
	struct simulated_counter *served = NULL;
	int calls = 0;
	int64_t last_s = 0;

	for (int step = 0; step < WAIT_STEPS_MAX; step++) {
		const struct ticket *ticket = next_call(simulation, &served);

		if (!ticket) {
			*ret = (struct wait_estimate){calls + left_before(simulation, target), -1};
			return;
		}
		if (ticket == target) {
			*ret = (struct wait_estimate){calls, (int)served->free_at_s};
			return;
		}
		if (served->serves_target) {
			calls++;
			last_s = served->free_at_s;
		}
		serve(simulation, served, ticket);
	}
	ret->ahead = calls + left_before(simulation, target);
	ret->wait_s = calls > 0 ? (int)(last_s * ret->ahead / calls) : -1;
}

static void estimate(const struct model *model, const struct ticket *target,
	const struct clock_reading *now, struct wait_estimate *ret)
{
	_cleanup_(play_done) struct simulation simulation = {.model = model, .now = now};

	set_up(&simulation, target);
	play_until(&simulation, target, ret);
}

void wait_for_ticket(const struct model *model, const struct ticket *ticket,
	const struct clock_reading *now, struct wait_estimate *ret)
{
	estimate(model, ticket, now, ret);
}

void wait_for_new(const struct model *model, const char *service, enum lane lane,
	const struct clock_reading *now, struct wait_estimate *ret)
{
	struct ticket ticket = {
		.lane = lane,
		.place = INT64_MAX,
		.arrived = {.wall_ms = now->wall_ms,
			.boot_ms = now->boot_ms,
			.boot = model_boot_number(model, now->boot_id)},
	};

	text_copy_cut(ticket.service, sizeof(ticket.service), service);
	ticket.since = ticket.arrived;
	estimate(model, &ticket, now, ret);
}

bool wait_passes_closing(
	const struct model *model, const char *service, int wait_s, const struct clock_reading *now)
{
	struct simulation simulation = {.model = model, .now = now};
	char id[1][LIMIT_ID + 1];
	const struct offer offer = {id, 1, false};
	struct site_span span = {0, 0};

	simulation.timed = wait_s >= 0 && hours_are_known(model, now, &simulation.local);
	text_copy_cut(id[0], sizeof(id[0]), service);
	while (find_hours(&simulation, &offer, span.to_minute, &span)) {
	}
	return span.to_minute > 0 && wait_s >= from_now_s(&simulation.local, span.to_minute);
}

bool wait_stops_kiosks(
	const struct model *model, const char *service, const struct clock_reading *now)
{
	const struct site *site = model_site(model);
	struct wait_estimate estimate;

	if (!site || !site->stop_past_closing) {
		return false;
	}
	wait_for_new(model, service, LANE_REGULAR, now, &estimate);
	return wait_passes_closing(model, service, estimate.wait_s, now);
}

/* The simulation for all tickets, with the calls so far for each of the model's service_lanes. */
struct order {
	struct simulation simulation;
	int *calls;
	int left; /* how many tickets the callback may still get */
	wait_order_cb callback;
	void *userdata;
};

static void give(struct order *order, const struct ticket *ticket, int64_t wait_s)
{
	struct wait_estimate estimate = {
		.ahead = order->calls[lanes_of(order->simulation.model, ticket->service)],
		.wait_s = (int)wait_s,
	};

	order->left--;
	order->callback(ticket, &estimate, order->userdata);
}

static void order_served(struct order *order)
{
	struct simulation *simulation = &order->simulation;
	const struct ticket *ticket;
	struct simulated_counter *served = NULL;

	while (order->left > 0 && (ticket = next_call(simulation, &served))) {
		give(order, ticket, served->free_at_s);
		for (int i = 0; i < served->n; i++) {
			ptrdiff_t lanes = served->source[i] - simulation->sources;

			if (lanes < simulation->model->n_service_lanes) {
				order->calls[lanes]++;
			}
		}
		serve(simulation, served, ticket);
	}
}

/* The remaining tickets, in the order in which one counter for all services would call them. */
static void order_unserved(struct order *order)
{
	struct simulation *simulation = &order->simulation;
	int n = simulation->model->n_service_lanes + simulation->model->n_counters;
	_cleanup_free_ struct pick_source **all =
		memory_new((size_t)n, sizeof(struct pick_source *));
	const struct ticket *ticket;
	int streak = 0;
	int source = 0;

	for (int i = 0; i < n; i++) {
		all[i] = &simulation->sources[i];
	}
	while (order->left > 0 &&
		(ticket = pick_choose(
			 simulation->model, all, n, false, streak, simulation->now, &source))) {
		all[source]->taken[ticket->lane]++;
		streak = ticket->lane == LANE_REGULAR ? 0 : streak + 1;
		give(order, ticket, -1);
		order->calls[lanes_of(simulation->model, ticket->service)]++;
	}
}

/* Silent tickets come last: they are not called by call-next, but they are in the list. */
static void order_silent(struct order *order, const struct ticket_lane *lanes)
{
	for (int i = 0; order->left > 0 && i < lanes->n; i++) {
		const struct ticket *ticket = lanes->ticket[lanes->head + i];

		if (pick_confirmation(order->simulation.model, ticket, order->simulation.now) ==
			CONFIRMATION_SILENT) {
			give(order, ticket, -1);
		}
	}
}

static void order_passed_over(struct order *order)
{
	const struct model *model = order->simulation.model;

	for (int i = 0; pick_anybody_silent(model) &&
		i < (model->n_service_lanes + model->n_counters) * LANES;
		i++) {
		int at = i / LANES;

		order_silent(order,
			at < model->n_service_lanes
				? &model->service_lanes[at]->lane[i % LANES]
				: &model->counters[at - model->n_service_lanes]->lane[i % LANES]);
	}
}

void wait_in_order(const struct model *model, const struct clock_reading *now, int max,
	wait_order_cb callback, void *userdata)
{
	static const struct ticket nobody = {.id = -1};
	struct order order = {
		.simulation = {.model = model, .now = now},
		.calls = memory_new((size_t)model->n_service_lanes + 1, sizeof(int)),
		.left = max,
		.callback = callback,
		.userdata = userdata,
	};

	set_up(&order.simulation, &nobody);
	order_served(&order);
	order_unserved(&order);
	order_passed_over(&order);
	free(order.calls);
	play_done(&order.simulation);
}
