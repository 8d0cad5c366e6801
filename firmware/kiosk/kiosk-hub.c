/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-hub.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/json-get.h"
#include "base/text.h"
#include "client/mirror.h"

enum {
	AGAIN_MS = 1000,
	FOREIGN_MS = 200,
	QUEUED_PAGE = 50,
	LATE_PAGE = 1000, /* all of them: those to print are the latest */
};

static const char *const device_names[DEVICES] = {[DEVICE_PRINTER] = "printer",
	[DEVICE_PANEL] = "panel",
	[DEVICE_SCREEN] = "screen",
	[DEVICE_SOUND] = "sound",
	[DEVICE_KEYPAD] = "keypad",
	[DEVICE_FILES] = "files",
	[DEVICE_CONSOLE] = "console",
	[DEVICE_PROCEDURES] = "procedures"};

struct kiosk_health {
	struct kiosk_hub *hub;
	char state[32]; /* "" nothing to report yet */
	char note[121];
	enum log_fault fault;
	bool due; /* still to be reported to the hub */
	bool on_its_way;
};

struct kiosk_hub {
	const struct kiosk_context *context;
	struct kiosk_data *data;
	const struct kiosk_hub_calls *calls;
	void *userdata;
	struct mirror *mirror; /* NULL not connected yet */
	/* The tickets whose slips were requested but never reported. */
	bool asking_queued; /* under way */
	bool wants_queued; /* to be requested next */
	bool asking_late, due_late; /* the same of slips that could not be begun */
	int64_t foreign; /* a ticket to print here that may be none of our presses; 0 none */
	bool restarted; /* queued tickets are from an earlier process: their slips may be out */
	int64_t after; /* the queued tickets are requested from here on */
	uint64_t reporting; /* number of the slip report under way; 0 none */
	struct kiosk_health health[DEVICES];
	sd_event_source *again; /* calls work after a while */
};

static void work_in(struct kiosk_hub *hub, uint64_t delay_ms)
{
	(void)sd_event_source_set_time_relative(hub->again, delay_ms * 1000);
	(void)sd_event_source_set_enabled(hub->again, SD_EVENT_ONESHOT);
}

void kiosk_hub_work_later(struct kiosk_hub *hub)
{
	work_in(hub, AGAIN_MS);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	kiosk_hub_work(userdata);
	return 0;
}

bool kiosk_hub_is_up(const struct kiosk_hub *hub)
{
	return hub->mirror && mirror_link(hub->mirror) != MIRROR_AWAY;
}

/* ---- the events ---- */

static void want_queued(struct kiosk_hub *hub)
{
	hub->wants_queued = true;
	kiosk_hub_work(hub);
}

static void on_reprint_ticket(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	struct kiosk_ticket ticket;

	if (status == 200 && kiosk_data_read_ticket(body, &ticket) == 0) {
		hub->calls->reprint(&ticket, hub->userdata);
	} else {
		/* The ticket stays QUEUED in the hub, so the next list contains it. */
		want_queued(hub);
	}
}

static void ask_reprint(struct kiosk_hub *hub, int64_t id)
{
	_cleanup_free_ char *path = text_printf("/api/v1/tickets/%" PRId64, id);

	hub->calls->disown(id, hub->userdata); /* if this fails, the list may bring it */
	if (client_send(mirror_client(hub->mirror), "GET", path, NULL, 0, on_reprint_ticket, hub,
		    NULL) < 0) {
		want_queued(hub);
	}
}

static const char *word(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* A ticket to print here may come from staff instead of one of our presses. This is known when the
 * presses under way have their answers. */
static void on_foreign_ticket(struct kiosk_hub *hub, int64_t ticket)
{
	if (!hub->context->board->printer.driver[0] || hub->calls->is_own(ticket, hub->userdata)) {
		return;
	}
	if (hub->foreign) {
		hub->wants_queued = true;
	}
	hub->foreign = ticket;
	work_in(hub, FOREIGN_MS);
}

static void classify_foreign_ticket(struct kiosk_hub *hub)
{
	if (!hub->foreign) {
		return;
	}
	if (!hub->calls->is_idle(hub->userdata)) {
		work_in(hub, FOREIGN_MS);
		return;
	}
	if (!hub->calls->is_own(hub->foreign, hub->userdata)) {
		hub->wants_queued = true;
	}
	hub->foreign = 0;
}

static bool on_event(const char *kind, const json_t *event, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	int64_t ticket = json_get_int(event, "ticket");
	unsigned wants = kiosk_data_on_event(hub->data, kind, event);
	bool ours = strcmp(word(event, "kiosk"), hub->context->name) == 0;

	if (ours && strcmp(kind, "reprint") == 0) {
		ask_reprint(hub, ticket);
	} else if (ours && strcmp(kind, "issue") == 0) {
		on_foreign_ticket(hub, ticket);
	}
	wants |= hub->calls->event(kind, event, hub->userdata) ? KIOSK_DATA_WANT_STATE : 0;
	if (strcmp(kind, "storage") == 0) {
		hub->calls->changed(hub->userdata);
	}
	if (wants & KIOSK_DATA_CHANGED) {
		hub->calls->show(hub->userdata);
	}
	return wants & KIOSK_DATA_WANT_STATE;
}

static void on_link(enum mirror_link link, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	for (int i = 0; i < DEVICES && link == MIRROR_FOLLOWS; i++) {
		hub->health[i].due = true;
	}
	hub->wants_queued = true;
	hub->due_late = true;
	hub->calls->changed(hub->userdata);
}

static void on_look(bool seen, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	hub->calls->look(seen, hub->userdata);
}

static void on_anew(bool other, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	/* In another database the same numbers mean other tickets: what was to be printed, reported
	 * or made void for the former database is dropped. */
	if (other) {
		hub->calls->forget(hub->userdata);
		hub->foreign = 0;
		hub->after = 0;
	}
	hub->restarted = true;
	hub->wants_queued = true;
	hub->due_late = true;
}

/* ---- site and state ---- */

static int on_state(const json_t *state, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	struct clock_reading now;
	int r;

	clock_now(&now);
	r = kiosk_data_set_state(hub->data, state, &now);
	if (r < 0) {
		return r;
	}
	/* Without the event stream, only the list tells of tickets that staff made for this
	 * kiosk. */
	hub->wants_queued |= mirror_link(hub->mirror) != MIRROR_FOLLOWS;
	hub->calls->state(state, hub->userdata);
	return 0;
}

static void on_current(void *userdata)
{
	struct kiosk_hub *hub = userdata;

	hub->calls->changed(hub->userdata);
	kiosk_hub_work(hub);
}

static void on_site(struct site *site, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	kiosk_data_set_site(hub->data, site);
	hub->calls->site(hub->userdata);
	hub->calls->changed(hub->userdata);
}

/* ---- what was queued before a restart ---- */

static void parse_queued(struct kiosk_hub *hub, const json_t *json)
{
	const char *state = word(json, "state");
	bool waits = strcmp(state, "WAITING") == 0 || strcmp(state, "CALLED") == 0;
	bool again = hub->restarted || json_get_int(json, "prints") > 1;
	struct kiosk_ticket ticket;

	if (kiosk_data_read_ticket(json, &ticket) == 0) {
		hub->calls->queued(&ticket, again, waits, hub->userdata);
	}
}

static void on_queued(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	const json_t *next = json_object_get(body, "next");
	size_t i;
	json_t *ticket;

	hub->asking_queued = false;
	if (status != 200) {
		log_warning(FAULT_SITE, "the hub does not list what is to be printed: %d", status);
		hub->wants_queued = true;
		kiosk_hub_work_later(hub);
		return;
	}
	json_array_foreach (json_object_get(body, "tickets"), i, ticket) {
		parse_queued(hub, ticket);
	}
	hub->after = json_is_integer(next) ? json_integer_value(next) : 0;
	if (hub->after > 0) {
		want_queued(hub);
	} else {
		hub->restarted = false;
		hub->calls->listed(hub->userdata);
		kiosk_hub_work(hub);
	}
}

static void ask_queued(struct kiosk_hub *hub)
{
	_cleanup_free_ char *path = NULL;

	if (!hub->wants_queued || hub->asking_queued) {
		return; /* asked for again when the present request is done */
	}
	/* A ticket of a press under way would look like one of an earlier process. */
	if (!hub->calls->is_idle(hub->userdata)) {
		kiosk_hub_work_later(hub);
		return;
	}
	path = text_printf("/api/v1/tickets?paper=QUEUED&kiosk=%s&limit=%d&after=%" PRId64,
		hub->context->name, QUEUED_PAGE, hub->after);
	if (client_send(mirror_client(hub->mirror), "GET", path, NULL, 0, on_queued, hub, NULL) <
		0) {
		kiosk_hub_work_later(hub);
		return;
	}
	hub->wants_queued = false;
	hub->asking_queued = true;
}

/* ---- what could not be begun ---- */

static void on_late(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	struct kiosk_ticket ticket;
	size_t i;
	json_t *json;

	hub->asking_late = false;
	if (status != 200) {
		log_warning(FAULT_SITE, "the hub does not list what was not printed: %d", status);
		hub->due_late = true;
		kiosk_hub_work_later(hub);
		return;
	}
	json_array_foreach (json_object_get(body, "tickets"), i, json) {
		if (strcmp(json_get_text(json, "slip"), "later") == 0 &&
			kiosk_data_read_ticket(json, &ticket) == 0) {
			hub->calls->late(&ticket, hub->userdata);
		}
	}
}

static void ask_late(struct kiosk_hub *hub)
{
	_cleanup_free_ char *path = NULL;

	if (!hub->due_late || hub->asking_late || hub->wants_queued || hub->asking_queued ||
		!hub->calls->wants_late(hub->userdata)) {
		return; /* called again after each change of these */
	}
	path = text_printf("/api/v1/tickets?paper=LATER&state=WAITING&kiosk=%s&limit=%d",
		hub->context->name, LATE_PAGE);
	if (client_send(mirror_client(hub->mirror), "GET", path, NULL, 0, on_late, hub, NULL) < 0) {
		kiosk_hub_work_later(hub);
		return;
	}
	hub->due_late = false;
	hub->asking_late = true;
}

void kiosk_hub_ask_late(struct kiosk_hub *hub)
{
	hub->due_late = true;
	kiosk_hub_work(hub);
}

/* ---- reports ---- */

static void on_reported(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	uint64_t number = hub->reporting;

	hub->reporting = 0;
	if (status < 0 || status >= 500 || status == 429) {
		kiosk_hub_work_later(hub);
		return;
	}
	if (status >= 400) {
		log_warning(FAULT_OURS, "the hub refused a report on a slip: %d %s", status,
			word(body, "message"));
	}
	hub->calls->reported(number, status < 400, hub->userdata);
	kiosk_hub_work(hub);
}

static void send_report(struct kiosk_hub *hub)
{
	static const char *const words[] = {[SPOOL_PRINTED] = "PRINTED",
		[SPOOL_FAILED] = "FAILED",
		[SPOOL_UNKNOWN] = "UNKNOWN",
		[SPOOL_LATER] = "LATER",
		[SPOOL_SHOWN] = "NONE"};
	const struct spool_report *report = hub->calls->report(hub->userdata);
	_cleanup_free_ char *path = NULL;
	json_t *body;

	if (!report || hub->reporting) {
		return;
	}
	path = text_printf("/api/v1/tickets/%" PRId64 "/paper", report->ticket);
	body = json_pack("{s:s, s:s, s:b}", "state", words[report->result], "cause", report->cause,
		"again", report->again);
	if (client_send(mirror_client(hub->mirror), "POST", path, body, 0, on_reported, hub,
		    NULL) == 0) {
		hub->reporting = report->number;
	} else {
		kiosk_hub_work_later(hub);
	}
}

static void on_told(int status, json_t *body, void *userdata)
{
	struct kiosk_health *health = userdata;

	(void)body;
	health->on_its_way = false;
	if (status < 0 || status >= 500 || status == 429) {
		health->due = true;
		kiosk_hub_work_later(health->hub);
	} else if (health->due) {
		kiosk_hub_work(health->hub);
	}
}

static void send_health(struct kiosk_hub *hub, enum kiosk_device device)
{
	struct kiosk_health *health = &hub->health[device];
	json_t *body;

	if (!*health->state || !health->due || health->on_its_way) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", device_names[device], "state",
		health->state, "fault", log_fault_name(health->fault), "note", health->note);
	if (client_send(mirror_client(hub->mirror), "POST", "/api/v1/health", body, 0, on_told,
		    health, NULL) == 0) {
		health->due = false;
		health->on_its_way = true;
	} else {
		kiosk_hub_work_later(hub);
	}
}

void kiosk_hub_tell(struct kiosk_hub *hub, enum kiosk_device device, const char *state,
	enum log_fault fault, const char *note)
{
	struct kiosk_health *health = &hub->health[device];

	if (strcmp(health->state, state) == 0 && strcmp(health->note, note) == 0) {
		return;
	}
	log_line(fault == FAULT_NONE ? LOG_NOTICE : LOG_WARNING, fault, NULL, "%s: %s%s%s",
		device_names[device], state, *note ? ": " : "", note);
	text_copy_cut(health->state, sizeof(health->state), state);
	text_copy_cut(health->note, sizeof(health->note), note);
	health->fault = fault;
	health->due = true;
	kiosk_hub_work(hub);
}

void kiosk_hub_work(struct kiosk_hub *hub)
{
	if (!kiosk_hub_is_up(hub) || !mirror_is_current(hub->mirror)) {
		return; /* all work below needs the hub, whose return calls this again */
	}
	hub->calls->work(hub->userdata);
	classify_foreign_ticket(hub);
	ask_queued(hub);
	ask_late(hub);
	send_report(hub);
	for (int i = 0; i < DEVICES; i++) {
		send_health(hub, (enum kiosk_device)i);
	}
}

void kiosk_hub_refresh(struct kiosk_hub *hub)
{
	if (hub->mirror) {
		mirror_refresh(hub->mirror);
	}
}

struct kiosk_hub *kiosk_hub_new(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_hub_calls *calls, void *userdata)
{
	struct kiosk_hub *hub = memory_new(1, sizeof(*hub));

	*hub = (struct kiosk_hub){
		.context = context, .data = data, .calls = calls, .userdata = userdata};
	for (int i = 0; i < DEVICES; i++) {
		hub->health[i].hub = hub;
	}
	return hub;
}

static int add_sources(struct kiosk_hub *hub)
{
	static const struct mirror_calls calls = {
		.site = on_site,
		.state = on_state,
		.current = on_current,
		.event = on_event,
		.link = on_link,
		.anew = on_anew,
		.look = on_look,
	};
	const struct kiosk_context *context = hub->context;
	int r = 0;

	if (!hub->again) {
		hub->restarted = true;
		hub->wants_queued = true;
		r = sd_event_add_time(
			context->event, &hub->again, CLOCK_MONOTONIC, UINT64_MAX, 0, on_again, hub);
	}
	if (r >= 0 && !hub->mirror) {
		r = mirror_new(context->event, context->name, "kiosk", &calls, hub, &hub->mirror);
	}
	return r;
}

int kiosk_hub_connect(struct kiosk_hub *hub, const char *address, const char *token)
{
	int r = add_sources(hub);

	if (r >= 0) {
		r = mirror_connect(hub->mirror, address, token);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the hub at '%s': %s", address, strerror(-r));
		return r;
	}
	hub->asking_queued = false;
	hub->asking_late = false;
	hub->wants_queued = true;
	hub->due_late = true;
	hub->after = 0;
	hub->reporting = 0;
	for (int i = 0; i < DEVICES; i++) {
		hub->health[i].on_its_way = false;
	}
	hub->calls->client(mirror_client(hub->mirror), hub->userdata);
	return 0;
}

void kiosk_hub_free(struct kiosk_hub *hub)
{
	if (hub) {
		mirror_free(hub->mirror);
		hub->again = sd_event_source_disable_unref(hub->again);
		free(hub);
	}
}

int64_t kiosk_hub_round_trip_ms(const struct kiosk_hub *hub)
{
	struct client *client = hub->mirror ? mirror_client(hub->mirror) : NULL;

	return client ? client_round_trip_ms(client) : 0;
}
