/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ticket and the two parts of its life: the ticket's state, which the table of moves.h changes,
 * and the slip's (slip_status). Pure.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"
#include "queue/limits.h"
#include "queue/moves.h"

enum ticket_state {
	TICKET_NONE, /* before it is issued */
	TICKET_WAITING,
	TICKET_CALLED,
	TICKET_SERVING,
	TICKET_HELD,
	TICKET_SUPPLEMENT,
	TICKET_NO_SHOW,
	TICKET_FINISHED,
	TICKET_LEFT,
	TICKET_VOID,
	TICKET_EXPIRED,
	TICKET_FINISHED_UNCONFIRMED,
	TICKET_STATES
};

/* MOVE_ISSUE, MOVE_CALL … */
#define MOVE_ENUM(name, ...) MOVE_##name,
enum ticket_move { MOVES(MOVE_ENUM, MOVES_SKIP, MOVES_SKIP) TICKET_MOVES };
#undef MOVE_ENUM

enum lane { LANE_PRIORITY, LANE_RETURN, LANE_REGULAR, LANES };

enum slip_status {
	SLIP_NONE,
	SLIP_QUEUED,
	SLIP_PRINTED,
	SLIP_FAILED,
	SLIP_UNKNOWN,
	SLIP_LATER, /* never begun: the printer could not; see late-slips.h */
	SLIP_STATUSES
};

/* A point in time. Within one boot two can be compared without trusting the wall clock. */
struct timestamp {
	int64_t wall_ms;
	int64_t boot_ms; /* milliseconds since that boot */
	int boot; /* the boot's number, from 1; 0: never */
};

struct ticket {
	int64_t id;
	char day[DAY_LENGTH + 1];
	char series[LIMIT_SERIES + 1];
	int number;
	char text[LIMIT_NUMBER_TEXT + 1]; /* the number as people see it: "A001" */
	char service[LIMIT_ID + 1]; /* now; a transfer changes it, never the number */
	char issued_for[LIMIT_ID + 1]; /* the service it was issued for */
	enum lane lane;
	enum ticket_state state;
	enum slip_status slip_status;
	char reason[LIMIT_ID + 1]; /* why priority: an id from the site data, or "" */
	char subject[LIMIT_ID + 1]; /* of the complaint it was taken for; "" none */
	char language[LIMIT_LANGUAGE + 1];
	char press_id[LIMIT_PRESS_ID + 1];
	char kiosk[LIMIT_ID + 1]; /* the device that prints its slip, or "" */
	char note[LIMIT_ROOM(LIMIT_NOTE)]; /* the last hold's, transfer's or leave's reason */
	char outcome[LIMIT_ID + 1]; /* of finish */
	int64_t arrival; /* sequence number of the issue event: order of arrival */
	int64_t place; /* order within its lane: PLACE_STEP × arrival, higher after an absence */
	struct timestamp arrived;
	struct timestamp since; /* when it entered this state */
	struct timestamp called; /* the last call or recall */
	int64_t called_seq; /* the event of that call; 0: never called */
	struct timestamp first_called; /* ends the waiting time */
	int calls; /* in a row without appearing */
	int counter; /* CALLED, SERVING, HELD: the counter; else the last one; 0: none */
	int64_t session; /* the counter session it is or was with; 0 none */
	int target_counter; /* transferred to this counter; 0 any */
	int segments; /* service segments so far */
	int prints; /* slips asked for, the first included */
	int ahead; /* when issued: tickets to be called before it */
	int wait_estimate_s; /* when issued */
	int quantity; /* of finish */
	int rating; /* 1 … 5 from its citizen; 0 none */
	int no_show; /* 1: did not come and was not revived, also once it is EXPIRED */
	int misprints; /* slips that a kiosk reported as failed */
	int by_kiosk; /* 1: the kiosk itself requested it, so nobody else has seen the number yet */
};

/* Room between two arrivals for tickets that were absent. */
enum { PLACE_STEP = 1024 };

/* "WAITING", "priority", "QUEUED", "undo-call": the words of the API. */
const char *ticket_state_name(enum ticket_state state);
const char *ticket_lane_name(enum lane lane);
const char *ticket_slip_status_name(enum slip_status slip_status);
const char *ticket_move_name(enum ticket_move move);
/* The reverse; −EINVAL for a word that is none of them. */
int ticket_state_parse(const char *word, enum ticket_state *ret) _warn_unused_;
int ticket_lane_parse(const char *word, enum lane *ret) _warn_unused_;
int ticket_slip_status_parse(const char *word, enum slip_status *ret) _warn_unused_;

/* Where a move leads from a state; −EPERM when it is not allowed from there. */
int ticket_move_target(
	enum ticket_state from, enum ticket_move move, enum ticket_state *ret) _warn_unused_;
/* Whether a ticket that the end of a day has ended may get this state when the day is opened again:
 * one that was at a counter waits. */
bool ticket_reopens(enum ticket_state from, enum ticket_state to);
/* Whether the slip may go from one state to the other. */
bool ticket_slip_status_allowed(enum slip_status from, enum slip_status to);

/* Whether only a correction (undo-finish, undo-leave, undo-void) can follow, or nothing. */
bool ticket_state_is_final(enum ticket_state state);
