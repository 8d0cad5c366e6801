/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The users of this machine that may come over the Unix socket without a token, and as what:
 * "layso-kiosk=kiosk layso-hall=hall". They are devices, so none of them ever becomes staff or
 * administrator that way; who runs the hub's process, and root, do not stand here.
 */
#pragma once

#include <sys/types.h>

#include "hub/hub-auth.h"

enum { LOCAL_USERS_MAX = 8, LOCAL_USER_LENGTH = 32 };

struct local_user {
	char name[LOCAL_USER_LENGTH + 1];
	enum role role;
};

/* What those users have called their devices since the start: each a few names, or one of them
 * could fill every table that is kept by name. */
struct local_names {
	struct {
		uid_t uid;
		char name[LIMIT_ID + 1];
	} entry[LOCAL_USERS_MAX * LIMIT_LOCAL_NAMES];
	int n;
};

/* Whether a user may call itself so; it is remembered. Pure. */
bool local_names_take(struct local_names *names, uid_t uid, const char *name);

struct local_users {
	struct local_user user[LOCAL_USERS_MAX];
	int n;
};

/* Reads the setting; "" names no user. −EINVAL: not USER=ROLE with the role of a device, or a user
 * twice; −E2BIG: too many. Pure. */
int local_parse(const char *text, struct local_users *ret) _warn_unused_;

/* As what a user comes; NULL: not one of them. Asks the system which user has a name each time, for
 * a program's package may be installed while the hub runs. */
const struct local_user *local_find(const struct local_users *users, uid_t uid);
