/* SPDX-License-Identifier: Apache-2.0 */
/* Tickets: issuing, looking them up, moves without a counter, and what staff do at one. */
#include <errno.h>
#include <string.h>

#include "hub/hub-api.h"
#include "hub/hub-buckets.h"
#include "hub/hub-health.h"
#include "hub/hub-json.h"
#include "hub/hub-search.h"
#include "hub/hub-snapshot.h"
#include "ui/qr-matrix.h"

enum { PAGE_DEFAULT = 100 };

/* A kiosk prints the tokens of its slips; who issues a ticket is told its token once. */
static struct view view_of(const struct request *request)
{
	bool prints = request->caller.role == ROLE_KIOSK;
	struct view view = {
		.replica = &request->hub->replica,
		.people = view_sight(request->caller.role).people,
		.secret = prints ? request->hub->secret : NULL,
		.kiosk = prints ? request->caller.name : NULL,
		.training = request->hub->training != NULL,
	};

	clock_now(&view.now);
	return view;
}

static int parse_id(struct request *request, int64_t *ret)
{
	if (text_parse_int(request->parameter, 1, INT64_MAX, ret) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "there is no such ticket");
		return -ENOENT;
	}
	return 0;
}

static void answer_issued(struct request *request)
{
	const struct answer *answer = &request->job.answer;
	const struct ticket *ticket = &answer->ticket;
	struct wait_estimate issued = {ticket->ahead, ticket->wait_estimate_s};
	struct view view = view_of(request);

	view.secret = request->hub->secret;
	hub_json_ticket(&request->out, &view, ticket, answer->created ? &issued : NULL);
	request_answer(request, answer->created ? MHD_HTTP_CREATED : MHD_HTTP_OK);
}

static void answer_ticket(struct request *request)
{
	struct view view = view_of(request);

	hub_json_ticket(&request->out, &view, &request->job.answer.ticket, NULL);
	request_answer(request, MHD_HTTP_OK);
}

/* −EAGAIN: rejected, because the caller issues more tickets than a hall can need. */
static int check_bucket(struct request *request)
{
	struct hub *hub = request->hub;
	int wait_s = buckets_take(hub->issue_buckets, &request->caller, request->peer,
		hub->settings->issue_per_minute, clock_mono_ms());

	if (wait_s == 0) {
		request->issues = true;
		return 0;
	}
	health_issue_limited(hub->health, request->caller.name);
	request->retry_after_s = wait_s;
	request_refuse(request, API_ERROR_TOO_MANY, NULL,
		"%s has issued more tickets than a hall can want; the next in %d seconds",
		request->caller.name, wait_s);
	return -EAGAIN;
}

void api_issue(struct request *request)
{
	struct command *command = &request->input.command;

	command->kind = COMMAND_ISSUE;
	if (!command->has_lane) {
		command->lane = LANE_REGULAR;
	}
	if (request->caller.role == ROLE_KIOSK) {
		if (!*command->press_id) {
			request_refuse(request, API_ERROR_BAD_FIELD, "press_id",
				"a kiosk gives each press an id");
			return;
		}
		text_copy_cut(command->kiosk, sizeof(command->kiosk), request->caller.name);
	} else if (!command->print) {
		command->kiosk[0] = '\0';
	}
	if (check_bucket(request) < 0) {
		return;
	}
	request_command(request, answer_issued);
}

void api_ticket_move(struct request *request)
{
	struct command *command = &request->input.command;

	if (parse_id(request, &command->ticket) < 0) {
		return;
	}
	command->kind = request->route->command;
	request_command(request, answer_ticket);
}

/* A ticket of today from the replica, an older one from the store. */
static int read_ticket(struct request *request, int64_t id, struct ticket *ret)
{
	const struct ticket *live = model_find_ticket(request->hub->replica.model, id);

	if (live) {
		*ret = *live;
		return 0;
	}
	return store_ticket(request->hub->reader, id, ret);
}

static int refuse_ticket(struct request *request, int r, const char *field)
{
	if (r == -ENOENT) {
		request_refuse(request, API_ERROR_NOT_FOUND, field, "there is no such ticket");
	} else {
		request_refuse(request, API_ERROR_STORAGE, NULL, "the database cannot be read");
	}
	return r;
}

void api_ticket(struct request *request)
{
	struct view view = view_of(request);
	struct ticket ticket;
	int64_t id;
	int r;

	if (parse_id(request, &id) < 0) {
		return;
	}
	r = read_ticket(request, id, &ticket);
	if (r == 0 && !view.people &&
		strcmp(ticket.day, model_day(request->hub->replica.model)) != 0) {
		r = -ENOENT; /* devices know the present day alone */
	}
	if (r < 0) {
		(void)refuse_ticket(request, r, "id");
		return;
	}
	hub_json_ticket(&request->out, &view, &ticket, NULL);
	request_answer(request, MHD_HTTP_OK);
}

int api_find_public(struct request *request, struct ticket *ret)
{
	struct hub *hub = request->hub;
	int64_t id;
	int r;

	if (!rates_take(hub->rates, RATE_PUBLIC, &request->peer->address, clock_mono_ms())) {
		request_refuse(
			request, API_ERROR_TOO_MANY, NULL, "too many look-ups; wait a minute");
		return -EAGAIN;
	}
	/* A wrong token of a ticket that exists and one of a ticket that does not get the same
	 * answer: or anybody could count the tickets. */
	r = auth_slip_id(request->parameter, &id) < 0 ? -ENOENT : read_ticket(request, id, ret);
	if (r == 0 && !auth_slip_valid(hub->secret, request->parameter, id, ret->arrived.wall_ms)) {
		r = -ENOENT;
	}
	return r < 0 ? refuse_ticket(request, r, "token") : 0;
}

void api_public(struct request *request)
{
	struct view view = view_of(request);
	struct ticket ticket;

	if (api_find_public(request, &ticket) == 0) {
		_cleanup_(search_index_givep) struct search_index *index =
			hub_search_take(request->hub->search);

		view.free_online = hub_search_free_online(request->hub->search, &view.now);
		view.papers = index && search_index_seq(index) > 0;
		hub_json_public(&request->out, &view, &ticket);
		request_answer(request, MHD_HTTP_OK);
	}
}

/* For whoever has taken a number that nothing has printed: what its slip would show. */
void api_public_qr(struct request *request)
{
	struct out *out = &request->out;
	struct ticket ticket;
	_cleanup_free_ char *link = NULL;
	_cleanup_free_ char *modules = NULL;
	int side = 0;

	if (api_find_public(request, &ticket) != 0) {
		return;
	}
	link = site_ticket_link(model_site(request->hub->replica.model), request->parameter);
	modules = link ? qr_matrix_make(link, &side) : NULL;
	out_open(out, '{');
	out_key(out, "link");
	if (modules) {
		out_text(out, link);
	} else {
		out_null(out);
	}
	out_key_open(out, "qr", '[');
	for (int i = 0; modules && i < side; i++) {
		_cleanup_free_ char *row = text_printf("%.*s", side, modules + (ptrdiff_t)i * side);

		out_text(out, row);
	}
	out_close(out, ']');
	out_close(out, '}');
	request_answer(request, MHD_HTTP_OK);
}

/* Lists */

static bool wanted(const struct input *input, const struct ticket *ticket)
{
	const struct command *filter = &input->command;

	return (!input->has_state || (int)ticket->state == input->state) &&
		(!input->has_slip_status || (int)ticket->slip_status == input->slip_status) &&
		(!*filter->service || strcmp(ticket->service, filter->service) == 0) &&
		(!*filter->kiosk || strcmp(ticket->kiosk, filter->kiosk) == 0) &&
		(!*filter->press_id || strcmp(ticket->press_id, filter->press_id) == 0) &&
		(!*filter->number || strcmp(ticket->text, filter->number) == 0);
}

/* A page under way: one more ticket than fits says that there is a next page. */
struct page {
	struct request *request;
	struct view view;
	int n;
	int64_t last;
	bool more;
};

static int put_ticket(
	struct page *page, const struct ticket *ticket, const struct wait_estimate *estimate)
{
	if (page->n == page->request->input.limit) {
		page->more = true;
		return 1;
	}
	hub_json_ticket(&page->request->out, &page->view, ticket, estimate);
	page->n++;
	page->last = ticket->id;
	return 0;
}

static void begin_page(struct page *page, struct request *request)
{
	*page = (struct page){.request = request, .view = view_of(request)};
	out_open(&request->out, '{');
	out_key_open(&request->out, "tickets", '[');
}

static void end_page(struct page *page)
{
	struct out *out = &page->request->out;

	out_close(out, ']');
	out_key(out, "next");
	if (page->more) {
		out_int(out, page->last);
	} else {
		out_null(out);
	}
	out_close(out, '}');
}

static void list_today(struct request *request)
{
	const struct model *model = request->hub->replica.model;
	static const struct wait_estimate later = {.ahead = LIMIT_PAGE, .wait_s = -1};
	const struct ticket *ticket;
	struct page page;

	begin_page(&page, request);
	for (int i = 0; (ticket = model_ticket_at(model, i)); i++) {
		const struct wait_estimate *estimate = NULL;

		if (ticket->id <= request->input.after || !wanted(&request->input, ticket)) {
			continue;
		}
		if (ticket->state == TICKET_WAITING) {
			estimate =
				snapshot_estimate(request->hub->snapshot, &page.view, ticket->id);
			estimate = estimate ? estimate : &later;
		}
		if (put_ticket(&page, ticket, estimate) != 0) {
			break;
		}
	}
	end_page(&page);
	request_answer(request, MHD_HTTP_OK);
}

static int on_stored(const struct ticket *ticket, void *userdata)
{
	struct page *page = userdata;

	return wanted(&page->request->input, ticket) ? put_ticket(page, ticket, NULL) : 0;
}

/* In the worker's thread: the replica is not its to read. */
static int list_stored(struct store *store, void *userdata)
{
	struct request *request = userdata;
	const struct input *input = &request->input;
	struct page page;
	int r;

	begin_page(&page, request);
	page.view.replica = NULL;
	r = store_tickets(store, input->day, input->day, input->after, INT32_MAX, on_stored, &page);
	if (r < 0) {
		return r;
	}
	end_page(&page);
	return 0;
}

static void answer_listed(struct request *request)
{
	request_answer(request, MHD_HTTP_OK);
}

void api_tickets(struct request *request)
{
	struct input *input = &request->input;
	const char *today = model_day(request->hub->replica.model);

	if (input->limit == 0) {
		input->limit = PAGE_DEFAULT;
	}
	if (!*input->day || strcmp(input->day, today) == 0) {
		list_today(request);
	} else if (!view_sight(request->caller.role).people) {
		request_refuse(request, API_ERROR_FORBIDDEN, "day",
			"the role %s sees the present day alone", role_name(request->caller.role));
	} else {
		request_work(request, list_stored, answer_listed);
	}
}

/* Counters. */

static void answer_counter(struct request *request)
{
	const struct answer *answer = &request->job.answer;
	struct view view = {
		.replica = &request->hub->replica,
		.people = true,
	};

	if (request->route->command == COMMAND_CALL_NEXT && !answer->has_ticket) {
		request_answer(request, MHD_HTTP_NO_CONTENT);
		return;
	}
	clock_now(&view.now);
	hub_json_counter(&request->out, &view, &answer->counter);
	request_answer(request, MHD_HTTP_OK);
}

/* Who opens a counter with a sign-in or a token of their own need not say who it is. */
static int name_staff(struct request *request)
{
	struct command *command = &request->input.command;
	bool own = request->caller.sign_in || request->caller.by_token;

	if (!*command->staff && (MAY_SERVE & 1 << request->caller.role) && own) {
		text_copy_cut(command->staff, sizeof(command->staff), request->caller.name);
	}
	if (!*command->staff) {
		request_refuse(request, API_ERROR_BAD_FIELD, "staff", "staff is missing");
		return -EINVAL;
	}
	return 0;
}

void api_counter_move(struct request *request)
{
	struct command *command = &request->input.command;
	int64_t number;

	command->kind = request->route->command;
	if (command->kind == COMMAND_COUNTER_RESUME && command->ticket) {
		command->kind = COMMAND_RESUME;
	}
	if (command->kind == COMMAND_COUNTER_OPEN && name_staff(request) < 0) {
		return;
	}
	if (text_parse_int(request->parameter, 1, LIMIT_COUNTERS, &number) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "counter", "there is no such counter");
		return;
	}
	command->counter = (int)number;
	request_command(request, answer_counter);
}
