/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a touch screen says, event by event as the kernel reports them (linux/input.h; the kernel's
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

#include <linux/input.h>
#include <stdbool.h>

#include "drivers/screen-settings.h"

struct input_touch_axis {
	int min, max; /* both can be reached */
	int value;
};

struct input_touch {
	struct input_touch_axis x, y;
	bool by_slots; /* it has no other places */
	int slot; /* the one that is spoken of */
	bool is_down, was_down;
	bool has_moved;
	bool is_broken; /* the kernel dropped events: nothing counts until the next report */
};

enum input_touch_effect {
	INPUT_TOUCH_NOTHING,
	INPUT_TOUCH_TOLD, /* a touch; its kind is in *ret_touch, its place with the device */
	INPUT_TOUCH_LOST, /* events are missing: its state is to be read from the device */
};

/* One event. */
enum input_touch_effect input_touch_on_event(
	struct input_touch *device, const struct input_event *event, enum touch *ret_touch);
/* The place of an axis, above 0 and below 1. */
double input_touch_place(const struct input_touch_axis *axis);
