/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

enum { ROWS_MAX = 1000 };

struct times {
	int64_t *ms;
	size_t n;
	size_t capacity;
};

struct bucket {
	struct report_row row;
	struct times wait;
	struct times serve;
};

struct report {
	enum report_by by;
	struct bucket *buckets; /* [0] is the total */
	size_t n;
	struct report_row *rows;
};

static const char *const names[REPORTS] = {
	[REPORT_DAYS] = "days",
	[REPORT_SERVICES] = "services",
	[REPORT_COUNTERS] = "counters",
	[REPORT_HOURS] = "hours",
	[REPORT_LANES] = "lanes",
};

const char *report_name(enum report_by by)
{
	return names[by];
}

int report_parse(const char *word, enum report_by *ret)
{
	for (int i = 0; i < REPORTS; i++) {
		if (strcmp(names[i], word) == 0) {
			*ret = (enum report_by)i;
			return 0;
		}
	}
	return -EINVAL;
}

static struct bucket *add_bucket(struct report *report, const char *key)
{
	struct bucket *bucket;

	report->buckets = memory_grow(report->buckets, report->n + 1, sizeof(*report->buckets));
	bucket = &report->buckets[report->n++];
	*bucket = (struct bucket){0};
	text_copy_cut(bucket->row.key, sizeof(bucket->row.key), key);
	return bucket;
}

struct report *report_new(enum report_by by)
{
	struct report *report = memory_new(1, sizeof(*report));

	report->by = by;
	(void)add_bucket(report, "total");
	return report;
}

void report_free(struct report *report)
{
	if (!report) {
		return;
	}
	for (size_t i = 0; i < report->n; i++) {
		free(report->buckets[i].wait.ms);
		free(report->buckets[i].serve.ms);
	}
	free(report->buckets);
	free(report->rows);
	free(report);
}

static struct bucket *bucket_of(struct report *report, const char *key)
{
	for (size_t i = 1; i < report->n; i++) {
		if (strcmp(report->buckets[i].row.key, key) == 0) {
			return &report->buckets[i];
		}
	}
	return report->n < ROWS_MAX ? add_bucket(report, key) : NULL;
}

static void hour_key(char ret[LIMIT_ID + 1], int64_t wall_ms)
{
	struct local_time local;

	zone_local(wall_ms, &local);
	(void)snprintf(ret, LIMIT_ID + 1, "%02d", local.minute / 60);
}

/* "3" sorts after "10" as text; two digits sort rightly. */
static void counter_key(char ret[LIMIT_ID + 1], int counter)
{
	(void)snprintf(ret, LIMIT_ID + 1, "%02d", counter);
}

static void ticket_key(
	const struct report *report, const struct ticket *ticket, char ret[LIMIT_ID + 1])
{
	switch (report->by) {
	case REPORT_DAYS:
		text_copy_cut(ret, LIMIT_ID + 1, ticket->day);
		return;
	case REPORT_SERVICES:
		text_copy_cut(ret, LIMIT_ID + 1, ticket->issued_for);
		return;
	case REPORT_COUNTERS:
		counter_key(ret, ticket->counter);
		return;
	case REPORT_HOURS:
		hour_key(ret, ticket->arrived.wall_ms);
		return;
	case REPORT_LANES:
		text_copy_cut(ret, LIMIT_ID + 1, ticket_lane_name(ticket->lane));
		return;
	case REPORTS:
		break;
	}
	ret[0] = '\0';
}

static void add_time(struct times *times, int64_t ms)
{
	if (times->n == times->capacity) {
		times->capacity = MAX_OF(64, times->capacity * 2);
		times->ms = memory_grow(times->ms, times->capacity, sizeof(int64_t));
	}
	times->ms[times->n++] = MAX_OF(ms, 0);
}

/* By the boot's own clock within a boot, else by wall time. */
static int64_t between_ms(const struct stamp *from, const struct stamp *to)
{
	return from->boot == to->boot ? to->boot_ms - from->boot_ms : to->wall_ms - from->wall_ms;
}

static void count_state(struct report_row *row, enum ticket_state state)
{
	switch (state) {
	case TICKET_FINISHED:
		row->served++;
		return;
	case TICKET_NO_SHOW:
		row->no_show++;
		return;
	case TICKET_LEFT:
		row->left++;
		return;
	case TICKET_VOID:
		row->voided++;
		return;
	case TICKET_EXPIRED:
		row->expired++;
		return;
	case TICKET_FINISHED_UNCONFIRMED:
		row->unconfirmed++;
		return;
	case TICKET_NONE:
	case TICKET_WAITING:
	case TICKET_CALLED:
	case TICKET_SERVING:
	case TICKET_HELD:
	case TICKET_SUPPLEMENT:
	case TICKET_STATES:
		row->open++;
		return;
	}
}

static void count_ticket(struct bucket *bucket, const struct ticket *ticket)
{
	struct report_row *row = &bucket->row;

	row->issued++;
	count_state(row, ticket->state);
	row->printed += ticket->paper == PAPER_PRINTED;
	row->failed += ticket->paper == PAPER_FAILED;
	row->reprinted += MAX_OF(ticket->prints - 1, 0);
	if (ticket->first_called.boot != 0) {
		add_time(&bucket->wait, between_ms(&ticket->arrived, &ticket->first_called));
	}
}

void report_add_ticket(struct report *report, const struct ticket *ticket)
{
	char key[LIMIT_ID + 1];
	struct bucket *bucket;

	ticket_key(report, ticket, key);
	/* A ticket that no counter has called is in the total alone. */
	bucket = report->by == REPORT_COUNTERS && ticket->counter == 0 ? NULL
								       : bucket_of(report, key);
	if (bucket) {
		count_ticket(bucket, ticket);
	}
	count_ticket(&report->buckets[0], ticket);
}

/* A segment counts where it was served; by day, hour and lane it does so through its start. */
void report_add_segment(struct report *report, const struct segment *segment)
{
	char key[LIMIT_ID + 1] = "";
	struct local_time local;
	int64_t ms = between_ms(&segment->started, &segment->ended);
	struct bucket *bucket = NULL;

	if (segment->ended.boot == 0 || !segment->confirmed) {
		return;
	}
	switch (report->by) {
	case REPORT_DAYS:
		zone_local(segment->started.wall_ms, &local);
		text_copy_cut(key, sizeof(key), local.day);
		break;
	case REPORT_SERVICES:
		text_copy_cut(key, sizeof(key), segment->service);
		break;
	case REPORT_COUNTERS:
		counter_key(key, segment->counter);
		break;
	case REPORT_HOURS:
		hour_key(key, segment->started.wall_ms);
		break;
	case REPORT_LANES:
	case REPORTS:
		break; /* a segment has no lane: serving times stand in the total */
	}
	if (*key) {
		bucket = bucket_of(report, key);
	}
	if (bucket) {
		add_time(&bucket->serve, ms);
	}
	add_time(&report->buckets[0].serve, ms);
}

static int compare_ms(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a;
	int64_t right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

/* Nearest-rank percentile, in whole seconds, rounded to the nearest. */
static int64_t percentile_s(const struct times *times, int percent)
{
	size_t rank = (times->n * (size_t)percent + 99) / 100;

	return (times->ms[MAX_OF(rank, 1) - 1] + 500) / 1000;
}

static void sum_up(struct times *times, int64_t *ret_mean, int64_t *ret_median, int64_t *ret_p90)
{
	int64_t sum = 0;

	*ret_mean = -1;
	*ret_median = -1;
	*ret_p90 = -1;
	if (times->n == 0) {
		return;
	}
	qsort(times->ms, times->n, sizeof(int64_t), compare_ms);
	for (size_t i = 0; i < times->n; i++) {
		sum += times->ms[i];
	}
	*ret_mean = (sum / (int64_t)times->n + 500) / 1000;
	*ret_median = percentile_s(times, 50);
	*ret_p90 = percentile_s(times, 90);
}

static int compare_rows(const void *a, const void *b)
{
	return strcmp(((const struct report_row *)a)->key, ((const struct report_row *)b)->key);
}

size_t report_rows(struct report *report, const struct report_row **ret_rows)
{
	report->rows = memory_grow(report->rows, report->n, sizeof(*report->rows));
	for (size_t i = 0; i < report->n; i++) {
		struct bucket *bucket = &report->buckets[i];
		struct report_row *row = &bucket->row;

		sum_up(&bucket->wait, &row->wait_mean_s, &row->wait_median_s, &row->wait_p90_s);
		sum_up(&bucket->serve, &row->serve_mean_s, &row->serve_median_s, &row->serve_p90_s);
		/* The total goes last. */
		report->rows[i == 0 ? report->n - 1 : i - 1] = *row;
	}
	qsort(report->rows, report->n - 1, sizeof(*report->rows), compare_rows);
	*ret_rows = report->rows;
	return report->n;
}
