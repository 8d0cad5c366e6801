/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time by the hub's clock, for the displays: the clock of their own board may be wrong. While
 * the hub is away the time is continued by the time since boot. When the hub does not know the
 * time, displays show no date, no hour, and nothing that depends on them. Pure.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/zone.h"

/* Zeros: no time has been received yet. */
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

/* The local time; false: it is unknown. */
bool hub_time_local(
	const struct hub_time *time, const struct clock_reading *now, struct local_time *ret);
