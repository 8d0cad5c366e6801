/* SPDX-License-Identifier: Apache-2.0 */
/* Collects the figures of a report; report-rows.c computes its rows. */
#include "queue/report.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "queue/report-internal.h"

enum { ROWS_MAX = LIMIT_REPORT_DAYS + 1 };

#define PERIOD_GROUPS \
	(REPORT_VISITS | REPORT_TIMES | REPORT_RATING | REPORT_SLIP | REPORT_SESSIONS | \
		REPORT_PORTAL)

static const struct {
	const char *name;
	int groups;
} kinds[REPORTS] = {
	[REPORT_DAYS] = {"days", PERIOD_GROUPS},
	[REPORT_WEEKS] = {"weeks", PERIOD_GROUPS},
	[REPORT_MONTHS] = {"months", PERIOD_GROUPS},
	[REPORT_SERVICES] = {"services",
		REPORT_VISITS | REPORT_TIMES | REPORT_RATING | REPORT_SLIP},
	[REPORT_COUNTERS] = {"counters", REPORT_VISITS | REPORT_TIMES | REPORT_SESSIONS},
	[REPORT_HOURS] = {"hours", REPORT_VISITS | REPORT_TIMES | REPORT_SLIP | REPORT_PORTAL},
	[REPORT_LANES] = {"lanes", REPORT_VISITS | REPORT_TIMES | REPORT_SLIP},
	[REPORT_STAFF] = {"staff", REPORT_VISITS | REPORT_TIMES | REPORT_SESSIONS},
	[REPORT_RATINGS] = {"ratings", REPORT_SERVED | REPORT_RATING},
	[REPORT_PAUSES] = {"pauses", REPORT_SESSIONS},
	[REPORT_SLIPS] = {"slips", REPORT_SLIP},
	[REPORT_DOSSIERS] = {"dossiers", 0},
	[REPORT_COMPLAINTS] = {"complaints", 0},
	[REPORT_EVALUATION] = {"evaluation", 0},
	[REPORT_LOOKUPS] = {"lookups", 0},
};

const char *report_name(enum report_by by)
{
	return kinds[by].name;
}

int report_parse(const char *word, enum report_by *ret)
{
	for (int i = 0; i < REPORTS; i++) {
		if (strcmp(kinds[i].name, word) == 0) {
			*ret = (enum report_by)i;
			return 0;
		}
	}
	return -EINVAL;
}

int report_groups(enum report_by by)
{
	return kinds[by].groups;
}

struct report *report_new(enum report_by by, const struct boots *boots)
{
	struct report *report = memory_new(1, sizeof(*report));

	report->by = by;
	report->boots = boots;
	(void)report_bucket(report, "total");
	return report;
}

void report_free(struct report *report)
{
	if (!report) {
		return;
	}
	for (size_t i = 0; i < report->n; i++) {
		times_done(&report->buckets[i].wait);
		times_done(&report->buckets[i].serve);
	}
	free(report->buckets);
	free(report->targets);
	free(report->portal);
	free(report->rows);
	free(report);
}

void report_set_target(struct report *report, int fallback_s)
{
	report->fallback_s = fallback_s;
}

void report_add_target(struct report *report, const char *service, int target_s)
{
	struct target *target;

	report->targets =
		memory_grow(report->targets, report->n_targets + 1, sizeof(*report->targets));
	target = &report->targets[report->n_targets++];
	text_copy_cut(target->service, sizeof(target->service), service);
	target->target_s = target_s;
}

static int target_of(const struct report *report, const char *service)
{
	for (size_t i = 0; i < report->n_targets; i++) {
		if (strcmp(report->targets[i].service, service) == 0) {
			return report->targets[i].target_s;
		}
	}
	return report->fallback_s;
}

void report_add_portal(struct report *report, int64_t down_wall_ms, int64_t up_wall_ms)
{
	report->portal = memory_grow(report->portal, report->n_portal + 1, sizeof(*report->portal));
	report->portal[report->n_portal++] = (struct span_ms){down_wall_ms, up_wall_ms};
}

struct bucket *report_bucket(struct report *report, const char *key)
{
	/* The total's row is not found by its key: a service might have that name. */
	if (report->last > 0 && strcmp(report->buckets[report->last].row.key, key) == 0) {
		return &report->buckets[report->last];
	}
	for (size_t i = 1; i < report->n; i++) {
		if (strcmp(report->buckets[i].row.key, key) == 0) {
			report->last = i;
			return &report->buckets[i];
		}
	}
	if (report->n == ROWS_MAX) {
		return NULL;
	}
	if (report->n == report->capacity) {
		report->capacity = MAX_OF(16, report->capacity * 2);
		report->buckets =
			memory_grow(report->buckets, report->capacity, sizeof(*report->buckets));
	}
	report->last = report->n++;
	report->buckets[report->last] = (struct bucket){0};
	text_copy_cut(report->buckets[report->last].row.key, LIMIT_ID + 1, key);
	return &report->buckets[report->last];
}

static bool is_period(const struct report *report)
{
	return report->by == REPORT_DAYS || report->by == REPORT_WEEKS ||
		report->by == REPORT_MONTHS;
}

void report_period_key(enum report_by by, const char *day, char ret[LIMIT_ID + 1])
{
	if (by == REPORT_WEEKS) {
		report_week(day, ret);
	} else {
		text_copy_cut(ret, by == REPORT_DAYS ? DAY_LENGTH + 1 : 8, day);
	}
}

void report_begin_day(struct report *report, const char *day)
{
	char key[LIMIT_ID + 1] = "";
	struct bucket *bucket;

	if (!is_period(report)) {
		return;
	}
	report_period_key(report->by, day, key);
	if (*report->period && strcmp(report->period, key) != 0) {
		bucket = report_bucket(report, report->period);
		if (bucket) {
			report_seal(bucket);
		}
	}
	text_copy_cut(report->period, sizeof(report->period), key);
	(void)report_bucket(report, key);
}

static void hour_key(char ret[LIMIT_ID + 1], int64_t wall_ms)
{
	struct local_time local;

	zone_local(wall_ms, &local);
	(void)snprintf(ret, LIMIT_ID + 1, "%02d", local.minute / 60);
}

/* Two digits: as text, "3" would sort after "10". */
static void counter_key(char ret[LIMIT_ID + 1], int counter)
{
	ret[0] = '\0';
	if (counter > 0) {
		(void)snprintf(ret, LIMIT_ID + 1, "%02d", counter);
	}
}

/* The row where a ticket counts; "": only in the total, because it was not called or had no
 * slip. */
static void ticket_key(const struct report *report, const struct ticket *ticket, const char *staff,
	char ret[LIMIT_ID + 1])
{
	ret[0] = '\0';
	switch (report->by) {
	case REPORT_DAYS:
	case REPORT_WEEKS:
	case REPORT_MONTHS:
		text_copy_cut(ret, LIMIT_ID + 1, report->period);
		return;
	case REPORT_SERVICES:
	case REPORT_RATINGS:
		text_copy_cut(ret, LIMIT_ID + 1, ticket->issued_for);
		return;
	case REPORT_COUNTERS:
	case REPORT_PAUSES:
		counter_key(ret, ticket->counter);
		return;
	case REPORT_HOURS:
		hour_key(ret, ticket->arrived.wall_ms);
		return;
	case REPORT_LANES:
		text_copy_cut(ret, LIMIT_ID + 1, ticket_lane_name(ticket->lane));
		return;
	case REPORT_STAFF:
		text_copy_cut(ret, LIMIT_ID + 1, staff);
		return;
	case REPORT_SLIPS:
		text_copy_cut(ret, LIMIT_ID + 1, ticket->prints > 0 ? ticket->kiosk : "");
		return;
	case REPORT_DOSSIERS:
	case REPORT_COMPLAINTS:
	case REPORT_EVALUATION:
	case REPORT_LOOKUPS:
	case REPORTS:
		break;
	}
}

/* The end of the day turns NO_SHOW into EXPIRED, too; such a ticket still counts as a no-show. */
static void count_state(struct report_row *row, const struct ticket *ticket)
{
	switch (ticket->state) {
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
		row->no_show += ticket->no_show;
		row->expired += 1 - ticket->no_show;
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

static void count_rating(struct bucket *bucket, int score)
{
	struct report_row *row = &bucket->row;

	row->rated_1 += score == 1;
	row->rated_2 += score == 2;
	row->rated_3 += score == 3;
	row->rated_4 += score == 4;
	row->rated_5 += score == 5;
	row->rated += score > 0;
	bucket->score_sum += score;
}

static void count_ticket(const struct report *report, struct bucket *bucket,
	const struct ticket *ticket, int target_s)
{
	struct report_row *row = &bucket->row;
	int64_t wait_ms = 0;

	row->issued++;
	count_state(row, ticket);
	row->printed += ticket->slip_status == SLIP_PRINTED;
	row->failed += ticket->misprints + (ticket->slip_status == SLIP_LATER);
	row->reprinted += MAX_OF(ticket->prints - 1, 0);
	count_rating(bucket, ticket->rating);
	if (ticket->first_called.boot == 0) {
		return;
	}
	row->called++;
	if (boots_waited_ms(report->boots, &ticket->arrived, &ticket->first_called, &wait_ms) < 0) {
		row->wait_unknown++;
		return;
	}
	times_add(&bucket->wait, wait_ms);
	row->within_target += wait_ms <= (int64_t)target_s * 1000;
}

/* A segment counts where it was served; by hour, at its start. */
static void segment_key(const struct report *report, const struct segment *segment,
	const char *ticket, char ret[LIMIT_ID + 1])
{
	switch (report->by) {
	case REPORT_SERVICES:
		text_copy_cut(ret, LIMIT_ID + 1, segment->service);
		return;
	case REPORT_COUNTERS:
		counter_key(ret, segment->counter);
		return;
	case REPORT_HOURS:
		hour_key(ret, segment->started.wall_ms);
		return;
	case REPORT_STAFF:
		text_copy_cut(ret, LIMIT_ID + 1, segment->staff);
		return;
	case REPORT_DAYS:
	case REPORT_WEEKS:
	case REPORT_MONTHS:
	case REPORT_LANES:
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
	text_copy_cut(ret, LIMIT_ID + 1, ticket);
}

static void add_segment(struct report *report, const struct segment *segment, const char *ticket)
{
	int64_t ms = boots_worked_ms(report->boots, &segment->started, &segment->ended);
	char key[LIMIT_ID + 1];
	struct bucket *bucket;

	if (segment->ended.boot == 0 || !segment->confirmed) {
		return;
	}
	segment_key(report, segment, ticket, key);
	bucket = *key ? report_bucket(report, key) : NULL;
	if (bucket) {
		times_add(&bucket->serve, ms);
	}
	times_add(&report->buckets[0].serve, ms);
}

void report_add_visit(struct report *report, const struct ticket *ticket, const char *staff,
	const struct segment *segments, int n_segments)
{
	int target_s = target_of(report, ticket->issued_for);
	char key[LIMIT_ID + 1];
	struct bucket *bucket;

	ticket_key(report, ticket, staff, key);
	bucket = *key ? report_bucket(report, key) : NULL;
	if (bucket) {
		count_ticket(report, bucket, ticket, target_s);
	}
	count_ticket(report, &report->buckets[0], ticket, target_s);
	for (int i = 0; i < n_segments; i++) {
		add_segment(report, &segments[i], key);
	}
}

static void count_session(struct report_row *row, const struct session *session, int64_t open_ms)
{
	row->sessions++;
	row->pauses += session->pauses;
	row->open_s += open_ms / 1000;
	row->paused_s += session->paused_ms / 1000;
}

void report_add_session(
	struct report *report, const struct session *session, const struct timestamp *now)
{
	int64_t open_ms = session->open_ms;
	char key[LIMIT_ID + 1] = "";
	struct bucket *bucket;

	if (session->seen.boot == now->boot) {
		open_ms += boots_worked_ms(report->boots, &session->seen, now);
	}
	if (is_period(report)) {
		text_copy_cut(key, sizeof(key), report->period);
	} else if (report->by == REPORT_COUNTERS || report->by == REPORT_PAUSES) {
		counter_key(key, session->counter);
	} else if (report->by == REPORT_STAFF) {
		text_copy_cut(key, sizeof(key), session->staff);
	}
	bucket = *key ? report_bucket(report, key) : NULL;
	if (bucket) {
		count_session(&bucket->row, session, open_ms);
	}
	count_session(&report->buckets[0].row, session, open_ms);
}
