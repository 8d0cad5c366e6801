/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-hub.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

enum {
	AGAIN_MS = 1000,
	STRANGER_MS = 200,
	QUEUED_PAGE = 50,
	POLL_MS = 3000, /* without the events, between questions for the state */
};

/* Beside KIOSK_DATA_WANT_…: the tickets whose slips were wanted and never reported on. */
enum { WANT_QUEUED = 8 };

static const char *const device_names[DEVICES] = {
	[DEVICE_PRINTER] = "printer", [DEVICE_PANEL] = "panel", [DEVICE_SCREEN] = "screen"};

static void work_in(struct kiosk *kiosk, uint64_t delay_ms)
{
	(void)sd_event_source_set_time_relative(kiosk->hub.again, delay_ms * 1000);
	(void)sd_event_source_set_enabled(kiosk->hub.again, SD_EVENT_ONESHOT);
}

void kiosk_hub_work_later(struct kiosk *kiosk)
{
	work_in(kiosk, AGAIN_MS);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	(void)source;
	(void)usec;
	kiosk_hub_work(userdata);
	return 0;
}

/* A ticket can be had: the event stream is not needed for that. */
static bool is_up(const struct kiosk *kiosk)
{
	return kiosk->hub.linked || kiosk->hub.answers;
}

static void tell_flow(struct kiosk *kiosk)
{
	bool known = kiosk_data_has_site(kiosk->data) && kiosk_data_seq(kiosk->data) >= 0;

	if (known && kiosk->hub.new_site) {
		kiosk->hub.new_site = false;
		kiosk_paper_warm_up(kiosk);
	}
	kiosk_feed(kiosk,
		&(struct flow_event){.kind = FLOW_STORAGE, .on = kiosk_data_is_kept(kiosk->data)});
	kiosk_feed(kiosk,
		&(struct flow_event){.kind = FLOW_CENTRE, .on = kiosk_data_is_open(kiosk->data)});
	kiosk_feed(kiosk, &(struct flow_event){.kind = FLOW_HUB, .on = known && is_up(kiosk)});
}

static void tell_site(struct kiosk *kiosk)
{
	struct flow_event event = {.kind = FLOW_SITE, .on = kiosk_data_has_reasons(kiosk->data)};

	text_copy_cut(
		event.language, sizeof(event.language), kiosk_data_first_language(kiosk->data));
	kiosk_feed(kiosk, &event);
}

/* ---- the events ---- */

static void want(struct kiosk *kiosk, unsigned what)
{
	kiosk->hub.wanted |= what;
	if (what & (KIOSK_DATA_WANT_SITE | KIOSK_DATA_WANT_STATE | WANT_QUEUED)) {
		kiosk_hub_work(kiosk);
	}
}

static void on_reprint_ticket(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct kiosk_ticket ticket;

	if (status == 200 && kiosk_data_read_ticket(body, &ticket) == 0) {
		kiosk_paper_note_own(kiosk, ticket.id);
		kiosk_paper_print(kiosk, &ticket, true);
	} else {
		/* It stays QUEUED in the hub: the list of those will bring it. */
		want(kiosk, WANT_QUEUED);
	}
}

static void ask_reprint(struct kiosk *kiosk, int64_t id)
{
	_cleanup_free_ char *path = text_printf("/api/v1/tickets/%" PRId64, id);

	kiosk_paper_disown(kiosk, id); /* the list may bring it, if this fails */
	if (client_send(kiosk->hub.client, "GET", path, NULL, 0, on_reprint_ticket, kiosk, NULL) <
		0) {
		want(kiosk, WANT_QUEUED);
	}
}

static const char *word(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* A ticket to print here that may be none of our presses, but one that staff made: when the presses
 * under way have their answers it is known which. */
static void meet_stranger(struct kiosk *kiosk, int64_t ticket)
{
	if (!kiosk->paper.printer || kiosk_paper_is_own(kiosk, ticket)) {
		return;
	}
	if (kiosk->hub.stranger) {
		kiosk->hub.wanted |= WANT_QUEUED;
	}
	kiosk->hub.stranger = ticket;
	work_in(kiosk, STRANGER_MS);
}

static void judge_stranger(struct kiosk *kiosk)
{
	if (!kiosk->hub.stranger) {
		return;
	}
	if (!kiosk_presses_idle(kiosk->presses)) {
		work_in(kiosk, STRANGER_MS);
		return;
	}
	if (!kiosk_paper_is_own(kiosk, kiosk->hub.stranger)) {
		kiosk->hub.wanted |= WANT_QUEUED;
	}
	kiosk->hub.stranger = 0;
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct kiosk *kiosk = userdata;
	int64_t ticket = json_integer_value(json_object_get(data, "ticket"));
	unsigned wants = kiosk_data_take_event(kiosk->data, seq, kind, data);

	bool ours = strcmp(word(data, "kiosk"), kiosk->name) == 0;

	if (ours && strcmp(kind, "reprint") == 0) {
		ask_reprint(kiosk, ticket);
	} else if (ours && strcmp(kind, "issue") == 0) {
		meet_stranger(kiosk, ticket);
	} else if (strcmp(kind, "void") == 0 || strcmp(kind, "leave") == 0) {
		kiosk_paper_forget(kiosk, ticket);
	}
	wants |= kiosk_keys_take_event(kiosk->keys, kind, data) ? KIOSK_DATA_WANT_STATE : 0;
	want(kiosk, wants);
	if (strcmp(kind, "storage") == 0) {
		tell_flow(kiosk);
	}
	if (wants & KIOSK_DATA_CHANGED) {
		kiosk_show(kiosk);
	}
}

static void on_link(bool connected, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->hub.linked = connected;
	kiosk->hub.answers = false;
	kiosk->hub.same = false;
	(void)sd_event_source_set_enabled(
		kiosk->hub.poll, connected ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
	if (connected) {
		log_info("connected to the hub");
		for (int i = 0; i < DEVICES; i++) {
			kiosk->hub.health[i].due = true;
		}
		want(kiosk, KIOSK_DATA_WANT_STATE | WANT_QUEUED);
	} else {
		log_warning(FAULT_SITE, "the hub is away");
		(void)sd_event_source_set_time_relative(kiosk->hub.poll, 0);
	}
	tell_flow(kiosk);
}

/* The events do not come: the hub may be away, or may have no place for our stream. */
static int on_poll(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk *kiosk = userdata;

	(void)usec;
	(void)sd_event_source_set_time_relative(source, POLL_MS * 1000ULL);
	(void)sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
	/* Also for what staff made for us: nothing else tells of it now. */
	want(kiosk, KIOSK_DATA_WANT_STATE | WANT_QUEUED);
	return 0;
}

static void note_answer(struct kiosk *kiosk, bool answered)
{
	if (kiosk->hub.linked || !kiosk->hub.following || kiosk->hub.answers == answered) {
		return;
	}
	kiosk->hub.answers = answered;
	if (answered) {
		log_notice("the hub answers, but sends no events");
	} else {
		log_warning(FAULT_SITE, "the hub is away");
	}
}

static void on_restart(void *userdata)
{
	struct kiosk *kiosk = userdata;

	log_notice("the hub has another log; beginning anew");
	kiosk->hub.following = false;
	kiosk->hub.restarted = true;
	want(kiosk, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE | WANT_QUEUED);
}

static void follow(struct kiosk *kiosk)
{
	static const struct client_follow calls = {on_event, on_link, on_restart};
	int r;

	if (kiosk->hub.following) {
		return;
	}
	r = client_follow_in(
		kiosk->hub.client, kiosk->hub.epoch, kiosk_data_seq(kiosk->data), &calls, kiosk);
	if (r < 0) {
		log_error(FAULT_OURS, "cannot follow the hub's events: %s", strerror(-r));
		kiosk->hub.wanted |= KIOSK_DATA_WANT_STATE;
		kiosk_hub_work_later(kiosk);
		return;
	}
	kiosk->hub.following = true;
}

/* ---- site and state ---- */

/* Nothing to be had now: again after a while. */
static void ask_later(struct kiosk *kiosk, unsigned what, int status)
{
	if (status < 0) {
		log_warning(FAULT_SITE, "cannot ask the hub: %s", strerror(-status));
	} else {
		log_warning(FAULT_SITE, "the hub answered %d", status);
	}
	kiosk->hub.wanted |= what;
	kiosk_hub_work_later(kiosk);
}

/* The same numbers mean other tickets in another history: what was to be printed, reported or made
 * void of the former one is nobody's business any more. */
static void meet_epoch(struct kiosk *kiosk, const char *epoch)
{
	struct kiosk_hub *hub = &kiosk->hub;

	if (*hub->epoch && strcmp(hub->epoch, epoch) != 0) {
		log_notice("the hub has another database: the slips of the former one are dropped");
		kiosk_paper_forget_all(kiosk);
		kiosk_presses_forget_voids(kiosk->presses);
		hub->stranger = 0;
		hub->after = 0;
		hub->restarted = true;
		hub->wanted |= WANT_QUEUED | KIOSK_DATA_WANT_SITE;
	}
	text_copy_cut(hub->epoch, sizeof(hub->epoch), epoch);
	hub->same = true;
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	unsigned wants = 0;
	struct moment now;

	clock_now(&now);
	kiosk->hub.asking &= ~(unsigned)KIOSK_DATA_WANT_STATE;
	if (status == 200) {
		meet_epoch(kiosk, word(body, "epoch"));
	}
	if (status != 200 || kiosk_data_take_state(kiosk->data, body, &now, &wants) < 0) {
		ask_later(kiosk, KIOSK_DATA_WANT_STATE, status);
		note_answer(kiosk, false);
		tell_flow(kiosk);
		return;
	}
	note_answer(kiosk, true);
	kiosk_keys_take_state(kiosk->keys, body);
	follow(kiosk);
	want(kiosk, wants);
	tell_flow(kiosk);
	kiosk_hub_work(kiosk);
	kiosk->hub.same = kiosk->hub.linked;
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->hub.asking &= ~(unsigned)KIOSK_DATA_WANT_SITE;
	if (status != 200 || kiosk_data_take_site(kiosk->data, body) < 0) {
		ask_later(kiosk, KIOSK_DATA_WANT_SITE, status);
		return;
	}
	kiosk->hub.new_site = true;
	kiosk_panel_check(kiosk->panel);
	tell_site(kiosk);
	tell_flow(kiosk);
}

/* ---- what was queued before a restart ---- */

static void take_queued(struct kiosk *kiosk, const json_t *json)
{
	const char *state = word(json, "state");
	bool waits = strcmp(state, "WAITING") == 0 || strcmp(state, "CALLED") == 0;
	bool again =
		kiosk->hub.restarted || json_integer_value(json_object_get(json, "prints")) > 1;
	struct kiosk_ticket ticket;

	if (kiosk_data_read_ticket(json, &ticket) == 0) {
		kiosk_paper_recover(kiosk, &ticket, again, waits);
	}
}

static void on_queued(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	const json_t *next = json_object_get(body, "next");
	size_t i;
	json_t *ticket;

	kiosk->hub.asking &= ~(unsigned)WANT_QUEUED;
	if (status != 200) {
		ask_later(kiosk, WANT_QUEUED, status);
		return;
	}
	json_array_foreach (json_object_get(body, "tickets"), i, ticket) {
		take_queued(kiosk, ticket);
	}
	kiosk->hub.after = json_is_integer(next) ? json_integer_value(next) : 0;
	if (kiosk->hub.after > 0) {
		want(kiosk, WANT_QUEUED);
	} else {
		kiosk->hub.restarted = false;
		kiosk_paper_listed(kiosk);
	}
}

static void ask_one(struct kiosk *kiosk, unsigned which, const char *path, client_done done)
{
	int r;

	if (!(kiosk->hub.wanted & which) || (kiosk->hub.asking & which)) {
		return; /* what is wanted while it is asked for is asked for again afterwards */
	}
	r = client_send(kiosk->hub.client, "GET", path, NULL, kiosk->hub.linked ? 0 : POLL_MS, done,
		kiosk, NULL);
	if (r < 0) {
		ask_later(kiosk, which, r);
		return;
	}
	kiosk->hub.wanted &= ~which;
	kiosk->hub.asking |= which;
}

static void ask_queued(struct kiosk *kiosk)
{
	_cleanup_free_ char *path = NULL;

	/* One of a press under way would be taken for one of before. */
	if ((kiosk->hub.wanted & WANT_QUEUED) && !kiosk_presses_idle(kiosk->presses)) {
		kiosk_hub_work_later(kiosk);
		return;
	}
	path = text_printf("/api/v1/tickets?paper=QUEUED&kiosk=%s&limit=%d&after=%" PRId64,
		kiosk->name, QUEUED_PAGE, kiosk->hub.after);
	ask_one(kiosk, WANT_QUEUED, path, on_queued);
}

/* ---- reports ---- */

static void on_reported(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	uint64_t number = kiosk->hub.reporting;

	kiosk->hub.reporting = 0;
	if (status < 0 || status >= 500 || status == 429) {
		kiosk_hub_work_later(kiosk);
		return;
	}
	if (status >= 400) {
		log_warning(FAULT_OURS, "the hub refused a report on a slip: %d %s", status,
			word(body, "message"));
	}
	spool_reported(&kiosk->paper.spool, number);
	kiosk_hub_work(kiosk);
}

static void send_report(struct kiosk *kiosk)
{
	static const char *const words[] = {[SPOOL_PRINTED] = "PRINTED",
		[SPOOL_FAILED] = "FAILED",
		[SPOOL_UNKNOWN] = "UNKNOWN",
		[SPOOL_SHOWN] = "NONE"};
	const struct spool_report *report = spool_report(&kiosk->paper.spool);
	_cleanup_free_ char *path = NULL;
	json_t *body;

	if (!report || kiosk->hub.reporting) {
		return;
	}
	path = text_printf("/api/v1/tickets/%" PRId64 "/paper", report->ticket);
	body = json_pack("{s:s, s:s, s:b}", "state", words[report->result], "cause", report->cause,
		"again", report->again);
	if (client_send(kiosk->hub.client, "POST", path, body, 0, on_reported, kiosk, NULL) == 0) {
		kiosk->hub.reporting = report->number;
	} else {
		kiosk_hub_work_later(kiosk);
	}
}

static void on_told(struct kiosk *kiosk, enum kiosk_device device, int status)
{
	struct kiosk_health *health = &kiosk->hub.health[device];

	health->on_its_way = false;
	if (status < 0 || status >= 500 || status == 429) {
		health->due = true;
		kiosk_hub_work_later(kiosk);
	} else if (health->due) {
		kiosk_hub_work(kiosk);
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

static void send_health(struct kiosk *kiosk, enum kiosk_device device)
{
	static const client_done done[DEVICES] = {[DEVICE_PRINTER] = on_told_printer,
		[DEVICE_PANEL] = on_told_panel,
		[DEVICE_SCREEN] = on_told_screen};
	struct kiosk_health *health = &kiosk->hub.health[device];
	json_t *body;

	if (!*health->state || !health->due || health->on_its_way) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", device_names[device], "state",
		health->state, "fault", log_fault_name(health->fault), "note", health->note);
	if (client_send(kiosk->hub.client, "POST", "/api/v1/health", body, 0, done[device], kiosk,
		    NULL) == 0) {
		health->due = false;
		health->on_its_way = true;
	} else {
		kiosk_hub_work_later(kiosk);
	}
}

void kiosk_hub_tell(struct kiosk *kiosk, enum kiosk_device device, const char *state,
	enum log_fault fault, const char *note)
{
	struct kiosk_health *health = &kiosk->hub.health[device];

	if (strcmp(health->state, state) == 0 && strcmp(health->note, note) == 0) {
		return;
	}
	log_line(fault == FAULT_NONE ? LOG_NOTICE : LOG_WARNING, fault, NULL, "%s: %s%s%s",
		device_names[device], state, *note ? ": " : "", note);
	text_copy_cut(health->state, sizeof(health->state), state);
	text_copy_cut(health->note, sizeof(health->note), note);
	health->fault = fault;
	health->due = true;
	kiosk_hub_work(kiosk);
}

void kiosk_hub_work(struct kiosk *kiosk)
{
	if (!kiosk->hub.client) {
		return;
	}
	ask_one(kiosk, KIOSK_DATA_WANT_SITE, "/api/v1/site", on_site);
	ask_one(kiosk, KIOSK_DATA_WANT_STATE, "/api/v1/state", on_state);
	if (!is_up(kiosk) || !kiosk->hub.same) {
		return; /* all below waits for the hub, which wakes us */
	}
	kiosk_presses_work(kiosk->presses);
	judge_stranger(kiosk);
	ask_queued(kiosk);
	send_report(kiosk);
	for (int i = 0; i < DEVICES; i++) {
		send_health(kiosk, (enum kiosk_device)i);
	}
}

void kiosk_hub_refresh(struct kiosk *kiosk)
{
	if (is_up(kiosk)) {
		want(kiosk, KIOSK_DATA_WANT_STATE);
	}
}

int kiosk_hub_connect(struct kiosk *kiosk, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	struct kiosk_hub *hub = &kiosk->hub;
	int r = client_new(kiosk->event, address, token, &client);

	if (r == 0) {
		r = client_name(client, kiosk->name, "kiosk");
	}
	if (r == 0 && !hub->again) {
		hub->restarted = true;
		r = sd_event_add_time(
			kiosk->event, &hub->again, CLOCK_MONOTONIC, UINT64_MAX, 0, on_again, kiosk);
	}
	if (r >= 0 && !hub->poll) {
		r = sd_event_add_time(
			kiosk->event, &hub->poll, CLOCK_MONOTONIC, UINT64_MAX, 0, on_poll, kiosk);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot use the hub at '%s': %s", address, strerror(-r));
		return r;
	}
	client_free(hub->client);
	hub->client = TAKE_PTR(client);
	kiosk_keys_use(kiosk->keys, hub->client);
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
	kiosk_presses_use(kiosk->presses, hub->client);
	want(kiosk, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE | WANT_QUEUED);
	return 0;
}

void kiosk_hub_done(struct kiosk *kiosk)
{
	client_free(kiosk->hub.client);
	kiosk->hub.client = NULL;
	kiosk->hub.again = sd_event_source_disable_unref(kiosk->hub.again);
	kiosk->hub.poll = sd_event_source_disable_unref(kiosk->hub.poll);
}
