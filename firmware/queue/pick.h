/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which ticket is called next at a counter. The rule, in this order:
 *
 *  1. a ticket older than the age limit T_max: the one that arrived first;
 *  2. after k calls in a row from the priority and return lanes: the first regular one, if any;
 *  3. priority, then return, then regular.
 *
 * Within a lane the earliest place wins. At a counter that serves its services in order, the first
 * service with somebody waiting wins, and tickets sent to the counter come before all services. So
 * no lane can starve another, and the age limit holds for services too. The age counts from the
 * arrival; in the return lane from the return, or those who come back late would push everybody
 * else aside.
 *
 * Nobody is called who may not be there. A ticket is passed over while its kiosk has not reported
 * what became of the slip (or, without a printer, that it showed the number) and either is gone or
 * has had only a short time to report (CONFIRMATION_MS). The ticket keeps its place. Estimates, and
 * counts of who waits, leave out only the tickets of kiosks that are gone: those numbers are
 * probably in nobody's hands, while the other slips are being printed. Pure.
 */
#pragma once

#include "queue/model.h"

/* What a kiosk has reported about the first slip of a waiting ticket. */
enum confirmation {
	CONFIRMED, /* printed, or shown on the screen; or no kiosk asked for it */
	CONFIRMATION_DUE, /* the report may come at any time: not called yet */
	CONFIRMATION_SILENT, /* the kiosk is gone, and perhaps nobody has this number: not called */
	CONFIRMATION_LATE, /* the kiosk is connected but does not report: called in its turn */
};
/* How long to wait for a connected kiosk's report: longer than the hub needs to notice that it is
 * gone. */
enum { CONFIRMATION_MS = 15000 };
enum confirmation pick_confirmation(
	const struct model *model, const struct ticket *ticket, const struct clock_reading *now);
/* Whether any ticket can be CONFIRMATION_SILENT: some device is gone. */
bool pick_anybody_silent(const struct model *model);
/* Who waits for a service, including those sent to a counter for it. */
struct pick_waiting {
	int lane[LANES]; /* those who are there, or whose report is due or late */
	int uncertain; /* others, who are CONFIRMATION_SILENT */
	const struct ticket *first; /* the first to arrive of those in lane; NULL: nobody */
};
void pick_waiting(const struct model *model, const char *service, const struct clock_reading *now,
	struct pick_waiting *ret);
/* The number of those in lane, without the uncertain ones; quick unless a device is gone. */
int pick_count(const struct model *model, const char *service, const struct clock_reading *now);
/* The word of the API; NULL for CONFIRMED. */
const char *pick_confirmation_name(enum confirmation confirmation);

/* Which tickets are passed over. */
enum pick_skip {
	PICK_ALL, /* nobody */
	PICK_LIKELY, /* those who are probably not there: CONFIRMATION_SILENT */
	PICK_CERTAIN, /* those who may not be there: CONFIRMATION_SILENT and CONFIRMATION_DUE */
};

/* The three lanes of one service or counter, and how many tickets of each have been taken already,
 * so that the rule can be simulated; tickets that are passed over count as taken at the next
 * choice. wait.c adds a ticket that does not exist yet at the end of a lane. */
struct pick_source {
	const struct ticket_lane *lane[LANES];
	int taken[LANES];
	const struct ticket *extra; /* comes after the last ticket of its own lane; NULL: none */
	enum pick_skip skip;
	const struct ticket *keep; /* a ticket that is never passed over; NULL: none */
};

/* Chooses among n sources; with in_order their order in the array is the order of preference. NULL
 * when all are empty. *ret_source is the index of the chosen one. */
const struct ticket *pick_choose(const struct model *model, struct pick_source *const source[],
	int n, bool in_order, int streak, const struct clock_reading *now, int *ret_source);

/* The next ticket for a counter; NULL when nobody waits for it who may be called. */
const struct ticket *pick_next(
	const struct model *model, const struct counter *counter, const struct clock_reading *now);
