/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lists the printers on this computer's USB ports, and opens one. Listing sends nothing to a
 * device: it uses what the kernel has read already. Each function may still block for seconds on
 * the kernel's lock of a device that is failing. The functions touch nothing but their parameters,
 * so they may run on any thread.
 */
#pragma once

#include "base/text.h"
#include "drivers/printer-model.h"
#include "drivers/printer-usb-find.h"

enum { USB_PRINTERS_MAX = 8 };

struct usb_printer {
	libusb_device *device; /* holds its own reference */
	uint16_t vendor, product;
	char path[USB_PRINTER_PATH_SIZE]; /* its port: "1-1.2" */
	char serial[USB_PRINTER_NAME_SIZE]; /* "" none */
	char maker[USB_PRINTER_NAME_SIZE]; /* as the device calls itself; "" not given */
	char name[USB_PRINTER_NAME_SIZE];
	struct usb_place place;
	const struct printer_model *model; /* NULL: no model is known for its ids */
};

/* Finds the printers, in the order of their ports; returns how many, at most USB_PRINTERS_MAX, or
 * −errno. Free each with usb_printer_done. */
int usb_printers_scan(libusb_context *context, const struct printer_models *models,
	struct usb_printer ret[USB_PRINTERS_MAX]);
void usb_printer_done(struct usb_printer *printer);

/* Whether path, as written in a board file, means this printer: by its port or its serial number.
 * NULL or "" means any printer. */
bool usb_printer_is(const struct usb_printer *printer, const char *path);

struct usb_search {
	const char *absent; /* why none is open: as in struct printer_about; "": one is open */
	struct usb_printer printer; /* the one that was chosen; an empty path: none */
	libusb_device_handle *handle; /* NULL: not open */
	struct textbuf others; /* ports of printers found but not chosen; the caller frees it */
};
/* Looks for the printer that path names (NULL: the first), takes it from usblp and opens it. A
 * printer that is known to use another language is opened only with any_language. End with
 * usb_printer_close(). */
void usb_printer_open(libusb_context *context, const struct printer_models *models,
	const char *path, bool any_language, struct usb_search *ret);
/* Gives the interface back to usblp, and frees device and handle; each may be NULL. No transfer may
 * be under way. */
void usb_printer_close(libusb_device_handle **handle, struct usb_printer *printer);
