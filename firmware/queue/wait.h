/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting estimates, by simulating the rule of pick.h over the counters: what the slip promises is
 * what the hub does. Tickets whose citizen is probably not there (pick.h: the kiosk is silent) are
 * not counted.
 *
 * Counters call within their hours (day_working), not during breaks. Besides the open counters, the
 * simulation has the paused ones and those that are expected to open: when the hours begin, for a
 * service that nobody serves yet; after a break, those that were closed for it. After closing the
 * simulation goes on as if everybody stayed. Without a known clock there are no hours. Pure.
 */
#pragma once

#include "queue/model.h"

struct wait_estimate {
	int ahead; /* tickets that will be called before this one */
	int wait_s; /* until it is called; −1 when no open or expected counter serves it */
};

/* The estimate for a waiting ticket of the model. At most WAIT_STEPS_MAX calls are simulated;
 * beyond that the time is extrapolated at the rate so far. */
enum { WAIT_STEPS_MAX = 400 };
void wait_for_ticket(const struct model *model, const struct ticket *ticket,
	const struct clock_reading *now, struct wait_estimate *ret);

/* The estimate for a ticket that would be issued now. */
void wait_for_new(const struct model *model, const char *service, enum lane lane,
	const struct clock_reading *now, struct wait_estimate *ret);

/* Whether a wait for a service ends after today's last hours (the centre's or its own), so that the
 * ticket may not be called today. False while the hours are not known. */
bool wait_passes_closing(const struct model *model, const char *service, int wait_s,
	const struct clock_reading *now);

/* Whether kiosks give no more numbers for a service: the site wants that (stop_past_closing), and a
 * new ticket in the regular lane would wait beyond closing. */
bool wait_stops_kiosks(
	const struct model *model, const char *service, const struct clock_reading *now);

/* Simulates the rule and gives the waiting tickets in the order of their calls, at most max of
 * them. Tickets that no counter will call come after the others, with wait_s −1; last, also with
 * −1, those whose kiosk is silent. */
typedef void (*wait_order_cb)(
	const struct ticket *ticket, const struct wait_estimate *estimate, void *userdata);
void wait_in_order(const struct model *model, const struct clock_reading *now, int max,
	wait_order_cb callback, void *userdata);

/* The expected serving time of a service (service-time.h). Seconds, at least 1. */
int wait_serving_time_s(const struct model *model, const char *service);
