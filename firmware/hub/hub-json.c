/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/hub-json.h"

#include <string.h>

#include "base/log.h"
#include "queue/day.h"
#include "queue/late-slips.h"
#include "queue/pick.h"

enum { TICKET_BYTES = 700 }; /* of most tickets */

static int64_t wall_ms(const struct view *view, const struct timestamp *timestamp)
{
	return view->replica ? model_wall_ms(view->replica->model, timestamp, &view->now)
			     : timestamp->wall_ms;
}

static void key_time(struct out *out, const struct view *view, const char *key,
	const struct timestamp *timestamp)
{
	out_key(out, key);
	if (timestamp->boot == 0) {
		out_null(out);
	} else {
		out_time(out, wall_ms(view, timestamp));
	}
}

/* When it was issued, and whether that and its day are known. */
static void put_issued(struct out *out, const struct view *view, const struct ticket *ticket)
{
	out_key_text(out, "day", ticket->day);
	key_time(out, view, "issued_at", &ticket->arrived);
	out_key_bool(out, "time_known",
		!view->replica || model_time_is_known(view->replica->model, ticket, &view->now));
}

/* Numbers from 1; 0 says that there is none. */
static void key_number(struct out *out, const char *key, int64_t number)
{
	out_key(out, key);
	if (number > 0) {
		out_int(out, number);
	} else {
		out_null(out);
	}
}

static void key_wait(struct out *out, const char *key, int wait_s)
{
	out_key(out, key);
	if (wait_s < 0) {
		out_null(out);
	} else {
		out_int(out, wait_s);
	}
}

static void put_estimate(struct out *out, const struct view *view, const struct ticket *ticket,
	const struct wait_estimate *known)
{
	struct wait_estimate estimate = {ticket->ahead, ticket->wait_estimate_s};

	if (known) {
		estimate = *known;
	} else if (view->replica && ticket->state == TICKET_WAITING) {
		const struct ticket *live = model_find_ticket(view->replica->model, ticket->id);

		if (live && live->state == TICKET_WAITING) {
			wait_for_ticket(view->replica->model, live, &view->now, &estimate);
		}
	}
	out_key_int(out, "ahead", estimate.ahead);
	key_wait(out, "wait_estimate_s", estimate.wait_s);
	out_key_bool(out, "past_closing",
		view->replica && ticket->state == TICKET_WAITING &&
			wait_passes_closing(view->replica->model, ticket->service, estimate.wait_s,
				&view->now));
}

/* "" for a ticket that its kiosk has confirmed. */
static const char *unconfirmed(const struct view *view, const struct ticket *ticket)
{
	const char *word = view->replica ? pick_confirmation_name(pick_confirmation(
						   view->replica->model, ticket, &view->now))
					 : NULL;

	return word ? word : "";
}

void hub_json_ticket(struct out *out, const struct view *view, const struct ticket *ticket,
	const struct wait_estimate *estimate)
{
	bool prints = view->secret && (!view->kiosk || strcmp(view->kiosk, ticket->kiosk) == 0);

	out_reserve(out, TICKET_BYTES);
	out_open(out, '{');
	out_key_int(out, "id", ticket->id);
	out_key_text(out, "number", ticket->text);
	out_key_text(out, "service", ticket->service);
	out_key_text(out, "lane", ticket_lane_name(ticket->lane));
	out_key_word(out, "reason", view->people ? ticket->reason : "");
	out_key_word(out, "subject", view->people || prints ? ticket->subject : "");
	out_key_text(out, "state", ticket_state_name(ticket->state));
	put_issued(out, view, ticket);
	put_estimate(out, view, ticket, estimate);
	out_key_text(out, "paper", ticket_slip_status_name(ticket->slip_status));
	out_key_word(out, "slip",
		view->replica
			? late_slip_name(late_slip_of(view->replica->model, ticket, &view->now))
			: "");
	out_key_word(out, "unconfirmed", unconfirmed(view, ticket));
	out_key_text(out, "language", ticket->language);
	out_key_word(out, "kiosk", ticket->kiosk);
	key_number(out, "counter", ticket->counter);
	out_key_int(out, "calls", ticket->calls);
	out_key_int(out, "prints", ticket->prints);
	key_time(out, view, "since", &ticket->since);
	key_time(out, view, "called_at", &ticket->called);
	out_key_text(out, "note", view->people ? ticket->note : "");
	key_number(out, "wanted_counter", ticket->target_counter);
	out_key_word(out, "outcome", view->people ? ticket->outcome : "");
	out_key_int(out, "quantity", view->people ? ticket->quantity : 0);
	if (prints) {
		char token[AUTH_SLIP_LENGTH + 1];

		auth_slip_make(view->secret, ticket->id, ticket->arrived.wall_ms, token);
		out_key_text(out, "token", token);
	}
	out_close(out, '}');
}

static void put_held(struct out *out, const struct view *view, int counter)
{
	out_key_open(out, "held", '[');
	for (size_t i = 0; i < view->replica->n_held; i++) {
		const struct ticket *ticket =
			model_find_ticket(view->replica->model, view->replica->held[i]);

		if (ticket && ticket->counter == counter) {
			hub_json_ticket(out, view, ticket, NULL);
		}
	}
	out_close(out, ']');
}

/* What undo-finish would take back, and until when: a page that was loaded anew still offers it. */
static void put_last_finished(
	struct out *out, const struct view *view, const struct counter *counter)
{
	const struct model *model = view->replica->model;
	const struct site *site = model_site(model);
	const struct ticket *ticket = model_just_finished(model, counter);
	int64_t left_ms = 0;

	if (site && ticket) {
		left_ms = site->undo_finish_s * 1000LL -
			model_elapsed_ms(model, &ticket->since, &view->now);
	}
	out_key(out, "last_finished");
	if (left_ms <= 0) {
		out_null(out);
		return;
	}
	out_open(out, '{');
	out_key_int(out, "id", ticket->id);
	out_key_text(out, "number", ticket->text);
	out_key_int(out, "undo_s", left_ms / 1000);
	out_close(out, '}');
}

/* Whether a finished ticket can be rated still: "open", "done", "closed". */
static const char *rating_word(const struct model *model, const struct ticket *ticket, int limit_s,
	const struct clock_reading *now)
{
	if (ticket->rating) {
		return "done";
	}
	return ticket->state == TICKET_FINISHED && strcmp(ticket->day, model_day(model)) == 0 &&
			model_elapsed_ms(model, &ticket->since, now) <= (int64_t)limit_s * 1000
		? "open"
		: "closed";
}

/* What a panel of buttons or a tablet at the counter would rate now. */
static void put_rateable(struct out *out, const struct view *view, const struct counter *counter)
{
	const struct model *model = view->replica->model;
	const struct site *site = model_site(model);
	const struct ticket *ticket = model_find_ticket(model, counter->last_finished);
	const struct ticket *present = model_find_ticket(model, counter->ticket);
	bool serving = present && present->state == TICKET_SERVING;

	out_key(out, "rateable");
	if (!site || !ticket || serving ||
		strcmp(rating_word(model, ticket, site->rate_counter_s, &view->now), "open") != 0) {
		out_null(out);
		return;
	}
	out_open(out, '{');
	out_key_int(out, "ticket", ticket->id);
	out_key_text(out, "number", ticket->text);
	out_key_time(
		out, "until", wall_ms(view, &ticket->since) + (int64_t)site->rate_counter_s * 1000);
	out_close(out, '}');
}

static void put_counter(struct out *out, const struct view *view, const struct counter *counter)
{
	const struct ticket *ticket = model_find_ticket(view->replica->model, counter->ticket);

	out_key_int(out, "number", counter->number);
	out_key_text(out, "state", counter_state_name(counter->state));
	key_number(out, "session", counter->session);
	out_key_word(out, "staff", view->people ? counter->staff : "");
	out_key_open(out, "services", '[');
	for (int i = 0; i < counter->n_services; i++) {
		out_text(out, counter->services[i]);
	}
	out_close(out, ']');
	key_time(out, view, "since", &counter->since);
	out_key_text(out, "note", view->people ? counter->note : "");
	out_key_bool(out, "pause_after", counter->pause_after);
	put_last_finished(out, view, counter);
	out_key(out, "ticket");
	if (ticket) {
		hub_json_ticket(out, view, ticket, NULL);
	} else {
		out_null(out);
	}
	put_held(out, view, counter->number);
	put_rateable(out, view, counter);
}

void hub_json_counter(struct out *out, const struct view *view, const struct counter *counter)
{
	out_open(out, '{');
	put_counter(out, view, counter);
	out_close(out, '}');
}

void hub_json_text(struct out *out, const struct site_text *text)
{
	out_open(out, '{');
	for (int i = 0; i < text->n; i++) {
		out_key_text(out, text->language[i], text->text[i]);
	}
	out_close(out, '}');
}

static void put_free_online(
	struct out *out, const struct view *view, const struct site_service *service)
{
	const struct site *site = model_site(view->replica->model);

	out_key_int(out, "free_online",
		service && view->free_online
			? view->free_online->of_service[service - site->services]
			: 0);
}

/* The hall's time in the hall's zone: a phone may have another, and old ones know no zones. */
static void put_now(struct out *out, const struct view *view)
{
	out_key(out, "now");
	if (strcmp(hub_json_clock(view->replica->model, &view->now), "ok") == 0) {
		out_time(out, view->now.wall_ms);
	} else {
		out_null(out);
	}
}

void hub_json_public(struct out *out, const struct view *view, const struct ticket *ticket)
{
	const struct site *site = model_site(view->replica->model);
	const struct site_service *service = site ? site_find_service(site, ticket->service) : NULL;

	out_open(out, '{');
	out_key_text(out, "number", ticket->text);
	out_key(out, "service");
	if (service) {
		hub_json_text(out, &service->name);
	} else {
		out_null(out);
	}
	out_key(out, "bring");
	if (service && service->bring.n > 0) {
		hub_json_text(out, &service->bring);
	} else {
		out_null(out);
	}
	out_key(out, "papers");
	if (service && view->papers) {
		_cleanup_free_ char *path = text_printf("/tra-cuu?service=%s", service->id);

		out_text(out, path);
	} else {
		out_null(out);
	}
	put_free_online(out, view, service);
	out_key_text(out, "lane", ticket_lane_name(ticket->lane));
	out_key_text(out, "state", ticket_state_name(ticket->state));
	put_estimate(out, view, ticket, NULL);
	key_number(out, "counter", ticket->counter);
	out_key_int(out, "calls", ticket->calls);
	put_issued(out, view, ticket);
	put_now(out, view);
	out_key_bool(out, "training", view->training);
	out_key_text(out, "rating",
		site ? rating_word(view->replica->model, ticket, site->rate_phone_s, &view->now)
		     : "closed");
	out_key(out, "centre");
	if (site) {
		hub_json_text(out, &site->name);
	} else {
		out_null(out);
	}
	out_close(out, '}');
}

const char *hub_json_clock(const struct model *model, const struct clock_reading *now)
{
	if (model_clock_is_behind(model, now)) {
		return "behind";
	}
	return model_clock_is_known(model, now) ? "ok" : "untrusted";
}

void hub_json_portal(struct out *out, const struct model *model)
{
	const struct portal *portal = model_portal(model);
	bool down = model_portal_is_down(model);

	out_key_open(out, "portal", '{');
	out_key_bool(out, "down", down);
	out_key(out, "since");
	if (down) {
		out_time(out, portal->down_wall_ms);
	} else {
		out_null(out);
	}
	out_key_text(out, "note", down ? portal->note : "");
	out_close(out, '}');
}

/* A day that was closed, by mistake perhaps. */
static void put_reopening(struct out *out, const struct view *view)
{
	struct reopening reopening;

	out_key(out, "reopen");
	if (model_find_reopening(view->replica->model, &view->now, &reopening) < 0) {
		out_null(out);
		return;
	}
	out_open(out, '{');
	out_key_text(out, "day", reopening.day);
	out_key_int(out, "tickets", reopening.tickets);
	out_key_time(out, "closed", reopening.closed.wall_ms);
	out_close(out, '}');
}

void hub_json_head(struct out *out, const struct view *view)
{
	const struct model *model = view->replica->model;

	out_key_text(out, "epoch", view->replica->epoch);
	out_key_int(out, "seq", model_seq(model));
	out_key_int(out, "site_seq", model_site_seq(model));
	out_key_word(out, "day", model_day(model));
	out_key_bool(out, "day_open", model_day_is_open(model));
	out_key_bool(out, "day_known", !model_day_is_guessed(model));
	put_reopening(out, view);
	out_key_time(out, "time", view->now.wall_ms);
	out_key_text(out, "clock", hub_json_clock(model, &view->now));
	out_key_text(out, "storage", view->storage ? view->storage : "ok");
	hub_json_portal(out, model);
	out_key_bool(out, "training", view->training);
}

/* Within the hours, and without hours that are known: a date that had its day is over because
 * somebody closed it; another one opens by itself in a moment. */
static const char *day_word(const struct model *model, bool known, const struct local_time *local)
{
	if (model_day_is_open(model)) {
		return "open";
	}
	return !known || strcmp(model_day(model), local->day) == 0 ? "stopped" : "closed_now";
}

static const char *opening_word(const struct model *model, const struct site *site,
	const struct site_service *service, int issued, const struct clock_reading *now)
{
	bool known = model_clock_is_known(model, now);
	struct local_time local;
	enum day_opening opening;

	if (!service->active) {
		return "closed_day";
	}
	if (service->daily_limit > 0 && issued >= service->daily_limit) {
		return "limit";
	}
	zone_local(now->wall_ms, &local);
	/* While the time is unknown the hours cannot be used: then an open day counts. */
	opening = known ? day_opening(site, service, &local) : OPENING_OPEN;
	switch (opening) {
	case OPENING_OPEN:
		break;
	case OPENING_CLOSED_NOW:
		return "closed_now";
	case OPENING_CLOSED_DAY:
		return "closed_day";
	}
	if (model_day_is_open(model) && wait_stops_kiosks(model, service->id, now)) {
		return "past_closing";
	}
	return day_word(model, known, &local);
}

static void put_waiting(
	struct out *out, const struct view *view, const struct pick_waiting *waiting)
{
	const struct model *model = view->replica->model;

	out_key_int(out, "waiting",
		waiting->lane[LANE_REGULAR] + waiting->lane[LANE_PRIORITY] +
			waiting->lane[LANE_RETURN]);
	out_key_int(out, "uncertain", waiting->uncertain);
	out_key_open(out, "lanes", '{');
	out_key_int(out, "regular", waiting->lane[LANE_REGULAR]);
	out_key_int(out, "priority", waiting->lane[LANE_PRIORITY]);
	out_key_int(out, "return", waiting->lane[LANE_RETURN]);
	out_close(out, '}');
	out_key(out, "longest_wait_s");
	if (waiting->first) {
		out_int(out, model_elapsed_ms(model, &waiting->first->arrived, &view->now) / 1000);
	} else {
		out_null(out);
	}
}

static void put_service(
	struct out *out, const struct view *view, const struct site_service *service)
{
	const struct model *model = view->replica->model;
	const struct service_lanes *line = model_find_lane(model, service->id);
	int issued = line ? line->issued : 0;
	const char *opening = opening_word(model, model_site(model), service, issued, &view->now);
	struct wait_estimate estimate;
	struct pick_waiting waiting;

	pick_waiting(model, service->id, &view->now, &waiting);
	wait_for_new(model, service->id, LANE_REGULAR, &view->now, &estimate);
	out_open(out, '{');
	out_key_text(out, "id", service->id);
	out_key_text(out, "series", service->series);
	out_key(out, "name");
	hub_json_text(out, &service->name);
	out_key_bool(out, "open", strcmp(opening, "open") == 0);
	out_key_text(out, "opening", opening);
	put_waiting(out, view, &waiting);
	key_wait(out, "wait_estimate_s", estimate.wait_s);
	out_key_bool(out, "past_closing",
		wait_passes_closing(model, service->id, estimate.wait_s, &view->now));
	out_key_int(out, "issued", issued);
	out_key_int(out, "daily_limit", service->daily_limit);
	put_free_online(out, view, service);
	out_close(out, '}');
}

void hub_json_services(struct out *out, const struct view *view)
{
	const struct site *site = model_site(view->replica->model);

	out_key_open(out, "services", '[');
	for (int i = 0; site && i < site->n_services; i++) {
		put_service(out, view, &site->services[i]);
	}
	out_close(out, ']');
}

/* The site's counters, those never opened included. */
void hub_json_counters(struct out *out, const struct view *view)
{
	const struct model *model = view->replica->model;
	const struct site *site = model_site(model);

	out_key_open(out, "counters", '[');
	for (int i = 0; site && i < site->n_counters; i++) {
		const struct site_counter *data = &site->counters[i];
		const struct counter *counter = model_find_counter(model, data->number);
		const struct counter never = {.number = data->number};

		out_open(out, '{');
		put_counter(out, view, counter ? counter : &never);
		out_key(out, "name");
		hub_json_text(out, &data->name);
		out_close(out, '}');
	}
	out_close(out, ']');
}

static void put_call(struct out *out, const struct view *view, const struct ticket *ticket)
{
	out_open(out, '{');
	out_key_int(out, "ticket", ticket->id);
	out_key_text(out, "number", ticket->text);
	out_key_text(out, "service", ticket->service);
	out_key_text(out, "lane", ticket_lane_name(ticket->lane));
	key_number(out, "counter", ticket->counter);
	out_key_text(out, "state", ticket_state_name(ticket->state));
	out_key_int(out, "calls", ticket->calls);
	out_key_text(out, "language", ticket->language);
	key_time(out, view, "at", &ticket->called);
	out_close(out, '}');
}

/* The counter's ticket that was called last of those called before a place in the log; NULL none.
 */
static const struct ticket *find_call_before(const struct model *model, int64_t seq)
{
	const struct ticket *best = NULL;
	const struct counter *counter;

	for (int i = 0; (counter = model_counter_at(model, i)); i++) {
		const struct ticket *ticket =
			counter->ticket ? model_find_ticket(model, counter->ticket) : NULL;

		if (ticket && ticket->called_seq < seq &&
			(!best || ticket->called_seq > best->called_seq)) {
			best = ticket;
		}
	}
	return best;
}

/* The last calls, then what counters called before them and is at the counter still: a display that
 * starts now shows it too. */
void hub_json_calls(struct out *out, const struct view *view)
{
	const struct model *model = view->replica->model;
	const struct ticket *ticket;
	int64_t seq = INT64_MAX;

	out_key_open(out, "calls", '[');
	for (int i = 0; (ticket = model_last_call_at(model, i)); i++) {
		put_call(out, view, ticket);
		seq = ticket->called_seq;
	}
	while ((ticket = find_call_before(model, seq))) {
		put_call(out, view, ticket);
		seq = ticket->called_seq;
	}
	out_close(out, ']');
}

/* Devices show calls and print slips; who was called by whom, and why, is not theirs to know. The
 * log of many days says how much each person did: that is for who reads such figures anyway. */
static const struct sight sights[ROLES] = {
	[ROLE_HELPER] = {.people = true},
	[ROLE_CLERK] = {.people = true},
	[ROLE_SUPERVISOR] = {.people = true},
	[ROLE_DIRECTOR] = {.people = true, .past = true},
	[ROLE_ADMIN] = {.people = true, .past = true},
};

/* Keys of events that only people see. */
static const char *const people_keys[] = {"staff", "note", "reason", "outcome", "quantity",
	"dossiers", "about", "entered_by", "subject"};

struct sight view_sight(enum role role)
{
	return sights[role];
}

char *view_event(enum event_kind kind, const char *data)
{
	json_t *json = json_loads(data, 0, NULL);
	char *text;

	/* Why the portal is out of order is told to everybody. */
	for (size_t i = 0; kind != EVENT_PORTAL && i < ELEMENTS(people_keys); i++) {
		(void)json_object_del(json, people_keys[i]);
	}
	text = json ? json_dumps(json, JSON_COMPACT) : text_dup("{}");
	json_decref(json);
	if (!text) {
		log_out_of_memory();
	}
	return text;
}
