/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fills a database with a long past and a full hall, through the queue's own operations in large
 * batches, so that it is what hubd itself would have written.
 *
 *   bench-fill DIR SITE.json PAST WAITING
 *
 * PAST tickets are stored on days that are over; WAITING are waiting today. What the database
 * already has counts, so that a second run is quick.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "bench/bench-http.h"
#include "queue/queue.h"

enum {
	BATCH = 1000,
	TICKETS_A_DAY = 2000,
	SERVED_A_DAY = 400, /* the rest of a day leaves, so that the past has every kind */
	DAY_MS = 24 * 3600 * 1000,
	MORNING_MS = 3600 * 1000, /* 01:00 UTC: 08:00 in Việt Nam */
};
/* 2020-01-01T00:00:00Z: far enough back for a million tickets. */
static const int64_t past_begin_ms = 1577836800000;

struct fill {
	struct queue *queue;
	struct command command[BATCH];
	size_t n;
	struct clock_reading now;
	const struct site *site;
	int64_t presses;
};

static void flush(struct fill *fill)
{
	static struct answer answers[BATCH];
	const struct command *list[BATCH];
	struct published *events = NULL;
	size_t n_events = 0;

	for (size_t i = 0; i < fill->n; i++) {
		list[i] = &fill->command[i];
	}
	queue_run(fill->queue, list, fill->n, &fill->now, answers, &events, &n_events);
	for (size_t i = 0; i < fill->n; i++) {
		if (answers[i].error != ERROR_NONE) {
			bench_fail("command %d: %s: %s", (int)list[i]->kind,
				error_name(answers[i].error), answers[i].message);
		}
		command_done(&fill->command[i]);
	}
	queue_free_events(events, n_events);
	fill->n = 0;
}

static struct command *next_command(struct fill *fill, enum command_kind kind)
{
	struct command *command;

	if (fill->n == BATCH) {
		flush(fill);
	}
	command = &fill->command[fill->n++];
	*command = (struct command){.kind = kind, .has_lane = true, .lane = LANE_REGULAR};
	(void)text_copy(command->actor, sizeof(command->actor), "bench");
	return command;
}

static void add_issue(struct fill *fill, int number)
{
	struct command *command = next_command(fill, COMMAND_ISSUE);
	const struct site_service *service = &fill->site->services[number % fill->site->n_services];

	(void)text_copy(command->service, sizeof(command->service), service->id);
	(void)snprintf(command->press_id, sizeof(command->press_id), "fill-%lld",
		(long long)fill->presses++);
	(void)text_copy(command->language, sizeof(command->language), "vi");
}

static void add_at_counter(struct fill *fill, enum command_kind kind, int counter)
{
	next_command(fill, kind)->counter = counter;
}

/* A day that is over: some are served, who still waits is expired when the next day opens. */
static void add_day(struct fill *fill, int tickets)
{
	const struct site_counter *counter = &fill->site->counters[0];
	struct command *open;

	for (int i = 0; i < tickets; i++) {
		add_issue(fill, i);
	}
	flush(fill);
	open = next_command(fill, COMMAND_COUNTER_OPEN);
	open->counter = counter->number;
	(void)text_copy(open->staff, sizeof(open->staff), fill->site->staff[0].id);
	for (int i = 0; i < MIN_OF(SERVED_A_DAY, tickets); i++) {
		add_at_counter(fill, COMMAND_CALL_NEXT, counter->number);
		add_at_counter(fill, COMMAND_APPEAR, counter->number);
		add_at_counter(fill, COMMAND_FINISH, counter->number);
	}
	flush(fill);
}

static void load_site(struct fill *fill, const char *path)
{
	struct command *command = next_command(fill, COMMAND_SITE);
	json_error_t error;

	command->site = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	if (!command->site) {
		bench_fail("%s:%d: %s", path, error.line, error.text);
	}
	flush(fill);
	fill->site = model_site(queue_model(fill->queue));
}

static void fill_past(struct fill *fill, const char *dir, const char *site, int64_t past)
{
	struct clock_reading today = fill->now;
	int64_t left = past;

	fill->now.wall_ms = past_begin_ms + MORNING_MS;
	if (queue_open(dir, true, &fill->now, &fill->queue) < 0) {
		bench_fail("cannot open %s", dir);
	}
	load_site(fill, site);
	while (left > 0 && fill->now.wall_ms + DAY_MS < today.wall_ms) {
		int tickets = (int)MIN_OF(left, TICKETS_A_DAY);

		add_day(fill, tickets);
		left -= tickets;
		fill->now.wall_ms += DAY_MS;
		fill->now.boot_ms += DAY_MS;
	}
	if (left > 0) {
		bench_fail("the past is too short for so many tickets");
	}
	queue_close(TAKE_PTR(fill->queue));
	fill->now = today;
}

static int count_waiting(const struct fill *fill)
{
	int waiting = 0;

	for (int i = 0; i < fill->site->n_services; i++) {
		waiting += model_waiting(queue_model(fill->queue), fill->site->services[i].id);
	}
	return waiting;
}

/* Today's hall. The day opens by itself, with the site's hours. */
static void fill_today(struct fill *fill, const char *dir, const char *site, int waiting)
{
	if (queue_open(dir, true, &fill->now, &fill->queue) < 0) {
		bench_fail("cannot open %s", dir);
	}
	load_site(fill, site);
	next_command(fill, COMMAND_TICK);
	flush(fill);
	for (int i = count_waiting(fill); i < waiting; i++) {
		add_issue(fill, i);
	}
	flush(fill);
	queue_close(fill->queue);
}

int main(int argc, char *argv[])
{
	struct fill *fill = memory_new(1, sizeof(*fill));
	int64_t past = 0;
	int64_t waiting = 0;
	_cleanup_free_ char *database = NULL;

	if (argc != 5 || text_parse_int(argv[3], 0, 10000000, &past) < 0 ||
		text_parse_int(argv[4], 0, 100000, &waiting) < 0) {
		bench_fail("usage: bench-fill DIR SITE.json PAST WAITING");
	}
	clock_now(&fill->now);
	fill->now.trusted = true; /* or no day would turn */
	fill->presses = fill->now.wall_ms;
	database = text_printf("%s/layso.db", argv[1]);
	if (access(database, F_OK) < 0) {
		if (store_create(argv[1]) < 0) {
			bench_fail("cannot make a database in %s", argv[1]);
		}
		fill_past(fill, argv[1], argv[2], past);
	}
	fill_today(fill, argv[1], argv[2], (int)waiting);
	free(fill);
	return 0;
}
