/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The visitor's journey at the kiosk: event + state + now → state + effects. Pure.
 *
 *   STARTING ── the hub does not answer for a while ──► AWAY
 *   STARTING/AWAY/UNABLE/CLOSED ── the hub answers, its disk takes writes, open ──► SERVICES
 *   (on a site with groups GROUPS is in place of SERVICES)
 *   GROUPS ── a group is touched ──► SERVICES, of that group ── back, or later ──► GROUPS
 *   SERVICES ── a service is touched ──► LANE ── a lane is touched ──► WORKING
 *   (LANE is left out where there is one lane and nothing to bring)
 *   GROUPS/SERVICES ── complaints ──► COMPLAINTS ── a subject is touched ──► as its service
 *   SERVICES ── a button of the panel ─────────────────────────────► WORKING
 *   WORKING ── ticket ──► PRINTING ── printed ──► TAKE ──► SERVICES
 *                    └─► NUMBER (no printer, or it failed) ── noted, or later ──► SERVICES
 *   WORKING ── refused, or no answer in time ──► REFUSED ──► SERVICES (AWAY, CLOSED)
 *
 * One press never makes two tickets: its id is sent again with each repetition, and the same button
 * pressed again while its press is under way, or within FLOW_DOUBLE_MS after it, is the same press.
 * Another visitor's press meanwhile is kept for later; beyond FLOW_PENDING_MAX the page asks for a
 * little patience. A press that was given up never becomes a ticket that the visitor does not know
 * about. If the answer comes while the page still says that there is no ticket, the visitor gets it
 * after all, and the same wish again meanwhile repeats the same press. If the answer comes later,
 * the ticket is made void.
 *
 * A choice never outlives the site that it was made from: a new site ends a lane page whose service
 * it does not have, and resets a language that it does not have to its first. A wish for something
 * that the site lacks is refused here, and a language that it lacks becomes its first.
 *
 * While somebody listens (listener.h), pages and the language stay until that is over.
 *
 * Not handled here: what is printed after a restart (spool.h), what a service is called, drawing.
 */
#pragma once

#include "kiosk/kiosk-ticket.h"
#include "ui/kiosk-view.h"

enum {
	FLOW_STARTING_MS = 20000, /* a hub on the same board has started by then */
	FLOW_ANSWER_MS = 3000, /* how long a visitor waits for the hub: at least … */
	FLOW_ANSWER_MAX_MS = 12000, /* … and at most; between them as long as answers take */
	FLOW_RETRY_MS = 250, /* between repetitions of a press */
	FLOW_DOUBLE_MS = 1500,
	FLOW_TAKE_MS = 6000, /* how long pages stay … */
	FLOW_TAKE_SHORT_MS = 1500, /* … when somebody else waits */
	FLOW_NUMBER_MS = 20000,
	FLOW_NUMBER_SHORT_MS = 6000,
	FLOW_REFUSED_MS = 6000,
	FLOW_REFUSED_SHORT_MS = 2000,
	FLOW_LANE_MS = 30000, /* also a further page of services */
	FLOW_LANGUAGE_MS = 30000, /* idle: back to the first language */
	FLOW_PENDING_MAX = 4,
	FLOW_EFFECTS_MAX = 4,
	FLOW_PRESS_ID_SIZE = 41,
};

/* What a visitor wants: a service (its id), a lane, a reason ("" regular). */
struct flow_wish {
	char service[KIOSK_ID_SIZE];
	bool priority;
	char reason[KIOSK_ID_SIZE];
	char subject[KIOSK_ID_SIZE]; /* of a complaint, for the way back; "" none */
};

enum flow_event_kind {
	FLOW_BUTTON, /* a panel's button: wish */
	FLOW_GROUP, /* a group of services was touched: group */
	FLOW_COMPLAINTS, /* the subjects of complaints were asked for */
	FLOW_CHOOSE, /* a service or a subject was touched: wish, opening, bring */
	FLOW_LANE, /* a lane was touched: wish.priority, wish.reason */
	FLOW_BACK,
	FLOW_BRING, /* what to bring was asked for */
	FLOW_TURN, /* another page of the list: turn */
	FLOW_DONE, /* the number without a slip has been noted, or a page has been heard */
	FLOW_LISTEN, /* on: somebody listens; off: no longer */
	FLOW_GONE, /* who listened has gone: back to the start */
	FLOW_LANGUAGE, /* language */
	FLOW_ANSWER, /* the hub made the ticket: press_id, ticket */
	FLOW_ERROR, /* the hub refused: press_id, error */
	FLOW_NO_ANSWER, /* the request failed on the way: press_id */
	FLOW_PRINTED, /* the slip is out: ticket.id */
	FLOW_NOT_PRINTED, /* printing failed, or its result is not known: ticket.id */
	FLOW_SITE, /* a first or a new site: language is its first; on: it has reasons;
			groups: it has groups; complaints: it has subjects of them */
	FLOW_HUB, /* on: the hub answers; off: it does not */
	FLOW_STORAGE, /* on: the hub can store changes; off: its disk takes no writes */
	FLOW_CENTRE, /* on: open */
	FLOW_PRINTER, /* on: a slip can be printed */
	FLOW_TICK, /* time has passed */
};

struct flow_event {
	enum flow_event_kind kind;
	struct flow_wish wish;
	enum kiosk_opening opening;
	bool bring; /* the lane's page has something to say, though there be one lane */
	char language[KIOSK_LANGUAGE_SIZE];
	char press_id[FLOW_PRESS_ID_SIZE];
	struct kiosk_ticket ticket;
	enum kiosk_error error;
	bool on, groups, complaints;
	char group[KIOSK_ID_SIZE];
	int turn; /* −1, 1 */
};

enum flow_effect_kind {
	FLOW_SEND, /* ask the hub for a ticket, or repeat that: press_id, wish, language */
	FLOW_PRINT, /* print the slip of ticket */
	FLOW_NO_SLIP, /* report to the hub that ticket is shown and has no slip */
	FLOW_VOID, /* the visitor was told that there is no ticket: make ticket.id void */
	FLOW_GIVE_UP, /* the press ended without an answer: ask about it when the hub is back */
};

struct flow_effect {
	enum flow_effect_kind kind;
	struct flow_wish wish;
	char language[KIOSK_LANGUAGE_SIZE];
	char press_id[FLOW_PRESS_ID_SIZE];
	struct kiosk_ticket ticket;
};

struct flow {
	enum kiosk_page page;
	enum kiosk_error error;
	bool hub, centre, printer; /* as last reported */
	bool unable; /* the hub's disk takes no writes */
	bool listened; /* somebody listens: no page ends by itself */
	bool heard; /* the hub has answered once, or has had enough time to */
	int64_t starting_ms; /* until when STARTING stays; 0 no event yet */
	bool has_reasons; /* the site has a priority lane */
	bool has_groups; /* the site has groups of services */
	bool has_complaints; /* the site has subjects of complaints */
	char group[KIOSK_ID_SIZE]; /* chosen; "" none */
	char first_language[KIOSK_LANGUAGE_SIZE];
	char language[KIOSK_LANGUAGE_SIZE];
	struct flow_wish wish; /* being chosen, under way, or the last one */
	char press_id[FLOW_PRESS_ID_SIZE]; /* under way; "" none */
	char late_id[FLOW_PRESS_ID_SIZE]; /* given up, while REFUSED tells so; "" none */
	int answer_ms; /* flow_answer_ms(); set by the owner */
	int64_t press_ms; /* when the press began */
	int64_t resend_ms; /* when to repeat it; 0 an answer is awaited */
	int64_t pressed_ms; /* when its button was last pressed */
	int64_t leave_ms; /* when the page ends; 0 it stays */
	int64_t language_ms; /* when to return to the first language; 0 never */
	struct kiosk_ticket ticket; /* on PRINTING, TAKE, NUMBER */
	int list_page; /* of the services or reasons, from 0 */
	bool busy; /* a press was not kept, too many wait: the page says so */
	int n_pending;
	struct flow_wish pending[FLOW_PENDING_MAX];
	const struct flow_calls *calls;
	void *userdata;
};

/* What the flow needs from its owner. */
struct flow_calls {
	/* Makes a new press id; the owner does it so that tests can predict it. */
	void (*new_press_id)(char ret[FLOW_PRESS_ID_SIZE]);
	/* Whether the site has the service, lane, reason and subject of a wish, and whether it has
	 * the language. */
	bool (*has_wish)(const struct flow_wish *wish, void *userdata);
	bool (*has_language)(const char *language, void *userdata);
};

/* calls outlive the flow; first_language is used until the first FLOW_SITE. */
void flow_init(struct flow *flow, const char *first_language, const struct flow_calls *calls,
	void *userdata);

/* How long a visitor waits when the hub's answers take round_trip_ms (0 not known). */
int flow_answer_ms(int64_t round_trip_ms);

/* Handles an event. Returns the number of effects in ret, in order. Times are monotonic. */
int flow_take(struct flow *flow, const struct flow_event *event, int64_t now_ms,
	struct flow_effect ret[FLOW_EFFECTS_MAX]);

/* When to send a FLOW_TICK; −1 never. */
int64_t flow_next_ms(const struct flow *flow);
