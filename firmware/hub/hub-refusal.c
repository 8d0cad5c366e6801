/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-refusal.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static const struct {
	const char *name;
	int status;
} kinds[REFUSAL_KINDS] = {
	[REFUSAL_NONE] = {"none", 200},
	[REFUSAL_BAD_JSON] = {"bad_json", 400},
	[REFUSAL_BAD_FIELD] = {"bad_field", 400},
	[REFUSAL_BAD_SITE] = {"bad_site", 400},
	[REFUSAL_UNAUTHORIZED] = {"unauthorized", 401},
	[REFUSAL_NO_ACCOUNT] = {"no_account", 401},
	[REFUSAL_FORBIDDEN] = {"forbidden", 403},
	[REFUSAL_NOT_FOUND] = {"not_found", 404},
	[REFUSAL_METHOD] = {"method_not_allowed", 405},
	[REFUSAL_EXISTS] = {"exists", 409},
	[REFUSAL_NO_LENGTH] = {"too_large", 411},
	[REFUSAL_TOO_LARGE] = {"too_large", 413},
	[REFUSAL_TYPE] = {"unsupported_type", 415},
	[REFUSAL_TOO_MANY] = {"too_many", 429},
	[REFUSAL_BUSY_HUB] = {"busy_hub", 503},
	[REFUSAL_STORAGE] = {"storage", 503},
};

const char *refusal_name(enum refusal_kind kind)
{
	return kinds[kind].name;
}

int refusal_status(enum refusal_kind kind)
{
	return kinds[kind].status;
}

int refusal_problem_status(enum problem problem)
{
	switch (problem) {
	case PROBLEM_NONE:
	case PROBLEMS:
		return 200;
	case PROBLEM_BAD_FIELD:
		return 400;
	case PROBLEM_NOT_YOURS:
		return 403;
	case PROBLEM_NOT_FOUND:
		return 404;
	case PROBLEM_NOT_ALLOWED:
	case PROBLEM_NO_SESSION:
	case PROBLEM_BUSY:
	case PROBLEM_CLOSED:
	case PROBLEM_LIMIT:
	case PROBLEM_PAST_CLOSING:
	case PROBLEM_TOO_SOON:
	case PROBLEM_CLOCK_BEHIND:
	case PROBLEM_NO_SITE:
	case PROBLEM_EXISTS:
		return 409;
	case PROBLEM_CHANGED:
		return 412;
	case PROBLEM_STORAGE:
		return 503;
	}
	return 503;
}

/* Names of fields come from outside, too: an unknown one is quoted in the answer. */
static void set_field(struct refusal *refusal, const char *field)
{
	text_copy_cut(refusal->field, sizeof(refusal->field), field ? field : "");
	if (!text_is_clean(refusal->field)) {
		(void)snprintf(refusal->field, sizeof(refusal->field), "?");
	}
}

void refusal_set(
	struct refusal *refusal, enum refusal_kind kind, const char *field, const char *format, ...)
{
	char message[512];
	va_list arguments;

	*refusal = (struct refusal){.status = kinds[kind].status, .error = kinds[kind].name};
	set_field(refusal, field);
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	text_copy_cut(refusal->message, sizeof(refusal->message), message);
	if (!text_is_clean(refusal->message)) {
		(void)snprintf(refusal->message, sizeof(refusal->message),
			"the request has text that is not clean UTF-8");
	}
}

void refusal_from_answer(struct refusal *refusal, const struct answer *answer)
{
	*refusal = (struct refusal){
		.status = refusal_problem_status(answer->problem),
		.error = problem_name(answer->problem),
	};
	set_field(refusal, answer->field);
	text_copy_cut(refusal->message, sizeof(refusal->message), answer->message);
}
