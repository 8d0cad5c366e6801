/* SPDX-License-Identifier: Apache-2.0 */
/* libusb served from the daemon's event loop: its descriptors and its time become sources; nothing
 * ever waits. */
#pragma once

#include <libusb.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct usb_loop;

/* plugged is called from the loop, soon after any device came or went; may be NULL. −ENODEV: the
 * computer has no USB; other −errno. */
int usb_loop_new(sd_event *event, void (*plugged)(void *userdata), void *userdata,
	struct usb_loop **ret) _warn_unused_;
/* Everything of the context must be closed, and no transfer under way. */
void usb_loop_free(struct usb_loop *loop);
DEFINE_CLEANUP(struct usb_loop *, usb_loop_free);

libusb_context *usb_loop_context(const struct usb_loop *loop);

/* A libusb_error as −errno. */
int usb_errno(int error);
