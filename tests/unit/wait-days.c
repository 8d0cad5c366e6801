/* SPDX-License-Identifier: Apache-2.0 */
#include "wait-days.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "queue/decide.h"
#include "queue/pick.h"
#include "queue/wait.h"

enum {
	STEP_S = 5,
	OPENS_S = (7 * 60 + 30) * 60,
	LUNCH_S = (11 * 60 + 30) * 60,
	BACK_S = (13 * 60 + 30) * 60,
	CLOSES_S = 17 * 3600,
	OVER_S = 20 * 3600, /* whoever waits still has gone */
	COUNTERS = 3,
	SERVICES = 3,
	BETWEEN_S = 50, /* from one visitor's end to the next one's beginning, about */
	VISITORS_MAX = 400,
};

static const char site_text[] =
	"{\"format\":\"layso-site/1\",\"name\":{\"vi\":\"Trung tâm\"},\"languages\":[\"vi\"],"
	"\"hours\":{\"mon\":[[\"07:30\",\"11:30\"],[\"13:30\",\"17:00\"]],"
	"\"tue\":[[\"07:30\",\"11:30\"],[\"13:30\",\"17:00\"]]},\"rules\":{},\"services\":["
	"{\"id\":\"A\",\"series\":\"A\",\"name\":{\"vi\":\"Hộ tịch\"},\"serving_time_s\":600},"
	"{\"id\":\"B\",\"series\":\"B\",\"name\":{\"vi\":\"Chứng thực\"},\"serving_time_s\":300},"
	"{\"id\":\"C\",\"series\":\"C\",\"name\":{\"vi\":\"Đất đai\"},\"serving_time_s\":900}],"
	"\"counters\":["
	"{\"number\":1,\"name\":{\"vi\":\"Quầy 1\"},\"services\":[\"A\",\"B\"]},"
	"{\"number\":2,\"name\":{\"vi\":\"Quầy 2\"},\"services\":[\"A\",\"B\"]},"
	"{\"number\":3,\"name\":{\"vi\":\"Quầy 3\"},\"services\":[\"C\"]}],"
	"\"priority_reasons\":[{\"id\":\"elderly\",\"name\":{\"vi\":\"Người cao tuổi\"}}],"
	"\"outcomes\":[{\"id\":\"done\",\"name\":{\"vi\":\"Xong\"}}],\"staff\":[]}";

static const int figures_s[SERVICES] = {600, 300, 900}; /* what the site says */

static const char *const shape_names[DAYS_SHAPES] = {
	[DAYS_PLAIN] = "plain",
	[DAYS_MIXED] = "short and long",
	[DAYS_MISCLICKS] = "misclicks",
	[DAYS_FORGOTTEN] = "forgotten over lunch",
	[DAYS_CLOSING] = "a counter closes",
	[DAYS_RUSH] = "a morning rush",
	[DAYS_LANES] = "lanes",
	[DAYS_PAUSES] = "pauses",
};

const char *days_shape_name(enum days_shape shape)
{
	return shape_names[shape];
}

enum promise { PROMISE_OURS, PROMISE_MEAN, PROMISE_KNOWN, PROMISES };

struct visitor {
	int comes_s;
	int64_t ticket;
	int promise_s[PROMISES]; /* −1 none */
	int called_s; /* −1 not yet */
};

/* What a counter's clerk does next, and when. */
struct clerk {
	bool open;
	bool paused;
	bool gone; /* for today */
	int64_t ticket;
	bool there; /* the visitor is */
	int next_s;
	int begun_s;
	int pauses_s; /* −1 not any more today */
};

/* The mean of a service's day: what the estimate is compared with. */
struct mean {
	int64_t sum_s;
	int n;
};

/* Stands in for queue.c, whose tables nobody needs here: a link with both fails. */
struct queue {
	struct model *model;
	struct clock_reading now;
	int64_t midnight_ms;
	uint64_t random;
	enum days_shape shape;
	double factor[SERVICES]; /* how wrong the site's figure is */
	struct mean mean[SERVICES];
	struct clerk clerk[COUNTERS];
	struct visitor visitor[VISITORS_MAX];
	int n_visitors;
	int *errors[PROMISES]; /* of all days so far */
	int n_errors;
	int unpromised;
};

static double uniform(struct queue *days)
{
	days->random ^= days->random << 13;
	days->random ^= days->random >> 7;
	days->random ^= days->random << 17;
	return (double)((days->random >> 11) + 1) / (double)(1ULL << 53);
}

static double exponential(struct queue *days, double mean)
{
	return -mean * log(fmin(uniform(days), 1 - 1e-12));
}

/* The sum of three: visits that vary by 0.58 of their mean. */
static double visit_s(struct queue *days, double mean)
{
	return exponential(days, mean / 3) + exponential(days, mean / 3) +
		exponential(days, mean / 3);
}

int decide_emit(struct decision *decision, struct event *event)
{
	struct queue *days = decision->queue;

	event->seq = model_seq(days->model) + 1;
	event->at = days->now;
	event->boot = model_boot_number(days->model, days->now.boot_id);
	if (model_fold(days->model, event) < 0) {
		(void)fprintf(stderr, "an event does not fit the state\n");
		abort();
	}
	model_clear_changes(days->model);
	return 0;
}

int decide_find_staff(struct decision *decision, const char *id, bool *ret_active)
{
	(void)decision;
	(void)id;
	*ret_active = true;
	return 0;
}

int decide_numbers_used(struct decision *decision, const char *day, int64_t below, int *ret)
{
	(void)decision;
	(void)day;
	(void)below;
	*ret = 0;
	return 0;
}

int decide_find_dossier(struct decision *decision, int64_t id, struct dossier_entry *ret)
{
	(void)decision;
	(void)id;
	(void)ret;
	return -ENOENT;
}

int decide_find_import(
	struct decision *decision, const struct dossier_entry *entry, struct dossier_entry *ret)
{
	(void)decision;
	(void)entry;
	(void)ret;
	return -ENOENT;
}

int decide_find_evaluation(struct decision *decision, const char *period, int64_t *ret_seq,
	bool *ret_there, int64_t *ret_n)
{
	(void)decision;
	(void)period;
	(void)ret_seq;
	(void)ret_there;
	(void)ret_n;
	return -ENOENT;
}

int decide_find_complaint(struct decision *decision, int64_t id, struct complaint *ret)
{
	(void)decision;
	(void)id;
	(void)ret;
	return -ENOENT;
}

/* Nothing is taken back here. */
int decide_find_past(struct decision *decision, const struct ticket *ticket, struct past *ret)
{
	(void)decision;
	(void)ticket;
	*ret = (struct past){.began = EVENT_KINDS};
	return 0;
}

int decide_closed_with(struct decision *decision, int64_t arrival, int64_t closed_seq,
	struct ended **ret, size_t *ret_n)
{
	(void)decision;
	(void)arrival;
	(void)closed_seq;
	*ret = NULL;
	*ret_n = 0;
	return 0;
}

static struct decision decision_of(
	struct queue *days, struct command *command, struct answer *answer)
{
	*answer = (struct answer){.error = ERROR_NONE};
	text_copy_cut(command->actor, sizeof(command->actor), "days");
	return (struct decision){
		.model = days->model,
		.command = command,
		.now = &days->now,
		.answer = answer,
		.queue = days,
	};
}

static void run(struct queue *days, struct command *command, struct answer *ret)
{
	struct decision decision = decision_of(days, command, ret);

	if (decide(&decision) < 0 || ret->error != ERROR_NONE) {
		(void)fprintf(stderr, "a command was refused: %s\n", ret->message);
		abort();
	}
}

static void begin_day(struct queue *days)
{
	struct command tick = {.kind = COMMAND_TICK};
	struct answer answer;
	struct decision decision = decision_of(days, &tick, &answer);

	if (decide_day(&decision) < 0 || !model_day_is_open(days->model)) {
		(void)fprintf(stderr, "the day does not begin\n");
		abort();
	}
}

static void move(struct queue *days, enum command_kind kind, int counter)
{
	struct command command = {.kind = kind, .counter = counter + 1};
	struct answer answer;

	if (kind == COMMAND_COUNTER_OPEN) {
		(void)snprintf(command.staff, sizeof(command.staff), "s%d", counter + 1);
	}
	run(days, &command, &answer);
	days->clerk[counter].ticket = answer.counter.ticket;
}

static int service_of(const char *id)
{
	return id[0] - 'A';
}

/* An estimate by serving times that somebody else gives; the model is as before after it. */
static int estimate_with(
	struct queue *days, const struct ticket *ticket, const int seconds[SERVICES])
{
	struct model *model = days->model;
	struct service_time kept[SERVICES][2];
	struct wait_estimate estimate;

	for (int i = 0; i < model->n_service_lanes; i++) {
		struct service_lanes *lanes = model->service_lanes[i];
		int service = service_of(lanes->service);

		kept[i][0] = lanes->today;
		kept[i][1] = lanes->before;
		lanes->today = lanes->before = (struct service_time){.calls = 0};
		model->site->services[service].serving_time_s = seconds[service];
	}
	wait_for_ticket(model, ticket, &days->now, &estimate);
	for (int i = 0; i < model->n_service_lanes; i++) {
		int service = service_of(model->service_lanes[i]->service);

		model->service_lanes[i]->today = kept[i][0];
		model->service_lanes[i]->before = kept[i][1];
		model->site->services[service].serving_time_s = figures_s[service];
	}
	return estimate.wait_s;
}

/* The estimate as it was: the mean of the day's visits from the fifth on, open counters alone,
 * neither hours nor pauses, and a visit that lasts longer than the mean is over. */
static int mean_promise(struct queue *days, const struct ticket *ticket)
{
	struct model *model = days->model;
	struct counter kept[COUNTERS];
	int seconds[SERVICES];
	int promise_s;

	for (int i = 0; i < SERVICES; i++) {
		const struct mean *mean = &days->mean[i];

		seconds[i] = mean->n < 5 ? figures_s[i] : (int)MAX_OF(mean->sum_s / mean->n, 1);
	}
	for (int i = 0; i < model->n_counters; i++) {
		struct counter *counter = &model->counters[i]->counter;
		const struct ticket *there = model_find_ticket(model, counter->ticket);

		kept[i] = *counter;
		if (counter->state == COUNTER_PAUSED) {
			counter->state = COUNTER_OFF;
		}
		if (there && there->state == TICKET_SERVING &&
			model_elapsed_ms(model, &there->since, &days->now) >=
				seconds[service_of(there->service)] * 1000LL) {
			counter->ticket = 0;
		}
	}
	model->clock.day_guessed = true;
	promise_s = estimate_with(days, ticket, seconds);
	model->clock.day_guessed = false;
	for (int i = 0; i < model->n_counters; i++) {
		model->counters[i]->counter = kept[i];
	}
	return promise_s;
}

/* What could be promised by somebody who knows how long each service takes on average. */
static int known_promise(struct queue *days, const struct ticket *ticket)
{
	int seconds[SERVICES];

	for (int i = 0; i < SERVICES; i++) {
		seconds[i] = (int)(figures_s[i] * days->factor[i]) + BETWEEN_S;
	}
	return estimate_with(days, ticket, seconds);
}

static void arrive(struct queue *days, struct visitor *visitor)
{
	static const char *const services[] = {"A", "A", "B", "B", "C"};
	struct command command = {.kind = COMMAND_ISSUE, .lane = LANE_REGULAR};
	struct answer answer;
	const struct ticket *ticket;

	text_copy_cut(
		command.service, sizeof(command.service), services[(int)(uniform(days) * 4.999)]);
	if (days->shape == DAYS_LANES && uniform(days) < 0.3) {
		command.lane = LANE_PRIORITY;
		text_copy_cut(command.reason, sizeof(command.reason), "elderly");
	}
	run(days, &command, &answer);
	visitor->ticket = answer.ticket.id;
	ticket = model_find_ticket(days->model, visitor->ticket);
	visitor->promise_s[PROMISE_OURS] = ticket->wait_estimate_s;
	visitor->promise_s[PROMISE_MEAN] = mean_promise(days, ticket);
	visitor->promise_s[PROMISE_KNOWN] = known_promise(days, ticket);
	visitor->called_s = -1;
}

static double serving_s(struct queue *days, const struct ticket *ticket, int at_s)
{
	int service = service_of(ticket->service);
	double mean = figures_s[service] * days->factor[service];

	if (days->shape == DAYS_MISCLICKS &&
		(uniform(days) < 0.06 || ticket->number <= (at_s < OPENS_S + 600 ? 5 : 0))) {
		return STEP_S;
	}
	if (days->shape == DAYS_MIXED) {
		return visit_s(days, uniform(days) < 0.7 ? mean * 0.4 : mean * 2.4);
	}
	return visit_s(days, mean);
}

static void call(struct queue *days, int counter, int at_s)
{
	struct clerk *clerk = &days->clerk[counter];

	if (!pick_next(days->model, model_find_counter(days->model, counter + 1), &days->now)) {
		return;
	}
	move(days, COMMAND_CALL_NEXT, counter);
	for (int i = 0; i < days->n_visitors; i++) {
		if (days->visitor[i].ticket == clerk->ticket) {
			days->visitor[i].called_s = at_s;
		}
	}
	clerk->there = false;
	clerk->next_s = at_s + 15 + (int)(uniform(days) * 40);
}

static void go_on(struct queue *days, int counter, int at_s)
{
	struct clerk *clerk = &days->clerk[counter];
	const struct ticket *ticket = model_find_ticket(days->model, clerk->ticket);
	bool forgets = days->shape == DAYS_FORGOTTEN && counter == 0;

	if (!clerk->there) {
		move(days, COMMAND_APPEAR, counter);
		clerk->there = true;
		clerk->begun_s = at_s;
		clerk->next_s = at_s + (int)serving_s(days, ticket, at_s);
		/* The visitor goes, the clerk goes to lunch, and the visit stays open. */
		if (forgets && at_s < LUNCH_S && clerk->next_s >= LUNCH_S - 600) {
			clerk->next_s = BACK_S + 120;
		}
		return;
	}
	days->mean[service_of(ticket->service)].sum_s += at_s - clerk->begun_s;
	days->mean[service_of(ticket->service)].n++;
	move(days, COMMAND_FINISH, counter);
	clerk->ticket = 0;
	clerk->next_s = at_s + (int)exponential(days, 15);
}

/* A clerk without a visitor: comes, goes to lunch, pauses, goes home, or calls. */
static void idle(struct queue *days, int counter, int at_s)
{
	struct clerk *clerk = &days->clerk[counter];
	bool lunch = at_s >= LUNCH_S && at_s < BACK_S + 60 * counter;
	bool closes = counter == 1 && (days->random & 1);

	if (clerk->gone) {
		return;
	}
	if (!clerk->open) {
		if (!lunch && at_s >= OPENS_S + 60 * counter) {
			move(days, COMMAND_COUNTER_OPEN, counter);
			clerk->open = true;
		}
		return;
	}
	if (days->shape == DAYS_CLOSING && counter == 1 && at_s >= 10 * 3600) {
		move(days, COMMAND_COUNTER_CLOSE, counter);
		clerk->gone = true;
		return;
	}
	if (lunch && !clerk->paused) {
		/* Some sign out, some say that they pause, some just go. */
		if (closes) {
			move(days, COMMAND_COUNTER_CLOSE, counter);
			clerk->open = false;
		} else if (days->shape == DAYS_PAUSES) {
			move(days, COMMAND_COUNTER_PAUSE, counter);
			clerk->paused = true;
		}
		clerk->next_s = BACK_S + 60 * counter;
		return;
	}
	if (clerk->paused) {
		move(days, COMMAND_COUNTER_RESUME, counter);
		clerk->paused = false;
		return;
	}
	if (days->shape == DAYS_PAUSES && clerk->pauses_s >= 0 && at_s >= clerk->pauses_s) {
		move(days, COMMAND_COUNTER_PAUSE, counter);
		clerk->paused = true;
		clerk->next_s = at_s + 600 + (int)(uniform(days) * 600);
		clerk->pauses_s = clerk->pauses_s < LUNCH_S ? 15 * 3600 + 600 * counter : -1;
		return;
	}
	call(days, counter, at_s);
}

static int compare_int(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static int compare_visitor(const void *a, const void *b)
{
	return ((const struct visitor *)a)->comes_s - ((const struct visitor *)b)->comes_s;
}

/* When the day's visitors come: as many as the counters can just serve. */
static void make_visitors(struct queue *days)
{
	int n = 115 + (int)(uniform(days) * 20);

	days->n_visitors = 0;
	if (days->shape == DAYS_MISCLICKS) {
		for (int i = 0; i < 12; i++) {
			days->visitor[days->n_visitors++].comes_s = OPENS_S + STEP_S;
		}
	}
	for (int i = 0; i < n; i++) {
		double at = uniform(days);
		double morning_s = LUNCH_S - OPENS_S;
		double afternoon_s = CLOSES_S - BACK_S;
		int comes_s = at < 0.6 ? OPENS_S + (int)(morning_s * at / 0.6)
				       : BACK_S + (int)(afternoon_s * (at - 0.6) / 0.4);

		if (days->shape == DAYS_RUSH && i % 2 == 0) {
			comes_s = OPENS_S + (int)(uniform(days) * 45 * 60);
		}
		days->visitor[days->n_visitors++].comes_s = comes_s - comes_s % STEP_S;
	}
	qsort(days->visitor, (size_t)days->n_visitors, sizeof(struct visitor), compare_visitor);
}

static void note_errors(struct queue *days)
{
	for (int i = 0; i < PROMISES; i++) {
		days->errors[i] = memory_grow(days->errors[i],
			(size_t)days->n_errors + (size_t)days->n_visitors, sizeof(int));
	}
	for (int i = 0; i < days->n_visitors; i++) {
		const struct visitor *visitor = &days->visitor[i];
		int wait_s = visitor->called_s - visitor->comes_s;

		if (visitor->called_s < 0 || visitor->promise_s[PROMISE_OURS] < 0 ||
			visitor->promise_s[PROMISE_MEAN] < 0) {
			days->unpromised++;
			continue;
		}
		if (wait_s < 60 && visitor->promise_s[PROMISE_OURS] < 60 &&
			visitor->promise_s[PROMISE_MEAN] < 60) {
			continue; /* the counter was free: nobody had to promise anything */
		}
		for (int j = 0; j < PROMISES; j++) {
			days->errors[j][days->n_errors] = abs(visitor->promise_s[j] - wait_s);
		}
		days->n_errors++;
	}
}

static void at(struct queue *days, int at_s)
{
	int64_t wall_ms = days->midnight_ms + (int64_t)at_s * 1000;

	days->now.boot_ms += days->now.wall_ms ? wall_ms - days->now.wall_ms : 1000;
	days->now.wall_ms = wall_ms;
}

static void go_home(struct queue *days)
{
	for (int i = 0; i < COUNTERS; i++) {
		while (days->clerk[i].ticket) {
			go_on(days, i, OVER_S);
		}
		if (days->clerk[i].open && !days->clerk[i].gone) {
			move(days, COMMAND_COUNTER_CLOSE, i);
		}
	}
}

static void play_day(struct queue *days)
{
	int next = 0;

	make_visitors(days);
	memset(days->mean, 0, sizeof(days->mean));
	at(days, OPENS_S);
	begin_day(days);
	for (int i = 0; i < COUNTERS; i++) {
		days->clerk[i] = (struct clerk){.pauses_s = 9 * 3600 + 1800 * i};
	}
	for (int at_s = OPENS_S; at_s < OVER_S; at_s += STEP_S) {
		at(days, at_s);
		while (next < days->n_visitors && days->visitor[next].comes_s <= at_s) {
			days->visitor[next].comes_s = at_s;
			arrive(days, &days->visitor[next++]);
		}
		for (int i = 0; i < COUNTERS; i++) {
			if (at_s < days->clerk[i].next_s) {
				continue;
			}
			if (days->clerk[i].ticket) {
				go_on(days, i, at_s);
			} else {
				idle(days, i, at_s);
			}
		}
	}
	go_home(days);
	note_errors(days);
}

/* Two days in a row: the second one begins with what the first has taught. */
static void play_two(struct queue *days, enum days_shape shape, int seed)
{
	struct command site = {.kind = COMMAND_SITE, .site = json_loads(site_text, 0, NULL)};
	struct answer answer;

	days->model = model_new();
	days->shape = shape;
	days->random = 0x9e3779b97f4a7c15ULL * (uint64_t)(seed * DAYS_SHAPES + (int)shape + 1);
	days->now = (struct clock_reading){
		.boot_id = "0123456789abcdef0123456789abcdef", .trusted = true};
	if (zone_use(ZONE_DEFAULT) < 0 || zone_instant("2026-11-23", 0, &days->midnight_ms) < 0) {
		abort();
	}
	at(days, 6 * 3600);
	run(days, &site, &answer);
	json_decref(site.site);
	for (int i = 0; i < SERVICES; i++) {
		days->factor[i] = 0.7 + 0.7 * uniform(days);
	}
	play_day(days);
	days->midnight_ms += 24LL * 3600 * 1000;
	play_day(days);
	model_free(days->model);
}

void days_play(enum days_shape shape, int seeds, struct days_error *ret)
{
	struct queue *days = memory_new(1, sizeof(*days));
	size_t n;

	for (int seed = 0; seed < seeds; seed++) {
		for (int i = 0; i < DAYS_SHAPES; i++) {
			if (shape == DAYS_SHAPES || i == (int)shape) {
				play_two(days, (enum days_shape)i, seed);
			}
		}
	}
	n = (size_t)days->n_errors;
	*ret = (struct days_error){.visitors = days->n_errors, .unpromised = days->unpromised};
	for (int i = 0; i < PROMISES; i++) {
		struct days_figures *figures[PROMISES] = {&ret->ours, &ret->mean, &ret->known};

		qsort(days->errors[i], n, sizeof(int), compare_int);
		figures[i]->median_s = days->errors[i][n / 2];
		figures[i]->p90_s = days->errors[i][n * 9 / 10];
		free(days->errors[i]);
	}
	free(days);
}
