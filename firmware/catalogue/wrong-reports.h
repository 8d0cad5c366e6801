/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which procedures visitors said are wrong, and how often: for staff, who look whether the record
 * still holds. There is no text and no trace of who said so, or where; when is known by the last
 * month alone. Bounded: of too many procedures the one that was said least goes. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/zone.h"
#include "catalogue/procedure-code.h"

enum {
	WRONG_MAX = 500,
	WRONG_MONTH_LENGTH = 7, /* "2026-11" */
	WRONG_COUNT_MAX = 1000000,
};

struct wrong_report {
	char key[PROCEDURE_KEY_MAX + 1];
	char month[WRONG_MONTH_LENGTH + 1]; /* the last one in which it was said */
	int count; /* since somebody looked at it */
	int64_t since; /* so many had been said of anything before those; with count, the place in
			  what is said up to which this one goes */
};

struct wrong_reports {
	int64_t said; /* of anything, ever; never less than a record's since + count */
	size_t n;
	struct wrong_report report[WRONG_MAX]; /* in the order in which they came first */
};

/* Counts one on that day. False: it is not a day. */
bool wrong_reports_add(struct wrong_reports *reports, const char *day, const char *key);
/* Where what is said of a procedure ends now. */
int64_t wrong_report_until(const struct wrong_report *report);
/* Somebody has looked at what was there until then; what came since stays. The same again takes
 * nothing away. False: nothing changed. */
bool wrong_reports_seen(struct wrong_reports *reports, const char *key, int64_t until);

/* {"said", "wrong": [{"key", "month", "count", "since"}, …]}; reading leaves out what makes no
 * sense. Once it was the list alone, without "since". */
json_t *wrong_reports_to_json(const struct wrong_reports *reports) _warn_unused_;
void wrong_reports_from_json(struct wrong_reports *reports, const json_t *json);
