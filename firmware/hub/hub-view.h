/* SPDX-License-Identifier: Apache-2.0 */
/* What each role sees of tickets, counters and events: one table, used wherever they go out. Pure.
 */
#pragma once

#include "hub/hub-auth.h"
#include "queue/event.h"

struct sight {
	bool people; /* who works where, their notes, reasons, outcomes and counts */
	bool past; /* events of days before the present one */
};

struct sight view_sight(enum role role);

/* An event's data without what only people see; on the heap. */
char *view_event(enum event_kind kind, const char *data) _warn_unused_;
