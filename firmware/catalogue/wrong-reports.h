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
};

struct wrong_reports {
	size_t n;
	struct wrong_report report[WRONG_MAX]; /* in the order in which they came first */
};

/* Counts one on that day. False: it is not a day. */
bool wrong_reports_add(struct wrong_reports *reports, const char *day, const char *key);
/* Somebody has looked at so many; those that came since stay. False: there are none. */
bool wrong_reports_seen(struct wrong_reports *reports, const char *key, int count);

/* [{"key", "month", "count"}, …]; reading leaves out what makes no sense. */
json_t *wrong_reports_to_json(const struct wrong_reports *reports) _warn_unused_;
void wrong_reports_from_json(struct wrong_reports *reports, const json_t *list);
