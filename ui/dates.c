/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/dates.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/zone.h"

/* 1 Monday … 7 Sunday, by Sakamoto's method for the Gregorian calendar. */
static int weekday_of(int year, int month, int day)
{
	static const int offset[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
	int sunday_first;

	year -= month < 3;
	sunday_first = (year + year / 4 - year / 100 + year / 400 + offset[month - 1] + day) % 7;
	return sunday_first == 0 ? 7 : sunday_first;
}

bool dates_read(const char *text, struct dates_day *ret)
{
	int year;

	if (!zone_day_valid(text) ||
		sscanf(text, "%4d-%2d-%2d", &year, &ret->month, &ret->day) != 3) {
		return false;
	}
	ret->weekday = weekday_of(year, ret->month, ret->day);
	return true;
}

char *dates_day(const struct phrases *phrases, const char *language, const char *day)
{
	char weekday[32], month_name[32], day_text[3], month_text[3], year_text[5], short_day[3];
	struct dates_day read;

	if (!dates_read(day, &read)) {
		return text_dup(day);
	}
	(void)snprintf(weekday, sizeof(weekday), "date.weekday.%d", read.weekday);
	(void)snprintf(month_name, sizeof(month_name), "date.month.%d", read.month);
	text_copy_cut(year_text, sizeof(year_text), day);
	text_copy_cut(month_text, sizeof(month_text), day + 5);
	text_copy_cut(day_text, sizeof(day_text), day + 8);
	text_copy_cut(short_day, sizeof(short_day), day_text[0] == '0' ? day_text + 1 : day_text);
	return phrases_fill(phrases, language, "date.day", "weekday",
		phrases_get(phrases, language, weekday), "day", day_text, "short_day", short_day,
		"month", month_text, "month_name", phrases_get(phrases, language, month_name),
		"year", year_text, NULL);
}

char *dates_minute(int minute)
{
	return text_printf("%02d:%02d", minute / 60, minute % 60);
}

/* The longer a wait, the coarser its rounding. Beyond four hours the text says only that it is
 * long. */
enum { UNDER_MIN = 5, FINE_MIN = 30, MIDDLE_MIN = 60, COARSE_MIN = 120, OVER_MIN = 240 };

static int round_minutes(int wait_s)
{
	int minutes = (MIN_OF(wait_s, OVER_MIN * 120) + 30) / 60;
	int step = minutes < FINE_MIN  ? 5
		: minutes < MIDDLE_MIN ? 10
		: minutes < COARSE_MIN ? 15
				       : 30;

	return (minutes + step / 2) / step * step;
}

const struct dates_wait *dates_wait_words(int wait_s, struct dates_wait *ret)
{
	int rounded = wait_s < UNDER_MIN * 60 ? 0 : round_minutes(wait_s);

	*ret = (struct dates_wait){NULL, rounded / 60, rounded % 60};
	if (rounded == 0) {
		ret->key = "wait.under";
		ret->minutes = UNDER_MIN;
	} else if (rounded > OVER_MIN) {
		ret->key = "wait.over";
		ret->hours = OVER_MIN / 60;
	} else if (rounded < 60) {
		ret->key = "wait.minutes";
	} else if (rounded % 60 == 0) {
		ret->key = rounded == 60 ? "wait.hours_one" : "wait.hours";
	} else {
		ret->key = rounded < 120 ? "wait.hours_one_minutes" : "wait.hours_minutes";
	}
	return ret;
}

char *dates_wait(const struct phrases *phrases, const char *language, int wait_s)
{
	struct dates_wait wait;
	char hours[12], minutes[12];

	(void)dates_wait_words(wait_s, &wait);
	(void)snprintf(hours, sizeof(hours), "%d", wait.hours);
	(void)snprintf(minutes, sizeof(minutes), "%d", wait.minutes);
	return phrases_fill(phrases, language, wait.key, "hours", hours, "minutes", minutes, NULL);
}
