/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Waiting estimates, by playing the rule of pick.h forward over the counters: what the slip
 * promises is what the hub does. Who is probably not there (pick.h: the kiosk is silent) is not
 * counted.
 *
 * Counters call within their hours (day_working), not in breaks. Besides those that are open, there
 * are those that pause, and those that are expected: when the hours begin, for a service that
 * nobody serves yet; after a break, those that were closed for it. After closing the play goes on
 * as if everybody stayed. Without a known clock there are no hours. Pure.
 */
#pragma once

#include "queue/model.h"

struct wait_estimate {
	int ahead; /* tickets that will be called before it */
	int wait_s; /* until it is called; −1 when no counter that is there or expected serves it */
};

/* The estimate for a waiting ticket of the model. At most WAIT_STEPS_MAX calls are played; beyond
 * that the time is extrapolated at the rate seen. */
enum { WAIT_STEPS_MAX = 400 };
void wait_for_ticket(const struct model *model, const struct ticket *ticket,
	const struct clock_reading *now, struct wait_estimate *ret);

/* The estimate for a ticket that would be issued now. */
void wait_for_new(const struct model *model, const char *service, enum lane lane,
	const struct clock_reading *now, struct wait_estimate *ret);

/* Whether a wait for a service goes on beyond today's last hours (the centre's or its own): who has
 * it may not be called today. False while hours are not known. */
bool wait_passes_closing(const struct model *model, const char *service, int wait_s,
	const struct clock_reading *now);

/* Whether kiosks give no more numbers of a service: the site wants it so (stop_past_closing), and
 * the wait of somebody in the regular lane would pass closing. */
bool wait_stops_kiosks(
	const struct model *model, const char *service, const struct clock_reading *now);

/* Plays the rule forward and gives the waiting tickets in the order of their calls, at most max of
 * them. Those that no open counter serves come after the others, with wait_s −1, and last those
 * whose kiosk is silent, likewise. */
typedef void (*wait_order_cb)(
	const struct ticket *ticket, const struct wait_estimate *estimate, void *userdata);
void wait_in_order(const struct model *model, const struct clock_reading *now, int max,
	wait_order_cb callback, void *userdata);

/* The serving time that is expected for a service (service-time.h). Seconds, at least 1. */
int wait_serving_time_s(const struct model *model, const char *service);
