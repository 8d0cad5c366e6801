/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/wait.h"

#include <string.h>

#include "base/text.h"
#include "queue/day.h"
#include "queue/model-internal.h"
#include "queue/pick.h"

enum {
	CONFIGURED_S = 600, /* of a service that the site does not know any more */
	LATE_PART = 2, /* who was served for longer than expected takes this part of it more */
	PAUSE_S = 15 * 60, /* so long is a pause, */
	PAUSE_MAX_S = 45 * 60, /* and after so long within the hours nobody knows */
	SOON_S = 5 * 60, /* what should have happened happens then */
	OPENING_S = 30 * 60, /* so long are counters expected after the hours have begun */
	EARLY_S = 60 * 60, /* who closes a counter so long before a break comes back after it */
};

/* What a counter serves. */
struct offer {
	const char (*services)[LIMIT_ID + 1];
	int n;
	bool in_order;
};

/* One counter in the play: when it is free next, in seconds from now, and what it serves. */
struct player {
	struct offer offer;
	int64_t free_at_s; /* −1: it has nobody left to call */
	int64_t works_until_s; /* it may call from free_at_s until then */
	int streak;
	bool serves_target;
	int n;
	struct pick_source *source[LIMIT_SERVICES + 1];
};

struct play {
	const struct model *model;
	const struct clock_reading *now;
	bool timed; /* hours are known, and today has some */
	struct local_time local;
	int *serving_s; /* one a service lanes; 0 not asked for yet */
	/* One a service line, one a counter, and one for a service that nobody has waited for. */
	struct pick_source *sources;
	bool lone; /* the target is in that last one */
	struct player *players;
	int n_players;
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

/* Whether hours say something now: not while the clock is unknown, on a closed day, or when another
 * date than today's is open. */
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

/* The hours that go on at a minute, or begin after it. */
static bool find_hours(
	const struct play *play, const struct offer *offer, int minute, struct site_span *ret)
{
	return play->timed &&
		day_working(model_site(play->model), offer->services, offer->n, play->local.weekday,
			minute, ret) == 0;
}

/* A counter does not call in a break but after it. When no hours are left today it goes on: those
 * who are still there are served, or told tomorrow. */
static void skip_break(const struct play *play, struct player *player)
{
	int64_t at_s = (int64_t)play->local.minute * 60 + play->local.second + player->free_at_s;
	struct site_span span;

	if (player->free_at_s < player->works_until_s) {
		return;
	}
	player->works_until_s = INT64_MAX;
	if (at_s / 60 < 24 * 60 && find_hours(play, &player->offer, (int)(at_s / 60), &span)) {
		player->free_at_s =
			MAX_OF(player->free_at_s, from_now_s(&play->local, span.from_minute));
		player->works_until_s = from_now_s(&play->local, span.to_minute);
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

static int serving_s(struct play *play, const char *service)
{
	int lanes = lanes_of(play->model, service);

	if (lanes == play->model->n_service_lanes) {
		return wait_serving_time_s(play->model, service);
	}
	if (play->serving_s[lanes] == 0) {
		play->serving_s[lanes] = wait_serving_time_s(play->model, service);
	}
	return play->serving_s[lanes];
}

/* When an open counter will be free: at once, or when its ticket's expected time is over. */
static int64_t free_at_s(struct play *play, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(play->model, counter->ticket);
	const struct timestamp *from;
	int64_t whole_s;
	int64_t left_s;

	if (!ticket) {
		return 0;
	}
	/* The visit has begun with the call; one that goes on after a hold, with that. */
	from = ticket->state == TICKET_SERVING && ticket->segments > 1 ? &ticket->since
								       : &ticket->called;
	whole_s = serving_s(play, ticket->service);
	left_s = whole_s - model_elapsed_ms(play->model, from, play->now) / 1000;
	return MAX_OF(left_s, whole_s / LATE_PART);
}

/* When a counter that pauses goes on; −1: nobody knows. */
static int64_t goes_on_s(
	const struct play *play, const struct counter *counter, const struct offer *offer)
{
	int64_t paused_s = model_elapsed_ms(play->model, &counter->since, play->now) / 1000;
	int64_t working_s = paused_s; /* since the hours have begun */
	struct site_span span;

	if (find_hours(play, offer, play->local.minute, &span)) {
		int64_t began_s = from_now_s(&play->local, span.from_minute);

		working_s = MIN_OF(paused_s, MAX_OF(-began_s, 0));
	}
	return working_s > PAUSE_MAX_S ? -1 : MAX_OF(PAUSE_S - paused_s, SOON_S);
}

/* When a counter's last session of today ended, as seconds from now; INT64_MIN: it had none. */
static int64_t closed_s(const struct play *play, int counter)
{
	const struct model *model = play->model;

	for (int i = model->n_sessions - 1; i >= 0; i--) {
		const struct session *session = &model->sessions[i].session;

		if (session->counter == counter && strcmp(session->day, model->day) == 0) {
			return -model_elapsed_ms(model, &session->closed, play->now) / 1000;
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

/* When a counter without a session is expected: when the hours begin, or soon, if they have begun
 * not long ago. In the morning only for a service that nobody serves; after a break if it was
 * closed in it or shortly before. −1: not today. */
static int64_t opens_s(const struct play *play, int number, const struct offer *offer)
{
	int64_t was_closed_s = closed_s(play, number);
	int64_t ended_s = INT64_MIN; /* the hours before */
	struct site_span span = {0, 0};
	bool needed = false;

	for (int i = 0; i < offer->n; i++) {
		needed = needed || !is_served(play->model, offer->services[i]);
	}
	while (find_hours(play, offer, span.to_minute, &span)) {
		int64_t begins_s = from_now_s(&play->local, span.from_minute);
		bool expected = ended_s == INT64_MIN
			? needed && was_closed_s == INT64_MIN && span.from_minute > 0
			: was_closed_s >= ended_s - EARLY_S && was_closed_s <= begins_s;

		if (expected && begins_s > -OPENING_S) {
			return MAX_OF(begins_s, SOON_S);
		}
		ended_s = from_now_s(&play->local, span.to_minute);
	}
	return -1;
}

/* counter is NULL for one that never had a session; at is its place in the model. */
static void add_player(struct play *play, const struct counter *counter, int at,
	const struct offer *offer, int64_t free_at_s, const char *target_service)
{
	const struct model *model = play->model;
	struct player *player = &play->players[play->n_players++];

	player->offer = *offer;
	player->free_at_s = free_at_s;
	player->works_until_s = INT64_MIN;
	skip_break(play, player);
	if (counter) {
		player->streak = counter->streak;
		player->source[player->n++] = &play->sources[model->n_service_lanes + at];
	}
	for (int i = 0; i < offer->n; i++) {
		int lanes = lanes_of(model, offer->services[i]);

		player->serves_target =
			player->serves_target || strcmp(offer->services[i], target_service) == 0;
		if (lanes < model->n_service_lanes) {
			player->source[player->n++] = &play->sources[lanes];
		}
	}
	if (play->lone && player->serves_target) {
		player->source[player->n++] =
			&play->sources[model->n_service_lanes + model->n_counters];
	}
}

/* The counters with a session. */
static void add_sessions(struct play *play, const char *target_service)
{
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(play->model, i)); i++) {
		struct offer offer = {counter->services, counter->n_services, counter->in_order};
		int64_t at_s = -1;

		if (counter->state == COUNTER_OPEN) {
			at_s = free_at_s(play, counter);
		} else if (counter->state == COUNTER_PAUSED) {
			at_s = goes_on_s(play, counter, &offer);
		}
		if (at_s >= 0) {
			add_player(play, counter, i, &offer, at_s, target_service);
		}
	}
}

/* The site's counters that have none, and will. */
static void add_expected(struct play *play, const char *target_service)
{
	const struct site *site = model_site(play->model);

	for (int i = 0; play->timed && i < site->n_counters; i++) {
		const struct site_counter *data = &site->counters[i];
		struct offer offer = {data->services, data->n_services, data->in_order};
		const struct counter *counter = NULL;
		int64_t at_s = -1;
		int at = 0;

		while (at < play->model->n_counters &&
			model_counter_at(play->model, at)->number != data->number) {
			at++;
		}
		counter = model_counter_at(play->model, at);
		if (!counter || counter->state == COUNTER_OFF) {
			at_s = opens_s(play, data->number, &offer);
		}
		if (at_s >= 0) {
			add_player(play, counter, at, &offer, at_s, target_service);
		}
	}
}

static void set_up(struct play *play, const struct ticket *target)
{
	const struct model *model = play->model;

	play->timed = hours_are_known(model, play->now, &play->local);
	play->sources = memory_new((size_t)model->n_service_lanes + (size_t)model->n_counters + 1,
		sizeof(*play->sources));
	play->players = memory_new((size_t)model->n_counters +
			(size_t)(play->timed ? model_site(model)->n_counters : 0),
		sizeof(*play->players));
	play->serving_s = memory_new((size_t)model->n_service_lanes + 1, sizeof(int));
	for (int i = 0; i <= model->n_service_lanes + model->n_counters; i++) {
		play->sources[i].skip = PICK_LIKELY;
		play->sources[i].keep = target;
	}
	play->lone = target->id == 0 && !model_find_lane(model, target->service);
	if (play->lone) {
		play->sources[model->n_service_lanes + model->n_counters].extra = target;
	}
	for (int i = 0; i < model->n_service_lanes; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			play->sources[i].lane[lane] = &model->service_lanes[i]->lane[lane];
		}
		if (target->id == 0 &&
			strcmp(model->service_lanes[i]->service, target->service) == 0) {
			play->sources[i].extra = target;
		}
	}
	for (int i = 0; i < model->n_counters; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			play->sources[model->n_service_lanes + i].lane[lane] =
				&model->counters[i]->lane[lane];
		}
	}
	add_sessions(play, target->service);
	add_expected(play, target->service);
}

static void play_done(struct play *play)
{
	free(play->sources);
	free(play->players);
	free(play->serving_s);
}

/* The next call in the play; NULL when no open counter has anybody left to call. */
static const struct ticket *next_call(struct play *play, struct player **ret_player)
{
	while (true) {
		struct player *first = NULL;
		struct clock_reading then = *play->now;
		const struct ticket *ticket;
		int source = 0;

		for (int i = 0; i < play->n_players; i++) {
			struct player *player = &play->players[i];

			if (player->free_at_s >= 0 &&
				(!first || player->free_at_s < first->free_at_s)) {
				first = player;
			}
		}
		if (!first) {
			return NULL;
		}
		then.wall_ms += first->free_at_s * 1000;
		then.boot_ms += first->free_at_s * 1000;
		ticket = pick_choose(play->model, first->source, first->n, first->offer.in_order,
			first->streak, &then, &source);
		if (ticket) {
			first->source[source]->taken[ticket->lane]++;
			first->streak = ticket->lane == LANE_REGULAR ? 0 : first->streak + 1;
			*ret_player = first;
			return ticket;
		}
		first->free_at_s = -1; /* nothing more for this counter */
	}
}

static void serve(struct play *play, struct player *player, const struct ticket *ticket)
{
	player->free_at_s += serving_s(play, ticket->service);
	skip_break(play, player);
}

/* How many of a lane's tickets up to one place are passed over, and not taken yet. */
static int silent_before(
	const struct play *play, const struct ticket_lane *lanes, int taken, int before)
{
	int silent = 0;

	for (int i = taken; pick_anybody_silent(play->model) && i < before; i++) {
		silent += pick_confirmation(play->model, lanes->ticket[lanes->head + i],
				  play->now) == CONFIRMATION_SILENT;
	}
	return silent;
}

/* How many of the service are still untaken before the target, for the extrapolation and for when
 * nobody is open: the lanes before its own, and its own up to its place. */
static int left_before(const struct play *play, const struct ticket *target)
{
	int left = 0;

	for (int i = 0; i < play->model->n_service_lanes; i++) {
		const struct service_lanes *lanes = play->model->service_lanes[i];

		if (strcmp(lanes->service, target->service) != 0) {
			continue;
		}
		for (int lane = 0; lane < LANES; lane++) {
			int before = lanes->lane[lane].n;
			int taken = play->sources[i].taken[lane];

			if (lane == (int)target->lane) {
				before = target->id == 0
					? before
					: ticket_lane_index(&lanes->lane[lane], target);
			}
			if (lane <= (int)target->lane) {
				left += MAX_OF(before - taken, 0) -
					silent_before(play, &lanes->lane[lane], taken, before);
			}
		}
	}
	return left;
}

static void play_until(struct play *play, const struct ticket *target, struct wait_estimate *ret)
{
	struct player *player = NULL;
	int calls = 0;
	int64_t last_s = 0;

	for (int step = 0; step < WAIT_STEPS_MAX; step++) {
		const struct ticket *ticket = next_call(play, &player);

		if (!ticket) {
			*ret = (struct wait_estimate){calls + left_before(play, target), -1};
			return;
		}
		if (ticket == target) {
			*ret = (struct wait_estimate){calls, (int)player->free_at_s};
			return;
		}
		if (player->serves_target) {
			calls++;
			last_s = player->free_at_s;
		}
		serve(play, player, ticket);
	}
	ret->ahead = calls + left_before(play, target);
	ret->wait_s = calls > 0 ? (int)(last_s * ret->ahead / calls) : -1;
}

static void estimate(const struct model *model, const struct ticket *target,
	const struct clock_reading *now, struct wait_estimate *ret)
{
	_cleanup_(play_done) struct play play = {.model = model, .now = now};

	set_up(&play, target);
	play_until(&play, target, ret);
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
	struct play play = {.model = model, .now = now};
	char id[1][LIMIT_ID + 1];
	const struct offer offer = {id, 1, false};
	struct site_span span = {0, 0};

	play.timed = wait_s >= 0 && hours_are_known(model, now, &play.local);
	text_copy_cut(id[0], sizeof(id[0]), service);
	while (find_hours(&play, &offer, span.to_minute, &span)) {
	}
	return span.to_minute > 0 && wait_s >= from_now_s(&play.local, span.to_minute);
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

/* A play for everybody: how many calls each service line has seen. */
struct order {
	struct play play;
	int *calls;
	int left; /* how many may still be given out */
	wait_order_cb callback;
	void *userdata;
};

static void give(struct order *order, const struct ticket *ticket, int64_t wait_s)
{
	struct wait_estimate estimate = {
		.ahead = order->calls[lanes_of(order->play.model, ticket->service)],
		.wait_s = (int)wait_s,
	};

	order->left--;
	order->callback(ticket, &estimate, order->userdata);
}

static void order_served(struct order *order)
{
	struct play *play = &order->play;
	const struct ticket *ticket;
	struct player *player = NULL;

	while (order->left > 0 && (ticket = next_call(play, &player))) {
		give(order, ticket, player->free_at_s);
		for (int i = 0; i < player->n; i++) {
			ptrdiff_t lanes = player->source[i] - play->sources;

			if (lanes < play->model->n_service_lanes) {
				order->calls[lanes]++;
			}
		}
		serve(play, player, ticket);
	}
}

/* What is left, as one counter for everything would call it. */
static void order_unserved(struct order *order)
{
	struct play *play = &order->play;
	int n = play->model->n_service_lanes + play->model->n_counters;
	_cleanup_free_ struct pick_source **all =
		memory_new((size_t)n, sizeof(struct pick_source *));
	const struct ticket *ticket;
	int streak = 0;
	int source = 0;

	for (int i = 0; i < n; i++) {
		all[i] = &play->sources[i];
	}
	while (order->left > 0 &&
		(ticket = pick_choose(play->model, all, n, false, streak, play->now, &source))) {
		all[source]->taken[ticket->lane]++;
		streak = ticket->lane == LANE_REGULAR ? 0 : streak + 1;
		give(order, ticket, -1);
		order->calls[lanes_of(play->model, ticket->service)]++;
	}
}

/* Who is passed over comes last: nobody calls them by himself, but they are in the list. */
static void order_silent(struct order *order, const struct ticket_lane *lanes)
{
	for (int i = 0; order->left > 0 && i < lanes->n; i++) {
		const struct ticket *ticket = lanes->ticket[lanes->head + i];

		if (pick_confirmation(order->play.model, ticket, order->play.now) ==
			CONFIRMATION_SILENT) {
			give(order, ticket, -1);
		}
	}
}

static void order_passed_over(struct order *order)
{
	const struct model *model = order->play.model;

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
		.play = {.model = model, .now = now},
		.calls = memory_new((size_t)model->n_service_lanes + 1, sizeof(int)),
		.left = max,
		.callback = callback,
		.userdata = userdata,
	};

	set_up(&order.play, &nobody);
	order_served(&order);
	order_unserved(&order);
	order_passed_over(&order);
	free(order.calls);
	play_done(&order.play);
}
