/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeps the folder of the database tidy: after the start, after each service day and once a day in
 * any case it removes what a killed command left and the copies of former databases beyond the
 * limits (queue/files.h). Every function is called from the loop's thread and does not block, but
 * tidy_free, which waits for a removal that is under way.
 */
#pragma once

#include "hub/hub.h"
#include "queue/files.h"

struct tidy;

int tidy_new(struct hub *hub, struct tidy **ret) _warn_unused_;
void tidy_free(struct tidy *tidy);
/* Something may be to be removed: a day has closed, or the settings are others. */
void tidy_look(struct tidy *tidy);

struct files_limits tidy_limits(const struct hub_settings *settings);

/* What came of the last look. */
struct tidy_state {
	const char *word; /* "unknown" (not looked yet), "ok", "over" (more than the limits allow,
			   * but each is a last trace), "failed" (something cannot be removed) */
	int copies; /* of former databases */
	int64_t copy_bytes;
	bool trouble;
};
void tidy_get_state(const struct tidy *tidy, struct tidy_state *ret);
