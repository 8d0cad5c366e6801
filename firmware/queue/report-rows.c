/* SPDX-License-Identifier: Apache-2.0 */
/* What comes out of a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "queue/ratio.h"
#include "queue/report-data.h"

enum { HOUR_MS = 3600 * 1000, DAYS_A_WEEK = 7 };

void report_seal(struct bucket *bucket)
{
	struct report_row *row = &bucket->row;

	if (bucket->sealed) {
		return;
	}
	times_sum_up(&bucket->wait, &row->wait_mean_s, &row->wait_median_s, &row->wait_p90_s);
	times_sum_up(&bucket->serve, &row->serve_mean_s, &row->serve_median_s, &row->serve_p90_s);
	times_done(&bucket->wait);
	times_done(&bucket->serve);
	row->within_percent = ratio_percent(row->within_target, row->called);
	row->rating_mean = ratio_mean(bucket->score_sum, row->rated);
	row->not_rated = MAX_OF(row->served - row->rated, 0);
	bucket->sealed = true;
}

int64_t report_portal_s(const struct report *report, int64_t from_wall_ms, int64_t to_wall_ms)
{
	int64_t sum = 0;

	for (size_t i = 0; i < report->n_portal; i++) {
		int64_t from = MAX_OF(report->portal[i].from, from_wall_ms);
		int64_t to = MIN_OF(report->portal[i].to, to_wall_ms);

		sum += MAX_OF(to - from, 0);
	}
	return sum / 1000;
}

/* A disruption's part in each hour of the day; only hours with visits have a row. */
static void spread_portal(struct report *report, const struct span_ms *span)
{
	int64_t at = span->from;

	while (at < span->to) {
		int64_t next = MIN_OF(at - at % HOUR_MS + HOUR_MS, span->to);
		struct local_time local;
		char key[LIMIT_ID + 1];

		zone_local(at, &local);
		(void)snprintf(key, sizeof(key), "%02d", local.minute / 60);
		for (size_t i = 1; i < report->n; i++) {
			if (strcmp(report->buckets[i].row.key, key) == 0) {
				report->buckets[i].row.portal_down_s += (next - at) / 1000;
			}
		}
		at = next;
	}
}

static int compare_rows(const void *a, const void *b)
{
	return strcmp(((const struct report_row *)a)->key, ((const struct report_row *)b)->key);
}

size_t report_rows(struct report *report, const struct report_row **ret_rows)
{
	for (size_t i = 0; i < report->n_portal; i++) {
		if (report->by == REPORT_HOURS && !report->rows) {
			spread_portal(report, &report->portal[i]);
		}
	}
	report->buckets[0].row.portal_down_s = report_portal_s(report, INT64_MIN, INT64_MAX);
	report->rows = memory_grow(report->rows, report->n, sizeof(*report->rows));
	for (size_t i = 0; i < report->n; i++) {
		report_seal(&report->buckets[i]);
		/* The total goes last. */
		report->rows[i == 0 ? report->n - 1 : i - 1] = report->buckets[i].row;
	}
	qsort(report->rows, report->n - 1, sizeof(*report->rows), compare_rows);
	*ret_rows = report->rows;
	return report->n;
}

/* Days since 1970-01-01 of a date in the Gregorian calendar. */
static int64_t day_number(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t shifted = month > 2 ? month - 3 : month + 9; /* March is 0 */

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * shifted + 2) / 5 + day - 1 - 719468;
}

/* A week belongs to the year that has its Thursday. */
void report_week(const char *day, char ret[LIMIT_ID + 1])
{
	int64_t year = strtol(day, NULL, 10);
	int64_t number =
		day_number(year, (int)strtol(day + 5, NULL, 10), (int)strtol(day + 8, NULL, 10));
	int64_t thursday = number - (number + 3) % DAYS_A_WEEK + 3; /* 1970-01-01 was one */

	if (thursday < day_number(year, 1, 1)) {
		year--;
	} else if (thursday >= day_number(year + 1, 1, 1)) {
		year++;
	}
	(void)snprintf(ret, LIMIT_ID + 1, "%04lld-W%02lld", (long long)year % 10000,
		(long long)((thursday - day_number(year, 1, 1)) / DAYS_A_WEEK + 1) % 100);
}
