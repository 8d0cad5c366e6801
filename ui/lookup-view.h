/* SPDX-License-Identifier: Apache-2.0 */
/* What the look-up of procedures shows on the kiosk's screen, beside the frame that every page has
 * (kiosk-view.h): plain data, laid out by kiosk-layout. */
#pragma once

#include "ui/kiosk-view.h"
#include "ui/letter-keys.h"

enum {
	LOOKUP_ENTRIES_MAX = 100, /* of a list */
	LOOKUP_CHOICES_MAX = 5, /* of a question back */
	LOOKUP_SUGGESTIONS = 3, /* while somebody types */
	LOOKUP_ID_SIZE = 33,
	LOOKUP_NAME_SIZE = 401, /* bytes: three hundred letters; the longer ends with "…" */
	LOOKUP_TYPED_SIZE = 121, /* bytes: forty letters at least */
	LOOKUP_PARAGRAPHS_MAX = 96,
	LOOKUP_SUMMARY_MAX = 3,
	LOOKUP_TEXT_SIZE = 601,
};

enum lookup_page {
	LOOKUP_START, /* the ways to a procedure: search, sectors, life events */
	LOOKUP_TYPING, /* the keyboard */
	LOOKUP_SECTORS,
	LOOKUP_EVENTS,
	LOOKUP_ASK, /* what was typed may mean several things: two to five choices */
	LOOKUP_RESULTS, /* procedures: found, of a sector, or of a life event */
	LOOKUP_PROCEDURE, /* papers, fees, time and steps, in pages */
	LOOKUP_WAYS, /* free of charge online, the portal, "this is wrong" */
	LOOKUP_CENTRE, /* how to reach the centre */
	LOOKUP_MESSAGE, /* one thing; message says which */
};

enum lookup_message {
	LOOKUP_WAITING, /* for an answer */
	LOOKUP_NOTHING, /* nothing was found */
	LOOKUP_AWAY, /* no answer */
	LOOKUP_PRINTING, /* the list of papers */
	LOOKUP_PRINTED,
	LOOKUP_NOT_PRINTED,
	LOOKUP_NOTED, /* that something is wrong */
};

/* Keys that do something: the index of KIOSK_TARGET_ACTION. */
enum lookup_action {
	LOOKUP_DO_SEARCH, /* to the keyboard */
	LOOKUP_DO_SECTORS,
	LOOKUP_DO_EVENTS,
	LOOKUP_DO_CENTRE,
	LOOKUP_DO_TICKETS, /* to the pages that give numbers */
	LOOKUP_DO_SPACE,
	LOOKUP_DO_DELETE,
	LOOKUP_DO_MARKS,
	LOOKUP_DO_DIGITS,
	LOOKUP_DO_FIND,
	LOOKUP_DO_ALL, /* none of the choices: everything that was found */
	LOOKUP_DO_PRINT,
	LOOKUP_DO_TICKET, /* a number for this procedure */
	LOOKUP_DO_WAYS,
	LOOKUP_DO_REPORT, /* "this is wrong" */
	LOOKUP_DO_START, /* to the first page */
	LOOKUP_DO_CLEAR, /* all that was typed */
};

/* A sector, a life event, a procedure, or a choice. */
struct lookup_entry {
	char id[LOOKUP_ID_SIZE];
	char name[LOOKUP_NAME_SIZE];
	char language[KIOSK_LANGUAGE_SIZE]; /* of the name; "" the catalogue's, the first one */
	char pictogram[KIOSK_ID_SIZE]; /* "" none */
};

struct lookup_paragraph {
	bool is_title;
	char text[LOOKUP_TEXT_SIZE];
	/* Its bytes that the catalogue says, in the first language; the rest is in the page's. */
	int data_from, data_to;
};

/* Fill with zeros first, because views are compared as bytes. */
struct lookup_view {
	enum lookup_page page;
	enum lookup_message message;
	bool has_tickets; /* the kiosk gives numbers, too */
	bool has_events; /* there are life events */
	char typed[LOOKUP_TYPED_SIZE];
	enum letter_set letters;
	int n_entries; /* on TYPING: what may be meant */
	struct lookup_entry entries[LOOKUP_ENTRIES_MAX];
	int n_more; /* that the list has no room for */
	/* On RESULTS the sector or the life event, on PROCEDURE and WAYS the procedure, on CENTRE
	 * the centre; "" none. */
	char name[LOOKUP_NAME_SIZE];
	char name_language[KIOSK_LANGUAGE_SIZE]; /* as of an entry */
	int n_paragraphs;
	struct lookup_paragraph paragraphs[LOOKUP_PARAGRAPHS_MAX];
	/* PROCEDURE: what a screen of up to some 13 inches says first, below the name; all of it
	 * stands in the paragraphs, too, of which the first is the name. */
	int n_summary;
	struct lookup_paragraph summary[LOOKUP_SUMMARY_MAX];
	bool can_print; /* the list of papers */
	bool can_ticket; /* a service that gives numbers serves this procedure */
	bool can_report; /* that it is wrong, which nobody has done yet */
	bool free_online; /* nothing is to be paid when it is filed online */
	char url[KIOSK_URL_SIZE]; /* for a QR code; "" none */
};
