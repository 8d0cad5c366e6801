/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many tickets each caller may issue in a while, or how many changes report: a bucket that
 * holds twice what it is filled with in a minute, so that a morning's first rush goes through and a
 * series of numbers lasts for longer than it takes to notice. Bounded: a bucket that is full again
 * is as good as none. Pure.
 */
#pragma once

#include "hub/hub-shares.h"

enum { BUCKETS_MINUTES = 2 }; /* what a full one holds */

struct buckets;
struct buckets *buckets_new(void);
void buckets_free(struct buckets *buckets);

/* Takes one out of a caller's bucket; returns 0, or the seconds after which there is one. Who runs
 * the hub has no bucket. per_minute is the same for everybody; 0: there is no limit. */
int buckets_take(struct buckets *buckets, const struct caller *caller, const struct peer *peer,
	int per_minute, int64_t now_ms);
/* Puts one back, when no ticket was issued. */
void buckets_give(struct buckets *buckets, const struct caller *caller, const struct peer *peer);
