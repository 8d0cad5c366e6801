/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks every page and index of the database: beside the start, after each service day, and once
 * a day in any case, in a separate thread with its own connection, at the lowest I/O priority.
 * Damage leaves a mark and ends the hub, so that the next start repairs or rebuilds the database;
 * when that was tried at this start, health reports it. Every function is called from the loop's
 * thread and does not block, except integrity_free, which waits until a running check is cancelled.
 */
#pragma once

#include "hub/hub.h"

struct integrity;

/* mended: the database was looked through and mended when it was opened. */
int integrity_new(struct hub *hub, bool mended, struct integrity **ret) _warn_unused_;
void integrity_free(struct integrity *integrity);
/* Something may have changed: begins a look. */
void integrity_look(struct integrity *integrity);

struct integrity_state {
	const char *word; /* "unknown", "ok", "damaged", "failed" (it cannot be read) */
	bool trouble;
	int64_t checked_wall_ms; /* the last whole look; 0 none since the start */
	int64_t age_s; /* since then, by the boot's clock */
};
void integrity_get_state(const struct integrity *integrity, struct integrity_state *ret);
