/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Complaints in figures: those received in a period, by subject, channel and month, and in all.
 * What became of them is as of today, whenever that happened. Withdrawn ones are left out, and so
 * are those of which nobody knows when they came; both are counted. Pure.
 */
#pragma once

#include <stddef.h>

#include "base/cleanup.h"
#include "queue/complaint.h"

enum complaint_count {
	COMPLAINTS_RECEIVED, /* = ANSWERED + OPEN */
	COMPLAINTS_ANSWERED, /* = IN_TIME + LATE + ANSWERED_UNKNOWN */
	COMPLAINTS_IN_TIME,
	COMPLAINTS_LATE,
	COMPLAINTS_ANSWERED_UNKNOWN, /* without a last day, or answered nobody knows when */
	COMPLAINTS_OPEN, /* = OVERDUE + NOT_DUE + OPEN_UNKNOWN */
	COMPLAINTS_OVERDUE,
	COMPLAINTS_NOT_DUE,
	COMPLAINTS_OPEN_UNKNOWN, /* without a last day, or nobody knows today's date */
	COMPLAINT_COUNTS
};
const char *complaint_count_name(enum complaint_count count); /* "received", "in_time", … */

enum complaint_group {
	COMPLAINT_TOTAL,
	COMPLAINT_BY_SUBJECT,
	COMPLAINT_BY_CHANNEL,
	COMPLAINT_BY_MONTH,
	COMPLAINT_GROUPS
};
const char *complaint_group_name(enum complaint_group group); /* "total", "subject", … */

struct complaint_row {
	enum complaint_group group;
	char key[LIMIT_ID + 1]; /* of the subject or channel; "2026-11"; "" the total */
	int64_t n[COMPLAINT_COUNTS];
};

struct complaint_report;
/* Days are inclusive; today is "" while it is not known. */
struct complaint_report *complaint_report_new(const char *from, const char *to, const char *today);
void complaint_report_free(struct complaint_report *report);
DEFINE_CLEANUP(struct complaint_report *, complaint_report_free);

/* Adds the last version of each complaint, whenever it came. */
void complaint_report_add(struct complaint_report *report, const struct complaint *complaint);

struct complaint_summary {
	/* Since when complaints are recorded here: the earliest day of any; "": none is, or the
	 * period ends before that. Then nothing is known of the period, which is not 0. */
	char recorded_from[DAY_LENGTH + 1];
	int64_t undated; /* of all; without a day, and so in no period */
	int64_t withdrawn; /* of the period */
	bool agrees; /* the counts add up, in each row and over the rows of each group */
};
/* The total first, then the groups, each in the order of its keys. The rows are valid until the
 * report is freed. */
size_t complaint_report_rows(struct complaint_report *report, const struct complaint_row **ret,
	struct complaint_summary *ret_summary);
