/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-panel.h"

#include <string.h>
#include <systemd/sd-id128.h>

#include "base/log.h"
#include "base/text.h"
#include "kiosk/kiosk.h"

_Static_assert((int)BOARD_BUTTONS_MAX <= (int)PANEL_BUTTONS_MAX, "a panel takes a board's buttons");
_Static_assert((int)BOARD_WORD_MAX < (int)KIOSK_ID_SIZE, "a board's words fit");

static struct flow_wish wish_of(const struct board_button *button)
{
	struct flow_wish wish = {.priority = button->priority};

	text_copy_cut(wish.service, sizeof(wish.service), button->service);
	text_copy_cut(wish.reason, sizeof(wish.reason), button->reason);
	return wish;
}

/* ---- a counter's keys ---- */

struct move {
	struct kiosk *kiosk;
	int button;
};

static void on_moved(int status, json_t *body, void *userdata)
{
	_cleanup_free_ struct move *move = userdata;
	struct kiosk *kiosk = move->kiosk;
	const struct board_button *button = &kiosk->board->buttons[move->button];
	const char *message = json_string_value(json_object_get(body, "message"));

	kiosk->panel.moving[move->button] = false;
	if (status < 200 || status > 299) {
		log_warning(FAULT_SITE, "counter %d, %s: %s", button->counter, button->move,
			status < 0        ? strerror(-status)
				: message ? message
					  : "refused");
	}
	kiosk_panel_show(kiosk);
}

/* One press is one move: it has an id, and the key does nothing while it is under way. */
static void move_counter(struct kiosk *kiosk, int index)
{
	const struct board_button *button = &kiosk->board->buttons[index];
	_cleanup_free_ char *path =
		text_printf("/api/v1/counters/%d/%s", button->counter, button->move);
	char id[SD_ID128_STRING_MAX] = "";
	sd_id128_t random;
	struct move *move;

	if (!kiosk->panel.staff || kiosk->panel.moving[index]) {
		return;
	}
	if (sd_id128_randomize(&random) == 0) {
		(void)sd_id128_to_string(random, id);
	}
	move = memory_new(1, sizeof(*move));
	*move = (struct move){kiosk, index};
	if (client_send(kiosk->panel.staff, "POST", path, json_pack("{s:s}", "request_id", id), 0,
		    on_moved, move, NULL) < 0) {
		log_warning(FAULT_SITE, "counter %d, %s: too much is under way", button->counter,
			button->move);
		free(move);
		return;
	}
	kiosk->panel.moving[index] = true;
	kiosk_panel_show(kiosk);
}

/* ---- buttons ---- */

static void on_button(int index, bool pressed, void *userdata)
{
	struct kiosk *kiosk = userdata;
	const struct board_button *button = &kiosk->board->buttons[index];
	struct flow_event event = {0};

	if (!pressed) {
		return;
	}
	switch (button->does) {
	case BOARD_TAKE:
		event.kind = FLOW_BUTTON;
		event.wish = wish_of(button);
		kiosk_feed(kiosk, &event);
		break;
	case BOARD_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		text_copy_cut(event.language, sizeof(event.language), button->language);
		kiosk_feed(kiosk, &event);
		break;
	case BOARD_COUNTER:
		move_counter(kiosk, index);
		break;
	case BOARD_NOTHING:
		break;
	}
}

static void tell_health(struct kiosk *kiosk)
{
	_cleanup_(textbuf_done) struct textbuf stuck = {0};

	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		if (kiosk->panel.stuck[i]) {
			textbuf_printf(&stuck, "%s%s", stuck.size > 0 ? " " : "",
				kiosk->board->buttons[i].name);
		}
	}
	if (!kiosk->panel.connected) {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "offline", FAULT_DEVICE, "");
	} else if (stuck.size > 0) {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "stuck", FAULT_DEVICE, stuck.data);
	} else {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "ok", FAULT_NONE, "");
	}
}

static void on_stuck(int button, bool stuck, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->panel.stuck[button] = stuck;
	tell_health(kiosk);
	kiosk_panel_show(kiosk);
}

static void on_link(bool connected, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->panel.connected = connected;
	tell_health(kiosk);
}

/* ---- lamps ---- */

static bool is_wish(const struct flow_wish *wish, const struct board_button *button)
{
	return strcmp(wish->service, button->service) == 0 && wish->priority == button->priority &&
		strcmp(wish->reason, button->reason) == 0;
}

/* Whether a press of this button is being worked on, or waits its turn. */
static bool is_working(const struct flow *flow, const struct board_button *button)
{
	if ((flow->page == KIOSK_WORKING || flow->page == KIOSK_PRINTING) &&
		is_wish(&flow->wish, button)) {
		return true;
	}
	for (int i = 0; i < flow->n_pending; i++) {
		if (is_wish(&flow->pending[i], button)) {
			return true;
		}
	}
	return false;
}

static enum lamp lamp_of(const struct kiosk *kiosk, int index)
{
	const struct board_button *button = &kiosk->board->buttons[index];

	if (!kiosk->flow.hub || kiosk->panel.stuck[index]) {
		return LAMP_OFF;
	}
	switch (button->does) {
	case BOARD_TAKE:
		if (is_working(&kiosk->flow, button)) {
			return LAMP_BLINK;
		}
		return kiosk_data_takes(kiosk->data, button->service) ? LAMP_ON : LAMP_OFF;
	case BOARD_COUNTER:
		return kiosk->panel.moving[index] ? LAMP_BLINK : LAMP_ON;
	case BOARD_LANGUAGE:
		return strcmp(kiosk->flow.language, button->language) == 0 ? LAMP_ON : LAMP_OFF;
	case BOARD_NOTHING:
		break;
	}
	return LAMP_OFF;
}

void kiosk_panel_show(struct kiosk *kiosk)
{
	for (int i = 0; kiosk->panel.panel && i < kiosk->board->n_buttons; i++) {
		panel_set_lamp(kiosk->panel.panel, i, lamp_of(kiosk, i));
	}
}

void kiosk_panel_check(struct kiosk *kiosk)
{
	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		const struct board_button *button = &kiosk->board->buttons[i];

		if (button->does == BOARD_TAKE &&
			!kiosk_data_knows(kiosk->data, button->service, button->reason)) {
			log_line(LOG_WARNING, FAULT_SITE, NULL,
				"%s:%d: the site has no service '%s'%s%s%s", kiosk->board->file,
				button->line, button->service,
				*button->reason ? " or no reason '" : "", button->reason,
				*button->reason ? "'" : "");
		}
	}
}

/* ---- life ---- */

int kiosk_panel_open(struct kiosk *kiosk)
{
	static const struct panel_calls calls = {on_button, on_stuck, on_link};
	const struct board_panel *board = &kiosk->board->panel;
	struct panel_settings settings = {
		.path = board->path, .n_buttons = kiosk->board->n_buttons};
	int r;

	if (!board->present) {
		return 0;
	}
	(void)text_copy(settings.driver, sizeof(settings.driver), board->driver);
	for (int i = 0; i < settings.n_buttons; i++) {
		(void)text_copy(settings.button[i], sizeof(settings.button[i]),
			kiosk->board->buttons[i].name);
	}
	r = panel_open(kiosk->event, &settings, &calls, kiosk, &kiosk->panel.panel);
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the panel: %s", strerror(-r));
		return r;
	}
	tell_health(kiosk);
	return 0;
}

int kiosk_panel_connect(struct kiosk *kiosk, const char *address, const char *token)
{
	_cleanup_(client_freep) struct client *client = NULL;
	bool wanted = false;
	int r;

	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		wanted |= kiosk->board->buttons[i].does == BOARD_COUNTER;
	}
	if (!wanted) {
		return 0;
	}
	r = client_new(kiosk->event, address, token, &client);
	if (r == 0) {
		r = client_name(client, kiosk->name, "staff");
	}
	if (r < 0) {
		log_error(FAULT_SITE, "the counter's keys cannot use the hub at '%s': %s", address,
			strerror(-r));
		return r;
	}
	client_free(kiosk->panel.staff);
	kiosk->panel.staff = TAKE_PTR(client);
	memset(kiosk->panel.moving, 0, sizeof(kiosk->panel.moving));
	return 0;
}

void kiosk_panel_done(struct kiosk *kiosk)
{
	client_free(kiosk->panel.staff);
	kiosk->panel.staff = NULL;
	panel_close(kiosk->panel.panel);
	kiosk->panel.panel = NULL;
}
