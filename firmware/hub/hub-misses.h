/* SPDX-License-Identifier: Apache-2.0 */
/* The hub's list of what was searched for and not found (catalogue/search-misses.h), kept in a file
 * of its own. Functions are called from the loop's thread and do not block. */
#pragma once

#include "catalogue/search-misses.h"
#include "hub/hub.h"

#define MISSES_FILE "search-misses.json"

struct hub_misses;

/* Blocks on the disk, reading the file. */
int hub_misses_new(struct hub *hub, struct hub_misses **ret) _warn_unused_;
/* Blocks on the disk. */
void hub_misses_free(struct hub_misses *misses);

/* Counts a question that found nothing. Not to be called while somebody is still typing. */
void hub_misses_add(struct hub_misses *misses, const char *question);
const struct search_misses *hub_misses_list(const struct hub_misses *misses);
