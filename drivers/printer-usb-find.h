/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the interface and the endpoints of a printer in a USB device's descriptors. Pure. Source:
 * USB Device Class Definition for Printing Devices 1.1. Endpoints are never guessed: printers in
 * the field have 01/82, 01/81, 03/81, 03/84 and 02/81.
 */
#pragma once

#include <libusb.h>
#include <stdbool.h>
#include <stdint.h>

enum { USB_PRINTER_PATH_SIZE = 32, USB_PRINTER_NAME_SIZE = 64 };

struct usb_place {
	uint8_t interface; /* its number */
	uint8_t alternate;
	bool alternates; /* the interface has other settings too, so this one must be selected */
	uint8_t out; /* the endpoints' addresses */
	uint8_t in; /* 0: the printer only receives */
	uint16_t out_packet, in_packet; /* bytes */
};

/* Finds where to send slips. vendor_class: an interface of the vendor's own class is accepted too.
 * false: the device is not a printer. */
bool usb_place_find(
	const struct libusb_config_descriptor *config, bool vendor_class, struct usb_place *ret);

/* What GET_DEVICE_ID (IEEE 1284) says, e.g. "MFG:EPSON;MDL:TM-T20III;CMD:ESC/POS;". */
struct usb_device_id {
	char maker[USB_PRINTER_NAME_SIZE]; /* "" not given */
	char model[USB_PRINTER_NAME_SIZE];
	char commands[USB_PRINTER_NAME_SIZE];
};
/* Parses the answer, including its two length bytes, which are not trusted: some printers and the
 * kernel's own gadget count wrongly. Never fails; what is not given stays "". */
void usb_device_id_parse(const uint8_t *bytes, size_t size, struct usb_device_id *ret);

/*
 * GET_PORT_STATUS, with a check: many printers always answer the same. "Paper out" is believed only
 * from a port that has at least once reported that all is well.
 */
enum { USB_PORT_PAPER_EMPTY = 0x20, USB_PORT_SELECTED = 0x10, USB_PORT_NO_ERROR = 0x08 };
struct usb_port {
	bool believed;
	bool paper_out;
	bool error;
};
/* Applies a status; true when paper_out, error or whether the port is believed has changed. */
bool usb_port_take(struct usb_port *port, uint8_t status);
