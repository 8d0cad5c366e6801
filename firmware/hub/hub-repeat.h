/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to commands with a request id, kept for a while: a client that lost the answer asks
 * again with the same id and gets the first one, so that nothing happens twice. In memory, and
 * bounded; after a restart the database knows those that did something (queue.c). Pure.
 */
#pragma once

#include "hub/hub-auth.h"

struct repeats;

/* The first request of its id, and what became of it. */
struct repeat;

enum repeat_verdict {
	REPEAT_FIRST, /* go on, then repeat_finish or repeat_forget */
	REPEAT_UNDER_WAY, /* wait for the first one's answer */
	REPEAT_ANSWERED, /* answer the same */
	REPEAT_OTHER, /* the id was used for another request */
	REPEAT_FULL, /* too many under way */
};

struct repeats *repeats_new(void);
void repeats_free(struct repeats *repeats);

/* Looks up the caller's request id. digest is of the request (target and body); the same id must
 * mean the same. *ret is set unless REPEAT_OTHER or REPEAT_FULL; it stays valid while it is under
 * way, or until the next call of begin. */
enum repeat_verdict repeats_begin(struct repeats *repeats, const char *caller, const char *id,
	const uint8_t digest[LIMIT_REQUEST_DIGEST], int64_t now_ms, struct repeat **ret);

/* The requests that wait for the answer: a list that belongs to the caller. */
void **repeat_waiters(struct repeat *repeat);

/* Keeps the answer (copied). */
void repeat_finish(struct repeat *repeat, int status, const char *body, size_t size);
/* Forgets it: the request may be tried again. */
void repeat_forget(struct repeat *repeat);

int repeat_status(const struct repeat *repeat);
const char *repeat_body(const struct repeat *repeat, size_t *ret_size);
