/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel says of a touch screen becomes touches of one finger. */
#include "check.h"

#include "base/text.h"
#include "drivers/input-touch.h"

/* The kernel's events of one report, in short: type, code, value. */
struct said {
	int type, code, value;
};

static struct input_touch new_device(bool by_slots)
{
	return (struct input_touch){
		.x = {.min = 0, .max = 99}, .y = {.min = 0, .max = 199}, .by_slots = by_slots};
}

/* Takes a report; its end is added. The touch it told, or −effect. */
static int take(struct input_touch *device, const struct said *said, size_t count)
{
	struct input_event event = {0};
	enum touch touch = TOUCH_MOVE;
	enum input_touch_effect effect;

	for (size_t i = 0; i < count; i++) {
		event.type = (uint16_t)said[i].type;
		event.code = (uint16_t)said[i].code;
		event.value = said[i].value;
		effect = input_touch_on_event(device, &event, &touch);
		assert_int_equal(effect, INPUT_TOUCH_NOTHING); /* before the report's end */
	}
	event = (struct input_event){.type = EV_SYN, .code = SYN_REPORT};
	effect = input_touch_on_event(device, &event, &touch);
	return effect == INPUT_TOUCH_TOLD ? (int)touch : effect == INPUT_TOUCH_NOTHING ? -1 : -2;
}

enum { NOTHING = -1, LOST = -2 };

#define REPORT(device, ...) \
	take((device), (const struct said[]){__VA_ARGS__}, \
		sizeof((const struct said[]){__VA_ARGS__}) / sizeof(struct said))

static void assert_place(const struct input_touch *device, int x, int y)
{
	assert_int_equal((int)(input_touch_place(&device->x) * 100), x);
	assert_int_equal((int)(input_touch_place(&device->y) * 200), y);
}

static void a_finger_goes_down_moves_and_is_lifted(void **state)
{
	struct input_touch device = new_device(false);

	(void)state;
	assert_int_equal(
		REPORT(&device, {EV_KEY, BTN_TOUCH, 1}, {EV_ABS, ABS_X, 20}, {EV_ABS, ABS_Y, 150}),
		TOUCH_DOWN);
	assert_place(&device, 20, 150);
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_X, 30}), TOUCH_MOVE);
	assert_place(&device, 30, 150);
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_PRESSURE, 3}), NOTHING);
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_TOUCH, 0}), TOUCH_UP);
	assert_place(&device, 30, 150);
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_X, 40}), NOTHING); /* it hovers */
}

static void a_panel_that_calls_itself_a_mouse_is_touched_where_it_is_pressed(void **state)
{
	struct input_touch device = new_device(false);

	(void)state;
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_X, 70}, {EV_ABS, ABS_Y, 10}), NOTHING);
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_LEFT, 1}), TOUCH_DOWN);
	assert_place(&device, 70, 10);
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_RIGHT, 1}), NOTHING);
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_LEFT, 0}), TOUCH_UP);
}

static void a_touch_at_the_same_place_is_not_told_its_place_again(void **state)
{
	struct input_touch device = new_device(false);

	(void)state;
	device.x.value = 20; /* as it was read from the device */
	device.y.value = 150;
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_TOUCH, 1}), TOUCH_DOWN);
	assert_place(&device, 20, 150);
}

static void of_slots_the_first_counts(void **state)
{
	struct input_touch device = new_device(true);

	(void)state;
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_MT_TRACKING_ID, 0},
				 {EV_ABS, ABS_MT_POSITION_X, 1}, {EV_ABS, ABS_MT_POSITION_Y, 2}),
		TOUCH_DOWN);
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_MT_SLOT, 1}, {EV_ABS, ABS_MT_TRACKING_ID, 9},
				 {EV_ABS, ABS_MT_POSITION_X, 90}),
		NOTHING);
	assert_place(&device, 1, 2);
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_MT_TRACKING_ID, -1}), NOTHING);
	assert_int_equal(
		REPORT(&device, {EV_ABS, ABS_MT_SLOT, 0}, {EV_ABS, ABS_MT_TRACKING_ID, -1}),
		TOUCH_UP);
}

static void after_dropped_events_the_device_is_asked(void **state)
{
	struct input_touch device = new_device(false);

	(void)state;
	assert_int_equal(REPORT(&device, {EV_KEY, BTN_TOUCH, 1}), TOUCH_DOWN);
	assert_int_equal(REPORT(&device, {EV_SYN, SYN_DROPPED, 0}, {EV_KEY, BTN_TOUCH, 0}), LOST);
	assert_true(device.is_down); /* what came between says nothing */
	assert_int_equal(REPORT(&device, {EV_ABS, ABS_X, 5}), TOUCH_MOVE);
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
		cmocka_unit_test(a_touch_at_the_same_place_is_not_told_its_place_again),
		cmocka_unit_test(of_slots_the_first_counts),
		cmocka_unit_test(after_dropped_events_the_device_is_asked),
		cmocka_unit_test(places_stay_on_the_glass),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
