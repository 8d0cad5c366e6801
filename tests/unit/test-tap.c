/* SPDX-License-Identifier: Apache-2.0 */
/* Fingers, slow and quick ones, on a clock in the test's hand. */
#include "kiosk/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check.h"

enum { WIDTH = 1280, HEIGHT = 800, NEAR = HEIGHT / TAP_NEAR };

static struct kiosk_view view_of(enum kiosk_page page)
{
	struct kiosk_view view = {.page = page,
		.n_services = 6,
		.n_reasons = 4,
		.n_languages = 2,
		.language = "vi",
		.day = "2026-11-23"};

	for (int i = 0; i < view.n_services; i++) {
		(void)snprintf(view.services[i].id, sizeof(view.services[i].id), "%c", 'A' + i);
	}
	for (int i = 0; i < view.n_reasons; i++) {
		(void)snprintf(view.reasons[i].id, sizeof(view.reasons[i].id), "reason-%d", i);
	}
	text_copy_cut(view.languages[0], sizeof(view.languages[0]), "vi");
	text_copy_cut(view.languages[1], sizeof(view.languages[1]), "en");
	return view;
}

static struct kiosk_layout layouts[2];

static void lay_out(struct kiosk_layout *layout, const struct kiosk_view *view)
{
	struct kiosk_size size = kiosk_size_of(WIDTH, HEIGHT, 0, 0);
	struct phrases *none = phrases_none();

	kiosk_layout_make(layout, none, view, &size);
	phrases_free(none);
}

/* Valid until the next call. */
static const struct kiosk_layout *layout_of(const struct kiosk_view *view)
{
	lay_out(&layouts[0], view);
	return &layouts[0];
}

static int free_layouts(void **state)
{
	(void)state;
	kiosk_layout_done(&layouts[0]);
	kiosk_layout_done(&layouts[1]);
	return 0;
}

/* A kiosk that has shown the services for long, then the lanes. */
struct stand {
	struct tap tap;
	struct kiosk_view view;
	int64_t now_ms;
};

static void turn_to(struct stand *stand, const struct kiosk_view *view)
{
	lay_out(&layouts[0], &stand->view);
	lay_out(&layouts[1], view);
	tap_shown(&stand->tap, !kiosk_layout_same_keys(&layouts[0], &layouts[1]), stand->now_ms);
	stand->view = *view;
}

static struct kiosk_target touch(struct stand *stand, int x, int y)
{
	tap_down(&stand->tap, layout_of(&stand->view), x, y, stand->now_ms);
	return tap_up(&stand->tap, layout_of(&stand->view), x, y, stand->now_ms);
}

static struct kiosk_target touch_after(struct stand *stand, int64_t ms, int x, int y)
{
	stand->now_ms += ms;
	return touch(stand, x, y);
}

static void middle_of(const struct kiosk_view *view, enum kiosk_target_kind kind, int index,
	int *ret_x, int *ret_y)
{
	struct kiosk_target target = {kind, index};
	cairo_rectangle_int_t place = kiosk_layout_place(layout_of(view), target);

	assert_true(place.width > 0);
	*ret_x = place.x + place.width / 2;
	*ret_y = place.y + place.height / 2;
}

static struct stand at_services(void)
{
	struct stand stand = {.now_ms = 100000};

	stand.view = view_of(KIOSK_SERVICES);
	tap_shown(&stand.tap, true, stand.now_ms);
	stand.now_ms += 60000;
	return stand;
}

/* A service was touched at x, y, and the lanes are there now. */
static struct stand at_lanes(int x, int y)
{
	struct stand stand = at_services();
	struct kiosk_view lanes = view_of(KIOSK_LANE);

	assert_int_equal(touch(&stand, x, y).kind, KIOSK_TARGET_SERVICE);
	turn_to(&stand, &lanes);
	return stand;
}

/* A place that is a service's and will be the regular lane's, and one that will be a reason's. */
static void shared_place(enum kiosk_target_kind kind, int *ret_x, int *ret_y)
{
	struct kiosk_view services = view_of(KIOSK_SERVICES);
	struct kiosk_view lanes = view_of(KIOSK_LANE);

	for (int i = 0; i < services.n_services; i++) {
		middle_of(&services, KIOSK_TARGET_SERVICE, i, ret_x, ret_y);
		if (kiosk_layout_hit(layout_of(&lanes), *ret_x, *ret_y).kind == kind) {
			return;
		}
	}
	fail_msg("no service is where a key of kind %d comes", (int)kind);
}

static void test_a_second_tap_is_not_meant_for_what_came_under_it(void **state)
{
	static const enum kiosk_target_kind kinds[] = {KIOSK_TARGET_REGULAR, KIOSK_TARGET_REASON};
	struct stand stand;
	int x, y;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(kinds); i++) {
		shared_place(kinds[i], &x, &y);
		for (int64_t ms = 0; ms < TAP_AGAIN_MS; ms += ms < 1100 ? 100 : 33) {
			stand = at_lanes(x, y);
			assert_int_equal(touch_after(&stand, ms, x, y).kind, KIOSK_TARGET_NONE);
		}
		stand = at_lanes(x, y);
		assert_int_equal(
			touch_after(&stand, TAP_AGAIN_MS - 1, x, y).kind, KIOSK_TARGET_NONE);
		stand = at_lanes(x, y);
		assert_int_equal(touch_after(&stand, TAP_AGAIN_MS, x, y).kind, kinds[i]);
	}
}

/* The finger that came down too early does not count either when it stays long. */
static void test_a_finger_counts_from_when_it_came_down(void **state)
{
	struct stand stand;
	int x, y;

	(void)state;
	shared_place(KIOSK_TARGET_REGULAR, &x, &y);
	stand = at_lanes(x, y);
	stand.now_ms += TAP_AGAIN_MS - 1;
	tap_down(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms);
	stand.now_ms += 5000;
	assert_int_equal(tap_up(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms).kind,
		KIOSK_TARGET_NONE);
}

static void test_third_and_fourth_taps(void **state)
{
	struct stand stand;
	int x, y;

	(void)state;
	shared_place(KIOSK_TARGET_REGULAR, &x, &y);
	stand = at_lanes(x, y);
	assert_int_equal(touch_after(&stand, 700, x, y).kind, KIOSK_TARGET_NONE);
	assert_int_equal(touch_after(&stand, 700, x, y).kind, KIOSK_TARGET_NONE);
	assert_int_equal(
		touch_after(&stand, TAP_AGAIN_MAX_MS - 1401, x, y).kind, KIOSK_TARGET_NONE);
	/* Whoever goes on means it. */
	assert_int_equal(touch_after(&stand, 1, x, y).kind, KIOSK_TARGET_REGULAR);
	/* One that was not taken, and a calm one after it. */
	stand = at_lanes(x, y);
	assert_int_equal(touch_after(&stand, 600, x, y).kind, KIOSK_TARGET_NONE);
	assert_int_equal(touch_after(&stand, TAP_AGAIN_MS, x, y).kind, KIOSK_TARGET_REGULAR);
}

static void test_who_reaches_for_another_place_is_not_slowed(void **state)
{
	struct stand stand;
	int x, y, there_x, there_y;

	(void)state;
	shared_place(KIOSK_TARGET_REGULAR, &x, &y);
	for (int i = 0; i < 4; i++) {
		stand = at_lanes(x, y);
		middle_of(&stand.view, KIOSK_TARGET_REASON, i, &there_x, &there_y);
		assert_int_equal(touch_after(&stand, TAP_SEE_MS - 1, there_x, there_y).kind,
			KIOSK_TARGET_NONE);
		stand = at_lanes(x, y);
		assert_int_equal(touch_after(&stand, TAP_SEE_MS, there_x, there_y).kind,
			KIOSK_TARGET_REASON);
	}
}

/* A trembling finger comes down beside its first place, over the edge of another key. */
static void test_near_is_the_same_place(void **state)
{
	struct kiosk_view lanes = view_of(KIOSK_LANE);
	struct stand stand;
	cairo_rectangle_int_t back =
		kiosk_layout_place(layout_of(&lanes), (struct kiosk_target){KIOSK_TARGET_BACK, 0});
	int x = back.x + 30;
	int y = back.y - NEAR + 1;

	(void)state;
	for (int more = 0; more <= 1; more++) {
		stand = at_services();
		(void)touch(&stand, x, y);
		turn_to(&stand, &lanes);
		assert_int_equal(touch_after(&stand, 800, x, back.y + more).kind,
			more == 0 ? KIOSK_TARGET_NONE : KIOSK_TARGET_BACK);
	}
}

/* The page changed by itself under a finger that was coming. */
static void test_keys_that_came_by_themselves(void **state)
{
	struct stand stand = at_services();
	struct kiosk_view services = view_of(KIOSK_SERVICES);
	struct kiosk_view lanes = view_of(KIOSK_LANE);
	int x, y;

	(void)state;
	shared_place(KIOSK_TARGET_REGULAR, &x, &y);
	for (int64_t ms = TAP_SEE_MS - 1; ms <= TAP_SEE_MS; ms++) {
		stand = at_lanes(x, y);
		stand.now_ms += 30000;
		turn_to(&stand, &services);
		assert_int_equal(touch_after(&stand, ms, x, y).kind,
			ms < TAP_SEE_MS ? KIOSK_TARGET_NONE : KIOSK_TARGET_SERVICE);
	}
	/* Somebody who tapped in vain on the page before is tapping still. */
	stand = at_services();
	(void)touch(&stand, x, y);
	stand.now_ms += TAP_AGAIN_MS - 1;
	turn_to(&stand, &lanes);
	assert_int_equal(touch_after(&stand, TAP_AGAIN_MS - 1, x, y).kind, KIOSK_TARGET_NONE);
	stand = at_services();
	(void)touch(&stand, x, y);
	stand.now_ms += TAP_AGAIN_MS;
	turn_to(&stand, &lanes);
	assert_int_equal(touch_after(&stand, TAP_SEE_MS, x, y).kind, KIOSK_TARGET_REGULAR);
}

static void test_the_same_keys_in_other_words_are_no_others(void **state)
{
	struct stand stand = at_services();
	struct kiosk_view other = view_of(KIOSK_SERVICES);
	int x, y;

	(void)state;
	text_copy_cut(other.services[0].name, sizeof(other.services[0].name), "Civil status");
	other.services[0].waiting = 3;
	other.minute = 7;
	turn_to(&stand, &other);
	middle_of(&other, KIOSK_TARGET_SERVICE, 0, &x, &y);
	assert_int_equal(touch(&stand, x, y).kind, KIOSK_TARGET_SERVICE);
}

/* The site changes while a finger is on the glass: the index is another service's now. */
static void test_a_key_that_changed_under_the_finger(void **state)
{
	struct stand stand = at_services();
	struct kiosk_view other = view_of(KIOSK_SERVICES);
	int x, y;

	(void)state;
	text_copy_cut(other.services[0].id, sizeof(other.services[0].id), "Z");
	middle_of(&other, KIOSK_TARGET_SERVICE, 0, &x, &y);
	tap_down(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms);
	assert_int_equal(stand.tap.pressed.kind, KIOSK_TARGET_SERVICE);
	stand.now_ms += 5000;
	turn_to(&stand, &other);
	stand.now_ms += 5000;
	assert_int_equal(tap_up(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms).kind,
		KIOSK_TARGET_NONE);
	assert_int_equal(touch_after(&stand, 3000, x, y).kind, KIOSK_TARGET_SERVICE);
}

static void test_whoever_slips_slides_away(void **state)
{
	struct stand stand = at_services();
	int x, y, other_x, other_y;

	(void)state;
	middle_of(&stand.view, KIOSK_TARGET_SERVICE, 0, &x, &y);
	middle_of(&stand.view, KIOSK_TARGET_SERVICE, 1, &other_x, &other_y);
	tap_down(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms);
	assert_false(tap_move(&stand.tap, layout_of(&stand.view), x + 3, y));
	assert_true(tap_move(&stand.tap, layout_of(&stand.view), other_x, other_y));
	assert_int_equal(stand.tap.pressed.kind, KIOSK_TARGET_NONE);
	/* Nor is it the first key's when it comes back. */
	(void)tap_move(&stand.tap, layout_of(&stand.view), x, y);
	assert_int_equal(tap_up(&stand.tap, layout_of(&stand.view), x, y, stand.now_ms).kind,
		KIOSK_TARGET_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_second_tap_is_not_meant_for_what_came_under_it),
		cmocka_unit_test(test_a_finger_counts_from_when_it_came_down),
		cmocka_unit_test(test_third_and_fourth_taps),
		cmocka_unit_test(test_who_reaches_for_another_place_is_not_slowed),
		cmocka_unit_test(test_near_is_the_same_place),
		cmocka_unit_test(test_keys_that_came_by_themselves),
		cmocka_unit_test(test_the_same_keys_in_other_words_are_no_others),
		cmocka_unit_test(test_a_key_that_changed_under_the_finger),
		cmocka_unit_test(test_whoever_slips_slides_away),
	};

	return cmocka_run_group_tests(tests, NULL, free_layouts);
}
