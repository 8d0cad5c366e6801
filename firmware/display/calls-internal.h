/* SPDX-License-Identifier: Apache-2.0 */
/* What calls.c knows and calls-view.c shows. */
#pragma once

#include "client/hub-time.h"
#include "display/announce.h"
#include "display/calls.h"
#include "display/pages.h"
#include "queue/site.h"

/* Every counter's present ticket, and some of those that were called and have left their counter:
 * a finished or held one comes back when that is undone. */
enum { CALLS_LISTED = LIMIT_COUNTERS + HALL_CALLS_MAX };

enum call_stage {
	CALL_OPEN, /* CALLED: waited for */
	CALL_SERVED, /* SERVING */
	CALL_LEFT, /* held, finished, …: not shown */
};

/* A ticket that was called. */
struct called {
	int64_t ticket;
	char number[HALL_NUMBER_SIZE];
	char service[LIMIT_ID + 1];
	char language[LIMIT_LANGUAGE + 1]; /* "" the site's first */
	int counter;
	int calls; /* 1 the first call; more: called again */
	int announced; /* of these calls */
	enum call_stage stage;
};

struct service_count {
	char id[LIMIT_ID + 1];
	int waiting;
	int issued;
	bool limited; /* the hub said that today's limit is reached */
};

struct calls {
	struct site *site; /* NULL: not known yet */
	bool known; /* a state was received */
	bool anew; /* the next state replaces all, and announces nothing */
	bool day_open;
	struct hub_time time;
	bool board; /* the site's pages alone are shown */
	int counter; /* the only one that is shown; 0 all */
	bool counter_open;
	bool (*has_picture)(const char *picture, void *userdata); /* NULL: no pages are shown */
	void *pictures;
	struct pages_turns turns;
	bool portal_down;
	bool unable; /* the hub's disk accepts no writes */
	int64_t began_ms; /* boot_ms of the first look; 0 none yet */
	bool connected;
	bool catching_up; /* the stream was lost: events are folded, but announced by the state */
	int64_t lost_ms; /* boot_ms when it was lost */
	int n_services;
	struct service_count service[LIMIT_SERVICES];
	int n_listed; /* newest first */
	struct called listed[CALLS_LISTED];
	int64_t paged_ms; /* boot_ms since when the list's pages take turns: the last call */
	/* Announcements: open tickets of the list, the first is the one that is shown. */
	int n_announcing;
	int64_t announcing[CALLS_LISTED];
	int64_t shown_ms; /* boot_ms since when the first is shown; −1: not yet */
	int64_t read_ms; /* boot_ms of the state or event that is being read */
	struct announce voice; /* of the same calls, those that were not said yet */
};

/* Where it stands in listed or service; −1 nowhere. */
int calls_listed_at(const struct calls *calls, int64_t ticket);
int calls_service_at(const struct calls *calls, const char *id);

/* 0 … 100000. */
int calls_get_small(const json_t *json, const char *key);
/* The stage of a ticket in this state. False: it is nothing that is listed. */
bool calls_parse_stage(const char *state, enum call_stage *ret);
/* A call of the state, or an event's ticket. False: nothing that is listed. */
bool calls_read_called(const json_t *json, struct called *ret);
