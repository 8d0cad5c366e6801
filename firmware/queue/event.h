/* SPDX-License-Identifier: Apache-2.0 */
/* An event: one thing that happened, immutable. The hub's whole state is computed by folding its
 * events (model.h); journal.h defines their form on disk and on the wire. */
#pragma once

#include <jansson.h>

#include "base/clock.h"
#include "queue/complaint.h"
#include "queue/dossier.h"
#include "queue/ticket.h"

/* EVENT_ISSUE, EVENT_CALL …: first the moves of tickets, in the order of enum ticket_move. */
#define EVENT_ENUM(name, ...) EVENT_##name,
enum event_kind {
	MOVES(EVENT_ENUM, MOVES_SKIP, MOVES_SKIP) MOVES(MOVES_SKIP, EVENT_ENUM, MOVES_SKIP)
		OTHER_EVENTS(EVENT_ENUM) EVENT_KINDS
};
#undef EVENT_ENUM

/* For a switch: the moves of tickets, and the events that leave ticket states alone. */
#define EVENT_CASE(name, ...) case EVENT_##name:
#define CASES_OF_MOVES MOVES(EVENT_CASE, MOVES_SKIP, MOVES_SKIP)
#define CASES_OF_ACTS MOVES(MOVES_SKIP, EVENT_CASE, MOVES_SKIP)

/* Flat: each kind uses the fields that its row in moves.h names; the rest is zero. */
struct event {
	int64_t seq;
	enum event_kind kind;
	struct clock_reading at;
	int boot; /* the boot's number */
	char actor[LIMIT_ID + 1]; /* a staff, device or token name; "": the hub itself */
	int64_t ticket;
	int64_t session;
	int counter;
	char day[DAY_LENGTH + 1];
	char series[LIMIT_SERIES + 1];
	int number;
	char text[LIMIT_NUMBER_TEXT + 1];
	char service[LIMIT_ID + 1];
	enum lane lane;
	enum ticket_state state; /* the ticket's state after the event */
	enum slip_status slip_status;
	char reason[LIMIT_ID + 1];
	char language[LIMIT_LANGUAGE + 1];
	char press_id[LIMIT_PRESS_ID + 1];
	char kiosk[LIMIT_ID + 1];
	char note[LIMIT_ROOM(LIMIT_NOTE)];
	char outcome[LIMIT_ID + 1];
	char staff[LIMIT_ID + 1];
	char device[LIMIT_ID + 1];
	char device_state[LIMIT_ID + 1];
	char fault[LIMIT_ID + 1]; /* "none", "device", "site", "ours" */
	int64_t place;
	int calls;
	int target_counter;
	int ahead;
	int wait_estimate_s;
	int quantity;
	int score; /* EVENT_RATE: 1 … 5 */
	bool down; /* EVENT_PORTAL */
	char source[LIMIT_ID + 1]; /* EVENT_DOSSIER, whose days are day … until */
	char until[DAY_LENGTH + 1];
	int64_t entry; /* EVENT_DOSSIER_REMOVE: the id of the removed counts; _CATALOGUE: the import
			  that is undone; _COMPLAINT: the one that changes; 0: it is a new one */
	int64_t tickets_above; /* EVENT_NUMBERS; 0: ids go on without a gap */
	bool guessed; /* EVENT_DAY_OPEN: the date is a guess; _CLOCK_CORRECT: the time, too */
	int64_t from_ticket; /* EVENT_DAY_OPEN: the open day ends before this ticket; it and later
				ones belong to the new day; 0: no split */
	bool reopened; /* EVENT_DAY_OPEN: somebody opens a day again. With from_ticket (its first
			  ticket) it is the day before the last one, and the last one never was */
	int64_t offset_ms; /* EVENT_CLOCK_ACCEPT: the entered time minus the system's clock */
	struct dossier_counts dossiers; /* EVENT_DOSSIER, and EVENT_FINISH */
	struct complaint complaint; /* EVENT_COMPLAINT; without id, seq, actor and wall_ms, which
				       the event has. Of EVENT_ISSUE its subject alone */
	bool in_order; /* EVENT_COUNTER_OPEN, _SERVICES: the services are in order of preference */
	int n_services; /* EVENT_COUNTER_OPEN, _SERVICES */
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
	json_t *site; /* EVENT_SITE, the row of EVENT_RECOVER, the changes of EVENT_CATALOGUE,
			 what EVENT_EVALUATION took ({}: nothing, it was removed); owned */
	/* Derived, for the displays: how many wait now for the services that the event touched. */
	int n_waiting;
	struct {
		char service[LIMIT_ID + 1];
		int waiting;
	} waiting[2];
};

/* "issue", "undo_call", "counter_open": the SSE event names. */
const char *event_kind_name(enum event_kind kind);
/* The move that an event kind is. False: it leaves the states of tickets alone. */
bool event_kind_move(enum event_kind kind, enum ticket_move *ret);
int event_kind_parse(const char *word, enum event_kind *ret) _warn_unused_;
/* Whether site belongs to the kind. */
bool event_has_json(enum event_kind kind);
void event_done(struct event *event);
