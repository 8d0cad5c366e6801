/* SPDX-License-Identifier: Apache-2.0 */
/* The API: every path with its methods, who may, what a request may hold, and what answers it. */
#pragma once

#include "hub/hub-request.h"

struct route {
	const char *method; /* NULL ends the table */
	const char *path; /* at most one {parameter} */
	int roles; /* MAY_… */
	void (*handle)(struct request *request);
	const struct field *fields; /* of the body; of the query when the method is GET */
	enum command_kind command; /* what the handlers of commands run */
	size_t body_max; /* 0: LIMIT_BODY */
	bool free_input; /* the handler reads the body itself; the query does not matter */
};

extern const struct route routes[];

/* The route of a request; HEAD is served as GET. Writes what stands for the path's {parameter}
 * into parameter. NULL: allow lists the path's methods ("" when there is no such path). */
const struct route *route_find(const char *method, const char *path,
	char parameter[PARAMETER_MAX + 1], char *allow, size_t allow_size);

/* hub-api-tickets.c */
void api_issue(struct request *request);
void api_ticket(struct request *request);
void api_tickets(struct request *request);
void api_ticket_move(struct request *request);
void api_public(struct request *request);

/* hub-api-counters.c */
void api_counter_move(struct request *request);
void api_counter_call(struct request *request);
void api_counter_resume(struct request *request);
void api_counter_open(struct request *request);
void api_counter_transfer(struct request *request);

/* hub-api-site.c */
void api_state(struct request *request);
void api_site(struct request *request);
void api_site_put(struct request *request);
void api_day(struct request *request);
void api_clock(struct request *request);

/* hub-api-tokens.c */
void api_tokens(struct request *request);
void api_token_make(struct request *request);
void api_token_remove(struct request *request);
void api_login(struct request *request);
void api_login_show(struct request *request);
void api_login_end(struct request *request);

/* hub-api-reports.c */
void api_report(struct request *request);

/* hub-api-health.c */
void api_health(struct request *request);
void api_health_post(struct request *request);

/* hub-stream.c, hub-pages.c */
void api_events(struct request *request);
void api_page(struct request *request);
