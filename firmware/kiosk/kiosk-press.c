/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-press.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-id128.h>

#include "base/json-get.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk-data.h"

enum { LATE_MS = 2000 }; /* longer than a visitor waits: a late answer still counts */

struct kiosk_press {
	struct kiosk_presses *presses;
	char press_id[FLOW_PRESS_ID_SIZE]; /* "" free */
	struct flow_wish wish;
	char language[KIOSK_LANGUAGE_SIZE];
	struct client_request *request; /* under way */
	bool maybe_made; /* an answer was lost: there may be a ticket */
	bool given_up;
};

struct kiosk_presses {
	const struct kiosk_presses_calls *calls;
	void *userdata;
	struct client *client; /* the owner's; NULL none yet */
	struct kiosk_press press[PRESSES_MAX];
	int n_voids;
	int64_t voids[PRESSES_MAX]; /* tickets to make void; the first one's request is under way */
	bool voiding;
};

static void work(const struct kiosk_presses *presses, bool later)
{
	presses->calls->work(later, presses->userdata);
}

static void feed(const struct kiosk_presses *presses, const struct flow_event *event)
{
	presses->calls->feed(event, presses->userdata);
}

static struct kiosk_press *find_press(struct kiosk_presses *presses, const char *press_id)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		if (strcmp(presses->press[i].press_id, press_id) == 0) {
			return &presses->press[i];
		}
	}
	return NULL;
}

static void forget(struct kiosk_press *press)
{
	*press = (struct kiosk_press){.presses = press->presses};
}

static struct flow_event event_of(const struct kiosk_press *press, enum flow_event_kind kind)
{
	struct flow_event event = {.kind = kind};

	memcpy(event.press_id, press->press_id, sizeof(event.press_id));
	return event;
}

static void on_ticket(struct kiosk_press *press, const struct kiosk_ticket *ticket)
{
	struct kiosk_presses *presses = press->presses;
	struct flow_event event = event_of(press, FLOW_ANSWER);

	event.ticket = *ticket;
	presses->calls->made(ticket->id, presses->userdata);
	forget(press);
	feed(presses, &event);
}

static void on_refused(struct kiosk_press *press, int status, const json_t *body)
{
	struct kiosk_presses *presses = press->presses;
	struct flow_event event = event_of(press, FLOW_ERROR);
	const char *error = json_get_text(body, "error");
	const char *message = json_get_text(body, "message");

	if (status == 429) {
		event.error = KIOSK_ERROR_OFTEN;
		log_warning(FAULT_SITE, "no ticket: %s", *message ? message : "too many");
	} else if (strcmp(error, "closed") == 0) {
		event.error = KIOSK_ERROR_CLOSED;
	} else if (strcmp(error, "limit_reached") == 0) {
		event.error = KIOSK_ERROR_LIMIT;
	} else if (strcmp(error, "past_closing") == 0) {
		event.error = KIOSK_ERROR_PAST_CLOSING;
	} else {
		event.error = KIOSK_ERROR_OTHER;
		log_warning(FAULT_SITE, "no ticket for %s: the hub answered %d %s: %s",
			press->wish.service, status, error, message);
	}
	forget(press);
	feed(presses, &event);
	presses->calls->refused(presses->userdata); /* something shown as open was closed */
}

/* Whether a request that failed in this way surely made no ticket: it did not reach the hub, or
 * changed nothing there. */
static bool is_surely_not_made(int status)
{
	return status == -ECONNREFUSED || status == -ENOENT || status == -ENETUNREACH ||
		status == -EHOSTUNREACH || status == -EBUSY || status == 429 || status == 503;
}

static void on_no_answer(struct kiosk_press *press, int status)
{
	struct kiosk_presses *presses = press->presses;
	struct flow_event event = event_of(press, FLOW_NO_ANSWER);

	log_warning(FAULT_SITE, "a press had no answer: %s",
		status < 0 ? strerror(-status) : "the hub is busy");
	press->maybe_made |= !is_surely_not_made(status);
	if (!press->given_up) {
		feed(presses, &event);
	} else if (press->maybe_made) {
		work(presses, true);
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
	struct kiosk_presses *presses = press->presses;
	json_t *body = json_pack("{s:s, s:s, s:s, s:s, s:b}", "service", press->wish.service,
		"lane", press->wish.priority ? "priority" : "regular", "press_id", press->press_id,
		"language", press->language, "print",
		1); /* without a printer the ticket's number is shown */
	int r;

	if (*press->wish.reason) {
		(void)json_object_set_new(body, "reason", json_string(press->wish.reason));
	}
	if (*press->wish.subject) {
		(void)json_object_set_new(body, "subject", json_string(press->wish.subject));
	}
	r = client_send(presses->client, "POST", "/api/v1/tickets", body,
		flow_answer_ms(client_round_trip_ms(presses->client)) + LATE_MS, on_answer, press,
		&press->request);
	if (r < 0) {
		press->request = NULL;
		on_no_answer(press, r);
	}
}

void kiosk_press_send(struct kiosk_presses *presses, const struct flow_effect *effect)
{
	struct kiosk_press *press = find_press(presses, effect->press_id);

	if (!press) {
		press = find_press(presses, "");
		if (!press) {
			/* The visitor is told when the waiting time is over. */
			log_error(FAULT_SITE, "too many presses are without an answer");
			return;
		}
		*press = (struct kiosk_press){.presses = presses, .wish = effect->wish};
		memcpy(press->press_id, effect->press_id, sizeof(press->press_id));
	}
	memcpy(press->language, effect->language, sizeof(press->language)); /* the present one */
	press->given_up = false;
	if (!press->request) {
		send_press(press);
	}
}

void kiosk_press_give_up(struct kiosk_presses *presses, const char *press_id)
{
	struct kiosk_press *press = find_press(presses, press_id);

	if (!press) {
		return;
	}
	press->given_up = true;
	if (!press->request && !press->maybe_made) {
		forget(press);
	} else {
		work(presses, true);
	}
}

bool kiosk_presses_idle(const struct kiosk_presses *presses)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		if (*presses->press[i].press_id) {
			return false;
		}
	}
	return presses->n_voids == 0;
}

/* ---- tickets to make void ---- */

static void on_void(int status, json_t *body, void *userdata)
{
	struct kiosk_presses *presses = userdata;

	(void)body;
	presses->voiding = false;
	if (presses->n_voids == 0) {
		return; /* the list was cleared meanwhile */
	}
	if (status < 0 || status >= 500 || status == 429) {
		work(presses, true);
		return;
	}
	if (status >= 400) {
		log_warning(FAULT_SITE, "ticket %" PRId64 " cannot be made void any more: %d",
			presses->voids[0], status);
	} else {
		log_notice("ticket %" PRId64 " is void: its visitor was told that there is none",
			presses->voids[0]);
	}
	presses->calls->voided(presses->voids[0], presses->userdata);
	presses->n_voids--;
	memmove(presses->voids, presses->voids + 1,
		(size_t)presses->n_voids * sizeof(presses->voids[0]));
	work(presses, false);
}

static void send_void(struct kiosk_presses *presses)
{
	_cleanup_free_ char *path = NULL;

	if (presses->n_voids == 0 || presses->voiding) {
		return;
	}
	path = text_printf("/api/v1/tickets/%" PRId64 "/void", presses->voids[0]);
	if (client_send(presses->client, "POST", path, NULL, 0, on_void, presses, NULL) == 0) {
		presses->voiding = true;
	} else {
		work(presses, true);
	}
}

void kiosk_press_void(struct kiosk_presses *presses, int64_t ticket)
{

	if (presses->n_voids == PRESSES_MAX) {
		log_error(FAULT_SITE, "ticket %" PRId64 " stays: too many are to be made void",
			ticket);
		return;
	}
	presses->voids[presses->n_voids++] = ticket;
	work(presses, false);
}

void kiosk_presses_work(struct kiosk_presses *presses)
{
	for (int i = 0; i < PRESSES_MAX; i++) {
		struct kiosk_press *press = &presses->press[i];

		if (press->given_up && !press->request) {
			send_press(press);
		}
	}
	send_void(presses);
}

void kiosk_presses_forget_voids(struct kiosk_presses *presses)
{
	presses->n_voids = 0;
}

void kiosk_press_new_id(char ret[FLOW_PRESS_ID_SIZE])
{
	sd_id128_t random;
	char text[SD_ID128_STRING_MAX];
	int r = sd_id128_randomize(&random);

	if (r < 0) {
		log_error(FAULT_OURS, "no random bytes: %s", strerror(-r));
		abort(); /* a press without its own id could cause two tickets */
	}
	text_copy_cut(ret, FLOW_PRESS_ID_SIZE, sd_id128_to_string(random, text));
}

struct kiosk_presses *kiosk_presses_new(const struct kiosk_presses_calls *calls, void *userdata)
{
	struct kiosk_presses *presses = memory_new(1, sizeof(*presses));

	*presses = (struct kiosk_presses){.calls = calls, .userdata = userdata};
	return presses;
}

void kiosk_presses_free(struct kiosk_presses *presses)
{
	free(presses);
}

void kiosk_presses_use(struct kiosk_presses *presses, struct client *client)
{
	presses->client = client;
	presses->voiding = false;
	for (int i = 0; i < PRESSES_MAX; i++) {
		struct kiosk_press *press = &presses->press[i];

		if (press->request) {
			press->request = NULL;
			on_no_answer(press, -ECONNRESET);
		}
	}
}
