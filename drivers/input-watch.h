/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Says when there is input, so that nobody has to poll for it. SDL on KMSDRM reads the kernel's
 * input devices only when it is asked to; this opens the same devices a second time (each reader
 * gets every event), throws away what comes, and calls.
 */
#pragma once

#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct input_watch;

/* Watches the files event* in folder ("/dev/input"), also those that come later. Devices that may
 * not be read are left out. */
int input_watch_open(sd_event *event, const char *folder, void (*input)(void *userdata),
	void *userdata, struct input_watch **ret) _warn_unused_;
void input_watch_close(struct input_watch *watch);
DEFINE_CLEANUP(struct input_watch *, input_watch_close);
