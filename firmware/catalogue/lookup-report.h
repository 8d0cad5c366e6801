/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The figures of look-ups in a period: of all, by month, place, hour of the day and procedure.
 * Counts are by the month, so a month that the period touches is in it as a whole. A month of which
 * nothing was counted is not known, which is not 0. Pure.
 */
#pragma once

#include "catalogue/lookup-counts.h"

enum lookup_group {
	LOOKUP_TOTAL,
	LOOKUP_BY_MONTH,
	LOOKUP_BY_PLACE,
	LOOKUP_BY_HOUR,
	LOOKUP_BY_PROCEDURE,
	LOOKUP_GROUPS
};
const char *lookup_group_name(enum lookup_group group); /* "total" … */

enum { LOOKUP_UNKNOWN = -1 };

/* LOOKUP_UNKNOWN: nothing was counted; or there is none, as the searches of a procedure. */
struct lookup_report_row {
	enum lookup_group group;
	char key[PROCEDURE_KEY_MAX + 1]; /* "2026-11", "kiosk", "9", "1.013313"; "" of the total */
	int64_t lookups;
	int64_t printed;
	int64_t searches;
	int64_t unanswered; /* of these */
};

struct lookup_report {
	int months; /* of the period */
	int counted; /* of these; the others are not known */
	int searches_counted; /* months in which searches and printed lists were counted, too */
	size_t n;
	struct lookup_report_row *rows; /* by group; procedures by how often, most first */
};
void lookup_report_done(struct lookup_report *report);

/* from, to: valid days, to not before from. */
void lookup_report_make(const struct lookup_counts *counts, const char *from, const char *to,
	struct lookup_report *ret);
