/* SPDX-License-Identifier: Apache-2.0 */
#include "drivers/input-keys.h"

#include <string.h>

bool input_keys_match(const struct keypad_settings *settings, const struct libevdev *device)
{
	const char *name = libevdev_get_name(device);
	bool has_key = false;

	for (int i = 0; i < KEYPAD_KEYS_MAX; i++) {
		has_key |= settings->code[i] > 0 &&
			libevdev_has_event_code(device, EV_KEY, (unsigned)settings->code[i]);
	}
	return *settings->device && name && strcasestr(name, settings->device) && has_key;
}

int input_keys_pressed(const struct keypad_settings *settings, const struct input_event *event)
{
	enum { DOWN = 1 }; /* 0 is up, 2 is held */

	for (int i = 0; event->type == EV_KEY && event->value == DOWN && i < KEYPAD_KEYS_MAX; i++) {
		if (settings->code[i] > 0 && settings->code[i] == event->code) {
			return i;
		}
	}
	return -1;
}
