/* SPDX-License-Identifier: Apache-2.0 */
/* Why a request is refused: the API's errors, their names and statuses, in one table. Pure. */
#pragma once

#include "queue/queue.h"

/* What the hub itself refuses; the queue's own reasons are enum problem. */
enum refusal_kind {
	REFUSAL_NONE,
	REFUSAL_BAD_JSON,
	REFUSAL_BAD_FIELD,
	REFUSAL_BAD_SITE,
	REFUSAL_UNAUTHORIZED,
	REFUSAL_NO_ACCOUNT, /* the same, while nobody at all can sign in */
	REFUSAL_FORBIDDEN,
	REFUSAL_NOT_FOUND,
	REFUSAL_METHOD,
	REFUSAL_EXISTS,
	REFUSAL_NO_LENGTH,
	REFUSAL_TOO_LARGE,
	REFUSAL_TYPE,
	REFUSAL_TOO_MANY,
	REFUSAL_BUSY_HUB,
	REFUSAL_STORAGE,
	REFUSAL_KINDS
};

enum { REFUSAL_FIELD_MAX = 63, REFUSAL_MESSAGE_MAX = 199 };

struct refusal {
	int status; /* HTTP; 0 means not refused */
	const char *error; /* the name in the answer */
	char field[REFUSAL_FIELD_MAX + 1]; /* what is at fault, or "" */
	char message[REFUSAL_MESSAGE_MAX + 1]; /* English, for developers */
};

const char *refusal_name(enum refusal_kind kind);
int refusal_status(enum refusal_kind kind);
/* The status of the queue's refusals: problem_name() is their name. */
int refusal_problem_status(enum problem problem);

/* Fills in a refusal; field may be NULL. Text that is too long or not clean is cut or replaced. */
void refusal_set(struct refusal *refusal, enum refusal_kind kind, const char *field,
	const char *format, ...) _printf_(4, 5);
void refusal_from_answer(struct refusal *refusal, const struct answer *answer);
