/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-request.h"

#include <errno.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/log.h"
#include "hub/hub-buckets.h"
#include "hub/hub-caller.h"
#include "hub/hub-headers.h"
#include "hub/hub-http.h"
#include "hub/hub-mhd.h"
#include "hub/hub-training.h"
#include "ui/phrases.h"

enum {
	ETAG_BYTES = 24,
	QUERY_MAX = 32, /* arguments of one query string */
	SPENT_MAX = 64, /* as many come together in a full hall */
};

/* ---- answering ---- */

static void write_error(struct request *request)
{
	struct out *out = &request->out;

	request->status = request->api_error.status;
	if (request->route && request->route->put_error) {
		request->route->put_error(request);
		return;
	}
	textbuf_done(&out->text);
	if (request->unknown_page) {
		request->hub->put_unknown_page(request);
		return;
	}
	out->comma = false;
	out_open(out, '{');
	out_key_text(out, "error", request->api_error.error);
	out_key_text(out, "message", request->api_error.message);
	out_key_word(out, "field", request->api_error.field);
	if (request->api_error.fault) {
		out_key_text(out, "fault", request->api_error.fault);
		out_key_int(out, "from", request->api_error.from);
		out_key_int(out, "to", request->api_error.to);
	}
	if (request->api_error.size > 0) {
		out_key_int(out, "size", request->api_error.size);
		out_key_int(out, "limit", request->api_error.limit);
	}
	out_close(out, '}');
	request->type = NULL;
}

static void add_header(struct MHD_Response *response, const char *name, const char *value)
{
	(void)MHD_add_response_header(response, name, value);
}

/* A page that was made for this answer says what all pages say of training; those that stand in
 * files have it already (hub-pages.c). */
static void put_training_band(struct request *request)
{
	struct textbuf *text = &request->out.text;
	const struct training_band band = training_band(request->hub);
	struct textbuf page = {0};

	if (request->is_page && text->size > 0 && request->type &&
		strncmp(request->type, "text/html", strlen("text/html")) == 0) {
		training_band_put(&band, text->data, false, &page);
		textbuf_done(text);
		*text = page;
	}
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
	headers_add(response, request->is_page ? HEADERS_PAGE : HEADERS_DATA, type,
		request->hub->strict_transport);
	if (request->cookie) {
		add_header(response, MHD_HTTP_HEADER_SET_COOKIE, request->cookie);
	}
	if (request->location) {
		add_header(response, MHD_HTTP_HEADER_LOCATION, request->location);
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

/* A big answer is kept until the other end has received it. */
static void reserve_answer(struct request *request)
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
		reserve_answer(request);
	}
	if (!request->response) {
		put_training_band(request);
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

/* Gives the first request's answer to its repetitions. */
static void answer_waiters(struct request *first)
{
	struct request *waiter = *idempotency_waiters(first->idempotency);

	*idempotency_waiters(first->idempotency) = NULL;
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
	if (request->idempotency) {
		answer_waiters(request);
		if (status >= MHD_HTTP_INTERNAL_SERVER_ERROR ||
			status == MHD_HTTP_TOO_MANY_REQUESTS) {
			idempotency_forget(request->idempotency);
		} else {
			idempotency_finish(request->idempotency, status, request->out.text.data,
				request->out.text.size);
		}
		request->idempotency = NULL;
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
	write_error(request);
	request_answer(request, request->status);
}

void request_refuse(struct request *request, enum api_error_kind kind, const char *field,
	const char *format, ...)
{
	char message[API_ERROR_MESSAGE_MAX + 1];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	api_error_set(&request->api_error, kind, field, "%s", message);
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
		request_refuse(request, API_ERROR_BUSY_HUB, NULL, "too many %s; try again soon",
			what[share]);
		break;
	case SHARE_OWN_FULL:
		request_refuse(
			request, API_ERROR_TOO_MANY, NULL, "you have too many %s", what[share]);
		break;
	case SHARE_ADDRESS_FULL:
		request_refuse(request, API_ERROR_TOO_MANY, NULL, "your address has too many %s",
			what[share]);
		break;
	}
}

/* ---- commands and tasks ---- */

static void command_answered(struct writer_job *job)
{
	struct request *request = job->userdata;

	shares_give(request->hub->shares, &request->command_hold);
	if (job->answer.error != ERROR_NONE) {
		api_error_from_answer(&request->api_error, &job->answer);
		request_answer_refusal(request);
	} else {
		request->finish(request);
	}
}

/* Looks the idempotency key up; true when the command is to be run. */
static bool begin_idempotent(struct request *request)
{
	_cleanup_(textbuf_done) struct textbuf what = {0};
	struct command *command = &request->input.command;
	struct idempotency_slot *slot = NULL;
	const char *body;
	size_t size;

	textbuf_printf(&what, "%s %s ", request->route->path, request->parameter);
	textbuf_add_bytes(&what, request->body.data, request->body.size);
	(void)crypto_generichash(command->request_digest, sizeof(command->request_digest),
		(const uint8_t *)what.data, what.size, NULL, 0);
	memcpy(command->idempotency_key, request->input.idempotency_key,
		sizeof(command->idempotency_key));
	switch (idempotency_begin(request->hub->idempotency, request->caller.name,
		request->input.idempotency_key, command->request_digest, clock_mono_ms(), &slot)) {
	case IDEMPOTENCY_FIRST:
		request->idempotency = slot;
		return true;
	case IDEMPOTENCY_UNDER_WAY:
		request->next = *idempotency_waiters(slot);
		*idempotency_waiters(slot) = request;
		break;
	case IDEMPOTENCY_ANSWERED:
		body = idempotency_body(slot, &size);
		textbuf_add_bytes(&request->out.text, body, size);
		request_answer(request, idempotency_status(slot));
		break;
	case IDEMPOTENCY_OTHER:
		request_refuse(request, API_ERROR_EXISTS, "idempotency_key",
			"this idempotency_key was used for another request");
		break;
	case IDEMPOTENCY_FULL:
		request_refuse(
			request, API_ERROR_BUSY_HUB, NULL, "too many requests are under way");
		break;
	}
	return false;
}

void request_command(struct request *request, void (*finish)(struct request *request))
{
	struct command *command = &request->input.command;
	enum share_verdict verdict;
	int r;

	if (*request->input.idempotency_key && !begin_idempotent(request)) {
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
		request_refuse(request, API_ERROR_STORAGE, NULL,
			"the storage does not answer; nothing was changed");
	} else if (r < 0) {
		request_refuse(
			request, API_ERROR_BUSY_HUB, NULL, "too many commands are under way");
	}
}

static void task_over(struct request *request)
{
	request->worker = NULL;
	(void)http_watch(request->connection, NULL, NULL);
	shares_give(request->hub->shares, &request->task_hold);
}

static void task_answered(int result, void *userdata)
{
	struct request *request = userdata;

	task_over(request);
	if (result < 0) {
		log_error(FAULT_DEVICE, "cannot read the database: %s", strerror(-result));
		request_refuse(request, API_ERROR_STORAGE, NULL, "the database cannot be read");
	} else {
		request->finish(request);
	}
	http_run(request->hub->http);
}

/* The caller has hung up: the answer is no longer needed. */
static void task_abandoned(void *userdata)
{
	struct request *request = userdata;

	if (request->worker && worker_cancel(request->worker, &request->task)) {
		task_over(request);
		request_refuse(request, API_ERROR_BUSY_HUB, NULL, "nobody waits for the answer");
	}
}

static enum share share_of(const struct hub *hub, const struct worker *worker)
{
	return worker == hub->secrets ? SHARE_SECRETS : SHARE_REPORTS;
}

void request_work_in(struct request *request, struct worker *worker,
	int (*work)(struct store *store, void *request), void (*finish)(struct request *request))
{
	const enum share share = share_of(request->hub, worker);
	enum share_verdict verdict = shares_take(
		request->hub->shares, share, &request->caller, request->peer, &request->task_hold);

	if (verdict != SHARE_TAKEN) {
		request_refuse_share(request, share, verdict);
		return;
	}
	request->finish = finish;
	request->task = (struct worker_task){
		.work = work,
		.done = task_answered,
		.userdata = request,
		.owner = share_owner(&request->task_hold),
	};
	if (worker_submit(worker, &request->task) < 0) {
		shares_give(request->hub->shares, &request->task_hold);
		request_refuse_share(request, share, SHARE_ALL_FULL);
		return;
	}
	request->worker = worker;
	/* Who has closed its half with the request waits for the answer. */
	(void)http_watch(request->connection, task_abandoned, request);
}

void request_work(struct request *request, int (*work)(struct store *store, void *request),
	void (*finish)(struct request *request))
{
	request_work_in(request, request->hub->worker, work, finish);
}

/* ---- reading ---- */

struct query {
	struct field_pair pairs[QUERY_MAX];
	size_t n;
	bool too_many;
};

static enum MHD_Result on_argument(
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

int request_read_query(struct request *request, const struct fields *fields)
{
	struct query query = {.n = 0};

	(void)MHD_get_connection_values(
		request->connection, MHD_GET_ARGUMENT_KIND, on_argument, &query);
	if (query.too_many) {
		api_error_set(
			&request->api_error, API_ERROR_BAD_FIELD, NULL, "too many parameters");
		return -EINVAL;
	}
	return fields_read_query(
		fields, query.pairs, query.n, &request->input, &request->api_error);
}

/* Not if it has NULs: they would end it early. */
static bool is_text(const struct textbuf *body)
{
	return body->size > 0 && strlen(body->data) == body->size;
}

static int read_input(struct request *request)
{
	const struct fields none = NO_FIELDS;
	const struct route *route = request->route;
	json_t *body = NULL;
	int r;

	if (strcmp(route->method, MHD_HTTP_METHOD_GET) == 0) {
		return route->free_input ? 0 : request_read_query(request, &route->fields);
	}
	if (route->plain_form) {
		return 0;
	}
	r = request_read_query(request, &none);
	if (route->late_input) {
		return r;
	}
	if (r == 0 && !route->free_input && is_text(&request->body) &&
		fields_read_plain(&route->fields, request->body.data, &request->input)) {
		return 0;
	}
	if (r == 0) {
		r = fields_parse(
			request->body.data, request->body.size, &body, &request->api_error);
	}
	if (r == 0 && route->free_input) {
		request->json = TAKE_PTR(body);
	} else if (r == 0) {
		r = fields_read(&route->fields, body, &request->input, &request->api_error);
	}
	json_decref(body);
	return r;
}

static bool is_json(const char *type)
{
	static const char json[] = "application/json";
	size_t length = strcspn(type, "; \t");

	return length == strlen(json) && strncasecmp(type, json, length) == 0;
}

static bool takes_body(const struct route *route)
{
	return strcmp(route->method, MHD_HTTP_METHOD_POST) == 0 ||
		strcmp(route->method, MHD_HTTP_METHOD_PUT) == 0;
}

/* Bodies come with their length and as JSON. */
static int check_body(struct request *request)
{
	const struct route *route = request->route;
	const char *length = mhd_header(request->connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
	const char *type = mhd_header(request->connection, MHD_HTTP_HEADER_CONTENT_TYPE);
	int64_t max = route->body_max ? (int64_t)route->body_max : LIMIT_BODY;
	int64_t size = 0;

	if (strcmp(route->method, MHD_HTTP_METHOD_GET) == 0) {
		max = 0;
	}
	if (mhd_header(request->connection, MHD_HTTP_HEADER_TRANSFER_ENCODING)) {
		api_error_set(&request->api_error, API_ERROR_NO_LENGTH, NULL,
			"the body must come with its Content-Length");
		return -EINVAL;
	}
	if (length && (text_parse_int(length, 0, INT64_MAX, &size) < 0 || size > max)) {
		api_error_set(&request->api_error, API_ERROR_TOO_LARGE, NULL,
			"the body has %s bytes and may have %lld", length, (long long)max);
		request->api_error.size = size;
		request->api_error.limit = max;
		return -EINVAL;
	}
	/* A form of another site cannot send JSON. */
	if (!route->plain_form &&
		(size > 0 || (takes_body(route) && caller_is_browser(request->connection))) &&
		(!type || !is_json(type))) {
		api_error_set(&request->api_error, API_ERROR_TYPE, NULL,
			"the body must be application/json");
		return -EINVAL;
	}
	return 0;
}

static int identify(struct request *request)
{
	return caller_identify(request->hub, request->connection, &request->caller,
		&request->api_error, &request->cookie);
}

static int check_caller(struct request *request)
{
	int roles = request->route->roles;

	if (roles & MAY_ANYBODY) {
		/* A wrong token does not matter where none is needed. */
		if (identify(request) < 0) {
			request->api_error = (struct api_error){0};
			request->caller = (struct caller){.role = ROLE_NONE};
		}
		return 0;
	}
	if (identify(request) < 0) {
		return -EACCES;
	}
	if (request->caller.role == ROLE_NONE) {
		api_error_set(&request->api_error,
			people_any(&request->hub->people) ? API_ERROR_UNAUTHORIZED
							  : API_ERROR_NO_ACCOUNT,
			NULL, "this needs a sign-in or a token");
		return -EACCES;
	}
	if (!(roles & 1 << request->caller.role)) {
		api_error_set(&request->api_error, API_ERROR_FORBIDDEN, NULL,
			"the role %s may not do this", role_name(request->caller.role));
		return -EACCES;
	}
	return 0;
}

struct doubles {
	int hosts;
	int lengths;
	int codings;
};

static enum MHD_Result count_header(
	void *cls, enum MHD_ValueKind kind, const char *key, const char *value)
{
	struct doubles *doubles = cls;

	(void)kind;
	(void)value;
	doubles->hosts += strcasecmp(key, MHD_HTTP_HEADER_HOST) == 0;
	doubles->lengths += strcasecmp(key, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0;
	doubles->codings += strcasecmp(key, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0;
	return MHD_YES;
}

/* A request that says twice where it ends or whom it is for (RFC 9112, 3.2 and 6.3): a proxy in
 * between may have read it in another way. */
static int check_framing(struct request *request)
{
	struct doubles doubles = {0};
	const char *field = NULL;

	(void)MHD_get_connection_values(
		request->connection, MHD_HEADER_KIND, count_header, &doubles);
	if (doubles.hosts > 1) {
		field = MHD_HTTP_HEADER_HOST;
	} else if (doubles.lengths > 1 || (doubles.lengths > 0 && doubles.codings > 0)) {
		field = MHD_HTTP_HEADER_CONTENT_LENGTH;
	} else if (doubles.codings > 1) {
		field = MHD_HTTP_HEADER_TRANSFER_ENCODING;
	} else {
		return 0;
	}
	request->closes = true;
	api_error_set(&request->api_error, API_ERROR_BAD_FIELD, field, "%s can be read in two ways",
		field);
	return -EINVAL;
}

static void refuse_path(struct request *request, const char *url, const char *method)
{
	bool reads = strcmp(method, MHD_HTTP_METHOD_GET) == 0 || request->head;

	if (*request->allow) {
		api_error_set(&request->api_error, API_ERROR_METHOD, NULL, "this path takes %s",
			request->allow);
		return;
	}
	request->unknown_page = reads && strncmp(url, "/api/", strlen("/api/")) != 0;
	api_error_set(&request->api_error, API_ERROR_NOT_FOUND, NULL, "no such path");
}

/* All checks that are possible before the body has arrived. −EINVAL: rejected. */
static int check_head(struct request *request, const char *url, const char *method)
{
	const char *full = http_refused(request->connection);

	if (full) {
		request->closes = true;
		request->retry_after_s = REFUSED_RETRY_S;
		api_error_set(&request->api_error, API_ERROR_BUSY_HUB, NULL, "%s", full);
		return -EINVAL;
	}
	if (check_framing(request) < 0) {
		return -EINVAL;
	}
	request->route = request->hub->find_route(
		method, url, request->parameter, request->allow, sizeof(request->allow));
	if (!request->route) {
		refuse_path(request, url, method);
		return -EINVAL;
	}
	if (request->hub->ending) {
		api_error_set(&request->api_error, API_ERROR_BUSY_HUB, NULL, "the hub is ending");
		return -EINVAL;
	}
	if (caller_check_site(request->connection, request->route->method, &request->api_error) <
			0 ||
		check_caller(request) < 0) {
		return -EINVAL;
	}
	return check_body(request);
}

/* Whether a rejected request's body is too long to wait for, or of unknown length. */
static bool body_is_long(const struct request *request)
{
	const char *length = mhd_header(request->connection, MHD_HTTP_HEADER_CONTENT_LENGTH);
	int64_t size = 0;

	return mhd_header(request->connection, MHD_HTTP_HEADER_TRANSFER_ENCODING) ||
		(length && text_parse_int(length, 0, LIMIT_BODY, &size) < 0);
}

/* Large pieces of memory that come and go make the allocator gather all small ones each time. */
static struct request *new_request(struct hub *hub)
{
	struct request *request = hub->spent;

	if (!request) {
		return memory_new(1, sizeof(*request));
	}
	hub->spent = TAKE_PTR(request->next);
	hub->n_spent--;
	return request;
}

/* Wipes it with what was typed, and all else. */
static void spend_request(struct hub *hub, struct request *request)
{
	sodium_memzero(request, sizeof(*request));
	if (hub->n_spent == SPENT_MAX) {
		free(request);
		return;
	}
	request->next = hub->spent;
	hub->spent = request;
	hub->n_spent++;
}

void request_free_spent(struct hub *hub)
{
	while (hub->spent) {
		free(new_request(hub));
	}
}

static enum MHD_Result begin(struct hub *hub, struct MHD_Connection *connection, const char *url,
	const char *method, void **con_cls)
{
	struct request *request = new_request(hub);

	request->hub = hub;
	request->backup_fd = -1;
	request->connection = connection;
	request->head = strcmp(method, MHD_HTTP_METHOD_HEAD) == 0;
	request->peer = http_peer(connection);
	*con_cls = request;
	if (check_head(request, url, method) < 0) {
		request_answer_refusal(request);
		http_head(connection, &request->caller);
		if (request->closes || body_is_long(request)) {
			return request_send(request);
		}
	} else {
		http_head(connection, &request->caller);
	}
	return MHD_YES;
}

/* What carries a key is asked again by whoever still wants it. When the one who asked has hung up
 * before it is begun (the hub was slow, a browser gave up), the person has been told that it did
 * not happen: then it must not happen later. */
static int check_wanted(struct request *request)
{
	if ((*request->input.idempotency_key || *request->input.command.press_id) &&
		mhd_has_hung_up(request->connection)) {
		request->closes = true;
		api_error_set(&request->api_error, API_ERROR_BUSY_HUB, NULL,
			"whoever asked has hung up: nothing was done");
		return -ECONNABORTED;
	}
	return 0;
}

static void on_body(struct request *request, const char *data, size_t size)
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
		on_body(request, upload_data, *upload_data_size);
		*upload_data_size = 0;
		return MHD_YES;
	}
	if (!request->whole) {
		request->whole = true;
		request->hub->requests++;
		http_waits(connection);
	}
	if (!request->answered) {
		if (read_input(request) < 0 || check_wanted(request) < 0) {
			request_answer_refusal(request);
		} else {
			request->route->handle(request);
		}
	}
	if (!request->answered) {
		request->suspended = true;
		MHD_suspend_connection(connection);
		return MHD_YES;
	}
	return request_send(request);
}

/* What was typed stands in the body, too; the JSON parser wipes its own (secret_wipe_json). What
 * libmicrohttpd and the TLS library have read stays in their buffers. */
static void wipe_body(struct request *request)
{
	if (*request->input.secret || *request->input.token) {
		sodium_memzero(request->body.data, request->body.size);
	}
}

void request_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
	enum MHD_RequestTerminationCode code)
{
	struct request *request = TAKE_PTR(*con_cls);
	struct hub *hub = cls;

	(void)code;
	if (!request) {
		return;
	}
	http_answered(connection);
	hub->requests -= request->whole;
	if (request->issues && !request->job.answer.created) {
		buckets_give(hub->issue_buckets, &request->caller, request->peer);
	}
	if (request->completed) {
		request->completed(request);
	}
	shares_give(hub->shares, &request->answer_hold);
	command_done(&request->input.command);
	phrases_free(request->phrases);
	wipe_body(request);
	json_decref(request->json);
	textbuf_done(&request->body);
	textbuf_done(&request->out.text);
	free(request->cookie);
	free(request->location);
	if (request->backup_fd >= 0) {
		(void)close(request->backup_fd);
	}
	spend_request(hub, request);
}
