/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hub counts of people who look procedures up, each in a file of its own (hub-kept.h): how
 * often (catalogue/lookup-counts.h), what they searched for and did not find
 * (catalogue/search-misses.h), and what they said is wrong (catalogue/wrong-reports.h). A kill
 * loses what was counted in the last KEPT_S seconds. Functions are called from the loop's thread
 * and do not block.
 */
#pragma once

#include "catalogue/lookup-counts.h"
#include "catalogue/search-misses.h"
#include "catalogue/wrong-reports.h"
#include "hub/hub.h"

struct hub_counts;

/* Blocks on the disk, reading the files but for that of the look-ups, which hub->worker reads. */
int hub_counts_new(struct hub *hub, struct hub_counts **ret) _warn_unused_;
/* Behind worker_stop(hub->worker). Blocks on the disk. */
void hub_counts_free(struct hub_counts *counts);

/* Somebody has looked at this procedure, now; or has printed a list of its papers. Look-ups, lists
 * and searches are not counted while the hub's clock is not known; what was not found, or is said
 * to be wrong, is of the hall's day then. */
void hub_counts_look_up(struct hub_counts *counts, const char *key, enum lookup_place place);
void hub_counts_print(struct hub_counts *counts, const char *key, enum lookup_place place);
/* Somebody has searched. question: what found nothing; NULL: something was found. Not to be called
 * while somebody is still typing. */
void hub_counts_search(struct hub_counts *counts, enum lookup_place place, const char *question);
/* Somebody says that this procedure is wrong. */
void hub_counts_wrong(struct hub_counts *counts, const char *key);
/* Staff have looked at so many of these. False: there are none. */
void hub_counts_wrong_seen(struct hub_counts *counts, const char *key, int64_t until);

/* Whether the counts of former starts are there, too; api_when_counted waits for that. */
bool hub_counts_are_read(const struct hub_counts *counts);
/* Of all months, or of one, to be read in the worker's thread (lookup_counts_share). */
void hub_counts_share(struct hub_counts *counts, struct lookup_counts *ret);
void hub_counts_share_month(
	struct hub_counts *counts, const char *month, struct lookup_counts *ret);
const struct search_misses *hub_counts_misses(const struct hub_counts *counts);
const struct wrong_reports *hub_counts_wrong_list(const struct hub_counts *counts);
