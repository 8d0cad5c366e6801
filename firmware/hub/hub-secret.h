/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people choose and remember: PINs and passwords. Kept as argon2id, in its text form.
 *
 * 19 MiB and two passes (OWASP's recommendation for argon2id): libsodium's INTERACTIVE would take
 * 64 MiB, a quarter of what is free on a small board, for a hub that keeps within 12 MiB otherwise.
 * A slow board's core works about a quarter of a second on it, in a thread of its own, one at a
 * time.
 */
#pragma once

#include "hub/hub-auth.h"
#include "queue/staff.h"

enum {
	SECRET_OPERATIONS = 2,
	SECRET_MEMORY = 19 * 1024 * 1024,
	SECRET_MIN = 6, /* characters: a PIN, at the counter and the door */
	SECRET_MIN_TRUSTED = 10, /* of who leads or administers, and not digits alone */
};

/* NULL: good enough for the role; else what is wrong with it, in English. */
const char *secret_fault(const char *secret, const char *id, enum role role);

/* Whether who comes from one role to another can no longer use a secret as short as before. */
bool secret_must_be_better(enum role before, enum role after);

/* Slow: for a thread. −ENOMEM. */
int secret_hash(const char *secret, char ret[STAFF_SECRET_MAX + 1]) _warn_unused_;
/* Slow. With a stored "" it takes as long and is wrong, so that nobody learns which names exist. */
bool secret_matches(const char *secret, const char *stored);

/* Overwrites all of a block that malloc() gave. */
void secret_wipe(void *memory);
/* From now on the JSON parser overwrites what it frees. For the start, before it is used. */
void secret_wipe_json(void);
