/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which interface and which endpoints of a USB device are a printer's, from its descriptors. Pure.
 * Source: USB Device Class Definition for Printing Devices 1.1. Endpoints are never guessed: 01/82,
 * 01/81, 03/81, 03/84 and 02/81 are all in the field.
 */
#pragma once

#include <libusb.h>
#include <stdbool.h>
#include <stdint.h>

enum { USB_PRINTER_PATH_SIZE = 32, USB_PRINTER_NAME_SIZE = 64 };

struct usb_place {
	uint8_t interface; /* its number */
	uint8_t alternate;
	bool alternates; /* the interface has more than this one: it must be set */
	uint8_t out; /* the endpoints' addresses */
	uint8_t in; /* 0: it only listens */
	uint16_t out_packet, in_packet; /* bytes */
};

/* The place to send slips to. vendor_class: an interface of the vendor's own class will do. false:
 * the device is no printer. */
bool usb_place_find(
	const struct libusb_config_descriptor *config, bool vendor_class, struct usb_place *ret);

/* What GET_DEVICE_ID (IEEE 1284) says, e.g. "MFG:EPSON;MDL:TM-T20III;CMD:ESC/POS;". */
struct usb_device_id {
	char maker[USB_PRINTER_NAME_SIZE]; /* "" not said */
	char model[USB_PRINTER_NAME_SIZE];
	char commands[USB_PRINTER_NAME_SIZE];
};
/* Takes apart what came, with its two bytes of length, which are not believed: some printers and
 * the kernel's own gadget count wrongly. Never fails; what is not said stays "". */
void usb_device_id_parse(const uint8_t *bytes, size_t size, struct usb_device_id *ret);

/*
 * What GET_PORT_STATUS says, learnt: many printers always answer the same. Only one that has said
 * at least once that all is well is believed when it says that the paper is out.
 */
enum { USB_PORT_PAPER_EMPTY = 0x20, USB_PORT_SELECTED = 0x10, USB_PORT_NO_ERROR = 0x08 };
struct usb_port {
	bool believed;
	bool paper_out;
	bool error;
};
/* Takes a status; true when what is believed of paper and error has changed. */
bool usb_port_take(struct usb_port *port, uint8_t status);
