/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cases. A listed ticket is open (CALLED: waited for), served, or has left its counter, which is
 * remembered because it may be undone; announcing is the queue of open calls that have not had
 * their seconds yet. What is added to it is said aloud too, and what is taken out of it, or would
 * be, is not: only its seconds' end has no meaning for the voice.
 *
 *     what comes                        list                       announcing
 *     first state, or after a restart   as the state says          emptied
 *     state after a loss, or first and  as the state says          + CALLED, not announced yet, and
 *     to catch up                                                  called in the last 30 s
 *     state otherwise                   as the state says          less those not CALLED any more
 *     call, recall                      moved to the front         + it, at the end; begins anew if
 *                                                                  it is the one being shown
 *     the same while catching up        moved to the front         –
 *     appear, resume                    served; added if unknown   less it
 *     finish, hold, supplement          left                       less it
 *     undo_call, absent, void, …        removed                    less it
 *     day_open, day_close               –                          –; the state is asked for
 *
 * Not handled: devices, slips, tokens and counters' sessions (nothing of them is shown); kinds of
 * events of a later hub.
 */
#include "display/calls.h"

#include <errno.h>
#include <string.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "client/storage.h"
#include "display/calls-internal.h"
#include "queue/event.h"

struct calls *calls_new(void)
{
	struct calls *calls = memory_new(1, sizeof(*calls));

	calls->anew = true;
	calls->shown_ms = -1;
	return calls;
}

void calls_free(struct calls *calls)
{
	if (calls) {
		site_free(calls->site);
		free(calls);
	}
}

struct announce *calls_voice(struct calls *calls)
{
	return &calls->voice;
}

bool calls_is_called(const struct calls *calls, int64_t ticket, int counter)
{
	int at = calls_listed_at(calls, ticket);

	return at >= 0 && calls->listed[at].stage == CALL_OPEN &&
		calls->listed[at].counter == counter;
}

const char *calls_language(const struct calls *calls)
{
	return calls->site ? calls->site->languages[0] : "";
}

int calls_minute(const struct calls *calls, const struct clock_reading *now)
{
	struct local_time local;

	return hub_time_local(&calls->time, now, &local) ? local.minute : -1;
}

bool calls_has_site(const struct calls *calls)
{
	return calls->site != NULL;
}

int calls_listed_at(const struct calls *calls, int64_t ticket)
{
	for (int i = 0; i < calls->n_listed; i++) {
		if (calls->listed[i].ticket == ticket) {
			return i;
		}
	}
	return -1;
}

int calls_service_at(const struct calls *calls, const char *id)
{
	for (int i = 0; i < calls->n_services; i++) {
		if (strcmp(calls->service[i].id, id) == 0) {
			return i;
		}
	}
	return -1;
}

void calls_set_counter(struct calls *calls, int counter)
{
	calls->counter = counter;
}

void calls_set_board(struct calls *calls)
{
	calls->board = true;
}

void calls_set_pages(
	struct calls *calls, bool (*has)(const char *picture, void *userdata), void *userdata)
{
	calls->has_picture = has;
	calls->pictures = userdata;
}

const json_t *calls_site_json(const struct calls *calls)
{
	return calls->site ? calls->site->json : NULL;
}

static const json_t *pages_of(const struct site *site)
{
	return site ? json_object_get(site->json, "pages") : NULL;
}

void calls_set_site(struct calls *calls, struct site *site)
{
	if (!json_equal(pages_of(calls->site), pages_of(site))) {
		calls->turns.part = 0; /* of another page, maybe */
		calls->turns.gone_ms = 0;
		calls->turns.stands = false;
	}
	site_free(calls->site);
	calls->site = site;
}

/* The announcements. */

static int find_announcing(const struct calls *calls, int64_t ticket)
{
	int i = 0;

	while (i < calls->n_announcing && calls->announcing[i] != ticket) {
		i++;
	}
	return i;
}

/* Is not called any more: it is neither shown large nor said. */
static void end_announcing(struct calls *calls, int64_t ticket)
{
	int at = find_announcing(calls, ticket);

	announce_remove(&calls->voice, ticket);
	if (at == calls->n_announcing) {
		return;
	}
	memmove(calls->announcing + at, calls->announcing + at + 1,
		(size_t)(calls->n_announcing - at - 1) * sizeof(calls->announcing[0]));
	calls->n_announcing--;
	if (at == 0) {
		calls->shown_ms = -1;
	}
}

static void announce_aloud(struct calls *calls, const struct called *called)
{
	struct announce_call call = {
		.ticket = called->ticket,
		.counter = called->counter,
		.recalled = called->calls > 1,
		.calls = called->calls,
		.called_ms = calls->read_ms,
	};

	text_copy_cut(call.number, sizeof(call.number), called->number);
	text_copy_cut(call.language, sizeof(call.language), called->language);
	announce_add(&calls->voice, &call);
}

static void announce(struct calls *calls, struct called *called)
{
	int at = find_announcing(calls, called->ticket);

	called->announced = called->calls;
	announce_aloud(calls, called);
	if (at < calls->n_announcing) {
		if (at == 0) {
			calls->shown_ms = -1;
		}
		return; /* it has its seconds still to come */
	}
	if (calls->n_announcing == CALLS_LISTED) {
		end_announcing(calls, calls->announcing[0]);
	}
	calls->announcing[calls->n_announcing++] = called->ticket;
}

/* The list. */

static void remove_listed(struct calls *calls, int64_t ticket)
{
	int at = calls_listed_at(calls, ticket);

	if (at < 0) {
		return;
	}
	memmove(calls->listed + at, calls->listed + at + 1,
		(size_t)(calls->n_listed - at - 1) * sizeof(calls->listed[0]));
	calls->n_listed--;
}

/* Who makes room: the oldest that has left its counter. There always is one, because a counter has
 * one ticket; of a hub that says otherwise, the oldest. */
static int64_t least_listed(const struct calls *calls)
{
	for (int i = calls->n_listed - 1; i >= 0; i--) {
		if (calls->listed[i].stage == CALL_LEFT) {
			return calls->listed[i].ticket;
		}
	}
	return calls->listed[calls->n_listed - 1].ticket;
}

/* Puts a ticket first. */
static struct called *add_listed(struct calls *calls, const struct called *called)
{
	remove_listed(calls, called->ticket);
	if (calls->n_listed == CALLS_LISTED) {
		int64_t least = least_listed(calls);

		end_announcing(calls, least);
		remove_listed(calls, least);
	}
	memmove(calls->listed + 1, calls->listed,
		(size_t)calls->n_listed * sizeof(calls->listed[0]));
	calls->n_listed++;
	calls->listed[0] = *called;
	return &calls->listed[0];
}

/* State. */

/* False also for what is at another counter than the one that is shown. */
static bool read_called(const struct calls *calls, const json_t *json, struct called *ret)
{
	return calls_read_called(json, ret) &&
		(calls->counter == 0 || calls->counter == ret->counter);
}

/* What was known of a call before the state came. */
static int announced_before(const struct calls *before, const struct called *called)
{
	int at = calls_listed_at(before, called->ticket);

	return at >= 0 && before->listed[at].counter == called->counter
		? before->listed[at].announced
		: 0;
}

static void parse_listed(struct calls *calls, const struct calls *before, const json_t *json,
	int64_t hub_ms, bool anew)
{
	struct called called;
	struct called *listed;
	int64_t at_ms = 0;

	if (!read_called(calls, json, &called)) {
		return;
	}
	called.announced = announced_before(before, &called);
	listed = add_listed(calls, &called);
	if (called.stage != CALL_OPEN || called.announced >= called.calls) {
		return;
	}
	if (!anew && zone_parse(json_get_text(json, "at"), &at_ms) == 0 &&
		hub_ms - at_ms <= CALLS_OLD_MS) {
		announce(calls, listed);
	} else {
		listed->announced = called.calls;
	}
}

/* The voice is later than the display: what it has still to say may not be true any more. */
static void keep_voice(struct calls *calls, bool anew)
{
	for (int i = calls->voice.n - 1; i >= 0; i--) {
		const struct announce_call *call = &calls->voice.waiting[i];

		if (anew || !calls_is_called(calls, call->ticket, call->counter)) {
			announce_remove(&calls->voice, call->ticket);
		}
	}
}

static void parse_list(struct calls *calls, const json_t *list, int64_t hub_ms, bool anew)
{
	_cleanup_free_ struct calls *before = memory_new(1, sizeof(*before));
	size_t n = json_array_size(list);

	*before = *calls; /* borrows the site */
	calls->n_listed = 0;
	for (size_t i = n; i > 0; i--) { /* the oldest first */
		parse_listed(calls, before, json_array_get(list, i - 1), hub_ms, anew);
	}
	for (int i = 0; i < before->n_announcing; i++) {
		int at = calls_listed_at(calls, before->announcing[i]);

		if (anew || at < 0 || calls->listed[at].stage != CALL_OPEN) {
			end_announcing(calls, before->announcing[i]);
		}
	}
	keep_voice(calls, anew);
}

static void parse_counter(struct calls *calls, const json_t *list)
{
	size_t i;
	json_t *json;

	calls->counter_open = false;
	json_array_foreach (list, i, json) {
		if (calls_get_small(json, "number") == calls->counter) {
			calls->counter_open = strcmp(json_get_text(json, "state"), "OPEN") == 0;
		}
	}
}

static void parse_services(struct calls *calls, const json_t *list)
{
	size_t n = MIN_OF(json_array_size(list), (size_t)LIMIT_SERVICES);

	calls->n_services = 0;
	for (size_t i = 0; i < n; i++) {
		const json_t *json = json_array_get(list, i);
		struct service_count *service = &calls->service[calls->n_services++];

		*service = (struct service_count){
			.waiting = calls_get_small(json, "waiting"),
			.issued = calls_get_small(json, "issued"),
			.limited = strcmp(json_get_text(json, "opening"), "limit") == 0,
		};
		text_copy_cut(service->id, sizeof(service->id), json_get_text(json, "id"));
	}
}

int calls_set_state(struct calls *calls, const json_t *state, const struct clock_reading *now)
{
	struct hub_time time;

	if (!json_is_array(json_object_get(state, "services")) ||
		hub_time_on_state(&time, state, now) < 0) {
		return -EBADMSG;
	}
	calls->read_ms = now->boot_ms;
	parse_services(calls, json_object_get(state, "services"));
	parse_counter(calls, json_object_get(state, "counters"));
	parse_list(
		calls, json_object_get(state, "calls"), hub_time_wall_ms(&time, now), calls->anew);
	if (!calls->known) {
		calls->lost_ms = now->boot_ms; /* the stream is still to come */
	}
	log_debug("the state as of event %lld", (long long)json_get_int(state, "seq"));
	calls->known = true;
	calls->anew = false;
	calls->catching_up = !calls->connected && calls->catching_up;
	calls->time = time;
	calls->day_open = json_get_bool(state, "day_open");
	calls->portal_down = json_get_bool(json_object_get(state, "portal"), "down");
	calls->unable = storage_is_unable(json_get_text(state, "storage"));
	return 0;
}

/* Events. */

static void on_waiting(struct calls *calls, const json_t *data, enum event_kind kind)
{
	json_t *waiting = json_object_get(data, "waiting");
	const char *id;
	json_t *n;

	json_object_foreach (waiting, id, n) {
		int at = calls_service_at(calls, id);

		if (at >= 0) {
			calls->service[at].waiting = (int)MAX_OF(json_integer_value(n), 0);
			calls->service[at].issued += (kind == EVENT_ISSUE) - (kind == EVENT_VOID) +
				(kind == EVENT_UNDO_VOID);
		}
	}
}

static void on_call(struct calls *calls, const json_t *data, const struct clock_reading *now)
{
	struct called called;
	struct called *listed;

	if (!read_called(calls, data, &called)) {
		return;
	}
	called.announced = announced_before(calls, &called);
	listed = add_listed(calls, &called);
	calls->paged_ms = now->boot_ms;
	if (!calls->catching_up) {
		announce(calls, listed);
	}
	log_debug("%s: called to %d%s", called.number, called.counter,
		calls->catching_up ? ", missed" : "");
}

static void on_move(struct calls *calls, const json_t *data)
{
	int64_t ticket = json_get_int(data, "ticket");
	int at = calls_listed_at(calls, ticket);
	enum call_stage stage;
	struct called called;

	if (!calls_parse_stage(json_get_text(data, "state"), &stage)) {
		end_announcing(calls, ticket);
		remove_listed(calls, ticket);
		return;
	}
	if (stage != CALL_OPEN) { /* open again, it had appeared by mistake: not announced again */
		end_announcing(calls, ticket);
	}
	if (at >= 0) {
		calls->listed[at].stage = stage;
	} else if (stage != CALL_LEFT && read_called(calls, data, &called)) {
		called.announced = called.calls; /* resumed, and called long ago */
		(void)add_listed(calls, &called);
	}
}

/* What an event changes; returns whether it makes the state necessary. */
static bool on_kind(struct calls *calls, enum event_kind which, const json_t *data,
	const struct clock_reading *now)
{
	switch (which) {
		CASES_OF_MOVES
		if (which == EVENT_CALL || which == EVENT_RECALL) {
			on_call(calls, data, now);
		} else {
			on_move(calls, data);
		}
		return false;
	case EVENT_REOPEN:
		on_move(calls, data);
		return false;
	case EVENT_DAY_OPEN:
	case EVENT_DAY_CLOSE:
	case EVENT_START:
	case EVENT_CLOCK_ACCEPT:
	case EVENT_CLOCK_CORRECT:
		return true;
	case EVENT_DEVICE:
	case EVENT_DEVICE_REMOVE:
		/* Numbers of a kiosk that is gone are counted no more. */
		return !strchr(json_get_text(data, "device"), '/');
	case EVENT_PORTAL:
		calls->portal_down = json_get_bool(data, "down");
		return false;
		CASES_OF_ACTS
		return calls->counter > 0; /* counters open and pause */
	case EVENT_SITE:
	case EVENT_ACKNOWLEDGE:
	case EVENT_TOKEN:
	case EVENT_STAFF:
	case EVENT_NUMBERS:
	case EVENT_LOST:
	case EVENT_RECOVER:
	case EVENT_RATE:
	case EVENT_DOSSIER:
	case EVENT_DOSSIER_REMOVE:
	case EVENT_CATALOGUE:
	case EVENT_COMPLAINT:
	case EVENT_EVALUATION:
	case EVENT_KINDS:
		break;
	}
	return false;
}

bool calls_on_event(
	struct calls *calls, const char *kind, const json_t *data, const struct clock_reading *now)
{
	enum event_kind which;

	if (strcmp(kind, "storage") == 0) { /* has no number of its own */
		calls->unable = storage_is_unable(json_get_text(data, "state"));
		return false;
	}
	if (!calls->catching_up) {
		hub_time_on_event(&calls->time, data, now);
	}
	if (event_kind_parse(kind, &which) < 0) {
		return false;
	}
	calls->read_ms = now->boot_ms;
	on_waiting(calls, data, which);
	return on_kind(calls, which, data, now);
}

void calls_set_link(struct calls *calls, bool connected, const struct clock_reading *now)
{
	/* A stream that connects and is lost again, with no data in between, counts as one loss. */
	if (calls->connected && !connected && !calls->catching_up) {
		calls->lost_ms = now->boot_ms;
	}
	calls->catching_up = calls->catching_up || !connected;
	calls->connected = connected;
}

void calls_catch_up(struct calls *calls)
{
	calls->anew = false;
}

void calls_heard(struct calls *calls, int64_t ticket, int times)
{
	int at = calls_listed_at(calls, ticket);

	for (int i = at; at >= 0 && calls->listed[at].calls == times && i < calls->n_listed; i++) {
		end_announcing(calls, calls->listed[i].ticket);
	}
}

void calls_restart(struct calls *calls)
{
	calls->anew = true;
}
