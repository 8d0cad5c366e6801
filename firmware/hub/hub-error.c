/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-error.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

static const struct {
	const char *name;
	int status;
} kinds[API_ERROR_KINDS] = {
	[API_ERROR_NONE] = {"none", 200},
	[API_ERROR_BAD_JSON] = {"bad_json", 400},
	[API_ERROR_BAD_FIELD] = {"bad_field", 400},
	[API_ERROR_BAD_SITE] = {"bad_site", 400},
	[API_ERROR_UNAUTHORIZED] = {"unauthorized", 401},
	[API_ERROR_NO_ACCOUNT] = {"no_account", 401},
	[API_ERROR_FORBIDDEN] = {"forbidden", 403},
	[API_ERROR_NOT_FOUND] = {"not_found", 404},
	[API_ERROR_METHOD] = {"method_not_allowed", 405},
	[API_ERROR_EXISTS] = {"exists", 409},
	[API_ERROR_NO_LENGTH] = {"too_large", 411},
	[API_ERROR_TOO_LARGE] = {"too_large", 413},
	[API_ERROR_TYPE] = {"unsupported_type", 415},
	[API_ERROR_TOO_MANY] = {"too_many", 429},
	[API_ERROR_BUSY_HUB] = {"busy_hub", 503},
	[API_ERROR_STORAGE] = {"storage", 503},
	[API_ERROR_UNREADABLE] = {"unreadable", 500},
};

const char *api_error_name(enum api_error_kind kind)
{
	return kinds[kind].name;
}

int api_error_status(enum api_error_kind kind)
{
	return kinds[kind].status;
}

int api_error_queue_status(enum command_error error)
{
	switch (error) {
	case ERROR_NONE:
	case ERRORS:
		return 200;
	case ERROR_BAD_FIELD:
	case ERROR_PERSONAL_DATA:
		return 400;
	case ERROR_NOT_YOURS:
		return 403;
	case ERROR_NOT_FOUND:
		return 404;
	case ERROR_NOT_ALLOWED:
	case ERROR_NO_SESSION:
	case ERROR_BUSY:
	case ERROR_CLOSED:
	case ERROR_LIMIT:
	case ERROR_PAST_CLOSING:
	case ERROR_TOO_SOON:
	case ERROR_CLOCK_BEHIND:
	case ERROR_NO_SITE:
	case ERROR_EXISTS:
		return 409;
	case ERROR_CHANGED:
		return 412;
	case ERROR_STORAGE:
		return 503;
	}
	return 503;
}

/* Names of fields come from outside, too: an unknown one is quoted in the answer. */
static void set_field(struct api_error *api_error, const char *field)
{
	text_copy_cut(api_error->field, sizeof(api_error->field), field ? field : "");
	if (!text_is_clean(api_error->field)) {
		(void)snprintf(api_error->field, sizeof(api_error->field), "?");
	}
}

void api_error_set(struct api_error *api_error, enum api_error_kind kind, const char *field,
	const char *format, ...)
{
	char message[512];
	va_list arguments;

	*api_error = (struct api_error){.status = kinds[kind].status, .error = kinds[kind].name};
	set_field(api_error, field);
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	text_copy_cut(api_error->message, sizeof(api_error->message), message);
	if (!text_is_clean(api_error->message)) {
		(void)snprintf(api_error->message, sizeof(api_error->message),
			"the request has text that is not clean UTF-8");
	}
}

void api_error_set_fault(
	struct api_error *api_error, enum site_wrong wrong, int64_t from, int64_t to)
{
	api_error->fault = site_wrong_name(wrong);
	api_error->from = from;
	api_error->to = to;
}

void api_error_from_answer(struct api_error *api_error, const struct answer *answer)
{
	*api_error = (struct api_error){
		.status = api_error_queue_status(answer->error),
		.error = error_name(answer->error),
	};
	set_field(api_error, answer->field);
	text_copy_cut(api_error->message, sizeof(api_error->message), answer->message);
}
