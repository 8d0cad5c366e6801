/* SPDX-License-Identifier: Apache-2.0 */
/* What became of one ticket: its events, read in the worker's thread. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "hub/hub-api.h"
#include "hub/hub-json.h"
#include "queue/archive.h"
#include "queue/day.h"

enum { HISTORY_MAX = 500 }; /* a ticket that is sent around all day has a few dozen */

struct history {
	struct request *request;
	struct clock_reading now;
	int n;
	bool more;
};

static void put_counter(struct out *out, const char *key, int number)
{
	out_key(out, key);
	if (number > 0) {
		out_int(out, number);
	} else {
		out_null(out);
	}
}

/* One of this boot from before the clock was set is put right. */
static int64_t wall_ms(const struct history *history, const struct event *event)
{
	const struct clock_reading *now = &history->now;

	return event->boot != history->request->input.boot ? event->at.wall_ms
							   : event->at.wall_ms +
			day_clock_jump(
				event->at.wall_ms, event->at.boot_ms, now->wall_ms, now->boot_ms);
}

static int put_event(const struct event *event, void *userdata)
{
	struct history *history = userdata;
	struct out *out = &history->request->out;

	if (history->n++ == HISTORY_MAX) {
		history->more = true;
		return 1;
	}
	out_open(out, '{');
	out_key_int(out, "seq", event->seq);
	out_key_text(out, "kind", event_kind_name(event->kind));
	out_key_time(out, "at", wall_ms(history, event));
	out_key_word(
		out, "state", event->state == TICKET_NONE ? "" : ticket_state_name(event->state));
	out_key_word(out, "service", event->service);
	put_counter(out, "counter", event->counter);
	put_counter(out, "wanted_counter", event->target_counter);
	out_key_text(out, "paper", ticket_slip_status_name(event->slip_status));
	out_key_text(out, "note", event->note);
	out_key_word(out, "outcome", event->outcome);
	out_key_int(out, "calls", event->calls);
	out_close(out, '}');
	return 0;
}

/* From the log, or from the archive of its year. *ret_missing (heap) is an archive that cannot be
 * read. Its arrival is the place of its first event. */
static int read_events(struct store *store, const char *data, const struct ticket *ticket,
	struct history *history, char **ret_missing)
{
	_cleanup_free_ char *folder = text_printf("%s/" ARCHIVE_FOLDER, data);
	_cleanup_(checkpoint_done) struct checkpoint checkpoint = {0};
	_cleanup_(store_closep) struct store *archive = NULL;
	int r = checkpoint_of_event(store, ticket->arrival, &checkpoint);

	if (r < 0 && r != -ENOENT) {
		return r;
	}
	if (r == 0 && archive_open(folder, &checkpoint, &archive) < 0) {
		*ret_missing = text_dup(checkpoint.file);
		return 0;
	}
	return store_full_events(
		archive ? archive : store, ticket->arrival - 1, ticket->id, put_event, history);
}

static int read_history(struct store *store, void *userdata)
{
	struct request *request = userdata;
	struct history history = {.request = request};
	struct out *out = &request->out;
	_cleanup_free_ char *missing = NULL;
	struct ticket ticket;
	int r = store_ticket(store, request->input.command.ticket, &ticket);

	clock_now(&history.now);
	if (r == -ENOENT) {
		request->input.command.ticket = 0;
		return 0;
	}
	if (r < 0) {
		return r;
	}
	memcpy(request->input.day, ticket.day, sizeof(ticket.day));
	out_open(out, '{');
	out_key_int(out, "ticket", ticket.id);
	out_key_text(out, "number", ticket.text);
	out_key_open(out, "events", '[');
	r = read_events(store, request->hub->settings->data, &ticket, &history, &missing);
	out_close(out, ']');
	out_key_bool(out, "more", history.more);
	out_key_word(out, "missing_archive", missing ? missing : "");
	out_close(out, '}');
	return r < 0 ? r : 0;
}

/* What was done at each counter on many days says how much each person did. */
static void answer_history(struct request *request)
{
	const char *today = model_day(request->hub->replica.model);

	if (request->input.command.ticket == 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "there is no such ticket");
	} else if (strcmp(request->input.day, today) != 0 &&
		!view_sight(request->caller.role).past) {
		request_refuse(request, API_ERROR_FORBIDDEN, "id",
			"what became of tickets of former days is for directors and "
			"administrators");
	} else {
		request_answer(request, MHD_HTTP_OK);
	}
}

void api_ticket_history(struct request *request)
{
	struct clock_reading now;

	if (text_parse_int(request->parameter, 1, INT64_MAX, &request->input.command.ticket) < 0) {
		request_refuse(request, API_ERROR_NOT_FOUND, "id", "there is no such ticket");
		return;
	}
	clock_now(&now);
	request->input.boot = model_boot_number(request->hub->replica.model, now.boot_id);
	request_work(request, read_history, answer_history);
}
