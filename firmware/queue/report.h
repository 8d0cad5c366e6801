/* SPDX-License-Identifier: Apache-2.0 */
/* Figures from stored tickets and segments. Pure: fed row by row, then asked. */
#pragma once

#include "queue/model.h"

enum report_by {
	REPORT_DAYS,
	REPORT_SERVICES,
	REPORT_COUNTERS,
	REPORT_HOURS,
	REPORT_LANES,
	REPORTS
};
const char *report_name(enum report_by by); /* "days", "services", … */
int report_parse(const char *word, enum report_by *ret) _warn_unused_;

struct report_row {
	char key[LIMIT_ID + 1];
	int issued, served, no_show, left, voided, expired, unconfirmed, open;
	int printed, failed, reprinted;
	/* Seconds; −1 when there is nothing to measure. Waiting from arrival to the first call. */
	int64_t wait_mean_s, wait_median_s, wait_p90_s;
	int64_t serve_mean_s, serve_median_s, serve_p90_s;
};

struct report;
struct report *report_new(enum report_by by);
void report_free(struct report *report);
void report_add_ticket(struct report *report, const struct ticket *ticket);
void report_add_segment(struct report *report, const struct segment *segment);
/* Sorted by key; the last row has the key "total". *ret_rows is owned by the report. */
size_t report_rows(struct report *report, const struct report_row **ret_rows);
DEFINE_CLEANUP(struct report *, report_free);
