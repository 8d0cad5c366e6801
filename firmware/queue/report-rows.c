/* SPDX-License-Identifier: Apache-2.0 */
/* Computes the rows of a report. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"
#include "queue/ratio.h"
#include "queue/report-internal.h"

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 3600 * 1000, DAY_MINUTES = 1440, DAYS_A_WEEK = 7 };

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
	row->within_percent = ratio_percent(row->within_target, row->called - row->wait_unknown);
	row->rating_mean = ratio_mean(bucket->score_sum, row->rated);
	row->not_rated = MAX_OF(row->served - row->rated, 0);
	bucket->sealed = true;
}

/* The key of the row for a time, and when the next key may begin; false: this report's rows have no
 * time. */
static bool key_at(
	const struct report *report, int64_t wall_ms, char ret[LIMIT_ID + 1], int64_t *ret_next_ms)
{
	struct local_time local;

	zone_local(wall_ms, &local);
	switch (report->by) {
	case REPORT_HOURS:
		(void)snprintf(ret, LIMIT_ID + 1, "%02d", local.minute / 60);
		*ret_next_ms = wall_ms - wall_ms % HOUR_MS + HOUR_MS;
		return true;
	case REPORT_DAYS:
	case REPORT_WEEKS:
	case REPORT_MONTHS:
		report_period_key(report->by, local.day, ret);
		*ret_next_ms = wall_ms - wall_ms % MINUTE_MS +
			(int64_t)(DAY_MINUTES - local.minute) * MINUTE_MS;
		return true;
	case REPORT_SERVICES:
	case REPORT_COUNTERS:
	case REPORT_LANES:
	case REPORT_STAFF:
	case REPORT_RATINGS:
	case REPORT_PAUSES:
	case REPORT_SLIPS:
	case REPORT_DOSSIERS:
	case REPORT_COMPLAINTS:
	case REPORT_EVALUATION:
	case REPORT_LOOKUPS:
	case REPORTS:
		break;
	}
	return false;
}

/* Adds a disruption of the portal to each row it overlaps. In a week or month with visitors, days
 * without visitors count too; a period without any has no row. */
static void spread_portal(struct report *report, const struct span_ms *span)
{
	char key[LIMIT_ID + 1];
	int64_t next = 0;

	report->buckets[0].portal_ms += span->to - span->from;
	for (int64_t at = span->from; at < span->to && key_at(report, at, key, &next); at = next) {
		for (size_t i = 1; i < report->n; i++) {
			if (strcmp(report->buckets[i].row.key, key) == 0) {
				report->buckets[i].portal_ms += MIN_OF(next, span->to) - at;
			}
		}
	}
}

static int compare_rows(const void *a, const void *b)
{
	return strcmp(((const struct report_row *)a)->key, ((const struct report_row *)b)->key);
}

size_t report_rows(struct report *report, const struct report_row **ret_rows)
{
	for (size_t i = 0; !report->rows && i < report->n_portal; i++) {
		spread_portal(report, &report->portal[i]);
	}
	report->rows = memory_grow(report->rows, report->n, sizeof(*report->rows));
	for (size_t i = 0; i < report->n; i++) {
		report_seal(&report->buckets[i]);
		report->buckets[i].row.portal_down_s = report->buckets[i].portal_ms / 1000;
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
