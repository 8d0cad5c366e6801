/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What time it is by the hub's clock, for the displays: their own board's may be wrong. It runs on
 * by the time since boot while the hub is away. Where the hub does not know the time, nobody does:
 * then no date and no hour are shown, and nothing is said that follows from them. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/zone.h"

/* Zeros: nothing was heard yet. */
struct hub_time {
	bool known; /* the hub knew it when it was last asked for the state */
	int64_t offset_ms; /* its wall clock less our boot_ms */
};

/* From an answer of GET /api/v1/state. −EBADMSG: it has no time; then nothing changes. */
int hub_time_on_state(
	struct hub_time *time, const json_t *state, const struct clock_reading *now) _warn_unused_;

/* From an event that happens now, not one that is sent again: the clock may have been set. */
void hub_time_on_event(struct hub_time *time, const json_t *event, const struct clock_reading *now);

/* The hub's wall clock; only for what needs no known time. */
int64_t hub_time_wall_ms(const struct hub_time *time, const struct clock_reading *now);

/* The local time; false: nobody knows it. */
bool hub_time_local(
	const struct hub_time *time, const struct clock_reading *now, struct local_time *ret);
