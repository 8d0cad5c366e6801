/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/kiosk-panel.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "kiosk/gaps.h"
#include "kiosk/kiosk.h"

_Static_assert((int)BOARD_BUTTONS_MAX <= (int)PANEL_BUTTONS_MAX, "a panel takes a board's buttons");
_Static_assert((int)BOARD_LAMPS_MAX <= (int)PANEL_LIGHTS_MAX, "and its lamps");
_Static_assert((int)BOARD_WORD_MAX < (int)PANEL_NAME_SIZE, "names and labels fit");
_Static_assert((int)BOARD_WORD_MAX < (int)KIOSK_ID_SIZE, "a board's words fit");

enum { NOTE_BYTES = sizeof((struct kiosk_health){0}.note) };

static struct flow_wish wish_of(const struct kiosk *kiosk, const struct board_button *button)
{
	struct flow_wish wish = {.priority = button->priority};

	text_copy_cut(wish.service, sizeof(wish.service), gaps_service(kiosk->data, button));
	text_copy_cut(wish.reason, sizeof(wish.reason), button->reason);
	return wish;
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
		event.wish = wish_of(kiosk, button);
		kiosk_feed(kiosk, &event);
		break;
	case BOARD_LANGUAGE:
		event.kind = FLOW_LANGUAGE;
		text_copy_cut(event.language, sizeof(event.language), button->language);
		kiosk_feed(kiosk, &event);
		break;
	case BOARD_COUNTER:
	case BOARD_RATE:
		kiosk_keys_press(kiosk->keys, index);
		break;
	case BOARD_NOTHING:
		break;
	}
}

/* Which board file this is and what its buttons are called: what the site may say otherwise of them
 * goes by these names. */
static void tell_working(struct kiosk *kiosk)
{
	_cleanup_(textbuf_done) struct textbuf note = {0};

	textbuf_printf(&note, "%s:", kiosk->board->name);
	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		if (kiosk->board->buttons[i].does == BOARD_TAKE &&
			note.size + strlen(kiosk->board->buttons[i].name) + 2 < NOTE_BYTES) {
			textbuf_printf(&note, " %s", kiosk->board->buttons[i].name);
		}
	}
	kiosk_hub_tell(kiosk, DEVICE_PANEL, "ok", FAULT_NONE, note.data);
}

static void tell_health(struct kiosk *kiosk)
{
	_cleanup_(textbuf_done) struct textbuf stuck = {0};
	struct gap gaps[GAPS_MAX];
	int n_gaps = gaps_find(kiosk->board, kiosk->data, gaps);
	char note[NOTE_BYTES];

	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		if (kiosk->panel.stuck[i]) {
			textbuf_printf(&stuck, "%s%s", stuck.size > 0 ? " " : "",
				kiosk->board->buttons[i].name);
		}
	}
	if (!kiosk->panel.connected) {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "offline", FAULT_DEVICE, kiosk->panel.fault);
	} else if (*kiosk->panel.fault) {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "incomplete", FAULT_DEVICE, kiosk->panel.fault);
	} else if (stuck.size > 0) {
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "stuck", FAULT_DEVICE, stuck.data);
	} else if (n_gaps > 0) {
		gaps_note(kiosk->board, gaps, n_gaps, note, sizeof(note));
		kiosk_hub_tell(kiosk, DEVICE_PANEL, "not_in_site", FAULT_SITE, note);
	} else {
		tell_working(kiosk);
	}
}

static void on_stuck(int button, bool stuck, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->panel.stuck[button] = stuck;
	tell_health(kiosk);
	kiosk_panel_show(kiosk);
}

static void on_link(bool connected, const char *fault, void *userdata)
{
	struct kiosk *kiosk = userdata;

	kiosk->panel.connected = connected;
	text_copy_cut(kiosk->panel.fault, sizeof(kiosk->panel.fault), fault);
	tell_health(kiosk);
	kiosk_panel_show(kiosk);
}

/* ---- lamps ---- */

static bool is_wish(const struct flow_wish *wish, const struct flow_wish *other)
{
	return strcmp(wish->service, other->service) == 0 && wish->priority == other->priority &&
		strcmp(wish->reason, other->reason) == 0;
}

/* Whether a press of this button is being worked on, or waits its turn. */
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

static enum board_sign button_sign(const struct kiosk *kiosk, int index)
{
	const struct board_button *button = &kiosk->board->buttons[index];
	struct flow_wish wish;
	struct gap gap;
	bool ready = false;

	if (kiosk->panel.stuck[index]) {
		return BOARD_SIGN_TROUBLE;
	}
	switch (button->does) {
	case BOARD_TAKE:
		wish = wish_of(kiosk, button);
		if (kiosk->flow.hub && is_working(&kiosk->flow, &wish)) {
			return BOARD_SIGN_WORKING;
		}
		ready = kiosk->flow.hub && !gaps_find_button(kiosk->data, button, &gap) &&
			kiosk_data_takes(kiosk->data, wish.service);
		break;
	case BOARD_COUNTER:
	case BOARD_RATE:
		return kiosk_keys_sign(kiosk->keys, index);
	case BOARD_LANGUAGE:
		/* One that the site lacks is never spoken. */
		ready = kiosk->flow.hub && strcmp(kiosk->flow.language, button->language) == 0;
		break;
	case BOARD_NOTHING:
		break;
	}
	return ready ? BOARD_SIGN_READY : BOARD_SIGN_CLOSED;
}

/* Of the kiosk as a whole: what keeps a visitor from a slip comes first. */
static enum board_sign kiosk_sign(const struct kiosk *kiosk)
{
	const struct flow *flow = &kiosk->flow;
	bool trouble = !flow->hub || !kiosk->panel.connected || *kiosk->panel.fault ||
		(kiosk->paper.printer && !kiosk->paper.ready);

	for (int i = 0; i < kiosk->board->n_buttons; i++) {
		trouble |= kiosk->panel.stuck[i];
	}
	if (trouble) {
		return BOARD_SIGN_TROUBLE;
	}
	if (!kiosk_data_is_open(kiosk->data)) {
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

static enum lamp light_of(const struct kiosk *kiosk, const struct board_lamp *lamp)
{
	enum board_sign sign = lamp->counter ? kiosk_keys_counter_sign(kiosk->keys, lamp->counter)
					     : kiosk_sign(kiosk);

	if (lamp->counter && !kiosk_data_has_counter(kiosk->data, lamp->counter)) {
		return kiosk->flow.hub ? LAMP_OFF : LAMP_FLASH;
	}
	if (lamp->only) {
		return sign == lamp->sign ? LAMP_ON : LAMP_OFF;
	}
	return lamp_of(sign);
}

void kiosk_panel_show(struct kiosk *kiosk)
{
	const struct board *board = kiosk->board;
	struct panel *panel = kiosk->panel.panel;

	if (!panel) {
		return;
	}
	for (int i = 0; i < board->n_buttons; i++) {
		panel_set_lamp(panel, i, lamp_of(button_sign(kiosk, i)));
	}
	for (int i = 0; i < board->n_lamps; i++) {
		panel_set_lamp(panel, board->n_buttons + i, light_of(kiosk, &board->lamps[i]));
	}
}

void kiosk_panel_check(struct kiosk *kiosk)
{
	struct gap gaps[GAPS_MAX];
	int n = gaps_find(kiosk->board, kiosk->data, gaps);

	for (int i = 0; i < n; i++) {
		log_warning(FAULT_SITE, "%s:%d: the site has no %s '%s'", kiosk->board->file,
			gaps[i].line, gaps[i].kind, gaps[i].what);
	}
	if (kiosk->panel.panel) {
		tell_health(kiosk);
	}
}

/* ---- life ---- */

static struct panel_line line_of(const struct board_line *board)
{
	struct panel_line line = {.offset = board->offset};

	text_copy_cut(line.chip, sizeof(line.chip), board->chip);
	text_copy_cut(line.name, sizeof(line.name), board->name);
	return line;
}

static enum panel_bias bias_of(enum board_bias bias)
{
	switch (bias) {
	case BOARD_BIAS_PULL_DOWN:
		return PANEL_PULL_DOWN;
	case BOARD_BIAS_AS_IS:
		return PANEL_AS_IS;
	case BOARD_BIAS_NONE:
		return PANEL_NO_PULL;
	case BOARD_BIAS_PULL_UP:
		break;
	}
	return PANEL_PULL_UP;
}

/* What the board says of its panel, in the driver's words; the path stays the board's. */
static void fill_settings(const struct board *board, struct panel_settings *ret)
{
	*ret = (struct panel_settings){
		.path = board->panel.path,
		.n_buttons = board->n_buttons,
		.n_lights = board->n_lamps,
		.debounce_ms = board->panel.debounce_ms,
		.bias = bias_of(board->panel.bias),
		.pressed_high = board->panel.pressed_high,
		.lit_low = board->panel.lit_low,
	};
	(void)text_copy(ret->driver, sizeof(ret->driver), board->panel.driver);
	for (int i = 0; i < board->n_buttons; i++) {
		(void)text_copy(ret->button[i], sizeof(ret->button[i]), board->buttons[i].name);
		ret->button_line[i] = line_of(&board->buttons[i].at);
		ret->lamp_line[i] = line_of(&board->buttons[i].lamp);
	}
	for (int i = 0; i < board->n_lamps; i++) {
		(void)text_copy(ret->light[i], sizeof(ret->light[i]), board->lamps[i].name);
		ret->lamp_line[board->n_buttons + i] = line_of(&board->lamps[i].at);
	}
}

int kiosk_panel_open(struct kiosk *kiosk)
{
	static const struct panel_calls calls = {on_button, on_stuck, on_link};
	_cleanup_free_ struct panel_settings *settings = memory_new(1, sizeof(*settings));
	int r;

	if (!kiosk->board->panel.present) {
		return 0;
	}
	fill_settings(kiosk->board, settings);
	r = panel_open(kiosk->event, settings, &calls, kiosk, &kiosk->panel.panel);
	if (r == -EOPNOTSUPP) {
		log_error(FAULT_SITE, "this build knows no panel of the driver '%s'",
			settings->driver);
		return r;
	}
	if (r < 0) {
		log_error(FAULT_SITE, "cannot open the panel: %s", strerror(-r));
		return r;
	}
	tell_health(kiosk);
	return 0;
}

void kiosk_panel_done(struct kiosk *kiosk)
{
	panel_close(kiosk->panel.panel);
	kiosk->panel.panel = NULL;
}
