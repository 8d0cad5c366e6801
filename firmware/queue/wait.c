/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/wait.h"

#include <string.h>

#include "base/text.h"
#include "queue/model-data.h"
#include "queue/pick.h"

enum { CONFIGURED_S = 600 }; /* of a service that the site does not know any more */

/* One counter in the play: when it is free next, in seconds from now, and what it serves. */
struct player {
	const struct counter *counter;
	int64_t free_at_s;
	int streak;
	bool serves_target;
	int n;
	struct pick_source *source[LIMIT_SERVICES + 1];
};

struct play {
	const struct model *model;
	const struct moment *now;
	/* One a service line, one a counter, and one for a service that nobody has waited for. */
	struct pick_source *sources;
	bool lone; /* the target is in that last one */
	struct player *players;
	int n_players;
};

int wait_serving_time_s(const struct model *model, const char *service)
{
	static const struct service_time none = {{0}, {0}};
	const struct service_line *line = model_find_line(model, service);
	const struct site *site = model_site(model);
	const struct site_service *data = site ? site_find_service(site, service) : NULL;

	return (int)(service_time_expected_ms(line ? &line->today : &none,
			     line ? &line->before : &none,
			     data ? data->serving_time_s : CONFIGURED_S) /
		1000);
}

/* When the counter will be free: at once, or when its ticket's expected time is over. */
static int64_t free_at(const struct play *play, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(play->model, counter->ticket);
	int64_t left_s;

	if (!ticket) {
		return 0;
	}
	left_s = wait_serving_time_s(play->model, ticket->service);
	if (ticket->state == TICKET_SERVING) {
		left_s -= model_elapsed_ms(play->model, &ticket->since, play->now) / 1000;
	}
	return MAX_OF(left_s, 0);
}

static void add_player(struct play *play, int at, const char *target_service)
{
	const struct model *model = play->model;
	struct counter_entry *entry = model->counters[at];
	struct player *player = &play->players[play->n_players++];

	player->counter = &entry->counter;
	player->streak = entry->counter.streak;
	player->free_at_s = free_at(play, &entry->counter);
	player->source[player->n++] = &play->sources[model->n_lines + at];
	for (int i = 0; i < entry->counter.n_services; i++) {
		const char *service = entry->counter.services[i];

		player->serves_target =
			player->serves_target || strcmp(service, target_service) == 0;
		for (int j = 0; j < model->n_lines; j++) {
			if (strcmp(model->lines[j]->service, service) == 0) {
				player->source[player->n++] = &play->sources[j];
			}
		}
	}
	if (play->lone && player->serves_target) {
		player->source[player->n++] = &play->sources[model->n_lines + model->n_counters];
	}
}

static void set_up(struct play *play, const struct ticket *target)
{
	const struct model *model = play->model;

	play->sources = memory_new(
		(size_t)model->n_lines + (size_t)model->n_counters + 1, sizeof(*play->sources));
	play->players = memory_new((size_t)model->n_counters, sizeof(*play->players));
	for (int i = 0; i <= model->n_lines + model->n_counters; i++) {
		play->sources[i].skip = PICK_LIKELY;
		play->sources[i].keep = target;
	}
	play->lone = target->id == 0 && !model_find_line(model, target->service);
	if (play->lone) {
		play->sources[model->n_lines + model->n_counters].extra = target;
	}
	for (int i = 0; i < model->n_lines; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			play->sources[i].lane[lane] = &model->lines[i]->lane[lane];
		}
		if (target->id == 0 && strcmp(model->lines[i]->service, target->service) == 0) {
			play->sources[i].extra = target;
		}
	}
	for (int i = 0; i < model->n_counters; i++) {
		for (int lane = 0; lane < LANES; lane++) {
			play->sources[model->n_lines + i].lane[lane] =
				&model->counters[i]->lane[lane];
		}
		if (model->counters[i]->counter.state == COUNTER_OPEN) {
			add_player(play, i, target->service);
		}
	}
}

/* The next call in the play; NULL when no open counter has anybody left to call. */
static const struct ticket *next_call(struct play *play, struct player **ret_player)
{
	while (true) {
		struct player *first = NULL;
		struct moment then = *play->now;
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
		ticket = pick_choose(play->model, first->source, first->n, first->counter->in_order,
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

/* How many of a lane's tickets up to one place are passed over, and not taken yet. */
static int silent_before(const struct play *play, const struct line *line, int taken, int before)
{
	int silent = 0;

	for (int i = taken; pick_anybody_silent(play->model) && i < before; i++) {
		silent += pick_confirmation(play->model, line->ticket[line->head + i], play->now) ==
			CONFIRMATION_SILENT;
	}
	return silent;
}

/* How many of the service are still untaken before the target, for the extrapolation and for when
 * nobody is open: the lanes before its own, and its own up to its place. */
static int left_before(const struct play *play, const struct ticket *target)
{
	int left = 0;

	for (int i = 0; i < play->model->n_lines; i++) {
		const struct service_line *line = play->model->lines[i];

		if (strcmp(line->service, target->service) != 0) {
			continue;
		}
		for (int lane = 0; lane < LANES; lane++) {
			int before = line->lane[lane].n;
			int taken = play->sources[i].taken[lane];

			if (lane == (int)target->lane) {
				before = target->id == 0 ? before
							 : line_index(&line->lane[lane], target);
			}
			if (lane <= (int)target->lane) {
				left += MAX_OF(before - taken, 0) -
					silent_before(play, &line->lane[lane], taken, before);
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
		player->free_at_s += wait_serving_time_s(play->model, ticket->service);
	}
	ret->ahead = calls + left_before(play, target);
	ret->wait_s = calls > 0 ? (int)(last_s * ret->ahead / calls) : -1;
}

static void estimate(const struct model *model, const struct ticket *target,
	const struct moment *now, struct wait_estimate *ret)
{
	struct play play = {.model = model, .now = now};

	set_up(&play, target);
	play_until(&play, target, ret);
	free(play.sources);
	free(play.players);
}

void wait_for_ticket(const struct model *model, const struct ticket *ticket,
	const struct moment *now, struct wait_estimate *ret)
{
	estimate(model, ticket, now, ret);
}

void wait_for_new(const struct model *model, const char *service, enum lane lane,
	const struct moment *now, struct wait_estimate *ret)
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

/* A play for everybody: how many calls each service line has seen. */
struct order {
	struct play play;
	int *calls;
	int left; /* how many may still be given out */
	wait_order_cb callback;
	void *userdata;
};

static int line_of(const struct model *model, const struct ticket *ticket)
{
	int i = 0;

	while (i < model->n_lines && strcmp(model->lines[i]->service, ticket->service) != 0) {
		i++;
	}
	return i;
}

static void give(struct order *order, const struct ticket *ticket, int64_t wait_s)
{
	struct wait_estimate estimate = {
		.ahead = order->calls[line_of(order->play.model, ticket)],
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
			ptrdiff_t line = player->source[i] - play->sources;

			if (line < play->model->n_lines) {
				order->calls[line]++;
			}
		}
		player->free_at_s += wait_serving_time_s(play->model, ticket->service);
	}
}

/* What is left, as one counter for everything would call it. */
static void order_unserved(struct order *order)
{
	struct play *play = &order->play;
	int n = play->model->n_lines + play->model->n_counters;
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
		order->calls[line_of(play->model, ticket)]++;
	}
}

/* Who is passed over comes last: nobody calls them by himself, but they are in the list. */
static void order_silent(struct order *order, const struct line *line)
{
	for (int i = 0; order->left > 0 && i < line->n; i++) {
		const struct ticket *ticket = line->ticket[line->head + i];

		if (pick_confirmation(order->play.model, ticket, order->play.now) ==
			CONFIRMATION_SILENT) {
			give(order, ticket, -1);
		}
	}
}

static void order_passed_over(struct order *order)
{
	const struct model *model = order->play.model;

	for (int i = 0;
		pick_anybody_silent(model) && i < (model->n_lines + model->n_counters) * LANES;
		i++) {
		int at = i / LANES;

		order_silent(order,
			at < model->n_lines
				? &model->lines[at]->lane[i % LANES]
				: &model->counters[at - model->n_lines]->lane[i % LANES]);
	}
}

void wait_in_order(const struct model *model, const struct moment *now, int max,
	wait_order_cb callback, void *userdata)
{
	static const struct ticket nobody = {.id = -1};
	struct order order = {
		.play = {.model = model, .now = now},
		.calls = memory_new((size_t)model->n_lines + 1, sizeof(int)),
		.left = max,
		.callback = callback,
		.userdata = userdata,
	};

	set_up(&order.play, &nobody);
	order_served(&order);
	order_unserved(&order);
	order_passed_over(&order);
	free(order.calls);
	free(order.play.sources);
	free(order.play.players);
}
