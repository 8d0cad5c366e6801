/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's counts of look-ups (catalogue/lookup-counts.h), kept in a file of their own: a kill
 * loses those of the last KEPT_S seconds. Functions are called from the loop's thread and do not
 * block. */
#pragma once

#include "catalogue/lookup-counts.h"
#include "hub/hub.h"

#define LOOKUPS_FILE "lookup-counts.json"

struct hub_lookups;

/* Blocks on the disk, reading the file. */
int hub_lookups_new(struct hub *hub, struct hub_lookups **ret) _warn_unused_;
/* Blocks on the disk. */
void hub_lookups_free(struct hub_lookups *lookups);

/* Counts that somebody has looked at this procedure, now. */
void hub_lookups_add(struct hub_lookups *lookups, const char *key, enum lookup_place place);
/* NULL: nothing was looked up in that month. */
const struct lookup_month *hub_lookups_find(
	const struct hub_lookups *lookups, const char *month) _warn_unused_;
