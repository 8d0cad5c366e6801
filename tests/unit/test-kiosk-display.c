/* SPDX-License-Identifier: Apache-2.0 */
/* The kiosk's screen between a flow and a display that the test holds. */
#include "kiosk/kiosk-display.h"
#include "kiosk/choice.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "check.h"
#include "drivers/screen.h"
#include "kiosk-fixture.h"
#include "kiosk/tap.h"

enum { WIDTH = 800, HEIGHT = 600, DEADLINE_MS = 10000 };

/* ---- the display; screen.h's functions are the test's ---- */

struct screen {
	struct screen_calls calls;
	void *userdata;
	cairo_surface_t *surface;
	int n_shown;
	bool is_there;
};

static struct screen *glass;
static int refused; /* the −errno that the next screen_open gives */

int screen_open(sd_event *event, const struct screen_settings *settings,
	const struct screen_calls *calls, void *userdata, struct screen **ret)
{
	(void)event;
	assert_string_equal(settings->name, "kiosk");
	if (refused < 0) {
		return refused;
	}
	glass = memory_new(1, sizeof(*glass));
	*glass = (struct screen){.calls = *calls, .userdata = userdata, .is_there = true};
	glass->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
	*ret = glass;
	return 0;
}

void screen_close(struct screen *screen)
{
	if (screen) {
		cairo_surface_destroy(screen->surface);
		free(screen);
		glass = NULL;
	}
}

cairo_surface_t *screen_surface(struct screen *screen)
{
	return screen->surface;
}

bool screen_is_shown(const struct screen *screen)
{
	return screen->is_there;
}

void screen_size(const struct screen *screen, int *ret_width, int *ret_height)
{
	(void)screen;
	*ret_width = WIDTH;
	*ret_height = HEIGHT;
}

void screen_present(struct screen *screen, const cairo_rectangle_int_t *changed)
{
	assert_int_equal(changed->width, WIDTH);
	screen->n_shown++;
}

/* ---- the owner ---- */

struct stand {
	struct kiosk_fixture kiosk;
	struct kiosk_display *display;
	struct flow_event fed;
	int n_fed;
	int health; /* 1 shown, 0 not, −1 never said */
	int above_mm;
};

static void on_choose(const struct kiosk_view *view, const struct lookup_view *lookup,
	struct kiosk_target target, void *userdata)
{
	struct stand *stand = userdata;

	assert_null(lookup);
	assert_true(choice_event(view, target, &stand->fed));
	stand->n_fed++;
}

static void on_health(bool shown, int above_mm, bool no_lookup, void *userdata)
{
	struct stand *stand = userdata;

	stand->health = shown;
	stand->above_mm = above_mm;
	assert_false(no_lookup); /* the board has none */
}

static const struct kiosk_display_calls calls = {on_choose, on_health};

static int set_up(void **state)
{
	struct stand *stand = memory_new(1, sizeof(*stand));

	*state = stand;
	stand->health = -1;
	kiosk_fixture_init(&stand->kiosk);
	stand->kiosk.board.kiosk =
		(struct screen_settings){.driver = "sim", .name = "kiosk", .touch = true};
	assert_int_equal(
		kiosk_display_open(&stand->kiosk.context, &calls, stand, &stand->display), 0);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, 1);
	return 0;
}

static int tear_down(void **state)
{
	struct stand *stand = *state;

	kiosk_display_close(stand->display);
	assert_null(glass);
	kiosk_fixture_done(&stand->kiosk);
	free(stand);
	return 0;
}

static void tap_at(int x, int y)
{
	glass->calls.touch(TOUCH_DOWN, x, y, glass->userdata);
	glass->calls.touch(TOUCH_UP, x, y, glass->userdata);
}

/* Taps all over until something is chosen: where the keys are is the screen's business. */
static void tap_until_fed(struct stand *stand, enum flow_event_kind kind)
{
	int64_t end_ms = clock_mono_ms() + DEADLINE_MS;

	stand->fed.kind = FLOW_TICK;
	while (stand->fed.kind != kind) {
		for (int y = 10; y < HEIGHT && stand->fed.kind != kind; y += 20) {
			tap_at(WIDTH / 4, y);
		}
		assert_true(clock_mono_ms() < end_ms);
		assert_true(sd_event_run(stand->kiosk.event, 20000) >= 0);
	}
}

static void test_only_what_changed_is_drawn(void **state)
{
	struct stand *stand = *state;

	assert_int_equal(stand->health, 1);
	kiosk_display_show(stand->display);
	kiosk_fixture_run_now(&stand->kiosk);
	assert_int_equal(glass->n_shown, 1);
	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_LANGUAGE, .language = "en"});
	kiosk_display_show(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, 2);
}

static void test_a_service_is_chosen_and_a_double_tap_takes_no_lane(void **state)
{
	struct stand *stand = *state;
	int64_t before_ms;
	int drawn;

	tap_until_fed(stand, FLOW_CHOOSE);
	assert_true(*stand->fed.wish.service == 'A' || *stand->fed.wish.service == 'B');
	assert_int_equal(stand->fed.opening, KIOSK_OPEN);
	drawn = glass->n_shown;
	before_ms = clock_mono_ms();
	(void)kiosk_fixture_feed(&stand->kiosk, &stand->fed);
	assert_int_equal(stand->kiosk.flow.page, KIOSK_LANE);
	kiosk_display_show(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	stand->n_fed = 0;
	for (int y = 10; y < HEIGHT; y += 20) {
		tap_at(WIDTH / 4, y);
	}
	assert_true(stand->n_fed == 0 || clock_mono_ms() >= before_ms + TAP_SEE_MS);
	tap_until_fed(stand, FLOW_LANE);
	assert_false(stand->fed.wish.priority);
}

/* The hub's answer and the printer usually come before a page could be drawn. */
static void test_a_page_that_the_next_one_follows_is_not_drawn(void **state)
{
	struct stand *stand = *state;
	int drawn = glass->n_shown;

	stand->kiosk.board.printer.driver[0] = 's';
	(void)kiosk_fixture_feed(
		&stand->kiosk, &(struct flow_event){.kind = FLOW_BUTTON, .wish = {.service = "A"}});
	assert_int_equal(stand->kiosk.flow.page, KIOSK_WORKING);
	kiosk_display_show(stand->display);
	(void)kiosk_fixture_feed(&stand->kiosk,
		&(struct flow_event){.kind = FLOW_ANSWER,
			.press_id = "press-1",
			.ticket = {.id = 7, .number = "A001", .service = "A"}});
	assert_int_equal(stand->kiosk.flow.page, KIOSK_PRINTING);
	kiosk_display_show(stand->display);
	kiosk_display_hurry(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	kiosk_fixture_run_now(&stand->kiosk);
	assert_int_equal(glass->n_shown, drawn + 1);
}

/* The board file says how high the screen hangs: no key is where a wheelchair does not reach. */
static void test_no_key_is_above_what_the_board_allows(void **state)
{
	struct stand *stand = *state;
	int drawn = glass->n_shown;

	/* 600 pixels are 183 mm, and the upper 80 of them are above 1,100 mm: 262 pixels. */
	stand->kiosk.board.kiosk.diagonal_inch = 12;
	stand->kiosk.board.kiosk.top_mm = 1180;
	glass->calls.redraw(glass->userdata);
	kiosk_display_hurry(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	stand->n_fed = 0;
	for (int y = 4; y < 250; y += 10) {
		for (int x = 10; x < WIDTH; x += 40) {
			tap_at(x, y);
		}
	}
	assert_int_equal(stand->n_fed, 0);
	tap_until_fed(stand, FLOW_CHOOSE);
	assert_int_equal(stand->above_mm, 0);

	/* All of the screen is out of reach: it is told, and no more when the screen hangs lower.
	 */
	stand->kiosk.board.kiosk.top_mm = 1300;
	drawn = glass->n_shown;
	glass->calls.redraw(glass->userdata);
	kiosk_display_hurry(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	assert_in_range(stand->above_mm, 17, 200);
	stand->kiosk.board.kiosk.top_mm = 1180;
	drawn = glass->n_shown;
	glass->calls.redraw(glass->userdata);
	kiosk_display_hurry(stand->display);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	assert_int_equal(stand->above_mm, 0);
}

static void test_the_display_goes_and_comes(void **state)
{
	struct stand *stand = *state;
	int drawn = glass->n_shown;

	glass->is_there = false;
	glass->calls.redraw(glass->userdata);
	assert_int_equal(stand->health, 0);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 1);
	glass->is_there = true;
	glass->calls.redraw(glass->userdata);
	assert_int_equal(stand->health, 1);
	kiosk_fixture_run(&stand->kiosk, &glass->n_shown, drawn + 2);
}

static void test_a_closed_window_ends_the_loop(void **state)
{
	struct stand *stand = *state;

	glass->calls.closed(glass->userdata);
	while (sd_event_run(stand->kiosk.event, 20000) > 0) {
	}
	assert_int_equal(sd_event_get_state(stand->kiosk.event), SD_EVENT_FINISHED);
}

static void test_without_a_screen(void **state)
{
	struct kiosk_fixture kiosk;
	struct kiosk_display *display = NULL;

	(void)state;
	kiosk_fixture_init(&kiosk);
	assert_int_equal(kiosk_display_open(&kiosk.context, &calls, NULL, &display), 0);
	assert_null(display);
	kiosk_display_show(display);
	kiosk_display_hurry(display);
	kiosk_display_close(display);
	kiosk.board.kiosk = (struct screen_settings){.driver = "sim", .name = "kiosk"};
	refused = -5;
	assert_int_equal(kiosk_display_open(&kiosk.context, &calls, NULL, &display), -5);
	assert_null(display);
	refused = 0;
	kiosk_fixture_done(&kiosk);
}

static void test_the_key_to_the_reasons_turns_the_page(void **state)
{
	static const struct kiosk_view view;
	struct flow_event event;

	(void)state;
	assert_true(choice_event(&view, (struct kiosk_target){KIOSK_TARGET_PRIORITY, 0}, &event));
	assert_int_equal(event.kind, FLOW_TURN);
	assert_int_equal(event.turn, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_only_what_changed_is_drawn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_service_is_chosen_and_a_double_tap_takes_no_lane, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_page_that_the_next_one_follows_is_not_drawn, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_no_key_is_above_what_the_board_allows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_the_display_goes_and_comes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_a_closed_window_ends_the_loop, set_up, tear_down),
		cmocka_unit_test(test_without_a_screen),
		cmocka_unit_test(test_the_key_to_the_reasons_turns_the_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
