/* SPDX-License-Identifier: Apache-2.0 */
/* How many procedures of a service are free of charge when they are filed online: counted from the
 * records that hold on a day, never typed in. Pure. */
#pragma once

#include "catalogue/procedure.h"
#include "queue/site.h"

struct free_online;
struct free_online *free_online_new(void) _warn_unused_;
void free_online_free(struct free_online *list);
DEFINE_CLEANUP(struct free_online *, free_online_free);

/* Adds a procedure if it is free online; copies what it needs of it. */
void free_online_add(struct free_online *list, const struct procedure *procedure);

/* Adds to ret, by the place of a service among the site's, its procedures that hold on a day,
 * "2026-11-29". Takes some ten microseconds. */
void free_online_count(const struct free_online *list, const struct site *site, const char *today,
	int ret[LIMIT_SERVICES]);
/* The same of one service, by its id. */
int free_online_of_service(const struct free_online *list, const struct site *site,
	const char *today, const char *service);
