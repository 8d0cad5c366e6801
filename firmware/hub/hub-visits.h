/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the things that visitors do are counted. Many people may come from one address (a
 * commune behind one router, a proxy, the kiosks of a board), so the narrow limit is for the same
 * thing from one address, and those for all things from an address, and from everywhere, are wide:
 * one phone makes no figures, and no phone keeps another from being heard. Nothing here refuses
 * reading. Bounded: of too many things the one counted longest makes room. Pure.
 */
#pragma once

#include "hub/hub-peer.h"

enum visit_kind {
	VISIT_READ, /* looks at a procedure, or searches */
	VISIT_WRONG, /* says that a procedure is wrong */
	VISITS
};

enum visit_verdict {
	VISIT_COUNTS,
	VISIT_AGAIN, /* the same was counted often enough in this hour */
	VISIT_TOO_MANY, /* so were all together */
};

struct visits;
struct visits *visits_new(void);
void visits_free(struct visits *visits);

/* Counts one. thing: a procedure's key, or what was searched for. */
enum visit_verdict visits_take(struct visits *visits, enum visit_kind kind,
	const struct peer_address *address, const char *thing, int64_t now_ms);
