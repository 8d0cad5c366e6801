/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a touch screen says, report by report as libevdev knows it (linux/input.h; the kernel's
 * documentation "Multi-touch protocol"), becomes touches of one finger.
 *
 *     UP ── a report with a finger ──► DOWN ── reports: moves ──► DOWN ── one without ──► UP
 *
 * Three kinds of devices are understood: those with BTN_TOUCH, where the kernel says the first
 * finger's place in ABS_X and ABS_Y also when they feel more; panels that say they are a mouse with
 * absolute places (BTN_LEFT), as older kiosks have and as virtual machines do; and those that only
 * have slots, of which the first counts. Not handled: mice, touch pads, and a second finger that
 * stays when the first is lifted (it counts as that finger, moved).
 */
#pragma once

#include <libevdev/libevdev.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct input_touch_axis {
	unsigned code;
	int min, max; /* both can be reached */
	int value;
};

struct input_touch {
	struct input_touch_axis x, y;
	bool by_slots; /* it has no other places */
	bool is_down;
};

/* −ENOTTY: the device is no touch screen; −ERANGE: one without places. */
int input_touch_init(struct input_touch *ret, const struct libevdev *device) _warn_unused_;
/* After each SYN_REPORT; whether it is a touch, whose place is with the axes. */
bool input_touch_report(
	struct input_touch *touch, const struct libevdev *device, enum touch *ret_touch);
/* The place of an axis, above 0 and below 1. */
double input_touch_place(const struct input_touch_axis *axis);
