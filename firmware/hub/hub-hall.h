/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Halls that are shown by browsers. The hub keeps what halld would know (display/calls), one for
 * the whole hall and one for each counter that a screen hangs over, and answers a browser's
 * question as soon as what it shows is not what it should show. A browser whose view is still right
 * waits, at most HALL_WAIT_MS, so that it soon notices when the hub is away. Nothing is kept or
 * computed while no such browser asks.
 */
#pragma once

#include "hub/hub.h"

enum {
	HALL_WAIT_MS = 10000,
	HALL_IDLE_MS = 60000, /* nobody has asked for so long: what was known is forgotten */
};

struct halls;

int halls_new(struct hub *hub, struct halls **ret) _warn_unused_;
/* Settings may be others: the theme. */
void halls_reload(struct halls *halls);
/* What is shown may be other: the pages' pictures. Accepts NULL. */
void halls_look(struct halls *halls);
/* Answers everybody who waits; may block until an announcement is composed. Accepts NULL. */
void halls_end(struct halls *halls);
void halls_free(struct halls *halls);

/* Adds a committed event with its data. */
void halls_push(struct halls *halls, const struct event *event, const char *data);
/* Answers those whose view has changed by the events; false: there were none. */
bool halls_wake(struct halls *halls);
