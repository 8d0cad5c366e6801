/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/panel-timing.h"

uint64_t panel_edges_take(struct panel_edges *edges, uint64_t number)
{
	uint64_t missing = number > edges->last ? number - edges->last - 1 : 0;

	edges->last = number;
	return missing;
}

int64_t panel_edges_time_us(const struct panel_edges *edges, uint64_t timestamp_ns, int64_t now_us)
{
	int64_t at_us = (int64_t)(timestamp_ns / 1000) - (int64_t)edges->debounce_ms * 1000;

	return at_us < now_us ? at_us : now_us;
}

/*
 *           first, down                  up
 *   UP ─────────────────────► STUCK ───────────► UP (free)
 *   UP ──down──► DOWN (press) ──15 s──► STUCK
 *                  └──up──► UP (release)
 */

static bool is_pending(const struct panel_hold *hold, int button)
{
	return hold->button[button].down && !hold->button[button].stuck;
}

enum panel_news panel_hold_take(
	struct panel_hold *hold, int button, bool down, bool first, int64_t now_ms)
{
	bool was_stuck = hold->button[button].stuck;

	if (hold->button[button].down == down) {
		return PANEL_NEWS_NONE;
	}
	hold->button[button].down = down;
	hold->button[button].stuck = down && first;
	hold->button[button].since_ms = now_ms;
	if (down) {
		return first ? PANEL_NEWS_STUCK : PANEL_NEWS_PRESS;
	}
	return was_stuck ? PANEL_NEWS_FREE : PANEL_NEWS_RELEASE;
}

int panel_hold_next_stuck(struct panel_hold *hold, int64_t now_ms)
{
	for (int i = 0; i < PANEL_BUTTONS_MAX; i++) {
		if (is_pending(hold, i) && now_ms - hold->button[i].since_ms >= PANEL_STUCK_MS) {
			hold->button[i].stuck = true;
			return i;
		}
	}
	return -1;
}

int64_t panel_hold_deadline(const struct panel_hold *hold)
{
	int64_t deadline = 0;

	for (int i = 0; i < PANEL_BUTTONS_MAX; i++) {
		int64_t at = hold->button[i].since_ms + PANEL_STUCK_MS;

		if (is_pending(hold, i) && (deadline == 0 || at < deadline)) {
			deadline = at;
		}
	}
	return deadline;
}

static int period_ms(enum lamp lamp)
{
	switch (lamp) {
	case LAMP_BLINK:
		return LAMP_BLINK_MS;
	case LAMP_FLASH:
		return LAMP_FLASH_MS;
	case LAMP_OFF:
	case LAMP_ON:
		break;
	}
	return 0;
}

bool panel_lamp_lit(enum lamp lamp, int64_t now_ms)
{
	int period = period_ms(lamp);

	return period == 0 ? lamp == LAMP_ON : now_ms / period % 2 == 0;
}

int64_t panel_lamps_next_ms(const enum lamp *lamps, int n, int64_t now_ms)
{
	int64_t next_ms = -1;

	for (int i = 0; i < n; i++) {
		int period = period_ms(lamps[i]);
		int64_t at_ms = period ? (now_ms / period + 1) * period : -1;

		if (at_ms >= 0 && (next_ms < 0 || at_ms < next_ms)) {
			next_ms = at_ms;
		}
	}
	return next_ms;
}
