/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-keys.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-id128.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "kiosk/keypad.h"

/* The requests of a button. */
struct kiosk_key {
	struct kiosk_keys *keys;
	int button;
	bool moving; /* a request is under way, and the key does nothing meanwhile */
	int step, n_steps;
	const char *steps[KEYPAD_STEPS_MAX];
	int64_t refused_ms; /* until then the lamp shows that the press had no effect; 0 never */
};

struct kiosk_keys {
	const struct kiosk_context *context;
	const struct kiosk_keys_calls *calls;
	void *userdata;
	bool wanted; /* a button makes requests */
	struct client *clerk; /* requests of counters' keys, as a clerk; NULL: not connected */
	struct client *visitor; /* the owner's */
	struct keypad keypad;
	struct kiosk_key keys[BOARD_BUTTONS_MAX];
	sd_event_source *calm; /* ends the flashing */
};

static bool is_counters(const struct board_button *button)
{
	return button->does == BOARD_COUNTER || button->does == BOARD_RATE;
}

/* The staff member at a counter, from the board file; "" none is named. */
static const char *staff_of(const struct board *board, int counter)
{
	for (int i = 0; i < board->n_counters; i++) {
		if (board->counters[i].number == counter) {
			return board->counters[i].staff;
		}
	}
	return "";
}

/* ---- the effect of a press ---- */

static void show(const struct kiosk_keys *keys)
{
	keys->calls->show(keys->userdata);
}

static void arm_calm(struct kiosk_keys *keys)
{
	int64_t first_ms = 0;

	for (int i = 0; i < BOARD_BUTTONS_MAX; i++) {
		int64_t at_ms = keys->keys[i].refused_ms;

		if (at_ms > 0 && (first_ms == 0 || at_ms < first_ms)) {
			first_ms = at_ms;
		}
	}
	if (first_ms > 0) {
		(void)sd_event_source_set_time(keys->calm, (uint64_t)first_ms * 1000);
	}
	(void)sd_event_source_set_enabled(
		keys->calm, first_ms > 0 ? SD_EVENT_ONESHOT : SD_EVENT_OFF);
}

static int on_calm(sd_event_source *source, uint64_t usec, void *userdata)
{
	struct kiosk_keys *keys = userdata;
	int64_t now_ms = clock_mono_ms();

	(void)source;
	(void)usec;
	for (int i = 0; i < BOARD_BUTTONS_MAX; i++) {
		if (keys->keys[i].refused_ms <= now_ms) {
			keys->keys[i].refused_ms = 0;
		}
	}
	arm_calm(keys);
	show(keys);
	return 0;
}

/* The press had no effect: the key's lamp shows that. */
static void refuse(struct kiosk_key *key)
{
	key->moving = false;
	key->refused_ms = clock_mono_ms() + KIOSK_REFUSED_MS;
	arm_calm(key->keys);
	show(key->keys);
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
	struct kiosk_keys *keys = key->keys;

	if (status < 200 || status > 299) {
		log_refusal(&keys->context->board->buttons[key->button], key->steps[key->step],
			status, body);
		refuse(key);
		return;
	}
	keypad_set_counter(&keys->keypad, body);
	if (status == NOBODY_WAITS) {
		refuse(key);
		return;
	}
	if (++key->step < key->n_steps) {
		send_step(key);
		return;
	}
	key->moving = false;
	show(keys);
}

/* Each request has its own id, so that a repeated request is carried out once. */
static json_t *new_body(void)
{
	char id[SD_ID128_STRING_MAX] = "";
	sd_id128_t random;

	if (sd_id128_randomize(&random) == 0) {
		(void)sd_id128_to_string(random, id);
	}
	return json_pack("{s:s}", "idempotency_key", id);
}

static json_t *body_of(const struct kiosk_keys *keys, int counter, const char *move)
{
	const char *staff = staff_of(keys->context->board, counter);
	json_t *body = new_body();

	if (strcmp(move, "open") == 0 && *staff) {
		(void)json_object_set_new(body, "staff", json_string(staff));
	}
	return body;
}

static void send_step(struct kiosk_key *key)
{
	struct kiosk_keys *keys = key->keys;
	const struct board_button *button = &keys->context->board->buttons[key->button];
	const char *move = key->steps[key->step];
	_cleanup_free_ char *path = text_printf("/api/v1/counters/%d/%s", button->counter, move);
	int r = client_send(keys->clerk, "POST", path, body_of(keys, button->counter, move), 0,
		on_moved, key, NULL);

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
		log_refusal(&key->keys->context->board->buttons[key->button], "rate", status, body);
		refuse(key);
		return;
	}
	key->moving = false;
	show(key->keys);
}

/* A visitor's rating is sent by the kiosk's own client, not by the clerk's. */
static void send_rating(struct kiosk_key *key)
{
	struct kiosk_keys *keys = key->keys;
	const struct board_button *button = &keys->context->board->buttons[key->button];
	_cleanup_free_ char *path = text_printf("/api/v1/counters/%d/rate", button->counter);
	json_t *body = new_body();
	int r;

	(void)json_object_set_new(body, "score", json_integer(button->score));
	r = client_send(keys->visitor, "POST", path, body, 0, on_rated, key, NULL);

	if (r < 0) {
		log_refusal(button, "rate", r, NULL);
		refuse(key);
		return;
	}
	key->moving = true;
}

void kiosk_keys_press(struct kiosk_keys *keys, int index)
{
	struct kiosk_key *key = &keys->keys[index];
	const struct board_button *button = &keys->context->board->buttons[index];
	const struct keypad_counter *counter = keypad_find(&keys->keypad, button->counter);

	if (key->moving || !keys->clerk || !keys->visitor || !counter) {
		return;
	}
	if (!kiosk_data_has_counter(keys->context->data, button->counter)) {
		refuse(key);
		return;
	}
	key->refused_ms = 0;
	if (button->does == BOARD_RATE) {
		send_rating(key);
	} else {
		key->step = 0;
		key->n_steps = keypad_steps(counter, button->move,
			*staff_of(keys->context->board, button->counter), key->steps);
		send_step(key);
	}
	show(keys);
}

/* ---- lamps ---- */

static bool somebody_waits(const struct kiosk_keys *keys, const struct keypad_counter *counter)
{
	for (int i = 0; i < counter->n_services; i++) {
		if (kiosk_data_waiting(keys->context->data, counter->services[i]) > 0) {
			return true;
		}
	}
	return false;
}

enum board_sign kiosk_keys_sign(const struct kiosk_keys *keys, int index)
{
	const struct kiosk_key *key = &keys->keys[index];
	const struct board_button *button = &keys->context->board->buttons[index];
	const struct keypad_counter *counter = keypad_find(&keys->keypad, button->counter);

	if (key->refused_ms > 0) {
		return BOARD_SIGN_TROUBLE;
	}
	if (key->moving) {
		return BOARD_SIGN_WORKING;
	}
	if (!counter || !keys->context->flow->hub) {
		return BOARD_SIGN_CLOSED;
	}
	if (button->does == BOARD_RATE) {
		return keypad_rate_sign(counter);
	}
	return keypad_sign(counter, button->move, somebody_waits(keys, counter));
}

enum board_sign kiosk_keys_counter_sign(const struct kiosk_keys *keys, int number)
{
	const struct keypad_counter *counter = keypad_find(&keys->keypad, number);

	return counter && keys->context->flow->hub ? keypad_counter_sign(counter)
						   : BOARD_SIGN_TROUBLE;
}

/* ---- the hub ---- */

void kiosk_keys_on_state(struct kiosk_keys *keys, const json_t *state)
{
	keypad_on_state(&keys->keypad, state);
}

bool kiosk_keys_on_event(struct kiosk_keys *keys, const char *kind, const json_t *event)
{
	bool ask;

	if (keypad_on_event(&keys->keypad, kind, event, &ask)) {
		show(keys);
	}
	return ask;
}

/* ---- life ---- */

/* Follows the counters that the board's buttons and lamps name. */
static void follow_counters(struct kiosk_keys *keys)
{
	const struct board *board = keys->context->board;

	for (int i = 0; i < board->n_buttons; i++) {
		keys->keys[i].keys = keys;
		keys->keys[i].button = i;
		if (is_counters(&board->buttons[i])) {
			keypad_add(&keys->keypad, board->buttons[i].counter);
			keys->wanted = true;
		}
	}
	for (int i = 0; i < board->n_lamps; i++) {
		if (board->lamps[i].counter) {
			keypad_add(&keys->keypad, board->lamps[i].counter);
		}
	}
}

struct kiosk_keys *kiosk_keys_new(
	const struct kiosk_context *context, const struct kiosk_keys_calls *calls, void *userdata)
{
	struct kiosk_keys *keys = memory_new(1, sizeof(*keys));

	*keys = (struct kiosk_keys){.context = context, .calls = calls, .userdata = userdata};
	follow_counters(keys);
	return keys;
}

/* Requests under way ended together with their client. */
static void cut_off(struct kiosk_keys *keys, enum board_does does)
{
	const struct board *board = keys->context->board;

	for (int i = 0; i < board->n_buttons; i++) {
		keys->keys[i].moving = keys->keys[i].moving && board->buttons[i].does != does;
	}
}

int kiosk_keys_connect(struct kiosk_keys *keys, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	int r;

	if (!keys->wanted) {
		return 0;
	}
	r = client_new(keys->context->event, address, token, &client);
	if (r == 0) {
		r = client_name(client, keys->context->name, "clerk");
	}
	if (r == 0 && !keys->calm) {
		r = sd_event_add_time(keys->context->event, &keys->calm, CLOCK_MONOTONIC,
			UINT64_MAX, 0, on_calm, keys);
	}
	if (r < 0) {
		log_error(FAULT_SITE, "the counter's keys cannot use the hub at '%s': %s", address,
			strerror(-r));
		return r;
	}
	client_free(keys->clerk);
	keys->clerk = TAKE_PTR(client);
	cut_off(keys, BOARD_COUNTER);
	return 0;
}

void kiosk_keys_use(struct kiosk_keys *keys, struct client *client)
{
	keys->visitor = client;
	cut_off(keys, BOARD_RATE);
}

void kiosk_keys_free(struct kiosk_keys *keys)
{
	if (keys) {
		client_free(keys->clerk);
		keys->calm = sd_event_source_disable_unref(keys->calm);
		free(keys);
	}
}
