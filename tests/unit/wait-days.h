/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days of an office whose visits take known times: what each visitor was told to wait, by the hub's
 * estimate and by the mean of the day's visits from the fifth on, beside what it then was. The days
 * follow from their shape and a seed. For tests/unit/test-wait-days and tests/bench.
 */
#pragma once

#include <stdbool.h>

enum days_shape {
	DAYS_PLAIN,
	DAYS_MIXED, /* most visits are short, some very long */
	DAYS_MISCLICKS, /* five numbers finished by mistake in the morning, others during the day */
	DAYS_FORGOTTEN, /* a visit is left open over lunch */
	DAYS_CLOSING, /* one of two counters closes for the day at ten */
	DAYS_RUSH, /* half of the visitors come with the doors' opening */
	DAYS_LANES, /* a third of the visitors have priority */
	DAYS_PAUSES, /* counters pause for a quarter of an hour, and over lunch */
	DAYS_SHAPES
};
const char *days_shape_name(enum days_shape shape);

/* How far promises were from what happened, in seconds, over all visitors of some days. */
struct days_figures {
	int median_s;
	int p90_s;
};
struct days_error {
	int visitors; /* who had both promises, and did not meet a free counter */
	int unpromised; /* to whom one of them said nothing: nobody was there */
	struct days_figures ours;
	struct days_figures mean; /* the plain mean's */
	struct days_figures known; /* ours, knowing each service's true mean: what visits vary by */
};

/* Plays seeds times two days in a row of a shape; DAYS_SHAPES: of each shape. Takes some
 * milliseconds a day. */
void days_play(enum days_shape shape, int seeds, struct days_error *ret);
