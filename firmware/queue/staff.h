/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The people who work here, their sign-ins, and the attempts to sign in. They are in the database,
 * not in the event log: the log says that an account changed, never how it is opened.
 *
 * This is the only authority on people. The site data's list of staff only adds those who are not
 * here yet, without a secret; it changes and removes nobody.
 */
#pragma once

#include "queue/model.h"

enum {
	STAFF_SECRET_MAX = 127, /* argon2id's text form, bytes */
	STAFF_HASH_SIZE = 32,
	STAFF_ADDRESS_MAX = 45, /* an IPv6 address */
};

struct staff_row {
	char id[LIMIT_ID + 1];
	char name[LIMIT_ROOM(LIMIT_PERSON)];
	char role[LIMIT_ID + 1]; /* one of auth's words */
	bool active;
	char valid_day[DAY_LENGTH + 1]; /* for a helper; "": any day */
	char secret[STAFF_SECRET_MAX + 1]; /* "": cannot sign in */
	int64_t made_wall_ms;
};

/* The fields of a person to be set from row; id says which person. */
struct staff_change {
	struct staff_row row;
	bool has_name;
	bool has_role;
	bool has_active;
	bool has_valid_day;
	bool has_secret;
};

struct sign_in_row {
	int64_t id;
	uint8_t hash[STAFF_HASH_SIZE]; /* of the cookie */
	char staff[LIMIT_ID + 1]; /* "" when signed in with a token */
	char token[LIMIT_ID + 1]; /* the token's name; "" when signed in with a name and a secret */
	char address[STAFF_ADDRESS_MAX + 1];
	struct timestamp made;
	struct timestamp seen;
};

struct attempt_row {
	int64_t id;
	int64_t wall_ms;
	char name[LIMIT_ROOM(LIMIT_PERSON)]; /* as it was typed */
	char address[STAFF_ADDRESS_MAX + 1];
	char outcome[LIMIT_ID + 1]; /* "ok", "wrong", "ended", … */
};

struct store;

/*
 * Everything below blocks on the disk and is for the store's thread; changes are part of the
 * current transaction, if there is one. 0 or −errno, as store.h says.
 *
 * One person. −ENOENT.
 */
int staff_find(struct store *store, const char *id, struct staff_row *ret) _warn_unused_;
typedef int (*staff_cb)(const struct staff_row *row, void *userdata);
int staff_list(struct store *store, staff_cb callback, void *userdata) _warn_unused_;
/* Adds or replaces. */
int staff_put(struct store *store, const struct staff_row *row) _warn_unused_;
int staff_remove(struct store *store, const char *id) _warn_unused_;

/* Adds a sign-in and fills in row->id. Ends the oldest ones of the person or token when there are
 * more than LIMIT_SIGN_INS or LIMIT_TOKEN_SIGN_INS. */
int sign_in_add(struct store *store, struct sign_in_row *row) _warn_unused_;
int sign_in_seen(struct store *store, int64_t id, const struct timestamp *seen) _warn_unused_;
/* Removes one sign-in, or with id 0 all of a person. */
int sign_in_remove(struct store *store, int64_t id, const char *staff) _warn_unused_;
/* Removes all sign-ins with a token. */
int sign_in_remove_token(struct store *store, const char *token) _warn_unused_;
typedef int (*sign_in_cb)(const struct sign_in_row *row, void *userdata);
int sign_in_list(struct store *store, sign_in_cb callback, void *userdata) _warn_unused_;

/* Adds an attempt and removes the oldest ones beyond LIMIT_ATTEMPTS. */
int attempt_add(struct store *store, const struct attempt_row *row) _warn_unused_;
/* The newest first. */
typedef int (*attempt_cb)(const struct attempt_row *row, void *userdata);
int attempt_list(struct store *store, int max, attempt_cb callback, void *userdata) _warn_unused_;
