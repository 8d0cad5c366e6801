/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The automatic backups: made when a service day has closed, or, if the board was off by then,
 * soon after the next start. They run in a separate thread, so that neither the loop nor a
 * person's backup waits for a slow stick. Every function is called from the loop's thread and does
 * not block, except nightly_free, which waits until a running backup is cancelled.
 */
#pragma once

#include "hub/hub.h"

struct nightly;

int nightly_new(struct hub *hub, struct nightly **ret) _warn_unused_;
void nightly_free(struct nightly *nightly);

/* Something may be due now: a day has closed, or the settings are others. */
void nightly_look(struct nightly *nightly);

/* A clock that is wrong keeps a day from closing, and would keep the backup waiting with it. Then
 * there is one after 26 hours of this boot, and one after each start while the clock is earlier
 * than the log. made_boot_ms is −1 when this process has made none. Pure. */
bool nightly_is_late(
	int64_t now_boot_ms, int64_t started_boot_ms, int64_t made_boot_ms, bool clock_behind);

/* The state of the backups as health reports it. */
struct nightly_state {
	/* off, unknown (not looked yet), ok, missing, full, read_only, failed; no_archive: all is
	 * well but that an archive is neither here nor there */
	const char *word;
	char day[DAY_LENGTH + 1]; /* of the newest backup; "" none */
	int n; /* on the medium */
	int days_behind; /* closed service days that are in no backup */
	int archives_missing; /* on the medium */
	int age_h; /* since the newest one's last event; −1 the clock is, or was, not known */
	bool trouble; /* somebody has to do something about it */
};
void nightly_get_state(const struct nightly *nightly, struct nightly_state *ret);
