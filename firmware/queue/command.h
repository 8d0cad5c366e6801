/* SPDX-License-Identifier: Apache-2.0 */
/* The commands of the hub and their answers: plain data. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "queue/clips.h"
#include "queue/dossier.h"
#include "queue/evaluation.h"
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
	COMMAND_TICK, /* opens or closes the service day when it is time; every batch does this
			 first anyway */
	COMMAND_ISSUE,
	MOVES(COMMAND_OF_MOVE, COMMAND_OF_ACT, COMMAND_OF_ASK) /* at a counter, on a ticket */
	/* on the site */
	COMMAND_SITE,
	COMMAND_DAY_OPEN, /* also reopens a day that was closed by hand */
	COMMAND_DAY_CLOSE,
	COMMAND_DAY_REOPEN, /* and its tickets that were ended by its closing */
	COMMAND_CLOCK_ACCEPT,
	COMMAND_DEVICE,
	COMMAND_DEVICE_REMOVE, /* and the parts of the device */
	COMMAND_ACKNOWLEDGE, /* acknowledges that the database was rebuilt; does nothing when it was
				not */
	COMMAND_RATE, /* a ticket, or a counter's last finished one */
	COMMAND_PORTAL,
	COMMAND_DOSSIER, /* enters one or more counts of dossiers */
	COMMAND_DOSSIER_REMOVE,
	COMMAND_EVALUATION, /* takes the evaluation's figures of a period, or removes them */
	COMMAND_COMPLAINT_ENTER,
	COMMAND_COMPLAINT_ANSWER,
	COMMAND_COMPLAINT_CORRECT,
	COMMAND_COMPLAINT_REOPEN,
	COMMAND_COMPLAINT_WITHDRAW,
	COMMAND_TOKEN_ADD,
	COMMAND_TOKEN_REMOVE,
	COMMAND_PICTURE_ADD,
	COMMAND_RECORDS, /* adds contents of records for an import to come */
	COMMAND_CATALOGUE, /* imports what they hold */
	COMMAND_CATALOGUE_UNDO,
	COMMAND_CLIP, /* names a clip of the centre's own voice, or none */
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

/* Which counters and slips the caller may act on, within what its role allows. Decided in the
 * writer, with the model of that instant: a replica may be out of date. */
enum right {
	RIGHT_ALL, /* anybody's counter and slips */
	RIGHT_OWN_COUNTER, /* the counter that the actor opened */
	RIGHT_KEYPAD, /* whichever counter is open, but not what it serves */
	RIGHT_OWN_SLIPS, /* the slips of tickets whose kiosk is the actor */
};

/* What is said of a complaint; COMMAND_COMPLAINT_CORRECT changes what is given. */
struct complaint_change {
	char subject[LIMIT_ID + 1]; /* "" not given */
	bool has_channel;
	enum complaint_channel channel;
	char day[DAY_LENGTH + 1]; /* "" not given: today, when it is entered */
	char about[LIMIT_ROOM(LIMIT_COMPLAINT_TEXT)]; /* "" not given */
	bool has_outcome;
	enum complaint_outcome outcome;
	char answered_day[DAY_LENGTH + 1]; /* "" not given: today, when it is answered */
	bool has_note;
	char note[LIMIT_ROOM(LIMIT_COMPLAINT_TEXT)];
};

/* Flat; each kind reads the fields it needs (the decide-*.c files say which). Texts are checked
 * again there. */
struct command {
	enum command_kind kind;
	char actor[LIMIT_ID + 1];
	/* A command with the same key from the same actor runs only once, also across a restart;
	 * "": no key. */
	char idempotency_key[LIMIT_IDEMPOTENCY_KEY + 1];
	uint8_t request_digest[LIMIT_REQUEST_DIGEST]; /* of the whole request */
	enum right right;
	int64_t ticket;
	int64_t expect; /* for moves on a counter's ticket: the ticket that the caller sees there;
			   0: any */
	int counter;
	char service[LIMIT_ID + 1];
	bool has_lane;
	enum lane lane;
	char reason[LIMIT_ID + 1];
	char language[LIMIT_LANGUAGE + 1];
	char press_id[LIMIT_PRESS_ID + 1];
	char kiosk[LIMIT_ID + 1];
	bool print; /* a slip is to be printed */
	char note[LIMIT_ROOM(LIMIT_NOTE)];
	char number[LIMIT_NUMBER_TEXT + 1]; /* COMMAND_CALL: "A001", or ticket */
	int to_counter; /* COMMAND_TRANSFER */
	char outcome[LIMIT_ID + 1];
	int quantity;
	enum slip_status slip_status;
	bool again; /* COMMAND_PAPER: about a slip printed once more than was asked for */
	char staff[LIMIT_ID + 1];
	int n_services; /* COMMAND_COUNTER_OPEN, _SERVICES; 0: the counter's usual services */
	char services[LIMIT_SERVICES][LIMIT_ID + 1];
	bool hand_over; /* COMMAND_COUNTER_CLOSE: the current ticket waits again */
	char device[LIMIT_ID + 1];
	char device_state[LIMIT_ID + 1];
	char fault[LIMIT_ID + 1];
	json_t *site; /* COMMAND_SITE; was parsed once already; owned by the command */
	int64_t site_seq; /* COMMAND_SITE: the version that it was edited from; 0: any */
	bool only_check; /* COMMAND_SITE: only check it, change nothing */
	int score; /* COMMAND_RATE */
	bool down; /* COMMAND_PORTAL */
	struct dossier_counts dossiers; /* COMMAND_FINISH */
	struct dossier_entry *entries; /* COMMAND_DOSSIER; owned by the command */
	size_t n_entries;
	bool replace; /* COMMAND_DOSSIER: replaces an import of the same days and service */
	int64_t entry; /* COMMAND_DOSSIER_REMOVE, COMMAND_COMPLAINT_…: which one */
	char period[EVALUATION_PERIOD + 1]; /* COMMAND_EVALUATION */
	json_t *evaluation; /* evaluation_to_json's; NULL: it is removed; owned */
	int64_t evaluation_seq; /* of the version that it was compared with; 0 there was none */
	struct complaint_change complaint; /* COMMAND_COMPLAINT_… */
	char day[DAY_LENGTH + 1]; /* COMMAND_DAY_REOPEN: the day to reopen; "": any */
	bool says_time; /* COMMAND_CLOCK_ACCEPT: somebody entered a time, not just confirmed the
			   clock's */
	int64_t offset_ms; /* COMMAND_CLOCK_ACCEPT: the entered time minus the system's clock */
	char token_name[LIMIT_ID + 1];
	char token_role[LIMIT_ID + 1];
	uint8_t token_hash[32];
	char picture_id[LIMIT_PICTURE_ID + 1]; /* COMMAND_PICTURE_ADD */
	json_t *picture; /* its PNG in base64; owned by the command */
	char clip[LIMIT_CLIP + 1]; /* COMMAND_CLIP, with language */
	struct clip_row *clip_row; /* its sound; NULL: the pack's is said again; owned */
	json_t *records; /* COMMAND_RECORDS: catalogue_rows_add's; owned */
	json_t *catalogue; /* COMMAND_CATALOGUE: {"changes": catalogue-rows.h's, "summary"};
			      owned */
	int64_t catalogue_seq; /* the catalogue that it was compared with; COMMAND_CATALOGUE_UNDO:
				  0 any */
	struct staff_change staff_change;
	struct sign_in_row sign_in;
	struct attempt_row attempt; /* recorded unless its outcome is "" */
};

void command_done(struct command *command);
/* Whether the command is given at a counter; its counter is then set. */
bool command_is_at_counter(enum command_kind kind);

/* Why a command was refused. The names are the API's "error". */
enum command_error {
	ERROR_NONE,
	ERROR_BAD_FIELD, /* 400 bad_field */
	ERROR_PERSONAL_DATA, /* 400 personal_data: the text seems to name a person */
	ERROR_NOT_FOUND, /* 404 not_found */
	ERROR_NOT_ALLOWED, /* 409 not_allowed: not from this state */
	ERROR_NO_SESSION, /* 409 no_session: the counter is not open */
	ERROR_BUSY, /* 409 busy: counter, staff or session already has one */
	ERROR_CLOSED, /* 409 closed: outside the hours */
	ERROR_LIMIT, /* 409 limit_reached: tickets of the day, devices, staff, periods */
	ERROR_PAST_CLOSING, /* 409 past_closing: the wait goes beyond the hours */
	ERROR_TOO_SOON, /* 409 too_soon: recall interval, undo period, time to rate */
	ERROR_CLOCK_BEHIND, /* 409 clock_behind */
	ERROR_NO_SITE, /* 409 no_site: no site data yet */
	ERROR_EXISTS, /* 409 exists */
	ERROR_CHANGED, /* 412 changed: somebody else has changed it meanwhile */
	ERROR_NOT_YOURS, /* 403 not_yours: somebody else's counter or slip */
	ERROR_STORAGE, /* 503 storage: the disk refused; nothing was changed */
	ERRORS
};
const char *error_name(enum command_error error);

struct answer {
	enum command_error error;
	char field[LIMIT_ID + 1]; /* the field of the command that is wrong, or "" */
	char message[160]; /* English, for developers; users see the texts of ui/strings */
	bool created; /* an issue made a ticket; false when its press id had one already */
	bool has_ticket;
	struct ticket ticket; /* after the command */
	bool has_counter;
	struct counter counter; /* after the command */
	struct sign_in_row sign_in; /* COMMAND_SIGN_IN: the new sign-in */
	bool has_complaint;
	struct complaint complaint; /* after the command */
	int64_t seq; /* of the last event up to and including this command */
};
