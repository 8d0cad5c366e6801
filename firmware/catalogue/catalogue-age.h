/* SPDX-License-Identifier: Apache-2.0 */
/* How far a record can be trusted by its day: it states facts that change. Pure. */
#pragma once

#include "catalogue/procedure.h"

enum {
	CATALOGUE_OLD_DAYS = 365, /* a record of the list is old from then on */
	CATALOGUE_OLD_WHOLE_DAYS = 90, /* one that states papers and fees */
	CATALOGUE_EXPIRED_FACTOR = 2, /* expired when it is old twice over */
};

enum catalogue_age {
	CATALOGUE_FRESH,
	CATALOGUE_OLD, /* valid, shown with its day and a warning */
	CATALOGUE_EXPIRED, /* not shown as valid: nobody has looked at it for too long */
	CATALOGUE_UNDATED, /* the same: nobody knows since when */
	CATALOGUE_NOT_YET, /* in force later */
	CATALOGUE_NO_LONGER, /* ended or replaced, or past its last day */
	CATALOGUE_AGES
};
const char *catalogue_age_name(enum catalogue_age age); /* "fresh" … */

/* The age on a day, "2026-11-29". A day before the record's own is a clock that runs behind or a
 * day that was mistyped: old. *ret_days (may be NULL): since it was checked; −1 unknown. */
enum catalogue_age catalogue_age_of(
	const struct procedure *procedure, const char *today, int *ret_days);

/* What of a record its age depends on. */
struct catalogue_dates {
	bool in_force, whole;
	char checked_day[DAY_LENGTH + 1], valid_from[DAY_LENGTH + 1], valid_to[DAY_LENGTH + 1];
};
void catalogue_dates_of(const struct procedure *procedure, struct catalogue_dates *ret);
/* As catalogue_age_of. */
enum catalogue_age catalogue_dates_age(
	const struct catalogue_dates *dates, const char *today, int *ret_days);

/* Whether a record may be shown as what holds: fresh or old. */
bool catalogue_age_is_valid(enum catalogue_age age);

/* Days from one day to another, negative backwards. −EINVAL: one is no day. */
int catalogue_age_days(const char *from, const char *to, int *ret) _warn_unused_;
