/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-age.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[CATALOGUE_AGES] = {
	[CATALOGUE_FRESH] = "fresh",
	[CATALOGUE_OLD] = "old",
	[CATALOGUE_EXPIRED] = "expired",
	[CATALOGUE_UNDATED] = "undated",
	[CATALOGUE_NOT_YET] = "not_yet",
	[CATALOGUE_NO_LONGER] = "no_longer",
};

const char *catalogue_age_name(enum catalogue_age age)
{
	return names[age];
}

bool catalogue_age_is_valid(enum catalogue_age age)
{
	return age == CATALOGUE_FRESH || age == CATALOGUE_OLD;
}

/* The number of a day in the Gregorian calendar; years are counted from March, so that the leap
 * day is a year's last. */
static int number_of(const char *day)
{
	int year = (int)strtol(day, NULL, 10);
	int month = (int)strtol(day + 5, NULL, 10);
	int date = (int)strtol(day + 8, NULL, 10);

	year -= month <= 2;
	month += month <= 2 ? 9 : -3;
	return year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + date;
}

int catalogue_age_days(const char *from, const char *to, int *ret)
{
	if (!zone_day_valid(from) || !zone_day_valid(to)) {
		return -EINVAL;
	}
	*ret = number_of(to) - number_of(from);
	return 0;
}

enum catalogue_age catalogue_age_of(
	const struct procedure *procedure, const char *today, int *ret_days)
{
	const char *from = procedure->text[PROCEDURE_VALID_FROM];
	const char *to = procedure->text[PROCEDURE_VALID_TO];
	int limit = procedure_is_whole(procedure) ? CATALOGUE_OLD_WHOLE_DAYS : CATALOGUE_OLD_DAYS;
	int days = -1;
	bool is_dated =
		catalogue_age_days(procedure->text[PROCEDURE_CHECKED_DAY], today, &days) == 0;

	if (ret_days) {
		*ret_days = days < 0 ? -1 : days;
	}
	if (procedure->state != PROCEDURE_IN_FORCE || (*to && strcmp(today, to) > 0)) {
		return CATALOGUE_NO_LONGER;
	}
	if (*from && strcmp(today, from) < 0) {
		return CATALOGUE_NOT_YET;
	}
	if (!is_dated) {
		return CATALOGUE_UNDATED;
	}
	if (days < 0) {
		return CATALOGUE_OLD;
	}
	return days < limit                               ? CATALOGUE_FRESH
		: days < limit * CATALOGUE_EXPIRED_FACTOR ? CATALOGUE_OLD
							  : CATALOGUE_EXPIRED;
}
