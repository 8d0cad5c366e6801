/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is next at a counter. The rule, in this order:
 *
 *  1. a ticket older than the age limit T_max: the one that arrived first;
 *  2. after k calls in a row from the priority and return lanes: the first regular one, if any;
 *  3. priority, then return, then regular.
 *
 * Within a lane the earliest place wins; at a counter that takes its services in order, the first
 * of them with somebody waiting. Tickets sent to this counter come before others of their lane.
 * So no lane can starve another, and the age limit holds for services too. Pure.
 */
#pragma once

#include "queue/model.h"

/* The next ticket for a counter; NULL when nobody it serves is waiting. */
const struct ticket *pick_next(
	const struct model *model, const struct counter *counter, const struct moment *now);
