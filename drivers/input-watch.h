/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The touch screens of this computer, or its keypad, read from the kernel's input devices. Of a
 * touch screen every reader gets every event, so this takes nothing from other programs; a keypad's
 * keys reach nobody else.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/keypad-settings.h"
#include "drivers/screen-settings.h"

struct input_watch;

struct input_watch_calls {
	/* device: which touch screen; x, y: above 0 and below 1 of the glass. When a device is
	 * unplugged while it is touched, the touch moves to 0, 0 and ends there. */
	void (*touch)(enum touch touch, int device, double x, double y, void *userdata);
	/* A key of the keypad was pressed: its index in the settings. */
	void (*key)(int key, void *userdata);
	/* The keypad is there now, or it is not: told when the watch is opened, and then when that
	 * changes. */
	void (*keypad)(bool there, void *userdata);
};

/* Watches the files event* in folder ("/dev/input"), also those that are added later: touch
 * screens, or with keypad (which stays the caller's, and there) the devices of that keypad. Devices
 * without read permission are left out. Runs on the loop's thread and does not block; the caller
 * owns *ret. −errno when the folder cannot be watched. */
int input_watch_open(sd_event *event, const char *folder, const struct keypad_settings *keypad,
	const struct input_watch_calls *calls, void *userdata,
	struct input_watch **ret) _warn_unused_;
void input_watch_close(struct input_watch *watch);
DEFINE_CLEANUP(struct input_watch *, input_watch_close);
