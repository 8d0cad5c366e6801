/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The people who work here and who of them is signed in, in memory, as the database has them. A
 * sign-in is a random cookie of which a hash is kept; it ends by itself when it is not used, and in
 * any case after some hours, by the time since boot when that is known and by the wall clock across
 * a power cut. Who signs in with a token gets such a cookie, too, and never the token itself; that
 * of a device, which nobody signs in every morning, lasts for months.
 */
#pragma once

#include "hub/hub-auth.h"
#include "queue/staff.h"

struct person {
	struct staff_row row;
	enum role role; /* ROLE_NONE: a role that this version does not know; has no rights */
};

struct sign_in {
	struct sign_in_row row; /* seen is newer than the database's by up to PEOPLE_SEEN_S */
	int64_t written_boot_ms; /* when seen was last written; 0 not since the start */
};

enum {
	PEOPLE_SEEN_S = 300,
	DEVICE_IDLE_S = 60 * 24 * 3600, /* a tablet in a drawer over the holidays */
	DEVICE_LIFE_S = 400 * 24 * 3600, /* browsers keep no cookie longer */
};

struct people {
	const struct auth *auth; /* the tokens; NULL none */
	struct person *persons;
	size_t n_persons;
	struct sign_in *sign_ins;
	size_t n_sign_ins;
	int idle_s; /* without a request for so long a sign-in ends */
	int life_s; /* it never lasts longer */
};

void people_done(struct people *people);
/* Replaces the accounts and sign-ins in memory by those of the store; what is known of recent use
 * stays. */
int people_load(struct people *people, struct store *store) _warn_unused_;

/* NULL: nobody. */
const struct person *people_find(const struct people *people, const char *id);
/* By what somebody types: the id in any case of its letters, or the whole name if only one has it.
 */
const struct person *people_match(const struct people *people, const char *name);
/* Whether anybody at all has a secret. */
bool people_any(const struct people *people);
/* Whether the account may be used on this day. */
bool people_may(const struct person *person, const char *day);

/* Whose cookie it is, if the sign-in has not ended; it counts as used now. −EACCES. *ret_stale: the
 * use should be written down. */
int people_check(struct people *people, const char *cookie, const struct model *model,
	const struct clock_reading *now, struct caller *ret, bool *ret_stale) _warn_unused_;
/* Whether a caller's sign-in is still valid; does not count as a use. */
bool people_lasts(const struct people *people, const struct caller *caller,
	const struct model *model, const struct clock_reading *now);
/* The same of any sign-in, whoever asks. */
bool people_sign_in_lasts(const struct people *people, const struct sign_in *sign_in,
	const struct model *model, const struct clock_reading *now);
/* Whether a caller's sign-in is still valid, and how long at most, in seconds; 0 has ended.
 * *ret_idle_s: it ends after that time without a request. */
int64_t people_left_s(const struct people *people, int64_t id, const struct model *model,
	const struct clock_reading *now, int *ret_idle_s);
/* How long a sign-in of a role lasts at most, and how long without use. */
int people_life_s(const struct people *people, enum role role);
int people_idle_s(const struct people *people, enum role role);
