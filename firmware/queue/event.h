/* SPDX-License-Identifier: Apache-2.0 */
/* An event: one thing that happened, immutable. The whole state of the hub is the fold of its
 * events (model.h); journal.h gives them their form on disk and on the wire. */
#pragma once

#include <jansson.h>

#include "base/clock.h"
#include "queue/dossier.h"
#include "queue/ticket.h"

enum event_kind {
	EVENT_START, /* hubd started: a new process, perhaps a new boot */
	EVENT_SITE, /* the site data were replaced */
	EVENT_DAY_OPEN,
	EVENT_DAY_CLOSE,
	EVENT_CLOCK_ACCEPT, /* somebody said that the wall clock is right, or what time it is */
	EVENT_ISSUE,
	EVENT_CALL,
	EVENT_RECALL,
	EVENT_APPEAR,
	EVENT_UNDO_CALL,
	EVENT_ABSENT,
	EVENT_NO_SHOW,
	EVENT_REVIVE,
	EVENT_HOLD,
	EVENT_RESUME,
	EVENT_RETURN,
	EVENT_TRANSFER,
	EVENT_ADD_SERVICE,
	EVENT_SUPPLEMENT,
	EVENT_FINISH,
	EVENT_UNDO_FINISH,
	EVENT_LEAVE,
	EVENT_VOID,
	EVENT_EXPIRE,
	EVENT_FINISH_UNCONFIRMED,
	EVENT_PAPER, /* what became of the slip */
	EVENT_REPRINT, /* somebody asked for the slip again */
	EVENT_COUNTER_OPEN,
	EVENT_COUNTER_PAUSE,
	EVENT_COUNTER_RESUME,
	EVENT_COUNTER_CLOSE,
	EVENT_COUNTER_SERVICES, /* what an open session serves was changed */
	EVENT_DEVICE, /* a device's or daemon's health changed */
	EVENT_RATE, /* a citizen rated a finished ticket */
	EVENT_PORTAL, /* the national portal is down, or works again */
	EVENT_DOSSIER, /* counts of dossiers were entered or imported */
	EVENT_DOSSIER_REMOVE, /* … and were taken back */
	EVENT_TOKEN, /* a token was made or withdrawn (never the token itself) */
	EVENT_STAFF, /* an account was made, changed or removed (never its secret) */
	EVENT_CLOCK_CORRECT, /* the wall clock was set during a boot: the day goes on, re-dated */
	EVENT_NUMBERS, /* the numbers of a day go on above n, the ids of tickets above
			* tickets_above: a restored backup may not know them */
	EVENT_LOST, /* stands for one that a damaged database has lost */
	EVENT_RECOVER, /* a row of a table that the lost ones made; without one: they end
			  (recover.h) */
	EVENT_DEVICE_REMOVE, /* a device and its parts report no more: forgotten */
	EVENT_REOPEN, /* a day is opened again: what its end has ended goes on */
	EVENT_ACKNOWLEDGE, /* somebody has seen what a part of the hub reported */
	EVENT_KINDS
};

/* Flat: each kind uses the fields that its line in journal.c names; the rest is zero. */
struct event {
	int64_t seq;
	enum event_kind kind;
	struct moment at;
	int boot; /* the boot's number */
	char actor[LIMIT_ID + 1]; /* who: a staff, device or token name; "" the hub itself */
	int64_t ticket;
	int64_t session;
	int counter;
	char day[DAY_LENGTH + 1];
	char series[LIMIT_SERIES + 1];
	int number;
	char text[LIMIT_NUMBER_TEXT + 1];
	char service[LIMIT_ID + 1];
	enum lane lane;
	enum ticket_state state; /* the ticket's, after it */
	enum paper paper;
	char reason[LIMIT_ID + 1];
	char language[LIMIT_LANGUAGE + 1];
	char press_id[LIMIT_PRESS_ID + 1];
	char kiosk[LIMIT_ID + 1];
	char note[LIMIT_NOTE + 1];
	char outcome[LIMIT_ID + 1];
	char staff[LIMIT_ID + 1];
	char device[LIMIT_ID + 1];
	char device_state[LIMIT_ID + 1];
	char fault[LIMIT_ID + 1]; /* "none", "device", "site", "ours" */
	int64_t place;
	int calls;
	int wanted_counter;
	int ahead;
	int wait_estimate_s;
	int quantity;
	int score; /* EVENT_RATE: 1 … 5 */
	bool down; /* EVENT_PORTAL */
	char source[LIMIT_ID + 1]; /* EVENT_DOSSIER; its days are day and until */
	char until[DAY_LENGTH + 1];
	int64_t entry; /* EVENT_DOSSIER_REMOVE: the id of what is taken back */
	int64_t tickets_above; /* EVENT_NUMBERS; 0: ids go on without a gap */
	bool guessed; /* EVENT_DAY_OPEN: nobody knows the date; _CLOCK_CORRECT: nor the time */
	int64_t from_ticket; /* EVENT_DAY_OPEN: the open day ends with the ticket before it, and the
			      * rest turns out to be of this one; 0 no */
	bool reopened; /* EVENT_DAY_OPEN: somebody opens a day again; with from_ticket the one
			* before the last, whose first ticket that is, and the last one never was */
	int64_t offset_ms; /* EVENT_CLOCK_ACCEPT: from the system's clock to what was said */
	struct dossier_counts dossiers; /* EVENT_DOSSIER, and EVENT_FINISH */
	bool in_order; /* EVENT_COUNTER_OPEN, _SERVICES: the services are in order of preference */
	int n_services; /* EVENT_COUNTER_OPEN, _SERVICES */
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
	json_t *site; /* EVENT_SITE, and the row of EVENT_RECOVER; owned */
	/* Derived, for the displays: who waits now in the services that the event touched. */
	int n_waiting;
	struct {
		char service[LIMIT_ID + 1];
		int waiting;
	} waiting[2];
};

/* "issue", "undo_call", "counter_open": the SSE event names. */
const char *event_kind_name(enum event_kind kind);
int event_kind_parse(const char *word, enum event_kind *ret) _warn_unused_;
void event_done(struct event *event);
