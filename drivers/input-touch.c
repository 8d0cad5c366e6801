/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/input-touch.h"

#include <errno.h>

#include "base/text.h"

static bool has(const struct libevdev *device, unsigned type, unsigned code)
{
	return libevdev_has_event_code(device, type, code);
}

static int read_axis(const struct libevdev *device, unsigned code, struct input_touch_axis *ret)
{
	const struct input_absinfo *info = libevdev_get_abs_info(device, code);

	if (!info || info->maximum <= info->minimum) {
		return -ERANGE;
	}
	*ret = (struct input_touch_axis){
		.code = code, .min = info->minimum, .max = info->maximum, .value = info->value};
	return 0;
}

int input_touch_init(struct input_touch *ret, const struct libevdev *device)
{
	bool is_pad = has(device, EV_KEY, BTN_TOOL_FINGER) &&
		!libevdev_has_property(device, INPUT_PROP_DIRECT);
	bool has_button = has(device, EV_KEY, BTN_TOUCH) || has(device, EV_KEY, BTN_LEFT);
	struct input_touch touch = {0};
	int r;

	touch.by_slots = !(has_button && has(device, EV_ABS, ABS_X) && has(device, EV_ABS, ABS_Y));
	if (is_pad || (touch.by_slots && !has(device, EV_ABS, ABS_MT_SLOT))) {
		return -ENOTTY;
	}
	r = read_axis(device, touch.by_slots ? ABS_MT_POSITION_X : ABS_X, &touch.x);
	r = r < 0 ? r : read_axis(device, touch.by_slots ? ABS_MT_POSITION_Y : ABS_Y, &touch.y);
	if (r == 0) {
		*ret = touch;
	}
	return r;
}

static bool move(const struct input_touch *touch, const struct libevdev *device,
	struct input_touch_axis *axis)
{
	int before = axis->value;

	axis->value = touch->by_slots ? libevdev_get_slot_value(device, 0, axis->code)
				      : libevdev_get_event_value(device, EV_ABS, axis->code);
	return axis->value != before;
}

bool input_touch_report(
	struct input_touch *touch, const struct libevdev *device, enum touch *ret_touch)
{
	bool was_down = touch->is_down;
	bool has_moved = move(touch, device, &touch->x);

	has_moved |= move(touch, device, &touch->y);
	touch->is_down = touch->by_slots
		? libevdev_get_slot_value(device, 0, ABS_MT_TRACKING_ID) >= 0
		: libevdev_get_event_value(device, EV_KEY, BTN_TOUCH) ||
			libevdev_get_event_value(device, EV_KEY, BTN_LEFT);
	if (was_down == touch->is_down && !(was_down && has_moved)) {
		return false;
	}
	*ret_touch = !touch->is_down ? TOUCH_UP : was_down ? TOUCH_MOVE : TOUCH_DOWN;
	return true;
}

double input_touch_place(const struct input_touch_axis *axis)
{
	double steps = (double)axis->max - axis->min + 1;
	int value = MAX_OF(axis->min, MIN_OF(axis->value, axis->max));

	return ((double)value - axis->min + 0.5) / steps;
}
