/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue-age.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

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

void catalogue_dates_of(const struct procedure *procedure, struct catalogue_dates *ret)
{
	*ret = (struct catalogue_dates){.in_force = procedure->state == PROCEDURE_IN_FORCE,
		.whole = procedure_is_whole(procedure)};
	text_copy_cut(
		ret->checked_day, sizeof(ret->checked_day), procedure->text[PROCEDURE_CHECKED_DAY]);
	text_copy_cut(
		ret->valid_from, sizeof(ret->valid_from), procedure->text[PROCEDURE_VALID_FROM]);
	text_copy_cut(ret->valid_to, sizeof(ret->valid_to), procedure->text[PROCEDURE_VALID_TO]);
}

enum catalogue_age catalogue_dates_age(
	const struct catalogue_dates *dates, const char *today, int *ret_days)
{
	int limit = dates->whole ? CATALOGUE_OLD_WHOLE_DAYS : CATALOGUE_OLD_DAYS;
	int days = -1;
	bool is_dated = catalogue_age_days(dates->checked_day, today, &days) == 0;

	if (ret_days) {
		*ret_days = days < 0 ? -1 : days;
	}
	if (!dates->in_force || (*dates->valid_to && strcmp(today, dates->valid_to) > 0)) {
		return CATALOGUE_NO_LONGER;
	}
	if (*dates->valid_from && strcmp(today, dates->valid_from) < 0) {
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

enum catalogue_age catalogue_age_of(
	const struct procedure *procedure, const char *today, int *ret_days)
{
	struct catalogue_dates dates;

	catalogue_dates_of(procedure, &dates);
	return catalogue_dates_age(&dates, today, ret_days);
}
