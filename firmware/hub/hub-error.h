/* SPDX-License-Identifier: Apache-2.0 */
/* Why a request is rejected: the API's errors, their names and statuses, in one table. Pure. */
#pragma once

#include "queue/queue.h"
#include "queue/site-wrong.h"

/* The errors of the hub itself; the queue's own errors are enum command_error. */
enum api_error_kind {
	API_ERROR_NONE,
	API_ERROR_BAD_JSON,
	API_ERROR_BAD_FIELD,
	API_ERROR_BAD_SITE,
	API_ERROR_UNAUTHORIZED,
	API_ERROR_NO_ACCOUNT, /* the same, while no account can sign in */
	API_ERROR_FORBIDDEN,
	API_ERROR_NOT_FOUND,
	API_ERROR_METHOD,
	API_ERROR_EXISTS,
	API_ERROR_NO_LENGTH,
	API_ERROR_TOO_LARGE,
	API_ERROR_TYPE,
	API_ERROR_TOO_MANY,
	API_ERROR_BUSY_HUB,
	API_ERROR_STORAGE,
	API_ERROR_UNREADABLE, /* what is kept is not what it should be */
	API_ERROR_KINDS
};

enum { API_ERROR_FIELD_MAX = 63, API_ERROR_MESSAGE_MAX = 199 };

struct api_error {
	int status; /* HTTP; 0 means no error */
	const char *error; /* the name in the answer */
	char field[API_ERROR_FIELD_MAX + 1]; /* the field or value with the error, or "" */
	char message[API_ERROR_MESSAGE_MAX + 1]; /* English, for developers */
	const char
		*fault; /* what is wrong with the field, as in site_wrong_name(); NULL: not said */
	int64_t from; /* limits that it exceeds; both 0: none */
	int64_t to;
	int64_t size; /* of what is too large, in bytes; 0: not said, and no limit */
	int64_t limit;
};

const char *api_error_name(enum api_error_kind kind);
int api_error_status(enum api_error_kind kind);
/* The status of the queue's errors: error_name() is their name. */
int api_error_queue_status(enum command_error error);

/* Fills in an error; field may be NULL. Text that is too long or not clean is cut or replaced. */
void api_error_set(struct api_error *api_error, enum api_error_kind kind, const char *field,
	const char *format, ...) _printf_(4, 5);
/* Adds what is wrong with the field, for pages to say in their words. */
void api_error_set_fault(
	struct api_error *api_error, enum site_wrong wrong, int64_t from, int64_t to);
void api_error_from_answer(struct api_error *api_error, const struct answer *answer);
