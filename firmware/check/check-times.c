/* SPDX-License-Identifier: Apache-2.0 */
/* How long things took, computed by the checker itself. */
#include "base/json-get.h"
#include "check/check-replay.h"

#include <string.h>

enum { BOOTS_MAX = 1 << 20 };

/* The larger of two values: by the wall clocks of both boots, where known, and by the times since
 * boot, which are the least that has passed. */
int64_t check_time_between(const struct check_replay *replay, int64_t boot, int64_t boot_ms,
	const struct check_event *event)
{
	const struct check_boot *boots = replay->boots;
	int64_t known = 0;
	int64_t sure;

	if (boot < 0 || boot > event->boot || event->boot >= (int64_t)replay->n_boots) {
		return 0;
	}
	sure = boots[boot].last_ms - boot_ms + event->boot_ms;
	for (int64_t i = boot + 1; i < event->boot; i++) {
		sure += boots[i].last_ms;
	}
	if (boots[boot].began_wall_ms && boots[event->boot].began_wall_ms) {
		known = boots[event->boot].began_wall_ms + event->boot_ms -
			boots[boot].began_wall_ms - boot_ms;
	}
	return MAX_OF(sure, known);
}

void check_add_up(struct check_counter *counter, int64_t until_ms)
{
	if (counter->seen_ms >= 0) {
		counter->open_sum_ms += until_ms - counter->seen_ms;
	}
	if (counter->paused && counter->pause_ms >= 0) {
		counter->paused_sum_ms += until_ms - counter->pause_ms;
	}
}

/* A pause begins, or ends. */
void check_pause(
	struct check_replay *replay, struct check_counter *counter, const struct check_event *event)
{
	bool pausing = strcmp(event->kind, "counter_pause") == 0;

	if (counter->paused == pausing) {
		check_say(replay->report, "event %lld: %s twice at counter %lld",
			(long long)event->seq, event->kind, (long long)event->counter);
	}
	if (pausing) {
		counter->pause_ms = event->boot_ms;
	} else if (counter->pause_ms >= 0) {
		counter->paused_sum_ms += event->boot_ms - counter->pause_ms;
	}
	counter->paused = pausing;
	counter->pause_after = false;
}

/* A pause after the ticket is planned, or given up. */
void check_pause_after(
	struct check_replay *replay, struct check_counter *counter, const struct check_event *event)
{
	bool planned = strcmp(event->kind, "counter_pause_after") == 0;

	if (counter->ticket == 0 || (!planned && !counter->pause_after)) {
		check_say(replay->report, "event %lld: %s at counter %lld, which has no such %s",
			(long long)event->seq, event->kind, (long long)event->counter,
			counter->ticket == 0 ? "ticket" : "pause");
	}
	counter->pause_after = planned;
}

/* At the first event of a session in a boot, its times go on from there. */
void check_see_session(struct check_replay *replay, const struct check_event *event)
{
	for (int i = 1; event->session > 0 && i < CHECK_COUNTERS_MAX; i++) {
		struct check_counter *counter = &replay->counter[i];

		if (counter->open && counter->session == event->session && counter->seen_ms < 0) {
			counter->seen_ms = event->boot_ms;
			counter->pause_ms = counter->paused ? event->boot_ms : -1;
		}
	}
}

/* The power was off: what was going on counts as ended with the last event. */
static void end_boot(struct check_replay *replay)
{
	for (int i = 1; i < CHECK_COUNTERS_MAX; i++) {
		struct check_counter *counter = &replay->counter[i];

		if (counter->open) {
			check_add_up(counter, replay->boot_ms);
			counter->seen_ms = counter->pause_ms = -1;
		}
	}
}

void check_note_boot(struct check_replay *replay, const struct check_event *event)
{
	const char *kind = event->kind;
	bool says_time = event->trusted || strcmp(kind, "clock_accept") == 0 ||
		(strcmp(kind, "clock_correct") == 0 && !json_get_bool(event->data, "guessed"));
	size_t n = (size_t)MAX_OF(event->boot, 0) + 1;

	if (event->boot > replay->boot) {
		end_boot(replay);
	}
	if (n > replay->n_boots && n <= BOOTS_MAX) {
		replay->boots = memory_grow(replay->boots, n, sizeof(*replay->boots));
		memset(replay->boots + replay->n_boots, 0,
			(n - replay->n_boots) * sizeof(*replay->boots));
		replay->n_boots = n;
	}
	if (n > replay->n_boots) {
		return;
	}
	replay->boots[n - 1].last_ms = event->boot_ms;
	if (says_time) {
		replay->boots[n - 1].began_wall_ms = event->wall_ms - event->boot_ms;
	}
}
