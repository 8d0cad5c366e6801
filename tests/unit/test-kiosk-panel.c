/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's buttons and lamps, on a panel that the test holds. */
#include "kiosk/kiosk-panel.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"
#include "drivers/panel.h"
#include "kiosk-fixture.h"

enum { A, X, OLD, FR, EN, NEXT, BUTTONS, STATUS = BUTTONS, RED, SEVEN, LAMPS };

/* ---- the panel; panel.h's functions are the test's ---- */

struct panel {
	struct panel_calls calls;
	void *userdata;
	enum lamp lamps[PANEL_LAMPS_MAX];
};

static struct panel *wired;
static int refused; /* the −errno that the next panel_open gives */

int panel_open(sd_event *event, const struct panel_settings *settings,
	const struct panel_calls *calls, void *userdata, struct panel **ret)
{
	(void)event;
	if (refused < 0) {
		return refused;
	}
	assert_int_equal(settings->n_buttons, BUTTONS);
	assert_int_equal(settings->n_lights, LAMPS - BUTTONS);
	wired = memory_new(1, sizeof(*wired));
	*wired = (struct panel){.calls = *calls, .userdata = userdata};
	*ret = wired;
	return 0;
}

void panel_close(struct panel *panel)
{
	free(panel);
	wired = NULL;
}

void panel_set_lamp(struct panel *panel, int lamp, enum lamp state)
{
	panel->lamps[lamp] = state;
}

/* ---- the owner ---- */

struct stand {
	enum board_speech speech; /* the last key for who listens … */
	int n_speech; /* … and how many there were */
	struct kiosk_fixture kiosk;
	struct kiosk_panel *panel;
	struct flow_event fed;
	int n_fed;
	int key; /* the counter's key that was pressed; −1 none */
	char state[32], note[KIOSK_PANEL_NOTE_BYTES];
	enum log_fault fault;
};

static void on_feed(const struct flow_event *event, void *userdata)
{
	struct stand *stand = userdata;

	stand->fed = *event;
	stand->n_fed++;
}

static void on_speech(enum board_speech key, void *userdata)
{
	struct stand *stand = userdata;

	stand->speech = key;
	stand->n_speech++;
}

static void on_key(int button, void *userdata)
{
	struct stand *stand = userdata;

	stand->key = button;
}

static enum board_sign key_sign(int button, void *userdata)
{
	(void)userdata;
	assert_int_equal(button, NEXT);
	return BOARD_SIGN_WORKING;
}

static enum board_sign counter_sign(int number, void *userdata)
{
	(void)number;
	(void)userdata;
	return BOARD_SIGN_CLOSED;
}

static void on_health(const char *state, enum log_fault fault, const char *note, void *userdata)
{
	struct stand *stand = userdata;

	text_copy_cut(stand->state, sizeof(stand->state), state);
	text_copy_cut(stand->note, sizeof(stand->note), note);
	stand->fault = fault;
}

static const struct kiosk_panel_calls calls = {
	on_feed, on_speech, on_key, key_sign, counter_sign, on_health};

static void wire(struct board *board)
{
	board->panel.driver[0] = 's';
	board->n_buttons = BUTTONS;
	board->buttons[A] =
		(struct board_button){.name = "a", .does = BOARD_TAKE, .service = "A", .line = 3};
	board->buttons[X] =
		(struct board_button){.name = "x", .does = BOARD_TAKE, .service = "X", .line = 6};
	board->buttons[OLD] = (struct board_button){.name = "old",
		.does = BOARD_TAKE,
		.service = "A",
		.priority = true,
		.reason = "elderly",
		.line = 9};
	board->buttons[FR] = (struct board_button){
		.name = "fr", .does = BOARD_LANGUAGE, .language = "fr", .line = 12};
	board->buttons[EN] = (struct board_button){
		.name = "en", .does = BOARD_LANGUAGE, .language = "en", .line = 15};
	board->buttons[NEXT] = (struct board_button){
		.name = "next", .does = BOARD_COUNTER, .counter = 1, .line = 18};
	board->n_lamps = LAMPS - BUTTONS;
	board->panel.n_buttons = board->n_buttons;
	board->panel.n_lights = board->n_lamps;
	board->lamps[0] = (struct board_lamp){.name = "status", .at = {.name = "GPIO9"}};
	board->lamps[1] = (struct board_lamp){
		.name = "red", .only = true, .sign = BOARD_SIGN_TROUBLE, .line = 21};
	board->lamps[2] = (struct board_lamp){
		.name = "seven", .counter = 7, .only = true, .sign = BOARD_SIGN_CLOSED, .line = 24};
}

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	stand->key = -1;
	kiosk_fixture_init(&stand->kiosk);
	wire(&stand->kiosk.board);
	assert_int_equal(kiosk_panel_open(&stand->kiosk.context, &calls, stand, &stand->panel), 0);
	assert_string_equal(stand->state, "offline");
	wired->calls.link(true, "", wired->userdata);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	kiosk_panel_close(stand->panel);
	assert_null(wired);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static void press(int button)
{
	wired->calls.button(button, true, wired->userdata);
	wired->calls.button(button, false, wired->userdata);
}

static void test_what_the_site_lacks_is_dark_and_named(void **state)
{
	struct stand *stand = *state;

	assert_string_equal(stand->state, "not_in_site");
	assert_int_equal(stand->fault, FAULT_SITE);
	assert_string_equal(
		stand->note, "test.board:6 service 'X', :12 language 'fr', :24 counter '7'");
	assert_int_equal(wired->lamps[A], LAMP_ON);
	assert_int_equal(wired->lamps[X], LAMP_OFF);
	assert_int_equal(wired->lamps[OLD], LAMP_ON);
	assert_int_equal(wired->lamps[FR], LAMP_OFF);
	assert_int_equal(wired->lamps[SEVEN], LAMP_OFF); /* also one that shows what is closed */
	/* A site that has it all. */
	stand->kiosk.board.buttons[X].does = BOARD_NOTHING;
	stand->kiosk.board.buttons[FR].does = BOARD_NOTHING;
	stand->kiosk.board.n_lamps = 2;
	kiosk_panel_check(stand->panel);
	assert_string_equal(stand->state, "ok");
	assert_string_equal(stand->note, "test: a old");
}

static void test_a_key_for_who_listens(void **state)
{
	struct stand *stand = *state;
	struct listener listener = {.able = true};

	stand->kiosk.board.buttons[NEXT] =
		(struct board_button){.does = BOARD_SPEECH, .speech = BOARD_SPEECH_REPEAT};
	stand->kiosk.context.listener = &listener;
	wired->calls.button(NEXT, true, wired->userdata);
	wired->calls.button(NEXT, false, wired->userdata);
	assert_int_equal(stand->speech, BOARD_SPEECH_REPEAT);
	assert_int_equal(stand->n_speech, 1);
	assert_int_equal(stand->key, -1);
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[NEXT], LAMP_ON);
	listener.able = false;
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[NEXT], LAMP_OFF);
}

static void test_a_press_is_told_and_a_release_is_not(void **state)
{
	struct stand *stand = *state;

	press(OLD);
	assert_int_equal(stand->n_fed, 1);
	assert_int_equal(stand->fed.kind, FLOW_BUTTON);
	assert_string_equal(stand->fed.wish.service, "A");
	assert_true(stand->fed.wish.priority);
	assert_string_equal(stand->fed.wish.reason, "elderly");
	press(EN);
	assert_int_equal(stand->n_fed, 2);
	assert_int_equal(stand->fed.kind, FLOW_LANGUAGE);
	assert_string_equal(stand->fed.language, "en");
	press(NEXT);
	assert_int_equal(stand->n_fed, 2);
	assert_int_equal(stand->key, NEXT);
}

static void test_lamps_follow_the_flow(void **state)
{
	struct stand *stand = *state;

	assert_int_equal(wired->lamps[STATUS], LAMP_ON);
	assert_int_equal(wired->lamps[NEXT], LAMP_BLINK);
	assert_int_equal(wired->lamps[EN], LAMP_OFF);
	press(A);
	(void)kiosk_fixture_feed(&stand->kiosk, &stand->fed);
	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_LANGUAGE, .language = "en"});
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[A], LAMP_BLINK);
	assert_int_equal(wired->lamps[OLD], LAMP_ON);
	assert_int_equal(wired->lamps[STATUS], LAMP_BLINK);
	assert_int_equal(wired->lamps[EN], LAMP_ON);
	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_HUB, .on = false});
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[A], LAMP_OFF);
	assert_int_equal(wired->lamps[STATUS], LAMP_FLASH);
	assert_int_equal(wired->lamps[RED], LAMP_ON);
}

static void test_a_printer_in_trouble_is_trouble(void **state)
{
	struct stand *stand = *state;

	stand->kiosk.board.printer.driver[0] = 's';
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[RED], LAMP_OFF);
	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_PRINTER, .on = false});
	kiosk_panel_show(stand->panel);
	assert_int_equal(wired->lamps[RED], LAMP_ON);
	assert_int_equal(wired->lamps[A], LAMP_ON); /* the number is on the screen */
}

/* What keeps people from a slip comes before what the site lacks. */
static void test_health_in_its_order(void **state)
{
	struct stand *stand = *state;

	wired->calls.stuck(A, true, wired->userdata);
	assert_string_equal(stand->state, "stuck");
	assert_string_equal(stand->note, "a");
	assert_int_equal(wired->lamps[A], LAMP_FLASH);
	wired->calls.link(true, "no line GPIO4", wired->userdata);
	assert_string_equal(stand->state, "incomplete");
	wired->calls.link(false, "no chip", wired->userdata);
	assert_string_equal(stand->state, "offline");
	assert_string_equal(stand->note, "no chip");
	wired->calls.link(true, "", wired->userdata);
	assert_string_equal(stand->state, "stuck");
	wired->calls.stuck(A, false, wired->userdata);
	assert_string_equal(stand->state, "not_in_site");
}

static void test_without_a_panel(void **state)
{
	struct kiosk_fixture kiosk;
	struct kiosk_panel *panel = NULL;

	(void)state;
	kiosk_fixture_init(&kiosk);
	assert_int_equal(kiosk_panel_open(&kiosk.context, &calls, NULL, &panel), 0);
	assert_null(panel);
	kiosk_panel_show(panel);
	kiosk_panel_check(panel);
	kiosk_panel_close(panel);
	wire(&kiosk.board);
	refused = -EOPNOTSUPP;
	assert_int_equal(kiosk_panel_open(&kiosk.context, &calls, NULL, &panel), -EOPNOTSUPP);
	assert_null(panel);
	refused = 0;
	kiosk_fixture_done(&kiosk);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_the_site_lacks_is_dark_and_named),
		TEST(test_a_press_is_told_and_a_release_is_not),
		TEST(test_a_key_for_who_listens),
		TEST(test_lamps_follow_the_flow),
		TEST(test_a_printer_in_trouble_is_trouble),
		TEST(test_health_in_its_order),
		cmocka_unit_test(test_without_a_panel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
