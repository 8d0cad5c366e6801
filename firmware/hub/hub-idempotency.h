/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to commands with an idempotency key, kept for a while: a client that lost the answer
 * asks again with the same key and gets the first answer, so that nothing happens twice. In
 * memory, and bounded; after a restart the database knows the keys of commands that changed
 * something (queue.c). Pure.
 */
#pragma once

#include "hub/hub-auth.h"

struct idempotency;

/* The first request with a key, and what became of it. */
struct idempotency_slot;

enum idempotency_verdict {
	IDEMPOTENCY_FIRST, /* go on, then idempotency_finish or idempotency_forget */
	IDEMPOTENCY_UNDER_WAY, /* wait for the first one's answer */
	IDEMPOTENCY_ANSWERED, /* answer the same */
	IDEMPOTENCY_OTHER, /* the key was used for another request */
	IDEMPOTENCY_FULL, /* too many under way */
};

struct idempotency *idempotency_new(void);
void idempotency_free(struct idempotency *idempotency);

/* Looks up the caller's idempotency key. digest is of the request (target and body); the same key
 * must belong to the same request. *ret is set unless IDEMPOTENCY_OTHER or IDEMPOTENCY_FULL; it
 * stays valid while it is under way, or until the next call of begin. */
enum idempotency_verdict idempotency_begin(struct idempotency *idempotency, const char *caller,
	const char *id, const uint8_t digest[LIMIT_REQUEST_DIGEST], int64_t now_ms,
	struct idempotency_slot **ret);

/* The requests that wait for the answer: a list that belongs to the caller. */
void **idempotency_waiters(struct idempotency_slot *slot);

/* Keeps the answer (copied). */
void idempotency_finish(struct idempotency_slot *slot, int status, const char *body, size_t size);
/* Forgets it: the request may be tried again. */
void idempotency_forget(struct idempotency_slot *slot);

int idempotency_status(const struct idempotency_slot *slot);
const char *idempotency_body(const struct idempotency_slot *slot, size_t *ret_size);
