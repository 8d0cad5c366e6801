/* SPDX-License-Identifier: Apache-2.0 */
/* Which of the kernel's input devices is the board's keypad, and which key was pressed. Pure. */
#pragma once

#include <libevdev/libevdev.h>
#include <stdbool.h>

#include "drivers/keypad-settings.h"

/* The device has the keypad's name, in capitals or not, and at least one of its keys: a keypad may
 * be several devices with one name. */
bool input_keys_match(const struct keypad_settings *settings, const struct libevdev *device);
/* The index in settings->code of the key that an event presses; −1: none. A key that is held is
 * pressed once. */
int input_keys_pressed(const struct keypad_settings *settings, const struct input_event *event);
