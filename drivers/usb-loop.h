/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libusb in a daemon's event loop, which it never holds up. Transfers are served from the loop, as
 * its descriptors and its time become sources. Calls that wait for a device or for the kernel, with
 * a device that dies for seconds (making a context, listing, opening, claiming, choosing a setting,
 * clearing a halt, releasing, closing), are acts on a thread of their own.
 *
 * Loop and act take turns: from usb_loop_act() until done is called the loop serves nothing of
 * libusb, and the owner calls nothing of it; no transfer may be under way. All other functions
 * belong to the loop's thread.
 */
#pragma once

#include <libusb.h>
#include <stdbool.h>
#include <systemd/sd-event.h>

#include "base/cleanup.h"

struct usb_loop;

/* Touches no USB yet. plugged is called from the loop, soon after any device came or went. −errno.
 */
int usb_loop_new(sd_event *event, void (*plugged)(void *userdata), void *userdata,
	struct usb_loop **ret) _warn_unused_;
/* Waits for the act under way, which may take seconds, and calls no done. Everything of the context
 * must be closed then, and no transfer under way. */
void usb_loop_free(struct usb_loop *loop);
DEFINE_CLEANUP(struct usb_loop *, usb_loop_free);

/* Begins an act, one at a time: act on the thread, then done from the loop. What act reads and
 * writes is nobody else's until then. */
void usb_loop_act(struct usb_loop *loop, void (*act)(void *userdata), void (*done)(void *userdata),
	void *userdata);
bool usb_loop_is_acting(const struct usb_loop *loop);
/* Waits for the act under way, if there is one; its done is not called any more. */
void usb_loop_wait(struct usb_loop *loop);

/* Makes the context, or makes it anew. Only within an act. −ENODEV: the computer has no USB. */
int usb_loop_renew(struct usb_loop *loop) _warn_unused_;
/* NULL before there is one. */
libusb_context *usb_loop_context(const struct usb_loop *loop);

/* A libusb_error as −errno. */
int usb_errno(int error);
