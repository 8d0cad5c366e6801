/* SPDX-License-Identifier: Apache-2.0 */
/* What the hub can be told to do, and what it answers: plain data. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "queue/dossier.h"
#include "queue/model.h"
#include "queue/moves.h"
#include "queue/staff.h"
#define COMMAND_AT_NOWHERE(name)
#define COMMAND_AT_TICKET(name) COMMAND_##name,
#define COMMAND_AT_COUNTER(name) COMMAND_##name,
#define COMMAND_AT_COUNTER_TOO(name) COMMAND_##name,
#define COMMAND_OF_MOVE(name, event, word, from, to, fields, place, ...) COMMAND_AT_##place(name)
#define COMMAND_OF_ACT(name, event, word, fields, place, ...) COMMAND_AT_##place(name)
#define COMMAND_OF_ASK(name, word, place, ...) COMMAND_AT_##place(name)
enum command_kind {
	COMMAND_TICK, /* let the service day move; every batch does this first by itself */
	COMMAND_ISSUE,
	MOVES(COMMAND_OF_MOVE, COMMAND_OF_ACT, COMMAND_OF_ASK) /* at a counter, on a ticket */
	/* on the site */
	COMMAND_SITE,
	COMMAND_DAY_OPEN, /* also reopens a day that was closed by hand */
	COMMAND_DAY_CLOSE,
	COMMAND_DAY_REOPEN, /* with the tickets that its end has ended */
	COMMAND_CLOCK_ACCEPT,
	COMMAND_DEVICE,
	COMMAND_DEVICE_REMOVE, /* and its parts */
	COMMAND_ACKNOWLEDGE, /* that the database was rebuilt; nothing, when it was not */
	COMMAND_RATE, /* a ticket, or a counter's last finished one */
	COMMAND_PORTAL,
	COMMAND_DOSSIER, /* enters one or more counts of dossiers */
	COMMAND_DOSSIER_REMOVE,
	COMMAND_TOKEN_ADD,
	COMMAND_TOKEN_REMOVE,
	/* on people: queue-staff.c */
	COMMAND_STAFF_ADD,
	COMMAND_STAFF_CHANGE,
	COMMAND_STAFF_REMOVE,
	COMMAND_SIGN_IN,
	COMMAND_SIGN_OUT, /* sign_in.id, or 0 and sign_in.staff: all of that person */
	COMMAND_SIGN_IN_SEEN,
	COMMAND_ATTEMPT,
	COMMAND_KINDS
};

/* What the caller may act on, of what its role may do at all. Decided in the writer, with the model
 * of that instant: what a replica says may have changed by then. */
enum right {
	RIGHT_ALL, /* anybody's counter and slips */
	RIGHT_OWN_COUNTER, /* the counter that the actor opened */
	RIGHT_KEYPAD, /* whichever counter is open, but not what it serves */
	RIGHT_OWN_SLIPS, /* the tickets of the kiosk that the actor is */
};

/* Flat; each kind reads the fields it needs (decide.c says which). Strings are checked again. */
struct command {
	enum command_kind kind;
	char actor[LIMIT_ID + 1];
	/* The same one of the same actor is done once, also across a restart; "" none. */
	char idempotency_key[LIMIT_IDEMPOTENCY_KEY + 1];
	uint8_t request_digest[LIMIT_REQUEST_DIGEST]; /* of all that was asked */
	enum right right;
	int64_t ticket;
	int64_t expect; /* moves on a counter's ticket: the one that the caller sees there, or 0 */
	int counter;
	char service[LIMIT_ID + 1];
	bool has_lane;
	enum lane lane;
	char reason[LIMIT_ID + 1];
	char language[LIMIT_LANGUAGE + 1];
	char press_id[LIMIT_PRESS_ID + 1];
	char kiosk[LIMIT_ID + 1];
	bool print; /* a slip is wanted */
	char note[LIMIT_NOTE + 1];
	char number[LIMIT_NUMBER_TEXT + 1]; /* COMMAND_CALL: "A001", or ticket */
	int to_counter; /* COMMAND_TRANSFER */
	char outcome[LIMIT_ID + 1];
	int quantity;
	enum slip_status slip_status;
	bool again; /* COMMAND_PAPER: of a slip more than were asked for */
	char staff[LIMIT_ID + 1];
	int n_services; /* COMMAND_COUNTER_OPEN, _SERVICES: 0 the counter's usual ones */
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
	bool hand_over; /* COMMAND_COUNTER_CLOSE: an open ticket waits again (return lane) */
	char device[LIMIT_ID + 1];
	char device_state[LIMIT_ID + 1];
	char fault[LIMIT_ID + 1];
	json_t *site; /* COMMAND_SITE, already parsed once; owned by the command */
	int64_t site_seq; /* COMMAND_SITE: it was made from this one; 0 from whichever */
	bool only_check; /* COMMAND_SITE: say whether it would be taken, and change nothing */
	int score; /* COMMAND_RATE */
	bool down; /* COMMAND_PORTAL */
	struct dossier_counts dossiers; /* COMMAND_FINISH */
	struct dossier_entry *entries; /* COMMAND_DOSSIER; owned by the command */
	size_t n_entries;
	bool replace; /* COMMAND_DOSSIER: an import of the same days and service gives way */
	int64_t entry; /* COMMAND_DOSSIER_REMOVE */
	char day[DAY_LENGTH + 1]; /* COMMAND_DAY_REOPEN: the one that is meant; "" whichever */
	bool says_time; /* COMMAND_CLOCK_ACCEPT: it was set, not just confirmed */
	int64_t offset_ms; /* … what was said, against the system's clock */
	char token_name[LIMIT_ID + 1];
	char token_role[LIMIT_ID + 1];
	uint8_t token_hash[32];
	struct staff_change staff_change;
	struct sign_in_row sign_in;
	struct attempt_row attempt; /* recorded unless its outcome is "" */
};

void command_done(struct command *command);
/* Whether the command is given at a counter, which it then names. */
bool command_is_at_counter(enum command_kind kind);

/* Why a command was refused. The names are the API's "error". */
enum command_error {
	ERROR_NONE,
	ERROR_BAD_FIELD, /* 400 bad_field */
	ERROR_NOT_FOUND, /* 404 not_found */
	ERROR_NOT_ALLOWED, /* 409 not_allowed: not from this state */
	ERROR_NO_SESSION, /* 409 no_session: the counter is not open */
	ERROR_BUSY, /* 409 busy: counter, staff or session already has one */
	ERROR_CLOSED, /* 409 closed: outside the hours */
	ERROR_LIMIT, /* 409 limit_reached: the day's limit */
	ERROR_PAST_CLOSING, /* 409 past_closing: the wait goes beyond the hours */
	ERROR_TOO_SOON, /* 409 too_soon: recall interval, undo period, time to rate */
	ERROR_CLOCK_BEHIND, /* 409 clock_behind */
	ERROR_NO_SITE, /* 409 no_site: no site data yet */
	ERROR_EXISTS, /* 409 exists */
	ERROR_CHANGED, /* 412 changed: somebody else was first */
	ERROR_NOT_YOURS, /* 403 not_yours: another one's counter or slip */
	ERROR_STORAGE, /* 503 storage: the disk refused; nothing was changed */
	ERRORS
};
const char *error_name(enum command_error error);

struct answer {
	enum command_error error;
	char field[LIMIT_ID + 1]; /* the command's field at fault, or "" */
	char message[160]; /* English, for developers; people see the texts of ui/strings */
	bool created; /* an issue that made a ticket (not a repeated press) */
	bool has_ticket;
	struct ticket ticket; /* after the command */
	bool has_counter;
	struct counter counter; /* after the command */
	struct sign_in_row sign_in; /* COMMAND_SIGN_IN: the new one */
	int64_t seq; /* of the last event up to and including this command */
};
