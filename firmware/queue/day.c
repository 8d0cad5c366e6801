/* SPDX-License-Identifier: Apache-2.0 */
#include "queue/day.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

enum {
	MINUTE_MS = 60 * 1000,
	LOOK_AHEAD_MINUTES = 60,
	JUMP_MIN_MS = MINUTE_MS,
	JUST_SET_MS = 10 * MINUTE_MS,
	REST_MS = 8 * 60 * MINUTE_MS,
	DAY_MS = 24 * 60 * MINUTE_MS,
	LOOK_AHEAD_DAYS = 60,
};
#define BATTERY_GAP_MS (90LL * 24 * 60 * MINUTE_MS) /* after more, a person is asked */

bool day_is_closed(const struct site *site, const char *day)
{
	for (int i = 0; i < site->n_closed_days; i++) {
		if (strcmp(site->closed_days[i].day, day) == 0) {
			return true;
		}
	}
	return false;
}

static const struct site_hours *hours_of(
	const struct site *site, const struct site_service *service)
{
	return service && service->has_hours ? &service->hours : &site->hours;
}

enum day_opening day_opening(
	const struct site *site, const struct site_service *service, const struct local_time *local)
{
	const struct site_hours *hours = hours_of(site, service);
	int n = hours->n[local->weekday];

	if (n == 0 || day_is_closed(site, local->day)) {
		return OPENING_CLOSED_DAY;
	}
	for (int i = 0; i < n; i++) {
		const struct site_span *span = &hours->span[local->weekday][i];

		if (local->minute >= span->from_minute && local->minute < span->to_minute) {
			return OPENING_OPEN;
		}
	}
	return OPENING_CLOSED_NOW;
}

/* The first beginning of hours after a minute of a weekday; −1 none. */
static int next_beginning(const struct site_hours *hours, int weekday, int after)
{
	int found = -1;

	for (int i = 0; i < hours->n[weekday]; i++) {
		int from = hours->span[weekday][i].from_minute;

		if (from > after && (found < 0 || from < found)) {
			found = from;
		}
	}
	return found;
}

int day_next_opening(const struct site *site, const struct site_service *service,
	const struct local_time *local, struct local_time *ret)
{
	bool today_is_over = day_opening(site, service, local) == OPENING_OPEN;
	int64_t noon_ms;

	if (zone_instant(local->day, 720, &noon_ms) < 0) {
		return -ENOENT;
	}
	for (int i = today_is_over; i < LOOK_AHEAD_DAYS; i++) {
		struct local_time at;
		int minute;

		zone_local(noon_ms + (int64_t)i * DAY_MS, &at);
		minute = next_beginning(
			hours_of(site, service), at.weekday, i == 0 ? local->minute : -1);
		if (minute >= 0 && !day_is_closed(site, at.day)) {
			*ret = at;
			ret->minute = minute;
			return 0;
		}
	}
	return -ENOENT;
}

/* The span of these hours that includes a minute, or else the next one; to_minute 0: none. */
static struct site_span next_span(const struct site_hours *hours, int weekday, int minute)
{
	for (int i = 0; i < hours->n[weekday]; i++) {
		if (hours->span[weekday][i].to_minute > minute) {
			return hours->span[weekday][i];
		}
	}
	return (struct site_span){0, 0};
}

int day_working(const struct site *site, const char (*services)[LIMIT_ID + 1], int n, int weekday,
	int minute, struct site_span *ret)
{
	const struct site_hours *hours[LIMIT_SERVICES + 1] = {&site->hours};
	struct site_span span = next_span(&site->hours, weekday, minute);
	int n_hours = 1;
	int before = 0;

	for (int i = 0; i < n && n_hours <= LIMIT_SERVICES; i++) {
		const struct site_service *service = site_find_service(site, services[i]);

		if (service && service->has_hours) {
			struct site_span own = next_span(&service->hours, weekday, minute);

			hours[n_hours++] = &service->hours;
			if (own.to_minute &&
				(!span.to_minute || own.from_minute < span.from_minute)) {
				span = own;
			}
		}
	}
	/* Spans of other hours that begin before this one ends extend it. */
	while (span.to_minute != before) {
		before = span.to_minute;
		for (int i = 0; i < n_hours; i++) {
			struct site_span one = next_span(hours[i], weekday, before);

			if (one.to_minute && one.from_minute <= before) {
				span.to_minute = one.to_minute;
			}
		}
	}
	span.to_minute = MIN_OF(span.to_minute, site->day_end_minute);
	if (span.to_minute <= MAX_OF(minute, span.from_minute)) {
		return -ENOENT;
	}
	*ret = span;
	return 0;
}

bool day_anything_open(const struct site *site, const struct local_time *local)
{
	if (day_opening(site, NULL, local) == OPENING_OPEN) {
		return true;
	}
	for (int i = 0; i < site->n_services; i++) {
		const struct site_service *service = &site->services[i];

		if (service->active && day_opening(site, service, local) == OPENING_OPEN) {
			return true;
		}
	}
	return false;
}

enum day_step day_step(const struct site *site, const char *day, bool open, bool may_go_back,
	bool clock_unknown, const struct local_time *local)
{
	int order = strcmp(local->day, day);
	bool later_date = order > 0 || (order < 0 && may_go_back);
	bool before_end = local->minute < site->day_end_minute;
	bool may_open = later_date && before_end && day_anything_open(site, local);

	if (clock_unknown) {
		return DAY_STAY;
	}
	if (open) {
		if (later_date) {
			return may_open ? DAY_STEP_CLOSE_THEN_OPEN : DAY_STEP_CLOSE;
		}
		/* An earlier date cannot happen unless clock_unknown: the log has later events. */
		return strcmp(local->day, day) == 0 && !before_end ? DAY_STEP_CLOSE : DAY_STAY;
	}
	return may_open ? DAY_STEP_OPEN : DAY_STAY;
}

int64_t day_clock_jump(
	int64_t from_wall_ms, int64_t from_boot_ms, int64_t to_wall_ms, int64_t to_boot_ms)
{
	int64_t jump_ms = (to_wall_ms - from_wall_ms) - (to_boot_ms - from_boot_ms);

	return jump_ms >= JUMP_MIN_MS || jump_ms <= -JUMP_MIN_MS ? jump_ms : 0;
}

bool day_clock_was_just_set(int64_t corrected_boot_ms, int64_t now_boot_ms)
{
	return now_boot_ms >= corrected_boot_ms && now_boot_ms - corrected_boot_ms < JUST_SET_MS;
}

void day_guess(const char *last_day, const char *clock_day, char ret[DAY_LENGTH + 1])
{
	struct local_time next;
	int64_t noon_ms;

	text_copy_cut(ret, DAY_LENGTH + 1, clock_day);
	if (strcmp(clock_day, last_day) > 0 || zone_instant(last_day, 12 * 60, &noon_ms) < 0) {
		return;
	}
	zone_local(noon_ms + 24LL * 60 * MINUTE_MS, &next);
	text_copy_cut(ret, DAY_LENGTH + 1, next.day);
}

bool day_rested(int64_t closed_boot_ms, int64_t now_boot_ms)
{
	return now_boot_ms - closed_boot_ms >= REST_MS;
}

bool day_battery_agrees(int64_t log_wall_ms, int64_t wall_ms)
{
	return wall_ms >= log_wall_ms &&
		(log_wall_ms == 0 || wall_ms - log_wall_ms < BATTERY_GAP_MS);
}

/* The inputs of the functions above as one number, to see when one of them changes. */
static unsigned long fingerprint(const struct site *site, int64_t wall_ms)
{
	struct local_time local;
	unsigned long bits;

	zone_local(wall_ms, &local);
	bits = local.day[DAY_LENGTH - 1] - (unsigned)'0';
	bits = bits * 2 + (local.minute < site->day_end_minute);
	bits = bits * 2 + (day_opening(site, NULL, &local) == OPENING_OPEN);
	for (int i = 0; i < site->n_services; i++) {
		bits = bits * 31 + (unsigned long)day_opening(site, &site->services[i], &local) + 1;
	}
	return bits;
}

int64_t day_next_change(const struct site *site, int64_t wall_ms)
{
	int64_t minute_ms = wall_ms - ((wall_ms % MINUTE_MS) + MINUTE_MS) % MINUTE_MS;
	unsigned long now = fingerprint(site, wall_ms);

	for (int i = 1; i < LOOK_AHEAD_MINUTES; i++) {
		if (fingerprint(site, minute_ms + (int64_t)i * MINUTE_MS) != now) {
			return minute_ms + (int64_t)i * MINUTE_MS;
		}
	}
	return minute_ms + (int64_t)LOOK_AHEAD_MINUTES * MINUTE_MS;
}
