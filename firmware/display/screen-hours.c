/* SPDX-License-Identifier: Apache-2.0 */
#include "display/screen-hours.h"

static bool is_in_timetable(const struct screen_settings *settings, const struct screen_need *need)
{
	for (int i = 0; i < settings->n_on; i++) {
		const struct screen_span *span = &settings->on[i];

		if ((span->days & 1U << need->weekday) && need->minute >= span->from &&
			need->minute < span->until) {
			return true;
		}
	}
	return false;
}

static bool is_needed(
	const struct screen_hours *hours, const struct screen_need *need, int64_t now_ms)
{
	if (hours->settings.n_on == 0 || !need->timed || need->open ||
		is_in_timetable(&hours->settings, need)) {
		return true;
	}
	if (!need->reached && now_ms - hours->reached_ms >= SCREEN_HOURS_AWAY_MS) {
		return false;
	}
	return need->awaited || (!need->reached && !hours->off);
}

static int64_t rest_ms(const struct screen_hours *hours)
{
	return (int64_t)hours->settings.off_after_s * 1000;
}

void screen_hours_init(
	struct screen_hours *hours, const struct screen_settings *settings, int64_t now_ms)
{
	*hours = (struct screen_hours){
		.settings = *settings, .needed_ms = now_ms, .reached_ms = now_ms};
}

bool screen_hours_step(struct screen_hours *hours, const struct screen_need *need, int64_t now_ms)
{
	if (need->reached) {
		hours->reached_ms = now_ms;
	}
	if (is_needed(hours, need, now_ms)) {
		hours->needed_ms = now_ms;
	}
	hours->off = now_ms > hours->needed_ms && now_ms - hours->needed_ms >= rest_ms(hours);
	return !hours->off;
}

void screen_hours_touch(struct screen_hours *hours, int64_t now_ms)
{
	hours->needed_ms = now_ms;
}

int64_t screen_hours_next_ms(const struct screen_hours *hours, int64_t now_ms)
{
	int64_t end_ms = hours->needed_ms + rest_ms(hours);

	return hours->settings.n_on == 0 || hours->off || end_ms <= now_ms ? INT64_MAX : end_ms;
}
