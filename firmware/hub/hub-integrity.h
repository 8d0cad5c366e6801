/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at every page and index of the database: beside the start, after each service day, and once
 * a day in any case, with a connection and a thread of its own that give way to all else. Damage
 * leaves a mark and ends the hub, for the next start to mend or rebuild; when that was tried at
 * this start, health says so. Every function is called from the loop's thread and does not block,
 * but integrity_free, which waits for a look that is being broken off.
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
