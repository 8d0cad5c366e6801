/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The printers on this computer's USB ports, and opening one. Looking asks nothing of a device:
 * what it reads, the kernel has read already. All the same each function may wait, with a device
 * that dies for seconds, for the kernel's lock on it; none touches anything but its parameters, so
 * that they may run on any thread.
 */
#pragma once

#include "base/text.h"
#include "drivers/printer-model.h"
#include "drivers/printer-usb-find.h"

enum { USB_PRINTERS_MAX = 8 };

struct usb_printer {
	libusb_device *device; /* a reference of its own */
	uint16_t vendor, product;
	char path[USB_PRINTER_PATH_SIZE]; /* its port: "1-1.2" */
	char serial[USB_PRINTER_NAME_SIZE]; /* "" none */
	char maker[USB_PRINTER_NAME_SIZE]; /* as the device calls itself; "" not said */
	char name[USB_PRINTER_NAME_SIZE];
	struct usb_place place;
	const struct printer_model *model; /* NULL: none is known for its ids */
};

/* Finds them, in the order of their ports; returns how many, at most USB_PRINTERS_MAX, or
 * −errno. Free each with usb_printer_done. */
int usb_printers_scan(libusb_context *context, const struct printer_models *models,
	struct usb_printer ret[USB_PRINTERS_MAX]);
void usb_printer_done(struct usb_printer *printer);

/* Whether path, as a board file has it, names this printer: by its port or its serial number.
 * NULL or "" names any. */
bool usb_printer_is(const struct usb_printer *printer, const char *path);

struct usb_search {
	const char *absent; /* why there is none: as in struct printer_about; "": it is open */
	struct usb_printer printer; /* that was chosen; an empty path: none */
	libusb_device_handle *handle; /* NULL: it is not open */
	struct textbuf others; /* ports that were found and not taken; the caller ends it */
};
/* Looks for the printer that path names (NULL: the first), takes it from usblp, and opens it. One
 * that is known to speak another language only with any_language. Ends with usb_printer_close(). */
void usb_printer_open(libusb_context *context, const struct printer_models *models,
	const char *path, bool any_language, struct usb_search *ret);
/* Gives the interface back to usblp, and takes back device and handle; each may be NULL. No
 * transfer may be under way. */
void usb_printer_close(libusb_device_handle **handle, struct usb_printer *printer);
