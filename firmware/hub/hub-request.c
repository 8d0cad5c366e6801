/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-request.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "hub/hub-api.h"
#include "hub/hub-buckets.h"
#include "hub/hub-caller.h"
#include "hub/hub-http.h"
#include "hub/hub-stream.h"

enum {
	QUERY_MAX = 32, /* arguments of one query string */
	SPENT_MAX = 64, /* as many come together in a full hall */
};

static const char *header(const struct request *request, const char *name)
{
	return MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name);
}

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

/* Not if it has NULs: they would end it early. */
static bool is_text(const struct textbuf *body)
{
	return body->size > 0 && strlen(body->data) == body->size;
}

static int read_input(struct request *request)
{
	const struct route *route = request->route;
	json_t *body = NULL;
	int r;

	if (strcmp(route->method, MHD_HTTP_METHOD_GET) == 0) {
		return route->free_input ? 0 : request_read_query(request, route->fields);
	}
	r = request_read_query(request, NULL);
	if (r == 0 && !route->free_input && is_text(&request->body) &&
		fields_read_plain(route->fields, request->body.data, &request->input)) {
		return 0;
	}
	if (r == 0) {
		r = fields_parse(request->body.data, request->body.size, &body, &request->refusal);
	}
	if (r == 0 && route->free_input) {
		request->json = TAKE_PTR(body);
	} else if (r == 0) {
		r = fields_read(route->fields, body, &request->input, &request->refusal);
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
	/* A form of another site cannot send JSON. */
	if ((size > 0 || (takes_body(route) && caller_is_browser(request))) &&
		(!type || !is_json(type))) {
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
		refusal_set(&request->refusal,
			people_any(&request->hub->people) ? REFUSAL_UNAUTHORIZED
							  : REFUSAL_NO_ACCOUNT,
			NULL, "this needs a sign-in or a token");
		return -EACCES;
	}
	if (!(roles & 1 << request->caller.role)) {
		refusal_set(&request->refusal, REFUSAL_FORBIDDEN, NULL,
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
	refusal_set(
		&request->refusal, REFUSAL_BAD_FIELD, field, "%s can be read in two ways", field);
	return -EINVAL;
}

/* All that can be said before the body has come. −EINVAL: refused. */
static int check_head(struct request *request, const char *url, const char *method)
{
	const char *full = http_refused(request->connection);

	if (full) {
		request->closes = true;
		request->retry_after_s = REFUSED_RETRY_S;
		refusal_set(&request->refusal, REFUSAL_BUSY_HUB, NULL, "%s", full);
		return -EINVAL;
	}
	if (check_framing(request) < 0) {
		return -EINVAL;
	}
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
	if (caller_check_site(request) < 0 || check_caller(request) < 0) {
		return -EINVAL;
	}
	return check_body(request);
}

/* Whether a refused request's body is so long, or of unknown length, that it is not waited for. */
static bool body_is_long(const struct request *request)
{
	const char *length = header(request, MHD_HTTP_HEADER_CONTENT_LENGTH);
	int64_t size = 0;

	return header(request, MHD_HTTP_HEADER_TRANSFER_ENCODING) ||
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
	if (!request->whole) {
		request->whole = true;
		request->hub->requests++;
		http_waits(connection);
	}
	if (!request->answered) {
		if (read_input(request) < 0) {
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
	stream_close(request->stream);
	shares_give(hub->shares, &request->answer_hold);
	command_done(&request->input.command);
	wipe_body(request);
	json_decref(request->json);
	textbuf_done(&request->body);
	textbuf_done(&request->out.text);
	free(request->cookie);
	if (request->backup_fd >= 0) {
		(void)close(request->backup_fd);
	}
	spend_request(hub, request);
}
