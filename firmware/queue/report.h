/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures from stored tickets, their times of service and counter sessions. Pure: it is fed in the
 * order of days, then gives its rows. Its memory does not grow with the tickets: a row of a day,
 * week or month is reduced to its figures as soon as the next one begins.
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
	REPORT_COMPLAINTS, /* complaint-report.h */
	REPORT_EVALUATION, /* evaluation.h */
	REPORT_LOOKUPS, /* catalogue/lookup-report.h */
	REPORTS
};
const char *report_name(enum report_by by); /* "days", "services", … */
int report_parse(const char *word, enum report_by *ret) _warn_unused_;

/* What a report's rows have. Ratings are shown by service and by time, never by person or by
 * counter, since a counter tells who sat there. */
enum report_group {
	REPORT_VISITS = 1 << 0,
	REPORT_TIMES = 1 << 1,
	REPORT_RATING = 1 << 2,
	REPORT_SLIP = 1 << 3,
	REPORT_SESSIONS = 1 << 4,
	REPORT_PORTAL = 1 << 5,
	REPORT_SERVED = 1 << 6, /* only served, of the figures of visits */
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
	int wait_unknown; /* of those called: the power was off while waiting, and it is not known
			     for how long */
	int within_target; /* of called − wait_unknown: within the waiting target */
	int64_t within_percent; /* within_target of called − wait_unknown; hundredths; −1: none */
	int rated, rated_1, rated_2, rated_3, rated_4, rated_5, not_rated;
	int64_t rating_mean; /* in hundredths; −1: none */
	int sessions, pauses;
	int64_t open_s, paused_s; /* of the sessions; open_s includes the pauses */
	int64_t portal_down_s; /* within the row's time */
};

struct report;
/* boots are borrowed for as long as visits and sessions are added. */
struct report *report_new(enum report_by by, const struct boots *boots);
void report_free(struct report *report);
DEFINE_CLEANUP(struct report *, report_free);

/* Call these before the first day: the waiting targets (fallback for services without one), and
 * when the portal was down, cut to the report's days. */
void report_set_target(struct report *report, int fallback_s);
void report_add_target(struct report *report, const char *service, int target_s);
void report_add_portal(struct report *report, int64_t down_wall_ms, int64_t up_wall_ms);

/* What is added next is of this day; days ascend. */
void report_begin_day(struct report *report, const char *day);
/* staff: of the ticket's last counter session, or "". */
void report_add_visit(struct report *report, const struct ticket *ticket, const char *staff,
	const struct segment *segments, int n_segments);
/* A session that is still open is counted until now, if it was seen since the last boot. */
void report_add_session(
	struct report *report, const struct session *session, const struct timestamp *now);

/* Sorted by key; the last row has the key "total". *ret_rows is owned by the report. */
size_t report_rows(struct report *report, const struct report_row **ret_rows);

/* The ISO 8601 week of a valid day: "2026-W48". */
void report_week(const char *day, char ret[LIMIT_ID + 1]);
