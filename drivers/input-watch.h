/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The touch screens of this computer, read from the kernel's input devices. SDL on KMSDRM reads
 * them only when it is asked to, has no idea where a panel is touched that calls itself a mouse,
 * and forgets where the finger was before it came: there, this is used and SDL's touches are not.
 * Each reader of a device gets every event, so nobody is in the way of others.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"
#include "drivers/screen-settings.h"

struct input_watch;

struct input_watch_calls {
	/* device: which of them; x, y: above 0 and below 1 of the glass. When one is unplugged
	 * while it is touched, the touch moves to 0, 0 and ends there. */
	void (*touch)(enum touch touch, int device, double x, double y, void *userdata);
};

/* Watches the files event* in folder ("/dev/input"), also those that come later. Devices that may
 * not be read are left out. Runs on the loop's thread and waits for nothing; *ret is the caller's.
 * −errno when the folder cannot be watched. */
int input_watch_open(sd_event *event, const char *folder, const struct input_watch_calls *calls,
	void *userdata, struct input_watch **ret) _warn_unused_;
void input_watch_close(struct input_watch *watch);
DEFINE_CLEANUP(struct input_watch *, input_watch_close);
