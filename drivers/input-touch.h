/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns a touch screen's reports, as libevdev reads them (linux/input.h; the kernel's
 * documentation "Multi-touch protocol"), into touches of one finger.
 *
 *     UP ── a report with a finger ──► DOWN ── reports: moves ──► DOWN ── one without ──► UP
 *
 * Three kinds of devices are understood: those with BTN_TOUCH, where the kernel says the first
 * finger's place in ABS_X and ABS_Y even with several fingers; panels that report as a mouse with
 * absolute places (BTN_LEFT), as in older kiosks and virtual machines; and those that only have
 * slots, of which the first counts. Not handled: mice, touch pads, and a second finger that stays
 * when the first is lifted (it counts as the first finger, moved).
 */
#pragma once

#include <libevdev/libevdev.h>
#include <stdbool.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct input_touch_axis {
	unsigned code;
	int min, max; /* both ends can be reached */
	int value;
};

struct input_touch {
	struct input_touch_axis x, y;
	bool by_slots; /* no button with ABS_X and ABS_Y: places are read from the slots */
	bool is_down;
};

/* −ENOTTY: the device is not a touch screen; −ERANGE: its axes have no range. */
int input_touch_init(struct input_touch *ret, const struct libevdev *device) _warn_unused_;
/* Call after each SYN_REPORT. True: *ret_touch is a touch, whose place the axes hold. */
bool input_touch_report(
	struct input_touch *touch, const struct libevdev *device, enum touch *ret_touch);
/* The place on an axis, above 0 and below 1. */
double input_touch_place(const struct input_touch_axis *axis);
