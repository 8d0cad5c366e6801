/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: roles, the tokens of devices and staff, and the tokens on citizens' slips.
 * A token is 32 random bytes; guessing is hopeless, so a plain hash of it is kept (argon2 is for
 * what people choose). Pure but for random bytes and the load from the store.
 */
#pragma once

#include "hub/hub-limits.h"
#include "queue/queue.h"
#include "queue/store.h"

enum role {
	ROLE_NONE,
	/* devices, and what only looks */
	ROLE_VIEWER,
	ROLE_SCREEN, /* a television's browser: what hangs in the hall, and nothing else */
	ROLE_HALL,
	ROLE_KIOSK,
	/* people; a counter's keypad is a clerk, too */
	ROLE_HELPER, /* a volunteer, for one day */
	ROLE_CLERK,
	ROLE_SUPERVISOR,
	ROLE_DIRECTOR,
	ROLE_ADMIN,
	ROLES
};

/* Sets of roles, for the route table. */
enum {
	MAY_VIEWER = 1 << ROLE_VIEWER,
	MAY_SCREEN = 1 << ROLE_SCREEN,
	MAY_HALL = 1 << ROLE_HALL,
	MAY_KIOSK = 1 << ROLE_KIOSK,
	MAY_HELPER = 1 << ROLE_HELPER,
	MAY_CLERK = 1 << ROLE_CLERK,
	MAY_SUPERVISOR = 1 << ROLE_SUPERVISOR,
	MAY_DIRECTOR = 1 << ROLE_DIRECTOR,
	MAY_ADMIN = 1 << ROLE_ADMIN,
	MAY_ANYBODY = 1 << ROLE_NONE, /* no token needed */
	MAY_PEOPLE = MAY_HELPER | MAY_CLERK | MAY_SUPERVISOR | MAY_DIRECTOR | MAY_ADMIN,
	MAY_READ = MAY_VIEWER | MAY_HALL | MAY_KIOSK | MAY_PEOPLE,
	MAY_SERVE = MAY_CLERK | MAY_SUPERVISOR | MAY_ADMIN, /* at counters */
	MAY_HELP = MAY_HELPER | MAY_SERVE, /* at the door */
	MAY_SHOW = MAY_SCREEN | MAY_READ, /* the hall's view, as a browser shows it */
	MAY_ISSUE = MAY_KIOSK | MAY_HELP,
	MAY_SUPERVISE = MAY_SUPERVISOR | MAY_ADMIN, /* the day, other people's counters */
	MAY_NOTICE = MAY_SUPERVISE | MAY_DIRECTOR, /* notices, the portal's switch */
	MAY_FIGURES = MAY_SUPERVISE | MAY_DIRECTOR,
	MAY_STAFF_FIGURES = MAY_DIRECTOR, /* figures of a person */
	MAY_COMPLAINTS = MAY_SERVE | MAY_DIRECTOR, /* read them */
	MAY_OVERSEE = MAY_DIRECTOR | MAY_ADMIN, /* look at what the administrator runs */
	MAY_RATE = MAY_KIOSK | MAY_ADMIN, /* a counter's tablet; no account: hub-api-figures.c */
	MAY_LOOK = MAY_SUPERVISE | MAY_DIRECTOR, /* at what the screens show */
	MAY_REPORT = MAY_HALL | MAY_KIOSK | MAY_ADMIN, /* their health, what they show */
};

/* Who asks. */
struct caller {
	enum role role;
	char name[LIMIT_ID + 1];
	bool by_token; /* with a token of its own; withdrawing it ends the caller's streams */
	int64_t sign_in; /* with a name and a secret: hub-people.h; 0 not so. name is the id then */
	int64_t token_sign_in; /* a browser that signed in with a token; 0 not so */
};

/* The sign-in behind a caller, of either kind; 0 none. */
int64_t caller_sign_in(const struct caller *caller);

/* A kiosk, a hall display, or a counter's keypad, which is a clerk's token without a person: what
 * the hall cannot do without. */
bool caller_is_device(const struct caller *caller);

/* What a caller may act on. A keypad's token belongs to no person: the keypad acts for whoever
 * uses it. */
enum right caller_right(const struct caller *caller);

/* "viewer", "hall", … ; "none" is no role that a token can have. */
const char *role_name(enum role role);
int role_parse(const char *word, enum role *ret) _warn_unused_;
bool role_is_person(enum role role);
bool role_is_device(enum role role); /* what it keeps open with the hub says that it is there */

enum {
	AUTH_HASH_SIZE = 32,
	AUTH_TOKEN_LENGTH = 52, /* 32 bytes in base32 */
	AUTH_SLIP_LENGTH = 13 + 1 + 26, /* id in base36, "-", 16 bytes in base32 */
};

/* Must be called once before the rest. −EIO: no random bytes. */
int auth_init(void) _warn_unused_;

/* A new token and its hash. The token is shown once and kept nowhere. */
void auth_make(char ret_token[AUTH_TOKEN_LENGTH + 1], uint8_t ret_hash[AUTH_HASH_SIZE]);
void auth_hash(const char *token, uint8_t ret_hash[AUTH_HASH_SIZE]);

/* The tokens, in memory. */
struct auth_entry {
	char name[LIMIT_ID + 1];
	enum role role;
	uint8_t hash[AUTH_HASH_SIZE];
	int64_t made_wall_ms;
};
struct auth {
	struct auth_entry *entries;
	size_t n;
	size_t capacity;
};
void auth_done(struct auth *auth);
void auth_add(struct auth *auth, const char *name, enum role role,
	const uint8_t hash[AUTH_HASH_SIZE], int64_t made_wall_ms);
/* Replaces the entries by the store's. */
int auth_load(struct auth *auth, struct store *store) _warn_unused_;
/* Whose token it is; takes the same time for every wrong one. −EACCES: an unknown token. */
int auth_check(const struct auth *auth, const char *token, struct caller *ret) _warn_unused_;
bool auth_knows(const struct auth *auth, const char *name);
/* The role of the token with a name. −ENOENT. */
int auth_find_role(const struct auth *auth, const char *name, enum role *ret) _warn_unused_;

/* The token of a ticket's page: its id and a keyed hash of id and arrival, as the log has it: the
 * day changes when the date turns out to be another, and slips stay valid. */
void auth_slip_make(const uint8_t secret[AUTH_HASH_SIZE], int64_t id, int64_t arrived_wall_ms,
	char ret[AUTH_SLIP_LENGTH + 1]);
/* The id that a token claims; to be checked with the ticket's arrival. −EINVAL no such form. */
int auth_slip_id(const char *token, int64_t *ret_id) _warn_unused_;
bool auth_slip_valid(const uint8_t secret[AUTH_HASH_SIZE], const char *token, int64_t id,
	int64_t arrived_wall_ms);
