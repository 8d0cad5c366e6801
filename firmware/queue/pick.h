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
 * return lane from the return, or those who come back late would push everybody else aside.
 *
 * Nobody is called who may not be there: a ticket whose kiosk has not said what became of its slip
 * (or, without a printer, that it showed the number) is passed over while the kiosk is silent, and
 * for a short time before that is known. It keeps its place. Estimates, and counts of who waits,
 * pass over the first of these only: behind a kiosk that is silent there is probably nobody, the
 * others are being printed. Pure.
 */
#pragma once

#include "queue/model.h"

/* What a kiosk has said about the first slip of a ticket that waits. */
enum confirmation {
	CONFIRMED, /* printed, or shown on the screen; or no kiosk asked for it */
	CONFIRMATION_DUE, /* it may come at any moment: not called yet */
	CONFIRMATION_SILENT, /* the kiosk is gone: perhaps nobody has this number; not called */
	CONFIRMATION_LATE, /* the kiosk is there and says nothing about it: called in its turn */
};
/* How long a kiosk that is there is waited for: longer than it takes to see that it is gone. */
enum { CONFIRMATION_MS = 15000 };
enum confirmation pick_confirmation(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now);
/* Whether there can be a ticket that is CONFIRMATION_SILENT: some device is gone. */
bool pick_anybody_silent(const struct model *model);
/* Who waits for a service, those sent to a counter for it included. */
struct pick_waiting {
	int lane[LANES]; /* who is there, or comes in a moment */
	int uncertain; /* besides these: CONFIRMATION_SILENT */
	const struct ticket *first; /* who of the former arrived first; NULL nobody */
};
void pick_waiting(const struct model *model, const char *service, const struct clock_reading *now,
	struct pick_waiting *ret);
/* How many that are, without those who are uncertain; quick unless a device is gone. */
int pick_count(const struct model *model, const char *service, const struct clock_reading *now);
/* The word of the API; NULL for CONFIRMED. */
const char *pick_confirmation_name(enum confirmation confirmation);

/* Who is passed over. */
enum pick_skip {
	PICK_ALL, /* nobody */
	PICK_LIKELY, /* who is probably not there: CONFIRMATION_SILENT */
	PICK_CERTAIN, /* who may not be there: these, and CONFIRMATION_DUE */
};

/* One line's three lanes with how many of each have been taken already, so that the rule can be
 * played forward; who is passed over is taken with the next choice. wait.c adds a ticket that does
 * not exist yet at the end of a lane. */
struct pick_source {
	const struct ticket_lane *lane[LANES];
	int taken[LANES];
	const struct ticket *extra; /* behind the last of its own lane; NULL none */
	enum pick_skip skip;
	const struct ticket *keep; /* is not passed over; NULL none */
};

/* The choice among n sources; rank in the array is the order of preference when in_order. NULL when
 * all are empty. *ret_source is the index. */
const struct ticket *pick_choose(const struct model *model, struct pick_source *const source[],
	int n, bool in_order, int streak, const struct clock_reading *now, int *ret_source);

/* The next ticket for a counter; NULL when nobody it serves is waiting, or may be called. */
const struct ticket *pick_next(
	const struct model *model, const struct counter *counter, const struct clock_reading *now);
