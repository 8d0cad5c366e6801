/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/input-touch.h"

#include "base/text.h"

static void set_axis(struct input_touch *device, struct input_touch_axis *axis, int value)
{
	if (axis->value != value) {
		axis->value = value;
		device->has_moved = true;
	}
}

static void on_slot(struct input_touch *device, const struct input_event *event)
{
	if (event->code == ABS_MT_SLOT) {
		device->slot = event->value;
	} else if (device->slot != 0) {
		return;
	} else if (event->code == ABS_MT_POSITION_X) {
		set_axis(device, &device->x, event->value);
	} else if (event->code == ABS_MT_POSITION_Y) {
		set_axis(device, &device->y, event->value);
	} else if (event->code == ABS_MT_TRACKING_ID) {
		device->is_down = event->value >= 0;
	}
}

static void on_absolute(struct input_touch *device, const struct input_event *event)
{
	if (device->by_slots) {
		on_slot(device, event);
	} else if (event->code == ABS_X) {
		set_axis(device, &device->x, event->value);
	} else if (event->code == ABS_Y) {
		set_axis(device, &device->y, event->value);
	}
}

static enum input_touch_effect report(struct input_touch *device, enum touch *ret_touch)
{
	bool was_down = device->was_down;
	bool has_moved = device->has_moved;

	if (device->is_broken) {
		device->is_broken = false;
		return INPUT_TOUCH_LOST;
	}
	device->was_down = device->is_down;
	device->has_moved = false;
	if (was_down == device->is_down && !(device->is_down && has_moved)) {
		return INPUT_TOUCH_NOTHING;
	}
	*ret_touch = !device->is_down ? TOUCH_UP : was_down ? TOUCH_MOVE : TOUCH_DOWN;
	return INPUT_TOUCH_TOLD;
}

enum input_touch_effect input_touch_on_event(
	struct input_touch *device, const struct input_event *event, enum touch *ret_touch)
{
	if (event->type == EV_SYN) {
		device->is_broken |= event->code == SYN_DROPPED;
		return event->code == SYN_REPORT ? report(device, ret_touch) : INPUT_TOUCH_NOTHING;
	}
	if (device->is_broken) {
		return INPUT_TOUCH_NOTHING;
	}
	if (event->type == EV_ABS) {
		on_absolute(device, event);
	} else if (event->type == EV_KEY && !device->by_slots &&
		(event->code == BTN_TOUCH || event->code == BTN_LEFT)) {
		device->is_down = event->value != 0;
	}
	return INPUT_TOUCH_NOTHING;
}

double input_touch_place(const struct input_touch_axis *axis)
{
	double steps = (double)axis->max - axis->min + 1;
	int value = MAX_OF(axis->min, MIN_OF(axis->value, axis->max));

	return ((double)value - axis->min + 0.5) / steps;
}
