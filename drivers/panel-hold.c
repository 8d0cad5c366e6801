/* SPDX-License-Identifier: Apache-2.0 */
/*
 *           first, down                  up
 *   UP ─────────────────────► STUCK ───────────► UP (free)
 *   UP ──down──► DOWN (press) ──15 s──► STUCK
 *                  └──up──► UP (release)
 */
#include "drivers/panel-hold.h"

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
