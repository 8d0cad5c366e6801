/* SPDX-License-Identifier: Apache-2.0 */
#include "base/zone.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/text.h"

/* glibc has one zone per process, set in the environment; the lock keeps a change and a conversion
 * apart. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_uint changes; /* counts zone changes; 0: no zone was chosen yet */

static void zone_set_locked(const char *name)
{
	(void)setenv("TZ", name, 1);
	tzset();
	atomic_fetch_add(&changes, 1);
}

static void choose_locked(void)
{
	if (atomic_load(&changes) == 0) {
		zone_set_locked(ZONE_DEFAULT);
	}
}

/* One second as local time and as text. Events that happen together ask for the same second many
 * times. */
struct second {
	unsigned changes; /* the zone change it was computed after; 0: not computed */
	time_t at;
	struct local_time local;
	char iso[ISO_LENGTH + 1];
};

static _Thread_local struct second last;

bool zone_exists(const char *name)
{
	char path[128];
	struct stat st;

	if (!*name || strstr(name, "..") || *name == '/' || *name == ':' || strlen(name) > 64) {
		return false;
	}
	(void)snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

int zone_use(const char *name)
{
	if (!zone_exists(name)) {
		return -EINVAL;
	}
	pthread_mutex_lock(&lock);
	zone_set_locked(name);
	pthread_mutex_unlock(&lock);
	return 0;
}

static const struct second *second_of(time_t seconds)
{
	char text[64]; /* room for the longest text that the compiler expects */
	char date[24];
	struct tm tm = {0};
	int offset_min;

	if (last.at == seconds && last.changes > 0 && last.changes == atomic_load(&changes)) {
		return &last;
	}
	pthread_mutex_lock(&lock);
	choose_locked();
	(void)localtime_r(&seconds, &tm);
	last.changes = atomic_load(&changes);
	pthread_mutex_unlock(&lock);
	last.at = seconds;
	last.local = (struct local_time){
		.weekday = (tm.tm_wday + 6) % 7,
		.minute = tm.tm_hour * 60 + tm.tm_min,
		.second = tm.tm_sec,
		.offset_s = (int)tm.tm_gmtoff,
	};
	(void)strftime(last.local.day, sizeof(last.local.day), "%Y-%m-%d", &tm);
	offset_min = (int)(tm.tm_gmtoff / 60);
	(void)strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", &tm);
	(void)snprintf(text, sizeof(text), "%s.000%c%02d:%02d", date, offset_min < 0 ? '-' : '+',
		abs(offset_min) / 60, abs(offset_min) % 60);
	text_copy_cut(last.iso, sizeof(last.iso), text);
	return &last;
}

/* Whole seconds and the rest, also for times before 1970 (a board without a clock). */
static void split_ms(int64_t wall_ms, time_t *ret_seconds, int *ret_ms)
{
	int64_t ms = ((wall_ms % 1000) + 1000) % 1000;

	*ret_seconds = (time_t)((wall_ms - ms) / 1000);
	*ret_ms = (int)ms;
}

void zone_local(int64_t wall_ms, struct local_time *ret)
{
	time_t seconds;
	int ms;

	split_ms(wall_ms, &seconds, &ms);
	*ret = second_of(seconds)->local;
}

static bool day_parse(const char *text, struct tm *ret)
{
	struct tm tm = {0};
	struct tm check;
	time_t seconds;
	char again[DAY_LENGTH + 1];

	if (strlen(text) != DAY_LENGTH || strspn(text, "0123456789-") != DAY_LENGTH ||
		sscanf(text, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3) {
		return false;
	}
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	tm.tm_isdst = -1;
	check = tm;
	seconds = timegm(&check);
	(void)gmtime_r(&seconds, &check);
	(void)strftime(again, sizeof(again), "%Y-%m-%d", &check);
	if (strcmp(again, text) != 0) {
		return false;
	}
	*ret = tm;
	return true;
}

bool zone_day_valid(const char *text)
{
	struct tm tm;

	return day_parse(text, &tm);
}

int zone_instant(const char *day, int minute, int64_t *ret_wall_ms)
{
	struct tm tm;
	time_t seconds;

	if (!day_parse(day, &tm) || minute < 0 || minute > 1440) {
		return -EINVAL;
	}
	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	pthread_mutex_lock(&lock);
	choose_locked();
	seconds = mktime(&tm);
	pthread_mutex_unlock(&lock);
	*ret_wall_ms = (int64_t)seconds * 1000;
	return 0;
}

void zone_format(int64_t wall_ms, char ret[ISO_LENGTH + 1])
{
	time_t seconds;
	char *dot;
	int ms;

	split_ms(wall_ms, &seconds, &ms);
	memcpy(ret, second_of(seconds)->iso, ISO_LENGTH + 1);
	dot = strchr(ret, '.'); /* years past 9999 have more digits */
	if (dot && strlen(dot) > 3) {
		dot[1] = (char)('0' + ms / 100);
		dot[2] = (char)('0' + ms / 10 % 10);
		dot[3] = (char)('0' + ms % 10);
	}
}

int zone_parse(const char *text, int64_t *ret_wall_ms)
{
	char day[DAY_LENGTH + 1];
	int year, month, mday, hour, minute, second, ms, zone_hour, zone_minute;
	int64_t days;
	char sign;

	if (strlen(text) != ISO_LENGTH ||
		sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%3d%c%2d:%2d", &year, &month, &mday, &hour,
			&minute, &second, &ms, &sign, &zone_hour, &zone_minute) != 10) {
		return -EINVAL;
	}
	text_copy_cut(day, sizeof(day), text);
	if (!zone_day_valid(day) || (sign != '+' && sign != '-')) {
		return -EINVAL;
	}
	/* Days since 1970-01-01, counted in years that begin in March. */
	year -= month < 3;
	month += month < 3 ? 9 : -3;
	days = (int64_t)year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 +
		mday - 1 - 719468;
	minute += hour * 60 - (sign == '+' ? 1 : -1) * (zone_hour * 60 + zone_minute);
	*ret_wall_ms = ((days * 1440 + minute) * 60 + second) * 1000 + ms;
	return 0;
}
