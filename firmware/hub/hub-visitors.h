/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visitors of a training centre: so that who practises has somebody to call, and never so many
 * that the last is not reached. Pure.
 *
 *   some are there at the start · while a counter is open, another comes: soon when few wait, else
 *   every minute or so, up to a limit · none once there were many
 *
 * They are spread over the services of the open counters (those that any counter has, while none is
 * open), and every fourth has priority, for one of the site's reasons in turn. No chance is in it:
 * two people who begin together see the same.
 */
#pragma once

#include "queue/model.h"

enum {
	VISITORS_FIRST = 6,
	VISITORS_WAITING = 8, /* no more than these wait */
	VISITORS_ALL = 400, /* until it begins again */
	VISITORS_FEW = 3, /* while fewer wait… */
	VISITORS_SOON_S = 6, /* …the next one comes soon */
	VISITORS_EVERY_S = 50, /* and up to VISITORS_MORE_S more */
	VISITORS_MORE_S = 31,
	VISITORS_PRIORITY = 4, /* one of so many */
};

struct visitors {
	int come; /* so far */
	int64_t last_ms; /* when the last one came, monotonic */
};

struct visitor {
	const char *service; /* of the model's site */
	bool priority;
	const char *reason; /* of the priority; "" the site has none */
};

/* Whether somebody comes now; then *visitors counts them. */
bool visitors_next(
	struct visitors *visitors, const struct model *model, int64_t now_ms, struct visitor *ret);

/* Whether a counter is open: somebody practises. */
bool visitors_are_served(const struct model *model);
