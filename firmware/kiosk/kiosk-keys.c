/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-keys.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-id128.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

static bool is_counters(const struct board_button *button)
{
	return button->does == BOARD_COUNTER || button->does == BOARD_RATE;
}

/* Who works at a counter, by the board; "" nobody is named. */
static const char *staff_of(const struct kiosk *kiosk, int counter)
{
	for (int i = 0; i < kiosk->board->n_counters; i++) {
		if (kiosk->board->counters[i].number == counter) {
			return kiosk->board->counters[i].staff;
		}
	}
	return "";
}

/* ---- what a press comes to ---- */

static void arm_calm(struct kiosk *kiosk)
{
	int64_t first_ms = 0;

	for (int i = 0; i < PANEL_BUTTONS_MAX; i++) {
		int64_t at_ms = kiosk->keys.keys[i].refused_ms;

		if (at_ms > 0 && (first_ms == 0 || at_ms < first_ms)) {
			first_ms = at_ms;
		}
	}
	if (first_ms > 0) {
		(void)sd_event_source_set_time(kiosk->keys.calm, (uint64_t)first_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		kiosk->keys.calm, first_ms > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static int on_calm(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk *kiosk = userdata;
	int64_t now_ms = clock_mono_ms();

	(void)source;
	(void)usec;
	for (int i = 0; i < PANEL_BUTTONS_MAX; i++) {
		if (kiosk->keys.keys[i].refused_ms <= now_ms) {
			kiosk->keys.keys[i].refused_ms = 0;
		}
	}
	arm_calm(kiosk);
	kiosk_panel_show(kiosk);
	return 0;
}

/* The press came to nothing: the key says so. */
static void refuse(struct kiosk_key *key)
{
	key->moving = false;
	key->refused_ms = clock_mono_ms() + KIOSK_REFUSED_MS;
	arm_calm(key->kiosk);
	kiosk_panel_show(key->kiosk);
}

static void log_refusal(
	const struct board_button *button, const char *what, int status, const json_t *body)
{
	const char *message = json_string_value(json_object_get(body, "message"));

	log_warning(FAULT_SITE, "counter %d, %s: %s", button->counter, what,
		status < 0        ? strerror(-status)
			: message ? message
				  : "refused");
}

static void send_step(struct kiosk_key *key);

static void on_moved(int status, json_t *body, void *userdata)
{
	enum { NOBODY_WAITS = 204 };
	struct kiosk_key *key = userdata;
	struct kiosk *kiosk = key->kiosk;

	if (status < 200 || status > 299) {
		log_refusal(
			&kiosk->board->buttons[key->button], key->steps[key->step], status, body);
		refuse(key);
		return;
	}
	keypad_take_counter(&kiosk->keys.keypad, body);
	if (status == NOBODY_WAITS) {
		refuse(key);
		return;
	}
	if (++key->step < key->n_steps) {
		send_step(key);
		return;
	}
	key->moving = false;
	kiosk_panel_show(kiosk);
}

/* Each request has an id of its own, so that one that is sent twice is done once. */
static json_t *new_body(void)
{
	char id[SD_ID128_STRING_MAX] = "";
	sd_id128_t random;

	if (sd_id128_randomize(&random) == 0) {
		(void)sd_id128_to_string(random, id);
	}
	return json_pack("{s:s}", "request_id", id);
}

static json_t *body_of(const struct kiosk *kiosk, int counter, const char *move)
{
	const char *staff = staff_of(kiosk, counter);
	json_t *body = new_body();

	if (strcmp(move, "open") == 0 && *staff) {
		(void)json_object_set_new(body, "staff", json_string(staff));
	}
	return body;
}

static void send_step(struct kiosk_key *key)
{
	struct kiosk *kiosk = key->kiosk;
	const struct board_button *button = &kiosk->board->buttons[key->button];
	const char *move = key->steps[key->step];
	_cleanup_free_ char *path = text_printf("/api/v1/counters/%d/%s", button->counter, move);
	int r = client_send(kiosk->keys.clerk, "POST", path, body_of(kiosk, button->counter, move),
		0, on_moved, key, NULL);

	if (r < 0) {
		log_refusal(button, move, r, NULL);
		refuse(key);
		return;
	}
	key->moving = true;
}

static void on_rated(int status, json_t *body, void *userdata)
{
	struct kiosk_key *key = userdata;

	if (status < 200 || status > 299) {
		log_refusal(&key->kiosk->board->buttons[key->button], "rate", status, body);
		refuse(key);
		return;
	}
	key->moving = false;
	kiosk_panel_show(key->kiosk);
}

/* A visitor's opinion is the kiosk's to pass on. */
static void send_rating(struct kiosk_key *key)
{
	struct kiosk *kiosk = key->kiosk;
	const struct board_button *button = &kiosk->board->buttons[key->button];
	_cleanup_free_ char *path = text_printf("/api/v1/counters/%d/rate", button->counter);
	json_t *body = new_body();
	int r;

	(void)json_object_set_new(body, "score", json_integer(button->score));
	r = client_send(kiosk->hub.client, "POST", path, body, 0, on_rated, key, NULL);

	if (r < 0) {
		log_refusal(button, "rate", r, NULL);
		refuse(key);
		return;
	}
	key->moving = true;
}

void kiosk_keys_press(struct kiosk *kiosk, int index)
{
	struct kiosk_key *key = &kiosk->keys.keys[index];
	const struct board_button *button = &kiosk->board->buttons[index];
	const struct keypad_counter *counter = keypad_find(&kiosk->keys.keypad, button->counter);

	if (key->moving || !kiosk->keys.clerk || !kiosk->hub.client || !counter) {
		return;
	}
	if (!kiosk_data_has_counter(kiosk->data, button->counter)) {
		refuse(key);
		return;
	}
	key->refused_ms = 0;
	if (button->does == BOARD_RATE) {
		send_rating(key);
	} else {
		key->step = 0;
		key->n_steps = keypad_steps(
			counter, button->move, *staff_of(kiosk, button->counter), key->steps);
		send_step(key);
	}
	kiosk_panel_show(kiosk);
}

/* ---- lamps ---- */

static bool somebody_waits(const struct kiosk *kiosk, const struct keypad_counter *counter)
{
	for (int i = 0; i < counter->n_services; i++) {
		if (kiosk_data_waiting(kiosk->data, counter->services[i]) > 0) {
			return true;
		}
	}
	return false;
}

enum board_sign kiosk_keys_sign(const struct kiosk *kiosk, int index)
{
	const struct kiosk_key *key = &kiosk->keys.keys[index];
	const struct board_button *button = &kiosk->board->buttons[index];
	const struct keypad_counter *counter = keypad_find(&kiosk->keys.keypad, button->counter);

	if (key->refused_ms > 0) {
		return BOARD_SIGN_TROUBLE;
	}
	if (key->moving) {
		return BOARD_SIGN_WORKING;
	}
	if (!counter || !kiosk->flow.hub) {
		return BOARD_SIGN_CLOSED;
	}
	if (button->does == BOARD_RATE) {
		return keypad_rate_sign(counter);
	}
	return keypad_sign(counter, button->move, somebody_waits(kiosk, counter));
}

enum board_sign kiosk_keys_counter_sign(const struct kiosk *kiosk, int number)
{
	const struct keypad_counter *counter = keypad_find(&kiosk->keys.keypad, number);

	return counter && kiosk->flow.hub ? keypad_counter_sign(counter) : BOARD_SIGN_TROUBLE;
}

/* ---- the hub ---- */

void kiosk_keys_take_state(struct kiosk *kiosk, const json_t *state)
{
	keypad_take_state(&kiosk->keys.keypad, state);
}

bool kiosk_keys_take_event(struct kiosk *kiosk, const char *kind, const json_t *event)
{
	bool ask;

	if (keypad_take_event(&kiosk->keys.keypad, kind, event, &ask)) {
		kiosk_panel_show(kiosk);
	}
	return ask;
}

/* ---- life ---- */

/* The counters that the board has to do with; whether one of its buttons asks for something. */
static bool follow_counters(struct kiosk *kiosk)
{
	const struct board *board = kiosk->board;
	bool wanted = false;

	for (int i = 0; i < board->n_buttons; i++) {
		kiosk->keys.keys[i].kiosk = kiosk;
		kiosk->keys.keys[i].button = i;
		if (is_counters(&board->buttons[i])) {
			keypad_add(&kiosk->keys.keypad, board->buttons[i].counter);
			wanted = true;
		}
	}
	for (int i = 0; i < board->n_lamps; i++) {
		if (board->lamps[i].counter) {
			keypad_add(&kiosk->keys.keypad, board->lamps[i].counter);
		}
	}
	return wanted;
}

int kiosk_keys_connect(struct kiosk *kiosk, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	int r;

	if (!follow_counters(kiosk)) {
		return 0;
	}
	r = client_new(kiosk->event, address, token, &client);
	if (r == 0) {
		r = client_name(client, kiosk->name, "clerk");
	}
	if (r == 0 && !kiosk->keys.calm) {
		r = sd_event_add_time(kiosk->event, &kiosk->keys.calm, CLOCK_MONOTONIC, UINT64_MAX,
			0, on_calm, kiosk);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "the counter's keys cannot use the hub at '%s': %s", address,
			strerror(-r));
		return r;
	}
	client_free(kiosk->keys.clerk);
	kiosk->keys.clerk = TAKE_PTR(client);
	for (int i = 0; i < PANEL_BUTTONS_MAX; i++) {
		kiosk->keys.keys[i].moving = false; /* what was under way ended with its client */
	}
	return 0;
}

void kiosk_keys_done(struct kiosk *kiosk)
{
	client_free(kiosk->keys.clerk);
	kiosk->keys.clerk = NULL;
	kiosk->keys.calm = sd_event_source_disable_unref(kiosk->keys.calm);
}
