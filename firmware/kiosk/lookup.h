/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look-up of procedures at the kiosk: event + state + now → state + effect. Pure, and beside
 * the flow (flow.h), which knows numbers and no procedures.
 *
 *   START ── search ──► TYPING ── find ──► … ──► ASK, RESULTS, or "nothing was found"
 *   TYPING ── a letter ──► what may be meant is asked for, and shown beside the keyboard
 *   TYPING ── what may be meant ──► … ──► PROCEDURE
 *   SECTORS, EVENTS, RESULTS ── there are more ──► TYPING
 *   START ── by sector, by life event ──► SECTORS, EVENTS ── one is touched ──► … ──► RESULTS
 *   ASK ── a choice ──► RESULTS, those of the choice; PROCEDURE if it is one
 *   RESULTS ── a procedure ──► … ──► PROCEDURE ── other ways ──► WAYS
 *   PROCEDURE ── print ──► "printing" ── printed, or not ──► a word about it ──► PROCEDURE
 *   PROCEDURE ── a number for this ──► everything is forgotten, the flow goes on
 *   WAYS ── this is wrong ──► thanks ──► WAYS
 *   … is "one moment": no answer in LOOKUP_ANSWER_MS, or none to be had ──► "not now"
 *
 * Back leads to the page before, which is as it was. Nobody does anything for LOOKUP_IDLE_MS:
 * START, and nothing is kept of who was there: not a word, not a page, not the language. Where the
 * kiosk gives numbers, too, its pages are shown then. While somebody listens (listener.h), pages
 * stay until that is over.
 *
 * An answer counts for the request that it is to, while that is awaited; any other is for a page
 * that was left, and changes nothing.
 *
 * A search is over, and then counted once, when one of its answers is opened, or when the visitor
 * clears it, leaves it, goes, or asks for something else; of what was only typed, the last text is
 * the search. Letters that are taken back are no other search.
 *
 * Not handled here: where answers come from (a copy of the catalogue on the board, or the hub), the
 * texts of a procedure, drawing.
 */
#pragma once

#include <stdint.h>

#include "ui/lookup-view.h"

enum {
	LOOKUP_ANSWER_MS = 5000,
	LOOKUP_IDLE_MS = 45000,
	LOOKUP_READ_MS = 120000, /* the same for a page with much to read */
	LOOKUP_WARN_MS = 15000, /* so long before, the page asks whether somebody is there */
	LOOKUP_MESSAGE_MS = 8000,
	LOOKUP_PRINT_MS = 30000, /* a printer that says nothing has not printed */
	LOOKUP_TRAIL_MAX = 8,
	LOOKUP_CHOICE_ALL = -1,
};

/* A choice of a question back: a procedure, or several. */
struct lookup_choice {
	char label[LOOKUP_NAME_SIZE];
	int n;
	int entries[LOOKUP_ENTRIES_MAX]; /* places in the list */
};

/* What was found; n_choices 0: nothing is to be asked back. */
struct lookup_found {
	int n, n_choices;
	int more; /* for which there was no room */
	struct lookup_entry entries[LOOKUP_ENTRIES_MAX];
	struct lookup_choice choices[LOOKUP_CHOICES_MAX];
};

/* What the keys of a procedure's page need to know. */
struct lookup_record {
	char service[KIOSK_ID_SIZE]; /* which gives numbers for it now; "" none */
	bool has_papers; /* there is something to print */
};

enum lookup_event_kind {
	LOOKUP_TOUCH, /* target, and entry: what the view had there; KIOSK_TARGET_NONE: beside a key
		       */
	LOOKUP_LANGUAGE, /* language */
	LOOKUP_FOUND, /* request, found (not NULL) */
	LOOKUP_SUGGESTED, /* the same: of what is being typed */
	LOOKUP_OPENED, /* request, record */
	LOOKUP_FAILED, /* request: there is no answer */
	LOOKUP_PAPER, /* on: the list is out; off: it is not */
	LOOKUP_PRINTER, /* on: a list can be printed */
	LOOKUP_LISTEN, /* on: somebody listens; off: no longer */
	LOOKUP_GONE, /* who listened has gone */
	LOOKUP_SITE, /* language: the first one; on: the kiosk gives numbers, too */
	LOOKUP_TICK, /* time has passed */
};

struct lookup_event {
	enum lookup_event_kind kind;
	struct kiosk_target target;
	struct lookup_entry entry;
	char language[KIOSK_LANGUAGE_SIZE];
	unsigned request;
	const struct lookup_found *found; /* borrowed during the call */
	struct lookup_record record;
	bool on;
};

enum lookup_effect_kind {
	LOOKUP_NO_EFFECT,
	LOOKUP_FIND, /* search for text: LOOKUP_FOUND */
	LOOKUP_SUGGEST, /* search for text, which is not all yet: LOOKUP_SUGGESTED */
	LOOKUP_LIST_SECTOR, /* the procedures of the sector text, an id: LOOKUP_FOUND */
	LOOKUP_LIST_EVENT, /* the same of a life event */
	LOOKUP_OPEN, /* the procedure text, an id: LOOKUP_OPENED */
	LOOKUP_PRINT, /* the list of papers of the procedure text: LOOKUP_PAPER */
	LOOKUP_REPORT, /* somebody says that the procedure text is wrong */
	LOOKUP_TICKET, /* forget everything; the visitor wants the service text */
	LOOKUP_FORGET, /* forget everything */
	LOOKUP_LEAVE, /* the same; the pages that give numbers are next */
};

enum lookup_outcome { LOOKUP_NOT_ASKED, LOOKUP_HAS_FOUND, LOOKUP_HAS_MISSED };

/* A search. */
struct lookup_asked {
	enum lookup_outcome outcome;
	bool with_key; /* by the key that finds, not while it was typed */
	bool counted;
	char text[LOOKUP_TYPED_SIZE];
};

struct lookup_effect {
	enum lookup_effect_kind kind;
	unsigned request;
	char text[LOOKUP_TYPED_SIZE];
	char language[KIOSK_LANGUAGE_SIZE]; /* in which it is wanted */
	struct lookup_asked over; /* beside all others: this search is over, to be counted */
};

/* A page that back leads to. */
struct lookup_step {
	enum lookup_page page;
	int list_page, choice;
};

struct lookup {
	enum lookup_page page;
	enum lookup_message message;
	int list_page; /* of the lists, and of a procedure */
	char first_language[KIOSK_LANGUAGE_SIZE], language[KIOSK_LANGUAGE_SIZE];
	bool has_tickets, printer, listened;
	char typed[LOOKUP_TYPED_SIZE];
	enum letter_set letters;
	int n_suggested;
	struct lookup_entry suggested[LOOKUP_SUGGESTIONS];
	struct lookup_asked asked;
	struct lookup_entry group; /* the chosen sector or life event */
	struct lookup_found found;
	int choice; /* of found; LOOKUP_CHOICE_ALL */
	struct lookup_entry procedure; /* the chosen one */
	struct lookup_record record;
	bool reported;
	unsigned request; /* the last one */
	int n_trail;
	struct lookup_step trail[LOOKUP_TRAIL_MAX];
	bool leaving; /* the page asks whether somebody is there */
	int64_t leave_ms; /* when the page ends; 0 it stays */
};

void lookup_init(struct lookup *lookup, const char *first_language);

/* Handles an event. Times are monotonic. */
void lookup_take(struct lookup *lookup, const struct lookup_event *event, int64_t now_ms,
	struct lookup_effect *ret);

/* When to send a LOOKUP_TICK; −1 never. */
int64_t lookup_next_ms(const struct lookup *lookup);

/* Fills what the look-up itself knows into a view of zeros; sectors, life events and the texts of
 * the procedure and the centre are the owner's to fill in. */
void lookup_fill_view(const struct lookup *lookup, struct lookup_view *view);
