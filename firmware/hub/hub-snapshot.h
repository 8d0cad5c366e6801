/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What many clients ask for at the same time, computed once: the state and the estimates of
 * everybody who waits. It is valid until the next event or the next second.
 */
#pragma once

#include <microhttpd.h>

#include "hub/hub-json.h"

struct snapshot;

struct snapshot *snapshot_new(bool strict); /* strict: hub-headers.h */
void snapshot_free(struct snapshot *snapshot);

/* The answer to GET /api/v1/state; it belongs to the snapshot. full: with the waiting tickets. */
struct MHD_Response *snapshot_state(struct snapshot *snapshot, const struct view *view, bool full);

/* The estimate of a waiting ticket, when it is among the first LIMIT_PAGE in the order of calls;
 * NULL otherwise. Valid until the next call. */
const struct wait_estimate *snapshot_estimate(
	struct snapshot *snapshot, const struct view *view, int64_t ticket);
