/* SPDX-License-Identifier: Apache-2.0 */
#include "display/screen-watch.h"

#include "base/cleanup.h"

void screen_watch_look(struct screen_watch *watch, bool seen, int64_t now_ms)
{
	watch->looked_until_ms = now_ms + SCREEN_WATCH_LOOKED_MS;
	if (!seen && !watch->waiting_ms) {
		watch->waiting_ms = now_ms;
	}
}

void screen_watch_change(struct screen_watch *watch, int64_t now_ms)
{
	watch->changed_ms = now_ms;
	watch->waiting_ms = watch->waiting_ms ? watch->waiting_ms : now_ms;
}

void screen_watch_sent(struct screen_watch *watch, int64_t now_ms)
{
	watch->sent_ms = now_ms;
	watch->waiting_ms = 0;
}

void screen_watch_failed(struct screen_watch *watch, int64_t now_ms)
{
	watch->waiting_ms = watch->waiting_ms ? watch->waiting_ms : now_ms;
}

int64_t screen_watch_due_ms(const struct screen_watch *watch, int64_t now_ms)
{
	int64_t due_ms;

	if (!watch->waiting_ms || now_ms >= watch->looked_until_ms) {
		return -1;
	}
	due_ms = MIN_OF(watch->changed_ms + SCREEN_WATCH_STILL_MS,
		watch->waiting_ms + SCREEN_WATCH_LATEST_MS);
	if (watch->sent_ms) {
		due_ms = MAX_OF(due_ms, watch->sent_ms + SCREEN_WATCH_APART_MS);
	}
	return MAX_OF(due_ms, now_ms);
}
