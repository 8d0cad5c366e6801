/* SPDX-License-Identifier: Apache-2.0 */
/* How a request comes to its answer. Its reading is in hub-request.c. */
#include <errno.h>
#include <stdarg.h>
#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "hub/hub-api.h"
#include "hub/hub-headers.h"
#include "hub/hub-http.h"
#include "hub/hub-request.h"

enum { ETAG_BYTES = 24 };

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
	const char *type = NULL;
	struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback(
		size, TAKE_PTR(text->data), free);

	*text = (struct textbuf){0};
	if (!response) {
		log_out_of_memory();
	}
	if (size > 0) {
		type = request->type ? request->type : "application/json";
	}
	headers_add(response, HEADERS_DATA, type, request->hub->strict_transport);
	if (request->cookie) {
		add_header(response, MHD_HTTP_HEADER_SET_COOKIE, request->cookie);
	}
	if (request->etag) {
		char tag[ETAG_BYTES];

		(void)snprintf(tag, sizeof(tag), "\"%lld\"", (long long)request->etag);
		add_header(response, MHD_HTTP_HEADER_ETAG, tag);
	}
	if (request->retry_after_s > 0) {
		char seconds[16];

		(void)snprintf(seconds, sizeof(seconds), "%d", request->retry_after_s);
		add_header(response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
	}
	if (request->status == MHD_HTTP_UNAUTHORIZED) {
		add_header(response, MHD_HTTP_HEADER_WWW_AUTHENTICATE, "Bearer realm=\"layso\"");
	}
	if (request->status == MHD_HTTP_METHOD_NOT_ALLOWED) {
		add_header(response, MHD_HTTP_HEADER_ALLOW, request->allow);
	}
	if (request->hub->ending || request->closes) {
		add_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	}
	return response;
}

/* A big answer is kept until the other end has taken it. */
static void take_answer_share(struct request *request)
{
	enum share_verdict verdict = request->out.text.size <= LIMIT_ANSWER_SMALL
		? SHARE_TAKEN
		: shares_take(request->hub->shares, SHARE_ANSWERS, &request->caller, request->peer,
			  &request->answer_hold);

	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, SHARE_ANSWERS, verdict);
	}
}

enum MHD_Result request_send(struct request *request)
{
	enum MHD_Result result;

	if (!request->response) {
		take_answer_share(request);
	}
	if (!request->response) {
		request->response = make_response(request);
	}
	http_sends(request->connection);
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
		struct request *next = waiter->next;

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
		if (status >= MHD_HTTP_INTERNAL_SERVER_ERROR ||
			status == MHD_HTTP_TOO_MANY_REQUESTS) {
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

void request_answer_refusal(struct request *request)
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
	request_answer_refusal(request);
}

void request_refuse_share(struct request *request, enum share share, enum share_verdict verdict)
{
	static const char *const what[SHARES] = {
		[SHARE_STREAMS] = "event streams",
		[SHARE_COMMANDS] = "commands under way",
		[SHARE_REPORTS] = "reports under way",
		[SHARE_SECRETS] = "sign-ins under way",
		[SHARE_ANSWERS] = "big answers that were not taken yet",
	};

	request->retry_after_s = REFUSED_RETRY_S;
	switch (verdict) {
	case SHARE_TAKEN:
	case SHARE_ALL_FULL:
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "too many %s; try again soon",
			what[share]);
		break;
	case SHARE_OWN_FULL:
		request_refuse(
			request, REFUSAL_TOO_MANY, NULL, "you have too many %s", what[share]);
		break;
	case SHARE_ADDRESS_FULL:
		request_refuse(request, REFUSAL_TOO_MANY, NULL, "your address has too many %s",
			what[share]);
		break;
	}
}

/* Commands and look-ups */

static void command_answered(struct writer_job *job)
{
	struct request *request = job->userdata;

	shares_give(request->hub->shares, &request->command_hold);
	if (job->answer.problem != PROBLEM_NONE) {
		refusal_from_answer(&request->refusal, &job->answer);
		request_answer_refusal(request);
	} else {
		request->finish(request);
	}
}

/* Looks the request id up; true when the command is to be run. */
static bool begin_repeat(struct request *request)
{
	_cleanup_(textbuf_done) struct textbuf what = {0};
	struct command *command = &request->input.command;
	struct repeat *repeat = NULL;
	const char *body;
	size_t size;

	textbuf_printf(&what, "%s %s ", request->route->path, request->parameter);
	textbuf_add_bytes(&what, request->body.data, request->body.size);
	(void)crypto_generichash(command->request_digest, sizeof(command->request_digest),
		(const uint8_t *)what.data, what.size, NULL, 0);
	memcpy(command->request_id, request->input.request_id, sizeof(command->request_id));
	switch (repeats_begin(request->hub->repeats, request->caller.name,
		request->input.request_id, command->request_digest, clock_mono_ms(), &repeat)) {
	case REPEAT_FIRST:
		request->repeat = repeat;
		return true;
	case REPEAT_UNDER_WAY:
		request->next = *repeat_waiters(repeat);
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
	enum share_verdict verdict;
	int r;

	if (*request->input.request_id && !begin_repeat(request)) {
		return;
	}
	text_copy_cut(command->actor, sizeof(command->actor), request->caller.name);
	command->right = caller_right(&request->caller);
	request->finish = finish;
	verdict = shares_take(request->hub->shares, SHARE_COMMANDS, &request->caller, request->peer,
		&request->command_hold);
	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, SHARE_COMMANDS, verdict);
		return;
	}
	request->job = (struct writer_job){
		.command = command,
		.done = command_answered,
		.userdata = request,
	};
	r = writer_submit(request->hub->writer, &request->job);
	if (r < 0) {
		shares_give(request->hub->shares, &request->command_hold);
	}
	if (r == -ETIMEDOUT) {
		request_refuse(request, REFUSAL_STORAGE, NULL,
			"the storage does not answer; nothing was changed");
	} else if (r < 0) {
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "too many commands are under way");
	}
}

static void lookup_over(struct request *request)
{
	request->lookups = NULL;
	(void)http_watch(request->connection, NULL, NULL);
	shares_give(request->hub->shares, &request->lookup_hold);
}

static void lookup_answered(int result, void *userdata)
{
	struct request *request = userdata;

	lookup_over(request);
	if (result < 0) {
		log_error(FAULT_DEVICE, "cannot read the database: %s", strerror(-result));
		request_refuse(request, REFUSAL_STORAGE, NULL, "the database cannot be read");
	} else {
		request->finish(request);
	}
	http_run(request->hub->http);
}

/* Who asked has hung up: nobody needs the answer any more. */
static void lookup_abandoned(void *userdata)
{
	struct request *request = userdata;

	if (request->lookups && lookups_cancel(request->lookups, &request->lookup)) {
		lookup_over(request);
		request_refuse(request, REFUSAL_BUSY_HUB, NULL, "nobody waits for the answer");
	}
}

static enum share share_of(const struct hub *hub, const struct lookups *lookups)
{
	return lookups == hub->secrets ? SHARE_SECRETS : SHARE_REPORTS;
}

void request_lookup_in(struct request *request, struct lookups *lookups,
	int (*work)(struct store *store, void *request), void (*finish)(struct request *request))
{
	const enum share share = share_of(request->hub, lookups);
	enum share_verdict verdict = shares_take(request->hub->shares, share, &request->caller,
		request->peer, &request->lookup_hold);

	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, share, verdict);
		return;
	}
	request->finish = finish;
	request->lookup = (struct lookup){
		.work = work,
		.done = lookup_answered,
		.userdata = request,
		.owner = share_owner(&request->lookup_hold),
	};
	if (lookups_submit(lookups, &request->lookup) < 0) {
		shares_give(request->hub->shares, &request->lookup_hold);
		request_refuse_share(request, share, SHARE_ALL_FULL);
		return;
	}
	request->lookups = lookups;
	/* Who has closed its half with the request waits for the answer. */
	(void)http_watch(request->connection, lookup_abandoned, request);
}

void request_lookup(struct request *request, int (*work)(struct store *store, void *request),
	void (*finish)(struct request *request))
{
	request_lookup_in(request, request->hub->lookups, work, finish);
}
