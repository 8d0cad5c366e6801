/* SPDX-License-Identifier: Apache-2.0 */
/* What the kiosk asks of the hub and hears from it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

enum { AGAIN_MS = 1000, MOVE_TIMEOUT_MS = 3000 };

static void ask(struct kiosk *kiosk, unsigned what);
static void list_slips(struct kiosk *kiosk);

static void ask_later(struct kiosk *kiosk, unsigned what)
{
	kiosk->wanted |= what;
	(void)sd_event_source_set_time_relative(kiosk->again, (uint64_t)AGAIN_MS * 1000);
	(void)sd_event_source_set_enabled(kiosk->again, SD_EVENT_ONESHOT);
}

static int on_again(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk *kiosk = userdata;

	(void)source;
	(void)usec;
	ask(kiosk, kiosk->wanted);
	if (kiosk->following && kiosk->flow.hub) {
		kiosk_hub_report(kiosk);
		kiosk_hub_health(kiosk);
		if (!kiosk->listed) {
			list_slips(kiosk);
		}
	}
	return 0;
}

/* 16 random bytes in hexadecimal. */
void kiosk_new_press_id(char ret[FLOW_PRESS_ID_SIZE])
{
	unsigned char bytes[16];

	/* Cannot fail for so few bytes once the kernel has booted. */
	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes)) {
		log_error(FAULT_OURS, "no random bytes: %s", strerror(errno));
		abort();
	}
	for (size_t i = 0; i < sizeof(bytes); i++) {
		(void)snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
	}
}

/* Presses */

struct press {
	struct kiosk *kiosk;
	char press_id[FLOW_PRESS_ID_SIZE];
};

static enum kiosk_refusal refusal_of(const json_t *body)
{
	const char *error = json_string_value(json_object_get(body, "error"));

	if (error && strcmp(error, "closed") == 0) {
		return KIOSK_REFUSAL_CLOSED;
	}
	if (error && strcmp(error, "limit_reached") == 0) {
		return KIOSK_REFUSAL_LIMIT;
	}
	return KIOSK_REFUSAL_OTHER;
}

static void on_press_answered(int status, json_t *body, void *userdata)
{
	_cleanup_free_ struct press *press = userdata;
	struct kiosk *kiosk = press->kiosk;
	struct flow_event event = {.kind = FLOW_NO_ANSWER};

	kiosk->sending[0] = '\0';
	memcpy(event.press_id, press->press_id, sizeof(event.press_id));
	if ((status == 200 || status == 201) && kiosk_data_read_ticket(body, &event.ticket) == 0) {
		event.kind = FLOW_ANSWER;
		kiosk->answered_us = clock_mono_us();
	} else if (status >= 400 && status < 500) {
		const char *message = json_string_value(json_object_get(body, "message"));

		event.kind = FLOW_REFUSAL;
		event.refusal = refusal_of(body);
		log_notice("no ticket: %s", message ? message : "the hub refused");
	} else {
		log_warning(FAULT_SITE, "a press got no answer from the hub (%s)",
			status < 0 ? strerror(-status) : "it is in trouble");
	}
	kiosk_take(kiosk, &event);
}

void kiosk_hub_send_press(struct kiosk *kiosk, const struct flow_effect *effect)
{
	struct press *press;
	struct flow_event lost = {.kind = FLOW_NO_ANSWER};
	json_t *body;

	if (strcmp(kiosk->sending, effect->press_id) == 0) {
		return; /* still on its way */
	}
	press = memory_new(1, sizeof(*press));
	press->kiosk = kiosk;
	memcpy(press->press_id, effect->press_id, sizeof(press->press_id));
	memcpy(lost.press_id, effect->press_id, sizeof(lost.press_id));
	body = json_pack("{s:s, s:s, s:s, s:s, s:b}", "service", effect->wish.service, "lane",
		effect->wish.priority ? "priority" : "regular", "press_id", effect->press_id,
		"language", effect->language, "print", kiosk->printer != NULL);
	if (effect->wish.priority) {
		(void)json_object_set_new(body, "reason", json_string(effect->wish.reason));
	}
	if (client_send(kiosk->client, "POST", "/api/v1/tickets", body, FLOW_ANSWER_MS,
		    on_press_answered, press, NULL) < 0) {
		free(press);
		kiosk_take(kiosk, &lost);
		return;
	}
	memcpy(kiosk->sending, effect->press_id, sizeof(kiosk->sending));
}

static void on_voided(int status, json_t *body, void *userdata)
{
	(void)body;
	(void)userdata;
	if (status != 200) {
		log_warning(FAULT_SITE,
			"a ticket whose visitor was told that there is none could not be made "
			"void");
	}
}

void kiosk_hub_void(struct kiosk *kiosk, int64_t ticket)
{
	_cleanup_free_ char *path = text_printf("/api/v1/tickets/%lld/void", (long long)ticket);

	if (client_send(kiosk->client, "POST", path, NULL, 0, on_voided, NULL, NULL) < 0) {
		log_warning(FAULT_OURS, "cannot send %s", path);
	}
}

void kiosk_hub_give_up(struct kiosk *kiosk, const char *press_id)
{
	if (kiosk->n_given_up == KIOSK_GIVEN_UP_MAX) {
		memmove(kiosk->given_up, kiosk->given_up + 1,
			sizeof(kiosk->given_up) - sizeof(kiosk->given_up[0]));
		kiosk->n_given_up--;
	}
	text_copy_cut(kiosk->given_up[kiosk->n_given_up++], FLOW_PRESS_ID_SIZE, press_id);
	kiosk->listed = false;
	ask_later(kiosk, 0);
}

static void forget_given_up(struct kiosk *kiosk, const char *press_id)
{
	for (int i = 0; i < kiosk->n_given_up; i++) {
		if (strcmp(kiosk->given_up[i], press_id) == 0) {
			kiosk->n_given_up--;
			memmove(kiosk->given_up + i, kiosk->given_up + i + 1,
				(size_t)(kiosk->n_given_up - i) * sizeof(kiosk->given_up[0]));
			return;
		}
	}
}

static void on_looked_up(int status, json_t *body, void *userdata)
{
	_cleanup_free_ struct press *press = userdata;
	struct kiosk *kiosk = press->kiosk;
	const json_t *ticket = json_array_get(json_object_get(body, "tickets"), 0);

	if (status != 200) {
		ask_later(kiosk, 0);
		return;
	}
	forget_given_up(kiosk, press->press_id);
	if (ticket) {
		kiosk_hub_void(kiosk, json_integer_value(json_object_get(ticket, "id")));
	}
	if (kiosk->n_given_up == 0) {
		list_slips(kiosk);
	} else {
		ask_later(kiosk, 0);
	}
}

/* The oldest press that was given up: did it make a ticket after all? */
static void look_up(struct kiosk *kiosk)
{
	_cleanup_free_ char *path = text_printf("/api/v1/tickets?press_id=%s", kiosk->given_up[0]);
	struct press *press = memory_new(1, sizeof(*press));

	press->kiosk = kiosk;
	memcpy(press->press_id, kiosk->given_up[0], sizeof(press->press_id));
	if (client_send(kiosk->client, "GET", path, NULL, 0, on_looked_up, press, NULL) < 0) {
		free(press);
		ask_later(kiosk, 0);
	}
}

/* Slips */

/* What the hub still has as queued for us and we do not know: from before a restart. */
static void take_slip(struct kiosk *kiosk, const json_t *json)
{
	const char *state = json_string_value(json_object_get(json, "state"));
	bool wanted = state && (strcmp(state, "WAITING") == 0 || strcmp(state, "CALLED") == 0);
	struct kiosk_ticket ticket;

	if (kiosk_data_read_ticket(json, &ticket) < 0 || spool_has(&kiosk->spool, ticket.id)) {
		return;
	}
	for (int i = 0; i < kiosk->spool.n_reports; i++) {
		if (kiosk->spool.reports[i].ticket == ticket.id) {
			return; /* done; the hub does not know it yet */
		}
	}
	if (wanted) {
		log_notice("%s was issued but not printed: printing it again", ticket.number);
		kiosk_print_add(kiosk, &ticket, true);
	} else {
		spool_drop(&kiosk->spool, ticket.id, SPOOL_FAILED, "not_needed");
		kiosk_hub_report(kiosk);
	}
}

static void on_slips(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	size_t i;
	json_t *ticket;

	if (status != 200) {
		kiosk->listed = false;
		ask_later(kiosk, 0);
		return;
	}
	/* A press under way is not from before: its answer is still to come. */
	if (kiosk->flow.page == KIOSK_WORKING) {
		kiosk->listed = false;
		ask_later(kiosk, 0);
		return;
	}
	json_array_foreach (json_object_get(body, "tickets"), i, ticket) {
		take_slip(kiosk, ticket);
	}
}

static void list_slips(struct kiosk *kiosk)
{
	_cleanup_free_ char *path = text_printf(
		"/api/v1/tickets?kiosk=%s&paper=QUEUED&limit=%d", kiosk->name, SPOOL_JOBS_MAX);

	if (kiosk->n_given_up > 0) {
		look_up(kiosk); /* first, so that none of those is printed */
		return;
	}
	kiosk->listed = true;
	if (client_send(kiosk->client, "GET", path, NULL, 0, on_slips, kiosk, NULL) < 0) {
		kiosk->listed = false;
		ask_later(kiosk, 0);
	}
}

struct report {
	struct kiosk *kiosk;
	uint64_t number;
};

static void on_report_taken(int status, json_t *body, void *userdata)
{
	_cleanup_free_ struct report *report = userdata;
	struct kiosk *kiosk = report->kiosk;

	(void)body;
	kiosk->reporting = false;
	if (status < 0 || status >= 500) {
		ask_later(kiosk, 0);
		return;
	}
	if (status != 200) {
		log_warning(FAULT_OURS, "the hub did not take a slip's result (%d)", status);
	}
	spool_reported(&kiosk->spool, report->number);
	kiosk_hub_report(kiosk);
}

void kiosk_hub_report(struct kiosk *kiosk)
{
	static const char *const words[] = {
		[SPOOL_PRINTED] = "PRINTED",
		[SPOOL_FAILED] = "FAILED",
		[SPOOL_UNKNOWN] = "UNKNOWN",
	};
	const struct spool_report *next = spool_report(&kiosk->spool);
	_cleanup_free_ char *path = NULL;
	struct report *report;
	json_t *body;

	if (!next || kiosk->reporting) {
		return;
	}
	report = memory_new(1, sizeof(*report));
	*report = (struct report){kiosk, next->number};
	path = text_printf("/api/v1/tickets/%lld/paper", (long long)next->ticket);
	body = json_pack("{s:s, s:s}", "state", words[next->result], "cause", next->cause);
	if (client_send(kiosk->client, "POST", path, body, 0, on_report_taken, report, NULL) < 0) {
		free(report);
		ask_later(kiosk, 0);
		return;
	}
	kiosk->reporting = true;
}

/* A reprint that somebody asked for, or a ticket that staff issued for this kiosk's printer. */
static void on_reprint_ticket(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct kiosk_ticket ticket;

	if (status == 200 && kiosk_data_read_ticket(body, &ticket) == 0) {
		kiosk_print_add(kiosk, &ticket, true);
	} else {
		kiosk->listed = false; /* the list of queued slips has it */
		ask_later(kiosk, 0);
	}
}

static void take_reprint(struct kiosk *kiosk, const json_t *data)
{
	const char *name = json_string_value(json_object_get(data, "kiosk"));
	_cleanup_free_ char *path = text_printf("/api/v1/tickets/%lld",
		(long long)json_integer_value(json_object_get(data, "ticket")));

	if (name && strcmp(name, kiosk->name) == 0 &&
		client_send(kiosk->client, "GET", path, NULL, 0, on_reprint_ticket, kiosk, NULL) <
			0) {
		kiosk->listed = false;
		ask_later(kiosk, 0);
	}
}

/* Health */

static void on_health_taken(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;

	(void)body;
	if (status < 200 || status > 299) {
		kiosk->printer_said[0] = '\0';
		kiosk->panel_said[0] = '\0';
		ask_later(kiosk, 0);
	}
}

static void tell(struct kiosk *kiosk, const char *device, const char *state, const char *note,
	char said[KIOSK_NAME_MAX + 1])
{
	json_t *body;

	if (strcmp(state, said) == 0 || !kiosk->flow.hub) {
		return;
	}
	body = json_pack("{s:s, s:s, s:s, s:s}", "name", device, "state", state, "fault",
		log_fault_name(strcmp(state, "ok") == 0 ? FAULT_NONE : FAULT_DEVICE), "note", note);
	if (client_send(kiosk->client, "POST", "/api/v1/health", body, 0, on_health_taken, kiosk,
		    NULL) == 0) {
		text_copy_cut(said, KIOSK_NAME_MAX + 1, state);
	}
}

void kiosk_hub_health(struct kiosk *kiosk)
{
	struct printer_status status;

	if (kiosk->printer) {
		printer_get_status(kiosk->printer, &status);
		tell(kiosk, "printer", printer_status_name(&status), "", kiosk->printer_said);
	}
	if (kiosk->panel) {
		tell(kiosk, "panel",
			!kiosk->panel_there ? "offline" : (kiosk->stuck > 0 ? "stuck" : "ok"), "",
			kiosk->panel_said);
	}
}

/* Counter keys on the panel */

static void on_moved(int status, json_t *body, void *userdata)
{
	const char *message = json_string_value(json_object_get(body, "message"));

	(void)userdata;
	if (status != 200 && status != 204) {
		log_notice("counter key: %s", message ? message : "no answer from the hub");
	}
}

void kiosk_hub_counter_move(struct kiosk *kiosk, int counter, const char *move)
{
	_cleanup_free_ char *path = text_printf("/api/v1/counters/%d/%s", counter, move);
	char id[FLOW_PRESS_ID_SIZE];

	kiosk_new_press_id(id);
	if (client_send(kiosk->client, "POST", path, json_pack("{s:s}", "request_id", id),
		    MOVE_TIMEOUT_MS, on_moved, NULL, NULL) < 0) {
		log_warning(FAULT_OURS, "cannot send %s", path);
	}
}

/* Site and state */

static void say_hub(struct kiosk *kiosk, bool there)
{
	struct flow_event event = {.kind = FLOW_HUB, .on = there};

	kiosk_take(kiosk, &event);
}

static void say_centre(struct kiosk *kiosk)
{
	struct flow_event event = {.kind = FLOW_CENTRE, .on = kiosk_data_is_open(kiosk->data)};

	kiosk_take(kiosk, &event);
}

static void on_event(int64_t seq, const char *kind, json_t *data, void *userdata)
{
	struct kiosk *kiosk = userdata;
	unsigned wants = kiosk_data_take_event(kiosk->data, seq, kind, data);

	ask(kiosk, wants);
	if (strcmp(kind, "reprint") == 0) {
		take_reprint(kiosk, data);
	}
	if (wants & KIOSK_DATA_CHANGED) {
		kiosk_show(kiosk);
	}
}

static void on_link(bool connected, void *userdata)
{
	struct kiosk *kiosk = userdata;

	if (connected) {
		log_info("connected to the hub");
		kiosk->listed = false;
		kiosk->printer_said[0] = '\0';
		kiosk->panel_said[0] = '\0';
		ask(kiosk, KIOSK_DATA_WANT_STATE);
	} else {
		log_warning(FAULT_SITE, "the hub is away");
		say_hub(kiosk, false);
	}
}

static void on_restart(void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->following = false;
	ask(kiosk, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE);
}

static void follow(struct kiosk *kiosk)
{
	static const struct client_follow calls = {
		.event = on_event, .link = on_link, .restart = on_restart};

	if (kiosk->following) {
		return;
	}
	if (client_follow_from(kiosk->client, kiosk_data_seq(kiosk->data), &calls, kiosk) < 0) {
		ask_later(kiosk, KIOSK_DATA_WANT_STATE);
		return;
	}
	kiosk->following = true;
}

/* The hub answers and everything is known: work can begin. */
static void begin(struct kiosk *kiosk)
{
	struct flow *flow = &kiosk->flow;

	if (!kiosk_data_has_site(kiosk->data) || kiosk_data_seq(kiosk->data) < 0) {
		return;
	}
	flow->has_reasons = kiosk_data_has_reasons(kiosk->data);
	if (strcmp(flow->first_language, kiosk_data_first_language(kiosk->data)) != 0) {
		text_copy_cut(flow->first_language, sizeof(flow->first_language),
			kiosk_data_first_language(kiosk->data));
		memcpy(flow->language, flow->first_language, sizeof(flow->language));
	}
	say_centre(kiosk);
	say_hub(kiosk, true);
	kiosk_hub_report(kiosk);
	kiosk_hub_health(kiosk);
	if (!kiosk->listed) {
		list_slips(kiosk);
	}
	kiosk_show(kiosk);
}

static void on_state(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	unsigned wants = 0;

	kiosk->asking &= ~(unsigned)KIOSK_DATA_WANT_STATE;
	if (status != 200 || kiosk_data_take_state(kiosk->data, body, &wants) < 0) {
		if (status >= 0) {
			log_warning(FAULT_SITE, "asked for its state, the hub answered %d", status);
		}
		ask_later(kiosk, KIOSK_DATA_WANT_STATE);
		return;
	}
	follow(kiosk);
	ask(kiosk, (wants | kiosk->wanted) & ~(unsigned)KIOSK_DATA_CHANGED);
	begin(kiosk);
}

static void on_site(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->asking &= ~(unsigned)KIOSK_DATA_WANT_SITE;
	if (status != 200 || kiosk_data_take_site(kiosk->data, body) < 0) {
		if (status >= 0) {
			log_warning(
				FAULT_SITE, "asked for the site data, the hub answered %d", status);
		}
		ask_later(kiosk, KIOSK_DATA_WANT_SITE);
		return;
	}
	begin(kiosk);
}

static void ask_one(
	struct kiosk *kiosk, unsigned what, unsigned which, const char *path, client_done done)
{
	if (!(what & which)) {
		return;
	}
	if (kiosk->asking & which) {
		kiosk->wanted |= which; /* the answer under way may be older than the reason */
		return;
	}
	kiosk->wanted &= ~which;
	if (client_send(kiosk->client, "GET", path, NULL, 0, done, kiosk, NULL) < 0) {
		ask_later(kiosk, which);
		return;
	}
	kiosk->asking |= which;
}

static void ask(struct kiosk *kiosk, unsigned what)
{
	ask_one(kiosk, what, KIOSK_DATA_WANT_STATE, "/api/v1/state", on_state);
	ask_one(kiosk, what, KIOSK_DATA_WANT_SITE, "/api/v1/site", on_site);
}

int kiosk_hub_start(struct kiosk *kiosk)
{
	int r = 0;

	kiosk->following = false;
	kiosk->listed = false;
	kiosk->reporting = false;
	kiosk->asking = 0;
	kiosk->wanted = 0;
	kiosk->sending[0] = '\0';
	if (!kiosk->again) {
		r = sd_event_add_time(kiosk->event, &kiosk->again, CLOCK_MONOTONIC, UINT64_MAX, 0,
			on_again, kiosk);
	}
	if (r >= 0) {
		ask(kiosk, KIOSK_DATA_WANT_STATE | KIOSK_DATA_WANT_SITE);
	}
	return r;
}

void kiosk_hub_stop(struct kiosk *kiosk)
{
	client_free(TAKE_PTR(kiosk->client));
	kiosk->again = sd_event_source_disable_unref(kiosk->again);
}
