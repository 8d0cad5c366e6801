/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-request.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-caller.h"
#include "hub/hub-http.h"
#include "hub/hub-stream.h"

enum { QUERY_MAX = 32 }; /* arguments of one query string */

static const char *header(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

/* Answers */

static void write_refusal(struct request *request)
{
	struct out *out = &request->out;

	textbuf_done(&out->text);
	out->comma = false;
	out_open(out, '{');
	out_key_text(out, "error", request->refusal.error);
	out_key_text(out, "message", request->refusal.message);
	out_key_word(out, "field", request->refusal.field);
	out_close(out, '}');
	request->status = request->refusal.status;
	request->type = NULL;
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
	(void)MHD_add_response_header(response, name, value);
}

static struct MHD_Response *make_response(struct request *request)
{
	struct textbuf *text = &request->out.text;
	size_t size = text->size;
	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
		size, TAKE_PTR(text->data), free);

	*text = (struct textbuf){0};
	if (!response) {
		log_out_of_memory();
	}
	if (size > 0) {
		add_header(response, MHD_HTTP_HEADER_CONTENT_TYPE,
			request->type ? request->type : "application/json");
	}
	add_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
	add_header(response, "X-Content-Type-Options", "nosniff");
	if (request->cookie) {
		add_header(response, MHD_HTTP_HEADER_SET_COOKIE, request->cookie);
	}
	if (request->status == MHD_HTTP_UNAUTHORIZED) {
		add_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"layso\"");
	}
	if (request->status == MHD_HTTP_METHOD_NOT_ALLOWED) {
		add_header(response, MHD_HTTP_HEADER_ALLOW, request->allow);
	}
	if (request->hub->ending) {
		add_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	}
	return response;
}

static enum MHD_Result send_answer(struct request *request)
{
	enum MHD_Result result;

	if (!request->response) {
		request->response = make_response(request);
	}
	result = MHD_queue_response(
		request->connection, (unsigned)request->status, request->response);
	if (!request->response_shared) {
		MHD_destroy_response(request->response);
	}
	request->response = NULL;
	return result;
}

/* Gives the first one's answer to those that asked the same. */
static void answer_waiters(struct request *first)
{
	struct request *waiter = *repeat_waiters(first->repeat);

	*repeat_waiters(first->repeat) = NULL;
	while (waiter) {
		struct request *next = waiter->next_waiter;

		textbuf_add_bytes(&waiter->out.text, first->out.text.data, first->out.text.size);
		request_answer(waiter, first->status);
		waiter = next;
	}
}

void request_answer(struct request *request, int status)
{
	request->status = status;
	request->answered = true;
	if (request->repeat) {
		answer_waiters(request);
		if (status >= MHD_HTTP_INTERNAL_SERVER_ERROR) {
			repeat_forget(request->repeat);
		} else {
			repeat_finish(request->repeat, status, request->out.text.data,
				request->out.text.size);
		}
		request->repeat = NULL;
	}
	if (request->suspended) {
		request->suspended = false;
		http_resume(request->hub->http, request->connection);
	}
}

void request_answer_with(
	struct request *request, struct MHD_Response *response, int status, bool shared)
{
	request->response = response;
	request->response_shared = shared;
	request_answer(request, status);
}

static void answer_refusal(struct request *request)
{
	write_refusal(request);
	request_answer(request, request->status);
}

void request_refuse(
	struct request *request, enum refusal_kind kind, const char *field, const char *format, ...)
{
	char message[REFUSAL_MESSAGE_MAX + 1];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	refusal_set(&request->refusal, kind, field, "%s", message);
	answer_refusal(request);
}

/* Commands and look-ups */

static void command_answered(struct writer_job *job)
{
	struct request *request = job->userdata;

	if (job->answer.problem != PROBLEM_NONE) {
		refusal_from_answer(&request->refusal, &job->answer);
		answer_refusal(request);
	} else {
		request->finish(request);
	}
}

/* Looks the request id up; true when the command is to be run. */
static bool begin_repeat(struct request *request)
{
	_cleanup_(textbuf_done) struct textbuf what = {0};
	struct repeat *repeat = NULL;
	const char *body;
	size_t size;

	textbuf_printf(&what, "%s %s ", request->route->path, request->parameter);
	textbuf_add_bytes(&what, request->body.data, request->body.size);
	switch (repeats_begin(request->hub->repeats, request->caller.name,
		request->input.request_id, what.data, what.size, clock_mono_ms(), &repeat)) {
	case REPEAT_FIRST:
		request->repeat = repeat;
		return true;
	case REPEAT_UNDER_WAY:
		request->next_waiter = *repeat_waiters(repeat);
		*repeat_waiters(repeat) = request;
		break;
	case REPEAT_ANSWERED:
		body = repeat_body(repeat, &size);
		textbuf_add_bytes(&request->out.text, body, size);
		request_answer(request, repeat_status(repeat));
		break;
	case REPEAT_OTHER:
		request_refuse(request, REFUSAL_EXISTS, "request_id",
			"this request_id was used for another request");
		break;
	case REPEAT_FULL:
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "too many requests are under way");
		break;
	}
	return false;
}

void request_command(struct request *request, void (*finish)(struct request *request))
{
	struct command *command = &request->input.command;

	if (*request->input.request_id && !begin_repeat(request)) {
		return;
	}
	text_copy_cut(command->actor, sizeof(command->actor), request->caller.name);
	request->finish = finish;
	request->job = (struct writer_job){
		.command = command,
		.done = command_answered,
		.userdata = request,
	};
	if (writer_submit(request->hub->writer, &request->job) < 0) {
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "too many commands are under way");
	}
}

static void lookup_answered(int result, void *userdata)
{
	struct request *request = userdata;

	if (result < 0) {
		log_error(FAULT_DEVICE, "cannot read the database: %s", strerror(-result));
		request_refuse(request, REFUSAL_STORAGE, NULL, "the database cannot be read");
	} else {
		request->finish(request);
	}
	http_run(request->hub->http);
}

void request_lookup(struct request *request, int (*work)(struct store *store, void *request),
	void (*finish)(struct request *request))
{
	request->finish = finish;
	request->lookup = (struct lookup){
		.work = work,
		.done = lookup_answered,
		.userdata = request,
	};
	if (lookups_submit(request->hub->lookups, &request->lookup) < 0) {
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "too many reports are under way");
	}
}

/* Reading */

struct query {
	struct field_pair pairs[QUERY_MAX];
	size_t n;
	bool too_many;
};

static enum MHD_Result take_argument(
	void *cls, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct query *query = cls;

	(void)kind;
	if (query->n == QUERY_MAX) {
		query->too_many = true;
		return MHD_NO;
	}
	query->pairs[query->n++] = (struct field_pair){key, value};
	return MHD_YES;
}

int request_read_query(struct request *request, const struct field *fields)
{
	struct query query = {.n = 0};

	(void)MHD_get_connection_values(
		request->connection, MHD_GET_ARGUMENT_KIND, take_argument, &query);
	if (query.too_many) {
		refusal_set(&request->refusal, REFUSAL_BAD_FIELD, NULL, "too many parameters");
		return -EINVAL;
	}
	return fields_read_query(fields, query.pairs, query.n, &request->input, &request->refusal);
}

static int read_input(struct request *request)
{
	const struct route *route = request->route;
	int r;

	if (strcmp(route->method, MHD_HTTP_METHOD_GET) == 0) {
		return route->free_input ? 0 : request_read_query(request, route->fields);
	}
	r = request_read_query(request, NULL);
	if (r == 0) {
		r = fields_parse(
			request->body.data, request->body.size, &request->json, &request->refusal);
	}
	if (r == 0 && !route->free_input) {
		r = fields_read(route->fields, request->json, &request->input, &request->refusal);
	}
	return r;
}

static bool is_json(const char *type)
{
	static const char json[] = "application/json";
	size_t length = strcspn(type, "; \t");

	return length == strlen(json) && strncasecmp(type, json, length) == 0;
}

/* Bodies come with their length and as JSON. */
static int check_body(struct request *request)
{
	const struct route *route = request->route;
	const char *length = header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
	const char *type = header(request, MHD_HTTP_HEADER_CONTENT_TYPE);
	int64_t max = route->body_max ? (int64_t)route->body_max : LIMIT_BODY;
	int64_t size = 0;

	if (strcmp(route->method, MHD_HTTP_METHOD_GET) == 0) {
		max = 0;
	}
	if (header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
		refusal_set(&request->refusal, REFUSAL_NO_LENGTH, NULL,
			"the body must come with its Content-Length");
		return -EINVAL;
	}
	if (length && text_parse_int(length, 0, max, &size) < 0) {
		refusal_set(&request->refusal, REFUSAL_TOO_LARGE, NULL,
			"the body may have %lld bytes", (long long)max);
		return -EINVAL;
	}
	if (size > 0 && (!type || !is_json(type))) {
		refusal_set(
			&request->refusal, REFUSAL_TYPE, NULL, "the body must be application/json");
		return -EINVAL;
	}
	return 0;
}

static int check_caller(struct request *request)
{
	int roles = request->route->roles;

	if (roles & MAY_ANYBODY) {
		/* A wrong token does not matter where none is needed. */
		if (caller_identify(request) < 0) {
			request->refusal = (struct refusal){0};
			request->caller = (struct caller){.role = ROLE_NONE};
		}
		return 0;
	}
	if (caller_identify(request) < 0) {
		return -EACCES;
	}
	if (request->caller.role == ROLE_NONE) {
		refusal_set(&request->refusal, REFUSAL_UNAUTHORIZED, NULL, "this needs a token");
		return -EACCES;
	}
	if (!(roles & 1 << request->caller.role)) {
		refusal_set(&request->refusal, REFUSAL_FORBIDDEN, NULL,
			"the role %s may not do this", role_name(request->caller.role));
		return -EACCES;
	}
	return 0;
}

/* All that can be said before the body has come. −EINVAL: refused. */
static int check_head(struct request *request, const char *url, const char *method)
{
	request->route =
		route_find(method, url, request->parameter, request->allow, sizeof(request->allow));
	if (!request->route) {
		if (*request->allow) {
			refusal_set(&request->refusal, REFUSAL_METHOD, NULL, "this path takes %s",
				request->allow);
		} else {
			refusal_set(&request->refusal, REFUSAL_NOT_FOUND, NULL, "no such path");
		}
		return -EINVAL;
	}
	if (request->hub->ending) {
		refusal_set(&request->refusal, REFUSAL_BUSY_HUB, NULL, "the hub is ending");
		return -EINVAL;
	}
	return check_caller(request) < 0 ? -EINVAL : check_body(request);
}

/* Whether a refused request's body is so long, or of unknown length, that it is not waited for. */
static bool body_is_long(const struct request *request)
{
	const char *length = header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
	int64_t size = 0;

	return header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) ||
		(length && text_parse_int(length, 0, LIMIT_BODY, &size) < 0);
}

static enum MHD_Result begin(struct hub *hub, struct MHD_Connection *connection, const char *url,
	const char *method, void **con_cls)
{
	struct request *request = memory_new(1, sizeof(*request));

	request->hub = hub;
	request->connection = connection;
	request->peer = http_peer(connection);
	hub->requests++;
	*con_cls = request;
	if (check_head(request, url, method) < 0) {
		answer_refusal(request);
		if (body_is_long(request)) {
			return send_answer(request);
		}
	}
	return MHD_YES;
}

static void take_body(struct request *request, const char *data, size_t size)
{
	size_t max = request->route && request->route->body_max ? request->route->body_max
								: (size_t)LIMIT_BODY;

	if (!request->answered && request->body.size + size <= max) {
		textbuf_add_bytes(&request->body, data, size);
	}
}

enum MHD_Result request_access(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload_data, size_t *upload_data_size,
	void **con_cls)
{
	struct request *request = *con_cls;

	(void)version;
	if (!request) {
		return begin(cls, connection, url, method, con_cls);
	}
	if (*upload_data_size > 0) {
		take_body(request, upload_data, *upload_data_size);
		*upload_data_size = 0;
		return MHD_YES;
	}
	if (!request->answered) {
		if (read_input(request) < 0) {
			answer_refusal(request);
		} else {
			request->route->handle(request);
		}
	}
	if (!request->answered) {
		request->suspended = true;
		MHD_suspend_connection(connection);
		return MHD_YES;
	}
	return send_answer(request);
}

void request_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
	enum MHD_RequestTerminationCode code)
{
	struct request *request = TAKE_PTR(*con_cls);
	struct hub *hub = cls;

	(void)connection;
	(void)code;
	if (!request) {
		return;
	}
	hub->requests--;
	stream_close(request->stream);
	command_done(&request->input.command);
	json_decref(request->json);
	textbuf_done(&request->body);
	textbuf_done(&request->out.text);
	free(request->cookie);
	free(request);
}
