/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is next at a counter. The rule, in this order:
 *
 *  1. a ticket older than the age limit T_max: the one that arrived first;
 *  2. after k calls in a row from the priority and return lanes: the first regular one, if any;
 *  3. priority, then return, then regular.
 *
 * Within a lane the earliest place wins; at a counter that takes its services in order, the first
 * of them with somebody waiting, tickets sent to the counter before all. So no lane can starve
 * another, and the age limit holds for services too. The age counts from the arrival; in the
 * return lane from the return, or those who come back late would push everybody else aside. Pure.
 */
#pragma once

#include "queue/model.h"

/* One line's three lanes with how many of each have been taken already, so that the rule can be
 * played forward. wait.c adds a ticket that does not exist yet at the end of a lane. */
struct pick_source {
	const struct line *lane[LANES];
	int taken[LANES];
	const struct ticket *extra; /* behind the last of its own lane; NULL none */
};

/* The choice among n sources; rank in the array is the order of preference when in_order. NULL when
 * all are empty. *ret_source is the index. */
const struct ticket *pick_choose(const struct model *model, struct pick_source *const source[],
	int n, bool in_order, int streak, const struct moment *now, int *ret_source);

/* The next ticket for a counter; NULL when nobody it serves is waiting. */
const struct ticket *pick_next(
	const struct model *model, const struct counter *counter, const struct moment *now);
