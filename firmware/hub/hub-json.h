/* SPDX-License-Identifier: Apache-2.0 */
/* The model as the API's JSON. Pure but for reading the zone. */
#pragma once

#include "hub/hub-auth.h"
#include "base/json-writer.h"
#include "hub/hub-replica.h"
#include "queue/wait.h"

/* How many procedures of each service are free of charge online. */
struct free_counts {
	int version; /* another one when they may be others */
	int of_service[LIMIT_SERVICES]; /* by the places of the site's services */
};

/* From where, when and for whom it is seen. */
struct view {
	const struct replica *replica; /* NULL: a stored ticket of an older day */
	struct clock_reading now;
	bool people; /* with what only people see (struct sight) */
	const uint8_t *secret; /* writes the tokens of the tickets' pages; NULL leaves them out */
	const char *storage; /* writer_storage_word; for the state's head */
	const struct free_counts *free_online; /* for services and a citizen's page; NULL none */
	bool training; /* nothing of it is real */
	bool papers; /* there are procedures, and a page of them */
	const char *kiosk; /* … but only those of the slips of this kiosk; NULL all */
};

/* One ticket. estimate is its wait when it is known; NULL: worked out if it waits. */
void hub_json_ticket(struct out *out, const struct view *view, const struct ticket *ticket,
	const struct wait_estimate *estimate);
/* A counter with its ticket and those it holds. */
void hub_json_counter(struct out *out, const struct view *view, const struct counter *counter);
/* What a citizen's page shows of a ticket. */
void hub_json_public(struct out *out, const struct view *view, const struct ticket *ticket);

/* A text in all its languages. */
void hub_json_text(struct out *out, const struct site_text *text);

/* The parts of the state: keys with their values. */
void hub_json_head(struct out *out, const struct view *view); /* seq, day, time, clock */
void hub_json_services(struct out *out, const struct view *view);
void hub_json_counters(struct out *out, const struct view *view);
void hub_json_calls(struct out *out, const struct view *view);

/* "portal": whether the national portal is out of order, since when, and why. */
void hub_json_portal(struct out *out, const struct model *model);

/* "ok", "untrusted" or "behind". */
const char *hub_json_clock(const struct model *model, const struct clock_reading *now);

/* What each role sees of tickets, counters and events: one table, used wherever they go out. */
struct sight {
	bool people; /* who works where, their notes, reasons, outcomes and counts */
	bool past; /* events of days before the present one */
};

struct sight view_sight(enum role role);

/* An event's data without what only people see; on the heap. */
char *view_event(enum event_kind kind, const char *data) _warn_unused_;
