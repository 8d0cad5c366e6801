/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-press.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

enum { LATE_MS = 2000 }; /* longer than a visitor waits: a late answer is an answer, too */

static struct kiosk_press *find_press(struct kiosk *kiosk, const char *press_id)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		if (strcmp(kiosk->presses.press[i].press_id, press_id) == 0) {
			return &kiosk->presses.press[i];
		}
	}
	return NULL;
}

static void forget(struct kiosk_press *press)
{
	*press = (struct kiosk_press){.kiosk = press->kiosk};
}

static struct flow_event event_of(const struct kiosk_press *press, enum flow_event_kind kind)
{
	struct flow_event event = {.kind = kind};

	memcpy(event.press_id, press->press_id, sizeof(event.press_id));
	return event;
}

static void on_ticket(struct kiosk_press *press, const struct kiosk_ticket *ticket)
{
	struct kiosk *kiosk = press->kiosk;
	struct flow_event event = event_of(press, FLOW_ANSWER);

	event.ticket = *ticket;
	kiosk_paper_note_own(kiosk, ticket->id);
	forget(press);
	kiosk_feed(kiosk, &event);
}

static void on_refused(struct kiosk_press *press, int status, const json_t *body)
{
	struct kiosk *kiosk = press->kiosk;
	struct flow_event event = event_of(press, FLOW_REFUSAL);
	const char *error = json_string_value(json_object_get(body, "error"));
	const char *message = json_string_value(json_object_get(body, "message"));

	error = error ? error : "";
	if (status == 429) {
		event.refusal = KIOSK_REFUSAL_OFTEN;
		log_warning(FAULT_SITE, "no ticket: %s", message ? message : "too many");
	} else if (strcmp(error, "closed") == 0) {
		event.refusal = KIOSK_REFUSAL_CLOSED;
	} else if (strcmp(error, "limit_reached") == 0) {
		event.refusal = KIOSK_REFUSAL_LIMIT;
	} else {
		event.refusal = KIOSK_REFUSAL_OTHER;
		log_warning(FAULT_SITE, "no ticket for %s: the hub answered %d %s: %s",
			press->wish.service, status, error, message ? message : "");
	}
	forget(press);
	kiosk_feed(kiosk, &event);
	kiosk_hub_refresh(kiosk); /* what is shown as open was not */
}

/* Whether a request that failed like this cannot have reached the hub, or changed nothing there. */
static bool is_surely_not_made(int status)
{
	return status == -ECONNREFUSED || status == -ENOENT || status == -ENETUNREACH ||
		status == -EHOSTUNREACH || status == -EBUSY || status == 429 || status == 503;
}

static void on_no_answer(struct kiosk_press *press, int status)
{
	struct kiosk *kiosk = press->kiosk;
	struct flow_event event = event_of(press, FLOW_NO_ANSWER);

	log_warning(FAULT_SITE, "a press had no answer: %s",
		status < 0 ? strerror(-status) : "the hub is busy");
	press->maybe_made |= !is_surely_not_made(status);
	if (!press->given_up) {
		kiosk_feed(kiosk, &event);
	} else if (press->maybe_made) {
		kiosk_hub_work_later(kiosk);
	} else {
		forget(press);
	}
}

static void on_answer(int status, json_t *body, void *userdata)
{
	struct kiosk_press *press = userdata;
	struct kiosk_ticket ticket;

	press->request = NULL;
	if ((status == 200 || status == 201) && kiosk_data_read_ticket(body, &ticket) == 0) {
		on_ticket(press, &ticket);
	} else if (status >= 400 && status < 500 && !(status == 429 && press->maybe_made)) {
		on_refused(press, status, body);
	} else {
		on_no_answer(press, status);
	}
}

static void send_press(struct kiosk_press *press)
{
	struct kiosk *kiosk = press->kiosk;
	json_t *body = json_pack("{s:s, s:s, s:s, s:s, s:b}", "service", press->wish.service,
		"lane", press->wish.priority ? "priority" : "regular", "press_id", press->press_id,
		"language", press->language, "print",
		1); /* without a printer its number is shown */
	int r;

	if (*press->wish.reason) {
		(void)json_object_set_new(body, "reason", json_string(press->wish.reason));
	}
	r = client_send(kiosk->hub.client, "POST", "/api/v1/tickets", body,
		flow_answer_ms(client_round_trip_ms(kiosk->hub.client)) + LATE_MS, on_answer, press,
		&press->request);
	if (r < 0) {
		press->request = NULL;
		on_no_answer(press, r);
	}
}

void kiosk_press_send(struct kiosk *kiosk, const struct flow_effect *effect)
{
	struct kiosk_press *press = find_press(kiosk, effect->press_id);

	if (!press) {
		press = find_press(kiosk, "");
		if (!press) {
			/* The visitor is told when the time is over. */
			log_error(FAULT_SITE, "too many presses are without an answer");
			return;
		}
		*press = (struct kiosk_press){.kiosk = kiosk, .wish = effect->wish};
		memcpy(press->press_id, effect->press_id, sizeof(press->press_id));
	}
	memcpy(press->language, effect->language, sizeof(press->language)); /* the site's of now */
	press->given_up = false;
	if (!press->request) {
		send_press(press);
	}
}

void kiosk_press_give_up(struct kiosk *kiosk, const char *press_id)
{
	struct kiosk_press *press = find_press(kiosk, press_id);

	if (!press) {
		return;
	}
	press->given_up = true;
	if (!press->request && !press->maybe_made) {
		forget(press);
	} else {
		kiosk_hub_work_later(kiosk);
	}
}

bool kiosk_presses_idle(const struct kiosk *kiosk)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		if (*kiosk->presses.press[i].press_id) {
			return false;
		}
	}
	return kiosk->presses.n_voids == 0;
}

/* ---- tickets that must not be ---- */

static void on_void(int status, json_t *body, void *userdata)
{
	struct kiosk *kiosk = userdata;
	struct kiosk_presses *presses = &kiosk->presses;

	(void)body;
	presses->voiding = false;
	if (presses->n_voids == 0) {
		return; /* they were forgotten meanwhile */
	}
	if (status < 0 || status >= 500 || status == 429) {
		kiosk_hub_work_later(kiosk);
		return;
	}
	if (status >= 400) {
		log_warning(FAULT_SITE, "ticket %" PRId64 " cannot be made void any more: %d",
			presses->voids[0], status);
	} else {
		log_notice("ticket %" PRId64 " is void: its visitor was told that there is none",
			presses->voids[0]);
	}
	kiosk_paper_report_void(kiosk, presses->voids[0]);
	presses->n_voids--;
	memmove(presses->voids, presses->voids + 1,
		(size_t)presses->n_voids * sizeof(presses->voids[0]));
	kiosk_hub_work(kiosk);
}

static void send_void(struct kiosk *kiosk)
{
	struct kiosk_presses *presses = &kiosk->presses;
	_cleanup_free_ char *path = NULL;

	if (presses->n_voids == 0 || presses->voiding) {
		return;
	}
	path = text_printf("/api/v1/tickets/%" PRId64 "/void", presses->voids[0]);
	if (client_send(kiosk->hub.client, "POST", path, NULL, 0, on_void, kiosk, NULL) == 0) {
		presses->voiding = true;
	} else {
		kiosk_hub_work_later(kiosk);
	}
}

void kiosk_press_void(struct kiosk *kiosk, int64_t ticket)
{
	struct kiosk_presses *presses = &kiosk->presses;

	kiosk_paper_forget(kiosk, ticket);
	if (presses->n_voids == PRESSES_MAX) {
		log_error(FAULT_SITE, "ticket %" PRId64 " stays: too many are to be made void",
			ticket);
		return;
	}
	presses->voids[presses->n_voids++] = ticket;
	kiosk_hub_work(kiosk);
}

void kiosk_presses_settle(struct kiosk *kiosk)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		struct kiosk_press *press = &kiosk->presses.press[i];

		if (press->given_up && !press->request) {
			send_press(press);
		}
	}
	send_void(kiosk);
}

void kiosk_presses_forget_voids(struct kiosk *kiosk)
{
	kiosk->presses.n_voids = 0;
}

void kiosk_presses_cut_off(struct kiosk *kiosk)
{
	kiosk->presses.voiding = false;
	for (int i = 0; i < PRESSES_MAX; i++) {
		struct kiosk_press *press = &kiosk->presses.press[i];

		if (press->request) {
			press->request = NULL;
			on_no_answer(press, -ECONNRESET);
		}
	}
}
