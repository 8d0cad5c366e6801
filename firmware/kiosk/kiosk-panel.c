/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-panel.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "drivers/panel.h"
#include "kiosk/gaps.h"

_Static_assert((int)BOARD_BUTTONS_MAX <= (int)PANEL_BUTTONS_MAX, "a panel takes a board's buttons");
_Static_assert((int)BOARD_LAMPS_MAX <= (int)PANEL_LIGHTS_MAX, "and its lamps");
_Static_assert((int)BOARD_WORD_MAX < (int)PANEL_NAME_SIZE, "names and labels fit");
_Static_assert((int)BOARD_WORD_MAX < (int)KIOSK_ID_SIZE, "a board's words fit");

struct kiosk_panel {
	const struct kiosk_context *context;
	const struct kiosk_panel_calls *calls;
	void *userdata;
	struct panel *device;
	bool connected;
	char fault[KIOSK_PANEL_NOTE_BYTES]; /* the fault in its wiring; "" none */
	bool stuck[PANEL_BUTTONS_MAX];
};

static struct flow_wish wish_of(const struct kiosk_data *data, const struct board_button *button)
{
	struct flow_wish wish = {.priority = button->priority};

	text_copy_cut(wish.service, sizeof(wish.service), gaps_service(data, button));
	text_copy_cut(wish.reason, sizeof(wish.reason), button->reason);
	return wish;
}

/* ---- buttons ---- */

static void on_button(int index, bool pressed, void *userdata)
{
	struct kiosk_panel *panel = userdata;
	const struct board_button *button = &panel->context->board->buttons[index];
	struct flow_event event = {0};

	if (!pressed) {
		return;
	}
	switch (button->does) {
	case BOARD_TAKE:
		event.kind = FLOW_BUTTON;
		event.wish = wish_of(panel->context->data, button);
		panel->calls->feed(&event, panel->userdata);
		break;
	case BOARD_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		text_copy_cut(event.language, sizeof(event.language), button->language);
		panel->calls->feed(&event, panel->userdata);
		break;
	case BOARD_COUNTER:
	case BOARD_RATE:
		panel->calls->key(index, panel->userdata);
		break;
	case BOARD_SPEECH:
		panel->calls->speech(button->speech, panel->userdata);
		break;
	case BOARD_NOTHING:
		break;
	}
}

static void tell(
	const struct kiosk_panel *panel, const char *state, enum log_fault fault, const char *note)
{
	panel->calls->health(state, fault, note, panel->userdata);
}

/* Reports the board file and the names of its buttons: the site uses these names to give a button
 * another service. */
static void tell_working(struct kiosk_panel *panel)
{
	_cleanup_(textbuf_done) struct textbuf note = {0};

	textbuf_printf(&note, "%s:", panel->context->board->name);
	for (int i = 0; i < panel->context->board->n_buttons; i++) {
		if (panel->context->board->buttons[i].does == BOARD_TAKE &&
			note.size + strlen(panel->context->board->buttons[i].name) + 2 <
				KIOSK_PANEL_NOTE_BYTES) {
			textbuf_printf(&note, " %s", panel->context->board->buttons[i].name);
		}
	}
	tell(panel, "ok", FAULT_NONE, note.data);
}

static void tell_health(struct kiosk_panel *panel)
{
	_cleanup_(textbuf_done) struct textbuf stuck = {0};
	struct gap gaps[GAPS_MAX];
	int n_gaps = gaps_find(panel->context->board, panel->context->data, gaps);
	char note[KIOSK_PANEL_NOTE_BYTES];

	for (int i = 0; i < panel->context->board->n_buttons; i++) {
		if (panel->stuck[i]) {
			textbuf_printf(&stuck, "%s%s", stuck.size > 0 ? " " : "",
				panel->context->board->buttons[i].name);
		}
	}
	if (!panel->connected) {
		tell(panel, "offline", FAULT_DEVICE, panel->fault);
	} else if (*panel->fault) {
		tell(panel, "incomplete", FAULT_DEVICE, panel->fault);
	} else if (stuck.size > 0) {
		tell(panel, "stuck", FAULT_DEVICE, stuck.data);
	} else if (n_gaps > 0) {
		gaps_note(panel->context->board, gaps, n_gaps, note, sizeof(note));
		tell(panel, "not_in_site", FAULT_SITE, note);
	} else {
		tell_working(panel);
	}
}

static void on_stuck(int button, bool stuck, void *userdata)
{
	struct kiosk_panel *panel = userdata;

	panel->stuck[button] = stuck;
	tell_health(panel);
	kiosk_panel_show(panel);
}

static void on_link(bool connected, const char *fault, void *userdata)
{
	struct kiosk_panel *panel = userdata;

	panel->connected = connected;
	text_copy_cut(panel->fault, sizeof(panel->fault), fault);
	tell_health(panel);
	kiosk_panel_show(panel);
}

/* ---- lamps ---- */

static bool is_wish(const struct flow_wish *wish, const struct flow_wish *other)
{
	return strcmp(wish->service, other->service) == 0 && wish->priority == other->priority &&
		strcmp(wish->reason, other->reason) == 0;
}

/* Whether a press of this button is under way or pending. */
static bool is_working(const struct flow *flow, const struct flow_wish *wish)
{
	if ((flow->page == KIOSK_WORKING || flow->page == KIOSK_PRINTING) &&
		is_wish(&flow->wish, wish)) {
		return true;
	}
	for (int i = 0; i < flow->n_pending; i++) {
		if (is_wish(&flow->pending[i], wish)) {
			return true;
		}
	}
	return false;
}

static enum board_sign button_sign(const struct kiosk_panel *panel, int index)
{
	const struct board_button *button = &panel->context->board->buttons[index];
	struct flow_wish wish;
	struct gap gap;
	bool ready = false;

	if (panel->stuck[index]) {
		return BOARD_SIGN_TROUBLE;
	}
	switch (button->does) {
	case BOARD_TAKE:
		wish = wish_of(panel->context->data, button);
		if (panel->context->flow->hub && is_working(panel->context->flow, &wish)) {
			return BOARD_SIGN_WORKING;
		}
		ready = panel->context->flow->hub &&
			!gaps_find_button(panel->context->data, button, &gap) &&
			kiosk_data_takes(panel->context->data, wish.service);
		break;
	case BOARD_COUNTER:
	case BOARD_RATE:
		return panel->calls->key_sign(index, panel->userdata);
	case BOARD_LANGUAGE:
		/* A language that the site lacks can never be the current one. */
		ready = panel->context->flow->hub &&
			strcmp(panel->context->flow->language, button->language) == 0;
		break;
	case BOARD_SPEECH:
		ready = panel->context->listener && panel->context->listener->able;
		break;
	case BOARD_NOTHING:
		break;
	}
	return ready ? BOARD_SIGN_READY : BOARD_SIGN_CLOSED;
}

/* The sign for the whole kiosk: what keeps a visitor from getting a slip comes first. */
static enum board_sign kiosk_sign(const struct kiosk_panel *panel)
{
	const struct flow *flow = panel->context->flow;
	bool trouble = !flow->hub || !panel->connected || *panel->fault ||
		(panel->context->board->printer.driver[0] && !flow->printer);

	for (int i = 0; i < panel->context->board->n_buttons; i++) {
		trouble |= panel->stuck[i];
	}
	if (trouble) {
		return BOARD_SIGN_TROUBLE;
	}
	if (!kiosk_data_is_open(panel->context->data)) {
		return BOARD_SIGN_CLOSED;
	}
	return flow->page == KIOSK_WORKING || flow->page == KIOSK_PRINTING || flow->n_pending > 0
		? BOARD_SIGN_WORKING
		: BOARD_SIGN_READY;
}

static enum lamp lamp_of(enum board_sign sign)
{
	switch (sign) {
	case BOARD_SIGN_READY:
		return LAMP_ON;
	case BOARD_SIGN_WORKING:
		return LAMP_BLINK;
	case BOARD_SIGN_TROUBLE:
		return LAMP_FLASH;
	case BOARD_SIGN_CLOSED:
	case BOARD_SIGNS:
		break;
	}
	return LAMP_OFF;
}

static enum lamp light_of(const struct kiosk_panel *panel, const struct board_lamp *lamp)
{
	enum board_sign sign = lamp->counter
		? panel->calls->counter_sign(lamp->counter, panel->userdata)
		: kiosk_sign(panel);

	if (lamp->counter && !kiosk_data_has_counter(panel->context->data, lamp->counter)) {
		return panel->context->flow->hub ? LAMP_OFF : LAMP_FLASH;
	}
	if (lamp->only) {
		return sign == lamp->sign ? LAMP_ON : LAMP_OFF;
	}
	return lamp_of(sign);
}

void kiosk_panel_show(struct kiosk_panel *panel)
{
	const struct board *board;

	if (!panel || !panel->device) {
		return;
	}
	board = panel->context->board;
	for (int i = 0; i < board->n_buttons; i++) {
		panel_set_lamp(panel->device, i, lamp_of(button_sign(panel, i)));
	}
	for (int i = 0; i < board->n_lamps; i++) {
		panel_set_lamp(
			panel->device, board->n_buttons + i, light_of(panel, &board->lamps[i]));
	}
}

void kiosk_panel_check(struct kiosk_panel *panel)
{
	struct gap gaps[GAPS_MAX];
	int n = panel ? gaps_find(panel->context->board, panel->context->data, gaps) : 0;

	for (int i = 0; i < n; i++) {
		log_warning(FAULT_SITE, "%s:%d: the site has no %s '%s'",
			panel->context->board->file, gaps[i].line, gaps[i].kind, gaps[i].what);
	}
	if (panel) {
		tell_health(panel);
	}
}

/* ---- life ---- */

int kiosk_panel_open(const struct kiosk_context *context, const struct kiosk_panel_calls *calls,
	void *userdata, struct kiosk_panel **ret)
{
	static const struct panel_calls panel_calls = {on_button, on_stuck, on_link};
	_cleanup_(kiosk_panel_closep) struct kiosk_panel *panel = NULL;
	const struct panel_settings *settings = &context->board->panel;
	int r;

	if (!context->board->panel.driver[0]) {
		return 0;
	}
	panel = memory_new(1, sizeof(*panel));
	*panel = (struct kiosk_panel){.context = context, .calls = calls, .userdata = userdata};
	r = panel_open(context->event, settings, &panel_calls, panel, &panel->device);
	if (r == -EOPNOTSUPP) {
		log_error(FAULT_SITE, "this build knows no panel of the driver '%s'",
			settings->driver);
		return r;
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the panel: %s", strerror(-r));
		return r;
	}
	tell_health(panel);
	*ret = TAKE_PTR(panel);
	return 0;
}

void kiosk_panel_close(struct kiosk_panel *panel)
{
	if (panel) {
		panel_close(panel->device);
		free(panel);
	}
}
