/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request, from its header lines to its answer:
 *
 *   access ─► READING ─body complete─► handle ─┬─ answered ────────────────────────► SENT
 *                                              └─ WAITING (connection suspended) ─► SENT
 *
 * What waits is a command with the writer, a task, or the first one of a repeated key.
 */
#pragma once

#include <microhttpd.h>

#include "hub/hub-fields.h"
#include "hub/hub-worker.h"
#include "base/json-writer.h"
#include "hub/hub-peer.h"
#include "hub/hub-idempotency.h"
#include "hub/hub-shares.h"
#include "hub/hub-writer.h"
#include "hub/hub.h"
#include "queue/evaluation.h"
#include "queue/report.h"

enum { CLOCK_TEXT = 5 /* "08:05" */ };

/* What a report is answered as. */
enum report_form { REPORT_AS_JSON, REPORT_AS_CSV, REPORT_AS_XLSX, REPORT_AS_PDF, REPORT_FORMS };

struct request;

/* A path of the API with a method: who may, what a request may hold, and what answers it. */
struct route {
	const char *method;
	const char *path; /* at most one {parameter} */
	int roles; /* MAY_… */
	void (*handle)(struct request *request);
	struct fields fields; /* of the body; of the query when the method is GET */
	enum command_kind command; /* what the handlers of commands run */
	size_t body_max; /* 0: LIMIT_BODY */
	bool free_input; /* the handler reads the body itself; the query does not matter */
	bool plain_form; /* a form without fields, of a page without a script; no body is read */
	bool late_input; /* and parses it, in a worker's thread, because it may be long */
	void (*put_error)(struct request *request); /* errors for people, into out; NULL: JSON */
};

/* All that a body or a query can hold; the fields of hub-routes.c point into it. */
struct input {
	struct command command;
	char idempotency_key[LIMIT_IDEMPOTENCY_KEY + 1];
	char name[LIMIT_ID + 1];
	int role;
	char token[LIMIT_TOKEN + 1];
	char person[LIMIT_ROOM(LIMIT_PERSON)];
	char secret[LIMIT_SECRET + 1];
	char new_secret[LIMIT_SECRET + 1];
	bool right; /* the secret */
	int boot; /* the present request's number, for code that reads in a thread */
	int move;
	int fault;
	bool has_fault;
	bool accept;
	char time[LIMIT_ROOM(CLOCK_TEXT)]; /* of the day, as "08:05" */
	char day[DAY_LENGTH + 1];
	char from[DAY_LENGTH + 1];
	char to[DAY_LENGTH + 1];
	char period[EVALUATION_PERIOD + 1]; /* of an evaluation; "" the newest */
	int64_t after;
	bool alive; /* events instead of comments on a silent stream */
	bool has_after;
	char epoch[EPOCH_LENGTH + 1]; /* that after belongs to; "" not said */
	int limit;
	int counter; /* of a hall's screen; 0 the whole hall */
	int width; /* its pixels */
	int height;
	int inches; /* its diagonal; 0 not known */
	bool board; /* it is a notice board */
	int part; /* of a page's table, from 0 */
	bool sound; /* it can play */
	char heard[HALL_CALL_ID_SIZE]; /* the last call that it said; "" it did not listen */
	char seen[LIMIT_HALL_TAG + 1]; /* the tag of what it shows; "" nothing */
	int check; /* measure the clips from this one on */
	bool has_check;
	int state;
	bool has_state;
	int slip_status;
	bool has_slip_status;
	enum report_by report;
	enum report_form form;
	char columns[LIMIT_COLUMNS + 1]; /* of a table; "" all */
	bool previous; /* the period before beside this one */
	int format; /* of an export: 1 CSV, 0 JSON */
	int semicolon;
	bool has_separator;
	char after_key[LIMIT_PROCEDURE_KEY + 1]; /* of a procedure; "" from the beginning */
	char sector[LIMIT_ROOM(LIMIT_TEXT)];
	bool overdue; /* only complaints that are */
	int age; /* enum catalogue_age */
	bool has_age;
	char question[LIMIT_ROOM(LIMIT_QUESTION)]; /* of a search */
	bool typing; /* it is not whole yet */
	int place; /* enum lookup_place */
	bool found; /* a search has found something */
	bool printed; /* a list of papers, instead of a look-up */
	int count;
};

struct request {
	struct hub *hub;
	struct MHD_Connection *connection;
	const struct route *route;
	const struct peer *peer;
	struct caller caller;
	char parameter[PARAMETER_MAX + 1]; /* what stands for {…} in the route's path */
	char allow[32]; /* the path's methods, for 405 */
	struct textbuf body;
	json_t *json; /* the body, parsed, of a route that reads it itself */
	struct phrases *phrases; /* the words of its answer, over a reload; may be NULL */
	struct input input;

	/* What it waits for. */
	struct writer_job job;
	struct worker_task task;
	void (*finish)(struct request *request); /* makes the answer from job or task */
	struct idempotency_slot *idempotency; /* the first one of its idempotency key */
	struct request *next; /* that waits for the same answer; or that is spent */
	bool issues; /* a ticket was taken out of its caller's bucket */
	struct share_hold command_hold;
	struct share_hold task_hold;
	struct share_hold answer_hold;
	struct worker *worker; /* where its task waits; NULL it does not */
	bool suspended;
	bool whole; /* its body has come */
	bool head; /* only the headers are wanted */
	bool unknown_page; /* of no route, and not of the API: a person may have typed it */
	bool closes; /* the connection ends with the answer, and is not read on */

	/* The answer: a response made before (shared, or a stream), or a status and text. */
	struct api_error api_error; /* status 0: no error */
	bool answered;
	int status;
	struct out out;
	const char *type; /* of the text; JSON when NULL */
	bool is_page; /* with the headers of a page */
	char *cookie; /* Set-Cookie, or NULL */
	char *location; /* where a 303 leads, or NULL */
	int retry_after_s; /* 0: not said */
	int64_t etag; /* the site's event, or what the content is; 0 none */
	struct MHD_Response *response;
	bool response_shared;
	struct stream *stream; /* hub-stream.c */
	struct hall_wait *hall_wait; /* hub-hall.c */
	void (*completed)(struct request *request); /* it is over; may be NULL */

	/* hub-api-backup.c */
	struct store_facts backup;
	int backup_fd;
	int backup_error;
	int file_error; /* hub-api-files.c */
	struct evaluation_job *evaluation_job; /* hub-api-evaluation.c */
	struct clip_job *clip_job; /* hub-api-clips.c */
	struct catalogue_job *catalogue_job; /* hub-api-catalogue.c */
	struct search_job *search_job; /* hub-api-search.c */
	struct lookup_job *lookup_job; /* hub-api-lookup.c */
	struct counts_job *counts_job; /* hub-api-lookup-counts.c */
	struct lookup_figures *lookup_figures; /* hub-api-reports.c */
	char *unknown_column; /* the same; heap */
	int report_error; /* why no file could be made; −errno */
};

/* MHD's callbacks; cls is the hub. */
enum MHD_Result request_access(void *cls, struct MHD_Connection *connection, const char *url,
	const char *method, const char *version, const char *upload_data, size_t *upload_data_size,
	void **con_cls);
void request_completed(void *cls, struct MHD_Connection *connection, void **con_cls,
	enum MHD_RequestTerminationCode code);

/* Frees what is kept of completed requests, when no more arrive. */
void request_free_spent(struct hub *hub);

/* The route's field table applied to the query string. −EINVAL: refused. */
int request_read_query(struct request *request, const struct fields *fields) _warn_unused_;

/* Ways to answer; each request takes exactly one. */
void request_refuse(struct request *request, enum api_error_kind kind, const char *field,
	const char *format, ...) _printf_(4, 5);
void request_answer_refusal(struct request *request); /* that refusal holds already */
void request_answer(struct request *request, int status); /* with out as the body */
void request_answer_with(
	struct request *request, struct MHD_Response *response, int status, bool shared);

/* Rejects a request that exceeds a share, with the time after which to retry. */
void request_refuse_share(struct request *request, enum share share, enum share_verdict verdict);

/* Hands input.command to the writer; finish then answers. */
void request_command(struct request *request, void (*finish)(struct request *request));
/* Reads in the worker's thread; finish then answers (task.result is 0 then). */
void request_work(struct request *request, int (*work)(struct store *store, void *request),
	void (*finish)(struct request *request));

/* The same by another worker than the usual one. */
void request_work_in(struct request *request, struct worker *worker,
	int (*work)(struct store *store, void *request), void (*finish)(struct request *request));

/* Gives the answer to libmicrohttpd. */
enum MHD_Result request_send(struct request *request);
