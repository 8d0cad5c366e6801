/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A USB bus under a driver's feet: it stands in for libusb's functions, so that the driver's real
 * code runs, down to each transfer. What a device does is set here; transfers come back from the
 * event loop, as the real ones do.
 */
#pragma once

#include <libusb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FAKE_USB_DEVICES_MAX = 3, FAKE_USB_RECEIVED_MAX = 64 * 1024 };

struct fake_usb_device {
	/* Its descriptors; set before it is plugged in. */
	uint16_t vendor, product;
	uint8_t class, protocol, out, in, alternates, port;
	/* What it does. */
	int open_error, claim_error; /* a libusb_error */
	size_t takes; /* so many bytes, then it stops reading */
	size_t stalls_at; /* the endpoint refuses after so many received bytes, once; 0 never */
	bool refuses_forget; /* the first way to tell it to forget */
	bool no_id;
	uint8_t port_status;
	bool port_status_stalls;
	/* What was done to it. */
	bool plugged;
	int opens, claims, clears, halts_cleared;
	int alternate; /* as set, −1 never */
	uint8_t forgot_by[4];
	int n_forgot;
	int transfers; /* out, that have ended */
	size_t first_size; /* of the first transfer out since it was opened */
	size_t last_size; /* of the last one */
	bool listened_to; /* a transfer in is under way */
	uint8_t received[FAKE_USB_RECEIVED_MAX];
	size_t n_received;
};

/* Calls that may wait for the device or the kernel. */
enum fake_usb_call {
	FAKE_USB_NONE,
	FAKE_USB_INIT,
	FAKE_USB_LIST,
	FAKE_USB_OPEN,
	FAKE_USB_CLAIM,
	FAKE_USB_SET,
	FAKE_USB_CLEAR_HALT,
	FAKE_USB_RELEASE,
	FAKE_USB_CLOSE,
	FAKE_USB_CALLS,
};

struct fake_usb {
	struct fake_usb_device devices[FAKE_USB_DEVICES_MAX];
	bool deaf; /* nobody tells of plugs, and the list of devices is the one of the start */
	bool absent; /* the computer has no USB */
	int contexts; /* made so far */
	int waited_on_loop; /* calls that may wait, on the thread that reset the bus */
};
extern struct fake_usb fake_usb;

/* Forgets everything; device 0 is an ordinary printer, not plugged in. */
void fake_usb_reset(void);
void fake_usb_plug(int device);
void fake_usb_unplug(int device);
/* The next call of this kind does not return until it is let go. */
void fake_usb_hold(enum fake_usb_call call);
bool fake_usb_holds(void); /* it has been made */
void fake_usb_let_go(void);
/* It reads on: so many bytes more. */
void fake_usb_take(int device, size_t bytes);
/* It says something; it must be listened to. */
void fake_usb_say(int device, const void *bytes, size_t size);
/* The transfer in ends like this. */
void fake_usb_fail_in(int device, enum libusb_transfer_status status);
