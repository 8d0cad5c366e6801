/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-hub.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/json-get.h"
#include "base/clock.h"
#include "base/text.h"

enum {
	AGAIN_MS = 1000,
	FOREIGN_MS = 200,
	QUEUED_PAGE = 50,
	POLL_MS = 3000, /* without the events, between questions for the state */
};

/* Beside KIOSK_DATA_WANT_…: the tickets whose slips were wanted and never reported on. */
enum { WANT_QUEUED = 8 };

static const char *const device_names[DEVICES] = {
	[DEVICE_PRINTER] = "printer", [DEVICE_PANEL] = "panel", [DEVICE_SCREEN] = "screen"};

struct kiosk_health {
	char state[32]; /* "" nothing to say yet */
	char note[121];
	enum log_fault fault;
	bool due; /* the hub does not have it */
	bool on_its_way;
};

struct kiosk_hub {
	const struct kiosk_context *context;
	struct kiosk_data *data;
	const struct kiosk_hub_calls *calls;
	void *userdata;
	struct client *client;
	bool following; /* the events are asked for */
	bool linked; /* and they come */
	bool answers; /* they do not come, but the hub answered when it was asked for its state */
	bool same; /* the state has just said that the tickets are of the history we know; while the
		    * events come, once is enough */
	char epoch[24]; /* of that history; "" none yet */
	unsigned asking; /* WANT_…: under way */
	unsigned wanted; /* to be asked for next */
	int64_t foreign; /* a ticket for us to print whose maker is not known yet; 0 none */
	bool restarted; /* what is queued is from before: its slip may have come out */
	int64_t after; /* the queued tickets: asked for from here on */
	uint64_t reporting; /* number of the slip's report under way; 0 none */
	struct kiosk_health health[DEVICES];
	sd_event_source *again; /* does what is due, after a while */
	sd_event_source *poll; /* without the events: asks for the state again */
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
	return hub->linked || hub->answers;
}

/* ---- the events ---- */

static void want(struct kiosk_hub *hub, unsigned what)
{
	hub->wanted |= what;
	if (what & (KIOSK_DATA_WANT_SITE | KIOSK_DATA_WANT_STATE | WANT_QUEUED)) {
		kiosk_hub_work(hub);
	}
}

static void on_reprint_ticket(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	struct kiosk_ticket ticket;

	if (status == 200 && kiosk_data_read_ticket(body, &ticket) == 0) {
		hub->calls->reprint(&ticket, hub->userdata);
	} else {
		/* It stays QUEUED in the hub: the list of those will bring it. */
		want(hub, WANT_QUEUED);
	}
}

static void ask_reprint(struct kiosk_hub *hub, int64_t id)
{
	_cleanup_free_ char *path = text_printf("/api/v1/tickets/%" PRId64, id);

	hub->calls->disown(id, hub->userdata); /* the list may bring it, if this fails */
	if (client_send(hub->client, "GET", path, NULL, 0, on_reprint_ticket, hub, NULL) < 0) {
		want(hub, WANT_QUEUED);
	}
}

/* A ticket to print here that may be none of our presses, but one that staff made: when the presses
 * under way have their answers it is known which. */
static void on_foreign_ticket(struct kiosk_hub *hub, int64_t ticket)
{
	if (!hub->context->board->printer.driver[0] || hub->calls->is_own(ticket, hub->userdata)) {
		return;
	}
	if (hub->foreign) {
		hub->wanted |= WANT_QUEUED;
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
		hub->wanted |= WANT_QUEUED;
	}
	hub->foreign = 0;
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	int64_t ticket = json_get_int(data, "ticket");
	unsigned wants = kiosk_data_take_event(hub->data, seq, kind, data);

	bool ours = strcmp(json_get_text(data, "kiosk"), hub->context->name) == 0;

	if (ours && strcmp(kind, "reprint") == 0) {
		ask_reprint(hub, ticket);
	} else if (ours && strcmp(kind, "issue") == 0) {
		on_foreign_ticket(hub, ticket);
	}
	wants |= hub->calls->event(kind, data, hub->userdata) ? KIOSK_DATA_WANT_STATE : 0;
	want(hub, wants);
	if (strcmp(kind, "storage") == 0) {
		hub->calls->changed(hub->userdata);
	}
	if (wants & KIOSK_DATA_CHANGED) {
		hub->calls->show(hub->userdata);
	}
}

static void on_link(bool connected, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	hub->linked = connected;
	hub->answers = false;
	hub->same = false;
	(void)sd_event_source_set_enabled(hub->poll, connected ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
	if (connected) {
		log_info("connected to the hub");
		for (int i = 0; i < DEVICES; i++) {
			hub->health[i].due = true;
		}
		want(hub, KIOSK_DATA_WANT_STATE | WANT_QUEUED);
	} else {
		log_warning(FAULT_SITE, "the hub is away");
		(void)sd_event_source_set_time_relative(hub->poll, 0);
	}
	hub->calls->changed(hub->userdata);
}

/* The events do not come: the hub may be away, or may have no place for our stream. */
static int on_poll(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	(void)usec;
	(void)sd_event_source_set_time_relative(source, POLL_MS * 1000ULL);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	/* Also for what staff made for us: nothing else tells of it now. */
	want(hub, KIOSK_DATA_WANT_STATE | WANT_QUEUED);
	return 0;
}

static void note_answer(struct kiosk_hub *hub, bool answered)
{
	if (hub->linked || !hub->following || hub->answers == answered) {
		return;
	}
	hub->answers = answered;
	if (answered) {
		log_notice("the hub answers, but sends no events");
	} else {
		log_warning(FAULT_SITE, "the hub is away");
	}
}

static void on_restart(void *userdata)
{
	struct kiosk_hub *hub = userdata;

	log_notice("the hub has another log; beginning anew");
	hub->following = false;
	hub->restarted = true;
	want(hub, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE | WANT_QUEUED);
}

static void follow(struct kiosk_hub *hub)
{
	static const struct client_follow calls = {on_event, on_link, on_restart};
	int r;

	if (hub->following) {
		return;
	}
	r = client_follow_in(hub->client, hub->epoch, kiosk_data_seq(hub->data), &calls, hub);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot follow the hub's events: %s", strerror(-r));
		hub->wanted |= KIOSK_DATA_WANT_STATE;
		kiosk_hub_work_later(hub);
		return;
	}
	hub->following = true;
}

/* ---- site and state ---- */

/* Nothing to be had now: again after a while. */
static void ask_later(struct kiosk_hub *hub, unsigned what, int status)
{
	if (status < 0) {
		log_warning(FAULT_SITE, "cannot ask the hub: %s", strerror(-status));
	} else {
		log_warning(FAULT_SITE, "the hub answered %d", status);
	}
	hub->wanted |= what;
	kiosk_hub_work_later(hub);
}

/* The same numbers mean other tickets in another history: what was to be printed, reported or made
 * void of the former one is nobody's business any more. */
static void meet_epoch(struct kiosk_hub *hub, const char *epoch)
{

	if (*hub->epoch && strcmp(hub->epoch, epoch) != 0) {
		log_notice("the hub has another database: the slips of the former one are dropped");
		hub->calls->forget(hub->userdata);
		hub->foreign = 0;
		hub->after = 0;
		hub->restarted = true;
		hub->wanted |= WANT_QUEUED | KIOSK_DATA_WANT_SITE;
	}
	text_copy_cut(hub->epoch, sizeof(hub->epoch), epoch);
	hub->same = true;
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;
	unsigned wants = 0;
	struct moment now;

	clock_now(&now);
	hub->asking &= ~(unsigned)KIOSK_DATA_WANT_STATE;
	if (status == 200) {
		meet_epoch(hub, json_get_text(body, "epoch"));
	}
	if (status != 200 || kiosk_data_take_state(hub->data, body, &now, &wants) < 0) {
		ask_later(hub, KIOSK_DATA_WANT_STATE, status);
		note_answer(hub, false);
		hub->calls->changed(hub->userdata);
		return;
	}
	note_answer(hub, true);
	hub->calls->state(body, hub->userdata);
	follow(hub);
	want(hub, wants);
	hub->calls->changed(hub->userdata);
	kiosk_hub_work(hub);
	hub->same = hub->linked;
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct kiosk_hub *hub = userdata;

	hub->asking &= ~(unsigned)KIOSK_DATA_WANT_SITE;
	if (status != 200 || kiosk_data_take_site(hub->data, body) < 0) {
		ask_later(hub, KIOSK_DATA_WANT_SITE, status);
		return;
	}
	hub->calls->site(hub->userdata);
	hub->calls->changed(hub->userdata);
}

/* ---- what was queued before a restart ---- */

static void take_queued(struct kiosk_hub *hub, const json_t *json)
{
	const char *state = json_get_text(json, "state");
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

	hub->asking &= ~(unsigned)WANT_QUEUED;
	if (status != 200) {
		ask_later(hub, WANT_QUEUED, status);
		return;
	}
	json_array_foreach (json_object_get(body, "tickets"), i, ticket) {
		take_queued(hub, ticket);
	}
	hub->after = json_is_integer(next) ? json_integer_value(next) : 0;
	if (hub->after > 0) {
		want(hub, WANT_QUEUED);
	} else {
		hub->restarted = false;
		hub->calls->listed(hub->userdata);
	}
}

static void ask_one(struct kiosk_hub *hub, unsigned which, const char *path, client_done done)
{
	int r;

	if (!(hub->wanted & which) || (hub->asking & which)) {
		return; /* what is wanted while it is asked for is asked for again afterwards */
	}
	r = client_send(hub->client, "GET", path, NULL, hub->linked ? 0 : POLL_MS, done, hub, NULL);
	if (r < 0) {
		ask_later(hub, which, r);
		return;
	}
	hub->wanted &= ~which;
	hub->asking |= which;
}

static void ask_queued(struct kiosk_hub *hub)
{
	_cleanup_free_ char *path = NULL;

	/* One of a press under way would be taken for one of before. */
	if ((hub->wanted & WANT_QUEUED) && !hub->calls->is_idle(hub->userdata)) {
		kiosk_hub_work_later(hub);
		return;
	}
	path = text_printf("/api/v1/tickets?paper=QUEUED&kiosk=%s&limit=%d&after=%" PRId64,
		hub->context->name, QUEUED_PAGE, hub->after);
	ask_one(hub, WANT_QUEUED, path, on_queued);
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
			json_get_text(body, "message"));
	}
	hub->calls->reported(number, hub->userdata);
	kiosk_hub_work(hub);
}

static void send_report(struct kiosk_hub *hub)
{
	static const char *const words[] = {[SPOOL_PRINTED] = "PRINTED",
		[SPOOL_FAILED] = "FAILED",
		[SPOOL_UNKNOWN] = "UNKNOWN",
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
	if (client_send(hub->client, "POST", path, body, 0, on_reported, hub, NULL) == 0) {
		hub->reporting = report->number;
	} else {
		kiosk_hub_work_later(hub);
	}
}

static void on_told(struct kiosk_hub *hub, enum kiosk_device device, int status)
{
	struct kiosk_health *health = &hub->health[device];

	health->on_its_way = false;
	if (status < 0 || status >= 500 || status == 429) {
		health->due = true;
		kiosk_hub_work_later(hub);
	} else if (health->due) {
		kiosk_hub_work(hub);
	}
}

static void on_told_printer(int status, json_t *body, void *userdata)
{
	(void)body;
	on_told(userdata, DEVICE_PRINTER, status);
}

static void on_told_panel(int status, json_t *body, void *userdata)
{
	(void)body;
	on_told(userdata, DEVICE_PANEL, status);
}

static void on_told_screen(int status, json_t *body, void *userdata)
{
	(void)body;
	on_told(userdata, DEVICE_SCREEN, status);
}

static void send_health(struct kiosk_hub *hub, enum kiosk_device device)
{
	static const client_done done[DEVICES] = {[DEVICE_PRINTER] = on_told_printer,
		[DEVICE_PANEL] = on_told_panel,
		[DEVICE_SCREEN] = on_told_screen};
	struct kiosk_health *health = &hub->health[device];
	json_t *body;

	if (!*health->state || !health->due || health->on_its_way) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", device_names[device], "state",
		health->state, "fault", log_fault_name(health->fault), "note", health->note);
	if (client_send(hub->client, "POST", "/api/v1/health", body, 0, done[device], hub, NULL) ==
		0) {
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
	if (!hub->client) {
		return;
	}
	ask_one(hub, KIOSK_DATA_WANT_SITE, "/api/v1/site", on_site);
	ask_one(hub, KIOSK_DATA_WANT_STATE, "/api/v1/state", on_state);
	if (!kiosk_hub_is_up(hub) || !hub->same) {
		return; /* all below waits for the hub, which wakes us */
	}
	hub->calls->work(hub->userdata);
	classify_foreign_ticket(hub);
	ask_queued(hub);
	send_report(hub);
	for (int i = 0; i < DEVICES; i++) {
		send_health(hub, (enum kiosk_device)i);
	}
}

void kiosk_hub_refresh(struct kiosk_hub *hub)
{
	if (kiosk_hub_is_up(hub)) {
		want(hub, KIOSK_DATA_WANT_STATE);
	}
}

struct kiosk_hub *kiosk_hub_new(const struct kiosk_context *context, struct kiosk_data *data,
	const struct kiosk_hub_calls *calls, void *userdata)
{
	struct kiosk_hub *hub = memory_new(1, sizeof(*hub));

	*hub = (struct kiosk_hub){
		.context = context, .data = data, .calls = calls, .userdata = userdata};
	return hub;
}

int kiosk_hub_connect(struct kiosk_hub *hub, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	int r = client_new(hub->context->event, address, token, &client);

	if (r == 0) {
		r = client_name(client, hub->context->name, "kiosk");
	}
	if (r == 0 && !hub->again) {
		hub->restarted = true;
		r = sd_event_add_time(hub->context->event, &hub->again, CLOCK_MONOTONIC, UINT64_MAX,
			0, on_again, hub);
	}
	if (r >= 0 && !hub->poll) {
		r = sd_event_add_time(hub->context->event, &hub->poll, CLOCK_MONOTONIC, UINT64_MAX,
			0, on_poll, hub);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the hub at '%s': %s", address, strerror(-r));
		return r;
	}
	client_free(hub->client);
	hub->client = TAKE_PTR(client);
	hub->following = false;
	hub->linked = false;
	hub->answers = false;
	(void)sd_event_source_set_enabled(hub->poll, SD_EVENT_OFF);
	hub->asking = 0;
	hub->after = 0;
	hub->reporting = 0;
	for (int i = 0; i < DEVICES; i++) {
		hub->health[i].on_its_way = false;
	}
	hub->calls->client(hub->client, hub->userdata);
	want(hub, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE | WANT_QUEUED);
	return 0;
}

void kiosk_hub_free(struct kiosk_hub *hub)
{
	if (hub) {
		client_free(hub->client);
		hub->again = sd_event_source_disable_unref(hub->again);
		hub->poll = sd_event_source_disable_unref(hub->poll);
		free(hub);
	}
}

int64_t kiosk_hub_round_trip_ms(const struct kiosk_hub *hub)
{
	return hub->client ? client_round_trip_ms(hub->client) : 0;
}
