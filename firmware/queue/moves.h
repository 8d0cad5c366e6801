/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of field.md: what can happen to a ticket and at a counter, one row each. It is expanded
 * in ticket.c (states), event.c and journal.c (the log), decide.c (commands), hub-routes.c (the
 * API) and ctl-commands.c (the command line). What a move does besides changing the state is in
 * decide-*.c (the rule) and fold.c (the effect). The words are on disk and in the API, so they must
 * not change: test-moves checks them.
 *
 * MOVE(name, event, word, from, to, fields, place, roles, body, help, details)
 *	moves a ticket from one of some states to another: MOVE_name, EVENT_name, COMMAND_name
 * ACT(name, event, word, fields, place, roles, body, help, details)
 *	leaves the states of tickets alone: EVENT_name, COMMAND_name
 * ASK(name, word, place, roles, body, help, details)
 *	asks for a move of another row: COMMAND_name
 *
 * event	its kind in the log and in the stream
 * word		the last part of its path, and its name in errors
 * from		IN(state) | … ; from other states the move is refused
 * fields	of the event, as journal.c names them
 * place	COUNTER: POST /counters/{n}/word; TICKET: POST /tickets/{id}/word; COUNTER_TOO: at a
 *		counter, by the path of another row; NOWHERE: only the hub or another row does it
 * roles	who may: MAY_roles
 * body		of the request: body_fields of hub-routes.c, counter_body and ticket_body of
 *		ctl-fields.h
 * help, details	of the command line; details may be NULL
 */
#pragma once

/* For the kinds of rows that an expansion leaves out. */
#define MOVES_SKIP(...)

#define TAKEN_BACK "A clerk may for some minutes (the site's take_back_s), a supervisor all day."

/* clang-format off */
#define MOVES(MOVE, ACT, ASK) \
	MOVE(ISSUE, "issue", "issue", IN(NONE), WAITING, \
		TICKET_FIELDS | BIT(F_SERIES) | BIT(F_N) | BIT(F_PAPER) | BIT(F_REASON) | \
			BIT(F_LANGUAGE) | BIT(F_KIOSK) | BIT(F_AHEAD) | BIT(F_WAIT) | \
			BIT(F_TICKET_SUBJECT), \
		NOWHERE, , , , ) \
	/* the ticket */ \
	MOVE(VOID, "void", "void", IN(WAITING), VOID, TICKET_FIELDS, \
		TICKET, ISSUE, plain, "cancel a ticket that was a mistake", \
		"For a double press or a misprint. Its number is not used again that day.") \
	MOVE(LEAVE, "leave", "leave", IN(WAITING) | IN(CALLED) | IN(HELD) | IN(SUPPLEMENT), LEFT, \
		TICKET_FIELDS | BIT(F_NOTE), \
		TICKET, SERVE, note, "the citizen has gone", NULL) \
	MOVE(REVIVE, "revive", "revive", IN(NO_SHOW), WAITING, TICKET_FIELDS, \
		TICKET, SERVE, plain, "a no-show is here after all", \
		"The ticket waits in the return lane, by its first arrival.") \
	MOVE(RETURN, "return", "return", IN(HELD) | IN(SUPPLEMENT), WAITING, TICKET_FIELDS, \
		TICKET, SERVE, plain, "a held or supplemented ticket waits again", NULL) \
	MOVE(UNDO_VOID, "undo_void", "undo-void", IN(VOID), WAITING, TICKET_FIELDS, \
		TICKET, SERVE, plain, "void was a mistake: the ticket waits again", TAKEN_BACK) \
	MOVE(UNDO_LEAVE, "undo_leave", "undo-leave", IN(LEFT), WAITING, TICKET_FIELDS, \
		TICKET, SERVE, plain, "the citizen has not gone: the ticket waits again", TAKEN_BACK) \
	/* after the seconds of UNDO_FINISH, or while the counter has another ticket */ \
	MOVE(UNFINISH, "unfinish", "undo-finish", IN(FINISHED), HELD, TICKET_FIELDS, \
		TICKET, SERVE, plain, "not done after all: the ticket is set aside", TAKEN_BACK) \
	MOVE(EXPIRE, "expire", "expire", \
		IN(WAITING) | IN(CALLED) | IN(NO_SHOW) | IN(HELD) | IN(SUPPLEMENT), EXPIRED, \
		TICKET_FIELDS, NOWHERE, , , , ) \
	MOVE(FINISH_UNCONFIRMED, "finish_unconfirmed", "finish-unconfirmed", \
		IN(SERVING), FINISHED_UNCONFIRMED, TICKET_FIELDS, NOWHERE, , , , ) \
	/* its slip */ \
	ACT(REPRINT, "reprint", "reprint", BIT(F_NUMBER) | BIT(F_KIOSK), \
		TICKET, HELP, reprint, "print the slip again, with the same number", NULL) \
	ACT(PAPER, "paper", "paper", BIT(F_NUMBER) | BIT(F_PAPER) | BIT(F_NOTE), \
		TICKET, ISSUE, paper, "say what became of the slip (a kiosk's report)", NULL) \
	/* the counter's session */ \
	ACT(COUNTER_OPEN, "counter_open", "open", BIT(F_STAFF) | BIT(F_DAY) | BIT(F_IN_ORDER), \
		COUNTER, SERVE, open, "begin to work there", \
		"Example: layso counter 3 open --staff quay-3") \
	ACT(COUNTER_SERVICES, "counter_services", "services", BIT(F_IN_ORDER), \
		COUNTER, SERVE, services, "change what the open session serves", \
		"Example: layso counter 2 services --services A,B") \
	ACT(COUNTER_PAUSE, "counter_pause", "pause", BIT(F_NOTE), \
		COUNTER, SERVE, note, "stop calling for a while", NULL) \
	/* finish-next then calls nobody; at a counter without a ticket it is a pause */ \
	ACT(COUNTER_PAUSE_AFTER, "counter_pause_after", "pause-after", BIT(F_NOTE), \
		COUNTER, SERVE, note, "stop calling when the present ticket is done", \
		"Whatever becomes of the ticket, and whoever moves it.") \
	ACT(COUNTER_UNDO_PAUSE_AFTER, "counter_undo_pause_after", "undo-pause-after", 0, \
		COUNTER, SERVE, plain, "go on after the present ticket after all", NULL) \
	ACT(COUNTER_RESUME, "counter_resume", "resume", 0, \
		COUNTER, SERVE, resume, "go on, or take a held ticket back", NULL) \
	ACT(COUNTER_CLOSE, "counter_close", "close", 0, \
		COUNTER, SERVE, close, "end the work there", NULL) \
	/* the ticket at the counter */ \
	ASK(CALL_NEXT, "call-next", COUNTER, SERVE, plain, "call whoever is next", \
		"The hub chooses. When nobody waits, it says so and nothing changes.") \
	MOVE(CALL, "call", "call", IN(WAITING), CALLED, \
		TICKET_FIELDS | BIT(F_CALLS) | BIT(F_LANGUAGE), \
		COUNTER, SERVE, call, "call a certain ticket", NULL) \
	MOVE(RECALL, "recall", "recall", IN(CALLED), CALLED, \
		TICKET_FIELDS | BIT(F_CALLS) | BIT(F_LANGUAGE), \
		COUNTER, SERVE, expect, "call the same number again", NULL) \
	MOVE(APPEAR, "appear", "appear", IN(CALLED), SERVING, TICKET_FIELDS, \
		COUNTER, SERVE, expect, "the citizen is here", NULL) \
	MOVE(UNDO_APPEAR, "undo_appear", "undo-appear", IN(SERVING), CALLED, TICKET_FIELDS, \
		COUNTER, SERVE, expect, "the citizen is not here after all", TAKEN_BACK) \
	MOVE(UNDO_CALL, "undo_call", "undo-call", IN(CALLED), WAITING, \
		TICKET_FIELDS | BIT(F_CALLS), \
		COUNTER, SERVE, expect, "the call was a mistake: the ticket waits again", NULL) \
	MOVE(ABSENT, "absent", "absent", IN(CALLED), WAITING, TICKET_FIELDS | BIT(F_PLACE), \
		COUNTER, SERVE, expect, "the citizen did not come", \
		"The ticket goes behind the next few; after the last attempt it is a no-show.") \
	MOVE(NO_SHOW, "no_show", "absent", IN(CALLED), NO_SHOW, TICKET_FIELDS, NOWHERE, , , , ) \
	MOVE(HOLD, "hold", "hold", IN(SERVING), HELD, TICKET_FIELDS | BIT(F_NOTE), \
		COUNTER, SERVE, expect_note, "set the ticket aside and be free for the next", NULL) \
	MOVE(RESUME, "resume", "resume", IN(HELD), SERVING, TICKET_FIELDS, \
		COUNTER_TOO, , , , ) \
	MOVE(TRANSFER, "transfer", "transfer", IN(SERVING), WAITING, \
		TICKET_FIELDS | BIT(F_NOTE) | BIT(F_WANTED), \
		COUNTER, SERVE, transfer, "send the ticket to another service or counter", \
		"The number and the place by arrival stay.") \
	MOVE(ADD_SERVICE, "add_service", "add-service", IN(SERVING), SERVING, TICKET_FIELDS, \
		COUNTER, SERVE, service, "go on with another service, same ticket", NULL) \
	MOVE(SUPPLEMENT, "supplement", "supplement", IN(SERVING), SUPPLEMENT, \
		TICKET_FIELDS | BIT(F_NOTE), \
		COUNTER, SERVE, expect_note, "papers are missing; may come back today", NULL) \
	MOVE(FINISH, "finish", "finish", IN(SERVING), FINISHED, \
		TICKET_FIELDS | BIT(F_OUTCOME) | BIT(F_QUANTITY), \
		COUNTER, SERVE, finish, "done", NULL) \
	/* a FINISH and a CALL in one transaction */ \
	ASK(FINISH_NEXT, "finish-next", COUNTER, SERVE, finish, "done, and call whoever is next", \
		"One step: both or neither. When nobody waits, it is done and nobody is called.") \
	/* also of the call that came with the finish: UNDO_CALL before it */ \
	MOVE(UNDO_FINISH, "undo_finish", "undo-finish", IN(FINISHED), SERVING, TICKET_FIELDS, \
		COUNTER, SERVE, expect, "not done after all (for some seconds)", \
		"Whoever was called by the same finish-next waits again as before.")

/* What else happens: EVENT_name, its kind in the log, and its fields. */
#define OTHER_EVENTS(EVENT) \
	EVENT(START, "start", 0) /* hubd started: a new process, perhaps a new boot */ \
	EVENT(SITE, "site", 0) /* the site data were replaced */ \
	/* its numbers are above n */ \
	EVENT(DAY_OPEN, "day_open", \
		BIT(F_DAY) | BIT(F_N) | BIT(F_GUESSED) | BIT(F_FROM_TICKET) | BIT(F_REOPENED)) \
	EVENT(DAY_CLOSE, "day_close", BIT(F_DAY)) \
	/* a day is opened again: a ticket that its closing has ended goes on */ \
	EVENT(REOPEN, "reopen", TICKET_FIELDS | BIT(F_CALLS)) \
	/* somebody confirmed the wall clock, or entered the time */ \
	EVENT(CLOCK_ACCEPT, "clock_accept", BIT(F_OFFSET)) \
	/* the wall clock was set, or became known: the day goes on, re-dated, above n */ \
	EVENT(CLOCK_CORRECT, "clock_correct", \
		BIT(F_DAY) | BIT(F_N) | BIT(F_NOTE) | BIT(F_GUESSED)) \
	/* the numbers of a day go on above n, the ids of tickets above tickets_above: numbers and \
	 * ids that a restored backup may not know */ \
	EVENT(NUMBERS, "numbers", BIT(F_DAY) | BIT(F_N) | BIT(F_TICKETS_ABOVE)) \
	EVENT(DEVICE, "device", /* the health of a device or daemon changed */ \
		BIT(F_DEVICE) | BIT(F_DEVICE_STATE) | BIT(F_FAULT) | BIT(F_NOTE)) \
	/* a device and its parts were removed: they report no more */ \
	EVENT(DEVICE_REMOVE, "device_remove", BIT(F_DEVICE)) \
	/* somebody has seen what a part of the hub reported */ \
	EVENT(ACKNOWLEDGE, "acknowledge", BIT(F_DEVICE) | BIT(F_DEVICE_STATE)) \
	EVENT(RATE, "rate", BIT(F_NUMBER)) /* a citizen rated a finished ticket */ \
	/* the national portal is down, or works again */ \
	EVENT(PORTAL, "portal", BIT(F_DOWN) | BIT(F_NOTE)) \
	EVENT(DOSSIER, "dossier", /* counts of dossiers were entered or imported */ \
		BIT(F_SOURCE) | BIT(F_DAY) | BIT(F_UNTIL) | BIT(F_SERVICE) | BIT(F_NOTE)) \
	EVENT(DOSSIER_REMOVE, "dossier_remove", BIT(F_ENTRY)) /* … and were removed */ \
	/* a complaint was entered, or the complaint entry was answered, corrected … */ \
	EVENT(COMPLAINT, "complaint", COMPLAINT_FIELDS) \
	/* figures of the period in the note were imported, or removed */ \
	EVENT(EVALUATION, "evaluation", BIT(F_NOTE)) \
	/* records of the catalogue were imported (n of them), or the import entry was undone */ \
	EVENT(CATALOGUE, "catalogue", BIT(F_N) | BIT(F_ENTRY)) \
	/* a token was made or withdrawn (never the token itself) */ \
	EVENT(TOKEN, "token", BIT(F_NOTE)) \
	/* an account was made, changed or removed (never its secret) */ \
	EVENT(STAFF, "staff", BIT(F_NOTE)) \
	EVENT(LOST, "lost", 0) /* replaces an event that a damaged database has lost */ \
	/* a row that follows from lost events; without a row: their end (recover.h) */ \
	EVENT(RECOVER, "recover", 0)
/* clang-format on */
