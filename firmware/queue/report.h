/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures from stored tickets, their times of service and counter sessions. Pure: fed day by day in
 * the order of days, then asked. What it keeps does not grow with the tickets: a row of days, weeks
 * or months is reduced to its figures as soon as the next one begins.
 */
#pragma once

#include "queue/boots.h"
#include "queue/model.h"

enum report_by {
	REPORT_DAYS,
	REPORT_WEEKS, /* ISO 8601: "2026-W48" */
	REPORT_MONTHS,
	REPORT_SERVICES,
	REPORT_COUNTERS,
	REPORT_HOURS,
	REPORT_LANES,
	REPORT_STAFF,
	REPORT_RATINGS, /* by service */
	REPORT_PAUSES, /* by counter */
	REPORT_SLIPS, /* by kiosk */
	REPORT_DOSSIERS, /* dossier-report.h */
	REPORTS
};
const char *report_name(enum report_by by); /* "days", "services", … */
int report_parse(const char *word, enum report_by *ret) _warn_unused_;

/* What a report's rows have. Ratings are of services and of time, never of people or of the
 * counters where one can tell who sat there. */
enum report_group {
	REPORT_VISITS = 1 << 0,
	REPORT_TIMES = 1 << 1,
	REPORT_RATING = 1 << 2,
	REPORT_SLIP = 1 << 3,
	REPORT_SESSIONS = 1 << 4,
	REPORT_PORTAL = 1 << 5,
	REPORT_SERVED = 1 << 6, /* of the visits only this */
};
int report_groups(enum report_by by);

struct report_row {
	char key[LIMIT_ID + 1];
	int issued, served, no_show, left, voided, expired, unconfirmed, open;
	int printed; /* tickets whose slip came out */
	int failed; /* slips that a kiosk reported as failed, each time */
	int reprinted; /* slips asked for again */
	/* Seconds; −1 when there is nothing to measure. Waiting from arrival to the first call. */
	int64_t wait_mean_s, wait_median_s, wait_p90_s;
	int64_t serve_mean_s, serve_median_s, serve_p90_s;
	int called; /* at least once */
	int wait_unknown; /* of them: the power was away meanwhile, nobody knows for how long */
	int within_target; /* of the others: within the service's waiting target */
	int64_t within_percent; /* of the others, in hundredths; −1 none */
	int rated, rated_1, rated_2, rated_3, rated_4, rated_5, not_rated;
	int64_t rating_mean; /* in hundredths; −1 none */
	int sessions, pauses;
	int64_t open_s, paused_s; /* of the sessions, the pauses within */
	int64_t portal_down_s; /* of the row's time */
};

struct report;
/* boots are borrowed for as long as visits and sessions are added. */
struct report *report_new(enum report_by by, const struct boots *boots);
void report_free(struct report *report);
DEFINE_CLEANUP(struct report *, report_free);

/* Before the first day: a service's waiting target (a service without one: fallback), and when the
 * portal was down, cut to the report's days. */
void report_set_target(struct report *report, int fallback_s);
void report_add_target(struct report *report, const char *service, int target_s);
void report_add_portal(struct report *report, int64_t down_wall_ms, int64_t up_wall_ms);

/* What is added next is of this day; days ascend. */
void report_begin_day(struct report *report, const char *day);
/* staff: of its last counter session, or "". */
void report_add_visit(struct report *report, const struct ticket *ticket, const char *staff,
	const struct segment *segments, int n_segments);
/* One that lasts is counted until now, if it was seen since the power was away. */
void report_add_session(
	struct report *report, const struct session *session, const struct timestamp *now);

/* Sorted by key; the last row has the key "total". *ret_rows is owned by the report. */
size_t report_rows(struct report *report, const struct report_row **ret_rows);

/* "2026-W48" of a valid day; */
void report_week(const char *day, char ret[LIMIT_ID + 1]);
