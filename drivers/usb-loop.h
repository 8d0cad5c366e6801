/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libusb in a daemon's event loop, without ever blocking the loop. Transfers are served from the
 * loop: libusb's descriptors and timeouts become event sources. Calls that block on a device or the
 * kernel, for seconds when a device fails (making a context, listing, opening, claiming, choosing a
 * setting, clearing a halt, releasing, closing), run as acts on a thread of their own.
 *
 * Loop and act take turns: from usb_loop_act() until done is called, the loop serves nothing of
 * libusb, and the owner calls none of its functions; no transfer may be under way. All other
 * functions belong to the loop's thread.
 */
#pragma once

#include <libusb.h>
#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct usb_loop;

/* Does not use USB yet. plugged is called from the loop, soon after any device came or went.
 * −errno. */
int usb_loop_new(sd_event *event, void (*plugged)(void *userdata), void *userdata,
	struct usb_loop **ret) _warn_unused_;
/* Waits for the act under way, which may take seconds, and does not call its done. Everything that
 * belongs to the context must be closed by then, and no transfer may be under way. */
void usb_loop_free(struct usb_loop *loop);
DEFINE_CLEANUP(struct usb_loop *, usb_loop_free);

/* Begins an act; only one at a time. act runs on the thread, then done is called from the loop.
 * Until then nobody else may use what act reads and writes. */
void usb_loop_act(struct usb_loop *loop, void (*act)(void *userdata), void (*done)(void *userdata),
	void *userdata);
bool usb_loop_is_acting(const struct usb_loop *loop);
/* Waits for the act under way, if there is one; its done is not called. */
void usb_loop_wait(struct usb_loop *loop);

/* Makes the context, or makes it anew. Only within an act. −ENODEV: the computer has no USB. */
int usb_loop_renew(struct usb_loop *loop) _warn_unused_;
/* NULL before the first usb_loop_renew(). */
libusb_context *usb_loop_context(const struct usb_loop *loop);

/* Converts a libusb_error to −errno. */
int usb_errno(int error);
