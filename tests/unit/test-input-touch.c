/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel says of a touch screen becomes touches of one finger. */
#include "check.h"

#include <errno.h>

#include "base/text.h"
#include "drivers/input-touch.h"

enum { NOTHING = -1 };

struct fixture {
	struct libevdev *evdev;
	struct input_touch touch;
};

/* A device that can what the codes say, with axes of 100 by 200 places. */
static struct libevdev *make(const unsigned *keys, const unsigned *axes)
{
	struct libevdev *evdev = libevdev_new();

	assert_non_null(evdev);
	for (; *keys; keys++) {
		assert_int_equal(libevdev_enable_event_code(evdev, EV_KEY, *keys, NULL), 0);
	}
	for (; *axes < ABS_CNT; axes++) {
		bool is_x = *axes == ABS_X || *axes == ABS_MT_POSITION_X;
		struct input_absinfo info = {
			.maximum = *axes == ABS_MT_SLOT ? 4
				: is_x                  ? 99
							: 199,
		};

		assert_int_equal(libevdev_enable_event_code(evdev, EV_ABS, *axes, &info), 0);
	}
	return evdev;
}

static const unsigned no_keys[] = {0};
static const unsigned finger_keys[] = {BTN_TOUCH, 0};
static const unsigned mouse_keys[] = {BTN_LEFT, BTN_RIGHT, 0};
static const unsigned pad_keys[] = {BTN_TOUCH, BTN_TOOL_FINGER, 0};
static const unsigned places[] = {ABS_X, ABS_Y, ABS_CNT};
static const unsigned slots[] = {
	ABS_MT_SLOT, ABS_MT_TRACKING_ID, ABS_MT_POSITION_X, ABS_MT_POSITION_Y, ABS_CNT};

static void begin(struct fixture *fixture, const unsigned *keys, const unsigned *axes)
{
	fixture->evdev = make(keys, axes);
	assert_int_equal(input_touch_init(&fixture->touch, fixture->evdev), 0);
}

static void end(struct fixture *fixture)
{
	libevdev_free(fixture->evdev);
}

static void say(struct fixture *fixture, unsigned type, unsigned code, int value)
{
	assert_int_equal(libevdev_set_event_value(fixture->evdev, type, code, value), 0);
}

/* The end of a report: the touch it told, or NOTHING. */
static int report(struct fixture *fixture)
{
	enum touch touch = TOUCH_MOVE;

	return input_touch_report(&fixture->touch, fixture->evdev, &touch) ? (int)touch : NOTHING;
}

static void assert_place(const struct fixture *fixture, int x, int y)
{
	assert_int_equal((int)(input_touch_place(&fixture->touch.x) * 100), x);
	assert_int_equal((int)(input_touch_place(&fixture->touch.y) * 200), y);
}

static void a_finger_goes_down_moves_and_is_lifted(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, finger_keys, places);
	say(&f, EV_KEY, BTN_TOUCH, 1);
	say(&f, EV_ABS, ABS_X, 20);
	say(&f, EV_ABS, ABS_Y, 150);
	assert_int_equal(report(&f), TOUCH_DOWN);
	assert_place(&f, 20, 150);
	say(&f, EV_ABS, ABS_X, 30);
	assert_int_equal(report(&f), TOUCH_MOVE);
	assert_place(&f, 30, 150);
	assert_int_equal(report(&f), NOTHING);
	say(&f, EV_KEY, BTN_TOUCH, 0);
	assert_int_equal(report(&f), TOUCH_UP);
	assert_place(&f, 30, 150);
	say(&f, EV_ABS, ABS_X, 40);
	assert_int_equal(report(&f), NOTHING); /* it hovers */
	end(&f);
}

static void a_panel_that_calls_itself_a_mouse_is_touched_where_it_is_pressed(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, mouse_keys, places);
	say(&f, EV_ABS, ABS_X, 70);
	say(&f, EV_ABS, ABS_Y, 10);
	assert_int_equal(report(&f), NOTHING);
	say(&f, EV_KEY, BTN_LEFT, 1);
	assert_int_equal(report(&f), TOUCH_DOWN);
	assert_place(&f, 70, 10);
	say(&f, EV_KEY, BTN_RIGHT, 1);
	assert_int_equal(report(&f), NOTHING);
	say(&f, EV_KEY, BTN_LEFT, 0);
	assert_int_equal(report(&f), TOUCH_UP);
	end(&f);
}

static void of_slots_the_first_counts(void **state)
{
	struct fixture f;

	(void)state;
	begin(&f, no_keys, slots);
	say(&f, EV_ABS, ABS_MT_TRACKING_ID, 0);
	say(&f, EV_ABS, ABS_MT_POSITION_X, 1);
	say(&f, EV_ABS, ABS_MT_POSITION_Y, 2);
	assert_int_equal(report(&f), TOUCH_DOWN);
	assert_place(&f, 1, 2);
	say(&f, EV_ABS, ABS_MT_SLOT, 1);
	say(&f, EV_ABS, ABS_MT_TRACKING_ID, 9);
	say(&f, EV_ABS, ABS_MT_POSITION_X, 90);
	assert_int_equal(report(&f), NOTHING);
	assert_place(&f, 1, 2);
	say(&f, EV_ABS, ABS_MT_TRACKING_ID, -1);
	assert_int_equal(report(&f), NOTHING);
	say(&f, EV_ABS, ABS_MT_SLOT, 0);
	say(&f, EV_ABS, ABS_MT_TRACKING_ID, -1);
	assert_int_equal(report(&f), TOUCH_UP);
	end(&f);
}

static void what_is_no_touch_screen_is_left_alone(void **state)
{
	static const unsigned one_axis[] = {ABS_X, ABS_CNT};
	static const unsigned flat[] = {ABS_MT_SLOT, ABS_CNT};
	static const struct {
		const unsigned *keys, *axes;
		int r;
	} devices[] = {
		{mouse_keys, one_axis + 1, -ENOTTY}, /* a mouse */
		{finger_keys, one_axis, -ENOTTY},
		{no_keys, places, -ENOTTY}, /* a joystick */
		{pad_keys, places, -ENOTTY},
		{no_keys, flat, -ERANGE},
	};
	struct fixture direct;

	(void)state;
	for (size_t i = 0; i < ELEMENTS(devices); i++) {
		struct libevdev *evdev = make(devices[i].keys, devices[i].axes);
		struct input_touch touch;

		assert_int_equal(input_touch_init(&touch, evdev), devices[i].r);
		libevdev_free(evdev);
	}
	direct.evdev = make(pad_keys, places);
	assert_int_equal(libevdev_enable_property(direct.evdev, INPUT_PROP_DIRECT), 0);
	assert_int_equal(input_touch_init(&direct.touch, direct.evdev), 0);
	end(&direct);
}

static void places_stay_on_the_glass(void **state)
{
	struct input_touch_axis axis = {.min = -100, .max = 99, .value = -100};

	(void)state;
	assert_true(input_touch_place(&axis) > 0 && input_touch_place(&axis) < 0.01);
	axis.value = 99;
	assert_true(input_touch_place(&axis) > 0.99 && input_touch_place(&axis) < 1);
	axis.value = 5000; /* some panels say more than they announce */
	assert_true(input_touch_place(&axis) < 1);
	axis = (struct input_touch_axis){.min = INT32_MIN, .max = INT32_MAX, .value = 0};
	assert_int_equal((int)(input_touch_place(&axis) * 100), 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finger_goes_down_moves_and_is_lifted),
		cmocka_unit_test(a_panel_that_calls_itself_a_mouse_is_touched_where_it_is_pressed),
		cmocka_unit_test(of_slots_the_first_counts),
		cmocka_unit_test(what_is_no_touch_screen_is_left_alone),
		cmocka_unit_test(places_stay_on_the_glass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
